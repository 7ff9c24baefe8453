"""Coverage drawn against the truth: one panel a method, black on white, so that it can be read in grey.

Where one share of the first group meets several of the second, the panel shows the range as a band, the mean as a line.
"""

from collections.abc import Iterator

import numpy as np

from bench.coverage.exact import Measured

WIDTH, HEIGHT, LEFT, TOP, GAP = 330, 170, 46, 34, 58
FLOOR = 0.8


def figure(title: str, found: list[Measured]) -> str:
    """An SVG of all *found* in two columns, with a text alternative that reads each of them."""
    rows = (len(found) + 1) // 2
    width, height = 2 * (LEFT + WIDTH) + 24, rows * (TOP + HEIGHT + GAP - TOP) + TOP
    told = " ".join(f"{each.method}: least {each.least:.3f}, mean {each.mean:.3f}." for each in found)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"',
        'font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f"<desc>Coverage of the 95 % interval against the true share. {told}</desc>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for place, each in enumerate(found):
        x, y = LEFT + (place % 2) * (LEFT + WIDTH + 8), TOP + (place // 2) * (HEIGHT + GAP)
        parts += panel(each, x, y, bottom=place >= len(found) - 2)
    return "\n".join([*parts, "</svg>", ""])


def panel(found: Measured, x: int, y: int, bottom: bool) -> Iterator[str]:
    """One method: axes, the level, the band and the line."""
    truths, low, mean, high = by_truth(found)
    axis = "true share" if 2 * len(truths) > len(found.truths) else "true share of the first group"
    left, right = float(np.floor(truths.min() * 10) / 10), float(np.ceil(truths.max() * 10) / 10)

    def point(truth: float, coverage: float) -> str:
        across = (truth - left) / (right - left)
        return f"{x + across * WIDTH:.1f},{y + (1 - (max(coverage, FLOOR) - FLOOR) / (1 - FLOOR)) * HEIGHT:.1f}"

    yield f'<text x="{x}" y="{y - 8}" font-weight="bold">{found.method}</text>'
    yield (f'<text x="{x + WIDTH}" y="{y - 8}" text-anchor="end">least {found.least:.3f}, mean {found.mean:.3f}</text>')
    for tick in (0.8, 0.85, 0.9, 0.95, 1.0):
        at = y + (1 - (tick - FLOOR) / (1 - FLOOR)) * HEIGHT
        yield f'<line x1="{x}" y1="{at:.1f}" x2="{x + WIDTH}" y2="{at:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x - 6}" y="{at + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for tick in np.linspace(left, right, 6):
        across = x + (tick - left) / (right - left) * WIDTH
        yield f'<text x="{across:.1f}" y="{y + HEIGHT + 16}" text-anchor="middle">{tick:.2g}</text>'
    if bottom:
        yield f'<text x="{x + WIDTH / 2}" y="{y + HEIGHT + 34}" text-anchor="middle">{axis}</text>'
    if (high > low).any():
        edge = [point(*each) for each in zip(truths, high, strict=True)]
        edge += [point(*each) for each in zip(truths[::-1], low[::-1], strict=True)]
        yield f'<polygon points="{" ".join(edge)}" fill="#bbb"/>'
    level = y + (1 - (0.95 - FLOOR) / (1 - FLOOR)) * HEIGHT
    yield f'<path d="M{x} {level:.1f}h{WIDTH}" stroke="#000" stroke-dasharray="5 3"/>'
    line = " ".join(point(*each) for each in zip(truths, mean, strict=True))
    yield f'<polyline points="{line}" fill="none" stroke="#000" stroke-width="1.2"/>'


def by_truth(found: Measured) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Each truth once, with the least, mean and greatest coverage there."""
    truths, place = np.unique(found.truths, return_inverse=True)
    here = [found.coverage[place == each] for each in range(len(truths))]
    low, mean, high = (np.array([take(each) for each in here]) for take in (np.min, np.mean, np.max))
    return truths, low, mean, high
