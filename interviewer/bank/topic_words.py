"""The fields of interview knowledge and the words that speak for them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A field: its name in Chinese and English, and the words that speak for it."""

    zh: str
    en: str
    words: re.Pattern[str]


def _topic(zh: str, en: str, words: str) -> Topic:
    return Topic(zh, en, re.compile(words, re.I | re.ASCII))


TOPICS: tuple[Topic, ...] = (
    _topic(
        "大模型",
        "Large language models",
        r"大模型|大语言模型|\bLLMs?\b|\bGPT|ChatGPT|提示词|提示工程|\bprompt|\bRAG\b"
        r"|检索增强|LoRA|\bRLHF\b|指令微调|"
        r"智能体|\bagents?\b(?!s? in)|token(?:iz|s\b)|思维链|KV ?cache|幻觉|hallucinat"
        r"|预训练模型|large language model",
    ),
    _topic(
        "Transformer与注意力",
        "Transformers and attention",
        r"transformer|注意力|attention|\bBERT\b|位置编码|positional encoding",
    ),
    _topic(
        "循环网络与序列",
        "Recurrent networks and sequences",
        r"循环神经|\bRNNs?\b|\bLSTM|\bGRU\b|长短[时期]记忆|序列模型|seq2seq|recurrent",
    ),
    _topic(
        "图神经网络",
        "Graph neural networks",
        r"图神经|图卷积|\bGNNs?\b|\bGCNs?\b|graph neural|graph convolution",
    ),
    _topic(
        "卷积网络",
        "Convolutional networks",
        r"卷积(?!.{0,2}图)|池化|\bCNNs?\b|ResNet|残差|convolution|pooling|胶囊网络",
    ),
    _topic(
        "生成模型",
        "Generative models",
        r"生成对抗|\bGANs?\b|变分自编码|\bVAE\b|扩散模型|diffusion|图像生成|自编码器"
        r"|autoencoder|风格迁移|StyleGAN|generative",
    ),
    _topic(
        "强化学习",
        "Reinforcement learning",
        r"强化学习|reinforcement|Q-?learning|\bDQN\b|策略梯度|policy gradient|马尔可夫决策"
        r"|\bMDP\b",
    ),
    _topic(
        "多任务与迁移学习",
        "Multi-task and transfer learning",
        r"多任务|multi-?task|迁移学习|transfer learning|领域(?:自)?适应|domain adapt|元学习"
        r"|meta-?learning|少样本|零.?shot|"
        r"zero-?shot|few-?shot|联邦学习|federated|跨领域",
    ),
    _topic(
        "自监督与多模态",
        "Self-supervised and multimodal learning",
        r"自监督|self-?supervis|对比学习|contrastive|多模态|multi-?modal|预训练|pre-?train",
    ),
    _topic(
        "正则化与泛化",
        "Regularisation and generalisation",
        r"正则化|regulari[sz]|dropout|过拟合|欠拟合|overfit|underfit|泛化|generali[sz]ation"
        r"|数据增强|augmentation|"
        r"偏差.{0,3}方差|bias.{0,5}variance|早停|early stopping|权重衰减|weight decay|归一化"
        r"|normali[sz]ation",
    ),
    _topic(
        "优化与训练",
        "Optimisation and training",
        r"优化器|优化算法|梯度|学习率|反向传播|backprop|optimi[sz]er|gradient|learning rate"
        r"|损失函数|loss function|激活函数|"
        r"activation function|收敛|超参数|hyper-?parameter|自动微分|初始化|调优|batch size",
    ),
    _topic(
        "评估与实验",
        "Evaluation and experiments",
        r"评估|指标|交叉验证|cross-?validation|混淆矩阵|confusion matrix|准确率|召回率"
        r"|精确率|\bAUC\b|\bROC\b|precision|"
        r"\brecall\b|实验设计|A/B ?test|假设检验|p-value|statistic|显著性|metrics?\b",
    ),
    _topic(
        "模型压缩与部署",
        "Compression and deployment",
        r"部署|deploy|量化|quanti[sz]|剪枝|prun(?:e|ing)|蒸馏|distill|推理加速|模型压缩"
        r"|在线推理|MLOps|模型监控|版本管理|"
        r"版本控制|容器化|serving|monitoring|inference latency|日志",
    ),
    _topic(
        "分布式训练与系统",
        "Distributed training and systems",
        r"分布式(?:训练|深度)|数据并行|模型并行|data parallel|model parallel|显存|内存不足"
        r"|计算资源|distributed training|"
        r"GPU memory|训练系统|可扩展性|容错",
    ),
    _topic(
        "数据处理",
        "Data preparation",
        r"数据预处理|数据清洗|缺失值|missing value|特征工程|feature engineering|类别不平衡"
        r"|不平衡数据|数据不平衡|imbalance|"
        r"数据管道|噪声数据|稀疏数据|标注|outlier|数据集",
    ),
    _topic(
        "可解释性与伦理",
        "Interpretability and ethics",
        r"可?解释性|interpretab|explainab|\bSHAP\b|\bLIME\b|公平|fairness|偏见|伦理|ethic"
        r"|隐私|privacy|透明性|对抗样本|"
        r"对抗训练|adversarial (?:example|train)|鲁棒",
    ),
    _topic(
        "视觉应用",
        "Computer vision",
        r"计算机视觉|computer vision|图像|目标检测|object detection|图像分割|segmentation"
        r"|超分辨率|人脸|OCR|自动驾驶|医疗影像",
    ),
    _topic(
        "自然语言与语音应用",
        "Language and speech",
        r"自然语言|\bNLP\b|文本分类|机器翻译|情感分析|词向量|word2vec|语音|speech|命名实体"
        r"|知识图谱|text classif",
    ),
    _topic(
        "推荐与搜索",
        "Recommendation and search",
        r"推荐系统|召回与排序|recommend|\bCTR\b|搜索引擎|ranking model",
    ),
    _topic(
        "经典机器学习",
        "Classical machine learning",
        r"决策树|decision tree|随机森林|random forest|支持向量|\bSVM\b|逻辑回归"
        r"|logistic regression|线性回归|"
        r"linear regression|k-?means|聚类|cluster(?:ing)?\b|朴素贝叶斯|naive bayes|\bPCA\b"
        r"|主成分|xgboost|boosting|"
        r"集成学习|ensemble|k-?nearest|k近邻",
    ),
    _topic(
        "数据库",
        "Databases",
        r"数据库|MySQL|InnoDB|Redis|\bSQL\b|事务|索引|database|transaction|\bJOIN\b|缓存"
        r"|MongoDB|NoSQL|CAP theorem",
    ),
    _topic(
        "计算机网络",
        "Computer networks",
        r"\bTCP\b|\bUDP\b|HTTPS?\b|\bDNS\b|三次握手|四次挥手|网络协议|socket|\bOSI\b|load balanc"
        r"|负载均衡",
    ),
    _topic(
        "操作系统",
        "Operating systems",
        r"操作系统|进程|线程|虚拟内存|死锁|页表|缺页|operating system"
        r"|\bprocess(?:es)?\b.{0,20}thread|virtual memory|"
        r"deadlock|Linux|CPU 使用率|mutex|semaphore",
    ),
    _topic(
        "算法与数据结构",
        "Algorithms and data structures",
        r"排序算法|快速排序|quick ?sort|二叉树|红黑树|哈希表|hash ?(?:map|table)|链表"
        r"|linked list|时间复杂度|"
        r"time complexity|动态规划|dynamic programming|贪心|数据结构|data structure|B\+ ?树",
    ),
    _topic(
        "编程语言",
        "Programming languages",
        r"\bJava\b|\bJVM\b|\bPython\b|\bGIL\b|\bC\+\+|Golang|\bJavaScript\b|\bReact\b"
        r"|垃圾回收|garbage collect|多态|"
        r"装饰器|decorator|闭包|closure|async",
    ),
    _topic(
        "系统设计",
        "System design",
        r"系统设计|system design|高并发|秒杀|微服务|microservice|消息队列|message queue|限流"
        r"|rate limit|分布式锁|"
        r"分布式系统|high availability|高可用",
    ),
    _topic(
        "行为面试",
        "Behavioural questions",
        r"一次经历|团队|冲突|自我介绍|职业规划|tell me about a (?:time|serious)|teamwork"
        r"|conflict with|your (?:biggest )?"
        r"(?:weakness|strength)|leadership",
    ),
    _topic(
        "神经网络基础",
        "Neural network basics",
        r"神经网络|neural network|神经元|权重共享|感知机|perceptron|深度学习|deep learning",
    ),
)
"""The last one takes what no other field claims."""
