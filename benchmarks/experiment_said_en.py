"""The sentences of docs/experiment.md; those of docs/experiment.zh.md stand in :mod:`benchmarks.experiment_said_zh`."""

from __future__ import annotations

SAID: dict[str, str] = {
    "title": "The experiment, claim by claim",
    "intro": """Mousaic began as an experiment: {images} grey images in two classes, {copies} augmented copies of each,
five sparse autoencoders with tied weights, 4096-1024, k = 50, and a loss that pulls their codes together (`--preset
report`). Its report made ten claims. Here each stands beside what is measured on images that were **held out**, by
group, beside the nulls that it has to beat, and on two further sets.

    make bench-experiment       # about {minutes} minutes of one processor thread

- **mice**: 39 frames of a mouse on a wheel, without and with an obstacle: a stand-in for the report's own images,
  which are not public. {folds_mice} folds.
- **drawn mice**: the 39 images of `mousaic demo`. {folds_drawn} folds.
- **garments**: 19 pullovers and 20 sandals of Fashion-MNIST, enlarged from 28 to 64 pixels. {folds_garments} folds.

r is Pearson's correlation over the pixels of an image with its reconstruction, mean over images. In brackets: a 95 %
interval over resampled groups (of images measured, not of trainings), or, where it says so, the least and the most of
the folds.""",
    "glance": "At a glance",
    "glance_how": """A difference is *confirmed* where its interval lies above 0, *refuted* where it lies below, and
*open* where it holds 0; what needs no interval is judged by the rule in its words. The last column: what all sets
agree on. The questions in bold decide the claim: all confirmed, or any refuted, or open. An empty cell: not asked of
this set, or not measured yet.""",
    "claim": "the report says",
    "question": "asked of images held out",
    "verdict": "together",
    "baselines": "What the preset reaches, beside its nulls",
    "baselines_says": """On the mice the preset describes a held-out image with r {report}; the mean of the training
images, which costs nothing, with {mean_image}; its own start, orthogonal noise with codes of the same size, with
{start}; PCA with as many numbers as a code with {pca}. Without the consistency loss it is {separate}. The preset
`default` of today has {default}.""",
    "trajectory.short": "loss 0.133, 0.018, 0.011 and r 0.32, 0.62, 0.77 over training",
    "trajectory.title": '"The loss falls from 0.133 to 0.018 and 0.011, and r rises from 0.32 to 0.62 and 0.77"',
    "trajectory.training_r": "training r ends within 0.05 of 0.77",
    "trajectory.training_loss": "the loss ends within a factor of 1.5 of 0.011",
    "trajectory.over_mean_image": "held-out r beyond the mean image's",
    "trajectory.says": """But these are training figures. On the mice r in training is {train} after epochs 1, 5 and
20, so the report's curve is found again; the loss, which depends on how much the images differ, is {loss}. Held out,
a member has r {held_out} at the end. The mean of the training images, which costs nothing and knows nothing of an
image, has {mean_image}, PCA with 50 numbers {pca}.""",
    "trajectory.alt": "r over epochs: in training, held out, and of the mean image, PCA and the default",
    "transfer.short": "a dedicated SAE suits the data better than one trained on other images",
    "transfer.title": '"A dedicated SAE suits the data better than one trained on other images"',
    "transfer.own_over_digits": "`report`: its own images less all digits, twelve times the steps",
    "transfer.own_over_digits_equal": "`report`: its own images less digits, as many steps",
    "transfer.own_default_over_digits": "`default`: its own images less digits",
    "transfer.digits_own_over_other": "the other way round: digits by digits less digits by this set",
    "transfer.says": """The report asks this of 60,000 digits of MNIST; here it is one training on {count} of them,
made 64 x 64, each seen once without copies ({steps} steps), and one on the first {few_count} ({few_steps} steps,
about as many as the experiment takes). On the mice, `report` has r {digits} with the dictionary of all these digits
and {few} with that of the few; {own} with its own, held out; {start} with noise that was never trained. Its own less
the digits': {by_set}. `default`, whose codes are matching pursuit's, describes mice with {default_digits} by digits
and with {own_default} by mice. Bold: learned from images of the same set, held out.""",
    "transfer.alt": "Held-out r of every set by what was learned from every set: report and default",
    "copies.short": "augmentation from 39 to 234 images decides",
    "copies.title": '"Augmentation from 39 to 234 images decides"',
    "copies.copies_equal_epochs": "copies less none, equal epochs",
    "copies.copies_equal_steps": "copies less none, equal steps",
    "copies.copies_over_slight": "strong copies less slight ones",
    "copies.says": """Six times the images are also six times the steps. In the same 20 epochs five strong copies give
{epochs} over none on the mice. With as many steps, copies less none: {by_set}. Strong copies (both flips, 15 degrees,
a fifth cut away, black borders) less slight ones, on the mice: {slight}.""",
    "copies.alt": "Held-out r without copies, with the experiment's and with slight ones, and of PCA",
    "ensemble.short": "the ensemble and the consistency loss make features steadier",
    "ensemble.title": '"The ensemble and the consistency loss make features steadier"',
    "ensemble.steadier_between_runs": "features of two folds: with less without consistency",
    "ensemble.steadier_than_start": "features of two folds: trained less untrained",
    "ensemble.members_alike": "features of two members: with less without consistency",
    "ensemble.consistency_helps_r": "held-out r: with less without consistency",
    "ensemble.averaging_helps_r": "held-out r: five averaged less one (five times the bits)",
    "ensemble.says": """The loss does what it says, to the *codes*: on the mice those of two members correlate with
{codes}, without it with {codes_separate}. Whether another training finds the same *features* is another question.
PW-MCC of the features in use, between folds with other seeds, with the loss / without it / before training: {by_set}.
So what is found again is more than chance, and little either way (1 would be the same features). Between the members
of one training it is {members} with the loss and {members_separate} without, on the mice. And the loss costs r: {r}
held out with it, {r_separate} without; in training {train} and {train_separate}. Averaging five reconstructions gives
{averaged} ({averaged_separate} without the loss), for five codes in place of one. In brackets: the least and the most
of neighbouring folds, which share most of their images.""",
    "ensemble.alt": "Agreement of features between folds, and held-out r, with and without the consistency loss",
    "sparsity.short": "sparsity prevents overfitting",
    "sparsity.title": '"Sparsity prevents overfitting"',
    "sparsity.gap_smaller": "the gap of training and held-out r is smaller with k = 50 than with all (both gaps)",
    "sparsity.sparse_over_dense": "held-out r of k = 50 less that of all features",
    "sparsity.says": """One member by itself, as the consistency loss holds codes back, too. On the mice the gap
between training and held-out r is {gap_fewest} with k = {fewest}, {gap_own} with k = {own}, and {gap_every} with all
{every} features active. Held-out r of k = {own} less that of all features: {by_set}. The best of those tried:
{bests}. What sparsity buys is a short code, not a description that holds for further images.""",
    "sparsity.alt": "r in training and held out against k, on three sets, beside the start and PCA",
    "features.short": "features are local detectors, global structures, edges; little redundancy; cover the image",
    "features.title": '"Features are local detectors, global structures, edges, little redundant, and cover the image"',
    "features.kind_local": "local: 5 % of living features more than before training",
    "features.kind_global": "global: likewise",
    "features.kind_edge": "edges: likewise",
    "features.little_redundancy": "median nearest cosine, and near-copies below 5 %",
    "features.covers": "90 % of the pixels are covered",
    "features.in_use": "at least half of the features fire on some original",
    "features.says": """Of the 1,024 features of a member {living} fire on an original of the mice ({report_dead} never
do). Of these {report_local} are local, {report_edge} edges, {report_global} global and {report_noise} noise; before
training all are noise. Of `default`: {default_local} local, {default_edge} edges, {default_global} global, and
{default_dead} never fire. Their nearest neighbours have a median cosine of {report_nearest} (random directions:
{chance}), {report_twins} a near-copy; {report_covered} of the pixels are covered, half of the structure lies on
{report_half} of them. So what is in use is little redundant because it is little. The kinds are those of `mousaic
features`, by rules on area, spread and direction of lines. In brackets: the least and the most of the folds.""",
    "features.alt": "Kinds of the features in use, before and after training and of the default",
    "compression.short": "82-fold compression",
    "compression.title": '"82-fold compression"',
    "compression.factor_in_bits": "in bits, one code, within a tenth of 82",
    "compression.fewer_bits_than_pca": "fewer bits than PCA of the same held-out r (both)",
    "compression.with_its_dictionary": "dictionary and codes less than the images (times the images)",
    "compression.says": """{pixels} pixels over k = {k} is {numbers}. But a code also says *which* features:
{positions} bits, beside {k} values of 8, make {bits} bits, against {raw} of the pixels: {factor}-fold. The ensemble's
five codes are {all_bits} bits, {all_factor}-fold. A lossless PNG of an image has {png} bits. One dictionary at 8 bits
a number is {dictionary} times all {images} images; it pays from {break_even} images on. And the size says nothing
without the quality: the held-out r of one code, {r}, PCA reaches with {pca} components, which are {pca_bits} bits,
and the mean image has {mean_image} for none.""",
    "compression.alt": "Held-out r against bits for an image: PCA, the experiment, the mean image, the default",
    "classes.short": "both classes are reconstructed well, one better",
    "classes.title": '"Both classes are reconstructed well, one better"',
    "classes.both_over_mean": "each class better than by the mean image (the lesser)",
    "classes.one_better": "one class better, p below 0.05",
    "classes.one_better_by_default": "the same of `default`",
    "classes.says": """On the mice, {names[0]} {first} and {names[1]} {second}, held out: the first less the second is
{gap} (p {p}); of the mean image {mean_gap}. Which class is easier is a property of the images before it is one of a
model: PCA and `default` find the same class easier. p: labels exchanged 10,000 times, groups as units; it holds only
if every image is independent.""",
    "classes.alt": "Held-out r of both classes by the experiment, the mean image, PCA and the default",
    "rivals.short": "better than deep autoencoders and VAEs with fewer parameters",
    "rivals.title": '"Better than deep autoencoders and VAEs with fewer parameters"',
    "rivals.better_than_autoencoder": "held-out r: `report` less the best network",
    "rivals.better_than_own_copies": "the same, less the network of `report`'s own copies",
    "rivals.better_than_vae": "the same, less the VAE",
    "rivals.fewer_parameters": "fewer numbers learned than the best network (both)",
    "rivals.says": """Networks of one hidden layer on either side of 50 latent units, 500 steps of 64 images. A member
learns {parameters} numbers, the ensemble {all_parameters}. Held-out r of a member less that of the best network:
{by_set}. On the mice a member has {report}; the best network, of {best_parameters} numbers, {best}; the smallest, of
{small_parameters}, {small}; one that learned from the experiment's own copies {own_copies}; the VAE {vae}. Their 50
numbers cost 400 bits, a member's code 684.""",
    "rivals.alt": "Held-out r against the numbers learned: the experiment, autoencoders and a VAE",
    "speed.short": "trains fast on a CPU",
    "speed.title": '"Trains fast on a CPU"',
    "speed.within_a_minute": "one training within a minute of one thread",
    "speed.faster_than_plain": "faster than plain PyTorch (times)",
    "speed.faster_than_others": "faster than `default`, PCA and the autoencoder (times as long as the first two)",
    "speed.says": """The whole training takes {report} s of one processor thread, and {plain} s as plain PyTorch. But
`default`, which describes images better, takes {default} s, and PCA {pca} s. All sets have 39 images of 64 x 64, so
one is timed, each way once, on a machine whose memory other work shared: quiet ones, and better timed, are in
[performance](performance.md).""",
    "speed.alt": "Seconds of one thread to train: the experiment, plain PyTorch, the default, an autoencoder, PCA",
    "method_title": "How it was measured",
    "method_says": """- Folds hold out whole groups, each class in proportion; nothing was chosen by what is held out.
  Each image of these sets is its own group. Frames of one camera are alike: held-out r says what a further frame of
  the same recording would have, not another animal's. One division and one seed a fold: the intervals do not cover
  other trainings.
- `report` is the preset but for one thread and nothing held out inside a fold: {members} members, {features:,}
  features, k = {k}, {epochs} epochs, {copies} copies drawn once, batches of {batch}. `default` has one member.
- PCA, networks and `default` learn from the copies of `default`, drawn anew each epoch, unless a row says otherwise.
- Bits: 8 a value, and log2 of the number of ways to choose the features. Components of PCA have no positions to
  store.
- The pictures show figures alone. No image of the mice is part of this page.""",
}
