"""The commands by name, each read from its file when it is called: the list of them needs none of the packages behind.

A command is a file of this folder with a ``command`` function, or with an ``app`` of commands of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

#: In the order of the help; each with the first line of its own (a test holds them to it).
SUMMARIES = {
    "init": "Make a new, empty case for an agreement.",
    "copy": "Copy a case between a file and a PostgreSQL server: all records and versions, decisions, captures, runs.",
    "add": "Take reports into a case: keep their bytes, read, annotate and link them.",
    "annotate": (
        "Annotate a big corpus in shards: one Parquet file a shard, with a manifest, on many cores or machines."
    ),
    "link": "Link a case: judge which mentions are one, what answers what, which provisions are touched.",
    "brief": "Issue the dossier: HTML and Markdown, or PDF and Word files of the same content.",
    "briefs": "List the dossiers issued from a case.",
    "ledger": "List claims against a side with the words they rest on, and what answered each.",
    "clocks": "List the provisions with their clocks: not started, running, due or passed, and what they hang on.",
    "figures": "List the figures that reports give of each thing, by date and source; add them up by a named rule.",
    "trend": "Count statements and incidents by day, week or month, beside the reports and outlets that there were.",
    "show": "Show one record: its values, the exact words it rests on, the reasons and the history.",
    "why": (
        "Say why two statements, incidents, mentions, reports or actors are one or two, or why one answers the other."
    ),
    "review": (
        "List what a person should look at first: doubtful joins and links, values, gaps and what was set aside."
    ),
    "comment": (
        "Comment on a record, or list what was said of it: comments, who it was given to, who finished and signed it."
    ),
    "sample": "Two readers on one sample: draw it, read it, and print how far the readers agree on each field.",
    "grade": (
        "Grade a source for reliability (A to F), a report or mention for credibility (1 to 6), or list the grades."
    ),
    "watch": "Look at feeds, sitemaps, pages and folders for new reports, and send digests of what is new.",
    "digest": "Say what is new in the record: reports, statements, incidents, changed values, claims newly answered.",
    "versions": "Say what the later texts of a report changed in recorded values: dropped, added, reworded, changed.",
    "serve": "Serve the case's pages: overview, timeline, map, ledger, evidence, review.",
    "search": "Find reports and statements by their words, best first.",
    "note": "Enter a statement, incident or figure by hand: by its words in a report, or from a call or field note.",
    "import": "Take in the rows of your own spreadsheet (csv, xlsx) as statements and incidents entered by you.",
    "beside": (
        "Show other datasets' records beside our incidents: what may be one event, what each has that the other lacks."
    ),
    "propose": (
        "Ask a language model for statements that were missed, gists of statements, and provisions they bear on."
    ),
    "decide": "Correct a record. A person's decision wins over the machine, survives re-annotation and can be undone.",
    "redact": "Take the content of a report or decision out of the case; digest, place, who, when and ground stay.",
    "export": "Write the record as open data: documents, statements, incidents, disputes, figures, promises, readings.",
    "people": "The people who may sign in to the pages of a case: accounts, roles, passwords, tokens, the audit log.",
    "verify": "Check every capture's hash, every text's hash, every span's words and the chain of decisions.",
    "custody": "Print the chain of custody of one record: words, text, capture, fetch, and who decided what.",
    "archive": "Keep the case in one signed file: captures as fetched, texts, the record, decisions.",
    "reannotate": "Annotate again exactly those reports whose fingerprint changed, and link the case anew.",
    "doctor": (
        "Say which model, attribution engine, gazetteer and packages are in use, "
        "and whether they are the recorded ones."
    ),
    "demo": "Make a case from the bundled Doha agreement and demo reports, its dossier and ledger, and verify it all.",
    "train": "Teach the engine from your own marks.",
    "gazetteer": "Bring in places that the shipped gazetteer lacks.",
    "agreement": "The agreement that a case follows: list, check, begin or draft its file.",
}


class _ByName(MutableMapping[str, Any]):
    """The commands as the group keeps them, read when asked for; typer may add its own."""

    def __init__(self) -> None:
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            if name not in SUMMARIES:
                raise KeyError(name)
            self._read[name] = _command(name)
        return self._read[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._read[name] = command

    def __delitem__(self, name: str) -> None:
        del self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*SUMMARIES, *self._read]))

    def __len__(self) -> int:
        return len(list(iter(self)))


def _command(name: str) -> Any:
    module = import_module(f"trucewatch.present.cli.{name}")
    if hasattr(module, "app"):
        group = typer.main.get_command(module.app)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name=name)(module.command)
    return typer.main.get_command(alone)


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _ByName()

    def invoke(self, ctx: Any) -> Any:
        """A command, with what does not fit of its options in plain words."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # put there by what reads the options
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of the help, from the summaries alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))
