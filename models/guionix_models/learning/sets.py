"""The labelled sets that the encoder learns from: what each one asks, and whether its licence allows commercial use."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["one", "several", "numbers"]
"""One label a text (softmax), several (sigmoid), or ratings (regression on standardised values)."""

PLUTCHIK = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
PRODUCT_EMOTIONS = (*PLUTCHIK, "neutral")
POLARITIES = ("negative", "neutral", "positive")
MELD = ("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")

_EDOS = tuple(
    """
    acknowledging afraid agreeing angry annoyed anticipating anxious apprehensive ashamed caring
    confident consoling content devastated disappointed disgusted embarrassed encouraging excited
    faithful furious grateful guilty hopeful impressed jealous joyful lonely neutral nostalgic prepared
    proud questioning sad sentimental suggesting surprised sympathizing terrified trusting wishing
    """.split()
)
_GOEMOTIONS = tuple(
    """
    admiration amusement anger annoyance approval caring confusion curiosity desire disappointment
    disapproval disgust embarrassment excitement fear gratitude grief joy love nervousness neutral
    optimism pride realization relief remorse sadness surprise
    """.split()
)


@dataclass(frozen=True)
class Head:
    """A linear layer of its own that a set trains, or several sets whose labels mean the same."""

    name: str
    kind: Kind
    labels: tuple[str, ...]


@dataclass(frozen=True)
class LabelledSet:
    """A folder of the data directory with `train`, `dev` and `test`."""

    name: str
    title: str
    language: Literal["en", "es"]
    heads: tuple[str, ...]
    licence: str
    commercial: Literal["yes", "no", "unclear"]
    unused: frozenset[str] = field(default=frozenset())
    """Labels of its head that the set does not speak of: their targets are masked."""


HEADS = {
    head.name: head
    for head in (
        Head("polarity", "one", POLARITIES),
        Head("meld", "one", MELD),
        Head("emorynlp", "one", ("joyful", "mad", "neutral", "peaceful", "powerful", "sad", "scared")),
        Head("xed", "several", PRODUCT_EMOTIONS),
        Head(
            "edos",
            "one",
            _EDOS,
        ),
        Head(
            "goemotions",
            "several",
            _GOEMOTIONS,
        ),
        Head("dailydialog", "one", ("anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise")),
        Head("brighter_en", "several", ("anger", "fear", "joy", "sadness", "surprise")),
        Head("brighter_es", "several", ("anger", "disgust", "fear", "joy", "sadness", "surprise")),
        Head("intensity", "numbers", ("anger", "disgust", "fear", "joy", "sadness", "surprise")),
        Head("emobank", "numbers", ("valence", "arousal", "dominance")),
        Head("fbva", "numbers", ("valence", "arousal")),
        Head("meacorpus", "one", ("anger", "disgust", "fear", "joy", "neutral", "sadness")),
        Head("emoevent", "one", ("anger", "disgust", "fear", "joy", "others", "sadness", "surprise")),
        Head("sst5", "one", ("0", "1", "2", "3", "4")),
    )
}
"""Every head of training by its name."""

_BRIGHTER = "CC BY 4.0 by its card, research only by its competition rules"
_EMOEVENT = "CC BY-NC-SA 4.0 by one of its cards"

SETS = {
    entry.name: entry
    for entry in (
        LabelledSet("xed_en", "XED (English)", "en", ("xed", "polarity"), "CC BY 4.0", "yes"),
        LabelledSet(
            "xed_es", "XED (Spanish)", "es", ("xed", "polarity"), "CC BY 4.0", "yes", unused=frozenset({"neutral"})
        ),
        LabelledSet("edos_en", "EDOS", "en", ("edos", "polarity"), "CC BY 4.0", "yes"),
        LabelledSet("goemotions_en", "GoEmotions", "en", ("goemotions", "polarity"), "Apache-2.0", "yes"),
        LabelledSet("emobank_en", "EmoBank", "en", ("emobank",), "CC BY-SA 4.0", "yes"),
        LabelledSet(
            "meld_en", "MELD", "en", ("meld", "polarity"), "GPL-3.0; script text belongs to the studio", "unclear"
        ),
        LabelledSet("mmeld_es", "M-MELD (Spanish)", "es", ("meld", "polarity"), "unstated", "no"),
        LabelledSet(
            "emorynlp_en", "EmoryNLP", "en", ("emorynlp",), "Apache-2.0; script text belongs to the studio", "unclear"
        ),
        LabelledSet(
            "dailydialog_reccon_en",
            "DailyDialog (RECCON)",
            "en",
            ("dailydialog", "polarity"),
            "CC BY-NC-SA 4.0",
            "no",
        ),
        LabelledSet(
            "brighter_en",
            "BRIGHTER (English)",
            "en",
            ("brighter_en", "intensity"),
            _BRIGHTER,
            "unclear",
            unused=frozenset({"disgust"}),
        ),
        LabelledSet("brighter_es", "BRIGHTER (Spanish)", "es", ("brighter_es", "intensity"), _BRIGHTER, "unclear"),
        LabelledSet("fbva_en", "Facebook valence-arousal", "en", ("fbva",), "GPL-3.0", "unclear"),
        LabelledSet("meacorpus_es", "Spanish MEACorpus 2023", "es", ("meacorpus",), "CC BY-NC 4.0", "no"),
        LabelledSet("emoevent_en", "EmoEvent (English)", "en", ("emoevent",), _EMOEVENT, "no"),
        LabelledSet("emoevent_es", "EmoEvent (Spanish)", "es", ("emoevent",), _EMOEVENT, "no"),
        LabelledSet("sst5_en", "SST", "en", ("sst5", "polarity"), "unstated", "unclear"),
    )
}
"""Every set by its name."""

VARIANTS = {
    "open": tuple(entry.name for entry in SETS.values() if entry.commercial == "yes"),
    "research": tuple(SETS),
}
"""Sets that each licence variant learns from."""
