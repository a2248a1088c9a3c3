"""The way from labelled sets to a version that the engine serves, on made-up data and a tiny encoder."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from guionix_models.__main__ import main
from guionix_models.graph import Graph
from guionix_models.learning import weights
from guionix_models.learning.batches import padded
from guionix_models.learning.context import END, PAD, START, Turn, context_text, token_row
from guionix_models.learning.examples import read
from guionix_models.learning.network import own_tokens
from guionix_models.session import Session

torch.set_num_threads(1)

WIDTH, LAYERS, INNER = 24, 3, 48
WORDS = "love hate fear joy calm anger the a is me you it good bad amor odio miedo el la es bueno malo no si".split()
MOODS = {"joy": ("love", "positive"), "anger": ("hate", "negative"), "neutral": ("calm", "neutral")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up sets, a tiny base, and every step up to the int8 graph with the product's heads."""
    root = tmp_path_factory.mktemp("learning")
    make_sets(root / "data")
    make_base(root / "hub")
    steps = [
        f"base --folder {root}/hub --out {root}/base",
        f"prepare --data {root}/data --out {root}/examples --sets meld_en xed_en xed_es edos_en emobank_en",
        f"distill --base {root}/base --layers 0 2 --examples {root}/examples --texts xed_es=40 --out {root}/student",
        train(root, 2),
        export(root),
        f"quantize {root}/graph/fp32.onnx {root}/graph/int8.onnx",
        f"calibrate {root}/graph/int8.onnx {root}/fitted/int8.onnx {source(root)} --variant research",
    ]
    for step in steps:
        assert main(step.split()) == 0
    return root


def train(root: Path, epochs: float) -> str:
    return (
        f"train --examples {root}/examples --student {root}/student --out {root}/trained --variant research "
        f"--threads 1 --epochs {epochs} --frozen 0 --tokens 256 --rate 1e-3"
    )


def export(root: Path) -> str:
    return f"export {root}/trained {root}/graph/fp32.onnx"


def source(root: Path) -> str:
    return f"--tokenizer {root}/base/tokenizer.json --examples {root}/examples"


def make_sets(data: Path) -> None:
    chance = random.Random(1)
    maps = {"polarity": {name: {mood: sign for mood, (_, sign) in MOODS.items()} for name in ("xed_en", "xed_es")}}
    maps["polarity"]["edos_en"] = {"joyful": "positive", "angry": "negative", "neutral": "neutral"}
    for name in ("meld_en", "xed_en", "xed_es", "edos_en", "emobank_en"):
        (data / name).mkdir(parents=True)
        for split, count in (("train", 120), ("dev", 40), ("test", 30)):
            rows = [make_row(name, split, number, chance) for number in range(count)]
            with gzip.open(data / name / f"{split}.jsonl.gz", "wt", encoding="utf-8") as file:
                file.write("\n".join(json.dumps(row) for row in rows))
    (data / "label_maps.json").write_text(json.dumps(maps))


def make_row(name: str, split: str, number: int, chance: random.Random) -> dict:
    mood = chance.choice(list(MOODS))
    word, sign = MOODS[mood]
    text = " ".join([word, *chance.choices(WORDS[6:], k=4)])
    row: dict = {"text": text, "source_id": f"{name}:{split}:{number}", "labels": {"emotion": [mood]}}
    if name == "meld_en":
        row |= {"dialogue_id": f"d{number // 5}", "turn": number % 5, "speaker": "Ana"}
        row["labels"]["sentiment"] = sign
    if name == "xed_es":
        row["text_en"] = f"{text} you"
    if name == "edos_en":
        row["labels"]["emotion"] = [{"joy": "joyful", "anger": "angry"}.get(mood, mood)]
        row |= {"context": ["the calm"], "votes": row["labels"]["emotion"] * 3}
    if name == "emobank_en":
        level = {"joy": 4.0, "anger": 2.0, "neutral": 3.0}[mood] + chance.uniform(-0.2, 0.2)
        row["labels"] = {"valence": level, "arousal": 6 - level, "dominance": 3 + chance.uniform(-0.1, 0.1)}
    return row


