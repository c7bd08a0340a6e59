"""Names for the people of an incident: the words of a noun phrase, the side they mean, whom a pronoun stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from trucewatch.annotate.incident_conditions import is_event, is_of, is_person
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_sides import both_sides, of_speaker, side_of_forces, side_of_owner, side_of_person
from trucewatch.annotate.incident_syntax import children, clause_head, left_alone, lemma
from trucewatch.annotate.party_spots import parties_in
from trucewatch.annotate.sides import Sides
from trucewatch.records.mention import Participant, StatementMention
from trucewatch.records.span import Span

MOST = 6
#: What may stand in a title before a name ("former rebel leader and sitting vice president X").
TITLE_PARTS = ("ADJ", "NOUN", "PROPN", "CCONJ", "VERB")
BOUNDS = frozenset(
    {"at", "least", "more", "than", "about", "up", "to", "over", "some", "several", "another", "nearly", "around"}
)

REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})


#: What a pronoun may point back to in its sentence or the one before.
STOOD_FOR = frozenset({"nsubj", "nsubjpass", "poss", "agent", "pobj", "dobj", "dative"})


class Namer:
    """Turns heads of noun phrases into participants, resolving pronouns within the paragraph."""

    def __init__(
        self,
        sides: Sides,
        span_of: Callable[[int, int], Span],
        before: tuple[Namer, Doc] | None = None,
        persons: Mapping[str, str] | None = None,
    ) -> None:
        self.sides = sides
        self.span_of = span_of
        self.before = before
        self.persons = persons or {}

    def side(self, words: str) -> str | None:
        return self.sides.of_words(words)

    def side_of(self, head: Token) -> str | None:
        return self.side_meant(head, self.phrase(head).words)

    def side_meant(self, head: Token, words: str) -> str | None:
        """The side a noun phrase means: by its words, a known person's, by an owner or a noun of state forces."""
        return (
            side_of_owner(head, self.sides, self.persons)
            or side_of_person(head, self.persons)
            or self.side(words)
            or side_of_forces(head, words, self.sides)
            or self._side_of_its(head)
        )

    def _side_of_its(self, head: Token) -> str | None:
        """The side that "its fighters" or "their post" points back to."""
        for owner in children(head, "poss"):
            if owner.lower_ in ("its", "their") and (found := self.stands_for(owner)) is not None and found != head:
                return self.side(self.phrase(found).words)
        return None

    def both(self, head: Token) -> tuple[Participant, ...]:
        """The two sides that one phrase names ("army and rebel delegations") or stands for ("the warring sides")."""
        span = self.phrase(head)
        named = tuple(parties_in(span.words, self.sides))
        if len(named) == 1 and (also := _second_of(head)) is not None:
            # "negotiators of X and of Y"
            whole = self.span_of(span.start - self.span_of(0, 1).start, also.right_edge.idx + len(also.right_edge))
            named = tuple(parties_in(whole.words, self.sides))
            span = whole if len(named) == 2 else span
        if len(named) != 2:
            named = both_sides(head, self.sides, self.before[1] if self.before is not None else None) or ()
        return tuple(Participant(name=span.words, span=span, side=side) for side in named)

    def phrase(self, head: Token) -> Span:
        """The noun phrase without its determiner, relative clauses and most prepositional phrases."""
        first = head
        for c in reversed(list(head.lefts)):
            if c.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "quantmod", "appos", "advmod"):
                first = c.left_edge if c.dep_ != "advmod" else c
            elif c.dep_ == "punct" and c.text in "-–\"'“‘":
                first = c if c.text in "-–" else first
        if first.dep_ in ("det",) or first.lower_ in (
            "the",
            "a",
            "an",
            "some",
            "any",
            "its",
            "their",
            "his",
            "her",
            "our",
        ):
            first = first.nbor(1) if first.i < head.i else first
        while first.i < head.i and (
            first.ent_type_ in ("CARDINAL", "QUANTITY") or first.pos_ == "NUM" or first.lower_ in BOUNDS
        ):
            first = first.nbor(1)  # how many is a count's business
        while first.i < head.i and left_alone(first):
            first = first.nbor(1)
        last = head
        charged = head.dep_ == "dobj" and lemma(head.head) in word_sets()["charging"]
        for c in head.rights:
            if charged and c.lower_ == "of" and c.ent_iob_ != "I":
                continue  # "accused the Front of shelling": of what, not whose
            if (
                c.dep_ == "prep"
                and c.lower_ in ("of", "for")
                and (c.lower_ == "of" or lemma(head) in ("council", "group"))
            ):
                for o in children(c, "pobj"):
                    if o.i - last.i <= 6:
                        last = o
        return self.span_of(first.idx, last.idx + len(last))

    def participant(
        self, head: Token, speaker: str | None, speaker_side: str | None, said_by: str | None
    ) -> Participant | None:
        """The participant, or None for a pronoun whose words are not near."""
        if head.lower_ in word_sets()["speaker_pronouns"] and (head.text != "US" or head.pos_ == "PRON"):
            if speaker is None:
                return None
            own = self.span_of(head.idx, head.idx + len(head))
            return Participant(name=speaker_side or speaker, span=own, side=speaker_side, said_by=said_by)
        if head.lower_ in REFLEXIVE or _is_those_who(head):
            return None  # nobody besides the doer; somebody whom the words do not name
        if head.pos_ == "PRON" or head.tag_ == "PRP$":
            found = self.stands_for(head)
            if found is None:
                return self._from_before(head, said_by)
            head = found
        if any(c.lower_ == "latter" for c in head.lefts) or head.lower_ == "latter":
            head = _named_last(head) or head
        span = self.phrase(head)
        name = span.words.strip("\"'“”‘’ \n")
        side = self.side_meant(head, span.words)
        if head.pos_ == "NOUN" and span.start == self.span_of(head.sent[0].idx, head.sent[0].idx + 1).start:
            first = head.sent[0]
            proper = first.pos_ == "PROPN" or first.ent_type_ != ""
            name = name if name.isupper() or proper else name[0].lower() + name[1:]
        if speaker_side is not None and of_speaker(head, side):
            side = speaker_side
        return Participant(name=" ".join(name.split()) or span.words, span=span, side=side, said_by=said_by)

    def _from_before(self, pronoun: Token, said_by: str | None) -> Participant | None:
        """Who the paragraph before was about, for "they" and "it" in the first sentence of this one."""
        first = pronoun.sent.start == 0 and pronoun.lower_ not in ("he", "him", "his", "she", "her")
        if not first or self.before is None:
            return None
        namer, doc = self.before
        told = namer.about(doc)
        return replace(told, said_by=said_by) if told is not None else None

    def about(self, doc: Doc) -> Participant | None:
        """The subject of a paragraph's last sentence, if it is somebody of a side or a named group."""
        last = next(reversed(list(doc.sents)), None)
        for token in last or ():
            if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("NOUN", "PROPN"):
                one = self.participant(token, None, None, None)
                if one is not None and (one.side is not None or token.ent_type_ in ("NORP", "ORG")):
                    return one
        return None

    def stands_for(self, pronoun: Token) -> Token | None:
        """The nearest earlier subject that fits in number, in this sentence's clauses above or the one before."""
        plural = pronoun.lower_ in word_sets()["plural_pronouns"]
        doc = pronoun.doc
        own = clause_head(pronoun)
        fallback: Token | None = None
        weak: Token | None = None
        for i in range(pronoun.i - 1, max(-1, pronoun.i - 70), -1):
            t = doc[i]
            if t.dep_ not in STOOD_FOR or t.pos_ not in (
                "NOUN",
                "PROPN",
            ):
                continue
            if is_event(t):
                continue
            fits = t.tag_ in ("NNS", "NNPS") if plural else t.tag_ in ("NN", "NNP")
            group = t.ent_type_ in ("NORP", "ORG", "GPE") or self.side(self.phrase(t).words) is not None
            if not (fits or (plural and group) or (group and pronoun.lower_ in ("its", "it"))):
                continue
            if pronoun.lower_ in ("he", "him", "his", "she", "her") and not (
                t.ent_type_ == "PERSON" or is_of(t, "people")
            ):
                continue
            if not (group or is_person(t) or is_of(t, "forces")) or t.ent_type_ in ("LOC", "FAC", "DATE"):
                continue
            if plural and not fits and pronoun.dep_ == "nsubjpass":
                # "A backs its allies when they are attacked": the plural noun beside the state before the state
                weak = weak or t
                continue
            if t.dep_ in ("nsubj", "nsubjpass") and clause_head(t) != own:
                return t
            if t.dep_ in ("nsubj", "poss") and pronoun.tag_ == "PRP$":
                return t
            fallback = fallback or t
        return fallback or weak


