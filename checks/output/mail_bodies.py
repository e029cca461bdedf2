"""The two bodies of a mail to one person, plain text and HTML: names and days, and neither an id nor a path.

The HTML is one column that mail programs show alike: styles stand at each element, since some drop all others, and
dark colours where the reader wants them. It asks no network for anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from markupsafe import Markup

from checks.output.answer_links import AnswerLink, link_as_text, links_as_html
from checks.output.digests import Digest, Item
from checks.remote.outgoing_mail import OutgoingMail
from checks.wording.language import Language

_FONT = Markup("font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif")
_STYLE = Markup(
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    ".act{color:#15526f}"
    "@media (prefers-color-scheme:dark){"
    ".paper{background:#131a20!important;color:#e8ecee!important}"
    ".soft{color:#aab6be!important}.rule{border-color:#343f48!important}"
    ".act{color:#e8ecee!important;border-color:#7d8a93!important}}"
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    '<meta name="supported-color-schemes" content="light dark">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n"
    '<body class="paper" style="margin:0;padding:0;background:#fcfbf8;color:#18242c">\n'
    '<div class="paper" style="max-width:600px;margin:0 auto;padding:24px 16px 32px;background:#fcfbf8;'
    'color:#18242c;{font};font-size:16px;line-height:1.5">\n'
    '<h1 style="font-size:24px;line-height:1.25;margin:0 0 12px">{title}</h1>\n{body}\n</div>\n</body>\n</html>\n'
)
_HEAD = Markup(
    '<h2 class="rule" style="border-top:1px solid #dcd8ce;margin:28px 0 8px;padding-top:16px;font-size:18px;'
    'line-height:1.3">{}</h2>'
)
_TEXT = Markup('<p style="margin:8px 0">{}</p>')
_ACTS = Markup('<div style="margin:0 0 20px">{}</div>')
_SOFT = Markup('<p class="soft" style="margin:8px 0;font-size:14px;color:#505c65">{}</p>')
_RULE = Markup(
    '<div class="rule" style="border-top:1px solid #dcd8ce;margin:28px 0 12px;font-size:1px">&nbsp;</div>'
)


@dataclass(frozen=True, slots=True)
class MailFrame:
    """What is around every mail: whose playbook it comes from, and in which language."""

    organisation: str
    language: Language

    def closing(self, digest: Digest) -> Iterator[str]:
        """Yield what stands below the last line: how links work, and where the mail comes from."""
        say = self.language.say
        if digest.kind == "survey":  # it has a last day of its own
            yield say("Answer from the address this mail came to.")
        elif digest.record or any(item.links for item in digest.items):
            yield say("Answer from the address this mail came to. Links work for {number} days.", number=60)
        if self.organisation:
            yield say(
                "From the leadership playbook of {organisation}, for you only.",
                organisation=self.organisation,
            )


def mail_of(digest: Digest, to: str, frame: MailFrame, html: str = "") -> OutgoingMail:
    """Return a digest as a mail to an address; `html` is put in the place of its own HTML."""
    return OutgoingMail(to, digest.title, mail_as_text(digest, frame), html or mail_as_html(digest, frame))


def mail_preview(digest: Digest, frame: MailFrame) -> str:
    """Return a mail as it is looked at before it is sent: its subject, and links without their addresses."""
    return f"{digest.title}\n\n{mail_as_text(digest, frame, lambda link: f'[{link.label}]')}"


def mail_as_text(
    digest: Digest, frame: MailFrame, written: Callable[[AnswerLink], str] = link_as_text
) -> str:
    """Return the body of a mail as plain text; `written` says how a link is written."""
    lines = [*digest.well]
    for head, items in groupby(digest.items, key=attrgetter("head")):
        lines += ["", head, ""]
        for item in items:
            lines += [f"- {item.words}", *(f"  {written(link)}" for link in item.links)]
    lines += ["", *digest.mail_end, "", *([written(digest.record)] if digest.record else [])]
    return "\n".join([*lines, *frame.closing(digest), ""]).lstrip("\n")


def mail_as_html(digest: Digest, frame: MailFrame) -> str:
    """Return the body of a mail as HTML."""
    parts = [_TEXT.format(line) for line in digest.well]
    for head, items in groupby(digest.items, key=attrgetter("head")):
        parts.append(_HEAD.format(head))
        for item in items:
            parts += _item(item)
    parts.append(_RULE)
    parts += [_TEXT.format(line) for line in digest.mail_end]
    if digest.record:
        parts.append(_ACTS.format(links_as_html([digest.record])))
    parts += [_SOFT.format(line) for line in frame.closing(digest)]
    body = Markup("\n").join(parts)
    return str(
        _PAGE.format(language=frame.language.code, title=digest.title, style=_STYLE, font=_FONT, body=body)
    )


def _item(item: Item) -> Iterator[Markup]:
    yield _TEXT.format(item.words)
    if item.links:
        yield _ACTS.format(links_as_html(item.links))
