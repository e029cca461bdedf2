"""Text from files is alive nowhere, and nothing of it is lost."""

import html
import re

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.site.safe_text import front_matter, paragraphs, safe_text, with_code

HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "{: onclick=alert(1) }",
    "# heading",
    "`code` **bold** _em_ ~~s~~",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;",
    "--8<-- 'data/teams/harbour/team.yaml'",
    "{{ config }} {% raw %}",
    "| a | b |",
    "- item",
    "1. item",
    "> quote",
    "<!-- comment -->",
    "[^1]: note",
    "*[HTML]: abbr",
    "https://auto.example/link",
    'a" onmouseover="alert(1)',
    "a' onmouseover='alert(1)",
    "```\ncode\n```",
    "--- \ntitle: x",
    "\\<b\\>",
    "</p></div><b>",
    "::: danger",
    '!!! note "x"',
    "<details><summary>",
    ":smile: ++ctrl++ ==mark==",
    "a<!DOCTYPE x>",
    "&#60;b&#62;",
    "%3Cscript%3E",
    "${7*7}",
    "<svg/onload=alert(1)>",
    "<a href='data:text/html,x'>y</a>",
    "==a== ^b^ ~c~",
    "Ada & Bo <ada@example.org>",
    "[[wiki]]",
    "$$x$$",
    "\u2028<b>",
    "äöü 日本 😀",
    "<iframe src=javascript:alert(1)>",
    "<body onpageshow=alert(1)>",
    "<style>*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "[x]: javascript:alert(1)",
    "<https://auto.example>",
    "x{ .md-button onclick=alert(1) }",
    "[TOC]",
    "???+ danger",
    '=== "tab"',
    "\\(x\\)",
    "&NewLine;javascript&colon;alert(1)",
    "]]><script>alert(1)</script>",
    "'-alert(1)-'",
    "{% include 'x' %}",
    "@@ -1 +1 @@",
    "<xmp><b>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_the_text_it_was(text: str) -> None:
    made = markdown.markdown(
        f"<p>{safe_text(text)}</p>\n\n{safe_text(text)}", extensions=["attr_list", "tables", "toc"]
    )

    inner = made.removeprefix("<p>").partition("</p>")[0]
    assert "<" not in inner
    assert html.unescape(inner) == re.sub(r"[ \n]+", " ", text)
    assert made.count("<") == made.count("<p>") + made.count("</p>")


@given(st.text(max_size=60))
def test_any_text_becomes_letters_digits_and_references(text: str) -> None:
    made = str(safe_text(text))

    assert all(c.isalnum() or c in " &#;" for c in made)


@pytest.mark.parametrize("text", HOSTILE)
def test_front_matter_is_one_mapping_escaped_once(text: str) -> None:
    made = front_matter(text, text, ("toc",))

    found = yaml.safe_load(made.split("---\n")[1])
    assert html.unescape(found["title"]) == " ".join(text.split())
    assert "<" not in found["title"]
    assert found["hide"] == ["toc"]


def test_paragraphs_are_parted_where_the_file_has_a_line_break() -> None:
    assert paragraphs("One.\nTwo.\n\nThree.").count("<p>") == 3


def test_backticks_in_a_rules_page_are_code() -> None:
    assert with_code("use `a<b` here") == "use <code>a&#60;b</code> here"


def test_the_front_matter_has_quotes_where_a_reader_needs_them() -> None:
    page = front_matter("1:30", "no: it's", ("toc",), {"boost": 4}, ("yes", 'a "b" \\ c'))

    assert page == (
        '---\ntitle: "1:30"\ndescription: "no: it&#x27;s"\nhide: [toc]\nsearch: {boost: 4}\n'
        'tags: ["yes", a &quot;b&quot; \\ c]\n---\n'
    )
