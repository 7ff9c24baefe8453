"""`./run bench [name ...]`: run the named measurements, or all."""

import sys

from bench import analysis, ballot, counting, page, respondents, truth, writer

ALL = {
    "respondents": respondents.main,
    "page": page.main,
    "writer": writer.main,
    "ballot": ballot.main,
    "counting": counting.main,
    "analysis": analysis.main,
    "truth": truth.main,
}


def main(names: list[str]) -> int:
    """Run each; 2 for a name that is none."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.stderr.write(f"no measurement {', '.join(unknown)}; there are {', '.join(ALL)}\n")
        return 2
    for name in names or ALL:
        ALL[name]()
    return 0


sys.exit(main(sys.argv[1:]))
