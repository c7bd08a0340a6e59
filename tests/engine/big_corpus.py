"""A few short reports of our own in the forms that big corpora come in."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pyarrow
import pyarrow.parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PLACES = ("Kessel", "Almere", "Corrin", "Dunmore", "Orrin", "Lunt")
ROWS = [
    {
        "title": f"Two sides differ over the bridge at {place}",
        "text": f"The Taliban accused the United States on Monday of an air strike near {place}. \"They broke it,\" "
        f"said Adel Brandt, a spokesman for the Taliban. A United States official denied it. At least {n + 2} people "
        f"were killed, the hospital at {place} said.",
        "publisher": f"{place} Post",
        "published": f"2020-10-{n + 12}",
        "url": f"https://post.example/{n}",
    }
    for n, place in enumerate(PLACES)
]  # fmt: skip


def json_lines(path: Path, rows: list[dict[str, str]] = ROWS) -> Path:
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


def table(path: Path, rows: list[dict[str, str]] = ROWS) -> Path:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=2)
    return path


def page(row: dict[str, str]) -> bytes:
    title, words = row["title"], row["text"].replace(". ", ".</p><p>")
    when = f'<meta property="article:published_time" content="{row["published"]}">'
    outlet = f'<meta property="og:site_name" content="{row["publisher"]}">'
    return (
        f"<html><head><title>{title}</title>{when}{outlet}</head>"
        f"<body><article><h1>{title}</h1><p>{words}</p></article></body></html>"
    ).encode()


def archive(path: Path, rows: list[dict[str, str]] = ROWS) -> Path:
    """As news archives come: a record that says what it is, then question and answer of each page, each packed."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
        for row in rows:
            date = {"WARC-Date": f"{row['published']}T10:20:30Z"}
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "post.example")], is_http_request=True)
            writer.write_record(
                writer.create_warc_record(row["url"], "request", http_headers=asked, warc_headers_dict=date)
            )
            answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    row["url"], "response", payload=io.BytesIO(page(row)), http_headers=answer, warc_headers_dict=date
                )
            )
    return path


def wacz(path: Path, rows: list[dict[str, str]] = ROWS) -> Path:
    data = archive(path.with_suffix(".warc.gz"), rows)
    with ZipFile(path, "w") as packed:
        packed.write(data, "archive/data.warc.gz")
    data.unlink()
    return path
