"""Which languages are read for records, and the English names of those that reports come in.

A report in any other language is kept, searched and shown; nothing is annotated in it, and that is said wherever
it is counted or shown.
"""

from __future__ import annotations

from trucewatch.records.text import BODY_ROLES, Block, Text

#: Languages whose reports are annotated (ISO 639-1).
READ = frozenset({"en"})

#: ISO 639 code -> English name, for the languages that reports of wars and agreements come in most.
NAMES = {
    "am": "Amharic", "ar": "Arabic", "arz": "Egyptian Arabic", "ary": "Moroccan Arabic", "az": "Azerbaijani",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "ckb": "Central Kurdish",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian or Dari", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean",
    "ku": "Kurdish", "ky": "Kyrgyz", "ln": "Lingala", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "om": "Oromo", "pa": "Punjabi", "pcm": "Nigerian Pidgin", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "rw": "Kinyarwanda", "sd": "Sindhi",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "ti": "Tigrinya",
    "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def language_name(code: str) -> str:
    """ "Spanish" for "es"; the code itself for a language without a name here."""
    return NAMES.get(code, code)


def with_name(reason: str) -> str:
    """A reason for setting something aside with the language's name behind its code: "not annotated: es (Spanish)"."""
    _, mark, code = reason.rpartition("not annotated: ")
    name = language_name(code)
    return f"{reason} ({name})" if mark and name != code else reason


def unread_language(text: Text) -> str | None:
    """Why nothing in a text is annotated: its language's code, or the script of one that is not known; else None.

    A text in another language is read all the same where some of its paragraphs are in one that is read. One whose
    language is not told (too short) is read if its letters are Latin.
    """
    if any(reads_block(text, block) for block in text.blocks if block.role in BODY_ROLES):
        return None
    if text.language is not None:
        return None if text.language in READ else text.language
    return f"language not known, {text.script} script" if text.script not in (None, "Latin") else None


def reads_block(text: Text, block: Block) -> bool:
    """True if this stretch of the text is in a language that is annotated."""
    if block.language is not None:
        return block.language in READ
    if text.language is not None:
        return text.language in READ
    return text.script in (None, "Latin")
