"""``trucewatch serve``: the case in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.place import CaseArgument
from trucewatch.present.cli.remarks import remark
from trucewatch.settings import Settings

#: Where pages are served if nothing else is asked for.
HOST, PORT = "127.0.0.1", 8722


def command(
    case: CaseArgument,
    host: Annotated[str, typer.Option(help="The address to listen on; others than loopback need accounts.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = PORT,
    login: Annotated[bool, typer.Option("--login", help="Ask for an account on loopback too.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="The certificate (PEM) for https, needed beyond loopback.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's key (PEM).")] = None,
    behind_proxy: Annotated[
        list[str] | None, typer.Option(help="Address of a proxy that hands on https requests; repeat for each.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A host name under which people open the pages; repeat for each.")
    ] = None,
) -> None:
    """Serve the case's pages: overview, timeline, map, ledger, evidence, review.

    On this machine alone nobody signs in. Anything else needs accounts (trucewatch people) and https: docs/serving.md.

    Example: trucewatch serve doha.truce
    """
    try:
        import uvicorn

        from trucewatch.present.web.access import for_serving
        from trucewatch.present.web.app import create_app
    except ImportError as error:
        raise BadInput(
            f"the pages need packages that are not installed ({error.name}); install them with: pip install "
            "'trucewatch[web]', in a checkout: make setup-web"
        ) from error
    settings = Settings.from_environment()
    open_case(case, write=True, remark=remark).close()  # an older case is brought up to date before it is read
    access = for_serving(
        host, case, login=login, certificate=certificate, key=key, behind_proxy=behind_proxy or (), names=name or (),
        person=settings.person, tiles=settings.tiles,
    )  # fmt: skip
    app = create_app(case, settings=settings, access=access)
    for line in access.told:
        remark(line)
    shown = f"[{host}]" if ":" in host else host
    remark(f"the case is at {'https' if certificate else 'http'}://{shown}:{port}/ — stop with Ctrl-C")
    try:
        uvicorn.run(app, port=port, log_level="error", **access.for_uvicorn())
    except SystemExit as end:  # so uvicorn ends when it cannot listen
        if end.code:
            raise BadInput(
                f"nothing can listen on {host} port {port}: it is taken, or this machine has no such address; "
                "choose another with --port or --host"
            ) from None
        raise
