"""Facts that references get wrong, each checkable in a textbook.

A fact is a claim about a definition, not an opinion. ``wrong`` finds a sentence that states the
opposite, ``right`` one that states it correctly (its quote is shown beside the doubtful one), and
``unless`` names what makes a sentence harmless. These are matched against one sentence without
mark-up; ``about`` must be found in the question where the sentence alone does not say enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One checkable fact with its wordings, right and wrong, and the correction in two languages."""

    name: str
    wrong: re.Pattern[str]
    zh: str
    en: str
    right: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None


def _fact(
    name: str,
    wrong: str,
    zh: str,
    en: str,
    *,
    right: str | None = None,
    unless: str | None = None,
    about: str | None = None,
) -> Fact:
    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, re.I) if pattern else None

    return Fact(
        name, re.compile(wrong, re.I), zh, en, compiled(right), compiled(unless), compiled(about)
    )


FACTS: tuple[Fact, ...] = (
    _fact(
        "recall",
        r"(?:召回率|查全率|\brecall\b).{0,30}(?:负样本|负例|负类|negative (?:samples?|examples?|instances?)).{0,30}"
        r"(?:占|除以|比例|比率|out of|over all|among all).{0,12}(?:负样本|负例|负类|negative|比例|$)",
        "召回率按正样本计算：正确预测的正样本占全部实际正样本的比例",
        "recall counts positives: correctly predicted positives over all actual positives",
        right=r"(?:召回率|recall).{0,20}正样本占.{0,6}正样本",
        unless=r"假负|漏|FN|false negative|特异|specificity",
    ),
    _fact(
        "precision",
        r"(?:^|[：:。\s])(?:精确率|查准率).{0,24}占(?:总|全部|所有)?(?:的)?(?:实际)?正样本(?:总?数)?的比例",
        "精确率的分母是预测为正的样本数，不是实际正样本数",
        "the denominator of precision is the number of predicted positives",
        unless=r"预测(?:为)?正|总预测",
    ),
    _fact(
        "dropout at test time",
        r"dropout.{0,40}(?:测试|推理|预测|test|inference)(?:阶段|时|过程中| time)?[^。不]{0,12}"
        r"(?:随机丢弃|仍(?:然)?丢弃|也会?丢弃|randomly drop|still drop)",
        "Dropout 只在训练时丢弃神经元，推理时使用全部神经元",
        "dropout drops units in training only; all units are used at inference",
        unless=r"不|关闭|monte carlo|蒙特卡洛|\bMC\b|turned off|disabled|only",
    ),
    _fact(
        "dropout retrains",
        r"每次迭代后[，,]?重新训练网络",
        "Dropout 在每次前向传播时随机丢弃神经元，并不在每次迭代后重新训练网络",
        "dropout samples a mask per forward pass; the network is not retrained after each step",
    ),
    _fact(
        "L1 and L2",
        r"(?:\bL1\b\s*(?:正则化|范数|regulari[sz]ation|penalty)?[^。，,；;]{0,24}(?:平方和|平方项|sum of squares|squared)"
        r"|\bL2\b\s*(?:正则化|范数|regulari[sz]ation|penalty)?[^。，,；;]{0,24}(?:绝对值之和|绝对值|absolute values?))",
        "L1 正则化惩罚权重绝对值之和，L2 正则化惩罚权重平方和",
        "L1 penalises the sum of absolute weights, L2 the sum of squared weights",
        unless=r"\bL1\b.*\bL2\b|\bL2\b.*\bL1\b|弹性|elastic",
    ),
    _fact(
        "sparsity",
        r"\bL2\b[^。；;]{0,20}(?:产生|得到|鼓励|使得?|导致)[^。；;L]{0,14}稀疏|\bL2\b[^.;]{0,30}(?:yields?|gives?|produces?|encourages?) sparse",
        "产生稀疏权重的是 L1 正则化，L2 正则化只让权重变小",
        "L1 yields sparse weights; L2 only shrinks them",
        unless=r"\bL1\b|不",
    ),
    _fact(
        "overfitting",
        r"(?:过拟合.{0,12})?(?:高训练误差|训练误差(?:很)?高|训练误差(?:很|较)大)(?!.{0,20}欠拟合)[：:，,].{0,30}(?:误差很小|测试|过拟合)"
        r"|过拟合.{0,12}(?:高偏差|训练误差(?:很|较)?[高大])|overfit\w* .{0,20}(?:high bias|high training error)",
        "过拟合表现为训练误差小、测试误差大；训练误差高是欠拟合",
        "overfitting means low training and high test error; high training error is underfitting",
        right=r"过拟合.{0,16}训练数据上表现(?:得)?(?:非常|很)好.{0,16}(?:不佳|较差)",
        unless=r"欠拟合|underfit",
    ),
    _fact(
        "bias and variance",
        r"(?:高偏差|high bias)[^。，,；;.]{0,10}(?:导致|意味着|表现为|对应|就是|leads? to|means|causes?)[^。，,；;.不]{0,8}(?:过拟合|overfit)"
        r"|(?:高方差|high variance)[^。，,；;.]{0,10}(?:导致|意味着|表现为|对应|就是|leads? to|means|causes?)[^。，,；;.不]{0,8}(?:欠拟合|underfit)",
        "高偏差对应欠拟合，高方差对应过拟合",
        "high bias goes with underfitting, high variance with overfitting",
    ),
    _fact(
        "gradient clipping",
        r"(?:梯度(?:裁剪|剪切|剪裁)|gradient clipping).{0,60}(?:避免|防止|解决|缓解|prevents?|avoids?|solves?)[^。；;.]{0,8}"
        r"(?:梯度消失|vanishing)",
        "梯度裁剪限制梯度的上限，只能防止梯度爆炸，不能解决梯度消失",
        "gradient clipping bounds large gradients; it cannot cure vanishing ones",
        right=r"(?:梯度(?:裁剪|剪切)|裁剪).{0,30}(?:防止|避免)梯度爆炸(?!.{0,4}消失)",
        unless=r"不能|无法|不.{0,4}消失|cannot|not",
    ),
    _fact(
        "ReLU",
        r"激活函数如\s*ReLU.{0,6}在梯度消失.{0,16}表现不佳",
        "ReLU 在正区间的导数为 1，正是用来缓解梯度消失的；易造成梯度消失的是 Sigmoid、Tanh",
        "ReLU has slope 1 for positive inputs and mitigates vanishing gradients; sigmoid and tanh cause them",
        right=r"如\s*ReLU\s*函数.{0,10}避免梯度消失",
    ),
    _fact(
        "leaky ReLU",
        r"Leaky\s*ReLU.{0,60}(?:输入)?小于(?:等于)?\s*(?:0|零).{0,8}(?:输出|为)[^。；;]{0,6}(?:小的)?常数",
        "Leaky ReLU 在负区间输出输入乘以一个小斜率，不是常数",
        "leaky ReLU outputs a small slope times the input for negative inputs, not a constant",
        unless=r"斜率|乘|倍|系数",
    ),
    _fact(
        "saturating activations",
        r"(?:Sigmoid|Tanh)(?:\s*(?:和|与|、|and)\s*(?:Sigmoid|Tanh))?\s*(?:函数)?[^。；;]{0,24}减少了?梯度消失",
        "Sigmoid 和 Tanh 在两端饱和，会加重梯度消失",
        "sigmoid and tanh saturate, which makes gradients vanish",
        right=r"Sigmoid.{0,80}导致梯度消失",
    ),
    _fact(
        "activation ranges",
        r"sigmoid[^。；;.]{0,24}(?:映射到|范围是?|区间|range)[^。；;.]{0,6}[(\[（]\s*-1\s*[,，]\s*1|"
        r"tanh[^。；;.]{0,24}(?:映射到|范围是?|区间|range)[^。；;.]{0,6}[(\[（]\s*0\s*[,，]\s*1",
        "Sigmoid 的值域是 (0,1)，Tanh 的值域是 (-1,1)",
        "sigmoid maps to (0, 1), tanh to (-1, 1)",
        unless=r"sigmoid.*tanh|tanh.*sigmoid",
    ),
    _fact(
        "batch normalisation shift",
        r"根据.{0,12}动态均值和方差来缩放",
        "批归一化的缩放和平移用的是学习得到的参数 γ、β，不是均值和方差",
        "batch normalisation scales and shifts with learned parameters",
        right=r"学习(?:到)?的缩放(?:因子)?和(?:偏移|位移)",
    ),
    _fact(
        "residual block",
        r"第二个卷积层的输入是第一个卷积层的输出加上第一个卷积层的输入",
        "残差块把块的输入加到最后一个卷积层的输出上，而不是加到第二个卷积层的输入上",
        "a residual block adds its input to the output of its last layer",
        right=r"残差连接将输入直接加到输出上",
    ),
    _fact(
        "weight sharing of kernels",
        r"相同的卷积核可以在多个卷积层中使用",
        "卷积的参数共享指同一层内各个位置共用卷积核，不同层的卷积核不同",
        "convolutions share a kernel over positions of one layer, not over layers",
    ),
    _fact(
        "scaled dot product",
        r"缩放(?:点积|因子).{0,40}降低.{0,24}计算复杂度|scal(?:ed|ing)[^.]{0,40}(?:reduces?|lowers?)[^.]{0,20}complexity",
        "除以 √d_k 是为了避免点积过大使 softmax 饱和，并不降低计算复杂度",
        "dividing by √d_k keeps softmax from saturating; it does not lower the complexity",
    ),
    _fact(
        "gates of a plain RNN",
        r"RNN\s*中的门控机制（如遗忘门、输入门、输出门）",
        "遗忘门、输入门、输出门属于 LSTM，基本的 RNN 没有门控",
        "gates belong to LSTM and GRU; a plain RNN has none",
        right=r"LSTM.{0,30}(?:输入门、遗忘门|门控机制)",
        unless=r"LSTM|GRU|长短",
    ),
    _fact(
        "momentum",
        r"动量(?:优化器|法)?.{0,40}递减的学习率|momentum.{0,40}decreasing learning rate",
        "动量法累积过去梯度的指数加权平均来更新参数，与递减的学习率无关",
        "momentum accumulates past gradients; it is not a decreasing learning rate",
        right=r"过去梯度信息的加权平均来更新参数",
    ),
    _fact(
        "RMSProp",
        r"RMSProp.{0,30}递减的学习率",
        "RMSProp 对梯度平方做指数移动平均来调整学习率，不是使用递减的学习率",
        "RMSProp divides by a moving average of squared gradients",
        right=r"(?:梯度的平方进行指数衰减平均|梯度的均方根)",
    ),
    _fact(
        "WGAN",
        r"WGAN[）)]?.{0,24}采用梯度惩罚项",
        "WGAN 用 Wasserstein 距离和权重裁剪，梯度惩罚是 WGAN-GP 的做法",
        "WGAN uses the Wasserstein distance with weight clipping; the gradient penalty is WGAN-GP",
        unless=r"GP|Wasserstein",
    ),
    _fact(
        "GPT is no RNN",
        r"(?:RNN|循环神经网络|语言模型：预测下一个单词).{0,6}（如GPT-\d",
        "GPT 基于 Transformer，不是循环神经网络的例子",
        "GPT is a Transformer, not a recurrent network",
        right=r"GPT都是基于Transformer",
        about=r"\bRNN|循环神经|recurrent",
    ),
    _fact(
        "detectors do not segment",
        r"(?:YOLO|SSD).{0,12}通过图像分割提取目标",
        "YOLO、SSD 直接回归边界框和类别，不靠图像分割",
        "YOLO and SSD regress boxes and classes; they do not segment",
        right=r"YOLO.{0,24}一次前向传播检测所有目标",
    ),
    _fact(
        "image classification is supervised",
        r"无监督学习任务，如[^。；;]{0,12}图像分类",
        "图像分类需要标签，是有监督任务",
        "image classification needs labels and is supervised",
    ),
    _fact(
        "Transformer-XL",
        r"段级别自注意力计算的基础上，对序列进行全局自注意力|段级别（Segment-level）和序列级别",
        "Transformer-XL 用段级循环（缓存前一段的隐藏状态）和相对位置编码，没有全局自注意力",
        "Transformer-XL uses segment-level recurrence and relative positions, not global attention",
    ),
    _fact(
        "gradient of what",
        r"每层节点对输入数据的梯度",
        "训练需要的是损失函数对各层参数的梯度，不是节点对输入数据的梯度",
        "training needs the gradient of the loss with respect to the parameters",
        right=r"(?:从输出层开始.{0,20}计算每个参数的梯度|通过链式法则计算每一?层的梯度)",
    ),
    _fact(
        "what multi-task learning is not",
        r"(?:模型蒸馏|迁移学习|协同训练)是一种多任务学习(?:技术|策略)",
        "模型蒸馏、迁移学习、协同训练都是独立的方法，不是多任务学习的一种",
        "distillation, transfer learning and co-training are not kinds of multi-task learning",
        right=r"(?:迁移学习是一种利用|模型蒸馏是一种将知识)",
    ),
    _fact(
        "bagging and boosting",
        r"bagging[^。，,；;.]{0,24}(?:降低|减少|减小|reduces?)[^。，,；;.]{0,6}(?:偏差|bias)"
        r"|boosting[^。，,；;.]{0,24}(?:主要|mainly)[^。，,；;.]{0,6}(?:降低|减少|减小|reduces?)[^。，,；;.]{0,6}(?:方差|variance)",
        "Bagging 主要降低方差，Boosting 主要降低偏差",
        "bagging mainly reduces variance, boosting mainly reduces bias",
        unless=r"不|而非|not",
    ),
    _fact(
        "BERT and GPT directions",
        r"\bBERT[^。，,；;.]{0,14}(?:是|采用|使用|is|uses)[^。，,；;.不]{0,8}(?:单向|自回归|unidirectional|autoregressive)"
        r"|\bGPT[^。，,；;.]{0,14}(?:是|采用|使用|is|uses)[^。，,；;.不]{0,8}(?:双向|bidirectional)",
        "BERT 是双向编码器，GPT 是单向（自回归）解码器",
        "BERT is a bidirectional encoder, GPT a unidirectional decoder",
    ),
    _fact(
        "attention complexity",
        r"(?:自注意力|self-attention)[^。；;]{0,30}复杂度[^。；;]{0,10}(?:线性|O\(n\)|O\(n ?log ?n\))",
        "标准自注意力的复杂度与序列长度的平方成正比",
        "standard self-attention is quadratic in the sequence length",
        unless=r"稀疏|线性注意力|近似|flash|sparse|linear attention|降|路径|优化",
    ),
    _fact(
        "GAN roles",
        r"(?<!别)生成器[^。，,；;]{0,10}(?:负责|用于|目标是|用来)[^。，,；;不]{0,4}(?:区分|判断|鉴别)(?:真|数据)"
        r"|判别器[^。，,；;]{0,6}(?:负责|用于|用来)[^。，,；;]{0,4}生成(?:逼真|新|假|样本|图像)",
        "生成器生成样本，判别器区分真假",
        "the generator makes samples, the discriminator tells real from fake",
    ),
    _fact(
        "TCP and UDP",
        r"\bUDP[^。，,；;.]{0,6}(?:是|提供|is|provides)[^。，,；;.不无非]{0,8}(?:可靠的?|面向连接|reliable|connection-oriented)"
        r"|\bTCP[^。，,；;.]{0,6}(?:是|is)(?:一种)?(?:无连接|不可靠|connectionless|unreliable)",
        "TCP 面向连接且可靠，UDP 无连接且不保证可靠",
        "TCP is connection-oriented and reliable; UDP is connectionless and unreliable",
        unless=r"实现可靠|QUIC|应用层|not|\bno\b",
    ),
    _fact(
        "stack and queue",
        r"栈[^。，,；;队]{0,10}(?:先进先出|FIFO)|队列[^。，,；;栈]{0,10}(?:后进先出|先进后出|LIFO)"
        r"|\bstack\b[^.,;]{0,14}\bFIFO|\bqueue\b[^.,;]{0,14}\bLIFO",
        "栈后进先出，队列先进先出",
        "a stack is LIFO, a queue FIFO",
        unless=r"不|not|双端|实现",
    ),
    _fact(
        "quick sort",
        r"(?:快速排序|快排|quick ?sort)[^。；;.]{0,20}(?:最坏|worst)[^。；;.]{0,16}O\(n ?log ?n\)"
        r"|(?:快速排序|快排|quick ?sort)(?:算法)?(?:是|is)(?:一种)?(?:a )?(?:稳定|stable)",
        "快速排序最坏 O(n²)，且不稳定",
        "quick sort is O(n²) in the worst case and not stable",
        unless=r"不|平均|average|not|避免|avoid",
    ),
)
