"""Measure the bundled encoder on this machine: its start, and bfloat16 against float32.

    python benchmarks/encoder.py

Prints what a process needs that loads the encoder as the commands do and encodes one query (three
processes, one after another); seconds for 64 passages of 80 characters, milliseconds for one
query, and the smallest cosine between the two kinds of vectors.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import numpy as np

from interviewer.search import encoder
from interviewer.settings import Settings

TOPICS = ("卷积", "注意力", "批归一化", "梯度消失", "过拟合", "交叉熵", "残差连接", "词向量")
PASSAGES = [
    f"{topic}是面试中常问的概念，第{number}种说法强调它的原理、它解决的问题、它的代价，以及在"
    f"{other}出现时应当怎样与它配合，才能既保持训练稳定又不损失模型的泛化能力。"
    for number, topic in enumerate(TOPICS)
    for other in TOPICS
]
QUERIES = [f"{topic}和{other}有什么区别？" for topic in TOPICS[:4] for other in TOPICS]

START = """
import resource, time
from interviewer.settings import Settings
from interviewer.wiring.lazy import lazy_encoder

lazy_encoder(Settings(device="cpu")).encode_queries(["什么是过拟合？"])
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def start(runs: int = 3) -> None:
    """Print processor seconds and peak memory of a process that encodes one query."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", START]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found.append([float(figure) for figure in out.split()])
    worked, peaks = zip(*found, strict=True)
    print(
        f"start: median {statistics.median(worked):.2f} s of the processor "
        f"({min(worked):.2f}-{max(worked):.2f}), at most {max(peaks):.0f} MiB"
    )


def main() -> None:
    start()
    found = {}
    for bf16 in (True, False):
        encoder.has_bf16 = lambda _, bf16=bf16: bf16
        model = encoder.load_encoder(Settings(device="cpu"))
        model.encode_queries(["预热"])
        started = time.perf_counter()
        passages = model.encode_passages(PASSAGES)
        middle = time.perf_counter()
        queries = np.vstack([model.encode_queries([query]) for query in QUERIES])
        ended = time.perf_counter()
        name = "bfloat16" if bf16 else "float32"
        each = (ended - middle) / len(QUERIES) * 1000
        print(f"{name}: {len(PASSAGES)} passages {middle - started:.2f} s, query {each:.1f} ms")
        found[bf16] = np.vstack([passages, queries])
    print(f"smallest cosine between the two: {(found[True] * found[False]).sum(1).min():.5f}")


if __name__ == "__main__":
    main()
