"""What is compared of a statement mention, worked out once per mention: words, polarity, numbers, speaker, days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from trucewatch.link.matters import Dealing, dealing_of
from trucewatch.link.order import Told
from trucewatch.link.point import Point, countable, point_of
from trucewatch.link.stance import DENIALS, Stance, charge_denied, matter_of, stance_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.maker import Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.when import When
from trucewatch.records.wording import NEGATORS, STOP, content, fold, notion, tokens, word_set

#: A statement without a day of its own was made on the day it was published or shortly before.
UNDATED_REACH = timedelta(days=3)
#: A report's lead ends so many characters after its first statement.
LEAD = 250
#: Notions rarer than this share of sentences all weigh the same, 1; a numeral weighs as if it had a share of its own.
RAREST = 1 / 400
_NUMBER_SHARE = 1 / 100
_MOST = math.log(RAREST)
#: Letters of a mention that reasons show.
SHOWN = 200
#: How many words after "not" its sense reaches.
NEGATION_REACH = 4
#: Cues that turn the attributed words round: "denied that the truce had ended" says that it had not.
DENIAL_CUES = word_set("denied deny denies denying reject rejected rejects rejecting dismiss dismissed refute refuted")

TITLES = word_set(
    """mr mrs ms dr col colonel gen general maj major lt lieutenant capt captain sgt president vice minister secretary
    ambassador spokesman spokesperson spokeswoman chief the prime foreign defence defense former acting deputy senior
    commander brigadier admiral envoy sheikh mullah mawlavi qari maulvi haji sir of for in and a an"""
)


_NUMBERS = {
    word: str(n)
    for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)  # noqa: SIM905
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The civil days in which something was said or happened; ``stated`` is False if only the publication bounds it."""

    first: date
    last: date
    stated: bool

    def gap(self, other: Window) -> int:
        """Days between the end of one and the start of the next; 0 if they touch or overlap."""
        if other.first > self.last:
            return (other.first - self.last).days
        return (self.first - other.last).days if self.first > other.last else 0


class Who(NamedTuple):
    """Who speaks, as far as two speakers are compared; pairs of these come again and again."""

    speaker: str | None
    side: str | None
    kind: str
    name: tuple[str, ...]
    actor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A statement mention as it is compared.

    ``words`` are the folded words in order, ``triples`` each three of them in a row, ``weights`` the notions with
    their weight (idf), ``negated`` the notions that stand under a negation, ``point`` the same read for matching
    other words of one meaning, ``dealing`` whether a meeting is told of or its outcome. ``name`` are the speaker's name
    words without titles. ``lead`` is True for what a report tells first, which it mostly comes back to. ``denied`` is,
    of a denial that does not say what it denies, the matter of the charge that it can only mean in its report; where
    that charge is one of breach, the denial has a ``stance``. ``shown`` are the words as reasons show them.
    """

    mention: StatementMention
    report_id: str
    rank: int
    words: tuple[str, ...]
    triples: frozenset[tuple[str, ...]]
    weights: Mapping[str, float]
    norm: float
    negated: frozenset[str]
    numbers: frozenset[str]
    point: Point
    name: tuple[str, ...]
    actor: str | None
    who: Who
    shown: str
    window: Window | None
    start: int
    stance: Stance | None
    dealing: Dealing | None
    lead: bool
    denied: frozenset[str] = frozenset()

    @property
    def bare_denial(self) -> bool:
        """True for a denial that leaves it to its report to say of what."""
        return self.mention.act in DENIALS and self.point.bare


def name_words(name: str | None) -> tuple[str, ...]:
    """The words of a name that tell persons apart; with titles only if nothing else is left."""
    if not name:
        return ()
    words = tokens(name)
    return tuple(w for w in words if w not in TITLES) or tuple(words)


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True if two names' words may be one person's: the same, one within the other, or one letter astray."""
    if not a or not b:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    if len(a) > 1 and len(b) > 1 and a[0][0] != b[0][0] and a[0] not in b and b[0] not in a:
        return False
    last_a, last_b = a[-1], b[-1]
    return last_a == last_b or (min(len(last_a), len(last_b)) >= 5 and Levenshtein.distance(last_a, last_b) <= 1)


class Weights:
    """Weighs notions from 0 to 1 by how rare they are in prose of the field: ln(share) / ln(``RAREST``), where a share
    is the part of sentences that hold the notion. The shares ship with the program (data/shares.tsv), so that a weight
    hangs on no case and on no order of arrival.

    ``muted`` notions, the parties' names, count for a quarter: who speaks and who is meant is compared by side.
    Source: inverse document frequency, Sparck Jones, Journal of Documentation 1972.
    """

    def __init__(self, *, muted: frozenset[str]) -> None:
        self._shares = shares()
        self._muted = muted

    def __call__(self, notions: Iterable[str]) -> dict[str, float]:
        return {n: self._of(n) for n in dict.fromkeys(notions)}

    def _of(self, notion: str) -> float:
        share = _NUMBER_SHARE if notion.isdigit() else max(self._shares.get(notion, 0.0), RAREST)
        return math.log(share) / _MOST * (0.25 if notion in self._muted else 1.0)


@lru_cache(maxsize=1)
def shares() -> Mapping[str, float]:
    """Notion -> share of sentences that hold it; what is rarer than all of these is not there."""
    table = (files("trucewatch.link") / "data" / "shares.tsv").read_text(encoding="utf-8")
    return {n: float(share) for n, share in (row.split("\t") for row in table.splitlines())}


