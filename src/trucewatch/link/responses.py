"""Which statement answers which charge: by addressee, topic, order, nearness and cue words. Precision first.

A charge is an accusation or condemnation of one side. Its answers come from that side: a denial, a charge
back, a justification, an acceptance, a correction; the accuser's own retraction also answers it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trucewatch.link.answers import kind_of_answer
from trucewatch.link.decide import MAKER
from trucewatch.link.order import Told
from trucewatch.link.voices import Voice, breach_for_breach, denies_breach, topic_likeness, voices_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import CHARGES

# Set by looking at the seeds and the three dev clusters, whose figures are therefore development figures.
ANSWERED_AT = 0.60
#: Below this likeness an answer with a matter of its own speaks of something else.
OWN_TOPIC = 0.06
#: Nearness: a neighbour lies within so many characters (a paragraph), the very next sentence within
#: ``NEXT``, a stranger beyond ``FAR``.
NEIGHBOUR = 350
NEXT = 200
FAR = 1800
#: Across reports, an answer is looked for in so many days, among so many charges of one pair of sides.
MAX_DELAY_DAYS = 10
CROWD = 60
#: One statement answers so many charges at most; a charge back, fewer: it mostly stands for itself.
MOST_CHARGES = 4
MOST_BACK = 2
#: A charge so much below the one that an answer fits best is not what it answers.
BEHIND = 0.20


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
    voices = voices_of(statements, mentions, incidents, incident_mentions, texts, told, agreement)
    judged = {(j.left, j.right) for j in persons if j.kind == "response"}
    found: dict[tuple[int, int], Weighed] = {}
    for i, j in sorted(_pairs(voices)):
        if (voices[i].statement.id, voices[j].statement.id) not in judged:
            weighed = weigh(voices[i], voices[j])
            if weighed is not None and weighed.score >= ANSWERED_AT:
                found[i, j] = weighed
    for i, j in _same_turn(voices, found):
        if (voices[i].statement.id, voices[j].statement.id) not in judged:
            weighed = weigh(voices[i], voices[j], in_turn=True)
            if weighed is not None and weighed.score >= ANSWERED_AT:
                found.setdefault((i, j), weighed)
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
        for (i, j), one in _best(found).items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An answer's dispute kind, score 0 to 1 and reasons; ``sum`` is the score before it was held to 1."""

    kind: str
    score: float
    sum: float
    reasons: tuple[Reason, ...]


class _Tally:
    """A score in the making, each step with its reason."""

    def __init__(self, start: float) -> None:
        self.score = start
        self.reasons: list[Reason] = []

    def add(self, points: float, field: str, value: str, rule: str, words: str | None = None) -> None:
        self.score += points
        self.reasons.append(Reason(field=field, value=value, rule=rule, words=words))

    def weighed(self, kind: str) -> Weighed:
        score = round(self.score, 4)
        return Weighed(kind=kind, score=min(1.0, max(0.0, score)), sum=score, reasons=tuple(self.reasons))


def weigh(claim: Voice, answer: Voice, *, in_turn: bool = False) -> Weighed | None:
    """Weigh an answer to a claim; None where it cannot be one.

    ``in_turn`` is True if the same speaker denies this claim next to these words.
    """
    one, other = claim.statement, answer.statement
    topic = topic_likeness(claim, answer)
    back = one.side is not None and answer.charged == one.side
    shared = claim.incidents & answer.incidents
    apart = claim.distance(answer)
    kept = denies_breach(claim, answer) and one.side != other.side
    kind = kind_of_answer(other, answer.cues, retracts=one.side == other.side, back=back, topic=topic)
    if kept and kind in (None, "justification") and not answer.cues.defends:
        kind = "denial"
    if kind is None or (in_turn and kind not in ("justification", "counter_accusation", "denial")):
        return None
    at_once = apart is not None and apart[1] and apart[0] <= NEXT
    defends = kind == "justification" and answer.cues.defends and (at_once or in_turn)
    retorts = back and apart is not None and apart[1] and apart[0] <= NEIGHBOUR and other.act in DENIALS
    free = topic >= OWN_TOPIC or shared or kept or answer.cues.points_at_charge or defends or retorts or in_turn
    if (not free and _speaks_for_itself(answer, kind)) or _too_early(claim, answer):
        return None
    tally = _Tally(_BASE[kind])
    tally.add(0.0, "addressee", f"{one.side} charges {claim.charged}", "the charged side speaks")
    if topic > 0.05:
        words = ", ".join(
            sorted(claim.weights.keys() & answer.weights.keys(), key=lambda n: (-claim.weights[n], n))[:6]
        )
        tally.add(0.35 * min(1.0, topic / 0.4), "topic", f"{topic:.2f}", "weighted words shared", words=words)
    if shared:
        tally.add(0.15, "incident", ", ".join(sorted(i[:12] for i in shared)), "both speak of one incident")
    if answer.cues.answers:
        tally.add(0.15, "cue", ", ".join(answer.cues.answers), "words that mark an answer")
    if back or one.side in answer.names:
        tally.add(0.05, "target_side", one.side or "", "the answer addresses or names the accuser")
    if kept:
        tally.add(0.20, "stance", other.side or "", "says that it keeps what it is said to break")
    elif kind == "counter_accusation" and breach_for_breach(claim, answer):
        tally.add(0.10, "stance", other.side or "", "each says that the other breaks the agreement")
    if in_turn:
        tally.add(
            0.30 if kind == "counter_accusation" and back else 0.20,
            "turn",
            other.speaker or "",
            "said in one breath with a denial of the charge",
        )
    if apart is None:
        if (topic < 0.25 and not shared and not kept) or (kind == "justification" and topic < 0.3):
            return None
        delay = _delay(claim, answer)
        if delay is None:
            return None
        tally.add(-0.05 - 0.02 * delay, "order", f"{delay} days", "another report, after the charge")
        return tally.weighed(kind)
    gap, after = apart
    if kind == "counter_accusation" and (answer.cues.precedes if after else not claim.cues.precedes):
        return None  # the charge back comes second, in the telling or by what the sentence says of it
    near = 0.20 if gap <= NEIGHBOUR else 0.10 if gap <= 2 * NEIGHBOUR else 0.0 if gap <= FAR else -0.10
    if in_turn:
        near = max(near, 0.10)  # as near as the denial beside it
    backwards = 0.05 if not after and not claim.cues.precedes else 0.0
    place = "told after the charge" if after else "told before the charge"
    tally.add(near - backwards, "order", f"{gap} characters apart", place)
    if answer.cues.points_at_charge and after and gap <= NEIGHBOUR:
        # "has denied the charge": no topic of its own, so the nearest charge is meant
        tally.add(0.20, "cue", "names a charge", "the nearest charge is meant")
    if kind == "counter_accusation" and at_once:
        tally.add(0.15, "order", "the next sentence", "charge against charge")
    if defends and at_once:
        tally.add(0.15, "cue", "speaks of defence", "follows the charge at once")
    return tally.weighed(kind)


