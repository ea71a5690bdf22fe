"""Words on the page that shows a training as it goes, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

WORDS: dict[str, str] = {
    "live_kicker": "Mousaic 训练",
    "live_title": "第 {done} 轮，共 {epochs} 轮 \u00b7 Mousaic",
    "live_epoch": "第 {epoch} 轮，共 {epochs} 轮",
    "live_finished": "已完成，共 {done} 轮",
    "live_stopped": "已停止于第 {done} 轮，共 {epochs} 轮",
    "live_first": "第一轮正在进行；本页会自动更新。",
    "live_now": "{seconds:,.0f} 秒之后：{listed:；|}。",
    "live_train": "训练图像上 r = {r:.3f}",
    "live_held_out": "留出图像上 r = {r:.3f}",
    "live_dead": "{share:.0%} 的特征在任何训练原图上都未激活",
    "live_pearson": "与图像的 Pearson r（1 为完全一致）",
    "live_reconstruction": "重建误差（均方，对数）",
    "live_images": "图像及其当前的重建",
    "live_pair": "r = {r:.2f}，{part}",
}
