"""Which reports share an origin: copies, reprinted parts, one agency's story, an outlet that has its news from another.

Judged in pairs, with the words that both have as reasons. Pairs are found by keys and never by comparing all with all:
``keys`` are what a report is kept under, ``wanted`` what others are looked up by (they differ, because who credits an
outlet looks for the outlet's own reports). Both and ``judged`` hang on the reports themselves and on nothing else in
the case, so that a store may keep the keys and judge new reports against those that share one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal

from trucewatch.link.cluster import cluster
from trucewatch.link.copies import Overlap, Signature, bands, share_of, signature
from trucewatch.link.credits import ALSO_MEDIA, MEDIA, Credit, credits, name_key, paragraphs, same_outlet
from trucewatch.link.profile import Weights
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.origins import Origins, origins_of, told_first
from trucewatch.records.report import Report
from trucewatch.records.text import Text
from trucewatch.records.wording import content

MAKER = Maker(kind="machine", name="origins", version="3")
#: A pair is one origin from this score on; below, what is worth a second look is "unsure".
SAME_AT = 0.5
UNSURE_AT = 0.35
#: Pairs this far below are still written down, so that a person sees what two reports have in common.
WRITTEN_FROM = 0.25
#: Shares of copied words from which two reports are copies: of all words of both; of the shorter one's words.
RESEMBLES_AT = 0.45
CONTAINED_AT = 0.60
WORTH_A_LOOK_AT = 0.40
#: Less than the least of these: with so few words of the shorter report in the other none of the rules applies.
LEAST_COPIED = 0.39
#: Of what the shorter report tells on its own account (not: who said what) so much at the least is copied; if it tells
#: hardly anything, nearly all its words must be: outlets that pass on one saying in a sentence each come out alike.
TOLD_AT = 0.50
OWN_WORDS, ALL_PASSED_ON_AT = 10, 0.80
#: A part this small of the longer report is a quotation from it, not a reprint.
LEAST_PART = 0.12
#: The longest run of copied words must have so many, for short items about one event come out alike by themselves.
LEAST_RUN = 8
#: Reports that name one source, or each other, share an origin only if so few days lie between them ...
SOURCE_DAYS = 4
#: ... and what they tell has so much in common, by weight of the rarer words: with the outlet's own report, with
#: another that credits the same source.
TELLS_OWN = 0.22
TELLS_ALIKE = 0.30
#: Notions in common that this takes at the least; days and months are none.
LEAST_NOTIONS = 4
DAYS = frozenset(
    content(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday yesterday today January February March April May June"
        " July August September October November December"
    )
)
#: A paragraph that credits a source makes the report the source's if it leads, or holds so much of the body.
SCOPE_AT = 0.30
#: Fingerprints of copied runs that two reports must share to be held together for those: so many, and this share of
#: the fewer ones. Of the pairs in tests/link/origin_sets that are copies, the least alike share .37 of theirs; reports
#: that only have background and a stock phrase in common share .04, and nearly all reports of one quarrel do.
LEAST_FINGERPRINTS = 2
LEAST_FINGERPRINTS_SHARE = 0.12
#: How the key of a fingerprint begins (``copies.bands``).
FINGERPRINT = "f:"
#: Words shown of one copied run, and runs shown.
SHOWN_RUNS, SHOWN_WORDS = 3, 240


@dataclass(frozen=True)
class Held:
    """A report with its text, as pairs of reports are judged. Without a text it is an origin of its own."""

    report: Report
    text: Text | None

    @cached_property
    def day(self) -> date:
        return self.report.published or self.report.added_at.date()

    @cached_property
    def credits(self) -> tuple[Credit, ...]:
        return tuple(credits(self.report, self.text)) if self.text is not None else ()

    @cached_property
    def signature(self) -> Signature | None:
        return signature(self.text) if self.text is not None else None

    @property
    def fingerprints(self) -> int:
        """How many fingerprints its copied runs could be known by."""
        return len(self.signature.fingerprints) if self.signature is not None else 0

    @cached_property
    def _notions(self) -> dict[tuple[int, int], frozenset[str]]:
        return {}

    def notions(self, scope: tuple[int, int]) -> frozenset[str]:
        """The notions of a stretch of the text; a report is held against many others."""
        if self.text is None:
            return frozenset()
        if scope not in self._notions:
            self._notions[scope] = frozenset(content(self.text.content[scope[0] : scope[1]]))
        return self._notions[scope]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How like one origin two reports are (0 to 1), and by which rules with which words."""

    score: float
    reasons: tuple[Reason, ...]


