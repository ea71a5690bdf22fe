"""The sentences of docs/experiment.zh.md: the keys of :mod:`benchmarks.experiment_said_en`."""

# ruff: noqa: RUF001 - Chinese punctuation is meant, and its characters count double
from __future__ import annotations

SAID: dict[str, str] = {
    "title": "逐条检验最初的实验",
    "intro": """Mousaic 始于一次实验：两个类别共 {images} 幅灰度图像，每幅 {copies} 份增强副本，五个权重共享（tied）
的稀疏自编码器（4096-1024，k = 50），以及一项使各成员编码彼此接近的损失（`--preset report`）。当时的报告提出了十条
结论。本页把每一条与**留出**图像（按组留出）上测得的结果并列，同时给出它必须胜过的零假设，并在另外两个图像集上重复。

    make bench-experiment       # 单个处理器线程约 {minutes} 分钟

- **小鼠**：39 帧跑轮上的小鼠，无障碍物与有障碍物两类。原报告的图像未公开，这里以它们代替。{folds_mice} 折。
- **绘制的小鼠**：`mousaic demo` 的 39 幅图像。{folds_drawn} 折。
- **服装**：Fashion-MNIST 的 19 件套头衫与 20 双凉鞋，由 28 像素放大到 64 像素。{folds_garments} 折。

r 是一幅图像与其重建之间逐像素的 Pearson 相关系数，对图像取平均。方括号内为对各组重抽样得到的 95 % 区间（反映所测
图像的不同，不反映训练的不同）；凡注明者，则为各折的最小值与最大值。""",
    "glance": "概览",
    "glance_how": """差值的区间全在 0 以上为“成立”，全在 0 以下为“不成立”，含 0 为“未定”；不需要区间的，按其文字所
述的规则判断。最后一列：所有图像集一致的结论，不一致则为“未定”。粗体的问题决定该条结论：全部成立则成立，任一不成立
则不成立，否则未定。空格：未向该集提问，或尚未测量。""",
    "claim": "报告的说法",
    "question": "在留出图像上所问",
    "verdict": "合计",
    "baselines": "这一预设能达到什么，与零假设并列",
    "baselines_says": """在小鼠上，该预设描述留出图像的 r 为 {report}；不花任何代价的训练图像平均图像为
{mean_image}；它自身的起点（正交噪声，编码大小相同）为 {start}；用与一份编码同样多的数的 PCA 为 {pca}。去掉一致性
损失则为 {separate}。如今的预设 `default` 为 {default}。""",
    "trajectory.short": "训练中损失 0.133、0.018、0.011，r 0.32、0.62、0.77",
    "trajectory.title": "“损失由 0.133 降至 0.018、0.011，r 由 0.32 升至 0.62、0.77”",
    "trajectory.training_r": "训练 r 最终与 0.77 相差不超过 0.05",
    "trajectory.training_loss": "损失最终与 0.011 相差不超过 1.5 倍",
    "trajectory.over_mean_image": "留出 r 超出平均图像",
    "trajectory.says": """但这些都是训练图像上的数字。小鼠上训练 r 在第 1、5、20 轮后为 {train}，报告的曲线得以重现；
损失取决于图像之间差异的大小，为 {loss}。留出图像上，一个成员最终的 r 为 {held_out}；而训练图像的平均图像不花任何
代价，对具体图像一无所知，已有 {mean_image}；用 50 个数的 PCA 为 {pca}。""",
    "trajectory.alt": " r 随轮次的变化：训练中、所学的原图、留出图像，并以线标出平均图像、PCA 与 default",
    "transfer.short": "专门训练的 SAE 比在其他图像上训练的更适合数据",
    "transfer.title": "“专门训练的 SAE 比在其他图像上训练的更适合数据”",
    "transfer.own_over_digits": "`report`：自己的图像减全部数字，步数为十二倍",
    "transfer.own_over_digits_equal": "`report`：自己的图像减数字，步数相同",
    "transfer.own_default_over_digits": "`default`：自己的图像减数字",
    "transfer.digits_own_over_other": "反过来：描述数字，学自数字减学自本图像集",
    "transfer.says": """报告所问的是 MNIST 的 60,000 个数字；这里用其中 {count} 个（放大到 64 x 64）训练一次，每个
只看一遍，不加副本（{steps} 步）；再只用前 {few_count} 个训练一次（{few_steps} 步，与实验大致相同）。小鼠上，
`report` 用这些数字的字典 r 为 {digits}，用少量数字的字典为 {few}，用自己的字典留出时为 {own}，用从未训练的噪声为
{start}。自己的减数字的：{by_set}。 `default` 使用匹配追踪的编码，用数字的字典描述小鼠为 {default_digits}，用小鼠
自己的为 {own_default}。粗体：学自同一图像集，且为留出图像。""",
    "transfer.alt": "每个图像集的字典描述每个图像集时的留出 r，两个数字方阵：report 与 default",
    "copies.short": "由 39 幅增强到 234 幅起决定作用",
    "copies.title": "“由 39 幅增强到 234 幅图像起决定作用”",
    "copies.copies_equal_epochs": "有副本减无副本，轮数相同",
    "copies.copies_equal_steps": "有副本减无副本，步数相同",
    "copies.copies_over_slight": "强副本减轻微副本",
    "copies.says": """六倍的图像也意味着六倍的步数。同为 20 轮时，小鼠上五份强副本比没有副本高 {epochs}。步数相同时，
有副本减无副本：{by_set}。强副本（左右与上下翻转、15 度、裁去五分之一、黑边）减轻微副本，小鼠上：{slight}。""",
    "copies.alt": "的留出 r：无副本（轮数相同与步数相同）、实验的副本、轻微副本，以及相同图像的 PCA",
    "ensemble.short": "集成与一致性损失使特征更稳定",
    "ensemble.title": "“集成与一致性损失使特征更稳定”",
    "ensemble.steadier_between_runs": "两折之间的特征：有一致性减无一致性",
    "ensemble.steadier_than_start": "两折之间的特征：训练后减训练前",
    "ensemble.members_alike": "两个成员之间的特征：有一致性减无一致性",
    "ensemble.consistency_helps_r": "留出 r：有一致性减无一致性",
    "ensemble.averaging_helps_r": "留出 r：五个取平均减单个（五倍比特）",
    "ensemble.says": """这项损失对**编码**确实起了作用：小鼠上两个成员的编码相关系数为 {codes}，没有它则为
{codes_separate}。但另一次训练能否找到同样的**特征**是另一个问题。不同种子的两折之间，在用特征的 PW-MCC（有该损失
/ 没有 / 训练之前）：{by_set}。可见重新找到的多于偶然，但无论如何都很少（1 表示特征相同）。同一次训练的成员之间，
小鼠上有它为 {members}，没有为 {members_separate}。它还降低了 r：留出时有它为 {r}，没有为 {r_separate}；训练中为
{train} 与 {train_separate}。五个重建取平均为 {averaged}（没有该损失时 {averaged_separate}），代价是五份编码而非一
份。方括号内：相邻两折的最小值与最大值，它们共有大部分图像。""",
    "ensemble.alt": "有无一致性损失、训练之前以及 default 的特征在各折之间的一致程度与留出 r",
    "sparsity.short": "稀疏性防止过拟合",
    "sparsity.title": "“稀疏性防止过拟合”",
    "sparsity.gap_smaller": "k = 50 时训练与留出 r 的差距小于全部激活时（两个差距）",
    "sparsity.sparse_over_dense": "留出 r：k = 50 减全部特征",
    "sparsity.says": """只用一个成员，因为一致性损失也会约束编码。小鼠上，训练 r 与留出 r 的差距在 k = {fewest} 时
为 {gap_fewest}，k = {own} 时为 {gap_own}，全部 {every} 个特征激活时为 {gap_every}。k = {own} 的留出 r 减全部特征
激活的留出 r：{by_set}。所试之中最好的：{bests}。稀疏性换来的是简短的编码，而不是对更多图像依然成立的描述。""",
    "sparsity.alt": "所学原图与留出图像的 r 随 k 的变化，与起点及 PCA 并列",
    "features.short": "特征是局部检测器、全局结构与边缘，冗余少，覆盖整幅图像",
    "features.title": "“特征是局部检测器、全局结构与边缘，冗余少，并覆盖整幅图像”",
    "features.kind_local": "局部：在用特征中比训练之前多 5 % 以上",
    "features.kind_global": "全局：同上",
    "features.kind_edge": "边缘：同上",
    "features.little_redundancy": "最近余弦的中位数；近乎相同者少于 5 %",
    "features.covers": "覆盖 90 % 的像素",
    "features.in_use": "至少一半特征在某幅原图上激活",
    "features.says": """每个成员的 1,024 个特征中，有 {living} 个在小鼠的某幅原图上激活（{report_dead} 从不激活）。
其中局部 {report_local}，边缘 {report_edge}，全局 {report_global}，噪声 {report_noise}；训练之前全是噪声。
`default` 则为局部 {default_local}，边缘 {default_edge}，全局 {default_global}，从不激活者 {default_dead}。与最近
特征的余弦中位数为 {report_nearest}（随机方向：{chance}），{report_twins} 有近乎相同的特征；覆盖 {report_covered}
的像素，一半的结构落在 {report_half} 的像素上。可见在用的特征冗余少，是因为它们本来就少。类型即 `mousaic features`
的类型，由面积、范围与线条方向的规则判定。方括号内：各折的最小值与最大值。""",
    "features.alt": "训练前后以及 default 的在用特征的类型",
    "compression.short": "82 倍压缩",
    "compression.title": "“82 倍压缩”",
    "compression.factor_in_bits": "以比特计，一份编码，与 82 相差不超过十分之一",
    "compression.fewer_bits_than_pca": "比留出 r 相同的 PCA 用更少比特（两者）",
    "compression.with_its_dictionary": "字典加编码小于图像本身（为图像的几倍）",
    "compression.says": """{pixels} 个像素除以 k = {k} 为 {numbers}。但编码还要说明是**哪些**特征：{positions} 比特，
加上 {k} 个各 8 比特的数值，共 {bits} 比特，而像素为 {raw} 比特：{factor} 倍。集成的五份编码为 {all_bits} 比特，
{all_factor} 倍。一幅图像的无损 PNG 为 {png} 比特。一部字典以每个数 8 比特计，是全部 {images} 幅图像的
{dictionary} 倍，要到 {break_even} 幅图像才合算。不看质量，大小没有意义：一份编码的留出 r 为 {r}，PCA 用 {pca} 个
主成分（{pca_bits} 比特）即可达到，而平均图像不用任何比特已有 {mean_image}。""",
    "compression.alt": "留出 r 与每幅图像的比特数：PCA 的曲线，实验的一份与五份编码，平均图像与 default",
    "classes.short": "两个类别都重建得好，其中一个更好",
    "classes.title": "“两个类别都重建得好，其中一个更好”",
    "classes.both_over_mean": "每一类都优于平均图像（取较小者）",
    "classes.one_better": "其中一类更好，p 小于 0.05",
    "classes.one_better_by_default": "`default` 亦然",
    "classes.says": """小鼠上，留出时“{names[0]}”为 {first}，“{names[1]}”为 {second}，前者减后者为 {gap}（p {p}）；
平均图像则为 {mean_gap}。哪一类更容易，首先是图像的性质，然后才是模型的：对 PCA 与 `default` 而言，更容易的也是同
一类。p：标签交换 10,000 次，以组为单位；仅当每幅图像相互独立时成立。""",
    "classes.alt": "实验、平均图像、PCA 与 default 对两个类别的留出 r",
    "rivals.short": "参数更少，却优于深度自编码器与 VAE",
    "rivals.title": "“参数更少，却优于深度自编码器与 VAE”",
    "rivals.better_than_autoencoder": "留出 r：`report` 减最好的网络",
    "rivals.better_than_own_copies": "同上，减用 `report` 自己副本的网络",
    "rivals.better_than_vae": "同上，减 VAE",
    "rivals.fewer_parameters": "学得的数少于最好的网络（两者）",
    "rivals.says": """这些网络在 50 个潜在单元的两侧各有一个隐藏层，训练 500 步，每步 64 幅图像。一个成员学得
{parameters} 个数，整个集成 {all_parameters} 个。一个成员的留出 r 减最好的网络：{by_set}。小鼠上一个成员为
{report}；最好的网络（{best_parameters} 个数）为 {best}；最小的（{small_parameters} 个数）为 {small}；用实验自己的
副本学得的为 {own_copies}；VAE 为 {vae}。它们的 50 个数为 400 比特，一个成员的编码为 684 比特。""",
    "rivals.alt": "留出 r 与学得的数：实验、三种宽度的自编码器与一个 VAE",
    "speed.short": "在 CPU 上训练很快",
    "speed.title": "“在 CPU 上训练很快”",
    "speed.within_a_minute": "一次训练在单线程一分钟以内",
    "speed.faster_than_plain": "快于普通 PyTorch（倍数）",
    "speed.faster_than_others": "快于 `default`、PCA 与自编码器（为前两者的几倍）",
    "speed.says": """整个训练用单个处理器线程 {report} 秒，用普通 PyTorch 写则为 {plain} 秒。但描述图像更好的
`default` 只需 {default} 秒，PCA 只需 {pca} 秒。各图像集都是 39 幅 64 x 64 的图像，因此只计其一，每种方式一次；机
器的内存同时有其他工作占用，安静机器上更可靠的数字见 [performance](performance.md)。""",
    "speed.alt": "用 39 幅图像训练所需的单线程秒数：实验、普通 PyTorch、default、自编码器与 PCA",
    "method_title": "如何测得",
    "method_says": """- 各折留出整组，各类按比例；没有任何选择依据留出的图像作出。这些图像集中每幅图像自成一组。同
  一相机的各帧彼此相像：留出 r 说的是同一段录像的另一帧会怎样，而不是另一只动物会怎样。每折只有一种划分与一个种子：
  区间不涵盖其他训练。
- `report` 即该预设，只是用单线程，且折内不再留出：{members} 个成员，{features:,} 个特征，k = {k}，{epochs} 轮，
  {copies} 份只画一次的副本，每批 {batch} 幅。`default` 为一个成员。
- PCA、各网络与 `default` 学自 `default` 的副本（每轮重画），除非该行另有说明。
- 比特：每个数值 8，加上选取特征的方式数的 log2。PCA 的主成分没有位置要存储。
- 图中只有数字的图示；本页不含任何小鼠图像。""",
}
