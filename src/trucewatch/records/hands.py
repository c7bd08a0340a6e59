"""Whose hands a record went through: who entered its words, set values of it or confirmed it.

A statement or incident is put together by the program, also where a person entered all that it holds; its maker alone
does not say so. The reasons of its values and of its parts (mentions, figures) do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from trucewatch.records.maker import ROW, Maker, Reason

#: How a reason says that a value is a person's: before the name. Where names are taken off, ``SOMEBODY`` alone stands.
SIGNED = "person "
SOMEBODY = "a person"
#: What is said of a record as a whole, not of one of its values.
WHOLE = frozenset({"record", "words"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A person and what they did: entered so many of the record's parts, set these fields, confirmed it or fields."""

    name: str
    entered: int = 0
    fields: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def did(self) -> tuple[str, ...]:
        """ "entered", "set side, act", "confirmed": as a list of deeds has it."""
        told: tuple[str, ...] = ("entered",) if self.entered else ()
        if self.fields:
            told += (f"set {', '.join(one.replace('_', ' ') for one in self.fields)}",)
        if self.confirmed:
            fields = [one.replace("_", " ") for one in self.confirmed if one not in WHOLE]
            told += (f"confirmed {', '.join(fields)}".rstrip(),)
        return told


def hands_in(record: Any, parts: Iterable[Any] = ()) -> tuple[Hand, ...]:
    """The persons behind a record and its ``parts`` (itself, if it has none), in the order in which they are met."""
    held = list(parts)
    entered: dict[str, int] = {}
    fields: dict[str, dict[str, None]] = {}
    confirmed: dict[str, dict[str, None]] = {}
    for one in held or [record]:
        if (who := entered_by(one)) is not None:
            entered[who] = entered.get(who, 0) + 1
    for who, reason in _persons(one for whole in (record, *held) for one in getattr(whole, "reasons", ())):
        if _enters(reason):
            continue
        kept = confirmed if reason.value == "confirmed" else fields
        kept.setdefault(who, {})[reason.field] = None
    names = dict.fromkeys((*entered, *fields, *confirmed))
    return tuple(
        Hand(
            name=name, entered=entered.get(name, 0), fields=tuple(fields.get(name, ())),
            confirmed=tuple(confirmed.get(name, ())),
        )
        for name in names
    )  # fmt: skip


def entered_by(part: Any) -> str | None:
    """Who entered a mention, figure or the like; None for what was read out of a text."""
    return next((who for who, reason in _persons(getattr(part, "reasons", ())) if _enters(reason)), None)


def made_by(record: Any, parts: Iterable[Any] = ()) -> Maker:
    """Who or what made a record: whoever entered all that it holds, else what put it together."""
    held = list(parts) or [record]
    names = {entered_by(one) for one in held}
    maker: Maker = record.maker
    if maker.kind == "machine" and len(names) == 1 and (name := names.pop()) is not None:
        return Maker(kind="person", name=name)
    return maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did for a record: "entered by" a person, "put together by" a stage of the program (``kind`` of the
    maker says which); ``did`` is empty where a record has one maker and nothing more is to say."""

    did: str
    kind: Literal["machine", "person"]
    name: str

    def __str__(self) -> str:
        return f"{self.did} {self.name} ({self.kind})".strip()


def maker_words(record: Any, parts: Sequence[Any] = ()) -> str:
    """Who made a record, in one line: "entered by Ida Roe (person); put together by link 5 (machine)"."""
    return "; ".join(map(str, deeds(record.maker, hands_in(record, parts), len(parts))))


def deeds(maker: Maker, hands: Sequence[Hand], parts: int = 0) -> list[Deed]:
    """Who did what for a record that is put together of so many ``parts`` (0: of none)."""
    made = Deed(did="", kind=maker.kind, name=f"{maker.name} {maker.version or ''}".strip())
    found: list[Deed] = []
    entered = [hand for hand in hands if hand.entered]
    number = sum(hand.entered for hand in entered)
    if entered and number == max(parts, 1):
        found += [Deed(did="entered by", kind="person", name=hand.name) for hand in entered]
        found += [replace(made, did="put together by")] if maker.kind == "machine" else []
    elif entered:
        of = f"of {parts} tellings entered by"
        found += [made, *(Deed(did=f"{hand.entered} {of}", kind="person", name=hand.name) for hand in entered)]
    elif maker.kind == "machine" or not hands:
        found.append(made)
    for hand in hands:
        changed = [one for one in hand.did if one != "entered"]
        found += [Deed(did=f"{', '.join(changed)} by", kind="person", name=hand.name)] if changed else []
    return found


def named(maker: Maker) -> str:
    """ "link 5 (machine)", "Ida Roe (person)"."""
    return f"{maker.name} {maker.version or ''}".strip() + f" ({maker.kind})"


def _persons(reasons: Iterable[Reason]) -> Iterator[tuple[str, Reason]]:
    for reason in reasons:
        if reason.rule == SOMEBODY:
            yield SOMEBODY, reason
        elif reason.rule.startswith(SIGNED):
            yield reason.rule.removeprefix(SIGNED), reason


def _enters(reason: Reason) -> bool:
    return reason.field == "record" and (reason.value == "added" or reason.value.startswith(ROW))
