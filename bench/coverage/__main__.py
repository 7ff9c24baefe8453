"""`./run coverage [--write]`: measure, print, and fail if a bar is missed; with --write also docs/coverage.md."""

import sys
from pathlib import Path

from bench.coverage.bars import EVERY, Estimand, Line, lines
from bench.coverage.page import table, write

DOCS = Path(__file__).parents[2] / "docs"


def main(arguments: list[str]) -> int:
    """0 if every bar is kept, 1 if not, 2 for an argument that is none."""
    if arguments not in ([], ["--write"]):
        sys.stderr.write("usage: ./run coverage [--write]\n")
        return 2
    measured: list[tuple[Estimand, list[Line]]] = []
    for estimand in EVERY:
        found = list(lines(estimand.full(), estimand.bars))
        measured.append((estimand, found))
        print(f"{estimand.name}: {estimand.about}", *table(found), "", sep="\n", flush=True)
    missed = [(line.method, case) for _, found in measured for line in found for case in line.failed]
    for method, case in missed:
        print(f"missed: {method}, {case.case}: least {case.least:.4f}, mean {case.mean:.4f}")
    if arguments:
        write(DOCS, measured)
    return 1 if missed else 0


sys.exit(main(sys.argv[1:]))
