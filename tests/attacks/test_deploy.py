"""The shipped configurations say nothing of visitors: each line that keeps them silent is there and is known."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.store.engine import open_engine, reading
from survey.web.headers import ALWAYS

DEPLOY = Path(__file__).parents[2] / "deploy"

SILENT = {
    "nginx.conf": [
        "access_log off;",
        "error_log /dev/null crit;",
        "log_not_found off;",
        "server_tokens off;",
        "client_max_body_size 256k;",
        "client_body_buffer_size 256k;",
        "proxy_max_temp_file_size 0;",
        "proxy_buffering off;",
        *(
            f'proxy_set_header {name} "";'
            for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent", "Referer", "Cookie")
        ),
        "proxy_set_header Accept-Language $wished_language;",
    ],
    "Caddyfile": [
        "output discard",
        "max_size 256KB",
        *(f"header_up -{name}" for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent", "Referer")),
        "header_up -Cookie",
        "compression off",
        "request_header @named -Accept-Language",
    ],
    "samtidig.service": [
        "LimitCORE=0",
        "MemorySwapMax=0",
        "PrivateTmp=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "StandardOutput=null",
        "StandardError=null",
    ],
    "postgresql.conf": [
        "fsync = on",
        "synchronous_commit = on",
        "log_error_verbosity = terse",
        "log_min_error_statement = panic",
        "log_statement = none",
        "log_min_duration_statement = -1",
        "log_parameter_max_length = 0",
        "log_parameter_max_length_on_error = 0",
        "log_connections = off",
        "track_commit_timestamp = off",
        "archive_mode = off",
    ],
}


@pytest.mark.parametrize("file", SILENT)
def test_every_line_that_keeps_silent_is_there(file: str) -> None:
    lines = {line.strip() for line in (DEPLOY / file).read_text(encoding="utf-8").splitlines()}
    assert [line for line in SILENT[file] if line not in lines] == []


def test_caddy_has_no_log_of_requests() -> None:
    directives = re.findall(r"^\s*(log\b.*)$", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert directives == ["log default {"], "the only one is the program's own, which is discarded"


#: Addresses with and without a language in them: the browser's wish goes on to the second only.
NAMED = [
    "/s/linkoping-norrkoping-1/sv",
    "/s/linkoping-norrkoping-1/sv/svara",
    "/s/a-1/kuvert",
    "/static/a.js",
    "/lamna/a-1",
]
UNNAMED = ["/", "/s/linkoping-norrkoping-1"]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("nginx.conf", r'default "";\s+"/" \$http_accept_language;\s+"~(\S+)" \$http_accept_language;'),
        ("Caddyfile", r"@named not path_regexp (\S+)"),
    ],
)
def test_the_wish_for_a_language_goes_on_only_where_no_address_names_one(file: str, pattern: str) -> None:
    (passed,) = re.findall(pattern, (DEPLOY / file).read_text(encoding="utf-8"))
    assert [address for address in NAMED if re.search(passed, address)] == []
    assert [address for address in UNNAMED if address != "/" and not re.search(passed, address)] == []


@pytest.mark.parametrize("file", ["nginx.conf", "Caddyfile"])
def test_no_header_of_the_application_is_said_a_second_time(file: str) -> None:
    """A header that is there twice is read in no browser alike."""
    said = (DEPLOY / file).read_text(encoding="utf-8")
    lines = [line for line in said.lower().splitlines() if not line.strip().startswith("#")]
    assert [name for name in ALWAYS for line in lines if name in line] == []


@pytest.mark.postgres
def test_postgresql_knows_every_setting_and_takes_its_value(postgres_url: str) -> None:
    """A name that it did not know would stop the server, and a value that it misread would be worse."""
    shipped = re.findall(
        r"^(\w+) = '?([^'\n]*)'?$", (DEPLOY / "postgresql.conf").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(shipped) > 15
    database = open_engine(postgres_url)
    with reading(database) as connection:
        rows = connection.execute(text("SELECT name, vartype, enumvals, min_val, max_val FROM pg_settings"))
        known = {row.name: row for row in rows}
    database.dispose()
    for name, value in shipped:
        row = known[name]
        match row.vartype:
            case "bool":
                assert value in {"on", "off"}, name
            case "enum":
                assert value in row.enumvals, name
            case "integer":
                number = int(re.sub(r"[kMG]B$", "", value))
                assert float(row.min_val) <= number <= float(row.max_val), name
