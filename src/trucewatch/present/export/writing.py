"""Files of an export: all of them written beside their places, read back, and only then put there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from trucewatch.errors import CannotWrite, VerificationFailed


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into the folder ``out``, which is made if need be; files of these names are replaced.

    Until everything was written and read back nothing in the folder changes; then each file takes its place at once.

    Raises: CannotWrite if the folder cannot be written, VerificationFailed if what is read back differs.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out) as made:
            for number, (name, content) in enumerate(files.items()):
                part = Path(made, str(number))
                part.write_bytes(content)
                if part.read_bytes() != content:
                    raise VerificationFailed(f"{out / name} does not hold what was written; export again")
            for number, name in enumerate(files):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(Path(made, str(number)), out / name)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise CannotWrite(f"the export to {out} stopped: {why}; choose another folder or free space") from problem
