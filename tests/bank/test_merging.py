"""Questions of one cluster are asked once, with the points of every reference and their sources."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from interviewer.bank.build import build_bank
from interviewer.bank.key_points import with_its_cluster
from interviewer.bank.key_points.merge import merge_key_points
from interviewer.grading.fake import KeywordGrader
from interviewer.grading.recital import normal, recited, source_of
from interviewer.interview.history import History
from interviewer.interview.plan import make_plan
from interviewer.interview.session import replay
from interviewer.model.bank import Bank, Doubt, KeyPoint, Question, Source
from interviewer.model.grading import GradeRequest
from interviewer.model.interview import (
    AnswerGraded,
    AnswerSubmitted,
    PlannedQuestion,
    QuestionAsked,
    QuestionClosed,
    SessionOptions,
    SessionStarted,
    Wording,
)
from interviewer.report.build import build_report
from interviewer.report.render import reference_pieces, render_html, render_markdown
from interviewer.search.fake import HashEncoder


def member(name: str, *points: str, **fields: object) -> Question:
    reference = "。".join(points) + "。"
    values = {
        "id": name,
        "cluster_id": "c",
        "question": "什么是布隆过滤器？",
        "reference": reference,
        "key_points": tuple(
            KeyPoint(
                id=f"p{n}",
                text=text,
                span=(reference.index(text), reference.index(text) + len(text)),
            )
            for n, text in enumerate(points, start=1)
        ),
        "sources": (Source(file=f"{name}.md", line_start=3, line_end=4),),
        **fields,
    }
    return Question.model_validate(values)


A = member("a", "用一个位数组和多个哈希函数判断元素是否存在", "可能误判但不会漏判")
B = member("b", "用多个哈希函数和一个位数组来判断元素在不在", "不支持删除元素是它的主要限制")


@pytest.mark.parametrize(
    ("left", "right", "question", "one"),
    [
        ("GAN是一种生成模型", "生成对抗网络是一个双网络框架", "生成对抗网络（GAN）是什么？", True),
        ("GAN是一种生成模型", "它是一个让两张网络对抗的框架", "什么是GAN？", True),
        ("TCP是一种面向连接的协议", "UDP是一种无连接的协议", "TCP 和 UDP 的区别？", False),
        ("判别器是一个二分类器", "GAN是一种生成模型", "什么是GAN？", False),
        ("优化：让损失变小", "优化通过调整参数完成", "什么是优化？", True),
        ("优化：让损失变小", "优化器决定步长", "什么是优化？", False),
    ],
)
def test_only_definitions_and_labels_of_one_thing_are_one_point(
    left: str, right: str, question: str, one: bool
) -> None:
    members = [member("a", left, question=question), member("b", right, question=question)]
    assert (len(merge_key_points(members)) == 1) is one


def test_spans_and_sources_lead_to_the_document_that_says_it() -> None:
    joined = with_its_cluster(A, (A, B))
    texts = {point.id: joined.reference[slice(*point.span or ())] for point in joined.key_points}
    assert texts == {
        "p1": "用一个位数组和多个哈希函数判断元素是否存在",
        "p2": "可能误判但不会漏判",
        "b:p2": "不支持删除元素是它的主要限制",
    }
    parts = {source.file: joined.reference[slice(*source.part or ())] for source in joined.sources}
    assert parts == {"a.md": A.reference, "b.md": B.reference}
    assert (joined.id, joined.cluster_id) == ("a", "c")


@pytest.mark.parametrize(
    "other",
    [
        member("b", *(point.text for point in A.key_points)),
        B.model_copy(update={"language": "en"}),
        B.model_copy(update={"doubt": Doubt(reason="wrong")}),
    ],
)
def test_what_adds_nothing_or_is_doubtful_leaves_the_question_as_it_is(other: Question) -> None:
    assert with_its_cluster(A, (A, other)) is A


def test_the_plan_asks_once_with_the_points_of_all_and_the_bank_keeps_its_rows() -> None:
    bank = Bank(version="v", questions=(A, B))
    plan = make_plan(bank, SessionOptions(), History(), 0.0, random.Random(1))
    assert [[point.id for point in item.question.key_points] for item in plan] == [
        ["p1", "p2", "b:p2"]
    ]
    assert bank.questions == (A, B)


def test_a_recital_of_the_other_reference_counts() -> None:
    joined = with_its_cluster(A, (A, B))
    (point,) = [point for point in joined.key_points if point.id == "b:p2"]
    request = GradeRequest(
        id="r",
        question=joined.question,
        answer="",
        reference=joined.reference,
        key_points=joined.key_points,
    )
    assert source_of(request, point) == "不支持删除元素是它的主要限制"
    assert recited(request, point, normal("首先，不支持删除元素是它的主要限制。"))
    assert not recited(request, point, normal("支持删除元素是它的主要限制。"))


def test_the_report_names_the_document_of_each_reference_and_point() -> None:
    joined = with_its_cluster(A, (A, B))
    answer = "不支持删除元素是它的主要限制"
    request = GradeRequest(
        id="x",
        question=joined.question,
        answer=answer,
        reference=joined.reference,
        key_points=joined.key_points,
    )
    wording = Wording(text=joined.question, by="bank")
    grade = KeywordGrader().grade(request)
    state = replay(
        [
            SessionStarted(
                at=1.0,
                session_id="s",
                options=SessionOptions(question_count=1),
                plan=(PlannedQuestion(question=joined, reason="test"),),
                bank_version="v",
            ),
            QuestionAsked(at=2.0, index=0, wording=wording),
            AnswerSubmitted(at=3.0, answer_id="x", index=0, turn=0, text=answer),
            AnswerGraded(at=4.0, answer_id="x", index=0, turn=0, grade=grade),
            QuestionClosed(at=5.0, index=0, how="answered"),
        ]
    )
    report = build_report(state)
    for shown in (render_markdown(report), render_html(report)):
        first, second = shown.index(A.reference[:-1]), shown.rindex(B.key_points[0].text)
        below_first, below_second = shown[first:second], shown[second:]
        assert "a.md" in below_first
        assert "b.md" not in below_first
        assert "b.md" in below_second
        (line,) = [x for x in shown.splitlines() if "删除" in x and "说到了" in x]
        assert "b.md" in line
        assert "a.md" not in line


def test_a_piece_without_a_document_is_shown_too() -> None:
    for without in (A, B):
        members = [m.model_copy(update={"sources": ()}) if m is without else m for m in (A, B)]
        joined = with_its_cluster(members[0], members)
        pieces = reference_pieces(joined)
        assert [text for text, _ in pieces] == [A.reference, B.reference]
        assert [bool(found) for _, found in pieces] == [m is not without for m in (A, B)]


def test_clusters_of_the_seeds(shared: Path) -> None:
    gold = (shared / "evals" / "bank_gold.jsonl").read_text(encoding="utf-8").splitlines()
    bank = build_bank([shared / "seeds"], None, (), HashEncoder()).bank
    assert len(bank.questions) == len([json.loads(line) for line in gold])
    shared_by_many = [members for members in bank.clusters().values() if len(members) > 1]
    assert shared_by_many
    joined_several = 0
    for members in shared_by_many:
        joined = with_its_cluster(members[0], members)
        own = {question.id: question for question in members}
        assert len(joined.key_points) <= 8
        assert len({point.text for point in joined.key_points}) == len(joined.key_points)
        for point in joined.key_points:
            giver = own[point.id.rsplit(":", 1)[0]] if ":" in point.id else members[0]
            before = next(p for p in giver.key_points if p.id == point.id.rsplit(":", 1)[-1])
            if before.span is None:
                continue
            whole, part = (
                (joined.reference, giver.reference)
                if point.origin == "reference"
                else (joined.explanation or "", giver.explanation or "")
            )
            assert whole[slice(*point.span or ())] == part[slice(*before.span)]
        for source in joined.sources:
            if source.part:
                joined_several += 1
                texts = [q.reference for q in members if source.file in {s.file for s in q.sources}]
                assert joined.reference[slice(*source.part)] in texts
    assert joined_several > 5
