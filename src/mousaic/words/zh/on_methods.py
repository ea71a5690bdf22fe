"""Words on the Methods paragraph and the record of a run, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "methods": "方法",
    "methods_copy": "可直接用于论文；全部参数列于下方。",
    "methods_images": "图像（{originals} 幅）{fit}，经抗混叠滤波缩小为 {size} x {size} 像素（{color}），并缩放到 0..1（{range}）。",
    "methods_vectors": "{originals} 个向量（各含 {length} 个数）{scaled}。",
    "methods_vectors_dtype": "均除以同一个数，即各数与其所在列均值之差的均方根",
    "methods_vectors_percentiles": "按整个数据集的 0.1 与 99.9 百分位数缩放到 0..1",
    "methods_vectors_none": "保持原样",
    "methods_member": "成员 {number}：{sentences:|}",
    "joined_average": "模型由 {members} 个并列的成员组成，重建取其平均。",
    "joined_weighted": "模型由 {members} 个并列的成员组成，其重建按权重 {weights:、|.2f} 相加：权重非负，总和为 1，由最小二乘在各成员未学过的训练图像上求得。",
    "chained": "模型是 {members} 个成员组成的链：第一个之后的每个成员学习其前各成员在图像中未能描述的部分，重建为各成员重建之和。",
    "methods_combined": (
        "其特征是 {members} 个成员（来自 {runs} 次运行）的共识：绝对余弦不低于 {threshold:g} 的特征一一匹配并合并为均值，"
        "保留支持最多的特征。"
    ),
    "methods_fit_crop": "截取中央正方形",
    "methods_fit_letterbox": "填充为正方形",
    "methods_fit_stretch": "拉伸为正方形",
    "methods_range_dtype": "按其数据类型的范围",
    "methods_range_percentiles": "按整个图像集的 0.1 与 99.9 百分位数",
    "methods_split": "留出 {percent:g}% 的组，按类别分层；图像与其副本从不分开。",
    "methods_groups_given": "哪些图像属于一组由人工给定。",
    "methods_groups_names": "哪些图像属于一组由文件和文件夹的名称得出。",
    "methods_groups_near_duplicates": "几乎相同的图像算作一组；此外不知道哪些图像属于一组，因此所有 p 值都假定其余图像相互独立。",
    "methods_groups_confounded": "按名称每个类别的图像是一组，因此不能证明类别之间的任何差异。",
    "methods_groups_none": "没有给定图像的分组，因此所有 p 值都假定每幅图像相互独立。",
    "methods_no_split": "全部图像都用于训练，没有留出。",
    "methods_no_augmentation": "未使用数据增强。",
    "methods_augmentation": "每幅训练图像有 {copies} 个增强副本，{when}（共 {images} 幅训练图像）：旋转至多 {rotation:g} 度，水平翻转概率 {horizontal:g}，垂直翻转概率 {vertical:g}，平移至多 {shift:.0%}，透视 {perspective:g}，裁剪至多为边长的 {crop:.0%}，亮度与对比度变化至多 {brightness:.0%} 与 {contrast:.0%}；图像之外：{border}。",
    "methods_chosen": (
        "其强度与翻转由训练部分内部的 {folds} 折交叉验证选定（一个成员，{epochs} 轮）：取留出图像的 r 与最佳者相差不超过一个标准误的最简者。"
    ),
    "methods_when_fresh": "每轮重新生成",
    "methods_when_fixed": "只生成一次",
    "border_black": "黑色",
    "border_edge": "重复边缘像素",
    "border_reflect": "镜像",
    "methods_model": "模型由 {members} 个权重共享的 k 稀疏自编码器组成（{features} 个特征，k = {k}{local}，{init}，{center}）。",
    "methods_model_one": "模型为一个权重共享的 k 稀疏自编码器（{features} 个特征，k = {k}{local}，{init}，{center}）。",
    "methods_model_pursuit": "学习了 {members} 部字典，各有 {features} 个特征（{init}{local}）。每幅图像{center}在每部字典中由 k = {k} 个特征描述，这些特征由正交匹配追踪逐一选出，并以最小二乘加权。",
    "methods_model_pursuit_one": "学习了一部含 {features} 个特征的字典（{init}{local}）。每幅图像{center}由其中 k = {k} 个特征描述，这些特征由正交匹配追踪逐一选出，并以最小二乘加权。",
    "methods_less_mean": "减去训练均值后",
    "methods_model_of_parts": (
        "模型由 {members} 个稀疏自编码器组成，编码器为 {encoder}，解码器为 {decoder}，稀疏方式为 {sparsity}"
        "（{features} 个特征，{k}{local}，{init}，{center}）。"
    ),
    "methods_k": "k = {k}",
    "methods_k_aimed_at": "以 {k} 个激活特征为目标",
    "methods_threshold": "激活特征的个数由阈值决定：{where}平均 {active:.1f} 个。",
    "methods_filters": (
        "模型由 {members} 个权重绑定的卷积 k-稀疏自编码器组成，各有 {filters} 个边长 {sizes:、|} 像素的滤波器，"
        "可置于相距 {stride} 像素的各个位置。每个滤波器在每个 {neighbourhood} x {neighbourhood} 个位置的邻域内"
        "只有最大的预激活可以激活，其中每幅图像最大的 k = {k} 个激活（{init}，{center}）。"
    ),
    "methods_filters_one": (
        "模型为一个权重绑定的卷积 k-稀疏自编码器，有 {filters} 个边长 {sizes:、|} 像素的滤波器，"
        "可置于相距 {stride} 像素的各个位置。每个滤波器在每个 {neighbourhood} x {neighbourhood} 个位置的邻域内"
        "只有最大的预激活可以激活，其中每幅图像最大的 k = {k} 个激活（{init}，{center}）。"
    ),
    "methods_filters_pursuit": (
        "学习了 {members} 个卷积字典，各有 {filters} 个边长 {sizes:、|} 像素的滤波器，可置于相距 {stride} 像素的各个位置。"
        "每幅图像由 k = {k} 个置于某处的滤波器描述，由正交匹配追踪逐一选出并以最小二乘加权（{init}，{center}）。"
    ),
    "methods_filters_pursuit_one": (
        "学习了一个卷积字典，有 {filters} 个边长 {sizes:、|} 像素的滤波器，可置于相距 {stride} 像素的各个位置。"
        "每幅图像由 k = {k} 个置于某处的滤波器描述，由正交匹配追踪逐一选出并以最小二乘加权（{init}，{center}）。"
    ),
    "methods_model_of_parts_one": (
        "模型为一个稀疏自编码器，编码器为 {encoder}，解码器为 {decoder}，稀疏方式为 {sparsity}"
        "（{features} 个特征，{k}{local}，{init}，{center}）。"
    ),
    "methods_local": "，每个特征限于 {side} x {side} 像素的窗口{beyond}",
    "methods_local_sizes": "，等分为数份，分别限于边长为 {sides:、|} 像素的窗口{beyond}",
    "methods_local_beyond": "（大于图像的窗口只向边缘渐弱，不作截断）",
    "methods_init_windows": "以训练图像的柔和窗口初始化",
    "methods_init_rows": "以训练行初始化",
    "methods_init_orthogonal": "正交初始化",
    "methods_center": "解码器偏置始于训练均值",
    "methods_no_center": "无解码器偏置",
    "methods_training": "以 Adam 训练 {epochs} 轮（步长 {rate:g}{warmup}{decay}，批量 {batch}），损失为{objective}{consistency}。",
    "methods_learning_pursuit": "学习采用在线字典学习（Mairal 等，2009），共 {epochs} 轮，不用梯度：每批至多 {batch} 幅图像之后，依次把每个特征改为在其余特征不变时对已见图像重建最佳者，并向其原状收缩（岭系数为激活值均方的 {ridge:g} 倍）；一幅图像在其后又见 {memory} 幅时权重降为 1/e。特征保持各自的窗口，长度一致。",
    "methods_learning_pursuit_of_rows": "学习采用在线字典学习（Mairal 等，2009），共 {epochs} 轮，不用梯度：每批至多 {batch} 个向量之后，依次把每个特征改为在其余特征不变时对已见向量重建最佳者，并向其原状收缩（岭系数为激活值均方的 {ridge:g} 倍）；一个向量在其后又见 {memory} 个时权重降为 1/e。所有特征长度一致。",
    "methods_squared_error": "均方误差",
    "methods_objective": "目标函数 {name}",
    "methods_consistency_latent": "，加上 {weight:g} 倍的成员编码间均方差异",
    "methods_consistency_dictionary": "，加上 {weight:g} 倍的一致性损失（使每个特征靠近另一成员中最近的特征）",
    "methods_consistency_matched": "，加上 {weight:g} 倍的一致性损失（成员间一一匹配的特征之间）",
    "methods_warmup": "，在前 {share:.0%} 的步数中预热",
    "methods_decay": "，在后 {share:.0%} 的步数中线性衰减",
    "methods_nested": "编码在只保留其最强的一半或四分之一特征时也须可用（嵌套）。",
    "methods_revive": "在前 {share:.0%} 的轮次中，一轮之内在任何训练图像上都不激活的特征重新开始。",
    "methods_early_stop": "验证误差连续 {epochs} 轮没有改善即停止训练；保留第 {kept} 轮。",
    "methods_versions": "Mousaic {mousaic}，PyTorch {torch}，Python {python}；随机种子 {seed}；预设 {preset}。",
    "methods_analysis": "特征的类别差异以置换检验评定：比较激活值与响应的均值之差，以组为单位（{labelings} 次随机标签，按全部特征作 max-T 校正）。",
    "methods_analysis_exact": "特征的类别差异以精确置换检验评定：比较激活值与响应的均值之差，以组为单位（全部 {labelings} 种标签，按全部特征作 max-T 校正）。",
    "methods_analysis_none": "未检验类别之间的差异。",
    "methods_trust": "若某特征与一次独立训练（另一随机种子、另一组抽样；共 {runs} 次）中某个活跃特征的 |余弦| 不低于 {threshold}，即认为在该次训练中再次出现。",
    "parameters": "参数",
    "every_parameter": "本次训练的全部参数",
    "every_parameter_of": "成员 {number} 训练的全部参数",
    "parameter": "参数",
    "value": "值",
    "yes": "是",
    "no": "否",
    "group_images": "图像",
    "group_augmentation": "数据增强",
    "group_model": "模型",
    "group_training": "训练",
    "versions": "版本与机器",
    "machine": "机器",
    "device": "设备",
    "backend": "计算方式",
    "threads": "线程数",
    "command": "命令",
    "checksums": "校验和（SHA-256）",
    "sum_data": "全部图像",
    "checksums_explained": "全部图像：按 split.csv 的顺序，对 sha256sum 为原图所打印的各行求 SHA-256；split.csv 列有每幅图像的校验和。",
}
