"""Bring the browser libraries that the web pages use into the package, or check that they are what the manifest says.

    python tools/vendor.py          # check hashes (a test does the same)
    python tools/vendor.py --renew  # fetch the versions named below with npm and write files and manifest anew

Each file is taken as its maker ships it. Renewing needs npm; running and testing Trucewatch does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HOME = Path(__file__).parent.parent / "src" / "trucewatch" / "present" / "web" / "static" / "vendor"
MANIFEST = HOME / "manifest.json"

#: package, version, licence, {file in the package: file here}
PACKAGES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("htmx.org", "4.0.1", "0BSD", {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"}),
    (
        "leaflet", "1.9.4", "BSD-2-Clause",
        {"dist/leaflet.js": "leaflet/leaflet.js", "dist/leaflet.css": "leaflet/leaflet.css",
         "dist/images/layers.png": "leaflet/images/layers.png",
         "dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
         "dist/images/marker-icon.png": "leaflet/images/marker-icon.png", "LICENSE": "leaflet/LICENSE"},
    ),
    ("d3", "7.9.0", "ISC", {"dist/d3.min.js": "d3/d3.min.js", "LICENSE": "d3/LICENSE"}),
    (
        "@observablehq/plot", "0.6.17", "ISC",
        {"dist/plot.umd.min.js": "plot/plot.umd.min.js", "LICENSE": "plot/LICENSE"},
    ),
    (
        "topojson-client", "3.1.0", "ISC",
        {"dist/topojson-client.min.js": "topojson-client/topojson-client.min.js",
         "LICENSE": "topojson-client/LICENSE"},
    ),
    (
        "world-atlas", "2.0.2", "ISC",
        {"countries-50m.json": "world-atlas/countries-50m.json", "LICENSE": "world-atlas/LICENSE"},
    ),
)  # fmt: skip


def renew() -> None:
    """Fetch every package and write its files and the manifest."""
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for name, version, licence, files in PACKAGES:
            done = subprocess.run(
                ["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, capture_output=True, text=True
            )
            with tarfile.open(Path(folder) / done.stdout.split()[-1]) as packed:
                for inside, here in files.items():
                    member = packed.extractfile(f"package/{inside}")
                    if member is None:
                        raise SystemExit(f"{name} {version} holds no {inside}; look at what it ships")
                    content = member.read()
                    target = HOME / here
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    entries.append(
                        {"name": name, "version": version, "licence": licence, "file": here,
                         "sha256": hashlib.sha256(content).hexdigest()}
                    )  # fmt: skip
    MANIFEST.write_text(json.dumps({"files": entries}, indent=1) + "\n", encoding="utf-8")


def problems() -> list[str]:
    """What differs between the manifest and the files that are there; empty if nothing does."""
    listed = {entry["file"]: entry["sha256"] for entry in json.loads(MANIFEST.read_text(encoding="utf-8"))["files"]}
    there = {
        str(path.relative_to(HOME)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in HOME.rglob("*")
        if path.is_file() and path != MANIFEST
    }
    names = sorted(listed.keys() | there.keys())
    return [f"{n}: manifest {listed.get(n)}, file {there.get(n)}" for n in names if listed.get(n) != there.get(n)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renew", action="store_true", help="fetch the packages with npm and write them anew")
    if parser.parse_args().renew:
        renew()
    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
