"""A questionnaire, as frozen data.

The shapes here are the format of `questionnaire.toml` (docs/questionnaire-format.md): what a key is called
there is what a field is called here. Every wording is a table of languages. No question type takes free text, on
purpose (docs/decisions/0003-no-free-text.md).
"""

from typing import Literal

import msgspec

from questionnaires.conditions import Condition

#: language code -> wording
Text = dict[str, str]

Measure = Literal["frequency", "agreement", "choice"]
Missing = Literal["", "dont_know", "decline", "not_applicable"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose.

    *score* orders the options of a frequency or agreement scale; *missing* marks an answer that is no answer in
    substance. *exclusive*: in a multiple choice it may not stand beside another ("none of these").
    """

    code: str
    text: Text
    score: int | None = None
    missing: Missing = ""
    exclusive: bool = False


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Options that several questions share. *measure* says what the scores order, or `choice` when nothing."""

    measure: Measure
    options: tuple[Option, ...]


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another wording of the same question, for those for whom *shown_if* holds; the first that holds is used."""

    shown_if: Condition
    text: Text


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a battery: an item of its own, answered on the battery's scale.

    *reversed*: agreeing is the opposite of agreeing with the other statements (for scoring only).
    """

    id: str
    text: Text
    reversed: bool = False


class _Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", kw_only=True):
    id: str
    text: Text
    hint: Text | None = None
    groups: tuple[str, ...] = ()
    shown_if: Condition | None = None
    variants: tuple[Variant, ...] = ()


class Confirm(_Common, frozen=True, tag="confirm", kw_only=True):
    """One box that must be ticked to go on (consent). Its only code is `yes`."""

    label: Text


class SingleChoice(_Common, frozen=True, tag="single", kw_only=True):
    """One of the options."""

    options: tuple[Option, ...]


class MultipleChoice(_Common, frozen=True, tag="multiple", kw_only=True):
    """Any of the options; an exclusive one only alone."""

    options: tuple[Option, ...]


class FrequencyScale(_Common, frozen=True, tag="frequency", kw_only=True):
    """One step of a scale of how often."""

    scale: str


class AgreementScale(_Common, frozen=True, tag="agreement", kw_only=True):
    """One step of a scale of how far one agrees. *reversed* as in `Statement`."""

    scale: str
    reversed: bool = False


class Battery(_Common, frozen=True, tag="battery", kw_only=True):
    """Several statements on one scale, each an item."""

    scale: str
    statements: tuple[Statement, ...]


Question = Confirm | SingleChoice | MultipleChoice | FrequencyScale | AgreementScale | Battery


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page of the questionnaire."""

    id: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text | None = None


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A share to publish: of those for whom *base* holds, how many *counts* holds for.

    *label* is a short name for tables, *finding* a clause that completes "x % ..." in a sentence ("has met ..."),
    *denominator* says in words who is in the base. An empty *groups* means every group.
    """

    id: str
    label: Text
    finding: Text
    denominator: Text
    base: Condition
    counts: Condition
    groups: tuple[str, ...] = ()


class Questionnaire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form, in every one of its *languages*.

    *terms* are words that differ between groups (`{duty}` is "ditt uppdrag" for one and "ditt arbete" for another):
    name -> group -> language -> wording. `{period}` is the only other placeholder; the study fills it.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    groups: tuple[str, ...]
    title: Text
    sections: tuple[Section, ...]
    scales: dict[str, Scale] = {}
    terms: dict[str, dict[str, Text]] = {}
    indicators: tuple[Indicator, ...] = ()


def questions(questionnaire: Questionnaire) -> tuple[tuple[Section, Question], ...]:
    """Every question with its section, in the order of the form."""
    return tuple((section, question) for section in questionnaire.sections for question in section.questions)
