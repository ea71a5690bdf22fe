"""Words on what is exported, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "export_without_parts": "不含部件，因为该运行尚未保存部件；可用此命令寻找：{command}",
    "export_pursuit_in_one_pass": (
        "该运行的编码由匹配追踪得到，即逐个选取特征：文件完整保存了特征与均值，但读取这些文件的程序只做一遍计算，"
        "取乘积最大的 k 个，因此重建图像不如该运行本身。mousaic export --to onnx 保存的是匹配追踪本身。"
    ),
    "export_not_overcomplete": "仅供 SAELens 使用，因为 overcomplete 没有这样的阈值。",
}
