"""Cues, hints, follow-up aims, feedback, checks and prompts."""

from __future__ import annotations

import pytest

from interviewer.interview.asking import follow_up_task, own_words
from interviewer.interview.aspects import ASPECTS, asks_for, aspect_of, question_on
from interviewer.interview.checks import Allowed, SentenceCheck, is_question, one_question
from interviewer.interview.cues import (
    MAX_CONDITION,
    MAX_SHARE,
    cue_for,
    is_facet,
    labels,
    revealed_share,
)
from interviewer.interview.english import heading_kind, noun_phrases, subject_of, with_article
from interviewer.interview.feedback import feedback_on
from interviewer.interview.follow_up import kind_of, restates
from interviewer.interview.hints import first_half, key_term, next_hint
from interviewer.interview.intents import Intent
from interviewer.interview.prompts import load_prompt
from interviewer.interview.spoken import spoken
from interviewer.interview.terms import (
    all_terms,
    content_terms,
    longest_run,
    proper_words,
    sentences,
)
from interviewer.interview.wording import Wordsmith, as_one_sentence
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.bank import KeyPoint, Question
from interviewer.model.grading import AnswerKind, Grade, PointVerdict, Verdict
from interviewer.model.interview import FollowUpAim, FollowUpKind, Wording
from interviewer.search.fake import HashEncoder
from tests.interview.support import TermGrader, collect, make_parts, small_bank, start

BANK = small_bank()
POINTS = [(q, point) for q in BANK.questions for point in q.key_points]


@pytest.mark.parametrize(("question", "point"), POINTS, ids=lambda item: getattr(item, "id", ""))
def test_a_cue_reveals_little_and_no_point(question, point):
    allowed = content_terms(question.question)
    others = [item.text for item in question.key_points if item.id != point.id]
    cue = cue_for(point.text, allowed, others, question.language)
    assert cue.text or cue.form == "aspect"
    assert cue.text != point.text
    if cue.form != "aspect":
        limit = MAX_CONDITION if cue.form in {"condition", "goal"} else MAX_SHARE
        assert revealed_share(cue.text, point.text, allowed) <= limit


@pytest.mark.parametrize(
    ("point", "cue", "form"),
    [
        ("慢启动：拥塞窗口从一个报文段开始，每个 RTT 翻倍", "慢启动", "label"),
        ("优势：计算效率：提高计算资源的利用率", "计算效率", "label"),
        ("应用：机器翻译、文本生成", "应用", "facet"),
        ("装载因子超过阈值时扩容并重新散列", "装载因子超过阈值时", "condition"),
        ("残差连接给梯度提供直接通路", "残差连接", "subject"),
        ("Write barriers track references from old to young objects", "Write barriers", "subject"),
    ],
)
def test_cues_by_hand(point, cue, form):
    found = cue_for(point, set())
    assert (found.text, found.form) == (cue, form)


@pytest.mark.parametrize(
    ("point", "aspect"),
    [
        ("例如图像分类和目标检测", "example"),
        ("代价是训练时间变长", "drawback"),
        ("TLB 让地址翻译更快", "speed"),
        ("因为导数连乘", "cause"),
        ("可以设计自定义损失函数", "other"),
        ("量化：将浮点参数转换为整数", "steps"),
        ("精确率是指预测为正的样本里真正为正的比例", "definition"),
        ("VAE 由编码器和解码器组成", "parts"),
        ("It avoids overfitting", "overfit"),
    ],
)
def test_aspects_by_hand(point, aspect):
    assert aspect_of(point) == aspect


def test_nobody_is_asked_for_the_limits_of_the_limits():
    cue = cue_for("双塔的局限：用户与物品特征只在最后做内积，缺少细粒度的交互", set())
    text = own_words(FollowUpKind.TRADE_OFF, cue, None, "zh", 0)
    assert "双塔的局限" in text
    assert "权衡" not in text
    point = "密集场景的问题：遮挡时得分低的框会被误删，适合用 Soft-NMS"
    shown = content_terms("非极大值抑制在密集场景下会有什么问题？")
    assert cue_for(point, shown).form != "part"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_is_asked_for_in_one_question_that_keeps_it(aspect, language):
    for subject in ("", "Adam"):
        text = question_on(aspect, language, subject)
        assert asks_for(aspect, text)
        assert one_question(text, "?")
        assert subject in text


