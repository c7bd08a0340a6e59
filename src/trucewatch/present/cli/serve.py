"""``trucewatch serve``: the case in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.errors import BadInput
from trucewatch.present.cli.remarks import remark
from trucewatch.settings import Settings

#: Where pages are served if nothing else is asked for.
HOST, PORT = "127.0.0.1", 8722


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    host: Annotated[str, typer.Option(help="The address to listen on; others than loopback need accounts.")] = HOST,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = PORT,
) -> None:
    """Serve the case's pages: overview, timeline, map, ledger, evidence, review.

    Example: trucewatch serve doha.truce
    """
    try:
        import uvicorn

        from trucewatch.present.web.app import create_app
    except ImportError as error:
        raise BadInput(
            f"the pages need packages that are not installed ({error.name}); install them with: pip install "
            "'trucewatch[web]', in a checkout: make setup-web"
        ) from error
    open_case(case, write=True, remark=remark).close()  # an older case is brought up to date before it is read
    app = create_app(case, settings=Settings.from_environment())
    remark(f"the case is at http://{host}:{port}/ — stop with Ctrl-C")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
