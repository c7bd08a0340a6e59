"""Statements as they are held against each other for claim and answer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.answers import AnswerCues, openings
from trucewatch.link.order import Told
from trucewatch.link.profile import Weights, Window, names_of_parties, read_words, window_of
from trucewatch.link.stance import Stance, stance_of
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.wording import tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A statement as it is matched: notions with weights, where it stands in each text, its days, its incidents.
    ``names`` are the parties that its words name; ``charged`` is the side it charges, or else of whose conduct it gives
    an ``account``, if of one; ``stances`` what its mentions say of who keeps or breaks the agreement. ``opened`` is,
    for each of its texts, where words before it last said that an answer to what was just told follows."""

    statement: Statement
    mentions: tuple[StatementMention, ...]
    weights: Mapping[str, float]
    norm: float
    spots: Mapping[str, tuple[tuple[int, int], ...]]
    window: Window | None
    incidents: frozenset[str]
    cues: AnswerCues
    names: frozenset[str]
    charged: str | None
    account: bool
    stances: tuple[Stance, ...]
    opened: Mapping[str, int]

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

    def overlaps(self, other: Voice) -> bool:
        """True if the words of one lie in the other's: what somebody is quoted as having said is no answer to it."""
        return any(
            start < other_end and other_start < end
            for text_id in self.spots.keys() & other.spots.keys()
            for start, end in self.spots[text_id]
            for other_start, other_end in other.spots[text_id]
        )


def _named(words: str, parties: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The parties that the words name in full by one of their names."""
    line = f" {' '.join(tokens(words))} "
    return frozenset(party for party, names in parties.items() if any(f" {name} " in line for name in names))


def _names(party: Party) -> tuple[str, ...]:
    """The party's names as folded words; names of two letters are left out ("US" folds to a pronoun)."""
    names = (" ".join(tokens(n)) for n in (party.name, *party.members, *party.aliases, *party.demonyms))
    return tuple(dict.fromkeys(n for n in names if len(n) > 2))


#: Acts by which a side may tell of another's conduct without charging it in so many words.
ACCOUNTS = frozenset({"report", "announce"})
#: Whose conduct is told of stands among the first words.
HEAD = 4


def _charged(statement: Statement, named: frozenset[str], blamed: set[str], head: frozenset[str]) -> str | None:
    """The side a charge is against: as read, else the one other side its words name, or blame in an incident.

    Of an account, the side that it blames in an incident, or that stands at its ``head``.
    """
    if statement.act in ACCOUNTS:
        for sides in (blamed, head):
            if len(sides) == 1 and statement.side not in sides:
                return next(iter(sides))
        return None
    if statement.act not in CHARGES or statement.target_side is not None:
        return statement.target_side
    for sides in (named, blamed):
        others = sides - {statement.side}
        if len(others) == 1:
            return next(iter(others))
    return None


def topic_likeness(a: Voice, b: Voice) -> float:
    """How alike the matter of two statements is, 0 to 1."""
    shared = sorted(a.weights.keys() & b.weights.keys())
    if not shared or not a.norm or not b.norm:
        return 0.0
    common = math.fsum(a.weights[n] * b.weights[n] for n in shared)
    cosine = common / (a.norm * b.norm)
    return cosine if len(shared) < 2 else 0.6 * cosine + 0.4 * common / min(a.norm, b.norm) ** 2


def denies_breach(claim: Voice, answer: Voice) -> bool:
    """True if the answer says that a side keeps what the claim says it breaks."""
    return any(a.answers(c) for a in answer.stances for c in claim.stances)


def breach_for_breach(claim: Voice, answer: Voice) -> bool:
    """True if each says that the other side breaks the agreement."""
    return any(not a.kept for a in answer.stances) and any(not c.kept for c in claim.stances)


def voices_of(
    statements: Sequence[Statement],
    mentions: Iterable[StatementMention],
    incidents: Iterable[Incident],
    incident_mentions: Iterable[IncidentMention],
    texts: Mapping[str, Text],
    told: Told,
    agreement: Agreement,
) -> list[Voice]:
    """A voice per statement, in the order given; words weighed over the statements."""
    by_id = {m.id: m for m in mentions}
    home = {m: incident.id for incident in incidents for m in incident.mention_ids}
    carries: dict[str, set[str]] = defaultdict(set)
    told_of = list(incident_mentions)
    for happened in told_of:
        if happened.statement_mention and happened.id in home:
            carries[happened.statement_mention].add(home[happened.id])
    notions = [list(dict.fromkeys(n for m in s.mention_ids for n in read_words(by_id[m])[1])) for s in statements]
    named_parties = names_of_parties(agreement)
    weigh = Weights(muted=named_parties)
    parties = {p.name: _names(p) for p in agreement.parties}
    blamed: dict[str, set[str]] = defaultdict(set)
    for happened in told_of:
        if happened.statement_mention:
            blamed[happened.statement_mention].update(p.side for p in happened.actors if p.side)
    opened_in: dict[str, tuple[int, ...]] = {}
    voices = []
    for statement, one in zip(statements, notions, strict=True):
        ours = tuple(by_id[m] for m in statement.mention_ids)
        weights = weigh(one)
        spots: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for m in ours:
            spots[m.text_id].append((m.content[0].start, m.content[-1].end))
        opened: dict[str, int] = {}
        for text_id, places in spots.items():
            if text_id not in opened_in:
                opened_in[text_id] = openings(texts[text_id].content) if text_id in texts else ()
            before = [at for at in opened_in[text_id] if at <= max(start for start, _ in places)]
            if before:
                opened[text_id] = before[-1]
        cues = AnswerCues.of(ours, texts)
        named = _named(cues.content, parties)
        head = _named(" ".join(" ".join(piece.words for piece in ours[0].content).split()[:HEAD]), parties)
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
                cues=cues,
                names=named,
                stances=tuple(s for m in ours if (s := stance_of(m, muted=named_parties)) is not None),
                charged=_charged(statement, named, {side for m in ours for side in blamed[m.id]}, head),
                account=statement.act in ACCOUNTS,
                opened=opened,
            )
        )
    return voices
