"""Who said what: from the attributed spans of a text to statement mentions with speaker, side, act and target.

``spans.find_spans`` finds source, cue and content; this module cuts the content into statements (one act each),
names the speaker, the side, the medium and the day, and keeps the reason for every choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from trucewatch.annotate.act_choice import reconsidered
from trucewatch.annotate.acts import Act, act_of
from trucewatch.annotate.circumstances import Occasions
from trucewatch.annotate.cues import NEWS_NAME, listed
from trucewatch.annotate.idle_labels import without_idle_labels
from trucewatch.annotate.media import Medium
from trucewatch.annotate.own_text import Owner, first_person, own_text, page_day
from trucewatch.annotate.party_spots import party_spots
from trucewatch.annotate.refusals import handed_on, refused
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sides import Sides, sides_for
from trucewatch.annotate.spans import Attribution, part_relatives
from trucewatch.annotate.speakers import Speaker, Speakers
from trucewatch.annotate.tagged import find_attributions
from trucewatch.annotate.tagger import Tagger
from trucewatch.annotate.targets import ANSWERABLE, EACH_OTHER, belligerents, target_of
from trucewatch.annotate.units import Cutter, Unit
from trucewatch.annotate.view import View
from trucewatch.records.agreement import Agreement
from trucewatch.records.maker import Maker, Reason, SetAside
from trucewatch.records.mention import StatementMention
from trucewatch.records.span import Span
from trucewatch.records.when import When

MAKER = Maker(kind="machine", name="attribution rules", version="1")


def find_statements(
    parsed: Parsed,
    *,
    agreement: Agreement,
    published: date | None,
    times: Sequence[When],
    publisher: str | None = None,
    tagger: Tagger | None = None,
) -> tuple[list[StatementMention], list[SetAside]]:
    """Every statement that the text attributes to somebody, in reading order, and what was set aside by reason.

    ``publisher`` is asked whose own text a page is that does not say it itself. Without a ``tagger`` the rules alone
    find the spans.
    Reported silence comes back with ``silence`` set. Never raises on odd text: what cannot be read is left out.
    """
    sides = sides_for(agreement).released_by(publisher)
    speakers = Speakers(parsed, sides)
    views: dict[int, View] = {}
    found = find_attributions(parsed, tagger, views)
    part_relatives(found)
    found = without_idle_labels(found, parsed, speakers, sides)
    owner, found = own_text(parsed, found, sides, views, published=published, publisher=publisher)
    engine = _Engine(parsed, sides, speakers, published, times, views, owner, weights=tagger)
    return engine.run(found)


class _Engine:
    def __init__(
        self,
        parsed: Parsed,
        sides: Sides,
        speakers: Speakers,
        published: date | None,
        times: Sequence[When],
        views: dict[int, View],
        owner: Owner | None = None,
        weights: Tagger | None = None,
    ) -> None:
        self.parsed = parsed
        #: The name of the trained weights in use.
        self.weights = weights.name if weights else None
        self.model = weights.acts if weights else None
        self.maker = _maker(weights)
        self.content = parsed.text.content
        self.sides = sides
        self.speakers = speakers
        #: The party whose own text the page is, if it is one.
        self.published = published
        self.owner = _own_speaker(owner) if owner else None
        self.own_day = owner.day if owner else None
        self.aside: dict[str, list[str]] = {}
        self.speaker = Speaker(name=None, kind="unknown")
        self.cutter = Cutter(parsed, self._act, views)
        self.occasions = Occasions(parsed, times, published, self.cutter.view)
        #: Numbers of attributions that only hand on another's words.
        self.handed: set[int] = set()
        #: The side that each speaker charged last.
        self.charged: dict[str, str] = {}
        #: The side that charged each side last.
        self.accusers: dict[str, str] = {}
        self.at_war = frozenset(belligerents(sides))
        #: Where the words of each speaker's statements begin and end.
        self._told: dict[str, set[tuple[int, int]]] = {}

    def run(self, found: list[Attribution]) -> tuple[list[StatementMention], list[SetAside]]:
        mentions: dict[str, StatementMention] = {}
        resolved: list[Speaker] = []
        self.handed = handed_on(found)
        for number, attribution in enumerate(found):
            speaker = self.speakers.resolve(attribution)
            own = self.owner is not None and (attribution.frame == "own text" or first_person(attribution))
            if self.owner and own:
                speaker = self.owner
            elif attribution.label_of:
                speaker = self._with_office(speaker, attribution.label_of)
            if speaker.rule == "joint speakers" and EACH_OTHER.search(self.content[slice(*attribution.sentence_at)]):
                speaker = replace(speaker, side=None)  # each against the other: the words are no one side's
            resolved.append(speaker)
            outer = (
                resolved[attribution.outer]
                if attribution.outer is not None and attribution.outer < len(resolved) - 1
                else None
            )
            if self.owner and outer is None and not own:
                outer = self.owner
            if number in self.handed and not (attribution.frame == "clause" and speaker.kind == "named"):
                self._set_aside("only hands on another's words", attribution)
                continue
            reason = refused(attribution, speaker, outer, parsed=self.parsed, handed=self.handed)
            if reason:
                self._set_aside(reason, attribution)
                continue
            medium, when = self.occasions.of(attribution, speaker.name)
            if own:
                medium, when = Medium("statement", "a side's own text"), when or self.own_day
            elif self.owner and self.owner.side and speaker.side == self.owner.side and _by_institution(speaker):
                # "The Ministry demands that ..." in the Ministry's own release
                if medium.name == "unknown":
                    medium = Medium("statement", "a side's own text, of itself by name")
                when = when or self.own_day
            elif attribution.frame == "name and colon" and medium.name == "interview":
                # a transcript bears its day once, at its head
                when = when or page_day(self.parsed, None, self.published)
            if attribution.outer in self.handed and attribution.carrier is None:
                attribution = replace(attribution, carrier=_named_behind(found[attribution.outer]))
            for mention in self._mentions(attribution, speaker, outer, medium, when):
                if not self._told_twice(mention):
                    mentions.setdefault(mention.id, mention)
        aside = [
            SetAside(reason=reason, what="; ".join(words[:3]), count=len(words)) for reason, words in self.aside.items()
        ]
        return list(mentions.values()), aside

    def _told_twice(self, mention: StatementMention) -> bool:
        """True for words that were read as this speaker's already, but for marks at their edges ("it", it.)."""
        folded = (mention.speaker or "").casefold()
        ends = {
            (self._bare(span.start, 1), self._bare(span.end - 1, -1)) for span in mention.content
        }  # fmt: skip
        known = self._told.setdefault(folded, set())
        twice = bool(folded) and not mention.silence and ends <= known
        known |= ends
        return twice

    def _bare(self, at: int, step: int) -> int:
        """The nearest letter or digit from here."""
        while 0 < at < len(self.content) - 1 and not self.content[at].isalnum():
            at += step
        return at

    def _with_office(self, speaker: Speaker, office: str) -> Speaker:
        """ "MS. NAME (Foreign Ministry): ...": what stands in brackets behind a label."""
        side = speaker.side or self.sides.of_words(office)
        return replace(speaker, role=speaker.role or office, side=side, rule=f"{speaker.rule}; office in brackets")

    def _seen(self, attribution: Attribution) -> str:
        """Who saw it, where trained weights are in use."""
        if self.weights is None:
            return ""
        if attribution.frame == "tagger":
            return f"; seen by the weights {self.weights} alone"
        return f"; seen by rules and the weights {self.weights}" if attribution.extent else "; seen by the rules alone"

    def _set_aside(self, reason: str, attribution: Attribution) -> None:
        a, b = attribution.pieces[0]
        self.aside.setdefault(reason, []).append(" ".join(self.content[a:b].split())[:60])

    # -- statements ------------------------------------------------------------------------------

    def _mentions(
        self, attribution: Attribution, speaker: Speaker, outer: Speaker | None, medium: Medium, when: When | None
    ) -> Iterator[StatementMention]:
        if attribution.negated:
            unit = Unit(attribution.pieces, "", Act("no_comment", "somebody did not say it", 0.6))
            made = self._mention(attribution, unit, speaker, outer, medium, when, silence=True)
            if made:
                yield made
            return
        self.speaker = speaker
        for number, unit in enumerate(self.cutter.units(attribution)):
            unit.act = reconsidered(
                unit, attribution, self.parsed.paragraphs[attribution.paragraph], model=self.model, inside=number > 0,
                side=speaker.side, fights=speaker.side in self.at_war, charged=speaker.name in self.charged,
                named=party_spots(unit.words, self.sides),
            )  # fmt: skip
            made = self._mention(attribution, unit, speaker, outer, medium, when)
            if made:
                yield made

    def _act(self, attribution: Attribution, words: str, inside: bool) -> Act:
        """What the rules say that some words do."""
        speaker = self.speaker
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
            fights=speaker.side in self.at_war, rivals=self.rivals_of(speaker.side),
        )  # fmt: skip

    def rivals_of(self, side: str | None) -> frozenset[str]:
        """The sides at war with this one: all the others, for a side that fights."""
        return self.at_war - {side} if side in self.at_war else frozenset()

    def _mention(
        self, attribution: Attribution, unit: Unit, speaker: Speaker, outer: Speaker | None, medium: Medium,
        when: When | None,
        *, silence: bool = False,
    ) -> StatementMention | None:  # fmt: skip
        text = self.parsed.text
        act = unit.act or Act("report", "nothing else fits", 0.3)
        pieces = [own for piece in unit.pieces for own in self.parsed.without_marks(*piece)]
        content = tuple(s for s in (text.trimmed_span(a, b) for a, b in pieces) if s is not None)
        if not content:
            return None
        source = text.trimmed_span(*attribution.source_at) if attribution.source_at else None
        cue = text.trimmed_span(*attribution.cue_at) if attribution.cue_at else None
        target, target_rule = target_of(
            unit.words, act.name, attribution, speaker,
            parsed=self.parsed, sides=self.sides, speakers=self.speakers, charged=self.charged,
            accusers=self.accusers,
        )  # fmt: skip
        if act.name in ("accuse", "condemn") and target and speaker.side:
            self.accusers[target] = speaker.side
        if act.name in ANSWERABLE and target and speaker.name:
            self.charged[speaker.name] = target
        own = self.owner is not None and speaker is self.owner
        direct = own or (
            attribution.quoted
            and (attribution.outer is None or attribution.outer in self.handed)
            and _quoted(self.content, content, attribution)
        )
        reasons = (
            Reason(
                field="content",
                value=attribution.frame,
                rule=f"frame: {attribution.frame}{self._seen(attribution)}",
                score=attribution.score,
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
            via=_carrier(attribution.carrier or (outer.name if outer and _outlet(outer) else None)), silence=silence,
            score=round(min(1.0, attribution.score), 3),
            reasons=reasons, maker=self.maker,
        )  # fmt: skip


def _by_institution(speaker: Speaker) -> bool:
    return speaker.kind == "institution" or speaker.name == speaker.side


def _maker(weights: Tagger | None) -> Maker:
    """Rules alone, or rules with weights, whose digest is the version."""
    if weights is None:
        return MAKER
    return replace(MAKER, name=f"{MAKER.name} with weights {weights.name}", version=weights.digest)


def _own_speaker(owner: Owner) -> Speaker:
    """Who signed a side's own text, else the side itself."""
    if owner.signed:
        return Speaker(name=owner.signed, kind="named", side=owner.side, rule="signed own text")
    return Speaker(name=owner.body or owner.side, kind="institution", side=owner.side, rule="own text")


def _named_behind(carrier: Attribution) -> str | None:
    """ "The state news agency NAME": the name set behind what it is."""
    head = carrier.source_head
    if head is None:
        return None
    name = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None)
    return head.doc[name.left_edge.i : name.i + 1].text if name is not None else None


