"""A file for each page; the application takes their routers in this order."""

from __future__ import annotations

from fastapi import APIRouter

from trucewatch.present.web.pages import (
    actors,
    adding,
    beside,
    correcting,
    decisions,
    evidence,
    figures,
    ledger,
    map,
    method,
    overview,
    provisions,
    records,
    reports,
    review,
    samples,
    search,
    sources,
    timeline,
    why,
)

ROUTERS: tuple[APIRouter, ...] = (
    overview.router, evidence.router, records.router, reports.router, timeline.router, map.router, ledger.router,
    provisions.router, figures.router, actors.router, why.router, correcting.router, adding.router, review.router,
    samples.router, search.router, beside.router, decisions.router, sources.router, method.router,
)  # fmt: skip
