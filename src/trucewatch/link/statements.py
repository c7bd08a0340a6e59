"""Statement mentions -> statements: which mentions are one, and which value stands for all.

Rules for the values, each written beside the value as a ``Reason``: the mentions are read in the order told;
"most mentions" counts reports, not repetitions within one; ties go to what was told first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trucewatch.link.candidates import Card, Voice, candidate_pairs, looked_up
from trucewatch.link.compare import (
    QUOTED_DAYS,
    SAME_AT,
    STANCE_DAYS,
    UNDATED_DAYS,
    UNSURE_AT,
    VERBATIM_TRIPLES,
    Compared,
    compare,
    of_one_kind,
    ruled_out,
)
from trucewatch.link.decide import MAKER, persons_pairs
from trucewatch.link.grouping import group
from trucewatch.link.identity import Identity
from trucewatch.link.order import Told
from trucewatch.link.persons import over_records
from trucewatch.link.profile import Profile, name_words, names_of_parties, profiles, same_name
from trucewatch.link.repeats import link_repeats, repeats_among
from trucewatch.link.reworded import EVERYDAY
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason, is_row
from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.when import When

#: Share of the lighter mention's weight that a pair must have in common to be compared at all.
LEAST_OVERLAP = 0.25
#: ... and where so many days lie between them that only a long quotation could make them one.
QUOTED_OVERLAP = 0.5
#: Days that two mentions of one person's words may lie apart to be compared whatever they say.
SPEAKER_DAYS = 1
#: How the key of a speaker begins.
BY = "by "
_SURENESS = {"named": 4, "institution": 3, "described": 2, "anonymous": 1, "unknown": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedStatements:
    """What became of mentions of statements, the judgements behind it, (younger id, older id) of what became one."""

    statements: tuple[Statement, ...]
    judgements: tuple[Judgement, ...]
    redirects: tuple[tuple[str, str], ...]


def link_statements(
    mentions: Sequence[StatementMention],
    *,
    told: Told,
    agreement: Agreement,
    known: Sequence[Statement],
    persons: Sequence[Judgement],
    now: datetime,
) -> LinkedStatements:
    """Join mentions of one speaker, one occasion, one act, one point; silence is never a statement."""
    spoken = profiles(
        (m for m in mentions if not m.silence),
        told=told,
        actors=actor_names(agreement),
        muted=names_of_parties(agreement),
        title=agreement.title,
    )
    rank = {p.mention.id: p.rank for p in spoken}
    decided, judged = persons_pairs("same_statement", persons, known, rank)
    looked = candidate_pairs(
        [card_of(p) for p in spoken], max_gap_days=QUOTED_DAYS, least_overlap=LEAST_OVERLAP, apart=apart
    )
    pairs = sorted({*looked, *judged})
    compared: dict[tuple[int, int], Compared] = {(i, j): compare(spoken[i], spoken[j]) for i, j in pairs}
    for i, j in _of_one_voice(spoken, compared):
        compared[i, j] = compare(spoken[i], spoken[j], one_voice=True)
    grouped = group(
        "statement",
        [p.mention.id for p in spoken],
        compared,
        decided=decided,
        judged=judged,
        known=known,
        same_at=SAME_AT,
        unsure_at=UNSURE_AT,
        now=now,
        apart=lambda i, j: ruled_out(spoken[i], spoken[j]),
    )
    statements = tuple(
        statement_of([spoken[i].mention for i in members], identity, told=told)
        for members, identity in zip(grouped.groups, grouped.identities, strict=True)
    )
    again = link_repeats(
        repeats_among(spoken, compared), statements, persons=over_records(persons, statements), now=now
    )
    return LinkedStatements(
        statements=statements, judgements=(*grouped.judgements, *again), redirects=grouped.redirects
    )


def actor_names(agreement: Agreement) -> Mapping[tuple[str, ...], str]:
    """Name words of every spelling in the agreement's actor list -> actor id."""
    return {
        name_words(name.text): actor.id for actor in agreement.actors for name in actor.names if name_words(name.text)
    }


