"""Holds what a run made of a linking case against what was marked by hand: pure counting, no reading and no linking.

Counts of cases add up, so that a pooled figure is one over all mentions, and ``figures`` turns counts into shares.
Merging is scored as B-cubed: for each marked mention, how much of the record it lies in is of its thing
(precision), and how much of its thing lies in that record (recall). A marked mention that the run did not find
counts for recall only, as nothing; "found only" leaves it out. Pairs count every two mentions that were, or should
have been, joined.
Source: Bagga and Baldwin, LREC 1998.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import nan

from tests.link.linking_case import Case

from trucewatch.records.wording import fold

Counts = Counter[str]
KINDS = ("statement", "incident", "figure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of a case.

    ``home`` is marked mention or figure -> record that it lies in; what was not found is absent. ``links`` are
    (claim, answer, kind), ``parts`` (episode, campaign) and ``repeats`` (later, earlier), by record; ``support`` the
    number of origins and the sides and others of an incident; ``origins`` groups of the case's letters.
    """

    home: Mapping[str, str]
    links: frozenset[tuple[str, str, str]]
    parts: frozenset[tuple[str, str]]
    repeats: frozenset[tuple[str, str]] = frozenset()
    states: Mapping[str, str]
    origins: frozenset[frozenset[str]]
    support: Mapping[str, tuple[int, frozenset[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that a run got wrong, in words."""

    what: str
    which: str


def marked(case: Case, kind: str) -> dict[str, str]:
    """Marked id -> label, of one kind; a report that somebody said nothing is no statement, and not to become one."""
    said = tuple(m for m in case.statements if not m.silence)
    records = {"statement": said, "incident": case.incidents, "figure": case.figures}[kind]
    return {r.id: case.label_of[r.id] for r in records}


def apart(case: Case) -> Outcome:
    """The outcome of joining nothing: what any merging has to better."""
    homes = {one: one for kind in KINDS for one in marked(case, kind)}
    return Outcome(
        home=homes, links=frozenset(), parts=frozenset(), states={one: "single" for one in homes},
        origins=frozenset(frozenset({letter}) for letter in case.letters.values()), support={},
    )  # fmt: skip


def score(case: Case, outcome: Outcome) -> tuple[Counts, list[Fault]]:
    """Count what is right and wrong of one case; the faults name labels of the case."""
    counts: Counts = Counter({"cases": 1})
    faults: list[Fault] = []
    for kind in KINDS:
        label_of = marked(case, kind)
        counts.update(b_cubed(kind, label_of, outcome.home))
        faults += _merge_faults(kind, label_of, outcome.home)
    _score_links(case, outcome, counts, faults)
    _score_parts(case, outcome, counts, faults)
    _score_figures(case, outcome, counts, faults)
    _score_sources(case, outcome, counts, faults)
    return counts, faults


def b_cubed(kind: str, label_of: Mapping[str, str], home: Mapping[str, str]) -> Counts:
    """Sums of precision and recall over the marked mentions, and pairs joined, to be joined and rightly joined."""
    things: dict[str, set[str]] = {}
    records: dict[str, set[str]] = {}
    for mention, label in label_of.items():
        things.setdefault(label, set()).add(mention)
        if mention in home:
            records.setdefault(home[mention], set()).add(mention)
    counts: Counts = Counter({f"{kind}.marked": len(label_of)})
    for mention, label in label_of.items():
        if mention in home:
            joined = records[home[mention]]
            shared = len(joined & things[label])
            counts[f"{kind}.found"] += 1
            counts[f"{kind}.p"] += shared / len(joined)  # type: ignore[assignment]
            counts[f"{kind}.r"] += shared / len(things[label])  # type: ignore[assignment]
            within = sum(one in home for one in things[label])
            counts[f"{kind}.r.found"] += shared / within  # type: ignore[assignment]
    due = {frozenset(pair) for thing in things.values() for pair in combinations(thing, 2)}
    made = {frozenset(pair) for record in records.values() for pair in combinations(record, 2)}
    counts.update({f"{kind}.due": len(due), f"{kind}.made": len(made), f"{kind}.right": len(due & made)})
    return counts


def _merge_faults(kind: str, label_of: Mapping[str, str], home: Mapping[str, str]) -> list[Fault]:
    records: dict[str, set[str]] = {}
    homes: dict[str, set[str]] = {}
    for mention, label in label_of.items():
        where = home.get(mention, "")
        homes.setdefault(label, set()).add(where)
        if where:
            records.setdefault(where, set()).add(label)
    found = [Fault(what=f"{kind}s joined", which=" + ".join(sorted(r))) for r in records.values() if len(r) > 1]
    found += [Fault(what=f"{kind} split", which=label) for label, at in homes.items() if len(at - {""}) > 1]
    return found + [Fault(what=f"{kind} not found", which=label) for label, at in homes.items() if "" in at]


def main_labels(label_of: Mapping[str, str], home: Mapping[str, str]) -> dict[str, str]:
    """Record -> the label that most of its marked mentions have; the first by name among equals."""
    votes: dict[str, Counter[str]] = {}
    for mention, label in label_of.items():
        if mention in home:
            votes.setdefault(home[mention], Counter())[label] += 1
    return {record: min(labels, key=lambda one: (-labels[one], one)) for record, labels in votes.items()}


def _score_links(case: Case, outcome: Outcome, counts: Counts, faults: list[Fault]) -> None:
    """An answer linked to a charge is right if the truth has it; one that is optional there does not count."""
    label = main_labels(marked(case, "statement"), outcome.home)
    made: dict[tuple[str, str], str] = {}
    for claim, answer, kind in sorted(outcome.links):
        made.setdefault((label.get(answer, "(unmarked)"), label.get(claim, "(unmarked)")), kind)
    due = {(answer, claim): kind for answer, claim, kind in case.truth.responses}
    for pair in case.truth.optional:
        made.pop(pair, None)
    right = made.keys() & due.keys()
    kinds = sum(made[pair] == due[pair] for pair in right)
    counts.update({"link.due": len(due), "link.made": len(made), "link.right": len(right), "link.kind": kinds})
    faults += [Fault(what="answer missed", which=f"{a} -> {c} ({due[a, c]})") for a, c in sorted(due.keys() - right)]
    faults += [
        Fault(what="answer too many", which=f"{a} -> {c} ({made[a, c]})") for a, c in sorted(made.keys() - right)
    ]
    faults += [
        Fault(what="kind of answer", which=f"{a} -> {c}: {made[a, c]}, not {due[a, c]}")
        for a, c in sorted(right)
        if made[a, c] != due[a, c]
    ]


def _score_parts(case: Case, outcome: Outcome, counts: Counts, faults: list[Fault]) -> None:
    label = main_labels(marked(case, "incident"), outcome.home)
    made = {(label.get(e, "(unmarked)"), label.get(c, "(unmarked)")) for e, c in outcome.parts}
    due = set(case.truth.parts)
    counts.update({"part.due": len(due), "part.made": len(made), "part.right": len(due & made)})
    faults += [Fault(what="part missed", which=f"{e} of {c}") for e, c in sorted(due - made)]
    faults += [Fault(what="part too many", which=f"{e} of {c}") for e, c in sorted(made - due)]
    _score_repeats(case, outcome, counts, faults)


def _score_repeats(case: Case, outcome: Outcome, counts: Counts, faults: list[Fault]) -> None:
    """What is said a third time repeats the first as well: links count with those that follow from them."""
    label = main_labels(marked(case, "statement"), outcome.home)
    found = {(label.get(a, "(unmarked)"), label.get(b, "(unmarked)")) for a, b in outcome.repeats}
    made, due = _followed(found), _followed(case.truth.repeats)
    counts.update({"again.due": len(due), "again.made": len(made), "again.right": len(due & made)})
    faults += [Fault(what="repetition missed", which=f"{a} of {b}") for a, b in sorted(due - made)]
    faults += [Fault(what="repetition too many", which=f"{a} of {b}") for a, b in sorted(made - due)]
    homes = _homes(marked(case, "statement"), outcome.home)
    counts["repeat.due"] += len(case.truth.repeats)
    for pair in case.truth.repeats:
        later, earlier = (homes.get(one, set()) for one in pair)
        counts["repeat.right"] += bool(later and earlier and not later & earlier)


def _followed(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs, with (a, c) wherever there are (a, b) and (b, c)."""
    found: set[tuple[str, str]] = set()
    fresh = set(pairs)
    while fresh:
        found |= fresh
        fresh = {(a, d) for a, b in found for c, d in found if b == c and a != d} - found
    return found


def _homes(label_of: Mapping[str, str], home: Mapping[str, str]) -> dict[str, set[str]]:
    homes: dict[str, set[str]] = {}
    for one, label in label_of.items():
        if one in home:
            homes.setdefault(label, set()).add(home[one])
    return homes


def _score_figures(case: Case, outcome: Outcome, counts: Counts, faults: list[Fault]) -> None:
    """A series is right if it holds the figures of one label, all of them and no other, in the state of the truth."""
    label_of = marked(case, "figure")
    homes = _homes(label_of, outcome.home)
    holds: dict[str, set[str]] = {}
    for label, series in homes.items():
        for one in series:
            holds.setdefault(one, set()).add(label)
    for label, state in case.truth.figures.items():
        whole = all(f in outcome.home for f, its in label_of.items() if its == label)
        series = homes.get(label, set())
        alone = whole and len(series) == 1 and holds[next(iter(series))] == {label}
        read = sorted({outcome.states.get(one, "?") for one in series})
        counts[f"state.{state}.due"] += 1
        counts["state.due"] += 1
        if alone and read == [state]:
            counts[f"state.{state}.right"] += 1
            counts["state.right"] += 1
        else:
            faults.append(Fault(what="figure state", which=f"{label}: {', '.join(read) or 'not found'}, not {state}"))
    conflicts = {one for one, labels in holds.items() if outcome.states.get(one) == "conflict"}
    false = [one for one in conflicts if not any(case.truth.figures.get(x) == "conflict" for x in holds[one])]
    counts["conflict.false"] += len(false)
    faults += [Fault(what="conflict too many", which=" + ".join(sorted(holds[one]))) for one in sorted(false)]


def _score_sources(case: Case, outcome: Outcome, counts: Counts, faults: list[Fault]) -> None:
    exact = outcome.origins == frozenset(case.truth.origins)
    shared = int(any(len(group) > 1 for group in case.truth.origins))
    counts.update({"origin.due": 1, "origin.right": int(exact)})
    counts.update({"origin.shared.due": shared, "origin.shared.right": shared * exact})
    if not exact:
        shown = " | ".join(sorted(" ".join(sorted(group)) for group in outcome.origins))
        faults.append(Fault(what="origins", which=shown))
    label_of = marked(case, "incident")
    for label, (number, tellers) in case.truth.support.items():
        inside = Counter(outcome.home[one] for one, its in label_of.items() if its == label and one in outcome.home)
        counts["support.due"] += 1
        if inside:
            record = min(inside, key=lambda one: (-inside[one], one))
            origins, told = outcome.support.get(record, (0, frozenset()))
            if (origins, {fold(t) for t in told}) == (number, {fold(t) for t in tellers}):
                counts["support.right"] += 1
                continue
            faults.append(Fault(what="support", which=f"{label}: {origins} {sorted(told)}, not {number}"))


def figures(counts: Counts) -> dict[str, float]:
    """The shares that the counts come to, NaN where nothing was to be found."""
    made: dict[str, float] = {}
    for kind in KINDS:
        precision = _share(counts[f"{kind}.p"], counts[f"{kind}.found"])
        recall = _share(counts[f"{kind}.r"], counts[f"{kind}.marked"])
        made[f"{kind}s found"] = _share(counts[f"{kind}.found"], counts[f"{kind}.marked"])
        made |= {f"{kind} B3 P": precision, f"{kind} B3 R": recall, f"{kind} B3 F1": f1(precision, recall)}
        within = _share(counts[f"{kind}.r.found"], counts[f"{kind}.found"])
        made[f"{kind} B3 F1, found only"] = f1(precision, within)
        made |= _prf(f"{kind} pairs", counts, kind)
    made |= _prf("answers", counts, "link")
    made["answers: kind right"] = _share(counts["link.kind"], counts["link.right"])
    made["answers F1 with kind"] = f1(
        _share(counts["link.kind"], counts["link.made"]), _share(counts["link.kind"], counts["link.due"])
    )
    made |= _prf("part-of", counts, "part")
    made |= _prf("repeats", counts, "again")
    made["repeats kept apart"] = _share(counts["repeat.right"], counts["repeat.due"])
    made["origins exact"] = _share(counts["origin.right"], counts["origin.due"])
    made["origins exact where shared"] = _share(counts["origin.shared.right"], counts["origin.shared.due"])
    made["support exact"] = _share(counts["support.right"], counts["support.due"])
    made["figure states"] = _share(counts["state.right"], counts["state.due"])
    for state in ("agreeing", "growing", "conflict"):
        made[f"figure states: {state}"] = _share(counts[f"state.{state}.right"], counts[f"state.{state}.due"])
    made["false conflicts"] = float(counts["conflict.false"])
    return made


def _prf(name: str, counts: Counts, key: str) -> dict[str, float]:
    precision = _share(counts[f"{key}.right"], counts[f"{key}.made"])
    recall = _share(counts[f"{key}.right"], counts[f"{key}.due"])
    return {f"{name} P": precision, f"{name} R": recall, f"{name} F1": f1(precision, recall)}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean; nothing found of what was due is 0."""
    if recall != recall:
        return nan
    if precision != precision or not precision + recall:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def pooled(counts: Iterable[Counts]) -> Counts:
    """The sum; counts of nothing are kept out, as a Counter does."""
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    return total
