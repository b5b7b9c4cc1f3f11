"""What the suites of operation share: servers of their own, requests byte by byte, and figures as Prometheus reads them."""

import base64
import contextlib
import glob
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from support import until

SAMPLE = re.compile(r'^([a-z_]+)(?:\{(.*)\})? (\S+)$', re.M)


def newest(program):
    """A program of the newest server that is installed."""
    found = glob.glob(f"/usr/lib/postgresql/*/bin/{program}") + glob.glob(f"/opt/homebrew/opt/postgresql@*/bin/{program}")
    return max(found, key=lambda path: int(re.search(r"(\d+)/bin", path).group(1)))


def base64url(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def token(role="service_role", **claims):
    content = {"role": role, "exp": 4102444800, **claims}
    text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, content))
    mark = hmac.digest(os.environ["THIN_JWT_SECRET"].encode(), text.encode(), hashlib.sha256)
    return f"{text}.{base64url(mark)}"


def ask(url, method, path, body=None, headers={}, role="service_role", connection=None, timeout=60):
    """One request; status, headers in lower case and body."""
    own = connection is None
    connection = connection or http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=timeout)
    try:
        given = {"Authorization": f"Bearer {token(role)}"} if role else {}
        content = None if body is None else json.dumps(body)
        if content is not None:
            given["Content-Type"] = "application/json"
        connection.request(method, path, content, given | headers)
        answer = connection.getresponse()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read().decode()
    finally:
        if own:
            connection.close()


def call(url, function, body, **more):
    return ask(url, "POST", f"/rest/v1/rpc/{function}", body, **more)


def figures(text):
    """Each series with its value."""
    return {f"{name}{{{labels}}}" if labels else name: float(value) for name, labels, value in SAMPLE.findall(text)}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def as_server(*command):
    """PostgreSQL refuses root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


class Server:
    """A PostgreSQL of a suite's own, which may be killed. It listens on the loopback interface, as several hosts in one
    connection string have to differ."""

    SETTINGS = ("listen_addresses=127.0.0.1", "shared_buffers=16MB", "max_connections=60", "fsync=off",
                "dynamic_shared_memory_type=mmap", "wal_level=replica", "max_wal_senders=4", "hot_standby=on")

    def __init__(self, copy_of=None, settings=()):
        self.folder = tempfile.mkdtemp(prefix="thin-server.", dir="/tmp")
        os.chmod(self.folder, 0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.data, self.port = f"{self.folder}/data", free_port()
        if copy_of:
            self.run("pg_basebackup", "-h", "127.0.0.1", "-p", str(copy_of.port), "-U", "postgres", "-D", self.data,
                     "-R", "-c", "fast", "--no-sync")
        else:
            self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8",
                     "--no-sync")
        self.settings = (*self.SETTINGS, *settings)
        self.start()

    def run(self, program, *arguments):
        return subprocess.run(
            as_server(newest(program), *arguments), check=True, capture_output=True, cwd="/", text=True).stdout

    def start(self):
        options = " ".join(f"-c {setting}" for setting in (
            *self.settings, f"port={self.port}", f"unix_socket_directories={self.folder}"))
        with open(f"{self.folder}/start", "w") as output:
            started = subprocess.run(
                as_server(newest("pg_ctl"), "-D", self.data, "-l", f"{self.folder}/log", "-w", "-o", options, "start"),
                stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/")
        if started.returncode != 0:
            raise AssertionError(pathlib.Path(self.folder, "log").read_text()[-3000:])

    def conninfo(self, user="postgres", database="postgres"):
        return f"host=127.0.0.1 port={self.port} user={user} dbname={database}"

    def sql(self, statement, database="postgres"):
        return subprocess.run(
            ["psql", "-qXtA", self.conninfo(database=database), "-v", "ON_ERROR_STOP=1", "-c", statement],
            check=True, capture_output=True, text=True).stdout.strip()

    def install(self, database, folder="sql"):
        self.sql(f"create database {database}")
        subprocess.run(
            [f"{os.environ['THIN_BUILD']}/migrator", "up", "--dir", folder, "--role", "thin_owner", "--database",
             self.conninfo(database=database)], check=True, capture_output=True)
        self.sql("update ops.rates set requests = 1000000, period = '1 minute'", database)

    def kill(self):
        """As a power failure does: the postmaster and all of its children at once."""
        pid = int(pathlib.Path(self.data, "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
        processes = (pid, *map(int, children.split()))
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until(lambda: not any(map(runs, processes)))
        # Where nobody asks after the dead, the next one would take its predecessor for alive.
        pathlib.Path(self.data, "postmaster.pid").unlink(missing_ok=True)
        pathlib.Path(self.folder, f".s.PGSQL.{self.port}.lock").unlink(missing_ok=True)

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def remove(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def runs(process):
    """Whether it is there, and more than a name that nobody has asked after."""
    state = subprocess.run(["ps", "-o", "state=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return state not in ("", "Z")


def alive(url):
    """Whether a service answers."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return ask(url, "GET", "/health/live", role=None, timeout=10)[0] == 200
    return False


def eventually_ready(url):
    until(lambda: ask(url, "GET", "/health/ready", role=None)[0] == 200)


class Timed:
    """How long something took, for those who read along; nothing is asserted on it."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.begun = time.monotonic()

    def __exit__(self, *_):
        print(f"{self.what}: {time.monotonic() - self.begun:.2f} s")
