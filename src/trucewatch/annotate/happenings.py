"""What reportedly happened: incident mentions with who, whom, where, when, how many, and whose account it is.

Rules over the dependency parse with word lists as data (``lexicon/incident_*.csv``): predicates, light verbs with
event nouns, event nouns alone. What is said inside a statement's content is that speaker's account. Plans and
wishes are left to statements and commitments, except meetings with a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.count_scope import denies, stands_alone
from trucewatch.annotate.counts import Counted, find_counts, told_by
from trucewatch.annotate.incident_disputes import with_disputes
from trucewatch.annotate.incident_extent import words_of
from trucewatch.annotate.incident_frames import FORCE, Frame, amount_chain, find_frames
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_names import Namer, distinct, sides_of_persons
from trucewatch.annotate.incident_setting import Setting, place_around, place_of, time_of
from trucewatch.annotate.incident_sides import fighters_in, is_craft, means_civilians, opponent, side_of_post
from trucewatch.annotate.incident_syntax import children, is_passive, is_verb, lemma, of_noun
from trucewatch.annotate.participants import MUTUAL, roles_of
from trucewatch.annotate.said_as import WANTING_ACTS, Account, Modality, Told, account, holding, modality
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.records.agreement import Agreement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When
from trucewatch.records.where import Where

MAKER = Maker(kind="machine", name="annotate.happenings", version="1")
#: Types that are records even when they are only scheduled; other plans are commitments.
SCHEDULED = frozenset({"meeting"})
#: Force in which a named side is the one that acts, not its aircraft.
ARMED = FORCE - {"accident", "riot", "harm", "torture"}
#: Force that is used on the other fighters where nobody else is named.
OPPOSED = frozenset({"offensive", "armed_attack", "territory_seized"})
#: An event this long before the report is context.
BACKGROUND_AFTER = timedelta(days=60)
#: More events than this under one noun are a total, not an incident.
TOTAL_FROM = 50
#: How many arguments a noun alone needs to tell of an event.
NOUN_NEEDS = 2


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
        self.setting = setting.within(paragraph.start, paragraph.end)
        self.published = published
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
        if told.type not in FORCE or told.background or not harm.counts or harm.actors or harm.when is not None:
            return None
        if any(c.effect in effects for c in harm.counts) or harm.said_as not in ("narrated", "alleged", "claimed"):
            return None
        if harm.where is not None and (told.where is None or harm.where.name != told.where.name):
            return None
        return replace(
            told,
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
        kind = self.type_of(frame, counted)
        if kind is None:
            return None
        words = self.with_counts(words_of(frame, self.span_of), counted)
        trigger = self.span_of(frame.trigger.idx, frame.trigger.idx + len(frame.trigger))
        statement = holding(self.statements, trigger.start, trigger.end)
        roles = roles_of(frame, self.namer.side_of, self.is_site)
        told_speaker = statement.speaker if statement is not None else None
        told_side = statement.side if statement is not None else None
        actors = self.people(roles.actors, frame, kind, told_speaker, told_side)
        targets = [t for t in self.people(roles.targets, frame, kind, told_speaker, told_side) if t not in actors]
        said = (actors, targets)
        actors, targets = self.completed(frame, kind, statement, actors, targets)
        said = (actors, targets) if kind == "clash" else said  # whom the sentence names fights
        told = account(mood, statement, [a.side for a in actors])
        if roles.disputed and told.said_as == "narrated":
            told = Account("alleged")
        when = time_of(frame, self.setting, self.paragraph, sentence)
        where = place_of(frame, self.setting, self.paragraph, sentence, self.parsed.text)
        score = self.score(frame, mood, *said, when, where, counted)
        if score <= 0 or not self.is_told(frame, mood, statement, when, kind):
            return None
        if not where and kind != "meeting":
            around = place_around(frame, self.setting, self.paragraph)
            where = (replace(around, role="where"),) if around is not None else ()
        if told.said_by is not None:
            actors = [replace(a, said_by=told.said_by) for a in actors]
            targets = [replace(t, said_by=told.said_by) for t in targets]
        if kind in ("detention", "abduction", "release", "displacement"):
            targets = targets or self.counted_people(counted, kind)
        elif not any(t.side or t.kind for t in targets):
            hurt = self.counted_people([c for c in counted if c.count.effect in ("killed", "injured", "harmed")], kind)
            targets = [*hurt, *targets]
        if kind == "clash" and not actors and (
            other := opponent([t.side for t in targets], self.namer.sides, self.paragraph.doc)
        ):
            actors = [Participant(name=other, side=other, said_by=told.said_by)]  # a clash has two sides
        denied = told.said_as == "denied" or (statement is not None and denies(statement))
        return IncidentMention.of(
            words=words,
            trigger=trigger,
            type=kind,
            said_as=told.said_as,
            said_by=told.said_by,
            said_by_side=told.said_by_side,
            statement_mention=told.statement.id if told.statement else None,
            background=self.is_background(frame, when),
            actors=distinct(actors),
            targets=distinct(targets),
            places=where,
            when=when,
            counts=tuple(told_by(c, told.said_by, denied=denied) for c in counts),
            weapon=frame.weapon,
            civilian_harm=self.harms_civilians(targets, counted),
            score=round(min(score, 1.0), 2),
            reasons=(
                Reason(field="type", value=kind, rule=frame.rule, words=trigger.words),
                Reason(field="said_as", value=told.said_as, rule=mood.rule),
            ),
            maker=MAKER,
        )

    def with_counts(self, words: Span, counted: list[Counted]) -> Span:
        """The words stretched over a count that follows them at once (a parse that broke off before it)."""
        for c in counted:
            end = self.paragraph.start + c.head.idx + len(c.head)
            gap = self.paragraph.doc.text[words.end - self.paragraph.start : c.count.span.start - self.paragraph.start]
            if words.start <= c.count.span.start and words.end < end and len(gap) < 3 and not gap.strip():
                words = self.parsed.text.span(words.start, end)
        return words

    def type_of(self, frame: Frame, counted: list[Counted]) -> str | None:
        """The type; harm alone takes that of the event told just before, or is an attack."""
        if frame.type == "armed_attack" and frame.noun is not None and frame.weapon is None and is_campaign(frame.noun):
            return "offensive"
        if frame.type != HARM:
            return frame.type
        if not frame.strong and (not counted or self.last_force is None) and frame.weapon is None:
            return self.last_force if counted else None
        words = {t.lower_ for t in frame.trigger.subtree}
        words |= {t.lower_ for t in frame.trigger.sent} if frame.noun is not None else set()
        if words & {"riot", "riots", "rioting", "stampede", "communal", "mob", "stone-pelting"}:
            return "riot"
        if words & {"fire", "flood", "floods", "earthquake", "accident", "stampede", "storm", "landslide"} and not (
            words & {"cross", "opened", "artillery", "rocket", "mortar", "police", "enemy", "small", "gun", "sniper"}
        ):
            return "accident"
        if not counted and all(p.verb is None for p in frame.all()):
            return None
        return self.last_force if self.last_force and not frame_has_actor(frame) else "armed_attack"

    def people(
        self, heads: list[Token], frame: Frame, kind: str, speaker: str | None, side: str | None
    ) -> list[Participant]:
        found: list[Participant] = []
        for head in heads:
            if head.ent_type_ in ("GPE", "LOC") and self.is_site(head) and head in _places_only(frame):
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
    ) -> tuple[list[Participant], list[Participant]]:
        """Actors and targets with what the parties and the paragraph add to the words of the clause."""
        if kind in MUTUAL:
            if kind == "clash" and not actors and not targets:
                named = fighters_in(frame.trigger.sent, self.namer.sides, self.namer.persons)
                actors = [Participant(name=side, side=side) for side in named] if len(named) == 2 else []
            if not actors:
                return actors, targets  # those whom the clash hurt did not start it
            everybody = distinct([*actors, *targets])
            return list(everybody[:1]), list(everybody[1:])
        if kind in ARMED:
            craft = [a for a in actors if a.side is None and a.span is not None and is_craft(a.name)]
            accused = statement.target_side if statement is not None and statement.act == "accuse" else None
            actors = [a for a in actors if accused is None or a not in craft]
            if not actors and accused is not None and not any(p.verb and is_passive(p.verb) for p in frame.all()):
                actors = [replace(craft[0], side=accused) if craft else Participant(name=accused, side=accused)]
            if not targets and kind in OPPOSED:
                other = opponent([a.side for a in actors], self.namer.sides, self.paragraph.doc)
                targets = [Participant(name=other, side=other)] if other is not None else []
        sides = [a.side for a in actors]
        return actors, [
            replace(t, side=side_of_post(t.name, sides, self.namer.sides)) if t.side is None else t for t in targets
        ]

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

    def score(
        self,
        frame: Frame,
        mood: Modality,
        actors: Sequence[Participant],
        targets: Sequence[Participant],
        when: When | None,
        where: tuple[Where, ...],
        counted: list[Counted],
    ) -> float:
        """How sure: predicates count by themselves, nouns by what is said about them. 0 or less: no incident."""
        told = sum(
            (bool(actors), bool(targets), when is not None, any(p.role == "where" for p in where), bool(counted))
        )
        if frame.part == "phrase" and (_points_back(frame) or (told < 2 and _is_heading(frame.trigger))):
            return 0.0
        if frame.part == "self":
            if frame.type == "meeting" and told < 2:
                return 0.0
            if (
                frame.type in ("protest", "riot", "destruction", "mobilisation", "judgment", "sanction", "withdrawal")
                and told < 2
            ):
                return 0.0
            return 0.5 + 0.1 * told if told else 0.0
        if frame.part in ("does", "occurs", "undergoes", "reaches"):
            return 0.4 + 0.1 * told if told else 0.0
        if any(p.verb is not None for p in frame.joined):
            return 0.4 + 0.1 * told if told else 0.0
        if frame.noun is not None and len(amount_chain(frame.noun)) > 1:
            told += 1  # "a wave of": many, so not the idea of one
        if frame.noun is not None and any(
            c.dep_ == "nummod" or c.lower_ in ("several", "repeated") for c in frame.noun.lefts
        ):
            told += 1
        needed = 1 if frame.strong or (frame.harm and counted) else NOUN_NEEDS
        return 0.2 + 0.1 * told if told >= needed else 0.0

    def is_told(
        self, frame: Frame, mood: Modality, statement: StatementMention | None, when: When | None, kind: str
    ) -> bool:
        """Plans, wishes and threats are no incidents, except what is scheduled; nor is a reporter's "did not"."""
        if mood.kind in ("hypothetical", "threatened"):
            return False
        if mood.kind == "planned":
            return kind in SCHEDULED and when is not None and frame.verb is not None
        if mood.kind == "denied":
            return statement is not None or mood.rule in word_sets()["denying"]
        if statement is not None and statement.act in WANTING_ACTS and frame.part == "phrase" and not frame.strong:
            return when is not None or statement.act not in ("demand", "urge", "pledge", "propose")
        if frame.noun is not None and _total(frame.noun) is not None:
            return True
        return True

    def is_background(self, frame: Frame, when: When | None) -> bool:
        if frame.noun is not None and (total := _total(frame.noun)) is not None and total >= TOTAL_FROM:
            return True
        if when is None or self.published is None:
            return False
        last = when.last_day or when.first_day
        return last is not None and self.published - last > BACKGROUND_AFTER

    def harms_civilians(self, targets: Sequence[Participant], counted: list[Counted]) -> bool:
        said = " ".join([*(t.name for t in targets), *((c.count.group or "") for c in counted)]).casefold()
        return any(
            word in said for word in ("civilian", "child", "villager", "resident", "women", "student", "journalist")
        )


