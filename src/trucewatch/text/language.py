"""Which language and script a text is in, from its body."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: Fewer letters than this say too little: a guess on a few words is worse than none.
LEAST_LETTERS = 60
#: Characters looked at; the language of a report does not change after its first pages.
SAMPLE = 20_000
#: Below this probability no language is named (py3langid normalises to 0..1).
LEAST_SURE = 0.7
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
    """ISO 639-1 code of the language, or None where the text is too short or the model unsure."""
    sample = words[:SAMPLE]
    if sum(c.isalpha() for c in sample) < LEAST_LETTERS:
        return None
    # capitals-only telexes look like no language to a model trained on running text
    if sum(c.isupper() for c in sample) > 0.5 * sum(c.isalpha() for c in sample):
        sample = sample.lower()
    language, probability = _identifier().classify(sample)
    return str(language) if float(probability) >= LEAST_SURE else None


def script_of(words: str) -> str | None:
    """The script that most letters are in ("Latin", "Arabic" ...), or None without letters."""
    counts: Counter[str] = Counter()
    for char, times in Counter(words[:SAMPLE]).items():
        if char.isalpha():
            counts[SCRIPTS.get(unicodedata.name(char, "").split(" ")[0], "other")] += times
    return counts.most_common(1)[0][0] if counts else None


def direction_of(script: str | None) -> Literal["ltr", "rtl"]:
    return "rtl" if script in RIGHT_TO_LEFT else "ltr"
