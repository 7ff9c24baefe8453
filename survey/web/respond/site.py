"""What the respondent's pages are made of, put together once when the server starts."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from survey.steps.context import Context
from survey.steps.submit import Clerk
from survey.web.assets import Assets, read_assets
from survey.web.locale import Words, locales_folder, respondent_words
from survey.web.pagemarks import page_marks
from survey.web.respond.published import Boards
from survey.web.respond.rooms import Noticeboard
from survey.web.respond.shelf import Shelf
from survey.web.templating import renderers

#: The language of a page that belongs to no wave.
PLAIN_LANGUAGE = "sv"


class Site(msgspec.Struct, frozen=True):
    """The parts that the handlers reach for."""

    context: Context
    clerk: Clerk
    words: Mapping[str, Words]
    assets: Assets
    board: Noticeboard
    shelf: Shelf
    boards: Boards


def open_site(context: Context, clerk: Clerk, catalogues: Path | None = None) -> Site:
    """The site on an open context, worded as in the folder *catalogues*; without it, as the program is."""
    words = respondent_words(catalogues or locales_folder())
    assets = read_assets()
    board = Noticeboard(context, words, page_marks(words, assets))
    return Site(context, clerk, words, assets, board, Shelf(words, renderers(words, assets)), Boards(context))
