"""Finds text that gives away content of a key point the candidate has not stated.

Two signals per text and point, after everything that may be shown (the question's own words, what
the candidate said, the cue of a follow-up, conversational phrases) has been taken off:

* *words*: terms of the point that the text brings in anew;
* *meaning*: cosine of text and point after projecting both off the question and off the mean of
  conversational sentences in both languages. Sentence embeddings lie in a narrow cone; without the
  projection "What's next?" is as near to any point as its paraphrase. The projection also takes
  most of the language off, so that translations stay near.

A text that brings in no content of its own cannot leak, whatever its direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.interview.terms import cjk_share, content_terms, stem
from interviewer.model.bank import KeyPoint
from interviewer.model.protocols import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLOSE_MEANING = 0.30
"""Residual cosine that counts as the point's content when the text brings two or more new terms."""
SAME_MEANING = 0.48
"""Residual cosine that counts with a single new term."""
LONG_NOVEL = 5
FAINT_MEANING = 0.23
"""Residual cosine that counts where a text brings ``LONG_NOVEL`` or more new terms."""
WORD_HITS = 2
"""New terms of the text that occur in the point."""

MOSTLY = 0.5
"""Share of CJK letters above which a text is Chinese."""

_TALK_ZH = re.compile(
    r"你?(?:能|可以|会)?(?:不能)?(?:请|再|接着|依次)?(?:讲讲|说说|聊聊|谈谈|讲一下|说一下|讲一遍|"
    r"讲一讲|"
    r"说一说|展开|补充|继续|解释)|具体|一些|一点|例子|举个?|刚才|提到|说到|还能|想到|什么|怎么|"
    r"为什么|哪些|"
    r"哪几|如何|分别|角度|方面|方向|话题|下一题|最后一题|下一个|换一?个|我们|听到|听着|记下|收到|"
    r"好的|明白|"
    r"稍等|谢谢|辛苦|回答|没关系|不着急|慢慢想|想好|我等你|确定|依据|理由|重要|主要|一般|情况|"
    r"变化|做法|"
    r"办法|方法|区别|不同|地方|理解|用?自己的话|项目里?|遇到过?|目的|作用|原因|过程|阶段|发生|"
    r"意思|看法|"
    r"觉得|认为|接着|一下|一步步|一步|问题|题目|解决|处理|用过|了解|知道|考虑|实际|应用|关于|"
    r"那这|这样做|"
    r"如果|一般分|大概|简单|介绍|描述|得失|权衡|取舍|更说得|说法|首先|整体|总体|一句话|先说|应该|"
    r"需要|讨论|请问|阐述|列举|比较|谈一?谈|说明|简要|通俗易懂|通俗|语言|概念|原理|扮演|角色|"
    r"深度学习|机器学习|神经网络|模型|性能|技术|系统"
)
_TALK_EN = frozenset(
    stem(word)
    for word in [
        "could",
        "would",
        "example",
        "concrete",
        "practice",
        "precise",
        "precisely",
        "sure",
        "mention",
        "thanks",
        "thank",
        "noted",
        "wait",
        "time",
        "hello",
        "today",
        "start",
        "let",
        "detail",
        "speaking",
        "weighed",
        "add",
        "terms",
        "looking",
        "aspects",
        "besides",
        "matters",
        "answer",
        "okay",
        "ahead",
        "take",
        "got",
        "notice",
        "is",
        "hear",
        "break",
        "work",
        "works",
        "idea",
        "way",
        "help",
        "understand",
        "words",
        "share",
        "really",
        "actually",
        "usually",
        "first",
        "kind",
        "sense",
        "role",
        "part",
        "thing",
        "things",
        "use",
        "used",
        "question",
    ]
)
TALK = (
    (
        "好，我们看下一题。",
        "关于这一块，能再展开讲讲吗？",
        "你确定吗，依据是什么？",
        "能举个具体的例子吗？",
        "不着急，你慢慢想，想好了再说。",
        "你能说得更具体一些吗？",
    ),
    (
        "All right, next question.",
        "Could you say more about that?",
        "Are you sure, and why?",
        "Can you give a concrete example?",
        "Take your time, I'll wait.",
        "Could you be more precise?",
    ),
)
_QUOTED = re.compile(r"[「『“\"](.+?)[」』”\"]")


@dataclass(frozen=True)
class Leak:
    """Which point a text gives away, and by which signal (*words* or *meaning*)."""

    point_id: str
    signal: str
    strength: float


class LeakDetector:
    """Finds leaks. ``encoder`` is the product's sentence encoder, multilingual for translations."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._generic: NDArray[np.float32] | None = None

    def find(
        self,
        text: str,
        question: str,
        points: Sequence[KeyPoint],
        said: Iterable[str] = (),
        cue: str | None = None,
    ) -> Leak | None:
        """The strongest leak of ``text``, or None.

        ``points`` are those not stated yet, ``said`` what the candidate said or was shown before,
        ``cue`` what a follow-up may name (a name a line).
        """
        said = tuple(said)
        allowed = content_terms(question) | content_terms(" ".join(said)) | content_terms(cue or "")
        bare = _bare(text, said, cue)
        novel = {term for term in content_terms(bare) - allowed if term not in _TALK_EN}
        if not novel or not points:
            return None
        meanings = self._meanings(bare, question, points)
        found = [
            leak
            for point, meaning in zip(points, meanings, strict=True)
            if (leak := _judge(point, novel, allowed, meaning)) is not None
        ]
        return max(found, key=lambda leak: leak.strength, default=None)

    def _meanings(self, text: str, question: str, points: Sequence[KeyPoint]) -> list[float]:
        """Residual cosine of the text with every point."""
        import numpy as np

        vectors = self._encoder.encode_queries([text, question, *(item.text for item in points)])
        if self._generic is None:
            means = [self._encoder.encode_queries(list(group)).mean(axis=0) for group in TALK]
            self._generic = np.stack(means)
        basis, _ = np.linalg.qr(np.vstack([self._generic, vectors[1:2]]).T)
        rest = vectors - (vectors @ basis) @ basis.T
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
        return [float(value) for value in rest[2:] @ rest[0]]


def _judge(point: KeyPoint, novel: set[str], allowed: set[str], meaning: float) -> Leak | None:
    own = content_terms(point.text) - allowed
    hits = novel & own
    if len(hits) >= WORD_HITS or (_names_term(hits) and cjk_share(point.text) > MOSTLY):
        return Leak(point.id, "words", len(hits) + meaning)
    enough = SAME_MEANING
    if len(novel) >= 2:
        enough = CLOSE_MEANING
    if len(novel) >= LONG_NOVEL:
        enough = FAINT_MEANING
    return Leak(point.id, "meaning", meaning) if meaning >= enough else None


def _names_term(hits: set[str]) -> bool:
    """A Latin term inside a Chinese point (SMOTE, ReLU) is content even when it stands alone."""
    return any(len(term) >= 3 and term.isascii() and term not in _TALK_EN for term in hits)


def _bare(text: str, said: Sequence[str], cue: str | None) -> str:
    """The text without quotes of the candidate, the cue and conversational phrases."""
    joined = "\n".join(said)

    def drop(match: re.Match[str]) -> str:
        return " " if match[1].rstrip("…") in joined else match[0]

    bare = _QUOTED.sub(drop, text)
    for name in (cue or "").split("\n"):
        if name:  # inside a sentence an English name begins small
            bare = re.sub(re.escape(name), " ", bare, flags=re.I)
    return without_talk(bare) or " "


def without_talk(text: str) -> str:
    """A text without the phrases that any interview is full of."""
    return _TALK_ZH.sub(" ", text).strip()
