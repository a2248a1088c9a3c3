import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from guionix_models.__main__ import main
from guionix_models.train_lines import Documents, forward, read, train, transitions

FEATURES, LINES, CLASSES = 6, 4000, ["action", "character", "dialogue"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lines of four scripts whose class is the place of their largest feature among the first three."""
    random = np.random.default_rng(3)
    features = random.normal(5, 2, (LINES, FEATURES)).astype("<f4")
    features.tofile(tmp_path / "features.f32")
    features[:, :3].argmax(1).astype(np.uint8).tofile(tmp_path / "labels.u8")
    np.array([1000] * 4, "<u4").tofile(tmp_path / "documents.u32")
    about = {"features": FEATURES, "classes": CLASSES, "documents": 4, "lines": LINES, "seed": 3}
    (tmp_path / "about.json").write_text(json.dumps(about))
    return tmp_path


def test_writes_a_graph_that_learnt_the_classes_and_gives_what_was_trained(folder: Path, capsys) -> None:
    out = folder / "lines" / "7"
    assert main(["train-lines", str(folder), str(out), "--epochs", "30"]) == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["version"] == "7"
    assert manifest["classes"] == CLASSES
    assert manifest["metrics"]["f1_macro"] > 0.85
    documents = read(folder)
    session = onnxruntime.InferenceSession(out / "model.onnx")
    (logits,) = session.run(None, {"features": documents.features})
    assert (logits.argmax(1) == documents.labels).mean() > 0.85
    (alone,) = session.run(None, {"features": documents.features[5:6]})
    np.testing.assert_allclose(alone[0], logits[5], atol=1e-5)


def test_the_same_seed_gives_the_same_weights(folder: Path) -> None:
    documents = read(folder)
    one, two = (train(documents, 1, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(forward(one, documents.features[:9])[-1], forward(two, documents.features[:9])[-1])


def test_transitions_count_within_scripts_only() -> None:
    about = {"classes": CLASSES, "features": 1}
    labels = np.array([0, 1, 2, 0, 1, 2])
    found = transitions(Documents(np.zeros((6, 1)), labels, np.array([3, 3]), about))
    assert found[1][2] > 0
    assert found[2][0] < found[0][1]
