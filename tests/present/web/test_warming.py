"""The first page is made ready while the program starts, so that whoever opens it first does not wait for it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import enumerate as running

from fastapi.testclient import TestClient

from trucewatch.present.web.app import create_app
from trucewatch.present.web.frame import environment
from trucewatch.present.web.overview import SNAPSHOTS
from trucewatch.settings import Settings


def test_templates_and_counts_of_the_first_page_are_ready_before_it_is_asked_for(
    app_case: Path, web_settings: Settings
):
    environment.cache_clear()
    app = create_app(app_case, settings=web_settings)
    with TestClient(app, base_url="http://127.0.0.1:8722") as client:
        for thread in running():
            if thread.name == "warming":
                thread.join(30)
        ready = datetime.now(UTC)
        cache = environment().cache
        assert cache is not None and {"overview.html", "base.html"} <= {name for _, name in cache}
        for name in SNAPSHOTS:
            made_at = app.state.desk.snapshots.get(name).made_at
            assert made_at is not None and made_at < ready
        assert client.get("/").status_code == 200
