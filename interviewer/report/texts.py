"""The words of a report in both languages."""

from __future__ import annotations

from interviewer.model.bank import Language
from interviewer.model.grading import AnswerKind, Verdict

VERDICTS: dict[Language, dict[Verdict, str]] = {
    "zh": {
        Verdict.STATED: "说到了",
        Verdict.PARTLY: "说到一部分",
        Verdict.MISSING: "没有说到",
        Verdict.CONTRADICTED: "说反了",
    },
    "en": {
        Verdict.STATED: "stated",
        Verdict.PARTLY: "partly",
        Verdict.MISSING: "missing",
        Verdict.CONTRADICTED: "contradicted",
    },
}

MARKS = {
    Verdict.STATED: "✓",
    Verdict.PARTLY: "◐",
    Verdict.MISSING: "○",
    Verdict.CONTRADICTED: "✗",
}

KINDS: dict[Language, dict[AnswerKind, str]] = {
    "zh": {
        AnswerKind.ANSWER: "",
        AnswerKind.EMPTY: "没有作答",
        AnswerKind.DOES_NOT_KNOW: "表示不会",
        AnswerKind.OFF_TOPIC: "答非所问",
        AnswerKind.ECHO: "重复了题目",
        AnswerKind.KEYWORDS: "只堆了关键词",
        AnswerKind.ADDRESSES_GRADER: "含有对评分器说的话，这些话不计分",
    },
    "en": {
        AnswerKind.ANSWER: "",
        AnswerKind.EMPTY: "no answer",
        AnswerKind.DOES_NOT_KNOW: "said they did not know",
        AnswerKind.OFF_TOPIC: "off topic",
        AnswerKind.ECHO: "repeats the question",
        AnswerKind.KEYWORDS: "a pile of keywords",
        AnswerKind.ADDRESSES_GRADER: "talks to the grader; those words earn nothing",
    },
}

LABELS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "面试报告",
        "colon": "：",
        "date": "时间",
        "mean": "平均分",
        "graded": "已评分",
        "not_graded": "未评分",
        "skipped": "跳过",
        "topic": "主题",
        "score": "得分",
        "asked": "题数",
        "question": "第 {n} 题",
        "interviewer": "面试官",
        "candidate": "你",
        "no_answer": "（没有回答）",
        "points": "要点",
        "quote": "你的原话",
        "false": "不正确的说法",
        "reference": "参考答案",
        "explanation": "解析",
        "source": "出处",
        "line": "第 {a}–{b} 行",
        "recovered": "追问后补上",
        "gain": "追问前 {a} 分，追问后 {b} 分",
        "hints": "提示扣 {n} 分",
        "doubt": "参考答案存疑",
        "generated": "此题由模型根据原文生成",
        "band": "可能范围 {a}–{b}",
        "provenance": "评分方法",
        "unfinished": "这场面试没有做完。",
        "skipped_reason": "跳过了",
        "revealed_reason": "看了答案，作为练习不计分",
        "open_reason": "面试在这题结束前就停了",
    },
    "en": {
        "title": "Interview report",
        "colon": ": ",
        "date": "Date",
        "mean": "Mean score",
        "graded": "graded",
        "not_graded": "not graded",
        "skipped": "skipped",
        "topic": "Topic",
        "score": "Score",
        "asked": "Questions",
        "question": "Question {n}",
        "interviewer": "Interviewer",
        "candidate": "You",
        "no_answer": "(no answer)",
        "points": "Key points",
        "quote": "Your words",
        "false": "Statements that are wrong",
        "reference": "Reference answer",
        "explanation": "Explanation",
        "source": "Source",
        "line": "lines {a}–{b}",
        "recovered": "recovered after a follow-up",
        "gain": "{a} before the follow-ups, {b} after",
        "hints": "hints cost {n} points",
        "doubt": "The reference is doubtful",
        "generated": "This question was written by a model from the document's text",
        "band": "likely between {a} and {b}",
        "provenance": "Graded with",
        "unfinished": "This interview was not finished.",
        "skipped_reason": "skipped",
        "revealed_reason": "the answer was shown; practice without a grade",
        "open_reason": "the interview ended before this question was closed",
    },
}
