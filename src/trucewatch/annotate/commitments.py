"""Promises, duties and deadlines in a report: who owes what, by when, on which condition, according to whom.

Read from "pledged to", "agreed that … would", "we will", "are prohibited from", "their commitment to", "the
withdrawal of … by DATE". A demand on somebody else is no commitment, and a threat is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from trucewatch.annotate.commitment_rules import (
    Found,
    blamed,
    deadline_noun,
    deal_says,
    duty,
    end_of,
    is_denied,
    modal_duty,
    of_the_deal,
    owner_of,
    promise,
    promise_noun,
    ready,
    tells_force,
    until_to,
    words,
)
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_names import Namer, sides_of_persons
from trucewatch.annotate.incident_setting import Setting
from trucewatch.annotate.incident_syntax import (
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
from trucewatch.annotate.time_relative import move
from trucewatch.annotate.time_words import NUMBER, UNIT, number_of, unit_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.commitment import Commitment
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Participant, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="annotate.commitments", version="2")
#: Acts that tell what somebody else did or should do: "their promise" in one is the other's.
AT_OTHERS = frozenset({"accuse", "condemn", "demand", "urge", "warn", "reject"})
_DUE_RULE = re.compile(
    rf"\bwithin\s+(?P<n>{NUMBER})\s+(?P<unit>{UNIT})\s+(?:of|after|from|following)\s+(?P<event>[^,;.]{{3,60}})", re.I
)
_SIGNING = re.compile(r"\b(?:sign(?:ed|ing|ature)|announce(?:d|ment)|conclusion|date\s+of\s+th)", re.I)
#: Acts of a statement whose "will" and "would" bind nobody.
NOT_BINDING = frozenset({"predict", "warn", "threaten", "demand", "urge", "appeal", "accuse", "condemn"})


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
    # only who speaks for a side binds it, a title before a name does not; "al-Name" goes by "Name" as well
    spoken = sides_of_persons((), statements, sides)
    persons = {name.rpartition("-")[2]: side for name, side in spoken.items()} | spoken
    before: tuple[Namer, Doc] | None = None
    for paragraph in parsed.paragraphs:
        reader = _Reader(
            parsed, paragraph, sides, told.within(paragraph.start, paragraph.end),
            setting.within(paragraph.start, paragraph.end), before, persons,
        )  # fmt: skip
        before = (reader.namer, paragraph.doc)
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
        before: tuple[Namer, Doc] | None,
        persons: Mapping[str, str],
    ) -> None:
        self.parsed = parsed
        self.sides = sides
        self.paragraph = paragraph
        self.statements = statements
        self.setting = setting
        self.namer = Namer(sides, self.span_of, before, persons)
        self.made: list[Commitment] = []

    def span_of(self, start: int, end: int) -> Span:
        return self.parsed.text.span(self.paragraph.start + start, self.paragraph.start + end)

    def commitments(self) -> Iterator[Commitment]:
        for token in self.paragraph.doc:
            for found in self.readings(token):
                made = self.make(found)
                if made is not None:
                    self.made.append(made)
                    yield made
                    yield from self.in_return(found, made)

    def readings(self, token: Token) -> Iterator[Found]:
        if is_verb(token):
            yield from promise(token)
            yield from duty(token)
            yield from deal_says(token)
            yield from until_to(token)
            yield from modal_duty(token)
            yield from self.will(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from promise_noun(token)
            yield from deadline_noun(token)
            yield from self.deadline(token)
        if token.pos_ in ("ADJ", "VERB"):
            yield from ready(token)

    def statement_at(self, token: Token) -> StatementMention | None:
        at = self.paragraph.start + token.idx
        return holding(self.statements, at, at + len(token))

    def will(self, verb: Token) -> Iterator[Found]:
        """ "we will", "it would", "the ministry will": own future action, told by the one who will act or of a side."""
        aux = next((c for c in children(verb, "aux") if c.lower_ in ("will", "shall", "'ll", "would")), None)
        if aux is None:
            return
        if lemma(verb) in words()["no_promise"] or tells_force(verb) or is_passive(verb):
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
        negation = child(verb, "neg")
        if negation is not None and not own and not of_the_deal(verb):
            return  # "it would not withdraw" refuses
        if aux.lower_ == "would" and not (subject.lower_ in ("it", "they", "he", "she") or self.namer.side_of(subject)):
            return
        if verb.dep_ == "ccomp" and lemma(verb.head) in words()["promising"]:
            return  # told by the promise itself
        if own and statement is None:
            return
        if subject.lower_ in ("it", "they", "he", "she") and verb.dep_ != "ccomp":
            return
        yield Found(
            verb, subject.left_edge, subject, f"{aux.lower_}", needs_side=not own, forbids=negation is not None,
            negation=negation,
        )  # fmt: skip

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
        yield Found(noun, noun.left_edge, owner_of(noun), "deadline of a noun")

    def make(self, found: Found) -> Commitment | None:
        """The record of a reading; None where nobody is bound, or a mere wish or demand binds nobody."""
        last = end_of(found.what)
        first = found.start
        if last.i < first.i:
            return None
        span = self.span_of(first.idx, last.idx + len(last))
        at = self.paragraph.start + found.what.idx
        statement = holding(self.statements, at, at + 1)
        people = self.obligors(found, statement)
        if not people:
            return None
        obligor = people[0]
        if found.needs_side and obligor.side is None and not _acts(found.obligor):
            return None
        what_from = found.what.idx if is_verb(found.what) else found.what.left_edge.idx
        if found.negation is not None and found.negation.idx < what_from:
            what_from = found.negation.idx
        what = self.span_of(what_from, last.idx + len(last))
        due, due_rule = self.due(found, span)
        if found.duty and not self.binds(found, statement, obligor, due):
            return None
        sides = list(dict.fromkeys(p.side or p.name for p in people))
        return Commitment.of(
            span=span,
            obligor=" and ".join(sides) if len(sides) > 1 else obligor.name,
            obligor_side=obligor.side if len(sides) == 1 else None,
            beneficiary=_beneficiary(found.what, self.namer),
            what=" ".join(what.words.split()),
            forbids=found.forbids,
            due=due,
            due_rule=due_rule,
            condition=self.condition(found.what),
            said_by=statement.speaker if statement else None,
            disputed=is_denied(found.start) or is_denied(found.what),
            reasons=(Reason(field="what", value=found.rule, rule=found.rule, words=found.what.text),),
            maker=MAKER,
        )

    def obligors(self, found: Found, statement: StatementMention | None) -> list[Participant]:
        """Those whom the reading binds: each of those named together; both parties for "the two sides"."""
        head = found.obligor
        if head is None:
            return []
        if head.tag_ == "PRP$" or head.lower_ in ("it", "they"):
            other = blamed(head)
            if other is not None:
                head = other
            elif statement is not None and statement.act in AT_OTHERS and statement.target_side is not None:
                return [Participant(name=statement.target_side, side=statement.target_side)]
        people: list[Participant] = []
        for token in conjuncts(head):
            pair = self.both(token)
            one = self.namer.participant(
                token, statement.speaker if statement else None, statement.side if statement else None, None
            )
            people += pair or ([_without_dateline(one, token)] if one is not None else [])
        return people

    def both(self, head: Token) -> list[Participant]:
        """The two parties that "both sides" and "the delegations" stand for, where the agreement has just two."""
        named = list(self.namer.both(head))
        if not named and head.tag_ == "NNS" and lemma(head) in words()["parties"]:
            before = {c.lower_ for c in head.lefts}
            if before <= {"the", "both", "two", "these", "all"}:
                signed = [p.name for p in self.sides.agreement.parties if p.role == "signatory"]
                named = [Participant(name=name, side=name) for name in signed] if len(signed) == 2 else []
        return named

    def binds(self, found: Found, statement: StatementMention | None, obligor: Participant, due: When | None) -> bool:
        """Whether "must" and "is to" tell a duty: the agreement or a set time is named, and no rival demands it."""
        if statement is not None and (statement.act in NOT_BINDING or statement.side not in (None, obligor.side)):
            return False
        return of_the_deal(found.what) or (due is not None and due.role in ("by", "until", "at") and not found.forbids)

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

    def due(self, found: Found, span: Span) -> tuple[When | None, str | None]:
        """The time due and, where it is counted from an event, the rule in words ("within 30 days of the signing").

        "by" and "until" first, else a plain time that does not belong to a clause of its own. A rule that counts
        from the signing is worked out where the agreement's day is known.
        """
        what = found.what
        rule = _DUE_RULE.search(span.words)
        if rule is not None:
            return self.counted(rule, span), " ".join(rule[0].split())
        start, end = span.start, span.end
        if found.deadline is not None:
            sentence = found.deadline.sent
            start, end = self.paragraph.start + sentence.start_char, self.paragraph.start + sentence.end_char
        inside = [
            t
            for t in self.setting.times
            if t.span is not None
            and start <= t.span.start < end
            and t.role not in ("duration", "set", "since")
            and not t.value.endswith("_REF")
        ]
        by = [t for t in inside if t.role in ("by", "until")]
        if by:
            return by[0], None
        if found.deadline is not None and len(inside) == 1:
            return inside[0], None
        for t in inside:
            if t.span is None or t.first_day is None:
                continue
            at = t.span.start - self.paragraph.start
            token = next((w for w in what.sent if w.idx <= at < w.idx + len(w) + 1), None)
            if token is not None and clause_head(token) == (what if is_verb(what) else clause_head(what)):
                return t, None
        return self.meant(what), None

    def counted(self, rule: re.Match[str], span: Span) -> When | None:
        """The day that a rule gives, counted from the agreement's own day; None for any other event."""
        signed = self.sides.agreement.signed
        number = number_of(rule["n"])
        if signed is None or number is None or not _SIGNING.search(rule["event"]):
            return None
        last = move(signed, unit_of(rule["unit"])[0], number)
        words = self.parsed.text.span(span.start + rule.start(), span.start + rule.end())
        return When.days(
            signed, last, words=words.words, value=last.isoformat(), role="by", precision="days",
            basis=f"signed {signed.isoformat()}", span=words,
        )  # fmt: skip

    def meant(self, what: Token) -> When | None:
        """The due time of what "it" stands for: "will hold a truce on 5 and 6 May, and the rebels pledged to respect
        it"."""
        if not any(o.lower_ in ("it", "them", "this") for o in children(what, "dobj")):
            return None
        before = self.paragraph.start + what.idx
        same = [
            c for c in self.made if c.due is not None and self.paragraph.start + what.sent.start_char <= c.span.start
        ]
        return next((c.due for c in reversed(same) if c.span.start < before), None)

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


def _beneficiary(what: Token, namer: Namer) -> str | None:
    for head in prepositional(what, ("for", "to")) if is_verb(what) else ():
        if namer.side_of(head) is not None:
            return namer.phrase(head).words
    return None


def _without_dateline(person: Participant, head: Token) -> Participant:
    """The name without the town that some agencies print before the first word ("PORTVALE Major groups agreed")."""
    first, _, rest = person.name.partition(" ")
    if rest and first.isupper() and len(first) > 3 and not rest.isupper() and head.sent.start == 0:
        return replace(person, name=rest)
    return person
