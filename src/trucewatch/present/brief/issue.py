"""Issuing a dossier: made from the case as it stands, kept with its bytes, and made again from the record of then.

Both are kept, the files and the way to them. The bytes alone would guarantee the same file and show nothing; the record
alone gives the same file only as long as the program is the same. So a brief that is asked for again is given as it was
issued, and made anew beside it: that the two are one, or why they are not, is said each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from trucewatch.assess.changes import changes
from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.present.brief.cutoff import end_of_day
from trucewatch.present.brief.handling import mark_of
from trucewatch.present.brief.make import Issue, make_brief
from trucewatch.present.brief.model import Brief
from trucewatch.present.brief.options import Options, provisions_named, sides_named
from trucewatch.present.brief.render import render_html, render_markdown
from trucewatch.present.brief.sources import own_version
from trucewatch.present.brief.words import day_words
from trucewatch.records.issued import Issued
from trucewatch.store import Store

FORMS = ("html", "md", "pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The files of a brief by form. ``issued`` is None for a draft; ``remarks`` are for the person who asked."""

    files: Mapping[str, bytes]
    issued: Issued | None = None
    remarks: tuple[str, ...] = ()


def issue(
    case: Case,
    options: Options,
    forms: Sequence[str],
    *,
    now: datetime,
    who: str = "",
    against: int | None = None,
    draft: bool = False,
) -> Made:
    """Make a brief and, unless it is a ``draft``, keep it in the case under the next number.

    ``against`` is the number of the brief with which the record is compared; the last one, if it is not given.

    Raises: UnknownRecord, BadInput; CaseBusy while another process writes; CannotWrite in a case opened for reading.
    """
    if draft:
        files, _ = _made(case.store, _checked(options, case), forms, now=now, number=None, against=against)
        return Made(files=files)
    store, settings = case.store, case.settings
    with store.lease(settings.person or "trucewatch", seconds=settings.lease_seconds):  # nobody adds to it meanwhile
        checked = _checked(options, case)
        number = max((one.number for one in store.briefs()), default=0) + 1
        files, made = _made(store, checked, forms, now=now, number=number, against=against)
        issued = store.save_brief(
            files, made_at=now, known_at=made.known_at, who=who or settings.person or "trucewatch",
            options=checked.to_json() | ({"against": made.against} if made.against else {}),
            versions={"trucewatch": own_version(), **made.settings},
            texts=(text_id for report in store.at(made.known_at).reports() for text_id in report.text_ids),
        )  # fmt: skip
    return Made(files=files, issued=issued)


def again(case: Case, number: int, forms: Sequence[str] = ()) -> Made:
    """The brief of this number as it was issued, in the forms it was issued in (or those of them asked for).

    It is also made anew from the record of then; ``remarks`` say whether that gives the same bytes, and else why not.

    Raises: UnknownRecord; RedactedRecord if words in it were redacted since; BadInput for a form it was not issued in.
    """
    store = case.store
    issued = store.brief(number)
    held = [one.form for one in issued.files]
    missing = [form for form in forms if form not in held]
    if missing:
        raise BadInput(
            f"brief {number} was not issued as {', '.join(missing)}, but as {', '.join(held)}; "
            f"ask for these, or issue a new one"
        )
    files: dict[str, bytes] = {}
    for form in forms or held:
        content = store.brief_file(number, form)
        if content is not None:
            files[form] = content
    return Made(files=files, issued=issued, remarks=_compared(store, issued, files))


