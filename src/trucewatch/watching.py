"""Watching: one poll of all sources, the digests that are due, and their delivery. What must not be asked twice, and
what could not be delivered yet, is kept in the case, so that a poll may be broken off at any moment."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import chain
from pathlib import Path
from typing import Any

from trucewatch.arriving import note_refusal
from trucewatch.errors import NotDelivered
from trucewatch.intake.arrival import Arrival, Refusal, Unchanged
from trucewatch.intake.files import arrivals
from trucewatch.intake.lists import Entry
from trucewatch.intake.sources import NAME as SIDECAR
from trucewatch.intake.watch_file import TEMPLATE, check_searches, read_watch_file
from trucewatch.intake.web import Coming, Gathering, Wanted
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.mail import send_mail
from trucewatch.outside.manners import Clock
from trucewatch.outside.webhook import post
from trucewatch.pipeline import AddResult, Progress, add, no_progress
from trucewatch.records.report import Found
from trucewatch.records.watch import Delivery, Source, ToFolder, ToMail, WatchPlan
from trucewatch.settings import Settings
from trucewatch.store import Store

__all__ = [
    "TEMPLATE", "Outgoing", "Poll", "SourceState", "begin", "deliver", "last_digest", "plan_of", "poll", "put_out",
    "states", "watch_file_of",
]  # fmt: skip

#: A page is looked at again when half of its age has passed since the last look, and an hour at least.
SOONEST = timedelta(hours=1)
#: A page that could not be taken is asked for again after an hour, then two, four … up to this.
LATEST = timedelta(days=7)
#: A digest that could not be delivered for so long is given up, and said to be.
GIVEN_UP = timedelta(days=14)
#: What the memory calls the last digest.
LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How the last look at a source went. ``not_used`` counts pages by reason; ``problem`` says why the source itself
    gave nothing, ``problem_since`` since when."""

    name: str
    taken: int = 0
    unchanged: int = 0
    not_used: Mapping[str, int] = field(default_factory=dict)
    problem: str | None = None
    problem_since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one round of looking at all sources brought."""

    added: AddResult
    sources: tuple[SourceState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A digest ready to go: the instant up to which it tells, subject, plain words, and the same as JSON."""

    until: datetime
    subject: str
    words: str
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The same for the same digest, however often it is sent."""
        content = json.dumps([self.until.isoformat(), self.subject, self.words, self.values], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]


# -- the plan ----------------------------------------------------------------------------------------


def watch_file_of(case: Path) -> Path:
    """Where the watch file of a case lies, if nothing else is said: doha.truce -> doha.watch.yaml."""
    return case.with_name(f"{case.stem}.watch.yaml")


def plan_of(store: Store, file: Path | None = None) -> WatchPlan:
    """The plan in a watch file, or in the case's own. Raises: BadWatchFile, also for a search by a side, act or
    provision that the case's agreement does not have."""
    path = file or watch_file_of(store.beside)
    plan = read_watch_file(path)
    check_searches(plan, store.agreement(), shown_as=str(path))
    return plan


# -- polling -----------------------------------------------------------------------------------------


def poll(
    store: Store, plan: WatchPlan, gathering: Gathering, *, clock: Clock | None = None, progress: Progress = no_progress
) -> Poll:
    """Look at every source once and take in what is new; the case is linked if anything is.

    Broken off, the next poll goes on: a page counts as seen when its report is stored.
    """
    clock = clock or Clock()
    tallies = {source.name: Counter[str]() for source in plan.sources}
    failed: dict[str, str] = {}
    coming = chain(
        chain.from_iterable(
            _counted(store, source, plan, gathering, clock, tallies, failed) for source in plan.sources
        ),
        _again(store, plan, gathering, clock),
    )
    unchanged = 0
    refusals: list[Refusal] = []
    for first in coming:
        if isinstance(first, Unchanged):
            unchanged += 1
        elif isinstance(first, Refusal):
            refusals.append(first)
        else:  # only now the language model is loaded and the case linked
            result = add(store, chain(refusals, [first], coming), progress=progress)
            result = replace(result, already=result.already + unchanged)
            break
    else:
        result = _nothing_new(store, refusals, unchanged)
    states = tuple(_state(store, source.name, tallies[source.name], failed, clock) for source in plan.sources)
    return Poll(added=result, sources=states)


def _nothing_new(store: Store, refusals: list[Refusal], unchanged: int) -> AddResult:
    """The outcome of a poll that brought no page: what was refused is noted and kept all the same."""
    if refusals:
        run = store.begin_run("add", versions={})
        for refusal in refusals:
            note_refusal(store, refusal)
        store.save_set_aside(run, refusals)
        store.end_run(run, counts={"already": unchanged})
    return AddResult(already=unchanged, set_aside=tuple(refusals))


