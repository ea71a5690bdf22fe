"""Words on the machine and what is installed, in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "doctor_mousaic": "Mousaic {version}，Python {python}，{system}",
    "doctor_packages": "软件包：{packages}",
    "doctor_install": "有软件包缺失或版本过旧：pip install {packages}",
    "doctor_device": "设备：{device}（{name}）",
    "doctor_no_device": "该设备计算有误或无法计算：请使用 --device cpu，或修复其驱动程序。",
    "doctor_threads": "线程：使用 {threads} 个，处理器共 {cores} 个",
    "doctor_many_threads": "线程多于处理器会互相等待：请将 OMP_NUM_THREADS 设为不超过 {cores}，或使用 --threads。",
    "doctor_memory": "内存：可用 {free:.1f} GB",
    "doctor_memory_unknown": "内存：系统未说明可用多少",
    "doctor_little_memory": "可用内存不足 2 GB：请关闭其他程序，或减小 --size。",
    "doctor_disk": "磁盘：{folder} 中可用 {free:.0f} GB",
    "doctor_no_writing": "磁盘：无法写入 {folder}",
    "doctor_other_folder": "运行结果需要一个可写的文件夹：请换一个工作文件夹，或用 mousaic train --out 指定。",
    "doctor_little_disk": "可用磁盘不足 1 GB：请腾出空间，或写入其他磁盘。",
    "doctor_cache": "编译结果可以保存",
    "doctor_cache_missing": "编译结果无法保存：每次运行都要重新编译，耗时数秒",
    "doctor_cache_folder": "请用环境变量 NUMBA_CACHE_DIR 指定一个可写的文件夹。",
    "doctor_no_compiler": "没有 numba：结果相同，但较慢",
    "doctor_trying": "正在用生成的图像训练",
    "doctor_tried": "自检：两次小训练用时 {seconds:.0f} 秒，结果逐字节相同",
    "doctor_slow": "自检用时超过一分钟：机器是否繁忙，或处理器太少？",
    "doctor_failed": "自检：一次小训练以此结束：{why}",
    "doctor_other_bytes": "自检：同样的训练进行两次，结果不同",
    "doctor_learns_nothing": "自检：留出图像的 r 为 {r:.3f}，不优于平均图像的 {mean:.3f}",
    "doctor_reinstall": "当前安装的计算结果不正确：请按 constraints.txt 中的版本重新安装 Mousaic。",
    "doctor_well": "一切正常。",
}
