"""Whatever comes in, a reading or a named refusal comes out, sound and soon."""

from __future__ import annotations

import pytest
from captured_text import capture, check_sound, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.errors import BadInput
from trucewatch.text.reading import READERS, read_capture

QUICK = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

#: Lines that rules look for, to be mixed with anything.
LINES = st.one_of(
    st.sampled_from(
        [
            "---", "title: a", "Home / News", "The council said on Monday that the truce was holding in the valley.",
            "FILE - A bridge", "FILE - A bridge", "(BEGIN RECORDING) (HOLM) WE STAY. (END", "RECORDING)", "Tags: a, b",
            "By A. Holm", "2021-03-12", "Check Also", "Leave a Reply", "About admin", "“Odd mark", "\u2028", "[ad_1]",
            "KESSEL, March 12 (AFP) - The council said that it would stay.", "Correction: the day was wrong.",
            "Truce holds | Post", "Truce holds", "https://a.example https://b.example", "\ufeff", "a\x0cb", "#",
            "* * *",
        ]
    ),
    st.text(max_size=60),
)  # fmt: skip
TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<div class='share'>", "</div>", "<h1>", "</h1>", "<script>", "</script>", "<br>", "<li>",
        "<a href=x>",
        "</a>", "<!--", "-->", "<time datetime='2021-03-12'>", "<title>", "<meta property='og:title' content='x'>",
        "<svg>",
        "The council said on Monday that the truce was holding in the valley, and more words follow here to fill it. ",
        "<meta charset='utf-16'>", "&#0;", "&#xD800;", "<table><tr><td>", "<pre>", "<html>", "<body>", "\x00", "]]>",
        '<script type="application/ld+json">{"@type":"Article","datePublished":7}</script>',
    ]
)  # fmt: skip


def reads_or_refuses(content: bytes, media_type: str) -> None:
    try:
        reading = read_capture(capture(content, media_type))
    except BadInput as refusal:
        assert str(refusal)
        return
    check_sound(reading)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_as_plain_text_are_read_or_refused(content):
    reads_or_refuses(content, "text/plain")


@QUICK
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_any_lines_are_read_soundly_and_unchanged(lines, end):
    content = end.join(lines)
    try:
        reading = read(content)
    except BadInput:
        return
    assert reading.text.content == content
    check_sound(reading)


@FEW
@given(st.lists(st.one_of(TAGS, st.text(max_size=30)), max_size=25))
def test_any_soup_of_tags_is_read_or_refused(parts):
    reads_or_refuses("".join(parts).encode("utf-8", "surrogatepass"), "text/html")


@FEW
@pytest.mark.parametrize("media_type", sorted(READERS))
@given(content=st.binary(max_size=300))
def test_any_bytes_as_any_kind_are_read_or_refused(media_type, content):
    reads_or_refuses(content, media_type)


@FEW
@given(
    st.sampled_from(
        [b"%PDF-1.4\n", b"PK\x03\x04", b'{"text": "', b"Subject: x\r\nContent-Type: text/html; charset=x\r\n\r\n"]
    ),
    st.binary(max_size=200),
    st.sampled_from(sorted(READERS)),
)
def test_any_bytes_behind_a_true_beginning_are_read_or_refused(head, rest, media_type):
    reads_or_refuses(head + rest, media_type)


SENTENCE = "The council of the valley said on Tuesday that the “northern bank” had broken the truce near the bridge. "
LARGE = {
    "paragraphs": ("text/plain", (SENTENCE * 3 + "\n\n") * 3200),
    "one line": ("text/plain", SENTENCE * 9500),
    "one word": ("text/plain", "a" * 1_000_000),
    "brackets": ("text/plain", "(" * 1_000_000),
    "commas": ("text/plain", "Tag, " * 200_000),
    "page": ("text/html", "<html><body><article>" + f"<p>{SENTENCE * 3}</p>" * 3100 + "</article></body></html>"),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_megabyte_of_anything_is_read(kind):
    # how long it takes is a benchmark: python -m benchmarks.stages
    media_type, content = LARGE[kind]
    assert read(content, media_type).text.content
