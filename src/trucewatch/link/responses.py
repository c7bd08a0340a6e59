"""Which statement answers which charge: by addressee, topic, order, nearness and cue words. Precision first.

A charge is an accusation or condemnation of one side. Its answers come from that side: a denial, a charge
back, a justification, an acceptance, a correction; the accuser's own retraction also answers it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trucewatch.link.answers import AnswerCues, kind_of_answer
from trucewatch.link.decide import MAKER
from trucewatch.link.order import Told
from trucewatch.link.profile import Weights, Window, names_of_parties, read_words, window_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import CHARGES

# Tuned on hand-built cases of our own (tests/link); the seeds and dev clusters were used for measuring only.
ANSWERED_AT = 0.60
#: Below this likeness an answer with a matter of its own speaks of something else.
OWN_TOPIC = 0.06
#: Nearness: a neighbour lies within so many characters (a paragraph), a stranger beyond so many.
NEIGHBOUR = 350
FAR = 1800
#: Across reports, an answer is looked for in so many days, among so many charges of one pair of sides.
MAX_DELAY_DAYS = 10
CROWD = 60
#: One statement answers so many charges at most; a charge back, fewer: it mostly stands for itself.
MOST_CHARGES = 4
MOST_BACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A statement as it is matched: notions with weights, where it stands in each text, its days, its incidents."""

    statement: Statement
    mentions: tuple[StatementMention, ...]
    weights: Mapping[str, float]
    norm: float
    spots: Mapping[str, tuple[tuple[int, int], ...]]
    window: Window | None
    incidents: frozenset[str]
    cues: AnswerCues

    def distance(self, other: Voice) -> tuple[int, bool] | None:
        """(characters between the nearest mentions in one text, True if ``other`` stands after); None if apart."""
        best: tuple[int, bool] | None = None
        for text_id in sorted(self.spots.keys() & other.spots.keys()):
            for start, end in self.spots[text_id]:
                for other_start, other_end in other.spots[text_id]:
                    after = other_start >= start
                    gap = max(0, other_start - end) if after else max(0, start - other_end)
                    if best is None or (gap, not after) < (best[0], not best[1]):
                        best = (gap, after)
        return best


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
    """Judge every charge against what its addressee says in the same report, or elsewhere within days.

    A pair that a person judged is left to the person's judgement.
    """
    voices = _voices(statements, mentions, incidents, incident_mentions, texts, told, names_of_parties(agreement))
    judged = {(j.left, j.right) for j in persons if j.kind == "response"}
    found: dict[tuple[int, int], tuple[str, float, tuple[Reason, ...]]] = {}
    for i, j in sorted(_pairs(voices)):
        claim, answer = voices[i], voices[j]
        if (claim.statement.id, answer.statement.id) in judged:
            continue
        weighed = weigh(claim, answer)
        if weighed is not None and weighed[1] >= ANSWERED_AT:
            found[i, j] = weighed
    return tuple(
        Judgement.of(
            kind="response",
            left=voices[i].statement.id,
            right=voices[j].statement.id,
            verdict="same",
            label=kind,
            score=score,
            reasons=reasons,
            maker=MAKER,
            made_at=now,
        )
        for (i, j), (kind, score, reasons) in _best(found).items()
    )


def weigh(claim: Voice, answer: Voice) -> tuple[str, float, tuple[Reason, ...]] | None:
    """(kind, score, reasons) of an answer to a claim; None where it cannot be one."""
    one, other = claim.statement, answer.statement
    topic = _topic(claim, answer)
    back = other.target_side is not None and other.target_side == one.side
    shared = claim.incidents & answer.incidents
    apart = claim.distance(answer)
    kind = kind_of_answer(other, answer.cues, retracts=one.side == other.side, back=back, topic=topic)
    if kind is None:
        return None
    if topic < OWN_TOPIC and not shared and not answer.cues.points_at_charge and _speaks_for_itself(answer, kind):
        return None
    if (
        claim.window
        and answer.window
        and claim.window.stated
        and answer.window.stated
        and answer.window.last < claim.window.first
    ):
        return None
    reasons = [Reason(field="addressee", value=f"{one.side} charges {one.target_side}", rule="the charged side speaks")]
    score = _BASE[kind]
    if topic > 0.05:
        score += 0.35 * min(1.0, topic / 0.4)
        words = ", ".join(sorted(claim.weights.keys() & answer.weights.keys(), key=lambda n: -claim.weights[n])[:6])
        reasons.append(
            Reason(
                field="topic", value=f"{topic:.2f}", rule="weighted words shared", score=min(1.0, topic), words=words
            )
        )
    if shared:
        score += 0.15
        reasons.append(
            Reason(field="incident", value=", ".join(sorted(i[:12] for i in shared)), rule="both speak of one incident")
        )
    if answer.cues.answers:
        score += 0.15
        reasons.append(Reason(field="cue", value=", ".join(answer.cues.answers), rule="words that mark an answer"))
    if back:
        score += 0.05
        reasons.append(Reason(field="target_side", value=one.side or "", rule="the answer addresses the accuser"))
    if apart is None:
        if (topic < 0.25 and not shared) or (kind == "justification" and topic < 0.3):
            return None
        delay = _delay(claim, answer)
        if delay is None:
            return None
        score -= 0.05 + 0.02 * delay
        reasons.append(Reason(field="order", value=f"{delay} days", rule="another report, after the charge"))
        return kind, _bounded(score), tuple(reasons)
    gap, after = apart
    if not after and kind == "counter_accusation" and not claim.cues.precedes:
        return None
    near = 0.20 if gap <= NEIGHBOUR else 0.10 if gap <= 2 * NEIGHBOUR else 0.0 if gap <= FAR else -0.10
    rule = "told after the charge" if after else "told before the charge"
    reasons.append(Reason(field="order", value=f"{gap} characters apart", rule=rule))
    score += near
    if answer.cues.points_at_charge and after and gap <= NEIGHBOUR:
        # "has denied the charge": no topic of its own, so the nearest charge is meant
        score += 0.20
        reasons.append(Reason(field="cue", value="names a charge", rule="the nearest charge is meant"))
    if not after and not claim.cues.precedes:
        score -= 0.05
    return kind, _bounded(score), tuple(reasons)