@pytest.mark.parametrize(("question", "point"), POINTS, ids=lambda item: getattr(item, "id", ""))
def test_no_hint_holds_a_whole_point(question, point):
    half = first_half(point.text)
    assert len(half) <= len(point.text) / 2
    term = key_term(point.text, all_terms([question.question]))
    assert term is None or len(term) * 2 <= len(point.text)


def test_hints_stay_on_one_point_and_cost_more_each_time():
    driver = start()
    collect(driver.run())
    for _ in range(3):
        collect(driver.request(Intent.HINT))
    progress = driver.state.open_question
    assert len({hint.point_id for hint in progress.hints}) == 1
    costs = [hint.cost for hint in progress.hints]
    assert costs == sorted(costs)
    assert all(f"{hint.cost:g}" in hint.text for hint in progress.hints)
    assert next_hint(driver.state.question_of(progress.index), progress) is None


def verdict(kind: Verdict, text: str = "一句话", quote: str | None = "引语") -> PointVerdict:
    return PointVerdict(id="p", text=text, weight=3, verdict=kind, quote=quote, probability=0.9)


@pytest.mark.parametrize(
    ("point", "kind"),
    [
        (verdict(Verdict.CONTRADICTED), FollowUpKind.CHALLENGE),
        (verdict(Verdict.PARTLY), FollowUpKind.CLARIFY),
        (verdict(Verdict.MISSING, quote=None), FollowUpKind.DEEPEN),
        (verdict(Verdict.MISSING, "例如图像分类", None), FollowUpKind.EXAMPLE),
        (verdict(Verdict.MISSING, "缺点是速度慢", None), FollowUpKind.TRADE_OFF),
    ],
)
def test_kinds_of_follow_ups(point, kind):
    assert kind_of(point, Grade(id="g", score=10, reason="")) is kind


def test_no_trade_off_after_a_blank_answer():
    blank = Grade(id="g", score=0, reason="", answer_kind=AnswerKind.EMPTY)
    point = verdict(Verdict.MISSING, "缺点是速度慢", None)
    assert kind_of(point, blank) is FollowUpKind.DEEPEN


def test_feedback_marks_own_words_and_additions():
    driver = start(make_parts(grader=TermGrader(wrong={"地球是平的": "p1"})), max_follow_ups=0)
    collect(driver.run())
    question = driver.state.question_of(driver.state.open_question.index)
    right = question.key_points[0].text
    collect(driver.submit(f"{right}。我觉得地球是平的。"))
    feedback = feedback_on(question, driver.state.questions[0])
    assert right in "".join(part.text for part in feedback.better if part.own)
    assert "地球" not in "".join(part.text for part in feedback.better)
    added = {part.text for part in feedback.better if not part.own}
    assert added <= {point.text for point in question.key_points}
    assert [note.quote for note in feedback.wrong] == ["地球是平的"]
    assert feedback.reference == question.reference


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("作为一个AI语言模型，我想问你？", "meta text"),
        ("以下是改写后的题目：什么是缓存？", "meta text"),
        ("你回答得很好，那缓存呢？", "verdict"),
        ("What is a cache, and how is it used in practice?", "language"),
        ("缓存" * 80 + "？", "too long"),
        ("什么是缓存？", None),
    ],
)
def test_refusals(sentence, reason):
    check = SentenceCheck(HashEncoder())
    assert check.refusal(sentence, Allowed("什么是缓存？", "zh")) == reason


@pytest.mark.parametrize(
    ("wording", "same"),
    [
        ("你能说说 TCP 三次握手的过程吗？", True),
        ("你能说说三次握手的过程吗？", False),
        ("TCP 三次握手有什么缺点？", False),
        ("你怎么看 UDP 的应用？", False),
    ],
)
def test_the_same_question(wording, same):
    check = SentenceCheck(HashEncoder())
    assert check.same_question(wording, "请讲一下 TCP 三次握手的过程。") is same


