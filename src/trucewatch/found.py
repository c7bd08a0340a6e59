"""What a case gives when asked: lists that are data frames as well, for notebooks.

    case.statements(act="accuse").to_frame()           # pandas
    polars.from_arrow(case.incidents().to_arrow())     # polars

A frame holds what an export of the case holds (``present/export``), under the same names of columns: private persons by
description, nothing that was marked confidential. The records themselves are whole, for whoever works on the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, SupportsIndex, TypeVar, overload

from trucewatch.assess.trends import Trend
from trucewatch.settings import Settings
from trucewatch.store import Store

if TYPE_CHECKING:
    import pandas
    import pyarrow

R = TypeVar("R")


class Asked(Protocol):
    """The case that a list is of."""

    store: Store
    settings: Settings


class Found(list[R]):
    """Records of one kind, in the order asked for: a list, and the same as a data frame.

    A slice is one as well: ``case.statements()[:10].to_frame()``. In a notebook it shows itself as a small table.
    """

    def __init__(self, records: Iterable[R] = (), *, table: str, case: Asked) -> None:
        super().__init__(records)
        self.table = table
        self._case = case

    @overload
    def __getitem__(self, which: SupportsIndex) -> R: ...

    @overload
    def __getitem__(self, which: slice) -> Found[R]: ...

    def __getitem__(self, which: SupportsIndex | slice) -> R | Found[R]:
        if isinstance(which, slice):
            return Found(super().__getitem__(which), table=self.table, case=self._case)
        return super().__getitem__(which)

    def __reduce__(self) -> tuple[type[list[Any]], tuple[list[R]]]:
        return list, (list(self),)  # an open case cannot be pickled or copied; the records can

    def to_arrow(self, *, confidential: bool = False, public: bool = False) -> pyarrow.Table:
        """The records as an Arrow table, a row a record; ``polars.from_arrow`` reads it as it is.

        Records that an export would leave out are left out; the metadata ``trucewatch`` (JSON) say how many and what
        the table is. ``confidential`` leaves in what was marked so, ``public`` holds places back as a public export
        does.

        Raises: BadInput without the package pyarrow (extra ``frames``).
        """
        from trucewatch.present import frames  # only who asks for a table waits for what makes one

        return frames.table_of(self._case, self.table, self, confidential=confidential, public=public)

    def to_frame(self, *, confidential: bool = False, public: bool = False) -> pandas.DataFrame:
        """The same as a pandas data frame; what it says of itself is in ``frame.attrs["trucewatch"]``.

        Raises: BadInput without pandas and pyarrow (extra ``frames``).
        """
        from trucewatch.present import frames

        return frames.pandas_of(self.to_arrow(confidential=confidential, public=public))

    def __repr__(self) -> str:
        """A line a record, as it may be shown: what a notebook saves beside its table."""
        from trucewatch.present import notebook

        return notebook.list_text(self._case, self.table, self)

    def _repr_html_(self) -> str:
        from trucewatch.present import notebook

        return notebook.list_html(self._case, self.table, self)


class FoundTrend(Trend):
    """Counts over time: a trend, and the same as a data frame with the columns of ``trucewatch trend --format csv``."""

    __slots__ = ()

    @classmethod
    def of(cls, trend: Trend) -> FoundTrend:
        return cls(**{name: getattr(trend, name) for name in Trend.__dataclass_fields__})

    def to_arrow(self) -> pyarrow.Table:
        """A row for each stretch of time and row of counts. Raises: BadInput without the package pyarrow."""
        from trucewatch.present import frames

        return frames.table_of_trend(self)

    def to_frame(self) -> pandas.DataFrame:
        """The same as a pandas data frame. Raises: BadInput without pandas and pyarrow."""
        from trucewatch.present import frames

        return frames.pandas_of(self.to_arrow())
