"""What of a case is looked through for doubts: all of it, or what was touched with all that is judged of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Self

from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.store import Store
from trucewatch.store.rows import COMMITMENTS, INCIDENT_MENTIONS, INCIDENTS, STATEMENT_MENTIONS, STATEMENTS, TERM_CLAIMS

Mention = StatementMention | IncidentMention


class Held:
    """Records by id, each read once: ``kind`` and ``words`` of anything by id, ``reports`` it stands in, ``home`` of a
    mention (its record) and of a report (its origin); ``judgements`` gives those of a kind."""

    def __init__(
        self,
        store: Store,
        *,
        reports: Sequence[Report],
        same_report: Iterable[Judgement],
        mentions: Iterable[Mention],
        statements: Iterable[Statement],
        incidents: Iterable[Incident],
        commitments: Iterable[Any],
        term_claims: Iterable[Any],
        judgements: Callable[[JudgementKind], list[Judgement]],
    ) -> None:
        self.judgements = judgements
        self.kind: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.reports: dict[str, set[str]] = {}
        # a report is at home with the origin that it shares
        self.home = dict(origins_of(reports, same_report).origin_of)
        of_text: dict[str, set[str]] = defaultdict(set)
        for report in reports:
            self.kind[report.id], self.words[report.id] = "report", report.title or ""
            self.reports.setdefault(self.home[report.id], set()).add(report.id)
            for text_id in report.text_ids:
                of_text[text_id].add(report.id)
        self.of_text = of_text
        self.mentions: dict[str, Mention] = {}
        for mention in mentions:
            self.mentions[mention.id] = mention
            self.kind[mention.id] = "statement mention" if isinstance(mention, StatementMention) else "incident mention"
            self.words[mention.id] = " … ".join(" ".join(s.words.split()) for s in mention.rests_on)
            self.reports[mention.id] = of_text[mention.text_id]
        for commitment in commitments:
            self.kind[commitment.id], self.words[commitment.id] = "commitment", " ".join(commitment.span.words.split())
            self.reports[commitment.id] = of_text[commitment.text_id]
        for claim in term_claims:
            self.kind[claim.id], self.words[claim.id] = "term claim", claim.what
            self.reports[claim.id] = of_text[claim.text_id]
        for provision in store.agreement().provisions:
            self.words[provision.ref] = provision.what
        self.records: dict[str, Statement | Incident] = {}
        for kind, records in (("statement", statements), ("incident", incidents)):
            for record in records:
                self.records[record.id] = record
                self.kind[record.id] = kind
                self.words[record.id] = self.words.get(record.founding_mention, "")
                self.reports[record.id] = {r for m in record.mention_ids for r in self.reports.get(m, ())}
                self.home.update(dict.fromkeys(record.mention_ids, record.id))

    @classmethod
    def whole(cls, store: Store) -> Self:
        """All of a case."""
        return cls(
            store, reports=list(store.reports()), same_report=store.judgements("same_report"),
            mentions=(m for kind in (store.statement_mentions, store.incident_mentions) for m in kind()),
            statements=store.statements(), incidents=store.incidents(), commitments=store.commitments(),
            term_claims=store.term_claims(), judgements=lambda kind: list(store.judgements(kind)),
        )  # fmt: skip

    @classmethod
    def near(cls, store: Store, touched: Collection[str]) -> Self:
        """What has one of these ids (of records, mentions, reports …), with all that is judged of it and the records
        that this is judged about."""
        judged = {j.id: j for j in store.joins_of(touched)}
        judged |= {j.id: j for j in store.judgements_with({"response", "provision"}, left=touched, right=touched)}
        kin, same_report = store.kin_of_reports(store.live("report", touched))
        ends = {*touched, *(end for j in judged.values() for end in (j.left, j.right))}
        ids = ends | set(store.homes(ends).values())
        said, happened = (list(store.of_ids(kind, sorted(ids))) for kind in (STATEMENTS, INCIDENTS))
        told = sorted(ids | {m for r in (*said, *happened) for m in r.mention_ids})
        mentions = [m for kind in (STATEMENT_MENTIONS, INCIDENT_MENTIONS) for m in store.of_ids(kind, told)]
        promised, claimed = (list(store.of_ids(kind, sorted(ids))) for kind in (COMMITMENTS, TERM_CLAIMS))
        texts = sorted({one.text_id for one in (*mentions, *promised, *claimed)})
        reports = {r.id: r for r in (*store.reports_of_texts(texts), *store.reports_named(kin | ids))}
        return cls(
            store, reports=list(reports.values()), same_report=same_report, mentions=mentions, statements=said,
            incidents=happened, commitments=promised, term_claims=claimed,
            judgements=lambda kind: [j for j in judged.values() if j.kind == kind],
        )  # fmt: skip

    def mentions_of(self, record: Statement | Incident) -> tuple[Any, ...]:
        return tuple(self.mentions[m] for m in record.mention_ids if m in self.mentions)

    def reports_of_texts(self, texts: Iterable[str]) -> int:
        """How many reports have one of these texts."""
        return len({r for t in texts for r in self.of_text.get(t, ())})
