"""The page: stands alone, every anchor resolves, nothing is judged, sides are equal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from build_case import build_case, the_truce
from built_case import NOW, BuiltCase
from tests.neutral.verdicts import verdicts_in

from trucewatch.present.brief import figures, incidents, ledger, provisions, statements, words
from trucewatch.present.brief.make import make_brief
from trucewatch.present.brief.render import css_string, render_html, render_markdown

VOID = {"meta", "br", "link", "img", "input", "hr", "line", "rect", "circle", "path"}


class Page(HTMLParser):
    """Reads a page: its anchors, links, loads, and its words apart by whose they are."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.own: list[str] = []
        self.marked: list[str] = []
        self._stack: list[tuple[str, str | None]] = []
        self.feed(page)
        assert not self._stack, f"left open: {self._stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values["href"] or "")
        self.loads += [v or "" for k, v in attrs if k in ("src", "srcset", "data", "poster", "action", "background")]
        self.loads += [v or "" for k, v in attrs if k.startswith("on")]
        self.own += [v or "" for k, v in attrs if k in ("title", "aria-label", "data-is", "alt", "content")]
        if tag == "link":
            self.loads.append(values.get("href") or "")
        if tag not in VOID:
            self._stack.append((tag, values.get("data-from")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            opened, _ = self._stack.pop()
            assert opened == tag, f"<{opened}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._stack]
        if "mark" in tags:
            self.marked.append(data)
        if "style" not in tags and not any(given for _, given in self._stack):
            self.own.append(data)


@pytest.fixture(scope="module")
def case() -> BuiltCase:
    return build_case()


@pytest.fixture(scope="module")
def html(case) -> str:
    return render_html(make_brief(case, now=NOW))


@pytest.fixture(scope="module")
def markdown(case) -> str:
    return render_markdown(make_brief(case, now=NOW))


def test_the_page_loads_nothing_and_runs_nothing(html):
    page = Page(html)
    assert page.loads == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert "url(#picture-trend-none)" in html and not re.search(r"url\((?!#)|@import|@font-face|expression\(", html)


def test_links_lead_into_the_page_or_to_the_sources_own_addresses(case, html):
    addresses = {report.url for report in case.reports() if report.url}
    outside = {link for link in Page(html).links if not link.startswith("#")}
    assert outside == addresses


def test_every_anchor_resolves_and_none_is_given_twice(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_anchor_of_the_markdown_resolves(markdown):
    anchors = re.findall(r'<a id="([^"]+)">', markdown)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", markdown)) <= set(anchors)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2031, 3, 4), date(2031, 3, 4)),
        (date(2031, 3, 6), date(2031, 3, 7)),
        (date(2031, 3, 20), date(2031, 4, 30)),
        (date(2032, 1, 1), None),
    ],
)
def test_anchors_resolve_in_every_period(case, since, until):
    brief = make_brief(case, since=since, until=until, now=NOW)
    page = Page(render_html(brief))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    markdown = render_markdown(brief)
    anchors = re.findall(r'<a id="([^"]+)">', markdown)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", markdown)) <= set(anchors)


def test_marked_words_are_the_words_of_the_record(case, html):
    known = {span.words for m in case.statement_mentions() for span in m.content}
    known |= {m.words.words for m in case.incident_mentions()} | {f.span.words for f in case.figures()}
    known |= {c.span.words for c in case.commitments()}
    marked = Page(html).marked
    assert len(marked) > 20 and set(marked) <= known


def test_every_statement_shown_has_its_words_and_a_numbered_citation(html):
    items = re.findall(r'<article class="item[ "].*?</article>', html, re.DOTALL)
    assert len(items) > 10
    for item in items:
        assert "<mark>" in item
        assert re.search(r'<a class="cite" href="#source-\d+">\[\d+ (¶\d+|title|lead|caption)\]</a>', item)


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_briefs_own_words_hold_no_verdict(kind, html, markdown):
    """All text but the sources' and the agreement file's, and what stands in quotation marks."""
    if kind == "html":
        own = " ".join(Page(html).own)
    else:
        own = re.sub(r"^>.*$", "", markdown, flags=re.MULTILINE)  # the sources' words
    assert verdicts_in(own) == []


def test_the_templates_hold_no_verdict_even_where_this_case_does_not_reach():
    room = files("trucewatch") / "present" / "brief" / "templates"
    own = [path.read_text(encoding="utf-8") for path in room.iterdir() if path.name.endswith(".j2")]
    for module in (figures, incidents, ledger, provisions, statements, words):
        for name, value in vars(module).items():
            if isinstance(value, dict) and not name.startswith("__"):
                own += [str(one) for one in value.values()]
    shown = re.sub(r"\{[{%].*?[%}]\}", " ", " ".join(own), flags=re.DOTALL)
    assert verdicts_in(shown) == []


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_changing_the_sides_over_changes_nothing_but_their_names(render):
    """Ids and hashes depend on the words of the reports, so they are left out of the comparison."""

    def plain(page: str) -> str:
        return re.sub(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,64}\b|[ks]-[0-9a-f]{8}|[ks]:[0-9a-f]{8}", "#", page)

    one = plain(render(make_brief(build_case("Varenia", "Tolmir"), now=NOW)))
    other = plain(render(make_brief(build_case("Tolmir", "Varenia"), now=NOW)))
    swapped = other.replace("Varenia", "\0").replace("Tolmir", "Varenia").replace("\0", "Tolmir")
    assert one.splitlines() == swapped.splitlines()


def test_sides_are_shown_in_equal_form_and_in_no_colour_of_their_own(html):
    heads = re.findall(r'<div class="side">\s*<h3>(.*?)</h3>', html, re.DOTALL)
    forms = {re.sub(r"Varenia|Tolmir|\d+", "", head) for head in heads[:2]}
    assert len(heads) == 4 and len(forms) == 1
    assert not re.search(r'style="(?!width: [\d.]+%)', html)


def test_words_of_sources_cannot_become_markup():
    case = BuiltCase(the_agreement=replace(the_truce("Varenia", "Tolmir"), title='<b>Truce</b> & "more"'))
    text = case.report(
        "evil.txt",
        '<script>alert("t")</script>\n\n"<img src=x onerror=alert(1)> we strike & hold", he said *loudly* [here](x).',
        day=None,
        publisher="<i>Post</i>",
        url='javascript:alert("u")',
    )
    said = case.said(text, "<img src=x onerror=alert(1)> we strike & hold", speaker="<u>He</u>", side="Varenia")
    case.statement("evil", said)
    page = Page(render_html(make_brief(case, now=NOW, with_texts=True, handling="</style><script>")))
    assert not page.tags & {"script", "img", "u", "i"}
    assert all(link.startswith("#") for link in page.links)
    assert "<img src=x onerror=alert(1)> we strike & hold" in page.marked
    markdown = render_markdown(make_brief(case, now=NOW))
    assert "<img" not in markdown.replace(r"\<img", "") and r"\*loudly\* \[here\](x)" in markdown


def test_an_address_that_is_no_web_address_is_printed_not_linked():
    case = BuiltCase(the_agreement=the_truce("Varenia", "Tolmir"))
    case.report("a.txt", "A title\n\nBody.", day=None, url="file:///etc/hosts")
    html = render_html(make_brief(case, now=NOW))
    assert "file:///etc/hosts</span>" in html and 'href="file:' not in html


def test_right_to_left_words_keep_their_direction(html):
    assert re.search(r'<blockquote class="ev" dir="auto" lang="ar"><span data-from="source">[^<]*قال', html)


def test_the_handling_mark_stands_at_both_ends_and_on_every_printed_page(case):
    html = render_html(make_brief(case, now=NOW, handling="Limited"))
    assert html.count('<span class="mark">Limited</span>') == 4  # both banners, cover, last page
    assert '@top-right { content: "Limited"' in html
    assert '<meta name="handling" content="Limited">' in html
    markdown = render_markdown(make_brief(case, now=NOW, handling="Limited"))
    assert markdown.startswith("<!-- handling: Limited -->\n\n**LIMITED**") and markdown.rstrip().endswith(
        "**LIMITED**"
    )


def test_full_texts_stand_only_where_asked_for_and_are_marked(case, html):
    body = "Observers of the Joint Observer Mission were on their way"
    assert body not in html and "publishers" not in html
    full = render_html(make_brief(case, now=NOW, with_texts=True))
    assert body in full
    assert full.count("internal: contains publishers’ texts") == len(case.reports())
    assert "internal\\3a  contains publishers\\27  texts" in full and ".fulltexts { page: texts;" in full
    limited = render_html(make_brief(case, now=NOW, with_texts=True, handling="Limited"))
    assert '"Limited \\b7  internal\\3a  contains' in limited
    markdown = render_markdown(make_brief(case, now=NOW, with_texts=True))
    assert markdown.count("**internal: contains publishers' texts**") == len(case.reports())
    assert "Mira Tollan" not in full + markdown


def test_without_full_texts_no_long_run_of_a_report_is_shown(case, html, markdown):
    """At most the words of the record and one sentence either side."""
    for text in case.texts.values():
        for paragraph in text.content.split("\n\n"):
            sentences = re.split(r"(?<=[.?!])\s+", paragraph)
            if len(sentences) > 3:
                assert paragraph not in html and paragraph not in markdown


def test_empty_sections_say_what_to_do(case):
    bare = BuiltCase(the_agreement=replace(the_truce("Varenia", "Tolmir"), provisions=(), claimed_terms=()))
    html = render_html(make_brief(bare, now=NOW))
    assert html.count('class="none"') >= 9
    assert "trucewatch add" in html and "Add provisions with their obligors" in html
    assert Page(html).links
    assert "No statement was found" in render_markdown(make_brief(bare, now=NOW))


def test_the_brief_may_be_set_in_serif(case):
    assert '<body class="serif">' in render_html(make_brief(case, now=NOW), typeface="serif")


def test_words_inside_a_style_sheet_cannot_leave_their_string():
    assert css_string('a"b}</style>') == "a\\22 b\\7d \\3c \\2f style\\3e "


def test_the_same_case_gives_the_same_page(html):
    assert render_html(make_brief(build_case(), now=NOW)) == html
