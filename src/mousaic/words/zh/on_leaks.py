"""Words on images that are the same, or nearly, on both sides of a split, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "leak_none": "未发现训练图像与留出图像之间的泄漏。{unlisted}",
    "leak_unlisted": "（另有 {count:,} 对几乎相同的图像未检查。）",
    "leak_pairs": "数据泄漏：有 {count} 对几乎相同的图像分处划分的两侧（{pairs:; | ~ |}{more}），因此留出图像上的数字偏于乐观。",
    "leak_broken": "数据泄漏：有 {groups} 个组和 {files} 个文件同时处于划分的两侧；留出图像上的数字不可信。",
    "folds_apart": "近似重复：所列各对中没有一对被分开{unlisted}。",
    "folds_leak_one": "数据泄漏：有 {count} 对近似重复的图像分处不同的折（{pairs:; | 与 |}{more}），因此 {images} 幅图像被留出时，与之相似的图像正被学习，这会使每种方法的数字都偏于乐观{unlisted}：请在表格的 group 列中把这样的图像归入同一组。",
    "folds_leak": "数据泄漏：有 {count} 对近似重复的图像分处不同的折（{pairs:; | 与 |}{more}），因此 {images} 幅图像被留出时，与之相似的图像正被学习，这会使每种方法的数字都偏于乐观{unlisted}：请在表格的 group 列中把这样的图像归入同一组。",
    "folds_unlisted": "（另有 {count:,} 对未检查）",
}
