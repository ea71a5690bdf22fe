# %% [markdown]
# # Activations of a network
#
# Rows need not be images. Here a small network learns to read digits; a sparse
# autoencoder then takes its 64 hidden activations apart. Three questions: how
# much of them do six active features explain, does the network still work on
# what is rebuilt of them, and are features easier to name than the network's
# own units?

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.neural_network import MLPClassifier

import mousaic

X, y = load_digits(return_X_y=True)
X = X / 16
held_out = np.arange(len(X)) % 4 == 0
network = MLPClassifier((64,), max_iter=150, random_state=0).fit(
    X[~held_out], y[~held_out]
)
print(f"right on digits held out: {network.score(X[held_out], y[held_out]):.3f}")


def hidden(rows):
    return np.maximum(rows @ network.coefs_[0] + network.intercepts_[0], 0)


def answers(activations):
    return (activations @ network.coefs_[1] + network.intercepts_[1]).argmax(1)


scale = hidden(X[~held_out]).std()
learn, new = hidden(X[~held_out]) / scale, hidden(X[held_out]) / scale
shown, number = X[held_out], y[held_out]

# %% [markdown]
# ## Learn features, and what to hold them against
#
# Rows of numbers are taken as they are, so they were scaled before.
# `learn="topk"` finds codes in one pass, and here all their values are above 0;
# the default, matching pursuit, explains more and is harder to read, as half of
# its values are negative.
#
# Beside what was trained stands its start: the same features after steps of no
# length. And PCA with as many numbers an image; which six of 128 features are
# active costs bits that PCA does not need, so this flatters features somewhat.

# %%
options = dict(features=128, k=6, learn="topk")
trained = mousaic.SparseAutoencoder(**options, epochs=20).fit(learn)
start = mousaic.SparseAutoencoder(
    **options, epochs=1, options={"learning_rate": 1e-12}
).fit(learn)
pca = PCA(6).fit(learn)

rebuilt = {
    "as it is": new,
    "trained features": trained.inverse_transform(trained.transform(new)),
    "never trained": start.inverse_transform(start.transform(new)),
    "PCA, 6 numbers": pca.inverse_transform(pca.transform(new)),
}
print("explained   network right")
for name, rows in rebuilt.items():
    missed, all_there_is = new - rows, new - learn.mean(0)
    explained = 1 - np.sum(missed**2) / np.sum(all_there_is**2)
    right = np.mean(answers(rows * scale) == number)
    print(f"{explained:9.2f}   {right:13.3f}   {name}")

# %% [markdown]
# ## Can they be named?
#
# Of each feature the ten held-out digits that excite it most: how many are the
# same digit? The same for the network's own units, and for features that were
# never trained.


# %%
def purity(activity):
    """Of each column with ten values above 0: one digit's share of the ten."""
    top = np.argsort(-activity, axis=0)[:10]
    used = np.take_along_axis(activity, top, 0)[-1] > 0
    most = {f: np.bincount(number[top[:, f]]).max() for f in np.flatnonzero(used)}
    return {f: count / 10 for f, count in most.items()}


pure = {
    "trained features": purity(trained.transform(new)),
    "never trained": purity(start.transform(new)),
}
pure["units of the network"] = purity(new)
for name, found in pure.items():
    print(
        f"{np.mean(list(found.values())):.2f} on average of {len(found)} {name}"
    )

# %% [markdown]
# Eight features: what each does for the network's answer (its direction, times
# the network's last weights), and the digits that excite it most.

# %% Eight features: the digit each speaks for, and ten digits that excite it
codes = trained.transform(new)
used = sorted(pure["trained features"], key=lambda f: -codes[:, f].sum())[:8]
speaks = trained.components_ @ network.coefs_[1]
figure, axes = plt.subplots(
    8, 11, figsize=(11, 8.2), layout="constrained", width_ratios=[3, *[1] * 10]
)
for row, f in zip(axes, used, strict=True):
    answer = f"speaks for {speaks[f].argmax()}, against {speaks[f].argmin()}"
    row[0].text(0, 0.5, f"feature {f}\n{answer}", va="center")
    for axis, i in zip(row[1:], np.argsort(-codes[:, f])[:10], strict=True):
        axis.imshow(shown[i].reshape(8, 8), cmap="gray_r")
    for axis in row:
        axis.axis("off")

# %% [markdown]
# What is shown here holds for one small network and one seed. For others to use
# these features, see [exports](../exports.md): SAELens and overcomplete load
# them; and [estimators](../estimators.md) for searches over k.