def keys(held: Held) -> tuple[str, ...]:
    """What a report is kept under: its text, its copied words, its outlet's name, the sources that it credits."""
    if held.text is None or held.signature is None:
        return ()
    found = [f"t:{held.text.id}", *bands(held.signature)]
    found += [f"o:{token}" for token in name_key(held.report.publisher or "").split()]
    found += [f"c:{token}" for credit in held.credits for token in _telling(credit.key)]
    return tuple(dict.fromkeys(found))


def wanted(held: Held) -> tuple[str, ...]:
    """The keys of the reports that this one is to be held against."""
    if held.text is None or held.signature is None:
        return ()
    found = [f"t:{held.text.id}", *bands(held.signature)]
    found += [f"c:{token}" for token in name_key(held.report.publisher or "").split()]
    for credit in held.credits:
        for token in _telling(credit.key):
            found.append(f"o:{token}")
            if credit.medium and credit.cited:
                found.append(f"c:{token}")
    return tuple(dict.fromkeys(found))


def worth_judging(shared: Collection[str], copies: int, *, days: int, fingerprints: int) -> bool:
    """True if what is kept for one report and wanted by another, so many days away, calls for a judgement.

    ``copies`` counts the fingerprints in both, ``fingerprints`` those of the one that has fewer: a few alone are
    background more often than a reprint. ``shared`` are the other keys; names of sources count for some days.
    """
    if copies >= max(LEAST_FINGERPRINTS, LEAST_FINGERPRINTS_SHARE * fingerprints):
        return True
    return any(key[0] in "tm" for key in shared) or bool(shared and days <= SOURCE_DAYS)


def _telling(key: str) -> list[str]:
    """The words of a name that are worth looking up; all of them, if every one is an outlet's usual word."""
    words = key.split()
    return [w for w in words if w not in MEDIA and w not in ALSO_MEDIA] or words


def judged(one: Held, other: Held) -> Verdict | None:
    """How surely two reports share an origin; None if nothing speaks for it. The order makes no difference."""
    first, second = sorted((one, other), key=lambda h: told_first(h.report))
    if first.text is None or second.text is None:
        return None
    if first.text.id == second.text.id:
        return _verdict(1.0, "the same text, letter by letter")
    found = [v for v in (_copy(first.text, second.text), _sourced(first, second)) if v is not None]
    return max(found, key=lambda v: v.score, default=None)


def link_origins(
    reports: Iterable[Report], texts: Mapping[str, Text], *, persons: Sequence[Judgement] = (), now: datetime
) -> tuple[Judgement, ...]:
    """Judge all pairs of reports that share a key. Persons' judgements of kind "same_report" bind before any score."""
    held = [Held(report, texts.get(report.text_id)) for report in sorted(reports, key=told_first)]
    verdicts: dict[tuple[int, int], Verdict] = {}
    for pair in sorted(set(_pairs(held))):
        verdict = judged(held[pair[0]], held[pair[1]])
        if verdict is not None and verdict.score >= WRITTEN_FROM:
            verdicts[pair] = verdict
    return decided([h.report.id for h in held], verdicts, persons=persons, now=now)


