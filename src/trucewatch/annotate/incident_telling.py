"""Which tellings are records, how sure they are, and which tell of something earlier or of a whole period.

Predicates count by themselves, nouns by what is said about them. Plans, wishes and possibilities are told apart from
what happened; what only points back to an event told before is no telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Token

from trucewatch.annotate.counts import Counted
from trucewatch.annotate.incident_conditions import may_be_place
from trucewatch.annotate.incident_dealings import SOFT
from trucewatch.annotate.incident_frames import FORCE, Frame, amount_chain
from trucewatch.annotate.incident_lexicon import HARM, word_sets
from trucewatch.annotate.incident_syntax import children, is_passive, is_verb, lemma, prepositional
from trucewatch.annotate.said_as import DENYING_ACTS, OWED, WANTING_ACTS, Modality
from trucewatch.records.mention import Participant, StatementMention
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: Force in which a named side is the one that acts, not its aircraft.
ARMED = FORCE - {"accident", "riot", "harm", "torture"}
#: Types that are records even when they are only scheduled; other plans are commitments.
SCHEDULED = frozenset({"meeting"})
#: Moods of a plan that has its day: told as planned where the day is given.
FORESEEN = frozenset({"auxiliary will", "auxiliary 'll", "plan to", "going to", "set to", "due to"})
#: Moods of what may come: force by somebody named is told as a possibility.
POSSIBLE = frozenset({"auxiliary may", "auxiliary might", "auxiliary could", "under if", "under unless"})
#: Adverbs of what is done again and again.
USUALLY = frozenset(
    {"always", "often", "usually", "regularly", "never", "routinely", "daily", "already", "still", "frequently",
     "normally", "generally", "typically", "sometimes", "mostly"}
)  # fmt: skip
#: An event this long before the report is context.
BACKGROUND_AFTER = timedelta(days=60)
#: Words for all that was fought in years, and from how many dead on an undated toll is that of a war.
WARS = frozenset({"war", "insurgency", "conflict", "uprising", "genocide"})
OF_A_WAR = 2000
#: More events than this under one noun are a total, not an incident.
TOTAL_FROM = 50
#: Types of what reports mention in passing, long after or as a charge without a deed ("has broken the truce").
IN_PASSING = frozenset({"agreement_signed", "sanction", "judgment", "vote", "investigation", "ceasefire_violation"})
#: How many arguments a noun alone needs to tell of an event.
NOUN_NEEDS = 2


def score_of(
    frame: Frame,
    mood: Modality,
    actors: Sequence[Participant],
    targets: Sequence[Participant],
    when: When | None,
    where: tuple[Where, ...],
    counted: list[Counted],
) -> float:
    """How sure: predicates count by themselves, nouns by what is said about them. 0 or less: no incident."""
    placed = any(p.role == "where" for p in where) or (
        (frame.part != "phrase" or _is_verbless(frame.trigger)) and _says_where(frame)
    )
    told = sum((bool(actors), bool(targets), when is not None, placed, bool(counted)))
    if frame.part == "phrase" and (_points_back(frame) or (told < 2 and _is_heading(frame.trigger))):
        return 0.0
    if frame.part == "self":
        if frame.type == "meeting" and told < 2:
            return 0.0
        if frame.type in SOFT and told < (1 if _is_plain(frame) else 2):
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
    frame: Frame,
    mood: Modality,
    statement: StatementMention | None,
    when: When | None,
    kind: str,
    *,
    named: bool,
) -> bool:
    """Plans, wishes and threats are no incidents, except what is scheduled; nor is a reporter's "did not"."""
    if frame.verb is not None and _habit(frame.verb) and when is None:
        return False
    if mood.kind == "threatened":
        return frame.verb is not None
    if mood.kind == "hypothetical":
        return mood.rule in POSSIBLE and frame.part == "self" and kind in ARMED and named
    if mood.kind == "planned":
        return (kind in SCHEDULED or mood.rule in FORESEEN) and when is not None and frame.verb is not None
    if mood.kind == "denied" and mood.rule == "negated" and kind in OWED and not _denied_deed(statement):
        return False  # "they have not been freed": what is owed and not done is nobody's deed
    if mood.kind == "denied":
        return statement is not None or mood.rule in word_sets()["denying"] or mood.rule == "a lie"
    if statement is not None and statement.act in WANTING_ACTS and frame.part == "phrase" and not frame.strong:
        return when is not None or statement.act not in ("demand", "urge", "pledge", "propose")
    if frame.noun is not None and _total(frame.noun) is not None:
        return True
    return True


def _denied_deed(statement: StatementMention | None) -> bool:
    return statement is not None and statement.act in DENYING_ACTS


def is_background(frame: Frame, when: When | None, counted: Sequence[Counted], published: date | None) -> bool:
    if frame.noun is not None and (total := _total(frame.noun)) is not None and total >= TOTAL_FROM:
        return True
    if _in_a_war(frame) or (
        when is None and frame.type in FORCE and any(c.count.low and c.count.low >= OF_A_WAR for c in counted)
    ):
        return True
    if when is None or published is None:
        return False
    if when.role == "since" and frame.type == "clash" and when.first_day is not None:
        return published - when.first_day > BACKGROUND_AFTER  # "fighting since 2013": a war, no fight
    if when.role == "since" and counted and frame.type == HARM and when.first_day is not None:
        return published - when.first_day > BACKGROUND_AFTER  # a toll that has grown since then
    last = when.last_day or when.first_day
    return last is not None and published - last > BACKGROUND_AFTER


def _in_a_war(frame: Frame) -> bool:
    """True for what is told of a whole war: "who fought each other in a civil war", "a war in which 900 died"."""
    for part in frame.all():
        verb = part.verb
        if verb is None:
            continue
        named = prepositional(verb, ("in", "during")) if frame.type == "clash" or part.harm else []
        if verb.dep_ == "relcl":
            named = [*named, verb.head]
        if any(lemma(t) in WARS for t in named):
            return True
    return False


def _is_plain(frame: Frame) -> bool:
    """True for a deed told outright: by one who did it, with words around the verb that leave no doubt of its type."""
    verb = frame.trigger
    if lemma(verb) == "leave" or frame.type in IN_PASSING:
        return False
    return frame.strict and (not is_passive(verb) or bool(children(verb, "agent")))


def _is_verbless(word: Token) -> bool:
    return not any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in word.sent)


def _says_where(frame: Frame) -> bool:
    """True if the clause names a place, known to a gazetteer or not: "outside the bank", "across the Wellow canal"."""
    return any(
        may_be_place(o) and o.ent_type_ not in ("DATE", "TIME", "PERSON")
        for part in frame.all()
        for at in (part.verb, part.noun)
        if at is not None
        for o in prepositional(at, word_sets()["place_prepositions"])
    )


def _habit(verb: Token) -> bool:
    """True for what is always so: "who rape and burn", "they shoot every night" (headlines have no such words)."""
    if verb.tag_ not in ("VBP", "VBZ") or children(verb, "aux", "auxpass"):
        return False
    at = verb.head if verb.dep_ == "conj" else verb
    usual = any(c.lower_ in USUALLY for c in children(verb, "advmod", "npadvmod"))
    return at.dep_ == "relcl" or usual or any(c.lower_ in ("every", "each") for t in verb.children for c in t.lefts)


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


def _total(noun: Token) -> int | None:
    """The number of events that an event noun counts ("18,000 attacks"), or None."""
    for c in children(noun, "nummod"):
        digits = c.text.replace(",", "")
        if digits.isdigit() and len(digits) < 9:
            return int(digits)
    return None
