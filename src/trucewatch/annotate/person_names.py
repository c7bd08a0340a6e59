"""Where a text names persons: what the name finder gives, names after a rank or office, nicknames told beside a name.

The name finder passes over many names that it has not met. A name is therefore also read from what stands round it:
a rank or an office before it ("panel member NAME"), or commas after an office ("the group's envoy, NAME, said").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import listed, verb_cue, word_lists
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.world import country_rows, words_of

TITLE = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, word_lists()["titles"]))) + r")\b(?=\.?[ -][A-Z])", re.IGNORECASE
)
CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]{2,}(?:[-’'][A-Z]?[^\W\d_]+)*")
#: Small words inside a name.
PARTICLES = word_lists()["particles"]
#: Entities that a name after a title never is; a name after an office may be taken for an organisation or place.
NO_NAME = frozenset({"DATE", "TIME", "NORP", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LAW", "EVENT"})
PLACE_OR_BODY = frozenset({"GPE", "ORG", "LOC", "FAC"})
#: Words inside an office.
LINKS = frozenset({"of", "for", "in", "to", "'s", "’s", "and", "-"})
#: Bodies whose names begin with a rank: "General Staff" is nobody.
BODIES = frozenset({"staff", "assembly", "command", "secretariat", "headquarters", "council", "congress"})
#: What tells another name of the person named before or described.
_CAPITAL = r"(?<!\w)[A-Z\u00c0-\u00de][\w’'-]{1,40}"
_NAME_NOUN = r"(?:nom de guerre|pseudonym|war name|code name|alias|nickname|name)"
CALLED = re.compile(
    r",? (?:who (?:is|was) )?(?:(?:(?:better|also|widely|commonly|popularly|usually|only|simply) )?"
    r"known (?:only |simply )?(?:as|by)|alias|a\.k\.a\.|aka|nicknamed|"
    rf"(?:whose )?{_NAME_NOUN}(?: is| was)?|who (?:only )?(?:goes|went) by|"
    r"(?:who )?(?:identified|introduced|identifying|introducing) (?:him|her)self (?:only |simply |just )?as|"
    r"who (?:asked|wished|wanted) to be (?:called|named)(?: only)?(?: as)?|"
    r"(?:who )?(?:uses|used|using|took|taking|gave|giving|goes by|went by) (?:only )?(?:the|his|her) "
    rf"{_NAME_NOUN}(?: only| simply| just)?)"
    rf"(?: (?:the|his|her))?(?: {_NAME_NOUN})?(?: of| as)? (?:the )?"
    rf"[\"“‘']?(?P<name>{_CAPITAL}(?: (?:(?:al|el|de|bin|ibn|abu)[ -])?{_CAPITAL}){{0,3}})"
)
NICKNAME = re.compile(
    rf"(?P<given>(?:{_CAPITAL} ){{1,3}})[\"“‘'(](?P<nick>(?:{_CAPITAL} ?){{1,3}})[\"”’')] "
    rf"(?P<family>(?:al-|el-|de |bin |van )?(?:(?<=-)[A-Z][\w’-]{{1,40}}|{_CAPITAL})(?: {_CAPITAL}){{0,2}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A stretch that names a person: word numbers, the words of the name, and other names told beside it."""

    start: int
    end: int
    words: tuple[str, ...]
    also: tuple[str, ...] = ()


