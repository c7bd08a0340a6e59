"""Handling marks: the Traffic Light Protocol and marks of one's own.

The labels, colours and what each lets a recipient do follow FIRST, Traffic Light Protocol 2.0 (August 2022).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from trucewatch.errors import BadInput

#: The longest mark of one's own, in characters: it stands in the head of each page.
LONGEST: Final = 80
#: Label -> colour of the words on black, and what it lets a recipient do.
TLP: Final[dict[str, tuple[str, str]]] = {
    "TLP:RED": ("#FF2B2B", "For the eyes and ears of individual recipients only, no further disclosure."),
    "TLP:AMBER+STRICT": ("#FFC000", "Recipients may share it on a need-to-know basis within their organisation only."),
    "TLP:AMBER": (
        "#FFC000",
        "Recipients may share it on a need-to-know basis within their organisation and with its clients.",
    ),
    "TLP:GREEN": (
        "#33FF00",
        "Recipients may share it within their community, not through publicly accessible channels.",
    ),
    "TLP:CLEAR": ("#FFFFFF", "No limit on disclosure."),
}
#: Marks of one's own under which a dossier may reach anybody, folded.
PUBLIC: Final = frozenset({"public", "for publication", "for public release", "open"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A handling mark. ``colour`` (on black) and ``meaning`` belong to the marks of the Traffic Light Protocol.

    ``public``: the dossier may reach anybody, so what is marked confidential is left out.
    """

    label: str
    colour: str | None = None
    meaning: str = ""
    public: bool = False


def mark_of(words: str) -> Mark:
    """The mark that a person gives: ``amber+strict``, ``TLP:Green``, or words of their own.

    Raises: BadInput for a mark of the protocol that it does not have, an empty or an overlong one.
    """
    plain = " ".join(words.split())
    if not plain:
        raise BadInput("a handling mark is a few words or a mark of the Traffic Light Protocol; got none")
    if len(plain) > LONGEST:
        raise BadInput(f"a handling mark has {LONGEST} characters at most, got {len(plain)}: {plain[:40]!r} …")
    bare = re.sub(r"[\s:_-]+", "", plain.upper())
    of_protocol = bare.startswith("TLP")
    name = "CLEAR" if bare.removeprefix("TLP") == "WHITE" else bare.removeprefix("TLP")
    label = f"TLP:{name}"
    if label in TLP:
        colour, meaning = TLP[label]
        return Mark(label=label, colour=colour, meaning=meaning, public=label == "TLP:CLEAR")
    if of_protocol:
        raise BadInput(f"{plain!r} is no mark of the Traffic Light Protocol 2.0; it has {', '.join(TLP)}")
    return Mark(label=plain, public=plain.casefold() in PUBLIC)
