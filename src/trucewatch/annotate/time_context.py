"""What a time expression is counted from: publication date, times told before it, tense around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from trucewatch.annotate.time_values import bounds_of, safe_date
from trucewatch.records.when import Calendar, Precision, TimeRole

#: How far back the tense of a clause is looked for (characters); a clause is seldom longer.
CLAUSE_REACH = 110
#: "Dec. 15" without a year and without a cue, so few days ahead, is the coming one: the past one would be
#: nearly a year old and named as such. Set on the development news (TimeBank, AQUAINT).
NEAR_AHEAD = 60
#: How many days history prose steps back without naming the year again.
BACK_IN_HISTORY = 180
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bGen)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bCol)(?<!\bLt)(?<!\bSt)"
    r"(?<!\bInc)(?<!\bCorp)(?<!\bCo)(?<!\bMaj)(?<!\bCapt)[.!?][\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]?[^a-z\s])|\n\s*\n|[;]"
)
_FUTURE = (
    r"will|to\s+be|expects?|won't|shall|'ll|\u2019ll|would|due|scheduled|slated|expected|planned|plans?"
    r"|planning|intends?|intended|set to"
    r"|going to|hopes?|aims?|(?:vowed|pledged|agreed|promised|ordered|decided|threatened|prepared|invited|offered"
    r"|undertook) to"
    r"(?!\W+(?:the|a|an|any|this|these|such|its|his|her|their)\b)|is to|are to|be held|deadline"
    r"|upcoming|as (?:soon|early) as"
    r"|coming|must|should|want(?:s|ed)? to|resum(?:es?|ing) on|payable|effective|expir(?:e|es|ing)"
    r"|takes? effect|enters? into force|comes? into (?:force|effect)"
)
_CUE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})|(?P<past>said|says|saying|told|tells|telling|adding|was|were|had|did|has|have|been|went|came|took"
    rf"|began|left"
    r"|fell|rose|made|won|lost|held|met|killed|hit|shot|sent|gave|got|found|fought|broke|struck|spoke|wrote|led|saw"
    r"|[a-z]{2,}ed))\b(?!')"
)
_AFTER_FUTURE = re.compile(
    r"^(?:to\s+be|will|won't|would|shall|'ll|must|should|may|might|can|could)\W+(?:not |also |now "
    r"|then )?(?:be |have )?$"
)
_DEADLINE = re.compile(
    r"\b(?:by|until|till|before|no later than|next|from|starting|beginning)\s+(?:on\s+|the\s+|early\s+|late\s+"
    r"|mid-?|the\s+(?:end|middle|start)\s+of\s+)?$"
)
_DEADLINE_AFTER = re.compile(r"\s+(?:[a-z-]+\s+)?(?:deadline|target\s+date|cut-?off(?:\s+date)?|ultimatum)\b")
_DEADLINE_BEFORE = re.compile(
    r"\b(?:deadline|target\s+date|cut-?off(?:\s+date)?|ultimatum)(?:\s+for\s+(?:[\w-]+\s+){1,4}?)?\s*(?:of|on|is|was"
    r"|falls\s+on|\(|(?:is\s+|was\s+)?set\s+for|(?:which\s+)?(?:expires|expired|ends|ended)(?:\s+on)?)\s*(?:the\s+)?$"
)
#: What bears a date was made on it: never a day to come.
_DATED = re.compile(
    r"\b(?:dated|issued|written|signed|sent|released|published)(?:\s+on)?\s+(?:the\s+)?$"
    r"|\b(?:letter|statement|communiqu[e\u00e9]|message|memo|note|cable|decree)\s+of\s+(?:the\s+)?$"
)
_OF_PLANS = frozenset({"scheduled", "planned", "expected", "intended", "been"})
#: Verbs of reporting: what is said to come by a date is still to come.
_SPEECH = frozenset(
    {
        "said",
        "says",
        "saying",
        "told",
        "tells",
        "telling",
        "added",
        "adding",
        "announced",
        "warned",
        "stated",
        "reported",
    }
)
#: "had been due to expire Friday": the plan is told as past, and so is all that hangs on it.
_WAS_TO_BE = re.compile(
    r"\bhad\s+(?:previously\s+)?(?:been\s+)?$|\bhad\s+been\s+(?:due|scheduled|set|planned)\s+to\s+$"
)
#: "the plan", "the peace plan": a noun, no cue.
_THE_PLAN = re.compile(r"\b(?:an?|the|this|that|its|his|her|their|any|such|no|[a-z]+['\u2019]s)\s+(?:[a-z-]+\s+){0,2}$")
#: "a still unspecified date", "the planned talks": a participle before a noun, no verb of its own.
_BEFORE_NOUN = re.compile(r"\b(?:an?|the|its|his|her|their|still|yet|newly|so-called)\s+$")
#: "has until Tuesday to sign": what is to be done by then stands behind it.
_TO_DO = re.compile(r"^,?\s+to\s+(?!the\b|a\b|an\b|its\b)[a-z]+")
#: "the court Thursday refused": a time between subject and verb.
_THEN_PAST = re.compile(
    r"^\s+(?:[a-z]+ly\s+)?(?:was|were|had|said|told|did|took|came|went|began|left|held|met|killed|sent|gave|[a-z]{2,}ed)\b"
)
_RIGHT_FUTURE = re.compile(r"^[^.;:!?\n]{0,60}?\b(will|shall|is to|are to|is due|are due|is scheduled|are scheduled)\b")
_RIGHT_PAST = re.compile(r"^[^.;:!?\n]{0,60}?\b(was|were|had|said|killed|did|[a-z]{2,}ed)\b")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of the text that is counted from another day than the report's: an older statement quoted in it, or a
    daily report told as of a day and hour (``until``, "18:00") before it came out."""

    start: int
    end: int
    day: date
    basis: str
    until: str = ""


