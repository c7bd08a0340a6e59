"""What a language model answered, read strictly: one JSON object in the form asked for, or nothing.

One item that does not fit is set aside alone; an answer that is not such an object is set aside whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trucewatch.errors import BadAnswer, ProposalRefused
from trucewatch.records.proposal import Asked

#: Items of one answer that are looked at; code points of one quotation, and of the words beside it.
ITEMS, QUOTED, BESIDE = 60, 2_000, 300
NOT_THE_FORM: Final = "an item that is not in the form asked for"
#: Some models put their answer in one fence, whatever they are told.
_FENCED: Final = re.compile(r"\A```(?:json)?\s*\n(.*)\n\s*```\Z", re.DOTALL)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Quote(_Form):
    """Words of the data, and those beside them."""

    words: Annotated[str, Field(min_length=1, max_length=QUOTED)]
    before: Annotated[str, Field(max_length=BESIDE)] = ""
    after: Annotated[str, Field(max_length=BESIDE)] = ""


class StatementItem(_Form):
    speaker: Quote | None
    cue: Quote | None
    content: Annotated[list[Quote], Field(min_length=1, max_length=8)]
    act: Annotated[str, Field(max_length=60)]


class GistItem(_Form):
    statement: Annotated[str, Field(max_length=10)]
    gist: Annotated[str, Field(min_length=1, max_length=2_000)]
    rests_on: Annotated[list[Quote], Field(min_length=1, max_length=8)]


class LinkItem(_Form):
    statement: Annotated[str, Field(max_length=10)]
    provision: Annotated[str, Field(max_length=200)]
    statement_words: Quote
    provision_words: Quote


class _Statements(_Form):
    statements: Annotated[list[Any], Field(max_length=ITEMS)]


class _Gists(_Form):
    gists: Annotated[list[Any], Field(max_length=ITEMS)]


class _Links(_Form):
    links: Annotated[list[Any], Field(max_length=ITEMS)]


Item = StatementItem | GistItem | LinkItem
_ANSWERS: Final[dict[Asked, tuple[type[_Form], str, type[Item]]]] = {
    "statements": (_Statements, "statements", StatementItem),
    "gists": (_Gists, "gists", GistItem),
    "provisions": (_Links, "links", LinkItem),
}


def read_answer(what: Asked, words: str) -> Iterator[Item | ProposalRefused]:
    """The items of an answer, each as it was asked for or as what is set aside.

    Raises: BadAnswer saying in which way the whole is no such answer.
    """
    return iter(_items(what, words))


def _items(what: Asked, words: str) -> list[Item | ProposalRefused]:
    given = words.strip()
    if fenced := _FENCED.match(given):
        given = fenced.group(1)
    if not given:
        raise BadAnswer("an empty answer")
    try:
        values = json.loads(given, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadAnswer("an answer that is no JSON") from None
    form, name, item = _ANSWERS[what]
    try:
        listed: list[Any] = getattr(form.model_validate(values), name)
    except (ValidationError, RecursionError):
        raise BadAnswer("an answer in another form than asked for") from None
    return [_item(item, one) for one in listed]


def _item(form: type[Item], values: Any) -> Item | ProposalRefused:
    try:
        return form.model_validate(values)
    except (ValidationError, RecursionError):
        return ProposalRefused(NOT_THE_FORM)


def _no_number(words: str) -> Any:
    raise ValueError(f"{words} is no number of JSON")
