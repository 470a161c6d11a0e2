"""Makes spectrum.json: what WeightWatcher's own functions say about a few spectra.

  pip install numpy scipy scikit-learn matplotlib torch weightwatcher==0.7.7
  python make_spectrum.py > spectrum.json

Only functions of weightwatcher.RMT_Util are called; mp_fit of weightwatcher.py is written out here without its plots.
"""

import json

import numpy as np
from scipy import optimize
from weightwatcher import RMT_Util


def mp_fit(evals, ratio, shorter):
    scale = len(evals) / np.sum(evals)
    scaled = scale * evals
    grid, _ = RMT_Util.fit_density_with_range(scaled, ratio, bw=0.1)
    # the search's own polish stops early; go on from there
    step = 0.005 * RMT_Util.calc_sigma(ratio, scaled)
    fine = np.linspace(grid - step, grid + step, 2001)
    residuals = [RMT_Util.resid_mp(s, scaled, ratio, 0.1, allresid=False) for s in fine[::20]]
    s = fine[::20][int(np.argmin(residuals))]
    upper = (s * (1 + 1 / np.sqrt(ratio))) ** 2
    lower = (s * (1 - 1 / np.sqrt(ratio))) ** 2
    tw = 1 / np.sqrt(ratio) * upper ** (2 / 3) * shorter ** (-2 / 3)
    return {
        "deviation": s,
        "residual": min(residuals),
        "lower": lower / scale,
        "upper": upper / scale,
        "soft_rank": upper / np.max(scaled),
        "spikes": int(np.sum(scaled > upper + np.sqrt(tw))),
    }


def case(name, rng, rows, columns, spikes, heavy):
    w = rng.standard_normal((rows, columns)) / np.sqrt(columns)
    if heavy:
        w = rng.standard_t(3, (rows, columns)) / 10
    for k in range(spikes):
        u = rng.standard_normal(rows)
        v = rng.standard_normal(columns)
        w += (2.5 + k) * np.outer(u / np.linalg.norm(u), v / np.linalg.norm(v))
    shuffled = rng.permutation(w.reshape(-1)).reshape(w.shape)
    sigma = np.linalg.svd(w, compute_uv=False)
    other = np.linalg.svd(shuffled, compute_uv=False)
    evals, rand = sigma**2, other**2
    ratio = max(rows, columns) / min(rows, columns)
    return {
        "name": name,
        "rows": rows,
        "columns": columns,
        "sigma": sigma.tolist(),
        "shuffled": other.tolist(),
        "mp": mp_fit(evals, ratio, min(rows, columns)),
        "rand_distance": float(RMT_Util.jensen_shannon_distance(evals, rand)),
        "ww_softrank": float(np.max(rand) / np.max(evals)),
        "ww_maxdist": float(np.max(evals) - np.max(rand)),
    }


rng = np.random.default_rng(5)
cases = [
    case("gaussian", rng, 60, 240, 0, False),
    case("spiked", rng, 60, 150, 3, False),
    case("heavy", rng, 80, 120, 0, True),
]
print(json.dumps(cases))
