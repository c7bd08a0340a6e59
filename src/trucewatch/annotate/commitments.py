"""Promises, duties and deadlines in a report: who owes what, by when, on which condition, according to whom.

Read from "pledged to", "agreed that … would", "we will", "are prohibited from", "their commitment to", "the
withdrawal of … by DATE". A demand on somebody else is no commitment, and a threat is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from trucewatch.annotate.incident_frames import FORCE
from trucewatch.annotate.incident_lexicon import HARM, rows, triggers, word_sets
from trucewatch.annotate.incident_names import Namer
from trucewatch.annotate.incident_setting import Setting
from trucewatch.annotate.incident_syntax import (
    agents,
    child,
    children,
    clause_head,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    prepositional,
    surface_subjects,
)
from trucewatch.annotate.said_as import Told, holding
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.records.agreement import Agreement
from trucewatch.records.commitment import Commitment
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="annotate.commitments", version="1")
#: Acts of a statement whose "will" and "would" bind nobody.
NOT_BINDING = frozenset({"predict", "warn", "threaten", "demand", "urge", "appeal", "accuse", "condemn"})
LONGEST_WHAT = 40  # tokens


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(row["words"].split()) for row in rows("commitment_words.csv")}


@dataclass(frozen=True, slots=True)
class Found:
    """One reading: head of what is promised, from which token the words run, the obligor's head, and the rule."""

    what: Token
    start: Token
    obligor: Token | None
    rule: str
    needs_side: bool = False


def find_commitments(
    parsed: Parsed,
    *,
    statements: Sequence[StatementMention],
    agreement: Agreement,
    times: Sequence[When],
) -> list[Commitment]:
    """The commitments of a text in its order, each with the words it rests on."""
    sides = sides_for(agreement)
    setting = Setting.of(times, ())
    found: dict[str, Commitment] = {}
    told = Told(statements)
    for paragraph in parsed.paragraphs:
        reader = _Reader(
            parsed, paragraph, sides, told.within(paragraph.start, paragraph.end),
            setting.within(paragraph.start, paragraph.end),
        )  # fmt: skip
        for commitment in reader.commitments():
            found.setdefault(commitment.id, commitment)
    return _without_parts(sorted(found.values(), key=lambda c: (c.span.start, -c.span.end)))


def _without_parts(found: list[Commitment]) -> list[Commitment]:
    """Drop a reading that lies inside a longer one of the same obligor."""
    kept: list[Commitment] = []
    for one in found:
        if not any(k.span.holds(one.span) and k.obligor == one.obligor for k in kept):
            kept.append(one)
    return kept


