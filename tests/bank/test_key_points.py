"""Key points: what the rules take from an answer, its limits and its evidence."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interviewer.bank.key_points import extract_key_points, merge_key_points, verbs
from interviewer.bank.key_points.inline import plain
from interviewer.bank.key_points.wording import contains, fits
from interviewer.model.bank import KeyPoint, Question

NESTED = """- **Adam**：
  - **优点**：
    - **自适应学习率**：为每个参数单独调整步长。
    - **收敛快**：通常比朴素梯度下降更早到达平台。
  - **缺点**：
    - **占用显存**：要保存一阶矩和二阶矩。

- **SGD**：
  - **优点**：实现简单，泛化往往较好。
  - **缺点**：对学习率敏感。
"""

LETTERS = """布隆过滤器是一种判断元素是否在集合中的概率型数据结构，其原理和应用如下：

**原理：**
1. **位数组：** 用一个很长的位数组，初始全为 0。
2. **哈希：** 插入时用 k 个哈希函数算出 k 个位置并置 1。
3. **查询：** k 个位置都为 1 才可能存在，有一个为 0 就一定不存在。

**应用：**
1. **缓存穿透：** 先查过滤器，挡住不存在的键。
2. **爬虫去重：** 判断网址是否访问过。
3. **垃圾邮件：** 判断地址是否在黑名单里。

