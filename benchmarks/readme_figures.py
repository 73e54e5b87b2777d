"""Write the table of figures into the README from the records in ``evals/figures``.

``make figures`` measures first (it needs the labelled data beside the checkout) and then calls
``python benchmarks/readme_figures.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "evals" / "figures"
BEGIN, END = "<!-- figures:begin -->", "<!-- figures:end -->"

GRADING = {
    "spearman": "Spearman with raters",
    "pearson": "Pearson with raters",
    "order_accuracy": "order within a question right",
    "mae": "mean absolute error, points",
    "false_pass": "worthless answers scored 50 or more",
    "false_fail": "good answers scored below 60",
}
PAIRS = {
    "full_minus_flip": "right minus reversed facts, points",
    "flip_20_apart": "the same, at least 20 apart",
    "flip1_5_below": "one wrong fact costs more than 5 points",
    "full_vs_para": "right vs. paraphrased, points apart",
    "full_vs_terse": "right vs. terse, points apart",
    "full_minus_padded": "right minus padded, points",
    "fog": "fluent text that says nothing, points",
}


def load(name: str) -> dict[str, Any] | None:
    path = FIGURES / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def shown(value: object) -> str:
    if value is None:
        return "–"
    number = float(value)  # type: ignore[arg-type]
    return f"{number:.2f}" if abs(number) < 2 else f"{number:.1f}"


def grading_table(record: dict[str, Any]) -> list[str]:
    figures = record["figures"]
    others: dict[str, dict[str, Any]] = figures.get("baselines", {})
    lines = [
        f"{figures['answers']} rated answers to {figures['questions']} questions that the grader "
        f"was not trained on; `{record['command']}`, commit {record['commit']}:",
        "",
        "| | this grader | " + " | ".join(others) + " |",
        "|---|---|" + "---|" * len(others),
    ]
    for key, words in GRADING.items():
        cells = [shown(figures.get(key)), *(shown(other.get(key)) for other in others.values())]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return lines


def plain_table(record: dict[str, Any], names: dict[str, str], title: str) -> list[str]:
    lines = ["", f"{title}; `{record['command']}`, commit {record['commit']}:", ""]
    lines += ["| figure | value |", "|---|---|"]
    figures = record["figures"]
    return lines + [f"| {words} | {shown(figures.get(key))} |" for key, words in names.items()]


def main() -> None:
    lines: list[str] = []
    if record := load("grading"):
        lines += grading_table(record)
    if record := load("pairs"):
        lines += plain_table(record, PAIRS, "Minimal pairs: only the content or the style changes")
    if record := load("search"):
        names = {"recall@1": "found first", "recall@10": "found in ten", "mrr": "MRR"}
        lines += plain_table(record, names, "Search")
    if record := load("qa"):
        names = {
            "answered": "answerable questions answered",
            "cites_gold": "with a right source",
            "abstains_rightly": "unanswerable questions refused",
            "quotes_verbatim": "quotes verbatim",
        }
        lines += plain_table(record, names, "Free questions")
    if record := load("speech"):
        names = {
            "error_rate_plain": "character error rate",
            "error_rate_with_terms": "with the question's terms",
            "real_time_factor": "seconds per second of speech",
        }
        lines += plain_table(record, names, "Speech, synthetic Mandarin clips")
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    block = "\n".join(lines)
    readme.write_text(f"{head}{BEGIN}\n{block}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
