"""What comes into a case: files, pages by their addresses, what watched sources bring, words handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trucewatch import importing, pipeline, watching
from trucewatch.case_part import CasePart
from trucewatch.engine.engines import Engine, engine_named
from trucewatch.engine.merging import are_annotated, lacking, prepared_of
from trucewatch.errors import TooLarge
from trucewatch.importing import ImportResult
from trucewatch.intake.files import arrival_from_stdin, arrivals, with_attached
from trucewatch.intake.mappings import read_mapping
from trucewatch.intake.sheets import read_sheet
from trucewatch.intake.web import Gathering, Wanted, sort_out
from trucewatch.pipeline import AddResult, Progress, no_progress
from trucewatch.records.decision import Decision

if TYPE_CHECKING:
    from trucewatch.outside.fetch import Fetcher
    from trucewatch.outside.manners import Clock
    from trucewatch.records.watch import WatchPlan
    from trucewatch.watching import Poll


class CaseIntake(CasePart):
    """A part of ``Case``."""

    def add(
        self,
        given: Iterable[str | Path],
        *,
        sources: str | Path | None = None,
        urls: Iterable[str | Path] = (),
        most: int = 100,
        fetcher: Fetcher | None = None,
        progress: Progress = no_progress,
        link: bool = True,
        workers: int = 1,
        private_chats: bool = False,
    ) -> AddResult:
        """Take in files and folders, shards that ``annotate_shards`` made, pages by their addresses, and the pages
        that feeds and sitemaps (files or addresses) and the files of addresses ``urls`` name, ``most`` of each list;
        the case is linked at the end, unless ``link`` is False: then ``link()`` does it. More than one of ``workers``
        are processes that read and annotate ahead, where dozens of reports come; the record comes out the same.
        Messages of Telegram's private chats are set aside; with ``private_chats`` they come in as confidential.

        Holds the case's lease meanwhile. Raises: BadInput for fewer workers than one.
        """
        addresses, lists, others = sort_out(given)
        paths, shards = [p for p in others if not are_annotated(p)], [p for p in others if are_annotated(p)]
        gathering = Gathering(fetcher or self.fetcher(), max_bytes=self.settings.max_bytes)
        wanted = Wanted(most=most)
        coming: Iterable[Any] = chain(
            prepared_of(shards),
            arrivals(
                paths,
                sidecar=Path(sources) if sources else None,
                max_bytes=self.settings.max_bytes,
                private_chats=private_chats,
            ),
            chain.from_iterable(gathering.list_file(path, wanted) for path in lists),
            chain.from_iterable(gathering.addresses_in(Path(path), wanted) for path in urls),
            chain.from_iterable(gathering.address(url, wanted) for url in addresses),
        )
        if workers != 1:
            coming = self._ahead(coming, engine_named("local", workers=workers))
        with self._signed() as person:
            result = pipeline.add(self.store, coming, progress=progress, link=link, who=person)
        return replace(result, remarks=(*lacking(shards), *result.remarks))

    def _ahead(self, coming: Iterable[Any], engine: Engine) -> Iterator[Any]:
        from trucewatch.engine.ahead import PrepareJob, prepared_ahead  # loads the language model's package

        agreement, attribution, places = pipeline.annotated_by(self.store)
        job = PrepareJob(agreement=agreement, attribution=attribution, places=places)
        return prepared_ahead(coming, job=job, engine=engine)

    def link(
        self, *, whole: bool = False, engine: str | Engine | None = None, workers: int | None = None,
        address: str | None = None,
    ) -> list[Decision]:  # fmt: skip
        """Link what waits to be linked, or the ``whole`` case anew. An ``engine`` ("local", "ray") compares in so many
        ``workers``, on a Ray cluster at an ``address`` if one is given; the record comes out the same. Gives the
        decisions that lost their place.

        Raises: BadInput for an engine that is not there.
        """
        chosen = engine_named(engine, workers=workers, address=address) if isinstance(engine, str) else engine
        if chosen is not None and chosen.name == "local" and chosen.workers == 1:
            chosen = None  # this process is one
        with self._signed():
            return pipeline.link_case(self.store, whole=whole, engine=chosen)

    def poll(
        self, plan: WatchPlan, *, fetcher: Fetcher | None = None, clock: Clock | None = None,
        progress: Progress = no_progress,
    ) -> Poll:  # fmt: skip
        """Look once at every source of a watch plan and take in what is new. Holds the case's lease meanwhile."""
        gathering = Gathering(fetcher or self.fetcher(), max_bytes=self.settings.max_bytes)
        with self._signed():
            return watching.poll(self.store, plan, gathering, clock=clock, progress=progress)

    def fetcher(self) -> Fetcher:
        """What asks for pages, by the settings; what it learns of them is kept in the case."""
        from trucewatch.outside.addresses import AllowList  # only who fetches waits for what connects
        from trucewatch.outside.fetch import Fetcher

        return Fetcher(
            allowed=AllowList.of(self.settings.allow_hosts),
            contact=self.settings.contact,
            seconds=self.settings.fetch_seconds,
            max_bytes=self.settings.max_bytes,
            gap=timedelta(seconds=self.settings.host_seconds),
            memory=self.store,
        )

    def add_words(
        self, content: bytes, *, publisher: str | None = None, published: str | None = None, title: str | None = None,
        url: str | None = None, progress: Progress = no_progress,
    ) -> AddResult:  # fmt: skip
        """Take in one report handed over as bytes (standard input); of a mail what is attached to it, too.

        Raises: EmptyInput, BinaryInput, TooLarge; BadInput for a date that is none.
        """
        if len(content) > self.settings.max_bytes:
            raise TooLarge(
                f"standard input has more than the {self.settings.max_bytes:,} bytes that I take in; "
                "raise TRUCEWATCH_MAX_BYTES to take it, or split it"
            )
        arrival = arrival_from_stdin(content, publisher=publisher, published=published, title=title, url=url)
        with self._signed():
            coming = with_attached(arrival, max_bytes=self.settings.max_bytes)
            return pipeline.add(self.store, coming, progress=progress)

    def import_sheet(self, sheet: str | Path, *, mapping: str | Path, who: str | None = None) -> ImportResult:
        """Take in the rows of a person's own sheet (csv, xlsx) as a mapping file says (docs/imports.md): each a record
        entered by that person. Rows that do not fit are refused with their numbers; what is there already stays.

        Raises: BadInput for a sheet or mapping that cannot be used.
        """
        tables = read_mapping(Path(mapping))
        read = read_sheet(Path(sheet), max_bytes=self.settings.max_bytes)
        with self._signed(who) as person:
            return importing.import_sheet(self.store, read, tables, who=person, mapping=Path(mapping))

    def reannotate(self, *, progress: Progress = no_progress) -> tuple[int, int, list[Decision]]:
        """Annotate again what would now be read otherwise. Gives (redone, kept, decisions that lost their place)."""
        with self._signed():
            return pipeline.reannotate(self.store, progress=progress)