def _carrier(words: str | None) -> str | None:
    """The carrier's name: "the daily NAME" and "the state news agency NAME" are called NAME."""
    if words is None:
        return None
    parts = words.split()
    name = len(parts)
    while name > 0 and (parts[name - 1][0].isupper() or (name < len(parts) and parts[name - 1] in ("of", "the"))):
        name -= 1
    while name < len(parts) and not parts[name][0].isupper():
        name += 1
    return " ".join(parts[name:]) or words


def _outlet(speaker: Speaker) -> bool:
    """True for a paper, agency or broadcaster: it carries words, it does not speak for anyone."""
    return any(listed("outlets", w) for w in (speaker.name or "").split()) or bool(NEWS_NAME.search(speaker.name or ""))


def _quoted(content: str, pieces: tuple[Span, ...], attribution: Attribution) -> bool:
    if attribution.frame in ("recording", "name and colon", "quotation paragraph", "own text", "block"):
        return True
    marks = '"“”«»„‘'
    for piece in pieces:
        if any(mark in piece.words for mark in marks):
            return True
        before, after = content[max(0, piece.start - 2) : piece.start], content[piece.end : piece.end + 3]
        if any(mark in before for mark in marks) or any(mark in after for mark in marks):
            return True
        if content[max(0, piece.start - 1) : piece.start] == "'" and not content[max(0, piece.start - 2)].isalnum():
            return True
        for a, b in attribution.pieces:
            if a <= piece.start and piece.end <= b and any(m in content[max(0, a - 2) : a] for m in marks):
                return True
    return False
