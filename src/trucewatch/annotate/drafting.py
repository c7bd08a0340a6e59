"""A first draft of an agreement file out of an agreement's own text, for a person to edit.

It parts the text into its numbered paragraphs and proposes for each who owes it, by when, and what it is about. Nothing
of it counts until a person has read it: every provision is ``confirmed: false``, and its words are the paper's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from trucewatch.annotate.draft_clocks import SIGNATURE, clock_of
from trucewatch.annotate.draft_paragraphs import BINDS, paragraphs, reference
from trucewatch.annotate.when import find_times
from trucewatch.records.agreement import Agreement, Event, Party, Provision
from trucewatch.records.due import started
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import TOPICS
from trucewatch.records.wording import fold

#: The longest stretch of a paragraph that is put down as what a provision says, in characters.
LONGEST = 700
#: What stands for the sides where none was recognised.
_NOBODY = (Party(name="FIRST PARTY", role="signatory"), Party(name="SECOND PARTY", role="signatory"))


_EVERYBODY = re.compile(
    r"\b(?:(?:both|all|the|each|either|neither|no)\s+(?:two\s+)?(?:sides?|part(?:y|ies))|they)\b", re.I
)
_BY = re.compile(r"\bby\s+(?:the\s+)?(?P<who>[^,.;]{2,80})")
_QUOTED_NAME = re.compile(
    r"(?P<full>[A-Z][\w’'.-]*(?:\s+(?:of|the|for|and|de|[A-Z][\w’'.-]*)){0,9}?)\s*[,(]+\s*(?:hereinafter|hereafter|henceforth)"
    r"(?:\s+(?:referred\s+to\s+as|called))?\s*(?:the\s+)?[\"“'‘](?:the\s+)?(?P<short>[^\"”'’]{2,40})[\"”'’]",
)
_BETWEEN = re.compile(
    r"\b(?i:between|by\s+and\s+between)\s+(?:the\s+)?(?P<one>[A-Z][^,;()]{2,80}?)\s+and\s+(?:the\s+)?"
    r"(?P<two>[A-Z][^,;()]{2,80}?)(?=\s*(?:[,;().]|$|\bon\b|\bfor\b|\bsigned\b|\bconcluded\b|\bof\s+\d))",
)
_SIGNED = re.compile(r"\b(?:signed|done|concluded|dated|adopted)\b", re.I)
_NAMES = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of\s+the\s+|of\s+|for\s+|and\s+)?[A-Z][\w’'-]+){1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A proposed agreement; ``lines`` say on which line of the text each provision begins, ``remarks`` what a person
    should look at first."""

    agreement: Agreement
    lines: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


def draft_agreement(text: Text, *, agreement_id: str, title: str | None = None, parties: Sequence[str] = ()) -> Draft:
    """Propose parties, provisions, clocks and topics from the text of an agreement.

    ``parties`` names the sides where the text is not to be guessed from. Paragraphs that bind nobody (definitions,
    preambles) are left out and counted in ``remarks``.
    """
    content = text.content
    sides = tuple(Party(name=name, role="signatory") for name in parties) or _parties(content)
    numbered = list(paragraphs(text))
    signed = _signed(content)
    events: dict[str, Event] = {SIGNATURE: Event(name=SIGNATURE, day=signed, title="Signature")}
    provisions: list[Provision] = []
    lines: list[int] = []
    idle = 0
    refs = [reference(p) for p in numbered]
    for paragraph in numbered:
        words = paragraph.text
        clock = clock_of(words, events, refs)
        if clock.kind == "none" and not BINDS.search(words):
            idle += 1
            continue
        start = events[clock.after].day if clock.after in events else None
        provisions.append(
            Provision(
                ref=(ref := _free(reference(paragraph), [p.ref for p in provisions])),
                instrument=agreement_id,
                what=words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …",
                obligors=_obligors(words, sides) or _owing_above(words, ref, provisions),
                clock=started(clock, start),
                topics=_topics(words),
                keywords=_keywords(words, sides),
                part_of=None,
                confirmed=False,
            )
        )
        lines.append(paragraph.line)
    known = {p.ref for p in provisions}
    provisions = [replace(p, part_of=_whole(p.ref, known)) for p in provisions]
    remarks = _remarks(sides, signed, provisions, idle, given=bool(parties))
    return Draft(
        agreement=Agreement(
            id=agreement_id, title=title or _title(text) or agreement_id, signed=signed,
            parties=sides or _NOBODY,
            provisions=tuple(provisions), events=tuple(events.values()),
        ),
        lines=tuple(lines),
        remarks=remarks,
    )  # fmt: skip


def _remarks(
    sides: Sequence[Party], signed: date | None, provisions: Sequence[Provision], idle: int, *, given: bool
) -> tuple[str, ...]:
    remarks = []
    if not sides:
        remarks.append("no parties were recognised: put their names in, or run again with --party NAME")
    elif not given:
        remarks.append(
            f"parties guessed from the text: {', '.join(p.name for p in sides)}; check their names and roles"
        )
    if signed is None:
        remarks.append("no day of signature was found; clocks that run from it wait for `signed`")
    nobody = [p.ref for p in provisions if not p.obligors]
    if nobody:
        remarks.append(f"nobody was recognised as owing {', '.join(nobody)}")
    if idle:
        remarks.append(f"paragraphs that bind nobody and name no time were left out: {idle}")
    return tuple(remarks)


