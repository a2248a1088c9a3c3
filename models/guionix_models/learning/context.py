"""What the encoder reads of a line: the line itself, perhaps after the turns before it.

    <s> text </s>
    <s> context </s> text </s>

The context is one string, the turns before, oldest first, each `SPEAKER: words` where the speaker is known, and at the
end `SPEAKER:` of the line itself. Only tokens after the context are averaged into the text's vector.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

START, PAD, END = 0, 1, 2
"""Token ids of the base model's vocabulary."""

TEXT_TOKENS = 64
"""Tokens of a row without context, start and end included; longer texts are cut in training, split when served."""

CONTEXT_TOKENS = 48
"""Tokens of context that a row may have at most: the last ones."""


@dataclass(frozen=True)
class Turn:
    """An earlier line of the dialogue."""

    text: str
    speaker: str | None = None


def context_text(turns: Sequence[Turn], speaker: str | None) -> str:
    """The context as one string; empty when there is none."""
    parts = [f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns]
    return " ".join([*parts, f"{speaker}:"] if speaker else parts)


def token_row(text: Sequence[int], context: Sequence[int] = ()) -> list[int]:
    """Token ids that the encoder reads, from those of text and context without start and end."""
    before = [START, *context[-CONTEXT_TOKENS:], END] if context else [START]
    return [*before, *text[: TEXT_TOKENS - 2], END]


def plain_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Token ids of texts without start and end."""
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def load_tokenizer(path: str) -> Tokenizer:
    """A tokenizer that neither pads nor truncates."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
