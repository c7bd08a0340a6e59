"""Which statement answers which claim: judged from features of the pair, with weights fitted on hand-written cases.

A claim is a charge against a side (an accusation, a condemnation), or an account of its conduct by another. Its answers
come from that side: a denial, a charge back, a justification, an acceptance, a correction; the accuser's own retraction
also answers it.

The neighbourhood: how a pair is weighed hangs on the two statements, their mentions and the texts of these, the
incidents that they carry, and on its rivals, which are the claims that the same answer could answer: those in the texts
of its mentions, and those by or against its side whose window of days lies within ``MAX_DELAY_DAYS`` of its own. In the
second round it leans on how pairs were weighed that share one of its statements and whose other one is by the same
speaker in the same text, or a rival claim. Nothing else of a case is looked at: a pair need be weighed anew only if one
of these changed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from trucewatch.link.answer_features import Feature, Pair, Surroundings, features, out_of_question
from trucewatch.link.answers import MOVES, kind_of_answer
from trucewatch.link.decide import MAKER
from trucewatch.link.order import Told
from trucewatch.link.voices import Voice, topic_likeness, voices_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import CHARGES

#: Least score of a link. By ``evals.fit_answers --look`` anything from .4 to .5 does as well; .45 by looking at the
#: seeds and the three dev clusters, whose figures are therefore development figures.
ANSWERED_AT = 0.45
#: Across reports, an answer is looked for in so many days, among so many claims of one pair of sides.
MAX_DELAY_DAYS = 10
CROWD = 60
#: One statement answers so many claims at most; a charge back, fewer: it mostly stands for itself.
MOST_CLAIMS = 4
MOST_BACK = 2
#: A claim whose odds are so much worse (a factor of e^3) than those of the one that an answer fits best is not meant.
BEHIND = 3.0
#: Unless it is as sure as this by itself.
BY_ITSELF = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An answer's dispute kind, score 0 to 1, and features with what each is worth."""

    kind: str
    score: float
    found: tuple[tuple[Feature, float], ...]

    @property
    def logit(self) -> float:
        return math.fsum(worth for _, worth in self.found)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """One reason a field, the features that count most first; what is worth next to nothing is left out.

        Whom the charge is against and which words mark an answer are always given: readers look for them.
        """
        by_field: dict[str, list[tuple[Feature, float]]] = defaultdict(list)
        for feature, worth in self.found:
            if abs(worth) >= 0.05 or feature.field in ("addressee", "cue"):
                by_field[feature.field].append((feature, worth))
        made = []
        for field, held in by_field.items():
            held.sort(key=lambda one: -abs(one[1]))
            rule = "; ".join(dict.fromkeys(feature.rule for feature, _ in held))
            made.append(
                Reason(
                    field=field,
                    value=held[0][0].shown,
                    rule=f"{rule} ({sum(w for _, w in held):+.2f})",
                    words=next((f.words for f, _ in held if f.words), None),
                )
            )
        return tuple(made)


@lru_cache(maxsize=1)
def answer_weights() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """What each feature is worth: in the first round, which knows nothing of turns, and in the second."""
    table = (files("trucewatch.link") / "data" / "answers.tsv").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in table.splitlines() if row and not row.startswith("#")]
    return {name: float(first) for name, first, _ in rows}, {name: float(second) for name, _, second in rows}


def link_responses(
    statements: Sequence[Statement],
    *,
    mentions: Iterable[StatementMention],
    incidents: Iterable[Incident],
    incident_mentions: Iterable[IncidentMention],
    texts: Mapping[str, Text],
    agreement: Agreement,
    told: Told,
    persons: Sequence[Judgement],
    now: datetime,
) -> tuple[Judgement, ...]:
    """Judge every claim against what its addressee says in the same report, or elsewhere within days.

    A pair that a person judged is left to the person's judgement.
    """
    voices = voices_of(statements, mentions, incidents, incident_mentions, texts, told, agreement)
    judged = {(j.left, j.right) for j in persons if j.kind == "response"}
    found = {
        (i, j): one
        for (i, j), one in weigh_all(voices, answer_weights()).items()
        if one.score >= ANSWERED_AT and (voices[i].statement.id, voices[j].statement.id) not in judged
    }
    return tuple(
        Judgement.of(
            kind="response",
            left=voices[i].statement.id,
            right=voices[j].statement.id,
            verdict="same",
            label=one.kind,
            score=one.score,
            reasons=one.reasons,
            maker=MAKER,
            made_at=now,
        )
        for (i, j), one in best_of(found).items()
    )


def weigh_all(voices: Sequence[Voice], weights: tuple[Mapping[str, float], Mapping[str, float]]) -> dict[Pair, Weighed]:
    """Every pair that could be claim and answer, weighed in two rounds: alone, then knowing what was said beside it."""
    kinds = kinds_of(voices)
    around = Surroundings.of(voices, list(kinds))
    turn: dict[Pair, float] = {}
    weighed: dict[Pair, Weighed] = {}
    for of_round in weights:
        for (i, j), kind in kinds.items():
            seen = features(i, j, around, kind=kind, delay=delay_of(voices[i], voices[j]), turn=turn)
            weighed[i, j] = valued(seen, kind, of_round)
        turn = surely(weighed)
    return weighed


