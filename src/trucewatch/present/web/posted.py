"""What a form brought: its fields as text, who sent it, and where to go when it is done."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from trucewatch.present.web.access.request_rules import local_path


async def posted_form(request: Request) -> dict[str, str]:
    """The fields of a form as text; files are left out. Of a field given twice the last counts."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


#: The parameter of an endpoint that takes a form.
Posted = Annotated[dict[str, str], Depends(posted_form)]


def person_of(request: Request) -> str:
    return str(getattr(request.state, "person", ""))


def done(form: dict[str, str], place: str, *decisions: str) -> Response:
    """Back to where the person came from (``next`` of the form), or to ``place``, which tells of what was decided."""
    parts = urlsplit(local_path(form.get("next")) if form.get("next") else place)
    kept = [pair for pair in parts.query.split("&") if pair and pair.split("=")[0] != "done"]
    query = "&".join([*kept, *(urlencode({"done": one}) for one in decisions)])
    mark = f"#{parts.fragment}" if parts.fragment else ""
    return RedirectResponse(f"{parts.path}{'?' if query else ''}{query}{mark}", status_code=303)
