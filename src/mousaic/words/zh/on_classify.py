"""Words on telling classes, or a number, of images held out, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "told_light_better": (
        "{by}比亮度与对比度更能{what}：{measure} {score:.2f}，亮度与对比度为 {other:.2f}"
        "（差 {gap:.2f}，95% 区间 {low:.2f} 至 {high:.2f}）。"
    ),
    "told_light_same": (
        "就这些图像而言，{by}并不比亮度与对比度更能{what}：{measure} {score:.2f}，亮度与对比度为 {other:.2f}"
        "（差 {gap:.2f}，95% 区间 {low:.2f} 至 {high:.2f}）。"
    ),
    "told_light_worse": (
        "{by}不如亮度与对比度能{what}：{measure} {score:.2f}，亮度与对比度为 {other:.2f}"
        "（差 {gap:.2f}，95% 区间 {low:.2f} 至 {high:.2f}）。"
    ),
    "told_what_classes": "区分类别",
    "told_what_number": "预测 {name}",
    "told_accuracy": "平衡准确率",
    "told_r2": "R2",
    "told_auroc": "AUROC",
    "told_brier": "Brier 分数",
    "told_spearman": "秩相关",
    "told_beyond_chance": "将标签按整组重新分配后，取得同样好结果的概率为 p = {p:p}：超出偶然。",
    "told_by_chance": "将标签按整组重新分配后，取得同样好结果的概率为 p = {p:p}：这些图像不足以说明超出偶然。",
    "told_start_better": "学习有帮助：编码比未训练起点的编码更有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_start_same": "编码并不比未训练起点的编码更有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_start_worse": "编码不如未训练起点的编码有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_plain_better": "推荐的数值比单用{of}更有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_plain_same": "推荐的数值是否比单用{of}更有区分力尚不明确（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_plain_worse": "推荐的数值不如单用{of}有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_own_better": "推荐的一行比{of}更有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_own_same": "推荐的一行是否比{of}更有区分力尚不明确（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_own_worse": "推荐的一行不如{of}有区分力（差 {gap:.2f}，{low:.2f} 至 {high:.2f}）。",
    "told_by_recommended": "部件与整幅图像合用（推荐）",
    "told_by_own_recommended": "像素本身（推荐）",
    "told_by_own_recommended_of_rows": "向量本身的数值（推荐）",
    "told_by_parts": "部件的出现程度与位置",
    "told_by_presences": "部件的出现程度",
    "told_by_responses": "特征的响应",
    "told_by_codes": "单次编码",
    "told_by_codes_omp": "匹配追踪编码",
    "told_by_start": "未训练起点的编码",
    "told_by_pca": "PCA",
    "told_by_pixels": "像素",
    "told_by_own_pixels": "像素本身（参数由内层折决定）",
    "told_by_own_pixels_of_rows": "向量本身的数值（参数由内层折决定）",
    "told_by_light": "亮度与对比度",
    "told_model_logistic": "逻辑回归",
    "told_model_neighbours": "最近邻",
    "told_model_svm": "线性支持向量机",
    "told_model_ridge": "岭回归",
    "without_outcome": "{count:,} 幅没有 {name} 的图像未纳入。",
    "told_design": (
        "{images:,} 幅图像，{groups:,} 组；{folds} 折，重复 {repeats} 次：按整组留出，{learned}"
        "在每一折内重新学习；重新分配标签 {permutations} 次；种子 {seed}。"
    ),
    "told_learned_all": "部件、成员、起点与 PCA ",
    "told_learned_members": "成员、起点与 PCA ",
    "told_learned_pca": "PCA ",
    "told_rule_numbers": "{name}：数值（{different} 个不同的值），因此逐一预测（若应视为类别：--kind classes）。",
    "told_rule_classes": "{name}：{different} 个类别。",
    "told_fold": "第 {number}/{folds} 折  {measure} {score:.2f}  {seconds:6.1f} 秒  剩余 {minutes}:{rest:02d}",
    "told_fold_kept": "第 {number}/{folds} 折  {measure} {score:.2f}  此前已完成",
    "told_title": "{name}：什么能区分这些图像",
    "told_kicker": "Mousaic 分类",
    "told_table": "各种表示方式在留出图像上的表现",
    "told_numbers": "数值",
    "told_model": "模型",
    "told_table_explained": (
        "各类别权重相同。推荐的一行在看到任何分数之前就已确定；另一行在此更高可能出于偶然。"
        "区间：按整组重新抽样。p：重新分配的标签中做得同样好的比例。"
    ),
    "told_pictures": "图",
    "told_images": "值得一看的图像",
    "told_wrong": "在任一次重复中判断错误的图像，错得最多者在前（{count}）",
    "told_off": "与预测相差最远的图像",
    "told_unlike": "与其他图像不同的图像（{count}）",
    "told_unlike_explained": "与最近训练图像的距离超过 95% 的留出图像；即使完全普通的图像，每二十幅中也有一幅会如此。",
    "told_image_class": "判为 {said}（{p:.2f}），实为 {real}",
    "told_image_times": "{repeats} 次重复中有 {times} 次判为 {said}（{p:.2f}），实为 {real}",
    "told_image_number": "预测 {said:.3g}，实为 {real:.3g}",
    "told_method": "做法",
    "told_how": (
        "特征不使用标签；惩罚强度与邻居数目由训练部分的内层折决定。推荐的数值为部件的出现程度，以及权重减半的部件位置与像素，"
        "由线性模型判断。概率以各类别同样常见为前提。同一组的图像绝不出现在两侧。"
    ),
    "told_how_own": (
        "特征不使用标签；惩罚强度与邻居数目由训练部分的内层折决定。部件只在边长不少于 8 像素的正方形图像中寻找，"
        "这些图像没有部件，因此推荐的一行是以像素为输入的线性模型，判断类别时对所有数据采用同一惩罚强度。概率以各类别同样常见为前提。"
        "同一组的图像绝不出现在两侧。"
    ),
    "told_how_own_of_rows": (
        "特征不使用标签；惩罚强度与邻居数目由训练部分的内层折决定。向量没有部件，因此推荐的一行是以向量本身的数值为输入的线性模型，"
        "判断类别时对所有数据采用同一惩罚强度。概率以各类别同样常见为前提。同一组的向量绝不出现在两侧。"
    ),
    "told_settings": "全部设置",
    "confusion_heading": "哪些类别被混淆，概率是否可信",
    "confusion_caption": (
        "留出图像，由推荐的模型判断；数目为各次重复的平均。左：每一类图像（行）被判为何类（列）。"
        "右：给出某一概率时实际发生的频率；位于虚线上则概率准确。"
    ),
    "confusion_panel": "图像数：实际类别与所判类别",
    "calibration_panel": "概率",
    "confusion_said": "所判类别",
    "confusion_is": "实际类别",
    "calibration_said": "给出的概率",
    "calibration_was": "实际频率",
    "calibration_ideal": "准确",
    "calibration_found": "实测",
    "alt_confusion": "留出图像中判断正确的数目：{listed}。",
    "alt_confusion_class": "{name} {images:.4g} 幅中 {right:.4g} 幅",
    "alt_calibration": "给出的概率与实际频率：{listed}。",
    "alt_calibration_bin": "{told:.2f} 与 {share:.2f}",
    "foretold_heading": "{name}：预测值与实际值",
    "foretold_caption": "每个点为一幅留出图像，由推荐的模型在第一次重复中预测；位于虚线上则预测准确。",
    "foretold_real": "{name}",
    "foretold_said": "预测",
    "alt_foretold": "{images} 幅图像的预测值与实际值：R2 {r2:.2f}，秩相关 {r:.2f}。",
    "decides_heading": "推荐模型中权重最大的 {shown} 个部件",
    "decides_caption": (
        "每行是全部图像所得模型的一个部件。权重：占所有部件权重的比例。折数：每一折学习自己的部件；"
        "若同一部件（出现在相同位置）属于该折权重最大的十个，则计入。只有少数折选中的部件，可能与其他含义相同的部件互相替代。"
        "图片、活动范围与位置同部件图；图像按类别或数值排列。"
    ),
    "decides_note": "权重 {share:.1%}，{of} 折中的 {folds} 折",
    "predicted_by": "该分类器在留出图像上的{measure}为 {score:.2f}，仅用亮度与对比度为 {light:.2f}。",
    "predicted_class": "{path}  {said} {chance:.2f}{real}{unlike}",
    "predicted_number": "{path}  {said:.4g}{real}{unlike}",
    "predicted_real": "  实为 {label}",
    "predicted_line_unlike": "  与所有学习过的图像不同（p = {p:p}）",
    "predicted_seen": "其中 {count:,} 幅图像曾用于学习：对它们的判断不能检验分类器。",
    "predicted_unlike": "{images:,} 幅图像中有 {count:,} 幅与所有学习过的图像不同（p < 0.05）。",
    "predicted_unlike_never": "无法判断图像是否不同：留出过 {count} 幅图像，至少需要 20 幅。",
    "predicted_score": "{images:,} 幅已知标签的图像中，{right:,} 幅判断正确（平衡准确率 {score:.2f}）。",
    "predicted_score_numbers": "{images:,} 幅已知 {name} 的图像：R2 {score:.2f}，秩相关 {r:.2f}。",
}
