"""A small bank, a plain grader and ready-made drivers for the tests of the interview."""

from __future__ import annotations

import json
import random
from pathlib import Path

from interviewer.interview.driver import Driver, Parts
from interviewer.interview.history import History
from interviewer.interview.log import MemoryLog
from interviewer.interview.outputs import Output, Shown
from interviewer.interview.plan import make_plan
from interviewer.interview.terms import content_terms
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.bank import Bank, KeyPoint, Question
from interviewer.model.grading import AnswerKind, Grade, GradeRequest, PointVerdict, Verdict
from interviewer.model.interview import SessionOptions
from interviewer.search.fake import HashEncoder

DATA = Path(__file__).parent / "data"


def read_jsonl(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def small_bank() -> Bank:
    questions = []
    for place, row in enumerate(read_jsonl("leak_questions.jsonl")):
        points = tuple(
            KeyPoint(id=f"p{k}", text=text, weight=3 - k % 3)
            for k, text in enumerate(row["points"])
        )
        questions.append(
            Question(
                id=row["id"],
                cluster_id=row["id"],
                question=row["question"],
                reference="。".join(row["points"]),
                language=row["language"],
                topic=f"topic{place % 3}",
                difficulty=1 + place % 5,
                key_points=points,
            )
        )
    return Bank(version="test", questions=tuple(questions))


class TermGrader:
    """Grades by shared terms; ``wrong`` texts count as contradicting the point they name."""

    def __init__(self, wrong: dict[str, str] | None = None, fail: bool = False) -> None:
        self.wrong = wrong or {}
        self.fail = fail
        self.requests: list[GradeRequest] = []

    def grade(self, request: GradeRequest) -> Grade:
        self.requests.append(request)
        if self.fail:
            raise RuntimeError("out of memory")
        said = content_terms(request.answer)
        points = [self._verdict(request, point, said) for point in request.key_points or ()]
        worth = {Verdict.STATED: 1.0, Verdict.PARTLY: 0.5}
        whole = sum(point.weight for point in points) or 1
        score = sum(point.weight * worth.get(point.verdict, 0.0) for point in points) / whole
        blank = not request.answer.strip()
        return Grade(
            id=request.id,
            score=100 * score,
            reason="terms",
            points=tuple(points),
            answer_kind=AnswerKind.EMPTY if blank else AnswerKind.ANSWER,
        )

    def _verdict(self, request: GradeRequest, point: KeyPoint, said: set[str]) -> PointVerdict:
        quote: str | None = None
        own = content_terms(point.text) - content_terms(request.question)
        share = len(own & said) / len(own) if own else 0.0
        verdict = Verdict.MISSING
        if share > 0.6:
            verdict = Verdict.STATED
        elif share > 0.3:
            verdict = Verdict.PARTLY
        if verdict is not Verdict.MISSING:
            quote = request.answer[:20]
        for text, point_id in self.wrong.items():
            if point_id == point.id and text in request.answer:
                verdict, quote = Verdict.CONTRADICTED, text
        return PointVerdict(
            id=point.id,
            text=point.text,
            weight=point.weight,
            verdict=verdict,
            quote=quote,
            probability=0.9,
        )


class Clock:
    def __init__(self, *times: float) -> None:
        self.times = list(times)
        self.last = times[-1] if times else 1000.0

    def __call__(self) -> float:
        return self.times.pop(0) if self.times else self.last


def polite_model() -> ScriptedModel:
    def reply(request):
        asked = request.messages[-1].content.split("\n")[-1]
        text = asked.partition("：")[2] or asked.partition(": ")[2]
        if text.isascii():
            return f"So, {text[0].lower()}{text[1:].rstrip('?.')}?"
        return f"你能说说{text.rstrip('？?。')}吗？"

    return ScriptedModel(reply)


def make_parts(llm=None, grader=None, log=None, clock=None) -> Parts:
    return Parts(
        llm=llm or polite_model(),
        grader=grader or TermGrader(),
        encoder=HashEncoder(),
        log=log or MemoryLog(),
        clock=clock or Clock(),
        prepare=False,
    )


def start(parts: Parts | None = None, **options) -> Driver:
    parts = parts or make_parts()
    chosen = SessionOptions(**{"question_count": 2, "seed": 1, **options})
    bank = small_bank()
    plan = make_plan(bank, chosen, History(), 0.0, random.Random(chosen.seed))
    return Driver.start(chosen, plan, bank.version, parts)


def collect(outputs) -> list[Output]:
    return list(outputs)


def texts(outputs) -> str:
    return " ".join(item.text for item in outputs if isinstance(item, Shown))