def card_of(profile: Profile) -> Card:
    """What a statement mention is looked up by: its words; in its text its voice; on its day its speaker, where that is
    a person, or else what its side does (told otherwise, a statement shares few words); charges of breach by the side.
    """
    mention, stance = profile.mention, profile.stance
    close: list[tuple[str, int]] = []
    if stance and mention.side:
        close.append((f"{mention.side} {'kept' if stance.kept else 'broken'}", STANCE_DAYS))
    if mention.speaker_kind == "named" and profile.name:
        close.append((f"{BY}{profile.name[-1]}", SPEAKER_DAYS))
    elif mention.side and mention.act not in EVERYDAY:
        close.append((f"{mention.act} by {mention.side}", 0))
    if mention.side and mention.target_side and mention.act in CHARGES:
        close.append((f"{mention.side} charges {mention.target_side}", 0))
    return Card(
        id=mention.id,
        text_id=mention.text_id,
        window=profile.window,
        features=looked_up(profile.weights),
        within=() if is_row(mention.reasons) else (mention.side or " ".join(profile.name),),
        close=tuple(close),
        voice=Voice(
            act=mention.act, side=mention.side, actor=profile.actor, name=profile.name, kind=mention.speaker_kind,
            long=len(profile.triples) >= VERBATIM_TRIPLES,
        ),
    )  # fmt: skip


def apart(one: Card, other: Card, overlap: float) -> bool:
    """True if two statement mentions can neither be one nor repeat one another, by side, day, act and speaker alone.

    ``overlap`` is that of ``candidate_pairs``. What is left is judged by ``compare`` and ``repeats``, and kept to their
    rules of sides and days.
    """
    a, b = one.voice, other.voice
    if a is None or b is None:
        return False
    if a.side and b.side and a.side != b.side and not (a.actor and a.actor == b.actor):
        return True
    if not overlap and not of_one_kind(a.act, b.act) and not _deeds(one) & _deeds(other):
        return True  # other words for another act
    if one.window is None or other.window is None or one.text_id == other.text_id:
        return False
    gap = one.window.gap(other.window)
    stated = one.window.stated and other.window.stated
    if gap <= 1 or (gap <= UNDATED_DAYS and not stated):
        return False
    voiced = a.side == b.side or a.kind == b.kind == "named" or a.actor is not None
    if a.act == b.act and voiced and ((a.actor and a.actor == b.actor) or same_name(a.name, b.name)):
        return False  # the one may repeat the other
    return stated or gap > QUOTED_DAYS or overlap < QUOTED_OVERLAP or not (a.long and b.long)


def _deeds(card: Card) -> set[str]:
    """What its side does on its day, whatever the speaker's name."""
    return {key for key, _ in card.close if not key.startswith(BY)}


def _of_one_voice(spoken: Sequence[Profile], compared: Mapping[tuple[int, int], Compared]) -> list[tuple[int, int]]:
    """The other pairs of two reports and two names that share a quotation: the rest of that speech is one voice too."""

    def voices(i: int, j: int) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
        return (spoken[i].report_id, spoken[i].name, spoken[j].report_id, spoken[j].name)

    shared = {voices(i, j) for (i, j), c in compared.items() if c.rival and c.score >= SAME_AT}
    return [(i, j) for (i, j), c in compared.items() if not c.rival and voices(i, j) in shared]


def statement_of(mentions: Sequence[StatementMention], identity: Identity, *, told: Told) -> Statement:
    """One statement out of its mentions (earliest told first)."""
    reasons: list[Reason] = []
    speaker, rivals, kind = _speaker(mentions, told=told, reasons=reasons)
    ours = [m for m in mentions if speaker is None or _may_be(m, speaker)] or list(mentions)
    side = _most("side", ((m.side, m) for m in mentions), told=told, reasons=reasons)
    act = _act(mentions, told=told, reasons=reasons)
    role = max(
        (m.role for m in ours if m.role and (kind != "named" or m.speaker_kind == "named")), key=len, default=None
    )
    medium = _most(
        "medium", ((m.medium if m.medium != "unknown" else None, m) for m in mentions), told=told, reasons=reasons
    )
    outer = [m.reported_by for m in mentions]
    return Statement(
        id=identity.id,
        founding_mention=identity.founding_mention,
        mention_ids=tuple(m.id for m in mentions),
        speaker=speaker,
        rival_speakers=rivals,
        role=role,
        side=side,
        act=act,
        target_side=_target(mentions, act, told=told, reasons=reasons),
        medium=medium or "unknown",
        said_on=_said_on(mentions, reasons),
        direct=any(m.direct for m in mentions),
        via=next((m.via for m in mentions if m.via), None),
        # one mention without an outer speaker shows the words themselves
        reported_by=outer[0] if all(outer) else None,
        reasons=tuple(reasons),
        maker=MAKER,
        recorded_at=identity.recorded_at,
    )


