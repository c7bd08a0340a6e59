"""Terms that somebody says the agreement holds: "under the truce they must not …", "the deal does not cover …".

Only attributed words count: what a reporter says of the agreement has no owner. The sentence frames are in
``term_frames``; here the agreement is found in the words, and each assertion tied to whose words it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.term_frames import CONTRARY, MASK, frame_in
from trucewatch.records.agreement import Agreement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.wording import word_set

MAKER = Maker(kind="machine", name="annotate.term_claims", version="1")
#: Nouns that name an agreement.
DEALS = word_set(
    """agreement accord deal pact truce ceasefire cease-fire treaty memorandum protocol declaration armistice settlement
    roadmap communique text mou"""
)
#: Determiners by which it is the agreement, and not some agreement.
DEFINITE = word_set("the this that these those both its our their your")
#: Words before the noun that leave it the agreement that is followed; a "nuclear deal" is another.
PLAIN = word_set(
    """peace ceasefire cease-fire truce final original same whole entire full present existing current signed written
    historic landmark fragile shaky new latest recent bilateral trilateral joint interim so-called two-party
    january february march april may june july august september october november december last this initial first second
    power-sharing withdrawal political comprehensive permanent armistice disengagement"""
)
#: Verbs behind an agreement's name that are no nouns: "the accord forbids" is no name of forbids.
VERBS = word_set(
    """allows permits forbids prohibits requires obliges obligates stipulates provides entitles authorizes authorises
    says states applies includes contains commits bars"""
)
_NUMBERED = re.compile(
    r"\b(?i:articles?|paragraphs?|paras?|points?|clauses?|sections?|annex(?:es)?|provisions?|parts?)\s+"
    r"(?:\d[\w.()-]*\w|\d|[IVX]+\b|[A-Z]\b(?:[.(]?\d+\)?)*|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    rf"(?P<of>\s+of\s+(?:the\s+|our\s+|that\s+)?(?P<what>{MASK}+|\w+))?"
)
_WORDING_OF = re.compile(
    rf"\b(?:the|its|all)?\s*(?:terms|text|wording|letter|provisions?|clauses?|articles?)\s+of\s+{MASK}+", re.I
)
#: "If the truce allows it", "asked whether the deal covers …" assert nothing.
_OPEN = re.compile(rf"\b(?:if|whether|unless|suppose|should)\s+(?:\w+\s+)?{MASK}", re.I)
_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject\w*|disput\w*|refut\w*|dismiss\w*)\b", re.I)


def find_term_claims(
    parsed: Parsed, *, statements: Sequence[StatementMention], agreement: Agreement
) -> list[TermClaim]:
    """The terms that statements of a text assert the agreement to hold, in the text's order."""
    said = [m for m in statements if not m.silence]
    if not said:
        return []
    # the innermost words first: of "A said that B said …" the reading is B's
    said.sort(key=lambda m: (sum(s.end - s.start for s in m.content), m.content[0].start))
    own = _own_words(agreement)
    found: dict[str, TermClaim] = {}
    for paragraph in parsed.paragraphs:
        near = [m for m in said if m.content[0].start < paragraph.end and m.content[-1].end > paragraph.start]
        if near:
            for sentence in paragraph.doc.sents:
                for claim in _in_sentence(parsed, paragraph, sentence, near, own):
                    found.setdefault(claim.id, claim)
    return sorted(found.values(), key=lambda c: (c.span.start, c.span.end))


