"""Words on the findings about features and classes, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "analysed_sample": "此处关于特征、部件与类别的所有数字和检验，均来自 {of:,} 幅图像中随机抽取的 {count:,} 幅：各类别抽取比例相同，并尽可能覆盖更多的组。",
    "classes_none": "图像不足两个类别，因此无从比较。",
    "classes_untested": "没有任何特征在至少三个组中激活，因此无法检验类别之间的差异。",
    "classes_impossible": "无法证明类别之间存在差异：在 {units} 的情况下，无论图像内容如何，单个特征所能达到的最小 p 值为 {floor:p}。",
    "classes_no_difference": "在检验的 {tested:,} 个特征中，没有任何特征在类别之间的差异超出偶然水平。{best}。{discovered}",
    "classes_some": "在检验的 {tested:,} 个特征中，有 {passed:,} 个在类别之间存在差异（其中哪怕有一个属于偶然的风险为 5%）。{best}。{discovered}",
    "classes_best": (
        "差异最明显的是{of_member}特征 {feature}：在类别“{name}”中{direction} {effect:.2f} 个标准差，"
        "经全部特征的多重比较校正后 p = {p:p}"
    ),
    "classes_discovered": "若允许 5% 的错误发现率，则可列出 {count:,} 个特征。",
    "more": "高",
    "less": "低",
    "units": "{count} 组“{name}”",
    "units_images": "{count} 幅“{name}”",
    "units_many": "{classes} 个类别的组",
    "and": "、",
    "power": (
        "检验效能：在 {units}、共检验 {tested:,} 个特征的情况下，特征须相差约 {effect:.1f} 个标准差才能通过检验；更小的差异无法发现。"
    ),
    "power_few": (
        "检验效能：在 {units} 的情况下，单次检验的最小 p 值为 {floor:p}，因此 {tested:,} 个特征中几乎没有一个能够通过；"
        "未通过检验并不说明问题。"
    ),
    "shortcuts_none": "在 {count} 种与内容无关的图像属性中，没有一种能够区分类别（最接近的是{name}，AUC {auc:.2f}，校正后 p = {p:p}）。",
    "shortcuts_some": "请注意：不看图像的任何局部，类别也能区分开来，依据是{listed}；存在差异的特征也许只是在反映这一点。",
    "shortcut_listed": "{name}这一项（AUC {auc:.2f}，p = {p:p}）",
    "brightness": "亮度",
    "contrast": "对比度",
    "border": "边缘亮度",
    "sharpness": "清晰度",
    "file_size": "文件大小",
    "file_order": "文件名顺序",
    "follows": "最能区分类别的特征实际上反映了图像的{name}（r = {r:.2f}；类内 r = {within:.2f}）。{of_all}",
    "follows_none": "最能区分类别的特征并不明显反映任何与内容无关的属性（最接近的是{name}，r = {r:.2f}；类内 r = {within:.2f}）。{of_all}",
    "follow_count": "在 {passed} 个类别特征中，有 {count} 个反映了某种此类属性。",
    "trust": "在 {living:,} 个在原图上激活过的特征中，有 {count:,} 个在 {runs} 次独立训练的至少一半中再次出现；{before}偶然情况下为 {chance:,} 个。{of_classes}",
    "trust_before": "训练前为 {count:,} 个，",
    "trust_classes": "{passed} 个类别特征中有 {count} 个如此。",
    "trust_unknown": "这些特征能否再次出现尚不清楚。",
    "trust_measure": "测量方法：{command}",
    "by_class_differs": "类别“{name}”的图像重建得比其他类别差（p = {p:p}）。",
    "by_class_same": "各类别的重建质量没有明显差别（p = {p:p}）。",
    "use": "在 {total:,} 个特征中，有 {alive:,} 个至少在 {images:,} 幅图像中的一幅里激活。{half}{always}",
    "use_half_alone": "其中最重要的 {count:,} 个承担了总重要性的一半。",
    "use_half": "在每个成员的 {features:,} 个特征中，最重要的 {count:,} 个承担了总重要性的一半。",
    "use_always": "有 {count} 个特征在每幅图像中都激活。",
    "shape": "在激活过的特征中，{local:.0%} 为局部特征，{edge:.0%} 为边缘型特征，{global:.0%} 遍布整幅图像，{noise:.0%} 与噪声无异。",
    "sparsity": "{part}，本模型用 {k} 个激活特征时的误差为 {error:.5f}；只用 {fewer} 个，误差相差便不超过 10%{more}",
    "sparsity_all": "{part}，本模型用 {k} 个激活特征时的误差为 {error:.5f}；试过的更小数目误差都明显更大{more}",
    "sparsity_better": "；用 {best} 个则可再降低 {gain:.0%}。",
    "sparsity_enough": "；更多的激活特征对本模型没有帮助。",
    "on_train": "在训练图像上",
    "on_validation": "在留出图像上",
    "redundancy": (
        "与某一特征最相近的另一特征，其 |余弦| 的中位数为 {median:.2f}（1 表示完全相同）；随机特征则为 {chance:.2f}。"
        "{twins:.1%} 的特征存在近似副本（|余弦| 不低于 0.9）。"
    ),
    "sizes_heading": "大小",
    "sizes_carry": "编码对这些图像所解释的部分中：{carried:，|}。",
    "size_window": "{side} 像素的窗口占 {share:.0%}",
    "size_whole": "覆盖整幅图像的特征占 {share:.0%}",
}