@pytest.mark.parametrize(
    ("wording", "question", "same"),
    [
        (
            "Could you explain how cross-attention differs from self-attention?",
            "How does cross-attention differ from self-attention?",
            True,
        ),
        (
            "What is the difference between cross-attention and self-attention?",
            "How does cross-attention differ from self-attention?",
            True,
        ),
        (
            "Could you explain how attention differs from self-attention?",
            "How does cross-attention differ from self-attention?",
            False,
        ),
        (
            "Tell me, what guarantees differential privacy gives, and how DP-SGD provides it?",
            "What guarantee does differential privacy give, and how does DP-SGD provide it?",
            True,
        ),
        (
            "Can you tell me what guarantees differential privacy gives?",
            "What guarantee does differential privacy give, and how does DP-SGD provide it?",
            False,
        ),
        (
            "Can you tell me what SQL joins are, and how the inner one differs from the outer one?",
            "What are SQL joins? Compare the inner one with the outer one.",
            True,
        ),
        (
            "Could you explain label smoothing?",
            "What is label smoothing and when can it hurt?",
            False,
        ),
    ],
)
def test_an_english_rewording_may_change_the_form_of_words(wording, question, same):
    assert SentenceCheck(HashEncoder()).same_question(wording, question) is same


def test_a_rewording_does_not_say_what_a_thing_is():
    question = BANK.questions[0].model_copy(
        update={"question": "PCA 的原理是什么？怎么选主成分个数？", "key_points": ()}
    )

    def asked(said: str) -> Wording:
        words = Wordsmith(ScriptedModel(lambda _: said), SentenceCheck(HashEncoder())).ask(question)
        while True:
            try:
                next(words)
            except StopIteration as end:
                return end.value

    assert asked("PCA 的原理是什么，主成分个数怎么选呢？").by == "model"
    told = asked("PCA 是一种降维技术，它的原理是什么，怎么选主成分个数呢？")
    assert told.by == "bank"
    assert set(told.rejected) == {"defines"}


def test_words_written_as_names():
    text = "K-means, what is it? Compare it with Gaussian mixtures. EM does what?"
    assert proper_words(text) == {"k-means", "gaussian", "em"}


@pytest.mark.parametrize(
    ("question", "kept", "dropped"),
    [
        (
            "知识蒸馏为什么往往比直接用硬标签训练小模型更好？温度又起什么作用？",
            "你能讲讲知识蒸馏为什么比直接用硬标签训练小模型更好，温度有什么作用吗？",
            "知识蒸馏为什么往往比直接用硬标签训练小模型更好呢，它有什么作用？",
        ),
        (
            "训练 Transformer 时常先做学习率预热再逐步衰减，为什么要预热？衰减又起什么作用？",
            "训练 Transformer 时学习率为什么要先预热，之后的衰减有什么作用呢？",
            "训练 Transformer 时学习率为什么要先预热，预热有什么作用？",
        ),
        (
            "最大似然估计和最大后验估计是什么关系？为什么说正则化可以理解成先验？",
            "你能讲讲最大似然估计和最大后验估计的关系，以及为什么正则化可以理解成先验吗？",
            "为什么说最大似然估计和最大后验估计有关系？",
        ),
        (
            "训练时显存主要花在哪里？显存不够时有哪些办法，梯度检查点是用什么换什么？",
            "训练时显存主要花在哪里，不够的时候有哪些办法，梯度检查点又是用什么换什么呢？",
            "显存不够时有哪些办法，梯度检查点是用什么换什么？",
        ),
        (
            "精确率和召回率怎么定义？正样本极少时，为什么更推荐看 PR 曲线而不是 ROC 曲线？",
            "精确率和召回率分别是什么，正样本很少时为什么更推荐看 PR 曲线而不是 ROC 曲线呢？",
            "正样本极少时，为什么更推荐看 PR 曲线而不是 ROC 曲线？",
        ),
        (
            "什么是 KL 散度？它和交叉熵是什么关系？最小化前向 KL 与反向 KL 会有什么不同？",
            "KL 散度是什么，它和交叉熵有什么关系，最小化前向 KL 与反向 KL 又会有什么不同呢？",
            "KL 散度和交叉熵有什么关系，最小化前向 KL 与反向 KL 会有什么不同呢？",
        ),
    ],
)
def test_the_parts_of_a_question_may_be_joined_but_none_be_dropped(question, kept, dropped):
    check = SentenceCheck(HashEncoder())
    assert one_question(kept, question)
    assert check.same_question(kept, question)
    assert not check.same_question(dropped, question)


