"""Hand-written attribution cases: how they are read from YAML, run, and held against what the engine gives.

A file in ``attribution_cases/`` holds an invented ``agreement`` (the smallest agreement form), more ``agreements`` by
name if need be, and its ``cases``. Keys of a case: ``name`` (a sentence), ``agreement`` (a name; else the first),
``phenomenon`` (the group it is counted in), ``text``, ``expect``, and, where needed, ``published`` (ISO date),
``publisher``, ``all_body`` (true: every line is read as the report itself, as a headline inside a digest is; else the
page reader decides), ``forbid`` (words that may be no statement's whole content), ``only`` (default true: no statement
beside those expected), ``silences`` (how many reports of silence at least), ``expected_failure`` (a reason; the case
must then fail).

An expected statement: ``content`` (pieces exactly as in the text, white space apart) and any of ``cue``, ``speaker``,
``role``, ``act``, ``party``, ``target_party``, ``direct``, ``via``, ``reported_by``, ``said_on``, ``medium``; only the
fields given are checked. ``content_alt``: other lists of pieces, each as right as the first. A list of speakers, acts
or media says that each is right. ``via`` is whoever handed the words on, a carrier or the outer speaker of a statement
inside a statement. ``apart: true``: may come as several mentions (the gold records count fragments of one point so);
``optional: true``: neither a miss nor a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.annotate.written_case import Case, yaml_bytes

from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model
from trucewatch.intake.agreements import parse_agreement
from trucewatch.intake.captures import keep
from trucewatch.intake.files import arrival_from_stdin
from trucewatch.records.mention import StatementMention
from trucewatch.records.text import Block, Text, text_id
from trucewatch.text.reading import read_capture

FOLDER = Path(__file__).parent / "attribution_cases"
#: Share of words (in either) that stand in both, from which two contents agree.
SAME_WORDS = 0.8
#: Finer acts of the program and the act of the gold records that each counts as (clusters/score.py does the same).
COARSER = {
    "accept": "pledge", "propose": "urge", "suspend": "announce", "condole": "condemn", "no_comment": "report",
    "retract": "acknowledge",
}  # fmt: skip
#: Words before a name that are no part of it.
TITLES = frozenset({
    "the", "a", "an", "mr", "mrs", "ms", "dr", "sir", "col", "colonel", "gen", "general", "maj", "major", "lt",
    "lieutenant", "brig", "brigadier", "capt", "captain", "commander", "sheikh", "imam", "president", "minister",
    "governor", "ambassador", "envoy", "bishop", "archbishop", "professor", "spokesman", "spokeswoman", "spokesperson",
})  # fmt: skip
#: What a minister is minister of is part of the title.
OFFICES = frozenset({"foreign", "prime", "defence", "defense"})
ARTICLES = frozenset({"the", "a", "an"})
CASE_KEYS = {
    "name", "phenomenon", "text", "expect", "published", "publisher", "all_body", "forbid", "only", "silences",
    "expected_failure", "agreement",
}  # fmt: skip
STATEMENT_KEYS = {
    "content", "cue", "speaker", "act", "party", "target_party", "direct", "via", "reported_by", "said_on", "medium",
    "apart", "optional", "role", "content_alt",
}  # fmt: skip
#: Keys of an expected statement that name no field of the mention.
NOT_FIELDS = ("content", "content_alt", "apart", "optional")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def cases(file: str | None = None) -> list[Case]:
    """All cases, or those of one file ("spans.yaml"). Raises: ValueError naming what is wrong with a case."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if file is None or path.name == file:
            given = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            forms = {name: yaml_bytes(form) for name, form in given.get("agreements", {}).items()}
            first = yaml_bytes(given["agreement"])
            for case in given["cases"]:
                name = case.get("agreement")
                found.append(Case(file=path.name, agreement=forms[name] if name else first, given=case))
    for case in found:
        check_form(case)
    return found


def check_form(case: Case) -> None:
    """Raises: ValueError for unknown keys and for expected words that do not stand in the text."""
    where = f"{case.file}, {case.given.get('name')!r}"
    if odd := set(case.given) - CASE_KEYS:
        raise ValueError(f"{where}: unknown keys {sorted(odd)}; known are {sorted(CASE_KEYS)}")
    text = " ".join(case.given["text"].split())
    for statement in case.given["expect"] or ():
        if odd := set(statement) - STATEMENT_KEYS:
            raise ValueError(f"{where}: unknown keys {sorted(odd)}; known are {sorted(STATEMENT_KEYS)}")
        for piece in chain.from_iterable(_contents(statement)):
            if " ".join(piece.split()) not in text:
                raise ValueError(f"{where}: {piece!r} does not stand in the text; give the words exactly")


@lru_cache(maxsize=8)
def _annotator(agreement: bytes) -> Annotator:
    return Annotator(parse_agreement(agreement, shown_as="attribution cases"), nlp=load_model())


def read_text(case: Case) -> Text:
    """The case's text as the page reader gives it, or all body where the case says so."""
    content = case.given["text"]
    if case.given.get("all_body"):
        return Text(
            id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1",
            blocks=(Block(role="body", start=0, end=len(content)),),
        )  # fmt: skip
    arrival = arrival_from_stdin(content.encode())
    return read_capture(keep(arrival, now=datetime(2031, 1, 1, tzinfo=UTC))).text


