"""Numbers that a report gives: tolls, levels of forces and prisoners, totals over a period.

A level ("2,500 troops") holds at a date, a total ("18,000 attacks in 2020") over a period, a toll counts those
whom incidents harmed. The name of a quantity is built from unit, effect, side and place, so that the same
quantity in another report gets the same name wherever both say the same about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_scope import denies, is_total, is_unreal, period_in
from trucewatch.annotate.counts import Counted, find_counts
from trucewatch.annotate.figure_again import POINTING, again, described, fits, same_thing, speaker_of, tells_again
from trucewatch.annotate.figure_lists import Listed, listed_figures
from trucewatch.annotate.figure_nouns import (
    Kind,
    counted_noun,
    counts_only,
    definition_of,
    holder_of,
    places_before,
    places_near,
    points_there,
    recorder,
    units,
)
from trucewatch.annotate.incident_conditions import is_of
from trucewatch.annotate.incident_lexicon import classes
from trucewatch.annotate.incident_names import Namer
from trucewatch.annotate.incident_setting import Setting
from trucewatch.annotate.incident_syntax import (
    children,
    clause_head,
    conjuncts,
    lemma,
    prepositional,
    surface_subjects,
)
from trucewatch.annotate.numbers import STRONG, Number, find_numbers, value_of
from trucewatch.annotate.said_as import Told, holding
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.annotate.world import words_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="annotate.figures", version="1")
#: Levels smaller than this are seldom figures ("two sides", "three districts").
SMALLEST_LEVEL = 5
#: Words that say zero.
NONE = re.compile(r"\b(?:no|nobody|none|without)\b", re.IGNORECASE)
PRESENCES = frozenset({"deployment", "footprint", "presence", "contingent"})
EVENT_NAMES = {
    "airstrike": "air strikes",
    "drone_strike": "air strikes",
    "shelling": "shelling",
    "bombing": "bombings",
    "suicide_attack": "bombings",
    "accident": "an accident",
    "clash": "fighting",
    "offensive": "fighting",
    "armed_attack": "attacks",
    "targeted_killing": "targeted killings",
}
#: Events that are told by their effect: "people released in a release" says nothing more.
SAME_AS_EFFECT = {
    "release": "released", "displacement": "displaced", "detention": "detained", "abduction": "abducted",
}  # fmt: skip

#: Units that count things of several sorts, with the words that say no more than the unit.
SORTED = {
    "weapons": frozenset({"weapon"}), "vehicles": frozenset({"vehicle"}), "bases": frozenset({"base"}),
    "places": frozenset({"place", "settlement"}), "people": frozenset({"people", "person", "man"}),
}  # fmt: skip
#: People who belong to no side because of what it does ("the Front drove out 400 families").
NOBODYS = frozenset({"civilians", "people", "families", "refugees"})
#: Words for forces that do not say whose they are, and the unit that they are counted in.
BARE_FORCES = frozenset({"soldier", "troop", "troops"})
BARE_UNITS = frozenset({"troops"})


def find_figures(
    parsed: Parsed,
    *,
    statements: Sequence[StatementMention],
    incidents: Sequence[IncidentMention],
    agreement: Agreement,
    times: Sequence[When],
) -> list[Figure]:
    """The figures of a text in its order: tolls of its incidents, then levels and totals from its sentences."""
    sides = sides_for(agreement)
    setting = Setting.of(times, ())
    found: dict[tuple[int, int, str], Figure] = {}
    taken: set[int] = set()
    tolls = [_toll_of(incident, count) for incident in incidents for count in incident.counts]
    for figure in tolls:
        found.setdefault((figure.span.start, figure.span.end, figure.unit), figure)
        taken.add(figure.span.end)
    told = Told(statements)
    levels: list[Figure] = []
    readers = [
        _Reader(parsed, p, sides, told.within(p.start, p.end), setting.within(p.start, p.end))
        for p in parsed.paragraphs
    ]
    for reader in readers:
        for figure in reader.figures():
            figure = _whose_before(figure, levels)
            key = (figure.span.start, figure.span.end, figure.unit)
            if key in found and figure.kind == "total":
                # the incident's account of a number that runs over a period ("has killed 81 people since April")
                found[key] = replace(figure, said_by=found[key].said_by, said_by_side=found[key].said_by_side)
            elif figure.span.end not in taken:
                found.setdefault(key, figure)
                taken.add(figure.span.end)
    for reader in readers:
        for figure in reader.told_again(sorted(found.values(), key=lambda f: f.span.start)):
            found[figure.span.start, figure.span.end, figure.unit] = figure
    for listed in listed_figures(parsed.text, times, sides):
        _put_listed(found, listed)
    return sorted(found.values(), key=lambda f: (f.span.start, f.span.end))


def _whose_before(figure: Figure, levels: list[Figure]) -> Figure:
    """A level that does not say whose it is, with the side of the last one of its unit in the text that does."""
    if figure.kind != "level":
        return figure
    earlier = next((f for f in reversed(levels) if f.unit == figure.unit), None)
    if figure.side is None and figure.unit in BARE_UNITS and earlier is not None and earlier.side is not None:
        named = figure.quantity.replace(figure.unit, f"{figure.unit} of {earlier.side}", 1)
        why = Reason(field="side", value=earlier.side, rule="as the figure before", words=earlier.span.words)
        figure = replace(figure, side=earlier.side, quantity=named, reasons=(*figure.reasons, why))
    if figure.side is not None:
        levels.append(figure)
    return figure


def _put_listed(found: dict[tuple[int, int, str], Figure], listed: Listed) -> None:
    """Add the figure of a line of a list; one that its sentence gave keeps its words and takes what the list adds."""
    made = listed.figure(MAKER)
    same = next((k for k, f in found.items() if f.span.start < made.span.end and made.span.start < f.span.end), None)
    if same is None:
        found[made.span.start, made.span.end, made.unit] = made
        return
    known = found[same]
    if known.kind == made.kind and known.unit == made.unit:
        found[same] = replace(
            known, place=known.place or made.place, side=known.side or made.side, period=known.period or made.period
        )
    elif known.unit == made.unit:
        # a toll that the parse made of several lines; the label and its heading say what is counted
        found[same] = replace(made, said_by=known.said_by, said_by_side=known.said_by_side)


def _token_at(sentence: SpacySpan, number: Number) -> Token | None:
    at = sentence.start_char + number.at
    return next((t for t in sentence if t.idx <= at < t.idx + len(t)), None)


def _toll_of(incident: IncidentMention, count: Count) -> Figure:
    place = incident.where
    event = EVENT_NAMES.get(incident.type, incident.type.replace("_", " "))
    quantity = f"{count.unit} {count.effect}"
    quantity += f" in {event}" if SAME_AS_EFFECT.get(incident.type) != count.effect else ""
    quantity += f" at {place.name}" if place is not None else ""
    return Figure.of(
        span=count.span,
        quantity=quantity,
        unit=f"{count.unit} {count.effect}",
        value=count.value,
        low=count.low,
        high=count.high,
        bound=count.bound,
        kind="toll",
        definition=count.group,
        place=place.name if place is not None else None,
        as_of=incident.when,
        said_by=count.said_by or incident.said_by,
        said_by_side=incident.said_by_side,
        part=count.part,
        denied=count.denied,
        reasons=(Reason(field="quantity", value=quantity, rule="count of an incident", words=incident.trigger.words),),
        maker=MAKER,
    )


class _Reader:
    """Reads the levels and totals of one paragraph."""

    def __init__(
        self,
        parsed: Parsed,
        paragraph: Paragraph,
        sides: Sides,
        statements: Sequence[StatementMention],
        setting: Setting,
    ) -> None:
        self.parsed = parsed
        self.paragraph = paragraph
        self.statements = statements
        self.setting = setting
        self.namer = Namer(sides, self.span_of)

    def span_of(self, start: int, end: int) -> Span:
        return self.parsed.text.span(self.paragraph.start + start, self.paragraph.start + end)

    def figures(self) -> Iterator[Figure]:
        for sentence in self.paragraph.doc.sents:
            text = sentence.text
            numbers = find_numbers(text)
            if numbers or NONE.search(text):
                for counted in find_counts(sentence, self.span_of):
                    numbered = counted.count.value != 1 or counted.count.span.words[:1].isdigit()
                    if numbered and not is_unreal(counted.anchor):
                        yield self.toll(counted)
            for number in numbers:
                figure = self.level_or_total(sentence, number)
                if figure is not None:
                    yield figure
            yield from self.strengths(sentence, text)

    def told_again(self, figures: Sequence[Figure]) -> Iterator[Figure]:
        """Numbers without a noun that count what the figure before them does, each its speaker's."""
        known = list(figures)
        for sentence in self.paragraph.doc.sents if known else ():
            for number in find_numbers(sentence.text):
                a = self.paragraph.start + sentence.start_char + number.start
                b = self.paragraph.start + sentence.start_char + number.end
                content = self.parsed.text.content
                if POINTING.search(content[max(0, a - 8) : a]) or any(
                    f.span.start < b and a < f.span.end for f in known
                ):
                    continue
                wholes = (f for f in known if f.span.end <= a)
                before = max(
                    (f for f in wholes if not POINTING.search(content[max(0, f.span.start - 8) : f.span.start])),
                    key=lambda f: f.span.end,
                    default=None,
                )
                token = _token_at(sentence, number)
                if before is None or token is None or not same_thing(number, before, a):
                    continue
                who = described(token, sentence)
                if who is None and not (tells_again(token, sentence) and fits(token, before)):
                    continue
                told = self.make(
                    self.span_of(sentence.start_char + number.start, sentence.start_char + number.end),
                    before.quantity, before.unit, before.kind, token,
                    value=number.value, low=number.low, high=number.high, bound=number.bound, definition=None,
                )  # fmt: skip
                speaker = speaker_of(token)
                if told.said_by is None and speaker is not None:
                    told = replace(
                        told, said_by=self.namer.phrase(speaker).words, said_by_side=self.namer.side_of(speaker)
                    )
                known.append(again(before, told, self.namer.phrase(who).words if who is not None else None))
                yield known[-1]

    def toll(self, counted: Counted) -> Figure:
        """A toll told outside any incident ("a war that has killed 250,000 people"), or a total over a period."""
        count = counted.count
        event = next(
            (lemma(s) for s in surface_subjects(counted.anchor) if lemma(s) in classes()["events_general"]), None
        )
        quantity = f"{count.unit} {count.effect}" + (f" in the {event}" if event else "")
        return self.make(
            count.span,
            quantity,
            f"{count.unit} {count.effect}",
            "total" if is_total(counted, self.setting.times, self.paragraph.start) else "toll",
            counted.head,
            value=count.value,
            low=count.low,
            high=count.high,
            bound=count.bound,
            definition=count.group,
            part=counted.part,
        )

    def level_or_total(self, sentence: SpacySpan, number: Number) -> Figure | None:
        if number.value is not None and number.value < SMALLEST_LEVEL and number.bound == "exact":
            return None
        token = _token_at(sentence, number)
        if token is None or token.ent_type_ in ("MONEY", "PERCENT", "TIME"):
            return None
        if number.vague and lemma(token) not in ("thousand", "hundred", "dozen", "ten", "million", "score"):
            return None
        head = counted_noun(token, sentence.start_char + number.end)
        if head is None:
            return None
        known = units().get(lemma(head)) or (("troops", "level") if lemma(head) == "force" else None)
        if known is None:
            return None
        unit, kind = known
        if unit in ("people", "civilians") and head.dep_ == "pobj" and is_of(head.head.head, "place"):
            return None  # "a country of 11 million people": its size, not a figure of the conflict
        span = self.span_of(
            sentence.start_char + (number.at if number.vague else number.start), sentence.start_char + number.end
        )
        return self.make(
            span,
            "",
            unit,
            kind,
            head,
            value=number.value,
            low=None if number.low is None else number.low,
            high=number.high,
            bound=number.bound,
            definition=self.definition(head, unit, kind, sentence.start_char + number.end),
        )

    def definition(self, head: Token, unit: str, kind: Kind, end: int) -> str | None:
        """Which attacks or violations a total counts; a level is told apart by side and place, and by its noun where
        this is one sort of several that are counted as one unit ("rifles" of weapons)."""
        if kind != "total":
            return head.text if unit in SORTED and lemma(head) not in SORTED[unit] else None
        words = definition_of(head, end)
        return None if words is None else self.span_of(*words).words

    def strengths(self, sentence: SpacySpan, text: str) -> Iterator[Figure]:
        """ "a 10,000-strong mission"."""
        for found in STRONG.finditer(text):
            value = value_of(found[1])
            at = sentence.start_char + found.start()
            head = next((t.head for t in sentence if t.idx <= at + len(found[1]) < t.idx + len(t) + 1), None)
            if value is None or head is None:
                continue
            while head.dep_ in ("amod", "compound", "nummod", "npadvmod") and head.head != head:
                head = head.head
            span = self.span_of(at, at + found.end() - found.start())
            yield self.make(
                span, "", "troops", "level", head, value=value, low=value, high=value, bound="exact", definition=None
            )

    def make(self, span: Span, quantity: str, unit: str, kind: Kind, head: Token, **values: object) -> Figure:
        counter = recorder(head)
        holder = holder_of(head) if unit == "prisoners" else None
        held_by = self._side_named(holder) if holder is not None else None
        side = held_by or (self.side_near(head, unit, counter) if kind != "toll" else None)
        period = period_in(head.sent, self.setting.times, self.paragraph.start) if kind == "total" else None
        when = period or self.when_near(head)
        statement = holding(self.statements, span.start, span.end)
        said_by = statement.speaker if statement else self.namer.phrase(counter).words if counter else None
        said_by_side = statement.side if statement else self.namer.side_of(counter) if counter else None
        place = next((self.namer.phrase(p).words for p in places_near(head)), None)
        if place is None and points_there(head):
            place = next((self.namer.phrase(p).words for p in places_before(head)), None)
        name = quantity or unit
        if not quantity:
            name += (f" {'held by' if held_by else 'of'} {side}" if side else "") + (f" in {place}" if place else "")
        return Figure.of(
            span=span,
            quantity=name,
            unit=unit,
            kind=kind,
            side=side,
            place=place,
            as_of=None if kind == "total" else when,
            period=when if kind == "total" else None,
            said_by=said_by,
            said_by_side=said_by_side,
            denied=statement is not None and denies(statement),
            reasons=(Reason(field="unit", value=unit, rule="noun counted", words=head.text),),
            maker=MAKER,
            **values,
        )

    def side_near(self, head: Token, unit: str, counter: Token | None) -> str | None:
        """The side in the noun phrase, else of the clause's object or subject; never whoever only counted, nor who did
        something to people that are no side's.

        "its Afghan deployment" is its own, in Afghanistan: an adjective before a presence says where. What a phrase
        counts beside the number's own ("2,500 of ours and 7,000 others") says nothing of whose these are.
        """
        verb = clause_head(head)
        owners = prepositional(head, ("of",)) + children(head, "poss")
        owners += [noun for clause in children(head, "relcl") for noun in surface_subjects(clause) if noun != head]
        if lemma(head) not in PRESENCES:
            owners += children(head, "compound", "amod", "nmod")
        around = [] if counts_only(verb) or unit in NOBODYS else [*children(verb, "dobj"), *surface_subjects(verb)]
        for noun in around:
            beside = noun != head and head in conjuncts(noun)
            owners += [] if beside else children(noun, "poss")
            if lemma(noun) not in PRESENCES and noun not in (head, counter) and not beside and not self._anyones(noun):
                owners.append(noun)
        if not self._anyones(head):
            owners.append(head)
        return next((side for owner in owners if (side := self._side_named(owner)) is not None), None)

    def _side_named(self, owner: Token) -> str | None:
        """The side that a word names, or stands for."""
        one = self.namer.stands_for(owner) if owner.pos_ == "PRON" or owner.tag_ == "PRP$" else owner
        return self.namer.side_of(one) if one is not None else None

    def _anyones(self, noun: Token) -> bool:
        """True for "its troops", and for bare "soldiers" where more than one state is a party: not told whose."""
        if any(c.tag_ == "PRP$" for c in children(noun, "poss")):
            return True
        sides = self.namer.sides
        return not sides.single_state and lemma(noun) in BARE_FORCES and not sides.hits(
            words_of(self.namer.phrase(noun).words)
        )  # fmt: skip

    def when_near(self, head: Token) -> When | None:
        sentence = head.sent
        inside = [
            t
            for t in self.setting.times
            if t.span is not None
            and sentence.start_char <= t.span.start - self.paragraph.start < sentence.end_char
            and t.role not in ("duration", "set")
        ]
        if not inside:
            return None
        at = self.paragraph.start + head.idx
        nearest = min(inside, key=lambda t: abs(t.span.start - at) if t.span else 0)
        return nearest if nearest.span is not None and abs(nearest.span.start - at) < 60 else None
