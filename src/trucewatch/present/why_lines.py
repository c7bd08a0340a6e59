"""An explanation of ``why`` as plain lines."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator

from trucewatch.explain import Compared, Explanation, Relation, RelationKind, Subject

WIDTH = 112
#: Tellings of one record printed at most; the others are counted.
TELLINGS = 6
#: What is asked of each relation, and what is said if it holds, if not, and if nobody is sure.
ASKED: dict[RelationKind, tuple[str, str, str, str]] = {
    "same_statement": ("one statement?", "one statement", "two statements", "unsure whether one or two"),
    "same_incident": ("one incident?", "one incident", "two incidents", "unsure whether one or two"),
    "same_report": ("one origin?", "one origin", "two origins", "unsure whether one or two"),
    "same_actor": ("one actor?", "one actor", "two actors", "unsure whether one or two"),
    "same_series": ("one series of figures?", "one series", "never compared", "unsure whether one series"),
    "response": ("an answer?", "linked as an answer", "not linked as an answer", "unsure whether an answer"),
    "repeats": ("said again?", "the same said again", "not linked as said again", "unsure whether said again"),
    "part_of": ("part of the other?", "part of it", "not part of it", "unsure whether part of it"),
    "provision": ("bears on it?", "linked to the provision", "not linked to the provision", "unsure, for a person"),
}


def why_lines(explained: Explanation, *, case: str) -> Iterator[str]:
    """The two records with their words, then each relation between them."""
    yield from _subject("left", explained.left)
    yield from _subject("right", explained.right)
    for relation in explained.relations:
        yield ""
        yield from _relation(relation, case)


def _subject(name: str, subject: Subject) -> Iterator[str]:
    now = f" (now {subject.now})" if subject.now != subject.id else ""
    yield from textwrap.wrap(f"{name:6} {subject.id}{now}  {subject.summary}", WIDTH, subsequent_indent=" " * 7)
    for telling in subject.tellings[:TELLINGS]:
        where = ", ".join(str(v) for v in (telling.outlet, telling.published) if v) or "outlet and day not known"
        yield f"    {telling.report or 'no report'} {where}{f'  {telling.id}' if telling.id else ''}"
        yield from _wrapped(f"“{telling.words}”", "      ")
    if len(subject.tellings) > TELLINGS:
        yield f"    and {len(subject.tellings) - TELLINGS} more"


def _relation(relation: Relation, case: str) -> Iterator[str]:
    asked, holds, not_so, unsure = ASKED[relation.kind]
    said = {"same": holds, "different": not_so, "unsure": unsure}[relation.verdict]
    label = f" ({relation.label.replace('_', ' ')})" if relation.label and relation.verdict == "same" else ""
    yield f"{asked} {said}{label}"
    yield from (f"  {line}" for line in _facts(relation))
    if relation.compared_at is not None and relation.reasons:
        yield f"  compared       {' with '.join(f'm:{m[:8]}' for m in relation.compared_at)}"
    for compared in relation.reasons:
        yield from _compared(compared)
    if relation.path:
        yield "  joined through"
        for step in relation.path:
            score = f", score {step.score:.2f}" if step.score is not None else ""
            yield f"    {step.left} and {step.right}{score}, by {step.by}"
            yield from _wrapped(f"“{step.left_words}”", "      ")
            yield from _wrapped(f"“{step.right_words}”", "      ")
    for title, listed in (
        ("kept apart by" if relation.verdict != "same" else "held together against", relation.apart),
        ("not compared because", relation.uncompared),
    ):
        if listed:
            yield f"  {title}"
            for compared in listed:
                yield from _compared(compared)
    for past in relation.past:
        yield f"  {past.state}: {past.what}, {past.id} by {past.who} on {past.when:%Y-%m-%d}: {past.why}"
        if past.seen:
            yield f"    what stood there: {past.seen}"
    for arguments, effect in relation.change:
        yield f"  to change it ({effect}):"
        yield f"    trucewatch decide {shlex.quote(case)} {arguments} --why REASON"


def _facts(relation: Relation) -> Iterator[str]:
    if relation.score is not None:
        line = relation.joined_from
        # a score that lies next to the line is told from it by more digits
        digits = 2 if line is None or f"{relation.score:.2f}" != f"{line:.2f}" or relation.score == line else 4
        tail = f"; from {line:.{digits}f} on such a pair is linked" if line else ""
        yield f"score          {relation.score:.{digits}f}{tail}"
    if relation.by is not None and relation.made_at is not None:
        yield f"judged by      {relation.by} on {relation.made_at:%Y-%m-%d %H:%M} UTC"
    if relation.live:
        yield "worked out now, by the rules that linking goes by; not on record"
        if relation.kept_from is not None and not relation.uncompared:
            yield f"(pairs that score less than {relation.kept_from:.2f} are not kept)"


def _compared(compared: Compared) -> Iterator[str]:
    weight = f" [{compared.weight:.2f}]" if compared.weight is not None else ""
    values = compared.left if compared.left == compared.right else f"{compared.left} | {compared.right}"
    said = compared.rule if compared.rule.startswith(values) else f"{values}: {compared.rule}"
    yield from _wrapped(f"{compared.field.replace('_', ' '):14} {said}{weight}", "    ")
    if compared.words:
        yield from _wrapped(f"“{compared.words}”", "      ")


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent) or [indent]
