import json

import numpy as np
import pytest
from onnx import ValueInfoProto

from guionix_models.__main__ import main
from guionix_models.graph import Graph, UnsupportedGraphError, node
from guionix_models.manifest import Manifest, sha256
from guionix_models.precision import dequantize, halve, tolerance
from guionix_models.quantize import quantize
from guionix_models.session import Session, largest_difference

ROWS = [[5, 900, 2499], [7], list(range(24))]


@pytest.mark.parametrize("standard", [False, True], ids=["contrib", "standard"])
def test_the_weights_of_the_fp32_graph_are_those_of_the_int8_graph(encoder: Graph, standard: bool) -> None:
    quantize(encoder, standard=standard)
    expected = Session(encoder).run(ROWS)
    products = {name: encoder.constant(f"row8.{name}.weights") for name in ("h1.a", "h1.d", "h2.a", "h2.d")}
    scales = {name: encoder.constant(f"row8.{name}.scales") for name in products}
    dequantize(encoder)
    assert encoder.operators()["MatMul"] == 5
    for name, weights in products.items():
        assert np.array_equal(encoder.constant(f"float.{name}"), weights * scales[name])
    assert largest_difference(expected, Session(encoder).run(ROWS)) < 0.05
    again = quantize(encoder, standard=standard)
    assert again == 4
    assert all(np.array_equal(encoder.constant(f"row8.{name}.weights"), weights) for name, weights in products.items())


def test_the_fp16_graph_has_half_the_weights_and_the_same_inputs_and_outputs(encoder: Graph) -> None:
    half = halve(encoder)
    types = {entry.type.tensor_type.elem_type for entry in [*half.model.graph.output, *half.model.graph.input]}
    assert types == {1, 7}
    assert half.constant("words").dtype == np.float16
    assert encoder.constant("words").dtype == np.float32
    difference = largest_difference(Session(encoder).run(ROWS), Session(half).run(ROWS))
    assert 0 < difference < 0.01


def test_refuses_int8_operators_of_another_make(encoder: Graph) -> None:
    encoder.model.graph.node.append(node("DynamicQuantizeLinear", ["h1"], "other"))
    encoder.model.graph.output.append(ValueInfoProto(name="other"))
    with pytest.raises(UnsupportedGraphError, match="DynamicQuantizeLinear"):
        dequantize(encoder)


def test_the_command_writes_a_copy_whose_manifest_lists_what_is_there(encoder: Graph, tmp_path) -> None:
    quantize(encoder)
    artifact = tmp_path / "artifacts" / "tiny" / "3"
    artifact.mkdir(parents=True)
    encoder.save(artifact / "model.int8.onnx")
    reference = {name: value[0].tolist() for name, value in Session(encoder).run([[4, 8]]).items()}
    fields = {
        "name": "tiny",
        "version": "3",
        "files": {"graphs": {"int8": {"path": "model.int8.onnx"}}},
        "reference": [{"ids": [4, 8], "tensors": reference}],
    }
    before = json.dumps(fields)
    (artifact / "manifest.json").write_text(before)
    assert main(["precision", str(artifact), "--out", str(tmp_path / "out")]) == 0
    assert (artifact / "manifest.json").read_text() == before
    copy = Manifest.load(tmp_path / "out" / "tiny" / "3")
    assert set(copy.fields["files"]["graphs"]) == {"int8", "fp32", "fp16"}
    for precision in ("fp32", "fp16"):
        path, entry = copy.graph_file(precision), copy.fields["files"]["graphs"][precision]
        assert (entry["sha256"], entry["bytes"]) == (sha256(path), path.stat().st_size)
        assert entry["tolerance"] >= 0.05


def test_the_tolerance_is_above_what_was_found_and_never_below_the_servers() -> None:
    assert tolerance(0.0) == 0.05
    assert tolerance(0.1) == 0.15
    assert tolerance(0.101) == 0.16
