"""Words on parts: what a person would point at, with a home, a presence and a place, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "nav_parts": "部件",
    "parts_heading": "这些图像的部件",
    "parts_none": "寻找部件至少需要四幅 8 像素以上的方形训练图像。",
    "parts_none_of_vectors": "向量没有部件：部件是图像中的一处。",
    "parts_stand_for": "{parts} 个部件代表训练图像的 {windows:,} 个窗口，学习时未使用标签。",
    "parts_kinds": (
        "在 {images} 幅图像的 {often:.0%} 以上中找到且几乎不动：{landmark} 个；同样常见且会移动：{moving} 个；"
        "时有时无：{sometimes} 个；罕见（少于 {seldom:.0%}）：{rare} 个。"
        "在没有结构的图像中，每个部件被找到的机会为 {chance:.0%}。"
    ),
    "parts_own_unread": "{run} 已有部件，因此没有读取它自己的图像：不需要 --data。",
    "parts_anew": "报告和图谱仍显示其他部件：请运行 {command}",
    "parts_sheet_heading": "{count} 个部件中的 {shown} 个：外观、寻找范围与所在位置",
    "parts_sheet_caption": (
        "每行一个部件。图片：所寻找的图样，蓝色比周围暗，红色比周围亮。活动范围：寻找它的区域，由其出现的位置学得，画在平均图像上。"
        "随后是它在六幅图像中的位置：找到时为橙色圆环；若最佳匹配不优于相位打乱的图像，则为灰色圆环。"
        "出现程度是图样在该处的匹配程度，从 -1 到 1；若有多个类别，则列出平均值最高与最低者。"
    ),
    "part_picture": "图片",
    "part_home": "活动范围",
    "part_places": "在六幅图像中的位置",
    "part_named": "部件 {part}",
    "part_landmark": "几乎不动",
    "part_moving": "会移动",
    "part_sometimes": "时有时无",
    "part_rare": "罕见",
    "part_found_in": "在 {share:.0%} 中找到",
    "part_found_present": "在 {share:.0%} 中找到；出现程度：",
    "part_presence": "{name}：{presence:.2f}",
    "alt_part": "部件 {part} {kind}，在 {share:.0%} 的图像中找到",
    "alt_parts": "{shown} 个部件的图片、活动范围以及在 {images} 幅图像中的位置：{listed}。",
    "tracks_heading": "移动最多的 {count} 个部件在各图像中的位置",
    "tracks_caption": (
        "图像按文件顺序排列，若为视频帧即为时间顺序。蓝色：距左边；橙色：距上边，均为图像边长的比例；未找到处断开。"
    ),
    "track_x": "距左边",
    "track_y": "距上边",
    "track_image": "图像",
    "alt_track": "部件 {part} 距其中心 {wander:.1%} 边长（中位数），在 {share:.0%} 中找到",
    "alt_tracks": "部件在 {images} 幅图像中的位置：{listed}。",
}
