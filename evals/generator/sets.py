"""Report sets with known truth, of any size, the same for the same seed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.link.linking_case import Case, make_case

from evals.generator.scene import Scene
from evals.generator.spreading import spread
from evals.generator.stories import STORIES, Told
from evals.generator.telling import Draft, Mark
from trucewatch.assess.corroborate import side_of_outlet

#: Each story more than one makes the time that a set covers longer by so many days.
DAYS = 4
STORIES_OF_AN_AREA = 4
#: Said as one of these, an event is nobody's account that it happened.
NO_ACCOUNT = ("denied", "threatened", "planned", "hypothetical")


def sets(number: int, *, seed: int, stories: int = 1) -> Iterator[Case]:
    """Sets one after the other, each of its own world; the kinds of story take turns."""
    kinds = list(STORIES)
    for n in range(number):
        chosen = [kinds[(n + k) % len(kinds)] for k in range(stories)]
        yield make_set(seed=seed, number=n, kinds=chosen)


def make_set(*, seed: int, number: int = 0, kinds: list[str]) -> Case:
    """One set: the stories named, told by outlets of one invented world, over more days the more stories there are."""
    rng = Random(f"{seed}/{number}")
    name = f"generated {seed}-{number}"
    scene = Scene(rng, name, days=60 + DAYS * (len(kinds) - 1))
    told: list[Told] = []
    drafts: list[Draft] = []
    for n, kind in enumerate(kinds):
        if n and n % STORIES_OF_AN_AREA == 0:
            scene.move()
        told.append(STORIES[kind](scene))
        drafts += spread(scene, told[-1].drafts)
    _tell_apart(scene, drafts)
    letters = {id(draft): f"r{n:03}" for n, draft in enumerate(drafts, 1)}
    given = {
        "name": name, "phenomenon": kinds[0] if len(set(kinds)) == 1 else "several stories", "world": name,
        "reports": [draft.as_given(letters[id(draft)]) for draft in drafts], "truth": _truth(told, drafts, letters),
    }  # fmt: skip
    case = make_case(given, file="generated", world=scene.world, most=None)
    return replace(case, truth=replace(case.truth, support=_support(case)))


def _tell_apart(scene: Scene, drafts: list[Draft]) -> None:
    """Reports of several origins that came out word for word the same get a sentence more."""
    held: dict[str, str] = {}
    for draft in drafts:
        while held.setdefault(draft.text(), draft.origin) != draft.origin:
            scene.padding(draft, scene.areas[0], scene.areas[0])


def _truth(told: list[Told], drafts: list[Draft], letters: dict[int, str]) -> dict[str, Any]:
    marks = [mark for draft in drafts for sentence in draft.sentences for mark in sentence.marks]
    said = {m["s"] for m in marks if "s" in m}
    happened = {m["i"] for m in marks if "i" in m}
    groups: dict[str, list[str]] = {}
    for draft in drafts:
        groups.setdefault(draft.origin, []).append(letters[id(draft)])
    states = {label: state for story in told for label, state in story.states.items()}
    return {
        "responses": [r for story in told for r in story.responses if {r[0], r[1]} <= said],
        "optional": [r for story in told for r in story.optional if set(r) <= said],
        "parts": [p for story in told for p in story.parts if set(p) <= happened],
        "repeats": [r for story in told for r in story.repeats if set(r) <= said],
        "origins": [group for group in groups.values() if len(group) > 1],
        "figures": _states(marks, drafts, states),
    }


def _states(marks: list[Mark], drafts: list[Draft], planned: dict[str, str]) -> dict[str, str]:
    """The state of each toll that several reports give: alike, as planned, or growing (only those that grow differ)."""
    values: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for draft in drafts:
        for mark in (m for sentence in draft.sentences for m in sentence.marks if "i" in m):
            for effect in ("killed", "injured", "abducted", "released"):
                if effect in mark:
                    label = f"{mark['i']}.{effect}"
                    value = str(mark[effect]).rpartition(" = ")[2].rstrip("+")
                    values.setdefault(label, set()).add(value)
                    places.setdefault(label, set()).add(draft.text())
    return {
        label: "agreeing" if len(given) == 1 else planned.get(label, "growing")
        for label, given in values.items() if len(places[label]) > 1
    }  # fmt: skip


def _support(case: Case) -> dict[str, tuple[int, frozenset[str]]]:
    """Who tells of each event: origins in their own voice, sides and others by what is marked."""
    group_of = {letter: n for n, group in enumerate(case.truth.origins) for letter in group}
    report_of = {report.text_id: report for report in case.reports}
    tellers: dict[str, tuple[set[int], set[str]]] = {}
    for mention in case.incidents:
        origins, others = tellers.setdefault(case.label_of[mention.id], (set(), set()))
        if mention.said_as in NO_ACCOUNT:
            continue
        report = report_of[mention.text_id]
        owner = side_of_outlet(report.publisher, case.world.agreement)
        if mention.said_by_side or mention.said_by:
            others.add((mention.said_by_side or mention.said_by or "").casefold())
        elif owner:
            others.add(owner.casefold())
        else:
            origins.add(group_of[case.letters[report.id]])
    return {label: (len(origins), frozenset(others)) for label, (origins, others) in tellers.items()}


def write_set(case: Case, folder: Path) -> None:
    """Write a set as a user has it (a file per report, ``sources.csv``, ``agreement.yaml``), and ``truth.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agreement.yaml").write_bytes(case.world.file)
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("file", "publisher", "published"))
        for report in case.reports:
            page = folder / f"{case.letters[report.id]}.txt"
            page.write_bytes(case.texts[report.text_id].content.encode())
            rows.writerow((page.name, report.publisher, report.published))
    marks = [
        {"label": case.label_of[m.id], "kind": kind, "report": _letter(case, m.text_id),
         "spans": [[s.start, s.end, s.words] for s in spans(m)]}
        for kind, mentions, spans in (
            ("statement", case.statements, lambda m: m.content), ("incident", case.incidents, lambda m: [m.words]),
            ("figure", case.figures, lambda m: [m.span]),
        )
        for m in mentions
    ]  # fmt: skip
    truth = asdict(case.truth)
    written = json.dumps({"marks": marks, "truth": truth}, default=sorted, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(written + "\n", encoding="utf-8")


def _letter(case: Case, text_id: str) -> str:
    return next(case.letters[r.id] for r in case.reports if r.text_id == text_id)
