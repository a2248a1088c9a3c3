"""Command line: `python -m guionix_models <command>`."""

import argparse
import sys

from . import describe, int32_inputs, precision, quantize, timing, train_lines
from .graph import UnsupportedGraphError

COMMANDS = {
    "describe": describe,
    "int32-inputs": int32_inputs,
    "precision": precision,
    "quantize": quantize,
    "time": timing,
    "train-lines": train_lines,
}


def main(argv: list[str] | None = None) -> int:
    """Run a command. Returns the exit status: 1 when the graph is not one that the command can convert."""
    parser = argparse.ArgumentParser(prog="guionix_models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        about = (module.__doc__ or "").strip()
        module.add_arguments(commands.add_parser(name, help=about.splitlines()[0], description=about))
    arguments = parser.parse_args(argv)
    try:
        COMMANDS[arguments.command].main(arguments)
    except UnsupportedGraphError as error:
        print(f"{arguments.command}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
