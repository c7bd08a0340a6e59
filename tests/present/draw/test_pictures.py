"""Drawings: well-formed, the same bytes each time, readable without colour, with everything in words as well."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from trucewatch.assess.trends import Mark, Received, Told, trend
from trucewatch.gazetteer.lookup import shipped
from trucewatch.present.draw.axis import Days, mark_lines, numbered
from trucewatch.present.draw.bars import MOST_BANDS, bands_picture, trend_picture
from trucewatch.present.draw.ladder import Value, ladder_picture
from trucewatch.present.draw.map import Spot, map_picture
from trucewatch.present.draw.svg import COLOURS, Picture, num, style, tag
from trucewatch.present.draw.timeline import MOST_POINTS, MOST_STACKED, Arc, Point, timeline_picture

FIRST = date(2031, 3, 3)


def told(n: int, what: str = "statement", *, dated: bool = True, sides: tuple[str, ...] = ("Arvania",)) -> Told:
    day = FIRST + timedelta(days=n)
    return Told(
        what=what, first=day if dated else None, last=day if dated else None, published=day, sides=sides,
        kind="accuse" if what == "statement" else "shelling",
    )  # fmt: skip


def report(n: int, outlet: str = "Hill Post") -> Received:
    return Received(published=FIRST + timedelta(days=n), outlet=outlet, origin=f"{outlet}{n}", languages=("en",))


def some_trend(by: str = "all"):
    marks = [Mark(day=FIRST + timedelta(days=2), name="Signed <at> Orla", kind="event")]
    every = [told(0), told(1, dated=False), told(1, "incident"), told(15, "incident", sides=("Arvania", "Belmar"))]
    return trend(every, [report(0), report(15, "Bay Daily")], by=by, marks=marks, sides=["Belmar", "Arvania"])


def point(n: int, anchor: str, shape: str = "statement", *, lanes: tuple[str, ...] = ("Arvania",), dated: bool = True):
    return Point(
        anchor=anchor, shape=shape, lanes=lanes, day=FIRST + timedelta(days=n), dated=dated, words=f"words of {anchor}"
    )


def some_timeline(points=None, arcs=(), **more) -> Picture:
    points = points or [
        point(0, "s-1"), point(3, "s-2", lanes=("Belmar",)), point(3, "i-1", "incident", lanes=("Arvania", "Belmar"))
    ]  # fmt: skip
    made = timeline_picture(
        points, arcs, lanes=["Belmar", "Arvania", "No side"], days=(FIRST, FIRST + timedelta(days=27)),
        name="line", title="Timeline", **more,
    )  # fmt: skip
    assert made is not None
    return made


def some_map() -> Picture:
    helmand = next(p for p in shipped().first_level("AF") if p.name == "Helmand")
    spots = [
        Spot(
            name="Helmand", kind="area", incidents=3, words="Helmand: 3", area=helmand.id, lat=helmand.lat,
            lon=helmand.lon,
        ),
        Spot(name="Gardez", kind="place", incidents=1, words="Gardez: 1", lat=33.6, lon=69.2),
        Spot(name="Somewhere", kind="around", incidents=1, words="near Somewhere", lat=34.0, lon=65.0),
        Spot(name="Afghanistan", kind="country", incidents=2, words="the whole country"),
    ]  # fmt: skip
    made = map_picture("AF", spots, shipped(), name="map", title="Places")
    assert made is not None
    return made


def some_ladder() -> Picture:
    def value(n, shown, **more):
        held = {"low": None, "high": None, "bound": "exact", "denied": False, **more}
        return Value(number=n, shown=shown, words="Brandt, 4 March", **held)

    values = [
        value(11, "at least 11", bound="at_least"), value(14, "14"), value(9, "denied: 9", denied=True),
        value(None, "dozens", low=12, high=99, bound="vague"), value(20, "at most 20", bound="at_most"),
        value(None, "hundreds", low=100, bound="vague"),
    ]  # fmt: skip
    made = ladder_picture(values, name="ladder", title="Killed")
    assert made is not None
    return made


EVERY = {
    "trend": lambda: trend_picture(some_trend(), name="trend", title="Over time"),
    "bands": lambda: bands_picture(some_trend("side"), name="bands", title="By side"),
    "timeline": lambda: some_timeline(arcs=[Arc(claim="s-1", answer="s-2", words="Denial, 3 days later")]),
    "map": some_map,
    "ladder": some_ladder,
}


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_is_well_formed_says_what_it_shows_and_loads_nothing(name):
    made = EVERY[name]()
    for drawn in (made.inline(), made.standalone()):
        root = ElementTree.fromstring(drawn)
        assert root.get("role") == "img"
        title, desc = root.get("aria-labelledby").split()
        ids = {e.get("id"): (e.text or "") for e in root.iter() if e.get("id")}
        assert ids[title] and len(ids[desc]) > 20
        assert not re.search(r"(?:href|src)=\"(?!#)|@import|<script|<image|<use", drawn)
        assert len([i for i in ids]) == len(re.findall(r'\bid="', drawn))


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_of_equal_things_is_equal_bytes(name):
    assert EVERY[name]() == EVERY[name]()


@pytest.mark.parametrize("name", EVERY)
def test_a_file_of_its_own_has_its_colours_inside_and_no_links(name):
    drawn = EVERY[name]().standalone()
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"') and "<style>" in drawn
    assert "<a " not in drawn and "$" not in drawn
    classes = set(re.findall(r'class="([^"]+)"', drawn))
    assert all(f".{one}{{" in drawn for many in classes for one in many.split())


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", [0, 1])
def test_words_and_signs_stand_out_from_the_page_by_the_contrast_that_wcag_asks(page):
    paper, land = COLOURS["paper"][page], COLOURS["land"][page]
    assert all(contrast(COLOURS[name][page], paper) >= 4.5 for name in ("ink", "soft"))
    assert all(
        contrast(COLOURS[name][page], paper) >= 3 for name in ("statement", "incident", "mark", "report", "rule")
    )
    assert contrast(COLOURS["ink"][page], land) >= 4.5 and contrast(COLOURS["incident"][page], land) >= 3


def test_every_colour_is_used_and_known():
    for dark in (False, True):
        assert "$" not in style(dark=dark)
    assert all(colour in style() for colour, _ in COLOURS.values())


def test_words_from_outside_stay_words():
    picture = trend_picture(some_trend(), name="trend", title="A <b> & “c”")
    assert "Signed &lt;at&gt; Orla" in picture.inline() and "A &lt;b&gt; &amp; “c”" in picture.inline()
    assert tag("text", title='"x"') == '<text title="&#34;x&#34;"/>'
    assert (num(3.04), num(-0.5), num(2)) == ("3", "-0.5", "2")


# -- trend ---------------------------------------------------------------------------------------


def test_weeks_without_reports_are_one_hatched_field_over_all_rows_and_told_in_words():
    made = trend_picture(some_trend(), name="trend", title="Over time")
    assert made.inline().count('fill="url(#trend-none)"') == 1
    assert "10–16 March 2031: no coverage" in made.inline() and "No coverage in 10–16 March 2031." in made.told


def test_what_has_no_day_is_drawn_in_outline_on_top_of_what_has():
    drawn = trend_picture(some_trend(), name="trend", title="Over time").inline()
    assert 'class="st"' in drawn and 'class="sto"' in drawn
    assert "1 statement, 1 more without a day, first reported then" in drawn


def test_coming_and_going_outlets_are_marked_with_their_names():
    drawn = trend_picture(some_trend(), name="trend", title="Over time").inline()
    assert "first report of Bay Daily" in drawn and "last report of Hill Post" in drawn


def test_by_side_an_incident_of_two_sides_has_one_row_of_its_own():
    drawn = bands_picture(some_trend("side"), name="bands", title="By side").inline()
    assert "both Belmar and Arvania" in drawn and "Incidents attributed to" in drawn


def test_rows_that_do_not_fit_are_told_of():
    every = [
        Told(what="incident", first=FIRST, last=FIRST, published=FIRST, sides=(), kind=f"kind{n}") for n in range(30)
    ]
    made = bands_picture(trend(every, [report(0)], by="type"), name="bands", title="By type")
    assert f"({30 - MOST_BANDS} further rows in the numbers)" in made.inline()


def test_no_time_no_picture():
    empty = trend([told(0)], [])
    assert trend_picture(empty, name="t", title="t") is None and bands_picture(empty, name="t", title="t") is None


# -- axis ----------------------------------------------------------------------------------------


def test_marks_of_one_day_share_a_number_and_only_deadlines_are_square():
    marks = [
        Mark(day=FIRST, name="signed", kind="event"), Mark(day=FIRST, name="due 1", kind="deadline"),
        Mark(day=FIRST + timedelta(days=9), name="due 2", kind="deadline"),
    ]  # fmt: skip
    assert [(n, len(own)) for n, _, own in numbered(marks)] == [(1, 2), (2, 1)]
    drawn, over = mark_lines(Days(FIRST, FIRST + timedelta(days=20), 0, 600), marks, 40, 100)
    assert drawn.count("<circle") == 1 and drawn.count("<rect") == 1 and over > 0


@pytest.mark.parametrize("days", [1, 7, 40, 200, 800, 4000, 90000])
def test_the_axis_has_labels_that_do_not_run_into_one_another(days):
    scale = Days(date(1900, 1, 1), date(1900, 1, 1) + timedelta(days=days - 1), 76, 672)
    ticks = scale.ticks()
    assert 1 <= len(ticks) <= 12
    assert all(scale.start(b[0]) > scale.start(a[0]) for a, b in pairwise(ticks))


# -- timeline ------------------------------------------------------------------------------------


def test_lanes_stand_in_the_order_given_also_those_without_anything():
    drawn = some_timeline().inline()
    assert drawn.index(">Belmar<") < drawn.index(">Arvania<") < drawn.index(">No side<")
    assert "No side: 0 statements, 0 incidents." in some_timeline().told


def test_statements_are_circles_incidents_diamonds_and_hollow_without_a_day():
    drawn = some_timeline([point(0, "s-1"), point(1, "i-1", "incident"), point(2, "s-2", dated=False)]).inline()
    assert 'class="st" cx' in drawn and "<polygon" in drawn and 'class="sto"' in drawn
    assert "(first report): words of s-2" in drawn


def test_an_incident_of_two_sides_is_drawn_in_both_lanes_and_tied_together():
    drawn = some_timeline().inline()
    assert drawn.count('href="#i-1"') == 2 and drawn.count('class="tie"') == 1
    assert "1 incident in the lanes of several sides." in some_timeline().told


def test_an_arc_leads_from_a_claim_to_its_answer_if_both_are_drawn():
    arc = Arc(claim="s-1", answer="s-2", words="Denial, 3 days later")
    assert some_timeline(arcs=[arc]).inline().count('class="arc"') == 1
    assert 'class="arc"' not in some_timeline(arcs=[Arc(claim="s-1", answer="s-9", words="")]).inline()


def test_what_does_not_fit_in_a_column_is_told_as_a_number():
    many = [point(0, f"s-{n}") for n in range(MOST_STACKED + 5)]
    assert ">+5<" in some_timeline(many).inline()


def test_too_many_points_are_drawn_as_bars_without_links():
    many = [point(n % 28, f"s-{n}") for n in range(MOST_POINTS + 1)]
    made = some_timeline(many)
    assert "<a " not in made.inline() and len(made.inline()) < 30_000
    assert f"Arvania: {MOST_POINTS + 1} statements" in made.told


def test_uncovered_days_are_hatched_in_the_timeline_too():
    bare = [(FIRST + timedelta(days=7), FIRST + timedelta(days=13))]
    assert "10–16 March 2031: no coverage" in some_timeline(uncovered=bare).inline()


def test_nothing_within_the_days_gives_no_timeline():
    days = (date(2032, 1, 1), date(2032, 2, 1))
    assert timeline_picture([point(0, "s-1")], [], lanes=["Arvania"], days=days, name="t", title="t") is None


# -- map -----------------------------------------------------------------------------------------


def test_a_place_is_a_circle_an_area_is_hatched_and_somewhere_around_is_a_ring():
    drawn = some_map().inline()
    assert drawn.count('class="in" cx') == 1 and drawn.count('class="ring"') == 1
    assert drawn.count('fill="url(#map-area)"') == 1 and "km<" in drawn


def test_the_map_shows_the_country_with_all_its_areas_and_no_coordinates_in_words():
    made = some_map()
    assert made.inline().count('class="land"') == 34
    assert "the whole country" not in made.inline() and "Afghanistan, 2 incidents" in made.told
    assert not re.search(r"\d{2}\.\d{2,}", made.inline())


def a_place(name: str, lat: float, lon: float) -> Spot:
    return Spot(name=name, kind="place", incidents=1, words=name, lat=lat, lon=lon)


def test_a_small_part_of_a_large_country_is_shown_larger():
    spots = [a_place("A", 48.0, 37.8), a_place("B", 48.3, 38.2)]
    part = map_picture("UA", spots, shipped(), name="map", title="Places")
    whole = map_picture("UA", [*spots, a_place("C", 50.6, 26.2)], shipped(), name="map", title="Places")
    assert part.inline().count('class="land"') < whole.inline().count('class="land"')


def test_a_country_on_both_sides_of_the_date_line_is_drawn_in_one_piece():
    spots = [a_place("Suva", -18.1, 178.4), a_place("Lakeba", -18.2, -178.8)]
    made = map_picture("FJ", spots, shipped(), name="map", title="Places")
    xs = [float(x) for x in re.findall(r'class="in" cx="([\d.]+)"', made.inline())]
    assert len(xs) == 2 and all(0 < x < made.width for x in xs) and xs[0] != xs[1]


def test_a_land_without_outline_or_point_gives_no_map():
    assert (
        map_picture("XX", [Spot(name="X", kind="country", incidents=1, words="X")], shipped(), name="m", title="m")
        is None
    )


# -- ladder --------------------------------------------------------------------------------------


def test_a_ladder_has_a_sign_for_each_value_and_who_gives_it_when():
    drawn = some_ladder().inline()
    assert drawn.count("Brandt, 4 March</text>") == 6
    assert drawn.count('class="in" cx') == 3 and "at least 11" in drawn


def test_one_value_that_can_be_placed_makes_no_ladder():
    lone = Value(number=3, low=None, high=None, bound="exact", denied=False, shown="3", words="Brandt")
    assert ladder_picture([lone], name="l", title="l") is None


# -- the page ------------------------------------------------------------------------------------


def page_colours(dark: bool) -> dict[str, str]:
    sheet = (files("trucewatch") / "present" / "brief" / "templates" / "brief.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", sheet.partition("@media screen and (prefers")[0]))
    colours = {name: "#" + value[1:] * 2 if len(value) == 4 else value for name, value in light.items()}
    if dark:
        block = sheet.partition("prefers-color-scheme: dark")[2].partition("}\n}")[0]
        colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    return colours


@pytest.mark.parametrize("dark", [False, True])
def test_words_of_the_page_stand_out_from_every_ground_they_stand_on(dark):
    colours = page_colours(dark)
    assert (contrast(colours["paper"], "#ffffff") == 1) is not dark
    for words in ("ink", "soft", "accent", "quoted"):
        assert contrast(colours[words], colours["paper"]) >= 4.5, words
    for words in ("ink", "soft"):
        assert contrast(colours[words], colours["wash"]) >= 4.5 and contrast(colours[words], colours["target"]) >= 4.5
    assert contrast(colours["ink"], colours["mark"]) >= 4.5
