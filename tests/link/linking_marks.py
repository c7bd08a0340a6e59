"""The marks of a linking case: quoted words -> mentions, counts and figures. The form is told in ``linking_case``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from trucewatch.records.agreement import Agreement
from trucewatch.records.count import Count, Effect
from trucewatch.records.figure import Figure
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.when import When
from trucewatch.records.where import Where

MAKER = Maker(kind="machine", name="marked by hand", version="1")
EFFECTS: tuple[str, ...] = get_args(Effect)
SPEAKERS = {"who": "named", "body": "institution", "some": "described", "anon": "anonymous"}
STATEMENT_KEYS = {
    "s", "w", *SPEAKERS, "side", "act", "at", "said", "cue", "src", "role", "medium", "direct", "via", "reported_by",
    "silence",
}  # fmt: skip
INCIDENT_KEYS = {"i", "w", "t", "type", "by", "hit", "place", "day", "as", "bg", "weapon", "civ", *EFFECTS}
FIGURE_KEYS = {
    "f", "w", "v", "unit", "q", "kind", "side", "place", "as_of", "period", "def", "part", "denied", "said_by",
}  # fmt: skip
ELISION = " ... "
_VALUE = re.compile(r"(?P<value>[\d.]+)(?P<bound>[+~?-]?)(?:\s+(?P<unit>\S.*))?")
_BOUNDS = {"": "exact", "+": "at_least", "-": "at_most", "~": "about", "?": "vague"}


class BadCase(ValueError):
    """A case that is not well formed: it says which case, what was met, and what should stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An invented agreement (with its file's bytes) and the places around it, name -> area ("area" for one)."""

    name: str
    agreement: Agreement
    file: bytes
    places: Mapping[str, str]

    def where(self, name: str, span: Span | None) -> Where:
        area = self.places.get(name)
        known = {"role": "where", "match": "exact", "gazetteer_id": f"{self.name}:{name}", "gazetteer_name": name}
        if area is None:
            return Where(name=name, span=span, role="where")
        precision = "admin_area" if area == "area" else "exact"
        return Where(
            name=name, span=span, precision=precision, admin1=name if area == "area" else area, country="ZZ", **known
        )  # type: ignore[arg-type]


class Context:
    """What the marks of a case are read against: its world, and its name for the words of a fault."""

    def __init__(self, name: str, file: str, world: World) -> None:
        self.name = name
        self.file = file
        self.world = world
        self.sides = {p.name for p in world.agreement.parties}

    def fault(self, what: str) -> BadCase:
        return BadCase(f"{self.file}, case {self.name!r}: {what}")

    def keys(self, given: Mapping[str, Any], allowed: Set[str], what: str, *, needed: Set[str] = frozenset()) -> None:
        odd, lacking = sorted(set(given) - allowed), sorted(needed - set(given))
        if odd or lacking:
            raise self.fault(f"{what} has unknown keys {odd} or lacks {lacking}")

    def day(self, value: Any) -> date:
        if isinstance(value, date):
            return value
        raise self.fault(f"a day should be written YYYY-MM-DD, got {value!r}")

    def when(self, value: Any, words: str | None = None) -> When | None:
        """A day, or the first and last of several; None for None."""
        if value is None:
            return None
        first, last = value if isinstance(value, list) else (value, value)
        first, last = self.day(first), self.day(last)
        written = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        return When.days(
            first, last, words=words or written, value=written, precision="day" if first == last else "days"
        )

    def side(self, value: Any) -> str | None:
        if value is not None and value not in self.sides:
            raise self.fault(f"{value!r} is no party of {self.world.name}; it has {', '.join(sorted(self.sides))}")
        return value


class Marker:
    """Reads the marks of one report; ``said``, ``told`` and ``counted`` hold (label, record) in the order given."""

    def __init__(self, maker: Context, text: Text, marks: Sequence[Mapping[str, Any]]) -> None:
        self.maker = maker
        self.text = text
        self.said: list[tuple[str, StatementMention]] = []
        self.told: list[tuple[str, IncidentMention]] = []
        self.counted: list[tuple[str, Figure]] = []
        for mark in marks:
            if len({"s", "i", "f"} & set(mark)) != 1:
                raise maker.fault(f"a mark is one of s, i and f: {dict(mark)}")
        for mark in marks:
            if "s" in mark:
                self.said.append((str(mark["s"]), self._statement(mark)))
        for mark in marks:
            if "i" in mark:
                self.told.append((str(mark["i"]), self._incident(mark)))
        for mark in marks:
            if "f" in mark:
                self.counted.append((str(mark["f"]), self._figure(mark)))

    def words(self, quoted: str, *, within: Span | None = None) -> Span:
        """The place of quoted words; the whole quotation, or its first part, must stand in the text once."""
        low, high = (within.start, within.end) if within else (0, len(self.text.content))
        head, elided, tail = quoted.partition(ELISION)
        places = _places(self.text.content, head, low, high)
        if len(places) != 1:
            raise self.maker.fault(f"{head!r} stands {len(places)} times in the text; quote words that stand once")
        start, end = places[0], places[0] + len(head)
        if elided:
            after = _places(self.text.content, tail, end, high)
            if not after:
                raise self.maker.fault(f"{tail!r} does not stand after {head!r}")
            end = after[0] + len(tail)
        if "\n" in self.text.content[start:end]:
            raise self.maker.fault(f"{quoted!r} runs over the end of a paragraph; give its pieces in a list")
        return self.text.span(start, end)

    def near(self, printed: str, span: Span, *, outside: Sequence[Span] = ()) -> Span | None:
        """The nearest place of words in the paragraph of a span, outside the spans named; whatever the case."""
        start = self.text.content.rfind("\n", 0, span.start) + 1
        end = self.text.content.find("\n", span.end)
        places = _places(self.text.content, printed, start, len(self.text.content) if end < 0 else end, fold=True)
        free = [p for p in places if not any(s.start < p + len(printed) and p < s.end for s in outside)]
        if not free:
            return None
        best = min(free, key=lambda p: (max(span.start - p, p - span.end, 0), p))
        return self.text.span(best, best + len(printed))

    def anywhere(self, printed: str, span: Span) -> Span:
        """The words inside the span, else nearest to it in the text. Raises: BadCase if they stand nowhere."""
        inside = _places(self.text.content, printed, span.start, span.end, fold=True)
        places = inside or _places(self.text.content, printed, 0, len(self.text.content), fold=True)
        if not places:
            raise self.maker.fault(f"{printed!r} does not stand in the text of the mark {span.words!r}")
        best = min(places, key=lambda p: (abs(p - span.start), p))
        return self.text.span(best, best + len(printed))

    def _statement(self, mark: Mapping[str, Any]) -> StatementMention:
        self.maker.keys(mark, STATEMENT_KEYS, f"statement {mark['s']!r}", needed={"s", "w", "act"})
        pieces = mark["w"] if isinstance(mark["w"], list) else [mark["w"]]
        content = tuple(self.words(str(piece)) for piece in pieces)
        named = [key for key in SPEAKERS if key in mark]
        if len(named) > 1:
            raise self.maker.fault(f"statement {mark['s']!r} has several speakers: {named}")
        speaker = str(mark[named[0]]) if named else None
        source = None
        if "src" in mark:
            source = self.near(str(mark["src"]), content[0], outside=content)
            if source is None:
                raise self.maker.fault(f"source {mark['src']!r} does not stand beside {content[0].words!r}")
        if speaker is not None:
            self.anywhere(speaker, content[0])
            last = speaker.split()[-1] if named == ["who"] else speaker
            source = source or self.near(speaker, content[0], outside=content)
            source = source or self.near(last, content[0], outside=content)
        cue = None
        if "cue" in mark:
            cue = self.near(str(mark["cue"]), content[0], outside=(*content, *([source] if source else ())))
            if cue is None:
                raise self.maker.fault(f"cue {mark['cue']!r} does not stand beside {content[0].words!r}")
        for key in ("role", "via", "reported_by"):
            if key in mark:
                self.anywhere(str(mark[key]), content[0])
        return StatementMention.of(
            content=content, source=source, cue=cue, speaker=speaker,
            speaker_kind=SPEAKERS[named[0]] if named else "unknown",
            role=mark.get("role"), side=self.maker.side(mark.get("side")), act=mark["act"],
            target_side=self.maker.side(mark.get("at")), medium=mark.get("medium", "unknown"),
            said_on=self.maker.when(mark.get("said")), direct=bool(mark.get("direct")), via=mark.get("via"),
            reported_by=mark.get("reported_by"), silence=bool(mark.get("silence")), maker=MAKER,
        )  # fmt: skip

    def _holding(self, span: Span) -> StatementMention | None:
        """The statement of this report in whose content the span lies."""
        return next((m for _, m in self.said if any(c.holds(span) for c in m.content)), None)

    def _incident(self, mark: Mapping[str, Any]) -> IncidentMention:
        label = str(mark["i"])
        self.maker.keys(mark, INCIDENT_KEYS, f"incident {label!r}", needed={"i", "w", "t", "type"})
        words = self.words(str(mark["w"]))
        trigger = self.words(str(mark["t"]), within=words)
        holder = self._holding(words)
        actors, targets = self._people(mark.get("by"), words), self._people(mark.get("hit"), words)
        own = holder is not None and holder.side is not None and holder.side in {a.side for a in actors}
        said_as = mark.get("as", "narrated" if holder is None else "claimed" if own else "alleged")
        places = mark.get("place") or []
        where = tuple(
            self.maker.world.where(name, self.anywhere(name, words))
            for name in (places if isinstance(places, list) else [places])
        )
        counts = tuple(self._counts(mark, words, holder))
        mention = IncidentMention.of(
            words=words, trigger=trigger, type=mark["type"], said_as=said_as,
            said_by=holder.speaker if holder else None, said_by_side=holder.side if holder else None,
            statement_mention=holder.id if holder else None, background=bool(mark.get("bg")),
            actors=actors, targets=targets, places=where, when=self.maker.when(mark.get("day")), counts=counts,
            weapon=mark.get("weapon"), civilian_harm=bool(mark.get("civ")), maker=MAKER,
        )  # fmt: skip
        for count in counts:
            self.counted.append((_toll_label(label, count), _toll(mention, count)))
        return mention

    def _people(self, given: Any, words: Span) -> tuple[Participant, ...]:
        found = []
        for one in given if isinstance(given, list) else [given] if given else []:
            printed, _, side = str(one).partition("/")
            span = self.anywhere(printed, words)
            named = side or (printed if printed in self.maker.sides else None)
            found.append(Participant(name=span.words, span=span, side=self.maker.side(named)))
        return tuple(found)

    def _counts(self, mark: Mapping[str, Any], words: Span, holder: StatementMention | None) -> Iterator[Count]:
        for effect in (e for e in EFFECTS if e in mark):
            for one in mark[effect] if isinstance(mark[effect], list) else [mark[effect]]:
                printed, equals, value = str(one).rpartition(" = ")
                span = self.anywhere(printed if equals else str(one), words)
                yield Count(
                    effect=effect, span=span, said_by=holder.speaker if holder else None,  # type: ignore[arg-type]
                    **self._value(value),
                )  # fmt: skip

    def _value(self, given: Any) -> dict[str, Any]:
        """value, bound, low, high and perhaps unit out of "12+ soldiers"."""
        match = _VALUE.fullmatch(str(given))
        if match is None:
            raise self.maker.fault(f"a value is a number, a mark of + - ~ ? and a unit, got {given!r}")
        number, bound = float(match["value"]), _BOUNDS[match["bound"]]
        whole = int(number) if number.is_integer() else number
        low = whole if bound in ("at_least", "vague") else number * 0.9 if bound == "about" else None
        high = whole if bound == "at_most" else number * 1.1 if bound == "about" else None
        made = {"value": None if bound == "vague" else whole, "bound": bound, "low": low, "high": high}
        return made | ({"unit": match["unit"]} if match["unit"] else {})

    def _figure(self, mark: Mapping[str, Any]) -> Figure:
        self.maker.keys(mark, FIGURE_KEYS, f"figure {mark['f']!r}", needed={"f", "w", "v", "unit", "q"})
        span = self.words(str(mark["w"]))
        holder = self._holding(span)
        period = self.maker.when(mark.get("period"))
        if mark.get("said_by"):
            self.anywhere(str(mark["said_by"]), span)
        place = mark.get("place")
        if place:
            self.anywhere(str(place), span)
        return Figure.of(
            span=span, quantity=str(mark["q"]), unit=str(mark["unit"]), kind=mark.get("kind", "level"),
            definition=mark.get("def"), side=self.maker.side(mark.get("side")), place=place,
            as_of=self.maker.when(mark.get("as_of")), period=period,
            said_by=mark.get("said_by") or (holder.speaker if holder else None),
            said_by_side=holder.side if holder else None, part=bool(mark.get("part")),
            denied=bool(mark.get("denied")), maker=MAKER, **self._value(mark["v"]),
        )  # fmt: skip


def _toll_label(incident: str, count: Count) -> str:
    return f"{incident}.{count.effect}" + ("" if count.unit == "people" else f".{count.unit}")


def _toll(mention: IncidentMention, count: Count) -> Figure:
    """The toll figure of an incident's count, in the form in which ``annotate.figures`` makes it."""
    place = mention.where
    event = mention.type.replace("_", " ")
    return Figure.of(
        span=count.span, quantity=f"{count.unit} {count.effect} in {event}" + (f" at {place.name}" if place else ""),
        unit=f"{count.unit} {count.effect}", value=count.value, low=count.low, high=count.high, bound=count.bound,
        kind="toll", place=place.name if place else None, as_of=mention.when, said_by=count.said_by,
        said_by_side=mention.said_by_side, part=count.part, maker=MAKER,
    )  # fmt: skip


def _places(content: str, words: str, low: int, high: int, *, fold: bool = False) -> list[int]:
    """Where the words stand between two offsets, not inside longer words."""
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    return [m.start() for m in re.compile(pattern, re.IGNORECASE if fold else 0).finditer(content, low, high)]
