"""Publish: the trustees' list of what was counted is put beside the list of what lay in the box.

It comes from the machine on which the box was opened, so nothing about it is taken on trust but the trackers, which
only the respondents can know. Once it is out, another list is another story: it is refused.
"""

import msgspec

from survey.errors import BoardError, StillOpen
from survey.steps.board import counted_path, read_list
from survey.steps.close import paths
from survey.steps.context import Context
from survey.steps.find import found
from survey.store import engine, files
from survey.study.manifest import fingerprint


class Publication(msgspec.Struct, frozen=True):
    """How many envelopes lay in the box and how many were counted; *again*: this very list was out already."""

    in_box: int
    counted: int
    again: bool


def publish(context: Context, wave: str, content: bytes) -> Publication:
    """Put the list *content* on the board of the closed *wave*.

    Raises UnknownWave, StillOpen while it is not closed, BoardError (no such list, of another wave or fingerprint, with
    more lines than the box had envelopes, or another than the one that is out), StoreError.
    """
    with engine.reading(context.database) as connection:
        record, manifest = found(connection, wave)
    if record.state != "closed":
        raise StillOpen(f"{wave} is not closed", "close it and tally it first")
    mark = fingerprint(manifest)
    counted = len(read_list(content, "counted", wave, mark).texts)
    in_box = len(read_list(files.read_whole(paths(context, wave)[2]), "board", wave, mark).texts)
    if counted > in_box:
        raise BoardError(f"the list counts {counted} envelopes, and {in_box} lay in the box", "tally the bundle again")
    target = counted_path(context, wave)
    if target.exists():
        if files.read_whole(target) != content:
            raise BoardError(f"another list is published for {wave}", "find out which is right before anything is done")
        return Publication(in_box, counted, again=True)
    files.write_whole(target, content)
    return Publication(in_box, counted, again=False)
