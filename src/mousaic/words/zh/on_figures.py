"""Words on headings, captions and labels of the figures, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "picture": "图样",
    "structure": "高于噪声的部分",
    "top_images": "激活最强的图像及其激活值",
    "random_images": "随机选取的其他激活图像",
    "examples_title": "最重要的特征",
    "examples_heading": "{of_member}最重要的特征",
    "examples_caption_rows": (
        "最重要的 {count} 个特征。向量本身没有图像，因此用特征激活的那些行所对应的图片来展示它：激活最强的几幅，"
        "以及随机抽取的另外几幅。只有它们的共同之处才说明特征代表什么。"
    ),
    "examples_caption": (
        "去掉后重建效果最差的 {count} 个特征。图样：该特征在字典中的一行；高于噪声的部分：按约一个像素平滑并去掉其中残留的噪声后所余"
        "（两者均以蓝色表示低于零，红色表示高于零）。图像上的橙色线：该特征一半能量所在之处（全局特征不画）。"
        "承担：单独关闭该特征时误差的增量占整个编码所解释部分的比例；各特征互有重叠，因此这些比例之和不必为 100%。"
    ),
    "kind_is": "类型：{kind}",
    "fires_in": "在 {share:.0%} 的图像中激活",
    "carries": "承担 {share:.1%}",
    "kind_local": "局部",
    "kind_edge": "边缘型",
    "kind_global": "全局",
    "kind_noise": "噪声",
    "kind_count": "占激活过的特征中的 {count:,} 个（{share:.0%}）；其中最重要的是：",
    "kinds_heading": "特征的样子",
    "kinds_caption": (
        "上：图样；下：高于噪声的部分。{letters}依次按以下规则判定：平滑后图样高于噪声的能量不足 {noise:.0%} 的为噪声；"
        "线条方向一致（相干性不低于 {coherence:g}）的为边缘型；一半能量集中在不超过 {area:.0%} 的像素内、"
        "且距中心不超过图像边长的 {spread:g} 倍的为局部；其余为全局。"
    ),
    "coverage_heading": "特征关注的位置",
    "coverage_mean": "平均图像",
    "coverage_density": "特征的能量（1 为均匀分布）",
    "coverage_error": "重建所遗漏的部分（均方根）",
    "coverage_caption": (
        "中：{features:,} 个激活过的特征的能量（高于噪声的部分），每个特征权重相同；一半能量落在图像的 {half:.0%} 上。"
        "右：重建（有多个成员时为其平均）的均方根误差，对全部图像取平均；像素值范围为 0 到 1。"
    ),
    "numbers_heading": "特征的使用与相似程度",
    "numbers_firing": "特征在多少幅图像中激活",
    "numbers_carried": "前若干特征所占的重要性，%",
    "likeness": "特征的相似程度",
    "numbers_alike": "最相近的另一特征，%",
    "numbers_caption": (
        "左：特征，按其出现在多少幅图像的编码中分组。中：重要性指单独关闭某一特征时误差的增量；"
        "最重要的若干特征占全部重要性的比例，每个成员一条线。右：每个特征与其最相近特征的 |余弦|，"
        "与同样数量的随机特征对照；1 表示完全相同。"
    ),
    "axis_rank": "特征，最重要者在前",
    "axis_cosine": "|余弦|",
    "axis_images": "图像数",
    "learned": "学到的特征",
    "random_features": "随机特征",
    "every_image": "每幅图像",
    "silent": "{count:,} 个从未激活",
    "class_heading": "特征与类别",
    "class_caption": (
        "差异最明显的特征，无论是否通过检验。高于噪声的部分：特征的图样，红色高于零，蓝色低于零。"
        "类别差异所在：同一图样乘以两类平均图像之差；红色处使该特征在所列类别中更强，全部像素之和即为响应之差。"
        "图像上的橙色线：红色最强之处。点：图像；竖线：均值。校正后 p：以组为单位的置换检验，以全部特征中最大的统计量为零分布。"
        "激活率差：以百分点计，附 95% 区间。"
    ),
    "where": "类别差异所在",
    "values": "在每幅图像中的值",
    "strongest_inside": "所列类别中最强的图像",
    "strongest_outside": "其他类别中最强的图像",
    "feature_of": "{of_member}特征 {feature}",
    "of_member": "成员 {member} 的",
    "letters": "m：成员，f：特征。",
    "letters_alone": "f：特征。",
    "effect_in": "{direction} {effect:.2f} 个标准差，类别：",
    "in_class": "{name}",
    "passes": "通过：校正后 p = {p:p}",
    "does_not_pass": "未通过：p = {p:p}",
    "rate_interval": "激活率差 {gap:+.0f} 点（{low:+.0f} 至 {high:+.0f}）",
    "class_effects_heading": "全部特征的类别差异",
    "effects_title": "每个被检验的特征",
    "p_title": "p 值的分布",
    "not_passed": "未通过",
    "passed": "校正后通过",
    "needed": "通过所需",
    "axis_effect": "类别之间的差异（标准差）",
    "axis_p": "单个特征的 p 值",
    "by_chance": "若没有特征存在差异",
    "features": "特征数",
    "effects_caption": (
        "左：每个特征在类别之间的差异（取激活值与对图像的响应中较明显者）及其自身置换检验的 p 值，未按特征数量校正。"
        "右：若没有特征存在差异，p 值应大致均匀分布；在 0 附近明显偏多，说明有些特征存在差异。（特征彼此相似，其 p 值会同升同降。）"
    ),
    "shortcuts_heading": "与内容无关的图像属性能解释多少",
    "auc_title": "区分类别",
    "follow_title": "特征",
    "auc_bar": "{auc:.2f}（p = {p:p}）",
    "axis_auc": "AUC（0.5：无法区分，1：完全区分）",
    "axis_r": "特征与属性之间的 |r|",
    "a_feature": "一个特征",
    "best_class_feature": "最明显的类别特征",
    "shortcuts_caption": (
        "左：每幅图像仅凭一个数能在多大程度上区分类别，p 值已按全部属性校正；橙色：能够区分。"
        "右：特征在多大程度上反映该属性；超过虚线（|r| 为 {follows:g}）且在类别内部也如此的，即认为该特征反映这一属性。"
        "边缘：图像最外侧的十六分之一。清晰度：拉普拉斯算子的方差。文件名顺序：不论所在文件夹。"
    ),
    "sparsity_title": "更少或更多的激活特征",
    "sparsity_error": "平方误差",
    "sparsity_r": "Pearson r",
    "sparsity_caption": (
        "模型保持不变，每个编码只保留最强的若干特征，或放入比训练时更多的特征；各成员分别计算，再对成员与图像取平均。"
        "以其他 k 值训练的模型，在该 k 值下可能更好。"
    ),
    "own_k": "本模型的 k = {k}",
    "axis_active": "激活特征数",
    "part_train": "训练",
    "part_validation": "留出",
    "by_class_heading": "各类别的重建",
    "classes_shown": "图中为 {of} 个类别中最大的 {shown} 个。",
    "by_class_caption": (
        "图像与其重建（有多个成员时为其平均）之间逐像素的 Pearson r，1 为完全一致。点：图像；横线：均值及其 95% 区间（对组重抽样）。"
        "每对图中左为原图，右为重建。"
    ),
    "worst": "重建最差",
    "best": "重建最好",
    "axis_pearson": "Pearson r",
    "no_class": "无类别",
    "pairs_heading": "同时激活的特征",
    "pairs_caption": (
        "图样：特征高于噪声的部分。{letters}偶然：假设两个特征各自激活的组数不变而相互独立。"
        "采用 Fisher 精确检验，并以 Benjamini-Hochberg 法校正（5% 错误发现率）。"
        "由于每次只有 k 个特征激活，少量的相互回避源自模型本身。"
    ),
    "pairs_none_tested": "在至少三个组中激活的特征太少，无法考察特征对。",
    "pairs_none": "在 {pairs:,} 对特征中，没有一对同时激活的次数明显多于或少于偶然。",
    "pairs_some": "在 {pairs:,} 对特征中，有 {more:,} 对同时激活的次数多于偶然，{less:,} 对少于偶然。",
    "together": "同时激活多于偶然",
    "apart": "同时激活少于偶然",
    "pair_counts": "{groups} 组中有 {both} 组，偶然为 {expected:.1f} 组",
}
