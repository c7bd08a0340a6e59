"""Take the README's pictures of four pages of the demo case: docs/pictures/web-*.png.

    trucewatch demo FOLDER
    python tools/pictures.py FOLDER/doha.truce

Needs the extra ``web``, Playwright and Chromium, as the browser tests do. The pages are served on loopback by a process
of their own and shot at 1280 by 860 pixels, then made smaller, in few colours, so that a picture stays under 250 KB.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SEEN, WIDTH, COLOURS = (1280, 860), 1100, 96
#: Seconds that the server may take to answer.
PATIENCE = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path, help="the demo case")
    given = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium on this machine; install it with: apt-get install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with served(given.case) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        size: ViewportSize = {"width": SEEN[0], "height": SEEN[1]}
        page = browser.new_page(viewport=size, base_url=base, reduced_motion="reduce", color_scheme="light")
        page.goto("/ledger?answered=yes")
        keep(page, "ledger")
        page.locator('a.id[href^="/statements/"]').first.click()
        page.locator('a.value[href$="/speaker"]').first.click()
        page.locator("#evidence .close").wait_for()
        page.mouse.move(0, 0)
        keep(page, "evidence")
        page.goto("/timeline")
        page.locator("#chart svg").first.wait_for()
        keep(page, "timeline")
        page.goto("/review")
        keep(page, "review")
        browser.close()


@contextmanager
def served(case: Path) -> Iterator[str]:
    """The address of the case's pages while they are served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("trucewatch")
    command = [str(program), "serve", str(case), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "TRUCEWATCH_PERSON": "Ines Holm"})
    try:
        base = f"http://127.0.0.1:{port}"
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urlopen(f"{base}/static/mark.svg", timeout=5).close()
                break
            except URLError as error:
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{case} could not be served: {error.reason}") from None
                time.sleep(0.2)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=30)


def keep(page: Any, name: str) -> None:
    """Shoot the page and write the picture, smaller and in few colours."""
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shot.resize((WIDTH, shot.height * WIDTH // shot.width), Image.Resampling.LANCZOS)
    path = FOLDER / f"web-{name}.png"
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
