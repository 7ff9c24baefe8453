"""The story: two municipalities define, approve and issue; a population answers; k trustees open the box."""

import csv
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from survey.ballot.crockford import fingerprint_text
from survey.ballot.keyfiles import SecretKeys
from survey.cli.demo import study
from survey.cli.demo.population import RATES, draw
from survey.cli.demo.server import DemoClock, Offset, running, shared_offset
from survey.cli.demo.visitor import answer, fetch
from survey.errors import DemoError
from survey.settings import Settings
from survey.steps.approve import approve, sign
from survey.steps.close import close
from survey.steps.context import Context, open_context
from survey.steps.define import keep_manifest
from survey.steps.issue import issue
from survey.steps.publish import publish
from survey.steps.tally import Keys, Tallied, read_bundle, tally, total
from survey.study.manifest import Manifest, closes_at, fingerprint, opens_at, wave_key

HOST = "127.0.0.1"
#: Visitors at a time. More would only wait for each other on a small machine.
AT_ONCE = 8

Task = tuple[str, dict[str, tuple[str, ...]]]


class Person(msgspec.Struct, frozen=True):
    """Somebody invited: what they would tick, and whether they answer at all."""

    stratum: str
    code: str
    answers: dict[str, tuple[str, ...]]
    responds: bool


class Finished(msgspec.Struct, frozen=True):
    """A wave that is over: its manifest, its answer sets, the folder of its questionnaire, who was invited, the
    receipts and trackers that those who answered were shown, and the board as everybody can fetch it.
    """

    manifest: Manifest
    answer_sets: tuple[Path, ...]
    form: Path
    invited: tuple[Person, ...]
    shown: tuple[tuple[str, str], ...]
    board: bytes


def example() -> Path:
    """The example study of the checkout. Raises DemoError in an installation without one."""
    found = Path(__file__).parents[3] / "studies" / "linkoping-norrkoping" / "study.toml"
    if not found.exists():
        raise DemoError("the example study is not here", "run the demonstration from a checkout: ./run demo")
    return found


def demo_settings(folder: Path, port: int) -> Settings:
    """The settings of a demonstration in *folder*."""
    return Settings(
        database=f"sqlite:///{folder / 'samtidig.sqlite'}",
        keys=folder / "wave-keys",
        bundles=folder / "bundles",
        host=HOST,
        port=port,
    )


def make_ready(context: Context, manifest: Manifest, keys: dict[str, SecretKeys], folder: Path) -> dict[str, list[str]]:
    """Define, approve by both chiefs, issue; stratum -> codes."""
    wave = keep_manifest(context, manifest).wave
    for code, holder in study.CHIEFS.items():
        approve(context, wave, sign(manifest, code, keys[holder].sign))
    found: dict[str, list[str]] = {}
    for municipality, path in issue(context, wave, folder / "codes").files.items():
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                found.setdefault(f"{municipality}/{line['group']}", []).append(line["code"])
    return found


def finish_a_wave(folder: Path, invited: Mapping[str, int], seed: int, port: int, console: Console) -> Finished:
    """Run a whole wave in *folder*. Raises DemoError if anything is not as it should be."""
    keys = study.make_keys(folder / "keys")
    manifest = study.finished_wave(example(), folder / "keys", invited)
    offset = shared_offset()
    clock = DemoClock(offset)
    clock.move_to(opens_at(manifest) - timedelta(days=1))
    settings = demo_settings(folder, port)
    context = open_context(settings, clock)
    try:
        people = _people(make_ready(context, manifest, keys, folder), seed)
        shown = _collect(settings, offset, clock, manifest, _tasks(people, seed), console)
        clock.move_to(closes_at(manifest))
        closed = close(context, wave_key(manifest))
        openers = [keys["linkoping"].hpke, keys["lansstyrelsen"].hpke]
        tallied = _open(manifest, closed.bundle, openers, folder, console)
        publish(context, wave_key(manifest), tallied.counted.read_bytes())
        with running(settings, offset), closing(HTTPConnection(settings.host, settings.port)) as connection:
            board = fetch(connection, f"/s/{wave_key(manifest)}/tavla.txt")
    finally:
        context.close()
    return Finished(manifest, tuple(tallied.files.values()), study.form_of(example()), people, shown, board)


