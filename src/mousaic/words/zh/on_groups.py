"""Words on which images belong together, and on what a test may conclude where nobody knows it, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

WORDS: dict[str, str] = {
    "groups": "分组",
    "group": "组",
    "groups_given": "{count:,} 组，按给定的分组（{names:、|}）",
    "groups_pattern": "{count:,} 组，按模式 {pattern}（{names:、|}）",
    "groups_from_names": (
        "文件名给出 {count:,} 组（{names:、|}）：同组图像不会被分到两边，检验以组为单位。若不正确，"
        "请使用 --groups none 或 --groups 模式。"
    ),
    "groups_from_folders": (
        "文件夹给出 {count:,} 组（{names:、|}）：同组图像不会被分到两边，检验以组为单位。若不正确，"
        "请使用 --groups none 或 --groups 模式。"
    ),
    "groups_days": (
        "文件名中有 {count:,} 个日期（{names:、|}），未作为分组：若同一天的图像属于一组，请用 --groups 模式，"
        "例如 '(20\\d\\d-?\\d\\d-?\\d\\d)'。"
    ),
    "groups_words": (
        "文件名有 {count:,} 个词干（{names:、|}），可能是分组，也可能是类别，因此未采用：若每个词干是一只动物、"
        "一张切片或一段视频，请用 --groups 模式，例如 '([^/]+?)[_-]?\\d+[.]'。"
    ),
    "groups_confounded": (
        "按名称每个类别只有一组（{listed:、|}），无法区分类别与组：图像逐幅留出，因此其结果偏乐观，也不能证明类别之间的"
        "任何差异。请为各类别补充其他组；若图像相互独立，请使用 --groups none。"
    ),
    "groups_confounded_perhaps": (
        "按名称每个类别只有一个词干（{listed:、|}），未作为分组：若每个词干是一只动物、一张切片或一段视频，就不能证明"
        "类别之间的任何差异；此时请用 --groups 模式。"
    ),
    "groups_pair": "{label}：{group}",
    "groups_near": "{images:,} 幅与其他图像几乎相同的图像被归入 {count:,} 组；除此之外，不知道哪些图像属于一起。",
    "groups_none": "未给定，也未发现：每幅图像视为独立",
    "groups_only_near": "未给定，也未发现；但几乎相同的图像保持在一起",
    "groups_proposed": "未采用的分组",
    "groups_taken": "分组",
    "groups_listed": "全部 {count:,} 组",
    "group_row": "{group}  {images:,}{classes}",
    "group_row_classes": "（{classes:、|}）",
    "group_rows_more": "另有 {count:,} 组",
    "levels_taken": (
        "类别取自第 {level} 层文件夹（{classes:、|}），分组取自其余各层（{groups:、|}）；可用 --label-level 选择其他层"
    ),
    "levels_classes": "类别取自第 {level} 层文件夹（{classes:、|}）；可用 --label-level 选择其他层",
    "levels_unclear": (
        "类别取自最上层文件夹（{classes:、|}），但第 {level} 层（{others:、|}）也可能是类别：若是，请用 "
        "--label-level {level}"
    ),
    "warn_few_groups": (
        "{images:,} 幅图像中有 {count:,} 幅没有分组（空或 NaN），视为与其他图像独立：请填写 group 列，或删除该列"
    ),
    "warn_pattern_unused": "采用给定的分组，不用 --groups {pattern}",
    "warn_pattern_misses": "{count:,} 幅图像不符合 --groups 的模式（{first} 等）：各自成一组",
    "warn_copies_apart": (
        "{count:,} 个文件在另一组中重复出现（{first}）：请每个只保留一份，或归入同一组；否则留出图像上的结果会偏乐观"
    ),
    "copies_apart_pair": "{paths: = |} 属于 {groups:、|}",
    "warn_one_group_each": (
        "每个类别只有一组：无法区分类别与组，因此不能检验类别，留出的会是整个类别；请为各类别补充其他组，或以 "
        "--validation 0 训练"
    ),
    "warn_class_one_group": "{names:、|} 的所有图像属于一组：留出它们就会失去整个类别，检验只把它们算作一个",
    "class_held_out": (
        "注意：{names:、|} 的所有图像都被留出，没有从中学到任何东西：请给出其他分组，或使用 --validation 0。"
    ),
    "warn_chain": (
        "{count:,} 幅图像由几乎相同的图像对连成一串，像同一段视频的帧：若是如此，请用 --groups 模式，或带有 group "
        "列的表格"
    ),
    "warn_one_image": "只有一幅图像：可以学到描述它的特征，但无法留出、比较或检验任何内容",
    "warn_all_the_same": "{count:,} 幅图像都是同一文件：学到的只描述这一幅图像，无法留出、比较或检验任何内容",
    "warn_columns_unused": "表格中未使用的列：{names:、|}；若其中有缺少的列（{columns: 或 |}），请以此命名",
    "independence": "未给定分组：只有每幅图像相互独立时，此 p 值才成立。",
    "independence_near": "除几乎相同的图像外未给定分组：只有其余图像相互独立时，此 p 值才成立。",
    "with_condition": "{claim}{condition}",
    "leak_unknown": "同一动物、切片或视频的图像是否位于两边并不清楚：没有给定分组。",
    "leak_confounded": "按名称每个类别是一组，其图像位于两边：留出图像上的结果偏乐观。",
    "check_unknown": "不清楚，因为没有给定分组",
    "files_skipped": "跳过 {count:,} 个文件：{listed:；|}",
    "files_skipped_why": "{names:、|}（{reason}）",
}
