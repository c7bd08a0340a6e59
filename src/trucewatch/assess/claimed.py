"""Where a claimed term belongs: a provision, of which it is a reading, a term that the agreement file lists as claimed,
or neither, when it is claimed and not in the text as far as the file knows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from trucewatch.assess.matching import Heard, Target, targets_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import EFFECTS, Effect, TermClaim
from trucewatch.records.wording import fold

MAKER = Maker(kind="machine", name="assess.claimed", version="1")
# Set on the tuned half of tests/assess/claimed_cases (python -m evals.claimed); precision first.
PLACED_AT = 0.5
#: The place of a term that is claimed and not in the text, as far as the agreement file knows it.
NOT_IN_TEXT = "not in the text"
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {word: number for number, word in enumerate(_NUMERALS, 1)}
_KINDS = re.compile(r"\b(?:articles?|paragraphs?|paras?|points?|clauses?|sections?|annex(?:es)?|provisions?|parts?)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedReading:
    """What one statement asserts the agreement to hold, in all its tellings, and where that belongs.

    ``ref`` is the provision that it reads or the claimed term of the agreement file that it is; None if it is claimed
    and not in the text. ``by`` is the judgement that places it, ``checked`` True where a person confirmed or judged it.
    """

    statement: Statement
    effect: Effect
    ref: str | None
    claims: tuple[TermClaim, ...]
    by: Judgement
    checked: bool = False

    @property
    def side(self) -> str | None:
        return self.statement.side

    @property
    def owner(self) -> str:
        """Whose reading it is, as it is printed."""
        return self.statement.side or self.statement.speaker or "speaker not named"


def link_term_claims(
    claims: Iterable[TermClaim], statements: Iterable[Statement], *, agreement: Agreement, now: datetime
) -> tuple[Judgement, ...]:
    """Judge of each claimed term which provision it reads, or which claimed term of the file it is: one at most.

    What neither a citation nor words point at surely enough is judged ``NOT_IN_TEXT``; the label is what the agreement
    is said to do. Claims that a person rejected are not among ``claims`` and so get no judgement.
    """
    targets = targets_of(agreement)
    side_of = {m: s.side for s in statements for m in s.mention_ids}
    judgements = []
    for claim in claims:
        side = side_of.get(claim.statement_mention, claim.side)
        weighed = [(*_weigh(claim, side, target), target) for target in targets]
        # of equals the claimed term: it is the nearer one where the file's author foresaw the quarrel
        score, reasons, best = max(weighed, key=lambda w: (w[0], w[2].claimed, -w[2].order), default=(0.0, (), None))
        placed = best is not None and score >= PLACED_AT
        if not placed:
            rule = (
                "nothing that the file lists is named"
                if best is None or not reasons
                else f"{best.ref} is nearest, too far"
            )
            reasons = (*reasons, Reason(field="place", value=NOT_IN_TEXT, rule=rule))
            score = round(1.0 - score, 4)
        judgements.append(
            Judgement.of(
                kind="claimed_term", left=claim.id, right=best.ref if best is not None and placed else NOT_IN_TEXT,
                verdict="same", label=claim.effect, score=score, reasons=reasons, maker=MAKER, made_at=now,
            )
        )  # fmt: skip
    return tuple(judgements)


def claimed_readings(
    claims: Iterable[TermClaim],
    statements: Iterable[Statement],
    judgements: Iterable[Judgement],
    *,
    confirmed: Collection[str] = (),
) -> tuple[ClaimedReading, ...]:
    """The readings that statements claim, in the order said; each once, however many reports tell of it.

    ``judgements`` of the kinds ``claimed_term`` and ``provision``: where a person judged what a claim bears on, that
    holds, and a machine's place that a person denied is none. ``confirmed`` are ids of claims that a person confirmed.
    """
    of = {m: s for s in statements for m in s.mention_ids}
    machine: dict[str, Judgement] = {}
    persons: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.kind == "claimed_term":
            machine[judgement.left] = judgement
        elif judgement.kind == "provision" and judgement.maker.kind == "person" and judgement.verdict != "unsure":
            persons.setdefault(judgement.left, []).append(judgement)
    grouped: dict[tuple[str, Effect, str | None], list[tuple[TermClaim, Judgement, bool]]] = {}
    for claim in claims:
        by, statement = machine.get(claim.id), of.get(claim.statement_mention)
        if by is None or statement is None:
            continue  # rejected, or told only as silence
        ref, by, checked = _placed(by, persons.get(claim.id, ()))
        effect: Effect = by.label if by.label in EFFECTS else claim.effect  # type: ignore[assignment]
        told = (claim, by, checked or claim.id in confirmed)
        grouped.setdefault((statement.id, effect, ref), []).append(told)
    found = [
        ClaimedReading(
            statement=of[told[0][0].statement_mention], effect=effect, ref=ref, claims=tuple(c for c, _, _ in told),
            by=max((by for _, by, _ in told), key=lambda j: (j.maker.kind == "person", j.score or 0.0)),
            checked=any(checked for _, _, checked in told),
        )
        for (_, effect, ref), told in grouped.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (_day(r.statement), r.statement.id, r.effect, r.ref or "")))


def _placed(by: Judgement, judged: Iterable[Judgement]) -> tuple[str | None, Judgement, bool]:
    """(where the claim belongs, the judgement that says so, whether a person judged it)."""
    chosen = sorted(judged, key=lambda j: (j.made_at, j.id))
    same = [j for j in chosen if j.verdict == "same"]
    if same:
        return same[-1].right, replace(same[-1], label=by.label), True
    if any(j.right == by.right for j in chosen):
        return None, replace(chosen[-1], label=by.label), True
    return (by.right if by.right != NOT_IN_TEXT else None), by, False


def _day(statement: Statement) -> date:
    return (statement.said_on.first_day if statement.said_on else None) or date.max


def _weigh(claim: TermClaim, side: str | None, target: Target) -> tuple[float, tuple[Reason, ...]]:
    """How much the words of a claim by ``side`` point at a provision or claimed term, and why."""
    heard = Heard.of(_without(claim.span.words, claim.cited.words))
    reasons: list[Reason] = []
    score = 0.0
    numbers = _numbers(claim.cited.words)
    if numbers and not target.claimed and numbers == _numbers(target.ref):
        score += 0.8
        reasons.append(Reason(field="citation", value=claim.cited.words, rule="names the provision by its number"))
    keywords = target.keywords_in(heard)
    if keywords:
        own = target.own_keyword_in(heard)
        # a word that only shares its stem with a keyword ("fighters", "fighting") says less
        score += (0.5 if own or any(" " in k for k in keywords) else 0.35) + 0.1 * min(2, len(keywords) - 1)
        rule = "words by which reports refer to it" + (", of no other provision" if own else "")
        reasons.append(Reason(field="keywords", value=", ".join(keywords), rule=rule))
    of_topic = () if keywords else target.topic_words_in(heard)
    if of_topic:
        score += 0.3 if len(of_topic) > 1 or " " in of_topic[0] else 0.2
        reasons.append(Reason(field="topic words", value=", ".join(of_topic), rule="words of its topic"))
    wording, shared = target.wording_in(heard)
    if wording >= 0.15:
        score += 0.6 * wording
        reasons.append(
            Reason(
                field="wording", value=f"{wording:.2f}", rule="weighted words of its text", score=wording,
                words=", ".join(shared),
            )
        )  # fmt: skip
    if not reasons:
        return 0.0, ()
    if side in target.sides:
        score += 0.1
        rule = "claims the term or answers it" if target.claimed else "owes it"
        reasons.append(Reason(field="side", value=side or "", rule=rule))
    return round(min(1.0, score), 4), tuple(reasons)


def _without(words: str, cited: str) -> str:
    """The words less the name of the agreement: "ceasefire" in "under the ceasefire" points at no provision."""
    return words.replace(cited, " ")


def _numbers(cited: str) -> tuple[str, ...]:
    """The numbers and letters of a reference, whichever way they are written: "Point 2 (b)", "II b", "Part Two b"."""
    folded = fold(cited)
    if not _KINDS.search(folded) and not re.fullmatch(r"[\w.\s()]{1,12}", folded):
        return ()
    parts = re.findall(r"\d+|[^\W\d_]+", _KINDS.sub(" ", folded.partition(" of ")[0]))
    return tuple(str(_ROMAN.get(p) or _WORDS.get(p) or p) for p in parts)
