"""Words on whether features come back in independent trainings, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "stability": "这些特征能否再次出现？",
    "stability_how": "所需时间约为二十次训练：",
    "agree_heading": "独立训练的结果一致吗？",
    "agree_members": "本次运行的各成员之间",
    "agree_run": "本次运行与独立训练之间",
    "agree_runs": "各独立训练之间",
    "agree_halves": "用互不重叠的半数图像所做的训练之间",
    "agree_is_trained": "训练后",
    "agree_is_untrained": "训练前",
    "agree_is_pixels": "像素打乱",
    "agree_is_phases": "相位打乱",
    "often_heading": "特征再次出现的次数",
    "found_again_in": "再次出现于",
    "times_found": "{runs} 次训练中的 {times} 次",
    "features_living": "激活过的特征",
    "share_living": "比例",
    "best_again": "再现得最好的特征",
    "best_again_explained": "图下为：成员与特征编号、在多少次训练中再次出现、与其中最相近特征的 |余弦| 的平均。彼此相当的特征只显示一个。",
    "stability_explained": "一致程度：PW-MCC，即两部字典的活跃特征一一匹配后 |余弦| 的平均；1 表示特征相同。打乱：所学图像除平均之外毫无共同之处（与平均之差的像素或傅里叶相位被打乱），这样的字典之间的一致即为偶然。再次出现：与另一次训练的某个活跃特征的 |余弦| 不低于 {threshold}。共 {runs} 次独立训练，每次 {members} 个成员，取自 {images} 幅训练图像（{groups} 组）的抽样。",
}
