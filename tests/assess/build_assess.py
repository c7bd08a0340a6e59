"""Small builders for the tests of this room: invented parties, persons and outlets."""

from __future__ import annotations

from datetime import UTC, date, datetime

from trucewatch.records.agreement import Agreement, ClaimedTerm, Party, Provision, Reading
from trucewatch.records.commitment import Commitment
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text, text_id
from trucewatch.records.when import When

NOW = datetime(2031, 6, 1, 12, tzinfo=UTC)
MACHINE = Maker(kind="machine", name="test", version="1")
PERSON = Maker(kind="person", name="R. Reviewer")

AGREEMENT = Agreement(
    id="lakes",
    title="Lakes accord",
    signed=date(2031, 1, 10),
    parties=(
        Party(name="Northland", role="signatory", members=("Northland Army",)),
        Party(name="River Front", role="signatory", aliases=("Riverine",)),
    ),
    provisions=(
        Provision(
            ref="2.1",
            instrument="accord",
            what="Each side frees every captive soldier held in its camps.",
            obligors=("Northland", "River Front"),
            topics=("prisoner release",),
            keywords=("captive soldiers", "exchange of captives"),
        ),
        Provision(
            ref="3",
            instrument="accord",
            what="Northland pulls its brigades back from the eastern bank of the lake.",
            obligors=("Northland",),
            topics=("withdrawal",),
            keywords=("eastern bank",),
        ),
        Provision(
            ref="4",
            instrument="accord",
            what="Both sides hold the truce along the whole shore.",
            obligors=("Northland", "River Front"),
            topics=("ceasefire",),
            keywords=("truce along the shore", "shore truce"),
        ),
    ),
    claimed_terms=(
        ClaimedTerm(
            ref="X1",
            owner="River Front",
            what="Patrol boats may not cross the middle of the lake.",
            keywords=("patrol boats",),
            answers=(Reading(side="Northland", reading="Boats may sail anywhere"),),
        ),
    ),
)


def text(words: str) -> Text:
    return Text(id=text_id(words), capture_id="c", content=words, reader="test", reader_version="1")


def report(
    name: str, of: Text, *, published: str | None = "2031-03-02", publisher: str | None = None, wire: str | None = None
) -> Report:
    found = []
    if published:
        found.append(Found(field="published", value=published, basis="sidecar"))
    if publisher or name:
        found.append(Found(field="publisher", value=publisher or f"The {name} Post", basis="sidecar"))
    if wire:
        found.append(Found(field="wire", value=wire, basis="page"))
    return Report(id=name, capture_ids=("c",), text_ids=(of.id,), found=tuple(found), added_at=NOW)


def mention(of: Text, words: str, **values) -> StatementMention:
    start = of.content.index(words)
    values = {"act": "report", "speaker": "Ada Brook", "speaker_kind": "named", "maker": MACHINE, **values}
    return StatementMention.of(content=(of.span(start, start + len(words)),), **values)


def statement(name: str, *mentions: StatementMention, **values) -> Statement:
    first = mentions[0]
    values = {
        "speaker": first.speaker, "side": first.side, "act": first.act, "target_side": first.target_side,
        "said_on": first.said_on, "maker": MACHINE, "recorded_at": NOW, **values,
    }  # fmt: skip
    return Statement(id=name, founding_mention=first.id, mention_ids=tuple(m.id for m in mentions), **values)


def told(of: Text, words: str, **values) -> IncidentMention:
    start = of.content.index(words)
    span = of.span(start, start + len(words))
    return IncidentMention.of(words=span, trigger=span, **{"type": "airstrike", "maker": MACHINE, **values})


def incident(name: str, *mentions: IncidentMention, **values) -> Incident:
    first = mentions[0]
    accounts = tuple(
        Account(mention_id=m.id, said_as=m.said_as, said_by=m.said_by, side=m.said_by_side) for m in mentions
    )
    values = {
        "type": first.type,
        "accounts": accounts,
        "actors": first.actors,
        "when": first.when,
        "maker": MACHINE,
        **values,
    }
    return Incident(
        id=name, founding_mention=first.id, mention_ids=tuple(m.id for m in mentions), recorded_at=NOW, **values
    )


def commitment(of: Text, words: str, **values) -> Commitment:
    start = of.content.index(words)
    return Commitment.of(span=of.span(start, start + len(words)), **{"what": words, "maker": MACHINE, **values})


def side(name: str) -> tuple[Participant, ...]:
    return (Participant(name=name, side=name),)


def on(day: str) -> When:
    return When.days(date.fromisoformat(day), date.fromisoformat(day), words=day)


def response(
    claim: str, answer: str, *, kind: str = "denial", verdict: str = "same", maker: Maker = MACHINE
) -> Judgement:
    return Judgement.of(
        kind="response", left=claim, right=answer, verdict=verdict, label=kind, maker=maker, made_at=NOW
    )


def touches(record: str, ref: str, *, verdict: str = "same", maker: Maker = MACHINE) -> Judgement:
    return Judgement.of(kind="provision", left=record, right=ref, verdict=verdict, maker=maker, made_at=NOW)