def found_in(case: Case) -> list[StatementMention]:
    """What the engine makes of the case, along the way that `trucewatch add` goes; silences are marked as such."""
    published = case.given.get("published")
    annotation = _annotator(case.agreement).annotate(
        read_text(case),
        published=published if published is None or isinstance(published, date) else date.fromisoformat(published),
        publisher=case.given.get("publisher"),
    )
    return list(annotation.statements)


def failures(case: Case) -> list[str]:
    """What the engine gets wrong in the case, one line each; empty if it passes."""
    everything = found_in(case)
    found = [m for m in everything if not m.silence]
    wrong: list[str] = []
    left = list(found)
    expected = list(case.given["expect"] or ())
    # those with fewest candidates choose first, so that a loose expectation does not take another's mention
    for statement in sorted(expected, key=lambda s: sum(not _faults(s, [m]) for m in found)):
        taken = next((g for g in _groups(statement, left) if not _faults(statement, g)), None)
        if taken is None:
            if not statement.get("optional"):
                wrong.append(_closest(statement, left))
            continue
        left = [m for m in left if m not in taken]
    if case.given.get("only", True):
        wrong += [f"not expected: {_shown(m)}" for m in left]
    for words in case.given.get("forbid") or ():
        wrong += [f"forbidden: {_shown(m)}" for m in found if _likeness(_words([words]), _said(m)) >= SAME_WORDS]
    silences = sum(m.silence for m in everything)
    if silences < case.given.get("silences", 0):
        wrong.append(f"{silences} silences recorded, expected {case.given['silences']}")
    return wrong


def _contents(statement: dict[str, Any]) -> list[list[str]]:
    """Every content that is right, each a list of pieces."""
    return [statement["content"], *statement.get("content_alt", ())]


def _groups(statement: dict[str, Any], left: Sequence[StatementMention]) -> Iterator[tuple[StatementMention, ...]]:
    for mention in left:
        yield (mention,)
    if statement.get("apart"):
        wanted = _words(list(chain.from_iterable(_contents(statement))))
        inside = [m for m in left if len(wanted & _said(m)) >= SAME_WORDS * len(_said(m))][:6]
        for size in range(2, len(inside) + 1):
            yield from combinations(inside, size)


def _faults(statement: dict[str, Any], group: Sequence[StatementMention]) -> list[str]:
    said = frozenset[str]().union(*(_said(m) for m in group))
    right = any(_likeness(_words(pieces), said) >= SAME_WORDS for pieces in _contents(statement))
    faults = [] if right else ["content"]
    for mention in group:
        faults += [f for f in statement if f not in NOT_FIELDS and not _agrees(statement, f, mention)]
    return faults


def _agrees(statement: dict[str, Any], field: str, mention: StatementMention) -> bool:
    wanted = statement[field]
    if field == "speaker":
        names = wanted if isinstance(wanted, list) else [wanted]
        return any(_name(name) == _name(mention.speaker) for name in names)
    if field == "act":
        acts = wanted if isinstance(wanted, list) else [wanted]
        return mention.act in acts or COARSER.get(mention.act) in acts
    if field == "medium":
        return mention.medium in (wanted if isinstance(wanted, list) else [wanted])
    if field in ("cue", "role"):
        given = mention.role if field == "role" else mention.cue.words if mention.cue else None
        if wanted is None or given is None:
            return wanted is None and given is None
        a, b = _words([wanted]) - ARTICLES, _words([given]) - ARTICLES
        return a <= b or b <= a
    if field == "said_on":
        day = mention.said_on.day if mention.said_on else None
        return (day.isoformat() if day else None) == (str(wanted) if wanted else None)
    if field == "via":
        carriers = (mention.via, mention.reported_by)
        return not any(carriers) if wanted is None else _name(wanted) in [_name(c) for c in carriers if c]
    if field == "reported_by":
        return _name(wanted) == _name(mention.reported_by)
    return {"party": mention.side, "target_party": mention.target_side, "direct": mention.direct}[field] == wanted


def _closest(statement: dict[str, Any], left: Sequence[StatementMention]) -> str:
    head = f"missed: {' || '.join(statement['content'])[:90]!r}"
    likeness = {m.id: _likeness(_words(statement["content"]), _said(m)) for m in left}
    best = max(left, key=lambda m: likeness[m.id], default=None)
    if best is None or not likeness[best.id]:
        return head
    wants = {f: str(statement[f]) for f in _faults(statement, [best])}
    return f"{head}; nearest differs in {wants}: {_shown(best)}"


def _shown(m: StatementMention) -> str:
    words = " || ".join(" ".join(s.words.split()) for s in m.content)
    return (
        f"{m.speaker} ({m.side}) {m.act} -> {m.target_side}, {m.medium}, {m.said_on.value if m.said_on else None}, "
        f"direct={m.direct}, via={m.via or m.reported_by}: {words!r}"
    )


def _words(pieces: Sequence[str]) -> frozenset[str]:
    return frozenset(w.casefold().replace("’", "'") for piece in pieces for w in _WORD.findall(piece))


def _said(mention: StatementMention) -> frozenset[str]:
    return _words([span.words for span in mention.content])


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _name(name: str | None) -> tuple[str, ...] | None:
    if name is None:
        return None
    words = {w.removesuffix("'s") for w in _words([name])}
    bare = words - TITLES - (OFFICES if "minister" in words else frozenset())
    return tuple(sorted(bare or words))
