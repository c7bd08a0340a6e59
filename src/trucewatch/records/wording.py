"""How words are compared: folded, cut into tokens, stemmed, and gathered under the plain notions of the field.

Shared by ``link`` and ``assess``, so that "truce" and "cease-fire" are one notion in both rooms. Pure
functions over strings; nothing here names a person, a place or a party.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_JOINED = re.compile(r"\b(cease|air|counter|stand|pull|hand)[-\s](fire|strikes?|attacks?|still|outs?|overs?)\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def word_set(words: str) -> frozenset[str]:
    """A set out of words with white space between them."""
    return frozenset(words.split())


#: Words that carry no point of their own.
STOP: frozenset[str] = word_set(
    """a about above after again against all also although am among an and any are as at be became because been before
    being between both but by can could did do does doing during each either else ever every few for from further had
    has have having he her here hers herself him himself his how however i if in into is it its itself just let many may
    me meanwhile might more most much must my of off on once one only onto or other our ours out over own per same shall
    she should since so some such than that the their theirs them then there these they this those though through thus
    to too toward towards under until up upon us very was we were what when where whether which while who whom whose why
    will with within would yet you your yours said say says saying told tells added adding according spokesman
    spokesperson spokeswoman statement mr mrs ms
    take takes taken taking took make makes made making go goes going went gone get gets got come comes came part"""
)

#: Words that turn the words after them round.
NEGATORS: frozenset[str] = word_set(
    """not no never none nobody nothing neither nor without cannot denied denies deny denying unfounded baseless false
    untrue"""
)

# One notion, many words: stems on the left of the table are read as the first of their row.
_NOTIONS = """
ceasefire truce armistice cessation
agreement accord deal pact treaty
violate breach break broke broken contravene infringe violation
strike airstrike airstrikes raid bombing bombed bombardment bombard bombings
shelling shell shelled artillery mortar
attack assault attacked attacks offensive
kill killed killing dead death deaths died slain killings fatalities
wound wounded injured injure injuries injury wounding
civilian civilians
prisoner prisoners detainee detainees captive captives inmates
release free freed freeing releasing liberate
withdraw withdrawal pullout withdrawing withdrew withdrawn pullback
troop troops soldiers soldier servicemen
fighter fighters militants insurgents rebels militant insurgent rebel gunmen
talk talks negotiation negotiations dialogue
assassination assassinations assassinate assassinated
displace displaced displacement flee fled
commit commitment commitments committed obligation obligations
reduce reduction decrease decreased reducing cut
hostage hostages abducted kidnapped abduction
aid relief humanitarian
monitor monitors observer observers
defend defence defense defending defensive
village villages settlement settlements
"""

_SUFFIXES = (
    "ations",
    "ation",
    "ating",
    "ated",
    "ates",
    "ators",
    "ator",
    "ments",
    "ment",
    "ingly",
    "ings",
    "ing",
    "edly",
    "ied",
    "ies",
    "ions",
    "ion",
    "ed",
    "es",
    "ers",
    "er",
    "ly",
    "al",
    "ate",
    "s",
    "e",
    "y",
)


def fold(text: str) -> str:
    """Lower case without accents; dotted initials, split compounds and thousands marks are closed up."""
    text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.casefold()
    return _THOUSANDS.sub("", _JOINED.sub(r"\1\2", text))


def tokens(text: str) -> list[str]:
    """The words of a text in order, folded; a possessive ending is cut off, "n't" becomes "not"."""
    return list(_tokens(text))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    """Kept for a while: linking reads the words of a mention and the names in it again and again."""
    out: list[str] = []
    for word in _TOKEN.findall(fold(text)):
        word = word.replace("’", "'")
        if word.endswith("n't"):
            stem_of = word[:-3]
            out += [stem_of, "not"] if stem_of else ["not"]
            continue
        out.append(word.partition("'")[0])
    return tuple(w for w in out if w)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its English ending: longest suffix first, four letters at least remain.

    A light stemmer: it may join words that a dictionary would part, which costs less here than the reverse.
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def _read_notions() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in _NOTIONS.strip().splitlines():
        first, *others = row.split()
        for word in (first, *others):
            table.setdefault(stem(word), stem(first))
    return table


_NOTION_OF = _read_notions()


def notion(word: str) -> str:
    """The stem of a folded word, or the stem of the notion it belongs to."""
    stemmed = stem(word)
    return _NOTION_OF.get(stemmed, stemmed)


def content(text: str) -> list[str]:
    """The notions that a text speaks of, in order, without stop words and negators."""
    return [notion(w) for w in tokens(text) if w not in STOP and w not in NEGATORS]
