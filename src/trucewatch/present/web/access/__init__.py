"""Who may open the pages, and what guards them: accounts, sessions, tokens, the guard, the audit log.

``for_serving`` weighs how a case is to be served and refuses what is not safe; ``install`` puts the result in force in
the application. ``needs`` is the dependency by which a route says which role it asks for. docs/serving.md is for those
who run a server.
"""

from __future__ import annotations

from fastapi import FastAPI

from trucewatch.present.web.access import account_pages, people_pages, sign_in_pages
from trucewatch.present.web.access.guard import Guard
from trucewatch.present.web.access.roles import Role, at_least, needs
from trucewatch.present.web.access.serving import Access, for_serving


def install(app: FastAPI, *, access: Access) -> None:
    """Put ``access`` in force: the guard before every route, and the pages of accounts.

    Call it after every other middleware was added, so that the guard is the outermost. It sets
    ``request.state.person``, ``.role``, ``.login``, ``.csrf``, ``.account`` (or None) and ``.address``. What is decided
    at the desk goes into the audit log by itself, and so does what a page gives as a file (``Content-Disposition:
    attachment``); a page notes anything else with ``access.note``.
    """
    app.state.access = access
    app.state.desk.noting = access.note_decisions
    app.add_middleware(Guard, access=access)
    for router in (sign_in_pages.router, account_pages.router, people_pages.router):
        app.include_router(router)


__all__ = ["Access", "Role", "at_least", "for_serving", "install", "needs"]
