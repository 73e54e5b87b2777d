"""Facts about computing at large."""

from __future__ import annotations

from interviewer.bank.facts.fact import Fact, fact

COMPUTING: tuple[Fact, ...] = (
    fact(
        "TCP and UDP",
        r"\bUDP[^。，,；;.不非]{0,6}(?:是|提供|is|provides)[^。，,；;.不无非]{0,8}(?:可靠的?"
        r"|面向连接|reliable|connection-oriented)"
        r"|\bTCP[^。，,；;.不非]{0,6}(?:是|is)(?:一种)?(?:无连接|不可靠|connectionless|unreliable)",
        "TCP 面向连接且可靠，UDP 无连接且不保证可靠",
        "TCP is connection-oriented and reliable; UDP is connectionless and unreliable",
        unless=r"实现可靠|QUIC|应用层|not|\bno\b",
    ),
    fact(
        "stack and queue",
        r"栈[^。，,；;队]{0,10}(?:先进先出|FIFO)|队列[^。，,；;栈]{0,10}(?:后进先出|先进后出|LIFO)"
        r"|\bstack\b[^.,;]{0,14}\bFIFO|\bqueue\b[^.,;]{0,14}\bLIFO",
        "栈后进先出，队列先进先出",
        "a stack is LIFO, a queue FIFO",
        unless=r"不|not|双端|实现",
    ),
    fact(
        "quick sort",
        r"(?:快速排序|快排|quick ?sort)[^。；;.]{0,20}(?:最坏|worst)[^。；;.]{0,16}O\(n ?log ?n\)"
        r"|(?:快速排序|快排|quick ?sort)(?:算法)?(?:是|is)(?:一种)?(?:a )?(?:稳定|stable)",
        "快速排序最坏 O(n²)，且不稳定",
        "quick sort is O(n²) in the worst case and not stable",
        unless=r"不|平均|average|not|避免|avoid",
    ),
)