_BASE = {
    "denial": 0.35,
    "counter_accusation": 0.20,
    "justification": 0.20,
    "acceptance": 0.25,
    "correction": 0.25,
    "retraction": 0.30,
}


def _speaks_for_itself(answer: Voice, kind: str) -> bool:
    """True if the answer has a matter of its own, so that it would have to be the charge's; a charge back need not."""
    return kind != "counter_accusation" and sum(w > 1.0 for w in answer.weights.values()) >= 3


def _bounded(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 4)


def _best(
    found: Mapping[tuple[int, int], tuple[str, float, tuple[Reason, ...]]],
) -> dict[tuple[int, int], tuple[str, float, tuple[Reason, ...]]]:
    """Keep each answer's best charges; of two charges back that answer each other, the surer one."""
    by_answer: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), (_, score, _) in found.items():
        by_answer[j].append((-score, i))
    kept = {}
    for j, charges in sorted(by_answer.items()):
        backs = 0
        for minus, i in sorted(charges)[:MOST_CHARGES]:
            kind = found[i, j][0]
            if kind == "counter_accusation":
                other = found.get((j, i))
                if backs >= MOST_BACK or (other and other[0] == kind and (other[1], j) > (-minus, i)):
                    continue
                backs += 1
            kept[i, j] = found[i, j]
    return kept


def _pairs(voices: Sequence[Voice]) -> set[tuple[int, int]]:
    """(claim, answer) pairs by addressee: together in a text, or within days of each other."""
    claims: dict[str, list[int]] = defaultdict(list)
    speakers: dict[str, list[int]] = defaultdict(list)
    by_text: dict[str, list[int]] = defaultdict(list)
    for n, voice in enumerate(voices):
        one = voice.statement
        if one.act in CHARGES and one.side and one.target_side and one.side != one.target_side:
            claims[one.target_side].append(n)
        if one.side:
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
                speaker = voices[j].statement.side
                if j != i and (speaker == charged[i] or speaker == voices[i].statement.side):
                    pairs.add((i, j))
    for side, ns in claims.items():
        for j in speakers.get(side, ()):
            near = [i for i in ns if (delay := _delay(voices[i], voices[j])) is not None and delay <= MAX_DELAY_DAYS]
            pairs.update((i, j) for i in near[-CROWD:] if i != j)
    return pairs


def _delay(claim: Voice, answer: Voice) -> int | None:
    """Days from charge to answer; None if a day is unknown, too many lie between, or the answer came first."""
    if claim.window is None or answer.window is None:
        return None
    delay = (answer.window.last - claim.window.first).days
    if delay < 0 or answer.window.gap(claim.window) > MAX_DELAY_DAYS:
        return None
    return answer.window.gap(claim.window)


def _topic(a: Voice, b: Voice) -> float:
    shared = sorted(a.weights.keys() & b.weights.keys())
    if not shared or not a.norm or not b.norm:
        return 0.0
    common = math.fsum(a.weights[n] * b.weights[n] for n in shared)
    cosine = common / (a.norm * b.norm)
    return cosine if len(shared) < 2 else 0.6 * cosine + 0.4 * common / min(a.norm, b.norm) ** 2


def _voices(
    statements: Sequence[Statement],
    mentions: Iterable[StatementMention],
    incidents: Iterable[Incident],
    incident_mentions: Iterable[IncidentMention],
    texts: Mapping[str, Text],
    told: Told,
    muted: frozenset[str],
) -> list[Voice]:
    by_id = {m.id: m for m in mentions}
    home = {m: incident.id for incident in incidents for m in incident.mention_ids}
    carries: dict[str, set[str]] = defaultdict(set)
    for happened in incident_mentions:
        if happened.statement_mention and happened.id in home:
            carries[happened.statement_mention].add(home[happened.id])
    notions = [list(dict.fromkeys(n for m in s.mention_ids for n in read_words(by_id[m])[1])) for s in statements]
    weigh = Weights(notions, muted=muted)
    voices = []
    for statement, one in zip(statements, notions, strict=True):
        ours = tuple(by_id[m] for m in statement.mention_ids)
        weights = weigh(one)
        spots: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for m in ours:
            spots[m.text_id].append((m.content[0].start, m.content[-1].end))
        days = [told.published(m.text_id) for m in ours]
        published = min((d for d in days if d is not None), default=None)
        voices.append(
            Voice(
                statement=statement,
                mentions=ours,
                weights=weights,
                norm=math.sqrt(math.fsum(w * w for w in weights.values())),
                spots={t: tuple(sorted(s)) for t, s in spots.items()},
                window=window_of(statement.said_on, published),
                incidents=frozenset(i for m in ours for i in carries.get(m.id, ())),
                cues=AnswerCues.of(ours, texts),
            )
        )
    return voices
