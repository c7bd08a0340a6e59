"""The package that reads and writes Parquet, asked for when it is needed."""

from __future__ import annotations

from typing import Any

from trucewatch.errors import BadInput

#: The key of a Parquet file's metadata under which a file of annotated reports says what it is, as JSON.
ABOUT = b"trucewatch annotated"


def pyarrow_parquet() -> Any:
    """The module ``pyarrow.parquet``. Raises: BadInput if it is not installed."""
    try:
        import pyarrow.parquet
    except ModuleNotFoundError as missing:
        raise BadInput(
            f"Parquet files are read and written by the package {missing.name}, which is not installed; "
            'install it with: pip install "trucewatch[exports]"'
        ) from missing
    return pyarrow.parquet


def table_faults() -> tuple[type[Exception], ...]:
    """What is raised where a Parquet file is damaged, or of a form that this version of pyarrow does not read."""
    import pyarrow

    return OSError, ValueError, pyarrow.ArrowException