def _too_early(claim: Voice, answer: Voice) -> bool:
    """True if the answer was given on a day before the claim, both days being stated."""
    one, other = claim.window, answer.window
    return bool(one and other and one.stated and other.stated and other.last < one.first)


def _same_turn(voices: Sequence[Voice], found: Mapping[tuple[int, int], Weighed]) -> list[tuple[int, int]]:
    """(claim, further words) where the speaker who denies the claim says more, without another in between.

    Of several charges that he denies, the one that the denial fits best, then the nearest."""
    by_text: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for n, voice in enumerate(voices):
        for text_id, spots in voice.spots.items():
            by_text[text_id] += [(start, end, n) for start, end in spots]
    turns: dict[int, set[int]] = defaultdict(set)
    for pieces in by_text.values():
        ordered = sorted(pieces)
        for at, (_, end, n) in enumerate(ordered):
            last = end
            for start, stop, k in ordered[at + 1 :]:
                if start - last > NEIGHBOUR or voices[k].statement.speaker != voices[n].statement.speaker:
                    break
                if k != n and voices[n].statement.speaker is not None:
                    turns[n].add(k)
                    turns[k].add(n)
                last = max(last, stop)
    meant: dict[int, tuple[float, int, int]] = {}
    for (i, j), one in sorted(found.items()):
        apart = voices[i].distance(voices[j])
        if apart is None or one.kind != "denial":
            continue
        if voices[j].cues.answers or voices[j].statement.act in DENIALS:
            meant[j] = min(meant.get(j, (0.0, 0, i)), (-one.sum, apart[0], i))
    denials = sorted((i, j) for j, (_, _, i) in meant.items())
    return [
        (i, k) for i, j in denials for k in sorted(turns[j]) if k != i and voices[i].distance(voices[k]) is not None
    ]


DENIALS = frozenset({"deny", "deny_responsibility", "reject"})
_BASE = {
    "denial": 0.35,
    "counter_accusation": 0.20,
    "justification": 0.25,
    "acceptance": 0.25,
    "correction": 0.25,
    "retraction": 0.30,
}


def _speaks_for_itself(answer: Voice, kind: str) -> bool:
    """True if the answer has a matter of its own, so that it would have to be the charge's; a charge back need not."""
    return kind != "counter_accusation" and sum(w > 0.3 for w in answer.weights.values()) >= 3


def _best(found: Mapping[tuple[int, int], Weighed]) -> dict[tuple[int, int], Weighed]:
    """Keep each answer's best charges; of two charges back that answer each other, the surer one."""
    by_answer: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), one in found.items():
        by_answer[j].append((-one.sum, i))
    kept = {}
    for j, charges in sorted(by_answer.items()):
        backs = 0
        best = -min(charges)[0]
        for minus, i in sorted(charges)[:MOST_CHARGES]:
            if -minus < best - BEHIND:
                break
            if found[i, j].kind == "counter_accusation":
                other = found.get((j, i))
                if backs >= MOST_BACK:
                    continue
                if other is not None and other.kind == "counter_accusation" and (other.sum, j) > (-minus, i):
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
        if one.act in CHARGES and one.side and voice.charged and one.side != voice.charged:
            claims[voice.charged].append(n)
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
