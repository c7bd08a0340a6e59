"""What a reported number counts, as a key to be held against another's; and which texts make two keys one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.link.order import Told
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.text import Text
from trucewatch.records.wording import content, notion, tokens, word_set

#: What a figure counts, in words to be held against another's.
Key = tuple[str, ...]
#: How far round a number its clause is read, in characters, and what ends one.
CLAUSE = 80
_BREAK = re.compile(r"[.;:,\n“”]\s|\b(?:while|but|whereas|and that)\b|\n", re.IGNORECASE)
#: What is counted is gone, or no longer in those hands.
_GONE = re.compile(
    r"\b(?:hand(?:ed|ing)? (?:\w+ )?(?:over|in)|laid down|"
    r"surrender(?:ed|s|ing)?|g(?:iven|ave) up|turned in|destroyed|deliver(?:ed|ing)|"
    r"withdr(?:ew|awn)|pulled (?:out|back)|removed|(?:ha(?:s|ve|d)|having) left)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|(?<!has )(?<!have )(?<!had )(?<!having )left|still|outstanding|yet to)\b", re.IGNORECASE
)
#: Set behind the key of a count of what is gone.
GONE = "gone"
#: Two sentences with the same number are one sentence printed twice only if they have so many words in common, all of
#: them: "four people were killed" is told of many events.
REPRINTED = 6
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n")
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
_DENIED = re.compile(r"\b(?:rejected|denied)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedFigures:
    """Figures in the order told, each with the key of what it counts and the incident that it belongs to, if any.

    Keys of one ``shelf`` may make one series (what one incident cost, told of "five men" and "five soldiers"); others
    only where they are tied.

    ``ties`` are (text id, key, key) where a text makes two keys one: the first becomes the second. ``again`` are (text
    id, key of a number told again, key): one number of one unit in one statement, or in one sentence printed twice.
    """

    figures: tuple[Figure, ...]
    keys: tuple[Key, ...]
    incidents: tuple[str | None, ...]
    ties: tuple[tuple[str, Key, Key], ...]
    again: tuple[tuple[str, Key, Key], ...]

    def shelves(self) -> dict[Key, str]:
        """Each key -> the shelf it stands on."""
        return {key: shelf(key, event) for key, event in zip(self.keys, self.incidents, strict=True)}


def keyed(
    figures: Iterable[Figure],
    *,
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    told: Told,
    texts: Mapping[str, Text],
    said: Mapping[str, str] | None = None,
) -> KeyedFigures:
    """What each figure counts. It hangs on its text, its report, the incidents that the counts of its text belong to
    and the statements it stands in (``said``), and on no other figures."""
    home = _incidents_of(incidents, mentions)
    ordered = sorted(figures, key=lambda f: (told.source(f.text_id).day, f.text_id, f.span.start, f.id))
    events = [home.get(_spot(f)) for f in ordered]
    own = [tuple(key_parts(f, event).values()) for f, event in zip(ordered, events, strict=True)]
    keys = _without_gone(_without_wholes(own, ordered, texts), ordered, texts)
    return KeyedFigures(
        figures=tuple(ordered),
        keys=tuple(keys),
        incidents=tuple(events),
        ties=tuple(_ties(keys, ordered, texts, events)),
        again=tuple(_told_again(keys, ordered, events, said or {}, texts)),
    )


def in_statements(
    figures: Iterable[Figure], statements: Iterable[StatementMention], owner: Mapping[str, str]
) -> dict[str, str]:
    """Figure id -> the statement that it stands in, the shortest of several; ``owner``: mention id -> statement."""
    held: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for mention in statements:
        if mention.id in owner:
            held[mention.text_id] += [(span.start, span.end, owner[mention.id]) for span in mention.content]
    found = {}
    for figure in figures:
        around = [
            one for one in held.get(figure.text_id, ()) if one[0] <= figure.span.start and figure.span.end <= one[1]
        ]
        if around:
            found[figure.id] = min(around, key=lambda one: (one[1] - one[0], one))[2]
    return found


def _told_again(
    keys: Sequence[Key],
    figures: Sequence[Figure],
    events: Sequence[str | None],
    said: Mapping[str, str],
    texts: Mapping[str, Text],
) -> Iterator[tuple[str, Key, Key]]:
    """(text id, the key of a number told again, what it counts by itself), of numbers that belong to no incident.

    A text that counts two things with one number in one statement says nothing of which of them is told again.
    """
    found: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for figure, key, event in zip(figures, keys, events, strict=True):
        place = _told_in(figure, said, texts) if event is None and figure.value is not None else ()
        if place:
            found[figure.text_id, (figure.kind, _unit(figure), str(figure.value), *place)].add(key)
    for (text_id, again), held in found.items():
        if len(held) == 1:
            yield text_id, again, next(iter(held))


def _told_in(figure: Figure, said: Mapping[str, str], texts: Mapping[str, Text]) -> Key:
    """The statement that a figure stands in or, outside of any, its day and the words of its sentence, if they are
    many: what a bulletin prints every day is told of another day each time."""
    if figure.id in said:
        return (said[figure.id],)
    text = texts.get(figure.text_id)
    if text is None:
        return ()
    before = _SENTENCE.split(text.content[max(0, figure.span.start - 3 * CLAUSE) : figure.span.start])[-1]
    after = _SENTENCE.split(text.content[figure.span.end : figure.span.end + 3 * CLAUSE])[0]
    words = sorted(set(content(f"{before} {after}")))  # the number itself may be printed as word or digits
    when = figure.as_of or figure.period
    day = f"{when.first_day}..{when.last_day}" if when is not None and when.first_day is not None else ""
    return (day, *words) if len(words) >= REPRINTED else ()


def _unit(figure: Figure) -> str:
    return " ".join(notion(w) for w in tokens(figure.unit))


def shelf(key: Key, incident: str | None) -> str:
    """Where keys stand that may make one series: of an incident all with one unit and one fate, else each by itself."""
    return series_id(key if incident is None or len(key) != OF_INCIDENT else ("shelf", *key[:-1]))


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
    parts = {"kind": figure.kind, "unit": _unit(figure)}
    definition = " ".join(sorted(set(content(figure.definition or "")) - ANYBODY))
    # a toll has its fate in its unit; the name of its quantity says too in what ("killed in attacks")
    effect = " ".join(sorted(set(content(figure.unit if incident is not None else figure.quantity)) & _EFFECTS))
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
    telling = set(wording) - set(content(figure.unit)) - _EFFECTS - ANYBODY
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
    """The keys, with "35 handed over" and "3,000 withdrawn" set apart: they are no rival counts of what is left."""
    keys = list(keys)
    for n, figure in enumerate(figures):
        words = _clause(figure, texts) if figure.kind != "toll" else ""
        if _GONE.search(words) and not _LEFT.search(words):
            keys[n] = (*keys[n], GONE)
    return keys


_EFFECTS = frozenset(
    map(notion, word_set("killed wounded missing detained abducted displaced freed attacks harmed held"))
)
#: Words that say no more than that people are counted.
ANYBODY = frozenset(map(notion, word_set("people persons person others individuals victims residents")))
#: How many parts the key of an incident's figure has.
OF_INCIDENT = 5


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
            if _rivals(earlier, later) or contrast(earlier, later, texts, unlike=True):
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


def contrast(a: Figure, b: Figure, texts: Mapping[str, Text], *, unlike: bool = False) -> str | None:
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
