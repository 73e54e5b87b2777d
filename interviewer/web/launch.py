"""Serve the page on this machine."""

from __future__ import annotations

import os
import socket

import click

from interviewer.errors import UsageError
from interviewer.settings import Settings

DEFAULT_PORT = 7860
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WARNING = (
    "Warning: everyone who can reach {host} sees the question bank with its answers and all "
    "interviews, and may delete them. Serve people you trust, or keep to 127.0.0.1."
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
    if host not in LOOPBACK:
        click.echo(WARNING.format(host=host), err=True)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from interviewer.web.app import build_app, launch_options
    from interviewer.wiring.services import Services

    services = Services(settings or Settings())
    click.echo("Loading the index and the models …", err=True)
    services.open_all()
    services.warm("zh")
    app = build_app(services)
    click.echo(f"Open http://{host}:{port} in your browser; Ctrl-C stops.", err=True)
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