def make_base(path: Path) -> None:
    path.mkdir()
    vocabulary = {token: number for number, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(path / "tokenizer.json"))
    config = {
        "vocab_size": len(vocabulary),
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "intermediate_size": INNER,
        "max_position_embeddings": 130,
        "layer_norm_eps": 1e-12,
    }
    (path / "config.json").write_text(json.dumps(config))
    torch.manual_seed(0)
    shapes = {
        "embeddings.word_embeddings.weight": (len(vocabulary), WIDTH),
        "embeddings.position_embeddings.weight": (130, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        norms += [f"{at}.attention.output.LayerNorm", f"{at}.output.LayerNorm"]
        sizes = {"intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
        sizes |= {
            f"attention.{part}": (WIDTH, WIDTH) for part in ("self.query", "self.key", "self.value", "output.dense")
        }
        for name, size in sizes.items():
            shapes |= {f"{at}.{name}.weight": size, f"{at}.{name}.bias": size[:1]}
    state = {name: torch.randn(shape) * 0.1 for name, shape in shapes.items()}
    state |= {f"{name}.weight": torch.ones(WIDTH) for name in norms} | {
        f"{name}.bias": torch.zeros(WIDTH) for name in norms
    }
    save_file(state, path / "model.safetensors")


def test_own_tokens_are_those_after_the_context() -> None:
    ids, mask = padded([[START, 5, 6, END], [START, 7, END, 5, 6, 8, END], [5, 6]])
    assert ids[0, -1] == PAD
    assert own_tokens(ids, mask).int().tolist() == [
        [1, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 1, 1, 1, 1],
        [1, 1, 0, 0, 0, 0, 0],
    ]


def test_a_row_keeps_the_last_tokens_of_its_context() -> None:
    assert token_row([7, 8]) == [START, 7, 8, END]
    assert token_row([7, 8], [4, 5]) == [START, 4, 5, END, 7, 8, END]
    long = token_row(list(range(10, 200)), list(range(300, 500)))
    assert long[1] == 452
    assert len(long) == 1 + 48 + 1 + 62 + 1


def test_the_speaker_of_a_line_ends_its_context() -> None:
    assert context_text([Turn("Hi.", "Ana"), Turn("Who?")], "Luis") == "Ana: Hi. Who? Luis:"
    assert context_text([], None) == ""


def test_examples_carry_the_turns_before_them(folder: Path) -> None:
    found = read(folder / "examples", "train", ["meld_en"])
    assert [len(example.context) for example in found[:6]] == [0, 1, 2, 3, 4, 0]
    assert found[1].context[0].text == found[0].text
    assert sum(found[0].targets["meld"]) == 1


def test_graph_gives_what_the_network_gives(folder: Path) -> None:
    encoder = weights.load(folder / "trained").eval()
    session = Session(Graph.load(folder / "graph/fp32.onnx"))
    rows = [[START, 5, 6, END], [START, 7, 9, END, 5, 6, 8, END], [START, 4, END]]
    with torch.inference_mode():
        expected = encoder(*padded(rows)).numpy()
    np.testing.assert_allclose(session.run(rows, only=["pooled"], pad=PAD)["pooled"][:, :WIDTH], expected, atol=1e-5)


def test_int8_rows_do_not_depend_on_their_neighbours(folder: Path) -> None:
    session = Session(Graph.load(folder / "fitted/int8.onnx"))
    rows = [[START, 5, 6, END], [START, 7, 9, END, 5, 6, 8, END], [START, 4, END]]
    together = session.run(rows, pad=PAD)
    for place, row in enumerate(rows):
        for name, alone in session.run([row], pad=PAD).items():
            np.testing.assert_allclose(alone[0], together[name][place], atol=1e-5)


def test_product_heads_learn_what_the_words_say(folder: Path) -> None:
    session = Session(Graph.load(folder / "fitted/int8.onnx"))
    said = session.run([[START, 4, 10, END], [START, 5, 10, END]], only=["sentiment_logits", "va"], pad=PAD)
    negative, _, positive = said["sentiment_logits"].T
    assert positive[0] - negative[0] > positive[1] - negative[1]
    assert said["va"][0, 0] > said["va"][1, 0]


def test_training_goes_on_where_it_stopped(folder: Path, capsys: pytest.CaptureFixture) -> None:
    before = weights.load(folder / "trained").state_dict()
    assert main(train(folder, 2.5).split()) == 0
    assert "goes on at step" in capsys.readouterr().out
    after = weights.load(folder / "trained").state_dict()
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert torch.equal(before["words.weight"], after["words.weight"])


def test_evaluate_prints_a_column_for_each_graph(folder: Path, capsys: pytest.CaptureFixture) -> None:
    graphs = f"--graph {folder}/fitted/int8.onnx --graph {folder}/fitted/int8.onnx"
    assert main(f"evaluate {graphs} {source(folder)} --split test --sets meld_en emobank_en".split()) == 0
    printed = capsys.readouterr().out
    assert "meld_en meld" in printed
    assert "emobank_en product valence" in printed


def test_release_writes_what_the_engine_loads(folder: Path) -> None:
    command = (
        f"release {folder}/fitted/int8.onnx --tokenizer {folder}/base/tokenizer.json --version 7 --out {folder}/out"
    )
    assert main([*command.split(), "--about", "A tiny one."]) == 0
    version = folder / "out/encoder-research/7"
    manifest = json.loads((version / "manifest.json").read_text())
    assert manifest["files"]["graphs"]["int8"]["bytes"] == (version / "model.int8.onnx").stat().st_size
    assert "Research" in manifest["licences"]["consequence"]
    assert len(manifest["reference"]) == 2
    width = sum(len(head["labels"]) for head in manifest["evaluation"]["heads"])
    session = Session(Graph.load(version / "model.int8.onnx"))
    assert session.run([[START, 4, END]], only=["set_logits"])["set_logits"].shape == (1, width)