def weigh(claim: Voice, answer: Voice) -> Weighed | None:
    """The two weighed as if nobody else had spoken; None where the one cannot answer the other."""
    return weigh_all((claim, answer), answer_weights()).get((0, 1))


def valued(seen: Iterable[Feature], kind: str, weights: Mapping[str, float]) -> Weighed:
    """The logistic of the features' weighted sum. A feature without a weight counts for nothing."""
    worth = tuple((one, one.value * weights.get(one.name, 0.0)) for one in seen)
    weighed = Weighed(kind=kind, score=0.0, found=worth)
    return replace(weighed, score=round(1 / (1 + math.exp(-weighed.logit)), 4))


def surely(weighed: Mapping[Pair, Weighed]) -> dict[Pair, float]:
    """The pairs that stand on their own, with their scores: what else is said in that breath leans on them."""
    return {pair: one.score for pair, one in weighed.items() if one.score >= ANSWERED_AT}


def kinds_of(voices: Sequence[Voice]) -> dict[Pair, str]:
    """The pairs that could be claim and answer, each with the dispute kind that it would be."""
    found = {}
    for i, j in sorted(_pairs(voices)):
        kind = _kind_of_pair(voices[i], voices[j])
        if kind is not None:
            found[i, j] = kind
    return found


def _kind_of_pair(claim: Voice, answer: Voice) -> str | None:
    """The dispute kind of a statement as the answer to a claim; None where it cannot be one."""
    one, other = claim.statement, answer.statement
    if _too_early(claim, answer) or (claim.distance(answer) is None and delay_of(claim, answer) is None):
        return None
    topic = topic_likeness(claim, answer)
    if claim.overlaps(answer) or out_of_question(claim, answer, topic):
        return None
    return kind_of_answer(
        other,
        answer.cues,
        retracts=one.side is not None and one.side == other.side,
        back=one.side is not None and answer.charged == one.side,
        topic=topic,
    )


def _too_early(claim: Voice, answer: Voice) -> bool:
    """True if the answer was given on a day before the claim, both days being stated."""
    one, other = claim.window, answer.window
    return bool(one and other and one.stated and other.stated and other.last < one.first)


def best_of(found: Mapping[Pair, Weighed]) -> dict[Pair, Weighed]:
    """Keep each answer's best claims; of two charges back that answer each other, the surer one."""
    by_answer: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), one in found.items():
        by_answer[j].append((-one.logit, i))
    kept = {}
    for j, claims in sorted(by_answer.items()):
        backs = 0
        best = -min(claims)[0]
        for minus, i in sorted(claims)[:MOST_CLAIMS]:
            if -minus < best - BEHIND and found[i, j].score < BY_ITSELF:
                break
            if found[i, j].kind == "counter_accusation":
                other = found.get((j, i))
                if backs >= MOST_BACK:
                    continue
                if other is not None and other.kind == "counter_accusation" and (other.logit, j) > (-minus, i):
                    continue
                backs += 1
            kept[i, j] = found[i, j]
    return kept


def _pairs(voices: Sequence[Voice]) -> set[Pair]:
    """(claim, answer) pairs by addressee: together in a text, or within days of each other."""
    claims: dict[str, list[int]] = defaultdict(list)
    speakers: dict[str, list[int]] = defaultdict(list)
    by_text: dict[str, list[int]] = defaultdict(list)
    for n, voice in enumerate(voices):
        one = voice.statement
        if (one.act in CHARGES or voice.account) and voice.charged and one.side != voice.charged:
            claims[voice.charged].append(n)
        if one.side and one.act in MOVES:
            speakers[one.side].append(n)
        for text_id in voice.spots:
            by_text[text_id].append(n)
    charged = {n: side for side, ns in claims.items() for n in ns}
    pairs = set()
    for together in by_text.values():
        for i in together:
            if i not in charged:
                continue
            for j in together:
                speaker = voices[j].statement.side or ""
                if j != i and voices[j].statement.act in MOVES and speaker in (charged[i], voices[i].statement.side):
                    pairs.add((i, j))
    for side, ns in claims.items():
        for j in {*speakers.get(side, ()), *(k for i in ns for k in _retractors(voices[i], speakers, voices))}:
            near = []
            for i in ns:
                delay = delay_of(voices[i], voices[j])
                if i != j and delay is not None and voices[j].statement.side in (side, voices[i].statement.side):
                    near.append((delay, voices[i].statement.id, i))
            pairs.update((i, j) for _, _, i in sorted(near)[:CROWD])
    return pairs


def _retractors(claim: Voice, speakers: Mapping[str, Sequence[int]], voices: Sequence[Voice]) -> list[int]:
    """Statements of the claim's own side that take something back."""
    held = speakers.get(claim.statement.side or "", ())
    return [j for j in held if voices[j].statement.act == "retract" or voices[j].cues.takes_back]


def delay_of(claim: Voice, answer: Voice) -> int | None:
    """Days from claim to answer; None if a day is unknown, too many lie between, or the answer came first."""
    if claim.window is None or answer.window is None:
        return None
    delay = (answer.window.last - claim.window.first).days
    if delay < 0 or answer.window.gap(claim.window) > MAX_DELAY_DAYS:
        return None
    return answer.window.gap(claim.window)
