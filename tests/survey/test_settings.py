"""Settings come from a file and the environment, which wins; what cannot be is named with its place."""

from pathlib import Path

import pytest

from survey.errors import SettingsError
from survey.settings import Settings, read_settings


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path) == Settings()


def test_each_setting_can_stand_in_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "samtidig.toml").write_text(
        'database = "sqlite:///other.sqlite"\nkeys = "/k"\nbundles = "b"\n'
        'host = "::1"\nport = 1\nworkers = 2\nqueue = 3\n',
        encoding="utf-8",
    )
    from_file = Settings("sqlite:///other.sqlite", Path("/k"), Path("b"), "::1", 1, 2, 3)
    assert read_settings({}, tmp_path) == from_file
    environment = {
        "SAMTIDIG_DATABASE": "postgresql://x/y",
        "SAMTIDIG_KEYS": "/keys",
        "SAMTIDIG_BUNDLES": "bundles",
        "SAMTIDIG_HOST": "127.0.0.1",
        "SAMTIDIG_PORT": "8081",
        "SAMTIDIG_WORKERS": "4",
        "SAMTIDIG_QUEUE": "5",
    }
    expected = Settings("postgresql://x/y", Path("/keys"), Path("bundles"), "127.0.0.1", 8081, 4, 5)
    assert read_settings(environment, tmp_path) == expected
    assert len(environment) == len(Settings.__struct_fields__)


def test_another_file_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "samtidig.toml").write_text("port = 1\n", encoding="utf-8")
    (tmp_path / "other.toml").write_text("port = 2\n", encoding="utf-8")
    assert read_settings({"SAMTIDIG_SETTINGS": str(tmp_path / "other.toml")}, tmp_path).port == 2


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SAMTIDIG_PORT": "many"}, r"Expected `int`, got `str` - at `\$\.port`"),
        ({"SAMTIDIG_PORT": "65536"}, r"\$\.port"),
        ({"SAMTIDIG_WORKERS": "0"}, r"\$\.workers"),
        ({"SAMTIDIG_QUEUE": "-1"}, r"\$\.queue"),
        ({"SAMTIDIG_KEYS": ""}, r"Expected a path - at `\$\.keys`"),
        ({"SAMTIDIG_SETTINGS": "/none/there.toml"}, r"/none/there\.toml: .*; mend SAMTIDIG_SETTINGS"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, environment: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_settings(environment, tmp_path)


@pytest.mark.parametrize("text", ["prot = 1\n", "port = \n", "keys = 1\n"])
def test_a_file_that_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "samtidig.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        read_settings({}, tmp_path)
