"""Servers of a test's own that nobody else uses: PostgreSQL on a unix socket and the loopback interface, and Thin in
front of it, to be killed, stopped and started again. Needs nothing but Python."""

import atexit
import contextlib
import functools
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = ROOT / os.environ.get("THIN_BUILD", ".build/release")
# Long enough for a test, and in no log.
SECRET = "a-key-that-only-tests-know-0123456789abcdef"


def binaries():
    places = ("/usr/lib/postgresql", "*/bin"), ("/opt/homebrew/opt", "postgresql@*/bin")
    folders = [folder for root, pattern in places for folder in pathlib.Path(root).glob(pattern)]
    return max(folders, key=lambda folder: int(re.search(r"\d+", str(folder)).group()))


def as_server(*words):
    """The words that run a program as the user who may run a server: PostgreSQL refuses root."""
    words = [str(word) for word in words]
    # Whose folder for temporary files is theirs alone.
    return ["runuser", "-u", "postgres", "--", "env", "-u", "TMPDIR", *words] if os.geteuid() == 0 else words


def run(*words, check=True, **options):
    done = subprocess.run(
        [str(word) for word in words], cwd="/", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{words} ended with {done.returncode}:\n{done.stdout}")
    return done


def free_port():
    """A port that nobody listens on, below those from which systems take ports for outgoing connections."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def workshop(prefix="thin-"):
    """A folder that the server's user owns, and that is gone afterwards."""
    # A socket's path is short.
    folder = pathlib.Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def install():
    """Thin as `make install` installs it, once, where the server's user may run it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="thin-installed-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    environment = os.environ | {"THIN_BUILD": str(BUILD), "DESTDIR": str(folder), "PREFIX": "/usr"}
    done = subprocess.run([ROOT / "scripts/install"], env=environment, text=True, capture_output=True)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return folder / "usr"


def until(condition, seconds=60, what="it"):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come to pass in {seconds} s")


class Cluster:
    """A PostgreSQL."""

    def __init__(self, folder, name="data", **settings):
        self.folder, self.data, self.port = folder, folder / name, free_port()
        self.log, self.environment = folder / f"{name}.log", {}
        self.settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder,
            "shared_buffers": "32MB", "dynamic_shared_memory_type": "mmap", "max_connections": 60, **settings}

    def make(self):
        run(*as_server(
            binaries() / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale",
            "C.UTF-8", "--data-checksums", "--no-sync"))
        return self

    def start(self):
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())

        def starts(check=False):
            done = run(*as_server(
                "env", *(f"{name}={value}" for name, value in self.environment.items()),
                binaries() / "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", 120, "start", "-o", options),
                check=check)
            return done.returncode == 0

        # What is left of one that was killed may need a moment to end.
        for _ in range(10):
            if starts():
                return self
            time.sleep(0.5)
        starts(check=True)
        return self

    def stop(self, mode="fast"):
        run(*as_server(binaries() / "pg_ctl", "-D", self.data, "-w", "-t", 120, "-m", mode, "stop"), check=False)

    def postmaster(self):
        return int(run("head", "-1", self.data / "postmaster.pid").stdout)

    def kill(self):
        """Kills the postmaster and its children without a word, as a crash of the machine would."""
        with contextlib.suppress(AssertionError, ValueError):
            postmaster = self.postmaster()
            # First stopped, so that it can't tell the others anything, nor make more of them.
            os.kill(postmaster, signal.SIGSTOP)
            children = run("pgrep", "-P", postmaster, check=False).stdout.split()
            pids = [postmaster, *map(int, children)]
            for how in (signal.SIGSTOP, signal.SIGKILL):
                for pid in pids:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, how)
            until(lambda: not any(map(is_there, pids)), what="the end of the killed")

    def conninfo(self, database="postgres", user="postgres", port=None):
        return f"host=127.0.0.1 port={port or self.port} user={user} dbname={database}"

    def sql(self, statement, database="postgres"):
        return run(
            "env", "PGOPTIONS=-c client_min_messages=warning", binaries() / "psql", "-qXtA", self.conninfo(database),
            "-v", "ON_ERROR_STOP=1", "-c", statement).stdout.strip()

    def install_sql(self, database="thin"):
        self.sql(f"create database {database}")
        run(BUILD / "migrator", "up", "--dir", ROOT / "sql", "--role", "thin_owner", "--database",
            self.conninfo(database))
        # Tests ask more often than people do.
        self.sql("update ops.rates set requests = 1000000, period = '1 minute'", database)


def is_there(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            return not pathlib.Path("/proc").exists()
        return False


class Thin:
    """A `thin serve`, at the same port whenever it is started again."""

    def __init__(self, folder, conninfo, name="thin", **environment):
        self.port, self.log = free_port(), folder / f"{name}.log"
        self.environment = os.environ | {
            "DATABASE_URL": conninfo, "THIN_PORT": str(self.port), "THIN_JWT_SECRET": SECRET, **environment}
        self.process, self.pids = None, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        # libfaketime ends a program that isn't started by another one which has it.
        wrapper = ["env"] if "LD_PRELOAD" in self.environment else []
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*wrapper, BUILD / "thin", "serve"], env=self.environment, stdout=subprocess.DEVNULL, stderr=log)
        self.pids.append(self.process.pid)
        return self

    def wait_until_served(self):
        def answers():
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
        until(answers, what="the service")
        return self

    def stop(self):
        self.process.terminate()
        return self.process.wait(60)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def memory(self):
        """Kilobytes that it holds."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def service_key():
    done = subprocess.run(
        [BUILD / "thin", "keys", "--json"], env=os.environ | {"THIN_JWT_SECRET": SECRET}, text=True, check=True,
        capture_output=True)
    return re.search(r'"service_role_key":"([^"]+)"', done.stdout).group(1)
