"""Linear models over hashed features: they learn, keep, and forget the words they learnt from."""

from __future__ import annotations

import numpy as np
import pytest
from evals.linear import Linear, fit, hashed, load_arrays

REPORTS = [({"boat", "net"}, 0), ({"boat", "oar"}, 0), ({"kiln", "clay"}, 1), ({"kiln", "glaze"}, 1)]
EXAMPLES = [hashed(features) for features, _ in REPORTS]
WANTED = np.array([[label == k for k in (0, 1)] for _, label in REPORTS], dtype=float)


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_fitted_model_tells_the_classes_apart(exclusive):
    model = fit(EXAMPLES, WANTED, ("fishing", "pottery"), exclusive=exclusive, decay=0.1)
    assert int(model.scores({"boat", "sail"}).argmax()) == 0
    assert int(model.scores({"kiln"}).argmax()) == 1


def test_features_it_has_never_met_leave_the_bias():
    model = fit(EXAMPLES, WANTED, ("fishing", "pottery"), exclusive=False, decay=0.1)
    assert np.allclose(model.scores({"orchard"}), model.bias)


def test_the_file_holds_the_model_and_none_of_the_words(tmp_path):
    model = fit(EXAMPLES, WANTED, ("fishing", "pottery"), exclusive=True, decay=0.1)
    np.savez_compressed(tmp_path / "w.npz", **model.arrays("m"))
    kept = Linear.of_arrays(load_arrays(tmp_path / "w.npz"), "m")
    assert kept.classes == ("fishing", "pottery")
    assert np.allclose(kept.scores({"boat", "net"}), model.scores({"boat", "net"}), atol=0.01)
    assert b"boat" not in (tmp_path / "w.npz").read_bytes()


def test_the_order_of_features_changes_nothing():
    assert np.array_equal(hashed(["a", "b", "a"]), hashed(["b", "a"]))
