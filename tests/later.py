"""Files that have not come yet: what a page says before, told after."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def without(*files: Path) -> Iterator[None]:
    """As it is before these *files* come."""
    for file in files:
        file.rename(file.with_suffix(".later"))
    yield
    for file in files:
        file.with_suffix(".later").rename(file)
