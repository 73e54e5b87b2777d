"""A measurement with what is needed to repeat it: command, commit, machine, versions."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interviewer import __version__


def record(task: str, figures: Mapping[str, Any], command: str) -> dict[str, Any]:
    """Figures of one run together with command, commit, time and machine."""
    return {
        "task": task,
        "figures": dict(figures),
        "command": command,
        "commit": _commit(),
        "version": __version__,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
    }


def table(figures: Mapping[str, Any]) -> str:
    """The plain figures as a Markdown table; nested ones follow as tables of their own."""
    plain = {name: value for name, value in figures.items() if not isinstance(value, Mapping)}
    lines = ["| figure | value |", "|---|---|"]
    lines += [f"| {name} | {_shown(value)} |" for name, value in plain.items()]
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += ["", f"**{name}**", "", *_nested(value)]
    return "\n".join(lines)


def _nested(rows: Mapping[str, Any]) -> list[str]:
    columns = next((list(row) for row in rows.values() if isinstance(row, Mapping)), None)
    if columns is None:
        return ["| | |", "|---|---|"] + [f"| {name} | {_shown(v)} |" for name, v in rows.items()]
    head = ["| | " + " | ".join(map(str, columns)) + " |", "|---" * (len(columns) + 1) + "|"]
    body = [
        f"| {name} | " + " | ".join(_shown(row.get(column)) for column in columns) + " |"
        if isinstance(row, Mapping)
        else f"| {name} | {_shown(row)} |" + " |" * (len(columns) - 1)
        for name, row in rows.items()
    ]
    return head + body


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    if isinstance(value, list | tuple):
        return " – ".join(_shown(item) for item in value)
    return str(value)


def _commit() -> str | None:
    """The commit of a checkout, with ``+`` where files differ from it; None elsewhere."""
    root = Path(__file__).resolve().parents[2]
    try:
        name = _git(root, "rev-parse", "--short", "HEAD")
        return name + ("+" if _git(root, "status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
