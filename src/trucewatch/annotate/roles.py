"""What the words round a name say its bearer is: offices before it, appositions, relative clauses, and which are over.

A role that is over ("former minister", "a commander until 2019") is kept as a role and gives no side. "Now" and
"then" divide: "the former minister who is now the rebels' envoy" is two roles, the second of them today's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import listed, verb_cue
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.view import FINITE

#: Words that may stand inside a role before a name.
ROLE_LINKS = frozenset({"of", "for", "to", "the", "and", "'s", "’s", "-", "’", "'", "&"})
#: Parts of speech that an apposition may open with.
NOMINAL = frozenset({"DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"})
#: Words about the time of an office that may open a role.
TENSES = frozenset({"former", "acting", "then", "sitting", "now", "once", "current", "currently", "retired", "ex"})
#: Verbs of a relative clause or sentence that say for whom somebody acts.
TIES = frozenset(
    {"command", "lead", "head", "chair", "represent", "direct", "join", "oversee", "run", "serve", "be", "become"}
)
#: Of a whole sentence: "NAME joined the Front in saying" tells nothing, "NAME was the envoy" nothing of today.
COMMAND = frozenset({"command", "lead", "head", "chair", "represent"})
TODAY = COMMAND | {"be"}
#: Whoever stands after these is met, not served.
AGAINST = frozenset({"on", "against", "with", "to", "from", "between", "at", "in", "into"})
#: With these the one acted for stands after "for", "with" or "to".
TIES_WITH = {"speak": {"for"}, "work": {"for"}, "fight": {"for", "alongside"}, "negotiate": {"for"}, "belong": {"to"},
             "defect": {"to"}, "side": {"with"}, "report": {"to"}, "act": {"for"}}  # fmt: skip
#: Verbs that end it.
LEAVES = frozenset({"leave", "quit", "desert", "abandon", "resign", "flee", "break"})
_OVER = re.compile(
    r"\b(?:former|formerly|ex|retired|onetime|one-time|ousted|deposed|erstwhile|once)\b|"
    r"\b(?:until|till|up to) (?:\w+ )?(?:19|20)\d\d\b|"
    r"\b(?:from|between|in) (?:19|20)\d\d (?:to|until|and) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?:,? (?:and|but|who is|who are|turned|who has become|who became) )?\b(?:now|currently|today)\b ?|"
    r"[- ]turned[- ]|,? who is (?=the |a |an )|,? who (?:has become|became) ",
    re.IGNORECASE,
)
_THEN = re.compile(r"^(?:then|at the time|back then)\b[- ]?|,? at the time$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a role that holds at one time; ``now``: the words say so, ``then``: only where it stands."""

    words: str
    over: bool = False
    now: bool = False
    then: bool = False


def parts(role: str) -> list[Part]:
    """A role cut where the words pass from an earlier office to today's."""
    found: list[Part] = []
    rest, now = role, False
    while rest:
        cut = next((m for m in _NOW.finditer(rest) if m.end() > 0 and m.group().strip()), None)
        words, rest = (rest[: cut.start()], rest[cut.end() :]) if cut else (rest, "")
        words = words.strip(" ,")
        if words:
            found.append(
                Part(
                    words=_THEN.sub("", words).strip() or words,
                    over=bool(_OVER.search(words)) and not now,
                    now=now,
                    then=bool(_THEN.search(words)),
                )
            )
        now = cut is not None
    return found


def roles_at(doc: Doc, start: int, end: int) -> list[str]:
    """Roles of the person named between two words: what stands before, appositions, "of the X institute"."""
    before = _before(doc, start)
    found = [before, _after(doc, end)]
    if end < len(doc) and doc[end].lower_ in ("of", "from", "with") and end + 2 < len(doc):
        goal = next((c for c in doc[end].children if c.dep_ == "pobj"), None)
        if goal is not None and (goal.pos_ == "PROPN" or listed("groups", goal.lower_) or listed("state", goal.lower_)):
            body = f"{doc[end].text} {doc[end + 1 : phrase(goal)[1]].text}"
            found.append(f"{before} {body}" if before else body)
    found.append(_known_as(doc, start))
    root = doc[start:end].root
    if root.dep_ == "appos" and listed("roles", root.head.lower_) and root.head.i < start:
        x, y = phrase(root.head)
        found.append(printed(doc, x, min(y, start)))
    # a rank may stand between the comma and the name
    front = start
    while front > 2 and (listed("titles", doc[front - 1].lower_.rstrip(".")) or doc[front - 1].text == "."):
        front -= 1
    if front >= 2 and doc[front - 1].text == ",":
        found.append(_before_comma(doc, front, end, root))
    return [r for r in dict.fromkeys(found) if r]