def _open(manifest: Manifest, bundle: Path, openers: Keys, folder: Path, console: Console) -> Tallied:
    """Let the key holders open the bundle."""
    sealed = read_bundle(bundle)
    with _bar(console) as bar:
        task = bar.add_task("two of three key holders open the box", total=total(sealed))
        return tally(manifest, sealed, openers, folder, lambda done: bar.advance(task, done))


def _people(codes: Mapping[str, list[str]], seed: int) -> tuple[Person, ...]:
    """Everybody invited. Whether they answer has nothing to do with what they would."""
    random = Random(seed)  # noqa: S311  a simulation, not a secret
    return tuple(
        Person(stratum, code, draw(stratum, random), random.random() < RATES[stratum].response)
        for stratum, issued in sorted(codes.items())
        for code in issued
    )


def _tasks(people: tuple[Person, ...], seed: int) -> list[Task]:
    """What those who respond answer, in random order."""
    tasks = [(person.code, person.answers) for person in people if person.responds]
    Random(seed).shuffle(tasks)  # noqa: S311  as above
    return tasks


def _collect(
    settings: Settings, offset: Offset, clock: DemoClock, manifest: Manifest, tasks: list[Task], console: Console
) -> tuple[tuple[str, str], ...]:
    """Everybody answers over HTTP, nobody before the opening instant; the receipts and trackers they were shown."""
    start = f"/s/{wave_key(manifest)}/sv"
    with running(settings, offset):
        early, *rest = tasks
        if answer(HTTPConnection(settings.host, settings.port), start, *early).taken:
            raise DemoError("an answer was taken before the opening")
        clock.move_to(opens_at(manifest))
        with ThreadPoolExecutor(AT_ONCE) as pool, _bar(console) as bar:
            bar_task = bar.add_task("respondents answer over HTTP", total=len(tasks))
            chunks = [[early, *rest][place::AT_ONCE] for place in range(AT_ONCE)]
            waiting = [pool.submit(_visits, settings, start, chunk, lambda: bar.advance(bar_task)) for chunk in chunks]
            return tuple(pair for done in as_completed(waiting) for pair in done.result())


def _visits(settings: Settings, start: str, tasks: list[Task], each: Callable[[], None]) -> list[tuple[str, str]]:
    connection = HTTPConnection(settings.host, settings.port)
    shown = []
    for code, answers in tasks:
        visit = answer(connection, start, code, answers)
        if not visit.taken:
            raise DemoError("an answer was not taken: " + " ".join(visit.last.split())[:400])
        shown.append((visit.receipt, visit.tracker))
        each()
    return shown


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )


class Opened(msgspec.Struct, frozen=True):
    """A wave that is open: where, with which fingerprint, and some codes (stratum, code) to try."""

    address: str
    fingerprint: str
    codes: tuple[tuple[str, str], ...]

    def wait(self) -> None:
        """Until the one who started it has seen enough."""
        while True:
            time.sleep(3600)


@contextmanager
def open_a_wave(folder: Path, invited: Mapping[str, int], port: int, console: Console) -> Iterator[Opened]:
    """A second wave with keys of its own, open on *port* from now on, as long as the block lasts."""
    keys_folder = folder / "keys-of-open-wave"
    keys = study.make_keys(keys_folder)
    settings = demo_settings(folder, port)
    offset = shared_offset()
    clock = DemoClock(offset)
    manifest = study.open_wave(example(), keys_folder, invited, clock.now())
    clock.move_to(opens_at(manifest) - timedelta(hours=1))  # codes are issued before the opening
    context = open_context(settings, clock)
    try:
        codes = make_ready(context, manifest, keys, folder)
    finally:
        context.close()
    offset.value = 0.0  # and now it is what it is
    with running(settings, offset):
        shown = tuple((stratum, code) for stratum, issued in codes.items() for code in issued[:2])
        address = f"http://{HOST}:{port}/s/{wave_key(manifest)}/{manifest.languages[0]}"
        yield Opened(address, fingerprint_text(fingerprint(manifest)), shown)
    console.print("the server has stopped")
