"""The report as a tree of sections and blocks, before it is a page or a printed document.

What is said, and in which order, is decided once, in `chapters`; the HTML and the PDF both write down this tree, so
that they cannot say different things. It holds finished words: nothing here or after it looks at a number.
"""

from typing import Literal

import msgspec

from analysis.report.drawing import Figure

Role = Literal["", "base", "legend", "caution", "strong"]


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph", tag_field="kind"):
    """Running text. *role*: `base` names a denominator, `legend` explains a figure, the rest call for attention."""

    text: str
    role: Role = ""


class Finding(msgspec.Struct, frozen=True):
    """A sentence made from an estimate, and the verdict it stands for."""

    text: str
    verdict: str = ""


class Findings(msgspec.Struct, frozen=True, tag="findings", tag_field="kind"):
    """Sentences beneath each other."""

    items: tuple[Finding, ...]


class Column(msgspec.Struct, frozen=True):
    """The heading of a column; *number*: set to the right."""

    text: str
    number: bool = True


class Cell(msgspec.Struct, frozen=True):
    """What stands in a cell; *absent*: a word in place of a number."""

    text: str
    absent: bool = False


class Row(msgspec.Struct, frozen=True):
    """A line of a table; *head* is its own heading, *total* that it is made of the others."""

    head: str
    cells: tuple[Cell, ...]
    total: bool = False


class Body(msgspec.Struct, frozen=True):
    """Lines that belong together under *heading*, which may be empty."""

    heading: str
    rows: tuple[Row, ...]


class Table(msgspec.Struct, frozen=True, tag="table", tag_field="kind"):
    """A table: the first column holds the headings of the lines. *stamp* stands on it for all to see, or is empty."""

    caption: str
    columns: tuple[Column, ...]
    bodies: tuple[Body, ...]
    stamp: str = ""


class Picture(msgspec.Struct, frozen=True, tag="picture", tag_field="kind"):
    """A figure, with the words beneath it."""

    figure: Figure
    legend: str = ""


class Pair(msgspec.Struct, frozen=True, tag="pair", tag_field="kind"):
    """A figure and, beside it where there is room, its table."""

    picture: Picture
    table: Table


class Fact(msgspec.Struct, frozen=True):
    """A term with the lines that belong to it; *code*: a long string of symbols beneath them."""

    term: str
    lines: tuple[str, ...]
    code: str = ""


class Facts(msgspec.Struct, frozen=True, tag="facts", tag_field="kind"):
    """Terms and what they are."""

    items: tuple[Fact, ...]


Block = Paragraph | Findings | Table | Picture | Pair | Facts


class Section(msgspec.Struct, frozen=True):
    """A part with a heading. *id* is unique in the report of one language."""

    id: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


class Document(msgspec.Struct, frozen=True):
    """The report in one language. *warning* stands before all else, or is empty; *date* is when the wave closed."""

    language: str
    title: str
    kicker: str
    about: tuple[str, ...]
    mark: str
    warning: str
    contents: str
    places: str
    date: str
    sections: tuple[Section, ...]


def kind_of(block: Block) -> str:
    """The kind of *block* as its tag says, for a template."""
    return str(block.__struct_config__.tag)


def figures_of(sections: tuple[Section, ...]) -> tuple[Figure, ...]:
    """All figures in the order of reading."""
    found: list[Figure] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Picture):
                found.append(block.figure)
            elif isinstance(block, Pair):
                found.append(block.picture.figure)
        found.extend(figures_of(section.sections))
    return tuple(found)
