"""How similar unrelated texts are to an encoder: the yardstick for a query's similarity.

Cosines of an encoder have an offset and a spread of their own, which differ between pairs of
languages. A cosine with a passage therefore counts in standard deviations above the mean cosine
of unrelated queries and passages in the same two languages. (Standardising by the query's own
cosines with the cohort, as in speaker verification, separated worse: docs/measurements/qa.md.)
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from interviewer.model.bank import Language
from interviewer.model.protocols import Encoder
from interviewer.qa.terms import HAN

CHINESE = (
    "合同到期前三十天，双方可以书面协商是否续约。",
    "先把土豆切成细丝，用清水冲去淀粉，再大火快炒。",
    "高铁检票口在开车前三分钟停止检票。",
    "光合作用把光能转化为化学能，并释放氧气。",
    "这家店的咖啡豆是每周三新鲜烘焙的。",
    "数据库事务要满足原子性、一致性、隔离性和持久性。",
    "孩子发烧超过三十八度五，可以先用退烧药。",
    "通货膨胀时，同样的钱能买到的东西变少。",
    "唐代诗人杜甫的作品反映了安史之乱前后的社会。",
    "跑步之前要热身，否则膝盖容易受伤。",
    "路由器重启之后网络仍然很慢，可以更换信道。",
    "公司法规定，股东以认缴的出资额为限承担责任。",
    "相机的光圈越大，进光量越多，景深越浅。",
    "单元测试应当彼此独立，运行顺序不影响结果。",
    "地震波分为纵波和横波，纵波传播得更快。",
    "绿萝喜欢半阴的环境，浇水不要太勤。",
    "项目经理负责进度、成本和范围之间的平衡。",
    "定语从句用来修饰名词，通常放在先行词之后。",
    "火车晚点超过一小时，旅客可以申请退票。",
    "血压的正常值大约是一百二十比八十。",
    "索引能加快查询，但会拖慢写入并占用空间。",
    "小提琴有四根弦，按五度关系定音。",
    "客户投诉之后，客服要在二十四小时内回复。",
    "正交的两个向量内积等于零。",
)
ENGLISH = (
    "The lease may be renewed if both parties agree in writing.",
    "Fry the onions gently until they are soft, then add the rice.",
    "The last train to the airport leaves at half past eleven.",
    "Plants turn light into chemical energy and release oxygen.",
    "A database transaction is atomic, consistent, isolated and durable.",
    "Take the medicine twice a day after meals.",
    "When prices rise, the same amount of money buys less.",
    "The novel describes life in a small town after the war.",
    "Warm up before running, or you may hurt your knees.",
    "If the router is slow, try another channel or restart it.",
    "Shareholders are liable up to the amount they invested.",
    "A wide aperture lets in more light and gives a shallow depth of field.",
    "Unit tests should not depend on the order in which they run.",
    "Primary seismic waves travel faster than secondary ones.",
    "The project manager balances scope, cost and schedule.",
    "A relative clause follows the noun that it describes.",
    "An index speeds up reading and slows down writing.",
    "Two vectors are orthogonal when their inner product is zero.",
    "The violin has four strings tuned in fifths.",
    "Customers expect a reply within one working day.",
    "The museum is closed on Mondays and public holidays.",
    "Blood pressure is measured in millimetres of mercury.",
    "A linked list needs no contiguous memory.",
    "Goods in transit are insured by the seller.",
)


def language_of(text: str) -> Language:
    """Chinese where at least a tenth of the characters are Chinese, else English."""
    letters = sum(not character.isspace() for character in text)
    return "zh" if len("".join(HAN.findall(text))) * 10 >= max(letters, 1) else "en"


class Background:
    """Mean and spread of the cosine of unrelated texts, measured on first use."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @cached_property
    def _scale(self) -> dict[tuple[Language, Language], tuple[float, float]]:
        texts: dict[Language, tuple[str, ...]] = {"zh": CHINESE, "en": ENGLISH}
        queries = {lang: self._encoder.encode_queries(found) for lang, found in texts.items()}
        passages = {lang: self._encoder.encode_passages(found) for lang, found in texts.items()}
        found: dict[tuple[Language, Language], tuple[float, float]] = {}
        for asked in texts:
            for held in texts:
                cosines = queries[asked] @ passages[held].T
                if asked == held:
                    cosines = cosines[~np.eye(len(cosines), dtype=bool)]
                found[asked, held] = float(cosines.mean()), max(float(cosines.std()), 1e-3)
        return found

    def standardise(
        self, cosines: NDArray[np.float32], asked: Language, held: Language
    ) -> NDArray[np.float32]:
        """Cosines of a query in ``asked`` with passages in ``held``, in standard deviations."""
        mean, spread = self._scale[asked, held]
        return (cosines - np.float32(mean)) / np.float32(spread)
