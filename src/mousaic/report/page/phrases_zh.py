"""English phrases as patterns, each with its Chinese; the first that fits the whole text is taken."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

_STABILITY = [
    (
        r"Independent runs agree (.+): PW-MCC (\S+) of living features, against (\S+) before training and (\S+) after training on images without structure\.",
        "各独立训练之间的一致程度{0}：活跃特征的 PW-MCC 为 {1}，训练前为 {2}，在没有结构的图像上训练后为 {3}。",
    ),
    (r"no more than chance", "不高于偶然水平"),
    (r"no more than their untrained starts do", "不高于其训练前的起点"),
    (r"more than chance", "高于偶然水平"),
    (
        r"Two samples of the same structureless images agree at (\S+)\.",
        "取自同一批无结构图像的两个样本的一致程度为 {0}。",
    ),
    (
        r"Two samples of the same structureless images agree at (\S+), so (all|most|a part) of that may be remembered images, which independent runs share, and no common parts\.",
        "取自同一批无结构图像的两个样本的一致程度为 {0}，因此上述一致{1}可能来自各次训练共有的、被记住的图像，而非共同的组成部分。",
    ),
    (r"all", "全部"),
    (r"most", "大部分"),
    (r"a part", "有一部分"),
    (
        r"Runs that share no image agree at (\S+), without structure at (\S+): (.+)\.",
        "不共用任何图像的训练之间一致程度为 {0}，无结构时为 {1}：{2}。",
    ),
    (
        r"so nothing here shows that the features belong to this kind of images and not to these images alone",
        "因此没有迹象表明这些特征属于这一类图像，而不仅仅属于这些图像本身",
    ),
    (
        r"so little of what is learned belongs to this kind of images and not to these images alone",
        "因此所学内容中只有很少属于这一类图像，而非仅属于这些图像本身",
    ),
    (
        r"so a part of what is learned belongs to this kind of images and not to these images alone",
        "因此所学内容中有一部分属于这一类图像，而非仅属于这些图像本身",
    ),
    (
        r"A living feature has \|cosine\| (\S+) with the row it started from \(1: untouched\), and the starts of independent runs agree at (\S+): so much may be there from the start\.",
        "活跃特征与其起始行的 |余弦| 为 {0}（1 表示未变），而各独立训练的起点之间一致程度为 {1}：这么多可能从一开始就存在。",
    ),
]

_COMPARISON = [
    (r"With (\d+) numbers for each image, (.+)", "每幅图像用 {0} 个数值时，{1}"),
    (
        r"(.+) reconstructs held-out images best: r (\S+) against (\S+) for the next, (.+); (the difference of .+)\.",
        "对留出图像重建得最好的是{0}：r 为 {1}，其次是{3}，为 {2}；{4}。",
    ),
    (r"(.+) and (.+) do equally well: held-out r (\S+)\.", "{0}与{1}不相上下：留出 r 为 {2}。"),
    (r"only (.+) was compared: held-out r (\S+)\.", "只比较了{0}：留出 r 为 {1}。"),
    (r"Only (.+) was compared: held-out r (\S+)\.", "只比较了{0}：留出 r 为 {1}。"),
    (
        r"(Ours .+|Nothing of ours .+): (.+) reaches r (\S+), (.+) (\S+); (.+)\.",
        "{0}：{1}的 r 为 {2}，{3}为 {4}；{5}。",
    ),
    (r"Ours beats PCA", "我们的方法优于 PCA"),
    (r"Ours is ahead of PCA, but not clearly", "我们的方法领先于 PCA，但并不明显"),
    (r"Nothing of ours beats PCA, though the difference is not clear", "我们的方法没有一个优于 PCA，但差异并不明显"),
    (r"Nothing of ours beats PCA", "我们的方法没有一个优于 PCA"),
    (r"the difference of (\S+) is clear \(95 % interval (\S+) to (\S+)\)", "差异 {0} 是明确的（95% 区间 {1} 至 {2}）"),
    (
        r"the difference of (\S+) is not clear \(95 % interval (\S+) to (\S+), with zero inside\)",
        "差异 {0} 并不明确（95% 区间 {1} 至 {2}，其中包含零）",
    ),
    (r"[Dd]ictionary learning \((\S+) atoms, OMP\)", "字典学习（{0} 个原子，OMP）"),
    (r"[Dd]ictionary of training images \((\S+) atoms, OMP\)", "训练图像字典（{0} 个原子，OMP）"),
    (r"PCA \((\d+) components, own augmentation\)", "PCA（{0} 个成分，自选增强）"),
    (r"(PCA|FastICA|NMF) \((\d+) components\)", "{0}（{1} 个成分）"),
    (r"[Cc]onsensus of (\d+) members", "{0} 个成员的共识"),
    (r"(.+) \((\d+) members, weighted\)", "{0}（{1} 个成员，加权）"),
    (r"[Oo]ne member of (\S+) features, k = (\d+)", "单个成员，{0} 个特征，k = {1}"),
    (r"(.+) \(one member\)", "{0}（单个成员）"),
    (r"(.+) \((\d+) members averaged\)", "{0}（{1} 个成员取平均）"),
    (r"(.+), OMP", "{0}，OMP 编码"),
    (r"[Pp]reset (\S+)", "预设 {0}"),
    (r"[Ll]ocal (\d+) x (\d+) features", "{0} x {1} 像素的局部特征"),
    (r"[Ss]tart of preset (\S+)", "预设 {0} 的起点"),
    (r"[Uu]ntrained SAE", "未训练的 SAE"),
    (r"SAE trained on other images", "在其他图像上训练的 SAE"),
    (r"[Vv]ariational autoencoder \((\d+) units\)", "变分自编码器（{0} 个单元）"),
    (r"[Dd]eep autoencoder \((\d+) units\)", "深度自编码器（{0} 个单元）"),
    (r"DCT \((\d+) largest coefficients\)", "DCT（{0} 个最大系数）"),
    (r"[Mm]ean image", "平均图像"),
]

PHRASES = [*_STABILITY, *_COMPARISON]