def _before(doc: Doc, start: int) -> str | None:
    left = start
    while left > 0 and start - left < 14:
        token = doc[left - 1]
        if (
            token.lower_ in ROLE_LINKS
            or token.pos_ in ("NOUN", "PROPN", "ADJ")
            or (token.tag_ in ("VBG", "VBN") and listed("titles", token.lower_))
            or listed("titles", token.lower_.rstrip("."))
            or token.lower_ in TENSES
            or (token.lower_ in ("its", "their") and left > 1)
            # "Charge d'Affaires": the tagger knows no French
            or re.fullmatch(r"d['’](?:affaires)?|affaires|chargé|charge", token.lower_)
        ):
            if token.ent_type_ == "DATE" or token.lower_ in ("loyal", "allied") or _another(doc, left - 1, start):
                break
            left -= 1
        else:
            break
    # "the wife of General NAME": only the rank is this person's
    links = [t.i for t in doc[left:start] if t.lower_ in ("of", "for", "to")]
    if links and all(listed("titles", t.lower_.rstrip(".")) for t in doc[links[-1] + 1 : start]):
        left = links[-1] + 1
    while left < start and doc[left].lower_ in (ROLE_LINKS - {"'s"}):
        left += 1
    if left < start and any(
        listed("roles", t.lower_.rstrip(".")) or listed("titles", t.lower_.rstrip(".")) for t in doc[left:start]
    ):
        return printed(doc, left, start)
    return None


def _another(doc: Doc, i: int, start: int) -> bool:
    """True where the words to the left tell of somebody else: a person named, or "NAME of the army and Dr NAME"."""
    token = doc[i]
    if token.ent_type_ == "PERSON":
        after = doc[i + 1]  # "Brigades commander NAME": a compound before an office is no other person
        compound = after.text in ("'s", "’s", "'", "’", "-") or after.pos_ in ("NOUN", "ADJ", "PROPN")
        return after.ent_type_ != "PERSON" and not compound
    if token.lower_ != "and" or i == 0:
        return False
    before = doc[i - 1].lower_.rstrip(".")
    if listed("roles", before) or listed("titles", before):
        return False
    return any(listed("roles", t.lower_) or listed("titles", t.lower_.rstrip(".")) for t in doc[i + 1 : start])


def _after(doc: Doc, end: int) -> str | None:
    if end >= len(doc) or doc[end].text not in (",", "—", "–", "--", "-", "("):
        return None
    stop = end + 1
    while (
        stop < len(doc)
        and stop - end < 22
        and doc[stop].text not in (",", "—", "–", "--", ")", ".", ";", ":", '"', "”", "“")
    ):
        if doc[stop].tag_ in ("VBD", "VBZ", "VBP", "MD") and stop > end + 1 and verb_cue(doc[stop].lemma_):
            break
        stop += 1
    words = doc[end + 1 : stop]
    if (
        len(words)
        and any(listed("roles", t.lower_) for t in words[:9])
        and not any(t.tag_ in FINITE for t in words[:3])
        and (words[0].pos_ in NOMINAL or words[0].lower_ in TENSES)
    ):
        return printed(doc, end + 1, stop)
    return None


def _known_as(doc: Doc, start: int) -> str | None:
    """ "A commander of the group, known as NAME"."""
    near = reversed(doc[max(0, start - 5) : start])
    known = next((t for t in near if t.lower_ in ("known", "called", "nicknamed")), None)
    if known is not None and known.dep_ == "acl" and listed("roles", known.head.lower_):
        x, y = phrase(known.head)
        return printed(doc, x, min(y, known.i))
    return None


