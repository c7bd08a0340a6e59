"""Commands that hold commands ("agreement list"), shown as all others are."""

from __future__ import annotations

import typer


def group(about: str) -> typer.Typer:
    return typer.Typer(
        help=about, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
