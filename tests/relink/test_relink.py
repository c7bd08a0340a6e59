"""A case linked in parts is the case linked at once, whatever the order and the batches in which reports arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.link.build_link import AGREEMENT, Page, groups, linked

from trucewatch import pipeline
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest
from trucewatch.records.mention import Annotation
from trucewatch.store import Store, create_case

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
SPEAKERS = [("Ada Brook", "Northland"), ("Ada Brook", None), ("Bo Hill", "River Front"), ("Cato Reed", None)]
POINTS = [
    "the convoy of the mill was shelled at the bridge near Osterby",
    "shelling hit the mill convoy close to the Osterby bridge",
    "the prisoners of the salt works will be freed before the harvest",
    "the prisoners from the salt works are to be freed before harvest",
    "Northland broke the accord again",
    "River Front broke the accord again",
    "the ferry talks in Lund were put off",
]
EVENTS = ["gunmen ambushed the mill convoy", "the mill convoy was ambushed by gunmen", "shells fell on the salt works"]
ACTS = ["report", "accuse", "deny"]


@st.composite
def pages(draw: st.DrawFn, days: int = 12, most: int = 7) -> list[Page]:
    made = []
    for n in range(draw(st.integers(3, most))):
        day = date(2031, 3, 1) + timedelta(days=draw(st.integers(0, days)))
        told = draw(st.lists(st.tuples(st.sampled_from(SPEAKERS), st.sampled_from(POINTS), st.sampled_from(ACTS)),
                             min_size=1, max_size=3, unique_by=lambda t: t[1]))  # fmt: skip
        events = draw(st.lists(st.sampled_from(EVENTS), max_size=2, unique=True))
        lines = [f"{who} said that {point}." for (who, _), point, _ in told] + [f"Later {event}." for event in events]
        page = Page(f"page {n}", f"Page {n}. " + " ".join(lines), published=day.isoformat())
        for (who, side), point, act in told:
            page.says(point, who, act=act, side=side)
        for event in events:
            page.tells(event, when=day.isoformat() if draw(st.booleans()) else None, place="Osterby", actor="Northland")
        made.append(page)
    return made


@st.composite
def decisions(draw: st.DrawFn, there: list[Page], when: datetime) -> Decision:
    """What a person decides about two sayings of the pages that are there."""
    mentions = sorted((m for page in there for m in page.statements), key=lambda m: m.id)
    one, other = draw(st.sampled_from(mentions)), draw(st.sampled_from(mentions))
    what = draw(st.sampled_from(["same", "different", "answers", "answers not", "set"]))
    held = {
        "id": digest(when.isoformat()), "target_kind": "statement mention", "target": one.id,
        "anchor": one.content, "why": "read both", "who": "Reader One", "when": when,
    }  # fmt: skip
    if what == "set" or one == other:
        return Decision(action="set", field="act", seen=one.act, new=draw(st.sampled_from(ACTS)), **held)
    relation = "response" if what.startswith("answers") else None
    return Decision(
        action="same" if what in ("same", "answers") else "different", new=other.id, other_anchor=other.content,
        relation=relation, label="denial" if what == "answers" else None, **held,
    )  # fmt: skip


def save(store: Store, page: Page) -> None:
    capture = Capture.of(page.words.encode(), media_type="text/plain", fetched_at=NOW)
    text = replace(page.text, capture_id=capture.id)
    report = replace(page.report, capture_ids=(capture.id,))
    annotation = Annotation(
        text_id=text.id, fingerprint="f", statements=tuple(page.statements), incidents=tuple(page.incidents)
    )
    store.save_report(capture, text, report, annotation, now=NOW)


def outcome(store: Store) -> dict[str, object]:
    """What linking came to, less ids and times that are minted."""
    home = {r.id: frozenset(r.mention_ids) for r in (*store.statements(), *store.incidents())}
    return {
        "statements": {(frozenset(s.mention_ids), s.speaker, s.side, s.act) for s in store.statements()},
        "incidents": {(frozenset(i.mention_ids), i.type) for i in store.incidents()},
        "judgements": {
            (j.kind, home.get(j.left, j.left), home.get(j.right, j.right), j.verdict, j.score, j.label)
            for j in store.judgements()
            if j.kind != "provision"
        },
        "series": {(s.figure_ids, s.agreement) for s in store.series()},
        "actors": {(a.name, a.kind, frozenset(a.mention_ids)) for a in store.actors()},
    }


def case_of(folder: Path, name: str) -> Store:
    return create_case(folder / f"{name}.truce", agreement=AGREEMENT, source=b"")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages(), st.data())
def test_a_case_linked_in_parts_is_the_case_linked_at_once(made: list[Page], data: st.DataObject):
    arrival = data.draw(st.permutations(made))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(made) - 1), max_size=3)) | {len(made)})
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with case_of(folder, "parts") as parts, case_of(folder, "whole") as whole:
            for page in made:
                save(whole, page)
            pipeline.link_case(whole)
            at_once = linked(*made)
            assert groups(whole.statements()) == groups(at_once.statements)
            assert groups(whole.incidents()) == groups(at_once.incidents)
            start = 0
            for cut in cuts:
                for page in arrival[start:cut]:
                    save(parts, page)
                pipeline.link_case(parts)
                start = cut
            assert outcome(parts) == outcome(whole)
            pipeline.link_case(parts, whole=True)
            assert outcome(parts) == outcome(whole)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages(days=70, most=9), st.data())
def test_what_persons_decide_between_batches_holds_as_if_the_case_were_linked_at_once(
    made: list[Page], data: st.DataObject
):
    arrival = data.draw(st.permutations(made))
    decided: list[Decision] = []
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with case_of(folder, "parts") as parts, case_of(folder, "whole") as whole:
            for n, page in enumerate(arrival):
                save(parts, page)
                if n < len(arrival) - 1 and data.draw(st.booleans()):
                    continue
                pipeline.link_case(parts)
                decided.append(data.draw(decisions(arrival[: n + 1], NOW + timedelta(minutes=n))))
                parts.save_decision(decided[-1])
            pipeline.link_case(parts)
            for page in made:
                save(whole, page)
            for decision in decided:
                whole.save_decision(decision)
            pipeline.link_case(whole)
            assert outcome(parts) == outcome(whole)