def names_of_parties(agreement: Agreement) -> frozenset[str]:
    """The notions that the names of the agreement's parties are made of."""
    names = (n for p in agreement.parties for n in (p.name, *p.members, *p.aliases, *p.demonyms))
    return frozenset(n for name in names for n in content(name)) - COMMON


#: Words of parties' names that speak of the matter as well.
COMMON = frozenset(content("peace ceasefire security national united state army forces military political council"))


def triples(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Each three words in a row; the words themselves if there are fewer."""
    if len(words) < 3:
        return frozenset({words}) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def with_shared_sides(
    mentions: Sequence[StatementMention], told: Mapping[str, str | None] | None = None
) -> list[StatementMention]:
    """The mentions in their order, a named person's side filled in where one report lacks what the others tell.

    Only for names of two words or more, and only if every report that gives the person a side gives the same one.
    ``told`` gives that side by the name's words, where these mentions are a part of the case.
    """
    if told is None:
        sides: dict[str, set[str]] = {}
        for mention in mentions:
            name = name_words(mention.speaker)
            if mention.speaker_kind == "named" and mention.side and len(name) > 1:
                sides.setdefault(" ".join(name), set()).add(mention.side)
        told = {name: next(iter(given)) if len(given) == 1 else None for name, given in sides.items()}
    filled = []
    for mention in mentions:
        side = told.get(" ".join(name_words(mention.speaker)))
        if mention.side is None and mention.speaker_kind == "named" and side is not None:
            reason = Reason(field="side", value=side, rule="the same person's side in another place")
            mention = replace(mention, side=side, reasons=(*mention.reasons, reason))
        filled.append(mention)
    return filled


def window_of(when: When | None, published: date | None, reach: timedelta = UNDATED_REACH) -> Window | None:
    """The days meant; from the publication where nothing is said; None where nothing is known."""
    if when is not None and (when.first_day or when.last_day):
        first, last = when.first_day or when.last_day, when.last_day or when.first_day
        assert first is not None and last is not None
        return Window(first=first, last=last, stated=True)
    if published is None:
        return None
    return Window(first=published - reach, last=published, stated=False)


def read_words(mention: StatementMention) -> tuple[tuple[str, ...], list[str], frozenset[str]]:
    """Words in order, notions in order, and the notions that stand under a negation."""
    words = tuple(w for piece in mention.content for w in tokens(piece.words))
    turned = mention.cue is not None and any(w in DENIAL_CUES for w in tokens(mention.cue.words))
    notions: list[str] = []
    negated: set[str] = set()
    reach = 0
    for word in words:
        if word in NEGATORS:
            reach = NEGATION_REACH
            continue
        if word not in STOP:
            one = notion(word)
            notions.append(one)
            if (reach > 0) != turned:
                negated.add(one)
        reach -= 1
    return words, notions, frozenset(negated)


def _counted(mention: StatementMention) -> frozenset[str]:
    words = (w for piece in mention.content for w in tokens(countable(piece.words)))
    return frozenset(_NUMBERS.get(w, w) for w in words if w.isdigit() or w in _NUMBERS)


def profiles(
    mentions: Iterable[StatementMention],
    *,
    told: Told,
    actors: Mapping[tuple[str, ...], str],
    muted: frozenset[str],
    title: str = "",
) -> list[Profile]:
    """A profile per mention, in the order told. ``actors`` maps name words to the id of a listed actor; ``title`` is
    the agreement's, whose words tell no charge of breach from another."""
    named = muted | frozenset(content(title))
    ordered = sorted(mentions, key=told.key)
    read = [read_words(m) for m in ordered]
    weigh = Weights(muted=muted)
    opened: dict[str, int] = {}
    of_text: dict[str, list[StatementMention]] = {}
    for mention in ordered:
        of_text.setdefault(mention.text_id, []).append(mention)
    out = []
    for rank, (mention, (words, notions, negated)) in enumerate(zip(ordered, read, strict=True)):
        weights = weigh(notions)
        name = name_words(mention.speaker)
        published = told.published(mention.text_id)
        said_on = mention.said_on
        if said_on and said_on.first_day and published and said_on.first_day > published:
            said_on = None  # nobody is quoted before he speaks: the day was read wrongly
        point = point_of((piece.words for piece in mention.content), weights, muted=named)
        stance, denied = stance_of(mention, muted=named), frozenset[str]()
        if mention.act in DENIALS and point.bare:
            charge = charge_denied(mention, of_text[mention.text_id])
            if charge is not None:
                denied = matter_of(fold(" ".join(piece.words for piece in charge.content)), muted=named)
                if stance is None and stance_of(charge, muted=named) is not None:
                    stance = Stance(kept=True, by=mention.side, matter=frozenset())
        actor = actors.get(name)
        out.append(
            Profile(
                mention=mention,
                report_id=told.report_id(mention.text_id),
                rank=rank,
                words=words,
                triples=triples(words),
                weights=weights,
                norm=math.sqrt(math.fsum(w * w for w in weights.values())),
                negated=negated,
                numbers=_counted(mention),
                point=point,
                name=name,
                actor=actor,
                who=Who(mention.speaker, mention.side, mention.speaker_kind, name, actor),
                shown=" … ".join(piece.words for piece in mention.content)[:SHOWN],
                window=window_of(said_on, published),
                start=mention.content[0].start,
                stance=stance,
                dealing=dealing_of(piece.words for piece in mention.content),
                lead=mention.content[0].start - opened.setdefault(mention.text_id, mention.content[0].start) <= LEAD,
                denied=denied,
            )
        )
    return out
