"""Two servers, one of which dies: the service goes over to the other by itself, and nothing that was answered is lost.
Reads that may be a moment behind go to a standby."""

import http.client
import json
import os
import threading
import time
import unittest
import uuid

from operation import Server, Timed, ask, call, eventually_ready, figures, token
from support import Service, until

DATABASE = "thin_standby"


def make_user(server, credits=None):
    user = server.sql("insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.com') "
                      "returning id", DATABASE)
    if credits:
        server.sql(f"select credits.grant_credits('{user}', {credits}, 'purchase')", DATABASE)
    return user


class Standby(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.primary = Server()
        cls.addClassCleanup(cls.primary.remove)
        cls.primary.install(DATABASE)
        cls.standby = Server(copy_of=cls.primary)
        cls.addClassCleanup(cls.standby.remove)
        until(lambda: cls.primary.sql("select count(*) from pg_stat_replication where state = 'streaming'") == "1")

    def service(self, **settings):
        hosts = {
            "DATABASE_URL": f"host=127.0.0.1,127.0.0.1 port={self.standby.port},{self.primary.port} "
            f"user=authenticator dbname={DATABASE} target_session_attrs=read-write", **settings}
        service = Service(**hosts)
        self.addCleanup(service.kill)
        return service

    def test_1_reads_that_may_be_behind(self):
        """Named views are read there, others aren't; what a session may do is the primary's to say; and a standby that
        has stopped to follow, or died, isn't asked."""
        self.primary.sql("update identity.settings set confirms_automatically = true", DATABASE)
        service = self.service(
            THIN_STANDBY_URL=self.standby.conninfo("authenticator", DATABASE), THIN_STANDBY_VIEWS="credit_grants")
        mail = f"{uuid.uuid4().hex}@example.com"
        status, _, text = ask(service.url, "POST", "/auth/v1/signup", {
            "email": mail, "password": "correct horse battery"}, role=None)
        self.assertEqual(status, 200, text)
        session = json.loads(text)
        user, mine = session["user"]["id"], {"headers": {"Authorization": f"Bearer {session['access_token']}"}, "role": None}

        def grants():
            status, _, text = ask(service.url, "GET", "/rest/v1/credit_grants?select=amount&order=created_at", **mine)
            self.assertEqual(status, 200, text)
            return [row["amount"] for row in json.loads(text)]

        def read_there():
            return figures(ask(service.url, "GET", "/metrics", role=None)[2]).get(
                'thin_standby_reads_total{result="used"}', 0)

        call(service.url, "grant_credits", {"user_id": user, "amount": 1, "source": "purchase"})
        until(lambda: grants() == [1])
        before = read_there()
        self.assertEqual(grants(), [1])
        self.assertEqual(read_there(), before + 1)
        self.standby.sql("select pg_wal_replay_pause()")
        call(service.url, "grant_credits", {"user_id": user, "amount": 2, "source": "purchase"})
        # What isn't named is told as it is; what is, as it was: for ten seconds.
        self.assertEqual(json.loads(ask(service.url, "GET", "/rest/v1/balance", **mine)[2])[0]["available"], 3)
        self.assertEqual(grants(), [1])
        with Timed("a standby that stands still isn't asked any more after"):
            until(lambda: grants() == [1, 2], 60)
        # A session that has ended is out, whatever the standby believes.
        self.standby.sql("select pg_wal_replay_resume()")
        until(lambda: (read_there(), grants())[0] < read_there())
        ended = ask(service.url, "POST", "/auth/v1/logout", **mine)[0]
        self.assertEqual(ended, 204)
        status, _, text = ask(service.url, "GET", "/rest/v1/credit_grants", **mine)
        self.assertEqual((status, json.loads(text)["code"]), (401, "TH401"))
        # Without it, all is read from the primary.
        self.standby.kill()
        status, _, text = ask(service.url, "GET", "/rest/v1/credit_grants?select=amount&order=amount")
        self.assertEqual((status, [row["amount"] for row in json.loads(text)]), (200, [1, 2]))
        self.standby.start()
        until(lambda: self.primary.sql("select count(*) from pg_stat_replication where state = 'streaming'") == "1")

    def test_2_figures_of_replication(self):
        self.primary.sql("grant pg_read_all_stats to authenticator; "
                         "select pg_create_physical_replication_slot('kept', true)")
        self.addCleanup(self.primary.sql, "select pg_drop_replication_slot('kept')")
        service = self.service()
        self.assertIn('thin_replication_slot_lag_bytes{slot="kept"}',
                      figures(ask(service.url, "GET", "/metrics", role=None)[2]))
        self.assertIn('thin_replication_lag_bytes{standby="walreceiver"}',
                      figures(ask(service.url, "GET", "/metrics", role=None)[2]))

    def test_3_the_primary_dies(self):
        """Under load, with synchronous replication: the service goes over by itself; each call that was answered is
        there, each that wasn't is made by its key, and each counts once."""
        self.primary.sql("alter system set synchronous_standby_names = '*'")
        self.primary.sql("select pg_reload_conf()")
        service = self.service()
        eventually_ready(service.url)
        users = [make_user(self.primary, 1000000) for _ in range(4)]
        answered, open_, stop, lock = {}, set(), threading.Event(), threading.Lock()
        outages = []

        def client(number):
            connection, last = None, time.monotonic()
            while not stop.is_set():
                key = uuid.uuid4().hex
                with lock:
                    open_.add(key)
                while True:
                    try:
                        connection = connection or http.client.HTTPConnection(
                            service.url.removeprefix("http://"), timeout=60)
                        status, _, text = call(service.url, "reserve", {
                            "user_id": users[number % 4], "amount": 1, "job_type": "story", "idempotency_key": key},
                            connection=connection)
                    except OSError:
                        connection, status = None, None
                    if status == 200:
                        break
                    self.assertIn(status, (None, 500, 503, 504))
                    if stop.is_set():
                        return
                    time.sleep(0.05)
                now = time.monotonic()
                with lock:
                    answered[key] = json.loads(text)["id"]
                    open_.discard(key)
                    outages.append(now - last)
                last = now

        clients = [threading.Thread(target=client, args=(number,)) for number in range(8)]
        for thread in clients:
            thread.start()
        until(lambda: len(answered) > 200)
        self.primary.kill()
        before = len(answered)
        self.standby.promote()
        until(lambda: len(answered) > before + 200)
        stop.set()
        for thread in clients:
            thread.join()
        there = set(self.standby.sql("select id from credits.reservations", DATABASE).split())
        lost = set(answered.values()) - there
        print(f"{len(answered)} calls answered, {len(lost)} lost, longest outage {max(outages):.2f} s")
        self.assertEqual(lost, set())
        self.assertEqual(len(set(answered.values())), len(answered))
        self.assertLessEqual(len(there) - len(answered), len(open_))
        self.assertEqual(self.standby.sql("select count(*) from credits.verify()", DATABASE), "0")
        self.assertEqual(ask(service.url, "GET", "/health/ready", role=None)[0], 200)


if __name__ == "__main__":
    unittest.main()
