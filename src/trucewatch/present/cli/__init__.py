"""The command line: a file per command, thin over ``trucewatch.case``.

Data goes to standard output, remarks to standard error. Every ``TrucewatchError`` is shown and given its
exit code in one place, ``main``.
"""

from __future__ import annotations

from trucewatch.present.cli.app import main

__all__ = ["main"]
