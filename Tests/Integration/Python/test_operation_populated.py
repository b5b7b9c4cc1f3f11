"""A database of a release before model calls, with users, payments and usage in it, that is brought up to this one.

Migrations are those of then. Code is today's, as far as it installs on them. What that looks for in tables that came
later it finds in empty ones, which are gone before the migration; sealing the log is left out."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from payments import conninfo, load
from support import sql

LAST = "20261121007999"
USERS = 40
HELPERS = ("a_checkout", "a_pack", "let_time_pass", "receive", "stripe_answer", "stripe_event", "stripe_name", "stripe_session")

# In the order in which things happened. Half of the users have a past, part of which was archived.
STORY = """
insert into auth.users (id, email, email_confirmed_at)
select md5('user ' || n)::uuid, n || '@example.com', now() from generate_series(1, {users}) n;
select count(credits.grant_credits(a.user_id, 1000, 'purchase', p_idempotency_key => 'first')) from credits.accounts a;
select count(credits.grant_credits(a.user_id, 50.25, 'promotion', now() + interval '1 hour')) from credits.accounts a;
select count(credits.set_debt_limit(a.user_id, 500)) from credits.accounts a;
select count(credits.confirm(r.user_id, r.id, 7.5))
from credits.accounts a cross join lateral credits.reserve(a.user_id, 60, 'story', 'job') r;
select count(tests.let_time_pass(a.user_id, '8 months')) from (select user_id from credits.accounts limit {users} / 2) a;
select count(credits.archive(m.month)) from (
    select distinct to_char(l.created_at at time zone 'UTC', 'YYYY-MM') as month
    from credits.ledger_entries l where l.created_at < now() - interval '4 months'
) m;
select count(credits.release(r.user_id, r.id))
from credits.accounts a cross join lateral credits.reserve(a.user_id, 3, 'story') r;
select count(credits.confirm(r.user_id, r.id, 1200, 'debt'))
from (select user_id from credits.accounts limit 5) a cross join lateral credits.reserve(a.user_id, 10, 'story') r;
select count(credits.adjust(a.user_id, -3, 'a mistake')) from (select user_id from credits.accounts offset 5) a;
select count(credits.claim_signup_bonus(a.user_id, a.user_id::text)) from (select user_id from credits.accounts offset 10 limit 3) a;
select count(credits.reserve(a.user_id, 1, 'story')) from (select user_id from credits.accounts offset 5 limit 9) a;
select count(billing.subscribe(a.user_id, 'pro')) from (select user_id from credits.accounts limit 10) a;
select tests.a_pack();
select tests.receive('checkout.session.completed', tests.stripe_session(tests.a_checkout(a.user_id, 'planted')))
from (select user_id from credits.accounts limit 6) a;
select credits.refund(r.user_id, r.id, 2) from credits.reservations r where r.charged = 7.5;
select credits.revoke_grant(g.user_id, g.id, 'chargeback', 4) from (
    select user_id, id from credits.grants where source = 'purchase' limit 5
) g;
insert into usage.meters (id, name, unit) values ('planted', 'Planted', 'calls');
select usage.record(a.user_id, 'planted', n, 'e' || n) from credits.accounts a, generate_series(1, 3) n;
"""

STAND_INS = """
create table ops.erasures (user_id uuid);
create table usage.past_events (user_id uuid, digest uuid, at timestamptz);
create table credits.drops (number bigint);
create table credits.checkpoint_reservations (user_id uuid, number bigint, reservation_id uuid);
create table credits.checkpoint_grants (user_id uuid, number bigint, grant_id uuid, lapsed numeric);
create view credits.all_entries as table credits.ledger_entries union all table credits.archived_entries;
grant all on ops.erasures, usage.past_events, credits.drops, credits.checkpoint_reservations, credits.checkpoint_grants,
    credits.all_entries to thin_owner
