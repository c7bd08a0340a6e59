"""Speakers across reports: which are one, what each is called, which office it holds when, and where that is from."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from build_link import AGREEMENT, NOW, Page

from trucewatch.link.actors import bears, link_actors, with_actors
from trucewatch.link.namesakes import Group
from trucewatch.link.order import Told
from trucewatch.records.actor import NO_OFFICE, Actor, Name, Role
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.statement import Statement

NORTH, RIVER = "Northland", "River Front"
_numbers = itertools.count()


def page(words: str, day: str | None = "2031-03-02") -> Page:
    return Page(f"report-{next(_numbers)}", f"{words} [{next(_numbers)}]", published=day)


def voice(
    speaker: str, *, role: str | None = None, side: str | None = None, day: str | None = "2031-03-02",
    words: str | None = None, source: str | None = None, kind: str = "named",
) -> Page:  # fmt: skip
    """A report in which one speaker says one thing; its words name role and speaker unless given."""
    named = f"{role} {speaker}" if role else speaker
    made = page(words or f"On the lake {named} said it was calm.", day)
    printed = source or speaker
    made.says("it was calm" if words is None else words[-12:], speaker, role=role, side=side, speaker_kind=kind)
    last = made.statements.pop()
    span = made.span(printed) if printed in made.words else None
    made.statements.append(type(last).of(content=last.content, source=span, **_values(last)))
    return made


def _values(mention) -> dict:
    kept = ("speaker", "speaker_kind", "role", "side", "act", "maker")
    return {name: getattr(mention, name) for name in kept}


def gathered(*pages: Page, agreement=AGREEMENT, known=(), persons=(), now: datetime = NOW):
    return link_actors(
        [m for p in pages for m in p.statements], told=Told(p.report for p in pages),
        texts={p.text.id: p.text for p in pages}, agreement=agreement, known=known, persons=persons, now=now,
    )  # fmt: skip


def actors(*pages: Page, **more) -> list[Actor]:
    return list(gathered(*pages, **more).actors)


def only(*pages: Page, **more) -> Actor:
    found = actors(*pages, **more)
    assert len(found) == 1, [a.name for a in found]
    return found[0]


def forms(actor: Actor) -> dict[str, str]:
    return {name.text: name.form for name in actor.names}


def decided(left: str, right: str, verdict: str, *, later: int = 0) -> Judgement:
    return Judgement.of(
        kind="same_actor", left=left, right=right, verdict=verdict, maker=Maker(kind="person", name="Reader One"),
        made_at=NOW + timedelta(days=later),
    )  # fmt: skip


# -- one person in many reports --------------------------------------------------------------------


def test_a_full_name_in_two_reports_is_one_actor_with_both_mentions():
    first = voice("Ada Brook", role="army spokeswoman", side=NORTH, day="2031-03-02")
    second = voice("Ada Brook", role="spokeswoman of the army", side=NORTH, day="2031-04-09")
    actor = only(first, second)
    assert actor.mention_ids == (first.statements[0].id, second.statements[0].id)
    assert actor.kind == "official"
    (role,) = actor.roles
    assert (role.sides, role.since, role.until, role.reports) == ((NORTH,), date(2031, 3, 2), date(2031, 4, 9), 2)
    assert (role.since_basis, role.until_basis, role.basis) == ("seen", "seen", "report")


def test_every_fact_has_the_words_it_is_from():
    report = voice("Ada Brook", role="army spokeswoman", side=NORTH)
    actor = only(report)
    assert actor.names[0].span == report.span("Ada Brook")
    assert actor.roles[0].span == report.span("army spokeswoman")
    assert all(report.text.holds(span) for span in actor.spans())


def test_spellings_with_a_title_and_surnames_are_kept_as_such():
    report = page("Colonel Ada Brook said it was calm. Col. Brook said it was quiet. Brook said it was over.")
    for words, source in (("it was calm", "Colonel Ada Brook"), ("it was quiet", "Col. Brook")):
        mention = report.says(words, "Ada Brook", side=NORTH)
        report.statements[-1] = type(mention).of(
            content=mention.content, source=report.span(source), **_values(mention)
        )
    mention = report.says("it was over", "Ada Brook", side=NORTH)
    at = report.words.index("Brook said it was over")
    report.statements[-1] = type(mention).of(
        content=mention.content, source=report.text.span(at, at + 5), **_values(mention)
    )
    assert forms(only(report)) == {
        "Ada Brook": "full", "Colonel Ada Brook": "title", "Col. Brook": "title", "Brook": "surname",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammad Nasiri", "Muhammed Naseri"),
        ("Yusuf Qadir Zamani", "Yousef Qadeer Zamani"),
        ("Bashar al-Tamim", "Bashar Tamim"),
        ("Asadullah Khaled", "Assadullah Khalid"),
    ],
)
def test_transliterations_of_a_name_join_where_side_or_office_is_shared(one, other):
    pages = voice(one, role="envoy", side=NORTH), voice(other, role="envoy", side=NORTH)
    assert {n.text for n in only(*pages).names} == {one, other}
    assert len(actors(voice(one, role="envoy", side=NORTH), voice(other, role="trader"))) == 2


@pytest.mark.parametrize(("one", "other"), [("Jane Brook", "June Brook"), ("Ada Brook", "Eda Brook")])
def test_short_first_names_that_differ_are_two_persons_even_of_one_side(one, other):
    assert len(actors(voice(one, role="envoy", side=NORTH), voice(other, role="envoy", side=NORTH))) == 2


def test_a_shorter_form_of_a_long_name_joins_and_the_rest_of_the_chain_with_it():
    pages = [
        voice(name, role="spokesman of the Front", side=RIVER)
        for name in ("Qari Omid Yusuf Zamani", "Yusuf Zamani", "Yousuf Zamani")
    ]
    for order in itertools.permutations(pages):
        assert len(actors(*order)) == 1


def test_a_name_of_war_that_the_words_give_joins_the_two():
    first = voice(
        "Ilmar Quist", role="commander", side=RIVER, source="Ilmar Quist",
        words="The commander Ilmar Quist, better known as Abu Marsh, told the radio that the guns would be silent",
    )  # fmt: skip
    second = voice("Abu Marsh", role="commander", side=RIVER)
    actor = only(first, second)
    assert forms(actor)["Abu Marsh"] == "nickname"
    assert actor.name == "Ilmar Quist"


def test_what_somebody_is_called_in_anger_is_no_other_name():
    report = voice(
        "Ilmar Quist", words="Ilmar Quist called President Halloran a liar and said the guns would be silent"
    )
    assert [n.text for n in only(report).names] == ["Ilmar Quist"]


# -- what is never one ---------------------------------------------------------------------------------


def test_two_persons_of_one_surname_stay_two_and_a_bare_surname_goes_to_the_one_it_fits():
    ada = voice("Ada Brook", role="army spokeswoman", side=NORTH)
    tom = voice("Tom Brook", role="negotiator", side=RIVER)
    bare = voice("Brook", role="spokeswoman", side=NORTH)
    found = actors(ada, tom, bare)
    assert len(found) == 2
    hers = next(a for a in found if a.name == "Ada Brook").mention_ids
    assert set(hers) == {ada.statements[0].id, bare.statements[0].id}


def test_a_bare_surname_without_side_or_office_joins_nobody_where_two_bear_it():
    pages = voice("Ada Brook", role="army spokeswoman", side=NORTH), voice("Tom Brook", role="negotiator", side=RIVER)
    assert len(actors(*pages, voice("Brook"))) == 3


def test_a_bare_surname_joins_the_only_one_of_that_name_and_says_so():
    actor = only(voice("Ada Brook", role="army spokeswoman", side=NORTH), voice("Brook"))
    assert [r.rule for r in actor.reasons] == ["the only one of that name in the case, nothing disagrees"]
    assert forms(actor)["Brook"] == "surname"


@pytest.mark.parametrize(
    ("role", "side"), [("negotiator", NORTH), ("spokeswoman", RIVER), ("farmer", None)],
)  # fmt: skip
def test_a_surname_is_not_merged_where_role_or_side_disagrees(role, side):
    ada = voice("Ada Brook", role="army spokeswoman", side=NORTH)
    assert len(actors(ada, voice("Brook", role=role, side=side))) == 2


def test_one_full_name_for_two_sides_in_the_same_weeks_is_two_persons():
    north = voice("Ada Brook", role="army spokeswoman", side=NORTH, day="2031-03-02")
    river = voice("Ada Brook", role="commander", side=RIVER, day="2031-03-04")
    assert len(actors(north, river)) == 2


def test_a_public_person_and_a_private_one_of_one_name_are_two():
    found = actors(voice("Ada Brook", role="army spokeswoman", side=NORTH), voice("Ada Brook", role="a farmer"))
    assert sorted(a.kind for a in found) == ["official", "private_person"]


def test_doubtful_means_private():
    actor = only(voice("Ada Brook", role="a farmer"), voice("Ada Brook"))
    assert actor.kind == "private_person"


@pytest.mark.parametrize("kind", ["anonymous", "described", "unknown"])
def test_who_is_not_named_is_no_actor(kind):
    pages = [voice("a senior official", side=NORTH, kind=kind, words="a senior official said that all was calm")] * 2
    assert actors(*pages) == []


@pytest.mark.parametrize("name", ["a monitoring group", "government forces", "Northland's main lake group"])
def test_an_institution_that_is_only_described_is_no_actor(name):
    assert actors(voice(name, kind="institution", words=f"On Monday {name} said that all was calm")) == []


def test_a_capital_at_the_head_of_a_sentence_makes_no_name():
    described = voice("Government forces", kind="institution", words="Government forces said that all was calm")
    named = voice("Lakeguard", kind="institution", words="On Monday Lakeguard said that all was calm")
    assert [a.name for a in actors(described, named)] == ["Lakeguard"]


def test_who_is_reported_to_be_silent_speaks_nowhere():
    report = voice("Ada Brook", side=NORTH)
    report.statements[0] = replace(report.statements[0], silence=True)
    assert actors(report) == []


# -- offices in time ---------------------------------------------------------------------------------------


def test_a_change_of_office_gives_two_roles_in_their_times_on_one_actor():
    pages = [
        voice("Ada Brook", role="foreign minister", side=NORTH, day=day) for day in ("2030-01-05", "2030-06-01")
    ] + [voice("Ada Brook", role="prime minister", side=NORTH, day=day) for day in ("2030-09-01", "2031-02-01")]
    actor = only(*pages)
    assert [(r.title, r.since, r.until) for r in actor.roles] == [
        ("foreign minister", date(2030, 1, 5), date(2030, 6, 1)),
        ("prime minister", date(2030, 9, 1), date(2031, 2, 1)),
    ]
    assert actor.role == "prime minister"


def test_a_change_of_side_long_after_is_one_actor_with_a_side_in_each_time():
    before = voice("Ada Brook", role="army commander", side=NORTH, day="2029-05-01")
    after = voice("Ada Brook", role="negotiator", side=RIVER, day="2031-03-01")
    actor = only(before, after)
    assert [r.sides for r in actor.roles] == [(NORTH,), (RIVER,)]
    assert "another office later" in actor.reasons[0].rule


def test_a_former_office_is_over_by_the_day_of_the_report():
    before = voice("Ada Brook", role="army commander", side=NORTH, day="2031-02-01")
    after = voice("Ada Brook", role="former army commander", side=RIVER, day="2031-03-01")
    former = next(r for r in only(before, after).roles if r.title.startswith("former"))
    assert (former.since, former.until, former.until_basis) == (None, date(2031, 3, 1), "words")


@pytest.mark.parametrize(
    ("tail", "since", "until"),
    [
        (", in office since March 2029, said it was calm", None, None),  # not right behind the office
        (" since March 2029, said it was calm", date(2029, 3, 1), date(2031, 3, 2)),
        (" until 2028, said it was calm", None, date(2028, 12, 31)),
        (" from 2026 to 2028, said it was calm", date(2026, 1, 1), date(2028, 12, 31)),
        (", appointed in May 2030, said it was calm", date(2030, 5, 1), date(2031, 3, 2)),
    ],
)
def test_words_give_the_bounds_of_an_office_and_are_kept(tail, since, until):
    report = page(f"Ada Brook, minister of mills{tail}.")
    report.says("it was calm", "Ada Brook", role="minister of mills", side=NORTH)
    (role,) = only(report).roles
    if until is None:
        assert role.time_span is None and role.since_basis == "seen"
    else:
        assert (role.since, role.until) == (since, until)
        assert "words" in (role.since_basis, role.until_basis) and report.text.holds(role.time_span)


def test_a_side_without_an_office_is_kept_as_such():
    (role,) = only(voice("Ada Brook", side=NORTH)).roles
    assert (role.title, role.sides) == (NO_OFFICE, (NORTH,))


# -- institutions --------------------------------------------------------------------------------------------


def institution(name: str, side: str | None = None, words: str | None = None) -> Page:
    return voice(name, side=side, kind="institution", words=words or f"On Monday the {name} said that all was calm")


def test_initials_join_the_full_name_where_a_report_writes_them_out():
    full = institution(
        "Lake Observer Mission", words="The Lake Observer Mission (LOM) on Monday told us that all was calm"
    )
    actor = only(full, institution("LOM"))
    assert forms(actor) == {"Lake Observer Mission": "full", "LOM": "acronym"}


def test_initials_alone_join_only_within_one_side():
    assert len(actors(institution("Lake Observer Mission"), institution("LOM"))) == 2
    assert len(actors(institution("Lake Observer Mission", NORTH), institution("LOM", NORTH))) == 1


def test_ministries_of_two_sides_stay_two_and_one_without_a_side_joins_neither():
    pages = [institution("Foreign Ministry", side) for side in (NORTH, RIVER, NORTH, None)]
    assert [len(a.mention_ids) for a in actors(*pages)] == [2, 1, 1]


def test_a_party_speaks_under_each_of_its_names():
    river = replace(AGREEMENT.parties[1], aliases=("RF", "Fronters"))
    agreement = replace(AGREEMENT, parties=(AGREEMENT.parties[0], river))
    actor = only(institution("RF", RIVER), institution("River Front", RIVER), agreement=agreement)
    assert actor.roles[0].title == "party to the agreement"
    assert {n.text for n in actor.names} == {"River Front", "RF"}


def test_an_institution_is_joined_to_the_longer_name_that_says_what_it_is_for():
    assert len(actors(institution("Lake Observatory"), institution("Lake Observatory for Human Rights"))) == 1
    assert len(actors(institution("Lake Union"), institution("Lake Union Council"))) == 2


# -- the agreement's own actors --------------------------------------------------------------------------------

LISTED = Actor(
    id="brook-1", kind="official", names=(Name(text="Ada Brook"), Name(text="Ада Брук", language="ru")),
    roles=(Role(title="spokeswoman of the Northern Guard", sides=(NORTH,), since=date(2030, 11, 1)),),
)  # fmt: skip


def test_a_listed_actor_keeps_its_id_and_roles_and_gains_what_reports_add():
    agreement = replace(AGREEMENT, actors=(LISTED,))
    report = voice("Ada Brook", role="spokeswoman of the Northern Guard", side=NORTH)
    actor = only(report, agreement=agreement)
    assert actor.id == "brook-1" and actor.names[:2] == LISTED.names
    (role,) = actor.roles
    assert (role.since, role.basis, role.reports) == (date(2030, 11, 1), "agreement", 1)
    assert role.span == report.span("spokeswoman of the Northern Guard")


def test_a_listed_actor_who_says_nothing_is_there_all_the_same():
    assert only(agreement=replace(AGREEMENT, actors=(LISTED,))).id == "brook-1"


def test_a_namesake_of_a_listed_actor_on_the_other_side_is_another():
    found = actors(voice("Ada Brook", role="commander", side=RIVER), agreement=replace(AGREEMENT, actors=(LISTED,)))
    assert len(found) == 2


def test_an_actor_listed_later_takes_over_and_the_random_id_leads_to_it():
    report = voice("Ada Brook", role="army spokeswoman", side=NORTH)
    before = only(report)
    after = gathered(report, agreement=replace(AGREEMENT, actors=(LISTED,)), known=[before])
    assert [a.id for a in after.actors] == ["brook-1"]
    assert after.redirects == ((before.id, "brook-1"),)


# -- ids -----------------------------------------------------------------------------------------------------------


def test_ids_are_random_once_and_kept_on_relink():
    report = voice("Ada Brook", side=NORTH, day="2031-03-02")
    one, other = only(report), only(report)
    assert one.id != other.id and len(one.id) == 64
    earlier = voice("Ada Brook", side=NORTH, day="2031-01-01")
    again = only(earlier, report, known=[one], now=NOW + timedelta(days=1))
    assert (again.id, again.recorded_at, again.founding_mention) == (one.id, NOW, one.founding_mention)


def test_an_actor_keeps_its_id_when_every_text_is_read_anew():
    known = only(voice("Ada Brook", role="army spokeswoman", side=NORTH))
    assert only(voice("Ada Brook", role="army spokeswoman", side=NORTH), known=[known]).id == known.id
    assert only(voice("Ada Brook", role="commander", side=RIVER), known=[known]).id != known.id


def test_the_outcome_does_not_depend_on_the_order_of_reports():
    pages = [
        voice("Ada Brook", role="army spokeswoman", side=NORTH), voice("Brook", role="spokeswoman", side=NORTH),
        voice("Tom Brook", role="negotiator", side=RIVER), voice("Tom Brook"), voice("Brook", side=RIVER),
    ]  # fmt: skip

    def groups(order):
        return sorted(a.mention_ids for a in actors(*order))

    assert len({tuple(groups(order)) for order in itertools.permutations(pages)}) == 1


# -- persons' decisions ------------------------------------------------------------------------------------------------


def test_a_person_joins_two_actors_and_the_younger_id_leads_to_the_older():
    ada = voice("Ada Brook", role="army spokeswoman", side=NORTH)
    lady = voice("Lady Marsh", role="commander", side=RIVER, day="2031-03-05")
    one, other = actors(ada, lady)
    joined = gathered(ada, lady, known=[one, other], persons=[decided(one.id, other.id, "same")])
    (actor,) = joined.actors
    assert {actor.id, *dict(joined.redirects)} == {one.id, other.id}
    assert "person Reader One" in [r.rule for r in actor.reasons]
    # told apart again by a later decision, each is itself
    apart = [decided(one.id, other.id, "same"), decided(one.id, other.id, "unsure", later=1)]
    again = gathered(ada, lady, known=[one, other], persons=apart)
    assert {a.id for a in again.actors} == {one.id, other.id}


def test_a_person_parts_an_actor_by_naming_a_statement_of_the_other():
    pages = [voice("Ada Brook", role="army spokeswoman", side=NORTH, day=f"2031-03-0{n}") for n in (1, 2, 3)]
    whole = only(*pages)
    astray = pages[1].statements[0].id
    found = actors(*pages, known=[whole], persons=[decided(whole.id, astray, "different")])
    assert [a.mention_ids for a in found if a.id != whole.id] == [(astray,)]
    assert len(next(a for a in found if a.id == whole.id).mention_ids) == 2


# -- statements ------------------------------------------------------------------------------------------------------


def statement(mention, speaker: str | None) -> Statement:
    return Statement(
        id=f"s{mention.id[:8]}", founding_mention=mention.id, mention_ids=(mention.id,), speaker=speaker,
        act="report", maker=Maker(kind="machine", name="link", version="1"), recorded_at=NOW,
    )  # fmt: skip


def test_a_statement_names_its_actor_and_follows_a_corrected_speaker():
    pages = voice("Ada Brook", side=NORTH), voice("Tom Marsh", side=RIVER)
    found = actors(*pages)
    ids = {a.name: a.id for a in found}
    mentions = [m for p in pages for m in p.statements]
    told = [statement(mentions[0], "Ada Brook"), statement(mentions[0], "Tom Marsh"), statement(mentions[0], None)]
    of_mention = {m: a.id for a in found for m in a.mention_ids}

    def bearing(name: str) -> set[str]:
        return {a.id for a in found if bears(a, name)}

    done = with_actors(told, of_mention, bearing, mentions)
    assert [s.actor_id for s in done] == [ids["Ada Brook"], ids["Tom Marsh"], None]


# -- whatever comes --------------------------------------------------------------------------------------------------


def test_a_thousand_mangled_names_raise_nothing_and_lose_no_mention():
    rng = random.Random(7)
    letters = "aZ' -.,(’)éЖش1 of the al-"
    pages = []
    for n in range(1000):
        base = list(rng.choice(["Ada Brook", "Col. Tom al-Marsh", "LOM", "Lake Observer Mission", "Brook", "Жан Ким"]))
        for _ in range(rng.randrange(4)):
            base[rng.randrange(len(base))] = rng.choice(letters)
        pages.append(
            voice(
                "".join(base), kind=rng.choice(["named", "institution"]), side=rng.choice([NORTH, RIVER, None]),
                role=rng.choice(["former envoy", "a farmer", "'s of ,", None]), day=f"2031-0{1 + n % 9}-01",
            )
        )  # fmt: skip
    found = actors(*pages)
    spoken = [m for a in found for m in a.mention_ids]
    assert len(spoken) == len(set(spoken)) > 900
    texts = {p.text.id: p.text for p in pages}
    assert all(texts[span.text_id].holds(span) for a in found for span in a.spans())


def test_comparisons_grow_with_the_number_of_speakers_and_not_its_square(monkeypatch):
    compared = 0
    relation = Group.relation

    def counted(*given, **more):
        nonlocal compared
        compared += 1
        return relation(*given, **more)

    monkeypatch.setattr(Group, "relation", counted)

    def comparisons(reports: int) -> int:
        nonlocal compared
        compared = 0
        actors(*(voice(f"Ada Brook{'abcdefghij'[n % 10]}{n % 7}", role="envoy", side=NORTH) for n in range(reports)))
        return compared

    assert 0 < comparisons(800) < 5 * comparisons(200)
