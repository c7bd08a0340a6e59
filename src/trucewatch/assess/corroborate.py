"""Independent origins: reprints, wire copies and partial reprints share one; a party never corroborates itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from rensa import RMinHash, RMinHashLSH

from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Reason
from trucewatch.records.report import Report
from trucewatch.records.text import Text
from trucewatch.records.wording import fold, tokens

#: Words in a shingle. Source for shingles and resemblance: Broder, SEQUENCES 1997.
SHINGLE = 4
#: Share of all shingles of two reports in both, from which they are copies; of the shorter one's, in the longer.
RESEMBLES_AT = 0.50
CONTAINED_AT = 0.60
#: A part this small of the longer report is a quotation from it, not a reprint.
LEAST_PART = 0.25
#: Two reports that credit one agency and lie this near share the agency's story if so much is worded alike.
WIRE_DAYS = 2
WIRE_AT = 0.06
#: Reports shorter than this in words are too short to call copies.
LEAST_WORDS = 25
PERMUTATIONS = 128
BANDS = 64
SEED = 20_200_229
#: One shingle in so many is indexed to find partial reprints; a shingle in more reports than this is a stock phrase.
SAMPLED = 4
STOCK = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """``origin_of``: report id -> id of the report that stands for its origin (itself, if it copies none).

    ``reasons`` names for each copy which report it was joined to and why.
    """

    origin_of: Mapping[str, str]
    reasons: Mapping[str, tuple[Reason, ...]]

    def count(self, report_ids: Iterable[str]) -> int:
        """How many independent origins the reports have."""
        return len({self.origin_of.get(r, r) for r in report_ids})


def origins(reports: Sequence[Report], texts: Mapping[str, Text]) -> Mapping[str, str]:
    """Report id -> origin id; see ``trace`` for the reasons."""
    return trace(reports, texts).origin_of


def trace(reports: Sequence[Report], texts: Mapping[str, Text]) -> Traced:
    """Find reports that share a text, are near-copies or partial reprints, or credit one agency's story.

    The origin of a group is its earliest published report (then first added, then by id). A report whose text
    is not given stands for itself.
    """
    ordered = sorted(reports, key=lambda r: (r.published or r.added_at.date(), r.added_at, r.id))
    shingles = [_shingles(texts.get(r.text_id)) for r in ordered]
    parent = list(range(len(ordered)))
    reasons: dict[str, list[Reason]] = defaultdict(list)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int, why: Reason) -> None:
        first, second = sorted((i, j))
        reasons[ordered[second].id].append(why)
        a, b = sorted((root(first), root(second)))
        parent[b] = a

    by_text: dict[str, int] = {}
    for n, report in enumerate(ordered):
        first = by_text.setdefault(report.text_id, n)
        if first != n:
            join(first, n, _reason(ordered[first], "the same text, letter by letter", 1.0))
    for i, j in sorted(_alike(shingles)):
        if ordered[i].text_id == ordered[j].text_id:
            continue
        verdict = _copy(shingles[i], shingles[j])
        if verdict is not None:
            join(i, j, _reason(ordered[i], *verdict))
    for i, j, agency in _credited(ordered):
        shared = _contained(shingles[i], shingles[j])
        if root(i) != root(j) and shared >= WIRE_AT:
            join(i, j, _reason(ordered[i], f"both rest on {agency}, with words in common", shared))
    return Traced(
        origin_of={r.id: ordered[root(n)].id for n, r in enumerate(ordered)},
        reasons={k: tuple(v) for k, v in reasons.items()},
    )


def _reason(original: Report, rule: str, score: float) -> Reason:
    return Reason(field="origin", value=original.id, rule=rule, score=round(min(1.0, score), 4))


def _shingles(text: Text | None) -> frozenset[int]:
    """Hashes of each four words in a row of the body (of the whole text if it has no blocks)."""
    if text is None:
        return frozenset()
    body = text.body() or [(0, len(text.content))]
    words = [w for start, end in body for w in tokens(text.content[start:end])]
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(crc32(" ".join(words[n : n + SHINGLE]).encode()) for n in range(len(words) - SHINGLE + 1))


def _alike(shingles: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs worth comparing: by MinHash (near-copies) and by sampled shingles in common (partial reprints)."""
    pairs: set[tuple[int, int]] = set()
    index = RMinHashLSH(threshold=RESEMBLES_AT, num_perm=PERMUTATIONS, num_bands=BANDS)
    holders: dict[int, list[int]] = defaultdict(list)
    for n, mine in enumerate(shingles):
        if not mine:
            continue
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update([str(s) for s in mine])
        pairs.update((j, n) for j in index.query(sketch))
        index.insert(n, sketch)
        shared: dict[int, int] = defaultdict(int)
        sample = [s for s in mine if s % SAMPLED == 0]
        for shingle in sample:
            if len(holders[shingle]) < STOCK:
                for j in holders[shingle]:
                    shared[j] += 1
                holders[shingle].append(n)
        pairs.update((j, n) for j, times in shared.items() if times >= 3)
    return pairs


