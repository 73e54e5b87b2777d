"""What a candidate's message is: an answer, or one of a few requests. Code decides, no model.

A message is a request only where the *whole* message is one, after greetings, fillers and
politeness are taken off. An answer that merely contains such words stays an answer: taking an
answer for a request costs the candidate more than the reverse.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Intent(StrEnum):
    """What the candidate wants."""

    ANSWER = "answer"
    DOES_NOT_KNOW = "does_not_know"
    REPEAT = "repeat"
    SIMPLER = "simpler"
    SKIP = "skip"
    HINT = "hint"
    WAIT = "wait"
    REVEAL = "reveal"
    CHANGE_SCORE = "change_score"
    COUNTER_QUESTION = "counter_question"
    SMALL_TALK = "small_talk"
    OFF_TOPIC = "off_topic"
    ABUSE = "abuse"


ANSWER_INTENTS = frozenset({Intent.ANSWER, Intent.DOES_NOT_KNOW})
"""Intents that count as an answer and are graded."""

MAX_REQUEST_LENGTH = 60
"""Longer messages are answers (characters)."""

_PUNCTUATION = re.compile(r"[\s，。！？、；：…~～,.!?;:\"'“”‘’()（）\-—]+")
_ZH_POLITE = (
    r"(?:嗯|呃|啊|哦|额|那个|那|就是|不好意思|抱歉|对不起|麻烦|请问?|您好?|你好?|老师|面试官|"
    r"能不能|可不可以|可以|能否|能|帮我|给我|我想|我要|让我|我们?|先|再|就|还是|这题|这道题|"
    r"这个问题|"
    r"这个|题目|问题|把|一下|好吗|行吗|可以吗|吗|吧|呢|呀|嘛|了|谢谢)*"
)
_EN_POLITE = (
    r"(?:um|uh|er|well|so|ok|okay|sorry|excuse me|please|pls|can you|could you|would you|"
    r"can i|could i|may i|can we|could we|i want to|i'?d like to|i would like to|let me|let's|lets|"
    r"just|me|the question|this question|this one|it|that|thanks|thank you| )*"
)

_ZH: dict[Intent, str] = {
    Intent.DOES_NOT_KNOW: r"(?:真的?|完全|确实|也|都|这块|这方面)*(?:不知道|不太?会|不太?清楚|"
    r"不了解|"
    r"不太了解|不懂|没学过|没了解过|没听过|没听说过|没接触过|想不起来|记不清|记不得|忘记?了?|"
    r"不记得|"
    r"答不上来|答不出来?|没思路|没有思路|没头绪)(?:怎么(?:回答|说|答)|了|该怎么说|这个|这块)*",
    Intent.REPEAT: r"(?:重复|复述|重说|重念|说|讲|念|读|问)(?:一|1|多)?(?:遍|次|下)?|"
    r"没(?:有)?听清(?:楚)?|没听到|没听见|什么|啥|重新(?:问|说|念|讲)(?:一|1)?(?:遍|次)?|没听明白",
    Intent.SIMPLER: r"(?:换(?:个|一种|一个)(?:说法|问法|方式)(?:问|说)?|(?:说|讲|问)?(?:得)?(?:再)?"
    r"(?:简单|通俗|直白|具体|清楚|明白)(?:一?点|些)(?:儿)?(?:说|讲|问)?|没(?:看|听|太)?(?:看|听)?懂"
    r"(?:题|题目|问题|你的问题|什么意思)?|不明白(?:题目|问题|你的问题|什么意思)?|"
    r"(?:简单|通俗)(?:地|的)?(?:说|讲|问))",
    Intent.SKIP: r"(?:跳过?(?:去|吧)?|过|pass|下一(?:题|个|道)(?:题|问题)?|换(?:一|个|下)*(?:题|"
    r"道题|个题|问题)"
    r"|不答|不回答|不想答|不想回答|放弃)(?:这(?:一)?(?:题|道题|个|道)|它|作答|回答)*",
    Intent.HINT: r"(?:一?(?:个|点)?(?:提示|线索)(?:我)?(?:一?(?:下|点))?|(?:有|来|要|"
    r"给)(?:没有)?(?:一?(?:个|点|些))?"
    r"(?:提示|线索)(?:没有)?|需要(?:一?(?:个|点))?(?:提示|线索))",
    Intent.WAIT: r"(?:等(?:一|会|我|下|等)*(?:会儿?|下)?|稍等(?:一下|片刻)?|(?:想|思考|考虑|"
    r"组织)(?:一|1)?"
    r"(?:想|下|会儿?|思考|语言|考虑)*|别急|慢着|容我?(?:想|思考)(?:想|一下)?|"
    r"给我(?:一)?点时间(?:想)?|"
    r"(?:一?点|一些)?时间(?:想想|想|思考)?)(?:一?下)?(?:再(?:答|说|回答))?",
    Intent.REVEAL: r"(?:(?:直接|快)?(?:告诉|公布|展示|显示|说出?|看看?|透露|讲出?|揭晓)(?:我|出)?"
    r"(?:标准|参考|正确)?(?:的)?(?:答案|要点|得分点)(?:是什么|是啥)?|"
    r"(?:标准|参考|正确)?(?:的)?答案(?:是什么|是啥|到底是什么|呢))",
    Intent.CHANGE_SCORE: r"(?:(?:直接)?(?:打|给|改|算|判|加)(?:我|成|到|个|一?点)*(?:满分|高分|"
    r"高一?点|一百分|100分|"
    r"\d{1,3}分|及格|通过|点分)|(?:分数?|成绩)(?:改|打|给|提)?(?:成|高|到)?(?:一?点|\d{1,3}分?|"
    r"满分))",
}
_EN: dict[Intent, str] = {
    Intent.DOES_NOT_KNOW: r"(?:i )?(?:really |honestly |still )?(?:do not|don'?t|dont) (?:really )?"
    r"(?:know|remember|recall)(?: that| this| it| the answer| how to answer)*|no idea|"
    r"i (?:have|'?ve got) no (?:idea|clue)|not sure|i'?m not sure|i am not sure|i forgot|"
    r"never heard of (?:it|that|this)",
    Intent.REPEAT: r"(?:repeat|say|read|ask)(?: (?:it|that|the question|this|again|once more|"
    r"one more time))*"
    r"|(?:pardon|what|sorry|come again|i didn'?t (?:hear|catch)(?: (?:that|it|you))?)",
    Intent.SIMPLER: r"(?:(?:say|put|ask|explain|rephrase|reword|simplify)(?: (?:it|that|"
    r"the question|this))*"
    r"(?: (?:in|more)? ?(?:a )?(?:simpler|simple|simply|plainly|easier|clearer|differently|"
    r"another way"
    r"|other words|simpler words|plain words|(?:a )?different way))*|"
    r"i don'?t understand the question)",
    Intent.SKIP: r"(?:skip|pass|next)(?: (?:it|this|that|question|one|on|this question|please))*|"
    r"(?:move on|next question|go to the next (?:one|question)|i give up|i pass)",
    Intent.HINT: r"(?:give|get|have|need|want|i need|i want)?(?: me)?(?: a| some| another)? ?"
    r"(?:hint|clue|tip)s?",
    Intent.WAIT: r"(?:wait|hold on|one (?:moment|second|minute|sec)|give me (?:a|one|some) "
    r"(?:moment|second|minute|sec|time)(?: to think)?|(?:let me )?think(?: about (?:it|that))?"
    r"(?: for a (?:moment|second|minute|while))?|a (?:moment|second|minute))",
    Intent.REVEAL: r"(?:tell|show|give|reveal)(?: me)?(?: the)?(?: (?:correct|right|reference|"
    r"model))?"
    r" (?:answer|answers|key points|solution)|what(?:'s| is) the (?:correct |right |"
    r"reference )?answer",
    Intent.CHANGE_SCORE: r"(?:give|grade|score|mark|rate)(?: me| my answer| this)*(?: a| an| as|"
    r" with)?"
    r"(?: (?:full (?:marks|score|points)|100|perfect(?: score)?|higher(?: score)?|"
    r"\d{1,3}(?: points)?|"
    r"an? a|pass))|change (?:my|the) (?:score|grade)(?: to .{1,10})?",
}

_COUNTER = re.compile(
    r"^(?:你|您)?(?:说|问|题(?:目|里|中)?|这里|这个)?(?:的|里的|说的|问的|中的)?.{0,16}"
    r"(?:是什么意思|指的?是什么|指什么|是指.{1,20}(?:还是|吗).{0,16}|是(?:在)?问.{1,20}吗)[？?]?$"
    r"|^(?:what do you mean(?: by .{1,40})?|do you mean .{1,60}|are you asking .{1,60}|"
    r"by .{1,30} do you mean .{1,40})\??$",
    re.I,
)
_SMALL_TALK = re.compile(
    r"^(?:你好|您好|早上好|下午好|晚上好|嗨|哈喽|谢谢(?:你|您)?|多谢|你(?:是谁|叫什么(?:名字)?)|"
    r"你是(?:机器人|AI|人)吗?|"
    r"我(?:有点|好|很)?紧张|辛苦了|好的?|好|行|嗯+|ok|okay|hi|hello|hey|thanks|thank you|"
    r"who are you|"
    r"how are you(?: doing)?|are you (?:a )?(?:robot|bot|human|ai)|i'?m (?:a bit |so |"
    r"very )?nervous|"
    r"nice to meet you|good (?:morning|evening|afternoon))$",
    re.I,
)
_OFF_TOPIC = re.compile(
    r"^(?:(?:今天|明天|外面)?(?:的)?天气(?:怎么样|如何|好吗|真好)|(?:给我)?(?:讲|说)(?:个|"
    r"一个)笑话|(?:帮我)?写(?:一)?(?:首|篇|个|段)"
    r".{1,12}|(?:你)?(?:吃|喝)(?:了|饭)+(?:没|吗).{0,3}|现在几点|今天(?:星期|周|礼拜)?几号?|"
    r"(?:你们)?(?:公司)?(?:工资|薪资|薪水|待遇|加班).{0,12}|我(?:想|要)?(?:去)?(?:上)?(?:厕所|"
    r"卫生间|吃饭|喝水)|"
    r"what'?s the weather.{0,20}|how'?s the weather.{0,20}|tell me a joke|write (?:me )?a .{1,20}|"
    r"what time is it|what'?s the salary.{0,20})$",
    re.I,
)
_ABUSE = re.compile(
    r"^(?:你|您|这|真|太|个|破|什么|妈的|他妈的?|tm|tmd|就|是|有病吧?|去|滚|死|傻|蠢|笨|逼|比|叉|"
    r"x|垃圾|废物|白痴|"
    r"智障|脑残|傻子|蠢货|混蛋|操|靠|神经病|面试官?|系统|机器|吧|啊|的|问题|东西|stupid|idiot|"
    r"dumb|moron|"
    r"bullshit|shit|fuck(?:ing)?|you|off|this|is|are|an?|shut up|suck|s|bot|machine|crap| )+$",
    re.I,
)
_ABUSE_CORE = re.compile(
    r"滚|傻(?:逼|比|叉|子|x)|蠢货|笨蛋|垃圾|废物|白痴|智障|脑残|混蛋|他妈|妈的|tmd|操你|神经病|"
    r"有病|去死|"
    r"stupid|idiot|dumb|moron|bullshit|\bshit\b|fuck|shut up|you suck",
    re.I,
)


def _compile(table: dict[Intent, str], polite: str) -> dict[Intent, re.Pattern[str]]:
    return {
        intent: re.compile(f"^{polite}(?:(?:{body}){polite}){{1,2}}$", re.I)
        for intent, body in table.items()
    }


_PATTERNS = (_compile(_ZH, _ZH_POLITE), _compile(_EN, _EN_POLITE))


_OTHERS = (
    (Intent.COUNTER_QUESTION, _COUNTER),
    (Intent.SMALL_TALK, _SMALL_TALK),
    (Intent.OFF_TOPIC, _OFF_TOPIC),
)


def classify(text: str) -> Intent:
    """The intent of a message. An empty message is an answer (that says nothing)."""
    stripped = text.strip()
    if not stripped or len(stripped) > MAX_REQUEST_LENGTH:
        return Intent.ANSWER
    bare_zh = _PUNCTUATION.sub("", stripped)
    bare_en = " ".join(re.sub(r"[,.!?;:\"“”()]+", " ", stripped).lower().split())
    if _ABUSE_CORE.search(stripped) and (_ABUSE.match(bare_en) or _ABUSE.match(bare_zh)):
        return Intent.ABUSE
    for intent in Intent:
        for patterns, bare in zip(_PATTERNS, (bare_zh, bare_en), strict=True):
            pattern = patterns.get(intent)
            if pattern is not None and pattern.match(bare):
                return intent
    for intent, pattern in _OTHERS:
        if any(pattern.match(form) for form in (stripped, bare_zh, bare_en)):
            return intent
    return Intent.ANSWER
