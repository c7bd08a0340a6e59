"""Who said what: from the attributed spans of a text to statement mentions with speaker, side, act and target.

``spans.find_spans`` finds source, cue and content; this module cuts the content into statements (one act each),
names the speaker, the side, the medium and the day, and keeps the reason for every choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Token

from trucewatch.annotate.acts import Act, act_of
from trucewatch.annotate.circumstances import Medium, medium_of, said_on
from trucewatch.annotate.clauses import FINITE, View
from trucewatch.annotate.cues import NEWS_NAME, listed
from trucewatch.annotate.own_text import first_person, own_text
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.sides import Sides, parties_in, party_spots
from trucewatch.annotate.spans import Attribution, find_spans
from trucewatch.annotate.speakers import Speaker, Speakers
from trucewatch.records.agreement import Agreement
from trucewatch.records.maker import Maker, Reason, SetAside
from trucewatch.records.mention import StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="attribution rules", version="1")
#: Acts that are addressed to nobody, whatever their words name.
UNADDRESSED = frozenset(
    {"report", "explain", "acknowledge", "announce", "predict", "claim_responsibility", "praise", "no_comment"}
)
#: Acts against a side, which hold for the side charged before where they name none.
ANSWERABLE = frozenset({"accuse", "condemn", "threaten", "warn", "demand", "deny", "reject", "deny_responsibility"})
#: Cues of mind that stand for something said when a speaker is given ("he hopes", "analysts expect").
SPOKEN_MINDS = frozenset({"hope", "expect", "anticipate", "fear", "believe", "think", "consider", "concern", "worry"})
#: Cues that make a statement of their own inside somebody else's words.
NESTED_CUES = frozenset(
    """say state claim accuse blame reject dismiss deny condemn admit acknowledge concede allege warn threaten insist
    announce declare demand pledge vow promise tell""".split()
)
#: Paragraphs over which a speaker's medium and day are taken over from his words before (set on the dev clusters).
REACH = 5


@dataclass(slots=True)
class _Unit:
    """Words that do one thing: pieces in the text and the words as read."""

    pieces: list[tuple[int, int]]
    words: str
    act: Act | None = None


def find_statements(
    parsed: Parsed, *, agreement: Agreement, published: date | None, times: Sequence[When]
) -> tuple[list[StatementMention], list[SetAside]]:
    """Every statement that the text attributes to somebody, in reading order, and what was set aside by reason.

    Reported silence comes back with ``silence`` set. Never raises on odd text: what cannot be read is left out.
    """
    sides = Sides(agreement)
    speakers = Speakers(parsed, sides)
    found = find_spans(parsed)
    owner, found = own_text(parsed, found, sides)
    engine = _Engine(parsed, sides, speakers, published, times, owner)
    return engine.run(found)


class _Engine:
    def __init__(
        self,
        parsed: Parsed,
        sides: Sides,
        speakers: Speakers,
        published: date | None,
        times: Sequence[When],
        owner: str | None = None,
    ) -> None:
        self.parsed = parsed
        self.content = parsed.text.content
        self.sides = sides
        self.speakers = speakers
        self.published = published
        self.times = times
        #: The party whose own text the page is, if it is one.
        self.owner = Speaker(name=owner, kind="institution", side=owner, rule="own text") if owner else None
        self.views: dict[int, View] = {}
        self.aside: dict[str, list[str]] = {}
        #: The side that each speaker charged last.
        self.charged: dict[str, str] = {}

    def run(self, found: list[Attribution]) -> tuple[list[StatementMention], list[SetAside]]:
        mentions: dict[str, StatementMention] = {}
        resolved: list[Speaker] = []
        told: dict[str, tuple[Medium, When | None, int]] = {}
        handed = _handed_on(found)
        for number, attribution in enumerate(found):
            speaker = self.speakers.resolve(attribution)
            if self.owner and first_person(attribution):
                speaker = self.owner
            resolved.append(speaker)
            outer = (
                resolved[attribution.outer]
                if attribution.outer is not None and attribution.outer < len(resolved) - 1
                else None
            )
            if self.owner and outer is None and speaker.name != self.owner.name and attribution.frame != "own text":
                outer = self.owner
            if number in handed:
                self._set_aside("only hands on another's words", attribution)
                continue
            refused = self._refuse(attribution, speaker, outer)
            if refused:
                self._set_aside(refused, attribution)
                continue
            medium, when = self._circumstances(attribution, speaker, told)
            for mention in self._mentions(attribution, speaker, outer, medium, when):
                mentions.setdefault(mention.id, mention)
        aside = [
            SetAside(reason=reason, what="; ".join(words[:3]), count=len(words)) for reason, words in self.aside.items()
        ]
        return list(mentions.values()), aside

    def _set_aside(self, reason: str, attribution: Attribution) -> None:
        a, b = attribution.pieces[0]
        self.aside.setdefault(reason, []).append(" ".join(self.content[a:b].split())[:60])

    def _refuse(self, attribution: Attribution, speaker: Speaker, outer: Speaker | None) -> str | None:
        cue = attribution.cue
        if attribution.negated:
            return "silence told of inside another statement" if attribution.outer is not None else None
        if attribution.hypothetical:
            return "attribution under a condition or in the future"
        if cue is not None and cue.kind == "document":
            return "a document shows it, nobody says it"
        if (
            cue is not None
            and cue.kind == "attitude"
            and (cue.word not in SPOKEN_MINDS or attribution.outer is not None)
        ):
            return "a state of mind, not said"
        if attribution.outer is not None:
            if (
                cue is None
                or cue.noun
                or cue.kind != "speech"
                or speaker.name is None
                or (attribution.quoted and attribution.frame == "clause")
            ):
                return "inside another statement, no speaker of its own"
            if (
                outer is None
                or speaker.name == outer.name
                or attribution.frame in ("object", "passive object", "rest of sentence")
            ):
                return "inside another statement, no speaker of its own"
            head = attribution.source_head
            if head is not None and head.pos_ == "PRON":
                return "inside another statement, no speaker of its own"
        if speaker.name is None and attribution.frame in (
            "object",
            "passive object",
            "told before",
            "noun",
            "prepositional",
        ):
            return "nobody named as speaker"
        return None

    def _circumstances(
        self, attribution: Attribution, speaker: Speaker, told: dict[str, tuple[Medium, When | None, int]]
    ) -> tuple[Medium, When | None]:
        head = attribution.source_head
        if attribution.frame == "noun" and head is not None and attribution.cue_token in head.ancestors:
            # the sentence round a noun ("its claim that") tells of another saying
            return Medium("unknown", "a noun names the saying"), None
        medium = medium_of(self.content, attribution)
        when = self._not_after(said_on(self.content, attribution, self.times))
        if medium.name == "unknown":
            medium = self._scene(attribution, speaker) or medium
        name = speaker.name or ""
        before = told.get(name)
        # one occasion runs through neighbouring paragraphs: what its first words tell holds for the rest
        if before is not None and attribution.paragraph - before[2] <= REACH:
            if medium.name == "unknown" and before[0].name != "unknown":
                medium = replace(before[0], rule="goes on from the words before")
            when = when or before[1]
        if attribution.outer is None and name:
            told[name] = (medium, when, attribution.paragraph)
        return medium, when

    def _not_after(self, when: When | None) -> When | None:
        """A weekday read as coming lies a week back: what is reported was said before the report."""
        if when is None or self.published is None or when.first_day is None or when.first_day <= self.published:
            return when
        gap = (when.first_day - self.published).days
        if gap > 7 or when.first_day != when.last_day or any(c.isdigit() for c in when.words):
            return when
        return When.days(
            when.first_day - timedelta(days=7), when.first_day - timedelta(days=7), words=when.words,
            precision=when.precision, basis=when.basis, span=when.span,
        )  # fmt: skip

    def _scene(self, attribution: Attribution, speaker: Speaker) -> Medium | None:
        """The sentence before, in the same paragraph, may tell where the words were written or spoken."""
        paragraph = self.parsed.paragraphs[attribution.paragraph]
        before = [
            (a, b) for a, b in self._view(attribution.paragraph).sentences
            if paragraph.start + paragraph.doc[a].idx < attribution.sentence_at[0] and paragraph.start + paragraph.doc[b - 1].idx < attribution.pieces[0][0]
        ][-1:]  # fmt: skip
        last = (speaker.name or "?").split()[-1]
        for a, b in before:
            words = paragraph.doc[a:b]
            subject = next((t for t in words if t.dep_ == "nsubj"), None)
            if subject is None or last not in words.text:
                continue
            start = paragraph.start + words.start_char
            scene = replace(attribution, sentence_at=(start, paragraph.start + words.end_char), pieces=[attribution.pieces[0]], cue=None, source_head=None, source_at=None)
            found = medium_of(self.content, scene)
            if found.name != "unknown":
                return replace(found, rule="told in the sentence before")
        return None

    # -- statements ------------------------------------------------------------------------------

    def _mentions(
        self, attribution: Attribution, speaker: Speaker, outer: Speaker | None, medium: Medium, when: When | None
    ) -> Iterator[StatementMention]:
        if attribution.negated:
            unit = _Unit(attribution.pieces, "", Act("no_comment", "somebody did not say it", 0.6))
            made = self._mention(attribution, unit, speaker, outer, medium, when, silence=True)
            if made:
                yield made
            return
        for unit in self._units(attribution, speaker):
            made = self._mention(attribution, unit, speaker, outer, medium, when)
            if made:
                yield made

    def _units(self, attribution: Attribution, speaker: Speaker) -> list[_Unit]:
        """Cut the content where what the speaker does changes; neighbours that do the same stay one."""
        sentences: list[_Unit] = []
        open_end = False
        for a, b in self._with_noun(attribution):
            for x, y in self._sentences(attribution.paragraph, a, b):
                if open_end and sentences and (self.content[x : x + 1].islower() or not self.content[x : x + 1].isalpha()):
                    sentences[-1].pieces.append((x, y))
                else:
                    sentences.append(_Unit([(x, y)], ""))
                open_end = False
            open_end = bool(sentences) and not self.content[a:b].rstrip().endswith((".", "!", "?", "…", ".”", '."'))
        for number, unit in enumerate(sentences):
            unit.words = self._words(unit)
            unit.act = self._act(attribution, unit.words, speaker, inside=number > 0)
        units: list[_Unit] = []
        for unit in sentences:
            for part in self._clauses(attribution, unit, speaker):
                last = units[-1] if units else None
                if (
                    last is not None
                    and last.act
                    and part.act
                    and last.act.name == part.act.name
                    and _touch(self.content, last.pieces[-1], part.pieces[0])
                ):
                    last.pieces[-1] = (last.pieces[-1][0], part.pieces[0][1])
                    last.pieces += part.pieces[1:]
                    last.words = self._words(last)
                else:
                    units.append(part)
        return units

    def _with_noun(self, attribution: Attribution) -> list[tuple[int, int]]:
        """"Its vow to go on", "a joint call for calm": the noun belongs to what is said."""
        cue = attribution.cue
        if attribution.frame != "noun" or cue is None or cue.act not in ("urge", "pledge", "demand") or not attribution.cue_at:
            return attribution.pieces
        start = attribution.cue_at[0]
        if attribution.source_at and start - 60 < attribution.source_at[0] < start and attribution.cue_token is not None:
            start = min(start, self.parsed.paragraphs[attribution.paragraph].start + attribution.cue_token.left_edge.idx)
        (_, end), *rest = attribution.pieces
        return [(start, end), *rest]

    def _words(self, unit: _Unit) -> str:
        return " ".join(" ".join(self.content[a:b] for a, b in unit.pieces).split())

    def _view(self, number: int) -> View:
        if number not in self.views:
            self.views[number] = View.of(self.parsed.paragraphs[number].doc)
        return self.views[number]

    def _sentences(self, number: int, a: int, b: int) -> list[tuple[int, int]]:
        """The sentences of a piece, as offsets in the text."""
        paragraph = self.parsed.paragraphs[number]
        cuts = [paragraph.start + paragraph.doc[s].idx for s, _ in self._view(number).sentences]
        inner = [c for c in cuts if a < c < b]
        edges = [a, *inner, b]
        found = []
        for x, y in zip(edges, edges[1:], strict=False):
            span = self.parsed.text.trimmed_span(x, y)
            if span is not None and re.search(r"\w", span.words):
                found.append((span.start, span.end))
        return found

    def _clauses(self, attribution: Attribution, unit: _Unit, speaker: Speaker) -> list[_Unit]:
        """Cut one sentence at a coordination if its two halves do clearly different things."""
        if len(unit.pieces) != 1:
            return [unit]
        paragraph = self.parsed.paragraphs[attribution.paragraph]
        a, b = unit.pieces[0]
        for cut, after in _coordinations(paragraph, a, b):
            first = _Unit([(a, cut)], "")
            second = _Unit([(after, b)], "")
            first.words, second.words = self._words(first), self._words(second)
            if len(first.words.split()) < 4 or len(second.words.split()) < 4:
                continue
            first.act = self._act(attribution, first.words, speaker, inside=False)
            second.act = self._act(attribution, second.words, speaker, inside=True)
            if first.act.name != second.act.name and first.act.score >= 0.45 and second.act.score >= 0.45:
                return [first, *self._clauses(attribution, second, speaker)]
        return [unit]

    def _act(self, attribution: Attribution, words: str, speaker: Speaker, *, inside: bool) -> Act:
        cue = attribution.cue
        if attribution.frame == "claimed by":
            return Act("claim_responsibility", "claimed by", 0.8)
        return act_of(
            words, cue_act=cue.act if cue and not attribution.continued else "", cue_word=cue.word if cue else "",
            charged=self.charged.get(speaker.name or ""),
            direct=attribution.quoted,
            office=speaker.side is None and speaker.role is not None,
            attitude=bool(cue and cue.kind == "attitude"), speaker_side=speaker.side,
            named=party_spots(words, self.sides), inside=inside,
        )  # fmt: skip

    def _target(self, attribution: Attribution, unit: _Unit, act: Act, speaker: Speaker) -> tuple[str | None, str]:
        if act.name in UNADDRESSED:
            return None, f"{act.name} is addressed to nobody"
        if attribution.addressee_at is not None:
            words = self.content[slice(*attribution.addressee_at)]
            side = self.speakers.side_of_phrase(words) if words else None
            if side and side != speaker.side:
                return side, "the one addressed"
        named = [p for p in parties_in(unit.words, self.sides) if p != speaker.side]
        if len(named) == 1:
            return named[0], "the one other party named"
        if not named and act.name in ANSWERABLE:
            before = self.charged.get(speaker.name or "")
            if before and before != speaker.side:
                return before, "the side charged just before"
            other = self.sides.other_party(speaker.side) if speaker.side else None
            if other and act.name in ("accuse", "condemn", "threaten", "deny", "reject", "deny_responsibility"):
                return other, "the one other signatory"
        return None, "no single party named"

    def _mention(
        self, attribution: Attribution, unit: _Unit, speaker: Speaker, outer: Speaker | None, medium: Medium, when: When | None,
        *, silence: bool = False,
    ) -> StatementMention | None:  # fmt: skip
        text = self.parsed.text
        act = unit.act or Act("report", "nothing else fits", 0.3)
        content = tuple(s for s in (text.trimmed_span(a, b) for a, b in unit.pieces) if s is not None)
        if not content:
            return None
        source = text.trimmed_span(*attribution.source_at) if attribution.source_at else None
        cue = text.trimmed_span(*attribution.cue_at) if attribution.cue_at else None
        target, target_rule = self._target(attribution, unit, act, speaker)
        if act.name in ANSWERABLE and target and speaker.name:
            self.charged[speaker.name] = target
        direct = attribution.quoted and attribution.outer is None and _quoted(self.content, content, attribution)
        reasons = (
            Reason(
                field="content", value=attribution.frame, rule=f"frame: {attribution.frame}", score=attribution.score
            ),
            Reason(
                field="speaker",
                value=speaker.name or "none",
                rule=speaker.rule or "none",
                words=source.words if source else None,
            ),
            Reason(
                field="side", value=speaker.side or "none", rule=f"by {speaker.rule}; role {speaker.role or 'none'}"
            ),
            Reason(field="act", value=act.name, rule=act.rule, score=act.score, words=act.words),
            Reason(field="target_side", value=target or "none", rule=target_rule),
            Reason(field="medium", value=medium.name, rule=medium.rule, words=medium.words),
            Reason(
                field="said_on",
                value=when.value if when else "none",
                rule="time beside the cue" if when else "no time beside the cue",
            ),
        )
        return StatementMention.of(
            content=content, source=source, cue=cue, speaker=speaker.name, speaker_kind=speaker.kind, role=speaker.role,
            side=speaker.side, act=act.name, target_side=target, medium=medium.name, said_on=when, direct=direct,
            reported_by=outer.name if outer and not _outlet(outer) else None,
            via=outer.name if outer and _outlet(outer) else None, silence=silence, score=round(min(1.0, attribution.score), 3),
            reasons=reasons, maker=MAKER,
        )  # fmt: skip


def _outlet(speaker: Speaker) -> bool:
    """True for a paper, agency or broadcaster: it carries words, it does not speak for anyone."""
    return any(listed("outlets", w) for w in (speaker.name or "").split()) or bool(NEWS_NAME.search(speaker.name or ""))


def _handed_on(found: list[Attribution]) -> set[int]:
    """Attributions whose whole content is somebody else's saying ("X told Y that ..., a spokesman said")."""
    numbers: set[int] = set()
    for inner in found:
        if inner.outer is None or inner.frame != "clause" or inner.negated or inner.hypothetical or inner.source_at is None:
            continue
        if inner.cue is None or inner.cue.word not in NESTED_CUES or (inner.source_head is not None and inner.source_head.pos_ == "PRON"):
            continue
        outer = found[inner.outer]
        start, end = outer.pieces[0]
        if len(outer.pieces) == 1 and inner.source_at[0] - start <= 30 and end - inner.pieces[-1][1] <= 3:
            numbers.add(inner.outer)
    return numbers


