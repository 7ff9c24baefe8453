"""What is printed and, with --write, the page docs/coverage.md with its figures."""

from collections.abc import Iterable
from pathlib import Path

from bench.coverage.bars import Estimand, Line
from bench.coverage.exact import Measured
from bench.coverage.figures import figure

HEAD = """# Coverage

Written by `./run coverage --write`; the figures too. How often the 95 % interval holds the truth, reckoned by exact
enumeration on the functions of `analysis/intervals/`: every count that can occur, with its chance, for each truth.
Nothing is simulated.

*Least* is the lowest coverage at any truth in any case, *means* the range of the cases' mean coverage, *width* the mean
width in percentage points. A method without a bar is shown for comparison. `./run coverage` fails if a bar is missed.

FPC is the finite population correction: the interval is then about these very people, of whom some did not answer.
Without it, the interval is about the risk, and about these people it is far too wide.
"""

NOTES = {
    "One rate, the frame known": """
The mid-P's least coverage is often quoted as 0.91. Over every council of 31 to 109, with any number of answers from 30
to 90 %, that holds in {above} of {all} sizes; in the others the definition goes down to {least:.4f} ({case}), for a
truth or two. Where no truth at all may fall below 0.95 there is the exact interval, about a tenth wider.
""",
    "A difference, a frame of at most 40": """
With a frame this small nearly whole, Wilson's limits with FPC are narrower than one person is wide, and their
square-and-add can fall well below its level. The hypergeometric limits moved out by half a person keep it;
where a frame has 60 persons or fewer they are taken.
""",
    "A weighted rate": """
The variance is floored at that of cells with one and the same rate, so a cell of three answers cannot make it vanish:
where such cells carry weight the interval is somewhat too wide, not too narrow.
""",
}

#: Which cases are drawn: estimand and case.
DRAWN = {
    "One rate, the frame known": "30 of 61",
    "One rate, the risk": "61",
    "A difference, the frames known": "55 of 79 v 59 of 85",
    "A difference, the risks": "55 v 59",
    "A weighted rate": "9 of 15 + 12 of 20 + 14 of 26",
}


def table(lines: Iterable[Line]) -> list[str]:
    """The lines of one estimand as a Markdown table."""
    rows = ["| Method | Least | Means | Width | Bar |", "|---|---|---|---|---|"]
    for line in lines:
        means = [each.mean for each in line.found]
        width = 100 * sum(each.width for each in line.found) / len(line.found)
        least = min(each.least for each in line.found)
        verdict = "" if line.bar is None else f"{line.bar}: {'**missed**' if line.failed else 'kept'}"
        numbers = f"{least:.4f} | {min(means):.4f} to {max(means):.4f} | {width:.1f}"
        rows.append(f"| {line.method} | {numbers} | {verdict} |")
    return rows


def write(folder: Path, measured: list[tuple[Estimand, list[Line]]]) -> None:
    """The page and its figures into *folder* (docs)."""
    (folder / "coverage").mkdir(exist_ok=True)
    parts = [HEAD]
    for estimand, found in measured:
        parts += [f"## {estimand.name}\n", f"{estimand.about[0].upper()}{estimand.about[1:]}.\n", *table(found), ""]
        if estimand.name in NOTES:
            parts.append(noted(NOTES[estimand.name].lstrip(), measured))
        drawn = [each for line in found for each in line.found if each.case == DRAWN.get(estimand.name)]
        if drawn:
            name = estimand.name.lower().replace(",", "").replace(" ", "-")
            title = f"{estimand.name}: {drawn[0].case}"
            (folder / "coverage" / f"{name}.svg").write_text(figure(title, drawn), encoding="utf-8")
            told = "; ".join(f"{each.method} {each.least:.3f} to {each.coverage.max():.3f}" for each in drawn)
            parts.append(f"![Coverage against the true share, {drawn[0].case}: {told}.](coverage/{name}.svg)\n")
    (folder / "coverage.md").write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


def noted(text: str, measured: list[tuple[Estimand, list[Line]]]) -> str:
    """*text* with the numbers of the councils put in."""
    councils: list[Measured] = next(lines[0].found for each, lines in measured if each.name.endswith("every council"))
    worst = min(councils, key=lambda each: each.least)
    above = sum(each.least >= 0.91 for each in councils)
    return text.format(above=f"{above:,}", all=f"{len(councils):,}", least=worst.least, case=worst.case)
