"""What was marked confidential stays so where a text is read anew, and in later versions of its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from test_judging import about
from trucewatch import arriving
from trucewatch.case import Case
from trucewatch.leaving import Leaving, Stays
from trucewatch.present.export.formats import export_case
from trucewatch.records.privacy import elsewhere
from trucewatch.records.report import Report
from trucewatch.records.text import Text, text_id

WORDS = "withdraw heavy guns"


def told(case: Case, out: Path) -> str:
    export_case(case.store, out, "csv", public=True)
    return "".join(path.read_text(encoding="utf-8") for path in out.iterdir())


def read_by_a_newer_reader(case: Case, monkeypatch: pytest.MonkeyPatch, reports: Path, lead: str = "\n") -> None:
    """The same files again, of which a newer reader makes a text with other offsets."""
    real = arriving.read_capture

    def other(capture):
        reading = real(capture)
        text = reading.text
        blocks = tuple(replace(b, start=b.start + len(lead), end=b.end + len(lead)) for b in text.blocks)
        content = lead + text.content
        text = replace(text, id=text_id(content), content=content, blocks=blocks, reader_version="99")
        return replace(reading, text=text)

    monkeypatch.setattr(arriving, "read_capture", other)
    assert case.add([reports]).new_versions == 3


@pytest.mark.parametrize("whole", [True, False], ids=["a statement", "a mention"])
def test_a_mark_holds_in_a_newer_reading_of_the_same_bytes(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
):
    statement = about(case, WORDS)
    name = f"s:{statement.id}" if whole else f"m:{statement.mention_ids[0]}"
    case.decide(name, "confidential", why="a witness", who="Ann Reader")
    assert WORDS not in told(case, tmp_path / "before")
    read_by_a_newer_reader(case, monkeypatch, tmp_path / "reports")
    words = told(case, tmp_path / "after")
    assert WORDS not in words and "guns were silent" in words
    leaving = Leaving(case.store, now=datetime.now(UTC), hold=timedelta(0))
    (marked,) = [r for r in case.reports() if WORDS in case.store.text(r.text_id).content]
    assert isinstance(leaving.of(marked), Stays)


# -- where words stand again --------------------------------------------------------------------------------


def text(content: str, capture: str) -> Text:
    return Text(id=text_id(content), capture_id=capture, content=content, reader="t", reader_version="1", blocks=())


def covered(old: Text, words: str, new: Text) -> list[str]:
    at = old.content.index(words)
    report = Report(
        id="r" * 64, capture_ids=(old.capture_id, new.capture_id), text_ids=(old.id, new.id), found=(),
        added_at=datetime(2031, 5, 1, tzinfo=UTC),
    )  # fmt: skip
    texts = {one.id: one for one in (old, new)}
    found = elsewhere([old.span(at, at + len(words))], [report], texts.get)
    return [f"{span.start}:{span.words}" for span in found if span.text_id == new.id]


LONG = "The guns stood behind the school on the hill, a teacher told us."
OTHER = "Night. All else is gone."
OLD = f"Night\n\n{LONG} He said so twice. He said it again.\n"


@pytest.mark.parametrize(
    ("new", "capture", "words", "found"),
    [
        pytest.param(f"x {OLD}", "c1", LONG, [f"9:{LONG}"], id="moved"),
        pytest.param(OTHER, "c1", LONG, [f"0:{OTHER}"], id="the same bytes, not found"),
        pytest.param(OTHER, "c2", LONG, [], id="another version without it"),
        pytest.param(f"Update. {LONG}", "c2", LONG, [f"8:{LONG}"], id="another version with it"),
        pytest.param(f"{OLD}She said no.", "c2", "said", [f"{OLD.index('said')}:said"], id="short, in its place"),
        pytest.param("She said yes. They said no.", "c2", "said", [], id="short, anywhere"),
        pytest.param("Ana Berg left. Ana Berg came.", "c2", "Night", [], id="not there"),
    ],
)  # fmt: skip
def test_marked_words_are_found_again_and_a_reading_that_lost_them_is_covered_whole(new, capture, words, found):
    assert covered(text(OLD, "c1"), words, text(new, capture)) == found
