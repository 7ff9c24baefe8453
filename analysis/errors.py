"""Everything that can stop an analysis, drawn as one tree.

AnalysisError
├── CountError        counts that no survey can give: k > n, a negative number, a half person
├── LevelError        a confidence level that is not between 0 and 1
├── InputError        an answer set, form or plan that cannot be read or does not belong with the others
│   └── NotEquivalent answer sets that were not made by the same questions at the same instant
├── DisclosureError   a release in which a hidden number could be worked out; it is not published
├── WordingError      a text of the report that a language lacks
└── OutputError       a file that could not be written whole

Each message is one line and says how to mend the fault.
"""


class AnalysisError(Exception):
    """The root of this package's errors; never raised itself."""


class CountError(AnalysisError, ValueError):
    """Counts that no survey can give. The message names the two numbers."""


class LevelError(AnalysisError, ValueError):
    """A confidence level outside (0, 1)."""


class InputError(AnalysisError):
    """A file that cannot be read, or does not belong with the others."""


class NotEquivalent(InputError):
    """Answer sets that may not be compared, and why."""


class DisclosureError(AnalysisError):
    """A release that would give a hidden number away. Nothing is published."""


class WordingError(AnalysisError):
    """A text that a language's catalogue lacks."""


class OutputError(AnalysisError):
    """A file that could not be written whole; what was there before is untouched."""
