"""Hand-labelled records and the provisions that they bear on (``provision_cases/*.yaml``), for tests and for evals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.assess.build_assess import NOW, commitment, incident, mention, side, statement, text, told

from trucewatch.assess.provisions import link_provisions
from trucewatch.intake.agreements import parse_agreement
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement

FOLDER = Path(__file__).parent / "provision_cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionCase:
    """One record in words, the agreement it is held against, and the references that it bears on, if any."""

    world: str
    agreement: Agreement
    given: dict[str, Any]
    refs: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.world}: {self.given['words']}"

    def judged(self) -> tuple[Judgement, ...]:
        """The program's judgements of the record."""
        given = self.given
        words = given["words"]
        of = text(words)
        if given["kind"] == "statement":
            said = mention(
                of, words, act=given["act"], side=given.get("side"), target_side=given.get("target"),
                speaker="Ada Brook", speaker_kind="named",
            )  # fmt: skip
            records: tuple[Any, ...] = ([statement("s", said)], [], [], [said], [])
        elif given["kind"] == "incident":
            actors = tuple(p for name in given["actors"] for p in side(name))
            seen = told(of, words, type=given["type"], actors=actors)
            records = ([], [incident("i", seen)], [], [], [seen])
        else:
            owed = commitment(of, words, obligor=given["side"], obligor_side=given["side"])
            records = ([], [], [owed], [], [])
        return link_provisions(*records, agreement=self.agreement, now=NOW)

    def found(self) -> frozenset[str]:
        return frozenset(j.right for j in self.judged() if j.verdict == "same")


def cases() -> Iterator[ProvisionCase]:
    for file in sorted(FOLDER.glob("*.yaml")):
        held = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        agreement = parse_agreement(held["agreement"].encode(), shown_as=file.name)
        refs = {p.ref for p in agreement.provisions} | {t.ref for t in agreement.claimed_terms}
        for given in held["cases"]:
            if not set(given["refs"]) <= refs:
                raise ValueError(f"{file.name}: {given['words']!r} names a reference that the agreement lacks")
            yield ProvisionCase(
                world=file.stem, agreement=agreement, given=given, refs=frozenset(map(str, given["refs"]))
            )