def decided(
    report_ids: Sequence[str],
    verdicts: Mapping[tuple[int, int], Verdict],
    *,
    persons: Sequence[Judgement] = (),
    now: datetime,
) -> tuple[Judgement, ...]:
    """Judgements out of pairs of ranks: "same" where the reports end in one group, persons' pairs as persons say."""
    rank = {report: n for n, report in enumerate(report_ids)}
    said: dict[tuple[int, int], Judgement] = {}
    for judgement in sorted(persons, key=lambda j: (j.made_at, j.id), reverse=True):
        if judgement.kind == "same_report" and judgement.left in rank and judgement.right in rank:
            i, j = sorted((rank[judgement.left], rank[judgement.right]))
            said.setdefault((i, j), judgement)
    binding = [
        (i, j, judgement.verdict == "same") for (i, j), judgement in said.items() if judgement.verdict != "unsure"
    ]
    # copies of copies are copies: no average over the group, as statements need it
    scores = {pair: 1.0 if v.score >= SAME_AT else 0.0 for pair, v in verdicts.items()}
    grouped = cluster(len(report_ids), scores, (), same_at=SAME_AT, persons=binding)
    home = {i: n for n, group in enumerate(grouped.groups) for i in group}
    made = []
    for i, j in sorted(verdicts.keys() | said.keys()):
        verdict, person = verdicts.get((i, j)), said.get((i, j))
        reasons = verdict.reasons if verdict else ()
        if person is not None:
            by = Reason(field="person", value=person.verdict, rule=f"judged by {person.maker.name}")
            reasons = (*reasons, by)
        score = verdict.score if verdict else None
        call: Literal["same", "different", "unsure"] = "different"
        if home[i] == home[j]:
            call = "same"
        elif score is not None and score >= UNSURE_AT and person is None:
            call = "unsure"
        made.append(
            Judgement.of(
                kind="same_report", left=report_ids[i], right=report_ids[j], verdict=call, score=score, reasons=reasons,
                maker=MAKER, made_at=now,
            )
        )  # fmt: skip
    return tuple(made)


def trace(
    reports: Sequence[Report],
    texts: Mapping[str, Text],
    *,
    persons: Sequence[Judgement] = (),
    now: datetime | None = None,
) -> Origins:
    """Judge the reports and gather them in one go, for what is not kept in a case."""
    when = now or max((r.added_at for r in reports), default=datetime.min)
    return origins_of(reports, link_origins(reports, texts, persons=persons, now=when))


def _pairs(held: Sequence[Held]) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, in which the one is kept under a key that the other wants, near enough in time."""
    holders: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(held):
        for key in keys(one):
            holders[key].append(n)
    for n, one in enumerate(held):
        shared: dict[int, list[str]] = defaultdict(list)
        for key in wanted(one):
            for m in holders.get(key, ()):
                if n != m:
                    shared[m].append(key)
        for m, both in shared.items():
            fewer = min(one.fingerprints, held[m].fingerprints)
            copies = sum(key.startswith(FINGERPRINT) for key in both)
            others = [key for key in both if not key.startswith(FINGERPRINT)]
            days = abs((one.day - held[m].day).days)
            if worth_judging(others, copies, days=days, fingerprints=fewer):
                yield min(n, m), max(n, m)


# -- copies ---------------------------------------------------------------------------------------


def _copy(first: Text, second: Text) -> Verdict | None:
    """A near-copy or a reprinted part; the words that both have are the reason."""
    overlap = share_of(first, second, LEAST_COPIED)
    if overlap is None:
        return None
    longest = max((len(one.words.split()) for one, _ in overlap.runs), default=0)
    if longest < LEAST_RUN:
        return None
    smaller, larger = sorted((overlap.of_one, overlap.of_other))
    told = overlap.told >= TOLD_AT if overlap.own >= OWN_WORDS else larger >= ALL_PASSED_ON_AT
    score = 0.0
    rule = ""
    if overlap.resemblance >= RESEMBLES_AT and told:
        score, rule = 0.5 + overlap.resemblance / 2, "near-copy: most words in both stand in the same runs"
    elif larger >= CONTAINED_AT and told and smaller >= LEAST_PART * larger:
        score, rule = 0.4 + larger / 2, "partial reprint: most of the shorter report stands in the longer"
    elif larger >= WORTH_A_LOOK_AT:
        score, rule = larger / 2 + 0.05, "some words in a row stand in both"
    return _verdict(min(1.0, score), rule, words=_shown(overlap)) if score else None


def _shown(overlap: Overlap) -> str:
    """The longest copied runs, as they stand in the earlier report."""
    runs = sorted((one for one, _ in overlap.runs), key=lambda s: (-len(s.words), s.start))[:SHOWN_RUNS]
    return " … ".join(" ".join(s.words.split())[:SHOWN_WORDS] for s in sorted(runs, key=lambda s: s.start))


# -- sources --------------------------------------------------------------------------------------


def _sourced(first: Held, second: Held) -> Verdict | None:
    """One report has its news from the other's outlet, or both have it from one source."""
    if abs((first.day - second.day).days) > SOURCE_DAYS:
        return None
    found = [*_from_the_other(first, second), *_from_the_other(second, first), *_from_one_source(first, second)]
    return max(found, key=lambda v: v.score, default=None)


