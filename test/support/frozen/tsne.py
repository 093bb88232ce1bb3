# Frozen values for test/helpers/explain/tsne.test.ts: scikit-learn's affinities, loss and gradient of t-SNE on seeded points.
# Run by hand, never by the tests: pip install numpy==2.4.6 scikit-learn==1.9.1; python test/support/frozen/tsne.py
import json
from pathlib import Path

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence
from sklearn.manifold._utils import _binary_search_perplexity
from sklearn.metrics import pairwise_distances

rng = np.random.default_rng(20240601)
x = np.round(rng.normal(size=(14, 4)) * [1, 2, 0.5, 3], 3)
y = np.round(rng.normal(size=(14, 2)), 3)
perplexity = 4.0
distances = pairwise_distances(x, squared=True).astype(np.float32)
conditional = _binary_search_perplexity(distances, perplexity, 0)
joint = _joint_probabilities(distances, perplexity, 0)
kl, gradient = _kl_divergence(y.ravel(), joint, 1, 14, 2)
out = {
    "perplexity": perplexity,
    "x": x.tolist(),
    "y": y.tolist(),
    "conditional": np.round(conditional, 7).tolist(),
    "joint": squareform(joint).tolist(),
    "kl": float(kl),
    "gradient": gradient.reshape(14, 2).tolist(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out))
