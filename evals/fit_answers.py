"""Fit the weights by which the linker tells answers (``src/trucewatch/link/data/answers.tsv``).

    python -m evals.fit_answers [--shared DIR] [--look]

On the half of the hand-written linking cases that may be read, each as marked by hand and as the program reads it; and
on what is put together from them, so that there is more to be confused: the cases of one world as one, with their days
moved together, as reports apart and as one long report. With ``--shared`` also on the seeds and the development
clusters in that folder, as the shipped weights are: what those score is a figure of development. ``--look`` writes
nothing and prints how the weights do on the cases of each world, or on a cluster, when they are fitted on all others,
at several limits. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from tests.link.linking_case import Case, cases, set_aside

from evals.answer_clusters import LOOKED_AT, read_cluster
from evals.linking import NOW, matched
from evals.linking_scores import main_labels, marked
from trucewatch.annotate.annotator import Annotator
from trucewatch.link.answer_features import Feature, Pair, Surroundings, features
from trucewatch.link.linker import LinkInput, link
from trucewatch.link.order import Told
from trucewatch.link.profile import with_shared_sides
from trucewatch.link.responses import Weighed, answer_weights, best_of, delay_of, kinds_of, surely, valued
from trucewatch.link.voices import Voice, voices_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text, text_id

OUT = Path("src/trucewatch/link/data/answers.tsv")
#: Strength of the pull of each weight towards what it was set to by hand, or nothing, in examples.
DECAY = 10.0
#: What reading reports on real conflicts led us to expect; the cases, which are short, move it.
EXPECTED = {
    "always": -2.3, "move deny": 0.6, "move reject": 0.3, "move charge": -0.3, "move tell": -0.6, "move pledge": -0.3,
    "move retract": 0.6, "account": -0.3, "topic": 2.0, "topic best": 0.5, "own matter": -0.7, "points": 1.3,
    "cue": 0.8, "kept": 1.2, "breach near": 0.9, "incident": 0.9, "at accuser": 0.3, "names side": 0.2,
    "names speaker": 0.8, "defends": 0.5, "defends explain": 0.7, "negates": 0.5, "complies": 0.5, "next": 1.2,
    "near": 1.0, "far": -0.6, "before": -0.3, "before back": -1.5, "before said": 0.5, "next charge": 0.9,
    "next explain": 0.5, "nearest": 0.7, "nearer": -0.7, "nearer swept": 0.5, "apart": -0.3, "delay": -1.0,
    "apart only": 0.5, "leads": -3.0, "opened": 2.5, "word of": 1.0, "hits back": 1.0, "cue named": 0.5,
    "like charge": 1.0, "turn": 1.5, "turn charge": 1.0, "beside swept": 1.0, "same speaker": 1.0,
}  # fmt: skip
NOTE = "# Fitted on our own cases, the seeds and the development clusters: figures on these are of development."
#: What an example counts for by where it is from: cases as they are most.
SINGLE, TOGETHER, REAL = 1.0, 0.5, 1.0
STEPS = 60
LIMITS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
#: So many cases are put together into one long report.
AT_ONCE = 3
#: What a statement keeps when it is put into a longer text; the day it was said is left out.
AS_SAID = (
    "speaker", "speaker_kind", "role", "side", "act", "target_side", "medium", "direct", "via", "reported_by", "maker",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A case as linked: what was said by whom, which marked thing each statement is, and the true answers."""

    world: str
    voices: list[Voice]
    labels: list[str | None]
    due: Mapping[tuple[str, str], str]
    optional: frozenset[tuple[str, str]]
    weight: float
    single: bool


@dataclass(slots=True, kw_only=True)
class Part:
    """The pieces of a case that can be put together with another's; labels carry the case's name."""

    name: str
    world: str
    agreement: Agreement
    reports: list[Report]
    texts: dict[str, Text]
    statements: list[StatementMention]
    incidents: list[IncidentMention]
    label_of: dict[str, str]
    due: dict[tuple[str, str], str]
    optional: set[tuple[str, str]]