def _from_the_other(origin: Held, later: Held) -> Iterator[Verdict]:
    """``later`` credits the outlet of ``origin`` and tells what that one told."""
    if origin.text is None or later.text is None or not origin.report.publisher:
        return
    for credit in later.credits:
        if same_outlet(credit, origin.report.publisher) and _leads(credit, later.text):
            alike, shared = _alike(later.notions(credit.scope), origin.notions(_all_of(origin.text)), credit.key)
            if len(shared) >= LEAST_NOTIONS:
                yield _verdict(
                    SAME_AT * min(2.0, alike / TELLS_OWN),
                    f"has its news from {origin.report.publisher}, by its own words",
                    words=f"{credit.words.words}: {', '.join(shared)}",
                )  # fmt: skip


def _from_one_source(first: Held, second: Held) -> Iterator[Verdict]:
    """Both credit one agency or outlet for what they tell alike."""
    if first.text is None or second.text is None:
        return
    for one in first.credits:
        for other in second.credits:
            if one.key != other.key or not (one.medium and other.medium and one.cited and other.cited):
                continue
            if not (_leads(one, first.text) and _leads(other, second.text)):
                continue
            alike, shared = _alike(first.notions(one.scope), second.notions(other.scope), one.key)
            if len(shared) >= LEAST_NOTIONS:
                yield _verdict(
                    SAME_AT * min(2.0, alike / TELLS_ALIKE), f"both have it from {one.name}",
                    words=f"{one.words.words}: {', '.join(shared)}",
                )  # fmt: skip


def _leads(credit: Credit, text: Text) -> bool:
    """True if what the source is credited for is what the report is about: all of it, its lead, or much of it."""
    if credit.whole:
        return True
    bounds = paragraphs(text)
    body = sum(end - start for start, end in bounds) or 1
    size = credit.scope[1] - credit.scope[0]
    lead = next(
        (b for b in bounds if len(text.content[b[0] : b[1]].split()) > 8), bounds[0] if bounds else credit.scope
    )
    return credit.scope[0] < lead[1] or size >= SCOPE_AT * body


def _all_of(text: Text) -> tuple[int, int]:
    bounds = paragraphs(text)
    return (bounds[0][0], bounds[-1][1]) if bounds else (0, len(text.content))


def _alike(one: frozenset[str], other: frozenset[str], source: str) -> tuple[float, list[str]]:
    """The weight of the notions in both as a share of the lighter one's, and these notions, weightiest first."""
    named = frozenset(content(source)) | DAYS
    one, other = one - named, other - named
    weights = _weights()(one | other)
    shared = sorted(one & other, key=lambda n: (-weights[n], n))
    lighter = min(sum(weights[n] for n in one), sum(weights[n] for n in other))
    return (sum(weights[n] for n in shared) / lighter if lighter else 0.0), shared


def _verdict(score: float, rule: str, *, words: str | None = None) -> Verdict:
    score = round(min(1.0, score), 4)
    return Verdict(
        score=score, reasons=(Reason(field="origin", value=rule.split(":")[0], rule=rule, score=score, words=words),)
    )


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return Weights(muted=frozenset())