class _Reader:
    """Reads one paragraph."""

    def __init__(
        self,
        parsed: Parsed,
        paragraph: Paragraph,
        sides: Sides,
        statements: Sequence[StatementMention],
        setting: Setting,
    ) -> None:
        self.parsed = parsed
        self.sides = sides
        self.paragraph = paragraph
        self.statements = statements
        self.setting = setting
        self.namer = Namer(sides, self.span_of)

    def span_of(self, start: int, end: int) -> Span:
        return self.parsed.text.span(self.paragraph.start + start, self.paragraph.start + end)

    def commitments(self) -> Iterator[Commitment]:
        for token in self.paragraph.doc:
            for found in self.readings(token):
                made = self.make(found)
                if made is not None:
                    yield made
                    yield from self.in_return(found, made)

    def readings(self, token: Token) -> Iterator[Found]:
        if is_verb(token):
            yield from _promise(token)
            yield from _duty(token)
            yield from self.will(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _promise_noun(token)
            yield from self.deadline(token)
        if token.pos_ in ("ADJ", "VERB"):
            yield from _ready(token)

    def statement_at(self, token: Token) -> StatementMention | None:
        at = self.paragraph.start + token.idx
        return holding(self.statements, at, at + len(token))

    def will(self, verb: Token) -> Iterator[Found]:
        """ "we will", "it would", "the ministry will": own future action, told by the one who will act or of a side."""
        aux = next((c for c in children(verb, "aux") if c.lower_ in ("will", "shall", "'ll", "would")), None)
        if aux is None:
            return
        if lemma(verb) in words()["no_promise"] or _tells_force(verb) or is_passive(verb):
            return
        if verb.dep_ == "relcl" or any(c.lower_ in words()["conditional"] for c in children(verb, "mark")):
            return
        subjects = surface_subjects(verb)
        if not subjects:
            return
        subject = subjects[0]
        statement = self.statement_at(verb)
        if statement is not None and statement.act in NOT_BINDING:
            return
        own = subject.lower_ in word_sets()["speaker_pronouns"]
        if child(verb, "neg") is not None and not own:
            return
        if aux.lower_ == "would" and not (subject.lower_ in ("it", "they", "he", "she") or self.namer.side_of(subject)):
            return
        if verb.dep_ == "ccomp" and lemma(verb.head) in words()["promising"]:
            return  # told by the promise itself
        if own and statement is None:
            return
        if subject.lower_ in ("it", "they", "he", "she") and verb.dep_ != "ccomp":
            return
        yield Found(verb, subject.left_edge, subject, f"{aux.lower_}", needs_side=not own)

    def deadline(self, noun: Token) -> Iterator[Found]:
        """ "the withdrawal of all forces by May"."""
        if lemma(noun) not in words()["done_words"]:
            return
        last = noun.right_edge
        a, b = self.paragraph.start + noun.idx, self.paragraph.start + last.idx + len(last)
        by = [
            t for t in self.setting.times if t.span is not None and a <= t.span.start < b and t.role in ("by", "until")
        ]
        if not by:
            return
        owners = [*children(noun, "poss"), *prepositional(noun, ("by",)), *prepositional(noun, ("of",))]
        owners = [o for o in owners if o.ent_type_ not in ("DATE", "TIME")]
        yield Found(noun, noun.left_edge, owners[0] if owners else None, "deadline of a noun")

    def make(self, found: Found) -> Commitment | None:
        last = _end(found.what)
        first = found.start
        if last.i < first.i:
            return None
        span = self.span_of(first.idx, last.idx + len(last))
        statement = holding(
            self.statements, span.start + (found.what.idx - first.idx), span.start + (found.what.idx - first.idx) + 1
        )
        obligor = None
        if found.obligor is not None:
            people = [
                self.namer.participant(
                    t, statement.speaker if statement else None, statement.side if statement else None, None
                )
                for t in conjuncts(found.obligor)
            ]
            named = [p for p in people if p is not None]
            if named:
                obligor = named[0]
        if obligor is None:
            return None
        if found.needs_side and obligor.side is None and not _acts(found.obligor):
            return None
        names = " and ".join(dict.fromkeys(p.side or p.name for p in named)) if len(named) > 1 else obligor.name
        due = self.due(found.what, span)
        what = self.span_of(
            found.what.left_edge.idx if not is_verb(found.what) else found.what.idx, last.idx + len(last)
        )
        return Commitment.of(
            span=span,
            obligor=names,
            obligor_side=obligor.side if len(named) == 1 else None,
            beneficiary=_beneficiary(found.what, self.namer),
            what=" ".join(what.words.split()),
            due=due,
            condition=self.condition(found.what),
            said_by=statement.speaker if statement else None,
            disputed=False,
            reasons=(Reason(field="what", value=found.rule, rule=found.rule, words=found.what.text),),
            maker=MAKER,
        )

    def in_return(self, found: Found, made: Commitment) -> Iterator[Commitment]:
        """What the other side owes "in return for": only where the agreement has just one other."""
        other = self.sides.other_party(made.obligor_side) if made.obligor_side else None
        verb = found.what if is_verb(found.what) else clause_head(found.what)
        for preposition in [c for at in (verb, verb.head) for c in children(at, "prep")]:
            if other is None or preposition.lower_ != "in":
                continue
            for o in children(preposition, "pobj"):
                for back in children(o, "prep") if lemma(o) in ("return", "exchange") else ():
                    if back.lower_ != "for" or back.i + 1 > back.right_edge.i:
                        continue
                    last = back.right_edge
                    span = self.span_of(back.nbor(1).idx, last.idx + len(last))
                    reason = Reason(field="what", value="in return for", rule="in return for", words=o.text)
                    yield Commitment.of(
                        span=span,
                        obligor=other,
                        obligor_side=other,
                        beneficiary=made.obligor,
                        what=" ".join(span.words.split()),
                        said_by=made.said_by,
                        reasons=(reason,),
                        maker=MAKER,
                    )

    def due(self, what: Token, span: Span) -> When | None:
        """The time in the words: "by", "until", else a plain time that does not belong to a clause of its own."""
        inside = [
            t
            for t in self.setting.times
            if t.span is not None
            and span.start <= t.span.start < span.end
            and t.role not in ("duration", "set", "since")
            and t.value not in ("PAST_REF", "PRESENT_REF")
        ]
        by = [t for t in inside if t.role in ("by", "until")]
        if by:
            return by[0]
        for t in inside:
            if t.span is None or t.first_day is None:
                continue
            at = t.span.start - self.paragraph.start
            token = next((w for w in what.sent if w.idx <= at < w.idx + len(w) + 1), None)
            if token is not None and clause_head(token) == (what if is_verb(what) else clause_head(what)):
                return t
        return None

    def condition(self, what: Token) -> str | None:
        """The words of an if-clause or of "on condition that", "in return for"."""
        verb = what if is_verb(what) else clause_head(what)
        for at in (verb, verb.head):
            for c in children(at, "advcl"):
                if any(m.lower_ in words()["conditional"] for m in children(c, "mark", "advmod")):
                    return self.span_of(c.left_edge.idx, c.right_edge.idx + len(c.right_edge)).words
            for c in children(at, "prep"):
                if c.lower_ in ("in", "on") and any(
                    lemma(o) in ("return", "exchange", "condition") for o in children(c, "pobj")
                ):
                    return self.span_of(c.idx, c.right_edge.idx + len(c.right_edge)).words
        return None


def _acts(head: Token | None) -> bool:
    """True for somebody who can promise: a person, a group, an organisation."""
    return head is not None and (head.ent_type_ in ("ORG", "PERSON", "NORP", "GPE") or head.pos_ == "PRON")


def _tells_force(verb: Token) -> bool:
    return any(
        t.type in FORCE or t.type == HARM
        for t in triggers().get((lemma(verb), "verb"), ())
        if not t.needs or t.needs == "harmable"
    )


def _promise(verb: Token) -> Iterator[Found]:
    """ "pledged to VP", "agreed that X would VP", "agreed to a truce"."""
    if lemma(verb) not in words()["promising"] or child(verb, "neg") is not None:
        return
    subjects = surface_subjects(verb)
    if is_passive(verb):
        subjects = agents(verb)
    if not subjects:
        return
    for c in children(verb, "xcomp", "ccomp"):
        if not is_verb(c) or (_tells_force(c) and lemma(verb) != "agree"):
            continue
        own = children(c, "nsubj", "nsubjpass")
        if own and not any(a.lower_ in ("will", "would", "shall", "should", "must", "to") for a in children(c, "aux")):
            return  # "agreed that there has been progress" promises nothing
        if not own and c.tag_ != "VB":
            return
        if c.dep_ == "ccomp" and not own:
            yield Found(c, verb, subjects[0], f"{lemma(verb)} to")
        elif own:
            yield Found(c, own[0].left_edge, subjects[0], f"{lemma(verb)} that")
        else:
            yield Found(c, verb, subjects[0], f"{lemma(verb)} to")
        return
    if lemma(verb) in words()["accepting"]:
        for o in prepositional(verb, ("to", "on")):
            yield Found(o, verb, subjects[0], f"{lemma(verb)} to a thing")


def _duty(verb: Token) -> Iterator[Found]:
    """ "are prohibited from", "is required to", "are meant to"."""
    if not is_passive(verb) or children(verb, "agent"):
        return
    word = lemma(verb)
    if word not in words()["duty_participles"] and word not in words()["meant_participles"]:
        return
    subjects = surface_subjects(verb)
    if not subjects:
        return
    for c in children(verb, "xcomp"):
        yield Found(c, subjects[0].left_edge, subjects[0], f"{word} to")
    if word in ("prohibit", "forbid", "bind"):
        for p in children(verb, "prep"):
            for c in children(p, "pcomp"):
                yield Found(c, subjects[0].left_edge, subjects[0], f"{word} {p.lower_}")
    if word == "commit":
        for o in prepositional(verb, ("to",)):
            yield Found(o, subjects[0].left_edge, subjects[0], "committed to")


def _ready(word: Token) -> Iterator[Found]:
    """ "is ready to", "was committed to the deal"."""
    if lemma(word) not in words()["bound_adjectives"] and word.lower_ not in words()["bound_adjectives"]:
        return
    above = word.head
    if word.dep_ not in ("acomp", "attr") or lemma(above) not in ("be", "remain", "stay", "stand"):
        return
    if child(above, "neg") is not None or (
        above.dep_ == "xcomp" and lemma(above.head) in ("urge", "ask", "call", "want")
    ):
        return
    aux = [c.lower_ for c in children(above, "aux")]
    subjects = surface_subjects(above)
    if not subjects or "must" in aux or "should" in aux:
        return
    for c in children(word, "xcomp"):
        yield Found(c, subjects[0].left_edge, subjects[0], f"{word.lower_} to")
        return
    for p in children(word, "prep"):
        if p.lower_ in ("to", "for"):
            for o in [*children(p, "pobj"), *children(p, "pcomp")]:
                yield Found(o, subjects[0].left_edge, subjects[0], f"{word.lower_} {p.lower_}")


def _promise_noun(noun: Token) -> Iterator[Found]:
    """ "their commitment to reduce violence"; whose it is stands before it."""
    if lemma(noun) not in words()["promise_nouns"]:
        return
    owners = children(noun, "poss")
    if not owners:
        return
    for c in children(noun, "acl"):
        if any(a.tag_ == "TO" for a in children(c, "aux")):
            yield Found(c, noun.left_edge, owners[0], f"{lemma(noun)} to")
    for p in children(noun, "prep"):
        if p.lower_ == "to":
            for c in [*children(p, "pcomp"), *children(p, "pobj")]:
                yield Found(c, noun.left_edge, owners[0], f"{lemma(noun)} to")


def _beneficiary(what: Token, namer: Namer) -> str | None:
    for head in prepositional(what, ("for", "to")) if is_verb(what) else ():
        if namer.side_of(head) is not None:
            return namer.phrase(head).words
    return None


def _end(what: Token) -> Token:
    """Where the promise's words end: before a reporting clause, at most ``LONGEST_WHAT`` words on."""
    last = what
    for t in what.subtree:
        if t.i > last.i and t.i - what.i <= LONGEST_WHAT:
            last = t
    while last.i > what.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    doc = what.doc
    if last.i + 2 < len(doc) and doc[last.i + 1].text == "-" and doc[last.i + 1].idx == last.idx + len(last):
        # the parser broke at a hyphen ("re-set actions")
        rest = last.i
        for t in what.sent:
            if t.i > last.i and t.i - last.i <= 30:
                if t.is_quote or t.text in ",;":
                    break
                rest = t.i
        last = doc[rest]
        while last.is_punct or last.is_space:
            last = last.nbor(-1)
    return last


Reads = Callable[[Token], Iterator[Found]]
