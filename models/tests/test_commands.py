from guionix_models.__main__ import main
from guionix_models.graph import Graph
from guionix_models.quantize import quantize


def test_describe_prints_inputs_outputs_operators_and_weights(encoder: Graph, tmp_path, capsys) -> None:
    path = tmp_path / "tiny.onnx"
    encoder.save(path)
    assert main(["describe", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "input_ids int64[b, l]" in printed
    assert "logits float32[b, 3]" in printed
    assert "5  MatMul" in printed
    assert "bytes float32" in printed


def test_quantize_writes_a_smaller_graph(encoder: Graph, tmp_path, capsys) -> None:
    source, target = tmp_path / "fp32.onnx", tmp_path / "int8.onnx"
    encoder.save(source)
    assert main(["quantize", str(source), str(target), "--operators", "standard"]) == 0
    assert "4 products in int8" in capsys.readouterr().out
    assert target.stat().st_size < source.stat().st_size / 2


def test_a_graph_that_cannot_be_converted_ends_with_status_1(encoder: Graph, tmp_path, capsys) -> None:
    quantize(encoder)
    path = tmp_path / "int8.onnx"
    encoder.save(path)
    assert main(["quantize", str(path), str(tmp_path / "out.onnx")]) == 1
    assert "no MatMul of token rows" in capsys.readouterr().err
    assert not (tmp_path / "out.onnx").exists()


def test_time_prints_a_line_for_each_shape_and_graph(encoder: Graph, tmp_path, capsys) -> None:
    path = tmp_path / "tiny.onnx"
    encoder.save(path)
    assert main(["time", str(path), str(path), "--shapes", "1x4,2x8", "--rounds", "1"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["shape", "1x4", "1x4", "2x8", "2x8"]