def _contained(a: frozenset[int], b: frozenset[int]) -> float:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _copy(a: frozenset[int], b: frozenset[int]) -> tuple[str, float] | None:
    """(rule, share) if one is a copy of the other, whole or in part."""
    both = len(a & b)
    resembles = both / (len(a | b) or 1)
    if resembles >= RESEMBLES_AT:
        return "near-copy: most groups of four words in a row are the same", resembles
    contained = _contained(a, b)
    if contained >= CONTAINED_AT and min(len(a), len(b)) >= LEAST_PART * max(len(a), len(b)):
        return "partial reprint: most of the shorter report stands in the longer", contained
    return None


def _credited(ordered: Sequence[Report]) -> Iterable[tuple[int, int, str]]:
    """Pairs of reports near in time that credit one agency (or are the agency's own), earlier first."""
    holders: dict[str, list[tuple[int, date]]] = defaultdict(list)
    for n, report in enumerate(ordered):
        names = {fold(w).strip() for w in (*report.wires, report.publisher or "")} - {""}
        day = report.published or report.added_at.date()
        for name in sorted(names):
            credits = any(fold(w).strip() == name for w in report.wires)
            for j, other_day in holders[name]:
                if (day - other_day).days <= WIRE_DAYS and (credits or _credits(ordered[j], name)):
                    yield j, n, name.upper() if len(name) <= 4 else name.title()
            holders[name].append((n, day))


def _credits(report: Report, name: str) -> bool:
    return any(fold(w).strip() == name for w in report.wires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who tells of an incident, each once: ``origins`` that report it in their own voice, ``sides`` and ``others``
    (people and bodies of no side) whose account is passed on. It says nothing about who is right."""

    origins: tuple[str, ...]
    sides: tuple[str, ...]
    others: tuple[str, ...]


def support(
    incident: Incident,
    report_of: Mapping[str, str],
    origin_of: Mapping[str, str],
    *,
    publishers: Mapping[str, str | None],
    agreement: Agreement,
) -> Support:
    """Count the tellers of an incident; outlets of a side count as that side, and denials count for nobody.

    ``report_of`` is mention id -> report id, ``publishers`` report id -> outlet.
    """
    told: set[str] = set()
    sides: set[str] = set()
    others: set[str] = set()
    for account in incident.accounts:
        if account.said_as in ("denied", "threatened", "planned", "hypothetical"):
            continue
        report = report_of.get(account.mention_id)
        if account.side:
            sides.add(account.side)
        elif account.said_by:
            others.add(fold(account.said_by))
        elif report is not None:
            owner = side_of_outlet(publishers.get(report), agreement)
            if owner:
                sides.add(owner)
            else:
                told.add(origin_of.get(report, report))
    return Support(origins=tuple(sorted(told)), sides=tuple(sorted(sides)), others=tuple(sorted(others)))


def side_of_outlet(publisher: str | None, agreement: Agreement) -> str | None:
    """The party whose own outlet this is: named so in the agreement's actors, or carrying the party's name."""
    if not publisher:
        return None
    name = fold(publisher).strip()
    for actor in agreement.actors:
        if actor.kind == "institution" and any(fold(n.text).strip() == name for n in actor.names):
            side = next(iter(actor.sides_on(None)), None)
            if side:
                return side
    for party in agreement.parties:
        for known in (party.name, *party.members, *party.aliases):
            # two letters ("US", "UN") stand in too many outlets' names
            if len(known) > 3 and re.search(rf"(?<!\w){re.escape(fold(known).strip())}(?!\w)", name):
                return party.name
    return None
