"""Words on the figures of a comparison, of a choice of k and of a measurement of stability, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "equal_numbers_codes": "编码为 {k} 个数值",
    "more_numbers_each": "每幅图像存储更多数值",
    "dots_learned_from": "学习过的图像",
    "dots_held_out": "留出图像",
    "comparison_design": (
        "{images} 幅图像，{groups} 组；{folds} 折交叉验证：评判每幅图像的方法都从未见过该图像、其所在的组或其增强副本。"
    ),
    "comparison_design_repeats": (
        "{images} 幅图像，{groups} 组；{folds} 折交叉验证，重复 {repeats} 次："
        "评判每幅图像的方法都从未见过该图像、其所在的组或其增强副本。"
    ),
    "comparison_caption": (
        "图像与其重建之间逐像素的 Pearson r，对图像取平均：1 为完全一致。"
        "穿过圆点的横线：95% 区间（对图像的组重抽样）；两条线重叠时，两种方法的差异仍可能是明确的，因为两者都在相同的图像上测得。"
        "未解释：平方误差与所学图像之平均的平方误差之比（FVU）。数值个数：每幅图像所存储的；+p：另有位置，指明数值的归属。"
        "失活：在任何训练原图上都不激活的特征。蓝色超出橙色的部分：方法所记住的、只对学习过的图像有效的内容。"
        "粗体：由 Mousaic 训练的稀疏自编码器。"
    ),
    "bits_heading": "每幅图像所用比特数与留出 r",
    "bits_caption": (
        "编码的代价：每个数值 8 比特，加上选取原子的方式数的 log2。每条线取比特数所允许的最多数值；再无数值可取之处保持水平（浅色）。"
        "粗线：由 Mousaic 训练的稀疏自编码器；同色虚线：训练前的相同特征，编码方式相同。深灰：PCA；浅灰：其他方法。"
        "圆点与竖线：{bits} 比特时的 r 及其 95% 区间（对图像的组重抽样）。"
        "r 轴向 1 拉伸：相等的间距使 1 - r 缩小相同的倍数。"
    ),
    "axis_bits": "每幅图像的比特数",
    "axis_bits_r": "留出 r",
    "bits_column": "{bits} 比特时的 r",
    "k_design": (
        "{images} 幅图像，{groups} 组，{folds} 折，模型有 {members} 个成员、{features} 个特征，编码方式 {codes}。"
    ),
    "k_design_members": (
        "{images} 幅图像，{groups} 组，{folds} 折，模型有 {members} 个成员、各 {features} 个特征，编码方式 {codes}。"
    ),
    "k_caption": (
        "左：留出图像的均方误差（像素值为 0 到 1），附上下各一个标准误（以图像的组为单位）。"
        "阴影：不超过最佳均值加其标准误的范围；所选为其中最小的 k。"
        "中：PW-MCC，即不同折的模型之间一一匹配的特征 |余弦| 的平均，只计使用中的特征；虚线：训练之前的同一数值。"
        "各折所学的图像大多相同，因此独立图像之间的一致会更低。"
        "右：线性分类器从其他折的编码中学习；平衡准确率为各类别识别率的平均；阴影：95% 的随机标签低于此处。"
    ),
    "k_panel_error": "留出误差",
    "k_panel_stability": "各折之间的稳定性（PW-MCC）",
    "k_panel_decoding": "由留出编码区分类别",
    "k_within": "与最佳相差不超过\n一个标准误",
    "k_real_labels": "真实标签",
    "k_chance": "偶然：95% 的随机标签",
    "k_axis": "k，激活特征数",
    "stability_caption": (
        "左：PW-MCC，即两部字典的活跃特征一一匹配后 |余弦| 的平均（1：特征相同），对各对取平均。"
        "训练后：在图像上训练。训练前：第一步之前。"
        "打乱：所学图像除平均之外毫无共同之处（与平均之差的像素或傅里叶相位被打乱）；"
        "相同图像：取自同一批此类图像的两个抽样，因此两者的一致即为所记住的图像。"
        "右：本次运行的每个活跃特征与每部其他字典中最相近活跃特征的 |余弦|；训练前：其起点与彼处起点相比。活跃：在原图上激活过。"
        "下：本次运行的特征（m2 f639：成员 2 的特征 639；10/10 (4)：在 10 次独立训练中全部再次出现，其起点 4 次），"
        "各附其中第一批训练里最相近的特征（符号已调整为一致）及其 |余弦|。"
        "蓝色低于零，红色高于零（彩色图像中灰色为零），每个图样各用自己的尺度。"
        "彼此相当的特征只显示一个。失活特征一律不计。"
    ),
    "found_best": "再现得最好的特征，及其他训练中最相近的特征",
    "found_worst": "再现得最差的特征，同上",
    "mark_trained": "训练后",
    "mark_untrained": "训练前",
    "mark_pixels": "像素打乱",
    "mark_phases": "相位打乱",
    "mark_same_images": "相位打乱，相同图像",
    "axis_agreement": "活跃特征的 PW-MCC",
    "matches_title": "与其他字典中最相近者有多相似？",
    "matches_by_chance": "无结构的图像",
    "matches_of_runs": "独立训练",
    "matches_from": "自 {threshold:.2f} 起算作再次出现",
    "axis_match": "与另一字典中最相近特征的 |余弦|",
    "axis_comparisons": "比较所占的 %",
}
