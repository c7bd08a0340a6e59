"""Independent origins: copies, reprinted parts and agency stories share one, quotations do not; persons decide."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from trucewatch.link import origins
from trucewatch.link.origins import Held, keys, link_origins, trace, wanted
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Text, text_id

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
LONG = (
    "Fishermen on the northern shore told this paper that two patrol boats crossed the middle of the lake before dawn. "
    "The harbour master logged the crossing at ten past four and asked both commands for an explanation. "
    "Neither command had replied by the evening, and the ferry to the islands did not sail. "
    "Families who had packed for the market stayed on the quay until the rain drove them home. "
    "A second crossing was heard near the lighthouse, though nobody could say whose boats they were."
)
OTHER = (
    "Bakers in the capital warned that flour will run short within a week unless the mountain road opens again. "
    "The council met until midnight and voted to buy grain abroad, a purchase that the treasurer called ruinous. "
    "Snow is expected in the passes from Thursday, and the last convoy of the season waits at the toll house."
)


def page(words):
    return Text(id=text_id(words), capture_id="c", content=words, reader="test", reader_version="1")


class Case:
    """Reports by name, as (words, outlet, day), with what is found about their origins."""

    def __init__(self, **reports):
        self.texts = {}
        self.reports = []
        for name, (words, outlet, day, *wire) in reports.items():
            text = page(words)
            self.texts[text.id] = text
            found = [Found(field="publisher", value=outlet, basis="sidecar")]
            found += [Found(field="published", value=f"2031-03-{day:02}", basis="sidecar")]
            found += [Found(field="wire", value=w, basis="page") for w in wire]
            self.reports.append(
                Report(id=name, capture_ids=("c",), text_ids=(text.id,), found=tuple(found), added_at=NOW)
            )

    def origins(self, *persons):
        return trace(self.reports, self.texts, persons=persons)

    def groups(self, *persons):
        """The names of the reports that share an origin, "ab c" for two origins."""
        made = {}
        for name, origin in sorted(self.origins(*persons).origin_of.items()):
            made.setdefault(origin, []).append(name)
        return " ".join(sorted("".join(names) for names in made.values()))


def said(verdict, left, right, *, day=1):
    return Judgement.of(
        kind="same_report", left=left, right=right, verdict=verdict, maker=Maker(kind="person", name="R. Reviewer"),
        made_at=NOW.replace(day=day),
    )  # fmt: skip


def test_the_same_text_under_two_names_is_one_origin_and_the_earlier_stands_for_it():
    case = Case(a=(LONG, "Shore Post", 2), b=(LONG, "Lake Mail", 1))
    assert case.origins().origin_of == {"a": "b", "b": "b"}


def test_a_lightly_edited_reprint_is_one_origin_and_the_copied_words_are_its_reason():
    edited = LONG.replace("before dawn", "at night").replace("Neither", "But neither")
    (reason,) = Case(a=(LONG, "Shore Post", 1), b=(edited, "Lake Mail", 3)).origins().reasons["b"]
    assert reason.rule.startswith("near-copy") and reason.value == "a"
    assert "Families who had packed for the market stayed on the quay" in reason.words


def test_a_shortened_reprint_is_one_origin():
    case = Case(a=(LONG + " " + OTHER, "Shore Post", 1), b=(LONG[: LONG.index("Families")], "Lake Mail", 4))
    assert case.groups() == "ab"
    assert case.origins().reasons["b"][0].rule.startswith("partial reprint")


def test_a_report_that_quotes_one_sentence_of_another_is_an_origin_of_its_own():
    quoting = OTHER + " " + LONG[: LONG.index(". The harbour") + 1]
    assert Case(a=(LONG, "Shore Post", 1), b=(quoting, "Lake Mail", 2)).groups() == "a b"


def test_two_outlets_that_pass_on_one_saying_in_the_same_words_are_two_origins():
    saying = "The harbour master, Ansel Brook, said that the chain had been cut by night and thrown into the reeds."
    one = f"{saying} His office smells of tar. A cat slept on the log book when we came to read it there on Monday."
    other = f"Fog lay on the quay and the ferry was late, as it is in March. {saying} Tickets cost three crowns now."
    assert Case(a=(one, "Shore Post", 1), b=(other, "Lake Mail", 1)).groups() == "a b"


def test_two_stories_resting_on_one_agency_share_an_origin_only_if_they_tell_the_same():
    told = (
        "Two patrol boats crossed the lake before dawn, and the harbour master asked both commands why, AFP reported."
    )
    again = "KALMAR (AFP) – The harbour master has asked the two commands to explain why patrol boats crossed the lake."
    apart = "Flour will run short in the capital within a week, AFP reported. The treasurer called the price ruinous."
    case = Case(a=(told, "Shore Post", 1, "AFP"), b=(again, "Lake Mail", 1, "AFP"), c=(apart, "Hill Radio", 1, "AFP"))
    assert case.groups() == "ab c"


def test_an_outlet_that_names_another_for_its_news_shares_its_origin_however_it_words_it():
    first = (
        "At four this morning nine men of the lake guard left the lighthouse, put their rifles in a row and went home."
    )
    for later in (
        "Nine guards have left the lighthouse and laid their rifles in a row, Radio Kalmar reported. So it goes.",
        "According to Radio Kalmar, nine men of the lake guard walked home from the lighthouse without their rifles.",
        "Nine men of the guard went home from the lighthouse, rifles left in a row. Source: Radio Kalmar",
        "“We left our rifles at the lighthouse and went home,” one of nine men of the lake guard told Radio Kalmar.",
    ):
        case = Case(a=(first, "Radio Kalmar", 1), b=(later, "Shore Post", 2))
        assert case.groups() == "ab", later
        assert "Radio Kalmar" in case.origins().reasons["b"][0].rule


def test_naming_an_outlet_beside_the_matter_makes_no_common_origin():
    first = (
        "At four this morning nine men of the lake guard left the lighthouse, put their rifles in a row and went home."
    )
    later = (
        "A reader saw nine men of the guard at the lighthouse and counted the rifles that they had left there. "
        "She drew them for us on a napkin, all nine, and would not take money for it.\n\n"
        "Radio Kalmar reported last week that the price of herring will rise."
    )
    assert Case(a=(first, "Radio Kalmar", 1), b=(later, "Shore Post", 2)).groups() == "a b"


def test_an_outlet_that_is_merely_named_after_news_of_ones_own_is_no_source_of_it():
    first = (
        "At four this morning nine men of the lake guard left the lighthouse, put their rifles in a row and went home."
    )
    own = "A reader saw nine men of the guard leave the lighthouse, and she counted the rifles in the row by a lantern."
    case = Case(a=(first, "Radio Kalmar", 1), b=(f"{own} The mast of Radio Kalmar will be painted.", "Shore Post", 2))
    assert case.groups() == "a b"


def test_two_reports_that_quote_one_person_are_not_of_one_origin():
    one = "Nine men of the lake guard left the lighthouse and put their rifles in a row, Ansel Brook said on Monday."
    other = "Ansel Brook said nine men of the guard had gone home from the lighthouse, where the rifles lay in a row."
    assert Case(a=(one, "Shore Post", 1), b=(other, "Lake Mail", 1)).groups() == "a b"


def test_a_party_of_the_same_name_as_a_radio_is_not_the_radio():
    first = "The lake guard has cut the chain of the northern ferry and taken the winch, and the mail boat with it."
    later = (
        "The lake guard cut the ferry's chain and took the winch and the mail boat, the Shore Movement said on Monday."
    )
    assert Case(a=(first, "Shore Movement Radio", 1), b=(later, "Lake Mail", 1)).groups() == "a b"


def test_a_person_parts_and_joins_origins_and_takes_it_back():
    case = Case(a=(LONG, "Shore Post", 1), b=(LONG, "Lake Mail", 2), c=(OTHER, "Hill Radio", 2))
    assert case.groups() == "ab c"
    assert case.groups(said("different", "a", "b"), said("same", "a", "c")) == "ac b"
    assert case.groups(said("different", "a", "b"), said("unsure", "a", "b", day=2)) == "ab c"
    reason = case.origins(said("same", "a", "c")).reasons["c"][-1]
    assert "R. Reviewer" in reason.rule and reason.value == "a"


def test_what_stays_apart_but_has_words_in_common_is_written_down_as_unsure_or_different():
    cut = LONG[: LONG.index("Neither")] + " " + OTHER
    case = Case(a=(LONG, "Shore Post", 1), b=(cut, "Lake Mail", 2))
    (judgement,) = link_origins(case.reports, case.texts, now=NOW)
    assert judgement.verdict in ("unsure", "different") and judgement.reasons[0].words


def test_reports_that_share_only_a_paragraph_of_background_are_not_held_against_each_other(monkeypatch):
    background = "The line across the lake was drawn after the winter war, and both shores patrol it since."
    met = []
    judge = origins.judged
    monkeypatch.setattr(origins, "judged", lambda one, other: met.append(one.report.id) or judge(one, other))
    one, other = (f"{words} {' '.join(reversed(words.split()))} {background}" for words in (LONG, OTHER))
    found = Case(a=(one, "Shore Post", 1), b=(other, "Lake Mail", 2))
    assert found.groups() == "a b" and not met
    assert Case(a=(LONG, "Shore Post", 1), b=(f"{LONG} {background}", "Lake Mail", 2)).groups() == "ab" and met


def test_the_order_of_reports_makes_no_difference():
    case = Case(
        a=(LONG, "Shore Post", 3), b=(LONG + " More follows.", "Lake Mail", 1), c=(OTHER, "Hill Radio", 2),
        d=(LONG[: LONG.index("Families")], "Bay Herald", 2),
    )  # fmt: skip
    first = link_origins(case.reports, case.texts, now=NOW)
    for seed in range(6):
        random.Random(seed).shuffle(case.reports)
        assert link_origins(case.reports, case.texts, now=NOW) == first
    assert case.groups() == "abd c"


def test_a_new_report_is_looked_up_by_keys_alone():
    case = Case(
        a=(LONG, "Radio Kalmar", 1), b=(LONG[: LONG.index("Families")], "Lake Mail", 2), c=(OTHER, "Hill Radio", 2),
        d=("Boats crossed the lake, Radio Kalmar reported.", "Bay Herald", 2),
    )  # fmt: skip
    held = {r.id: Held(r, case.texts[r.text_id]) for r in case.reports}

    def met(one, other):
        return bool(set(wanted(held[one])) & set(keys(held[other])))

    assert met("a", "b") and met("b", "a") and met("d", "a") and met("a", "d")
    assert not met("a", "c") and not met("b", "c") and not met("d", "c")


def test_a_report_without_its_text_stands_for_itself():
    case = Case(a=(LONG, "Shore Post", 1), b=(LONG, "Lake Mail", 2))
    assert trace(case.reports, {}).origin_of == {"a": "a", "b": "b"}


def test_judgements_of_reports_that_are_gone_count_for_nothing():
    case = Case(a=(LONG, "Shore Post", 1), b=(LONG, "Lake Mail", 2))
    made = link_origins(case.reports, case.texts, now=NOW)
    assert origins_of(case.reports[:1], made).origin_of == {"a": "a"}
    assert origins_of(case.reports, made).count(["a", "b"]) == 1
