"""The questionnaire as a DDI Codebook 2.5: every question as each group read it, in every language of the form.

It describes the variables that `samtidig microdata` writes, with their numbers, and holds no answer. It bears the
fingerprint of the wave and the digest of the form, so that a data file can be held against the text that was asked.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from analysis.disclosure.release import Release, Stratum
from analysis.errors import InputError
from analysis.exports.catalogue import nearest, words
from analysis.exports.routing import formula
from analysis.exports.variables import FormVariable, filled, form_variables
from analysis.report.catalogue import words as report_words
from questionnaires.digest import digest
from questionnaires.items import Item
from questionnaires.model import Battery, Question, Questionnaire, Text, questions

NAMESPACE = "ddi:codebook:2_5"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def codebook(release: Release, form: Questionnaire) -> bytes:
    """The bytes of the codebook. Raises InputError if *form* is not the text that *release* is about."""
    if digest(form) != release.wave.form.digest:
        raise InputError(
            f"the release is about another text of {release.wave.form.id} {release.wave.form.version}; "
            "use the form that was approved"
        )
    register_namespace("", NAMESPACE)
    root = Element(_tag("codeBook"), {"version": "2.5", _XML_LANG: form.languages[0]})
    _document(root, release, form)
    _study(root, release, form)
    data = _under(root, "dataDscr")
    by_id = {question.id: question for _, question in questions(form)}
    variables = form_variables(form)
    _groups(data, form, variables, _period(release))
    for variable in variables:
        _variable(data, variable, by_id[variable.item.question], form, _period(release))
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _document(root: Element, release: Release, form: Questionnaire) -> None:
    titles = _under(_under(_under(root, "docDscr"), "citation"), "titlStmt")
    _titles(titles, form.title, form)
    _under(titles, "IDNo", release.wave.form.digest, agency="samtidig form SHA-256")


def _study(root: Element, release: Release, form: Questionnaire) -> None:
    wave = release.wave
    study = _under(root, "stdyDscr")
    titles = _under(_under(study, "citation"), "titlStmt")
    _titles(titles, release.title, form)
    _under(titles, "IDNo", wave.fingerprint, agency="samtidig fingerprint SHA-256")
    _under(titles, "IDNo", f"{wave.study}, {wave.wave}", agency="samtidig study, wave")
    about = _under(_under(study, "stdyInfo"), "sumDscr")
    for event, day in (("start", wave.period.first), ("end", wave.period.last)):
        _under(about, "timePrd", day, date=day, event=event)
    for event, instant in (("start", wave.window.opens_at), ("end", wave.window.closes_at)):
        _under(about, "collDate", instant, date=instant, event=event)
    _under(about, "nation", "Sverige", abbr="SE")
    for place in wave.places:
        _under(about, "geogCover", f"{place.code} {place.name}")
    for stratum in release.strata:
        for language, text in stratum.definition.items():
            _under(about, "universe", _universe(release, stratum, language, text), lang=language)
    collection = _under(_under(study, "method"), "dataColl")
    _under(collection, "collMode", wave.access_mode)


def _universe(release: Release, stratum: Stratum, language: str, definition: str) -> str:
    """Whom a municipality's group is, by name; as near *language* as the exports have words."""
    known = nearest(language)
    places = {place.code: place.name for place in release.wave.places}
    return words(known)(
        "universe",
        place=places.get(stratum.municipality, stratum.municipality),
        group=report_words(known).choice("group", stratum.group).lower(),
        definition=definition,
    )


def _groups(data: Element, form: Questionnaire, variables: tuple[FormVariable, ...], period: str) -> None:
    """A group a section, one a battery and one a multiple choice, so that a reader sees what stood together."""
    for section in form.sections:
        own = [f"V_{each.name}" for each in variables if each.item.section == section.id]
        made = _under(data, "varGrp", ID=f"G_section_{section.id}", type="section", var=" ".join(own))
        _in_all(made, "labl", filled(section.title, form, form.groups, period))
    for _, question in questions(form):
        own = [f"V_{each.name}" for each in variables if each.item.question == question.id]
        if len(own) > 1:
            kind = "grid" if isinstance(question, Battery) else "multipleResp"
            made = _under(data, "varGrp", ID=f"G_question_{question.id}", type=kind, var=" ".join(own))
            _in_all(made, "labl", filled(question.text, form, question.groups or form.groups, period))


def _variable(data: Element, variable: FormVariable, question: Question, form: Questionnaire, period: str) -> None:
    item = variable.item
    made = _under(data, "var", ID=f"V_{variable.name}", name=variable.name, intrvl="discrete")
    _in_all(made, "labl", filled(variable.text, form, item.groups, period))
    for group, text, hint in _wordings(item, question, form, period):
        asked = _under(made, "qstn", ID=f"Q_{variable.name}_{group}" if group else f"Q_{variable.name}")
        _in_all(asked, "qstnLit", text)
        _in_all(asked, "postQTxt", hint)
    _under(made, "universe", "groups: " + ", ".join(item.groups))
    if item.shown_if is not None:
        _under(made, "universe", "asked if: " + formula(item.shown_if))
    for variant in question.variants:
        _in_all(made, "txt", _worded(formula(variant.shown_if), filled(variant.text, form, item.groups, period)))
    for category in variable.categories:
        entry = _under(made, "catgry", **({"missing": "Y"} if category.missing else {}))
        _under(entry, "catValu", str(category.number))
        _in_all(entry, "labl", filled(category.label, form, item.groups, period))
        if category.code:
            _under(entry, "txt", category.code)
    _under(made, "varFormat", type="numeric", schema="other")


def _wordings(item: Item, question: Question, form: Questionnaire, period: str) -> Iterator[tuple[str, Text, Text]]:
    """The question as each group read it: once for all, with an empty group, where all read the same."""
    stem, hint = question.text, question.hint or {}
    whole = {name: f"{stem[name]} {item.text[name]}" for name in stem} if isinstance(question, Battery) else stem
    read = [
        (group, filled(whole, form, (group,), period), filled(hint, form, (group,), period)) for group in item.groups
    ]
    if all(own[1:] == read[0][1:] for own in read):
        yield "", read[0][1], read[0][2]
    else:
        yield from read


def _worded(condition: str, text: Text) -> Text:
    return {language: f"[{condition}] {words}" for language, words in text.items()}


def _period(release: Release) -> str:
    return f"{release.wave.period.first}–{release.wave.period.last}"


def _titles(parent: Element, title: Text, form: Questionnaire) -> None:
    first, *others = [language for language in form.languages if language in title]
    _under(parent, "titl", title[first], lang=first)
    for language in others:
        _under(parent, "parTitl", title[language], lang=language)


def _in_all(parent: Element, name: str, text: Text) -> None:
    for language, wording in text.items():
        _under(parent, name, wording, lang=language)


def _under(
    parent: Element, name: str, text: str | None = None, /, lang: str | None = None, **attributes: str
) -> Element:
    made = SubElement(parent, _tag(name), {**attributes, **({_XML_LANG: lang} if lang else {})})
    made.text = text
    return made


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
