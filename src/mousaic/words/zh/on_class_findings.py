"""Words on whether the classes differ, and in what, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "answer_heading": "各类别之间有差别吗？",
    "further_heading": "其他论断",
    "further_explained": (
        "以下每个 p 都已就本报告的全部论断作校正，且不会小于主检验的 p：若标签毫无意义，报告说错话的可能性至多为 5%。"
    ),
    "asked_parts": "针对 {parts} 个部件的出现程度与位置，以及图像 {blocks} 个区块的亮度",
    "asked_blocks": "针对图像 {blocks} 个区块的亮度",
    "asked_vectors": "针对 {features} 个特征的响应和 {columns} 列数值",
    "answer_yes": "各类别之间有差别（主检验{asked}，合为一次检验：p = {p:p}）。",
    "answer_no": "未发现类别之间的差别（主检验{asked}，合为一次检验：p = {p:p}）。",
    "answer_impossible": (
        "无法证明类别之间的任何差别：只有{units}，无论图像显示什么，任何检验所能达到的最小 p 为 {floor:p}。"
    ),
    "finding_presence_more": (
        "部件 {part}{called}（{where}）在 {name} 中更明显：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}{shortcut}"
    ),
    "finding_presence_less": (
        "部件 {part}{called}（{where}）在 {name} 中较不明显：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}{shortcut}"
    ),
    "finding_place": (
        "部件 {part}{called}（{where}）在 {name} 中位于别处：相距图像边长的 {effect:.1%}"
        "（95% 区间 {low:.1%} 至 {high:.1%}），校正后 p = {p:p}。{alike}{shortcut}"
    ),
    "finding_pixel_more": (
        "{name} 的图像在{where}更亮：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}{shortcut}"
    ),
    "finding_pixel_less": (
        "{name} 的图像在{where}更暗：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}{shortcut}"
    ),
    "finding_response_more": (
        "成员 {member} 的特征 {thing} 在 {name} 中响应更强：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}"
    ),
    "finding_response_less": (
        "成员 {member} 的特征 {thing} 在 {name} 中响应更弱：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}"
    ),
    "finding_column_more": (
        "第 {thing} 列（从 0 数起）在 {name} 中更大：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}"
    ),
    "finding_column_less": (
        "第 {thing} 列（从 0 数起）在 {name} 中更小：相差 {effect:.1f} 个标准差"
        "（95% 区间 {low:.1f} 至 {high:.1f}），校正后 p = {p:p}。{alike}"
    ),
    "finding_together": "与之同升同降的还有 {count} 个特征。",
    "finding_called": "“{called}”",
    "finding_alike": "该处另有 {count} 个部件显示同样的差别。",
    "finding_left": "在{name}相近的图像之间，差别依然存在（p = {p:p}）。",
    "finding_gone": "在{name}相近的图像之间，差别无法证明（p = {p:p}）：也许它不过如此。",
    "finding_entangled": "它与{name}无法区分，因为各类别在这一点上几乎不重叠。",
    "finding_more": "其余 {count} 项发现见 analysis/class_findings.csv。",
    "answer_power": (
        "以 {units}，本可通过检验的是：在一个类别的 {share:.0%} 中清楚可见而在其他类别中完全没有的部件，"
        "或相差 {effect:.1f} 个标准差的出现程度。更小的差别看不出来。"
    ),
    "answer_power_none": (
        "以 {units}，即使某部件在一个类别中全部出现而在其他类别中完全没有，也不能通过检验；"
        "出现程度须相差 {effect:.1f} 个标准差。"
    ),
    "answer_power_vectors": ("以 {units}，相差 {effect:.1f} 个标准差的响应或列即可通过检验。更小的差别看不出来。"),
    "where_top_left": "左上方",
    "where_top_middle": "上方",
    "where_top_right": "右上方",
    "where_middle_left": "左侧",
    "where_middle_middle": "中央",
    "where_middle_right": "右侧",
    "where_bottom_left": "左下方",
    "where_bottom_middle": "下方",
    "where_bottom_right": "右下方",
    "found_sheet_heading": "类别之间的差别",
    "found_sheet_caption": (
        "每行是一项发现。图样：显示得最清楚的部件，蓝色比周围暗，红色比周围亮（若为亮度，则为区块）。活动范围：寻找它的区域，画在平均图像上。"
        "然后是各类别中最明显与最不明显的图像，圆圈为其所在之处（灰色：未超出偶然）。"
        "sd：标准差，括号内为 95% 区间；p 为校正后的值。"
    ),
    "found_kind_presence_more": "出现程度较高的类别：",
    "found_kind_presence_less": "出现程度较低的类别：",
    "found_kind_place": "位置不同的类别：",
    "found_kind_pixel_more": "较亮的类别：",
    "found_kind_pixel_less": "较暗的类别：",
    "found_effect_presence": "相差 {effect:.1f} sd（{low:.1f} 至 {high:.1f}）",
    "found_effect_pixel": "相差 {effect:.1f} sd（{low:.1f} 至 {high:.1f}）",
    "found_effect_place": "相距边长的 {effect:.1%}",
    "found_p": "p = {p:p}",
    "found_block": "区块 {part}",
    "found_most": "{name}：最明显",
    "found_least": "{name}：最不明显",
    "alt_finding": "{what}，{kind}{name}，p = {p:p}",
    "alt_findings": "{count} 项发现及其图样、活动范围与图像：{listed}。",
    "card_differ": "主检验：类别差别仅出于偶然的 p",
    "card_differ_beside": "列出的发现：{count}",
}
