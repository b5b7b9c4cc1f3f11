"""What the suites of payments share: a database each, users, events as Stripe signs them, a service beside the stub."""

import atexit
import concurrent.futures
import functools
import http.client
import json
import os
import pathlib
import subprocess
import time
import unittest
import urllib.parse
import uuid

import stripe

from stripe_stub import StripeStub
from support import PASSWORD, Service, address, client, sql

KEY = "sk_test_known0123456789only0to0tests"
SECRET = "whsec_known0123456789only0to0tests0new"
OLD_SECRET = "whsec_known0123456789only0to0tests0old"


def conninfo(database):
    return os.environ["THIN_DATABASE"].rpartition("dbname=")[0] + f"dbname={database}"


def load(*files):
    subprocess.run(
        ["psql", "-qX", os.environ["THIN_DATABASE"], "-v", "ON_ERROR_STOP=1",
         *(part for file in files for part in ("-f", str(file)))],
        check=True, capture_output=True, env=os.environ | {"PGOPTIONS": "-c check_function_bodies=off"})


def make_database(name, template="template1"):
    os.environ["THIN_DATABASE"] = conninfo("postgres")
    sql(f"drop database if exists {name} with (force)")
    sql(f"create database {name} template {template}")
    os.environ["THIN_DATABASE"] = conninfo(name)


@functools.cache
def template():
    """A database with the SQL suite's helpers, for all classes of a run; other runs at the same time have theirs. Only
    buying is limited as it is for users: tests sign in more often."""
    name = f"thin_payments_{os.getpid()}"
    make_database(name)
    atexit.register(subprocess.run, ["psql", "-qX", conninfo("postgres"), "-c", f"drop database {name}"])
    subprocess.run(
        [f"{os.environ['THIN_BUILD']}/migrator", "up", "--dir", "sql", "--role", "thin_owner", "--database",
         os.environ["THIN_DATABASE"]], check=True, capture_output=True)
    sql("create schema tests")
    load(*sorted(pathlib.Path("Tests/SQL/support").glob("*.sql")), "sql/seeds/plans.sql", "sql/seeds/packs.sql")
    sql("update ops.rates set requests = 1000000, period = '1 minute' where class <> 'checkout'")
    sql("update identity.settings set confirms_automatically = true, mail_pause_seconds = 0")
    return name


class Payments(unittest.TestCase):
    """A database, a stub of Stripe and a service for each class."""

    service_settings = {}

    @classmethod
    def setUpClass(cls):
        shared = os.environ["THIN_DATABASE"]
        cls.addClassCleanup(lambda: os.environ.update(THIN_DATABASE=shared))
        make_database(f"thin_payments_{cls.__name__.lower()}", template())
        # Who may connect isn't copied from a template.
        load("sql/platform/30_installation.sql")
        cls.stub = StripeStub()
        cls.addClassCleanup(cls.stub.close)
        cls.service = cls.serve(**cls.service_settings)

    @classmethod
    def serve(cls, **settings):
        """A service that asks the stub; a setting that is None isn't set."""
        settings = {
            "STRIPE_API_BASE": cls.stub.url, "STRIPE_SECRET_KEY": KEY,
            "STRIPE_WEBHOOK_SECRET": f"{SECRET},{OLD_SECRET}", **settings}
        service = Service(**{name: value for name, value in settings.items() if value is not None})
        cls.addClassCleanup(service.kill)
        return service

    def setUp(self):
        self.stub.forget()
        self.addCleanup(self.stub.may_answer.set)

    def user(self, credits=0):
        return sql(f"select tests.a_user({credits})")

    def signed_in(self, service=None):
        """A client of somebody who has just signed up, and who that is."""
        one = client(url=(service or self.service).url)
        return one, one.auth.sign_up({"email": address(), "password": PASSWORD}).user.id

    def call(self, function, body, key=None, service=None, headers={}, query=""):
        """A call by name, as the service role unless another token is given: status, headers and what it answered."""
        token = key or os.environ["SERVICE_KEY"]
        return ask(
            (service or self.service).url, "POST", f"/rest/v1/rpc/{function}{query}", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **headers})

    def post(self, payload, header=None, service=None):
        """What the endpoint answers to an event: status and text. It is signed unless a header is given."""
        payload = payload if isinstance(payload, bytes) else payload.encode()
        status, _, text = ask(
            (service or self.service).url, "POST", "/webhooks/stripe", payload,
            {"Content-Type": "application/json", "Stripe-Signature": header or signature(payload)})
        return status, text

    def received(self, kind, about, **fields):
        """Posts an event that has to be taken, and answers what came of it."""
        payload = event(kind, about, **fields)
        self.assertEqual(self.post(payload)[0], 200)
        return sql(
            "select concat_ws(' ', status, reason, error) from billing.stripe_events "
            f"where id = '{json.loads(payload)['id']}'")

    def about_checkouts(self, offer, *objects, count=1, credits=0):
        """New users, each with a checkout that is open at Stripe, and objects about it: see Tests/SQL/support."""
        objects = ", ".join(f"tests.stripe_{text}" for text in objects)
        return json.loads(sql(
            "with users as materialized ("
            f"select tests.a_user({credits}) as id from generate_series(1, {count})), checkouts as materialized ("
            f"select u.id as user_id, tests.a_checkout(u.id, {offer}) as c from users u) "
            f"select json_agg(json_build_array(user_id, c, {objects})) from checkouts"))

    def money(self, user):
        return sql(f"select tests.money('{user}')")

    def grants(self, *users):
        """How many each has."""
        counts = sql(
            "select string_agg((select count(*) from credits.grants g where g.user_id = u.id)::text, ' ' order by n) "
            f"from unnest('{{{','.join(users)}}}'::uuid[]) with ordinality u (id, n)")
        counts = [int(count) for count in counts.split()]
        return counts if len(users) > 1 else counts[0]

    def assert_sound(self):
        self.assertEqual(sql("select * from credits.verify()"), "")


def ask(url, method, path, body=None, headers={}):
    """One request on a connection of its own: status, headers and text."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def event(kind, about, second=None, identifier=None, **fields):
    """An event about an object as Stripe writes it."""
    return json.dumps({
        "id": identifier or f"evt_{uuid.uuid4().hex}", "object": "event", "api_version": "2025-03-31.basil",
        "created": int(time.time()) if second is None else second, "livemode": False, "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None}, "type": kind, "data": {"object": about}, **fields}, indent=2)


def signature(payload, secret=SECRET, at=None):
    """The header as Stripe's own SDK makes it."""
    text = payload.decode() if isinstance(payload, bytes) else payload
    return stripe.WebhookSignature.generate_signature_header(text, secret, at)


def at_once(count, do):
    """Does it so many times at the same time; what each answered."""
    with concurrent.futures.ThreadPoolExecutor(count) as executor:
        return list(executor.map(do, range(count)))
