"""Speed and memory on this machine: medians over repeats, measured after a warm-up."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from interviewer.evals.data import Figures
from interviewer.evals.retrieval import Searcher
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest
from interviewer.model.protocols import Grader

ANSWER = (
    "批归一化会对每个小批量里的每个特征算均值和方差，把激活值标准化到均值零、方差一，再用可学习的缩放和"
    "平移参数恢复表达能力。这样每层输入的分布比较稳定，可以用更大的学习率，训练收敛更快，对初始化也不那么"
    "敏感。推理的时候不用当前批次的统计量，而是用训练时滑动平均得到的均值和方差。批量很小的时候统计量噪声大，"
    "效果会变差，这时可以换成层归一化或者组归一化。另外它还有一点正则化的作用。"
)
POINTS = (
    "对小批量的每个特征计算均值和方差",
    "把激活值标准化到均值为零、方差为一",
    "用可学习的缩放和平移参数恢复表达能力",
    "稳定各层输入的分布，加快收敛",
    "推理时使用训练中滑动平均的统计量",
    "批量太小时统计量不准，效果变差",
)
MEBIBYTE = 1024 * 1024


def repeat(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of ``times`` runs after one warm-up run."""
    work()
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return seconds


def spread(seconds: Sequence[float]) -> Figures:
    """Median, least and greatest, in milliseconds."""
    return {
        "median_ms": 1000 * median(seconds),
        "min_ms": 1000 * min(seconds),
        "max_ms": 1000 * max(seconds),
        "runs": len(seconds),
    }


def sample_request(number: int = 0) -> GradeRequest:
    """A 200-character answer against six key points."""
    points = tuple(
        KeyPoint(id=f"p{n}", text=text, weight=2) for n, text in enumerate(POINTS, start=1)
    )
    return GradeRequest(
        id=str(number),
        question="什么是批归一化？它有什么作用？",
        answer=ANSWER,
        reference="。".join(POINTS) + "。",
        key_points=points,
    )


def grading_speed(grader: Grader, times: int = 15, batch: int = 64) -> Figures:
    """One answer at a time, and many in a batch."""
    request = sample_request()
    single = repeat(lambda: grader.grade(request), times)
    many = [sample_request(number) for number in range(batch)]
    begin = time.perf_counter()
    graded = sum(1 for _ in grader.grade_many(many))
    elapsed = time.perf_counter() - begin
    return {
        "answer_characters": len(ANSWER),
        "points": len(POINTS),
        **spread(single),
        "batch_answers_per_second": graded / elapsed,
    }


def search_speed(index: Searcher, queries: Sequence[str]) -> Figures:
    """Search of queries that were not asked before."""
    waiting = iter(queries)
    return spread(repeat(lambda: index.search(next(waiting), 10), len(queries) - 1))


def write_documents(folder: Path, questions: int, per_file: int = 500) -> None:
    """Synthetic Markdown documents with ``questions`` different questions."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, questions, per_file):
        parts = ["# 合成题库\n"]
        for number in range(start, min(start + per_file, questions)):
            parts.append(
                f"## {number + 1}. 编号{number}的部件在第{number % 97}层起什么作用？\n\n"
                f"**答案：** 编号{number}的部件负责第{number % 97}层的{number % 31}号步骤。\n\n"
                f"- **输入：** 它接收{number % 13}路信号，并按顺序{number % 7}合并。\n"
                f"- **输出：** 它产生{number % 11}个结果，交给编号{number + 1}的部件。\n"
                f"- **限制：** 负载超过{number % 53}时要先排队。\n"
            )
        path = folder / f"synthetic-{start:06d}.md"
        path.write_text("\n".join(parts), encoding="utf-8")


def peak_memory() -> float | None:
    """Greatest resident memory of this process so far, in MiB; None where it is not known."""
    if sys.platform == "win32":
        return None  # the standard library has no ``resource`` there
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (MEBIBYTE if sys.platform == "darwin" else 1024)
