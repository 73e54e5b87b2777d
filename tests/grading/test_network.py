"""The network's promises, on a small one with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import GraderError
from interviewer.grading.checkpoint import Calibration, read_checkpoint, write_checkpoint

torch = pytest.importorskip("torch")

from interviewer.grading.network import PointReader  # noqa: E402
from interviewer.grading.rows import Row, collate  # noqa: E402


@pytest.fixture
def reader() -> PointReader:
    torch.manual_seed(0)
    network = PointReader(hidden=32, layers=2, heads=4, feed_forward=64, positions=64)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return network.eval()


WORDS = torch.randn(50, 32, generator=torch.Generator().manual_seed(1))


def row(answer: list[int], points: list[list[int]]) -> Row:
    spans = [(i, i + 1) for i in range(len(answer))]
    return Row([0, 7, 8, 2, *answer, 2], 4, [[0, *point, 2] for point in points], spans)


def states(reader: PointReader, rows: list[Row]) -> list[list[list[float]]]:
    batch = collate(rows, 1)
    with torch.no_grad():
        x = reader.embed(WORDS[batch.tokens], batch.places, batch.roles)
        reading = reader(x, batch.part, batch.text, batch.points)
    return reading.states.tolist()


def test_a_verdict_does_not_depend_on_the_other_points(reader: PointReader) -> None:
    alone = states(reader, [row([5, 6, 9, 10], [[11, 12]])])[0][0]
    among = states(reader, [row([5, 6, 9, 10], [[20, 21, 22], [11, 12], [30]])])[0][1]
    assert among == pytest.approx(alone, abs=1e-4)


def test_a_verdict_does_not_depend_on_the_batch(reader: PointReader) -> None:
    one = row([5, 6, 9], [[11, 12], [13]])
    alone = states(reader, [one])[0]
    among = states(reader, [row(list(range(3, 30)), [[4]] * 4), one])[1][:2]
    assert among[0] == pytest.approx(alone[0], abs=1e-4)
    assert among[1] == pytest.approx(alone[1], abs=1e-4)


def test_the_answer_matters(reader: PointReader) -> None:
    first, second = states(reader, [row([5, 6], [[11]]), row([5, 16], [[11]])])
    assert first[0] != pytest.approx(second[0], abs=1e-3)


def test_weights_survive_int8(reader: PointReader, tmp_path: Path) -> None:
    state = reader.state_dict()
    written = write_checkpoint(state, "test", Calibration(version="1"), tmp_path)
    read, description = read_checkpoint(tmp_path)
    assert description == written
    assert read.keys() == state.keys()
    for name, value in state.items():
        assert (read[name] - value).abs().max() <= value.abs().max() / 127


def test_altered_weights_are_refused(reader: PointReader, tmp_path: Path) -> None:
    write_checkpoint(reader.state_dict(), "test", Calibration(version="1"), tmp_path)
    path = tmp_path / "reader.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(GraderError, match="altered"):
        read_checkpoint(tmp_path)


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="Install"):
        read_checkpoint(tmp_path)
