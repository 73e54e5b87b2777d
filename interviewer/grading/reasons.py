"""The sentence that explains a grade, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grading.text import is_chinese
from interviewer.model.grading import AnswerKind, PointVerdict, Verdict

NO_POINTS = (
    "没有评分：这道题没有参考要点。请补充参考答案。",
    "Not graded: this question has no key points. Give it a reference answer.",
)
UNSURE = (
    "没有评分：判断不够可靠，请人工看一下。",
    "Not graded: the verdicts are too uncertain - please look.",
)
DOUBTED = (
    "参考答案有存疑之处，与之有关的要点没有扣分。",
    " The reference is doubtful; points that rest on the doubted passages cost nothing.",
)
ALL_DOUBTED = (
    "没有评分：参考答案存疑，请先核对参考答案。",
    "Not graded: the reference is doubtful - please check the reference first.",
)
FAILED = (
    "没有评分：评分过程出错，请重试。",
    "Not graded: grading failed - please try again.",
)
KINDS = {
    AnswerKind.EMPTY: ("回答里没有内容。", "The answer is empty."),
    AnswerKind.ECHO: ("回答只重复了题目。", "The answer only repeats the question."),
    AnswerKind.DOES_NOT_KNOW: ("回答表示不会。", "The answer says it does not know."),
    AnswerKind.ADDRESSES_GRADER: (
        "回答在对评分者说话，没有涉及任何要点。",
        "The answer talks to the grader and states no key point.",
    ),
    AnswerKind.KEYWORDS: (
        "回答只罗列了词语，没有说明。",
        "The answer lists terms without saying anything about them.",
    ),
    AnswerKind.OFF_TOPIC: ("回答没有涉及任何要点。", "The answer states none of the key points."),
}


def in_language(question: str, texts: tuple[str, str]) -> str:
    """The Chinese or the English text."""
    return texts[0] if is_chinese(question) else texts[1]


def reason(question: str, kind: AnswerKind, points: Sequence[PointVerdict], cut: bool) -> str:
    """Say in one or two sentences what the score rests on."""
    if kind in KINDS:
        return in_language(question, KINDS[kind])
    count = {verdict: sum(point.verdict == verdict for point in points) for verdict in Verdict}
    stated, partly = count[Verdict.STATED], count[Verdict.PARTLY]
    false = count[Verdict.CONTRADICTED]
    if is_chinese(question):
        text = f"{len(points)} 个要点中说到 {stated} 个"
        text += f"，部分说到 {partly} 个" if partly else ""
        text += f"，说错 {false} 个" if false else ""
        return text + "。" + ("回答过长，只评了前面的部分。" if cut else "")
    text = f"{stated} of {len(points)} key points stated"
    text += f", {partly} partly" if partly else ""
    text += f", {false} contradicted" if false else ""
    return text + "." + (" The answer is very long; only its beginning was graded." if cut else "")
