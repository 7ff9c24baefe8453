"""The demonstration's studies: the shipped example, with keys made on the spot, other dates and smaller numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from questionnaires.reading import from_toml
from survey.ballot.keyfiles import SecretKeys, random_keys, write_key_file, write_public_keys
from survey.steps.keep import keep
from survey.study.manifest import Manifest
from survey.study.model import Municipality, ReferencePeriod, Stratum, Study
from survey.study.reading import resolve
from survey.web.pagemarks import program_marks

#: The file names of the example study's keys, and who holds them.
HOLDERS = {
    "linkoping": "Säkerhetschefen i Linköping",
    "norrkoping": "Säkerhetschefen i Norrköping",
    "lansstyrelsen": "Länsstyrelsen Östergötland",
}
CHIEFS = {"0580": "linkoping", "0581": "norrkoping"}
PASSPHRASE = "fyra ord till demo"  # noqa: S105  a demonstration's keys protect nothing


def make_keys(folder: Path) -> dict[str, SecretKeys]:
    """A key for each holder, written to *folder* as `samtidig keys new` would."""
    made = {}
    for stem, name in HOLDERS.items():
        made[stem] = random_keys(name)
        keep(folder / f"{stem}.key.json", write_key_file(made[stem], PASSPHRASE), secret=True)
        keep(folder / f"{stem}.public.json", write_public_keys(made[stem].public))
    keep(folder / "passphrase.txt", PASSPHRASE + "\n", secret=True)
    return made


def finished_wave(example: Path, keys: Path, invited: Mapping[str, int]) -> Manifest:
    """The example as it stands, with the public keys in *keys* and *invited* persons in each stratum."""
    return _resolved(from_toml(example, Study), example, keys, invited)


def open_wave(example: Path, keys: Path, invited: Mapping[str, int], now: datetime) -> Manifest:
    """The next wave of the example, open from *now* for three weeks, about the twelve whole months before."""
    study = from_toml(example, Study)
    last = now.date().replace(day=1) - timedelta(days=1)
    following = last + timedelta(days=1)
    first = date(following.year - 1, following.month, 1)
    start = now.astimezone(UTC).replace(microsecond=0)
    changed = msgspec.structs.replace(
        study,
        wave=study.wave + 1,
        opens_at=start,
        closes_at=start + timedelta(weeks=3),
        period=ReferencePeriod(first, last),
        reminders=(),
    )
    return _resolved(changed, example, keys, invited)


def form_of(example: Path) -> Path:
    """The folder of the example's questionnaire and plan."""
    return (example.parent / from_toml(example, Study).questionnaire).resolve()


def _resolved(study: Study, example: Path, keys: Path, invited: Mapping[str, int]) -> Manifest:
    def smaller(municipality: Municipality) -> Municipality:
        strata = tuple(
            _smaller(stratum, invited[f"{municipality.code}/{stratum.group}"]) for stratum in municipality.strata
        )
        return msgspec.structs.replace(municipality, key=_key(keys, municipality.key), strata=strata)

    here = msgspec.structs.replace(
        study,
        municipalities=tuple(smaller(municipality) for municipality in study.municipalities),
        trustees=tuple(msgspec.structs.replace(one, key=_key(keys, one.key)) for one in study.trustees),
    )
    return resolve(here, example, program_marks())


def _smaller(stratum: Stratum, invited: int) -> Stratum:
    """*stratum* with so many invited, its frame in proportion; the last count takes what rounding leaves."""
    persons = [count.persons * invited // stratum.invited for count in stratum.frame]
    if persons:
        persons[-1] += invited - sum(persons)
    frame = tuple(
        msgspec.structs.replace(count, persons=number) for count, number in zip(stratum.frame, persons, strict=True)
    )
    return msgspec.structs.replace(stratum, invited=invited, frame=frame)


def _key(keys: Path, named: str) -> str:
    return str(keys.resolve() / Path(named).name)
