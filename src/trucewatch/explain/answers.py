"""An answer weighed anew, as linking weighs it, or what keeps two statements from being claim and answer."""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.explain.model import Compared, Relation
from trucewatch.link.order import Told
from trucewatch.link.responses import ANSWERED_AT, MAX_DELAY_DAYS, weigh
from trucewatch.link.voices import Voice, topic_likeness, voices_of
from trucewatch.records.maker import Reason
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES
from trucewatch.store import Store
from trucewatch.store.rows import INCIDENTS


def charges(one: Statement, other: Statement) -> bool:
    """True if the one charges the side for which the other speaks."""
    return one.act in CHARGES and one.target_side is not None and one.target_side == other.side


def answer_weighed(store: Store, claim: Statement, answer: Statement) -> Relation:
    """What linking makes of the answer; where it makes nothing of it, why."""
    one, other = _voices(store, claim, answer)
    weighed = weigh(one, other)
    refused = list(_refused(one, other))
    if weighed is None or refused:
        if not refused:
            refused = [_nothing_to_go_by(one, other)]
        return Relation(
            kind="response", verdict="different", joined_from=ANSWERED_AT, live=True,
            uncompared=tuple(map(Compared.of, refused)),
        )  # fmt: skip
    crowded: tuple[Compared, ...] = ()
    if weighed.score >= ANSWERED_AT:
        rule = "high enough by itself; other charges fit this answer better, or lie nearer"
        crowded = (Compared.of(Reason(field="answer", value="one of several", rule=rule)),)
    return Relation(
        kind="response", verdict="different", label=weighed.kind, score=weighed.score, joined_from=ANSWERED_AT,
        live=True, reasons=tuple(map(Compared.of, weighed.reasons)), uncompared=crowded,
    )  # fmt: skip


def _voices(store: Store, claim: Statement, answer: Statement) -> list[Voice]:
    mentions = [*store.mentions_of(claim), *store.mentions_of(answer)]
    texts = sorted({m.text_id for m in mentions})
    told = [m for text_id in texts for m in store.incident_mentions(text_id)]
    incidents = list(store.of_ids(INCIDENTS, sorted(set(store.homes(m.id for m in told).values()))))
    return voices_of(
        [claim, answer], mentions, incidents, told, store.texts_by_id(texts), Told(store.reports_of_texts(texts)),
        store.agreement(),
    )  # fmt: skip


def _refused(claim: Voice, answer: Voice) -> Iterator[Reason]:
    """What rules the two out before anything is weighed."""
    one, other = claim.statement, answer.statement
    if claim.charged is None or not (one.act in CHARGES or claim.account):
        rule = "answers are looked for to charges against a side, and to accounts of its conduct"
        yield Reason(field="act", value=f"{one.act} | {other.act}", rule=rule)
        return
    if other.side not in (claim.charged, one.side):
        value = f"charges {claim.charged} | speaks for {other.side or 'no side known'}"
        yield Reason(field="addressee", value=value, rule="only the side charged, or the accuser, answers a charge")
    if claim.window and answer.window:
        value = f"{claim.window.first}..{claim.window.last} | {answer.window.first}..{answer.window.last}"
        gap = answer.window.gap(claim.window)
        if answer.window.last < claim.window.first:
            yield Reason(field="order", value=value, rule="said before the charge")
        elif claim.distance(answer) is None and gap > MAX_DELAY_DAYS:
            rule = f"{gap} days apart; in other reports answers are looked for within {MAX_DELAY_DAYS} days"
            yield Reason(field="order", value=value, rule=rule)


def _nothing_to_go_by(claim: Voice, answer: Voice) -> Reason:
    marks = ", ".join(answer.cues.answers) or "none"
    rule = f"act and matter make no answer: words that mark one {marks}, likeness of the matter"
    value = f"{topic_likeness(claim, answer):.2f}"
    return Reason(field="answer", value=value, rule=rule)