def _touch(content: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """True if only white space and marks lie between two pieces."""
    return left[1] <= right[0] and not re.search(r"\w", content[left[1] : right[0]])


def _quoted(content: str, pieces: tuple[Span, ...], attribution: Attribution) -> bool:
    if attribution.frame in ("recording", "name and colon", "quotation paragraph", "own text"):
        return True
    marks = '"“”«»„‘'
    for piece in pieces:
        if any(mark in piece.words for mark in marks):
            return True
        before, after = content[max(0, piece.start - 2) : piece.start], content[piece.end : piece.end + 3]
        if any(mark in before for mark in marks) or any(mark in after for mark in marks):
            return True
        for a, b in attribution.pieces:
            if a <= piece.start and piece.end <= b and any(m in content[max(0, a - 2) : a] for m in marks):
                return True
    return False


def _coordinations(paragraph: Paragraph, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Places where a sentence may be cut: (end of the first half, start of the second), offsets in the text."""
    doc = paragraph.doc
    span = doc.char_span(a - paragraph.start, b - paragraph.start, alignment_mode="contract")
    if span is None or len(span) < 8:
        return
    roots = {t.i for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t}
    for token in span:
        if token.dep_ != "conj" or token.pos_ not in ("VERB", "AUX") or not _finite(token):
            continue
        if token.head.i not in roots and token.head.dep_ not in ("conj", "ccomp", "xcomp"):
            continue
        edge = token.left_edge.i
        cut = edge
        while cut - 1 > span.start and (
            doc[cut - 1].is_punct or doc[cut - 1].dep_ == "cc" or doc[cut - 1].lower_ in ("and", "but", "that")
        ):
            cut -= 1
        while edge < token.i and (doc[edge].lower_ in ("that", "and", "but") or doc[edge].is_punct):
            edge += 1
        if span.start < cut < edge < span.end:
            yield paragraph.start + doc[cut - 1].idx + len(doc[cut - 1]), paragraph.start + doc[edge].idx


def _finite(token: Token) -> bool:
    return token.tag_ in FINITE or any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in token.children)
