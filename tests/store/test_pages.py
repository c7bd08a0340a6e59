"""Pages of statements, incidents and reports: they are what filtering and ordering the whole would give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lake_case import COUNCIL, FIRST, LEAGUE, OUTLETS, Lake, fill, lake_agreement

from trucewatch.errors import BadInput
from trucewatch.records.incident import Incident
from trucewatch.records.statement import Statement
from trucewatch.store import Store, create_case
from trucewatch.store.choosing import IncidentFilter, ReportFilter, StatementFilter

DAYS = st.none() | st.integers(-3, 20).map(lambda n: FIRST + timedelta(days=n))
SIDES = st.sampled_from([None, COUNCIL, LEAGUE, "", (COUNCIL, ""), (COUNCIL, LEAGUE)])
WORDS = st.sampled_from([None, "ridge", "dawn", "MILL", "fer*", '"at dawn"', "ridge lake", "Tveit", "…"])
REFS = st.sampled_from([None, None, "L1", ("L1", "L2")])
PUBLISHERS = st.sampled_from([None, *OUTLETS, OUTLETS[:2], "Nobody"])
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def lake(new_place):
    with create_case(new_place(), agreement=lake_agreement(), source=b"") as store:
        yield store, fill(store)


def one_of(value, choice) -> bool:
    if choice is None:
        return True
    return (value or "") in ((choice,) if isinstance(choice, str) else choice)


def told(held: Lake, record: Statement | Incident, wanted: StatementFilter | IncidentFilter) -> bool:
    """Whether a record meets what both filters ask."""
    first, last = held.days(record)
    person = any(r.rule.startswith("person ") for r in record.reasons) or any(
        held.mentions[m].maker.kind == "person" for m in record.mention_ids
    )
    refs = (wanted.provision,) if isinstance(wanted.provision, str) else wanted.provision
    outlets = [r.publisher for r in held.carriers(record)]
    return (
        (wanted.since is None or (last is not None and last >= wanted.since))
        and (wanted.until is None or (first is not None and first <= wanted.until))
        and (wanted.doubt is None or held.score(record) < wanted.doubt)
        and (wanted.made_by is None or wanted.made_by == ("person" if person else "machine"))
        and (refs is None or any(held.bears(record, ref) for ref in refs))
        and (wanted.publisher is None or any(one_of(o, wanted.publisher) for o in outlets))
        and (wanted.words is None or any(holds(words, wanted.words) for words in held.words(record)))
    )


def holds(words: str, query: str) -> bool:
    """Whether words hold each term of a query, as a reader would say."""
    words, query = words.casefold(), query.casefold()
    if query.startswith('"'):
        return query.strip('"') in words
    terms = [term for term in query.split() if any(c.isalnum() for c in term)]
    split = words.replace(";", " ").split()
    return bool(terms) and all(
        any(w.startswith(t[:-1]) if t.endswith("*") else w == t for w in split) for t in terms
    )  # fmt: skip


def in_order(held: Lake, records) -> list[str]:
    """Ids by day, those of unknown day last, of one day as recorded."""
    ordered = sorted(enumerate(records), key=lambda r: (held.days(r[1])[0] or date.max, r[0]))
    return [record.id for _, record in ordered]


def every_page(page_of, wanted, *, limit: int, order: str = "oldest") -> list:
    items, offset = [], 0
    while True:
        page = page_of(wanted, order=order, offset=offset, limit=limit)
        items += page.items
        assert page.previous == (None if offset == 0 else max(offset - limit, 0))
        if page.next is None:
            assert page.total == len(items)
            return items
        assert page.next == offset + limit
        offset = page.next


@pytest.mark.parametrize("limit", [1, 7, 500])
def test_the_pages_together_are_the_whole_in_its_order(lake, limit):
    store, _ = lake
    for page_of, whole in (
        (store.statements_page, store.statements), (store.incidents_page, store.incidents),
        (store.reports_page, store.reports),
    ):  # fmt: skip
        ids = [record.id for record in whole()]
        assert [item.record.id for item in every_page(page_of, None, limit=limit)] == ids
        assert len(ids) > 10


def test_newest_first_turns_the_order_round_but_for_what_has_no_day(lake):
    store, held = lake
    dated = [s.id for s in store.statements() if held.days(s)[0] is not None]
    undated = [s.id for s in store.statements() if held.days(s)[0] is None]
    assert dated and undated
    newest = [item.record.id for item in every_page(store.statements_page, None, limit=9, order="newest")]
    assert newest == [*dated[::-1], *undated[::-1]]


@MANY
@given(
    wanted=st.builds(
        StatementFilter, act=st.sampled_from([None, "deny", "accuse", ("deny", "pledge")]), side=SIDES,
        target_side=st.sampled_from([None, None, COUNCIL, ""]),
        speaker=st.sampled_from([None, None, "quist", "E", "%", "nobody"]), publisher=PUBLISHERS, provision=REFS,
        since=DAYS, until=DAYS, doubt=st.sampled_from([None, None, 0.5, 0.9]), words=WORDS,
        made_by=st.sampled_from([None, None, "person", "machine"]),
    )
)  # fmt: skip
def test_filtered_statements_are_those_of_the_whole_that_fit(lake, wanted):
    store, held = lake
    expected = [
        s for s in held.statements
        if told(held, s, wanted) and one_of(s.act, wanted.act) and one_of(s.side, wanted.side)
        and one_of(s.target_side, wanted.target_side) and (wanted.speaker or "").casefold() in s.speaker.casefold()
    ]  # fmt: skip
    items = every_page(store.statements_page, wanted, limit=20)
    assert [item.record.id for item in items] == in_order(held, expected)


@MANY
@given(
    wanted=st.builds(
        IncidentFilter, type=st.sampled_from([None, "shelling", ("clash", "detention")]),
        country=st.sampled_from([None, None, "NV", ""]), place=st.sampled_from([None, None, "osterby", "norv", "bank"]),
        side=SIDES, actor_side=SIDES, target_side=st.sampled_from([None, None, LEAGUE]), publisher=PUBLISHERS,
        provision=REFS, since=DAYS, until=DAYS, alleged=st.sampled_from([None, None, True, False]),
        disputed=st.sampled_from([None, None, True]), happened=st.sampled_from([None, None, True, False]),
        doubt=st.sampled_from([None, None, 0.5]), words=WORDS, made_by=st.sampled_from([None, None, "person"]),
    )
)  # fmt: skip
def test_filtered_incidents_are_those_of_the_whole_that_fit(lake, wanted):
    store, held = lake

    def ends(incident: Incident) -> tuple[list, list]:
        actors, targets = [p.side for p in incident.actors], [p.side for p in incident.targets]
        return (actors + targets, actors + targets) if incident.type == "clash" else (actors, targets)

    def among(sides: list, choice) -> bool:
        if choice is None:
            return True
        named = [s for s in sides if s]
        return any(
            side in named if side else bool(sides) and not named
            for side in ((choice,) if isinstance(choice, str) else choice)
        )

    def fits(i: Incident) -> bool:
        actors, targets = ends(i)
        places = [i.where.name, i.where.gazetteer_name, i.where.admin1, i.where.country_name]
        happened = any(a.said_as in ("narrated", "alleged", "claimed", "attempted") for a in i.accounts)
        return (
            told(held, i, wanted)
            and one_of(i.type, wanted.type)
            and one_of(i.where.country, wanted.country)
            and (wanted.place is None or any(wanted.place in p.casefold() for p in places if p))
            and (among(actors, wanted.side) or among(targets, wanted.side))
            and among(actors, wanted.actor_side)
            and among(targets, wanted.target_side)
            and wanted.alleged in (None, i.alleged_only)
            and wanted.disputed in (None, i.actor_disputed)
            and wanted.happened in (None, happened)
        )

    items = every_page(store.incidents_page, wanted, limit=20)
    assert [item.record.id for item in items] == in_order(held, [i for i in held.incidents if fits(i)])


@MANY
@given(
    wanted=st.builds(
        ReportFilter, publisher=PUBLISHERS, kind=st.sampled_from([None, "note", "article"]),
        title=st.sampled_from([None, None, "ridge", "letter 3", '"the lake"', "Quist"]), words=WORDS, since=DAYS,
        until=DAYS,
    )
)  # fmt: skip
def test_filtered_reports_are_those_of_the_whole_that_fit(lake, wanted):
    store, held = lake
    expected = [
        r for r in held.reports
        if one_of(r.publisher, wanted.publisher) and one_of(r.kind, wanted.kind)
        and (wanted.since is None or (r.published and r.published >= wanted.since))
        and (wanted.until is None or (r.published and r.published <= wanted.until))
        and (wanted.title is None or holds(r.title, wanted.title))
        and (wanted.words is None or holds(plain(store.text(r.text_id).content), wanted.words))
    ]  # fmt: skip
    ordered = sorted(expected, key=lambda r: (r.published or date.max, held.reports.index(r)))
    items = every_page(store.reports_page, wanted, limit=20)
    assert [item.record.id for item in items] == [r.id for r in ordered]


def plain(content: str) -> str:
    """Words of a text without the full stops between them, and without the private person whom nothing is found by."""
    return content.replace("Jorun Tveit", "").replace(".", " ").replace("\n", " ").replace("  ", " ")


def test_an_item_shows_the_first_words_the_outlets_and_the_reports(lake):
    store, held = lake
    several = 0
    for item in store.statements_page(limit=500).items:
        carriers = held.carriers(item.record)
        founding = held.mentions[item.record.founding_mention]
        assert item.words == founding.content and item.score == held.score(item.record)
        assert item.reports == len(carriers) and item.outlets == tuple(dict.fromkeys(r.publisher for r in carriers))
        assert item.day == held.days(item.record)[0] and item.dated == bool(item.record.said_on)
        several += len(carriers) > 1
    assert several > 3
    for shown in store.reports_page(limit=500).items:
        carried = [[r for r in records if shown.record in held.carriers(r)] for records in
                   (held.statements, held.incidents)]  # fmt: skip
        assert [shown.statements, shown.incidents] == [len(records) for records in carried]


def test_nobody_reads_more_than_one_page_of_records(lake, monkeypatch):
    store, _ = lake
    read = []
    monkeypatch.setattr(store, "record_of", lambda kind, *row: read.append(kind) or Store.record_of(store, kind, *row))
    assert store.statements_page(limit=10).total > 20
    assert len(read) == 10


@pytest.mark.parametrize(("offset", "limit"), [(-1, 10), (0, 0), (0, 501)])
def test_a_page_that_there_cannot_be_is_refused(lake, offset, limit):
    with pytest.raises(BadInput, match="a page begins at 0"):
        lake[0].statements_page(offset=offset, limit=limit)


def test_a_page_after_the_last_is_empty_and_still_says_how_many_there_are(lake):
    store, held = lake
    page = store.statements_page(offset=5000)
    assert (page.items, page.total, page.next, page.previous) == ((), len(held.statements), None, 4950)


def test_neighbours_lead_through_the_whole_in_its_order(lake):
    store, _ = lake
    for kind, whole in (("statement", store.statements), ("incident", store.incidents), ("report", store.reports)):
        ids = [None, *(record.id for record in whole()), None]
        for before, here, after in zip(ids, ids[1:], ids[2:], strict=False):
            assert store.neighbours(kind, here) == (before, after)
    assert store.neighbours("statement", "0" * 64) == (None, None)
