# %% [markdown]
# # 39 images
#
# A folder of images in, a run folder out, and what is in it, from Python. The
# images are the synthetic mice of `mousaic demo`, which differ in two things:
# some stand before a peg, and their tails are raised. What was drawn is known,
# so what is found can be checked. With your own images begin at *Learn*.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import mousaic
from mousaic.demo.synthetic_set import draw_demo_set

draw_demo_set(Path("mice"))
images = mousaic.load_images("mice")
print(images.intake.said())

# %% Three mice without a peg, and three before one, their tails raised
figure, axes = plt.subplots(1, 6, figsize=(12, 2.4), layout="constrained")
for axis, i in zip(axes, [0, 1, 2, 19, 20, 21], strict=True):
    axis.imshow(images.pixels[i, 0], cmap="gray", vmin=0, vmax=1)
    axis.set_title(images.class_names[images.labels[i]].replace("_", " "))
    axis.axis("off")

# %% [markdown]
# ## Learn
#
# The same as `mousaic train mice`. A fifth of the images is held out, and
# everything is measured on these. Beside every figure stands that of the mean
# training image: these mice are so alike that it reaches an r of 0.9 without
# any model. Report and atlas open from here as the run left them.

# %%
run = mousaic.train("mice", out="runs/mice", epochs=10)
run

# %% Loss, Pearson r and dead features over the epochs, in training and held out
run.plot()

# %% [markdown]
# ## What of an image the model sees
#
# Images that it did not learn from, what it makes of them, and what it misses.

# %% Held-out images beside their reconstructions and the differences
images = run.load_images("mice")
held_out = {row.path for row in run.split if row.part == "validation"}
chosen = [i for i, path in enumerate(images.paths) if path in held_out]
new = images.subset(chosen)
made = run.reconstruct(new)
made.plot(new)

# %% [markdown]
# ## Parts
#
# A [part](../explain/parts.md) is a small picture with a home. In every image
# it has a presence, from -1 to 1, and a place. Every table of the run is a
# frame; here is what differs between the classes.

# %%
found = run.to_frame("analysis/class_findings")
found[["part", "class", "effect", "low", "high", "p_corrected"]].round(4)

# %% [markdown]
# `effect` is the difference in standard deviations of all images (2 is the most
# that there can be), and `p_corrected` counts that several findings were looked
# for. The first finding is which part of the picture? Its place in six images,
# and its presence in all of them:

# %% The first part that differs, where it is in six images, and how present
parts = run.to_frame("parts/parts")
first = parts[parts["part"] == found["part"].iloc[0]].set_index("path")
widths = [1, 1, 1, 1, 1, 1, 1.4]
figure, axes = plt.subplots(1, 7, figsize=(12, 2.2), width_ratios=widths)
figure.set_layout_engine("constrained")
for axis, i in zip(axes[:-1], [0, 1, 2, 19, 20, 21], strict=True):
    seen = first.loc[images.paths[i]]
    axis.imshow(plt.imread(f"mice/{images.paths[i]}"), cmap="gray")
    axis.plot(
        seen["x"], seen["y"], "o", ms=16, mfc="none", mec="tab:orange", mew=2
    )
    axis.set_title(f"presence {seen['presence']:.2f}")
    axis.axis("off")
axes[-1].set(xticks=[0, 1], xticklabels=["no peg", "peg"])
axes[-1].set(xlim=(-0.5, 1.5), ylabel="presence")
for place, (_, rows) in enumerate(first.groupby("label")):
    axes[-1].plot([place] * len(rows), rows["presence"], "o", alpha=0.5)

# %% [markdown]
# It is where the peg is. No label was used to learn it; the labels say only
# that it differs. The truth of the drawing stands in `mice/parts.csv`, so this
# can be said in one number:

# %%
truth = pd.read_csv("mice/parts.csv").set_index("path").loc[first.index]
r = np.corrcoef(first["presence"], truth["obstacle"])[0, 1]
print(f"presence and the peg that was drawn: r = {r:.2f}")

# %% [markdown]
# Next: [is it real?](../howto/is_it_real.md), and how well
# [classes](classes.md) are told.
