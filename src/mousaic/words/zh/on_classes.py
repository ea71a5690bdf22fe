"""Words on classes taken together and place by place, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "places_some": "在 {places:,} 个位置中，各类别的平均图像有 {count:,} 处的差异超出偶然水平（最小校正后 p = {p:p}）。",
    "places_none": "各类别的平均图像在任何位置上的差异都未超出偶然水平（最小校正后 p = {p:p}，共 {places:,} 个位置）。",
    "mean_images": "各类别的平均图像",
    "mean_of": "{name} 的平均",
    "the_others": "其他类别",
    "gap_of": "{name} 减去 {other}",
    "gap_explained": "红色：在前一类别中更亮；蓝色：更暗（至多 {largest}）。勾出之处：差异超出偶然水平的位置（置换检验，以组为单位，按全部位置校正）。位置固定的部分显示为清晰的斑点，移动的部分只留下淡淡的痕迹。",
    "no_properties_of_vectors": "亮度、对比度之类是图像的属性，向量没有这些属性。",
    "no_properties": "就所考察的与内容无关的属性而言，全部图像都相同。",
}
