"""Read one paragraph for attributions: cue, source and content by its parse and its word order.

Each rule looks for the content of one cue verb in one shape (clause, infinitive, object, content before the cue);
the first that fits decides. Positions are word numbers of the paragraph, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from trucewatch.annotate.after_cue import after_colon, rest_of_sentence, skip_lead
from trucewatch.annotate.before_cue import before_cue, closed_by_speaker, inserted
from trucewatch.annotate.cues import NEWS_NAME, Cue, cue_of, listed, noun_cue
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.limits import limit_after
from trucewatch.annotate.retractions import takes_back
from trucewatch.annotate.sayings import according_to, in_the_words_of, noun_saying
from trucewatch.annotate.silences import asked_by_press, nobody, silent_verb, unreached
from trucewatch.annotate.sources import carrier_of, phrase, source_of, subject_before
from trucewatch.annotate.view import FINITE, Found, View, is_first_person

#: Verbs whose infinitive complement still tells of words that were spoken ("went on to say").
SPEAKING_ON = frozenset(
    {"go", "continue", "begin", "proceed", "start", "come", "take", "use", "rush", "appear", "seem"}
)
MODALS = frozenset({"would", "could", "might", "may", "should", "can", "ca", "shall"})
#: What is done to responsibility, and the act that makes.
RESPONSIBILITY = {
    "claim": "claim_responsibility", "deny": "deny_responsibility", "disclaim": "deny_responsibility",
    "reject": "deny_responsibility",
}  # fmt: skip
CONDITIONS = frozenset({"if", "whether", "unless"})


def find_cues(view: View) -> Iterator[tuple[Token, Cue]]:
    """The cue words of the paragraph in order, inside quotations and out."""
    for token in view.doc:
        cue = cue_of(token)
        if cue is not None:
            yield token, cue


def read(view: View) -> list[Found]:
    """Every attribution whose cue word is a verb or noun of the lexicon, or "according to"."""
    found = [
        f
        for token, cue in find_cues(view)
        if not asked_by_press(token)
        for f in [noun_saying(view, token, cue) if cue.noun else _verb(view, token, cue)]
        if f
    ]
    if "ccording" in text_of(view.doc):
        found += [f for token in view.doc if token.lower_ == "according" for f in [according_to(view, token)] if f]
    if "words of" in text_of(view.doc):
        found += [f for token in view.doc if token.lower_ == "words" for f in [in_the_words_of(view, token)] if f]
    found += unreached(view)
    for f in found:
        if f.in_quote and f.cue_at:
            f.pieces = _within_quotation(view, f.cue_at[0], f.pieces)
    return sorted((f for f in found if f.pieces), key=lambda f: f.cue_at or (0, 0))


def _within_quotation(view: View, cue: int, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What a cue inside a quotation ties ends with that quotation: the words outside are another's."""
    first, last = view.quote_span(view.quote_of[cue])
    kept = [view.trim(max(a, first), min(b, last)) for a, b in pieces]
    return [(a, b) for a, b in kept if a < b]


def flags(token: Token) -> tuple[bool, bool]:
    """(negated, hypothetical) of a cue verb."""
    negated = any(c.dep_ == "neg" or c.lower_ in ("never", "n't") for c in token.children)
    words = [c.lower_ for c in token.children if c.dep_ in ("aux", "mark")]
    first = any(c.dep_ == "nsubj" and is_first_person(c) for c in token.children)
    hypothetical = not first and any(w in MODALS or w in CONDITIONS or w == "will" for w in words)
    if "to" in words and token.dep_ != "conj":
        head = token.head
        if listed("silence_light", head.lemma_):
            negated = True
        elif head.lemma_ not in SPEAKING_ON:
            hypothetical = True
        elif any(c.dep_ == "neg" for c in head.children):
            negated = True
    return negated, hypothetical


