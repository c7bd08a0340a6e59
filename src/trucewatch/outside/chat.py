"""Ask a language model behind an OpenAI-compatible server: one message of ours, one answer in words.

The server is one that the user names. Nothing of an answer is carried out: no tool is offered, no redirect followed.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import AddressRefused, BadInput, ModelStops, NoModelAnswer, OddPacking, TimedOut, TooLarge
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.exchange import Answer, exchange, host_of, origin_of, port_of, split
from trucewatch.outside.fetch import user_agent
from trucewatch.outside.manners import PATIENCE, Clock, asked_pause

PATH: Final = "/v1/chat/completions"
#: Seconds before each further try of one request; a server may ask for a longer pause, up to ``PATIENCE``.
PAUSES: Final = (1.0, 5.0, 20.0)
#: An answer is a list of short quotations: more than this (bytes) is none.
ANSWER_BYTES: Final = 1_000_000
#: Tokens of an answer at most.
ANSWER_TOKENS: Final = 8_000
KEY: Final = re.compile(r"[\x21-\x7e]{1,4096}")
MODEL: Final = re.compile(r"[\w./:@+-]{1,120}", re.ASCII)
#: Characters of a server's own error that are shown.
SAID: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The bytes of one request, as they are sent."""

    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A server and a model. ``address`` is without the path ("http://127.0.0.1:8080"); the ``key`` is never shown."""

    address: str
    model: str
    allowed: AllowList
    key: str = field(default="", repr=False)
    seconds: float = 120
    contact: str = ""
    clock: Clock = field(default_factory=Clock, repr=False)

    @classmethod
    def at(cls, address: str, model: str, **values: Any) -> ModelServer:
        """A server by its address, with or without the path of the interface.

        Raises: AddressRefused for no web address, one with a log-in, and one that is not encrypted where the settings
        do not name the host; BadInput for a name of a model that cannot be one.
        """
        if not MODEL.fullmatch(model):
            raise BadInput(f"{model[:60]!r} is no name of a model; give it as the server lists it, such as qwen3:8b")
        parts = split(address)
        if parts.query or parts.fragment:
            raise AddressRefused(f"{origin_of(parts)}: give the server's address alone, without ? or #")
        base = re.sub(r"(?:/v1)?(?:/chat/completions)?/*$", "", parts.path)
        made = cls(address=origin_of(parts) + base, model=model, **values)
        if parts.scheme.casefold() != "https" and not made.allowed.names(host_of(parts), port_of(parts)):
            raise AddressRefused(
                f"{made.address} is not encrypted; give an address that begins with https://, or name a server of your "
                f"own: TRUCEWATCH_ALLOW_HOSTS={host_of(parts)}:{port_of(parts)}"
            )
        return made

    def request(self, system: str, message: str) -> Request:
        """What would be sent to ask for an answer in JSON."""
        values = {
            "model": self.model, "temperature": 0, "max_tokens": ANSWER_TOKENS, "stream": False,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": message}],
        }  # fmt: skip
        # a lone surrogate of a source has no bytes of its own: escaped it is sent as it stands
        return Request(body=json.dumps(values, ensure_ascii=True).encode("ascii"))

    def ask(self, request: Request) -> str:
        """The words of the answer. Asked again after a pause where that may help.

        Raises: ModelStops where asking on would not help; NoModelAnswer, TooLarge and others of BadInput for this
        request alone.
        """
        problem = ""
        for pause in (*PAUSES, None):
            wait = pause
            try:
                answer = exchange(
                    "POST", self.address + PATH, allowed=self.allowed, headers=self._headers(), body=request.body,
                    seconds=self.seconds, max_bytes=ANSWER_BYTES,
                )  # fmt: skip
            except (AddressRefused, OddPacking) as error:
                raise ModelStops(str(error)) from error
            except TooLarge as error:
                raise NoModelAnswer(f"{self.address} answered with more than {ANSWER_BYTES:,} bytes") from error
            except TimedOut as error:  # the next try would take as long
                raise NoModelAnswer(f"{error}; TRUCEWATCH_MODEL_SECONDS says for how long to wait") from error
            except BadInput as error:
                problem = str(error)
            else:
                if answer.status == 200:
                    return _words(answer, self.address)
                problem = f"{self.address} answered {answer.status}{self._said(answer)}"
                if answer.status in (401, 403):
                    raise ModelStops(
                        f"{problem}; give the key in TRUCEWATCH_MODEL_KEY or a file in TRUCEWATCH_MODEL_KEY_FILE"
                    )
                if answer.status in (404, 405) or 300 <= answer.status < 400:
                    raise ModelStops(f"{problem}; is {self.address} its address, and {self.model} a model it has?")
                if not (answer.status >= 500 or answer.status in (408, 425, 429)):
                    raise NoModelAnswer(problem)
                asked = asked_pause(answer.headers.get("retry-after"), now=self.clock.now())
                if asked is not None and asked > PATIENCE:
                    raise ModelStops(f"{problem}, and asks to be left alone for {_span(asked)}; try again then")
                if wait is not None and asked is not None:
                    wait = max(wait, asked.total_seconds())
            if wait is not None:
                self.clock.sleep(wait)
        raise NoModelAnswer(f"{problem}; tried {len(PAUSES) + 1} times")

    def _headers(self) -> dict[str, str]:
        headers = {
            "User-Agent": user_agent(self.contact), "Content-Type": "application/json", "Accept": "application/json",
            "Accept-Encoding": "identity",
        }  # fmt: skip
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _said(self, answer: Answer) -> str:
        """What the server says of an error, in one plain line without our key; "" if that cannot be read."""
        try:
            told = json.loads(answer.content)
            told = told.get("error", told.get("message", ""))
            words = told.get("message", "") if isinstance(told, dict) else told
        except (ValueError, AttributeError, RecursionError):
            return ""
        if not isinstance(words, str):
            return ""
        if self.key:
            words = words.replace(self.key, "[key]")
        line = "".join(c for c in " ".join(words.split()) if c.isprintable())[:SAID]
        return f" (“{line}”)" if line else ""


def key_of(key: str, file: str) -> str:
    """The key from the settings, or from a file that only its owner can read; "" for none.

    Raises: ModelStops naming what does not fit, never the key.
    """
    if key and file:
        raise ModelStops("TRUCEWATCH_MODEL_KEY and TRUCEWATCH_MODEL_KEY_FILE are both set; unset one of them")
    if file:
        path = Path(file)
        try:
            if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise ModelStops(f"{path} can be read by others; let its owner alone read it: chmod 600 {path}")
            key = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise ModelStops(f"the key in {path} cannot be read: {error.strerror}") from error
        if not key.strip():
            raise ModelStops(f"{path} holds no key; write it there as one line")
    key = key.strip()
    if key and not KEY.fullmatch(key):
        raise ModelStops(f"{file or 'TRUCEWATCH_MODEL_KEY'} holds no key: it is one line of letters, digits and signs")
    return key


def _words(answer: Answer, address: str) -> str:
    """The words of the first choice. Whatever else an answer holds (calls of tools, pictures) is not looked at."""
    try:
        words = json.loads(answer.content)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoModelAnswer(f"{address} answered with something else than a chat completion") from None
    if not isinstance(words, str):
        raise NoModelAnswer(f"{address} answered without words")
    return words


def _span(time: timedelta) -> str:
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 48 * 60 else f"{round(minutes / 60 / 24)} days"
