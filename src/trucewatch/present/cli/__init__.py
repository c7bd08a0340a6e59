"""The command line: a file per command, thin over ``trucewatch.case``.

Data goes to standard output, remarks to standard error. Every ``TrucewatchError`` is shown and given its
exit code in one place, ``app.main``.
"""

from __future__ import annotations

import sys

#: The exit code of a command that the person stopped with Ctrl-C.
INTERRUPTED = 130

__all__ = ["INTERRUPTED", "main"]


def main(argv: list[str] | None = None) -> None:
    """Run the command line."""
    try:
        # the commands take a second to import: whoever stops the program then is told no less kindly
        from trucewatch.present.cli.app import main as run
    except KeyboardInterrupt:
        print("interrupted: nothing was begun", file=sys.stderr)
        sys.exit(INTERRUPTED)
    run(argv)
