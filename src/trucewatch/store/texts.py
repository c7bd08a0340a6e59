"""Texts by id that are read when asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

from trucewatch.records.text import Text

#: Texts that are kept in memory.
TEXTS_KEPT = 64


class TextsOnDemand(Mapping[str, Text]):
    """Texts by id that are read when asked for; the last ``TEXTS_KEPT`` stay in memory."""

    def __init__(self, read: Callable[[str], Text], ids: list[str]) -> None:
        self._read = read
        self._ids = dict.fromkeys(ids)
        self._kept: OrderedDict[str, Text] = OrderedDict()

    def __getitem__(self, text_id: str) -> Text:
        if text_id not in self._ids:
            raise KeyError(text_id)
        if text_id not in self._kept:
            self._kept[text_id] = self._read(text_id)
            if len(self._kept) > TEXTS_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(text_id)
        return self._kept[text_id]

    def __contains__(self, text_id: object) -> bool:
        return text_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
