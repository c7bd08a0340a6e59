"""From an item of an answer to a proposal: every value quoted word for word where it was sent, or it is not kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final, Protocol

from trucewatch.errors import ProposalRefused
from trucewatch.propose.answers import GistItem, LinkItem, Quote, StatementItem
from trucewatch.propose.outgoing import COVERED, SEVERAL, Outgoing
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.neutral import verdict_words
from trucewatch.records.proposal import Proposal, alike
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import ACTS
from trucewatch.records.wording import content

#: Code points of a gist at most.
LONGEST: Final = 300
_NAME_OR_NUMBER: Final = re.compile(r"\d[\d.,:]*\d|\d|\b[^\W\d_a-z][\w'’-]*")
_ADDRESS: Final = re.compile(r"https?:|www\.|://|\w@\w", re.IGNORECASE)

ACT: Final = "an act outside the vocabulary"
OVERLAPPING: Final = "pieces of the content that overlap"
HEADLINE: Final = "a headline that names no speaker"
KNOWN: Final = "what the record has already"
REJECTED: Final = "what a person rejected"
NO_STATEMENT: Final = "a statement that was not sent"
NO_PROVISION: Final = "a provision that the agreement does not have"
NOT_IN_PROVISION: Final = "words that do not stand in the provision"
TOO_LITTLE: Final = "a quotation that carries no point"
VERDICT: Final = "a gist with a verdict word"
NOT_A_LINE: Final = "a gist that is not one plain line"
ADDED: Final = "a gist with names or numbers of its own"
PRIVATE: Final = "a gist with the name of a private person"


class Names(Protocol):
    """Finds the names of private persons."""

    def masked(self, words: str, mark: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A statement as it was sent: its number there, its id in the record, who speaks, and where its words stand."""

    number: str
    statement_id: str
    speaker: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What one request rests on: the text as it was sent, and what the record holds of it.

    ``known`` are the words of statements of the record, ``rejected`` those that persons rejected; ``listed`` the
    statements that were sent, by number; ``provisions`` their words by reference, ``linked`` the (statement,
    provision) pairs that the record holds or a person judged; ``words`` are names that any gist may use.
    """

    report_id: str
    outgoing: Outgoing
    maker: Maker
    now: datetime
    known: Sequence[tuple[Span, ...]] = ()
    rejected: Sequence[tuple[Span, ...]] = ()
    listed: Mapping[str, Listed] = field(default_factory=dict)
    provisions: Mapping[str, str] = field(default_factory=dict)
    linked: frozenset[tuple[str, str]] = frozenset()
    names: Names | None = None
    words: frozenset[str] = frozenset()

    def proposal(self, item: StatementItem | GistItem | LinkItem) -> Proposal:
        """Raises: ProposalRefused with the reason for which it is not kept."""
        if isinstance(item, StatementItem):
            return self._statement(item)
        return self._gist(item) if isinstance(item, GistItem) else self._link(item)

    # -- statements ------------------------------------------------------------------------------------

    def _statement(self, item: StatementItem) -> Proposal:
        if item.act not in ACTS:
            raise ProposalRefused(ACT)
        pieces = tuple(sorted((self._at(one) for one in item.content), key=lambda s: s.start))
        if any(later.start < earlier.end for earlier, later in pairwise(pieces)):
            raise ProposalRefused(OVERLAPPING)
        if not any(content(piece.words) for piece in pieces):
            raise ProposalRefused(TOO_LITTLE)
        beside = self.outgoing.stretch_of(pieces[0])
        source, cue = (self._at(one, beside=beside) if one else None for one in (item.speaker, item.cue))
        if any(s is not None and s.overlaps(piece) for s in (source, cue) for piece in pieces):
            raise ProposalRefused(OVERLAPPING)
        for headline in (one for one in map(self._headline, pieces) if one is not None):
            # what a headline says by itself is the outlet's summary: nobody in the text is told to have said it
            if source is None or not headline[0] <= source.start < headline[1]:
                raise ProposalRefused(HEADLINE)
        if any(alike(pieces, words) for words in self.known):
            raise ProposalRefused(KNOWN)
        if any(alike(pieces, words) for words in self.rejected):
            raise ProposalRefused(REJECTED)
        mention = StatementMention.of(
            content=pieces, source=source, cue=cue, speaker=source.words if source else None, act=item.act,
            reasons=(Reason(field="record", value="proposed", rule=f"{self.maker.name}, prompt {self.maker.version}"),),
            maker=self.maker,
        )  # fmt: skip
        quotes = tuple(sorted(mention.spans(), key=lambda s: s.start))
        return Proposal.of(
            kind="statement", text_id=mention.text_id, report_id=self.report_id, quotes=quotes, mention=mention,
            maker=self.maker, made_at=self.now,
        )  # fmt: skip

    def _headline(self, piece: Span) -> tuple[int, int] | None:
        """The headline or heading that holds these words, whole or in part."""
        blocks = self.outgoing.text.blocks_in("title", "heading")
        return next(((b.start, b.end) for b in blocks if b.start < piece.end and piece.start < b.end), None)

    def _at(self, quote: Quote, *, beside: tuple[int, int] | None = None) -> Span:
        """Where a quotation stands; ``beside``: else the one place in this paragraph, which the content tells."""
        try:
            return self.outgoing.place(quote.words, before=quote.before, after=quote.after)
        except ProposalRefused as refused:
            if beside is None or refused.reason != SEVERAL:
                raise
            return self.outgoing.place(quote.words, before=quote.before, after=quote.after, within=[beside])

    # -- gists and links -------------------------------------------------------------------------------

    def _of_list(self, number: str) -> Listed:
        if number not in self.listed:
            raise ProposalRefused(NO_STATEMENT)
        return self.listed[number]

    def _in_statement(self, quote: Quote, listed: Listed) -> Span:
        places = [(span.start, span.end) for span in listed.spans]
        found = self.outgoing.place(quote.words, before=quote.before, after=quote.after, within=places)
        if not content(found.words):
            raise ProposalRefused(TOO_LITTLE)
        return found

    def _gist(self, item: GistItem) -> Proposal:
        listed = self._of_list(item.statement)
        quotes = tuple(sorted({self._in_statement(one, listed) for one in item.rests_on}, key=lambda s: s.start))
        self._check_line(item.gist, listed)
        return Proposal.of(
            kind="gist", text_id=quotes[0].text_id, report_id=self.report_id, quotes=quotes,
            statement_id=listed.statement_id, gist=item.gist, maker=self.maker, made_at=self.now,
        )  # fmt: skip

    def _check_line(self, gist: str, listed: Listed) -> None:
        plain = gist.isprintable() and gist == gist.strip() and len(gist) <= LONGEST
        if not plain or _ADDRESS.search(gist) or set(gist) & set("<>{}[]`*_\\|"):
            raise ProposalRefused(NOT_A_LINE)
        if "█" in gist:
            raise ProposalRefused(COVERED)
        if verdict_words(gist):
            raise ProposalRefused(VERDICT)
        if self.names is not None and self.names.masked(gist, "█") != gist:
            raise ProposalRefused(PRIVATE)
        there = " ".join([*(span.words for span in listed.spans), listed.speaker or ""])
        said = {found.group().casefold() for found in re.finditer(r"[\w'’.,:-]*\w", there)} | {"a", "an", "the", "in"}
        said |= {part for one in said for part in re.findall(r"\w+", one)} | self.words
        own = [found for found in _NAME_OR_NUMBER.finditer(gist) if found.group().casefold() not in said]
        # the first word of a sentence has a capital whatever it is
        if any(found.start() > 0 or found.group()[0].isdigit() for found in own):
            raise ProposalRefused(ADDED)

    def _link(self, item: LinkItem) -> Proposal:
        listed = self._of_list(item.statement)
        if item.provision not in self.provisions:
            raise ProposalRefused(NO_PROVISION)
        quote = self._in_statement(item.statement_words, listed)
        theirs = item.provision_words.words
        if theirs not in self.provisions[item.provision]:
            raise ProposalRefused(NOT_IN_PROVISION)
        if not content(theirs):
            raise ProposalRefused(TOO_LITTLE)
        if (listed.statement_id, item.provision) in self.linked:
            raise ProposalRefused(KNOWN)
        judgement = Judgement.of(
            kind="provision", left=listed.statement_id, right=item.provision, verdict="same",
            reasons=(
                Reason(field="words", value=quote.words, rule="quoted from the statement", words=quote.words),
                Reason(field="provision", value=theirs, rule="quoted from the agreement file", words=theirs),
            ),
            maker=self.maker, made_at=self.now,
        )  # fmt: skip
        return Proposal.of(
            kind="provision", text_id=quote.text_id, report_id=self.report_id, quotes=(quote,),
            statement_id=listed.statement_id, judgement=judgement, provision_words=theirs, maker=self.maker,
            made_at=self.now,
        )  # fmt: skip
