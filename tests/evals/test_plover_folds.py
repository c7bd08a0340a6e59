"""Cross-validation of the PLOVER words: a fold does without what only its own texts can have taught."""

from __future__ import annotations

import pytest
from evals.tasks import plover


@pytest.fixture
def lists(monkeypatch):
    """One invented verb, read off the benchmark; no other words."""
    monkeypatch.setattr(plover, "own_terms", dict)
    monkeypatch.setattr(plover, "read_off", lambda: {("applaud", "verb"): [("", "support")]})
    plover._terms.cache_clear()
    yield
    plover._terms.cache_clear()


def rows(*texts: str) -> list[dict]:
    return [{"id": str(n), "text": text} for n, text in enumerate(texts)]


def events(predicted) -> list[str]:
    return [one["events"][0]["event"] for one in predicted]


OTHERS = ("Norland sent a letter.", "Estmark painted a bridge.", "Velm grows apples.", "Tarn has a lake.")


def test_a_word_of_one_text_alone_is_left_out_where_that_text_is_read(lists):
    given = rows("Norland applauded Estmark.", *OTHERS)
    assert events(plover.predict(given))[0] == "SUPPORT"
    assert events(plover.predict_folds(given))[0] != "SUPPORT"


def test_a_word_that_other_folds_have_taught_stays(lists):
    given = rows(*(f"{name} applauded Estmark." for name in ("Norland", "Velm", "Tarn", "Odrin", "Karsk")))
    assert events(plover.predict_folds(given)) == ["SUPPORT"] * 5  # a text in each fold


def test_a_text_that_occurs_twice_teaches_itself_nothing(lists):
    given = rows("Norland applauded Estmark.", "Norland applauded Estmark.", *OTHERS)
    assert "SUPPORT" not in events(plover.predict_folds(given))


def test_rows_come_back_in_their_order(lists):
    given = rows("Norland applauded Estmark.", *OTHERS)
    assert [one["id"] for one in plover.predict_folds(given)] == [row["id"] for row in given]
