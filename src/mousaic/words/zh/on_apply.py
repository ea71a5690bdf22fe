"""Words on a new batch of images, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "apply_alike": "新文件的格式、位深和尺寸均与该运行的文件相同；{light}。",
    "apply_differs": "新文件与该运行的文件不同：{what:；|}；{light}。",
    "apply_format": "格式为 {theirs:、|}（该运行：{ours:、|}）",
    "apply_depth": "位深为 {theirs:、|}（该运行：{ours:、|}）",
    "apply_size": "尺寸为 {theirs:、|}（该运行：{ours:、|}）",
    "apply_light": (
        "{images:,} 幅中有 {brightness:,} 幅的亮度、{contrast:,} 幅的对比度超出全部训练图像的范围"
        "（仅凭偶然各约 {expected:.1f} 幅）"
    ),
    "apply_light_of_rows": (
        "{images:,} 个中有 {brightness:,} 个的均值、{contrast:,} 个的离散程度超出全部训练向量的范围"
        "（仅凭偶然各约 {expected:.1f} 个）"
    ),
    "drift_yes": "漂移：有，p = {p:p}（新图像 {new:,} 组；{beside}）：{parts:；|}{more}。",
    "drift_no": "漂移：未发现，p = {p:p}（新图像 {new:,} 组；{beside}）。",
    "drift_never": "漂移：无法判断（新图像 {new:,} 组；{beside}），因为 p 不可能低于 {floor:p}。",
    "drift_without": "漂移：未检验，因为该运行没有部件。",
    "drift_without_of_rows": "漂移：未检验，因为它针对部件，而向量没有部件。",
    "drift_held_out": "该运行留出的图像 {old:,} 组",
    "drift_all": "该运行的图像 {old:,} 组，其中大多参与过学习，故 p 偏小",
    "drift_more": "{part} 更明显",
    "drift_less": "{part} 更不明显",
    "drift_moved": "{part} 位置改变",
    "drift_others": "；另有 {count:,} 处变化",
    "drift_how": (
        "漂移：将新图像与该运行留出的图像相比，每个部件的出现程度和位置合为一次检验"
        "（取所有标准化差异中的最大者；以整组为单位重新分配）。类别比例改变也是漂移。"
    ),
    "drift_how_all": (
        "漂移：将新图像与该运行的全部图像相比，每个部件的出现程度和位置合为一次检验"
        "（取所有标准化差异中的最大者；以整组为单位重新分配）。留出的图像不足 8 组；"
        "部件与其所学的图像总是更为吻合，因此漂移看起来比实际更大，只有 p 远低于 0.05 的结果才可信。"
        "类别比例改变也是漂移。"
    ),
    "apply_r": "重建：平均 r 为 {r:.3f}；该运行留出的图像为 {own:.3f}。",
    "apply_r_all": "重建：平均 r 为 {r:.3f}；该运行的图像（均参与过学习）为 {own:.3f}。",
    "apply_untold": "类别：从略，因为该运行没有保存分类器（可用 mousaic classify RUN --out DIR --save 生成）。",
    "apply_classes": "由该运行的分类器判断的类别：{counts:，|}。",
    "apply_class": "{name} {count:,} 幅",
    "apply_numbers": "由该运行的分类器判断：{name} 在 {low:.4g} 与 {high:.4g} 之间，半数图像低于 {middle:.4g}。",
    "apply_kicker": "Mousaic · 新一批图像",
    "apply_title": "{name}：新一批图像",
    "apply_drift": "漂移",
    "apply_drift_explained": (
        "最明显的在前。效应：新图像各组的平均值减去原有各组的平均值，以组内标准差计；对位置则为两者相距多远。"
        "校正后的 p：已计入检验了所有部件。drift.csv 列有全部数值。"
    ),
    "drift_sheet_heading": "变化最大的部件（{shown} 个）",
    "drift_sheet_caption": (
        "每行是该运行的一个部件：外观、在原有图像平均图上的活动范围，以及原有图像和新图像中最明显呈现它的几幅，最明显的在前。"
        "圆圈：它所在的位置（灰色表示未超出偶然）。"
    ),
    "drift_earlier": "原有图像",
    "drift_new": "新图像",
    "drift_sheet_alt": "{shown} 个部件各占一行，并附最明显呈现它的图像：{listed:；|}。",
    "apply_column_change": "变化",
    "apply_column_effect": "效应",
    "apply_column_corrected": "校正后的 p",
    "apply_odd": "最异常的图像",
    "apply_table": "全部图像",
    "apply_table_explained": (
        "最异常的在前。r 与误差：该运行的重建。p 与 q：与该运行的图像相比，其中每幅均由未曾从它学习者评分。"
        "images.csv 列有全部数值；parts_wide.csv 和 features_wide.csv 也是每幅图像一行。"
    ),
    "apply_table_explained_of_rows": (
        "最异常的在前。r 与误差：该运行的重建。p 与 q：与该运行的向量相比，其中每个均由未曾从它学习者评分。"
        "images.csv 列有全部数值；features_wide.csv 也是每个向量一行。"
    ),
    "apply_column_error": "误差",
    "apply_column_told": "判断",
    "apply_column_unlike": "p（不相似）",
    "apply_method": "方法",
}
