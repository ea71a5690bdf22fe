"""What the figures show, with their main values, for readers who do not see them, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "alt_listed": "{listed:；|}。",
    "place_top_left": "左上",
    "place_top_middle": "上方",
    "place_top_right": "右上",
    "place_middle_left": "左侧",
    "place_middle_middle": "中央",
    "place_middle_right": "右侧",
    "place_bottom_left": "左下",
    "place_bottom_middle": "下方",
    "place_bottom_right": "右下",
    "alt_examples": (
        "一张图表，{of_member}{count} 个特征各占一行：特征的图样、高于噪声的部分、"
        "激活最强的图像（至多 {top} 幅）以及另外 {random} 幅激活的图像。前几行：{listed:；|}。"
    ),
    "alt_example": "特征 {feature}，{kind}，在 {rate:.0%} 的图像中激活，承担 {share:.1%}",
    "alt_example_row": "特征 {feature}，在 {rate:.0%} 的行中激活，承担 {share:.1%}",
    "alt_kinds": (
        "按类型逐行排列的特征图样，每行至多 {across} 个，下方为其高于噪声的部分。激活过的特征：{listed:；|}。"
    ),
    "alt_kind": "{kind} {count:,} 个（{share:.0%}）",
    "alt_coverage": (
        "图像区域的三幅分布图。左：平均图像。中：特征的能量，一半落在图像的 {half:.0%} 上，{dense}最密，为平均的 {density:.1f} 倍。"
        "右：重建的误差，全部像素为 {typical:.3f}，{wrong}最大，为 {error:.3f}。"
    ),
    "alt_firing": (
        "三幅图表。左：{features:,} 个特征中有 {silent:,} 个从未激活，{always:,} 个在全部 {images:,} 幅图像中激活；"
        "激活过的特征中有一半只在不超过 {median:g} 幅图像中激活。"
    ),
    "alt_carried": "中：一个成员最重要的 {few:,} 个特征承担全部重要性的 {share:.0%}（成员平均）。",
    "alt_alike": "右：特征与其最相近者的 |余弦| 为 {cosine:.2f}（中位数），随机特征为 {chance:.2f}。",
    "alt_together": (
        "成对特征的图样；最明显地同时激活的一对是成员 {member} 的特征 {first} 与特征 {second}："
        "{groups} 组中有 {both} 组，偶然为 {expected:.1f} 组。"
    ),
    "alt_apart": (
        "最明显地相互回避的一对是成员 {member} 的特征 {first} 与特征 {second}："
        "{groups} 组中有 {both} 组同时激活，偶然为 {expected:.1f} 组。"
    ),
    "alt_by_class": "以圆点表示每幅图像的 Pearson r，每个类别与部分各一行。均值：{listed:；|}。",
    "alt_class_line": "{name}，{part}：{mean:.3f}（{low:.3f} 至 {high:.3f}，{images:,} 幅图像）",
    "alt_worst": "下方为原图与重建的对照：最差的是 {path}，r = {r:.3f}。",
    "alt_best": "最好的是 {path}，r = {r:.3f}。",
    "alt_sparsity": "两幅图表，横轴为激活特征数，从 {first} 到 {last}：平方误差与 r。",
    "alt_sparsity_part": (
        "{part}：激活 {first} 个时误差为 {first_error:.4f}、r 为 {first_r:.3f}；"
        "为模型自身的 {k} 个时分别为 {error:.4f} 和 {r:.3f}；{last} 个时为 {last_error:.4f} 和 {last_r:.3f}。"
    ),
    "alt_class_features": (
        "一张有 {count} 行的图表，每行一个特征：图样、类别差异所在、在每幅图像中的值，"
        "以及所列类别与其他类别中最强的图像。前几行：{listed:；|}。"
    ),
    "alt_class_feature": ("{of_member}特征 {feature}，在 {name} 中{direction} {effect:.2f} 个标准差，校正后 p = {p:p}"),
    "alt_effects": (
        "两幅图表。左：{tested:,} 个特征在类别之间的差异（最大 {largest:.2f} 个标准差）及其自身的 p 值（最小 {p:p}）；"
        "校正后有 {passed:,} 个通过。右：{low:,} 个特征的 p 低于 {edge:g}；若没有特征存在差异，应为 {expected:.1f} 个。"
    ),
    "alt_shortcuts": (
        "图像的每个属性在多大程度上区分类别（AUC 与校正后的 p），以及多少特征反映该属性（|r| 不低于 {follows:g}）：{listed:；|}。"
    ),
    "alt_property_auc": "{name}：AUC {auc:.2f}（p = {p:p}），{features:,} 个特征中有 {follow:,} 个",
    "alt_property": "{name}：{features:,} 个特征中有 {follow:,} 个",
    "alt_shortcut_best": "最明显的类别特征与图像的{name}最接近（|r| = {r:.2f}）。",
    "alt_curves": "三幅图表，共 {epochs} 轮。",
    "alt_curve": "损失（{name}）：从 {first:.4f} 到 {last:.4f}。",
    "alt_curve_r": "Pearson r（{name}）：从 {first:.3f} 到 {last:.3f}。",
    "alt_curve_dead": "失活特征（{name}）：从 {first:.0f}% 到 {last:.0f}%。",
    "alt_mean_image": "仅用平均图像（{part}）：r = {r:.3f}。",
    "alt_rebuilt": "{images} 幅图像，各附其重建以及两者之差。",
    "alt_rebuilt_class": "{name}：{listed:；|}",
    "alt_most_used": (
        "{of_member}{features:,} 个特征中最常用的 {shown} 个的图样；{alive:,} 个至少在一幅训练原图中激活。最常用的是："
    ),
    "alt_used": "特征 {feature}，{share}",
    "alt_copies": (
        "{originals} 幅原图中的 {rows} 幅，每行一幅，附其 {copies} 个增强副本中的 {drawn} 个；"
        "副本与原图每个像素平均相差 {spread:.3f}（像素值范围为 0 到 1）。"
    ),
    "alt_comparison": (
        "{methods} 种方法，每种一行：留出图像上的 Pearson r 及其 95% 区间，以及在学习过的图像上的 r。{listed:；|}。"
    ),
    "alt_method": "{name}：{r:.3f}（{low:.3f} 至 {high:.3f}），学习过的图像 {training:.3f}",
    "alt_bits": "{lines} 条线：留出图像上的 Pearson r，横轴为每幅图像 {low} 至 {high:,} 比特。{bits} 比特时：{listed:；|}。",
    "alt_bits_line": "{name} {r:.3f}",
    "alt_choose_k": "横轴为 k 的图表，标出所选的 k = {k}。",
    "alt_k": "k = {k}：误差 {error:.5f} \u00b1 {spread:.5f}，各折之间一致 {stability:.2f}（初始 {null:.2f}）",
    "alt_k_classes": (
        "k = {k}：误差 {error:.5f} \u00b1 {spread:.5f}，各折之间一致 {stability:.2f}（初始 {null:.2f}），"
        "类别识别准确率 {decoding:.2f}（偶然 {chance:.2f}）"
    ),
    "alt_stability": "左：各字典之间的一致程度（PW-MCC）。",
    "alt_agreement": "{name}：{listed}",
    "alt_mark": "{name} {value:.2f}",
    "alt_matches": (
        "右：与另一字典中最相近者的 |余弦| 为 {cosine:.2f}（中位数），训练前为 {start:.2f}，在无结构的图像上为 {chance:.2f}。"
    ),
    "alt_found": "下：再现得最好与最差的特征的图样，各附其他训练中的相近者。",
}