"""
STAND_OUTS = """
drop view credits.all_entries;
drop table ops.erasures, usage.past_events, credits.drops, credits.checkpoint_reservations, credits.checkpoint_grants
"""

# What may not change, as text; columns that came later are left out by naming these.
KEPT = {
    "balances": "select user_id, available, held, debt, sequence from credits.accounts order by 1",
    "grants": "select user_id, id, source, amount, remaining, revoked from credits.grants order by 1, 2",
    "entries": "select user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at from "
               "(table credits.ledger_entries union all table credits.archived_entries) e order by 1, 2",
    "reservations": "select user_id, id, amount, charged, status, sequence, job_id, created_at, settled_at from "
                    "(table credits.reservations union all table credits.archived_reservations) r order by 1, 2",
    "keys": "select user_id, operation, key, fingerprint, answer from credits.idempotency_keys order by 1, 2, 3",
    "refunds": "select user_id, reservation_id, charged, refunded from credits.refunds order by 1, 2",
    "revocations": "select user_id, id, kind, amount, taken, owed from credits.revocations order by 1, 2",
    "subscriptions": "select user_id, id, plan, status, current_period_end_at from billing.subscriptions order by 1, 2",
    "payments": "select user_id, id, amount, credits, grant_id, status from billing.payments order by 1, 2",
    "events of Stripe": "select id, type, payload, status from billing.stripe_events order by 1",
    "usage": "select user_id, event_id, meter, quantity, at from usage.events order by 1, 2",
    "counters": "select user_id, meter, per, starts_on, quantity, events from usage.counters order by 1, 2, 3, 4",
    "log": "select id, at, actor_role, operation, relation, old_values, new_values from audit.log "
           "where id <= {log} order by 1",
}


class Populated(unittest.TestCase):
    def setUp(self):
        shared = os.environ["THIN_DATABASE"]
        self.addCleanup(lambda: os.environ.update(THIN_DATABASE=shared))
        name = f"thin_populated_{os.getpid()}"
        for statement in (f"drop database if exists {name} with (force)", f"create database {name}"):
            self.on_server(statement)
        self.addCleanup(self.on_server, f"drop database if exists {name} with (force)")
        os.environ["THIN_DATABASE"] = conninfo(name)
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree("sql", folder / "sql", ignore=shutil.ignore_patterns("code", "seeds"))
        (folder / "sql/code").mkdir()
        for file in (folder / "sql/migrations").glob("*.sql"):
            if file.name > LAST:
                file.unlink()
        self.migrate(folder / "sql")

    @staticmethod
    def on_server(statement):
        subprocess.run(["psql", "-qX", conninfo("postgres"), "-c", statement], check=True, capture_output=True)

    @staticmethod
    def migrate(folder):
        subprocess.run(
            [f"{os.environ['THIN_BUILD']}/migrator", "up", "--dir", str(folder), "--role", "thin_owner", "--database",
             os.environ["THIN_DATABASE"]], check=True, capture_output=True, text=True)

    @staticmethod
    def install_what_fits():
        """Installs today's code as far as it goes, as its owner; answers the files that don't."""
        left = sorted(pathlib.Path("sql/code").rglob("*.sql"))
        while True:
            script = "set role thin_owner;\n" + "".join(
                f"begin;\n\\i {file}\nselect where false;\n\\if :ERROR\nrollback;\n\\else\ncommit;\n\\echo {file}\n\\endif\n"
                for file in left)
            done = subprocess.run(
                ["psql", "-qXtA", os.environ["THIN_DATABASE"]], input=script, capture_output=True, text=True,
                env=os.environ | {"PGOPTIONS": "-c check_function_bodies=off"})
            there = set(done.stdout.split())
            if not there:
                return left
            left = [file for file in left if str(file) not in there]

    def test_all_of_it_is_there_and_proven(self):
        left = {str(file) for file in self.install_what_fits()}
        self.assertNotIn("sql/code/credits/functions/confirm.sql", left)
        sql("create schema tests")
        load(*(f"Tests/SQL/support/{name}.sql" for name in HELPERS), "sql/seeds/plans.sql")
        sql(STAND_INS)
        sql("set search_path = tests, pg_catalog; " + STORY.format(users=USERS))
        sql(STAND_OUTS)
        log = int(sql("select max(id) from audit.log"))
        before = {name: sql(query.format(log=log)) for name, query in KEPT.items()}
        for name, rows in before.items():
            self.assertTrue(rows, name)
        self.assertEqual(len(before["balances"].splitlines()), USERS)
        self.assertGreater(int(sql("select count(*) from credits.archived_entries")), USERS)

        self.migrate("sql")
        for name, query in KEPT.items():
            with self.subTest(name):
                self.assertEqual(sql(query.format(log=log)), before[name])
        while sql("select (audit.seal()).number"):
            pass
        for proof in ("credits.verify()", "usage.verify()", "ai.verify()", "audit.verify()"):
            with self.subTest(proof):
                self.assertEqual(sql(f"select * from {proof}"), "")
        # And it goes on: what is due is archived, and what a call answered once it answers again.
        sql("do $$ declare v text; begin loop v := credits.archive_due(v); exit when v is null; end loop; end $$")
        sql("select count(credits.grant_credits(a.user_id, 1000, 'purchase', p_idempotency_key => 'first')) from credits.accounts a")
        sql("select count(credits.confirm(r.user_id, r.id)) from credits.accounts a "
            "cross join lateral credits.reserve(a.user_id, 0.5, 'story') r where a.available > 1")
        self.assertEqual(sql("select * from credits.verify()"), "")


if __name__ == "__main__":
    unittest.main()
