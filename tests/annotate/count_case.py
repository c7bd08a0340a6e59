"""Hand-written cases of counts and figures: how they are read from YAML, run, and held against what the engine gives.

A file in ``count_cases/`` holds an invented ``agreement`` and its ``cases``. Keys of a case: ``name`` (a sentence),
``phenomenon``, ``text``, ``published`` (ISO date), ``counts`` (all counts of people; left out: not looked at),
``counts_optional`` (true: other counts are no fault), ``figures`` (all levels and totals; left out: not looked at),
``expected_failure`` (a reason; the case must then fail).

A count: ``effect`` (a list: each is right), ``value``, and any of ``bound``, ``low``, ``high``, ``group``
(``group_alt``: others as right; so for other fields), ``unit``, ``said_by``, ``part``, ``denied``, ``words``. A
figure: ``unit``, ``value`` and any of ``kind``, ``bound``, ``side``, ``place``, ``definition``, ``said_by``, ``period``
(true: has one; else its TIMEX3 value). Only the fields given are checked. ``optional: true``: neither a miss nor a
false alarm. Names and groups are compared without articles.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.annotate.written_case import Case, yaml_bytes

from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model
from trucewatch.intake.agreements import parse_agreement
from trucewatch.intake.captures import keep
from trucewatch.intake.files import arrival_from_stdin
from trucewatch.records.figure import Figure
from trucewatch.records.mention import Annotation
from trucewatch.text.reading import read_capture

FOLDER = Path(__file__).parent / "count_cases"
CASE_KEYS = {
    "name", "phenomenon", "text", "published", "counts", "counts_optional", "figures", "expected_failure",
}  # fmt: skip
COUNT_KEYS = {
    "effect", "value", "bound", "low", "high", "group", "group_alt", "unit", "said_by", "part", "denied", "words",
    "optional", "said_by_alt",
}  # fmt: skip
FIGURE_KEYS = {
    "unit", "kind", "value", "bound", "side", "place", "place_alt", "definition", "said_by", "period", "optional",
    "unit_alt", "definition_alt",
}  # fmt: skip
ARTICLES = frozenset({"the", "a", "an"})
TITLES = frozenset({"colonel", "general", "army", "spokesman"})
Row = dict[str, Any]


def cases(file: str | None = None) -> list[Case]:
    """All cases, or those of one file. Raises: ValueError naming what is wrong with a case."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if file is None or path.name == file:
            given = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            agreement = yaml_bytes(given["agreement"])
            found += [Case(file=path.name, agreement=agreement, given=c) for c in given["cases"]]
    for case in found:
        for known, rows in ((CASE_KEYS, [case.given]), (COUNT_KEYS, case.given.get("counts")),
                            (FIGURE_KEYS, case.given.get("figures"))):  # fmt: skip
            for row in rows or ():
                if odd := set(row) - known:
                    raise ValueError(f"{case.file}, {case.name!r}: unknown keys {sorted(odd)}; known: {sorted(known)}")
    return found


@lru_cache(maxsize=4)
def _annotator(agreement: bytes) -> Annotator:
    return Annotator(parse_agreement(agreement, shown_as="count cases"), nlp=load_model())


def annotated(case: Case) -> Annotation:
    """What the engine makes of the case, along the way that `trucewatch add` goes."""
    reading = read_capture(keep(arrival_from_stdin(case.given["text"].encode()), now=datetime(2031, 5, 14, tzinfo=UTC)))
    published = case.given.get("published")
    day = published if published is None or isinstance(published, date) else date.fromisoformat(published)
    return _annotator(case.agreement).annotate(reading.text, published=day)


def found_in(annotation: Annotation) -> tuple[list[Row], list[Row]]:
    """The counts (of incidents, and tolls told outside any) and the levels and totals, as rows."""
    counts = {
        (c.span.start, c.span.end, c.effect, c.denied): {
            "effect": c.effect, "value": c.value, "bound": c.bound, "low": c.low, "high": c.high, "group": c.group,
            "unit": c.unit, "said_by": c.said_by, "part": c.part, "denied": c.denied, "words": c.span.words,
        }
        for i in annotation.incidents for c in i.counts
    }  # fmt: skip
    figures = []
    for f in annotation.figures:
        if f.kind == "toll" and " " in f.unit:
            unit, effect = f.unit.rsplit(" ", 1)
            counts.setdefault((f.span.start, f.span.end, effect, f.denied), {
                "effect": effect, "value": f.value, "bound": f.bound, "low": f.low, "high": f.high,
                "group": f.definition, "unit": unit, "said_by": f.said_by, "part": f.part, "denied": f.denied,
                "words": f.span.words,
            })  # fmt: skip
        else:
            figures.append(_figure_row(f))
    return list(counts.values()), figures


def _figure_row(f: Figure) -> Row:
    return {
        "unit": f.unit, "kind": f.kind, "value": f.value, "bound": f.bound, "side": f.side, "place": f.place,
        "definition": f.definition, "said_by": f.said_by, "period": f.period.value if f.period else None,
        "words": f.span.words,
    }  # fmt: skip


def failures(case: Case) -> list[str]:
    """What the engine gets wrong in the case, one line each; empty if it passes."""
    counts, figures = found_in(annotated(case))
    wrong: list[str] = []
    if "counts" in case.given:
        wrong += _compare(case.given["counts"], counts, alone=not case.given.get("counts_optional"))
    if "figures" in case.given:
        wrong += _compare(case.given["figures"], figures, alone=True)
    return wrong


def _compare(expected: list[Row], found: list[Row], *, alone: bool) -> list[str]:
    left = list(found)
    wrong = []
    for row in expected:
        taken = next((f for f in left if not _faults(row, f)), None)
        if taken is not None:
            left.remove(taken)
        elif not row.get("optional"):
            near = [f for f in left if f["value"] == row["value"]]
            differs = f"; nearest differs in {_faults(row, near[0])}: {near[0]}" if near else ""
            wrong.append(f"missed: {row}{differs}")
    return wrong + [f"not expected: {f}" for f in left if alone]


def _faults(row: Row, found: Row) -> list[str]:
    faults = []
    for field, wanted in row.items():
        if field == "optional" or field.endswith("_alt"):
            continue
        given = found[field]
        if field in ("group", "place", "said_by", "definition", "side"):
            right = {_bare(w) for w in (wanted, *row.get(f"{field}_alt", ()))}
            held = _bare(given) in right
        elif field == "unit":
            held = given in (wanted, *row.get("unit_alt", ()))
        elif field == "effect" and isinstance(wanted, list):
            held = given in wanted
        elif field == "period" and wanted is True:
            held = given is not None
        else:
            held = given == wanted
        if not held:
            faults.append(field)
    return faults


def _bare(words: str | None) -> str | None:
    if words is None:
        return None
    return " ".join(w for w in words.casefold().split() if w not in ARTICLES | TITLES)