def test_a_follow_up_takes_nothing_over_from_the_examples():
    def follow_up(said: str, question: Question = BANK.questions[0]) -> Wording:
        aim = FollowUpAim(point_id=question.key_points[0].id, kind=FollowUpKind.DEEPEN)
        task = follow_up_task(question, None, aim)
        smith = Wordsmith(ScriptedModel(lambda _: said.format(task.cue.text)), check)
        words = smith.follow_up(task)
        while True:
            try:
                next(words)
            except StopIteration as end:
                return end.value

    check = SentenceCheck(HashEncoder())
    assert follow_up("说到{}和写屏障，它具体是怎么一回事？").by == "code"
    assert "words of an example" in follow_up("说到{}和写屏障，它具体是怎么一回事？").rejected
    assert "yes or no" in follow_up("{}需要权衡吗？").rejected
    english = next(item for item in BANK.questions if item.language == "en")
    assert "yes or no" in follow_up("All right, then. Is {} important?", english).rejected
    assert follow_up("我想再听听{}这一块，怎么回事？").by == "model"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Gradient flow", "name"),
        ("Why it matters", "clause"),
        ("Check the initial loss", "step"),
        ("With loss scaling", "case"),
        ("Full softmax is expensive", "statement"),
        ("Distances concentrate", "statement"),
        ("This is the cold-start problem", None),
    ],
)
def test_english_headings_by_hand(heading, kind):
    assert heading_kind(heading) == kind


@pytest.mark.parametrize("kind", FollowUpKind)
@pytest.mark.parametrize(
    "text",
    [
        '"This" keyword: refers to the object that a method was called on',
        "(This is the problem): models see little data",
        "It 系统: stores every message in order",
    ],
)
def test_a_heading_that_fits_into_no_sentence_stops_no_interview(text, kind):
    points = (KeyPoint(id="p1", text=text), KeyPoint(id="p2", text="Another: words on nothing"))
    question = BANK.questions[0].model_copy(update={"key_points": points, "language": "en"})
    task = follow_up_task(question, None, FollowUpAim(point_id="p1", kind=kind))
    assert one_question(task.own_words, "?")


def test_english_noun_phrases_by_hand():
    text = "fit the imputer on the training fold only, before the size of the batch is chosen"
    assert noun_phrases(text) == ["the imputer", "the training fold", "the size of the batch"]
    assert noun_phrases("keep the network shallow, or drop it") == ["the network"]
    assert subject_of("A privacy accountant combines the cost") == "the privacy accountant"
    assert subject_of("keep the network shallow") == ""
    assert subject_of("a canary exposes only few users to a fault") == "the canary"
    assert noun_phrases("it runs a complete guest system") == ["the complete guest system"]
    assert noun_phrases("the tissues respond poorly to insulin") == ["the tissues"]
    assert with_article("objective") == "the objective"
    assert with_article("gradient flow") == "gradient flow"


def test_who_knew_nothing_is_asked_by_code_in_easy_words():
    driver = start()
    collect(driver.run())
    driver.preparer.wait(5.0)
    collect(driver.submit(""))
    asked = driver.state.open_question.last.asked
    assert asked.by == "code"
    assert driver.state.open_question.last.turn == 1


def test_questions_are_told_from_statements():
    assert is_question("什么是缓存？")
    assert is_question("请你讲讲缓存的作用。")
    assert is_question("Tell me about caches.")
    assert not is_question("好的，我们看下一题。")
    assert not one_question("什么是缓存？它有什么用？", "什么是缓存？")
    assert one_question("什么是缓存？它有什么用？", "什么是缓存？怎么用？")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["ask", "simpler", "follow_up"])
