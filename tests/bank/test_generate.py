"""Questions for prose: what is accepted, refused, kept, skipped and taken up again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from interviewer.bank.edits import Edit, append_edits, apply_edits, load_edits
from interviewer.bank.files import EDITS
from interviewer.bank.generate.checks import aim_refusal, place_refusal, wording_refusal
from interviewer.bank.generate.known import KnownQuestions
from interviewer.bank.generate.passages import Passage, Span
from interviewer.bank.generate.prompt import SHOWN, request_for
from interviewer.bank.generate.run import Run, generate, read_passages
from interviewer.bank.generate.targets import targets_of
from interviewer.bank.generate.write import NO_TARGET, UNUSABLE, Outcome
from interviewer.cli.generate import generate as command
from interviewer.errors import LanguageModelError
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.bank import Question
from interviewer.model.protocols import Completion, LanguageModel
from interviewer.model.rows import make_bank
from interviewer.search.fake import HashEncoder

NOTES = """# 存储系统

## 写策略

写回策略只修改缓存，等到缓存行被换出时才写内存，写操作因此很快，总线的流量也小。
写直达策略每次写操作都同时修改缓存和内存，两者始终保持一致，但是每次写都要等待内存。

## 替换

随机替换不需要记录任何访问历史，硬件最为简单，命中率却不稳定，所以只用在路数很多、精确记录访问顺序太贵的缓存里，例如地址转换缓存。
"""
ANSWERS = {
    "写回策略只修改": "写回策略怎样处理写操作？",
    "写直达策略每次": "写直达策略有什么特点？",
    "随机替换不需要": "随机替换有哪些优缺点？",
}


def reply(request: Completion) -> str:
    """Word each numbered answer of the prompt as the table says."""
    shown = request.messages[-1].content
    questions = {}
    for number, text in re.findall(r"^\[(\d+)\] (.+)$", shown, re.MULTILINE):
        questions[number] = next(q for start, q in ANSWERS.items() if text.startswith(start))
    return json.dumps(questions, ensure_ascii=False)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "cache.md"
    path.parent.mkdir()
    path.write_text(NOTES, encoding="utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def run(index: Path, notes: Path, model: LanguageModel, limit: int | None = None) -> list[Outcome]:
    documents = read_passages([notes.parent], pytest.fail)
    return list(generate(Run(index, None, HashEncoder(), model), documents, limit))


def added(index: Path) -> dict[str, Question]:
    return apply_edits(make_bank([]), load_edits(index / EDITS)).by_id()


def test_questions_join_the_bank_with_the_documents_own_words(index: Path, notes: Path) -> None:
    outcomes = run(index, notes, ScriptedModel(reply))
    questions = added(index)
    assert [q.question for q in questions.values()] == list(ANSWERS.values())
    assert [q for outcome in outcomes for q in outcome.questions] == list(questions.values())
    lines = NOTES.split("\n")
    for question in questions.values():
        assert question.generated
        assert question.reference in NOTES
        assert question.language == "zh"
        assert question.key_points
        for point in question.key_points:
            assert point.span
            assert 0 <= point.span[0] < point.span[1] <= len(question.reference)
        [source] = question.sources
        assert source.file == "cache.md"
        assert source.heading in {"写策略", "替换"}
        assert question.reference in "\n".join(lines[source.line_start - 1 : source.line_end])


def test_a_stopped_run_goes_on_where_it_was(index: Path, notes: Path) -> None:
    documents = read_passages([notes.parent], pytest.fail)
    model = ScriptedModel(reply)
    first = generate(Run(index, None, HashEncoder(), model), documents)
    next(first)
    first.close()
    assert len(added(index)) == 2
    assert [o.passage.headings[-1] for o in run(index, notes, model)] == ["替换"]
    assert len(added(index)) == 3
    assert run(index, notes, model) == []
    assert len(model.requests) == 2


def test_the_limit_counts_passages_that_are_worked_on(index: Path, notes: Path) -> None:
    model = ScriptedModel(reply)
    assert len(run(index, notes, model, limit=1)) == 1
    assert len(run(index, notes, model, limit=1)) == 1
    assert len(added(index)) == 3


def test_a_changed_passage_is_worked_on_again(index: Path, notes: Path) -> None:
    run(index, notes, ScriptedModel(reply))
    notes.write_text(NOTES.replace("硬件最为简单", "电路最为简单"), encoding="utf-8")
    [again] = run(index, notes, ScriptedModel(reply))
    assert again.passage.headings[-1] == "替换"
    assert again.reason == "the bank asks it already"


def test_a_refused_wording_is_tried_once_more(index: Path, notes: Path) -> None:
    bad = json.dumps({"1": "上文中的写回策略怎样处理写操作？", "2": "写直达策略有什么特点？"})
    good = json.dumps({"1": "写回策略怎样处理写操作？"})
    model = ScriptedModel([bad, good])
    [outcome] = run(index, notes, model, limit=1)
    assert len(outcome.questions) == 2
    assert outcome.refused == ()
    assert "写直达" not in model.requests[1].messages[-1].content
    assert [request.temperature for request in model.requests] == [0.0, 0.7]


def test_what_is_refused_twice_is_skipped_with_its_reason(index: Path, notes: Path) -> None:
    refused = json.dumps({"1": "写回策略是否修改缓存？", "2": "写直达策略是否修改内存？"})
    [outcome] = run(index, notes, ScriptedModel([refused, refused]), limit=1)
    assert outcome.questions == ()
    assert outcome.reason == "yes/no question"
    assert added(index) == {}
    assert len(run(index, notes, ScriptedModel(reply))) == 1


def test_a_broken_reply_is_retried_and_not_remembered(index: Path, notes: Path) -> None:
    [outcome] = run(index, notes, ScriptedModel(["{", "no"]), limit=1)
    assert outcome.reason == UNUSABLE
    assert len(run(index, notes, ScriptedModel(reply))) == 2


def test_a_model_that_never_answers_stops_the_run(index: Path, notes: Path) -> None:
    section = (
        "\n## 第{n}节\n\n第{n}种缓存把常用的数据放在更快的存储器里以减少平均访问时间。" + "x" * 40
    )
    notes.write_text("# 一\n" + "".join(section.format(n=n) for n in range(9)), encoding="utf-8")
    model = ScriptedModel(lambda _: LanguageModelError("The model is gone."))
    with pytest.raises(LanguageModelError, match="gone"):
        run(index, notes, model)
    assert len(model.requests) == 6


def test_hidden_and_existing_questions_are_not_asked_again(index: Path, notes: Path) -> None:
    old = Question(id="qold", cluster_id="qold", question="写直达策略有什么特点", reference="略。")
    append_edits(index / EDITS, [Edit(op="add", question=old), Edit(op="hide", ids=("qold",))])
    outcome = run(index, notes, ScriptedModel(reply))[0]
    assert [q.question for q in outcome.questions] == ["写回策略怎样处理写操作？"]
    assert [one.reason for one in outcome.refused] == ["the bank asks it already"]


def test_a_passage_without_an_answer_asks_the_model_nothing(index: Path, notes: Path) -> None:
    notes.write_text(
        "# 开头\n\n" + "大家好，我是老陈，我今天来和大家聊一聊天。" * 4, encoding="utf-8"
    )
    model = ScriptedModel()
    [outcome] = run(index, notes, model)
    assert outcome.reason == NO_TARGET
    assert model.requests == []


PASSAGE = Passage(
    "a.md",
    ("存储系统", "写策略"),
    "写回策略只修改缓存，等到缓存行被换出时才写内存，写操作因此很快。",
    1,
    1,
    (Span(0, 32),),
)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("写回策略怎样处理写操作？", None),
        ("写回策略只修改缓存。", "no question"),
        ("**写回策略**怎样处理写操作？", "no question"),
        ("写回策略怎样处理" + "写操作" * 20 + "？", "too long"),
        ("What does a write-back cache do on a write?", "other language than its passage"),
        ("根据上文，写回策略怎样处理写操作？", "not understood without the passage"),
        ("它怎样处理写操作？", "not understood without the passage"),
        ("该策略怎样处理写操作？", "not understood without the passage"),
        ("写回策略会立即写内存吗？", "yes/no question"),
        ("写回策略是什么？写操作为什么快？", "several questions"),
        ("写回策略是什么，为什么写操作快？", "several questions"),
        ("什么是虚拟内存的页表结构？", "speaks of what its answer does not"),
        ("写回策略与 MESI 有什么关系？", "speaks of what its answer does not"),
        ("什么是写策略？", "its answer does not define what it asks for"),
        ("写回策略为什么比 FIFO 快？", "speaks of what its answer does not"),
        ("过程是什么？", "names nothing to ask about"),
        (
            "为什么写回策略只修改缓存、等到缓存行被换出时才写内存，写操作因此很快？",
            "gives its answer away",
        ),
    ],
)
def test_wordings_are_checked(question: str, reason: str | None) -> None:
    assert wording_refusal(question, PASSAGE, PASSAGE.text) == reason


@pytest.mark.parametrize(
    "question",
    [
        "写回策略应该如何处理写操作？",
        "进程上下文中的缓存写操作如何处理？",
        "写回缓存的脚本文件如何处理写操作？",
        "样本文本缓存如何处理写操作？",
    ],
)
def test_words_that_only_look_like_pointing_are_fine(question: str) -> None:
    text = PASSAGE.text + "进程上下文中的脚本文件、样本文本。"
    passage = Passage("a.md", ("缓存",), text, 1, 1, (Span(0, len(text)),))
    assert wording_refusal(question, passage, text) is None


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What is a write-back cache?", None),
        ("What are the main duties that a write-back cache has?", None),
        ("What is the text encoding of a write-back cache line?", None),
        ("How does a cache evict a line in a critical section?", None),
        ("Does a write-back cache change memory?", "yes/no question"),
        ("What is the cache described in the text?", "not understood without the passage"),
        ("What is a write-back cache in SQL Server?", "speaks of what its answer does not"),
        ("What is a cache line and how is it evicted?", "several questions"),
        ("What is memory?", "its answer does not define what it asks for"),
        ("What is a write-back cache in section 9.4?", "not understood without the passage"),
        ("What does it change?", "not understood without the passage"),
        ("What is a write-back cache, and why is it fast?", "several questions"),
        ("What is gradient descent in deep learning?", "speaks of what its answer does not"),
    ],
)
def test_english_wordings_are_checked(question: str, reason: str | None) -> None:
    text = "A write-back cache with text or other lines evicts before it changes memory."
    passage = Passage("a.md", ("Caches",), text, 1, 1, (Span(0, len(text)),))
    assert wording_refusal(question, passage, text) == reason


def test_a_question_must_lead_to_its_own_answer_and_passage() -> None:
    question = np.array([1.0, 0.0], dtype=np.float32)
    rows = np.array([[0.6, 0.8], [1.0, 0.0], [0.8, 0.6], [0.9, 0.44]], dtype=np.float32)
    assert aim_refusal(1, question, rows) is None
    assert aim_refusal(2, question, rows) is not None
    assert place_refusal(2, question, rows) is None
    assert place_refusal(0, question, rows) is not None


def test_known_questions_are_found_by_text_words_and_meaning() -> None:
    encoder = HashEncoder()

    def ask(key: str, text: str) -> Question:
        return Question(id=key, cluster_id=key, question=text, reference="答案。")

    def known_as(text: str) -> bool:
        return known.same_as(ask("qnew", text), encoder.encode_queries([text])[0])

    old = [ask("q1", "什么是生成对抗网络（GAN）？"), ask("q2", "TCP 三次握手的过程")]
    known = KnownQuestions(old, encoder.encode_queries([one.question for one in old]))
    assert known_as("什么是生成对抗网络（GAN）")
    assert known_as("TCP三次握手的过程？")
    assert not known_as("红黑树有哪些性质？")
    fresh = ask("q3", "红黑树有哪些性质？")
    known.add(fresh, encoder.encode_queries([fresh.question])[0])
    assert known_as("红黑树有哪些性质？")


def test_the_prompt_is_short_and_ends_with_the_answers() -> None:
    long = Passage("a.md", ("第三章 缓存", "3.1 写策略"), "写" * 900, 1, 1, (Span(0, 900),))
    request = request_for(long, targets_of(long), "zh", 0)
    shown = request.messages[-1].content
    assert shown.startswith("主题：缓存 > 写策略\n[1] 写写")
    assert len(shown) < SHOWN + 40
    assert request.json_schema is not None
    assert request.json_schema["required"] == ["1"]
    other = request_for(PASSAGE, targets_of(PASSAGE), "zh", 1)
    assert other.messages[:-1] == request.messages[:-1]


def test_the_command_prints_a_line_for_each_question_and_skipped_passage(
    index: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviewer.wiring.services import Services

    monkeypatch.setattr(Services, "encoder", HashEncoder())
    monkeypatch.setattr(Services, "llm", ScriptedModel(reply))
    (notes.parent / "old.doc").write_bytes(b"x")
    notes.write_text(NOTES + "\n## 后话\n\n" + "我昨天和同事聊了很久。" * 8, encoding="utf-8")
    result = CliRunner().invoke(command, [str(notes.parent), "--index", str(index)])
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["status"] for line in lines] == [
        "error",
        "accepted",
        "accepted",
        "accepted",
        "skipped",
        "done",
    ]
    assert lines[1]["lines"] == [5, 6]
    assert lines[4]["reason"] == NO_TARGET
    assert (lines[5]["accepted"], lines[5]["skipped"]) == (3, 1)


def test_the_command_refuses_to_run_without_a_model(
    index: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_LLM", "none")
    result = CliRunner().invoke(command, [str(notes.parent), "--index", str(index)])
    assert "INTERVIEWER_LLM=none" in str(result.exception)


def test_generated_questions_survive_a_build(index: Path, notes: Path) -> None:
    from interviewer.wiring.index import build_index, open_index

    (notes.parent / "qa.md").write_text(
        "## 什么是页表？\n\n页表记录虚拟页到物理页框的映射。\n", encoding="utf-8"
    )
    run(index, notes, ScriptedModel(reply))
    for _ in range(2):
        build_index([notes.parent], index, HashEncoder())
        bank = open_index(index, HashEncoder()).bank
        assert sum(question.generated for question in bank.questions) == 3
        assert len(bank.questions) == 4
        (notes.parent / "qa.md").write_text("## 什么是页表？\n\n页表记录映射。\n", encoding="utf-8")


@pytest.mark.models
def test_the_bundled_model_writes_grounded_questions(index: Path, notes: Path) -> None:
    from interviewer.llm.load import load_language_model
    from interviewer.search.encoder import load_encoder
    from interviewer.settings import Settings

    settings = Settings(device="cpu")
    model = load_language_model(settings)
    try:
        documents = read_passages([notes.parent], pytest.fail)
        outcomes = list(generate(Run(index, None, load_encoder(settings), model), documents))
    finally:
        model.close()
    questions = [question for outcome in outcomes for question in outcome.questions]
    assert questions
    for question in questions:
        assert question.reference in NOTES
        assert question.question.endswith("？")
