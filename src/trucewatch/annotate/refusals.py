"""Which attributed words are no statement: a state of mind, a condition, a name alone, what another only hands on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from trucewatch.annotate.clauses import no_saying
from trucewatch.annotate.cues import listed, word_lists
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.speakers import Speaker

#: Cues of mind that stand for something said when a speaker is given ("he hopes", "analysts expect").
SPOKEN_MINDS = frozenset({"hope", "expect", "anticipate", "fear", "believe", "think", "consider", "concern", "worry"})
#: Acts done to a thing by naming it ("condemned the strikes"); other contents without a verb say nothing.
TAKES_A_THING = frozenset({"accuse", "condemn", "deny", "reject", "praise", "demand", "urge", "pledge"})
#: What is kept from whom it is denied to.
WITHHELD = frozenset({"access", "passage", "entry", "entrance", "permission", "visa", "bail", "permit", "exit"})
#: Cues that make a statement of their own inside somebody else's words.
NESTED_CUES = word_lists()["nested_cues"]


def refused(
    attribution: Attribution, speaker: Speaker, outer: Speaker | None, *, parsed: Parsed, handed: Collection[int]
) -> str | None:
    """Why an attribution is no statement of its speaker's; None if it is one.

    ``outer`` speaks the words that hold these; ``handed`` are the numbers of attributions that only hand on another's
    words (``handed_on``).
    """
    cue = attribution.cue
    if attribution.negated and cue is not None and cue.word == "agree":
        return "nothing agreed on, nobody silent"
    if cue is not None and cue.word == "deny" and _withheld(attribution):
        return "something kept from somebody, no words"
    if attribution.negated:
        return "silence told of inside another statement" if attribution.outer is not None else None
    if attribution.frame == "tagger" and cue is not None and attribution.cue_token is not None:
        why = no_saying(attribution.cue_token, cue, attribution.source_head)
        if why:
            return why
        called = cue.word == "call"  # "called the report a lie"
        if not attribution.quoted and not (called or cue.act in TAKES_A_THING or _tells(attribution, parsed)):
            return "a name or a thing, nothing told of it"
    if attribution.hypothetical:
        return "attribution under a condition or in the future"
    if cue is not None and cue.kind == "document":
        return "a document shows it, nobody says it"
    if cue is not None and cue.kind == "attitude" and (cue.word not in SPOKEN_MINDS or attribution.outer is not None):
        return "a state of mind, not said"
    if cue is not None and cue.kind == "attitude" and _crowd(attribution):
        return "a belief of many, said by nobody"
    if (
        attribution.outer is not None
        and attribution.outer not in handed
        and not _speaks_inside(attribution, speaker, outer, parsed.text.content)
    ):
        return "inside another statement, no speaker of its own"
    if attribution.frame == "tagger" and cue is None and not attribution.quoted:
        return "no cue of speech"
    if speaker.name is None and attribution.frame in (
        "tagger",
        "object",
        "passive object",
        "told before",
        "noun",
        "prepositional",
    ):
        return "nobody named as speaker"
    return None


def _withheld(attribution: Attribution) -> bool:
    """ "Denied the patrol passage" keeps it from them; "denied the raid" says that it was not theirs."""
    token = attribution.cue_token
    behind = token.doc[token.i + 1 : token.i + 6] if token is not None else ()
    return any(t.lemma_ in WITHHELD and t.pos_ == "NOUN" for t in behind)


def _speaks_inside(attribution: Attribution, speaker: Speaker, outer: Speaker | None, content: str) -> bool:
    """True if words inside another's statement are clearly a third one's saying."""
    cue, head = attribution.cue, attribution.source_head
    if cue is not None and cue.noun and cue.act == "accuse" and speaker.side and outer is not None:
        # "rejected the Front's claim that its drones ...": the claim is the Front's statement
        start, _ = attribution.pieces[0]
        return (
            attribution.frame == "noun"
            and speaker.name != outer.name
            and not attribution.in_quote
            and content[max(0, start - 8) : start].lower().split()[-1:] == ["that"]
        )
    if attribution.frame == "claimed by" and attribution.beyond:
        # "a bomb claimed by the Front killed ten, the governor said": the claim is the Front's statement
        return speaker.name is not None
    if cue is None or cue.noun or cue.word not in NESTED_CUES or speaker.name is None:
        return False
    if outer is None or speaker.name == outer.name or (head is not None and head.pos_ == "PRON"):
        return False
    if attribution.frame == "object":
        return cue.act in ("reject", "deny", "condemn") and not attribution.in_quote
    return attribution.frame in ("clause", "prepositional", "infinitive", "according to")


def _tells(attribution: Attribution, parsed: Parsed) -> bool:
    """Whether the words hold a verb."""
    paragraph = parsed.paragraphs[attribution.paragraph]
    for start, end in attribution.pieces:
        span = paragraph.doc.char_span(start - paragraph.start, end - paragraph.start, alignment_mode="expand")
        if span is not None and any(token.pos_ in ("VERB", "AUX") for token in span):
            return True
    return False


def _crowd(attribution: Attribution) -> bool:
    """ "Most families believe": many people at once, none of whom is heard."""
    head = attribution.source_head
    if head is None or head.tag_ not in ("NNS", "NN"):
        return False
    if any(c.lower_ in ("most", "many", "few", "some") for c in head.children):
        return not listed("roles", head.lemma_)
    return head.lemma_ in ("people", "family", "everyone", "everybody")


def handed_on(found: Sequence[Attribution]) -> set[int]:
    """Attributions whose whole content is somebody else's saying ("X told Y that ..., a spokesman said")."""
    numbers: set[int] = set()
    for inner in found:
        if inner.outer is not None and _carried(inner, found[inner.outer]):
            numbers.add(inner.outer)
            continue
        if (
            inner.outer is None
            or inner.frame != "clause"
            or inner.negated
            or inner.hypothetical
            or inner.source_at is None
        ):
            continue
        if (
            inner.cue is None
            or inner.cue.word not in NESTED_CUES
            or (inner.source_head is not None and inner.source_head.pos_ == "PRON")
        ):
            continue
        outer = found[inner.outer]
        start, end = outer.pieces[0]
        if len(outer.pieces) == 1 and inner.source_at[0] - start <= 30 and end - inner.pieces[-1][1] <= 3:
            numbers.add(inner.outer)
    return numbers


def _carried(inner: Attribution, outer: Attribution) -> bool:
    """ "S, X said, according to the agency": X speaks, the agency hands it on."""
    if outer.frame != "according to" or inner.cue_at is None or inner.source_at is None or inner.negated:
        return False
    last = max(inner.cue_at[1], inner.source_at[1], inner.pieces[-1][1])
    return abs(outer.pieces[0][1] - last) <= 3 and inner.pieces[0][0] - outer.pieces[0][0] <= 3
