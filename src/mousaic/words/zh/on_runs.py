"""Words on the course of a run, told while it goes on, in Chinese."""

# ruff: noqa: RUF001, E501 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

WORDS: dict[str, str] = {
    "run_complete": "{path} 已经完成：无事可做。",
    "no_validation_part": "原图（或组）太少，无法留出任何图像：用全部图像训练。",
    "watch_live": "训练过程见 {page}（双击打开）。",
    "compiled_anew": (
        "没有可写的文件夹来保存编译结果，因此每次运行都要重新编译，耗时数秒。可用环境变量 NUMBA_CACHE_DIR 指定一个文件夹。"
    ),
    "epoch_of": "第 {epoch}/{epochs} 轮",
    "epoch_learned": "损失 {loss:.4f}  r {r:.3f}",
    "epoch_held_out": "留出 r {r:.3f}",
    "epoch_speed": "每秒 {images:.0f} 幅",
    "stage_reading": "正在读取图像",
    "stage_images": "正在读取并编码图像",
    "stage_of": "正在分析：{title}",
    "stage_tables": "正在写入表格",
    "stage_figures": "正在绘制插图",
    "stage_atlas": "正在制作图谱",
    "stage_report": "正在制作报告：{section}",
    "stage_figure": "正在绘制：{title}",
    "stage_training": "第 {number} 次训练，共 {of} 次",
    "stage_task": "第 {number} 项任务，共 {of} 项",
    "tasks_stopped": "已停止；{tasks} 项任务中有 {done} 项保存在 {folder}：再次运行同一命令即可继续。",
    "stage_comparing": "正在比较字典",
    "stage_parts": "正在学习部件",
    "stage_places": "正在 {count:,} 幅图像中寻找部件",
    "report_begins": "正在分析特征，以制作报告与图谱……",
    "quick_begins": "正在用两半图像各自训练，以检验它们是否教给特征同样的内容（约 {seconds:.0f} 秒）……",
    "trained_on": "这 {of} 幅图像中有 {count} 幅用于训练：这些数值会高估模型。",
    "report_too_large": "未制作报告，因为所需内存超过 {gigabytes:.0f} GB。运行已完成；可再次尝试：{command}",
    "weights_found": "各成员的权重：{weights:、|.2f}。在留出图像上，用这些权重 r 为 {r:.4f}，用相等权重为 {equal:.4f}。",
    "support": "保留 {features:,} 个特征，在 {members} 个成员中出现的次数：{shares:、|}。",
    "support_little": "保留 {features:,} 个特征，在 {members} 个成员中出现的次数：{shares:、|}。大多只出现在一个成员中：各成员之间少有共识，由此得到的共识也意义不大。",
    "support_share": "{members} 个成员中有 {count:,} 个",
}
