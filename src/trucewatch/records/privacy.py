"""Who is a private person, and where the names of private persons stand in words.

Private are the persons whom the agreement file calls so, everybody who speaks for no side and is described by the
part they had or the life they lead (a resident, a witness, a trader), and every speaker named in full of whom no report
of the case tells an office or a side (an actor of that kind). Doubtful means private. A person releases a name with a
decision ``release`` on the actor or on the statement. The same names are withheld from every export, brief and search
index: this is the one place that says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from trucewatch.records.actor import NO_OFFICE, Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import Decision, active
from trucewatch.records.ids import digest
from trucewatch.records.mention import StatementMention
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text

UNNAMED = "a private person"
#: Words of so many code points are a passage of their own; fewer may stand anywhere.
PASSAGE = 25
#: Code points on either side that tell one occurrence of the same words from another.
AROUND = 32
#: Descriptions under which reports quote people who hold no office; the head noun of a role is looked up here.
PRIVATE_DESCRIPTIONS = frozenset(
    (files("trucewatch") / "vocabulary" / "private_descriptions.txt").read_text(encoding="utf-8").split()
)
#: Who counts as private, by rule and list: the case is linked anew when it changes.
RULE = digest("private", "a person of no known office or side", *sorted(PRIVATE_DESCRIPTIONS))
#: A run of letters and digits.
RUN = re.compile(r"[^\W_]+")
#: As it is printed, typed, and written in a page.
APOSTROPHE = "(?:['’]|&#39;|&#x27;)"
#: Where the head of a description ends: "a resident of the valley" is a resident.
HEAD_ENDS = re.compile(r",| of | from | in | at | who ")
#: A last name shorter than this (letters) is not sought alone: too many other words are written the same.
SHORTEST_ALONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The names that are withheld, folded -> the description shown in their place.

    ``sought`` are these names and, where nobody public shares it, the last part of each.
    """

    descriptions: Mapping[str, str]
    sought: frozenset[str]
    _beginning: Mapping[str, list[str]] = field(repr=False)
    _patterns: dict[str, re.Pattern[str]] = field(repr=False, default_factory=dict)

    @classmethod
    def of(cls, descriptions: Mapping[str, str], public: Iterable[str]) -> Withheld:
        """``public`` are the folded names that may be printed."""
        known = {part for name in public for part in name.split()}
        last = {name.split()[-1] for name in descriptions if len(name.split()) > 1}
        sought = frozenset(descriptions) | {one for one in last if len(one) >= SHORTEST_ALONE and one not in known}
        beginning: dict[str, list[str]] = {}
        for name in sorted(sought, key=lambda n: (-len(n), n)):
            if first := RUN.search(name):
                beginning.setdefault(first.group(), []).append(name[first.start() :])
        return cls(descriptions=descriptions, sought=sought, _beginning=beginning)

    def names_in(self, words: str) -> Iterator[tuple[int, int]]:
        """Half-open (start, end) of every withheld name in the words, in order."""
        at = 0
        # by the words that stand there, for there may be thousands of names
        for run in RUN.finditer(words) if self._beginning else ():
            if run.start() >= at and (pattern := self._pattern(run.group().casefold())) is not None:
                name = pattern.match(words, run.start())
                if name is not None:
                    at = name.end()
                    yield name.span()

    def _pattern(self, first: str) -> re.Pattern[str] | None:
        """What finds the names that begin with a word."""
        if first not in self._beginning:
            return None
        if first not in self._patterns:
            either = "|".join(map(_however_written, self._beginning[first]))
            self._patterns[first] = re.compile(rf"(?:{either})(?![^\W_])", re.IGNORECASE)
        return self._patterns[first]

    def masked(self, words: str, mark: str) -> str:
        """The words with ``mark`` in the place of each withheld name."""
        return self._covered(words, lambda name: mark)

    def blacked_out(self, words: str) -> str:
        """The words with each withheld name covered by as many blocks, so that no offset moves."""
        return self._covered(words, lambda name: "█" * len(name))

    def _covered(self, words: str, cover: Callable[[str], str]) -> str:
        pieces, at = [], 0
        for start, end in self.names_in(words):
            pieces += [words[at:start], cover(words[start:end])]
            at = end
        return "".join((*pieces, words[at:])) if pieces else words


def _however_written(name: str) -> str:
    """A pattern for a folded name: over the end of a line, and in addresses and names of files, where a hyphen stands
    for the space ("jory-lamm"); with the letters that folding makes two of."""
    parts = (
        re.escape(part).replace("ss", "(?:ss|ß)").replace("i̇", "(?:i̇|İ)").replace("'", APOSTROPHE)
        for part in name.split()
    )
    return r"(?:[\s_+.-]|%20)+".join(parts)


