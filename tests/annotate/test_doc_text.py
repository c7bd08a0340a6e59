"""What is asked of a parsed paragraph again and again says the same as spaCy does."""

from __future__ import annotations

from trucewatch.annotate.doc_text import children_of, text_of
from trucewatch.annotate.sentences import load_model


def test_words_and_children_are_those_that_the_parser_gives():
    doc = load_model()("The guns that the army moved to the weir, an old mill's, fell silent; nobody knew why.")
    assert text_of(doc) == text_of(doc) == doc.text
    for token in doc:
        assert children_of(token) == [(child.i, child.dep_) for child in token.children]
