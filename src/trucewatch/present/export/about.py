"""What every export says of itself: how it was made, by which versions, and what may be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from trucewatch.present.export.rows import Row
from trucewatch.records.agreement import Agreement

#: Where nobody said under which licence the data may be passed on.
NOT_STATED = "not stated; ask whoever keeps this case before you pass it on"
PLACES = "Names and points of places: from GeoNames (geonames.org), CC BY 4.0, shortened"
METHOD = (
    "A record of who reportedly said what, for which side, and of what reportedly happened, according to whom. "
    "It rules on nothing: no value says whose account stands. Values are read out of reports by a program and "
    "corrected by persons; every one of them hangs on words of a report, named by file, start and end."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``known_at`` is the instant of the newest record, so that one case gives one export whenever it is made.

    ``makers`` are the stages and persons behind the records, each with its version and how many records are its own.
    ``extra`` are lines that one format adds: the rules by which it shaped the record.
    """

    title: str
    program: str
    agreement: str
    known_at: str
    makers: tuple[str, ...]
    licence: str
    attribution: tuple[str, ...]
    reach: str
    extra: tuple[tuple[str, str], ...] = ()

    def lines(self) -> list[tuple[str, str]]:
        """Heading and words, in the order in which they are printed."""
        return [
            ("title", self.title),
            ("method", METHOD),
            *self.extra,
            ("program", self.program),
            ("agreement", self.agreement),
            ("record as of", self.known_at),
            *(("made by", maker) for maker in self.makers),
            ("licence", self.licence),
            *(("attribution", line) for line in self.attribution),
            ("for whom", self.reach),
        ]

    def as_dict(self) -> dict[str, Any]:
        """The lines by heading; a heading with several lines holds a list."""
        found: dict[str, list[str]] = {}
        for heading, words in self.lines():
            found.setdefault(heading, []).append(words)
        listed = {"made by", "attribution"}
        return {name: words if name in listed else "\n".join(words) for name, words in found.items()}

    def text(self) -> str:
        """The lines as a plain text file."""
        return "".join(f"{heading}: {words}\n" for heading, words in self.lines())


def about(
    rows: Mapping[str, Sequence[Row]], agreement: Agreement, *, public: bool, confidential: bool, hold: timedelta,
    licence: str | None,
) -> About:  # fmt: skip
    """What is true of an export of these rows, whatever its format."""
    made = [row for table in rows.values() for row in table if "maker" in row]
    makers = Counter((row["maker"]["kind"], row["maker"]["name"], row["maker"]["version"]) for row in made)
    times = [row[name] for row in made for name in ("recorded_at", "made_at") if row.get(name)]
    times += [row["fetched_at"] for row in rows["documents"] if row["fetched_at"]]
    return About(
        title=f"{agreement.title}: who said what, and what reportedly happened",
        program=f"Trucewatch {_own_version()}",
        agreement=f"{agreement.id}, file {agreement.version[:16] or 'without a version'}",
        known_at=max(times, default="nothing recorded"),
        makers=tuple(_maker(key, number, public=public) for key, number in sorted(makers.items(), key=_by_name)),
        licence=licence or NOT_STATED,
        attribution=(_sources(rows["documents"]), PLACES),
        reach=_reach(public=public, confidential=confidential, hold=hold),
    )


def _by_name(one: tuple[tuple[str, str, str | None], int]) -> tuple[str, str, str]:
    (kind, name, made_by), _ = one
    return kind, name, made_by or ""


def _maker(key: tuple[str, str, str | None], number: int, *, public: bool) -> str:
    kind, name, made_by = key
    shown = "a person" if public and kind == "person" else f"{name} {made_by or ''}".strip()
    return f"{shown} ({kind}): {number} records"


def _sources(documents: Sequence[Row]) -> str:
    names = sorted({row["publisher"] for row in documents if row["publisher"]}, key=str.casefold)
    told = "; ".join(names) or "publishers not known"
    return f"Words quoted stay those of their publishers, who are named with each report ({len(documents)}): {told}"


def _reach(*, public: bool, confidential: bool, hold: timedelta) -> str:
    private = "names of private persons are covered"
    if public:
        hours = round(hold.total_seconds() / 3600)
        return (
            f"anybody: {private}, what was marked confidential is left out, and places where people could be found are "
            f"told by their area at most, and not at all for {hours} hours"
        )
    marked = "holds what was marked confidential" if confidential else "what was marked confidential is left out"
    return f"whoever works on the case: it tells places of people at risk as reports do; {marked}; {private}"


def _own_version() -> str:
    try:
        return version("trucewatch")
    except PackageNotFoundError:
        return "not installed as a package"
