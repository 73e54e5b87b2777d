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
EVERY_INTERFACE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only named, not bound
GUESTS = (
    "Everyone on the network may hold interviews and ask questions at {address}. Past interviews "
    "and the review of the bank are there only for whoever opens the address with the key."
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
    address = _address(host, port)
    if key is not None:
        click.echo(GUESTS.format(address=address), err=True)
        address += f"/?key={key}"
    click.echo(f"Open {address} in your browser; Ctrl-C stops.", err=True)
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


def _address(host: str, port: int) -> str:
    """What to type into a browser to get to ``host``."""
    name = socket.gethostname() if host in EVERY_INTERFACE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


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
