import json

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, ValueInfoProto

from guionix_models.graph import Graph, UnsupportedGraphError, node
from guionix_models.int32_inputs import main, require_same_outputs, use_int32_inputs
from guionix_models.session import Session

ROWS = [[5, 900, 2499], [7], list(range(24))]


def test_the_outputs_are_the_same_bit_for_bit(encoder: Graph) -> None:
    expected = Session(encoder).run(ROWS)
    use_int32_inputs(encoder)
    session = Session(encoder)
    assert session.inputs.dtype == np.int32
    found = session.run(ROWS)
    assert all(np.array_equal(expected[name], found[name]) for name in expected)
    assert encoder.operators()["Cast"] == 1


def test_drops_casts_that_change_nothing_any_more(encoder: Graph) -> None:
    _read(encoder, node("Cast", ["attention_mask"], "narrow", to=TensorProto.INT32), "narrow")
    use_int32_inputs(encoder)
    assert encoder.operators()["Cast"] == 2
    assert _reader(encoder).input[0] == "attention_mask"


def test_widens_for_operators_that_need_int64(encoder: Graph) -> None:
    two = encoder.add_constant("two", np.array(2, np.int64))
    _read(encoder, node("Mul", ["attention_mask", two], "double"), "double")
    use_int32_inputs(encoder)
    assert _reader(encoder, "Mul").input[0] == "int64.attention_mask"
    Session(encoder).run(ROWS)


def test_notices_other_outputs(encoder: Graph) -> None:
    other = Graph(ModelProto.FromString(encoder.model.SerializeToString()))
    tensor = next(entry for entry in other.model.graph.initializer if entry.name == "head")
    tensor.raw_data = tensor.raw_data[4:] + tensor.raw_data[:4]
    with pytest.raises(UnsupportedGraphError, match="outputs differ"):
        require_same_outputs(encoder, other, 24)


def test_the_command_rewrites_the_manifest(encoder: Graph, tmp_path) -> None:
    encoder.save(tmp_path / "model.fp32.onnx")
    fields = {
        "files": {"graphs": {"fp32": {"path": "model.fp32.onnx", "tolerance": 0.2}}},
        "inputs": {"type": "int64"},
        "tokens": {"window": 24},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(fields))
    main(type("Arguments", (), {"artifact": tmp_path}))
    written = json.loads((tmp_path / "manifest.json").read_text())
    assert written["inputs"]["type"] == "int32"
    assert written["files"]["graphs"]["fp32"]["bytes"] == (tmp_path / "model.fp32.onnx").stat().st_size
    assert written["files"]["graphs"]["fp32"]["tolerance"] == 0.2


def _read(graph: Graph, reader, output: str) -> None:
    """Add a node that reads an input, and let an output need it."""
    nodes = [reader, node("Cast", [output], "marked", to=TensorProto.FLOAT)]
    graph.prepend(nodes)
    graph.model.graph.output.append(ValueInfoProto(name="marked"))


def _reader(graph: Graph, operator: str = "Cast"):
    wanted = "marked" if operator == "Cast" else "double"
    return next(entry for entry in graph.nodes if wanted in entry.output)
