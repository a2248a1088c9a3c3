"""The manifest of a text encoder: what the server reads of `artifacts/<name>/<version>/`."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "manifest.json"


@dataclass
class Manifest:
    """A manifest and the folder that it describes. `server/src/inference/manifest.ts` says what each field means."""

    folder: Path
    fields: dict[str, Any]

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read the manifest of a version."""
        return cls(folder, json.loads((folder / FILE_NAME).read_text("utf-8")))

    def save(self) -> None:
        """Write the manifest into its folder."""
        text = json.dumps(self.fields, indent=2, ensure_ascii=False)
        (self.folder / FILE_NAME).write_text(text + "\n", "utf-8")

    @property
    def reference(self) -> list[dict[str, Any]]:
        """Token ids and the values of the graph's tensors that they must give."""
        return self.fields["reference"]

    def graph_file(self, precision: str) -> Path:
        """The graph in a number format."""
        return self.folder / self.fields["files"]["graphs"][precision]["path"]

    def describe_graph(self, precision: str, path: Path, tolerance: float | None = None) -> None:
        """Write down the size and hash of a graph; `tolerance` stays what it was when left out."""
        graphs = self.fields["files"]["graphs"]
        entry = graphs.setdefault(precision, {})
        entry.update(path=path.name, sha256=sha256(path), bytes=path.stat().st_size)
        if tolerance is not None:
            entry["tolerance"] = tolerance


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
