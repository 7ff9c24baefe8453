"""Counts: from answer sets to a release with intervals, in which nothing small can be seen or worked out.

For use from Python:

    from analysis import analyse, read_answer_set, read_form, write_files

    questionnaire, plan = read_form(Path("questionnaires/otillaten-paverkan"))
    answer_sets = [read_answer_set(path, questionnaire) for path in paths]
    release = analyse(answer_sets, questionnaire, plan)
    write_files(release, Path("out"))

This wing never imports the survey: the answer sets and two TOML files are all it needs, and the same files give the
same bytes each time.
"""

from analysis.disclosure.release import Release
from analysis.report.files import write_files
from analysis.report.truths import Held, held
from analysis.run import analyse, read_answer_set, read_form

__all__ = ["Held", "Release", "analyse", "held", "read_answer_set", "read_form", "write_files"]
