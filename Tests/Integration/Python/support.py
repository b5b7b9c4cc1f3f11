"""What the suites share: clients, the database, and services of their own."""

import os
import pathlib
import re
import subprocess
import tempfile
import time
import uuid

from supabase import ClientOptions, create_client

PASSWORD = "correct horse battery"


def sql(statement):
    """Runs a statement as the database's superuser."""
    run = subprocess.run(
        ["psql", "-qXtA", os.environ["THIN_DATABASE"], "-v", "ON_ERROR_STOP=1", "-c", statement],
        check=True, capture_output=True, text=True)
    return run.stdout.strip()


def client(key="ANON_KEY", url=None, **options):
    return create_client(
        url or os.environ["THIN_URL"], os.environ[key], options=ClientOptions(schema="api", **options))


def address():
    return f"{uuid.uuid4().hex[:12]}@example.com"


def mail_to(recipient, kind):
    """The code and the link of the last mail to an address."""
    body = sql(
        f"select body from ops.outbox where recipient = '{recipient}' and kind = '{kind}' order by id desc limit 1")
    code = re.search(r"\b(\d{6})\b", body)
    link = re.search(r"https?://\S+/verify\?\S+", body)
    return code and code.group(1), link and link.group(0)


def until(condition, seconds=120):
    """Waits for what has to come to pass; generously, since the machine may be busy."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come to pass in time")


class Service:
    """A service of its own on the suite's database."""

    # What starts it.
    before = ()
    PORT = re.compile(r"port=(\d+) .*serving|serving.*port=(\d+)")

    def __init__(self, **settings):
        environment = os.environ | {
            "THIN_PORT": "0",
            "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator"), **settings}
        self.log = pathlib.Path(tempfile.mkdtemp()) / "log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [*self.before, f"{os.environ['THIN_BUILD']}/thin", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=output)
        found = until(lambda: self.PORT.search(self.log.read_text()))
        self.url = "http://127.0.0.1:" + max(found.groups(), key=bool)

    def stop(self):
        self.process.terminate()
        return self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()