def test_prompts_are_turns_with_a_hash(name, language):
    prompt = load_prompt(name, language)
    roles = [message.role for message in prompt.messages]
    assert roles[0] == "system"
    assert roles[1:] == ["user", "assistant"] * (len(roles) // 2)
    assert len(prompt.hash) == 12


def test_sentences_keep_decimals_and_abbreviated_names_together():
    assert sentences("版本 3.5 更快。什么是 R.A.G？") == ["版本 3.5 更快。", "什么是 R.A.G？"]


def test_nobody_defends_what_the_reference_says():
    text = "推理时不丢弃神经元，用缩放保持期望一致"
    assert restates(verdict(Verdict.CONTRADICTED, text, f"我想{text}吧"))
    assert not restates(verdict(Verdict.CONTRADICTED, text, text.replace("不", "")))
    assert not restates(verdict(Verdict.CONTRADICTED, text, None))


def test_a_quote_about_another_point_is_not_challenged():
    wrong = verdict(Verdict.CONTRADICTED, "前向过程逐步加噪声", "采样过程从标准高斯噪声出发")
    other = verdict(Verdict.MISSING, "采样过程：从标准高斯噪声出发逐步去噪", None)
    grade = Grade(id="g", score=10, reason="", points=(wrong, other.model_copy(update={"id": "q"})))
    assert kind_of(wrong, grade) is FollowUpKind.DEEPEN


def test_no_part_of_a_question_may_fall_away():
    check = SentenceCheck(HashEncoder())
    question = "知识蒸馏为什么往往比直接用硬标签训练小模型更好？温度起什么作用？"
    kept = "知识蒸馏为什么往往比直接用硬标签训练小模型更好，温度又起什么作用呢？"
    assert check.same_question(kept, question)
    assert not check.same_question("知识蒸馏为什么往往比直接用硬标签训练小模型更好呢？", question)


def test_a_question_of_several_sentences_is_given_as_one():
    assert as_one_sentence("它是什么？怎么用？") == "它是什么，怎么用？"
    assert as_one_sentence("What is it? How is 3.5 used?") == "What is it, How is 3.5 used?"


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        (
            "请解释权重共享（Weight Sharing）的概念，并简述其作用。",
            "zh",
            "你能解释一下权重共享的概念，并简述其作用吗？",
        ),
        ("讨论元学习（Meta-Learning）技术及其应用。", "zh", "你能谈谈元学习技术及其应用吗？"),
        ("数据量与性能有什么关系？请简要分析。", "zh", "数据量与性能有什么关系？"),
        (
            "设计一个训练系统。考虑数据流和版本。",
            "zh",
            "如果让你设计一个训练系统，考虑数据流和版本，你会怎么做？",
        ),
        ("Explain weight decay.", "en", "Could you explain weight decay?"),
        ("什么是缓存？怎么用？", "zh", "什么是缓存？怎么用？"),
        ("What is a cache?", "en", "What is a cache?"),
        ("List three sorting algorithms.", "en", "Could you list three sorting algorithms?"),
        ("List comprehension in Python", "en", "List comprehension in Python"),
        ("设计模式的六大原则", "zh", "设计模式的六大原则"),
        ("解释优化器（Adam）的原理。", "zh", "你能解释一下优化器（Adam）的原理吗？"),
        ("介绍激活函数（ReLU）。", "zh", "你能介绍一下激活函数（ReLU）吗？"),
        ("介绍激活函数（Activation Function）。", "zh", "你能介绍一下激活函数吗？"),
        ("什么是传输控制协议（TCP）？", "zh", "什么是传输控制协议？"),
        ("介绍常见的优化器（SGD）。", "zh", "你能介绍一下常见的优化器（SGD）吗？"),
        ("介绍正则化方法（L1）。", "zh", "你能介绍一下正则化方法（L1）吗？"),
        ("什么是生成对抗网络（GAN）？", "zh", "什么是生成对抗网络？"),
        ("解释型语言和编译型语言的区别", "zh", "解释型语言和编译型语言的区别"),
    ],
)
def test_a_written_question_is_said_aloud_with_every_part(written, language, said):
    assert spoken(written, language) == said


def test_a_rewording_drops_no_side_of_the_question():
    check = SentenceCheck(HashEncoder())
    question = "讨论模型在处理噪声数据时的挑战，并介绍处理噪声数据的方法。"
    assert not check.same_question("模型在处理噪声数据时会遇到哪些挑战？", question)
    kept = "模型在处理噪声数据时有哪些挑战，处理噪声数据又有哪些方法呢？"
    assert check.same_question(kept, question)
    important = "请解释自动微分机制，并说明其重要性。"
    assert check.same_question("请解释自动微分机制，并说明其为什么重要？", important)


def test_a_label_of_its_own_leads_a_reader_to_its_point():
    points = [KeyPoint(id="a", text="残差连接：给梯度直接通路"), KeyPoint(id="b", text="梯度裁剪")]
    assert SentenceCheck(HashEncoder()).aims_at("关于残差连接，能再讲讲吗？", points[0], points)


def test_labels_are_told_from_facets():
    assert labels("优势：计算效率：提高利用率") == ("优势", "计算效率")
    assert [is_facet(name) for name in ("优势", "计算效率", "Cost", "Gold questions")] == [
        True,
        False,
        True,
        False,
    ]


def test_the_longest_run_in_common():
    assert longest_run("他说缓存最近的翻译", "缓存最近的地址") == 5
    assert longest_run("缓存最近的", "缓存最近的地址", "缓存最近的") == 0
    assert longest_run("", "缓存") == 0
