"""Statements as items, listed by side and act, sides in the order of the agreement file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.model import ActGroup, Item, SideStatements
from trucewatch.present.brief.period import first_day, outlets_of, reported_words
from trucewatch.present.brief.short_ids import anchor, short_ids
from trucewatch.present.brief.words import ACTS, MEDIA, ROLES, act_heading, act_label, when_words
from trucewatch.present.export.people import People
from trucewatch.records.agreement import Agreement
from trucewatch.records.hands import hands_in
from trucewatch.records.mention import StatementMention
from trucewatch.records.statement import Statement

NO_SIDE = "Speaking for no side of the agreement"
NOBODY = "Speaker not named"


class Items:
    """Makes the item of each statement once."""

    def __init__(
        self,
        statements: Iterable[Statement],
        mentions: Iterable[StatementMention],
        evidence: Evidence,
        people: People,
    ) -> None:
        self.statements = {statement.id: statement for statement in statements}
        self._mentions = {mention.id: mention for mention in mentions if not mention.silence}
        self._evidence = evidence
        self._people = people
        self._made: dict[str, Item] = {}
        self._shown = short_ids("statement", self.statements)

    def mentions(self, statement: Statement) -> list[StatementMention]:
        """The tellings whose words are at hand; a report that somebody did not say something is none."""
        told = [self._mentions[i] for i in statement.mention_ids if i in self._mentions]
        return [mention for mention in told if self._evidence.text(mention.text_id)]

    def published(self, statement: Statement) -> list[date | None]:
        reports = self._evidence.reports_of(mention.text_id for mention in self.mentions(statement))
        return [self._evidence.day_of(report) for report in reports]

    def item(self, statement: Statement) -> Item:
        if statement.id not in self._made:
            self._made[statement.id] = self._make(statement)
        return self._made[statement.id]

    def _make(self, statement: Statement) -> Item:
        mentions = self.mentions(statement)
        text_ids = [mention.text_id for mention in mentions]
        day, dated = first_day(statement.said_on, self._evidence, text_ids)
        show = self._people.shown
        through = [f"by way of {show(statement.via)}"] if statement.via else []
        through += [f"as told by {show(statement.reported_by)}"] if statement.reported_by else []
        shown_id = self._shown[statement.id]
        withheld = self._people.withheld(statement.speaker)
        return Item(
            anchor=anchor(shown_id),
            shown_id=shown_id,
            when=when_words(statement.said_on) if dated else reported_words(day),
            day=day,
            dated=dated,
            speaker=show(statement.speaker, statement.role) or NOBODY,
            role=None if withheld or _says(statement.speaker, statement.role) else statement.role,
            side=statement.side,
            act=act_label(statement.act),
            target=statement.target_side,
            medium=MEDIA.get(statement.medium, statement.medium),
            form="quoted" if statement.direct else "reported speech",
            through=", ".join(through) or None,
            rivals=tuple(name for name in map(show, statement.rival_speakers) if name),
            passages=self._evidence.passages({mention.id: mention.content for mention in mentions}),
            outlets=outlets_of(self._evidence.reports_of(text_ids)),
            by_person=any(hand.entered or hand.fields for hand in hands_in(statement, mentions)),
            note=show(statement.note),
        )


def _says(speaker: str | None, role: str | None) -> bool:
    """True if the name itself says the role ("US officials", "officials")."""
    return speaker is not None and role is not None and role.casefold() in speaker.casefold()


def by_side(statements: Sequence[Statement], items: Items, agreement: Agreement) -> tuple[SideStatements, ...]:
    """Every party of the agreement in its order, also those without a statement; then other sides, then none.

    Within a side the acts stand in the order of the vocabulary's labels, within an act the statements by day.
    """
    names = [party.name for party in agreement.parties]
    roles: Mapping[str, str] = {party.name: ROLES.get(party.role, party.role) for party in agreement.parties}
    further = dict.fromkeys(s.side for s in in_time(statements, items) if s.side and s.side not in roles)
    sides: list[SideStatements] = []
    for name in (*names, *further, None):
        own = [statement for statement in statements if statement.side == name]
        if own or name in roles:
            sides.append(
                SideStatements(
                    name=name or NO_SIDE,
                    role=roles.get(name, "not a party of the agreement file") if name else "",
                    groups=_by_act(own, items),
                )
            )
    return tuple(sides)


def in_time(statements: Iterable[Statement], items: Items) -> list[Statement]:
    """By day; those without any day last; the order of the record among equals."""
    return sorted(statements, key=lambda statement: items.item(statement).day or date.max)


def _by_act(statements: Sequence[Statement], items: Items) -> tuple[ActGroup, ...]:
    order = list(ACTS)
    acts = sorted({s.act for s in statements}, key=lambda act: (order.index(act) if act in order else len(order), act))
    ordered = in_time(statements, items)
    return tuple(
        ActGroup(heading=act_heading(act), items=tuple(items.item(s) for s in ordered if s.act == act)) for act in acts
    )