def _points_back(frame: Frame) -> bool:
    """True for "blamed the rebels for the killings": blame for what other words have told, with no news of its own."""
    noun = frame.noun
    if noun is None or noun.dep_ != "pobj" or frame.joined or noun.head.dep_ != "prep":
        return False
    above = noun.head.head
    verb = above if is_verb(above) else above.head
    definite = any(c.lower_ in ("the", "these", "those", "this", "that") for c in noun.lefts)
    bare = len(list(noun.lefts)) == 1 and not list(noun.rights)
    return definite and bare and lemma(verb) in word_sets()["charging"]


def _is_heading(word: Token) -> bool:
    """True for a short line with no verb ("Border talks"): it announces what the text below tells."""
    sentence = word.sent
    return len(sentence) < 8 and not any(t.pos_ in ("VERB", "AUX") for t in sentence)


def is_campaign(noun: Token) -> bool:
    """True where one noun names many engagements: a full-scale attack, attacks on a province, several operations."""
    word = lemma(noun)
    before = noun.doc[noun.left_edge.i : noun.i].text.lower().split()
    if any(w in word_sets()["large_scale"] for w in before):
        return True
    if noun.tag_ != "NNS":
        reached = of_noun(noun, word_sets()["target_prepositions"])
        return word in ("attack", "assault") and any(lemma(o) in ("province", "region", "state") for o in reached)
    if word == "operation":
        return True
    return word in ("attack", "assault") and any(
        lemma(o) in word_sets()["regions"] for o in of_noun(noun, word_sets()["target_prepositions"])
    )


def frame_has_actor(frame: Frame) -> bool:
    return any(
        children(p.verb, "agent", "nsubj")
        for p in frame.all()
        if p.verb is not None and lemma(p.verb) not in ("die", "perish")
    )


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


def _total(noun: Token) -> int | None:
    """The number of events that an event noun counts ("18,000 attacks"), or None."""
    for c in children(noun, "nummod"):
        digits = c.text.replace(",", "")
        if digits.isdigit() and len(digits) < 9:
            return int(digits)
    return None
