"""A case linked in parts is the case linked at once, whatever the order and the batches in which reports arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.link.build_link import AGREEMENT, Page, groups, on

from trucewatch import pipeline
from trucewatch.link.linker import Linked, LinkInput, link
from trucewatch.records.actor import Actor, Name, Role
from trucewatch.records.agreement import Provision
from trucewatch.records.capture import Capture
from trucewatch.records.decision import Decision
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Annotation
from trucewatch.records.report import Found
from trucewatch.store import Store, create_case

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
LAKES = replace(
    AGREEMENT,
    provisions=(
        Provision(ref="1", instrument="Lakes accord", what="Prisoners are freed.", obligors=("Northland",),
                  keywords=("prisoners",), topics=("prisoner release",)),
        Provision(ref="2", instrument="Lakes accord", what="Convoys pass unharmed.", obligors=("River Front",),
                  keywords=("convoy",), topics=("ceasefire",)),
    ),
    actors=(
        Actor(id="a" * 64, names=(Name(text="Bo Hill"),), kind="official",
              roles=(Role(title="river commander", sides=("River Front",)),),
              maker=Maker(kind="machine", name="agreement", version="1")),
    ),
)  # fmt: skip
#: name, side, role, other words on the page
SPEAKERS = [
    ("Ada Brook", "Northland", "minister of mills", "Ada Brook, known as Grey Heron, spoke."),
    ("Ada Brook", None, None, ""), ("Brook", None, "minister of mills", ""), ("Grey Heron", None, None, ""),
    ("Bo Hill", "River Front", None, ""), ("Cato Reed", None, "resident of Osterby", ""),
    ("Lake Council", None, None, "The Lake Council (LC) met."), ("LC", "Northland", None, ""),
]  # fmt: skip
POINTS = [
    "the convoy of the mill was shelled at the bridge near Osterby",
    "shelling hit the mill convoy close to the Osterby bridge",
    "the prisoners of the salt works will be freed before the harvest",
    "the prisoners from the salt works are to be freed before harvest",
    "Northland broke the accord again",
    "River Front broke the accord again",
    "the ferry talks in Lund were put off",
]
EVENTS = [
    ("gunmen ambushed the mill convoy", "armed_attack"), ("the mill convoy was ambushed by gunmen", "armed_attack"),
    ("shells fell on the salt works", "shelling"), ("a push along the shore went on", "offensive"),
]  # fmt: skip
ACTS = ["report", "accuse", "deny"]
BODIES = [
    "",
    "People along the water had been waiting for the ferry since the early morning, and most of them went home again"
    " when the fog came down over the pier and no boat was to be seen until the late afternoon of that long day.",
    "According to the Osterby Herald the mill stood still for a week because nobody dared to cross the bridge, and the"
    " baker sold old bread to those who came on foot over the hills with empty bags and with little money.",
]
OUTLETS = ["Osterby Herald", "Lund Post", "Shore Radio"]


@st.composite
def pages(draw: st.DrawFn, days: int = 12, most: int = 7) -> list[Page]:
    made = []
    for n in range(draw(st.integers(3, most))):
        day = date(2031, 3, 1) + timedelta(days=draw(st.integers(0, days)))
        told = draw(st.lists(st.tuples(st.sampled_from(SPEAKERS), st.sampled_from(POINTS), st.sampled_from(ACTS)),
                             min_size=1, max_size=3, unique_by=lambda t: t[1]))  # fmt: skip
        events = draw(st.lists(st.sampled_from(EVENTS), max_size=2, unique=True))
        lines = [f"{who[3]} {who[0]} said that {point}." for who, point, _ in told]
        lines += [f"Later {event}." for event, _ in events]
        counted = draw(st.sampled_from(["", "20 captives", "about 20 captives", "45 captives"]))
        lines += [f"There were {counted}."] if counted else []
        body = draw(st.sampled_from(BODIES))
        published = day.isoformat() if draw(st.integers(0, 7)) else None
        page = Page(f"page {n}", f"Page {n}. " + " ".join(lines) + "\n" + body, published=published)
        page.outlet = draw(st.sampled_from(OUTLETS))
        for who, point, act in told:
            kind = "institution" if who[0] in ("Lake Council", "LC") else "named"
            page.says(point, who[0], act=act, side=who[1], role=who[2], speaker_kind=kind, source=page.span(who[0]))
        for event, kind in events:
            last = day + timedelta(days=6 if kind == "offensive" else 0)
            when = on(day.isoformat(), last.isoformat()) if draw(st.booleans()) or kind == "offensive" else None
            page.tells(event, kind, when=when, place="Osterby", actor="Northland")
        if counted:
            value = float(counted.split()[-2])
            page.counts(counted, value, bound="about" if "about" in counted else "exact", side="Northland",
                        said_by=told[0][0][0], as_of=on(day.isoformat()))  # fmt: skip
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
    found = (*page.report.found, Found(field="publisher", value=page.outlet, basis="sidecar"))
    report = replace(page.report, capture_ids=(capture.id,), found=found)
    store.save_report(capture, text, report, annotation_of(page), now=NOW)


def annotation_of(page: Page, left: int | None = None) -> Annotation:
    """What was found on a page; only its first ``left`` of each sort where it is read anew."""
    return Annotation(
        text_id=page.text.id, fingerprint="f" if left is None else f"f{left}", statements=tuple(page.statements[:left]),
        incidents=tuple(page.incidents[:left]), figures=tuple(page.figures[:left]),
    )  # fmt: skip


def outcome(store: Store) -> dict[str, object]:
    """What linking came to, less ids and times that are minted."""
    home = {r.id: frozenset(r.mention_ids) for r in (*store.statements(), *store.incidents())}
    actors = {a.id: (a.name, frozenset(a.mention_ids)) for a in store.actors()}
    return {
        "statements": {
            (frozenset(s.mention_ids), s.speaker, s.side, s.act, actors.get(s.actor_id)) for s in store.statements()
        },
        "incidents": {(frozenset(i.mention_ids), i.type, home.get(i.part_of)) for i in store.incidents()},
        "judgements": {
            (j.kind, home.get(j.left, j.left), home.get(j.right, j.right), j.verdict, j.score, j.label)
            for j in store.judgements()
        },
        "series": {(s.figure_ids, s.agreement, home.get(s.incident_id)) for s in store.series()},
        "actors": {
            (a.name, a.kind, frozenset(a.mention_ids), a.names, tuple((r.title, r.sides, r.reports) for r in a.roles))
            for a in store.actors()
        },
        "assessments": {
            (a.provision, a.status, a.reports, a.origins, frozenset(home.get(e, e) for e in a.evidence))
            for a in store.assessments()
        },
    }


def case_of(folder: Path, name: str) -> Store:
    return create_case(folder / f"{name}.truce", agreement=LAKES, source=b"")


def at_once(made: list[Page]) -> Linked:
    return link(
        LinkInput(
            statements=[m for p in made for m in p.statements], incidents=[m for p in made for m in p.incidents],
            figures=[f for p in made for f in p.figures], reports=[p.report for p in made],
            texts={p.text.id: p.text for p in made}, agreement=LAKES,
        ),
        now=NOW,
    )  # fmt: skip


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
            linked = at_once(made)
            assert groups(whole.statements()) == groups(linked.statements)
            assert groups(whole.incidents()) == groups(linked.incidents)
            assert groups(whole.actors()) == groups(linked.actors)
            assert {s.figure_ids for s in whole.series()} == {s.figure_ids for s in linked.series}
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


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages(days=20, most=9), st.data())
def test_texts_read_anew_between_batches_leave_the_case_as_if_they_had_always_been_read_so(
    made: list[Page], data: st.DataObject
):
    arrival = data.draw(st.permutations(made))
    left: dict[str, int] = {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with case_of(folder, "parts") as parts, case_of(folder, "whole") as whole:
            for n, page in enumerate(arrival):
                save(parts, page)
                again = data.draw(st.sampled_from(arrival[: n + 1]))
                left[again.name] = data.draw(st.integers(0, 2))
                parts.save_annotation(annotation_of(again, left[again.name]))
                if data.draw(st.booleans()):
                    pipeline.link_case(parts)
            pipeline.link_case(parts)
            for page in made:
                save(whole, page)
                if page.name in left:
                    whole.save_annotation(annotation_of(page, left[page.name]))
            pipeline.link_case(whole)
            assert outcome(parts) == outcome(whole)
