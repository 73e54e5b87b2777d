"""Time and memory of builds over a large corpus made by a generator.

    python benchmarks/build.py [--questions 10000] [--runs 3] [--encoder bundled|hash]

The corpus has a document for every 25 questions. A subject is a part of a system; each is asked
about in two or three documents, in different words and from several sides, half of them in
Chinese. Every build runs in a process of its own; printed are the medians of the seconds that went
by and of those that the processor worked (which other work on the machine disturbs less), the
largest peak memory, and where the processor time of adding one document goes. A build begins with
the encoder loaded; for the bundled one the whole command ``interviewer build`` is timed as well.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PER_DOCUMENT = 25
SYSTEMS = (
    "PostgreSQL", "Redis", "Kafka", "Kubernetes", "Nginx", "Linux", "Docker", "Git", "MySQL",
    "MongoDB", "Elasticsearch", "RabbitMQ", "Cassandra", "Spark", "Flink", "Hadoop", "ZooKeeper",
    "etcd", "Envoy", "Istio", "Prometheus", "Grafana", "Terraform", "Ansible", "Jenkins",
    "Airflow", "Druid", "ClickHouse", "HBase", "Ceph", "MinIO", "Consul", "Vault", "Pulsar",
    "NATS", "Thrift", "GraphQL", "TensorFlow", "PyTorch", "Presto",
)  # fmt: skip
PARTS = (
    ("write-ahead log", "预写日志", "a file that takes every change before it is applied"),
    ("cache eviction", "缓存淘汰", "the choice of entries that leave when memory is full"),
    ("leader election", "主节点选举", "an agreement of all nodes on one that decides"),
    ("connection pool", "连接池", "a set of open connections that requests share"),
    ("query planner", "查询规划器", "a search for the cheapest order of operators"),
    ("snapshot isolation", "快照隔离", "a view of the data as of the start of a transaction"),
    ("compaction", "合并压缩", "a merge of sorted files that drops old versions"),
    ("rate limiter", "限流器", "a counter of tokens that are refilled over time"),
    ("garbage collector", "垃圾回收器", "a walk over live objects that frees all others"),
    ("scheduler", "调度器", "a queue of tasks ordered by priority and age"),
    ("consistent hashing", "一致性哈希", "a ring on which keys and nodes are placed by hash"),
    ("health check", "健康检查", "a request sent at intervals to learn whether a node answers"),
    ("service discovery", "服务发现", "a register of the addresses of running instances"),
    ("back pressure", "背压", "a signal to producers that consumers are behind"),
    ("bloom filter", "布隆过滤器", "a bit array that tells which keys are surely absent"),
    ("secondary index", "二级索引", "a sorted copy of one column with row numbers"),
    ("replication slot", "复制槽", "a mark of how far a replica has read"),
    ("partition key", "分区键", "the value that decides on which node a row lies"),
    ("deadlock detector", "死锁检测器", "a search for cycles in the graph of waiting"),
    ("memory allocator", "内存分配器", "a table of free blocks by size"),
    ("access control list", "访问控制列表", "a list of who may do what"),
    ("event loop", "事件循环", "a loop that calls handlers for ready descriptors"),
    ("thread pool", "线程池", "a fixed number of workers that take tasks from a queue"),
    ("serialization format", "序列化格式", "a rule for writing values as bytes"),
    ("retry policy", "重试策略", "growing pauses between attempts with a bound"),
)
ZH = (
    ("什么是{s}的{z}？", "请解释{s}的{z}。", "谈谈你对{s}{z}的理解。"),
    ("{s}的{z}有哪些优缺点？", "请说说{s}中{z}的优点和缺点。"),
    ("{s}为什么需要{z}？", "为什么{s}要有{z}？"),
    ("如何优化{s}的{z}？", "怎样调优{s}的{z}？"),
)
EN = (
    ("What is the {e} of {s}?", "Explain how the {e} of {s} works.", "Describe the {e} in {s}."),
    ("What are the advantages of the {e} of {s}?", "Name the benefits of the {e} in {s}."),
    ("Why does {s} need a {e}?", "Why is there a {e} in {s}?"),
    ("How do you tune the {e} of {s}?", "How would you optimise the {e} in {s}?"),
)
FACTS = (
    ("It is {d}.", "{s} 的{z}在内部是一个独立的模块，负责{z}。"),
    (
        "It costs about {n} percent of the time of a busy node.",
        "在繁忙的节点上它约占 {n}% 的时间。",
    ),
    (
        "It keeps its state on disk, so a restart loses nothing.",
        "它的状态写在磁盘上，重启不会丢失。",
    ),
    ("It can be switched off by one setting.", "它可以通过一个配置项关闭。"),
    ("Several threads may use it at once without locks.", "多个线程可以同时使用它而不加锁。"),
    ("Its size is bounded by {n} megabytes.", "它的大小上限是 {n} MB。"),
    ("Old entries are dropped first when space runs out.", "空间不足时先丢弃最旧的条目。"),
    ("Errors are written to the log and counted.", "出错时写日志并计数。"),
)


def rows(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Questions with answers; the first ``count`` of an endless mixture."""
    draw = random.Random(seed)
    subjects = [(s, *part) for s in SYSTEMS for part in PARTS]
    for _ in range(count):
        s, e, z, d = draw.choice(subjects)
        side, chinese = draw.randrange(4), draw.random() < 0.5
        words = {"s": s, "e": e, "z": z, "d": d}
        question = draw.choice((ZH if chinese else EN)[side]).format(**words)
        facts = draw.sample(FACTS, 5)
        answer = [pair[chinese].format(n=draw.randrange(5, 90), **words) for pair in facts]
        yield question, ("" if chinese else " ").join(answer)


