"""The faults of a questionnaire, a plan or an answer set, drawn as one tree.

QuestionnaireError
├── FormError        a questionnaire.toml or analysis.toml is not well made: file, place and mend
├── SheetError       a row of answers cannot have come from this questionnaire
└── AnswerSetError   an answer set is truncated, altered or does not belong to this questionnaire

Each message is one line and says how to mend the fault. A respondent's own mistake is never an exception: it
is a `Fault` in `questionnaires.sheets`, shown beside the field.
"""


class QuestionnaireError(Exception):
    """The root of this package's errors; never raised itself."""


class FormError(QuestionnaireError):
    """A questionnaire or plan that is not well made.

    *problems* are all the faults found, each as "place: what is wrong; mend". The message joins them, a line each.
    """

    def __init__(self, file: str, problems: tuple[str, ...]) -> None:
        self.file = file
        self.problems = problems
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))


class SheetError(QuestionnaireError):
    """A row that no respondent of this group could have produced with this questionnaire."""


class AnswerSetError(QuestionnaireError):
    """An answer set that cannot be trusted: cut off, altered, or of another questionnaire."""
