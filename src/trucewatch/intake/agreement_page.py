"""An agreement file as YAML: its values, the lines they stand on, and its problems in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean

from trucewatch.errors import BadAgreement
from trucewatch.intake.agreement_form import FORM_VERSION, AgreementForm

#: A file nested deeper, or with more values once its aliases are written out, is no agreement file.
DEEPEST = 40
MOST_VALUES = 50_000
#: How many problems one message lists; the rest are counted.
MOST_PROBLEMS = 12

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the file that does not hold: at which field, what was met, what to do."""

    place: Place
    message: str
    line: int | None = None

    @property
    def field(self) -> str:
        """``("parties", 1, "role")`` -> ``"parties[1].role"``; counted from 1, as people count."""
        words = ""
        for step in self.place:
            words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
        return words


def bad(shown_as: str, problems: Iterable[Problem]) -> BadAgreement:
    """The error that tells of all the problems found in the file ``shown_as``, in the order of its lines."""
    found = sorted(problems, key=lambda p: p.line or 0)

    def told(problem: Problem) -> str:
        where = [f"line {problem.line}"] if problem.line else []
        where += [problem.field] if problem.field else []
        return f"{', '.join(where)}: {problem.message}" if where else problem.message

    if len(found) == 1:
        return BadAgreement(f"{shown_as}{', ' if found[0].line else ' '}{told(found[0])}")
    shown = [f"  {told(p)}" for p in found[:MOST_PROBLEMS]]
    if len(found) > MOST_PROBLEMS:
        shown.append(f"  and {len(found) - MOST_PROBLEMS} more")
    return BadAgreement("\n".join([f"{shown_as}: {len(found)} problems", *shown]))


# -- YAML to the form, with line numbers -------------------------------------------------------


