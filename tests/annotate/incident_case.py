"""Hand-written incident cases: how they are read from YAML, run, and held against what the engine gives.

A file in ``incident_cases/`` holds an invented ``agreement`` and its ``cases``. Keys of a case: ``name`` (a sentence),
``phenomenon`` (the group it is counted in), ``text``, ``expect`` (incidents) or ``none: true``, and, where needed,
``background`` (how many earlier events or totals must be told as context), ``only`` (default true: no other incident
is told as having happened), ``expected_failure`` (a reason; the case must then fail).

An expected incident gives any of ``type``, ``said_as``, ``said_by`` (speaker or his side), ``actor`` and ``target``
(lists: each must be among those found, by side, kind or words of the name; an empty list: nobody), ``weapon`` (a part
of it), ``civilian_harm``, ``background``, ``denied_by``, ``words`` (exactly); only what is given is checked.
``optional: true``: neither a miss nor a false alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.annotate.written_case import Case, yaml_bytes

from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model
from trucewatch.intake.agreements import parse_agreement
from trucewatch.records.mention import IncidentMention, Participant
from trucewatch.records.text import Block, Text, text_id

FOLDER = Path(__file__).parent / "incident_cases"
PUBLISHED = date(2031, 5, 14)  # a Wednesday
CASE_KEYS = {"name", "phenomenon", "text", "expect", "none", "background", "only", "expected_failure"}
INCIDENT_KEYS = {
    "type", "said_as", "said_by", "actor", "target", "weapon", "civilian_harm", "background", "denied_by", "words",
    "optional",
}  # fmt: skip
#: Accounts of what nobody says has happened.
TO_COME = frozenset({"threatened", "planned", "hypothetical"})


def cases(file: str | None = None, *, folder: Path = FOLDER) -> list[Case]:
    """All cases of a folder, or of one file ("types.yaml"). Raises: ValueError naming what is wrong with a case."""
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        if file is None or path.name == file:
            given = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            agreement = yaml_bytes(given["agreement"])
            found += [Case(file=path.name, agreement=agreement, given=c) for c in given["cases"]]
    for case in found:
        odd = set(case.given) - CASE_KEYS
        odd |= {key for one in case.given.get("expect", ()) for key in set(one) - INCIDENT_KEYS}
        if odd or ("expect" in case.given) == bool(case.given.get("none")):
            raise ValueError(f"{case.file}, {case.name!r}: unknown keys {sorted(odd)}, or not one of expect and none")
    return found


@lru_cache(maxsize=4)
def _annotator(agreement: bytes) -> Annotator:
    return Annotator(parse_agreement(agreement, shown_as="incident cases"), nlp=load_model())


def found_in(case: Case) -> tuple[IncidentMention, ...]:
    content = case.given["text"]
    text = Text(
        id=text_id(content), capture_id="c" * 64, content=content, reader="plain", reader_version="1",
        blocks=(Block(role="body", start=0, end=len(content)),),
    )  # fmt: skip
    return _annotator(case.agreement).annotate(text, published=PUBLISHED).incidents


def failures(case: Case) -> list[str]:
    """What the engine gets wrong, a line each; empty if the case passes."""
    found = list(found_in(case))
    faults: list[str] = []
    free = list(found)
    for wanted in case.given.get("expect", ()):
        fits = [m for m in free if not differences(m, wanted)]
        if fits:
            free.remove(fits[0])
        elif not wanted.get("optional"):
            near = min((differences(m, wanted) for m in free), key=len, default=None)
            faults.append(f"missing: {wanted}; " + (f"nearest differs in {near}" if near else "nothing was found"))
    context = [m for m in free if m.background]
    if len(context) < case.given.get("background", 0):
        faults.append(f"{case.given['background']} told as context expected, found {len(context)}")
    if case.given.get("only", True):
        told = [m for m in free if m.said_as not in TO_COME and not m.background]
        faults += [f"not expected: {m.type} {m.said_as} {m.words.words!r}" for m in told]
    return faults


def differences(mention: IncidentMention, wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields expected that the mention has otherwise, with what it has."""
    off: dict[str, Any] = {}
    for key in ("type", "said_as", "civilian_harm"):
        if key in wanted and getattr(mention, key) != wanted[key]:
            off[key] = getattr(mention, key)
    if mention.background != wanted.get("background", False):
        off["background"] = mention.background
    if "said_by" in wanted and wanted["said_by"] not in (mention.said_by, mention.said_by_side):
        off["said_by"] = mention.said_by
    if "words" in wanted and mention.words.words != wanted["words"]:
        off["words"] = mention.words.words
    if "weapon" in wanted and wanted["weapon"] not in (mention.weapon or ""):
        off["weapon"] = mention.weapon
    if "denied_by" in wanted and wanted["denied_by"] not in {a.denied_by for a in mention.actors}:
        off["denied_by"] = [a.denied_by for a in mention.actors]
    for key, people in (("actor", mention.actors), ("target", mention.targets)):
        if key in wanted and not named(people, wanted[key]):
            off[key] = [(p.side or p.name) for p in people]
    return off


def named(people: Sequence[Participant], wanted: Sequence[str]) -> bool:
    """True if each wanted side, kind or word of a name is among the people; nobody wanted: if there are none."""
    if not wanted:
        return not people
    return all(any(name in (p.side, p.kind) or name.casefold() in p.name.casefold() for p in people) for name in wanted)
