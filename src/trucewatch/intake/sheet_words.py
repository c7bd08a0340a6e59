"""The bytes of a sheet as words: UTF-8, UTF-16 with its mark, or what spreadsheet programs of Western Europe write."""

from __future__ import annotations

import codecs
import re
from typing import Final

from trucewatch.errors import UnreadableInput

#: Marks at the beginning of a file -> how it is read. That of UTF-32 begins with that of UTF-16.
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
UTF_8: Final = "utf-8"
WESTERN: Final = "cp1252"
#: Bytes that make a sign of UTF-8, or a mark of UTF-16: a sheet that holds some was damaged, or joined of two files.
_SIGNS: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|\xff\xfe|\xfe\xff"
)
#: Words with a letter that only the encoding tells, shown for a person to look at.
SHOWN: Final = 3
_TOLD: Final = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")


def words_of(content: bytes, name: str) -> tuple[str, str]:
    """The words of a sheet, and the encoding they were read by.

    Raises: UnreadableInput naming the line at which the bytes are of no encoding that is read.
    """
    encoding = next((one for mark, one in MARKS if content.startswith(mark)), UTF_8)
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if encoding != UTF_8 or _SIGNS.search(content) is not None:
            raise UnreadableInput(f"{name}, line {line}: not {encoding.upper()}; save it as CSV (UTF-8)") from None
    try:
        return content.decode(WESTERN), WESTERN
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(f"{name}, line {line}: not UTF-8; save it as CSV (UTF-8)") from None


def remark_on(words: str, encoding: str, name: str) -> str | None:
    """What a person should know of how a sheet was read; None for the encodings that say what they are."""
    if encoding != WESTERN:
        return None
    found = dict.fromkeys(match.group() for match in _TOLD.finditer(words))
    shown = ", ".join(f"“{one}”" for one in list(found)[:SHOWN])
    look = f" look at {shown}:" if shown else ""
    return f"{name} is not UTF-8 and was read as Windows-1252;{look} if letters look odd, save it as CSV (UTF-8)"