class _Constructor(RoundTripConstructor):
    """Leaves dates as text, so that an impossible one is a problem with a line and not a crash."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


class Page:
    """A file read as YAML: its values without YAML's dress, and the line (from 1) of each key and list item.

    Raises: BadAgreement for other encodings than UTF-8, for what is not YAML, and for files that are no form at all.
    """

    def __init__(self, content: bytes, *, shown_as: str) -> None:
        self.shown_as = shown_as
        self.lines: dict[Place, int] = {(): 1}
        self._met = 0
        try:
            words = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = content.count(b"\n", 0, problem.start) + 1
            raise self._bad("is not UTF-8 text; save the file as UTF-8", line=line) from None
        try:
            self.root = self._plain(self._load(words), ())
        except RecursionError:
            raise self._bad("is nested too deeply for an agreement file") from None

    def line(self, place: Place) -> int | None:
        """The line of the field, or of the nearest field around it."""
        around = (place[:n] for n in range(len(place), -1, -1))
        return next((self.lines[at] for at in around if at in self.lines), None)

    def located(self, problem: Problem) -> Problem:
        return replace(problem, line=self.line(problem.place))

    def form(self) -> AgreementForm:
        """The values as a form. Raises: BadAgreement with every field that does not fit."""
        root = self.root
        first = f"`trucewatch: {FORM_VERSION}`"
        if not isinstance(root, dict):
            raise self._bad(f"should hold keys and values and begin with {first}, got {_shown(root)}")
        if "trucewatch" not in root:
            raise self._bad(f"is not marked as an agreement file; put {first} on its first line")
        version = root["trucewatch"]
        if version != FORM_VERSION or isinstance(version, bool):
            newer = isinstance(version, int) and version > FORM_VERSION
            step = "get a newer Trucewatch" if newer else f"write {first}"
            message = f"the form has version {_shown(version)}, this program reads {FORM_VERSION}; {step}"
            raise bad(self.shown_as, [self.located(Problem(place=("trucewatch",), message=message))])
        try:
            return AgreementForm.model_validate(root)
        except ValidationError as problem:
            found = [self.located(_problem(error)) for error in problem.errors()]
        raise bad(self.shown_as, found)

    def _load(self, words: str) -> object:
        if re.search(rf"(?:[\[{{]\s*){{{DEEPEST}}}", words):  # the parser's time grows with the square of the depth
            raise self._bad("is nested too deeply for an agreement file")
        yaml = YAML(typ="rt")
        yaml.Constructor = _Constructor
        try:
            return yaml.load(words)
        except MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            what = problem.problem or problem.context or "cannot be parsed"
            what = re.sub(r'found duplicate key "(.*?)" with.*', r"the key \1 stands there twice", what, flags=re.S)
            hint = ""
            if "mapping values are not allowed" in what:
                hint = "; put text that holds a colon in quotation marks"
            elif r"\t" in what:
                hint = "; indent with spaces, not tabs"
            raise self._bad(f"is not valid YAML: {what}{hint}", line=mark.line + 1 if mark else None) from None
        except (YAMLError, ValueError) as problem:
            raise self._bad(f"is not valid YAML: {str(problem).splitlines()[0]}") from None

    def _plain(self, node: object, place: Place) -> object:
        """The loaded tree as plain lists, dicts and values."""
        self._met += 1
        if self._met > MOST_VALUES or len(place) > DEEPEST:
            raise self._bad("holds more values than an agreement file can (do its aliases repeat themselves?)")
        if isinstance(node, CommentedMap):
            plain: dict[str, object] = {}
            for key, value in node.items():
                at = (*place, str(key))
                if key in (node.lc.data or {}):  # a key that came in through a merge has no line of its own
                    self.lines[at] = node.lc.key(key)[0] + 1
                plain[str(key)] = self._plain(value, at)
            return plain
        if isinstance(node, CommentedSeq):
            for i in range(len(node)):
                self.lines[(*place, i)] = node.lc.item(i)[0] + 1
            return [self._plain(item, (*place, i)) for i, item in enumerate(node)]
        if isinstance(node, TaggedScalar):
            return str(node.value)
        if isinstance(node, ScalarBoolean):
            return bool(node)
        for plain_type in (bool, int, str, float):  # ruamel's own scalars remember how they were written
            if isinstance(node, plain_type):
                return plain_type(node)
        return node

    def _bad(self, message: str, *, line: int | None = None) -> BadAgreement:
        return bad(self.shown_as, [Problem(place=(), message=message, line=line)])


# -- problems in words -------------------------------------------------------------------------

_MEANT = {
    "string_type": "text", "list_type": "a list", "int_type": "a whole number", "bool_type": "true or false",
    "model_type": "keys and values", "dict_type": "keys and values", "model_attributes_type": "keys and values",
}  # fmt: skip


def _problem(error: Any) -> Problem:
    """One of pydantic's errors as a problem that names value and next step."""
    place = tuple(error["loc"])
    kind, value = error["type"], error["input"]
    name = place[-1] if place else ""
    if kind == "extra_forbidden":
        known = known_keys(place[:-1])
        near = get_close_matches(str(name), known, n=1, cutoff=0.5)
        return Problem(place=place, message=f"unknown key {name!r}; "
                       + (f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}"))  # fmt: skip
    if kind == "missing":
        return Problem(place=place, message=f"the key {name!r} is missing; add it")
    if kind == "literal_error":
        allowed = _literals(error)
        message = f"{_shown(value)} is not one of {', '.join(allowed)}{_near(value, allowed)}"
        return Problem(place=place, message=message)
    if kind == "too_short":
        return Problem(place=place, message="is empty; at least one is needed")
    if kind == "value_error":
        return Problem(place=place, message=str(error["ctx"]["error"]))
    if kind in _MEANT:
        hint = ""
        if kind == "string_type" and isinstance(value, (int, float)):
            hint = "; put it in quotation marks"
        elif kind == "list_type":
            hint = "; write it in brackets, [one, two], or as lines led by hyphens"
        return Problem(place=place, message=f"should be {_MEANT[kind]}, got {_shown(value)}{hint}")
    return Problem(place=place, message=f"{error['msg'][:1].lower()}{error['msg'][1:]}, got {_shown(value)}")


def _literals(error: Any) -> list[str]:
    return re.findall(r"'([^']*)'", error["ctx"]["expected"])


def _near(value: object, known: Sequence[str]) -> str:
    near = get_close_matches(str(value).casefold(), known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"keys and values ({', '.join(map(str, list(value)[:3]))})"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:57]}…'"


def known_keys(place: Place) -> list[str]:
    """The keys that may stand at this place of the form."""
    model: type[BaseModel] | None = AgreementForm
    for step in place:
        if model is not None and isinstance(step, str):
            field = model.model_fields.get(step)
            model = next(_models_in(field.annotation), None) if field else None
    return list(model.model_fields) if model else []


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
