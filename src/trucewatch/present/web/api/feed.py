"""What was recorded last as an Atom feed (RFC 4287), for feed readers and for alerts in other programs."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from jinja2 import Environment

from trucewatch.present.brief.words import act_label, type_label
from trucewatch.present.web.api import making
from trucewatch.present.web.api.leaving import Leaving
from trucewatch.present.web.desk import Desk

router = APIRouter()
#: Entries of a feed at most, of either kind.
MOST = 50
FEED = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>{{ title }}</title>
<id>urn:trucewatch:{{ case }}</id>
<updated>{{ updated }}</updated>
<author><name>Trucewatch</name></author>
<link rel="self" href="{{ base }}/api/v1/feed.atom"/>
<link href="{{ base }}/"/>
{% for e in entries %}
<entry>
<id>urn:trucewatch:{{ case }}:{{ e.id }}</id>
<title>{{ e.title }}</title>
<updated>{{ e.updated }}</updated>
<link href="{{ base }}{{ e.page }}"/>
<summary>{{ e.words }}</summary>
</entry>
{% endfor %}
</feed>
""")


@router.get("/feed.atom", response_class=Response, responses={200: {"content": {"application/atom+xml": {}}}})
def feed(request: Request) -> Response:
    """The statements and incidents recorded last, with their words; only what may leave the house, whoever asks."""
    desk: Desk = request.app.state.desk
    said, done, _ = desk.case.newest(limit=MOST)
    leaving = Leaving(desk, internal=False, incidents=[i.record for i in done])
    entries = []
    for item in said:
        if not leaving.hides(item.record.id, item.record.mention_ids, item.words):
            one = making.statement(leaving, item)
            who = f"{one.speaker or 'Speaker not named'}: {act_label(one.act)}"
            entries.append(_entry(one.id, one.page, who, one.recorded_at, [w.words for w in one.words]))
    for event in done:
        if not leaving.hides(event.record.id, event.record.mention_ids, event.words):
            told = making.incident(leaving, event)
            where = f", {told.place.name}" if told.place.name else f", {told.place.note}" if told.place.note else ""
            what = f"{type_label(told.type)}{where}"
            entries.append(_entry(told.id, told.page, what, told.recorded_at, [w.words for w in told.words]))
    entries.sort(key=lambda e: e["updated"], reverse=True)
    made = FEED.render(
        title=desk.case.store.title, case=desk.case.store.case_id, base=str(request.base_url).split("/api/")[0],
        updated=entries[0]["updated"] if entries else datetime.now(UTC).isoformat(), entries=entries[:MOST],
    )  # fmt: skip
    return Response(made, media_type="application/atom+xml")


def _entry(record_id: str, page: str, title: str, when: datetime, words: list[str]) -> dict[str, str]:
    told = " … ".join(" ".join(one.split()) for one in words)
    return {"id": record_id, "page": page, "title": title, "updated": when.isoformat(), "words": f"“{told}”"}
