"""Bytes become characters by mark, declaration, UTF-8 or a named fallback, and nothing else changes."""

from __future__ import annotations

import pytest
from captured_text import read

from trucewatch.errors import BinaryInput, EmptyInput
from trucewatch.text.decode import decode

ENGLISH = "The council said the truce “was holding” – for now. Café owners reopened. " * 5
CYRILLIC = "Армия сообщила о нарушении перемирия в долине. Совет призвал стороны к сдержанности. " * 5


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_settles_the_codec_and_stays_in_the_text(codec):
    got = decode(ENGLISH.encode(codec))
    assert got.content == "\ufeff" + ENGLISH
    assert got.note is None


@pytest.mark.parametrize("content", ["a\r\nb\rc\n\n d\u2028e\x0c", "  spaces kept  ", "e\u0301 is not \u00e9"])
def test_nothing_is_translated_trimmed_or_normalised(content):
    assert decode(content.encode()).content == content


def test_a_declared_charset_is_used():
    got = decode(CYRILLIC.encode("koi8-r"), declared="KOI8-R")
    assert (got.content, got.encoding, got.note) == (CYRILLIC, "koi8-r", None)


def test_valid_utf8_declared_as_latin1_is_read_as_utf8_and_says_so():
    got = decode(ENGLISH.encode(), declared="ISO-8859-1")
    assert (got.content, got.encoding) == (ENGLISH, "utf-8")
    assert "declared as ISO-8859-1" in got.note


@pytest.mark.parametrize("declared", ["utf-7", "no-such-charset", "base64", "rot13", "idna", "", "x" * 5000, "utf-16"])
def test_a_charset_that_is_none_or_cannot_be_is_passed_over(declared):
    assert decode(ENGLISH.encode(), declared=declared).content == ENGLISH


def test_windows_1252_is_a_named_fallback_that_tells_where_utf8_failed():
    got = decode(ENGLISH.encode("cp1252"))
    assert (got.content, got.encoding) == (ENGLISH, "cp1252")
    assert got.note == f"decoded as windows-1252 (UTF-8 failed at byte {ENGLISH.index('“')})"


def test_another_alphabet_is_guessed_from_the_bytes_and_the_guess_is_named():
    got = decode(CYRILLIC.encode("cp1251"))
    assert got.content == CYRILLIC
    assert f"decoded as {got.encoding}, guessed from the bytes" in got.note


def test_a_few_damaged_bytes_do_not_turn_a_utf8_text_into_another_alphabet():
    damaged = CYRILLIC.encode()[:-1]  # cut in the middle of nothing: the last byte is a space
    damaged = damaged[:101] + b"\xff" + damaged[101:]
    got = decode(damaged)
    assert got.encoding == "utf-8"
    assert "damaged" in got.note
    assert "Армия сообщила" in got.content


def test_utf16_without_its_mark_is_recognised():
    got = decode(ENGLISH.encode("utf-16-le"))
    assert (got.content, got.encoding) == (ENGLISH, "utf-16-le")
    assert "without a byte-order mark" in got.note


@pytest.mark.parametrize("content", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_nothing_but_white_space_is_empty(content):
    with pytest.raises(EmptyInput, match=r"a\.txt"):
        decode(content, name="a.txt")


@pytest.mark.parametrize("content", [b"PNG\x00\x01\x02" * 50, bytes(range(1, 9)) * 50, b"\x7fELF" + b"\x00" * 20])
def test_binary_bytes_are_no_text(content):
    with pytest.raises(BinaryInput, match=r"a\.txt"):
        decode(content, name="a.txt")


def test_the_text_record_and_the_remarks_name_the_fallback():
    reading = read(ENGLISH.encode("cp1252"))
    assert reading.text.encoding == "cp1252"
    assert reading.remarks == (reading.text.encoding_note,)
    assert reading.remarks[0].startswith("decoded as windows-1252 (UTF-8 failed at byte ")


def test_the_charset_of_the_response_headers_is_used():
    reading = read(CYRILLIC.encode("koi8-r"), headers=(("Content-Type", "text/plain; charset=koi8-r"),))
    assert reading.text.content == CYRILLIC


def test_one_nul_among_a_few_bytes_makes_no_wide_text():
    with pytest.raises(BinaryInput):
        decode(b"\n\n0\x00")
