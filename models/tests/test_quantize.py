import numpy as np
import pytest
from conftest import VOCABULARY, cosine, make_encoder
from onnx import ValueInfoProto

from guionix_models.graph import Graph, UnsupportedGraphError
from guionix_models.quantize import quantize, token_products
from guionix_models.row_int8 import quantise_weights
from guionix_models.session import Session

FORMS = pytest.mark.parametrize("standard", [False, True], ids=["contrib", "standard"])
ROWS = [[5, 900, 2499], [7], list(range(24)), [1, 2, 3, 4, 5, 6, 7, 8, 9]]


@FORMS
def test_says_nearly_what_the_fp32_graph_says(encoder: Graph, standard: bool) -> None:
    expected = Session(encoder).run(ROWS)
    quantize(encoder, standard=standard)
    found = Session(encoder).run(ROWS)
    assert cosine(expected["sentence_embedding"], found["sentence_embedding"]) > 0.999
    assert not np.array_equal(expected["sentence_embedding"], found["sentence_embedding"])


@FORMS
def test_gives_tokens_the_same_bits_alone_padded_and_among_others(encoder: Graph, standard: bool) -> None:
    quantize(encoder, standard=standard)
    encoder.model.graph.output.append(ValueInfoProto(name="h2"))
    session = Session(encoder)
    together = session.run(ROWS)
    for place, row in enumerate(ROWS):
        for alone in (session.run([row]), session.run([row], length=24)):
            assert np.array_equal(alone["h2"][0, : len(row)], together["h2"][place, : len(row)])
            # The mean over tokens is fp32: it adds in another order in another length.
            assert np.allclose(alone["logits"][0], together["logits"][place], rtol=0, atol=1e-6)


@FORMS
def test_survives_a_row_of_zeros(encoder: Graph, standard: bool) -> None:
    for name in ("words", "positions"):
        tensor = next(entry for entry in encoder.model.graph.initializer if entry.name == name)
        tensor.raw_data = bytes(len(tensor.raw_data))
    quantize(encoder, standard=standard)
    assert np.isfinite(Session(encoder).run(ROWS)["logits"]).all()


def test_makes_token_products_and_the_large_table_int8_and_leaves_the_head_alone(encoder: Graph) -> None:
    assert token_products(encoder) == {"h1.a", "h1.d", "h2.a", "h2.d"}
    assert quantize(encoder) == 4
    operators = encoder.operators()
    assert operators["com.microsoft.MatMulIntegerToFloat"] == 4
    assert operators["MatMul"] == 1
    assert encoder.constant("row8.word.table").shape == (VOCABULARY, 32)
    assert encoder.constant("words") is None
    assert encoder.constant("positions").dtype == np.float32


def test_the_standard_form_needs_no_operator_of_onnxruntime(encoder: Graph) -> None:
    quantize(encoder, standard=True)
    assert not any(entry.domain for entry in encoder.nodes)


def test_takes_skip_layer_norm_apart_and_onnxruntime_leaves_it_so(tmp_path) -> None:
    fused, apart = make_encoder(skip_layer_norm=True), make_encoder(skip_layer_norm=True)
    quantize(apart)
    path = tmp_path / "optimized.onnx"
    found = Session(apart, optimized=path).run(ROWS)
    assert cosine(Session(fused).run(ROWS)["sentence_embedding"], found["sentence_embedding"]) > 0.999
    assert "com.microsoft.SkipLayerNormalization" in fused.operators()
    assert not any("SkipLayerNormalization" in name for name in Graph.load(path).operators())


def test_refuses_a_graph_without_products_of_token_rows(encoder: Graph) -> None:
    quantize(encoder)
    with pytest.raises(UnsupportedGraphError, match="no MatMul"):
        quantize(encoder)


def test_weights_are_rounded_by_column_and_tables_by_row() -> None:
    values = np.array([[1.0, -20.0], [-127.0, 0.0], [63.5, 10.0]], np.float32)
    numbers, scales = quantise_weights(values, axis=0)
    assert np.allclose(scales, [1, 20 / 127])
    assert numbers.tolist() == [[1, -127], [-127, 0], [64, 64]]
    _, rows = quantise_weights(values, axis=1)
    assert rows.shape == (3, 1)
    assert np.array_equal(quantise_weights(np.zeros((2, 2), np.float32), axis=0)[1], [1, 1])
