"""The same quantity told again: agreeing, growing over time, or in conflict. Unlike things are never compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from trucewatch.link.decide import MAKER
from trucewatch.link.figure_keys import ANYBODY, Key, KeyedFigures, contrast, keyed, series_id
from trucewatch.link.order import Told
from trucewatch.link.profile import Window, window_of
from trucewatch.records.figure import Agreement, Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.maker import Reason
from trucewatch.records.mention import IncidentMention
from trucewatch.records.text import Text
from trucewatch.records.wording import content, notion, word_set

#: A figure without a date of its own holds for the days before its report.
UNDATED_REACH = timedelta(days=3)
_AND = re.compile(r"\band\b|[,&]")
#: And those for which another report may have a closer word.
_MEN = frozenset(map(notion, word_set("man men members")))


def link_figures(
    figures: Iterable[Figure],
    *,
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    told: Told,
    texts: Mapping[str, Text],
    said: Mapping[str, str] | None = None,
) -> tuple[FigureSeries, ...]:
    """Group figures that count one thing, and say what each group says together.

    One thing: the same kind (level, total, toll), the same unit, the same side, the same place as far as told,
    and for a toll the same incident. A total over a period is only compared with the same period. One number of one
    unit in one statement, or in one sentence printed twice, is one thing however the reports word it. ``said``: figure
    id -> the statement that it stands in.
    """
    found = keyed(figures, incidents=incidents, mentions=mentions, told=told, texts=texts, said=said)
    return tuple(series_of(found, told=told, texts=texts))


def series_of(
    found: KeyedFigures, *, told: Told, texts: Mapping[str, Text], only: Collection[str] | None = None
) -> list[FigureSeries]:
    """The series that keyed figures make; with ``only`` those on some shelves, of which all figures must be given, with
    those of all shelves that a text ties to one."""
    root = _roots(found, only)
    groups: dict[Key, list[int]] = defaultdict(list)
    for n, key in enumerate(found.keys):
        if key in root:
            groups[root[key]].append(n)
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


def _roots(found: KeyedFigures, only: Collection[str] | None) -> dict[Key, Key]:
    """Each key -> the key under which its figures stand together, that of the figure told first."""
    on = found.shelves()
    members: dict[Key, list[Figure]] = defaultdict(list)
    for figure, key in zip(found.figures, found.keys, strict=True):
        if only is None or on[key] in only:
            members[key].append(figure)
    above = {key: key for key in members}
    order = {key: n for n, key in enumerate(members)}

    def top(key: Key) -> Key:
        while above[key] != key:
            key = above[key]
        return key

    def join(one: Key, other: Key) -> None:
        first, second = sorted((top(one), top(other)), key=order.__getitem__)
        above[second] = first

    for _, one, other in found.ties:
        if one in above and other in above:
            join(one, other)
    told_again: dict[Key, list[Key]] = defaultdict(list)
    for _, again, key in found.again:
        if key in above:
            told_again[again].append(key)
    # keys of one figure alone -> what they are without it: for a whole the key of its part
    alone = {
        key: tuple(p for p in key if p != f.id) for key, figures in members.items() for f in figures if f.id in key
    }
    for keys in told_again.values():
        fixed = list(dict.fromkeys(top(key) for key in keys if key not in alone))
        apart: list[Key] = []
        for key in (key for key in keys if key in alone):
            part = alone[key]
            # where reports tell the number of two things, what does not say of which goes with neither; nor does a
            # whole go with its part, though another report gives the whole under the same words
            if len(fixed) == 1 and not (part in above and top(part) == fixed[0]):
                join(key, fixed[0])
            else:
                apart.append(key)
        for key in apart[1:]:
            join(key, apart[0])
    of_one: dict[str, list[Key]] = defaultdict(list)
    for key in members:
        of_one[on[key]].append(key)
    for keys in of_one.values():
        _join_groups({key: members[key] for key in keys}, join)
    return {key: top(key) for key in members}


def _join_groups(held: Mapping[Key, Sequence[Figure]], join: Callable[[Key, Key], None]) -> None:
    """Join the keys of one shelf whose words for those harmed may be said of the same people: the same with a word more
    ("soldiers", "Veldanian soldiers"), or a word for anybody where one other group has the same number.

    "Soldiers" may be said of Veldanian soldiers or of others: where both are told, it goes with those that have the
    same number, if only one of them has.
    """
    if len(held) < 2:
        return
    texts = {key: {f.text_id for f in figures} for key, figures in held.items()}
    groups = {key: frozenset().union(*(_group(f) for f in figures)) for key, figures in held.items()}
    whole = [key for key, figures in held.items() if not any(f.part for f in figures)]
    within = {key: _common(figures) for key, figures in held.items()}

    def fit(one: Key, other: Key) -> bool:
        """True if every number under the one may be each under the other."""
        (low, high), (low_too, high_too) = within[one], within[other]
        return low <= high_too and low_too <= high

    def one_word(one: Key, other: Key) -> bool:
        return groups[one] <= groups[other] or groups[other] <= groups[one]

    near: dict[Key, list[Key]] = {key: [] for key in whole if groups[key] and not _several(held[key])}
    for one, other in combinations(near, 2):
        if one_word(one, other) and not texts[one] & texts[other]:
            near[one].append(other)
            near[other].append(one)
    for one, other in combinations(near, 2):
        if other not in near[one]:
            continue
        # what may be said of the one, and tells of others than the other does
        against = [
            (mine, third)
            for mine, beside in ((one, other), (other, one))
            for third in near[mine]
            if third != beside and (texts[third] & texts[beside] or not (one_word(third, beside) or fit(third, beside)))
        ]
        if not against or (fit(one, other) and not any(fit(mine, third) for mine, third in against)):
            join(one, other)
    for one in (key for key in whole if not groups[key]):
        fitting = [key for key in whole if groups[key] and not texts[one] & texts[key] and fit(one, key)]
        if len({groups[key] for key in fitting}) == 1:
            join(one, fitting[0])


def _common(figures: Sequence[Figure]) -> tuple[float, float]:
    """The highest lower and the lowest upper bound of these: what is compatible with each of them reaches both."""
    low, high = zip(*map(bounds, figures), strict=True)
    return max(low), min(high)


def _group(figure: Figure) -> frozenset[str]:
    """The words for those counted that say more than that they are people."""
    return frozenset(content(figure.definition or "")) - ANYBODY - _MEN


def _several(*figures: Sequence[Figure]) -> bool:
    """True if one of them counts several sorts in one number: "women and children" is no other word for "children"."""
    return any(_AND.search(f.definition or "") for some in figures for f in some)


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


def _when(figure: Figure, told: Told) -> Window | None:
    return window_of(figure.as_of or figure.period, told.published(figure.text_id), UNDATED_REACH)


def _at_odds(a: Figure, b: Figure, *, told: Told, texts: Mapping[str, Text]) -> str | None:
    """Why two values exclude each other; None where time can explain the difference."""
    cue = contrast(a, b, texts)
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
