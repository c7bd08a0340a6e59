"""The public ``Case``: one file (or database) that holds the record of one agreement.

The command line, the web and notebooks call the same methods::

    with trucewatch.open("doha.truce") as case:
        for statement in case.statements(act="accuse", speaker="Halloran"):
            print(statement.speaker, statement.act, case.words(statement))
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, get_args

from trucewatch import claims
from trucewatch.amending import anchor_of
from trucewatch.asked import country as country_of
from trucewatch.asked import known, party, period
from trucewatch.browsing import Browsing
from trucewatch.case_assessing import CaseAssessing
from trucewatch.case_beside import CaseBeside
from trucewatch.case_corrections import CaseCorrections
from trucewatch.case_intake import CaseIntake
from trucewatch.case_pages import CasePages
from trucewatch.case_proposing import CaseProposing
from trucewatch.case_review import CaseReview
from trucewatch.case_stamping import CaseStamping
from trucewatch.errors import UnknownRecord
from trucewatch.explain import Doubtful, Explanation, review, why
from trucewatch.found import Found
from trucewatch.intake.agreements import bundled_agreements, read_agreement
from trucewatch.records.actor import Actor, ActorKind
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import FigureSeries
from trucewatch.records.ids import LETTERS
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES
from trucewatch.settings import Settings
from trucewatch.store import Store, VerifyReport, create_case, verify
from trucewatch.store import open_case as open_store
from trucewatch.store.address import CasePlace
from trucewatch.store.copying import copy_case as copy

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from trucewatch.present.notebook import Card

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


class Case(
    CaseIntake, Browsing, CasePages, CaseAssessing, CaseCorrections, CaseReview, CaseStamping, CaseBeside, CaseProposing
):  # fmt: skip
    """An open case. Use it in a ``with`` block, or call ``close``."""

    def __init__(self, store: Store, *, settings: Settings | None = None) -> None:
        self.store = store
        self.settings = settings or Settings.from_environment()
        self.closed = False
        if "IPython" in sys.modules:  # in a notebook records show themselves, with names of private persons covered
            from trucewatch.present import notebook

            notebook.at_hand(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the connection; what was read stays."""
        self.closed = True
        self.store.close()

    @property
    def hold(self) -> timedelta:
        """For how long the places of people at risk are held back from whoever does not work on the case."""
        return timedelta(hours=self.settings.hold_hours)

    def counts(self) -> dict[str, int]:
        """How many reports, statements, incidents and so on the case holds."""
        return self.store.counts()

    def reports(self) -> Found[Report]:
        """Every report by day of publication, undated ones last."""
        return self._found(self.store.reports(), "documents")

    def statements(
        self, *, act: str | None = None, speaker: str | None = None, side: str | None = None,
        target_side: str | None = None, since: date | str | None = None, until: date | str | None = None,
        as_of: datetime | None = None,
    ) -> Found[Statement]:  # fmt: skip
        """Statements in order of time: of an ``act`` of the vocabulary, by a ``speaker`` (part of a name), for a
        ``side``, to or against a ``target_side``, from ``since`` to ``until`` (days, both included; a statement without
        a day counts by its first publication), as the case held them at an instant (``as_of``).

            >>> [claim.side for claim in case.statements(act="accuse", speaker="Brandt")]
            ['Belmar Front']

        Raises: BadInput for a word that is no act, or no party of the agreement; for what is no day.
        """
        first, last = period(since, until)
        found = self.store.statements(
            act=known("act", act, ACTS), speaker=speaker, side=self._party("side", side),
            target_side=self._party("target_side", target_side), since=first, until=last, as_of=as_of,
        )  # fmt: skip
        return self._found(found, "statements")

    def _party(self, what: str, name: str | None) -> str | None:
        return party(self.agreement, what, name)

    def incidents(
        self, *, type: str | None = None, country: str | None = None, since: date | str | None = None,
        until: date | str | None = None, as_of: datetime | None = None,
    ) -> Found[Incident]:  # fmt: skip
        """Incidents in order of time: of a ``type`` of the vocabulary, in a ``country`` (ISO 3166-1 alpha-2, or its
        English name), from ``since`` to ``until``, as the case held them at an instant (``as_of``).

            >>> [told.where.name for told in case.incidents(type="shelling") if told.where]
            ['Kessel']

        Raises: BadInput for a word that is no type or country, and for what is no day.
        """
        first, last = period(since, until)
        found = self.store.incidents(
            type=known("type", type, INCIDENT_TYPES), country=country_of(country), since=first, until=last, as_of=as_of,
        )  # fmt: skip
        return self._found(found, "incidents")

    def actors(self, *, kind: str | None = None) -> Found[Actor]:
        """Persons and institutions that speak in the case or that the agreement lists, with names and roles in time;
        of a ``kind`` (public_figure, official, institution, private_person).

        Raises: BadInput for a word that is no kind.
        """
        return self._found(self.store.actors(kind=known("kind", kind, get_args(ActorKind))), "actors")

    def commitments(self) -> Found[Commitment]:
        """Promises and duties that reports tell of: who owes what, to whom, by when, in which words."""
        return self._found(self.store.commitments(), "commitments")

    def series(self) -> list[FigureSeries]:
        """Quantities of which reports give figures; ``figures`` gives them with their values."""
        return list(self.store.series())

    def to_arrow(self, table: str, *, confidential: bool = False, public: bool = False) -> pyarrow.Table:
        """A whole table of the flat exports (docs/exports.md: ``statements``, ``mentions``, ``counts`` …) as an Arrow
        table, with the columns that ``export --format parquet`` writes.

            >>> case.to_arrow("counts").column_names[:3]
            ['incident', 'effect', 'value']

        Raises: BadInput for a table that is not there, or without the package pyarrow (extra ``frames``).
        """
        from trucewatch.present import frames  # only who asks for a table waits for what makes one

        return frames.table_of(self, table, confidential=confidential, public=public)

    def to_frame(self, table: str, *, confidential: bool = False, public: bool = False) -> pandas.DataFrame:
        """The same as a pandas data frame. Raises: BadInput, as ``to_arrow``."""
        from trucewatch.present import frames

        return frames.pandas_of(self.to_arrow(table, confidential=confidential, public=public))

    def show(self, record: Statement | Incident | str) -> Card:
        """A statement or incident (or its id) with its words, reports and answers: a small card in a notebook, lines of
        text elsewhere (``print(case.show("s:4f1c09aa"))``). Names of private persons are covered, and of what was
        marked confidential nothing is shown.

        Raises: UnknownRecord, AmbiguousRecord; BadInput for a record of another kind.
        """
        from trucewatch.present.notebook import card

        return card(self, self.find(record)[1] if isinstance(record, str) else record)

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
        """Reports and statements that hold the words, best first; names of private persons find nothing."""
        return self.store.search(words, limit=limit)

    def why(self, left: str, right: str) -> Explanation:
        """Why two records are one or two, or why one answers the other: values compared, who judged, how to change it.

        Each is named by an id, the beginning of one, or the reference of a provision.
        Raises: UnknownRecord, AmbiguousRecord; BadInput for records between which nothing is judged.
        """
        return why(self.store, left, right)

    def review(self, *, kinds: Iterable[JudgementKind] | None = None, limit: int | None = None) -> list[Doubtful]:
        """What a person should look at first: the machine's least sure judgements, by doubt and by reports touched.

        Raises: BadInput for a kind of judgement that there is none of.
        """
        kinds = None if kinds is None else [known("kind", kind, get_args(JudgementKind)) for kind in kinds]
        return review(self.store, kinds=kinds, limit=limit)

    def verify(self) -> VerifyReport:
        """Check every hash, every span and the chain of decisions."""
        return verify(self.store)
