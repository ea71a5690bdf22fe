"""English phrases as patterns, each with its Chinese; the first that fits the whole text is taken."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

_INTAKE = [
    (r"(\d+)-bit grey", "{0} 位灰度"),
    (r"(\d+)-bit colour", "{0} 位彩色"),
    (r"(\d+)-bit float grey", "{0} 位浮点灰度"),
    (r"(\d+)-bit (float )?(.+)", "{0} 位 {2}"),
    (r"turned upright as its orientation tag asks", "按方向标记转正"),
    (r"mean of (\d+) channels taken", "取 {0} 个通道的平均"),
    (r"colour made grey", "彩色转为灰度"),
    (r"grey repeated in three channels", "灰度重复到三个通道"),
    (r"first 3 of (\d+) channels kept", "保留 {0} 个通道中的前 3 个"),
    (r"2 channels put in red and green", "2 个通道放入红色与绿色"),
    (r"transparency laid on (black|grey|white)", "透明处衬以底色（{0}）"),
    (r"black", "黑色"),
    (r"grey", "灰色"),
    (r"white", "白色"),
    (r"(.+) content under another extension read as .+", "扩展名与内容不符，按 {0} 读取"),
    (r"damaged metadata ignored", "忽略损坏的元数据"),
    (r"white is zero: inverted", "以零为白：已反转"),
    (r"(\d+)-bit depth kept", "保留 {0} 位深度"),
    (r"(\d+) bits cut to 8", "{0} 位截为 8 位"),
    (r"palette looked up", "查调色板取色"),
    (r"(CMYK|Lab) converted to colour", "{0} 转为彩色"),
    (r"colour profile other than sRGB ignored", "忽略 sRGB 以外的色彩配置"),
    (r"first of (\S+) frames used", "取 {0} 帧中的第一帧"),
    (r"first of (\S+) pages used", "取 {0} 页中的第一页"),
    (r"first of (\S+) depth planes used", "取 {0} 个深度层中的第一层"),
    (r"several", "多"),
    (r"signed numbers shifted to start at 0", "带符号数平移为从 0 开始"),
    (r"(\d+) channels? beyond the colours ignored", "忽略颜色以外的 {0} 个通道"),
    (r"cut to the central square", "截取中央正方形"),
    (r"padded to a square", "填充为正方形"),
    (r"stretched to a square", "拉伸为正方形"),
    (r"enlarged, being smaller than (\d+) pixels", "小于 {0} 像素，已放大"),
    (
        r"(\d+) images are of a smaller depth than the limits (\S+) to (\S+) were made for",
        "{0} 幅图像的位深小于界限 {1} 至 {2} 所对应的位深。",
    ),
    (r"(\d+) images hold values below the range, which became black", "{0} 幅图像含有低于范围的值，已变为黑色。"),
    (r"(\d+) float files hold values up to (\S+): divided by \S+", "{0} 个浮点文件的值高达 {1}：已除以该值。"),
    (
        r"the brightest pixel of all reaches only (\S+) of the files' range: --depth-range percentiles would use the range that is there",
        "所有像素中最亮者仅达文件范围的 {0}：--depth-range percentiles 可利用实际存在的范围。",
    ),
    (r"folder (.+) holds no image", "文件夹 {0} 中没有图像。"),
    (r"(.+) links to a folder that was already read", "{0} 链接到已读过的文件夹。"),
    (r"(\d+) of (\d+) rows have no label", "{1} 行中有 {0} 行没有标签。"),
    (r"in a format that is not read: save it as PNG or TIFF", "不支持的格式：请另存为 PNG 或 TIFF"),
    (r"named again in line (\d+) of the table", "在表格第 {0} 行重复出现"),
    (r"folder cannot be opened \((.*)\)", "文件夹无法打开（{0}）"),
    (r"cannot be read \((.*)\)", "无法读取（{0}）"),
    (r"damaged: the file ends too early", "已损坏：文件过早结束"),
    (r"damaged: cannot be decoded \((.*)\)", "已损坏：无法解码（{0}）"),
    (r"damaged: (.*)", "已损坏：{0}"),
    (r"too large: (\d+) x (\d+) pixels, and the limit is (\S+) pixels", "过大：{0} x {1} 像素，上限为 {2} 像素"),
    (r"has no pixels", "没有像素"),
    (r"the file is empty", "文件为空"),
    (r"needs more memory than there is", "内存不足"),
    (r"not a PNG, JPEG, BMP, GIF, WebP or TIFF image", "不是 PNG、JPEG、BMP、GIF、WebP 或 TIFF 图像"),
]

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

PHRASES = [*_INTAKE, *_STABILITY]
