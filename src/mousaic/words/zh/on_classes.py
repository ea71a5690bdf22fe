"""Words on classes taken together and place by place, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "together_none": "全部特征合在一起，图像的编码在类别之间的差异也未超出偶然水平（p = {p:p}；类别之间占其变异的 {share:.1%}，偶然情况下为 {chance:.1%}）。",
    "together_only": "然而全部特征合在一起，图像的编码在类别之间确有差异（p = {p:p}；类别之间占其变异的 {share:.1%}，偶然情况下为 {chance:.1%}）：差异是存在的，但无法归于任何单个特征。",
    "together_some": "全部特征合在一起，图像的编码在类别之间同样存在差异（p = {p:p}；类别之间占其变异的 {share:.1%}，偶然情况下为 {chance:.1%}）。",
    "places_some": "在 {places:,} 个位置中，各类别的平均图像有 {count:,} 处的差异超出偶然水平（最小校正后 p = {p:p}）。",
    "places_none": "各类别的平均图像在任何位置上的差异都未超出偶然水平（最小校正后 p = {p:p}，共 {places:,} 个位置）。",
    "moving_hint": "如果您看得到差异，却没有特征显示出来：每个特征都固定在图像中的某个位置。若某个部分在每幅图像中出现在不同位置（经过的物体、肢体），它会分散到许多特征上，每个特征只在少数图像中激活，因而没有一个能够通过检验。增加图像会有帮助；对齐或裁剪图像、使该部分保持在同一位置，也会有帮助。也请看“重建”一节中的差异图：模型没有学到的部分会在那里显示出来。",
    "mean_images": "各类别的平均图像",
    "mean_of": "{name} 的平均",
    "the_others": "其他类别",
    "gap_of": "{name} 减去 {other}",
    "gap_explained": "红色：在前一类别中更亮；蓝色：更暗（至多 {largest}）。勾出之处：差异超出偶然水平的位置（置换检验，以组为单位，按全部位置校正）。位置固定的部分显示为清晰的斑点，移动的部分只留下淡淡的痕迹。",
    "no_properties": "就所考察的与内容无关的属性而言，全部图像都相同。",
}
