"""How an event is told: as a fact, as somebody's account, denied, tried, planned, threatened, or only imagined.

Two things are read together: the clause (negation, future, modals, conditions, "tried to", "plans to",
"threatened to", "a ban on") and the statement whose content holds the words, if one does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Token

from trucewatch.annotate.foreseen import is_generic, is_infinitive, negated_wish, neither, not_yet
from trucewatch.annotate.incident_frames import Frame, amount_chain
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import DEEPEST, child, children, is_verb, lemma, prepositional
from trucewatch.records.mention import SaidAs, StatementMention

#: Acts whose content is denied by the speaker.
DENYING_ACTS = frozenset({"deny", "deny_responsibility"})
#: Acts whose content has not happened yet, whatever its grammar.
WANTING_ACTS = frozenset({"demand", "urge", "appeal", "propose", "pledge", "threaten", "predict", "warn"})


@dataclass(frozen=True, slots=True)
class Modality:
    """What the grammar says: "real", denied, attempted, threatened, planned or hypothetical; ``rule`` says why."""

    kind: str
    rule: str


#: Types that a side may fail to do as promised: "failed to withdraw" is no try.
OWED = frozenset({"withdrawal", "release", "disarmament", "aid_delivery", "access_granted", "meeting", "investigation"})
#: Verbs whose passive passes on what somebody said: "are said to have shelled".
PASSED_ON = frozenset({"say", "report", "allege", "claim", "believe", "think", "accuse", "suspect", "rumor", "rumour"})
#: Nouns of what somebody says to be so, and words that call it untrue.
CLAIMS = frozenset({"claim", "allegation", "accusation", "charge", "assertion", "report", "rumor", "rumour", "story"})
UNTRUE = frozenset({
    "lie", "fabrication", "invention", "false", "untrue", "baseless", "unfounded", "groundless", "fake", "nonsense",
})  # fmt: skip
#: Bombs are found and made safe: what they were laid for was tried.
MADE_SAFE = frozenset({"defuse", "deactivate"})
#: Verbs of a journey that was made: whoever flew somewhere to see somebody saw him.
WENT = frozenset({"fly", "travel", "go", "drive"})
#: Words that leave open whether it happened, and by whom.
HEARSAY = frozenset({"allegedly", "reportedly", "purportedly", "apparently", "supposedly"})


def modality(frame: Frame) -> Modality:
    """Read negation, future, mood and the verbs above the clause that tells of the event."""
    if frame.type == "no_incident_observed" or frame.refusal:
        return Modality("real", "nothing observed")
    found = _mood(frame)
    if found.kind == "attempted" and found.rule == "fail to" and frame.type in OWED:
        return Modality("hypothetical", "fail to")
    if found.kind != "real":
        return found
    if frame.verb is not None and is_called_lie(frame.verb):
        return Modality("denied", "a lie")
    if frame.noun is not None and frame.verb is not None and _called_for(frame.verb):
        return Modality("planned", "called for")
    if safe := next((p.verb for p in frame.all() if p.verb is not None and lemma(p.verb) in MADE_SAFE), None):
        return Modality("attempted", lemma(safe))
    if frame.type in OWED and frame.noun is not None and (waits := not_yet(amount_chain(frame.noun)[-1])):
        return Modality("hypothetical", waits)
    if frame.noun is not None and lemma(frame.noun) in ("attempt", "plot", "bid"):
        return Modality("attempted", lemma(frame.noun))
    if frame.part == "undergoes" and frame.verb is not None and lemma(frame.verb) in word_sets()["foiling"]:
        return Modality("attempted", lemma(frame.verb))
    verbs = [v for v in (frame.verb, frame.trigger) if v is not None]
    if any(c.lower_ in HEARSAY for v in verbs for c in children(v, "advmod")):
        return Modality("real", "hearsay")
    return found


def is_called_lie(verb: Token) -> bool:
    """True for what is told in a claim that is called a lie: "the claims that our forces struck X are a lie"."""
    claim = verb.head
    if verb.dep_ not in ("acl", "ccomp", "relcl") or lemma(claim) not in CLAIMS or claim.dep_ != "nsubj":
        return False
    if lemma(claim.head) != "be" or child(claim.head, "neg") is not None:
        return False
    return any(lemma(c) in UNTRUE for c in children(claim.head, "attr", "acomp"))


def _called_for(verb: Token) -> bool:
    """ "A march has been called for Sunday": it is to come."""
    return lemma(verb) == "call" and any(o.ent_type_ in ("DATE", "TIME") for o in prepositional(verb, ("for",)))


def _mood(frame: Frame) -> Modality:
    if frame.verb is not None:
        found = _of_verb(frame.verb)
        if found.kind != "real" or frame.noun is None or frame.part == "self":
            return found
        if any(c.lower_ in ("no", "any") for c in frame.noun.lefts):
            return Modality(
                "denied" if any(c.lower_ == "no" for c in frame.noun.lefts) else "hypothetical", "determiner"
            )
        return found
    if frame.noun is not None:
        return _of_noun(frame.noun)
    return Modality("real", "plain")


def _of_verb(verb: Token) -> Modality:
    sets = word_sets()
    at = verb
    if is_generic(verb):
        return Modality("hypothetical", "in case of")
    for step in range(DEEPEST):
        if step == 0 and neither(at):
            return Modality("denied", "neither, nor")
        if step == 0 and (wish := negated_wish(at)) is not None:
            return Modality("hypothetical", wish)
        if child(at, "neg") is not None or any(c.lower_ in ("never", "not") for c in children(at, "advmod", "neg")):
            # "did not say that X attacked" leaves X's attack open
            return (
                Modality("denied", "negated")
                if step == 0 or lemma(at) in sets["reporting"]
                else Modality("hypothetical", "negated above")
            )
        if any(c.lower_ == "longer" and c.i > 0 and c.nbor(-1).lower_ == "no" for c in children(at, "advmod")):
            return Modality("hypothetical", "no longer")
        for aux in children(at, "aux"):
            word = aux.lower_
            if word in sets["future_aux"]:
                return Modality("planned", f"auxiliary {word}")
            # "gunfire could be heard" is heard
            if word in sets["maybe_aux"] and not (word == "could" and lemma(at) in ("hear", "see")):
                return Modality("hypothetical", f"auxiliary {word}")
        if any(c.lower_ == "be" for c in children(at, "auxpass")) and not children(at, "aux"):
            return Modality("hypothetical", "subjunctive")  # "demanded that all be freed"
        for mark in children(at, "mark", "advmod"):
            if at.dep_ == "advcl" and mark.lower_ in sets["conditional_marks"]:
                return Modality("hypothetical", f"under {mark.lower_}")
        if lemma(at) == "go" and any(lemma(c) for c in children(at, "xcomp") if c.tag_ == "VB") and at.tag_ == "VBG":
            return Modality("planned", "going to")
        head, label = at.head, at.dep_
        if head == at:
            break
        if label in ("xcomp", "ccomp", "acl", "advcl", "pcomp", "conj", "relcl", "prep", "dep", "dobj"):
            read = _above(at, head, label)
            if read is not None:
                return read
        helped = label == "ccomp" and lemma(head) in ("help", "let", "make")
        if (
            label in ("ccomp", "relcl", "advcl", "parataxis", "acl")
            and not helped
            and not (label in ("advcl", "acl", "ccomp") and at.tag_ in ("VB", "VBG"))
        ):
            break
        at = head
    if verb.sent[-1].text == "?":
        return Modality("hypothetical", "question")
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and child(verb, "nsubj", "aux") is None:
        return Modality("hypothetical", "imperative")
    return Modality("real", "plain")


def _above(at: Token, head: Token, label: str) -> Modality | None:
    """What the word above makes of the clause below it."""
    sets = word_sets()
    word = lemma(head)
    to = is_infinitive(at)
    if to and word in sets["causing"]:
        return None
    told_on = label == "xcomp" and word in PASSED_ON and children(head, "auxpass")
    if told_on and any(c.tag_ == "TO" for c in children(at, "aux")):
        return Modality("real", "hearsay")
    if label == "ccomp" and word in ("suppose", "imagine", "assume") and head.tag_ == "VB" and head.dep_ == "ROOT":
        return Modality("hypothetical", word)
    if label in ("xcomp", "ccomp") and (to or at.tag_ == "VBG"):
        if word in sets["trying"]:
            return Modality("attempted", f"{word} to")
        if word in ("ought", "need") and to:
            return Modality("hypothetical", f"{word} to")
        if word in sets["threatening"]:
            return Modality("threatened", "threaten to")
        if word in sets["planning"] or word in sets["fearing"]:
            return Modality("planned", f"{word} to")
        if word in sets["ending"] and at.tag_ == "VBG":
            return Modality("hypothetical", f"{word}")
        if word in sets["denying"]:
            return Modality("denied", word)
        if head.tag_ == "JJ" or head.pos_ == "ADJ":
            return Modality("planned", f"{word} to")
        if word in ("be", "have") and to:
            return Modality("planned", f"{word} to")
    if label in ("xcomp", "ccomp") and word in sets["denying"]:
        return Modality("denied", word)
    if label in ("ccomp",) and (word in sets["threatening"] or word in sets["fearing"]):
        return Modality("hypothetical", word)
    if label in ("ccomp", "xcomp") and word in ("demand", "urge", "hope", "want", "wish", "insist") and at.tag_ == "VB":
        return Modality("hypothetical", word)
    if label == "advcl" and to and word in WENT and lemma(at) in ("see", "meet") and head.tag_ in ("VBD", "VBN"):
        return None  # "flew to X last week to see the commander"
    if label in ("advcl", "acl", "relcl") and to:
        if head.pos_ in ("NOUN", "PROPN") and word in ("attempt", "bid", "effort", "try"):
            return Modality("attempted", word)
        return Modality("planned", "purpose")
    if label == "pcomp":
        above = head.head
        if lemma(above) in sets["preventing"] or head.lower_ in ("without", "against", "instead", "before"):
            return Modality("hypothetical", f"{head.lower_}")
        if lemma(above) in (
            "consider",
            "idea",
            "option",
            "possibility",
            "ban",
            "plan",
            "intention",
            "threat",
            "risk",
            "danger",
            "capable",
        ):
            return Modality("planned", lemma(above))
    return None


def _of_noun(noun: Token) -> Modality:
    """An event noun alone: "a ban on attacks", "threatened retaliation", "planned withdrawal", "an end to fighting"."""
    sets = word_sets()
    top = amount_chain(noun)[-1]
    for c in noun.lefts:
        word = c.lower_
        if word == "no":
            return Modality("denied", "no")
        if word in (
            "any",
            "further",
            "future",
            "possible",
            "potential",
            "alleged",
            "planned",
            "proposed",
            "threatened",
            "upcoming",
            "eventual",
            "attempted",
            "foiled",
            "imminent",
            "would-be",
            "scheduled",
            "next",
            "complete",
            "full",
        ):
            if word == "alleged":
                continue
            if word in ("attempted", "foiled"):
                return Modality("attempted", word)
            if word in ("complete", "full") and lemma(noun) not in ("withdrawal", "pullout", "release"):
                continue
            return Modality(
                "planned" if word in ("planned", "upcoming", "scheduled", "proposed", "next") else "hypothetical", word
            )
    at = top
    direct = True
    for _ in range(DEEPEST):
        head, label = at.head, at.dep_
        if head == at:
            break
        word = lemma(head)
        if label == "pobj":
            above = head.head
            read = _under_preposition(head, above, at is top)
            if read is not None:
                return read
            direct = direct and head.lower_ == "of"
            at = head if is_verb(above) or above == head else above
            continue
        if is_verb(head):
            if label == "dobj" and direct:
                if word in sets["denying"]:
                    return Modality("denied", word)
                if word in sets["planning"] | sets["threatening"] | sets["fearing"] | sets["ending"] | {
                    "avoid",
                    "avert",
                    "prevent",
                    "halt",
                    "reduce",
                    "limit",
                    "oppose",
                    "support",
                    "consider",
                    "ban",
                    "prohibit",
                    "facilitate",
                    "allow",
                    "permit",
                }:
                    return Modality("hypothetical", word)
            break
        if label in ("conj", "appos", "prep", "compound", "poss", "attr", "nsubj", "dep"):
            at = head
            continue
        break
    verb = at if is_verb(at) else at.head
    if is_verb(verb) and top.dep_ in ("dobj", "nsubjpass", "nsubj", "attr"):
        aux = children(verb, "aux")
        if top.dep_ in ("dobj",) and any(
            a.lower_ in sets["future_aux"] | sets["maybe_aux"] or a.tag_ == "TO" for a in aux
        ):
            return Modality("hypothetical", "object of what is not yet done")
        if top.dep_ == "nsubjpass" and any(a.lower_ in sets["future_aux"] | sets["maybe_aux"] for a in aux):
            return Modality("hypothetical", "not yet done")
    return Modality("real", "plain")


def _under_preposition(preposition: Token, above: Token, near: bool) -> Modality | None:
    word = lemma(above)
    before = preposition.lower_
    if word in (
        "end",
        "halt",
        "ban",
        "cessation",
        "stop",
        "suspension",
        "call",
        "plan",
        "possibility",
        "risk",
        "threat",
        "hope",
        "prospect",
        "pause",
        "lull",
        "demand",
        "need",
        "pressure",
        "preparation",
        "request",
        "start",
        "resumption",
        "date",
        "deadline",
        "timetable",
        "condition",
        "commitment",
        "pledge",
        "promise",
        "proposal",
        "idea",
        "fear",
        "warning",
    ):
        return Modality("hypothetical", f"{word} {before}")
    if before == "for" and word in (
        "call",
        "prepare",
        "push",
        "press",
        "ask",
        "appeal",
        "plan",
        "wait",
        "pave",
        "way",
        "opt",
        "vote",
        "provide",
    ):
        return Modality("hypothetical", f"{word} for")
    if (
        before in ("without", "against", "despite")
        and before != "despite"
        and near
        and word not in ("protest", "demonstrate", "rally")
    ):
        return Modality("hypothetical", before)
    if before == "from" and word in word_sets()["preventing"]:
        return Modality("hypothetical", word)
    if before in ("to", "with") and word in ("agree", "threaten", "respond"):
        return Modality("hypothetical", f"{word} {before}")
    return None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account an incident mention is."""

    said_as: SaidAs
    said_by: str | None = None
    said_by_side: str | None = None
    statement: StatementMention | None = None


