"""``trucewatch figures``: the series of a case file, and sums by a named rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import run

from trucewatch.case import Case


def test_figures_are_listed_and_summed_by_a_named_rule_only(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "tolls"
    folder.mkdir()
    (folder / "mine.txt").write_text("Mine at Orla\n\nA mine killed 14 soldiers at Orla.\n", encoding="utf-8")
    (folder / "sources.csv").write_text("file,publisher,published\nmine.txt,Hill Post,2031-05-06\n", encoding="utf-8")
    case.add([folder])
    path = Path(case.store.path)
    case.close()
    code, out, _ = run(capsys, "figures", path)
    assert code == 0 and "14" in out and "Hill Post, 2031-05-06" in out
    code, out, _ = run(capsys, "figures", path, "--json")
    units = {one["series"]["unit"] for one in json.loads(out) if any(v["figure"]["value"] == 14 for v in one["values"])}
    (unit,) = units
    code, out, _ = run(
        capsys, "figures", path, "--unit", unit, "--kind", "toll", "--on", "2031-05-01", "--state", "conflict"
    )
    assert "no figures" in out
    code, out, err = run(
        capsys, "figures", path, "--unit", unit, "--kind", "toll", "--definition", "soldiers", "--sum", "highest"
    )
    assert code == 0, err
    assert f"14 {unit}, by the rule 'highest'" in out and "Hill Post" in out
    code, _, err = run(capsys, "figures", path, "--sum", "average")
    assert code and "lowest" in err and "highest" in err
    code, _, err = run(capsys, "figures", path, "--on", "May")
    assert code and "2020-03-01" in err
    code, _, err = run(capsys, "figures", path, "--state", "conflicts")
    assert code and "single, agreeing, growing, conflict" in err
    code, _, err = run(capsys, "figures", path, "--kind", "sum")
    assert code and "level, total, toll" in err
