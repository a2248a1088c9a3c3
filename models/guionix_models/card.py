"""Write the measured parts of docs/MODELS.md from the evaluations that lie beside the encoders' manifests.

`npm run bench:quality -- --variant open --write` and the same for `research` write the evaluations.
"""

import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from .learning.names import NAMES
from .manifest import Manifest


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("artifacts", type=Path, help="models folder: <name>/<version>/")
    parser.add_argument("--version", required=True, help="version of both encoders")
    parser.add_argument("--card", type=Path, required=True, help="Markdown file whose blocks are written")


def main(arguments: Namespace) -> None:
    """Run the command."""
    folders = {variant: arguments.artifacts / name / arguments.version for variant, name in NAMES.items()}
    folders = {variant: folder for variant, folder in folders.items() if (folder / "evaluation.json").exists()}
    manifests = {variant: Manifest.load(folder) for variant, folder in folders.items()}
    evaluations = {
        variant: json.loads((folder / "evaluation.json").read_text("utf-8")) for variant, folder in folders.items()
    }
    text = arguments.card.read_text("utf-8")
    for name, content in {
        "quality": quality(evaluations),
        "calibration": calibration(evaluations, manifests),
        "languages": languages(evaluations),
        "behaviour": behaviour(evaluations),
        "turning-points": evaluations["open"]["positions"],
        "licences": licences(manifests),
    }.items():
        text = replace_block(text, name, content)
    arguments.card.write_text(text, "utf-8")
    print(f"{arguments.card}: written")


def replace_block(text: str, name: str, content: str) -> str:
    """The text with other content between `<!-- name:begin -->` and `<!-- name:end -->`."""
    pattern = re.compile(rf"(<!-- {name}:begin -->\n)[\s\S]*?(<!-- {name}:end -->)")
    if not pattern.search(text):
        raise ValueError(f"the card has no block {name}")
    return pattern.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)


def quality(evaluations: dict[str, dict]) -> str:
    """Each measure on each test set: both variants, floor, target, published."""
    keys = ("set", "task", "measure", "head")
    by_key: dict[tuple, dict[str, dict]] = {}
    for variant, evaluation in evaluations.items():
        for row in evaluation["measurements"]:
            by_key.setdefault(tuple(row[key] for key in keys), {})[variant] = row
    rows = []
    for found in by_key.values():
        row = next(iter(found.values()))
        comparison = row["comparison"]
        values = [f"{found[variant]['value']:.3f}" if variant in found else "no head" for variant in evaluations]
        target = f"{comparison['target']:.2f}" if "target" in comparison else ""
        rows.append(
            [
                f"{row['set']} ({row['texts']})",
                row["task"],
                row["measure"],
                row["head"],
                *values,
                f"{comparison['floor']:.3f}",
                target,
                comparison.get("published", "none found"),
            ]
        )
    return table(["test set (texts)", "task", "measure", "head", *evaluations, "floor", "target", "published"], rows)


def calibration(evaluations: dict[str, dict], manifests: dict[str, Manifest]) -> str:
    """Expected calibration error of polarity, and the conformal half-widths of the ratings."""
    rows = []
    for variant, evaluation in evaluations.items():
        for row in evaluation["measurements"]:
            if "calibrationError" in row:
                error = f"{100 * row['calibrationError']:.1f} %"
                rows.append([variant, f"{row['task']}, {row['set']}", "expected calibration error", error])
        for rating, entry in manifests[variant].fields["conformal"].items():
            covered = f"half-width that holds {100 * entry['coverage']:.0f} %"
            rows.append([variant, f"{rating}, emobank_en dev", covered, f"{entry['half_width']:.3f}"])
    return table(["variant", "head", "measure", "value"], rows)


def languages(evaluations: dict[str, dict]) -> str:
    """Agreement of aligned Spanish and English lines, and retrieval of aligned screenplay lines."""
    rows = []
    for variant, evaluation in evaluations.items():
        for row in evaluation["agreement"]:
            about = f"{row['rating']}, {row['set']} test, {row['lines']} aligned lines"
            rows.append([variant, about, f"r {row['r']:.3f}, Spanish less English {row['bias']:+.3f}"])
        found = evaluation["retrieval"]
        ways = f"ES to EN {found['spanishToEnglish']:.3f}, EN to ES {found['englishToSpanish']:.3f}"
        rows.append([variant, f"translation is the nearest of {found['pairs']} screenplay lines", ways])
    return table(["variant", "what", "value"], rows)


def behaviour(evaluations: dict[str, dict]) -> str:
    """Pass rate of the lines written for it, by group, and some that failed."""
    names = [group["group"] for group in next(iter(evaluations.values()))["behaviour"]["groups"]]
    rows = []
    for place, name in enumerate(names):
        found = [evaluation["behaviour"]["groups"][place] for evaluation in evaluations.values()]
        rows.append([name, str(found[0]["cases"]), *(f"{group['passed']}" for group in found)])
    totals = [f"{entry['behaviour']['passed']}" for entry in evaluations.values()]
    rows.append(["all", str(next(iter(evaluations.values()))["behaviour"]["cases"]), *totals])
    failed = next(iter(evaluations.values()))["behaviour"]["failed"]
    shown = [line.strip() for line in failed if 2 < len(line.strip()) < 70][:16]
    listed = "\n".join(f"- {line}" for line in shown)
    return f"{table(['group', 'cases', *evaluations], rows)}\n\nRead otherwise by `open`, among others:\n\n{listed}"


def licences(manifests: dict[str, Manifest]) -> str:
    """Training sets, what their authors state, and which variant learned from them."""
    titles: dict[str, dict] = {}
    for manifest in manifests.values():
        titles |= {entry["name"]: entry for entry in manifest.fields["licences"]["trainingData"]}
    used = {
        variant: {entry["name"] for entry in manifest.fields["licences"]["trainingData"]}
        for variant, manifest in manifests.items()
    }
    rows = [
        [title, entry["licence"], entry["commercial"], *("yes" if title in used[variant] else "" for variant in used)]
        for title, entry in titles.items()
    ]
    return table(["data", "licence as stated by its authors", "commercial use", *used], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
