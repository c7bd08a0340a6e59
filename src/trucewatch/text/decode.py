"""Bytes to characters, with the codec named and nothing else changed.

The order is: byte-order mark, declared charset, UTF-8, then named fallbacks. A leading byte-order mark
stays in the text as U+FEFF, line ends stay as they are: offsets count exactly what the bytes say.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from trucewatch.errors import BinaryInput, EmptyInput

#: Longest first: the UTF-32 mark begins with the UTF-16 one.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Python knows these as codecs, but no page is written in them.
NOT_CHARSETS = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
#: Single-byte western names: browsers read all of them as windows-1252 (WHATWG Encoding, "latin1").
WESTERN = frozenset({"iso8859-1", "ascii", "cp1252", "latin-1"})
#: How much is looked at to guess an encoding or tell text from binary.
SAMPLE = 65_536
#: More control characters than this share, and it is no text.
MOST_CONTROLS = 0.05
#: Below this share of bytes beyond ASCII a text is in a western alphabet; others have them in most places.
MOSTLY_ASCII = 0.15
HIGH_BYTES = re.compile(rb"[\x80-\xff]")
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters, the codec that gave them, and a remark if that codec was not the first choice."""

    content: str
    encoding: str
    note: str | None = None


def decode(content: bytes, *, declared: str | None = None, name: str = "input") -> Decoded:
    """Decode bytes by mark, declaration, UTF-8 or a named fallback.

    Takes the charset that the page or its headers declare, if any; ``name`` stands in messages.
    Raises: EmptyInput for nothing but white space, BinaryInput for bytes that are no text.
    """
    if not content.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise EmptyInput(f"{name} is empty ({len(content)} bytes); there is nothing to read")
    decoded = _by_mark(content)
    if decoded is None:
        wide = _wide_without_mark(content)
        if wide is None and is_binary(content):
            raise BinaryInput(f"{name} is not text: it holds NUL or control bytes; give a text, HTML, PDF or Word file")
        decoded = _strictly(content, wide, f"{wide} without a byte-order mark") if wide else None
    decoded = decoded or _by_declaration(content, declared) or _by_guess(content, declared)
    if not decoded.content.strip("\ufeff \t\r\n\x0b\x0c\x00"):
        raise EmptyInput(f"{name} is empty ({len(content)} bytes of white space); there is nothing to read")
    if _mostly_controls(decoded.content):
        raise BinaryInput(f"{name} is not text: decoded as {decoded.encoding} it is mostly control characters")
    return decoded


def is_binary(content: bytes) -> bool:
    """True for bytes with a NUL, or with too many control bytes to be text in any 8-bit encoding."""
    if b"\x00" in content:
        return True
    sample = content[:SAMPLE]
    return len(CONTROL_BYTES.findall(sample)) > MOST_CONTROLS * len(sample)


def known_charset(declared: str | None) -> str | None:
    """Python's name for a declared charset, or None for an unknown or unsuitable one."""
    if not declared:
        return None
    try:
        info = codecs.lookup(declared.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if info.name in NOT_CHARSETS or not info._is_text_encoding:
        return None
    return "utf-8" if info.name == "utf-8-sig" else info.name


def _strictly(content: bytes, codec: str, note: str | None = None) -> Decoded | None:
    try:
        return Decoded(content=content.decode(codec), encoding=codec, note=note)
    except (UnicodeError, LookupError):
        return None


def _by_mark(content: bytes) -> Decoded | None:
    for mark, codec in MARKS:
        if content.startswith(mark):
            return _strictly(content, codec)
    return None


#: Fewer bytes than this with a NUL among them tell nothing about wide characters.
LEAST_WIDE = 32


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 without its mark shows as a NUL in nearly every other place (for western text)."""
    sample = content[:SAMPLE]
    if len(sample) < LEAST_WIDE or len(content) % 2:
        return None
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.4 and even < 0.02:
        return "utf-16-le"
    if even > 0.4 and odd < 0.02:
        return "utf-16-be"
    return None


def _by_declaration(content: bytes, declared: str | None) -> Decoded | None:
    codec = known_charset(declared)
    if codec is None or codec.startswith(("utf-16", "utf-32")):  # seen as ASCII so far, so it cannot be wide
        return None
    if codec in WESTERN:
        utf8 = _strictly(content, "utf-8")
        if utf8 is not None:
            changed = HIGH_BYTES.search(content) is not None
            return Decoded(
                content=utf8.content,
                encoding="utf-8",
                note=f"decoded as utf-8 (declared as {declared}, but it is valid UTF-8)" if changed else None,
            )
        return _strictly(content, "cp1252")
    return _strictly(content, codec)


def _by_guess(content: bytes, declared: str | None) -> Decoded:
    """UTF-8; else UTF-8 with damage; else windows-1252, a guess by charset-normalizer, or latin-1."""
    try:
        return Decoded(content=content.decode("utf-8"), encoding="utf-8", note=_undeclared(declared))
    except UnicodeDecodeError as error:
        failed = f"UTF-8 failed at byte {error.start}"
    if declared:
        failed = f"declared as {declared}; {failed}"
    mended = content.decode("utf-8", "replace")
    damage = mended.count("\ufffd")
    whole = len(mended) - len(mended.encode("ascii", "ignore")) - damage  # characters beyond ASCII that came out whole
    if whole >= 10 * damage:
        return Decoded(
            content=mended, encoding="utf-8", note=f"decoded as utf-8 with {damage} damaged places ({failed})"
        )
    high = len(HIGH_BYTES.findall(content[:SAMPLE]))
    if high <= MOSTLY_ASCII * min(len(content), SAMPLE):  # a western language with curly quotes and accents
        western = _strictly(content, "cp1252", f"decoded as windows-1252 ({failed})")
        if western is not None:
            return western
    best = from_bytes(content[:SAMPLE]).best()
    if best is not None:
        guessed = _strictly(content, best.encoding, f"decoded as {best.encoding}, guessed from the bytes ({failed})")
        if guessed is not None:
            return guessed
    western = _strictly(content, "cp1252", f"decoded as windows-1252 ({failed})")
    if western is not None:
        return western
    return Decoded(content=content.decode("latin-1"), encoding="latin-1", note=f"decoded as latin-1 ({failed})")


def _undeclared(declared: str | None) -> str | None:
    codec = known_charset(declared)
    if declared and codec != "utf-8":
        return f"decoded as utf-8 (declared as {declared}, which does not fit the bytes)"
    return None


def _mostly_controls(content: str) -> bool:
    sample = content[:SAMPLE]
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and c not in "\t\r\n\x0b\x0c\x1b\x85" for c in sample)
    return odd > 4 * MOST_CONTROLS * len(sample)
