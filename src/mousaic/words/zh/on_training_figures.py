"""Words on the figures that a training and a look at its copies leave behind, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "curves_heading": "逐轮训练过程",
    "curves_caption": (
        "损失：像素值为 0 到 1 时的均方误差{total}。"
        "Pearson r：图像与其重建之间逐像素计算（1 为完全一致），对图像取平均{together}。"
        "点线：仅用训练图像的平均所能达到的 r。失活：在任何训练原图上都不激活的特征。留出：未用于训练的图像。"
    ),
    "curves_total": ("；总和 = 重建 + 权重 \u00d7 一致性，一致性指各成员的编码或特征之间的差异（为零的损失不画）"),
    "curves_together": "；成员取平均：各成员重建的平均",
    "curves_caption_of_rows": (
        "损失：在本次运行的尺度下对各数的均方误差，1 约为仅用平均时所余{total}。"
        "Pearson r：向量的各数与其重建之间的相关系数（1 为完全一致），对向量取平均{together}。"
        "点线：仅用训练向量的平均所能达到的 r。失活：在任何训练向量上都不激活的特征。留出：未用于训练的向量。"
    ),
    "curves_dead": "失活特征（%）",
    "curve_total": "训练，总和",
    "curve_reconstruction": "训练，重建",
    "curve_consistency": "训练，一致性",
    "curve_held_out_reconstruction": "留出，重建",
    "curve_training": "训练",
    "curve_training_all": "训练，成员取平均",
    "curve_held_out": "留出",
    "curve_held_out_all": "留出，成员取平均",
    "mean_image_is": "平均图像，{part}：{r:.2f}",
    "no_numbers": "没有数值",
    "reconstructions_after": "第 {epoch} 轮之后的重建",
    "rebuilt_caption": "r：原图与重建之间逐像素的 Pearson 相关系数，1 为完全一致；有多个成员时所示为其重建的平均。",
    "rebuilt_held_out": "留出图像未用于训练。",
    "rebuilt_difference": "差异：重建减去原图，蓝色过暗，红色过亮，全部采用同一尺度。",
    "rebuilt_difference_colours": (
        "差异：重建减去原图，蓝色过暗，红色过亮，全部采用同一尺度；各颜色或通道中取差异最大者。"
    ),
    "rebuilt_classes": "共 {classes} 个类别，显示其中 {shown} 个。",
    "class_missing": "（无类别）",
    "r_is": "r = {r:.2f}",
    "one_and_part": "{one}，{part}",
    "sheet_training": "训练",
    "sheet_validation": "留出",
    "or_less": "不高于 \u2212{value:.2f}",
    "or_more": "不低于 +{value:.2f}",
    "difference_scale": "差异（像素值范围为 0 到 1）",
    "most_used": "{of_member}最常用的特征",
    "most_used_after": "第 {epoch} 轮之后{of_member}最常用的特征",
    "most_used_caption": (
        "每个小图是一个特征的图样（字典中的一行），各用自己的尺度：{colours}。"
        "小图左上：特征编号；右上：激活该特征的训练原图所占百分比。"
        "{features} 个特征中最常用的 {shown} 个，按名次排列，每行十个；"
        "其中 {alive} 个至少在一幅训练原图中激活，其余为失活特征，若在图中则打叉。"
    ),
    "signed_colours": "蓝色低于零，白色为零，红色高于零",
    "three_colours": "灰色为零，各颜色或通道高于零则更亮，低于零则更暗",
    "dead_tile": "失活",
    "copies_heading": "数据增强",
    "copies_caption": (
        "左：原图；右：增强副本，即训练时模型所见。请留意那些不可能是同一对象真实图像的副本。"
        "显示：{originals} 幅原图中的 {rows} 幅，每幅 {copies} 个副本中的 {drawn} 个。"
    ),
    "copies": "副本",
}
