"""Words on images that are unlike normal ones, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "odd_headline": (
        "{images:,} 幅图像中有 {count:,} 幅超出偶然所能解释的范围（q 不超过 {level}）；"
        "最异常的是 {path}：{standing}{parts}。"
    ),
    "odd_headline_none": (
        "{images:,} 幅图像均未超出偶然所能解释的范围（q 不超过 {level}）；最异常的是 {path}：{standing}{parts}。"
    ),
    "odd_headline_never": (
        "{images:,} 幅图像中是否有超出偶然者无法判断：正常图像太少，q 不可能达到 {level}；"
        "最异常的是 {path}：{standing}{parts}。"
    ),
    "odd_headline_together": (
        "{images:,} 幅图像中没有一幅能判为超出偶然：正常图像太少，须有 {together:,} 幅比全部正常图像更异常"
        "（q 不超过 {level}），而这样的有 {highest:,} 幅。最异常的是 {path}：{standing}{parts}。"
    ),
    "odd_headline_parts": "；{parts:，|}",
    "odd_standing": "{normal:,} 幅正常图像中有 {high:,} 幅得分同样高",
    "odd_standing_groups": "{normal:,} 组正常图像中有 {high:,} 组含有得分同样高的图像",
    "odd_part_absent": "{part} 缺失或不像平常",
    "odd_part_present": "{part} 异常出现",
    "odd_part_place": "{part} 位置异常",
    "odd_named": "\u201c{name}\u201d",
    "odd_by_folds": (
        "{images:,} 幅正常图像分为 {folds} 折，每幅均由从其他各折学得的成员与部件评分；"
        "新图像由全部 {folds} 折评分后取平均（交叉共形 p 值）。"
    ),
    "odd_by_folds_of_rows": (
        "{images:,} 个正常向量分为 {folds} 折，每个均由从其他各折学得的成员评分；"
        "新向量由全部 {folds} 折评分后取平均（交叉共形 p 值）。"
    ),
    "odd_by_validation": "运行验证部分的 {images:,} 幅正常图像由该运行评分，运行未曾从它们学习（共形 p 值）。",
    "odd_grouped": "正常图像分属 {groups:,} 组：新图像须比一组中的每幅图像都异常，才算与该组不同。",
    "odd_ungrouped": "没有人说明哪些正常图像属于一组：若其中有同组图像，p 会偏小（请给出分组）。",
    "odd_few": (
        "只有 {normal:,} 个独立的正常图像单位，p 不可能低于 {least:p}，因此无论图像多么异常都达不到 0.05："
        "至少需要 {needed:,} 个。"
    ),
    "odd_never": (
        "p 不可能低于 {least:p}：对 {images:,} 幅新图像，无论多么异常，q 都达不到 {level}。"
        "得分仍能说明哪些最异常；"
        "请增加正常图像，或减少每次的新图像。"
    ),
    "odd_together": (
        "p 不可能低于 {least:p}：{images:,} 幅新图像中须有 {together:,} 幅比所有正常图像都异常，q 才可能达到 {level}。"
        "异常图像较少时，p 比 q 更能说明问题。"
    ),
    "odd_least": "p 不可能低于 {least:p}。",
    "own_copies": (
        "{images:,} 幅新图像中有 {count:,} 幅与该运行学习过或留出的图像相同或几乎相同（{pairs:；|}{more}）。"
        "运行已见过这些图像：对它们的判断（尤其是 p 与 q）不能说明新图像。"
    ),
    "own_copy": "{new} 同 {own}",
    "own_copies_more": "，另有 {count:,} 幅",
    "odd_learned": "第 {number}/{folds} 折  {seconds:.1f} 秒  剩余 {minutes}:{rest:02d}",
    "odd_learned_before": "第 {number}/{folds} 折  先前已学得",
    "odd_sheet_heading": "{images:,} 幅图像中最异常的 {shown:,} 幅",
    "odd_sheet_caption": (
        "热图：由少数特征重建时，该处的误差比正常图像大多少个标准差（0 为白色，{most} 及以上为红色）。"
        "圆环：使图像异常的部件，位置异常或异常出现者为橙色，缺失者为灰色（画在本应所在之处）。"
        "最近：像素上最接近的正常图像。"
    ),
    "odd_image": "图像",
    "odd_heat": "热图",
    "odd_parts": "异常部件",
    "odd_nearest": "最近的正常图像",
    "odd_p": "p {p:p}，q {q:p}",
    "odd_alt": "每行一幅图像，共 {shown} 幅，最异常的在前：{listed:；|}。",
    "odd_alt_image": "{path}，{standing}",
    "odd_kicker": "Mousaic · 与正常图像不同的图像",
    "odd_title": "{name}：哪些图像异常？",
    "odd_pictures": "最异常的图像",
    "odd_table": "全部图像",
    "odd_table_explained": (
        "最异常的在前。得分：各项基本得分的平均值，以与正常图像相差的标准差计。"
        "p：得分同样高的正常图像所占比例（该图像自身计入）。"
        "q：q 不超过 0.05 的图像中，平均误报不超过 5%。anomaly.csv 列有全部数值。"
    ),
    "odd_column_image": "图像",
    "odd_column_label": "类别",
    "odd_column_score": "得分",
    "odd_list": "{parts:，|}",
    "odd_column_parts": "异常部件",
    "odd_column_copy": "与之相同的图像",
    "odd_method": "方法",
    "odd_how": (
        "基本得分：用十分之一的特征重建的误差（整幅图像，以及误差最大的一块）；部件的出现程度及其位置"
        "（与正常图像的马氏距离）；与最近的正常图像在出现程度和像素上的距离。"
        "各项的尺度只取自正常图像，不猜测异常图像的比例。"
    ),
    "odd_how_of_rows": (
        "基本得分：用十分之一的特征重建的误差（整个向量，以及误差最大之处）；与最近的正常向量的距离。"
        "各项的尺度只取自正常向量，不猜测异常向量的比例。"
    ),
}
