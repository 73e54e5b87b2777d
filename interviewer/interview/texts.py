"""The interviewer's own words in both languages. No text here holds content of any question."""

from __future__ import annotations

from interviewer.model.bank import Language
from interviewer.model.interview import SessionOptions

_ZH: dict[str, tuple[str, ...]] = {
    "greeting": ("你好，我是今天的面试官，一共 {count} 道题，我们开始吧。",),
    "greeting.friendly": ("你好呀，放轻松，就当聊天，一共 {count} 道题，我们开始吧。",),
    "greeting.strict": ("你好，一共 {count} 道题，请直接回答要点。",),
    "bridge": ("好，我们看下一题。", "好的，换一个话题。", "嗯，接着来。", "那我们继续。"),
    "bridge.friendly": ("辛苦了，我们接着聊下一个。", "好嘞，换个话题。", "嗯嗯，我们继续。"),
    "bridge.strict": ("下一题。", "继续。"),
    "bridge.skipped": ("没关系，我们看下一题。",),
    "last": ("最后一题。",),
    "ack": ("好，我听到了。", "嗯，我记下了。", "好的，收到。", "明白，稍等。"),
    "ack.friendly": ("嗯嗯，我听着呢。", "好的，谢谢你的回答。", "收到，我想一下。"),
    "ack.strict": ("收到。", "好。"),
    "ack.blank": ("没关系。", "好，我知道了。"),
    "follow.link": ("你刚才讲到了{name}。", "{name}你说到了。"),
    "follow.deepen": (
        "关于{cue}，能再展开讲讲吗？",
        "那{cue}这一块，具体是怎么回事？",
        "我想再听听{cue}，你是怎么理解的？",
    ),
    "follow.facet": ("{cue}方面呢，能再展开讲讲吗？", "还有{cue}这方面，你能说说吗？"),
    "follow.condition": ("那{cue}，会发生什么，或者该怎么做？",),
    "follow.goal": ("如果要{cue}，你会怎么做？",),
    "follow.easier": (
        "没关系，先说说你对{cue}的理解，想到什么说什么，好吗？",
        "不要紧，我们从{cue}说起，你对它有什么印象？",
    ),
    "follow.clarify": ("你说「{quote}」，能把{cue}这部分说得更具体一些吗？",),
    "follow.challenge": ("你刚才说「{quote}」，你确定吗，依据是什么？",),
    "follow.challenge.cue": ("你刚才说「{quote}」，就{cue}来说，你确定吗，依据是什么？",),
    "follow.challenge.plain": ("关于{cue}，你刚才的说法你确定吗，依据是什么？",),
    "follow.example": ("说到{cue}，能举个具体的例子吗？",),
    "follow.trade_off": ("说到{cue}，有哪些得失需要权衡？",),
    "follow.core": ("如果用一句话概括，它到底是什么，核心思路是什么？",),
    "follow.open": ("除了刚才说的，你还能想到哪些重要的方面？", "还有别的要点可以补充吗？"),
    "again": ("题目是这样的：",),
    "again.follow": ("我刚才问的是：",),
    "simpler": ("我说得直白一点：",),
    "wait": ("不着急，你慢慢想，想好了再说。", "好的，我等你。"),
    "hint.none": ("这道题的提示已经给完了，先按你的理解说说看。",),
    "hint.mode": ("这个模式里没有提示，按你的理解来答就好。",),
    "hint.1": ("提示（扣 {cost:g} 分）：从{aspect}这个方向想一想。",),
    "hint.1.other": ("提示（扣 {cost:g} 分）：想一想还有哪个方面没有谈到。",),
    "hint.2": ("提示（扣 {cost:g} 分）：想一想「{term}」和这道题的关系。",),
    "hint.3": ("提示（扣 {cost:g} 分）：有一个要点的开头是「{half}……」，后面请你补上。",),
    "reveal.mode": ("答案要到最后才能看，先说说你的想法吧。",),
    "change_score": ("分数由程序按要点逐条计算，我改不了，我们还是回到题目上。",),
    "counter_question": ("按你的理解来答就可以，我们就问题本身来谈：",),
    "small_talk": ("谢谢，我们回到题目上吧。", "好的，那我们继续这道题。"),
    "off_topic": ("这个和面试没有关系，我们回到题目上。",),
    "abuse": ("我理解你可能有点着急，我们还是回到题目上。",),
    "closing": ("今天的问题就到这里，谢谢你。",),
    "closing.early": ("好的，我们就到这里，已经回答的都保存好了。",),
}
_EN: dict[str, tuple[str, ...]] = {
    "greeting": ("Hello, I'm your interviewer today. I have {count} questions, so let's start.",),
    "greeting.friendly": ("Hi there, relax, it's just a chat about {count} questions. Let's go.",),
    "greeting.strict": ("Hello. There are {count} questions. Please come to the point.",),
    "bridge": ("All right, next question.", "Okay, let's change the subject.", "Let's go on."),
    "bridge.friendly": ("Thanks for that, let's take the next one.", "Great, let's move on."),
    "bridge.strict": ("Next question.", "Continue."),
    "bridge.skipped": ("No problem, let's take the next one.",),
    "last": ("This is the last question.",),
    "ack": ("Okay, I've got that.", "All right, noted.", "Thanks, one moment."),
    "ack.friendly": ("Thanks, I'm with you.", "Okay, thank you for that answer."),
    "ack.strict": ("Noted.", "Okay."),
    "ack.blank": ("That's all right.", "Okay, I see."),
    "follow.link": ("You mentioned {name}.", "You brought up {name}."),
    "follow.deepen": (
        "Could you say more about {cue}?",
        "What can you tell me about {cue}?",
        "I'd like to go deeper on {cue}, what can you add there?",
    ),
    "follow.clause": ("Could you also tell me {cue}?", "And could you explain {cue}?"),
    "follow.step": ("How would you {cue}, and why?",),
    "follow.case": ("And {cue}, how does that work?",),
    "follow.statement": ("Some would say that {cue}: what is behind that?",),
    "follow.facet": ("And what about the {cue}?",),
    "follow.condition": ("So {cue}, what happens then, or what would you do?",),
    "follow.goal": ("How would you {cue}?",),
    "follow.easier": (
        "Let's start small: what comes to your mind about {cue}?",
        "No problem, let's begin with {cue}: what do you remember about it?",
    ),
    "follow.clarify": ('You said "{quote}". Could you be more precise about {cue}?',),
    "follow.challenge": ('You said "{quote}". Are you sure, and what makes you think so?',),
    "follow.challenge.cue": (
        'You said "{quote}". As for {cue}, are you sure, and what makes you think so?',
    ),
    "follow.challenge.plain": ("About {cue}, are you sure of what you just said, and why?",),
    "follow.example": ("Speaking of {cue}, can you give a concrete example?",),
    "follow.trade_off": ("Speaking of {cue}, what has to be weighed up there?",),
    "follow.core": ("If you had to sum it up in one sentence, what is the core idea?",),
    "follow.open": (
        "Besides what you have said, which other aspects matter here?",
        "Is there another point that you would add?",
    ),
    "again": ("Here is the question again:",),
    "again.follow": ("What I asked was:",),
    "simpler": ("Let me put it plainly:",),
    "wait": ("Take your time, I'll wait.", "Sure, think about it."),
    "hint.none": ("There are no hints left for this question, so tell me what you think.",),
    "hint.mode": ("There are no hints in this mode; just answer as you understand it.",),
    "hint.1": ("Hint (costs {cost:g} points): think about it in terms of {aspect}.",),
    "hint.1.other": ("Hint (costs {cost:g} points): think about a side not touched yet.",),
    "hint.2": ('Hint (costs {cost:g} points): think about how "{term}" comes in.',),
    "hint.3": ('Hint (costs {cost:g} points): one point begins "{half} …"; you finish it.',),
    "reveal.mode": ("The answer comes at the end; first tell me what you think.",),
    "change_score": ("The score is computed point by point by code; I can't change it.",),
    "counter_question": ("Take it as you understand it. The question is:",),
    "small_talk": ("Thanks. Let's get back to the question.",),
    "off_topic": ("That's outside this interview. Let's get back to the question.",),
    "abuse": ("I see this is frustrating. Let's get back to the question.",),
    "closing": ("That was the last question. Thank you.",),
    "closing.early": ("All right, we stop here. Everything you answered is saved.",),
}
_TEXTS: dict[Language, dict[str, tuple[str, ...]]] = {"zh": _ZH, "en": _EN}


def joined(*parts: str) -> str:
    """Sentences in a row; no blank stands after a Chinese one."""
    text = ""
    for part in filter(None, parts):
        text += part if not text or text[-1] in "。！？：，" else f" {part}"
    return text


def say(key: str, language: Language, pick: int = 0, **values: object) -> str:
    """The text under ``key``; ``pick`` chooses among variants, so that a session varies."""
    variants = _TEXTS[language][key]
    return variants[pick % len(variants)].format(**values)


def words_of(prefix: str, language: Language) -> str:
    """All texts whose keys begin with ``prefix``, one after the other, nothing filled in."""
    found = (variants for key, variants in _TEXTS[language].items() if key.startswith(prefix))
    return " ".join(text for variants in found for text in variants)


def say_as(key: str, options: SessionOptions, pick: int = 0, **values: object) -> str:
    """Like ``say``, in the session's language and the persona's voice where it has its own."""
    table = _TEXTS[options.language]
    own = f"{key}.{options.persona}"
    return say(own if own in table else key, options.language, pick + options.seed, **values)
