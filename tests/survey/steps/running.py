"""A wave that runs: codes in hand, sheets to send, and what remains when it is closed and counted."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from random import Random

import msgspec

from questionnaires.items import items
from questionnaires.model import Questionnaire
from questionnaires.sheets import clean
from survey.settings import Settings
from survey.steps.approve import approve, sign
from survey.steps.close import Closing, close
from survey.steps.context import Context, open_context
from survey.steps.define import define
from survey.steps.enter import Door, admit, door
from survey.steps.submit import Clerk, Kept, seal_sheet
from survey.steps.tally import Tallied, read_bundle, tally
from survey.web.pagemarks import program_marks
from tests.builders import CLOSES, HOLDERS, OPENS, World

WAVE = "linkoping-norrkoping-1"
PATIENCE_S = 30

Sheet = Mapping[str, tuple[str, ...]]


def random_sheet(form: Questionnaire, group: str, random: Random) -> Sheet:
    """A clean sheet that somebody of *group* could give: every item answered at random, then routed."""
    answers: dict[str, list[str]] = {}
    for item in items(form):
        together = [option.code for option in item.options if not option.exclusive]
        if item.multiple:
            answers[item.id] = random.sample(together, random.randrange(len(together) + 1))
        else:
            answers[item.id] = [random.choice(item.codes())]
    cleaned = clean(form, group, answers)
    assert cleaned.faults == ()
    return cleaned.sheet


class Running:
    """The open wave of *world*, and a clerk that takes its answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.context = world.context
        self.codes = world.issue()
        world.clock.move_to(OPENS)
        self.door: Door = door(self.context, WAVE)
        self.form = self.door.manifest.questionnaire
        self.clerk = Clerk(self.context)

    def send(self, code: str, sheet: Sheet, seed: bytes | None = None) -> Kept:
        """Admit *code*, seal *sheet* and wait for the acknowledgement."""
        admission = admit(self.context, self.door, code)
        envelope = seal_sheet(self.door, admission.stratum, sheet, seed or secrets.token_bytes(32))
        return self.clerk.submit(self.door, admission.code, envelope).result(PATIENCE_S)

    def answer(self, share: float = 1.0, seed: int = 1) -> dict[str, Sheet]:
        """Let the first *share* of each stratum answer in a shuffled order; code -> sheet, in order of arrival."""
        random = Random(seed)
        who = [
            (stratum, code) for stratum, codes in self.codes.items() for code in codes[: int(len(codes) * share + 0.5)]
        ]
        random.shuffle(who)
        sent = {}
        for stratum, code in who:
            sent[code] = random_sheet(self.form, stratum.partition("/")[2], random)
            self.send(code, sent[code])
        return sent

    def close(self) -> Closing:
        """Move the clock to the end and close the wave."""
        self.clerk.close()
        self.world.clock.move_to(CLOSES)
        return close(self.context, WAVE)

    def tally(self, closing: Closing, folder: Path, holders: tuple[str, ...] = HOLDERS[:2]) -> Tallied:
        """Open the bundle with the keys of *holders*."""
        keys = [self.world.keys[holder].hpke for holder in holders]
        return tally(self.door.manifest, read_bundle(closing.bundle), keys, folder)

    def stop(self) -> None:
        """Let go of everything."""
        self.clerk.close()
        self.context.close()


def beside(world: World, folder: Path, database: str) -> Context:
    """Another installation that runs the very same approved study, on *database*, with its own *folder*."""
    settings: Settings = msgspec.structs.replace(
        world.settings, database=database, keys=folder / "keys", bundles=folder / "bundles"
    )
    context = open_context(settings, world.clock)
    defined = define(context, world.study_file, program_marks())
    for code, holder in (("0580", HOLDERS[0]), ("0581", HOLDERS[1])):
        approve(context, defined.wave, sign(defined.manifest, code, world.keys[holder].sign))
    return context
