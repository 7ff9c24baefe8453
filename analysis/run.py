"""The method section, as code: from answer sets to a release.

Read it from the top: what is refused, what is counted, which intervals are made, what is compared, what is hidden.
"""

from collections.abc import Sequence

from analysis.counting.quantities import quantities, unnamed_rests
from analysis.disclosure.countsfile import CountsFile, counts_file
from analysis.disclosure.earlier import earlier_wave
from analysis.disclosure.exchanged import count_all
from analysis.disclosure.following import check_following
from analysis.disclosure.inside import in_pools, known_inside
from analysis.disclosure.ledger import (
    NOTHING_KNOWN,
    Entry,
    digests_of,
    entry_of,
    known,
)
from analysis.disclosure.publishing import Beside, publish
from analysis.disclosure.release import Release
from analysis.errors import InputError
from analysis.estimates.compare import compare
from analysis.estimates.equivalence import check_equivalent
from analysis.estimates.estimated import Estimated
from analysis.estimates.mentions import mentions
from analysis.estimates.rates import pooled, rates
from analysis.estimates.scales import scales
from questionnaires.answersets import AnswerSet, Header
from questionnaires.digest import digest
from questionnaires.model import Questionnaire
from questionnaires.plans import Plan


def analyse(
    given: Sequence[AnswerSet | CountsFile],
    questionnaire: Questionnaire,
    plan: Plan,
    level: float | None = None,
    *,
    earlier: Release | None = None,
    override: str | None = None,
    ledger: Sequence[Entry] = (),
) -> Release:
    """The release of one wave: the same for the same answers, in whatever order the files or rows come.

    *level* instead of the plan's is for exploring; the certificate then shows that it is not the plan's. *earlier* is
    the release of an earlier wave, for the comparisons of waves in the plan. *override* is the reason for comparing
    answer sets that are not equivalent; it is published with every number. *ledger*: the earlier releases of the study;
    nothing goes out that could be set against them.

    Raises
    ------
    InputError
        When the answer sets may not be compared, or were made with another form or plan.
    DisclosureError
        When a hidden number could be worked out from the rest. Nothing is published then.
    """
    level = plan.level if level is None else level
    not_equivalent = check_equivalent([each.header for each in given], override)
    _check_belongs(given[0].header, questionnaire, plan)
    alone = given
    given = in_pools(alone, plan)
    headers = sorted((each.header for each in given), key=lambda header: header.municipality.code)
    before = None if earlier is None else earlier_wave(earlier, headers[0], questionnaire, plan)

    # Who was asked, who answered, who is exposed; and who is only in no part of a table, or was told of before.
    before_now = known(ledger, given, questionnaire, plan) if ledger else NOTHING_KNOWN
    headers = [before_now.under(header) for header in headers]
    untold = (*unnamed_rests(questionnaire, plan), *before_now.extra)
    counted, elsewhere = count_all(given, questionnaire, plan, untold)

    # Each rate under both targets, and the bounds that assume nothing about those who did not answer.
    single = rates(counted, level, plan.targets.rates)
    together = pooled(single, plan.pools)

    # The comparisons that were declared before anyone answered, under both targets.
    families = compare(plan, single, before)
    estimated = Estimated(single, together, mentions(plan, single), families, scales(plan, single))

    # What is too small is hidden, what would give it away too; p-values are adjusted; an attacker tries the result.
    told = Beside(
        None if earlier is None else earlier.wave,
        not_equivalent,
        (override or "") if not_equivalent else "",
        known=before_now,
        given=elsewhere,
        inside=known_inside(alone, questionnaire, plan, headers),
    )
    release = publish(headers, questionnaire, plan, counted, estimated, told)
    if ledger:
        check_following(ledger, ledger_entry(release, given, questionnaire, plan))
    return release


def counts(
    answers: AnswerSet, questionnaire: Questionnaire, plan: Plan, ledger: Sequence[Entry] = ()
) -> tuple[CountsFile, Release]:
    """The counts file of one municipality, and its own release, which the attacker has tried."""
    release = analyse([answers], questionnaire, plan, ledger=ledger)
    return counts_file(answers.header, digests_of([answers]), release), release


def ledger_entry(
    release: Release, given: Sequence[AnswerSet | CountsFile], questionnaire: Questionnaire, plan: Plan
) -> Entry:
    """What the ledger keeps of *release*."""
    given = in_pools(given, plan)
    return entry_of(release, [each.header for each in given], digests_of(given), quantities(questionnaire, plan))


def _check_belongs(header: Header, questionnaire: Questionnaire, plan: Plan) -> None:
    """All headers bear the same digests by now, so one speaks for all."""
    form = header.form
    if form.digest != digest(questionnaire):
        raise InputError(
            f"the answers were given to another text of {form.id} {form.version}; use the form that was approved"
        )
    if header.plan_digest != digest(plan):
        raise InputError("analysis.toml is not the plan that was approved with these answers; use the approved one")