def _free(ref: str, taken: Sequence[str]) -> str:
    """The reference, told apart from one that stands there already (a text that begins to count anew)."""
    if ref not in taken:
        return ref
    n = 2
    while f"{ref} ({n})" in taken:
        n += 1
    return f"{ref} ({n})"


def _whole(ref: str, refs: set[str]) -> str | None:
    """The paragraph that this one is a part of: the longest other reference that it begins with."""
    wholes = [r for r in refs if r != ref and ref.startswith(r) and not ref[len(r)].isalnum()]
    return max(wholes, key=len, default=None)


# -- who, when, what about -------------------------------------------------------------------


def _parties(content: str) -> tuple[Party, ...]:
    """The sides named in the preamble, with the short names that the text gives them."""
    flat = re.sub(r"\s+", " ", content)
    named: dict[str, tuple[str, ...]] = {}
    for found in _QUOTED_NAME.finditer(flat):
        full, short = found["full"].removeprefix("The ").strip(), found["short"].strip()
        if fold(short) not in ("parties", "party", "sides", "agreement", "two parties"):
            named.setdefault(full, (short,) if short != full else ())
    if len(named) < 2:
        between = _BETWEEN.search(flat)
        if between is not None:
            named = {between["one"].strip(): (), between["two"].strip(): ()} | named
    if len(named) < 2:
        subjects = Counter(
            words
            for found in re.finditer(r"(?:^|[.;:]\s+|\)\s+)(?:The\s+)?((?:[A-Z][\w’'-]+\s+){1,5})shall\b", flat)
            if not _EVERYBODY.fullmatch(f"the {(words := found.group(1).strip())}")
        )
        named |= {name: () for name, count in subjects.most_common(4) if count >= 2 and name not in named}
    return tuple(Party(name=name, role="signatory", aliases=aliases) for name, aliases in named.items())


def _signed(content: str) -> date | None:
    """The day that the text says it was signed on: a full date not far behind a word of signing."""
    for when in find_times(content, published=None, text_id=""):
        if when.span is None or when.first_day is None or when.first_day != when.last_day:
            continue
        around = content[max(0, when.span.start - 120) : when.span.start]
        if _SIGNED.search(around.rpartition("\n\n")[2]):
            return when.first_day
    return None


def _title(text: Text) -> str | None:
    first = next((line.strip() for line in text.content.split("\n") if line.strip()), None)
    return first[:200] if first else None


def _obligors(words: str, sides: Sequence[Party]) -> tuple[str, ...]:
    """The sides that stand before a binding word, or do what is to be done ("shall be freed by …"), in the order of
    the parties; "the parties" are all that sign."""
    found: set[str] = set()
    for sentence in re.split(r"(?<=[.;])\s+", words):
        bound = BINDS.search(sentence)
        if bound is None:
            continue
        subject, rest = sentence[: bound.start()], sentence[bound.end() :]
        owing = _named(subject, sides)
        if not owing and re.match(r"\s*(?:not\s+)?be\s+\w+(?:ed|n|t)\b", rest):
            owing = {side for by in _BY.finditer(rest) for side in _named(by["who"], sides)}
        found |= owing
    return tuple(p.name for p in sides if p.name in found)


def _owing_above(words: str, ref: str, provisions: Sequence[Provision]) -> tuple[str, ...]:
    """Who owes the paragraph that this one is a part of, if this one begins with "it" or "they"."""
    if not re.match(r"(?:[\w ]+:\s*)?(?:it|they|he|she)\b", words, re.I):
        return ()
    whole = _whole(ref, {p.ref for p in provisions})
    return next((p.obligors for p in provisions if p.ref == whole), ())


def _named(words: str, sides: Sequence[Party]) -> set[str]:
    if _EVERYBODY.search(words):
        return {p.name for p in sides if p.role == "signatory"}
    said = f" {fold(words)} "
    return {
        p.name for p in sides for name in (p.name, *p.aliases) if re.search(rf"\b{re.escape(fold(name))}\b", said)
    }  # fmt: skip


def _topics(words: str) -> tuple[str, ...]:
    """Labels of the vocabulary whose words stand in the paragraph, most words first, three at most."""
    said = fold(words)
    counted = {
        name: sum(len(re.findall(rf"\b{re.escape(fold(w))}", said)) for w in topic.words)
        for name, topic in TOPICS.items()
    }
    best = sorted((name for name, n in counted.items() if n), key=lambda name: -counted[name])
    return tuple(best[:3])


def _keywords(words: str, sides: Sequence[Party]) -> tuple[str, ...]:
    """Words by which reports may speak of it: its topics' words that stand in it, and names in it that are no party."""
    said = fold(words)
    of_topics = [
        w for topic in _topics(words) for w in TOPICS[topic].words if re.search(rf"\b{re.escape(fold(w))}\b", said)
    ]
    ours = {fold(n) for p in sides for n in (p.name, *p.aliases)}
    said_names = (re.sub(r"^(?:The|Each|Both|All|In|This|No)\s+", "", n) for n in _NAMES.findall(words))
    names = [
        n
        for n in said_names
        if " " in n and "part" not in fold(n) and not any(o in fold(n) or fold(n) in o for o in ours)
    ]
    return tuple(dict.fromkeys([*of_topics, *names]))[:8]