def parts(chosen: Sequence[Case], *, read: bool) -> list[Part]:
    """Each case as it is marked, or as the program reads it with the marks' labels on what it found."""
    annotators: dict[str, Annotator] = {}
    made = []
    for case in chosen:
        said, told = list(case.statements), list(case.incidents)
        label_of = {m: f"{case.name}/{label}" for m, label in marked(case, "statement").items()}
        if read:
            annotator = annotators.setdefault(case.world.name, Annotator(case.world.agreement))
            notes = {}
            for report in case.reports:
                text = case.texts[report.text_ids[0]]
                notes[text.id] = annotator.annotate(text, published=report.published, publisher=report.publisher)
            said = [m for one in notes.values() for m in one.statements]
            told = [m for one in notes.values() for m in one.incidents]
            label_of = {b: label_of[a] for a, b in matched(case.statements, said).items() if a in label_of}
        made.append(
            Part(
                name=case.name, world=case.world.name, agreement=case.world.agreement, reports=list(case.reports),
                texts=dict(case.texts), statements=[m for m in said if not m.silence], incidents=told,
                label_of=label_of,
                due={(f"{case.name}/{a}", f"{case.name}/{c}"): k for a, c, k in case.truth.responses},
                optional={(f"{case.name}/{a}", f"{case.name}/{c}") for a, c in case.truth.optional},
            )
        )  # fmt: skip
    return made


def reading(part: Part, *, weight: float, single: bool) -> Reading:
    told = Told(part.reports)
    linked = link(
        LinkInput(
            statements=part.statements, incidents=part.incidents, reports=part.reports, texts=part.texts,
            agreement=part.agreement,
        ),
        now=NOW,
    )  # fmt: skip
    home = {m: s.id for s in linked.statements for m in s.mention_ids}
    label = main_labels(part.label_of, {m: home[m] for m in part.label_of if m in home})
    voices = voices_of(
        linked.statements, with_shared_sides(part.statements), linked.incidents, part.incidents, part.texts, told,
        part.agreement,
    )  # fmt: skip
    return Reading(
        world=part.world, voices=voices, labels=[label.get(v.statement.id) for v in voices], due=part.due,
        optional=frozenset(part.optional), weight=weight, single=single,
    )  # fmt: skip


def together(group: Sequence[Part]) -> Part:
    """Several cases of one world as one: their days moved to begin together."""
    first = min(r.published for part in group for r in part.reports if r.published)
    whole = Part(
        name=" + ".join(p.name for p in group), world=group[0].world, agreement=group[0].agreement, reports=[],
        texts={}, statements=[], incidents=[], label_of={}, due={}, optional=set(),
    )  # fmt: skip
    for part in group:
        begins = min((r.published for r in part.reports if r.published), default=first)
        whole.reports += [_moved(r, first - begins) for r in part.reports]
        whole.texts |= part.texts
        whole.statements += [replace(m, said_on=None) for m in part.statements]  # days that the move would belie
        whole.incidents += part.incidents
        whole.label_of |= part.label_of
        whole.due |= part.due
        whole.optional |= part.optional
    return whole


def _moved(report: Report, by: timedelta) -> Report:
    found = tuple(
        replace(f, value=(date.fromisoformat(f.value) + by).isoformat()) if f.field == "published" else f
        for f in report.found
    )
    return replace(report, found=found)