def no_saying(token: Token, cue: Cue, source: Token | None) -> str | None:
    """Why a cue that stands there ties no words to that source; None if it may. Holds for the trained tagger too."""
    if cue.act == "retract" and not takes_back(token, cue):
        return "nothing said is taken back"
    if unnamed(token, cue):
        return "how the speaker wishes to be told of"
    if _topic(token, cue):
        return "a topic, no words"
    if cue.word in ("ask", "question") and token.tag_ == "VBN" and token.dep_ in ("advcl", "acl", "relcl"):
        return "a question put to the speaker"  # "asked by reporters whether ..., he said"
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or token.tag_ == "VBN"
    accused = source is not None and any(c.dep_ == "nsubjpass" and c == source for c in token.children)
    stands = token.dep_ in ("acomp", "oprd", "xcomp", "advcl") and token.tag_ == "VBN"
    if "a" in cue.frames and cue.act in ("accuse", "condemn") and passive and source is not None:
        agents = [g for c in token.children if c.dep_ == "agent" for g in c.children]
        if source not in agents and (accused or (stands and source_of(token.head) == source)):
            return "the one accused does not accuse"
    return None


def _topic(token: Token, cue: Cue) -> bool:
    """ "Spoke with the station about the prisoners": what was talked of, not what was said."""
    return cue.word in ("speak", "talk") and any(c.lower_ in ("with", "to") for c in token.children)


def unnamed(token: Token, cue: Cue) -> bool:
    """ "Asked not to be named", "requested anonymity": how the speaker wishes to be told of, no words."""
    if cue.word not in ("ask", "request", "demand", "insist", "prefer", "refuse", "wish", "want"):
        return False
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 7]]
    return "anonymity" in after or ("be" in after and any(w in after for w in ("named", "identified", "quoted")))


def _verb(view: View, token: Token, cue: Cue) -> Found | None:
    if unnamed(token, cue):
        return None
    if cue.word in ("quote", "cite") and any(
        c.lower_ == "as" and any(g.dep_ == "pcomp" and g.tag_ == "VBG" for g in c.children) for c in token.children
    ):
        return None  # "was quoted as saying": the saying is the cue
    source = source_of(token)
    if (
        source is None
        and cue.kind == "speech"
        and token.tag_ in FINITE
        and not any(c.dep_ == "auxpass" for c in token.children)
    ):
        source = subject_before(view, token)
    if cue.act == "retract" and not takes_back(token, cue):
        return None
    negated, hypothetical = flags(token)
    if source is not None and nobody(source):
        # "no group has claimed it" is silence; "nobody believes it" is nobody's saying
        negated, hypothetical = cue.kind == "speech", cue.kind != "speech"
    made = Found(
        cue=cue, cue_at=(token.i, token.i + 1), source=source, pieces=[], frame="", negated=negated,
        hypothetical=hypothetical, in_quote=view.quote_of[token.i] >= 0, carrier=carrier_of(token),
    )  # fmt: skip
    for rule in (
        closed_by_speaker, inserted, _participle, _prepositional, _clause, _infinitive, _named, _object, before_cue,
        rest_of_sentence, after_colon,
    ):  # fmt: skip
        if rule(view, token, cue, made):
            made.pieces = [view.trim(a, b) for a, b in made.pieces]
            made.pieces = [(a, b) for a, b in made.pieces if b > a]
            if cue.word == "call" and made.frame != "prepositional":
                # "called it a provocation": a name is given, nobody is called upon
                made.cue = replace(cue, act="")
            elif cue.word == "offer" and made.frame == "infinitive":
                made.cue = replace(cue, act="pledge")
            return made if made.pieces else None
    return silent_verb(view, token, made)


