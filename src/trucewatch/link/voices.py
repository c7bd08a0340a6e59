"""Statements as they are held against each other for claim and answer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.answers import AnswerCues
from trucewatch.link.order import Told
from trucewatch.link.profile import COMMON, Weights, Window, names_of_parties, read_words, window_of
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text
from trucewatch.records.wording import content


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A statement as it is matched: notions with weights, where it stands in each text, its days, its incidents.
    ``names`` are the parties that its words name."""

    statement: Statement
    mentions: tuple[StatementMention, ...]
    weights: Mapping[str, float]
    norm: float
    spots: Mapping[str, tuple[tuple[int, int], ...]]
    window: Window | None
    incidents: frozenset[str]
    cues: AnswerCues
    names: frozenset[str]

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


def _names(party: Party) -> set[str]:
    """The notions that name the party and no other matter; words in lower case ("the alliance") do not."""
    return {
        n
        for name in (party.name, *party.members, *party.aliases, *party.demonyms)
        if name[0].isupper()
        for n in content(name)
    } - COMMON


def topic_likeness(a: Voice, b: Voice) -> float:
    """How alike the matter of two statements is, 0 to 1."""
    shared = sorted(a.weights.keys() & b.weights.keys())
    if not shared or not a.norm or not b.norm:
        return 0.0
    common = math.fsum(a.weights[n] * b.weights[n] for n in shared)
    cosine = common / (a.norm * b.norm)
    return cosine if len(shared) < 2 else 0.6 * cosine + 0.4 * common / min(a.norm, b.norm) ** 2


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
    for happened in incident_mentions:
        if happened.statement_mention and happened.id in home:
            carries[happened.statement_mention].add(home[happened.id])
    notions = [list(dict.fromkeys(n for m in s.mention_ids for n in read_words(by_id[m])[1])) for s in statements]
    weigh = Weights(notions, muted=names_of_parties(agreement))
    parties = {p.name: _names(p) for p in agreement.parties}
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
                names=frozenset(party for party, words in parties.items() if words & set(one)),
            )
        )
    return voices
