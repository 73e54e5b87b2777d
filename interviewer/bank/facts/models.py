"""Facts about network architectures."""

from __future__ import annotations

from interviewer.bank.facts.fact import Fact, fact

MODELS: tuple[Fact, ...] = (
    fact(
        "batch normalisation shift",
        r"根据.{0,12}动态均值和方差来缩放",
        "批归一化的缩放和平移用的是学习得到的参数 γ、β，不是均值和方差",
        "batch normalisation scales and shifts with learned parameters",
        right=r"学习(?:到)?的缩放(?:因子)?和(?:偏移|位移)",
    ),
    fact(
        "residual block",
        r"第二个卷积层的输入是第一个卷积层的输出加上第一个卷积层的输入",
        "残差块把块的输入加到最后一个卷积层的输出上，而不是加到第二个卷积层的输入上",
        "a residual block adds its input to the output of its last layer",
        right=r"残差连接将输入直接加到输出上",
    ),
    fact(
        "weight sharing of kernels",
        r"相同的卷积核可以在多个卷积层中使用",
        "卷积的参数共享指同一层内各个位置共用卷积核，不同层的卷积核不同",
        "convolutions share a kernel over positions of one layer, not over layers",
    ),
    fact(
        "scaled dot product",
        r"缩放(?:点积|因子).{0,40}降低.{0,24}计算复杂度|scal(?:ed|ing)[^.]{0,40}(?:reduces?"
        r"|lowers?)[^.]{0,20}complexity",
        "除以 √d_k 是为了避免点积过大使 softmax 饱和，并不降低计算复杂度",
        "dividing by √d_k keeps softmax from saturating; it does not lower the complexity",
    ),
    fact(
        "gates of a plain RNN",
        r"RNN\s*中的门控机制（如遗忘门、输入门、输出门）",
        "遗忘门、输入门、输出门属于 LSTM，基本的 RNN 没有门控",
        "gates belong to LSTM and GRU; a plain RNN has none",
        right=r"LSTM.{0,30}(?:输入门、遗忘门|门控机制)",
        unless=r"LSTM|GRU|长短",
    ),
    fact(
        "WGAN",
        r"WGAN[）)]?.{0,24}采用梯度惩罚项",
        "WGAN 用 Wasserstein 距离和权重裁剪，梯度惩罚是 WGAN-GP 的做法",
        "WGAN uses the Wasserstein distance with weight clipping; the gradient penalty is WGAN-GP",
        unless=r"GP|Wasserstein",
    ),
    fact(
        "GPT is no RNN",
        r"(?:RNN|循环神经网络|语言模型：预测下一个单词).{0,6}（如GPT-\d",
        "GPT 基于 Transformer，不是循环神经网络的例子",
        "GPT is a Transformer, not a recurrent network",
        right=r"GPT都是基于Transformer",
        about=r"\bRNN|循环神经|recurrent",
    ),
    fact(
        "detectors do not segment",
        r"(?:YOLO|SSD).{0,12}通过图像分割提取目标",
        "YOLO、SSD 直接回归边界框和类别，不靠图像分割",
        "YOLO and SSD regress boxes and classes; they do not segment",
        right=r"YOLO.{0,24}一次前向传播检测所有目标",
    ),
    fact(
        "Transformer-XL",
        r"段级别自注意力计算的基础上，对序列进行全局自注意力|段级别（Segment-level）和序列级别",
        "Transformer-XL 用段级循环（缓存前一段的隐藏状态）和相对位置编码，没有全局自注意力",
        "Transformer-XL uses segment-level recurrence and relative positions, not global attention",
    ),
    fact(
        "BERT and GPT directions",
        r"\bBERT[^。，,；;.]{0,14}(?:是|采用|使用|is|uses)[^。，,；;.不]{0,8}(?:单向|自回归"
        r"|unidirectional|autoregressive)"
        r"|\bGPT[^。，,；;.]{0,14}(?:是|采用|使用|is|uses)[^。，,；;.不]{0,8}(?:双向"
        r"|bidirectional)",
        "BERT 是双向编码器，GPT 是单向（自回归）解码器",
        "BERT is a bidirectional encoder, GPT a unidirectional decoder",
    ),
    fact(
        "attention complexity",
        r"(?:自注意力|self-attention)[^。；;]{0,30}复杂度[^。；;]{0,10}(?:线性|O\(n\)"
        r"|O\(n ?log ?n\))",
        "标准自注意力的复杂度与序列长度的平方成正比",
        "standard self-attention is quadratic in the sequence length",
        unless=r"稀疏|线性注意力|近似|flash|sparse|linear attention|降|路径|优化",
    ),
    fact(
        "GAN roles",
        r"(?<!别)生成器[^。，,；;]{0,10}(?:负责|用于|目标是|用来)[^。，,；;不]{0,4}(?:区分|判断"
        r"|鉴别)(?:真|数据)"
        r"|判别器[^。，,；;]{0,6}(?:负责|用于|用来)[^。，,；;]{0,4}生成(?:逼真|新|假|样本|图像)",
        "生成器生成样本，判别器区分真假",
        "the generator makes samples, the discriminator tells real from fake",
    ),
)
