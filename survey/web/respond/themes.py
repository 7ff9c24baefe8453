"""The municipalities' own colours and logos, as files that a wave's pages link to.

One style sheet a wave sets a few custom properties for each municipality, and each logo is a file of its own. All are
worked out from the signed manifest and named after their content, so a browser asks for each once and may keep it. It
asks for all of them on the first page, before anyone has written a code: no request tells who belongs where.
"""

import msgspec

from survey.study.contrast import BLACK
from survey.study.manifest import BoundMunicipality, Manifest, wave_key
from survey.study.model import Theme
from survey.study.themes import Tones, dark, light
from survey.web.assets import Asset, named, ready
from survey.web.respond import addresses
from survey.web.respond.pages import Logo


class WaveTheme(msgspec.Struct, frozen=True):
    """*sheet*: the address of the style sheet, empty if there is nothing to set; *files*: name -> content."""

    sheet: str
    logos: tuple[Logo, ...]
    files: dict[str, Asset]


def wave_theme(manifest: Manifest) -> WaveTheme:
    """The theme of a wave."""
    wave = wave_key(manifest)
    files: dict[str, Asset] = {}
    logos = []
    for one in manifest.municipalities:
        if one.theme.logo:
            name = _keep(files, f"logo-{one.code}", ".svg", one.theme.logo)
            logos.append(Logo(one.code, addresses.file(wave, name)))
    rules = _style_sheet(manifest.municipalities)
    sheet = addresses.file(wave, _keep(files, "theme", ".css", rules)) if rules else ""
    return WaveTheme(sheet, tuple(logos), files)


def _keep(files: dict[str, Asset], stem: str, suffix: str, text: str) -> str:
    """Put *text* among *files*, and say under which name."""
    plain = text.encode("utf-8")
    name = named(stem, plain, suffix)
    files[name] = ready(plain, suffix)
    return name


def _style_sheet(municipalities: tuple[BoundMunicipality, ...]) -> str:
    """The rules of all. One who asks alone has a theme before the code has told who it is."""
    alone = len(municipalities) == 1
    return "".join(_rules(one, "html" if alone else f'html[data-municipality="{one.code}"]') for one in municipalities)


def _rules(municipality: BoundMunicipality, where: str) -> str:
    bound = municipality.theme
    rules = ""
    if bound.colour:
        theme = Theme(bound.colour, bound.accent)
        rules += f"{where}:root{{{_properties(light(theme))}}}\n"
        rules += f"@media (prefers-color-scheme:dark){{{where}:root{{{_properties(dark(theme))}}}}}\n"
    if bound.logo:
        rules += f"{where} .mark{{display:none}}\n"
        rules += f'{where} .logo[data-of="{municipality.code}"]{{display:block}}\n'
    return rules


def _properties(tones: Tones) -> str:
    # The white button in the header needs an outline where the header is light too.
    edge = BLACK if tones.brand_ink == BLACK else "transparent"
    colours = f"--brand:{tones.brand};--brand-ink:{tones.brand_ink};--link:{tones.link};--tint:{tones.tint}"
    return f"{colours};--leave-edge:{edge}"
