"""Addresses on the published site, for each format that links: of a rule's page, and of a policy's.

The site is what `site` in playbook.yaml names; where it names none there is no address. Pages lie
where MkDocs lays them with `use_directory_urls: false`, as mkdocs.yml says.
"""


def rule_address(code: str, site: str | None) -> str | None:
    """Return where a rule's page lies.

    >>> rule_address("CAD001", "https://playbook.example.org/"), rule_address("CAD001", None)
    ('https://playbook.example.org/checks/cad001.html', None)
    """
    return f"{site.rstrip('/')}/checks/{code.lower()}.html" if site else None


def policy_address(service: str | None, site: str | None) -> str | None:
    """Return where a service's page lies; None for what concerns no one service.

    >>> policy_address("one-on-one", "https://example.org/playbook"), policy_address(None, "https://example.org")
    ('https://example.org/playbook/services/one-on-one.html', None)
    """
    return f"{site.rstrip('/')}/services/{service}.html" if site and service else None