**举例：** 浏览器用它检查恶意网址。
"""


def texts(question: str, reference: str, explanation: str | None = None) -> list[str]:
    return [point.text for point in extract_key_points(question, reference, explanation)]


def words(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", text)


def test_sections_items_and_definition_become_points() -> None:
    points = extract_key_points("请解释布隆过滤器的原理及其应用。", LETTERS)
    assert points[0].text == "布隆过滤器是一种判断元素是否在集合中的概率型数据结构"
    assert points[0].weight == 3
    assert "插入时用 k 个哈希函数算出 k 个位置并置 1" in [point.text for point in points]
    assert points[-1].text == "应用：缓存穿透、爬虫去重、垃圾邮件"
    assert points[-1].weight < 3
    assert not any("恶意网址" in point.text for point in points)


def test_nested_lists_keep_the_name_and_the_side() -> None:
    found = texts("比较 Adam 和 SGD 的优缺点。", NESTED)
    assert "Adam优点：自适应学习率：为每个参数单独调整步长" in found
    assert "Adam缺点：占用显存：要保存一阶矩和二阶矩" in found
    assert "SGD缺点：对学习率敏感" in found


def test_spans_lead_to_the_evidence() -> None:
    for point in extract_key_points("解释布隆过滤器", LETTERS)[:-1]:
        assert point.span is not None
        evidence = plain(LETTERS[slice(*point.span)])
        assert evidence in point.text or point.text in evidence


def test_pronoun_is_replaced_by_the_name_of_its_item() -> None:
    found = texts(
        "哈希索引和 B+ 树索引的区别？",
        "- **哈希索引**：等值查询很快。它不支持范围查询。\n"
        "- **B+ 树索引**：叶子有序。它适合范围查询。\n",
    )
    assert "哈希索引不支持范围查询" in found
    assert "B+ 树索引适合范围查询" in found


def test_pronoun_below_a_property_speaks_of_the_subject_of_the_question() -> None:
    found = texts("KL 散度是什么？", "- **性质**：它不对称。\n- **用途**：它衡量两个分布的差异。\n")
    assert not any("性质不对称" in text for text in found)


def test_formula_is_kept_and_explained_symbols_are_not() -> None:
    reference = (
        "- **循环网络**用于序列数据。\n- **更新**：\n  \\[\n  h_t = \\tanh(W h_{t-1})\n  \\]\n"
        "  其中 h_t 是隐藏状态。\n- **输出**：由隐藏状态经线性层得到。\n"
    )
    found = texts("解释循环网络", reference)
    assert "更新：h_t = tanh(W h_t-1)" in found
    assert not any(text.startswith("其中") for text in found)


def test_code_tables_and_rules_are_read_as_such() -> None:
    reference = (
        "常见状态码如下。\n\n| 状态码 | 含义 |\n|---|---|\n| 200 | 请求成功 |\n| 404 "
        "| 资源不存在 |\n"
        "| 500 | 服务器内部错误 |\n\n```python\nprint('not a point: really')\n```\n"
    )
    found = texts("常见的 HTTP 状态码有哪些？", reference)
    assert [text for text in found if "404" in text and "资源不存在" in text]
    assert not any("print" in text for text in found)


def test_an_english_table_is_read_with_english_marks() -> None:
    reference = (
        "Both are sequences.\n\n| | list | tuple |\n|---|---|---|\n"
        "| Mutability | can be changed at any time | cannot be changed |\n"
        "| Use | similar items that grow or shrink | a fixed record |\n"
    )
    found = texts("What is the difference between a list and a tuple?", reference)
    assert "Mutability: list: can be changed at any time, tuple: cannot be changed" in found


def test_english_prose_is_cut_into_sentences() -> None:
    reference = (
        "A mutex lets one thread at a time enter a critical section. A semaphore counts "
        "permits, so "
        "several threads may enter. Unlike a semaphore, a mutex is released by its owner only."
    )
    found = texts("What is the difference between a mutex and a semaphore?", reference)
    assert found[0] == "A mutex lets one thread at a time enter a critical section"
    assert len(found) >= 3
    assert all(len(text) <= 160 for text in found)


def test_short_reference_is_split_and_completed_by_the_explanation() -> None:
    reference = "参数越多拟合能力越强，但是过拟合的风险也随之增加。"
    points = extract_key_points(
        "参数数量与拟合能力的关系？", reference, "更多参数能表示更复杂的函数。常用正则化来限制它。"
    )
    assert len(points) == 3
    assert [point.origin for point in points] == ["reference", "reference", "explanation"]


def test_inline_numbers_open_points_of_their_own() -> None:
    reference = (
        "限流用来保护服务不被突发请求压垮。常用算法：（1）令牌桶：匀速放入令牌，允许一定突发；"
        "（2）漏桶：以恒定速率流出，平滑流量；（3）滑动窗口：统计最近一段时间的请求数。"
        "注意：分布式限流需要共享计数。"
    )
    assert texts("限流有哪些算法？", reference) == [
        "限流用来保护服务不被突发请求压垮",
        "令牌桶：匀速放入令牌，允许一定突发",
        "漏桶：以恒定速率流出，平滑流量",
        "滑动窗口：统计最近一段时间的请求数",
        "注意：分布式限流需要共享计数",
    ]


def test_numbers_that_count_nothing_stay_in_their_sentence() -> None:
    found = texts("f 的值？", "由定义得 f(1) 大于零，而且 (2) 式成立，(1) 式也成立。")
    assert found[0].startswith("由定义得 f(1) 大于零")


def test_a_clause_that_hangs_on_another_is_no_point() -> None:
    reference = (
        "The resolver asks a root server for the name, is referred to the servers of the top-level "
        "domain and from there to the authoritative server of the zone, which returns the record. "
        "Answers travel over UDP. But large answers need TCP."
    )
    found = texts("How is a name resolved?", reference)
    assert not any(text.startswith(("which", "But")) for text in found)
    assert "large answers need TCP" in found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The width shrinks with the square root of the sample size and grows with the standard "
            "deviation and the confidence level.",
            [
                "The width shrinks with the square root of the sample size",
                "The width grows with the standard deviation and the confidence level",
            ],
        ),
        (
            "In a canary release a small share of traffic goes to the new version first and is "
            "increased step by step while metrics are watched.",
            [
                "In a canary release a small share of traffic goes to the new version first",
                "In a canary release a small share of traffic is increased step by step while "
                "metrics are watched",
            ],
        ),
        (
            "The same weights are used at all positions, so the number of parameters depends on "
            "filter size and channels, not on image size.",
            [
                "The same weights are used at all positions",
                "the number of parameters depends on filter size and channels, not on image size",
            ],
        ),
        (
            "Without a cache, every request reads the slow disk and the latency of the whole site "
            "grows with each new visitor.",
            [
                "Without a cache, every request reads the slow disk",
                "Without a cache, the latency of the whole site grows with each new visitor",
            ],
        ),
    ],
)
def test_long_english_sentences_become_statements_with_subject_and_condition(
    sentence: str, expected: list[str]
) -> None:
    assert texts("How does it work?", sentence)[:2] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A virtual machine, which was popular on large servers long before containers came, "
            "runs a complete guest operating system with its own kernel on hardware that a "
            "hypervisor shows to it.",
            "A virtual machine runs a complete guest operating system with its own kernel on "
            "hardware that a hypervisor shows to it",
        ),
        (
            "Rebasing reapplies the commits of a branch one after the other on top of another base "
            "branch, creating new commits with new hashes and a linear history that is easy to "
            "read.",
            "Rebasing reapplies the commits of a branch one after the other on top of another base "
            "branch",
        ),
        (
            "Prompt injection is an attack in which text that the model reads, such as a web page "
            "or a document, contains instructions that make it act against the developer's intent.",
            "Prompt injection is an attack in which text that the model reads contains "
            "instructions that make it act against the developer's intent",
        ),
    ],
)
def test_asides_are_left_out_of_long_english_sentences(sentence: str, expected: str) -> None:
    assert expected in texts("What is it?", sentence)


_WHOLE = (
    "A signal handler interrupts the process wherever it is and so may call only functions that "
    "the standard declares safe for such asynchronous use",
    "Signals of one kind that arrive while one is pending are merged into one",
    "A process cannot catch or ignore the kill signal",
)


def test_an_english_sentence_is_kept_whole_where_it_can_be() -> None:
    assert texts("What is a signal?", ". ".join(_WHOLE) + ".") == list(_WHOLE)


def test_a_sentence_that_cannot_be_shortened_is_no_point_beside_three_others() -> None:
    endless = (
        "if a handler runs on the stack of a thread that the kernel has stopped inside a call, and "
        "the handler itself waits for the lock which that same thread had taken before, it has "
        "probably stopped everything"
    )
    found = texts("What is a signal?", ". ".join([*_WHOLE, endless]) + ".")
    assert found == list(_WHOLE)
    alone = texts("What is a signal?", endless + ".")
    assert alone
    assert all(len(text) <= 160 for text in alone)


def test_an_english_cut_may_drop_one_of_several_conditions() -> None:
    reference = (
        "A queue between the two services is worth its trouble when the work comes in bursts that "
        "the workers cannot follow, when the workers may be down for a while, or when several of "
        "them are to share the work."
    )
    kept = "A queue between the two services is worth its trouble when the work comes in bursts"
    found = texts("When does one use a queue?", reference)
    assert found[0].startswith(kept)
    assert found[0].endswith(("cannot follow", "for a while"))


def test_an_english_cut_never_drops_what_limits_the_statement() -> None:
    reference = (
        "A participant of the protocol must never release the locks of a prepared transaction on "
        "its own unless the coordinator has told it the outcome."
    )
    points = texts("What may a participant do?", reference)
    assert not any(text.endswith("on its own") for text in points)


def test_pronouns_become_the_subject_the_question_asks_about() -> None:
    reference = (
        "The GIL is a mutex of the interpreter. It protects the reference counts. The width of a "
        "window is fixed. It stays open."
    )
    found = texts("What is the GIL in Python?", reference)
    assert "The GIL protects the reference counts" in found
    assert "The width of a window is fixed; it stays open" in found


@pytest.mark.parametrize(
    ("question", "reference", "expected"),
    [
        (
            "What is a bloom filter?",
            "It answers whether an element may be in a set. It never misses one that is.",
            [
                "A bloom filter answers whether an element may be in a set",
                "A bloom filter never misses one that is",
            ],
        ),
        (
            "How does a skip list work, and where is it used?",
            "Higher levels hold every second element. It is found in several databases.",
            ["A skip list is found in several databases"],
        ),
        (
            "What is the purpose of a write-ahead log?",
            "It is to survive crashes.",
            ["It is to survive crashes"],
        ),
        (
            "How do row stores and column stores differ?",
            "In a row store an insert touches one page of the disk. It suits transactions with few "
            "rows each.",
            ["In a row store it suits transactions with few rows each"],
        ),
        (
            "How does a database find free space?",
            "The map of a file keeps a bit for every page. This makes the search for a page fast.",
            ["The map of a file keeps a bit for every page; this makes the search for a page fast"],
        ),
    ],
)
def test_an_opening_pronoun_gets_its_subject_or_joins_the_sentence_before(
    question: str, reference: str, expected: list[str]
) -> None:
    found = texts(question, reference)
    assert [text for text in expected if text not in found] == []


@pytest.mark.parametrize(
    ("question", "reference", "expected"),
    [
        (
            "What is Kubernetes?",
            "Each pod holds one or more containers. They share a network and a disk.",
            "Each pod holds one or more containers; they share a network and a disk",
        ),
        (
            "What is inductive bias?",
            "Every model makes an assumption about data. They decide how well it does.",
            "Every model makes an assumption about data; they decide how well it does",
        ),
        (
            "How does a hash table work?",
            "The keys are mapped to buckets by a hash function. It should spread them evenly.",
            "The keys are mapped to buckets by a hash function; it should spread them evenly",
        ),
        (
            "When do we use Redis?",
            "If data must survive a crash, Redis writes a log. It is replayed at the start.",
            "If data must survive a crash, Redis writes a log; it is replayed at the start",
        ),
    ],
)
def test_a_pronoun_that_may_stand_for_another_noun_is_left(
    question: str, reference: str, expected: str
) -> None:
    assert expected in texts(question, reference)


def test_two_parts_of_one_sentence_are_joined_before_parts_of_two() -> None:
    reference = (
        "甲型会让体温明显升高；乙型只让体温略微升高。甲型常见于冬季的北方；乙型多见于夏季的南方。"
        "甲型需要住院观察治疗；乙型在家休息就能恢复。甲型的疫苗每年要接种；乙型的疫苗一生接种一次。"
        "甲型可以通过空气传播；乙型需要直接接触传播。"
    )
    found = texts("甲型和乙型有什么区别？", reference)
    assert len(found) == 6
    assert all(text.startswith("甲型") for text in found if "；" in text)


def test_links_images_and_announcements_are_no_points() -> None:
    reference = (
        "![alt text](https://example.org/a.png)\n\nThere are several kinds of joins in SQL.\n\n"
        "- An inner join keeps matching rows.\n- A left join keeps all rows of the left table.\n"
        "- See also: https://example.org/joins\n"
    )
    found = texts("What joins are there?", reference)
    assert len(found) == 2


def test_formula_signs_keep_their_meaning() -> None:
    assert plain(r"$\lfloor n/2 \rfloor$ 与 $p(x\mid y) \propto q(x)$") == "⌊n/2⌋ 与 p(x|y) ∝ q(x)"


def test_acronym_ends_a_sentence() -> None:
    found = texts("What stores rows?", "Rows are queried with SQL. Writes go through a log first.")
    assert "Writes go through a log first" in found


@pytest.mark.parametrize(
    "filler",
    [
        "卷积网络在计算机视觉中具有广泛的应用。",
        "Convolution is widely used in practice.",
        "Interviewers ask this in code.",
    ],
)
def test_praise_without_content_is_no_point(filler: str) -> None:
    reference = f"{filler}\n\n- 卷积核在输入上滑动并求点积。\n- 各位置共享同一组权重。\n"
    assert not any(text in filler for text in texts("什么是卷积？", reference))


def test_summary_of_an_explanation_is_no_point() -> None:
    found = texts("怎么省显存？", "用混合精度训练。", "通过上述方法，可以减少显存。")
    assert found == ["用混合精度训练"]


def test_names_alone_are_points() -> None:
    found = texts("数据增强有哪些？", "- 随机裁剪\n- 水平翻转\n- 颜色抖动\n")
    assert found == ["随机裁剪", "水平翻转", "颜色抖动"]


def test_long_lists_end_at_eight_points() -> None:
    reference = "\n".join(
        f"- **方法{name}**：第{name}种做法有它的道理。" for name in "甲乙丙丁戊己庚辛壬癸"
    )
    assert len(extract_key_points("有哪些方法？", reference)) <= 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中 $w$ 是权重，$$b$$ 是偏置", "其中 w 是权重，b 是偏置"),
        ("公式 $ a+b $ 表示和", "公式 a+b 表示和"),
        ("It costs $5 or $10", "It costs $5 or $10"),
        ("000$0", "000$0"),
        (r"$\frac1N$", "1/N"),
    ],
)
def test_dollar_signs_fence_formulas_or_stay(text: str, expected: str) -> None:
    assert plain(text) == expected


MARKDOWN = st.text(
    alphabet=st.sampled_from(
        list("机器学习的优点：是，。；、（）：abc AB12\n\n\n-*#|`$\\[]().> \t")
    )
)


@settings(max_examples=300)
@example(question="", reference="000$0")
@example(question="", reference="000**0")
@given(question=st.text(max_size=40), reference=st.one_of(st.text(), MARKDOWN))
def test_any_text_gives_points_within_the_limits(question: str, reference: str) -> None:
    points = extract_key_points(question, reference, reference[:50])
    assert len(points) <= 8
    assert len({point.id for point in points}) == len(points)
    for point in points:
        source = reference if point.origin == "reference" else reference[:50]
        assert point.span is not None
        assert 0 <= point.span[0] < point.span[1] <= len(source)
        assert fits(point.text)
        assert "\n" not in point.text
        known = (question + source + plain(source)).lower()
        assert all(word in known for word in words(point.text.lower()))


@given(st.text(max_size=200))
def test_extraction_is_pure(reference: str) -> None:
    assert extract_key_points("q", reference) == extract_key_points("q", reference)


def question(name: str, *points: tuple[str, int]) -> Question:
    return Question(
        id=name,
        cluster_id="c",
        question="什么是布隆过滤器？",
        reference="",
        key_points=tuple(
            KeyPoint(id=f"p{index}", text=text, weight=weight, span=(0, 1))
            for index, (text, weight) in enumerate(points, start=1)
        ),
    )


def test_merged_points_are_united_without_repeats_heaviest_first() -> None:
    merged = merge_key_points(
        [
            question("a", ("用位数组和多个哈希函数判断元素是否存在", 2), ("可能误判存在", 2)),
            question("b", ("用多个哈希函数和位数组判断元素是否存在", 3), ("不能删除元素", 1)),
        ]
    )
    assert [point.id for point in merged] == ["p1", "p2", "b:p2"]
    assert merged[0].weight == 3
    assert merged[0].span == (0, 1)


def test_merged_points_are_at_most_eight() -> None:
    names = [
        "甲子乙丑",
        "丙寅丁卯",
        "戊辰己巳",
        "庚午辛未",
        "壬申癸酉",
        "春夏秋冬",
        "东南西北",
        "山川湖海",
        "风雨雷电",
    ]
    merged = merge_key_points([question("a", *((name, 2) for name in names))])
    assert len(merged) == 8


def test_seeds_have_three_to_eight_points(shared: Path) -> None:
    lines = (shared / "evals" / "bank_gold.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        points = extract_key_points(row["question"], row["reference"], row["explanation"])
        assert 3 <= len(points) <= 8, row["qid"]
        assert all(len(point.text) <= 60 for point in points), row["qid"]


@pytest.mark.parametrize("char", ["-", "*", "|", "（", "#", "`", "$"])
def test_a_long_run_of_one_mark_does_not_hang(char: str) -> None:
    assert len(extract_key_points("q", char * 20_000 + "x 有内容的一句话")) <= 8


def test_the_lexicon_tells_verbs_of_names_from_others() -> None:
    assert {"pass", "complete", "cost"} <= verbs.NAMES_AS_WELL
    assert {"contain", "carry"} <= verbs.NO_NAMES
    forms = {"carries", "catches", "stores", "plays"}
    assert set(map(verbs.third_person, ("carry", "catch", "store", "play"))) == forms


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("JavaScript runs in the browser", "Java", False),
        ("基于Shapley值计算每个特征的影响", "SHAP", False),
        ("Transformers read all tokens at once", "transformer", True),
        ("SHAP基于Shapley值", "SHAP", True),
        ("初始化神经网络模型", "模型初始化", True),
        ("C++ templates are checked late", "C", False),
        ("C is a small language", "C++", False),
        ("C has no properties", "C#", False),
        ("C# has properties", "c", False),
        ("C++'s templates are checked late", "C++", True),
        ("在C++中使用模板", "C++", True),
        ("The net is down", ".NET", False),
        ("A .NET program runs anywhere", ".NET", True),
        ("The loss does not go down", "Go", False),
        ("Channels are built into Go", "Go", True),
    ],
)
def test_a_latin_name_is_said_only_as_a_word(text: str, name: str, said: bool) -> None:
    assert contains(text, name) is said


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "With zero weights every neuron in a layer computes the same output and gets the same "
            "gradient. The symmetry is never broken.",
            [
                "With zero weights every neuron in a layer computes the same output",
                "With zero weights every neuron in a layer gets the same gradient",
                "The symmetry is never broken",
            ],
        ),
        (
            "LoRA freezes the pretrained weights and learns a low-rank update of each matrix.",
            [
                "LoRA freezes the pretrained weights",
                "LoRA learns a low-rank update of each matrix",
            ],
        ),
        (
            "It renames the quantised weights and learns a low-rank update of each matrix.",
            ["It renames the quantised weights and learns a low-rank update of each matrix"],
        ),
        (
            "A model learns its data, including the noise, so closely that it fails elsewhere.",
            ["A model learns its data, including the noise, so closely that it fails elsewhere"],
        ),
        (
            "Learning in which a neutral stimulus, by being paired with another, comes to count.",
            ["Learning in which a neutral stimulus, by being paired with another, comes to count"],
        ),
        (
            "The syntax takes a function and rebinds its name to the result, usually a wrapper.",
            ["The syntax takes a function and rebinds its name to the result, usually a wrapper"],
        ),
        (
            "One thread waits on many descriptors and handles those that are ready. It avoids one "
            "thread per connection.",
            [
                "One thread waits on many descriptors",
                "One thread handles those that are ready; it avoids one thread per connection",
            ],
        ),
    ],
)
def test_a_short_reference_is_not_cut_into_broken_sentences(
    reference: str, expected: list[str]
) -> None:
    assert texts("What is this good for?", reference) == expected


def test_what_two_lists_say_of_one_thing_is_one_point() -> None:
    reference = (
        "消息队列把生产者和消费者分开。\n\n- **结构**：\n"
        "  - **分区日志**：按写入次序保存消息，消费者记住偏移量\n"
        "  - **协调节点**：给消费者分配分区\n\n- **过程**：\n"
        "  - **写入消息**：分区日志会按次序追加保存每条消息，由消费者记住自己的偏移量\n"
        "  - **确认消息**：消费者处理以后提交偏移量\n"
    )
    found = texts("消息队列的结构和过程是什么？", reference)
    assert sum("次序" in text for text in found) == 1
    assert any(text.endswith("给消费者分配分区") for text in found)


def test_halves_of_a_sentence_are_joined_where_there_are_more_than_six_points() -> None:
    first = "甲方案用定长的数组；乙方案改用单向链表。"
    others = (
        "两者都把元素放在内存里。数组可以按下标直接访问。链表插入元素不用移动别的元素。"
        "缓存对数组更加友好。扩容时数组要整体复制一遍。"
    )
    assert "甲方案用定长的数组；乙方案改用单向链表" in texts("甲和乙有什么区别？", others + first)
    few = texts("甲和乙有什么区别？", others[: others.index("缓存")] + first)
    assert "乙方案改用单向链表" in few


def test_a_statement_without_a_subject_keeps_the_name_of_its_item() -> None:
    reference = (
        "- **编码器**：把输入读成向量。\n"
        "- **解码器**：由编码器-解码器注意力层和前馈网络组成。\n"
        "- **预训练模型**：通过大规模语料训练得到的语言模型。\n"
    )
    found = texts("序列模型由什么组成？", reference)
    assert "解码器：由编码器-解码器注意力层和前馈网络组成" in found
    assert "预训练模型：通过大规模语料训练得到的语言模型" in found


def test_halves_with_labels_of_their_own_stay_apart() -> None:
    steps = "E步：计算每个样本属于各分量的概率；M步：按这些概率重新估计参数。"
    others = (
        "混合模型由几个分布相加而成。权重之和等于一。参数要用数据来估计。"
        "似然里有求和的对数。直接求解很困难。"
    )
    found = texts("EM 算法怎样估计混合模型？", others + steps)
    assert "E步：计算每个样本属于各分量的概率" in found
    assert "M步：按这些概率重新估计参数" in found


def test_a_subject_is_found_before_an_adverb() -> None:
    found = texts(
        "How do pages and segments differ?",
        "Pages therefore cost no outer fragmentation. Their size is fixed by the hardware.",
    )
    assert "Pages' size is fixed by the hardware" in found


@pytest.mark.parametrize(
    ("question", "reference", "expected"),
    [
        (
            "What is the difference between TCP and UDP?",
            "TCP is a connection-oriented protocol: it opens a connection before it sends data. "
            "It also controls the flow of the data.",
            "TCP also controls the flow of the data",
        ),
        (
            "How do penalties work?",
            "**Ridge**\n- It adds the squared weights to the loss.\n- It shrinks all weights.\n\n"
            "Elastic net combines two penalties of this kind.",
            "Elastic net combines two penalties of this kind",
        ),
        (
            "How do a list and a tuple differ?",
            "| | list | tuple |\n|---|---|---|\n| Hashable | never | hashable if its parts are |",
            "Hashable: list: never, tuple: hashable if its parts are",
        ),
        (
            "How does a resolver work?",
            "If the resolver has no cached answer, it queries a root server, which refers it to "
            "the servers of the top-level domain, which in turn refer it to the server of the "
            "domain.",
            "If the resolver has no cached answer, it queries a root server, which refers it to "
            "the servers of the top-level domain",
        ),
        (
            "What are probes?",
            "A liveness probe checks the process. When it fails the container is restarted.",
            "When a liveness probe fails the container is restarted",
        ),
        (
            "What is consideration in contract law?",
            "Past consideration is none: an act done before the promise does not count.",
            "Past consideration is none: an act done before the promise does not count",
        ),
        (
            "What families are there?",
            "There are four families: document stores such as MongoDB, key-value stores such as "
            "Redis, wide-column stores such as Cassandra, and graph databases such as Neo4j here. "
            "Joins are rare here. Servers share the load. Schemas may change.",
            "There are four families: document stores, key-value stores, wide-column stores, and "
            "graph databases such as Neo4j here",
        ),
        (
            "What is authentication?",
            "Authentication establishes who a user is, for example by a password, a one-time code "
            "or a certificate. It comes before authorization. A failure gives the status 401.",
            "Authentication establishes who a user is, for example by a password, a one-time code "
            "or a certificate",
        ),
        (
            "How does Raft elect a leader?",
            "A follower that hears nothing becomes a candidate; a majority makes it leader.",
            "A follower that hears nothing becomes a candidate; a majority makes it leader",
        ),
        (
            "What is an iterator in Python?",
            "迭代器实现 `__iter__` 和 __next__，取尽时抛出 StopIteration 异常。生成器是迭代器。"
            "生成器只能遍历一次。",
            "迭代器实现 __iter__ 和 __next__，取尽时抛出 StopIteration 异常",
        ),
        (
            "为什么只加密密钥？",
            "服务端用私钥解开会话密钥。为什么不全程用非对称加密？因为非对称加密慢得多。",
            "为什么不全程用非对称加密：因为非对称加密慢得多",
        ),
        (
            "股东的权利有哪些？",
            "（一）知情权。股东有权查阅公司章程和财务会计报告。\n（二）表决权。按出资比例行使。",
            "知情权：股东有权查阅公司章程和财务会计报告",
        ),
        (
            "What tools does a central bank have?",
            "**Reserve requirements.** Banks hold a share of their deposits as reserves.",
            "Reserve requirements: Banks hold a share of their deposits as reserves",
        ),
        (
            "What is a memory leak?",
            "A leak is memory that is never freed. Typical causes:\n\n1) Static collections\n"
            "2) Unclosed files",
            "Typical causes: Unclosed files",
        ),
        (
            "进程间通信有哪些方式？",
            "1. 管道：半双工，数据只能单向流动，匿名管道只能用于有亲缘关系的进程。\n"
            "2. 信号：通知进程发生了某个事件。\n3. 套接字：可以跨主机通信。",
            "管道：半双工，数据只能单向流动，匿名管道只能用于有亲缘关系的进程",
        ),
    ],
)
def test_a_point_keeps_its_own_subject_and_words(
    question: str, reference: str, expected: str
) -> None:
    assert expected in texts(question, reference)


def test_an_announcement_without_a_verb_is_no_point() -> None:
    reference = (
        "Collisions, i.e. two keys with the same index, are handled in two ways:\n"
        "- Chaining keeps a list in each bucket.\n- Probing looks for the next free slot.\n"
    )
    assert len(texts("How are collisions handled?", reference)) == 2


def test_a_denial_or_a_statement_on_another_thing_is_no_repetition() -> None:
    reference = (
        "A p-value is the probability, if the null is true, of a result as extreme as this one. "
        "It is not the probability that the null is true. The null is rejected below alpha."
    )
    found = texts("What is a p-value?", reference)
    assert "A p-value is not the probability that the null is true" in found
    lists = (
        "**Lasso**\n- Adds the sum of the absolute weights to the loss.\n\n"
        "**Ridge**\n- Adds the sum of the squared weights to the loss.\n"
    )
    assert len(texts("How do lasso and ridge differ?", lists)) == 2


def test_a_question_is_a_point_only_where_there_is_nothing_else() -> None:
    assert texts("q", "为什么要这样做？") == ["为什么要这样做"]
    assert texts("q", "Why is it fast? The index is small.") == ["The index is small"]


@pytest.mark.parametrize(
    ("question", "reference", "expected"),
    [
        (
            "请解释EM算法的步骤和应用。",
            "**步骤**：\n1. 初始化参数；\n2. 交替迭代直至收敛。\n"
            "**应用**：在高斯混合模型中估计均值、协方差和混合系数。",
            "应用：在高斯混合模型中估计均值、协方差和混合系数",
        ),
        (
            "奖励模型如何训练？",
            "**数据**：标注者对同一提示的多个回答两两比较。\n**损失**：使优选回答的分数高于劣选回答。",
            "损失：使优选回答的分数高于劣选回答",
        ),
        (
            "请介绍MLOps的组成。",
            "- 部署与监控。成熟度：0级是手工流程，全靠人。\n- 数据与特征管理要有版本。",
            "成熟度：0级是手工流程，全靠人",
        ),
        (
            "How do experience replay and target networks stabilise DQN?",
            "**Experience replay**: transitions are stored in a buffer.\n"
            "- breaks the correlation of consecutive samples\n- reuses data several times\n\n"
            "**Target network**: a delayed copy computes the bootstrapped targets.",
            "Experience replay: breaks the correlation of consecutive samples",
        ),
        (
            "How does a Vision Transformer differ from a CNN?",
            "A Vision Transformer has a global view from its first layer; CNNs build it gradually. "
            "Pre-training sets have to be large. Attention costs quadratic time.",
            "A Vision Transformer has a global view from its first layer; CNNs build it gradually",
        ),
        (
            "What is a cache?",
            "A cache stores copies. If it is necessary to evict entries, LRU is often used. "
            "Memory bounds the size. Stale entries do harm.",
            "If it is necessary to evict entries, LRU is often used",
        ),
        (
            "How do you start a system design interview?",
            "Clarify what is wanted.\n- How many users are there?\n- Which latency is fine?",
            "How many users are there",
        ),
        (
            "How is BERT pre-trained?",
            "- **Next sentence prediction**: does B follow A?\n- **Masks**: 15% of all tokens.",
            "Next sentence prediction: does B follow A",
        ),
        (
            "How does ARP work?",
            'A host broadcasts "who has 10.0.0.5?" to all others. The owner answers. '
            "Answers are kept in a table. Entries expire after minutes.",
            'A host broadcasts "who has 10.0.0.5?" to all others',
        ),
        (
            "How are values compared?",
            "Use a != b to see whether they differ. In http://a.org/x?y=1 the query is y.",
            "Use a != b to see whether they differ",
        ),
        (
            "何时用？",
            "- 快吗？快，因为索引在内存里。缓存一直是热的。\n- 安全吗？不安全。",
            "缓存一直是热的",
        ),
        (
            "为什么慢？",
            "为什么在高并发的情况下使用分布式锁时一定要设置一个合理的过期时间而不是永久持有？"
            "因为持有锁的进程可能崩溃，如果没有过期时间，其他进程会永远等待，造成死锁。",
            "因为持有锁的进程可能崩溃，如果没有过期时间，其他进程会永远等待，造成死锁",
        ),
    ],
)
def test_labels_questions_and_marks_keep_to_what_they_belong_to(
    question: str, reference: str, expected: str
) -> None:
    assert expected in texts(question, reference)


@pytest.mark.parametrize("words", ["alpha and ", "such as a, ", "x, which a, "])
def test_a_sentence_without_an_end_costs_no_minutes(words: str) -> None:
    began = time.process_time()
    extract_key_points("X", words * 1800)
    assert time.process_time() - began < 2
