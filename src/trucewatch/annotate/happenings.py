"""What reportedly happened: incident mentions with who, whom, where, when, how many, and whose account it is.

Rules over the dependency parse with word lists as data (``lexicon/incident_*.csv``): predicates, light verbs with
event nouns, event nouns alone. What is said inside a statement's content is that speaker's account. Plans and
wishes are left to statements and commitments, except meetings with a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.count_scope import denies, disowns, stands_alone
from trucewatch.annotate.count_tolls import is_toll
from trucewatch.annotate.counts import Counted, find_counts, told_by
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.incident_disputes import with_disputes
from trucewatch.annotate.incident_extent import words_of
from trucewatch.annotate.incident_finding import find_frames
from trucewatch.annotate.incident_frames import FORCE, Frame
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_names import Namer, distinct, sides_of_persons
from trucewatch.annotate.incident_places import dateline_of, place_around, place_here, place_of, settlement_meant
from trucewatch.annotate.incident_setting import Setting, has_own_time, time_before, time_of, up_to_now
from trucewatch.annotate.incident_sides import fighters_in, is_craft, means_civilians, opponent, side_of_post
from trucewatch.annotate.incident_syntax import children, is_passive, is_verb
from trucewatch.annotate.incident_telling import ARMED, is_background, is_told, score_of
from trucewatch.annotate.incident_types import type_of
from trucewatch.annotate.participants import roles_of
from trucewatch.annotate.said_as import DENYING_ACTS, Account, Told, account, holding, modality
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.records.agreement import Agreement
from trucewatch.records.count import Count
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.records.when import When
from trucewatch.records.where import Where

MAKER = Maker(kind="machine", name="annotate.happenings", version="1")
#: Force that is used on the other fighters where nobody else is named.
OPPOSED = frozenset({"offensive", "armed_attack", "territory_seized"})
#: Effects that are incidents by themselves, with their types.
MOVED = {"displaced": "displacement", "released": "release", "detained": "detention", "abducted": "abduction"}
#: Accounts of what is told to have happened: it may go on from the day told before.
HAPPENED = frozenset({"narrated", "alleged", "claimed"})
#: Acts by which a speaker owns a deed.
OWNING_ACTS = frozenset({"claim_responsibility", "acknowledge"})
#: Forms that the list of civilians has in the singular only, and those whose work is no fighting.
UNARMED = frozenset({"children", "women", "babies", "families", "journalist", "teacher", "nurse", "doctor", "medic"})


def find_incidents(
    parsed: Parsed,
    *,
    statements: Sequence[StatementMention],
    agreement: Agreement,
    published: date | None,
    times: Sequence[When],
    places: Sequence[Where],
) -> list[IncidentMention]:
    """The incident mentions of a text, in its order.

    ``statements``, ``times`` and ``places`` are those found in the same text; any may be empty. Each mention's
    ``words`` is the clause or noun phrase that tells it. Never raises on odd input: a sentence that the rules
    cannot read gives nothing.
    """
    sides = sides_for(agreement)
    setting = Setting.of(times, places)
    mentions: dict[str, IncidentMention] = {}
    before: tuple[Namer, Doc] | None = None
    told = Told(statements)
    persons = sides_of_persons([p.doc for p in parsed.paragraphs], statements, sides)
    for paragraph in parsed.paragraphs:
        here = told.within(paragraph.start, paragraph.end)
        reader = _Reader(parsed, paragraph, sides, here, setting, published, before, persons)
        before = (reader.namer, paragraph.doc)
        for mention in reader.mentions():
            mentions.setdefault(mention.id, mention)
    ordered = sorted(mentions.values(), key=lambda m: (m.words.start, m.trigger.start))
    return with_disputes(ordered, parsed, statements)


class _Reader:
    """Reads one paragraph."""

    def __init__(
        self,
        parsed: Parsed,
        paragraph: Paragraph,
        sides: Sides,
        statements: Sequence[StatementMention],
        setting: Setting,
        published: date | None,
        before: tuple[Namer, Doc] | None,
        persons: Mapping[str, str],
    ) -> None:
        self.parsed = parsed
        self.paragraph = paragraph
        self.namer = Namer(sides, self.span_of, before, persons)
        self.statements = statements
        self.everywhere = setting
        self.setting = setting.within(paragraph.start, paragraph.end)
        self.published = published
        self.dateline = dateline_of(parsed, setting)
        self.last_force: str | None = None

    def span_of(self, start: int, end: int) -> Span:
        """The span of the text for characters [start, end) of the paragraph's document."""
        return self.parsed.text.span(self.paragraph.start + start, self.paragraph.start + end)

    def mentions(self) -> list[IncidentMention]:
        found: list[IncidentMention] = []
        for sentence in self.paragraph.doc.sents:
            frames = find_frames(sentence)
            if not frames:
                continue
            counts = find_counts(sentence, self.span_of)
            totals = {c.anchor for c in counts if stands_alone(c, self.setting.times, self.paragraph.start)}
            counts = [c for c in counts if c.anchor not in totals]
            totals |= {t for a in totals if is_toll(a) for t in a.subtree}  # "the number of people killed this month"
            for frame in frames:
                if totals & ({p.trigger for p in frame.all()} | set(frame.harm)):
                    continue  # a number over a period is a figure
                mention = self.mention(frame, sentence, self.counts_for(frame, frames, counts))
                if mention is None:
                    continue
                if frame.type == HARM and found and (joined := self.as_harm_of(found[-1], mention)) is not None:
                    found[-1] = joined
                    continue
                if frame.type in FORCE:
                    self.last_force = mention.type
                found.append(mention)
        return found

    def as_harm_of(self, told: IncidentMention, harm: IncidentMention) -> IncidentMention | None:
        """The event told just before with the harm of this clause; None if the clause tells of something else.

        "Gunmen attacked a post. Five officers were killed.": a clause of harm without doer, time or other place of its
        own, and with effects that the event has no count for yet, says what the event did.
        """
        effects = {c.effect for c in told.counts}
        if told.type not in FORCE or told.background or not harm.counts or has_own_time(harm.when):
            return None
        if any(a.span is not None for a in harm.actors) or (harm.actors and told.actors):
            return None  # the clause names a doer; one that an accusation beside it names is the event's
        if any(c.effect in effects for c in harm.counts) or harm.said_as not in ("narrated", "alleged", "claimed"):
            return None
        where = harm.where
        own = where is not None and where.span is not None and where.span.start >= harm.words.start
        if where is not None and own and (told.where is None or where.name != told.where.name):
            return None
        return replace(
            told,
            actors=told.actors or harm.actors,
            counts=(*told.counts, *harm.counts),
            targets=told.targets or harm.targets,
            civilian_harm=told.civilian_harm or harm.civilian_harm,
        )

    def counts_for(self, frame: Frame, frames: list[Frame], counts: list[Counted]) -> list[Counted]:
        """The counts that belong to a frame: by their anchor, else to the nearest frame of force."""
        own = {p.trigger for p in frame.all()} | set(frame.harm)
        mine = [c for c in counts if c.anchor in own]
        claimed = {p.trigger for f in frames for p in f.all()} | {h for f in frames for h in f.harm}
        # "but nobody was hurt" tells of no event of its own: the zero is the attack's
        free = [c for c in counts if c.anchor not in claimed or c.count.value == 0]
        forces = [f for f in frames if f.type in FORCE]
        # "the number of families who fled is put at 300": the number hangs on no word of the flight
        mine += [c for c in free if c not in mine and not forces and MOVED.get(c.count.effect) == frame.type]
        for c in free:
            doers = [f for f in forces if c.count.value != 0 or f.type != HARM]
            if c not in mine and doers and min(doers, key=lambda f: abs(f.trigger.i - c.anchor.i)) is frame:
                mine.append(c)
        return mine

    def is_site(self, token: Token) -> bool:
        at = self.paragraph.start + token.idx
        return self.setting.place_at(at) is not None or token.ent_type_ in ("LOC", "FAC")

    def mention(self, frame: Frame, sentence: SpacySpan, counts: list[Counted]) -> IncidentMention | None:
        mood = modality(frame)
        counted = [c for c in counts if c.is_harm]  # parts, strengths and zeros are kept, but tell of no harm
        kind = type_of(frame, counted, last_force=self.last_force)
        if kind is None:
            return None
        words = self.with_counts(words_of(frame, self.span_of), counted)
        trigger = self.span_of(frame.trigger.idx, frame.trigger.idx + len(frame.trigger))
        if frame.type == HARM and words == trigger:
            return None  # "wounded", parted from all that it belongs to
        statement = holding(self.statements, trigger.start, trigger.end)
        roles = roles_of(frame, self.namer.side_of, self.is_site)
        told_speaker = statement.speaker if statement is not None else None
        told_side = statement.side if statement is not None else None
        actors = self.people(roles.actors, frame, kind, told_speaker, told_side, doers=True)
        targets = [t for t in self.people(roles.targets, frame, kind, told_speaker, told_side) if t not in actors]
        if not actors and kind in ARMED and statement is not None and statement.act in OWNING_ACTS:
            actors = self.owned_by(statement)
        said = (actors, targets)
        actors, targets = self.completed(frame, kind, statement, actors, targets, denied=mood.kind == "denied")
        said = (actors, targets) if kind == "clash" else said  # whom the sentence names fights
        told = account(mood, statement, [a.side for a in actors])
        if roles.disputed and told.said_as == "narrated":
            told = Account("alleged")
        when = up_to_now(time_of(frame, self.setting, self.paragraph, sentence), self.paragraph, self.published)
        where = place_of(frame, self.setting, self.paragraph, sentence, self.parsed.text)
        score = score_of(frame, mood, *said, when, where, counted)
        if score <= 0 or not is_told(frame, mood, statement, when, kind, named=bool(actors)):
            return None
        if when is None and frame.verb is not None and told.said_as in HAPPENED:
            when = time_before(frame, self.setting, self.paragraph, sentence, self.published)
        if not where and kind != "meeting":
            around = place_here(frame, self.dateline)
            around = around or settlement_meant(frame, self.everywhere, self.paragraph, sentence)
            around = around or place_around(frame, self.setting, self.paragraph)
            where = (replace(around, role="where"),) if around is not None else ()
        if told.said_by is not None:
            actors = [replace(a, said_by=told.said_by) for a in actors]
            targets = [replace(t, said_by=told.said_by) for t in targets]
        if kind in ("detention", "abduction", "release", "displacement"):
            targets = targets or self.counted_people(counted, kind)
        elif not any(t.side or t.kind for t in targets):
            hurt = self.counted_people([c for c in counted if c.count.effect in ("killed", "injured", "harmed")], kind)
            targets = [*hurt, *targets]
        if (
            kind == "clash"
            and not actors
            and (other := opponent([t.side for t in targets], self.namer.sides, self.paragraph.doc))
        ):
            actors = [Participant(name=other, side=other, said_by=told.said_by)]  # a clash has two sides
        denied = told.said_as == "denied" if statement is None else denies(statement)
        denied = denied or (told.said_as == "denied" and statement is not None and not disowns(statement))
        # who denies the deed does not tell its toll: "denied a hand in the attack, in which 24 died"
        teller = None if statement is not None and told.said_as == "denied" and disowns(statement) else told.said_by
        return IncidentMention.of(
            words=words,
            trigger=trigger,
            type=kind,
            said_as=told.said_as,
            said_by=told.said_by,
            said_by_side=told.said_by_side,
            statement_mention=told.statement.id if told.statement else None,
            background=is_background(frame, when, counted, self.published),
            actors=distinct(actors),
            targets=distinct(targets),
            places=where,
            when=when,
            counts=(*(told_by(c, teller, denied=denied) for c in counts), *self.denied_by_others(statement, counts)),
            weapon=frame.weapon,
            civilian_harm=self.harms_civilians(targets, counted),
            score=round(min(score, 1.0), 2),
            reasons=(
                Reason(field="type", value=kind, rule=frame.rule, words=trigger.words),
                Reason(field="said_as", value=told.said_as, rule=mood.rule),
            ),
            maker=MAKER,
        )

    def denied_by_others(self, statement: StatementMention | None, counts: Sequence[Counted]) -> list[Count]:
        """The counts once more, as denied by who passes another's claim on to deny it: "dismissed the army's claim that
        it had killed 60". The army says 60, and the other says that it was not so many."""
        if statement is None or statement.reported_by is None:
            return []
        first, last = statement.content[0].start, statement.content[-1].end
        around = [s for s in self.statements if s is not statement and holding([s], first, last) is not None]
        deniers = [s for s in around if s.speaker == statement.reported_by and denies(s)]
        return [told_by(c, s.speaker, denied=True) for s in deniers[:1] for c in counts]

    def with_counts(self, words: Span, counted: list[Counted]) -> Span:
        """The words stretched over a count that follows them at once (a parse that broke off before it)."""
        for c in counted:
            end = self.paragraph.start + c.head.idx + len(c.head)
            start = self.paragraph.start
            gap = text_of(self.paragraph.doc)[words.end - start : c.count.span.start - start]
            if words.start <= c.count.span.start and words.end < end and len(gap) < 3 and not gap.strip():
                words = self.parsed.text.span(words.start, end)
        return words

    def people(
        self,
        heads: list[Token],
        frame: Frame,
        kind: str,
        speaker: str | None,
        side: str | None,
        *,
        doers: bool = False,
    ) -> list[Participant]:
        found: list[Participant] = []
        for head in heads:
            if head.ent_type_ in ("GPE", "LOC") and self.is_site(head) and head in _places_only(frame):
                continue
            if doers and _is_scene_of(head):
                continue
            if kind in MUTUAL and (pair := self.namer.both(head)):
                found += [p for p in pair if p not in found]
                continue
            one = self.namer.participant(head, speaker, side, None)
            if one is not None and one.side is None and means_civilians(head, kind):
                one = replace(one, kind="civilians")
            if one is not None and one not in found:
                found.append(one)
        return found

    def completed(
        self,
        frame: Frame,
        kind: str,
        statement: StatementMention | None,
        actors: list[Participant],
        targets: list[Participant],
        *,
        denied: bool = False,
    ) -> tuple[list[Participant], list[Participant]]:
        """Actors and targets with what the parties and the paragraph add to the words of the clause."""
        if kind in MUTUAL:
            if kind == "clash" and not actors and not targets:
                named = fighters_in(frame.trigger.sent, self.namer.sides, self.namer.persons)
                actors = [Participant(name=side, side=side) for side in named] if len(named) == 2 else []
            if not actors:
                return actors, targets  # those whom the clash hurt did not start it
            everybody = distinct([*actors, *targets])
            if kind == "clash" and not is_verb(frame.trigger):
                # "fighting between A and B": whom an outlet names first tells nothing, the agreement's order holds
                order = [party.name for party in self.namer.sides.agreement.parties]
                if all(one.side in order for one in everybody):
                    everybody = tuple(sorted(everybody, key=lambda one: order.index(one.side or "")))
            if kind == "meeting" and targets:
                return actors, targets  # "he and the general met the rebels"
            return list(everybody[:1]), list(everybody[1:])
        if kind in ARMED:
            craft = [a for a in actors if a.side is None and a.span is not None and is_craft(a.name)]
            accused = statement.target_side if statement is not None and statement.act == "accuse" else None
            actors = [a for a in actors if accused is None or a not in craft]
            if not actors and accused is not None and not any(p.verb and is_passive(p.verb) for p in frame.all()):
                actors = [replace(craft[0], side=accused) if craft else Participant(name=accused, side=accused)]
            denied = denied or (statement is not None and statement.act in DENYING_ACTS)
            if not targets and kind in OPPOSED and not denied:
                other = opponent([a.side for a in actors], self.namer.sides, self.paragraph.doc)
                targets = [Participant(name=other, side=other)] if other is not None else []
        sides = [a.side for a in actors]
        return actors, [
            replace(t, side=side_of_post(t.name, sides, self.namer.sides)) if t.side is None else t for t in targets
        ]

    def owned_by(self, statement: StatementMention) -> list[Participant]:
        """Who claims or admits a deed that he is told to have done in no other words ("admitted to the bombing")."""
        name = statement.speaker or (statement.source.words if statement.source is not None else None)
        return [Participant(name=name, span=statement.source, side=statement.side)] if name else []

    def counted_people(self, counted: list[Counted], kind: str) -> list[Participant]:
        found = []
        for c in counted:
            if c.head.pos_ not in ("NOUN", "PROPN") or not c.count.group:
                continue
            one = Participant(name=c.count.group, span=self.namer.phrase(c.head), side=self.namer.side_of(c.head))
            if one.side is None and means_civilians(c.head, kind):
                one = replace(one, kind="civilians")
            found.append(one)
        return found[:3]

    def harms_civilians(self, targets: Sequence[Participant], counted: list[Counted]) -> bool:
        if any(t.kind == "civilians" for t in targets):
            return True
        names = [*(t.name for t in targets), *((c.count.group or "") for c in counted)]
        said = {word.strip(".,;\"'()") for name in names for word in name.casefold().split()}
        said |= {word.removesuffix("s") for word in said} | {word.removesuffix("es") for word in said}
        return bool(said & (word_sets()["civilian_people"] | UNARMED))


def _is_scene_of(head: Token) -> bool:
    """True for the place in "the fighting in X, which drove them out": X is where, whatever the clause hangs on."""
    return head.ent_type_ in ("GPE", "LOC") and head.dep_ == "pobj" and head.head.lower_ == "in"


def _places_only(frame: Frame) -> set[Token]:
    """Tokens that stand under a preposition of place in the frame's clause."""
    found: set[Token] = set()
    for part in frame.all():
        for at in (part.verb, part.noun):
            if at is not None:
                for preposition in children(at, "prep"):
                    if preposition.lower_ in ("in", "near", "across", "around", "throughout", "outside", "inside"):
                        found |= set(children(preposition, "pobj"))
    return found
