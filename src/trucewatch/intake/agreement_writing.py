"""An agreement as the YAML of an agreement file, with a remark beside what a person should look at; and the template
that a new file begins from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from trucewatch.intake.agreement_form import FORM_VERSION
from trucewatch.records.agreement import Agreement, Clock, Party, Provision

#: Values of this length and more are folded over several lines.
FOLDED_FROM = 60


def agreement_yaml(agreement: Agreement, *, head: Sequence[str] = (), remarks: Mapping[str, str] | None = None) -> str:
    """The file's text; ``head`` are comment lines at its top, ``remarks`` one per provision reference.

    Reading it again (``parse_agreement``) gives the same agreement,
    but for its version and its actors, whom reports tell of.
    """
    remarks = remarks or {}
    root = CommentedMap()
    root["trucewatch"] = FORM_VERSION
    root["id"] = agreement.id
    root["title"] = agreement.title
    root["signed"] = agreement.signed
    if agreement.countries:
        root["countries"] = _flow(agreement.countries)
    if agreement.note:
        root["note"] = _words(agreement.note)
    root["parties"] = CommentedSeq(_party(p) for p in agreement.parties)
    if len(agreement.instruments) > 1:
        root["instruments"] = CommentedSeq(
            _mapping(id=i.id, title=i.title, signed=i.signed, parties=i.parties, note=i.note and _words(i.note))
            for i in agreement.instruments
        )
    events = [e for e in agreement.events if not (e.name == "signature" and e.day == agreement.signed)]
    if events:
        root["events"] = CommentedSeq(
            _mapping(name=e.name, day=e.day, title=e.title, types=e.types, sides=e.sides, keywords=e.keywords)
            for e in events
        )
    root["provisions"] = CommentedSeq(_provision(p, agreement) for p in agreement.provisions)
    for n, provision in enumerate(agreement.provisions):
        if provision.ref in remarks:
            root["provisions"].yaml_set_comment_before_after_key(n, before=remarks[provision.ref], indent=2)
    if agreement.claimed_terms:
        root["claimed_terms"] = CommentedSeq(
            _mapping(
                ref=_quoted(t.ref), owner=t.owner, what=_words(t.what), keywords=t.keywords,
                answers=[_mapping(side=a.owner, reading=_words(a.reading), basis=a.basis) for a in t.answers],
            )
            for t in agreement.claimed_terms
        )  # fmt: skip
    return "".join(f"# {line}\n".replace("# \n", "#\n") for line in head) + _dumped(root)


def template(*, agreement_id: str, title: str, signed: date | None, parties: Sequence[str]) -> str:
    """A new agreement file with one example of each thing, for a person to fill in; it holds as it stands."""
    names = list(parties) or ["First Party", "Second Party"]
    agreement = Agreement(
        id=agreement_id, title=title, signed=signed,
        parties=tuple(Party(name=name, role="signatory") for name in names),
        provisions=(
            Provision(
                ref="Article 1", instrument=agreement_id, what="What is owed, in your own words.",
                obligors=(names[0],), clock=Clock(kind="continuing", after="signature"), topics=("ceasefire",),
                keywords=("ceasefire",), confirmed=False,
            ),
            Provision(
                ref="Article 2", instrument=agreement_id, what="What is owed by a day.", obligors=(names[-1],),
                clock=Clock(kind="offset", days=30, after="signature", text="within 30 days of the signature"),
                topics=("prisoner release",), keywords=("prisoners",), confirmed=False,
            ),
        ),
    )  # fmt: skip
    head = (
        "An agreement file for Trucewatch; docs/agreement-file.md tells of every field.",
        "Check it with: trucewatch agreement check FILE",
        "",
        "parties: the sides for which somebody speaks; members are organisations that are part of one, aliases its",
        "other names, demonyms words for its people. Roles: signatory, non-signatory, guarantor, monitor, third party.",
        "clock: what falls due when. Topics: docs/vocabularies.md. keywords: words by which reports speak of it.",
    )
    return agreement_yaml(agreement, head=head)


def _party(party: Party) -> CommentedMap:
    return _mapping(
        name=party.name, role=party.role, members=party.members, aliases=party.aliases, demonyms=party.demonyms
    )


def _provision(provision: Provision, agreement: Agreement) -> CommentedMap:
    several = len({p.instrument for p in agreement.provisions}) > 1
    made = _mapping(
        ref=_quoted(provision.ref), instrument=provision.instrument if several else None, what=_words(provision.what),
        obligors=provision.obligors, beneficiaries=provision.beneficiaries, clock=_clock(provision.clock),
        topics=provision.topics, keywords=provision.keywords, conditions=[_quoted(c) for c in provision.conditions],
        part_of=_quoted(provision.part_of) if provision.part_of else None,
        readings=[
            _mapping(
                side=r.side, source=r.source, reading=_words(r.reading), basis=r.basis,
                clock=_clock(r.clock) if r.clock else None,
            )
            for r in provision.readings
        ],
    )  # fmt: skip
    if not provision.confirmed:
        made["confirmed"] = False
    return made


def _clock(clock: Clock) -> CommentedMap | None:
    if clock == Clock():
        return None
    made = _mapping(
        kind=clock.kind, day=clock.day, days=clock.days, months=clock.months, after=clock.after,
        opens_days=clock.opens_days, opens_months=clock.opens_months,
        hour=DoubleQuotedScalarString(f"{clock.hour:%H:%M}") if clock.hour else None, zone=clock.zone,
        reported=clock.reported, text=clock.text,
    )  # fmt: skip
    made.fa.set_flow_style()
    return made


def _mapping(**values: Any) -> CommentedMap:
    """The keys whose values say something, lists in one line."""
    made = CommentedMap()
    for key, value in values.items():
        if value is None or value in ("", (), []):
            continue
        made[key] = _flow(value) if isinstance(value, list | tuple) and not _nested(value) else value
    return made


def _nested(values: Iterable[Any]) -> bool:
    return any(isinstance(v, CommentedMap) for v in values)


def _flow(values: Iterable[Any]) -> CommentedSeq:
    made = CommentedSeq(values)
    made.fa.set_flow_style()
    return made


def _words(text: str) -> str:
    return FoldedScalarString(text) if len(text) >= FOLDED_FROM else text


def _quoted(ref: str) -> str:
    """A bare number in quotation marks: it is a name, not a number."""
    return DoubleQuotedScalarString(ref) if ref.replace(".", "").isdigit() else ref


def _dumped(root: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = 118
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(root, out)
    return out.getvalue()
