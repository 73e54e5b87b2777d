from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from interviewer.errors import IndexMissingError, UsageError
from interviewer.wiring.generations import (
    current_generation,
    new_generation,
    require_generation,
)


def build(index: Path, text: str) -> None:
    with new_generation(index) as folder:
        (folder / "bank.jsonl").write_text(text, encoding="utf-8")


def interrupted(index: Path) -> None:
    with new_generation(index) as folder:
        (folder / "bank.jsonl").write_text("half")
        raise KeyboardInterrupt


def test_a_build_becomes_current_and_sweeps_the_old_one(tmp_path: Path) -> None:
    build(tmp_path, "one")
    build(tmp_path, "two")
    assert (require_generation(tmp_path) / "bank.jsonl").read_text() == "two"
    assert len(list(tmp_path.glob("generation-*"))) == 1


def test_a_build_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    build(tmp_path, "one")
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path)
    assert (require_generation(tmp_path) / "bank.jsonl").read_text() == "one"
    assert len(list(tmp_path.glob("generation-*"))) == 1


def test_without_a_build_the_command_is_named(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    with pytest.raises(IndexMissingError, match="interviewer build"):
        require_generation(tmp_path)


@pytest.mark.parametrize(
    "pointer", ["{", "[]", '{"generation": "../../etc"}', '{"generation": "generation-gone"}']
)
def test_a_damaged_pointer_is_an_error_and_never_leaves_the_folder(
    tmp_path: Path, pointer: str
) -> None:
    (tmp_path / "current.json").write_text(pointer)
    with pytest.raises(IndexMissingError, match="damaged"):
        require_generation(tmp_path)


def test_two_builds_at_once_are_kept_apart(tmp_path: Path) -> None:
    with new_generation(tmp_path), pytest.raises(UsageError, match="running"):
        build(tmp_path, "second")


def test_a_file_is_no_index_folder(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x")
    with pytest.raises(UsageError, match="folder"):
        build(tmp_path / "index", "x")


def test_a_killed_build_leaves_the_old_index_and_is_swept_later(tmp_path: Path) -> None:
    build(tmp_path, "one")
    code = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from interviewer.wiring.generations import new_generation
        with new_generation(Path({str(tmp_path)!r})) as folder:
            (folder / "bank.jsonl").write_text("half")
            print("filling", flush=True)
            time.sleep(60)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "filling"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (require_generation(tmp_path) / "bank.jsonl").read_text() == "one"
    build(tmp_path, "two")
    assert (require_generation(tmp_path) / "bank.jsonl").read_text() == "two"
    assert len(list(tmp_path.glob("generation-*"))) == 1
