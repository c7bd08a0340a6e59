"""A scripted server of a language model on this machine: what it answers is written in the test, no model runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.local_site import Site, serving

from trucewatch.outside.manners import Clock
from trucewatch.settings import Settings

PATH = "/v1/chat/completions"
#: What the "model" says to a request: an object that is sent as JSON, or words as they stand.
Script = Callable[[str], Any]


@dataclass
class Model:
    """``script`` gives the answer to a message; ``asked`` are the bodies received."""

    site: Site
    script: Script = field(default=lambda message: {"statements": []})

    @property
    def address(self) -> str:
        return f"http://{self.site.host}"

    @property
    def bodies(self) -> list[str]:
        return [body.decode() for _, _, _, body in self.site.asked]

    @property
    def messages(self) -> list[str]:
        return [json.loads(body)["messages"][1]["content"] for body in self.bodies]

    @property
    def received(self) -> str:
        """All that came: addresses, headers and bodies, as they came and with JSON's escapes read."""
        return "\n".join(
            f"{path} {headers} {body.decode()} {json.loads(body)}" for _, path, headers, body in self.site.asked
        )

    def settings(self, **values: Any) -> Settings:
        given = {"person": "Mira Holt", "language_models": "on", "allow_hosts": self.site.host, **values}
        return Settings(**given)


@contextmanager
def model_running() -> Iterator[Model]:
    with serving() as site:
        model = Model(site)

        def answer(handler: BaseHTTPRequestHandler) -> None:
            message = json.loads(site.asked[-1][3])["messages"][1]["content"]
            said = model.script(message)
            words = said if isinstance(said, str) else json.dumps(said)
            body = json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.wfile.write(body)
            handler.close_connection = True

        site.pages[PATH] = answer
        yield model


def quick() -> Clock:
    """A clock whose pauses take no time."""
    return Clock(now=lambda: datetime.now(UTC), sleep=lambda seconds: None)


def quote(words: str, before: str = "", after: str = "") -> dict[str, str]:
    return {"words": words, "before": before, "after": after}


def said(speaker: str | None, cue: str | None, *content: str, act: str = "report") -> dict[str, Any]:
    """A statement as a model would propose it."""
    return {
        "speaker": quote(speaker) if speaker else None, "cue": quote(cue) if cue else None,
        "content": [quote(one) for one in content], "act": act,
    }  # fmt: skip
