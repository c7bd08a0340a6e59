"""The same quantity told again: agreeing, growing over time, or in conflict. Unlike things are never compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from trucewatch.link.decide import MAKER
from trucewatch.link.order import Told
from trucewatch.link.profile import Window, window_of
from trucewatch.records.figure import Agreement, Figure, FigureSeries
from trucewatch.records.ids import digest
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention
from trucewatch.records.text import Text
from trucewatch.records.wording import content, notion, tokens, word_set

#: What a figure counts, in words to be held against another's.
Key = tuple[str, ...]
#: A figure without a date of its own holds for the days before its report.
UNDATED_REACH = timedelta(days=3)
_DENIED = re.compile(r"\b(?:rejected|denied)\b", re.IGNORECASE)
#: How far round a number its clause is read, in characters, and what ends one.
CLAUSE = 80
_BREAK = re.compile(r"[.;:,\n“”]\s|\b(?:while|but|whereas|and that)\b|\n", re.IGNORECASE)
#: What is counted is gone, or no longer in those hands.
_GONE = re.compile(
    r"\b(?:hand(?:ed|ing)? (?:\w+ )?over|surrender(?:ed|s|ing)?|g(?:iven|ave) up|turned in|destroyed|deliver(?:ed|ing)|"
    r"withdr(?:ew|awn)|pulled (?:out|back)|removed)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:remain(?:s|ed|ing)?|left|still|outstanding|yet to)\b", re.IGNORECASE)
#: Set behind the key of a count of what is gone.
GONE = "gone"
#: Two figures this near in one text are read together when words between them set them against each other.
NEAR = 700
#: Rival counts of one thing seldom lie further apart than this; beyond it they count different things.
SAME_SIZE = 2.0
_OF_THE = re.compile(r"\s+(?:out )?of (?:the|its|their|his|those|these|all|some)\s+(?:the )?", re.IGNORECASE)
_AT_ODDS = re.compile(
    r"\b(?:at odds|contradict\w*|conflict(?:s|ed|ing)? with|disput\w+|differ(?:s|ed|ing|ent)? from|instead of|"
    r"in contrast|contrary to|lower than|higher than|challeng\w+)\b|\bbut\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedFigures:
    """Figures in the order told, each with the key of what it counts and the incident that it belongs to, if any.

    ``ties`` are (text id, key, key) where a text makes two keys one: the first becomes the second.
    """

    figures: tuple[Figure, ...]
    keys: tuple[Key, ...]
    incidents: tuple[str | None, ...]
    ties: tuple[tuple[str, Key, Key], ...]


def link_figures(
    figures: Iterable[Figure],
    *,
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    told: Told,
    texts: Mapping[str, Text],
) -> tuple[FigureSeries, ...]:
    """Group figures that count one thing, and say what each group says together.

    One thing: the same kind (level, total, toll), the same unit, the same side, the same place as far as told,
    and for a toll the same incident. A total over a period is only compared with the same period.
    """
    found = keyed(figures, incidents=incidents, mentions=mentions, told=told, texts=texts)
    return tuple(series_of(found, told=told, texts=texts))


def keyed(
    figures: Iterable[Figure],
    *,
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    told: Told,
    texts: Mapping[str, Text],
) -> KeyedFigures:
    """What each figure counts. It hangs on its text, its report and the incidents that the counts of its text belong
    to, and on no other figures."""
    home = _incidents_of(incidents, mentions)
    ordered = sorted(figures, key=lambda f: (told.source(f.text_id).day, f.text_id, f.span.start, f.id))
    keys = _without_wholes([tuple(key_parts(f, home.get(_spot(f))).values()) for f in ordered], ordered, texts)
    keys = _without_gone(keys, ordered, texts)
    events = [home.get(_spot(f)) for f in ordered]
    return KeyedFigures(
        figures=tuple(ordered), keys=tuple(keys), incidents=tuple(events),
        ties=tuple(_ties(keys, ordered, texts, events)),
    )  # fmt: skip


def series_of(
    found: KeyedFigures, *, told: Told, texts: Mapping[str, Text], only: Callable[[Key], bool] = lambda key: True
) -> list[FigureSeries]:
    """The series that keyed figures make; with ``only`` those under some keys, of which all figures must be given, with
    those of all keys that a text ties to one."""
    becomes: dict[Key, Key] = {}
    for _, one, other in found.ties:
        becomes[one] = becomes.get(other, other)
    groups: dict[Key, list[int]] = defaultdict(list)
    for n, key in enumerate(found.keys):
        if only(key):
            groups[becomes.get(key, key)].append(n)
    series = []
    for key, members in groups.items():
        group = [found.figures[n] for n in members]
        agreement, reasons = _agreement(group, told=told, texts=texts)
        series.append(
            FigureSeries(
                id=series_id(key),
                quantity=max((f.quantity for f in group), key=len),
                unit=group[0].unit,
                figure_ids=tuple(f.id for f in group),
                agreement=agreement,
                incident_id=next((i for n in members if (i := found.incidents[n]) is not None), None),
                reasons=tuple(reasons),
                maker=MAKER,
            )
        )
    return series


def series_id(key: Key) -> str:
    return digest("series", *key)


def _incidents_of(incidents: Sequence[Incident], mentions: Iterable[IncidentMention]) -> dict[tuple[str, int], str]:
    """(text id, start) of every count -> the incident that it belongs to."""
    owner = {m: incident.id for incident in incidents for m in incident.mention_ids}
    found: dict[tuple[str, int], str] = {}
    for mention in mentions:
        for count in mention.counts:
            if mention.id in owner:
                found.setdefault((count.span.text_id, count.span.start), owner[mention.id])
    return found


def _spot(figure: Figure) -> tuple[str, int]:
    return (figure.span.text_id, figure.span.start)


def key_parts(figure: Figure, incident: str | None) -> dict[str, str]:
    """What a figure counts, part by part under the names that people know: with another figure it makes a series if all
    parts are the same. ``incident`` is the one that it belongs to, if any."""
    parts = {"kind": figure.kind, "unit": " ".join(notion(w) for w in tokens(figure.unit))}
    definition = " ".join(sorted(set(content(figure.definition or "")) - _ANYBODY))
    effect = " ".join(sorted(set(content(figure.quantity)) & _EFFECTS))
    if incident is not None:
        return parts | {"incident": incident, "effect": effect, "definition": definition}
    period = ""
    if figure.period is not None:
        period = f"{figure.period.first_day}..{figure.period.last_day} {figure.period.value}"
    if figure.side or figure.place:
        # the quantity's own wording differs between outlets; unit, side and place do not
        place = "" if figure.side else (figure.place or "").casefold()
        told = {"side": figure.side or "", "place": place, "effect": effect}
        return parts | told | {"definition": definition, "period": period}
    # nothing ties the figure to a side, place or incident: only the same wording is the same quantity, and a
    # wording that says no more than "people" is nothing to go by
    wording = sorted(set(content(figure.quantity)))
    telling = set(wording) - set(content(figure.unit)) - _EFFECTS - _ANYBODY
    quantity = " ".join(wording) if telling else figure.id
    return parts | {"quantity": quantity, "definition": definition, "period": period}


def _clause(figure: Figure, texts: Mapping[str, Text]) -> str:
    """The words round a number up to the next break."""
    text = texts.get(figure.text_id)
    if text is None:
        return ""
    before = text.content[max(0, figure.span.start - CLAUSE) : figure.span.start]
    after = text.content[figure.span.end : figure.span.end + CLAUSE]
    return " ".join(f"{_BREAK.split(before)[-1]} {figure.span.words} {_BREAK.split(after)[0]}".split())


def _without_gone(keys: list[Key], figures: Sequence[Figure], texts: Mapping[str, Text]) -> list[Key]:
    """The keys, with "35 handed over" set apart where its text also tells how many are left: no rival counts."""
    held: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, figure in enumerate(figures):
        if figure.kind != "toll":
            held[figure.text_id, figure.kind, keys[n][1]].append(n)
    keys = list(keys)
    for members in held.values():
        said = {n: _clause(figures[n], texts) for n in members} if len(members) > 1 else {}
        gone = [n for n, words in said.items() if _GONE.search(words) and not _LEFT.search(words)]
        if len(gone) < len(said) and any(_LEFT.search(words) for words in said.values()):
            for n in gone:
                keys[n] = (*keys[n], GONE)
    return keys


_EFFECTS = frozenset(map(notion, word_set("killed wounded missing detained abducted displaced freed attacks harmed")))


#: Words that say no more than that people are counted.
_ANYBODY = frozenset(map(notion, word_set("people persons person others individuals victims residents")))


def _agreement(group: Sequence[Figure], *, told: Told, texts: Mapping[str, Text]) -> tuple[Agreement, list[Reason]]:
    group = _as_last_told(group, told)
    values = ", ".join(str(f.shown) for f in group)
    if len(group) == 1:
        return "single", []
    low, high = zip(*map(bounds, group), strict=True)
    if max(low) <= min(high):
        return "agreeing", [Reason(field="agreement", value=values, rule="every value lies within the others' bounds")]
    days = [_when(f, told) for f in group]
    for a, b in ((group[n], group[m]) for n, m in _meeting(group, days)):
        rule = None if compatible(a, b) else _at_odds(a, b, told=told, texts=texts)
        if rule:
            shown = f"{a.shown} ({a.said_by or 'the report'}) | {b.shown} ({b.said_by or 'the report'})"
            return "conflict", [Reason(field="agreement", value=shown, rule=rule)]
    told_on: dict[date | None, list[Figure]] = defaultdict(list)
    for figure in group:
        told_on[told.source(figure.text_id).day].append(figure)
    if all(
        compatible(a, b) or _later(a, b, told=told)
        for of_a_day in told_on.values() for a, b in combinations(of_a_day, 2)
    ):  # fmt: skip
        return "growing", [
            Reason(field="agreement", value=values, rule="later reports give other values; none is set against another")
        ]
    return "conflict", [Reason(field="agreement", value=values, rule="values for one time exclude each other")]


def _meeting(group: Sequence[Figure], days: Sequence[Window | None]) -> list[tuple[int, int]]:
    """The pairs, in order, that may be at odds: of one text, or for days that touch. A series of years has few."""
    pairs: set[tuple[int, int]] = set()
    in_text: dict[str, list[int]] = defaultdict(list)
    for n, figure in enumerate(group):
        in_text[figure.text_id].append(n)
    for ours in in_text.values():
        pairs.update(combinations(ours, 2))
    lasting: list[tuple[date, int]] = []
    for first, last, n in sorted((one.first, one.last, n) for n, one in enumerate(days) if one is not None):
        lasting = [(until, m) for until, m in lasting if until >= first]
        pairs.update((min(n, m), max(n, m)) for _, m in lasting)
        lasting.append((last, n))
    return sorted(pairs)


def _as_last_told(group: Sequence[Figure], told: Told) -> list[Figure]:
    """Of each report only what its latest text here says: an outlet that edits a number neither agrees with itself nor
    stands in conflict with itself."""
    last: dict[str, int] = {}
    for figure in group:
        source = told.source(figure.text_id)
        last[source.report_id] = max(last.get(source.report_id, 0), source.edition)
    sources = [told.source(figure.text_id) for figure in group]
    return [f for f, source in zip(group, sources, strict=True) if source.edition == last[source.report_id]]


def bounds(figure: Figure) -> tuple[float, float]:
    """The range that the words allow: "at least 9" is 9 upward, "about 500" a tenth to either side."""
    inf = float("inf")
    if figure.value is None:
        return (figure.low if figure.low is not None else 0.0, figure.high if figure.high is not None else inf)
    value = figure.value
    if figure.bound == "at_least":
        # "at least 25" is said of a count near 25: three times as many is another toll
        return (value, max(value * 1.25, value + 2))
    if figure.bound == "at_most":
        return (0.0, value)
    if figure.bound in ("about", "vague"):
        return (
            figure.low if figure.low is not None else value * 0.9,
            figure.high if figure.high is not None else value * 1.1,
        )
    return (value, value)


def compatible(a: Figure, b: Figure) -> bool:
    """True if both may be true of one quantity at one time."""
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    return low_a <= high_b and low_b <= high_a


def _contrast(a: Figure, b: Figure, texts: Mapping[str, Text], *, unlike: bool = False) -> str | None:
    """The words between two speakers' figures in one text that set them against each other, or None.

    Between figures that are not known to count one thing (``unlike``) a denial may be of anything.
    """
    if a.text_id != b.text_id or a.said_by == b.said_by or a.text_id not in texts:
        return None
    first, second = sorted((a.span, b.span), key=lambda s: s.start)
    if second.start - first.end > NEAR:
        return None
    between = texts[a.text_id].content[first.end : second.start]
    cue = _AT_ODDS.search(between) or (None if unlike else _DENIED.search(between))
    return cue.group() if cue else None


def stand(a: Figure, b: Figure, *, told: Told, texts: Mapping[str, Text]) -> tuple[str, str]:
    """How two values of one quantity stand to each other: the state that they make alone, and why."""
    one, other = told.source(a.text_id), told.source(b.text_id)
    if one.report_id == other.report_id and one.edition != other.edition:
        return "edited", "one report gives them in two of its texts: the later one counts"
    if compatible(a, b):
        return "agreeing", "each lies within what the other allows"
    if cue := _at_odds(a, b, told=told, texts=texts):
        return "conflict", cue
    if _later(a, b, told=told):
        return "growing", "told, or as of, at different times; neither is set against the other"
    return "conflict", "values for one time exclude each other"


def _without_wholes(
    keys: list[tuple[str, ...]], figures: Sequence[Figure], texts: Mapping[str, Text]
) -> list[tuple[str, ...]]:
    """The keys, with the whole in "900 of the 1,000 captives" set apart: it is no other count of the part."""
    keys = list(keys)
    for n in range(1, len(figures)):
        part, whole = figures[n - 1], figures[n]
        if part.text_id == whole.text_id and part.text_id in texts and part.span.end < whole.span.start:
            between = texts[part.text_id].content[part.span.end : whole.span.start]
            if _OF_THE.fullmatch(between):
                keys[n] = (*keys[n], whole.id)
    return keys


def _ties(
    keys: Sequence[Key], figures: Sequence[Figure], texts: Mapping[str, Text], events: Sequence[str | None]
) -> Iterator[tuple[str, Key, Key]]:
    """Where a report sets two figures of one kind and unit against each other, or gives each side's own number of one
    thing: (text id, the later key, the earlier that it becomes). What two incidents cost is never one thing."""
    for n, later in enumerate(figures):
        for m in range(n - 1, -1, -1):
            earlier = figures[m]
            if earlier.text_id != later.text_id or later.span.start - earlier.span.end > NEAR:
                break
            alike = (earlier.kind, keys[m][1]) == (later.kind, keys[n][1])
            if not alike or keys[m] == keys[n] or (keys[m][-1] == GONE) != (keys[n][-1] == GONE):
                continue
            if len({events[n], events[m]} - {None}) > 1:
                continue
            if _rivals(earlier, later) or _contrast(earlier, later, texts, unlike=True):
                yield later.text_id, keys[n], keys[m]
                break


def _rivals(a: Figure, b: Figure) -> bool:
    """True if two sides each give a number for what reads as one thing: near enough in size to be counts of it."""
    if not a.said_by_side or not b.said_by_side or a.said_by_side == b.said_by_side:
        return False
    if a.side != b.side or not a.value or not b.value:
        return False
    if a.definition and b.definition and a.definition.casefold() != b.definition.casefold():
        return False
    if a.as_of is not None and b.as_of is not None and a.as_of.value != b.as_of.value:
        return False
    return a.value != b.value and max(a.value, b.value) <= SAME_SIZE * min(a.value, b.value)


def _when(figure: Figure, told: Told) -> Window | None:
    return window_of(figure.as_of or figure.period, told.published(figure.text_id), UNDATED_REACH)


def _at_odds(a: Figure, b: Figure, *, told: Told, texts: Mapping[str, Text]) -> str | None:
    """Why two values exclude each other; None where time can explain the difference."""
    cue = _contrast(a, b, texts)
    if cue:
        return f"two speakers, set against each other by {cue!r}"
    one, other = _when(a, told), _when(b, told)
    if one is None or other is None or one.gap(other) > 0:
        return None
    if a.said_by and b.said_by and a.said_by != b.said_by and a.text_id == b.text_id:
        return "two speakers give values for one time that exclude each other"
    if a.kind == "toll" and told.published(a.text_id) != told.published(b.text_id):
        return None  # its day is the event's; the count is of the day on which it was told
    stated = a.as_of is not None and b.as_of is not None and one.stated and other.stated
    if stated and (one.first, one.last) == (other.first, other.last) and a.said_by != b.said_by:
        return "values for one day that exclude each other"
    return None


def _later(a: Figure, b: Figure, *, told: Told) -> bool:
    """True if two disagreeing values stand in order of time: told, or as of, at different times."""
    one, other = _when(a, told), _when(b, told)
    if one is not None and other is not None and (one.first, one.last) != (other.first, other.last):
        return True
    return told.source(a.text_id).day != told.source(b.text_id).day
