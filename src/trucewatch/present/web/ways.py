"""What a person may decide of two records on the page that explains them: a button for each command that would."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from trucewatch.case import Case
from trucewatch.errors import BadInput
from trucewatch.explain import Relation
from trucewatch.explain.past import VERBS
from trucewatch.present.brief.words import RESPONSES
from trucewatch.present.web.review_items import action_of
from trucewatch.records.decision import Decision
from trucewatch.records.judgement import JudgementKind

#: Verb of ``trucewatch decide`` -> (relation, action).
MEANT: Mapping[str, tuple[JudgementKind | None, str]] = {
    verb: (relation, action)
    for relation, verbs in VERBS.items()
    for verb, action in zip(verbs, ("same", "different"), strict=True)
}
#: What the button of each verb says.
BUTTONS = {
    "same": "They are one", "different": "They are two", "answers": "It answers", "not-answers": "It does not answer",
    "repeats": "It is said again", "not-repeats": "It is not said again", "part-of": "It is part of the other",
    "not-part-of": "It is not part of the other", "bears-on": "It bears on it",
    "not-bears-on": "It does not bear on it", "undo": "Take back what was decided",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """``second`` is "" where an earlier decision is taken back: ``first`` is its id then."""

    verb: str
    first: str
    second: str
    button: str
    effect: str

    @property
    def labelled(self) -> bool:
        """The kind of answer is asked for."""
        return self.verb == "answers"


def ways_of(relation: Relation) -> tuple[Way, ...]:
    """The commands that would change it, as buttons; none for what no command changes."""
    made = []
    for arguments, effect in relation.change:
        first, verb, *rest = shlex.split(arguments)
        if verb in BUTTONS:
            second = rest[rest.index("--value") + 1] if "--value" in rest else ""
            way = Way(verb=verb, first=first, second=second, button=BUTTONS[verb], effect=effect)
            made.append(way)
    return tuple(made)


def decide(case: Case, form: Mapping[str, str], *, who: str) -> Decision:
    """What the form of a way asks for.

    Raises: BadInput, BadRecord, UnknownRecord, AmbiguousRecord; Conflict if another person decided meanwhile.
    """
    verb, why = form.get("verb", ""), form.get("why", "").strip()
    if not why:
        raise BadInput("a decision needs a reason: say why, it is kept with the decision")
    if verb == "undo":
        return case.decide(form.get("first", ""), "undo", why=why, who=who)
    if verb not in MEANT:
        raise BadInput(f"{verb!r} cannot be decided of two records; use the buttons of the page")
    relation, action = MEANT[verb]
    label = form.get("label") if verb == "answers" else None
    if label is not None and label not in RESPONSES:
        raise BadInput(f"{label!r} is no kind of answer; choose one of the list")
    return case.judge(
        form.get("first", ""), action_of(action), form.get("second", ""), relation=relation, label=label, why=why,
        who=who, seen=form.get("seen") or None,
    )  # fmt: skip
