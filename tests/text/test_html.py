"""Web pages: the whole visible text, a role per block, and what the page says about itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from captured_text import check_sound, found, read, roles, words_of

from trucewatch.errors import EmptyInput, NoArticle

PAGE = (Path(__file__).parent / "pages" / "broadcaster.html").read_bytes()
ONE = "The river council said on Monday that the truce between the two banks was holding despite two incidents."
TWO = "A spokesman for the northern bank said that nobody had been hurt and that the bridge was open again."


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def article(head: str = "", *, inside: str = "") -> str:
    return html(f"<article><h1>Truce is holding, council says</h1><p>{ONE}</p>{inside}<p>{TWO}</p></article>", head)


def test_every_block_of_a_page_has_its_role():
    reading = read(PAGE, "text/html")
    check_sound(reading)
    got = roles(reading)
    assert ("title", "Army blames Front for bridge blast") in got
    assert ("standfirst", "Two soldiers were hurt when a charge went off under the bridge of Oskel.") in got
    assert ("byline", "By Tilde Moen") in got
    assert ("caption", "The bridge of Oskel after the blast. Photo: Jens Ruud") in got
    assert ("heading", "Front denies") in got
    assert ("navigation", "Sport") in got
    assert ("share", "FacebookTwitter") in got
    assert ("tags", "Oskel Bridge") in got
    assert [w[:20] for r, w in got if r == "body"] == [
        "The army of Varland ",
        "“This was done under",
        "The Front denied the",
        "Monitors of the Unit",
    ]
    assert {w for r, w in got if r == "comment"} >= {"3 Comments"}
    assert not any(r == "body" and "swimming bath" in w for r, w in got)


def test_scripts_styles_and_hidden_words_are_not_in_the_text():
    content = read(PAGE, "text/html").text.content
    assert "said nothing" not in content
    assert "color:red" not in content
    assert "hidden words" not in content
    assert "swimming bath" in content  # visible, though no report


def test_words_in_inline_elements_run_on_and_a_line_break_parts_lines():
    reading = read(PAGE, "text/html")
    assert "said the bridge was “worth more to us whole” than broken." in reading.text.content
    assert "a spokesman said.\nThey had not been let through" in reading.text.content


def test_a_notice_of_correction_is_kept_as_a_record():
    (notice,) = read(PAGE, "text/html").notices
    assert notice.kind == "correction"
    assert notice.span.words.startswith("Correction: An earlier version")


def test_title_publisher_date_and_address_are_found_with_their_ground_and_conflicts_kept():
    reading = read(PAGE, "text/html")
    assert found(reading, "title")[0] == (
        "Army blames Front for bridge blast", "metadata", "meta og:title, without the site's name",
    )  # fmt: skip
    assert found(reading, "publisher") == [("Oskel Tribune", "metadata", "meta og:site_name")]
    published = found(reading, "published")
    assert published[0] == ("2021-04-02T08:15:00+02:00", "metadata", "meta article:published_time")
    assert ("2021-04-03", "url", "date in the address") in published
    assert ("2021-04-02", "page", "date line") in published
    assert found(reading, "url")[0][0] == "https://tribune.example/news/2021/04/03/bridge-blast"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="pubdate" content="Fri, 12 Mar 2021 08:00:00 GMT">', ("2021-03-12", "meta pubdate")),
        ('<meta itemprop="datePublished" content="2021-03-12">', ("2021-03-12", "meta datepublished")),
        (
            '<script type="application/ld+json">'
            '[{"@type":["NewsArticle"],"datePublished":"2021-03-12T08:00Z"}]</script>',
            ("2021-03-12T08:00:00+00:00", "JSON-LD datePublished"),
        ),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="2021-03-12">',
         ("2021-03-12", "meta date")),
        ('<meta name="date" content="some day">', None),
    ],
)  # fmt: skip
def test_the_date_is_found_in_many_dresses(head, expected):
    published = found(read(article(head), "text/html"), "published")
    assert [(value, detail) for value, _, detail in published] == ([expected] if expected else [])


def test_the_captures_own_address_gives_a_date_too():
    reading = read(article(), "text/html", url="https://post.example/2021/03/12/truce")
    assert found(reading, "published") == [("2021-03-12", "url", "date in the address")]


@pytest.mark.parametrize(
    "inside",
    [
        "<nav><p>{}</p></nav>",
        "<aside><p>{}</p></aside>",
        '<div class="related-stories"><p>{}</p></div>',
        '<div id="comments"><p>{}</p></div>',
        "<figure><figcaption>{}</figcaption></figure>",
        '<div class="shareTools"><p>{}</p></div>',
    ],
)
def test_what_stands_in_other_parts_of_the_page_is_not_body(inside):
    other = "The mayor opened the new baths in the valley town with a short speech on patience and water."
    assert other not in words_of(read(article(inside=inside.format(other)), "text/html"), "body")


def test_a_class_name_of_the_whole_pages_wrapper_says_nothing():
    body = f'<div class="has-sidebar related"><h1>Truce is holding, council says</h1><p>{ONE}</p><p>{TWO}</p></div>'
    assert words_of(read(html(body), "text/html"), "body") == [ONE, TWO]


def test_a_declared_charset_is_used():
    content = article('<meta charset="windows-1251">').replace("council", "Совет").encode("cp1251")
    reading = read(content, "text/html")
    assert (reading.text.encoding, "Совет" in reading.text.content) == ("cp1251", True)


@pytest.mark.parametrize(
    "content",
    [
        html("<nav><a href=/>Home</a><a href=/n>News</a></nav><p>Loading…</p>"),
        html("<script>render()</script>"),
        html("<ul>" + "<li><a href=x>Some other story of the day</a></li>" * 30 + "</ul>"),
        "<!-- nothing -->",
        "<",
    ],
)
def test_a_page_without_an_article_is_refused(content):
    with pytest.raises(NoArticle, match=r"a\.txt"):
        read(content, "text/html")


def test_an_empty_page_is_empty():
    with pytest.raises(EmptyInput):
        read(" \n", "text/html")


def test_a_right_to_left_page_says_so():
    words = "قال مجلس النهر يوم الاثنين إن الهدنة بين الضفتين صامدة رغم وقوع حادثين خلال الأيام الماضية في الوادي. "
    reading = read(html(f"<article><h1>الهدنة صامدة كما يقول المجلس</h1><p>{words * 3}</p></article>"), "text/html")
    assert (reading.text.language, reading.text.script, reading.text.direction) == ("ar", "Arabic", "rtl")


def test_a_page_of_which_only_the_outlets_retraction_is_left_is_read():
    words = "Editor's note: This article has been retracted because it could not be confirmed."
    page = f"<html><body><article><h1>Front accuses army</h1><p>{words}</p></article></body></html>"
    assert [notice.kind for notice in read(page.encode(), "text/html").notices] == ["retraction"]
