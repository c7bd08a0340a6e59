"""Values that a person should look at first: read with little certainty, missing, told in two ways, set aside."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from trucewatch.explain.held import Held
from trucewatch.explain.review import LINES, Doubtful, doubtful
from trucewatch.proposals import open_proposals
from trucewatch.records.decision import active
from trucewatch.records.hands import hands_in
from trucewatch.records.ids import digest
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.maker import Reason, SetAside
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.when import When
from trucewatch.store import Store
from trucewatch.store.cards import RECORDS
from trucewatch.store.state import State

DoubtKind = Literal[
    "same_statement", "same_incident", "same_report", "response", "provision",
    "attribution", "event", "speaker", "side", "rivals", "place", "date", "figures", "left out", "lost",
    "proposal",
]  # fmt: skip
#: What each kind is, in the words of a list; in the order in which lists offer them.
KINDS: Mapping[DoubtKind, str] = {
    "same_statement": "one statement or two", "same_incident": "one incident or two",
    "same_report": "one origin or two", "response": "an answer or not", "provision": "bears on a provision or not",
    "attribution": "whether somebody said this", "event": "whether an event is told of", "speaker": "who speaks",
    "side": "for which side", "rivals": "credited to several names", "place": "which place is meant",
    "date": "which day is meant", "figures": "figures in conflict", "left out": "set aside by the machine",
    "lost": "a decision that lost its place", "proposal": "proposed by a language model",
}  # fmt: skip
#: Digits of an item's key.
KEY_LENGTH = 16
#: A score below this makes a value doubtful; the lower, the more so.
SURE = 0.6
#: Of more records and words touched than these the whole case is looked through.
MOST_TOUCHED = 3000
#: How doubtful values are that carry no score (0 to 1): set by us so that what is told in two ways comes before what is
#: not told, and charges before other acts.
LOST, RIVALS, FIGURES, NO_SPEAKER, NO_SIDE, UNNAMED, ASSUMED, LEFT_OUT = 1.0, 0.9, 0.8, 0.6, 0.5, 0.3, 0.3, 0.2
#: Nothing hangs on a proposal until somebody accepts it.
PROPOSED = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something worth a look. ``key`` names it for good, for assignment and sign-off; ``about`` is the id of a record
    of the kind ``about_kind`` (``other``: of the record that it is held against). ``why`` says why it is listed;
    ``doubt`` runs from 0 to 1, ``reports`` are those that it touches, ``words`` those that it rests on."""

    key: str
    kind: DoubtKind
    about_kind: str
    about: str
    other_kind: str | None = None
    other: str | None = None
    field: str | None = None
    why: str
    doubt: float
    reports: int
    words: str
    other_words: str = ""
    score: float | None = None
    verdict: str | None = None
    label: str | None = None

    @property
    def weight(self) -> float:
        """By what the queue is sorted: doubt, and how much hangs on it."""
        return self.doubt * math.log2(1 + self.reports)


def doubts(store: Store) -> list[Doubt]:
    """All of them, most doubtful and farthest reaching first; what a person decided is not among them."""
    held = Held.whole(store)
    values = _Values(store, held)
    left_out = values.left_out(store.left_out())
    every = [*_judgements(held), *values.found(), *left_out, *values.figures(), *_lost(store), *_proposed(store)]
    return sorted(every, key=_place)


def doubts_since(store: Store, known: Iterable[Doubt], since: State, *, at: datetime) -> list[Doubt] | None:
    """What ``doubts`` gives now, where it gave ``known`` for the state ``since``, in which the case was ``at`` that
    time: worked out anew only for what was touched since; None where that is so much that the whole is as soon done."""
    seeds = store.touched_since(since, at=at, most=MOST_TOUCHED)
    if seeds is None:
        return None
    seeds |= set(store.homes(seeds).values())
    seeds |= store.kin_of_reports(store.live("report", seeds))[0]
    touched = seeds | {m for kind in RECORDS.values() for r in store.of_ids(kind, seeds) for m in r.mention_ids}
    held = Held.near(store, touched)
    values = _Values(store, held)
    texts = [t for r in store.reports_named(store.live("report", touched)) for t in r.text_ids]
    left_out = values.left_out((t, aside) for t in texts if (a := store.annotation(t)) for aside in a.set_aside)
    near = [*_judgements(held), *values.found(touched), *left_out]
    fresh = [*(d for d in near if d.about in touched or d.other in touched), *values.figures(), *_lost(store)]
    fresh += _proposed(store)
    made = [
        d for d in known
        if d.about not in touched and d.other not in touched and d.kind not in ("figures", "lost", "proposal")
    ]  # fmt: skip
    for doubt in fresh:  # into their places: to sort all would take as long as all else
        insort(made, doubt, key=_place)
    return made


def _place(doubt: Doubt) -> tuple[float, str, str]:
    return (-doubt.weight, doubt.kind, doubt.key)