def _before_comma(doc: Doc, start: int, end: int, root: Token) -> str | None:
    """ "X's spokesman, NAME": the parser may not see the apposition."""
    x = start - 2
    while (
        x > 0
        and (doc[x - 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET") or doc[x - 1].lower_ in ROLE_LINKS | {"in"})
        and start - x < 12
    ):
        x -= 1
    office = listed("roles", doc[start - 2].lower_) or (
        any(listed("roles", t.lower_) for t in doc[x : start - 1]) and doc[start - 2].pos_ in ("PROPN", "NOUN")
    )
    after = doc[end] if end < len(doc) else None
    closed = root.dep_ == "nsubj" or (after is not None and (after.text == "," or after.tag_ in ("VBD", "VBZ")))
    return printed(doc, x, start - 1) if office and closed else None


def ties_at(doc: Doc, start: int, end: int) -> list[str]:
    """For whom the person named between two words acts, by a relative clause or as subject ("leads the X column").

    Gives the words that hold the party; a clause that tells of leaving gives none.
    """
    found: list[str] = []
    if end + 2 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ == "who":
        stop = next((t.i for t in doc[end + 2 :] if t.text in (",", ".", ";", '"', "“")), len(doc))
        found += _tie_chunks(doc, end + 2, min(stop, end + 30), TIES)
    if end + 1 < len(doc) and doc[end].text == "(":
        stop = next((t.i for t in doc[end + 1 : end + 8] if t.text == ")"), end)
        found.append(doc[end + 1 : stop].text)  # "NAME (Belmar Front)"
    if start > 1 and doc[start - 1].text in ("'s", "’s") and doc[start - 2].ent_type_ != "PERSON":
        found.append(printed(doc, *phrase(doc[start - 2])))  # "the Front's NAME"
    root = doc[start:end].root
    verb = root.head
    denied = any(c.dep_ == "neg" for c in verb.children)
    if root.dep_ == "nsubj" and verb.i > root.i and verb.tag_ in FINITE and not denied:
        begin = verb.i
        stop = next((t.i for t in doc[begin + 1 :] if t.text in (",", ".", ";", '"', "“")), len(doc))
        found += _tie_chunks(doc, begin, min(stop, begin + 20), TODAY if verb.tag_ in ("VBZ", "VBP") else COMMAND)
    return [f for f in found if f.strip()]


def _tie_chunks(doc: Doc, a: int, b: int, verbs: frozenset[str]) -> list[str]:
    """The clauses between two words joined by "and", as far as they tie the subject to somebody."""
    found: list[str] = []
    cuts = [a, *(t.i + 1 for t in doc[a:b] if t.lower_ in ("and", "but", "before")), b]
    for x, y in pairwise(cuts):
        verb = next((t for t in doc[x:y] if t.pos_ in ("VERB", "AUX") and t.lemma_ != "have"), None)
        if verb is None or verb.i - x > 3 or verb.lemma_ in LEAVES or _OVER.search(doc[x:y].text):
            continue
        rest = doc[verb.i + 1 : y]
        prepositions = TIES_WITH.get(verb.lemma_) if verbs is TIES else None
        if prepositions is not None:
            after = next((t for t in rest if t.lower_ in prepositions), None)
            if after is not None:
                found.append(doc[after.i + 1 : y].text)
        elif verb.lemma_ not in verbs:
            continue
        elif verb.lemma_ in ("be", "become", "serve"):
            if any(listed("roles", t.lower_) for t in rest[:9]):
                found.append(rest.text.removeprefix("as ").strip())
        elif any(c.dep_ == "dobj" for c in verb.children):
            stop = next((t.i for t in rest if t.lower_ in AGAINST), y)
            found.append(doc[verb.i + 1 : stop].text)
    return [f for f in found if f.strip()]


def printed(doc: Doc, a: int, b: int) -> str:
    """The phrase as printed, without a leading "the" and without what stands in brackets."""
    while a < b and (doc[a].lower_ in ("the", "both") or doc[a].is_punct or doc[a].is_space):
        a += 1
    stop = next((t.i for t in doc[a:b] if t.text in ("(", "[")), b)
    text = doc[a:stop].text.strip() if stop > a else doc[a:b].text.strip()
    for tail in ("'s", "’s", ","):
        text = text.removesuffix(tail).strip()
    return " ".join(text.split())
