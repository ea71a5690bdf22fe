"""The loops the compiled step is made of, one vector of pixels or features at a time.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled

ROWS = 4  # rows of the dictionary, and images, whose products are summed side by side in registers
CHUNK = 512  # pixels of ROWS rows and of a batch of 16 that fit the first-level cache together
BETA1, BETA2, EPSILON = np.float32(0.9), np.float32(0.999), np.float32(1e-8)
ONE, ZERO = np.float32(1), np.float32(0)
# Without a gradient the step after n more is BETA1^n times as large, but in the first steps bias correction makes up to
# sqrt((t + n) / t) and warm-up up to (t + n) / t of it: never more than 13.3 times what it is.
GROWTH = np.float32(16)


@compiled
def add_rows(weight, indices, factors, out):
    """out (D,) += the sum of ``factors`` times the rows of ``weight`` (H, D) that ``indices`` names."""
    k = len(indices)
    whole = k - k % 8
    for j in range(0, whole, 8):  # eight at a time, so that ``out`` is read and written an eighth as often
        f0, f1, f2, f3 = factors[j], factors[j + 1], factors[j + 2], factors[j + 3]
        f4, f5, f6, f7 = factors[j + 4], factors[j + 5], factors[j + 6], factors[j + 7]
        w0, w1, w2, w3 = weight[indices[j]], weight[indices[j + 1]], weight[indices[j + 2]], weight[indices[j + 3]]
        w4, w5, w6, w7 = weight[indices[j + 4]], weight[indices[j + 5]], weight[indices[j + 6]], weight[indices[j + 7]]
        for d in range(len(out)):
            lower = f0 * w0[d] + f1 * w1[d] + f2 * w2[d] + f3 * w3[d]
            out[d] += lower + f4 * w4[d] + f5 * w5[d] + f6 * w6[d] + f7 * w7[d]
    for j in range(whole, k):
        f, w = factors[j], weight[indices[j]]
        for d in range(len(out)):
            out[d] += f * w[d]


@compiled
def dot_rows(weight, indices, x, out):
    """out[j] = the row ``indices[j]`` of ``weight`` (H, D) times ``x`` (D,)."""
    k = len(indices)
    whole = k - k % ROWS
    for j in range(0, whole, ROWS):
        w0, w1, w2, w3 = weight[indices[j]], weight[indices[j + 1]], weight[indices[j + 2]], weight[indices[j + 3]]
        s0 = s1 = s2 = s3 = ZERO
        for d in range(len(x)):
            s0 += w0[d] * x[d]
            s1 += w1[d] * x[d]
            s2 += w2[d] * x[d]
            s3 += w3[d] * x[d]
        out[j], out[j + 1], out[j + 2], out[j + 3] = s0, s1, s2, s3
    for j in range(whole, k):
        w, s = weight[indices[j]], ZERO
        for d in range(len(x)):
            s += w[d] * x[d]
        out[j] = s


@compiled
def correlation(x, y, constant):
    """Pearson r of two images (D,); 0 where one of them is constant."""
    x_mean = y_mean = ZERO
    for d in range(len(x)):
        x_mean += x[d]
        y_mean += y[d]
    x_mean /= np.float32(len(x))
    y_mean /= np.float32(len(x))
    xx = yy = xy = ZERO
    for d in range(len(x)):
        p, q = x[d] - x_mean, y[d] - y_mean
        xx += p * p
        yy += q * q
        xy += p * q
    least = constant * constant * len(x)
    if xx <= least or yy <= least:
        return 0.0
    return xy / (np.sqrt(float(xx)) * np.sqrt(float(yy)))


@compiled
def varied(x, constant):
    """1 where an image (D,) is not constant, else 0."""
    mean = squares = ZERO
    for d in range(len(x)):
        mean += x[d]
    mean /= np.float32(len(x))
    for d in range(len(x)):
        squares += (x[d] - mean) * (x[d] - mean)
    return 1.0 if squares > constant * constant * len(x) else 0.0


@compiled
def adam(parameter, first, second, gradient, rate, root):
    """Adam's update of a vector, in place.

    ``rate`` is the step size over 1 - beta1^t, ``root`` the square root of 1 - beta2^t.
    """
    for d in range(len(parameter)):
        g = gradient[d]
        m = BETA1 * first[d] + (ONE - BETA1) * g
        v = BETA2 * second[d] + (ONE - BETA2) * g * g
        first[d] = m
        second[d] = v
        parameter[d] -= rate * m / (np.sqrt(v) / root + EPSILON)


@compiled
def fade(parameter, first, second, rate, root):
    """The same without a gradient; whether GROWTH times as much would have changed any number of ``parameter``."""
    moved = 0
    for d in range(len(parameter)):
        before, m, v = parameter[d], BETA1 * first[d], BETA2 * second[d]
        first[d] = m
        second[d] = v
        change = rate * m / (np.sqrt(v) / root + EPSILON)
        parameter[d] = before - change
        moved |= before - GROWTH * change != before
    return moved != 0


@compiled
def catch_up(first, second, missed):
    """The moments of a vector after so many steps without a gradient, in place."""
    m, v = np.float32(float(BETA1) ** missed), np.float32(float(BETA2) ** missed)
    for d in range(len(first)):
        first[d] *= m
        second[d] *= v


@compiled
def products(weight, rows, x, sums):
    """sums (ROWS, B) = the ROWS rows of weight (H, D) that ``rows`` names, times images x (B, D), B a multiple of ROWS.

    What a row gives depends neither on the others nor on its place among them.
    """
    pixels = x.shape[1]
    r0, r1, r2, r3 = rows[0], rows[1], rows[2], rows[3]
    sums[:] = ZERO
    for begin in range(0, pixels, CHUNK):
        end = min(begin + CHUNK, pixels)
        w0, w1, w2, w3 = weight[r0, begin:end], weight[r1, begin:end], weight[r2, begin:end], weight[r3, begin:end]
        for b in range(0, len(x), ROWS):
            x0, x1, x2, x3 = x[b, begin:end], x[b + 1, begin:end], x[b + 2, begin:end], x[b + 3, begin:end]
            s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = ZERO
            s20 = s21 = s22 = s23 = s30 = s31 = s32 = s33 = ZERO
            for d in range(len(w0)):
                a0, a1, a2, a3 = w0[d], w1[d], w2[d], w3[d]
                p0, p1, p2, p3 = x0[d], x1[d], x2[d], x3[d]
                s00 += a0 * p0
                s01 += a0 * p1
                s02 += a0 * p2
                s03 += a0 * p3
                s10 += a1 * p0
                s11 += a1 * p1
                s12 += a1 * p2
                s13 += a1 * p3
                s20 += a2 * p0
                s21 += a2 * p1
                s22 += a2 * p2
                s23 += a2 * p3
                s30 += a3 * p0
                s31 += a3 * p1
                s32 += a3 * p2
                s33 += a3 * p3
            sums[0, b] += s00
            sums[0, b + 1] += s01
            sums[0, b + 2] += s02
            sums[0, b + 3] += s03
            sums[1, b] += s10
            sums[1, b + 1] += s11
            sums[1, b + 2] += s12
            sums[1, b + 3] += s13
            sums[2, b] += s20
            sums[2, b + 1] += s21
            sums[2, b + 2] += s22
            sums[2, b + 3] += s23
            sums[3, b] += s30
            sums[3, b + 1] += s31
            sums[3, b + 2] += s32
            sums[3, b + 3] += s33


@compiled
def preactivations(weight, bias, rows, count, x, sums, out):
    """out[b, h] (B, H) = row h of weight (H, D) times image b of x (B', D), and its bias, for h in ``rows[:count]``.

    ``rows`` is of length ROWS, ``sums`` scratch (ROWS, B').
    """
    for j in range(count, ROWS):
        rows[j] = rows[count - 1]
    products(weight, rows, x, sums)
    for j in range(count):
        for b in range(len(out)):
            out[b, rows[j]] = sums[j, b] + bias[rows[j]]
