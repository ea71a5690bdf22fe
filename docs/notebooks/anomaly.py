# %% [markdown]
# # Odd images
#
# Learn what is normal, and say of new images how far beyond chance they are
# from it. Normal are here pictures of a three, of the 8 x 8 digits that
# scikit-learn brings; the new ones are other threes and a few fives, eights and
# nines.

# %%
import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import false_discovery_control
from sklearn.datasets import load_digits

import mousaic

digits = load_digits()
pictures, number = digits.images / 16, digits.target
threes = np.flatnonzero(number == 3)
normal = pictures[threes[:120]]
others = [np.flatnonzero(number == other)[:4] for other in (5, 8, 9)]
chosen = np.concatenate([threes[120:160], *others])
new, is_three = pictures[chosen], number[chosen] == 3

# %% [markdown]
# ## A p for each image
#
# The 120 normal threes are scored by detectors that did not learn from them.
# The p of a new image is the share of normal ones, itself counted, that are at
# least as odd: one three in twenty has a p of 0.05 or less, whatever the score
# is worth. The least p that 120 images allow is 1/121.

# %%
detector = mousaic.SparseAutoencoderDetector(features=64, k=6, epochs=6, folds=3)
detector.fit(normal)
p = detector.p_values(new)
for name, rows in {"threes": is_three, "others": ~is_three}.items():
    odd = np.sum(p[rows] <= 0.05)
    print(f"{name}: {odd} of {rows.sum()} odd, by chance {0.05 * rows.sum():.1f}")

# %% The sixteen oddest of the new images, each with its p
order = np.argsort(detector.score_samples(new))[:16]
figure, axes = plt.subplots(2, 8, figsize=(12, 3.9), layout="constrained")
for axis, i in zip(axes.flat, order, strict=True):
    axis.imshow(new[i], cmap="gray_r")
    axis.set_title(
        f"a {number[chosen[i]]}, p = {p[i]:.3f}",
        color="tab:gray" if is_three[i] else "tab:red",
    )
    axis.axis("off")

# %% [markdown]
# ## Many images at once
#
# Of a thousand normal images fifty have a p of 0.05. A list of odd images
# should hold a limited share of false ones, so the p are corrected over the
# batch (Benjamini and Hochberg); `mousaic anomaly` calls the result q.

# %%
q = false_discovery_control(p)
named = q <= 0.1
print(f"q is at most 0.1: {named.sum()}; threes: {np.sum(named & is_three)}")

# %% Scores of normal images, of new threes, and of other digits
scores = -detector.score_samples(new)
shown = {
    "normal threes, each held out once": (detector.normal_scores_, "tab:gray"),
    "new threes": (scores[is_three], "tab:blue"),
    "fives, eights and nines": (scores[~is_three], "tab:red"),
}
bins = np.arange(-2, scores.max() + 0.5, 0.25)
figure, axis = plt.subplots(figsize=(9, 3.5), layout="constrained")
axis.axvline(-detector.offset_, color="black", linewidth=1)  # p = 0.05
axis.set(xlabel="how odd, in standard deviations of normal images")
axis.set(ylabel="images")
for name, (found, color) in shown.items():
    axis.hist(found, bins, alpha=0.6, color=color, label=name)
    axis.legend()

# %% [markdown]
# With files of images use the command, which also says where in the image
# something is odd, and which parts make it so: `mousaic anomaly RUN NEW/ --out
# DIR` ([odd images](../anomaly.md)).
