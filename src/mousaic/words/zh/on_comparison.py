"""Words on other methods on the same images, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "comparison": "与其他方法对照",
    "comparison_unknown": "PCA 等其他方法在这些图像上的表现尚不清楚：请运行 mousaic compare。",
    "comparison_other": "这项对照所用的图像并非本次运行的图像。",
    "method": "方法",
    "held_out_r": "留出 r",
    "interval": "95% 区间",
    "from_to": "{low} 至 {high}",
    "unexplained": "未解释",
    "numbers": "数值个数",
    "equal_numbers": "每幅图像存储 {k} 个数值的方法",
    "more_numbers": "存储更多数值的方法",
    "on_validation_dot": "留出图像及其区间",
    "on_train_dot": "学习过的图像",
    "comparison_explained": "{images} 幅图像，{groups} 组，{folds} 折，重复 {repeats} 次：评判每幅图像的方法都从未见过该图像、其所在的组或其副本。未解释：平方误差与平均图像的平方误差之比。数值个数：每幅图像所存储的，+ 指明其归属的位置数。粗体：由 Mousaic 训练的稀疏自编码器。两个区间重叠时差异仍可能是明确的，因为两者都在相同的图像上测得。",
}
