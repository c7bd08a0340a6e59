"""The public ``Case``: one file (or database) that holds the record of one agreement.

The command line, the web and notebooks call the same methods::

    with trucewatch.open("doha.truce") as case:
        for statement in case.statements(act="accuse", speaker="Halloran"):
            print(statement.speaker, statement.act, case.words(statement))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from trucewatch import claims
from trucewatch.amending import anchor_of
from trucewatch.browsing import Browsing
from trucewatch.case_assessing import CaseAssessing
from trucewatch.case_beside import CaseBeside
from trucewatch.case_corrections import CaseCorrections
from trucewatch.case_intake import CaseIntake
from trucewatch.case_pages import CasePages
from trucewatch.case_review import CaseReview
from trucewatch.errors import UnknownRecord
from trucewatch.explain import Doubtful, Explanation, review, why
from trucewatch.intake.agreements import bundled_agreements, read_agreement
from trucewatch.records.actor import Actor
from trucewatch.records.figure import FigureSeries
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.settings import Settings
from trucewatch.store import Store, VerifyReport, create_case, verify
from trucewatch.store import open_case as open_store
from trucewatch.store.address import CasePlace
from trucewatch.store.copying import copy_case as copy

__all__ = ["Case", "bundled_agreements", "copy", "create", "open_case", "read_agreement"]


def create(
    path: str | CasePlace, *, agreement: str, title: str | None = None, settings: Settings | None = None
) -> Case:
    """Make a new case for a bundled agreement or a YAML file, open for writing: in a file, or in an empty database of a
    PostgreSQL server (``postgresql://USER@HOST/DATABASE``).

    Raises: CaseExists, CannotWrite, UnknownAgreement, BadAgreement.
    """
    read, source = read_agreement(agreement)
    return Case(create_case(path, agreement=read, source=source, title=title), settings=settings)


def open_case(
    path: str | CasePlace,
    *,
    write: bool = False,
    settings: Settings | None = None,
    remark: Callable[[str], None] | None = None,
) -> Case:
    """Open a case, a file or one on a server; ``write`` is needed to add, correct or re-annotate.

    A case of an older version is brought up to date when opened for writing; ``remark`` hears of it.

    Raises: MissingCase, NotACase, OtherVersion, CannotWrite.
    """
    store = open_store(path, write=write, remark=remark)
    if write:
        try:
            claims.bring_up(store)
        except BaseException:
            store.close()
            raise
    return Case(store, settings=settings)


class Case(CaseIntake, Browsing, CasePages, CaseAssessing, CaseCorrections, CaseReview, CaseBeside):
    """An open case. Use it in a ``with`` block, or call ``close``."""

    def __init__(self, store: Store, *, settings: Settings | None = None) -> None:
        self.store = store
        self.settings = settings or Settings.from_environment()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    @property
    def hold(self) -> timedelta:
        """For how long the places of people at risk are held back from whoever does not work on the case."""
        return timedelta(hours=self.settings.hold_hours)

    def counts(self) -> dict[str, int]:
        """How many reports, statements, incidents and so on the case holds."""
        return self.store.counts()

    def reports(self) -> list[Report]:
        return list(self.store.reports())

    def statements(self, **filters: Any) -> list[Statement]:
        """By ``act``, ``speaker`` (part of a name), ``side``, ``target_side``, ``since``, ``until``, ``as_of``."""
        return list(self.store.statements(**filters))

    def incidents(self, **filters: Any) -> list[Incident]:
        """Incidents by ``type``, ``country``, ``since``, ``until``, ``as_of``."""
        return list(self.store.incidents(**filters))

    def actors(self) -> list[Actor]:
        """Persons and institutions that speak in the case or that the agreement lists, with names and roles in time."""
        return list(self.store.actors())

    def series(self) -> list[FigureSeries]:
        return list(self.store.series())

    def find(self, shown: str) -> tuple[str, Any]:
        """The kind and record that an id or its prefix names; merged records are followed to the one in use."""
        return self.store.find(shown)

    def record(self, kind: str, shown: str) -> Any:
        """The record of one kind that an id or the beginning of one names, with its letter or without.

        Raises: UnknownRecord if there is none or it is of another kind; AmbiguousRecord.
        """
        found, record = self.find(shown if ":" in shown else f"{LETTERS[kind]}:{shown}")
        if found != kind:
            raise UnknownRecord(f"{shown} is a {found}, not a {kind}; ids of this kind begin with {LETTERS[kind]}:")
        return record

    def words(self, record: Statement | Incident) -> list[Span]:
        """The exact words a statement or incident rests on, in all reports."""
        return list(anchor_of(self.store, record))

    def search(self, words: str, *, limit: int = 50) -> list[Any]:
        return self.store.search(words, limit=limit)

    def why(self, left: str, right: str) -> Explanation:
        """Why two records are one or two, or why one answers the other: values compared, who judged, how to change it.

        Each is named by an id, the beginning of one, or the reference of a provision.
        Raises: UnknownRecord, AmbiguousRecord; BadInput for records between which nothing is judged.
        """
        return why(self.store, left, right)

    def review(self, *, kinds: Iterable[JudgementKind] | None = None, limit: int | None = None) -> list[Doubtful]:
        """What a person should look at first: the machine's least sure judgements, by doubt and by reports touched."""
        return review(self.store, kinds=kinds, limit=limit)

    def verify(self) -> VerifyReport:
        """Check every hash, every span and the chain of decisions."""
        return verify(self.store)