def states(store: Store) -> tuple[SourceState, ...]:
    """How the last look at each source went, as the case remembers it."""
    return tuple(SourceState(name=name, **value) for name, value in store.remembered("source").items())


def _counted(
    store: Store, source: Source, plan: WatchPlan, gathering: Gathering, clock: Clock,
    tallies: Mapping[str, Counter[str]], failed: dict[str, str],
) -> Iterator[Coming]:  # fmt: skip
    counts = tallies[source.name]
    for coming in _of_source(store, source, plan, gathering, clock):
        if isinstance(coming, Refusal):
            own = source.name if source.urls is None and source.folder is None else None
            if (coming.what == own and coming.reason != "beyond the limit") or _missing(source, coming):
                failed[source.name] = coming.message
            else:
                counts[f"not used {coming.reason}"] += 1
        else:
            counts["unchanged" if isinstance(coming, Unchanged) else "taken"] += 1
        yield coming


def _missing(source: Source, refusal: Refusal) -> bool:
    """True if the file of addresses or the folder itself is not there or cannot be read."""
    path = source.urls or source.folder
    return path is not None and refusal.reason in ("no such file", "unreadable") and not path.exists()


def _of_source(store: Store, source: Source, plan: WatchPlan, gathering: Gathering, clock: Clock) -> Iterator[Coming]:
    known = (
        (Found(field="publisher", value=source.publisher, basis="sidecar", detail="watch file"),)
        if source.publisher
        else ()
    )
    wanted = Wanted(
        most=plan.most, words=source.words, known=known, skip=lambda entry: not _due(store, entry, plan.recheck, clock)
    )
    if source.url is not None:
        yield from gathering.address(source.url, wanted)
    elif source.urls is not None:
        yield from gathering.addresses_in(source.urls, wanted)
    elif source.folder is not None:
        yield from _folder(store, source.folder, known, gathering.max_bytes)


def _folder(store: Store, folder: Path, known: tuple[Found, ...], max_bytes: int) -> Iterator[Coming]:
    """What is new or changed in a folder, by size and time of change of its files and of their sources.csv."""
    open_file: list[tuple[str, str]] = []

    def remember() -> None:
        for name, mark in open_file:
            store.remember("file", name, {"mark": mark})
        open_file.clear()

    def skip(path: Path) -> bool:
        remember()
        name, mark = str(path.resolve()), _mark(path)
        if (store.recall("file", name) or {}).get("mark") == mark:
            return True
        open_file.append((name, mark))
        return False

    for coming in arrivals([folder], max_bytes=max_bytes, skip=skip):
        if isinstance(coming, Arrival):
            yield replace(coming, found=(*coming.found, *known))
        elif coming.reason != "no such file" or not folder.exists():
            yield coming  # a line of sources.csv without its file was told when it was new
    remember()


def _mark(path: Path) -> str:
    marks = []
    for one in (path, path.parent / SIDECAR):
        try:
            about = one.stat()
            marks.append(f"{about.st_size}/{about.st_mtime_ns}")
        except OSError:
            marks.append("-")
    return " ".join(marks)


def _again(store: Store, plan: WatchPlan, gathering: Gathering, clock: Clock) -> Iterator[Coming]:
    """Pages taken in lately that no list names any more: they may have been edited, too."""
    for url, known in store.remembered("page").items():
        if known.get("first_at") and not known.get("list") and _due(store, Entry(url=url), plan.recheck, clock):
            yield from gathering.address(url)


def _due(store: Store, entry: Entry, recheck: timedelta, clock: Clock) -> bool:
    """True if a page is new, changed by its list's own account, or due to be looked at for edits."""
    known = store.recall("page", entry.url)
    if known is None:
        return True
    now = clock.now()
    failures = int(known.get("failures") or 0)
    if failures:
        tried = datetime.fromisoformat(str(known["tried_at"]))
        return now - tried >= min(SOONEST * (1 << min(failures - 1, 20)), LATEST)
    fetched = datetime.fromisoformat(str(known["fetched_at"]))
    if entry.changed and len(entry.changed) > 10 and datetime.fromisoformat(entry.changed) > fetched:
        return True
    age = now - datetime.fromisoformat(str(known["first_at"]))
    return bool(age <= recheck and now - fetched >= max(SOONEST, age / 2))


