"""A file for each page; the application takes their routers in this order."""

from __future__ import annotations

from fastapi import APIRouter

from trucewatch.present.web.pages import (
    actors,
    evidence,
    figures,
    ledger,
    provisions,
    records,
    reports,
    timeline,
    why,
)

ROUTERS: tuple[APIRouter, ...] = (
    evidence.router, records.router, reports.router, timeline.router, ledger.router, provisions.router,
    figures.router, actors.router, why.router,
)  # fmt: skip
