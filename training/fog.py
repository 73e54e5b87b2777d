"""Fluent sentences that name a unit's terms and say nothing about them."""

from __future__ import annotations

import random
import re
from collections import Counter

from training.data import Unit

ZH = (
    "{a}、{b}和{c}这些说法大家都很熟悉，真正用好却很考验功底。",
    "说到{a}，就不能不提{b}，两者在业内都是绕不开的话题。",
    "{a}的思想由来已久，经过很多人的努力才有了今天的样子，{b}也是如此。",
    "无论是{a}还是{b}，都各有各的讲究，需要在实践中慢慢体会。",
    "{a}是核心，{b}是关键，{c}是保障，三者缺一不可。",
    "随着行业的发展，大家对{a}的要求越来越高，{b}也越来越受到重视。",
    "关于{a}，我觉得最重要的还是理解背后的原理，{b}只是表面。",
    "{a}与{b}之间的关系值得深入思考，背后体现的是一种工程上的权衡。",
    "在实际项目里，{a}怎么做、{b}怎么选，都要结合业务场景具体分析。",
    "{a}这个词看起来简单，里面的学问其实很深，{b}、{c}都和它有关。",
    "1）{a}是基础；2）{b}是重点；3）{c}是难点，都要认真对待。",
    "面试里经常会问到{a}，因为它能看出一个人对{b}的理解深不深。",
    "从{a}到{b}，前人留下了很丰富的积累，每个工程师都应该好好学习。",
    "嗯，{a}嘛，就是那个，跟{b}有关系的，反正挺常用的，{c}也会碰到。",
)
EN = (
    "{a}, {b} and {c} are terms that everybody in the field has come across.",
    "When we talk about {a}, we cannot avoid talking about {b} as well.",
    "{a} has a long history, and so does {b}; both reward careful study.",
    "Whether it is {a} or {b}, it really depends on the situation and the team.",
    "{a} is the core, {b} is the key, and {c} holds everything together.",
    "With the growth of the industry, {a} and {b} get more and more attention.",
    "The relationship between {a} and {b} is subtle and deserves a lot of thought.",
    "In real projects you have to think about {a}, about {b}, and about the business needs.",
    "Um, {a}, that is, you know, something with {b}, it is quite commonly used.",
    "Interviewers like to ask about {a} because it shows how deeply you understand {b}.",
)
COMMON = frozenset(
    (
        *("that", "this", "with", "from", "when", "what", "which", "have", "will", "would", "than"),
        *("then", "they", "them", "their", "into", "only", "each", "every", "must", "does", "both"),
        *("because", "while", "more", "most", "less", "same", "other", "also", "after", "before"),
        *("different", "high", "found", "free", "over", "under", "between", "becomes", "become"),
        *("keeps", "keep", "gets", "need", "needs", "still", "just", "even", "never", "always"),
        *("first", "second", "very"),
    )
)


def terms(unit: Unit) -> list[str]:
    """Words that stand in many of the unit's segments: its vocabulary."""
    texts = [unit.question, *(text for p in unit.points for text in (p.text, *p.right, *p.wrong))]
    counts: Counter[str] = Counter()
    for text in texts:
        found = set(re.findall(r"[A-Za-z][\w\-]{3,}", text))
        for run in re.findall(r"[一-鿿]+", text):
            found |= {run[i : i + n] for n in (2, 3, 4, 5) for i in range(len(run) - n + 1)}
        counts.update(found)
    often = [
        word
        for word, count in counts.items()
        if count >= max(4, len(texts) // 12)
        and word.lower() not in COMMON
        and not re.search("[的是了不就在也把会都而和与一这那它个要从被]", word)
    ]
    whole = [
        word
        for word in often
        if not any(word != o and word in o and counts[o] * 2 > counts[word] for o in often)
    ]
    return sorted(whole)


def sentence(unit: Unit, rng: random.Random) -> str:
    """One empty sentence with the unit's terms."""
    known = terms(unit)
    if len(known) < 3:
        return rng.choice(unit.fog)
    a, b, c = rng.sample(known, 3)
    return rng.choice(ZH if unit.language == "zh" else EN).format(a=a, b=b, c=c)