def long_report(group: Sequence[Part]) -> Part:
    """Several cases of one world as one, all their reports one after another as one text."""
    whole = together(group)
    content, starts = "", {}
    for report in whole.reports:
        for text in report.text_ids:
            if text not in starts:
                starts[text] = len(content)
                content += whole.texts[text].content.rstrip("\n") + "\n\n"
    text = Text(
        id=text_id(content), capture_id="together", content=content, reader="by hand", reader_version="1",
        blocks=(Block(role="body", start=0, end=len(content)),),
    )  # fmt: skip
    new_id: dict[str, str] = {}
    said = []
    for m in whole.statements:
        by = starts[m.text_id]
        values = {field: getattr(m, field) for field in AS_SAID}
        made = StatementMention.of(
            content=tuple(_at(s, by, text) for s in m.content), source=m.source and _at(m.source, by, text),
            cue=m.cue and _at(m.cue, by, text), **values,
        )  # fmt: skip
        new_id[m.id] = made.id
        said.append(made)
    happened = [
        IncidentMention.of(
            words=_at(m.words, starts[m.text_id], text), trigger=_at(m.trigger, starts[m.text_id], text), type=m.type,
            said_as=m.said_as, said_by=m.said_by, said_by_side=m.said_by_side,
            statement_mention=new_id.get(m.statement_mention or ""), maker=m.maker,
            actors=tuple(replace(p, span=None) for p in m.actors),
            targets=tuple(replace(p, span=None) for p in m.targets),
            places=tuple(replace(w, span=None) for w in m.places),
        )
        for m in whole.incidents
    ]  # fmt: skip
    day = min(r.published for r in whole.reports if r.published)
    report = replace(
        whole.reports[0], text_ids=(text.id,), capture_ids=("together",),
        found=(Found(field="published", value=day.isoformat(), basis="sidecar"),),
    )  # fmt: skip
    return replace(
        whole, reports=[report], texts={text.id: text}, statements=list({m.id: m for m in said}.values()),
        incidents=list({m.id: m for m in happened}.values()),
        label_of={new_id[m]: label for m, label in whole.label_of.items() if m in new_id},
    )  # fmt: skip


def _at(span: Span, by: int, text: Text) -> Span:
    return text.span(span.start + by, span.end + by)


def readings(chosen: Sequence[Case]) -> Iterator[Reading]:
    for read in (False, True):
        single = parts(chosen, read=read)
        for part in single:
            yield reading(part, weight=SINGLE, single=True)
        worlds: dict[str, list[Part]] = defaultdict(list)
        for part in single:
            worlds[part.world].append(part)
        for held in worlds.values():
            for start in range(0, len(held), AT_ONCE):
                group = held[start : start + AT_ONCE]
                if len(group) > 1:
                    yield reading(together(group), weight=TOGETHER, single=False)
                    yield reading(long_report(group), weight=TOGETHER, single=False)


def real(shared: Path, name: str) -> Reading:
    """A cluster of real reports; each statement's label is its id."""
    voices, due, optional = read_cluster(shared, name)
    return Reading(
        world=name, voices=voices, labels=[v.statement.id for v in voices], due=due, optional=optional, weight=REAL,
        single=True,
    )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Rows:
    """The pairs of one reading: features, whether each is an answer (None: does not count), kinds."""

    given: Reading
    kinds: dict[Pair, str]
    around: Surroundings
    seen: dict[Pair, list[Feature]]

    @classmethod
    def of(cls, given: Reading) -> Rows:
        kinds = kinds_of(given.voices)
        rows = cls(given=given, kinds=kinds, around=Surroundings.of(given.voices, list(kinds)), seen={})
        rows.look({})
        return rows

    def look(self, turn: Mapping[Pair, float]) -> None:
        voices = self.given.voices
        for (i, j), kind in self.kinds.items():
            self.seen[i, j] = features(i, j, self.around, kind=kind, delay=delay_of(voices[i], voices[j]), turn=turn)

    def truth(self, pair: Pair) -> bool | None:
        claim, answer = self.given.labels[pair[0]], self.given.labels[pair[1]]
        if claim is None or answer is None:
            return False
        key = (answer, claim)
        return None if key in self.given.optional else key in self.given.due

    def weighed(self, weights: Mapping[str, float]) -> dict[Pair, Weighed]:
        return {pair: valued(seen, self.kinds[pair], weights) for pair, seen in self.seen.items()}