def _compared(store: Store, issued: Issued, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Whether the brief made anew is that which was issued, form by form."""
    then, now = issued.versions.get("trucewatch"), own_version()
    made, _ = _made(
        store, Options.from_json(issued.options), tuple(files), now=issued.made_at, number=issued.number,
        against=issued.options.get("against"), known_at=issued.known_at,
        settings={k: v for k, v in issued.versions.items() if k != "trucewatch"},
    )  # fmt: skip
    told = []
    for form, content in files.items():
        if made[form] == content:
            told.append(f"{form}: as issued, and the record of {_moment(issued.known_at)} gives the same bytes")
            continue
        why = f"it was issued with Trucewatch {then}, this is {now}" if then != now else _difference(store, issued)
        told.append(f"{form}: as issued; made anew from the record of then it differs: {why}")
    return tuple(told)


def _difference(store: Store, issued: Issued) -> str:
    later = [r for r in store.redactions() if r.when > issued.made_at]
    if later:
        return f"since then {later[-1].target_kind} {later[-1].target[:12]} was redacted ({later[-1].ground})"
    return "this build of the program is another; the file given is the one that was issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """What a brief was made from: the instant of the record, the brief compared with, the program's settings."""

    known_at: datetime
    against: int | None
    settings: Mapping[str, str]


def _made(
    store: Store,
    options: Options,
    forms: Sequence[str],
    *,
    now: datetime,
    number: int | None,
    against: int | None,
    known_at: datetime | None = None,
    settings: Mapping[str, str] | None = None,
) -> tuple[dict[str, bytes], _Point]:
    """``known_at`` and ``settings`` are those of the time it was issued, where a brief is made again."""
    known, made_later = _known(store, options, known_at)
    earlier = _earlier(store, known, number, against)
    reader = store.at(known)
    if settings is None:
        settings = _settings(store, known)
    looked_from = options.as_of or min(options.until or now.date(), now.date())
    found = changes(store, since=earlier.known_at, until=known, today=looked_from) if earlier else None
    brief = make_brief(
        reader, options=options, now=now,
        issue=Issue(
            number=number, known_at=known, changes=found, made_later=made_later,
            since=f"brief {earlier.number} of {_moment(earlier.known_at)}" if earlier else "",
            settings=tuple(settings.items()),
        ),
    )  # fmt: skip
    files = {form: rendered(brief, form, options) for form in forms}
    return files, _Point(known_at=known, against=earlier.number if earlier else None, settings=settings)


def _known(store: Store, options: Options, known_at: datetime | None) -> tuple[datetime, bool]:
    """The instant of the record that the brief is made from, and whether the case is younger than the day asked for."""
    latest = known_at or store.latest()
    if options.as_of is None:
        return latest, False
    end = end_of_day(options.as_of, options.cutoff)
    return (latest, True) if end < store.created_at() else (min(latest, end), False)


def _earlier(store: Store, known: datetime, number: int | None, against: int | None) -> Issued | None:
    """The brief to compare with. Raises: UnknownRecord; BadInput if it knew more than this one."""
    if against is not None:
        found = store.brief(against)
        if found.known_at > known:
            raise BadInput(
                f"brief {against} was made from the record of {_moment(found.known_at)}, later than this one's "
                f"({_moment(known)}); compare with an earlier one"
            )
        return found
    before = [one for one in store.briefs() if one.known_at <= known and (number is None or one.number < number)]
    return before[-1] if before else None


def _settings(store: Store, known: datetime) -> dict[str, str]:
    """With what the texts were read: as the last run noted that read any by then."""
    runs = [r for r in store.runs() if r.ended_at and r.ended_at <= known and len(r.versions) > 1]
    return {name: value for name, value in runs[-1].versions.items() if name != "annotate"} if runs else {}


def _checked(options: Options, case: Case) -> Options:
    """The options with sides, provisions and mark as they are written. Raises: BadInput for what is none."""
    agreement = case.agreement
    return replace(
        options, sides=sides_named(options.sides, agreement), handling=mark_of(options.handling).label,
        provisions=provisions_named(options.provisions, agreement),
    )  # fmt: skip


def rendered(brief: Brief, form: str, options: Options) -> bytes:
    """One form of a brief. Word and PDF have libraries of their own, loaded only for them."""
    if form == "pdf":
        from trucewatch.present.brief.pdf import render_pdf

        return render_pdf(brief)
    if form == "docx":
        from trucewatch.present.brief.docx import render_docx

        return render_docx(brief)
    page = render_html(brief, typeface=options.typeface) if form == "html" else render_markdown(brief)
    return page.encode()


def listing(issued: Issued) -> str:
    """A line for the list of briefs."""
    asked = "; ".join(
        f"{name} {_shown(value)}".rstrip() for name, value in issued.options.items() if name != "handling"
    )
    forms = ", ".join(f"{one.form} {one.digest[:16]} ({one.size:,} bytes)" for one in issued.files)
    kept = f"files not kept: {issued.withdrawn}" if issued.withdrawn else forms
    return (
        f"{issued.number}\t{_moment(issued.made_at)}\t{issued.who}\t{issued.options.get('handling', '')}\t"
        f"{asked or 'everything'}\t{kept}"
    )


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is True else str(value)


def _moment(instant: datetime) -> str:
    return f"{day_words(instant.date())}, {instant:%H:%M} UTC"


def day_of(value: str | None, option: str) -> date | None:
    """A day that a person gives. Raises: BadInput for anything else."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput(f"{option} takes a day like 2020-10-01, got {value!r}") from None
