"""Give words set in capitals the case they would have in running text, each letter in its place.

Telex and monitoring services print whole items in capitals; tagger, parser and name finder need the difference.
A word that the model's own lemma tables know is set in lower case, an unknown one is taken for a name. Ranks
draw the words after them into a name; countries, days and months come from closed lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from spacy.language import Language
from spacy.pipeline import Lemmatizer

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.world import country_rows, words_of

WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?", re.UNICODE)
DAYS = word_lists()["days"]
MONTHS = word_lists()["months"]
#: Months that are everyday words too: a name only beside a number.
DOUBTFUL = frozenset({"march", "may"})
VOWELS = frozenset("aeiouyáéíóúü")
SMALL = word_lists()["small"]

#: Words that draw the words after them into a name.
RANKS = word_lists()["ranks"]

Known = Callable[[str], bool]


@lru_cache(maxsize=1)
def proper_words() -> frozenset[str]:
    """Single words of country names, adjectives and capitals."""
    found: set[str] = set()
    for row in country_rows():
        for phrase in (*row["name"], *row["demonyms"], *row["capital"]):
            found.update(w for w in words_of(phrase) if w not in SMALL and len(w) > 2)
    return frozenset(found | DAYS | (MONTHS - DOUBTFUL)) - {
        "city",
        "united",
        "central",
        "republic",
        "north",
        "south",
        "new",
    }


def known_words(nlp: Language) -> tuple[Known, Known]:
    """Two tests on lower-case words: is it an English word, and can it be no part of a name?"""
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    words: set[str] = set(nlp.Defaults.stop_words)
    lemmatizer = nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None
    if isinstance(lemmatizer, Lemmatizer):
        lookups = lemmatizer.lookups
        if lookups.has_table("lemma_index"):
            index = lookups.get_table("lemma_index")
            for part in ("noun", "verb", "adj", "adv"):
                words.update(index.get(part, ()))
            verbs = frozenset(index.get("verb", ())) | frozenset(index.get("adj", ())) | frozenset(index.get("adv", ()))
            nouns = frozenset(index.get("noun", ()))
        if lookups.has_table("lemma_exc"):
            exceptions = lookups.get_table("lemma_exc")
            for part in ("noun", "verb", "adj", "adv"):
                words.update(exceptions.get(part, {}))
            verbs |= frozenset(exceptions.get("verb", {}))

    def plain(word: str) -> bool:
        return (
            word in nlp.Defaults.stop_words
            or _inflected(word, verbs)
            or (word not in nouns and _inflected(word, words))
        )

    return (lambda w: _inflected(w, words)), plain


def _inflected(word: str, words: frozenset[str] | set[str]) -> bool:
    if word in words:
        return True
    for ending, repairs in (
        ("'s", ("",)), ("s'", ("", "s")), ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")), ("ly", ("", "le", "y")), ("er", ("", "e")), ("ness", ("",)), ("n't", ("",)),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if any(stem + repair in words for repair in repairs):
                return True
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in words:
                return True
    return False


def truecase(words: str, known: Known, plain: Known) -> str:
    """The same characters with likely case; words already in mixed case are left alone. Length never changes."""
    out = list(words)
    in_name = False
    start_of_sentence = True
    end_before = 0
    for match in WORD.finditer(words):
        token = match.group()
        gap = words[end_before : match.start()]
        if re.search(r"[.!?]\s", gap) or (
            end_before and words[end_before - 1] == "." and len(gap.strip()) == 0 and not _dotted(words, end_before)
        ):
            start_of_sentence = True
        if re.search(r"[,;:()\[\]\"“”]", gap):
            in_name = False
        bare = token.rstrip(".").lower()
        end_before = match.end()
        if not token.isupper():
            start_of_sentence = False
            continue
        near_number = bool(re.match(r"\s+\d", words[match.end() : match.end() + 4])) or bool(
            re.search(r"\d\s+$", words[max(0, match.start() - 4) : match.start()])
        )
        title = bare in RANKS
        if _initials(token):
            shaped = token
        elif title:
            shaped, in_name = token.capitalize(), True
        elif (
            (in_name and bare not in SMALL and not plain(bare))
            or bare in proper_words()
            or (bare in DOUBTFUL and near_number)
        ):
            shaped = _capital(token)
        elif known(bare):
            shaped = token.lower()
            in_name = in_name and bare in SMALL
        elif (not set(bare) & VOWELS and len(bare) > 1) or (
            gap.endswith(("(", "[")) and words[match.end() : match.end() + 1] in (")", "]")
        ):
            shaped = token
        else:
            shaped = _capital(token)
        if bare == "i":
            shaped = token
        if start_of_sentence and shaped[:1].islower():
            shaped = shaped[:1].upper() + shaped[1:]
        start_of_sentence = False
        if len(shaped) == len(token):
            out[match.start() : match.end()] = list(shaped)
    return "".join(out)


def _capital(token: str) -> str:
    """Capital first letter, also after an apostrophe that is not a possessive."""
    head, mark, tail = token.partition("'")
    if mark and len(tail) > 2:
        return head.capitalize() + mark + tail.capitalize()
    return token[:1].upper() + token[1:].lower()


def _initials(token: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?", token))


def _dotted(words: str, end: int) -> bool:
    """True if the full stop before ``end`` belongs to initials or a short title."""
    return bool(re.search(r"(?:\b[A-Z]\.|\b(?:COL|GEN|LT|DR|MR|MRS|MAJ|CAPT)\.)$", words[max(0, end - 6) : end]))
