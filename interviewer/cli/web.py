"""``interviewer web``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option("--index", type=click.Path(path_type=Path), help="Index to interview from.")
@click.option("--open/--no-open", "open_browser", default=False, help="Open the browser.")
def command(host: str, port: int, index: Path | None, open_browser: bool) -> int:
    """Serve the browser app on this machine."""
    from interviewer.settings import Settings
    from interviewer.web.launch import launch

    launch(Settings() if index is None else Settings(index=index), host, port, open_browser)
    return 0