@dataclass(slots=True)
class Reading:
    """One time expression while it is being read; offsets into the whole text."""

    start: int
    end: int
    value: str
    role: TimeRole = "at"
    first: date | None = None
    last: date | None = None
    precision: Precision | None = None
    basis: str | None = None
    #: The zone that a clock time was printed with: its hours from UTC, its name, or just the words.
    zone_hours: float | None = None
    zone: str | None = None
    #: Civil hours of the first and the last day where the value does not tell them.
    hours: tuple[float, float] | None = None
    calendar: Calendar | None = None
    printed: str | None = None
    #: A range that stands for two expressions ("January 9-10"): value of its last day.
    last_value: str | None = None
    #: "the third quarter" names one; "the year-ago quarter" only follows the one named.
    quarter_named: bool = False

    def settle(self) -> None:
        """Fill days and precision from the value where the rule gave none."""
        if self.precision is None:
            first, last, precision = bounds_of(self.value)
            self.precision = precision
            if self.first is None and self.last is None:
                self.first, self.last = first, last


class Context:
    """The state of one pass over a text: what has been said so far, and when the report appeared."""

    def __init__(
        self,
        content: str,
        lowered: str,
        published: date | None,
        *,
        narrative: bool = False,
        anchors: Sequence[Anchor] = (),
    ) -> None:
        self.content = content
        self.lowered = lowered
        #: The day that the words in hand are counted from: the report's, or the older statement's around them.
        self.published = published
        self._anchor: Anchor | None = None
        self._anchors = anchors
        self._report_day = published
        #: History prose: dates without a year follow the date told before them, not the publication date.
        self.narrative = narrative
        self.told: Reading | None = None
        self.told_quarter: str | None = None
        self.told_year: int | None = None

    # -- anchors ----------------------------------------------------------------------------

    def move_to(self, at: int) -> None:
        """Count from the anchor of the stretch that holds ``at``."""
        if self._anchors:
            self._anchor = next((a for a in self._anchors if a.start <= at < a.end), None)
            self.published = self._anchor.day if self._anchor else self._report_day

    @property
    def reference(self) -> date | None:
        """The day that undated expressions are counted from."""
        if self.narrative:
            return self.told_day() or self.published
        return self.published

    @property
    def reference_basis(self) -> str:
        if self.narrative and self.told_day():
            return "stated"
        return self.now_basis

    @property
    def until(self) -> str:
        """The hour up to which the day counted from is told of; empty where that is not said."""
        return self._anchor.until if self._anchor else ""

    @property
    def now_basis(self) -> str:
        """What "today" is counted from."""
        if self._anchor:
            return self._anchor.basis
        return f"published {self.published.isoformat()}" if self.published else "unknown"

    def told_day(self) -> date | None:
        """The first day of the time told last, if it was as fine as a month."""
        if self.told is None:
            return None
        return self.told.first

    def remember(self, reading: Reading) -> None:
        """Keep a calendar time as anchor for "the next day", "a week later", "that year"."""
        value = reading.value
        if reading.first is None or not value[:4].isdigit() or reading.role == "duration":
            return
        if len(value) == 4:
            self.told_year = int(value)
            if self.narrative:
                self.told = replace(reading)
            return
        if self.narrative and self.told is not None and reading.basis and reading.basis.startswith("published"):
            return
        # a copy, since the preposition may open an end of the reading itself
        self.told = replace(reading)
        self.told_year = reading.first.year
        if "-Q" in value and reading.quarter_named:
            self.told_quarter = value

    def deadline(self, start: int, end: int) -> bool:
        """Whether the time is itself a deadline: "the 1 May deadline", "a deadline of 1 May"."""
        return bool(_DEADLINE_AFTER.match(self.lowered, end) or _DEADLINE_BEFORE.search(self.before(start, 70)))

    # -- tense -------------------------------------------------------------------------------

    def sentence_start(self, at: int) -> int:
        """Where the sentence that holds ``at`` begins, looking back no further than ``CLAUSE_REACH``."""
        low = max(0, at - CLAUSE_REACH)
        start = low
        for match in _SENTENCE_END.finditer(self.content, low, at + 3):
            if match.end() <= at:
                start = match.end()
        return start

    def before(self, at: int, length: int = 24) -> str:
        return self.lowered[max(0, at - length) : at]

    def future(self, start: int, end: int) -> bool:
        """Whether the words around a time put it after the publication."""
        return self.tense(start, end) is True

    def tense(self, start: int, end: int) -> bool | None:
        """Whether the words around a time put it after the publication: nearest verb on its left decides.

        None if there is no verb to go by.
        With no verb on the left of the sentence, the first verb on the right does ("On Friday the sides
        will meet").
        """
        sentence = self.sentence_start(start)
        left = self.lowered[sentence:start]
        verdict: bool | None = None
        deadline = _DEADLINE.search(left)
        modal_end = -1
        if not deadline and _THEN_PAST.match(self.lowered[end : end + 40]):
            return False
        for cue in _CUE.finditer(left):
            before = left[: cue.start()]
            if cue["future"] and _WAS_TO_BE.search(before):
                verdict = False
            elif (cue["future"] in ("plan", "plans") and _THE_PLAN.search(before)) or (
                cue["past"] and (self._named(sentence + cue.start()) or _BEFORE_NOUN.search(before))
            ):
                continue
            elif cue["future"]:
                verdict, modal_end = True, cue.start()
            elif cue["past"] in (_OF_PLANS | _SPEECH if deadline else _OF_PLANS) or (
                modal_end >= 0 and _AFTER_FUTURE.match(left[modal_end : cue.start()])
            ):
                continue
            else:
                verdict = False
        if deadline:
            past_right = _RIGHT_PAST.match(self.lowered[end : end + 80])
            if re.search(r"\bfrom\s+$|\bbefore\s+$", left):
                return verdict is True
            if verdict is None:
                return not past_right
            if _TO_DO.match(self.lowered[end : end + 30]):
                return True
            return verdict or bool(re.search(r"\bto\s+[a-z]+\b[^,;]{0,60}$", left))
        if verdict is None:
            right = self.lowered[end : end + 90]
            future = _RIGHT_FUTURE.match(right)
            past = _RIGHT_PAST.match(right)
            if future and not (past and past.start(1) < future.start(1)):
                return True
            return False if past else None
        return verdict

    def _named(self, at: int) -> bool:
        """True for a word with a capital inside a sentence of mixed case: "the United States" tells no past."""
        letter = self.content[at : at + 1]
        return letter.isupper() and self.content[at + 1 : at + 2].islower() and self.content[at - 2 : at - 1].isalnum()

    # -- resolving ---------------------------------------------------------------------------

    def nearest(self, month: int, day: int, start: int, end: int, weekday: int | None = None) -> date | None:
        """The year for "January 5": by its weekday if one is printed, else the past unless a cue says otherwise."""
        reference = self.reference
        if reference is None:
            return None
        options = [d for y in range(-5, 6) if (d := safe_date(reference.year + y, month, day))]
        if not options:
            return None
        if weekday is not None:
            matching = [d for d in options if d.weekday() == weekday]
            if matching:
                return min(matching, key=lambda d: abs((d - reference).days))
        if self.narrative:
            return self._narrative_choice(options, reference)
        if self.deadline(start, end):
            return min(options, key=lambda d: abs((d - reference).days))
        past = [d for d in options if d <= reference]
        coming = [d for d in options if d > reference]
        if coming and (coming[0] - reference).days <= 300 and self.future(start, end):
            return coming[0]
        if coming and (coming[0] - reference).days <= NEAR_AHEAD and not _DATED.search(self.before(start, 60)):
            return coming[0]
        return past[-1] if past else coming[0]

    def _narrative_choice(self, options: list[date], reference: date) -> date:
        """History goes forward: the first such day from a little before the time told last."""
        told = self.told
        slack = BACK_IN_HISTORY if told is not None and told.precision != "year" else 0
        return next((d for d in options if (d - reference).days >= -slack), options[-1])

    def nearest_month(self, month: int, start: int, end: int) -> tuple[int, int] | None:
        """Year and month for a month named alone."""
        reference = self.reference
        if reference is None:
            return None
        if self.narrative:
            middle = self._narrative_choice(
                [date(reference.year + y, month, 15) for y in range(-1, 3) if 1 <= reference.year + y <= 9999],
                reference,
            )
            return middle.year, month
        ahead = (month - reference.month) % 12
        if self.before(start, 9) == " through " or self.deadline(start, end):
            # "through August" runs to the nearer one, and a deadline is spoken of when it is near
            later = reference.year + (month < reference.month)
            return (later if ahead <= 6 else later - 1), month
        soon = ahead in (1, 2) and self.tense(start, end) is not False
        if ahead and (soon or (ahead <= 10 and self.future(start, end))):
            return reference.year + (month <= reference.month), month
        return reference.year - (month > reference.month), month
