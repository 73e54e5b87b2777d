"""Facts about training, regularisation and evaluation."""

from __future__ import annotations

from interviewer.bank.facts.fact import Fact, fact

TRAINING: tuple[Fact, ...] = (
    fact(
        "recall",
        r"(?:召回率|查全率|\brecall\b).{0,60}(?:负样本|负例|负类|negative (?:samples?|examples?"
        r"|instances?)).{0,30}"
        r"(?:占|除以|比例|比率|out of|over all|among all).{0,12}(?:负样本|负例|负类|negative"
        r"|比例|$)",
        "召回率按正样本计算：正确预测的正样本占全部实际正样本的比例",
        "recall counts positives: correctly predicted positives over all actual positives",
        right=r"(?:召回率|recall).{0,20}正样本占.{0,6}正样本",
        unless=r"假负|漏|FN|false negative|特异|specificity",
    ),
    fact(
        "precision",
        r"(?:^|[：:。\s])(?:精确率|查准率).{0,24}占(?:总|全部"
        r"|所有)?(?:的)?(?:实际)?正样本(?:总?数)?的比例",
        "精确率的分母是预测为正的样本数，不是实际正样本数",
        "the denominator of precision is the number of predicted positives",
        unless=r"预测(?:为)?正|总预测",
    ),
    fact(
        "dropout at test time",
        r"dropout.{0,40}(?:测试|推理|预测|test|inference)(?:阶段|时|过程中| time)?[^。不]{0,12}"
        r"(?:随机丢弃|仍(?:然)?丢弃|也会?丢弃|randomly drop|still drop)",
        "Dropout 只在训练时丢弃神经元，推理时使用全部神经元",
        "dropout drops units in training only; all units are used at inference",
        unless=r"不|关闭|monte carlo|蒙特卡洛|\bMC\b|turned off|disabled|only",
    ),
    fact(
        "dropout retrains",
        r"每次迭代后[，,]?重新训练网络",
        "Dropout 在每次前向传播时随机丢弃神经元，并不在每次迭代后重新训练网络",
        "dropout samples a mask per forward pass; the network is not retrained after each step",
    ),
    fact(
        "L1 and L2",
        r"(?:\bL1\b\s*(?:正则化|范数|regulari[sz]ation|penalty)?[^。，,；;]{0,24}(?:平方和"
        r"|平方项|sum of squares|squared)"
        r"|\bL2\b\s*(?:正则化|范数|regulari[sz]ation|penalty)?[^。，,；;]{0,24}(?:绝对值之和"
        r"|绝对值|absolute values?))",
        "L1 正则化惩罚权重绝对值之和，L2 正则化惩罚权重平方和",
        "L1 penalises the sum of absolute weights, L2 the sum of squared weights",
        unless=r"\bL1\b.*\bL2\b|\bL2\b.*\bL1\b|弹性|elastic",
    ),
    fact(
        "sparsity",
        r"\bL2\b[^。；;]{0,20}(?:产生|得到|鼓励|使得?|导致)[^。；;L]{0,14}稀疏"
        r"|\bL2\b[^.;]{0,30}(?:yields?|gives?|produces?|encourages?) sparse",
        "产生稀疏权重的是 L1 正则化，L2 正则化只让权重变小",
        "L1 yields sparse weights; L2 only shrinks them",
        unless=r"\bL1\b|不",
    ),
    fact(
        "overfitting",
        r"(?:过拟合.{0,12})?(?:高训练误差|训练误差(?:很)?高|训练误差(?:很"
        r"|较)大)(?!.{0,20}欠拟合)[：:，,].{0,30}(?:误差很小|测试|过拟合)"
        r"|过拟合.{0,12}(?:高偏差|训练误差(?:很|较)?[高大])|overfit\w* .{0,20}(?:high bias"
        r"|high training error)",
        "过拟合表现为训练误差小、测试误差大；训练误差高是欠拟合",
        "overfitting means low training and high test error; high training error is underfitting",
        right=r"过拟合.{0,16}训练数据上表现(?:得)?(?:非常|很)好.{0,16}(?:不佳|较差)",
        unless=r"欠拟合|underfit",
    ),
    fact(
        "bias and variance",
        r"(?:高偏差|high bias)[^。，,；;.]{0,10}(?:导致|意味着|表现为|对应|就是|leads? to|means"
        r"|causes?)[^。，,；;.不]{0,8}(?:过拟合|overfit)"
        r"|(?:高方差|high variance)[^。，,；;.]{0,10}(?:导致|意味着|表现为|对应|就是|leads? to"
        r"|means|causes?)[^。，,；;.不]{0,8}(?:欠拟合|underfit)",
        "高偏差对应欠拟合，高方差对应过拟合",
        "high bias goes with underfitting, high variance with overfitting",
    ),
    fact(
        "gradient clipping",
        r"(?:梯度(?:裁剪|剪切|剪裁)|gradient clipping).{0,60}(?:避免|防止|解决|缓解|prevents?"
        r"|avoids?|solves?)[^。；;.]{0,8}"
        r"(?:梯度消失|vanishing)",
        "梯度裁剪限制梯度的上限，只能防止梯度爆炸，不能解决梯度消失",
        "gradient clipping bounds large gradients; it cannot cure vanishing ones",
        right=r"(?:梯度(?:裁剪|剪切)|裁剪).{0,30}(?:防止|避免)梯度爆炸(?!.{0,4}消失)",
        unless=r"不能|无法|不.{0,4}消失|cannot|not",
    ),
    fact(
        "ReLU",
        r"激活函数如\s*ReLU.{0,6}在梯度消失.{0,16}表现不佳",
        "ReLU 在正区间的导数为 1，正是用来缓解梯度消失的；易造成梯度消失的是 Sigmoid、Tanh",
        "ReLU has slope 1 for positive inputs and mitigates vanishing gradients; sigmoid and "
        "tanh cause them",
        right=r"如\s*ReLU\s*函数.{0,10}避免梯度消失",
    ),
    fact(
        "leaky ReLU",
        r"Leaky\s*ReLU.{0,60}(?:输入)?小于(?:等于)?\s*(?:0|零).{0,8}(?:输出"
        r"|为)[^。；;]{0,6}(?:小的)?常数",
        "Leaky ReLU 在负区间输出输入乘以一个小斜率，不是常数",
        "leaky ReLU outputs a small slope times the input for negative inputs, not a constant",
        unless=r"斜率|乘|倍|系数",
    ),
    fact(
        "saturating activations",
        r"(?:Sigmoid|Tanh)(?:\s*(?:和|与|、|and)\s*(?:Sigmoid"
        r"|Tanh))?\s*(?:函数)?[^。；;]{0,24}减少了?梯度消失",
        "Sigmoid 和 Tanh 在两端饱和，会加重梯度消失",
        "sigmoid and tanh saturate, which makes gradients vanish",
        right=r"Sigmoid.{0,80}导致梯度消失",
    ),
    fact(
        "activation ranges",
        r"sigmoid[^。；;.]{0,24}(?:映射到|范围是?|区间"
        r"|range)[^。；;.]{0,6}[(\[（]\s*-1\s*[,，]\s*1|"
        r"tanh[^。；;.]{0,24}(?:映射到|范围是?|区间|range)[^。；;.]{0,6}[(\[（]\s*0\s*[,，]\s*1",
        "Sigmoid 的值域是 (0,1)，Tanh 的值域是 (-1,1)",
        "sigmoid maps to (0, 1), tanh to (-1, 1)",
        unless=r"sigmoid.*tanh|tanh.*sigmoid",
    ),
    fact(
        "momentum",
        r"动量(?:优化器|法)?.{0,40}递减的学习率|momentum.{0,40}decreasing learning rate",
        "动量法累积过去梯度的指数加权平均来更新参数，与递减的学习率无关",
        "momentum accumulates past gradients; it is not a decreasing learning rate",
        right=r"过去梯度信息的加权平均来更新参数",
    ),
    fact(
        "RMSProp",
        r"RMSProp.{0,30}递减的学习率",
        "RMSProp 对梯度平方做指数移动平均来调整学习率，不是使用递减的学习率",
        "RMSProp divides by a moving average of squared gradients",
        right=r"(?:梯度的平方进行指数衰减平均|梯度的均方根)",
    ),
    fact(
        "image classification is supervised",
        r"无监督学习任务，如[^。；;]{0,12}图像分类",
        "图像分类需要标签，是有监督任务",
        "image classification needs labels and is supervised",
    ),
    fact(
        "gradient of what",
        r"每层节点对输入数据的梯度",
        "训练需要的是损失函数对各层参数的梯度，不是节点对输入数据的梯度",
        "training needs the gradient of the loss with respect to the parameters",
        right=r"(?:从输出层开始.{0,20}计算每个参数的梯度|通过链式法则计算每一?层的梯度)",
    ),
    fact(
        "what multi-task learning is not",
        r"(?:模型蒸馏|迁移学习|协同训练)是一种多任务学习(?:技术|策略)",
        "模型蒸馏、迁移学习、协同训练都是独立的方法，不是多任务学习的一种",
        "distillation, transfer learning and co-training are not kinds of multi-task learning",
        right=r"(?:迁移学习是一种利用|模型蒸馏是一种将知识)",
    ),
    fact(
        "bagging and boosting",
        r"bagging[^。，,；;.]{0,24}(?:降低|减少|减小|reduces?)[^。，,；;.]{0,6}(?:偏差|bias)"
        r"|boosting[^。，,；;.]{0,24}(?:主要|mainly)[^。，,；;.]{0,6}(?:降低|减少|减小"
        r"|reduces?)[^。，,；;.]{0,6}(?:方差|variance)",
        "Bagging 主要降低方差，Boosting 主要降低偏差",
        "bagging mainly reduces variance, boosting mainly reduces bias",
        unless=r"不|而非|not",
    ),
)
