"""The style sheet and the mark."""

import gzip
import re
from pathlib import Path

from survey.web.assets import STATIC, read_assets


def test_a_name_changes_with_the_content(tmp_path: Path) -> None:
    file = tmp_path / "a.css"
    file.write_text("p { margin: 0; }", encoding="utf-8")
    before = read_assets(tmp_path).addresses["a.css"]
    assert re.fullmatch(r"/static/a\.[0-9a-f]{16}\.css", before)
    assert read_assets(tmp_path).addresses["a.css"] == before
    file.write_text("p { margin: 1px; }", encoding="utf-8")
    assert read_assets(tmp_path).addresses["a.css"] != before


def test_only_style_sheets_scripts_and_pictures_are_served(tmp_path: Path) -> None:
    for name in ("a.css", "b.svg", "notes.txt", "c.js", "d.mjs"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert set(read_assets(tmp_path).addresses) == {"a.css", "b.svg", "c.js"}


def test_what_is_packed_is_what_is_plain() -> None:
    for asset in read_assets().files.values():
        assert gzip.decompress(asset.packed) == asset.plain


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert "@import" not in text
        assert "url(" not in text


def test_the_first_visit_is_light() -> None:
    files = {Path(name).suffix: 0 for name in read_assets().files}
    for name, asset in read_assets().files.items():
        if not name.startswith("board."):
            files[Path(name).suffix] += len(asset.packed)
    assert files[".css"] + files[".svg"] < 10_000
    assert files[".js"] <= 20_000
