"""What the first page carries for the script: every part, every question in every wording, each municipality's frame.

All of it is drawn by the templates that draw the server's own pages, so the words and the marking up are the same with
and without a script. It is the same for every reader of a language, and holds nothing of any of them.
"""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from questionnaires.model import Question, questions
from survey.web.fields import field
from survey.web.locale import Words
from survey.web.respond.compose import frame, wording_of
from survey.web.respond.device import device_data
from survey.web.respond.pages import Device, DevicePart, DeviceQuestion
from survey.web.respond.parts import OWN_WORDING
from survey.web.respond.rooms import Room


def on_device(room: Room, words: Mapping[str, Words], language: str) -> Device:
    """What the script is given in *language*."""
    return Device(
        form=Markup(device_data(room).decode("utf-8")),  # noqa: S704 - `device_data` escapes what could end its element
        frames=tuple(frame(room, words, language, one.code) for one in room.door.manifest.municipalities),
        parts=tuple(_parts(room, words[language])),
        questions=tuple(
            one
            for _, question in questions(room.door.manifest.questionnaire)
            for one in _wordings(room, words[language], question)
        ),
    )


def _parts(room: Room, words: Words) -> Iterator[DevicePart]:
    for group, mine in room.parts.items():
        wording = wording_of(room.door.manifest, words, group)
        for place, part in enumerate(mine):
            yield DevicePart(
                group=group,
                place=place,
                number=part.number,
                total=part.total,
                title=wording.of(part.section.title),
                intro=wording.of(part.section.intro),
                skips=part.skips,
                back=place > 0,
            )


def _wordings(room: Room, words: Words, question: Question) -> Iterator[DeviceQuestion]:
    """Each wording of *question*, once for all the groups that read it alike."""
    manifest = room.door.manifest
    form = manifest.questionnaire
    for stand, text in enumerate((question.text, *(one.text for one in question.variants)), start=OWN_WORDING):
        alike: dict[str, tuple[str, ...]] = {}
        drawn = {}
        for group in question.groups or form.groups:
            wording = wording_of(manifest, words, group)
            one = field(form, question, wording.of(text), wording, {})
            drawn[repr(one)] = one
            alike[repr(one)] = (*alike.get(repr(one), ()), group)
        for key, groups in alike.items():
            yield DeviceQuestion(question.id, stand, groups, drawn[key])