def fitted(rows: Sequence[Rows]) -> dict[str, float]:
    """Weights of a logistic regression, by Newton's method; each pulled towards what is ``EXPECTED``."""
    names = sorted({f.name for one in rows for seen in one.seen.values() for f in seen} | EXPECTED.keys())
    number = {name: n for n, name in enumerate(names)}
    examples, wanted, counts = [], [], []
    for one in rows:
        for pair, seen in one.seen.items():
            truth = one.truth(pair)
            if truth is not None:
                row = np.zeros(len(names))
                for f in seen:
                    row[number[f.name]] += f.value
                examples.append(row)
                wanted.append(float(truth))
                counts.append(one.given.weight)
    x, y, c = np.array(examples), np.array(wanted), np.array(counts)
    expected = np.array([EXPECTED.get(name, 0.0) for name in names])
    w, pull = expected.copy(), np.full(len(names), DECAY)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (c * (p - y)) + pull * (w - expected)
        bend = (x * (c * p * (1 - p))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(w[n]), 3) for name, n in number.items()}


def both_rounds(rows: Sequence[Rows]) -> tuple[dict[str, float], dict[str, float]]:
    for one in rows:
        one.look({})
    first = fitted(rows)
    for one in rows:
        one.look(surely(one.weighed(first)))
    second = fitted(rows)
    return first, second


def counted(
    rows: Iterable[Rows], weights: tuple[Mapping[str, float], Mapping[str, float]], limit: float
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in rows:
        one.look({})
        one.look(surely(one.weighed(weights[0])))
        kept = best_of({p: w for p, w in one.weighed(weights[1]).items() if w.score >= limit})
        labels = one.given.labels
        made = {(labels[j] or "?", labels[i] or "?"): w.kind for (i, j), w in kept.items()}
        made = {pair: kind for pair, kind in made.items() if pair not in one.given.optional}
        right = made.keys() & one.given.due.keys()
        kind = sum(made[p] == one.given.due[p] for p in right)
        counts.update({"due": len(one.given.due), "made": len(made), "right": len(right), "kind": kind})
    return counts


def shown(counts: Counter[str]) -> str:
    p, r = counts["right"] / max(1, counts["made"]), counts["right"] / max(1, counts["due"])
    return (
        f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} kind {counts['kind'] / max(1, counts['right']):.3f}"
    )


def look(rows: Sequence[Rows]) -> None:
    """Each world by the weights fitted on the others: as marked, as read, and put together."""
    pooled: dict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    worlds = sorted({one.given.world for one in rows})
    half = sum(one.given.world not in LOOKED_AT for one in rows) // 2
    group = {
        id(one): ("marked" if n < half else "read") if one.given.single else "together" for n, one in enumerate(rows)
    } | {id(one): one.given.world for one in rows if one.given.world in LOOKED_AT}
    for world in worlds:
        weights = both_rounds([one for one in rows if one.given.world != world])
        for limit in LIMITS:
            for one in rows:
                if one.given.world == world:
                    pooled[group[id(one)], limit] += counted([one], weights, limit)
    for (name, limit), counts in sorted(pooled.items()):
        print(f"{name:9} at {limit:.2f}: {shown(counts)}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", action="store_true", help="cross-validate by world and write nothing")
    parser.add_argument("--shared", type=Path, help="folder with the seeds and the benchmarks' clusters")
    given = parser.parse_args(argv)
    rows = [Rows.of(one) for one in readings([c for c in cases() if not set_aside(c.name)])]
    if given.shared is not None:
        rows += [Rows.of(real(given.shared, name)) for name in LOOKED_AT]
    if given.look:
        look(rows)
        return 0
    first, second = both_rounds(rows)
    lines = [
        "# What each feature of a claim and its answer is worth, first round and second; made by evals.fit_answers."
    ]
    if given.shared is not None:
        lines.append(NOTE)
    lines += [f"{name}\t{first.get(name, 0.0)}\t{second[name]}" for name in sorted(second)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer_weights.cache_clear()
    print(f"{OUT}: {len(second)} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
