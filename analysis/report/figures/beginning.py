"""What a figure begins with: the stamp of what is not equivalent, and in a file of its own all that a reader needs.

A figure in the report has a heading, a legend and a page around it; one in a file is passed on without them.
"""

from collections.abc import Sequence

from analysis.disclosure.release import Release
from analysis.report.catalogue import Words
from analysis.report.differing import about
from analysis.report.drawing import Drawn, Form, opening, stamped
from analysis.report.names import joined


def stamp_of(release: Release, say: Words) -> Drawn:
    """The stamp of a release that is not equivalent, or nothing."""
    return stamped(say("stamp") if release.not_equivalent else "", 0)


def beginning(
    release: Release, title: str, notes: Sequence[str], marks: Sequence[tuple[Form, str]], say: Words
) -> Drawn:
    """The stamp, the *title*, where and when, the *notes* on how it is read, and the key to its *marks*."""
    stamp = stamp_of(release, say)
    places = joined(tuple(place.name for place in release.wave.places), say)
    where = about(release, places, say)
    drawn = opening(title, (where, *notes), marks, stamp.bottom)
    return Drawn((*stamp.shapes, *drawn.shapes), drawn.bottom)


def titled(release: Release, title: str, say: Words) -> str:
    """*title*, after the words of the stamp if there is one."""
    return f"{say('stamp')}. {title}" if release.not_equivalent else title