class Told:
    """The statements of a text by where their words stand: a paragraph finds its own without a walk over all."""

    def __init__(self, statements: Sequence[StatementMention]) -> None:
        self.pieces = sorted((piece.start, piece.end, n) for n, s in enumerate(statements) for piece in s.content)
        #: The furthest end of all pieces up to each one.
        self.reach = list(accumulate((end for _, end, _ in self.pieces), max))
        self.statements = statements

    def within(self, start: int, end: int) -> list[StatementMention]:
        """Statements with words in [start, end), in the order given."""
        found: set[int] = set()
        at = bisect_left(self.pieces, (end,)) - 1
        while at >= 0 and self.reach[at] > start:
            if self.pieces[at][1] > start:
                found.add(self.pieces[at][2])
            at -= 1
        return [self.statements[n] for n in sorted(found)]


def holding(statements: Sequence[StatementMention], start: int, end: int) -> StatementMention | None:
    """The statement whose content holds the words; the innermost (shortest piece) where several do."""
    best: tuple[int, StatementMention] | None = None
    for statement in statements:
        if statement.silence:
            continue
        for piece in statement.content:
            if piece.start <= start and end <= piece.end and (best is None or piece.end - piece.start < best[0]):
                best = (piece.end - piece.start, statement)
    return best[1] if best else None


def account(mood: Modality, statement: StatementMention | None, actor_sides: Sequence[str | None]) -> Account:
    """Join grammar and statement: an own act told by its side is claimed, another's alleged."""
    if statement is None:
        if mood.rule == "hearsay":
            return Account("alleged")
        told: SaidAs = "narrated" if mood.kind == "real" else mood.kind  # type: ignore[assignment]
        return Account(told)
    by, side = statement.speaker, statement.side
    if by is None and statement.source is not None:
        by = statement.source.words
    if mood.rule == "a lie" and statement.act not in DENYING_ACTS:
        return Account("denied")  # the statement is the claim; who calls it a lie tells it
    if mood.kind != "real":
        return Account(mood.kind, by, side, statement)  # type: ignore[arg-type]
    if statement.act in DENYING_ACTS:
        return Account("denied", by, side, statement)
    own = side is not None and side in actor_sides
    if own and (statement.act != "accuse" or set(actor_sides) == {side} != {statement.target_side}):
        return Account("claimed", by, side, statement)
    return Account("alleged", by, side, statement)
