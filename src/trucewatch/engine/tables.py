"""The package that reads and writes Parquet, asked for when it is needed."""

from __future__ import annotations

from typing import Any

from trucewatch.errors import BadInput


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
