"""Marks that transcribers set inside running text: "(BEGIN RECORDING)", "[applause]", "(word indistinct)".

They are no words of the report. A recording's opening mark takes the bracketed name after it along, as
in "(BEGIN RECORDING) (SMITH)". Forms: broadcast monitoring (FBIS, BBC Monitoring) and television transcripts.
"""

from __future__ import annotations

import re

_WORDS = (
    r"(?:(?:begin|end|start)(?:s|ing)?(?: of)?(?: [\w'’.-]+){0,4}? (?:recording|video ?tape|video(?: clip)?"
    r"|audio(?: clip)?|clip|tape|quote)"
    r"|(?:video|audio|recording|tape|clip) (?:begins?|ends?|starts?|plays?)|(?:\w+ |few |several )?(?:words?"
    r"|phrases?|names?|figures?|passages?|sentences?|lines?|numbers?|portions?|place ?names?"
    r"|text) (?:or two )?(?:indistinct|omitted|garbled|missing|inaudible|unclear|not heard|as heard|as received"
    r"|as published|as printed|as transliterated)"
    r"|indistinct(?: \w+)?|inaudible|unintelligible|crosstalk|cross talk|applause|laughter|laughs|cheers?|cheering"
    r"|commercial break|break in (?:transmission|recording)|music|pause|as (?:heard|received|published|printed)|sic"
    r"|(?:text|excerpts?|passage omitted|report|editorial|commentary|communique|interview|speech|live|recorded"
    r"|from the .{3,40} language)(?: by .{2,40})?|no dateline|no date given|voice-?over"
    r"|through (?:an )?(?:interpreter|translator)|speaks? (?:in )?[A-Z]\w+)"
)
MARK = re.compile(rf"\(\s*{_WORDS}\s*\)|\[\s*{_WORDS}\s*\]", re.I)
OPENS = re.compile(r"\W*(?:begin|start)", re.I)
NAME = re.compile(r"\s*(?:\([^()\n]{2,40}\)|\[[^\[\]\n]{2,40}\])")
#: "(sic)" and "(text)" are common words in brackets; in round ones only capitals make them marks.
LOOSE = re.compile(
    r"\(\s*(?:text|excerpts?|report|editorial|commentary|communique|interview|speech|live|recorded|music|pause"
    r"|laughs|cheers?|break|sic|as (?:heard|received|published|printed))\b",
    re.I,
)


def marks_in(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """List the places of transcript marks between ``start`` and ``end``, in order, without overlap."""
    found: list[tuple[int, int]] = []
    for match in MARK.finditer(re.sub(r"[\r\n]", " ", content[start:end])):
        a, b = start + match.start(), start + match.end()
        if LOOSE.match(match.group()) and not match.group().isupper():
            continue
        if OPENS.match(match.group()):
            name = NAME.match(content, b, end)
            b = name.end() if name else b
        if found and a < found[-1][1]:
            continue
        found.append((a, b))
    return found