def _prepositional(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.preps:
        return False
    stop = limit_after(view, token, None)
    for child in token.subtree:
        if (
            child.i <= token.i
            or child.i >= stop
            or child.lower_ not in cue.preps
            or child.pos_ not in ("ADP", "SCONJ", "PART")
        ):
            continue
        # the preposition must belong to the cue or to its object, with no verb between
        parted = "_" in cue.word  # "laid the blame for the raid on the Front": more stands between
        beside = child.head == token or (child.head.head == token and child.head.i == token.i + 1)
        if "p" in cue.frames and not beside and not parted:
            continue
        if (
            child.head != token
            and not parted
            and not (
                child.head.dep_ in ("dobj", "pobj", "agent", "prep", "nsubj", "conj", "compound")
                and child.i - token.i <= 14
            )
        ):
            continue
        if any(t.tag_ in FINITE for t in view.doc[token.i + 1 : child.i]):
            return False
        if (
            any(view.quote_of[t.i] != view.quote_of[token.i] for t in view.doc[token.i + 1 : child.i])
            and "a" not in cue.frames
        ):
            return False
        if child.lower_ == "that":
            continue
        if cue.word == "accuse" and child.head != token and _owned_by_party(child):
            continue  # "accused the northern wing of the Front": whose it is, no charge
        goals = [c for c in child.children if c.dep_ == "pobj"]
        if child.lower_ == "on" and goals and listed("media_tweet", goals[0].lower_):
            continue  # "blamed the Front on Twitter for the raid": where it was said
        if child.lower_ in ("on", "in") and goals and goals[0].ent_type_ in ("DATE", "TIME"):
            continue  # "blamed the Front on Monday evening": when
        before = (token.i + 1, child.i)
        if "p" in cue.frames:
            if child.i - token.i > (8 if parted else 4):
                continue
            if _topic(token, cue):
                continue
            if cue.word == "call" and any(
                c.dep_ in ("dobj", "ccomp", "oprd") and c.i < child.i for c in token.children
            ):
                continue  # "calls this a strike on a depot"
            addressed = child.lower_ in ("on", "upon", "to") and cue.act == "urge"
            if addressed and child.lower_ == "to" and any(c.pos_ == "VERB" for c in child.children):
                continue
            made.pieces = [(child.i + 1, limit_after(view, token, None))]
            if addressed:
                goal = next((g for g in child.children if g.dep_ == "pobj"), None)
                if goal is not None:
                    made.addressee = phrase(goal)
                if child.lower_ == "to" and not any(t.lower_ in ("to", "for") for t in view.doc[child.i + 1 : stop]):
                    return False
            made.frame = "prepositional"
            return True
        if "a" in cue.frames:
            passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
            relative = next((c for c in token.children if c.dep_ == "dobj" and c.tag_ in ("WP", "WDT")), None)
            if passive is not None:
                made.addressee = phrase(passive)
            elif relative is not None and token.dep_ == "relcl":
                made.addressee = phrase(token.head)  # "the army, whom the Front accuses of ..."
            elif before[1] > before[0]:
                made.addressee = view.trim(*before)
            else:
                made.addressee = None
            if passive is None and made.addressee is None and cue.word in ("accuse", "blame"):
                continue
        elif before[1] - before[0] > 3:
            continue
        if child.lower_ == "to" and child.pos_ != "ADP":
            continue
        # "described the offer as a ploy": the thing described belongs to what is said
        made.pieces = [(token.i + 1 if "s" in cue.frames else child.i + 1, stop)]
        made.frame, made.score = "prepositional", 0.7
        return True
    return False


def _owned_by_party(of: Token) -> bool:
    """True if only a name stands behind the "of" that hangs on a noun."""
    goals = [c for c in of.children if c.dep_ == "pobj"]
    return len(goals) == 1 and goals[0].pos_ == "PROPN" and not any(c.pos_ in ("VERB", "ADP") for c in goals[0].rights)


def _participle(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """ "An attack claimed by the group": what is claimed stands before the participle."""
    if (
        cue.word != "claim"
        or token.tag_ != "VBN"
        or token.dep_ not in ("acl", "relcl", "ROOT", "ccomp", "conj")
        or made.source is None
    ):
        return False
    if not any(c.dep_ == "agent" for c in token.children):
        return False
    thing = (
        token.head
        if token.dep_ in ("acl", "relcl")
        else next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    )
    if thing is None or thing.pos_ not in ("NOUN", "PROPN"):
        return False
    made.pieces = [(thing.left_edge.i, token.right_edge.i + 1)]
    made.frame, made.score = "claimed by", 0.7
    return True


def _complement(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in ("ccomp", "xcomp", "acl", "advcl", "dep", "relcl", "parataxis") and child.i > token.i:
            mark = next((c for c in child.children if c.dep_ == "mark" and c.lower_ in ("that", "whether", "if")), None)
            if child.dep_ == "ccomp" or (mark is not None and mark.lower_ in ("that", "whether")):
                return child
    # "told X that ..." with the clause hung on the object
    for child in token.children:
        # ("said in a speech that ..." likewise, on the object of the preposition)
        inner = [g for g in child.children if g.dep_ == "pobj"] if child.dep_ == "prep" else [child]
        if child.dep_ in ("dobj", "pobj", "dative", "prep") and child.i > token.i:
            for clause in (c for thing in inner for c in thing.children):
                if clause.dep_ in ("relcl", "acl", "ccomp") and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in clause.children
                ):
                    return clause
    return None


def _clause(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"c", "i", "q"}:
        return False
    content = _complement(token)
    if content is None or (cue.act == "retract" and any(c.dep_ == "dobj" and c.i > token.i for c in token.children)):
        return False
    bare = any(c.dep_ == "aux" and c.lower_ == "to" for c in content.children)
    if bare and not cue.frames & {"i", "p"}:
        return False
    if not bare and "c" not in cue.frames and view.quote_of[content.i] == view.quote_of[token.i]:
        return False
    start = next((c.i + 1 for c in content.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    if start is None:
        left = content.left_edge.i
        start = max(left, token.i + 1)
        if bare:
            start = next((c.i for c in content.children if c.dep_ == "aux" and c.lower_ == "to"), start)
            subject = next((c for c in content.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                made.addressee = phrase(subject)
                start = made.addressee[0]
        elif not any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in content.children):
            # the parser took the clause's subject for the cue's object
            taken = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < content.i), None)
            if (taken is not None and "a" not in cue.frames) or (taken is not None and token.lemma_ == "say"):
                start = max(token.i + 1, min(start, taken.left_edge.i))
    stop = limit_after(view, token, content)
    if start >= stop:
        return False
    made.pieces = [(skip_lead(view, token, start, stop), stop)]
    made.frame, made.score = ("infinitive", 0.7) if bare else ("clause", 0.85)
    if token.lemma_ == "tell" and (outlet := NEWS_NAME.match(text_of(view.doc), view.doc[start].idx)):
        # "told Reuters the truce would ...": the outlet is no part of the clause
        while made.pieces[0][0] < stop - 1 and view.doc[made.pieces[0][0]].idx < outlet.end():
            made.pieces[0] = (made.pieces[0][0] + 1, stop)
    if "a" in cue.frames and made.addressee is None:
        goal = next((c for c in token.children if c.dep_ in ("dobj", "dative") and c.i < start), None)
        if goal is not None:
            made.addressee = phrase(goal)
    return True


def _infinitive(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"i", "g"}:
        return False
    for child in token.children:
        if child.i <= token.i or child.dep_ not in ("xcomp", "ccomp", "advcl", "dobj", "acl"):
            continue
        to = next((c for c in child.children if c.dep_ == "aux" and c.lower_ == "to"), None)
        if "i" in cue.frames and to is not None and child.dep_ != "dobj":
            start = to.i
        elif "g" in cue.frames and child.tag_ == "VBG" and child.dep_ in ("xcomp", "dobj", "ccomp"):
            start = child.left_edge.i
        else:
            continue
        goal = next((c for c in token.children if c.dep_ in ("dobj", "dative") and token.i < c.i < start), None)
        if goal is not None and "a" in cue.frames:
            made.addressee = phrase(goal)
            start = min(start, made.addressee[0])
        made.pieces = [(max(start, token.i + 1), limit_after(view, token, child))]
        made.frame, made.score = "infinitive", 0.75
        return True
    # "urged the council to act", with the infinitive hung on the object
    if "a" in cue.frames:
        for goal in token.children:
            if goal.dep_ == "dobj" and goal.i > token.i:
                for child in goal.children:
                    if child.dep_ in ("acl", "relcl") and any(
                        c.lower_ == "to" and c.dep_ == "aux" for c in child.children
                    ):
                        made.addressee = phrase(goal)
                        made.pieces = [(made.addressee[0], limit_after(view, token, child))]
                        made.frame, made.score = "infinitive", 0.7
                        return True
    return False


def _named(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """ "Called the report a lie": the thing and the name it is given."""
    if cue.word not in ("call", "brand", "label", "term", "deem", "pronounce") or (
        token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children)
    ):
        return False
    goal = next((c for c in token.children if c.dep_ in ("dobj", "nsubj") and c.i > token.i), None)
    name = next((c for c in token.children if c.dep_ in ("oprd", "ccomp") and c.i > token.i and c != goal), None)
    if goal is None:
        # the parser makes a clause of it: "called [the report a lie]"
        goal = next((c for c in name.children if c.dep_ == "nsubj"), None) if name is not None else None
    if goal is None or name is None or name.pos_ not in ("NOUN", "ADJ", "PROPN") or name.i < goal.i:
        return False
    if goal.lower_.endswith(("self", "selves")) or (name.pos_ == "PROPN" and view.quote_of[name.i] < 0):
        return False
    made.pieces = [(max(token.i + 1, goal.left_edge.i), limit_after(view, token, name))]
    made.frame, made.score = "object", 0.6
    return True


def fronted_deed(verb: Token, goal: Token) -> tuple[int, int]:
    """The words between "For" and the claimant in "For the raid on the mill, the Front has claimed responsibility"."""
    if any(c.lower_ == "for" and c.n_rights for c in goal.children):
        return 0, 0
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    before = next((c for c in verb.children if c.lower_ == "for" and c.dep_ == "prep" and c.n_rights), None)
    if subject is None or before is None or before.i > subject.left_edge.i:
        return 0, 0
    return before.i + 1, before.right_edge.i + 1


def _object(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"o", "s"}:
        return False
    goal = next(
        (
            c
            for c in token.children
            if c.dep_ in ("dobj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN", "VERB", "NUM", "ADJ", "PRON")
        ),
        None,
    )
    if goal is None or (goal.dep_ == "nsubjpass" and made.source is None):
        return False
    if cue.word == "back" and token.dep_ == "relcl":
        return False  # "the state, which backed one side in the war": its part in the war, no words
    if cue.word == "put" and goal.lemma_ not in ("toll", "number", "figure", "count", "total", "strength"):
        return False
    if goal.dep_ == "nsubjpass":
        made.pieces, made.frame, made.score = [(goal.left_edge.i, token.i)], "passive object", 0.5
        return made.pieces[0][0] < token.i
    if goal.i < token.i or goal.tag_ in ("WDT", "WP") or (goal.pos_ == "PRON" and "s" not in cue.frames):
        return False
    if noun_cue(goal.lemma_) and listed("light_verbs", token.lemma_):
        return False
    start = max(goal.left_edge.i, token.i + 1)
    act = RESPONSIBILITY.get(cue.word)
    if act and goal.lemma_ == "responsibility":
        # "claimed responsibility for the attack"
        made.cue = replace(cue, act=act)
        begin, end = fronted_deed(token, goal)
        if begin < end:
            made.pieces, made.frame, made.score = [(begin, end)], "object", 0.55
            return True
        start = next((c.i + 1 for c in goal.children if c.lower_ == "for" and c.n_rights), start)
    taken = cue.act == "retract" and goal.pos_ == "PRON"
    made.pieces = [(start, goal.i + 1 if taken else limit_after(view, token, goal))]
    made.frame, made.score = "object", 0.55
    if "a" in cue.frames:
        made.addressee = phrase(goal)
    return True
