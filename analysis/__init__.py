"""Counts: from answer sets to a release with intervals, in which nothing small can be seen or worked out.

For use from Python, in a notebook or a program:

    from pathlib import Path
    from analysis import analyse, read_answer_set, read_form, write_files

    questionnaire, plan = read_form(Path("questionnaires/otillaten-paverkan"))
    answer_sets = [read_answer_set(path, questionnaire) for path in Path("answers").glob("*.answers")]
    release = analyse(answer_sets, questionnaire, plan)
    write_files(release, Path("out"))

    shown = [each for each in release.estimates if each.status == "shown"]   # frozen records: `Estimate`
    file, own = counts(answer_sets[0], questionnaire, plan)     # what one municipality may send, instead of its answers
    later = analyse(more, questionnaire, plan, earlier=read_release(Path("out/release.json")))

The intervals that it makes can be had by themselves, for one cell of whole numbers or for arrays of cells:

    from analysis import hypergeometric, newcombe, wilson

    wilson(18, 240)                     # the risk behind 18 of 240 answers
    hypergeometric(18, 240, 400)        # how many of these 400 persons
    newcombe(18, 240, 40, 260)          # a difference; newcombe_fpc with the frames, newcombe_p its p-value
    mover_r(18, 240, 40, 260)           # a ratio
    pooled_difference(k, n, k_b, n_b)   # over municipalities, one row each
    holm([0.01, 0.04, 0.03])            # many tests

This wing never imports the survey: the answer sets and two TOML files are all it needs, and the same files give the
same bytes each time.
"""

from analysis.disclosure.release import Comparison, Estimate, Release, Superiority, Weighted
from analysis.errors import AnalysisError, CountError, DisclosureError, InputError, LevelError, NotEquivalent
from analysis.estimates.bounds import bounds
from analysis.estimates.tipping import tipping
from analysis.intervals.benjamini_hochberg import benjamini_hochberg
from analysis.intervals.clopper_pearson import clopper_pearson
from analysis.intervals.difference import newcombe, newcombe_fpc
from analysis.intervals.engine import weighted
from analysis.intervals.finite import hypergeometric, hypergeometric_people, wilson_fpc
from analysis.intervals.holm import holm
from analysis.intervals.interval import Interval, Intervals
from analysis.intervals.mid_p import mid_p
from analysis.intervals.miettinen_nurminen import miettinen_nurminen
from analysis.intervals.pooled import pooled_difference
from analysis.intervals.poststratification import standardised
from analysis.intervals.pvalue import newcombe_fpc_p, newcombe_p
from analysis.intervals.ratio import mover_r, mover_r_fpc
from analysis.intervals.stratified import breslow_day, cochran_mantel_haenszel, cochran_q
from analysis.intervals.superiority import superiority
from analysis.intervals.trend import trend
from analysis.intervals.wilson import wilson
from analysis.reading import read_answer_set, read_form, read_given, read_release
from analysis.report.files import write_files
from analysis.report.truths import Held, held
from analysis.run import analyse, counts

__all__ = [
    "AnalysisError",
    "Comparison",
    "CountError",
    "DisclosureError",
    "Estimate",
    "Held",
    "InputError",
    "Interval",
    "Intervals",
    "LevelError",
    "NotEquivalent",
    "Release",
    "Superiority",
    "Weighted",
    "analyse",
    "benjamini_hochberg",
    "bounds",
    "breslow_day",
    "clopper_pearson",
    "cochran_mantel_haenszel",
    "cochran_q",
    "counts",
    "held",
    "holm",
    "hypergeometric",
    "hypergeometric_people",
    "mid_p",
    "miettinen_nurminen",
    "mover_r",
    "mover_r_fpc",
    "newcombe",
    "newcombe_fpc",
    "newcombe_fpc_p",
    "newcombe_p",
    "pooled_difference",
    "read_answer_set",
    "read_form",
    "read_given",
    "read_release",
    "standardised",
    "superiority",
    "tipping",
    "trend",
    "weighted",
    "wilson",
    "wilson_fpc",
    "write_files",
]
