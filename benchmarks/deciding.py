"""Decisions in the forms of the pages, for ``benchmarks.web --decide``: each on a statement of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import islice

import httpx
from tests.present.web.forms import form_with, forms_in

from trucewatch.case import Case
from trucewatch.records.statement import Statement

#: Asks the server and notes what it took.
Timed = Callable[[Callable[[], httpx.Response]], httpx.Response]
Step = Callable[[httpx.Client, Timed], None]
#: Statements among which those that are decided of are drawn.
AMONG = 4000
ACTS = ("announce", "demand")


def decisions(case: Case, rng: random.Random, number: int) -> dict[str, list[Step]]:
    """Kind of decision -> so many of them."""
    held = list(islice(case.store.statements(), AMONG))
    told = [s for s in held if len(s.mention_ids) > 1]
    place = {s.id: n for n, s in enumerate(held)}

    def some(among: list[Statement]) -> list[Statement]:
        drawn = rng.sample(among, min(number, len(among)))
        for one in drawn:
            held.remove(one)
            if one in told:
                told.remove(one)
        return drawn

    splitting, accepting, amending, merging, undoing = some(told), some(held), some(held), some(held), some(held)
    near = {one.id: min(held, key=lambda s, one=one: abs(place[s.id] - place[one.id])) for one in merging}  # type: ignore[misc]
    return {
        "accept": [partial(_press, one, "confirm", {}) for one in accepting],
        "amend": [partial(_press, one, "save", {"act": ACTS[one.act == ACTS[0]]}) for one in amending],
        "merge": [partial(_press, one, "same", {"typed": f"s:{near[one.id].id}", "other": ""}) for one in merging],
        "split": [partial(_press, one, "different", {"typed": f"m:{one.mention_ids[-1]}"}) for one in splitting],
        "undo": [partial(_undo, one) for one in undoing],
    }


def _press(statement: Statement, button: str, typed: dict[str, str], client: httpx.Client, timed: Timed) -> None:
    """Open the forms of a statement, type, and press a button."""
    _send(statement, button, typed, client, timed)


def _undo(statement: Statement, client: httpx.Client, timed: Timed) -> None:
    """Amend a statement, and take it back where the page tells what was done."""
    done = _send(statement, "save", {"act": ACTS[statement.act == ACTS[0]]}, client, lambda ask: ask())
    form = next(f for f in forms_in(client.get(done.headers["location"]).text) if f.action == "/undo")
    timed(lambda: client.post(form.action, data=form.values))


def _send(
    statement: Statement, button: str, typed: dict[str, str], client: httpx.Client, timed: Timed
) -> httpx.Response:  # fmt: skip
    place = f"/correct/statement/{statement.id}"
    form = form_with(client.get(place).text, button)
    return timed(lambda: client.post(place, data={**form.values, "why": "read again", **typed, "action": button}))