def names_in(doc: Doc) -> list[Named]:
    """Every stretch of a paragraph that names a person, titles and possessive endings taken off, in order."""
    nicknamed = _nicknamed(doc)
    taken = {i for n in nicknamed for i in range(n.start, n.end)}
    found: list[tuple[int, int]] = [(e.start, e.end) for e in doc.ents if e.label_ == "PERSON"]
    seen = {i for a, b in found for i in range(a, b)}
    found += _after_titles(doc, seen)
    seen |= {i for a, b in found for i in range(a, b)}
    found += [f for f in (*_by_office(doc), *_better_known(doc), *_before_who(doc)) if not seen & set(range(*f))]
    named = {(n.start, n.end): n for n in nicknamed}
    for a, b in found:
        x, y = _trimmed(doc, a, b)
        if y > x and _fits(doc, x, y) and not taken & set(range(x, y)):
            named.setdefault((x, y), Named(start=x, end=y, words=tuple(doc[x:y].text.split()), also=_called(doc, y)))
    kept: list[Named] = []
    for one in sorted(named.values(), key=lambda n: (n.start, n.start - n.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _nicknamed(doc: Doc) -> list[Named]:
    """ "NAME "NICK" NAME": the nickname stands inside the name, in quotation marks or brackets."""
    found = []
    for match in NICKNAME.finditer(text_of(doc)):
        given = [w for w in match["given"].split() if w.lower().rstrip(".") not in word_lists()["titles"]]
        if not given or any(listed(x, w) for w in given for x in ("roles", "groups", "state")):
            continue
        start = match.start() + match["given"].rfind(given[0])
        span = doc.char_span(start, match.end("family"), alignment_mode="expand")
        if span is not None and match["given"].split()[-1] == given[-1]:
            words = (*given, *match["family"].split())
            found.append(Named(start=span.start, end=span.end, words=words, also=(match["nick"].strip(),)))
    return found


def _called(doc: Doc, end: int) -> tuple[str, ...]:
    """Another name of the person whose name ends at a word: "NAME, better known as NAME"."""
    if end >= len(doc):
        return ()
    name = other_name(text_of(doc), doc[end - 1].idx + len(doc[end - 1]))
    return (name,) if name else ()


def _better_known(doc: Doc) -> list[tuple[int, int]]:
    """ "NAME, better known as Comandante NAME": a rank in the other name shows that it is a person's."""
    found = []
    for match in re.finditer(rf"{_CAPITAL}(?: {_CAPITAL}){{1,4}}", text_of(doc)):
        called = CALLED.match(text_of(doc), match.end())
        if called is None:
            continue
        rank = called["name"].split()[0].lower() in word_lists()["ranks"]
        span = doc.char_span(match.start(), match.end())
        if span is not None and (rank or "guerre" in called.group()) and _name_like(doc, span.start, span.end):
            found.append((span.start, span.end))
    return found


def other_name(text: str, at: int) -> str | None:
    """The name that the words from an offset on, right after a person or description, tell, rank taken off."""
    match = CALLED.match(text, at)
    if match is None:
        return None
    words = match["name"].split()
    while words and words[0].lower() in word_lists()["titles"] | word_lists()["roles"]:
        words = words[1:]
    while words and words[-1].endswith(("'s", "’s")):
        words[-1] = words[-1][:-2]
    return " ".join(words) or None


def _after_titles(doc: Doc, taken: set[int]) -> list[tuple[int, int]]:
    """A rank or office with a capital before capitalised words that the name finder did not see as a person."""
    titles = word_lists()["titles"]
    found = []
    for match in TITLE.finditer(text_of(doc)):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        token = span[0] if span is not None and len(span) else doc[0]
        if (
            token.lower_.rstrip(".") in titles
            and token.text[:1].isupper()
            and token.i + 1 < len(doc)
            and token.i + 1 not in taken
        ):
            stop = _run(doc, token.i + 1, proper=True)
            if token.lower_.rstrip(".") in word_lists()["ranks"]:
                # behind a rank a name that speaks or stands before a comma needs no tagger to tell it
                start = token.i + 1 + (doc[token.i + 1].text == ".")
                end = _run(doc, start, proper=False)
                if end - start > 1 and end < len(doc) and (doc[end].text == "," or verb_cue(doc[end].lemma_)):
                    token, stop = doc[start - 1], end
            if (
                stop > token.i + 1
                and doc[token.i + 1].ent_type_ not in NO_NAME | PLACE_OR_BODY
                and doc[token.i + 1].lower_ not in titles
                and not any(
                    t.lower_ in BODIES or any(listed(name, t.lower_) for name in ("roles", "groups", "state"))
                    for t in doc[token.i + 1 : stop]
                )
            ):
                found.append((token.i + 1, stop))
    return found


def _run(doc: Doc, start: int, *, proper: bool) -> int:
    """Where a run of capitalised words from a word on ends; particles and hyphens inside it are taken in."""
    stop = start
    while stop < len(doc) and stop - start < 6:
        token = doc[stop]
        capital = token.text[:1].isupper() and (token.pos_ == "PROPN" or not proper)
        hyphen = stop > start and (token.tag_ == "HYPH" or token.text == "-" or doc[stop - 1].text == "-")
        particle = (
            token.lower_ in PARTICLES
            and stop + 1 < len(doc)
            and (doc[stop + 1].text[:1].isupper() or doc[stop + 1].text == "-" or doc[stop + 1].lower_ in PARTICLES)
        )
        if not (capital or hyphen or particle):
            break
        stop += 1
    return stop


def _by_office(doc: Doc) -> list[tuple[int, int]]:
    """Names of two words at least after an office: "panel member NAME", "the head of its wing, NAME, said"."""
    found = []
    for token in doc[:-1]:
        if token.text == ",":
            office, start = _office_before(doc, token.i), token.i + 1
        else:
            office, start = _is_office(doc, token), token.i + 1
            if office and token.i + 3 < len(doc) and doc[start].lower_ in LINKS and doc[start + 1].lower_ in WORLD:
                start += 2  # "the ambassador to Ruritania NAME"
        if not office or start >= len(doc) or not doc[start].text[:1].isupper():
            continue
        while start < len(doc) and listed("titles", doc[start].lower_.rstrip(".")):
            start += 1
        stop = _run(doc, start, proper=False) if start < len(doc) else start
        if not 2 <= len(doc[start:stop].text.split()) <= 5 or not _name_like(doc, start, stop):
            continue
        after = doc[stop] if stop < len(doc) else None
        if token.text == "," and (after is None or not (after.text == "," or verb_cue(after.lemma_) is not None)):
            continue
        found.append((start, stop))
    return found


def _before_who(doc: Doc) -> list[tuple[int, int]]:
    """ "NAME, who commands ...": only of persons is "who" said after two capitalised words."""
    found = []
    for token in doc[2:-1]:
        if token.text != "," or doc[token.i + 1].lower_ != "who":
            continue
        start = token.i
        while start > 0 and token.i - start < 4 and doc[start - 1].pos_ == "PROPN" and doc[start - 1].is_title:
            start -= 1
        if token.i - start >= 2 and _name_like(doc, start, token.i):
            found.append((start, token.i))
    return found


def _is_office(doc: Doc, token: Token) -> bool:
    """True for an office that a name may follow at once, and that is not the inside of a body's name."""
    if token.lower_.endswith("affaires"):  # "Chargé d'Affaires": the tagger knows no French
        return True
    if not listed("roles", token.lower_) or token.pos_ == "VERB":
        return False
    return token.i == 0 or not token.text[:1].isupper() or not _same_body(doc[token.i - 1], token)


def _office_before(doc: Doc, comma: int) -> bool:
    """True if the phrase that a comma ends holds an office ("the head of the group's wing, ...")."""
    i = comma - 1
    office = False
    while i >= 0 and comma - i <= 10:
        token = doc[i]
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "DET") and token.lower_ not in LINKS:
            break
        office = office or (listed("roles", token.lower_) and token.pos_ == "NOUN")
        i -= 1
    return office


def _name_like(doc: Doc, start: int, stop: int) -> bool:
    """False for dates, peoples, countries and bodies, as far as single words show it."""
    lists = word_lists()
    for token in doc[start:stop]:
        if token.ent_type_ in NO_NAME or token.lower_ in WORLD:
            return False
        if any(token.lower_ in lists[x] for x in ("groups", "state", "roles", "days", "months", "outlets", "rebels")):
            return False
        if token.is_upper and len(token) > 2:
            return False
    return True


def _fits(doc: Doc, a: int, b: int) -> bool:
    return doc[a].text[:1].isupper() and b - a <= 7 and not all(listed("groups", t.lower_) for t in doc[a:b])


def _trimmed(doc: Doc, a: int, b: int) -> tuple[int, int]:
    titles = word_lists()["titles"]
    while a < b and (
        doc[a].lower_.rstrip(".") in titles or not doc[a].text[:1].isalpha() or listed("roles", doc[a].lower_)
    ):
        a += 1
    while b > a and (doc[b - 1].text in ("'s", "’s", "'", "’") or not doc[b - 1].text[:1].isalpha()):
        b -= 1
    stop = next((t.i for t in doc[a:b] if t.text in (",", "\n", "(", '"', "“")), b)
    # the name finder may leave out what stands before a particle or hyphen: "Mu'taz al-NAME" found as "al-NAME"
    if a < stop and doc[a].lower_ in PARTICLES and a > 0 and _opens(doc[a - 1]):
        a -= 1
    # ... or all that stands before a particle: "NAME da NAME" found as its last word
    if a < stop and a > 1 and doc[a - 1].lower_ in PARTICLES and doc[a - 1].text.islower() and _opens(doc[a - 2]):
        a -= 2
    return a, stop


def _same_body(before: Token, office: Token) -> bool:
    """True where a capitalised office word is the inside of a body's name ("Chief Officer Training School")."""
    return before.ent_type_ == "ORG" and office.ent_type_ == "ORG" and before.text[:1].isupper()


def _opens(token: Token) -> bool:
    """True for a capitalised word that a name may begin with, no title and no first word of a sentence."""
    lower = token.lower_.rstrip(".")
    if any(listed(x, lower) for x in ("titles", "roles", "groups", "state")) or not token.text[:1].isupper():
        return False
    return "'" in token.text[1:-1] or (len(token) > 2 and token.is_sent_start is not True)


#: Words of the names of countries and peoples that are nobody's given name.
WORLD = frozenset(
    word for row in country_rows() for part in ("name", "demonyms") for x in row[part] for word in words_of(x)
) - {"jordan", "chad", "georgia", "guinea"}
