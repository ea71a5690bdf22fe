"""Words on the atlas's pages of parts, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

WORDS: dict[str, str] = {
    "atlas_nav_places": "部件",
    "atlas_founds_heading": "图像的部件",
    "atlas_founds_lead": (
        "人会用手指出的东西，学习时未使用标签：{count} 个小图样，每个都有其活动范围，即寻找它的区域。"
        "下方是找到它的图像所占的比例。"
    ),
    "atlas_founds_none": "没有寻找部件：这至少需要四幅 8 像素以上的方形训练图像。",
    "atlas_found_name": "部件 {part}",
    "atlas_found_title": "部件 {part}",
    "atlas_found_landmark": "几乎不动",
    "atlas_found_moving": "会移动",
    "atlas_found_sometimes": "时有时无",
    "atlas_found_rare": "罕见",
    "atlas_found_sub": (
        "部件 {part}：{kind}。在 {share:.0%} 的图像中找到，即出现程度高于 {chance:.2f}；"
        "没有结构的图像每 100 幅有 5 幅达到该值。其中一半的图像里，它与惯常位置相距不超过边长的 {wander:.1%}。"
    ),
    "atlas_found_picture": "所寻找的图样：红色比周围亮，蓝色比周围暗。",
    "atlas_found_home": "它在平均图像上的活动范围。",
    "atlas_found_track": "它在各图像中的位置",
    "atlas_found_track_alt": "它在 {count} 幅图像中的位置，按文件顺序。",
    "atlas_found_track_says": (
        "按文件顺序，若为视频帧即为时间。蓝色：距左边；橙色：距上边，均为占边长的比例；未找到处断开。"
    ),
    "atlas_found_images": "所有图像，最清晰的在前",
    "atlas_found_images_says": "数字是出现程度，-1 到 1。橙色圆环：已找到；灰色：最佳匹配不优于偶然。",
    "atlas_found_in": "{path}：在圆环内找到该部件",
    "atlas_found_not_in": "{path}：未找到该部件，圆环为最佳匹配",
    "atlas_previous_part": "上一个部件",
    "atlas_next_part": "下一个部件",
    "atlas_founds_yours": "{count} 个部件中在此图找到 {found} 个",
    "atlas_founds_yours_alt": "您的图像，圆环标出 {shown} 个部件",
    "atlas_founds_yours_says": (
        "最清晰的 {shown} 个，各带编号或您起的名字。罕见的部件未列出。寻找在本页面内进行，您的图像不会传出。"
    ),
}
