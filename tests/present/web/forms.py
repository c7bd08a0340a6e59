"""Forms of a page as a browser without script would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(action=given.get("action", ""), method=given.get("method", "get")))
        if not self.forms or ("name" not in given and tag != "option"):
            return
        values, name = self.forms[-1].values, given.get("name", "")
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            values[name] = given.get("value", "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select is not None and ("selected" in given or self.select not in values):
            values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            values[name] = ""
        elif tag == "button":
            self.forms[-1].buttons.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.forms[-1].values[self.area] += data


def forms_in(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, button: str) -> Form:
    """The form that has a button of this value."""
    return next(form for form in forms_in(page) if button in form.buttons)


def send(client: TestClient, address: str, button: str, *, follow: bool = True, **typed: str) -> Any:
    """Open a page, type into the form that has the button, and press it. Fields with a dot are given with "__"."""
    form = form_with(client.get(address).text, button)
    given = {name.replace("__", "."): value for name, value in typed.items()}
    return client.post(form.action, data={**form.values, **given, "action": button}, follow_redirects=follow)
