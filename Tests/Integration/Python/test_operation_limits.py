"""Clients that are slow, many or gone, a system without file descriptors, clocks that jump, and restarts under load."""

import contextlib
import glob
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
import uuid

from operation import Timed, alive, ask, call, figures, free_port, token
from support import Service, sql, until


def port_of(service):
    return urllib.parse.urlsplit(service.url).port


def connect(service):
    return socket.create_connection(("127.0.0.1", port_of(service)), timeout=60)


def ended(connection):
    """Waits until the other side hangs up; what came before."""
    with contextlib.suppress(ConnectionError):
        return b"".join(iter(lambda: connection.recv(65536), b""))


def shown(service, name):
    return figures(ask(service.url, "GET", "/metrics", role=None)[2])[name]


def request(method, path, body=b"", more=""):
    return (f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{more}\r\n").encode() + body


class Slow(unittest.TestCase):
    """With two seconds instead of sixty."""

    @classmethod
    def setUpClass(cls):
        cls.service = Service(THIN_CLIENT_TIMEOUT="2")
        cls.addClassCleanup(cls.service.kill)

    def drip(self, first, piece, seconds=0.2):
        """Sends piece by piece until it is hung up on; how many went."""
        connection = connect(self.service)
        self.addCleanup(connection.close)
        connection.sendall(first)
        connection.settimeout(seconds)
        for number in range(200):
            try:
                connection.sendall(piece)
                if connection.recv(65536) == b"":
                    return number
            except TimeoutError:
                continue
            except ConnectionError:
                return number
        self.fail("it was never hung up on")

    def test_a_head_that_never_ends(self):
        self.drip(b"GET /health/live HTTP/1.1\r\n", b"X-A: b\r\n")

    def test_a_body_that_never_ends(self):
        body = b"{" + b" " * 100_000
        self.drip(request("POST", "/rest/v1/rpc/verify", body)[:-len(body)], b" ")
        self.assertTrue(alive(self.service.url))

    def test_a_body_in_chunks_that_never_ends(self):
        head = request("POST", "/rest/v1/rpc/verify").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        self.drip(head, b"1\r\n \r\n")

    def test_a_body_that_comes_fast_enough(self):
        """For longer than a client may be silent: what counts is how fast it is."""
        body = b'{"user_id":null' + b" " * 59_000 + b"}"
        connection = connect(self.service)
        self.addCleanup(connection.close)
        connection.sendall(request("POST", "/rest/v1/rpc/verify", body)[:-len(body)])
        for start in range(0, len(body), 5000):
            connection.sendall(body[start:start + 5000])
            time.sleep(0.25)
        self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 200"))

    def test_an_answer_that_nobody_takes(self):
        """A client that asks and asks and reads nothing is hung up on, and what it took is given back."""
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", port_of(self.service)))
        connection.settimeout(60)
        # Pages are some 20 kB each.
        path = "/" if b"text/html" in self.first_page() else "/rest/v1/"
        with self.assertRaises(OSError):
            for _ in range(100_000):
                connection.sendall(request("GET", path) * 50)
        until(lambda: shown(self.service, "thin_http_requests_in_flight") <= 1)

    def first_page(self):
        connection = connect(self.service)
        self.addCleanup(connection.close)
        connection.sendall(request("GET", "/", more="Connection: close\r\n"))
        return ended(connection)

    def test_500_that_say_nothing(self):
        """Others are served meanwhile, and they are hung up on."""
        silent = [connect(self.service) for _ in range(500)]
        self.assertEqual(call(self.service.url, "verify", {})[2], "[]")
        for connection in silent:
            self.assertEqual(ended(connection) or b"", b"")
            connection.close()
        until(lambda: shown(self.service, "thin_http_connections") <= 2)


class Many(unittest.TestCase):
    def test_as_many_idle_connections_as_the_machine_allows(self):
        """As many as THIN_IDLE_CONNECTIONS says, and a process may have; 10000 were tried."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        service = Service()
        self.addCleanup(service.kill)
        limit = int(shown(service, "thin_http_connections_limit"))
        count = min(int(os.environ.get("THIN_IDLE_CONNECTIONS", "2000")), limit - 100, hard - 500)
        before = shown(service, "process_resident_memory_bytes")
        idle = []
        with Timed(f"{count} idle connections"):
            for _ in range(count):
                idle.append(connect(service))
            until(lambda: shown(service, "thin_http_connections") > count)
        self.assertEqual(call(service.url, "verify", {})[2], "[]")
        took = shown(service, "process_resident_memory_bytes") - before
        print(f"{took / count / 1000:.1f} kB each")
        # Each of them is served when it asks.
        for connection in idle[::500]:
            connection.sendall(request("GET", "/health/live"))
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 200"))
        for connection in idle:
            connection.close()
        until(lambda: shown(service, "thin_http_connections") <= 1)

    def test_beyond_the_limit_others_wait(self):
        """They are served as soon as somebody goes; whoever is in is served all the time."""
        service = Service(THIN_MAX_CONNECTIONS="20")
        self.addCleanup(service.kill)
        kept = http.client.HTTPConnection(f"127.0.0.1:{port_of(service)}", timeout=60)
        self.assertEqual(ask(service.url, "GET", "/health/live", connection=kept)[0], 200)
        others = [connect(service) for _ in range(60)]
        for connection in others:
            connection.sendall(request("GET", "/health/live"))
        answered = 0
        while others:
            # Some are in: they are answered, go, and let the next in.
            connection = others.pop(0)
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 200"))
            answered += 1
            connection.close()
            if answered % 10 == 0:
                self.assertEqual(ask(service.url, "GET", "/health/live", connection=kept)[0], 200)
        self.assertEqual(answered, 60)

    def test_without_file_descriptors(self):
        """A process that may open no more goes on with those it has, and takes more as soon as it can."""
        log = pathlib.Path(tempfile.mkdtemp()) / "log"
        port = free_port()
        environment = os.environ | {
            "THIN_PORT": str(port), "THIN_MAX_CONNECTIONS": "100000", "THIN_POOL_SIZE": "2",
            "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator")}
        with log.open("w") as output:
            process = subprocess.Popen(
                ["sh", "-c", f"ulimit -n 100; exec {os.environ['THIN_BUILD']}/thin serve"], env=environment,
                stdout=subprocess.DEVNULL, stderr=output)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        url = f"http://127.0.0.1:{port}"
        until(lambda: alive(url))
        self.assertEqual(call(url, "verify", {})[2], "[]")
        kept = http.client.HTTPConnection(f"127.0.0.1:{port}", timeout=60)
        self.assertEqual(ask(url, "GET", "/health/live", connection=kept)[0], 200)
        idle = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(150)]
        for _ in range(20):
            self.assertEqual(call(url, "verify", {}, connection=kept)[2], "[]")
            time.sleep(0.05)
        for connection in idle:
            connection.close()
        until(lambda: alive(url))
        self.assertEqual(call(url, "verify", {})[2], "[]")
        self.assertIsNone(process.poll())


class Load(unittest.TestCase):
    def test_more_than_can_wait_is_told_to_come_again(self):
        """Nobody hangs: each is answered, with 200 or 503 and when to come again, and afterwards all is as before."""
        service = Service(THIN_POOL_SIZE="1", THIN_GATHER="off")
        self.addCleanup(service.kill)
        user = sql("insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.com') "
                   "returning id")
        call(service.url, "grant_credits", {"user_id": user, "amount": 100000, "source": "purchase"})
        lock = subprocess.Popen(
            ["psql", "-qX", os.environ["THIN_DATABASE"], "-c",
             f"begin; select from credits.accounts where user_id = '{user}' for update; select pg_sleep(300)"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: sql("select count(*) from pg_stat_activity where query like '%pg_sleep(300)' "
                          "and wait_event = 'PgSleep'") == "1")
        body = json.dumps({"user_id": user, "amount": 1, "job_type": "story"}).encode()
        connections = [connect(service) for _ in range(1200)]
        for connection in connections:
            connection.sendall(request("POST", "/rest/v1/rpc/reserve", body, "Connection: close\r\n"))
        # Those for whom there is no room are answered at once.
        until(lambda: shown(service, 'thin_limits_hit_total{limit="queue"}') > 100)
        sql("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(300)'")
        lock.wait()
        statuses = {}
        for connection in connections:
            answer = ended(connection)
            status = int(answer.split(b" ")[1])
            statuses[status] = statuses.get(status, 0) + 1
            if status == 503:
                self.assertIn(b"retry-after: 1", answer.lower())
            connection.close()
        self.assertEqual(sum(statuses.values()), 1200)
        self.assertLessEqual(set(statuses), {200, 503, 504}, statuses)
        self.assertGreater(statuses[200], 0)
        held = sql(f"select held::integer from credits.accounts where user_id = '{user}'")
        self.assertEqual(int(held), statuses[200])
        self.assertEqual(call(service.url, "verify", {})[2], "[]")


class Moved(Service):
    # libfaketime ends a program that isn't started by another one which has it.
    before = ("sh", "-c", 'exec "$@"', "sh")


class Clock(unittest.TestCase):
    """Debian's libfaketime moves the clock of a service that runs."""

    LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)

    @unittest.skipUnless(LIBRARY, "libfaketime is Debian's")
    def test_a_clock_that_jumps(self):
        """An hour on, and a day back: requests are answered, no connection is lost, and jobs go on."""
        stamp = pathlib.Path(tempfile.mkdtemp()) / "clock"
        stamp.write_text("+0\n")
        service = Moved(
            LD_PRELOAD=self.LIBRARY, FAKETIME_TIMESTAMP_FILE=str(stamp), FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1", THIN_CLIENT_TIMEOUT="30")
        self.addCleanup(service.kill)
        kept = http.client.HTTPConnection(f"127.0.0.1:{port_of(service)}", timeout=60)
        half = connect(service)
        self.addCleanup(half.close)
        body = b'{"user_id":null}'
        half.sendall(request("POST", "/rest/v1/rpc/verify", body)[:-1])
        pid = sql("select pid from pg_stat_activity where usename = 'authenticator' order by backend_start desc limit 1")
        for step in ("+3600", "-86400", "+0"):
            stamp.write_text(step + "\n")
            status, headers, text = call(service.url, "verify", {}, connection=kept)
            self.assertEqual((status, text), (200, "[]"), step)
            # It is really another time there.
            self.assertIn("GMT", headers["date"])
            if step.startswith("-") or step == "+0":
                continue  # libfaketime also moves what is timed by clocks that nobody sets: see below.
            sql("update ops.jobs set next_run_at = now() where name = 'sweep'")
            until(lambda: sql("select next_run_at > now() and run_id is null from ops.jobs where name = 'sweep'")
                  == "t")
        half.sendall(body[-1:])
        self.assertTrue(half.recv(4096).startswith(b"HTTP/1.1 200"))
        self.assertEqual(sql(f"select count(*) from pg_stat_activity where pid = {pid}"), "1")

    @unittest.skipUnless(pathlib.Path("/proc/self/fdinfo").exists(), "Linux tells")
    def test_nothing_is_timed_by_a_clock_that_is_set(self):
        """All timers of a service are of CLOCK_MONOTONIC or CLOCK_BOOTTIME."""
        service = Service()
        self.addCleanup(service.kill)
        self.assertEqual(call(service.url, "verify", {})[2], "[]")
        clocks = set()
        for file in pathlib.Path(f"/proc/{service.process.pid}/fdinfo").iterdir():
            with contextlib.suppress(OSError):
                clocks |= {line.split()[1] for line in file.read_text().splitlines() if line.startswith("clockid")}
        self.assertLessEqual(clocks, {"1", "7"})
        self.assertTrue(clocks)

    @unittest.skipUnless(LIBRARY, "libfaketime is Debian's")
    def test_the_clock_is_really_moved(self):
        stamp = pathlib.Path(tempfile.mkdtemp()) / "clock"
        stamp.write_text("@2036-01-01 00:00:00\n")
        service = Moved(LD_PRELOAD=self.LIBRARY, FAKETIME_TIMESTAMP_FILE=str(stamp), FAKETIME_NO_CACHE="1",
                          FAKETIME_DONT_FAKE_MONOTONIC="1", TZ="UTC")
        self.addCleanup(service.kill)
        self.assertIn(" Jan 2036 ", ask(service.url, "GET", "/health/live", role=None)[1]["date"])


class Restart(unittest.TestCase):
    """As systemd does it: the socket is kept by somebody else."""

    def setUp(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.addCleanup(self.socket.close)
        self.url = "http://127.0.0.1:%d" % self.socket.getsockname()[1]
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notified.bind(str(self.folder / "notify"))
        self.notified.settimeout(120)
        self.addCleanup(self.notified.close)

    def start(self, name):
        environment = os.environ | {
            "LISTEN_FDS": "1", "NOTIFY_SOCKET": str(self.folder / "notify"), "THIN_PORT": "1",
            "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator")}
        descriptor = self.socket.fileno()
        with (self.folder / name).open("w") as log:
            process = subprocess.Popen(
                ["bash", "-c", f"exec 3<&{descriptor}; export LISTEN_PID=$$; exec {os.environ['THIN_BUILD']}/thin serve"],
                env=environment, pass_fds=(descriptor,), stdout=subprocess.DEVNULL, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def told(self, state):
        while state not in self.notified.recv(100).decode():
            pass

    def test_no_request_is_refused(self):
        """Three restarts under load, by clients that keep their connections and by some that don't: each request is
        answered, once, with 200."""
        user = sql("insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.com') "
                   "returning id")
        process = self.start("first")
        self.told("READY=1")
        call(self.url, "grant_credits", {"user_id": user, "amount": 1000000, "source": "purchase"})
        stop, failures, counts = threading.Event(), [], []

        def client(keeps):
            connection, count = None, 0
            try:
                while not stop.is_set():
                    if connection is None:
                        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=100)
                    status, headers, text = call(self.url, "reserve", {
                        "user_id": user, "amount": 1, "job_type": "story"}, connection=connection)
                    if status != 200:
                        failures.append((status, text))
                    count += 1
                    if not keeps or headers.get("connection") == "close":
                        connection.close()
                        connection = None
            except Exception as error:  # noqa: BLE001: whatever it is, a request was not answered.
                failures.append(repr(error))
            counts.append(count)

        clients = [threading.Thread(target=client, args=(number % 2 == 0,)) for number in range(8)]
        for thread in clients:
            thread.start()
        for number in range(3):
            until(lambda before=int(sql("select count(*) from credits.reservations")): int(
                sql("select count(*) from credits.reservations")) > before + 20)
            process.terminate()
            self.told("STOPPING=1")
            self.assertEqual(process.wait(), 0)
            process = self.start(f"next-{number}")
            self.told("READY=1")
        until(lambda before=int(sql("select count(*) from credits.reservations")): int(
            sql("select count(*) from credits.reservations")) > before + 20)
        stop.set()
        for thread in clients:
            thread.join()
        print(f"{sum(counts)} requests over three restarts, {len(failures)} refused")
        self.assertEqual(failures, [])
        self.assertEqual(
            int(sql(f"select held::integer from credits.accounts where user_id = '{user}'")), sum(counts))

    def test_a_connection_that_waits_is_told_to_end(self):
        """One that was idle gets its next request answered, and hears that it was the last."""
        process = self.start("first")
        self.told("READY=1")
        idle = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        self.assertEqual(ask(self.url, "GET", "/health/live", connection=idle)[0], 200)
        process.terminate()
        self.told("STOPPING=1")
        for _ in range(10_000):
            status, headers, _ = ask(self.url, "GET", "/health/live", connection=idle)
            self.assertEqual(status, 200)
            if headers.get("connection") == "close":
                break
        self.assertEqual(headers.get("connection"), "close")
        self.assertEqual(process.wait(), 0)

    def test_what_is_handed_over_has_to_be_one_socket(self):
        for changes in ({"LISTEN_FDS": "2"}, {}):
            process = subprocess.run(
                ["bash", "-c", f"exec 3</dev/null; export LISTEN_PID=$$; exec {os.environ['THIN_BUILD']}/thin serve"],
                env=os.environ | {"LISTEN_FDS": "1"} | changes, capture_output=True, text=True)
            self.assertEqual(process.returncode, 1)
            self.assertIn("LISTEN_FDS", process.stderr)

    def test_what_is_meant_for_another_process_is_left_alone(self):
        port = free_port()
        process = subprocess.Popen(
            [f"{os.environ['THIN_BUILD']}/thin", "serve"], stderr=subprocess.DEVNULL, env=os.environ | {
                "LISTEN_PID": "1", "LISTEN_FDS": "1", "THIN_PORT": str(port),
                "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator")})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        until(lambda: alive(f"http://127.0.0.1:{port}"))


if __name__ == "__main__":
    unittest.main()