def write_corpus(folder: Path, questions: int) -> None:
    """Documents of 25 questions each."""
    folder.mkdir(parents=True)
    found = list(rows(questions, 7))
    for start in range(0, len(found), PER_DOCUMENT):
        write_document(folder / f"{start:05d}.md", found[start : start + PER_DOCUMENT])


def write_document(path: Path, found: list[tuple[str, str]]) -> None:
    text = "".join(f"## {n}. {q}\n\n{a}\n\n" for n, (q, a) in enumerate(found, start=1))
    path.write_text(text, encoding="utf-8")


def timed(split: dict[str, float], label: str, owner: Any, name: str) -> None:
    """Replace a function by one that adds its processor seconds to ``split``."""
    inner = getattr(owner, name)
    function = inner.__func__ if hasattr(inner, "__func__") else inner
    bound = isinstance(inner, type(Path.cwd))

    def measured(*arguments: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **options)
        finally:
            split[label] = split.get(label, 0.0) + time.process_time() - start

    setattr(owner, name, classmethod(measured) if bound else measured)


def one_build(corpus: Path, index: Path, encoder: str) -> None:
    """One build in this process; prints its figures as JSON."""
    from interviewer.bank import build as bank_build
    from interviewer.bank import clusters, doubts
    from interviewer.search.encoder import load_encoder
    from interviewer.search.fake import HashEncoder
    from interviewer.search.index import SearchIndex
    from interviewer.settings import Settings
    from interviewer.wiring import generations
    from interviewer.wiring import index as wiring

    made = HashEncoder() if encoder == "hash" else load_encoder(Settings())
    made.encode_queries(["warm"])
    split: dict[str, float] = {}
    timed(split, "hash documents", wiring, "_stamp")
    timed(split, "load previous bank", wiring, "load_previous")
    timed(split, "open previous index", SearchIndex, "open")
    timed(split, "read documents", bank_build, "_gather")
    timed(split, "clusters", clusters, "assign_clusters")
    timed(split, "doubts", doubts, "find_doubts")
    timed(split, "clusters and doubts, with vectors", bank_build, "_judge")
    timed(split, "bank in all", bank_build, "build_bank")
    timed(split, "save bank", wiring, "save_bank")
    timed(split, "make search index", SearchIndex, "build")
    timed(split, "save search index", SearchIndex, "save")
    timed(split, "flush to disk", generations, "_publish")
    start, worked = time.perf_counter(), time.process_time()
    summary = wiring.build_index([corpus], index, made)
    found = {
        "seconds": time.perf_counter() - start,
        "worked": time.process_time() - worked,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "questions": summary.questions,
        "clusters": summary.clusters,
        "split": split,
    }
    print(json.dumps(found))


