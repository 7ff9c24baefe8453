"""Who will be invited: the strata of a study file, or of numbers given by hand.

Only the few keys that a plan rests on are read from `study.toml`; the rest is the survey's, which checks every word of
it (`samtidig study check`). Numbers are checked here all the same, since a study may be planned before it is whole.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from analysis.errors import InputError
from questionnaires.answersets import FLOOR, Disclosure, FrameCount
from questionnaires.model import Questionnaire

_DEFAULT = Disclosure(min_answered=10, min_exposed=5)


class Invited(msgspec.Struct, frozen=True):
    """One stratum before launch. *frame* are the study's own counts of persons by background, if it gives any."""

    municipality: str
    name: str
    group: str
    persons: int
    frame: tuple[FrameCount, ...] = ()

    def __str__(self) -> str:
        return f"{self.municipality}/{self.group}"


class Frames(msgspec.Struct, frozen=True):
    """The strata, by municipality and then the form's groups, and the thresholds agreed on."""

    strata: tuple[Invited, ...]
    disclosure: Disclosure


class _Stratum(msgspec.Struct, frozen=True):
    group: str
    invited: int
    frame: tuple[FrameCount, ...] = ()


class _Municipality(msgspec.Struct, frozen=True):
    code: str
    name: str
    strata: tuple[_Stratum, ...]


class _Study(msgspec.Struct, frozen=True):
    municipalities: tuple[_Municipality, ...]
    disclosure: Disclosure = _DEFAULT


def read_study(path: Path) -> Frames:
    """The frames of the study file *path*. Raises InputError, in one line with the place."""
    try:
        study = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Study)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; mend the path or its rights") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid TOML in UTF-8: {error}; mend that line") from error
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {error}; mend the key or value") from error
    strata = tuple(
        Invited(place.code, place.name, each.group, each.invited, each.frame)
        for place in study.municipalities
        for each in place.strata
    )
    return Frames(strata, study.disclosure)


def given_frames(pairs: Sequence[str]) -> Frames:
    """The frames of words like "0580/elected=79", each municipality named by its code. Raises InputError."""
    strata = []
    for pair in pairs:
        place, _, number = pair.partition("=")
        code, _, group = place.partition("/")
        if not (code and group and number.isdecimal()):
            raise InputError(f"--frame {pair}: write municipality/group=persons, as 0580/elected=79")
        if not (len(code) == 4 and code.isdecimal()):
            raise InputError(f"--frame {pair}: {code}: a municipality code has four digits, as 0580")
        if int(number) == 0:
            raise InputError(f"--frame {pair}: nobody is invited; leave the group out")
        strata.append(Invited(code, code, group, int(number)))
    return Frames(tuple(strata), _DEFAULT)


def checked(frames: Frames, questionnaire: Questionnaire) -> Frames:
    """*frames* in the order of municipality and group, if they can be planned for. Raises InputError."""
    order = {group: place for place, group in enumerate(questionnaire.groups)}
    seen: set[str] = set()
    if not frames.strata:
        raise InputError("there is nobody to invite; name a study with --study, or frames with --frame")
    for each in frames.strata:
        if each.group not in order:
            raise InputError(f"{each}: the questionnaire has the groups {', '.join(order)}; mend the group")
        if str(each) in seen:
            raise InputError(f"{each}: given twice; name each municipality's group once")
        if each.persons < 0:
            raise InputError(f"{each}: {each.persons} invited is no number of persons; mend it")
        seen.add(str(each))
    agreed = frames.disclosure
    if min(agreed.min_answered, agreed.min_exposed) < FLOOR:
        raise InputError(
            f"disclosure: thresholds of {agreed.min_answered} and {agreed.min_exposed}, and none may be under {FLOOR}"
        )
    return Frames(tuple(sorted(frames.strata, key=lambda each: (each.municipality, order[each.group]))), agreed)
