"""Hand-written reports of what somebody says an agreement holds (``claimed_cases/*.yaml``), for tests and evals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ruamel.yaml import YAML

import trucewatch
from trucewatch.intake.agreements import parse_agreement

FOLDER = Path(__file__).parent / "claimed_cases"
#: What stands for a term that neither a provision nor a claimed term of the file holds.
NONE = "none"
#: A claimed reading: whose it is, what the agreement is said to do, and where it belongs.
Reading = tuple[str | None, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedCase:
    """One short report, the agreement it speaks of, and the readings that it tells of."""

    world: str
    source: str
    words: str
    wanted: frozenset[Reading]

    @property
    def name(self) -> str:
        return f"{self.world}: {self.words}"

    def found(self) -> frozenset[Reading]:
        """What the program reads out of the report; the side is that of the linked statement."""
        return _found(self.source)[self.words]


@lru_cache(maxsize=8)
def _found(source: str) -> dict[str, frozenset[Reading]]:
    """The readings of all reports that are told of one agreement, read into one case, by the words of the report."""
    told = [case.words for case in cases() if case.source == source]
    found: dict[str, set[Reading]] = {words: set() for words in told}
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "agreement.yaml").write_text(source, encoding="utf-8")
        (folder / "reports").mkdir()
        for number, words in enumerate(told):
            (folder / "reports" / f"{number}.txt").write_text(words, encoding="utf-8")
        with trucewatch.create(folder / "one.truce", agreement=str(folder / "agreement.yaml")) as case:
            case.add([folder / "reports"])
            for reading in case.claimed_terms():
                for claim in reading.claims:
                    found[case.store.text(claim.text_id).content].add(
                        (reading.side, reading.effect, reading.ref or NONE)
                    )
    return {words: frozenset(readings) for words, readings in found.items()}


def cases() -> Iterator[ClaimedCase]:
    for file in sorted(FOLDER.glob("*.yaml")):
        held = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        agreement = parse_agreement(held["agreement"].encode(), shown_as=file.name)
        refs = {p.ref for p in agreement.provisions} | {t.ref for t in agreement.claimed_terms} | {NONE}
        for given in held["cases"]:
            wanted = frozenset((c["owner"], c["effect"], str(c["ref"])) for c in given["claims"])
            if not {ref for _, _, ref in wanted} <= refs:
                raise ValueError(f"{file.name}: {given['text']!r} names a reference that the agreement lacks")
            yield ClaimedCase(world=file.stem, source=held["agreement"], words=given["text"], wanted=wanted)
