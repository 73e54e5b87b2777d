"""Measure the merging of questions over pairs of wordings without answers.

    python benchmarks/wordings.py development|sealed [--show]

All questions of ``evals/wordings_PART.jsonl`` make one bank; printed are precision and recall over
its labelled pairs, in all and by languages. ``sealed`` is not looked at while the method changes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from interviewer.bank.clusters import assign_clusters
from interviewer.bank.evidence import evidence_for
from interviewer.model.bank import Question
from interviewer.search.encoder import load_encoder
from interviewer.settings import Settings

EVALS = Path(__file__).parent.parent / "evals"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("development", "sealed"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    lines = (EVALS / f"wordings_{options.part}.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    texts = sorted({text for pair in pairs for text in (pair["a"], pair["b"])})
    questions = [Question(id=text, cluster_id="", question=text, reference="") for text in texts]
    encoder = load_encoder(Settings())
    vectors = encoder.encode_queries(texts)
    found = assign_clusters(questions, vectors, None, evidence_for(questions, vectors, encoder))
    for languages in ("all", "zh-zh", "en-en", "zh-en"):
        right = wrong = missed = 0
        for pair in pairs:
            if languages in {"all", pair["languages"]}:
                same, together = pair["label"] == "same", found[pair["a"]] == found[pair["b"]]
                right += same and together
                wrong += together and not same
                missed += same and not together
                if options.show and languages == "all" and same != together:
                    print("merged" if together else "missed", pair["a"], "|", pair["b"])
        print(
            f"{languages}: merged rightly {right}, wrongly {wrong}, missed {missed}; "
            f"precision {right / max(1, right + wrong):.3f}, "
            f"recall {right / max(1, right + missed):.3f}"
        )


if __name__ == "__main__":
    main()
