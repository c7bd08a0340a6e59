"""What a person may do: readers look, reviewers decide, leads also manage people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from fastapi import HTTPException, Request

Role = Literal["reader", "reviewer", "lead"]
#: From the least to the most.
ROLES: tuple[Role, ...] = get_args(Role)


def at_least(role: str | None, least: Role) -> bool:
    """Whether ``role`` may do what ``least`` may; an unknown role may nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


def lesser(one: Role, other: Role) -> Role:
    return one if at_least(other, one) else other


def needs(least: Role) -> Callable[[Request], None]:
    """A dependency for routes: ``dependencies=[Depends(needs("reviewer"))]`` lets in reviewers and leads."""

    def check(request: Request) -> None:
        role = getattr(request.state, "role", None)
        if not at_least(role, least):
            raise HTTPException(
                403, f"This needs the role {least}; yours is {role or 'none'}. Ask a lead of this case."
            )

    check.least = least  # type: ignore[attr-defined]  # read by the test that holds every writing route to a role
    return check
