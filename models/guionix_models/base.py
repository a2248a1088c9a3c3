"""Bring a base encoder into the form that training reads: from a local folder or from the hub.

A local folder has `config.json`, `tokenizer.json` and weights as safetensors under transformers' names. With
`--hub` the original is fetched with huggingface_hub. With `--keep IDS.json` the vocabulary is cut to those ids,
renumbered in the old order: rows of the table are selected, nothing is retrained.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from .learning import weights

TABLE = "embeddings.word_embeddings.weight"


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--folder", type=Path, help="local folder of the base model")
    source.add_argument("--hub", help="name on the hub, for example intfloat/multilingual-e5-small")
    parser.add_argument("--keep", type=Path, help="JSON list of the vocabulary's ids that stay")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")


def main(arguments: Namespace) -> None:
    """Run the command."""
    folder = arguments.folder or _fetch(arguments.hub)
    state = load_file(next(iter(sorted(folder.glob("*.safetensors")))))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    tokenizer = folder / "tokenizer.json"
    if arguments.keep:
        kept = json.loads(arguments.keep.read_text("utf-8"))
        state, config["vocab_size"] = keep_rows(state, kept), len(kept)
        arguments.out.mkdir(parents=True, exist_ok=True)
        cut = keep_pieces(json.loads(tokenizer.read_text("utf-8")), kept)
        tokenizer = arguments.out / "tokenizer.json"
        tokenizer.write_text(json.dumps(cut, ensure_ascii=False), "utf-8")
    encoder = weights.from_bert(state, config)
    weights.save(encoder, arguments.out, tokenizer)
    count = sum(parameter.numel() for parameter in encoder.parameters())
    print(f"{arguments.out}: {count:,} parameters, {config['vocab_size']:,} pieces")


def keep_rows(state: dict[str, Tensor], kept: list[int]) -> dict[str, Tensor]:
    """Weights with only these rows of the word table."""
    name = next(name for name in state if name.endswith(TABLE))
    return {**state, name: state[name][torch.tensor(kept)]}


def keep_pieces(tokenizer: dict, kept: list[int]) -> dict:
    """A unigram tokenizer with only these pieces; special tokens must be among the first kept ones, unmoved."""
    pieces = tokenizer["model"]["vocab"]
    special = [token["id"] for token in tokenizer.get("added_tokens", []) if token["id"] in kept]
    if any(kept.index(number) != number for number in special):
        raise ValueError("special tokens would get other ids")
    added = [token for token in tokenizer.get("added_tokens", []) if token["id"] in kept]
    return {
        **tokenizer,
        "added_tokens": added,
        "model": {**tokenizer["model"], "vocab": [pieces[number] for number in kept]},
    }


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (only this way needs the hub's client)

    return Path(snapshot_download(name, allow_patterns=["config.json", "tokenizer.json", "model.safetensors"]))
