"""The first page in sentences: what is new, open claims, deadlines, conflicts, coverage. None of them judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trucewatch.present.brief.frame import Line, News
from trucewatch.present.brief.model import NEAR, Brief, Claim, Ladder
from trucewatch.present.brief.words import counted, day_words, listed

#: Claims and figures that are named one by one.
NAMED = 3
#: What the first sentence counts, by the heading of the group: one, many.
COUNTED = {
    "New reports": ("new report", "new reports"),
    "New statements": ("new statement", "new statements"),
    "New incidents": ("new incident", "new incidents"),
    "Changed values": ("changed record", "changed records"),
    "Newly answered": ("claim newly answered", "claims newly answered"),
    "Figures newly in conflict": ("figure newly in conflict", "figures newly in conflict"),
    "Provisions": ("change of a provision's state", "changes of provisions' states"),
    "Decisions that no longer find their words": ("decision that lost its place", "decisions that lost their place"),
}


def in_short(brief: Brief) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The sentences of the first page by what they are about, out of the brief itself."""
    told = {
        "New": _news(brief.frame.news, issued=brief.frame.known_at is not None),
        "Claims": _claims(brief),
        "Deadlines": _deadlines(brief),
        "Conflicts": _conflicts(brief),
        "Coverage": _coverage(brief),
    }
    made = [(heading, tuple(lines)) for heading, lines in told.items()]
    return tuple((heading, lines) for heading, lines in made if lines)


def _news(news: News | None, *, issued: bool) -> Iterator[Line]:
    if news is None:
        if not issued:
            return
        yield Line(words="No brief was issued from this case before this one, so all of it is new.")
        return
    told = [counted(g.total, *COUNTED[g.heading]) for g in news.groups if g.heading in COUNTED]
    yield Line(words=f"Since {news.since}: {listed(told) if told else 'nothing new in the record'}.")


def _claims(brief: Brief) -> Iterator[Line]:
    if not brief.claims:
        yield Line(words="No claim by one side against another was found in these reports.")
        return
    some = brief.open_claims
    found = f"to {len(some)} of them no response was found" if some else "a response was found to each"
    yield Line(words=f"{counted(len(brief.claims), 'claim')} against a side; {found} in the reports looked through.")
    yield from (_claim(claim) for claim in some[-NAMED:])


def _claim(claim: Claim) -> Line:
    item, first = claim.item, claim.item.passages[:1]
    side = f", for {item.side}," if item.side and item.side != item.speaker else ""
    return Line(
        words=f"No response found: {item.speaker}{side} against {claim.against}, {item.when}",
        quote=first[0].shown_words if first else "", citations=tuple(p.citation for p in first),
        leads=((item.shown_id, item.anchor),),
    )  # fmt: skip


def _deadlines(brief: Brief) -> Iterator[Line]:
    if brief.provisions and not brief.near:
        yield Line(words=f"No provision falls due within {NEAR} days of {day_words(brief.as_of)}.")
    for provision in brief.near:
        if provision.clock:
            yield Line(words=f"Provision {provision.ref}: {provision.clock.words}", leads=(("", provision.anchor),))
    for promise in brief.commitments:
        if promise.day is not None and 0 <= (promise.day - brief.as_of).days <= NEAR:
            yield Line(
                words=f"Told as promised or owed by {promise.who}, {promise.due}", quote=promise.passage.shown_words,
                citations=(promise.passage.citation,), leads=((promise.shown_id, promise.anchor),),
            )  # fmt: skip


def _conflicts(brief: Brief) -> Iterator[Line]:
    if brief.differing:
        yield Line(
            words=f"{counted(len(brief.differing), 'figure is', 'figures are')} given differently by two sources."
        )
    yield from (_figure(ladder) for ladder in brief.differing[:NAMED])
    rival = [i for i in brief.incidents if i.denials or len(i.attributions) > 1]
    if rival:
        yield Line(
            words=f"In {counted(len(rival), 'incident')}, reports name several as having done it, or one denies it.",
            leads=tuple((i.shown_id, i.anchor) for i in rival[:NAMED]),
        )
    if not brief.differing and not rival:
        yield Line(words="No figure is given differently by two sources, and no incident is told with rival actors.")


def _figure(ladder: Ladder) -> Line:
    values = [f"{rung.value} by {rung.said_by}" for rung in ladder.rungs]
    told = listed(list(dict.fromkeys(values))[: NAMED + 1])
    return Line(
        words=f"{ladder.quantity[:1].upper()}{ladder.quantity[1:]}: {told}",
        citations=tuple(dict.fromkeys(rung.passage.citation for rung in ladder.rungs[: NAMED + 1])),
        leads=((ladder.shown_id, ladder.anchor),),
    )


def _coverage(brief: Brief) -> Iterator[Line]:
    rests = (
        f"Rests on {counted(brief.reports, 'report')} from {counted(brief.outlets, 'outlet')}, "
        f"{counted(brief.origins, 'origin')}"
    )
    trend = brief.pictures.trend
    stretches = counted(len(trend.stretches), trend.per)
    bare = f"; no coverage in {trend.uncovered} of {stretches}" if trend.uncovered else ""
    unread = f"; {counted(brief.unread, 'report')} in another language not annotated" if brief.unread else ""
    yield Line(words=f"{rests}{bare}{unread}.")
    silent = _silent(brief)
    if silent:
        yield Line(words=f"No statement of {listed(silent, 'or')} was found in these reports.")


def _silent(brief: Brief) -> Sequence[str]:
    """Parties of which nothing is recorded; of a brief that shows some records only, that would say nothing."""
    if not brief.statements or brief.frame.scope.left_out:
        return []
    return [side.name for side in brief.by_party if not side.statements]