def _state(store: Store, name: str, tally: Counter[str], failed: Mapping[str, str], clock: Clock) -> SourceState:
    before = store.recall("source", name) or {}
    since = (before.get("problem_since") or clock.now().isoformat()) if name in failed else None
    not_used = {key.removeprefix("not used "): n for key, n in sorted(tally.items()) if key.startswith("not used ")}
    state = SourceState(
        name=name, taken=tally["taken"], unchanged=tally["unchanged"], not_used=not_used, problem=failed.get(name),
        problem_since=since,
    )  # fmt: skip
    store.remember("source", name, {key: value for key, value in asdict(state).items() if key != "name"})
    return state


# -- digests -----------------------------------------------------------------------------------------


def last_digest(store: Store) -> datetime | None:
    """The instant up to which the last digest told; None if there was none yet."""
    value = store.recall("digest", LAST)
    return datetime.fromisoformat(str(value["until"])) if value else None


def begin(store: Store) -> None:
    """From here on digests tell what is new; does nothing if there was one already."""
    if last_digest(store) is None:
        store.remember("digest", LAST, {"until": store.latest().isoformat()})


def put_out(store: Store, digest: Outgoing, plan: WatchPlan) -> None:
    """Put a digest into the outbox, once for each place it goes to; from here on it is not lost."""
    for target in plan.deliveries:
        value = {
            "key": digest.key, "until": digest.until.isoformat(), "subject": digest.subject, "words": digest.words,
            "values": dict(digest.values), "target": target.name,
        }  # fmt: skip
        store.remember("outbox", f"{digest.until.isoformat()} {target.name}", value)
    store.remember("digest", LAST, {"until": digest.until.isoformat()})


def deliver(
    store: Store, plan: WatchPlan, settings: Settings, *, clock: Clock | None = None
) -> tuple[list[str], list[NotDelivered]]:
    """Send what lies in the outbox, oldest first; gives what went out and what did not.

    What a place does not take stays for the next time, for two weeks. Should we be broken off after a place took a
    digest, it gets it again under the same key.
    """
    clock = clock or Clock()
    targets = {target.name: target for target in plan.deliveries}
    sent: list[str] = []
    failed: list[NotDelivered] = []
    for name, value in store.remembered("outbox").items():
        target = targets.get(str(value["target"]))
        digest = Outgoing(
            until=datetime.fromisoformat(str(value["until"])), subject=str(value["subject"]),
            words=str(value["words"]), values=value["values"],
        )  # fmt: skip
        if target is None:
            store.forget("outbox", name)  # the watch file does not name the place any more
            continue
        try:
            sent.append(_send(digest, target, settings, clock))
        except NotDelivered as error:
            failed.append(error)
            if clock.now() - digest.until > GIVEN_UP:
                store.forget("outbox", name)
                failed.append(
                    NotDelivered(f"the digest of {digest.until:%Y-%m-%d %H:%M} UTC is given up for {target.name}")
                )
            continue
        store.forget("outbox", name)
    return sent, failed


def _send(digest: Outgoing, target: Delivery, settings: Settings, clock: Clock) -> str:
    """Deliver to one place; gives where it is now. Raises: NotDelivered."""
    allowed = AllowList.of(settings.allow_hosts)
    if isinstance(target, ToFolder):
        return str(_write(digest, target.folder))
    if isinstance(target, ToMail):
        password = settings.smtp_password or None
        send_mail(_message(digest, target), target, password=password, allowed=allowed, seconds=settings.fetch_seconds)
        return target.name
    post(
        target.url, _json(digest), key=digest.key, secret=settings.webhook_secret or None, allowed=allowed,
        seconds=settings.fetch_seconds, contact=settings.contact, clock=clock,
    )  # fmt: skip
    return target.url


def _write(digest: Outgoing, folder: Path) -> Path:
    """Two files named by the digest's instant; a file is there whole or not at all. Raises: NotDelivered."""
    stem = f"digest-{digest.until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in ((f"{stem}.json", _json(digest)), (f"{stem}.txt", digest.words.encode())):
            making = folder / f".{name}.making"
            making.write_bytes(content)
            making.replace(folder / name)
    except OSError as error:
        raise NotDelivered(f"cannot write the digest to {folder}: {error.strerror or error}") from error
    return folder / f"{stem}.txt"


def _message(digest: Outgoing, target: ToMail) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = digest.subject
    message["From"] = target.sender
    message["To"] = ", ".join(target.to)
    message["Date"] = digest.until
    # the same for the same digest, so that a mail sent twice is shown once
    message["Message-ID"] = f"<{digest.key}@{target.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.words)
    return message


def _json(digest: Outgoing) -> bytes:
    return json.dumps(dict(digest.values), ensure_ascii=False, indent=1, sort_keys=True).encode()
