"""Words on two runs side by side, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "diff_no_setting": "设置没有差异。",
    "diff_settings": "有 {count:,} 项设置不同：{listed:，|}{more}。",
    "diff_setting": "{name}（{first} | {second}）",
    "diff_held_out": (
        "在两个运行都留出的 {images:,} 幅图像（{groups:,} 组）上，皮尔逊 r 分别为 {first:.3f} 与 {second:.3f}；"
        "差值 {mean:sign}，95% 区间 {low:sign} 至 {high:sign}：{verdict}。"
    ),
    "diff_same_codes": (
        "采用相同的编码（匹配追踪，{k:,} 个特征）时分别为 {first:.3f} 与 {second:.3f}；"
        "差值 {mean:sign}，95% 区间 {low:sign} 至 {high:sign}：{verdict}。"
    ),
    "diff_no_same_codes": "未按相同的编码比较：有模型不能以匹配追踪选出 {k:,} 个特征。",
    "diff_second_better": "第二个更好",
    "diff_first_better": "第一个更好",
    "diff_unclear": "孰优孰劣尚不明确",
    "diff_equal": "两者相等",
    "diff_too_few": (
        "两个运行共同留出的图像只有 {images:,} 幅（{groups:,} 组）；"
        "要在双方都未学过的图像上比较，至少需要 {needed} 组："
        "请用同一个 --seed 和更大的 --validation 训练两者。"
    ),
    "diff_constant": "两个运行都留出的 {images:,} 幅图像没有明暗变化，因此没有皮尔逊 r。",
    "diff_features": (
        "两者分别有 {first:,} 与 {second:,} 个在用特征，一一匹配后有 {alike:,} 对相同"
        "（|余弦| 不低于 {threshold}；平均 {mean:.2f}）{start}。"
    ),
    "diff_features_start": "；训练前为 {alike:,} 对（平均 {mean:.2f}）",
    "diff_no_features": "未匹配特征：有运行的成员不是线性的，或没有在用的特征。",
    "diff_other_shape": "两个运行的图像形状不同：各自按其所见的留出图像评判，特征不作匹配。",
    "diff_parts": (
        "两者分别有 {first:,} 与 {second:,} 个部件，其中 {pairs:,} 对相同（打乱图像后为 {chance:.0f} 对）；"
        "仅第一个有的 {only_first:,} 个，仅第二个有的 {only_second:,} 个。"
    ),
    "diff_no_parts": "未匹配部件：图像形状不同，或有运行没有部件。",
    "diff_no_parts_of_rows": "未匹配部件，因为向量没有部件。",
    "diff_prepared": "两个运行的图像预处理方式不同：各项数值的差异也来自所要呈现的图像本身。",
    "diff_kicker": "Mousaic · 两个运行并列比较",
    "diff_title": "{first} 与 {second}",
    "diff_heading_settings": "不同的设置",
    "diff_column_setting": "设置",
    "diff_heading_figures": "在相同的留出图像上",
    "diff_column_figure": "指标",
    "diff_column_difference": "差值",
    "diff_column_interval": "95% 区间",
    "diff_interval": "{low:.3g} 至 {high:.3g}",
    "diff_pearson": "皮尔逊 r，各自的编码",
    "diff_squared_error": "平方误差，各自的编码",
    "diff_pearson_same": "皮尔逊 r，{k:,} 个特征的匹配追踪",
    "diff_squared_error_same": "平方误差，{k:,} 个特征的匹配追踪",
    "diff_figures_explained": (
        "{images:,} 幅图像，{groups:,} 组，两个运行都未从这些组的任何图像学习。"
        "差值为第二个运行减第一个；区间由对组重抽样得出。皮尔逊 r 越大越好，平方误差越小越好。"
    ),
    "diff_heading_matched": "两者共有的部件（{count:,}）",
    "diff_pair": "{first} | {second}",
    "diff_named": "{part}\u201c{name}\u201d",
    "diff_agreement": "一致程度 {agreement:.2f}",
    "diff_heading_only": "仅 {run} 有的部件（{count:,}）",
    "diff_pair_alt": "第一个运行的部件 {first} 与第二个运行的部件 {second} 的外观",
    "diff_home_alt": "部件 {part} 的外观，以及平均图像上它的活动范围",
    "diff_shown": "此处为前 {shown} 个；parts.csv 列有全部。",
    "diff_none": "无。",
    "diff_method": "方法",
    "diff_how": (
        "文件逐字节相同即为同一图像；任一运行归为一组的图像都算同组。"
        "特征：取至少对一幅训练图像激活者，一一匹配使 |余弦| 之和最大，并对同样的特征在训练之前作同样的匹配。"
        "部件：在全部图像中寻找双方的部件；若两者的活动范围相近、外观在平移后相似，"
        "并且在几乎所有图像中保持通常的相对位置，则视为相同。"
        "一致程度：外观相似度与上述图像比例中较小的一个。"
    ),
    "diff_how_of_rows": (
        "数值相同即为同一向量；任一运行归为一组的向量都算同组。"
        "特征：取至少对一个训练向量激活者，一一匹配使 |余弦| 之和最大，并对同样的特征在训练之前作同样的匹配。"
        "向量没有部件。"
    ),
}