def _named_last(head: Token) -> Token | None:
    """The group that "the latter group" points back to: named last before it."""
    for t in reversed(head.doc[: head.left_edge.i]):
        named = any(w.ent_type_ in ("ORG", "NORP", "GPE") for w in (t, *t.lefts))
        if t.pos_ == "PROPN" and named and t.dep_ not in ("compound", "amod", "nmod"):
            return t
    return None


def _second_of(head: Token) -> Token | None:
    """The second "of" in "negotiators of X and of Y"."""
    first = next((c for c in head.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    if first is None:
        return None
    second = next((c for c in children(first, "conj") if c.lower_ == "of"), None)
    return second or next((c for c in head.rights if c.dep_ == "prep" and c.lower_ == "of" and c != first), None)


def _is_those_who(head: Token) -> bool:
    """True for "those" in "those who shot him": told by the clause alone, not by a name before."""
    return head.lower_ in ("those", "anyone", "whoever") and bool(children(head, "relcl"))


def sides_of_persons(docs: Sequence[Doc], statements: Sequence[StatementMention], sides: Sides) -> dict[str, str]:
    """Last names (lower case) and the side they act for, from the statements, else from titles before names.

    A name that would fit two sides fits none.
    """
    spoken: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.speaker_kind == "named" and statement.speaker and statement.side:
            spoken.setdefault(statement.speaker.split()[-1].casefold(), set()).add(statement.side)
    for doc in docs:
        for name in doc.ents:
            if name.label_ != "PERSON":
                continue
            last = doc[name.end - 1]
            last = doc[name.end - 2] if last.tag_ == "POS" and len(name) > 1 else last
            first = name.start
            while first > 0 and name.start - first < 10 and doc[first - 1].pos_ in TITLE_PARTS:
                first -= 1
            # a minister's counterpart is a minister
            title = doc[first : name.end].text.replace("counterpart", "minister")
            side = sides.of_words(title) if first < name.start else None
            if side is not None:
                found.setdefault(last.lower_, set()).add(side)
    return {name: next(iter(of)) for name, of in (found | spoken).items() if len(of) == 1}


def distinct(found: Sequence[Participant | None]) -> tuple[Participant, ...]:
    """Each participant once, by side or name, at most ``MOST``."""
    kept: dict[str, Participant] = {}
    for one in found:
        if one is not None:
            kept.setdefault((one.side or one.kind or one.name).casefold(), one)
    return tuple(list(kept.values())[:MOST])
