"""The command behind `./run translations`: what was translated from an older Swedish text, and marks of new readings.

    ./run translations                        every translation that is old, with both texts
    ./run translations --read fi entry.lead   read against today's Swedish (no key: all of that language)

It never changes a wording. Only someone who has read a translation against the Swedish should set its mark.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from tools import marks

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "locales"
FORM = ROOT / "questionnaires" / "otillaten-paverkan"


def old() -> Iterator[str]:
    """Language and key, the Swedish, and the translation, of each that is old."""
    words, form = marks.catalogue_texts(LOCALES, marks.SOURCE), marks.form_texts(FORM, marks.SOURCE)
    for language in marks.catalogue_languages(LOCALES):
        theirs = marks.catalogue_texts(LOCALES, language)
        for key in marks.stale(words, marks.catalogue_marks(LOCALES, language)):
            yield f"{language} {key}\n{words[key]}\n{theirs.get(key, '(missing)')}\n"
    for language in marks.form_languages(FORM):
        theirs = marks.form_texts(FORM, language)
        for place in marks.stale(form, marks.form_marks(FORM, language)):
            yield f"{language} {place}\n{form[place]}\n{theirs.get(place, '(missing)')}\n"


def read_again(language: str, keys: tuple[str, ...]) -> None:
    """Set the marks of *keys* (all, if none is named), in the catalogue and the form. Raises ClickException."""
    words, form = marks.catalogue_texts(LOCALES, marks.SOURCE), marks.form_texts(FORM, marks.SOURCE)
    if unknown := set(keys) - words.keys() - form.keys():
        raise click.ClickException(f"no such key or place: {', '.join(sorted(unknown))}")
    new = {key: marks.digest(text) for key, text in {**words, **form}.items() if not keys or key in keys}
    path = marks.catalogue(LOCALES, language)
    path.write_text(marks.marked(path.read_text(encoding="utf-8"), new), encoding="utf-8")
    every = {one: marks.form_marks(FORM, one) for one in marks.form_languages(FORM)}
    if language in every:
        every[language] |= new
        marks.write_form_marks(FORM, every)


@click.command()
@click.option("--read", "language", type=click.Choice(marks.catalogue_languages(LOCALES)))
@click.argument("keys", nargs=-1)
def main(language: str | None, keys: tuple[str, ...]) -> None:
    """List what is old, or mark what has been read."""
    if language:
        read_again(language, keys)
    for line in old():
        click.echo(line)


if __name__ == "__main__":
    main()