def _judgements(held: Held) -> Iterator[Doubt]:
    for one in doubtful(held):
        line = LINES[one.kind]
        yield Doubt(
            key=_key(one.kind, one.judgement), kind=_of(one.kind), about_kind=one.left_kind, about=one.left_id,
            other_kind=one.right_kind, other=one.right_id, why=_why(one, line), doubt=one.doubt, reports=one.reports,
            words=one.left_words, other_words=one.right_words, score=one.score, verdict=one.verdict, label=one.label,
        )  # fmt: skip


def _of(kind: JudgementKind) -> DoubtKind:
    return next(known for known in KINDS if known == kind)


def _why(one: Doubtful, line: float) -> str:
    near = "just above" if one.score >= line else "just below"
    return f"its score {one.score:.2f} lies {near} the line {line:.2f} from which on it holds; judged {one.verdict}"


def _lost(store: Store) -> Iterator[Doubt]:
    for decision in store.lost_places():
        words = " … ".join(" ".join(s.words.split()) for s in decision.anchor)
        yield Doubt(
            key=_key("lost", decision.id), kind="lost", about_kind="decision", about=decision.id, field=decision.field,
            why=f"{decision.who} decided this, and its words or record are no longer found",
            doubt=LOST, reports=max(1, len({s.text_id for s in decision.anchor})), words=words,
        )  # fmt: skip


def _proposed(store: Store) -> Iterator[Doubt]:
    """What language models proposed and nobody decided on yet."""
    what = {"statement": "a statement", "gist": "a gist of a statement", "provision": "a link to a provision"}
    for one in open_proposals(store):
        kind = {"statement": None, "gist": "statement", "provision": "provision"}[one.kind]
        yield Doubt(
            key=proposal_key(one.id), kind="proposal", about_kind="proposal", about=one.id, other_kind=kind,
            other=one.ref or one.statement_id, doubt=PROPOSED, reports=1,
            why=f"the language model {one.model} proposes {what[one.kind]}; it is not in the record",
            words=" … ".join(" ".join(s.words.split()) for s in one.quotes),
            other_words=one.gist or (f"{one.ref}: {one.provision_words}" if one.ref else ""),
        )  # fmt: skip


