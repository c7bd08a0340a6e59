"""Which language and script a text is in, from its body, and which of its paragraphs are in another one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from trucewatch.records.text import Block

#: Fewer letters than this say too little: a guess on a few words is worse than none. English headlines full of
#: foreign names look like Hausa or Somali below it.
LEAST_LETTERS = 60
#: Another script than the Latin one says most of it already.
LEAST_LETTERS_OF_A_SCRIPT = 20
#: Characters looked at; the language of a report does not change after its first pages.
SAMPLE = 20_000
#: Below this probability no language is named (py3langid normalises to 0..1).
LEAST_SURE = 0.7
#: A paragraph is in another language than its text only when the model is this sure. Of the 18,187 paragraphs of 60
#: letters or more in 1,203 English articles of the development data none is taken for another language.
SURE_OF_PARAGRAPH = 0.9
#: What the model calls text that is in no language (hashes, tables of figures).
NO_LANGUAGE = frozenset({"zxx", "und", "mul"})
#: Close kin of English that it is taken for where names abound; only a sure answer counts.
KIN_OF_ENGLISH = frozenset({"pcm", "sco", "jam"})
SURE_OF_KIN = 0.99
#: py3langid writes "zh", "he", ...; these scripts alone settle the direction.
RIGHT_TO_LEFT = frozenset({"Arabic", "Hebrew", "Syriac", "Thaana", "Nko"})
#: Names by which Unicode character names begin.
SCRIPTS = {
    "LATIN": "Latin", "ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew", "GREEK": "Greek", "CJK": "Han",
    "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Hangul", "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali", "ETHIOPIC": "Ethiopic", "ARMENIAN": "Armenian", "GEORGIAN": "Georgian", "THAI": "Thai",
    "MYANMAR": "Myanmar", "SYRIAC": "Syriac", "THAANA": "Thaana", "NKO": "Nko", "TAMIL": "Tamil",
    "SINHALA": "Sinhala", "KHMER": "Khmer",
}  # fmt: skip


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(words: str) -> str | None:
    """ISO 639 code of the language, or None where the text is too short or the model unsure."""
    return _identified(words, LEAST_SURE)


def with_languages(blocks: Iterable[Block], content: str, language: str | None) -> tuple[Block, ...]:
    """The blocks of a report's own words, each marked with its language where that is surely not the text's."""
    return tuple(_with_language(block, content[block.start : block.end], language) for block in blocks)


def _with_language(block: Block, words: str, language: str | None) -> Block:
    if block.role != "body":
        return block
    own = _identified(words, SURE_OF_PARAGRAPH)
    return replace(block, language=own) if own not in (None, language) else block


def _identified(words: str, least_sure: float) -> str | None:
    sample = words[:SAMPLE]
    letters = sum(c.isalpha() for c in sample)
    if letters < LEAST_LETTERS_OF_A_SCRIPT:
        return None
    if letters < LEAST_LETTERS and script_of(sample) == "Latin":
        return None
    # capitals-only telexes look like no language to a model trained on running text
    if sum(c.isupper() for c in sample) > 0.5 * letters:
        sample = sample.lower()
    language, probability = _identifier().classify(sample)
    if language in NO_LANGUAGE or float(probability) < least_sure:
        return None
    if language in KIN_OF_ENGLISH and float(probability) < SURE_OF_KIN:
        return "en"
    return str(language)


def script_of(words: str) -> str | None:
    """The script that most letters are in ("Latin", "Arabic" ...), or None without letters."""
    counts: Counter[str] = Counter()
    for char, times in Counter(words[:SAMPLE]).items():
        if char.isalpha():
            counts[SCRIPTS.get(unicodedata.name(char, "").split(" ")[0], "other")] += times
    return counts.most_common(1)[0][0] if counts else None


def direction_of(script: str | None) -> Literal["ltr", "rtl"]:
    return "rtl" if script in RIGHT_TO_LEFT else "ltr"