def names_withheld(
    agreement: Agreement,
    decisions: Iterable[Decision],
    statements: Iterable[Statement | StatementMention],
    actors: Iterable[Actor] = (),
    others: Iterable[str] = (),
) -> Withheld:
    """The private persons among the agreement's actors and the speakers, less those that a person released.

    ``actors`` are those found in reports who are private: every spelling of theirs is withheld. ``others`` are folded
    names of speakers who are not private, beside the ``statements``.
    """
    made = list(decisions)
    undone = {d.target for d in made if d.action == "undo"}
    released = {d.target for d in made if d.action == "release" and d.id not in undone}
    statements = list(statements)
    # who is released in one statement is released as the actor who makes it
    released |= {s.actor_id for s in statements if isinstance(s, Statement) and s.id in released and s.actor_id}
    named = {s.speaker.casefold() for s in statements if s.id in released and s.speaker}  # of no actor: by name alone
    descriptions: dict[str, str] = {}
    public: set[str] = set()
    for actor in (*agreement.actors, *actors):
        if actor.id in released:
            named |= {name.text.casefold() for name in actor.names}
        withhold = actor.private and actor.id not in released
        described = next((role.title for role in actor.roles if role.title != NO_OFFICE), UNNAMED)
        for name in actor.names:
            if withhold and name.form == "surname":
                continue  # sought below, unless somebody public bears it as well
            if withhold:
                descriptions[name.text.casefold()] = described
            else:
                public.add(name.text.casefold())
    listed = frozenset(public)
    for statement in statements:
        if not statement.speaker:
            continue
        made_by = getattr(statement, "actor_id", None)
        free = statement.id in released or (made_by in released if made_by else statement.speaker.casefold() in named)
        hardly_known = _nobody_known(statement) and statement.speaker.casefold() not in listed
        if (speaks_privately(statement) or hardly_known) and not free:
            descriptions.setdefault(statement.speaker.casefold(), statement.role or UNNAMED)
        elif statement.speaker.casefold() not in descriptions:
            public.add(statement.speaker.casefold())
    return Withheld.of(descriptions, public | (set(others) - descriptions.keys()))


def private(statement: Statement | StatementMention) -> bool:
    """True if nobody may learn outside the desk who makes a statement, whatever is known of the speaker elsewhere."""
    return speaks_privately(statement) or _nobody_known(statement)


def _nobody_known(statement: Statement | StatementMention) -> bool:
    """True for a whole name of no side and office that was made no actor of: who noted it by hand wrote it."""
    if not isinstance(statement, Statement) or statement.actor_id is not None:
        return False
    parts = (statement.speaker or "").split()
    return (
        not (statement.side or statement.role)
        and len(parts) > 1
        and all(p[:1].isupper() for p in (parts[0], parts[-1]))
    )


def confidential(decisions: Iterable[Decision]) -> tuple[frozenset[str], tuple[Span, ...]]:
    """What persons marked confidential, and did not take back: ids of records, and the words they stood on then.

    It is absent from whatever may reach anybody: exports, and briefs under a public handling mark.
    """
    held = [d for d in active(list(decisions)) if d.action == "confidential"]
    return frozenset(d.target for d in held), tuple(span for d in held for span in d.anchor)


def elsewhere(
    spans: Iterable[Span], reports: Iterable[Report], text_of: Callable[[str], Text | None]
) -> tuple[Span, ...]:
    """Where marked words stand in the other texts of their reports: in newer readings of the same bytes (which are
    covered whole where a longer passage cannot be found in them) and in other versions of the page. ``text_of`` gives
    a text, None if it was redacted."""
    marked: dict[str, list[Span]] = {}
    for span in spans:
        marked.setdefault(span.text_id, []).append(span)
    found: dict[Span, None] = {}
    for report in reports:
        for text_id in marked.keys() & set(report.text_ids) if len(report.text_ids) > 1 else ():
            old = text_of(text_id)
            for other in (text_of(one) for one in report.text_ids if one != text_id):
                if other is not None and other.content:
                    for span in marked[text_id]:
                        found |= dict.fromkeys(_again(span, old, other))
    return tuple(found)


def _again(span: Span, old: Text | None, new: Text) -> list[Span]:
    """Where words of one text stand in another; short ones that stand there often only between the same words, unless
    they hold a name."""
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(span.words)}(?!\w)", new.content)]
    long = len(span.words) >= PASSAGE
    if len(places) > 1 and old is not None:
        before = old.content[max(0, span.start - AROUND) : span.start]
        after = old.content[span.end : span.end + AROUND]
        between = [m.start() + len(before) for m in re.finditer(re.escape(before + span.words + after), new.content)]
        if between or not (long or span.words != span.words.lower()):
            places = between
    if not places and long and (old is None or old.capture_id == new.capture_id):
        return [new.span(0, len(new.content))]
    return [new.span(at, at + len(span.words)) for at in places]


def speaks_privately(statement: Statement | StatementMention) -> bool:
    """True for whoever is named and speaks for no side, in a role whose head noun is a private description."""
    if statement.side is not None or statement.role is None or not statement.speaker:
        return False
    if statement.speaker.split()[-1][:1].islower():
        return False  # "an elderly resident" is a description already, and its words stand everywhere
    head = HEAD_ENDS.split(statement.role.casefold())[0].split()
    return bool(head) and (head[-1] in PRIVATE_DESCRIPTIONS or head[-1].removesuffix("s") in PRIVATE_DESCRIPTIONS)