class _Values:
    """Looks through what was read of texts, and through the records that it makes."""

    def __init__(self, store: Store, held: Held) -> None:
        self.store = store
        self.held = held
        decided = [d for d in active(store.decisions()) if d.action in ("set", "confirm", "reject")]
        # what was decided of a record holds of the one that it was joined into
        self.settled = {d.target for d in decided}
        redirects = store.redirects()
        led = {redirects[one] for one in self.settled & redirects.keys()}
        while led - self.settled:
            self.settled |= led
            led = {redirects[one] for one in led & redirects.keys()}

    def found(self, among: Collection[str] | None = None) -> Iterator[Doubt]:
        """Of statements and incidents (``among`` these)."""
        for record in self.held.records.values():
            if (among is not None and record.id not in among) or self._decided(record):
                continue
            mentions = self.held.mentions_of(record)
            if isinstance(record, Statement):
                yield from self._statement(record, mentions)
            else:
                yield from self._incident(record, mentions)

    def _decided(self, record: Statement | Incident) -> bool:
        if self.settled & {record.id, *record.mention_ids}:
            return True
        # a decision about words that were read anew since leaves its mark on what is read there now
        hands = hands_in(record, self.held.mentions_of(record))
        return any(hand.fields or hand.confirmed for hand in hands)

    def _statement(self, record: Statement, mentions: Sequence[Any]) -> Iterator[Doubt]:
        sure = max((m.score for m in mentions if m.score is not None), default=None)
        charge = record.act in CHARGES
        if sure is not None and sure < SURE:
            yield self._doubt(
                "attribution", record, mentions, doubt=_low(sure), score=sure,
                why=f"the machine is not sure that somebody said this ({sure:.2f} at best)",
            )  # fmt: skip
        if record.rival_speakers:
            names = " and ".join([record.speaker or "nobody", *record.rival_speakers])
            why = f"outlets credit the same words to {names}"
            yield self._doubt("rivals", record, mentions, doubt=RIVALS, field="speaker", why=why)
        if record.speaker is None:
            doubt = NO_SPEAKER if charge else NO_SPEAKER / 2
            why = "no report names who speaks"
            yield self._doubt("speaker", record, mentions, doubt=doubt, field="speaker", why=why)
        elif all(m.speaker_kind in ("described", "anonymous", "unknown") for m in mentions):
            why = f"the speaker is described and not named: {record.speaker}"
            yield self._doubt("speaker", record, mentions, doubt=UNNAMED, field="speaker", why=why)
        yield from self._side(record, mentions, charge=charge)
        yield from self._day(record, record.said_on, mentions, "said_on")

    def _side(self, record: Statement, mentions: Sequence[Any], *, charge: bool) -> Iterator[Doubt]:
        scores = [r.score for r in _reasons(mentions, "side") if r.score is not None]
        if record.side is None and charge:
            why = "a charge by somebody for whom no side is known"
            yield self._doubt("side", record, mentions, doubt=NO_SIDE, field="side", why=why)
        elif record.side is not None and scores and max(scores) < SURE:
            why = f"the machine is not sure that this is said for {record.side} ({max(scores):.2f} at best)"
            yield self._doubt(
                "side", record, mentions, doubt=_low(max(scores)), field="side", why=why, score=max(scores)
            )

    def _incident(self, record: Incident, mentions: Sequence[Any]) -> Iterator[Doubt]:
        sure = max((m.score for m in mentions if m.score is not None), default=None)
        if sure is not None and sure < SURE:
            yield self._doubt(
                "event", record, mentions, doubt=_low(sure), score=sure,
                why=f"the machine is not sure that an event is told of ({sure:.2f} at best)",
            )  # fmt: skip
        where = record.where
        if where is not None and where.score is not None and where.score < SURE:
            named = where.gazetteer_name or where.name
            why = f"the machine is not sure that {where.name!r} is {named} ({where.score:.2f})"
            yield self._doubt(
                "place", record, mentions, doubt=_low(where.score), field="where", why=why, score=where.score
            )
        elif where is not None and where.precision == "unresolved":
            why = f"the gazetteer does not know {where.name!r}"
            yield self._doubt("place", record, mentions, doubt=UNNAMED, field="where", why=why)
        yield from self._day(record, record.when, mentions, "when")

    def _day(
        self, record: Statement | Incident, when: When | None, mentions: Sequence[Any], field: str
    ) -> Iterator[Doubt]:
        if when is None:
            return
        if when.first_day is None and when.last_day is None:
            why = f"{when.words!r} cannot be dated, since the report's own date is not known"
        elif when.basis.startswith("assumed") or when.precision == "vague":
            why = f"{when.words!r} is vague; its day is counted from {when.basis}"
        else:
            return
        yield self._doubt("date", record, mentions, doubt=ASSUMED, field=field, why=why)

    def figures(self) -> Iterator[Doubt]:
        """Of the series of figures of the whole case."""
        figures = {f.id: f for f in self.store.figures()}
        conflicts = [s for s in self.store.series() if s.agreement == "conflict" and not self.settled & {*s.figure_ids}]
        held = {s.id: [figures[f] for f in s.figure_ids if f in figures] for s in conflicts}
        texts = {f.text_id for its in held.values() for f in its}
        reports = self.store.report_ids_of_texts(texts)
        for series in (s for s in conflicts if held[s.id]):
            shown = ", ".join(dict.fromkeys(str(f.shown) for f in held[series.id]))
            yield Doubt(
                key=_key("figures", series.id), kind="figures", about_kind="series", about=series.id, field="value",
                why=f"reports give other numbers of one thing: {shown}", doubt=FIGURES,
                reports=len({r for f in held[series.id] for r in reports.get(f.text_id, ())}), words=series.quantity,
            )  # fmt: skip

    def left_out(self, met: Iterable[tuple[str, SetAside]]) -> Iterator[Doubt]:
        """Of what was set aside in texts."""
        for text_id, aside in met:
            for report in sorted(self.held.of_text.get(text_id, ()))[-1:]:
                yield Doubt(
                    key=_key("left out", text_id, aside.reason, aside.what), kind="left out", about_kind="report",
                    about=report, why=f"the machine set this aside: {aside.reason}", doubt=LEFT_OUT, reports=1,
                    words=" ".join(aside.what.split()),
                )  # fmt: skip

    def _doubt(
        self, kind: DoubtKind, record: Statement | Incident, mentions: Sequence[Any], *, doubt: float, why: str,
        field: str | None = None, score: float | None = None,
    ) -> Doubt:  # fmt: skip
        own = next((m for m in mentions if m.id == record.founding_mention), None)
        return Doubt(
            key=_key(kind, record.founding_mention), kind=kind,
            about_kind="statement" if isinstance(record, Statement) else "incident", about=record.id, field=field,
            why=why, doubt=round(doubt, 4), reports=self.held.reports_of_texts({m.text_id for m in mentions}),
            words=_words(own) if own is not None else "", score=score,
        )  # fmt: skip


def _low(score: float) -> float:
    """How doubtful a value with a score below ``SURE`` is."""
    return 1.0 - score / SURE


def _reasons(mentions: Sequence[Any], field: str) -> list[Reason]:
    return [r for m in mentions for r in m.reasons if r.field == field]


def _words(mention: StatementMention | IncidentMention) -> str:
    return " … ".join(" ".join(s.words.split()) for s in mention.rests_on)


def proposal_key(proposal_id: str) -> str:
    """The key of the item that a proposal is in the queue."""
    return _key("proposal", proposal_id)


def _key(*parts: str) -> str:
    return digest("doubt", *parts)[:KEY_LENGTH]
