"""A release that comes over a service under load, and services that meet the schema of the release before or after."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from operation import ask, call, eventually_ready, figures
from payments import conninfo
from support import Service, sql, until


def version(name):
    text = pathlib.Path("Sources/Thin/Catalogue/Catalogue.swift").read_text()
    return re.search(name + r' = "(\d+)"', text).group(1)


def migrate(folder):
    return subprocess.run(
        [f"{os.environ['THIN_BUILD']}/migrator", "up", "--dir", folder, "--role", "thin_owner", "--database",
         os.environ["THIN_DATABASE"]], check=True, capture_output=True, text=True)


def function(name, answer):
    return (f"create or replace function ops.{name}() returns text language sql immutable security invoker "
            f"begin atomic select '{answer}'; end;\n\n"
            f"grant execute on function ops.{name}() to authenticator, anon, authenticated, service_role;\n"
            f"comment on function ops.{name}() is 'Of a test.';\n")


class Upgrade(unittest.TestCase):
    def setUp(self):
        shared = os.environ["THIN_DATABASE"]
        self.addCleanup(os.environ.update, THIN_DATABASE=shared)
        os.environ["THIN_DATABASE"] = conninfo("postgres")
        name = f"thin_upgrade_{self._testMethodName[-12:]}"
        sql(f"drop database if exists {name} with (force)")
        sql(f"create database {name}")
        self.addCleanup(sql_on, conninfo("postgres"), f"drop database if exists {name} with (force)")
        os.environ["THIN_DATABASE"] = conninfo(name)
        self.folder = pathlib.Path(tempfile.mkdtemp()) / "sql"
        shutil.copytree("sql", self.folder)
        self.addCleanup(shutil.rmtree, self.folder.parent)

    def brought(self, folder):
        """The migrations by which releases are told apart here: figures to watch, and rates that begin and end."""
        return [file for pattern in ("202611210102*", "202611220091*") for file in folder.glob(f"migrations/{pattern}")]

    def release_before(self):
        """Takes away what this release brought; what others brought since stays, as it does no harm."""
        for file in self.brought(self.folder):
            file.unlink()
        code = self.folder / "code/ops/functions"
        for name in ("metrics", "label", "previous_schema_version", "set_rate", "../triggers/rates", "../policies/rates",
                     "../../api/functions/admin_rate_limits", "../../api/functions/admin_set_rate_limit"):
            os.remove(code / f"{name}.sql")
        # Who is counted, and how, was another function then; a trusted server isn't.
        (code / "count_turn.sql").write_text(
            "create or replace function ops.count_turn(p_targets text[], p_claims jsonb, p_address text)\n"
            "returns ops.turn language sql immutable security invoker begin atomic select null::ops.turn; end;\n\n"
            "grant execute on function ops.count_turn(text[], jsonb, text) to authenticator;\n"
            "comment on function ops.count_turn(text[], jsonb, text) is 'Of a test.';\n")
        for name, part in (("post_webhook", r", traceparent\)"), ("claim_webhooks", "")):
            text = (code / f"{name}.sql").read_text()
            text = re.sub(r",\n\s*-- The service has looked.*?\n        \)(?=\n    from)", "", text, flags=re.S)
            text = text.replace(", body, traceparent)", ", body)").replace("),\n        c.traceparent\n", ")\n")
            self.assertNotIn("traceparent", text)
            (code / f"{name}.sql").write_text(text)
        (code / "schema_version.sql").write_text(function("schema_version", version("previousSchemaVersion")))

    def release_again(self):
        """This release, whose migrations come after those of others that are there already. Answers its folder."""
        folder = self.folder.parent / "again"
        shutil.copytree("sql", folder)
        for file in self.brought(folder):
            file.write_text("-- migrator: out-of-order\n" + file.read_text())
        return str(folder)

    def release_after(self):
        """A migration that takes the strongest lock on the tables of the hot path, and changed code."""
        (self.folder / "migrations/20991231000000_next.sql").write_text(
            "alter table credits.reservations add column of_a_test text;\n"
            "alter table credits.accounts add column of_a_test integer not null default 7;\n"
            "comment on column credits.accounts.of_a_test is 'Of a test.';\n")
        code = self.folder / "code/ops/functions"
        (code / "schema_version.sql").write_text(function("schema_version", "20991231000000"))
        (code / "previous_schema_version.sql").write_text(
            function("previous_schema_version", version("knownSchemaVersion")))

    @contextlib.contextmanager
    def load(self, service):
        """Clients that go on all the time; what they were refused, and the longest that one waited."""
        user = sql("insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.com') "
                   "returning id")
        call(service.url, "grant_credits", {"user_id": user, "amount": 1000000, "source": "purchase"})
        stop, refused, waits = threading.Event(), [], [0]

        def client():
            connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=60)
            while not stop.is_set():
                begun = time.monotonic()
                status, _, text = call(
                    service.url, "reserve", {"user_id": user, "amount": 1, "job_type": "story"}, connection=connection)
                waits.append(time.monotonic() - begun)
                if status != 200:
                    refused.append((status, text))

        clients = [threading.Thread(target=client) for _ in range(6)]
        for thread in clients:
            thread.start()
        try:
            until(lambda: len(waits) > 50)
            yield refused, waits
            count = len(waits)
            until(lambda: len(waits) > count + 50)
        finally:
            stop.set()
            for thread in clients:
                thread.join()
        print(f"{len(waits) - 1} calls, {len(refused)} refused, longest {max(waits):.2f} s")
        self.assertEqual(refused, [])
        self.assertEqual(
            int(sql(f"select held::integer from credits.accounts where user_id = '{user}'")), len(waits) - 1)
        self.assertEqual(call(service.url, "verify", {})[2], "[]")

    def serve(self):
        # Of either release.
        sql("do $$ begin if to_regclass('ops.rates') is not null then "
            "update ops.rates set requests = 1000000, period = '1 minute'; else "
            "update ops.rate_classes set requests = 1000000, period = '1 minute'; end if; end $$")
        service = Service()
        self.addCleanup(service.kill)
        eventually_ready(service.url)
        return service

    def test_ahead(self):
        """The schema is migrated under a service of this release: nothing is refused, though somebody who reads holds up
        the migration, and readiness says that the schema is ahead."""
        migrate("sql")
        self.release_after()
        service = self.serve()
        self.assertEqual(ask(service.url, "GET", "/health/ready", role=None)[2], '{"status":"ready"}')
        with self.load(service):
            reader = subprocess.Popen(
                ["psql", "-qX", os.environ["THIN_DATABASE"], "-c",
                 "begin; select count(*) from credits.reservations; select pg_sleep(3)"], stdout=subprocess.DEVNULL)
            until(lambda: sql("select count(*) from pg_stat_activity where query like '%pg_sleep(3)' "
                              "and wait_event = 'PgSleep' and datname = current_database()") == "1")
            migrate(str(self.folder))
            reader.wait()
            self.assertEqual(sql("select ops.schema_version()"), "20991231000000")
        status, _, text = ask(service.url, "GET", "/health/ready", role=None)
        self.assertEqual((status, json.loads(text)), (200, {
            "status": "ready", "schema": "20991231000000", "known": version("knownSchemaVersion"),
            "notice": "the schema is one version ahead"}))
        self.assertEqual(figures(ask(service.url, "GET", "/metrics", role=None)[2])["thin_database_up"], 1)

    def test_behind(self):
        """A service of this release on the schema of the one before: it serves, says so, and goes on through the
        migration."""
        self.release_before()
        migrate(str(self.folder))
        service = self.serve()
        status, _, text = ask(service.url, "GET", "/health/ready", role=None)
        self.assertEqual((status, json.loads(text)["notice"]), (200, "the schema is one version behind"))
        self.assertEqual(json.loads(text)["schema"], version("previousSchemaVersion"))
        self.assertEqual(figures(ask(service.url, "GET", "/metrics", role=None)[2])["thin_database_up"], 0)
        with self.load(service):
            migrate(self.release_again())
        until(lambda: ask(service.url, "GET", "/health/ready", role=None)[2] == '{"status":"ready"}')
        until(lambda: figures(ask(service.url, "GET", "/metrics", role=None)[2])["thin_database_up"] == 1)
        self.assertNotIn("outbox not served", service.log.read_text())

    def test_two_ahead_is_not_ready(self):
        """A schema that doesn't know this release any more."""
        migrate("sql")
        service = self.serve()
        sql(function("schema_version", "20991231000000") + function("previous_schema_version", "20991230000000"))
        status, _, text = ask(service.url, "GET", "/health/ready", role=None)
        self.assertEqual((status, json.loads(text)["details"]), (503, "schema is 20991231000000"))


def sql_on(database, statement):
    subprocess.run(["psql", "-qX", database, "-c", statement], check=True, capture_output=True)


if __name__ == "__main__":
    unittest.main()