def _in_sentence(
    parsed: Parsed, paragraph: Paragraph, sentence: SpacySpan, said: Sequence[StatementMention], own: frozenset[str]
) -> Iterator[TermClaim]:
    start = paragraph.start + sentence.start_char
    words = sentence.text
    masked = mask_deals(sentence, own)
    if MASK not in masked or words.rstrip("\"'”’ ").endswith("?") or _OPEN.search(masked):
        return
    taken: set[int] = set()
    for mention in said:
        inside = [
            (max(s.start - start, 0), min(s.end - start, len(words)))
            for s in mention.content
            if s.start < start + len(words) and s.end > start
        ]
        frame = frame_in(masked, inside) if inside else None
        if frame is None or frame.start in taken:
            continue
        taken.add(frame.start)
        denied = bool(mention.cue and not mention.direct and _DENYING.search(mention.cue.words))
        first, last = max(inside, key=lambda piece: (piece[1] - piece[0], -piece[0]))
        cited = next(m for m in re.finditer(f"{MASK}+", masked) if m.start() < frame.end and m.end() > frame.start)
        reasons = [
            Reason(
                field="effect",
                value=frame.effect,
                rule=frame.rule,
                score=frame.score,
                words=words[frame.start : frame.end],
            )
        ]
        if denied and mention.cue is not None:
            reasons.append(
                Reason(
                    field="effect", value=CONTRARY[frame.effect], rule="the contrary is denied", words=mention.cue.words
                )
            )
        yield TermClaim.of(
            span=parsed.text.span(start + first, start + last),
            cited=parsed.text.span(start + cited.start(), start + cited.end()),
            statement_mention=mention.id, owner=mention.speaker, side=mention.side,
            effect=CONTRARY[frame.effect] if denied else frame.effect, score=frame.score, reasons=tuple(reasons),
            maker=MAKER,
        )  # fmt: skip


def mask_deals(sentence: SpacySpan, own: frozenset[str]) -> str:
    """The sentence with each phrase that names the agreement or a numbered part of it blotted out.

    ``own`` are words of the agreement's own title and parties, which may stand before the noun.
    """
    text: str = sentence.text.replace(MASK, " ")
    at = sentence.start_char
    for token in sentence:
        if token.lower_ not in DEALS and token.lemma_.lower() not in DEALS:
            continue
        if token.dep_ == "compound" and token.head.i > token.i and not _is_verb(token.head):
            continue  # "the ceasefire line", or part of a longer name that its head blots out
        first = _head_of_name(token, own)
        if first is not None:
            begin, end = first.idx - at, token.idx + len(token) - at
            text = text[:begin] + MASK * (end - begin) + text[end:]
    for pattern in (_WORDING_OF, _NUMBERED):
        for met in list(pattern.finditer(text)):
            if pattern is _NUMBERED and met.group("of") and MASK not in met.group("of"):
                continue  # "Article 4 of the constitution"
            text = text[: met.start()] + MASK * (met.end() - met.start()) + text[met.end() :]
    return text


def _head_of_name(noun: Token, own: frozenset[str]) -> Token | None:
    """The first token of the phrase in which ``noun`` names the agreement; None if it is another, or any."""
    top = noun.head if noun.dep_ == "compound" and _is_verb(noun.head) else noun
    before = sorted((t for t in top.subtree if t.i < noun.i and _is_before(t, top)), key=lambda t: t.i)
    # only the unbroken run that ends at the noun
    run: list[Token] = []
    for token in reversed(before):
        if token.i != (run[-1].i if run else noun.i) - 1:
            break
        run.append(token)
    run.reverse()
    definite = any(t.lower_ in DEFINITE or t.tag_ in ("PRP$", "POS") for t in run)
    named = any(t.text[:1].isupper() or any(c.isdigit() for c in t.text) for t in run if t.dep_ != "det")
    if not (definite or named) or any(t.lower_ in ("a", "an", "any", "another", "every", "no") for t in run):
        return None
    for token in run:
        bare = token.lower_
        plain = bare in DEFINITE or bare in PLAIN or bare in own or token.tag_ in ("PRP$", "POS", "HYPH", ",", "CD")
        if not (plain or token.text[:1].isupper() or any(p[:1].isupper() for p in token.text.split("-"))):
            return None
    return run[0] if run else None


def _is_verb(token: Token) -> bool:
    """True for what the parser takes for a noun and no noun looks like: "the accord forbids"."""
    return token.dep_ in ("ccomp", "relcl", "advcl") or token.lower_ in VERBS


def _is_before(token: Token, noun: Token) -> bool:
    """True for determiners, modifiers and owners of the noun, and what belongs to these."""
    while token.head != noun:
        if token.head == token:
            return False
        token = token.head
    return token.dep_ in ("det", "amod", "compound", "poss", "nummod", "nmod", "predet", "case", "punct", "npadvmod")


def _own_words(agreement: Agreement) -> frozenset[str]:
    titles = (agreement.title, *(i.title for i in agreement.instruments), *(p.name for p in agreement.parties))
    return frozenset(w for title in titles for w in re.findall(r"\w[\w-]*", title.casefold()))
