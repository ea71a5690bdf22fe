# %% [markdown]
# # Classes
#
# How well are two classes told of images that nothing was learned from, and by
# what? The synthetic mice again: 19 without a peg and 20 before one, 32 pixels
# a side so that this takes some seconds.

# %%
from pathlib import Path

import pandas as pd
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

import mousaic
from mousaic.config import config_for
from mousaic.demo.synthetic_set import draw_demo_set
from mousaic.image_options import ImageOptions
from mousaic.report import figures
from mousaic.report.figures.studies.use_figures import use_figures
from mousaic.uses.classify.classification import classify

draw_demo_set(Path("mice"))
images = mousaic.load_images("mice", ImageOptions(size=32))
print(len(images), images.shape, images.class_names)

# %% [markdown]
# ## Everything anew inside each fold
#
# The same as `mousaic classify mice`. Each image is held out once, and
# features, parts and classifiers are learned from the others alone. Labels
# dealt at random, and learned from just so, say what chance would reach; the
# command deals them 199 times, and divides the images twice.

# %%
config = config_for(size=32, epochs=5)
told = classify(images, config, folds=3, repeats=1, permutations=39)
for sentence in told.sentences:
    print("-", sentence)

# %% [markdown]
# The first sentence is about the line that was fixed beforehand, `recommended`.
# A line that is better in this table may be so by luck: there are many. What
# each line sees is said in [what classify measures](../uses.md); `light` is
# brightness and contrast, which tell nothing here, as they should, and `start`
# the features that were never trained.

# %%
lines = pd.DataFrame([line.columns("classes") for line in told.lines])
lines = lines[lines["classifier"] == "logistic"].set_index("representation")
lines[["balanced_accuracy", "low", "high", "auroc", "brier"]].round(2)

# %% [markdown]
# ## What decides
#
# The parts with the most weight in the model of all images, and which images
# have most and least of them.

# %% The parts that decide, their homes, and images with most and least of them
draw = {one.name: one.draw for one in use_figures(told)}
figures.save(draw["deciding_parts"](told), Path("deciding_parts.png"))
Image.open("deciding_parts.png")

# %% [markdown]
# ## In scikit-learn
#
# [`SparseAutoencoderClassifier`](../estimators.md) is for rows of any kind and
# for images that lie on top of each other, as digits do. It takes
# scikit-learn's own tools. Its features do not move: on the mice it tells no
# peg, and the table above says so in the line `responses`.

# %%
X, y = load_digits(n_class=5, return_X_y=True)
X, y = X[:200], y[:200]
rivals = {
    "the most frequent class": DummyClassifier(),
    "pixels, logistic": LogisticRegression(max_iter=500),
    "features, logistic": mousaic.SparseAutoencoderClassifier(
        features=64, k=6, epochs=5
    ),
}
for name, rival in rivals.items():
    print(f"{cross_val_score(rival, X / 16, y, cv=3).mean():.2f}  {name}")

# %% [markdown]
# On digits this easy, pixels do. Next: [what classify measures](../uses.md),
# and [odd images](anomaly.md).