def run(corpus: Path, index: Path, encoder: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", str(corpus), str(index), "--encoder", encoder]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def run_command(corpus: Path, index: Path) -> dict[str, float]:
    """``interviewer build`` as a user calls it."""
    code = "from interviewer.cli.main import main; main()"
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, "build", str(corpus), "--index", str(index)],
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.perf_counter() - start, "worked": worked}


def report(name: str, runs: list[dict[str, Any]]) -> None:
    seconds, worked = ([one[key] for one in runs] for key in ("seconds", "worked"))
    line = (
        f"{name}: median {statistics.median(seconds):.2f} s of {len(runs)} "
        f"({min(seconds):.2f}-{max(seconds):.2f}), of the processor "
        f"{statistics.median(worked):.2f} s ({min(worked):.2f}-{max(worked):.2f})"
    )
    if "questions" in runs[-1]:
        line += (
            f", peak {max(one['peak_mib'] for one in runs):.0f} MiB, "
            f"{runs[-1]['questions']} questions in {runs[-1]['clusters']} clusters"
        )
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--full-runs", type=int, default=1)
    parser.add_argument("--encoder", choices=("bundled", "hash"), default="bundled")
    parser.add_argument("--one", type=Path, nargs=2, metavar=("CORPUS", "INDEX"))
    options = parser.parse_args()
    if options.one:
        corpus, index = options.one
        one_build(corpus, index, options.encoder)
        return
    with tempfile.TemporaryDirectory() as name:
        corpus, index = Path(name) / "corpus", Path(name) / "index"
        write_corpus(corpus, options.questions)
        full = [
            run(corpus, Path(name) / f"full{n}", options.encoder) for n in range(options.full_runs)
        ]
        report("full build", full)
        (Path(name) / "full0").rename(index)
        same = [run(corpus, index, options.encoder) for _ in range(options.runs)]
        report("nothing changed", same)
        added = []
        for number in range(options.runs):
            fresh = list(rows(PER_DOCUMENT, 100 + number))
            write_document(corpus / f"added{number}.md", fresh)
            added.append(run(corpus, index, options.encoder))
        report(f"one document of {PER_DOCUMENT} questions more", added)
        alone = Path(name) / "alone"
        alone.mkdir()
        write_document(alone / "alone.md", list(rows(PER_DOCUMENT, 100)))
        report(
            "that document alone",
            [run(alone, Path(name) / f"a{n}", options.encoder) for n in range(options.runs)],
        )
        if options.encoder == "bundled":
            times = range(options.runs)
            report("command, nothing changed", [run_command(corpus, index) for _ in times])
            more = []
            for number in times:
                path = corpus / f"command{number}.md"
                write_document(path, list(rows(PER_DOCUMENT, 200 + number)))
                more.append(run_command(corpus, index))
            report(f"command, one document of {PER_DOCUMENT} questions more", more)
            lone = [run_command(alone, Path(name) / f"c{n}") for n in times]
            report("command, that document alone into an empty index", lone)
        for title, runs in (("full build", full), ("one document more", added)):
            print(f"where the time goes, {title}:")
            for label in runs[0]["split"]:
                print(f"  {label}: {statistics.median(r['split'][label] for r in runs):.2f} s")


if __name__ == "__main__":
    main()
