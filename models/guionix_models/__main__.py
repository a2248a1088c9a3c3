"""Command line: `python -m guionix_models <command>`."""

import argparse
import sys
from importlib import import_module

from .graph import UnsupportedGraphError

COMMANDS = {
    "base": "base",
    "prepare": "prepare",
    "distill": "distill",
    "train": "train",
    "export": "export",
    "quantize": "quantize",
    "calibrate": "calibrate",
    "evaluate": "evaluate",
    "release": "release",
    "card": "card",
    "describe": "describe",
    "int32-inputs": "int32_inputs",
    "precision": "precision",
    "time": "timing",
    "train-lines": "train_lines",
}
"""Commands and their modules: those of training in the order of their use, then those that convert graphs."""


def main(argv: list[str] | None = None) -> int:
    """Run a command. Returns the exit status: 1 when the graph is not one that the command can convert."""
    parser = argparse.ArgumentParser(prog="guionix_models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    modules = {}
    for name, module in COMMANDS.items():
        try:
            modules[name] = import_module(f".{module}", __package__)
        except ModuleNotFoundError as missing:
            commands.add_parser(name, help=f"needs {missing.name}: install requirements-train.lock")
            continue
        about = (modules[name].__doc__ or "").strip()
        modules[name].add_arguments(commands.add_parser(name, help=about.splitlines()[0], description=about))
    arguments, rest = parser.parse_known_args(argv)
    if arguments.command not in modules:
        print(f"{arguments.command}: install requirements-train.lock for it", file=sys.stderr)
        return 2
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        modules[arguments.command].main(arguments)
    except UnsupportedGraphError as error:
        print(f"{arguments.command}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
