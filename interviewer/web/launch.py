"""Serve the page on this machine."""

from __future__ import annotations

import os
import secrets
import socket

import click

from interviewer.errors import UsageError
from interviewer.settings import Settings

DEFAULT_PORT = 7860
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
GUESTS = (
    "Everyone who can reach {host} may hold interviews and ask questions at http://{at}. Past "
    "interviews and the review of the bank are there only for whoever has this address:"
)


def launch(
    settings: Settings | None = None,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    open_browser: bool = False,
) -> None:
    """Load what an interview needs, then serve until Ctrl-C.

    Raises ``UsageError`` where the port is taken, and the errors of missing models or a missing
    index before anything is served.
    """
    require_free(host, port)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from interviewer.web.app import build_app, launch_options
    from interviewer.wiring.services import Services

    services = Services(settings or Settings())
    click.echo("Loading the index and the models …", err=True)
    services.open_all()
    services.warm("zh")
    key = None if host in LOOPBACK else secrets.token_urlsafe(12)
    app = build_app(services, key)
    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if key is not None:
        click.echo(GUESTS.format(host=host, at=at), err=True)
    path = f"/?key={key}" if key else ""
    click.echo(f"Open http://{at}{path} in your browser; Ctrl-C stops.", err=True)
    try:
        app.launch(
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            quiet=True,
            **launch_options(),
        )
    finally:
        services.close()


def require_free(host: str, port: int) -> None:
    """Raise ``UsageError`` with a way out where the address cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Choose another port: interviewer web --port {port + 1}"
            ) from error
