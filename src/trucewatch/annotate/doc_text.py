"""What is asked of a parsed paragraph again and again, worked out once: spaCy builds both anew at every asking.

Kept in the ``user_data`` of the doc, as words and numbers: tokens kept there would hold the doc they belong to.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token


def text_of(doc: Doc) -> str:
    """``doc.text``."""
    found: str | None = doc.user_data.get("text")
    if found is None:
        found = doc.user_data["text"] = doc.text
    return found


def children_of(token: Token) -> list[tuple[int, str]]:
    """The tokens that hang on this one, in order: the place of each in the doc, and its label."""
    doc = token.doc
    table: list[list[tuple[int, str]]] | None = doc.user_data.get("children")
    if table is None:
        table = [[] for _ in doc]
        for one in doc:
            if one.head.i != one.i:
                table[one.head.i].append((one.i, one.dep_))
        doc.user_data["children"] = table
    return table[token.i]
