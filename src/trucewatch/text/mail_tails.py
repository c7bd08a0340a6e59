"""What stands round the words of a mail: greetings, signatures, and what a house or a list sets under every mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.text import mail_words as table
from trucewatch.text.furniture import Label
from trucewatch.text.mail_rows import Row, paragraphs, stretches, told

SIGNATURE: Label = ("signature", "signature")
CLOSED: Label = ("signature", "closing words and what stands below")
GREETED: Label = ("mail_header", "greeting")
DEVICE: Label = ("signature", "line of the program that sent the mail")
DISCLAIMER: Label = ("disclaimer", "notice that a house sets under its mails")
FOOTER: Label = ("disclaimer", "footer of a mailing list")
ARMOUR: Label = ("other", "PGP armour")
#: A greeting has so many words at most.
LONGEST_GREETING = 7
#: A signature has so many lines at most; below closing words so many.
LONGEST, LONGEST_CLOSED = 15, 8
#: A notice is sought in so many lines at the end of a paragraph.
LONGEST_NOTICE = 40
#: A line of so many words that ends a sentence is no line of a signature.
SENTENCE = 3
#: One of so many, below a mark that is not quite that of a signature, tells something.
STORY = 8
SEPARATOR = re.compile(r"\s*(?:- )?--\s*")
RULE = re.compile(r"\s*[_=-]{10,}\s*")
LIST = re.compile(r"mailing list|listinfo|unsubscribe|/lists?/|list-manage|\bsubscri(?:be|ption)\b", re.IGNORECASE)
HEADING = re.compile(
    r"\W*(?:(?:legal |e-?mail |confidentiality )?(?:disclaimer|notice)|confidential(?:ity)?|caution|warning"
    r"|haftungsausschluss|hinweis|avis|aviso(?: legal)?|avertissement)\W*",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"-----BEGIN PGP (SIGNED MESSAGE|SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----\s*")


def label_tails(rows: Sequence[Row], own: Sequence[int]) -> None:
    """Label the greeting, signatures, notices and footers among the lines of a mail's own."""
    first = next((n for n in own if not rows[n].empty), None)
    if (
        first is not None
        and rows[first].closes
        and rows[first].size <= LONGEST_GREETING
        and table.GREETING.fullmatch(rows[first].words.strip())
    ):
        rows[first].label = GREETED
    for run in stretches(rows, own):
        for paragraph in paragraphs(rows, run):
            _notice(rows, paragraph)
        _footer(rows, run)
        rest = [n for n in run if rows[n].label is None and not rows[n].empty]
        for n in rest:
            if rows[n].cue == "signature":
                rows[n].label = SIGNATURE
            elif table.MOBILE.fullmatch(rows[n].words.strip()):
                rows[n].label = DEVICE
        _signature(rows, [n for n in rest if rows[n].label is None])


def _notice(rows: Sequence[Row], paragraph: list[int]) -> None:
    """A notice of confidentiality, of an outside sender, of a list; from the first of its own words on."""
    paragraph = paragraph[-LONGEST_NOTICE:]
    for kind, label in (("disclaimer", DISCLAIMER), ("list", FOOTER)):
        if not table.tells(kind, told(rows, paragraph)):
            continue
        begins = len(paragraph) - 1
        while begins and not table.tells(kind, told(rows, paragraph[begins:])):
            begins -= 1
        begins = next((n for n in range(begins + 1) if table.opens(kind, rows[paragraph[n]].words)), begins)
        for n in paragraph[begins:]:
            rows[n].label = rows[n].label or label
        above = next((n for n in range(paragraph[0] - 1, -1, -1) if not rows[n].empty), None)
        if begins == 0 and above is not None and HEADING.fullmatch(rows[above].words):
            rows[above].label = rows[above].label or label


def _footer(rows: Sequence[Row], run: Sequence[int]) -> None:
    """A line across, and below it what tells of a mailing list."""
    last = [n for n in run if not rows[n].empty][-LONGEST - 1 :]
    for place, n in enumerate(last):
        if RULE.fullmatch(rows[n].words):
            below = last[place + 1 :]
            if below and LIST.search(told(rows, below[:6])):
                for m in (n, *below):
                    rows[m].label = rows[m].label or FOOTER
                return


def _signature(rows: Sequence[Row], rest: Sequence[int]) -> None:
    for place, n in enumerate(rest):
        words, below = rows[n].words.strip(), rest[place + 1 :]
        # what stands below runs to the end; a line that a list or a house set there has its label already
        exact = rows[n].words == "-- "  # without its space it may part two stories as well
        if SEPARATOR.fullmatch(rows[n].words) and len(below) <= LONGEST and (exact or not _tells(rows, below)):
            label = SIGNATURE
        elif len(below) <= LONGEST_CLOSED and (table.CLOSING.fullmatch(words) or table.CLOSING_NAMED.fullmatch(words)):
            if any(rows[m].size >= SENTENCE and rows[m].words.rstrip().endswith((".", "?", "!", "؟")) for m in below):
                continue
            label = CLOSED
        else:
            continue
        for m in (n, *below):
            rows[m].label = label
        return


def _tells(rows: Sequence[Row], below: Sequence[int]) -> bool:
    """True for lines among which are sentences as reports have them."""
    return any(rows[m].size >= STORY and rows[m].words.rstrip().endswith((".", "?", "!", "”", '"')) for m in below)


def label_armour(rows: Sequence[Row]) -> tuple[bool, bool]:
    """Label what PGP sets round a text in plain letters; gives whether it was signed so, and whether it is locked."""
    signed = locked = False
    at = 0
    while at < len(rows):
        begins = _BEGIN.fullmatch(rows[at].words)
        if begins is None:
            at += 1
            continue
        if begins[1] == "SIGNED MESSAGE":
            signed = True
            end = next((n for n in range(at, len(rows)) if rows[n].empty), len(rows))
        else:
            locked |= begins[1] == "MESSAGE"
            mark = f"-----END PGP {begins[1]}-----"
            end = next((n + 1 for n in range(at, len(rows)) if rows[n].words.strip() == mark), len(rows))
        for n in range(at, end):
            if not rows[n].empty:
                rows[n].label = ARMOUR
        at = max(end, at + 1)
    return signed, locked