def _may_be(mention: StatementMention, speaker: str) -> bool:
    return mention.speaker is not None and same_name(name_words(mention.speaker), name_words(speaker))


def _speaker(
    mentions: Sequence[StatementMention], *, told: Told, reasons: list[Reason]
) -> tuple[str | None, tuple[str, ...], str]:
    """(name in use, other names credited with the same words, kind of the name in use)."""
    groups: list[list[StatementMention]] = []
    for mention in mentions:
        if mention.speaker is None:
            continue
        mine = next((g for g in groups if same_name(name_words(g[0].speaker), name_words(mention.speaker))), None)
        if mine is None:
            groups.append([mention])
        else:
            mine.append(mention)
    if not groups:
        return None, (), "unknown"

    def standing(group: list[StatementMention]) -> tuple[int, int]:
        kind = max(_SURENESS[m.speaker_kind] for m in group)
        return (kind, len({told.report_id(m.text_id) for m in group}))

    best = max(groups, key=standing)  # the first told among equals
    surest = max(_SURENESS[m.speaker_kind] for m in best)
    chosen = max((m for m in best if _SURENESS[m.speaker_kind] == surest), key=lambda m: len(name_words(m.speaker)))
    rivals = tuple(
        max((m.speaker or "" for m in group), key=len)
        for group in groups
        if group is not best and any(m.speaker_kind == "named" for m in group)
    )
    rule = "fullest name, named before institution before description"
    reasons.append(Reason(field="speaker", value=chosen.speaker or "", rule=rule))
    if rivals:
        reasons.append(
            Reason(field="rival_speakers", value=", ".join(rivals), rule="other outlets credit the same words to")
        )
    return chosen.speaker, rivals, chosen.speaker_kind


def _most(
    field: str, values: Iterable[tuple[str | None, StatementMention]], *, told: Told, reasons: list[Reason]
) -> str | None:
    """The value that most reports give; the first told among equals; None if none gives any."""
    reports: dict[str, set[str]] = {}
    for value, mention in values:
        if value is not None:
            reports.setdefault(value, set()).add(told.report_id(mention.text_id))
    if not reports:
        return None
    best = max(reports, key=lambda v: len(reports[v]))
    if len(reports) > 1:
        others = ", ".join(f"{v} ({len(r)})" for v, r in reports.items())
        reasons.append(
            Reason(field=field, value=best, rule="given by most reports, first told among equals", words=others)
        )
    return best


def _act(mentions: Sequence[StatementMention], *, told: Told, reasons: list[Reason]) -> str:
    """The act read most surely: the sum of the readings' scores, so that one sure reading outweighs a doubtful one."""
    weight: dict[str, float] = {}
    for mention in mentions:
        score = next((r.score for r in mention.reasons if r.field == "act" and r.score is not None), None)
        weight[mention.act] = weight.get(mention.act, 0.0) + (0.5 if score is None else score)
    best = max(weight, key=lambda a: weight[a])
    if len(weight) > 1:
        words = ", ".join(f"{a} ({w:.2f})" for a, w in weight.items())
        reasons.append(Reason(field="act", value=best, rule="read most surely over all mentions", words=words))
    return best


def _target(mentions: Sequence[StatementMention], act: str, *, told: Told, reasons: list[Reason]) -> str | None:
    """The addressed side, out of the mentions read as the act in use before the others."""
    of_act = [m for m in mentions if m.act == act]
    return _most("target_side", ((m.target_side, m) for m in of_act), told=told, reasons=reasons)


def _said_on(mentions: Sequence[StatementMention], reasons: list[Reason]) -> When | None:
    """The narrowest time that a mention gives; the earliest, then the first told, among equals."""
    times = [m.said_on for m in mentions if m.said_on is not None]
    if not times:
        return None

    def width(when: When) -> tuple[int, int]:
        if when.first_day is None or when.last_day is None:
            return (100_000, 0)
        return ((when.last_day - when.first_day).days, when.first_day.toordinal())

    best = min(times, key=width)
    days = sorted({f"{t.first_day}..{t.last_day}" for t in times})
    if len(days) > 1:
        reasons.append(
            Reason(
                field="said_on", value=best.value or best.words, rule="narrowest, then earliest", words=", ".join(days)
            )
        )
    return best
