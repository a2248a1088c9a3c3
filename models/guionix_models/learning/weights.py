"""Weights of an encoder in a folder: `model.safetensors`, `shape.json`, `tokenizer.json`; and how BERT names them."""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from .network import Encoder, Shape

WEIGHTS, SHAPE, TOKENIZER = "model.safetensors", "shape.json", "tokenizer.json"


def save(encoder: Encoder, folder: Path, tokenizer: Path, dtype: torch.dtype = torch.float32) -> None:
    """Write an encoder and the tokenizer that belongs to it."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.to(dtype).contiguous() for name, value in encoder.state_dict().items()}, folder / WEIGHTS)
    (folder / SHAPE).write_text(json.dumps(encoder.shape.as_dict(), indent=1) + "\n", "utf-8")
    if tokenizer.resolve() != (folder / TOKENIZER).resolve():
        shutil.copyfile(tokenizer, folder / TOKENIZER)


def load(folder: Path) -> Encoder:
    """Read an encoder."""
    encoder = Encoder(Shape(**json.loads((folder / SHAPE).read_text("utf-8"))))
    encoder.load_state_dict({name: value.float() for name, value in load_file(folder / WEIGHTS).items()})
    return encoder


def with_layers(encoder: Encoder, kept: Sequence[int]) -> Encoder:
    """A copy that has only the layers `kept`, in that order."""
    shape = Shape(**{**encoder.shape.as_dict(), "layers": len(kept)})
    smaller = Encoder(shape)
    state = {name: value for name, value in encoder.state_dict().items() if not name.startswith("layers.")}
    for place, layer in enumerate(kept):
        for name, value in encoder.layers[layer].state_dict().items():
            state[f"layers.{place}.{name}"] = value
    smaller.load_state_dict(state)
    return smaller


def from_bert(weights: dict[str, Tensor], config: dict) -> Encoder:
    """An encoder from transformers' names of a BertModel."""
    weights = {re.sub(r"^bert\.", "", name): value.float() for name, value in weights.items()}
    encoder = Encoder(
        Shape(
            vocabulary=config["vocab_size"],
            width=config["hidden_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            inner=config["intermediate_size"],
            positions=config["max_position_embeddings"],
            epsilon=config["layer_norm_eps"],
        )
    )
    embeddings = "embeddings"
    state = {
        "words.weight": weights[f"{embeddings}.word_embeddings.weight"],
        # Every token is of the first segment: its vector belongs to every position.
        "positions.weight": weights[f"{embeddings}.position_embeddings.weight"]
        + weights[f"{embeddings}.token_type_embeddings.weight"][0],
        "norm.weight": weights[f"{embeddings}.LayerNorm.weight"],
        "norm.bias": weights[f"{embeddings}.LayerNorm.bias"],
    }
    for place in range(config["num_hidden_layers"]):
        state |= _layer(weights, f"encoder.layer.{place}", f"layers.{place}")
    encoder.load_state_dict(state)
    return encoder


def _layer(weights: dict[str, Tensor], bert: str, ours: str) -> dict[str, Tensor]:
    names = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    made = {
        f"{ours}.{mine}.{part}": weights[f"{bert}.{theirs}.{part}"]
        for mine, theirs in names.items()
        for part in ("weight", "bias")
    }
    for part in ("weight", "bias"):
        packed = [weights[f"{bert}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
        made[f"{ours}.qkv.{part}"] = torch.cat(packed)
    return made
