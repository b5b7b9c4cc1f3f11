"""Behind Debian's PgBouncer in transaction mode, which gives each transaction whatever connection is free."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from operation import as_server, ask, call, eventually_ready, free_port, token
from support import Service, sql, until

PGBOUNCER = shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin")


@unittest.skipUnless(PGBOUNCER, "pgbouncer is Debian's")
class Pooler(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        settings = dict(part.split("=") for part in os.environ["THIN_DATABASE"].split())
        cls.folder, cls.port = tempfile.mkdtemp(dir="/tmp"), free_port()
        os.chmod(cls.folder, 0o755)
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        pathlib.Path(cls.folder, "users").write_text('"authenticator" ""\n')
        pathlib.Path(cls.folder, "pgbouncer.ini").write_text(f"""
[databases]
* = host={settings["host"]} port={settings.get("port", "5432")}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {cls.port}
unix_socket_dir =
auth_type = trust
auth_file = {cls.folder}/users
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
server_idle_timeout = 5
""")
        cls.log = open(f"{cls.folder}/log", "w")
        cls.addClassCleanup(cls.log.close)
        cls.pooler = subprocess.Popen(
            as_server(PGBOUNCER, f"{cls.folder}/pgbouncer.ini"), stdout=cls.log, stderr=cls.log)
        cls.addClassCleanup(cls.pooler.wait)
        cls.addClassCleanup(cls.pooler.terminate)
        until(cls.listens)
        cls.database = settings["dbname"]

    @classmethod
    def listens(cls):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", cls.port)) == 0

    def service(self, **settings):
        service = Service(**{
            "DATABASE_URL": f"host=127.0.0.1 port={self.port} user=authenticator dbname={self.database}",
            "THIN_PREPARED_STATEMENTS": "off", "THIN_POOL_SIZE": "16", **settings})
        self.addCleanup(service.kill)
        eventually_ready(service.url)
        return service

    def test_all_is_as_without(self):
        """Sixteen connections of the service over three of the server: money, tokens, settings and shapes of requests
        don't get mixed up."""
        sql(f"alter role authenticator in database {self.database} set statement_timeout = '15s'")
        self.addCleanup(sql, f"alter role authenticator in database {self.database} reset statement_timeout")
        service = self.service(THIN_GATHER="off")
        users = [sql("insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.com') "
                     "returning id") for _ in range(16)]

        def story(user):
            call(service.url, "grant_credits", {"user_id": user, "amount": 100, "source": "purchase"})
            for number in range(15):
                status, _, text = call(service.url, "reserve", {"user_id": user, "amount": 2, "job_type": "story"})
                self.assertEqual(status, 200, text)
                held = json.loads(text)["id"]
                self.assertEqual(call(service.url, "confirm", {
                    "user_id": user, "reservation_id": held, "amount": 1})[0], 200)
                status, _, text = ask(service.url, "GET", "/rest/v1/ledger_entries?select=user_id&limit=%d" % (
                    number + 1), role="service_role")
                self.assertEqual(status, 200, text)
            status, _, text = ask(
                service.url, "GET", "/rest/v1/balance", role=None, headers={"Authorization": "Bearer " + token("authenticated", sub=user, aud="authenticated")})
            self.assertEqual((status, [row["available"] for row in json.loads(text)]), (200, [85]), text)

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(story, users))
        self.assertEqual(call(service.url, "verify", {})[2], "[]")
        self.assertNotIn("no limit of time", service.log.read_text())
        self.assertLessEqual(int(sql(
            f"select count(*) from pg_stat_activity where datname = '{self.database}' and usename = 'authenticator' "
            "and application_name not like 'thin%listen'")), 60)

    def test_what_bounds_statements_is_said(self):
        """A session is nobody's there, so the role has to be bounded; and the log says how."""
        service = self.service()
        until(lambda: "alter role authenticator set statement_timeout" in service.log.read_text())

    def test_it_listens_past_the_pooler(self):
        """A new function is there at once; without another way it is within a minute."""
        service = self.service(THIN_LISTEN_URL=os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator"))
        name = f"pooled_{time.time_ns()}"
        until(lambda: "catalogue read" in service.log.read_text())
        sql(f"create function api.{name}() returns integer language sql as 'select 42'; "
            f"grant execute on function api.{name}() to service_role; notify pgrst")
        self.addCleanup(sql, f"drop function api.{name}()")
        until(lambda: call(service.url, name, {})[2] == "42", 30)

    def test_one_that_restarts(self):
        """What is under way fails or is answered; afterwards all goes on."""
        service = self.service()
        self.pooler.terminate()
        self.pooler.wait()
        self.assertIn(ask(service.url, "GET", "/health/ready", role=None)[0], (200, 503))
        type(self).pooler = subprocess.Popen(
            as_server(PGBOUNCER, f"{self.folder}/pgbouncer.ini"), stdout=self.log, stderr=self.log)
        self.addClassCleanup(self.pooler.wait)
        self.addClassCleanup(self.pooler.terminate)
        until(self.listens)
        until(lambda: call(service.url, "verify", {})[2] == "[]")


if __name__ == "__main__":
    unittest.main()
