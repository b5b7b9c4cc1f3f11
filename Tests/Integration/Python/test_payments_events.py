"""Events over HTTP: all at once, in any order, and while services and backends are killed."""

import json
import os
import random
import subprocess
import threading
import time
import unittest

from listener import Listener
from payments import Payments, ask, at_once, event, signature
from support import sql, until

# Times of Tests/SQL/support/stripe_event.sql.
BEGINNING = 1798761600


class Holder:
    """A session that holds a lock until it is released."""

    def __init__(self, statement):
        self.process = subprocess.Popen(
            ["psql", "-qXtA", os.environ["THIN_DATABASE"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(f"begin;\n{statement};\nselect 'held';\n")
        self.process.stdin.flush()
        while self.process.stdout.readline().strip() != "held":
            pass

    def release(self):
        self.process.communicate("rollback;\n")


class Events(Payments):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sql("select tests.a_pack()")
        sql("select tests.a_priced_plan('team', 2000, 20000, 30)")

    def paid(self, count=1):
        """Users, each with the event that tells of a pack that was paid for."""
        stories = self.about_checkouts("'planted'", "session(c)", count=count)
        paid = [(user, event("checkout.session.completed", session)) for user, _, session in stories]
        return paid if count > 1 else paid[0]

    def row(self, payload, columns):
        return sql(f"select {columns} from billing.stripe_events where id = '{json.loads(payload)['id']}'")

    def test_once_at_the_same_time_200_times(self):
        user, payload = self.paid()
        start = threading.Barrier(200)

        def post(_):
            start.wait()
            return self.post(payload)

        answers = at_once(200, post)
        self.assertEqual([answer for answer in answers if answer[0] != 200], [])
        self.assertEqual({json.dumps(json.loads(text)) for _, text in answers}, {'{"received": true}'})
        self.assertEqual(self.grants(user), 1)
        self.assertEqual(self.money(user), "pack paid 1000 0 0; 1000 available, 0 held, 0 owed")
        self.assertEqual(self.row(payload, "status, attempts"), "processed|1")
        self.assert_sound()

    def test_32_events_of_one_payment_at_once(self):
        """Each has an id of its own: what is granted once is the session."""
        user, payload = self.paid()
        session = json.loads(payload)["data"]["object"]
        kinds = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
        answers = at_once(32, lambda n: self.post(event(kinds[n % 2], session)))
        self.assertEqual({status for status, _ in answers}, {200})
        self.assertEqual(self.grants(user), 1)
        self.assert_sound()

    def test_forged_ones_grant_nothing(self):
        changes = [
            ("amount", {"amount_total": 999}), ("currency", {"currency": "eur"}),
            ("customer", {"customer": "cus_another"}),
            ("session", {"id": "cs_another"}), ("metadata", {"mode": "subscription"}),
            ("metadata", {"metadata": {"checkout_id": "00000000-0000-0000-0000-000000000000"}})]
        (other, _), *stories = self.paid(count=len(changes) + 2)
        changes.append(("metadata", {"client_reference_id": other}))
        for (user, payload), (reason, change) in zip(stories, changes, strict=True):
            with self.subTest(change):
                session = json.loads(payload)["data"]["object"]
                self.assertEqual(self.received("checkout.session.completed", session | change), f"refused {reason}")
                self.assertEqual(self.grants(user, other), [0, 0])
                # The true one counts all the same.
                self.assertEqual(self.post(payload)[0], 200)
                self.assertEqual(self.grants(user, other), [1, 0])
        self.assert_sound()

    def test_unknown_ones_are_kept(self):
        self.assertEqual(self.received("capability.updated", {"object": "capability"}), "ignored")
        foreign = {"object": "charge", "id": "ch_1", "payment_intent": None}
        self.assertEqual(self.received("charge.refunded", foreign), "unmatched")

    def test_one_that_fails_is_kept_and_replayed(self):
        user, payload = self.paid()
        payload = json.loads(payload)
        checkout = payload["data"]["object"]["metadata"]["checkout_id"]
        sql(f"alter table billing.payments add constraint broken check (checkout_id <> '{checkout}') not valid")
        try:
            self.assertEqual(self.post(json.dumps(payload))[0], 200)
        finally:
            sql("alter table billing.payments drop constraint broken")
        status, _, text = self.call("admin_webhook_events", {"status": "failed"})
        self.assertEqual((status, [row["id"] for row in json.loads(text)]), (200, [payload["id"]]))
        self.assertEqual(self.grants(user), 0)
        status, _, text = self.call("admin_replay_event", {"event_id": payload["id"]})
        self.assertEqual((status, json.loads(text)["status"]), (200, "processed"))
        self.assertEqual(self.grants(user), 1)

    def test_debt_of_what_was_spent_is_repaid_by_the_next_purchase(self):
        (user, _, first, refund, second), = self.about_checkouts(
            "'planted'", "session(c)", "charge(c, 1000)", "session(tests.a_checkout(user_id, 'planted'))")
        self.assertEqual(self.received("checkout.session.completed", first), "processed")
        sql(f"select credits.confirm('{user}', (credits.reserve('{user}', 900, 'job')).id)")
        self.assertEqual(self.received("charge.refunded", refund), "processed")
        self.assertEqual(self.money(user), "pack refunded 1000 1000 0; 0 available, 0 held, 900 owed")
        self.assertEqual(self.received("checkout.session.completed", second), "processed")
        self.assertRegex(self.money(user), "; 100 available, 0 held, 0 owed$")
        self.assert_sound()

    def life_cycles(self, count):
        """Users, each with a subscription's nine events in Stripe's order."""
        events = (
            (10, "customer.subscription.created", "subscription(c, 'incomplete')"),
            (12, "checkout.session.completed", "session(c)"),
            (11, "invoice.payment_succeeded", "invoice(c)"),
            (11, "invoice_payment.paid", "invoice_payment(c)"),
            (12, "customer.subscription.updated", "subscription(c)"),
            (20, "charge.refunded", "charge(c, 500)"),
            (30, "charge.dispute.created", "dispute(c, 'needs_response', 1500)"),
            (40, "charge.dispute.closed", "dispute(c, 'won', 1500)"),
            (50, "customer.subscription.deleted",
             """subscription(c, 'canceled', '{"canceled_at": 1798761650, "ended_at": 1798761650}')"""))
        stories = self.about_checkouts("p_plan => 'team'", *(text for _, _, text in events), count=count, credits=700)
        return [
            (user, [event(kind, about, BEGINNING + second)
                    for (second, kind, _), about in zip(events, objects, strict=True)])
            for user, _, *objects in stories]

    def test_any_order_of_a_life_comes_to_the_same(self):
        seed = int(os.environ.get("THIN_SEED") or random.randrange(1 << 32))
        print(f"orders of events: THIN_SEED={seed}")
        chance = random.Random(seed)
        lives = self.life_cycles(25)
        orders = [list(range(9))] + [chance.sample(range(9), 9) for _ in lives[1:]]

        def live(number):
            user, events = lives[number]
            for place in orders[number]:
                self.assertEqual(self.post(events[place])[0], 200)

        at_once(4, lambda worker: [live(number) for number in range(worker, len(lives), 4)])
        endings = sql(
            "select tests.money(u.id) from unnest('{%s}'::uuid[]) with ordinality u (id, n) order by n"
            % ",".join(user for user, _ in lives)).splitlines()
        self.assertEqual(len(endings), len(lives))
        self.assertRegex(
            endings[0], "^subscription partly_refunded 2000 500 0; team monthly canceled 2000 .*; "
            "700 available, 0 held, 0 owed$")
        for number, ending in enumerate(endings):
            self.assertEqual(ending, endings[0], f"{orders[number]} of THIN_SEED={seed}")
        self.assert_sound()

    def test_a_service_that_is_killed_between_commit_and_answer(self):
        user, payload = self.paid()
        listener = Listener(json.loads(payload)["id"])
        self.addCleanup(listener.close)
        service = self.serve(DATABASE_URL=listener.conninfo)
        outcome = []

        def post():
            try:
                outcome.append(self.post(payload, service=service))
            except OSError as error:
                outcome.append(error)

        thread = threading.Thread(target=post)
        thread.start()
        until(lambda: self.row(payload, "status") == "processed")
        self.assertEqual(outcome, [])
        service.kill()
        thread.join()
        self.assertIsInstance(outcome[0], OSError)
        self.assertEqual(self.post(payload)[0], 200)
        self.assertEqual(self.row(payload, "attempts"), "1")
        self.assertEqual(self.grants(user), 1)
        self.assert_sound()

    def test_services_that_are_killed_again_and_again(self):
        stories = self.paid(count=40)
        current = [self.serve()]
        finished = threading.Event()

        def post(number):
            # As Stripe does, until it is told that it was received.
            user, payload = stories[number]
            while True:
                try:
                    if self.post(payload, service=current[0])[0] == 200:
                        return
                except OSError:
                    time.sleep(0.02)

        def kill():
            for _ in range(4):
                taken = int(sql("select count(*) from billing.stripe_events"))
                until(lambda: finished.is_set() or int(sql("select count(*) from billing.stripe_events")) > taken)
                current[0].kill()
                current[0] = self.serve()

        killer = threading.Thread(target=kill)
        killer.start()
        at_once(8, lambda worker: [post(number) for number in range(worker, len(stories), 8)])
        finished.set()
        killer.join()
        for _, payload in stories:
            self.assertEqual(self.post(payload)[0], 200)
        self.assertEqual(self.grants(*(user for user, _ in stories)), [1] * len(stories))
        self.assert_sound()

    def test_a_long_agent_is_cut_by_bytes(self):
        payload = event("capability.updated", {"object": "capability"})
        agent = ("\u00e9" * 1000).encode().decode("latin1")
        status, _, text = ask(
            self.service.url, "POST", "/webhooks/stripe", payload.encode(),
            {"Stripe-Signature": signature(payload), "User-Agent": agent})
        self.assertEqual(status, 200, text)
        self.assertEqual(
            sql("select distinct agent from audit.log where relation = 'billing.stripe_events' "
                f"and new_values ->> 'id' = '{json.loads(payload)['id']}'"), "\u00e9" * 250)

    def test_a_backend_that_is_killed_grants_nothing_until_stripe_comes_again(self):
        user, payload = self.paid()
        holder = Holder(f"select from credits.accounts where user_id = '{user}' for update")
        self.addCleanup(holder.process.kill)
        outcome = []
        thread = threading.Thread(target=lambda: outcome.append(self.post(payload)))
        thread.start()
        waiting = ("from pg_stat_activity where datname = current_database() and query ~ 'receive_stripe_event' "
                   "and wait_event_type = 'Lock'")
        until(lambda: sql(f"select pg_terminate_backend(pid) {waiting}") == "t")
        # The service may have asked once more.
        until(lambda: outcome or sql(f"select 'waits' {waiting}") == "waits")
        self.assertEqual((self.grants(user), self.row(payload, "1")), (0, ""))
        holder.release()
        thread.join()
        self.assertIn(outcome[0][0], (200, 500, 503), outcome[0])
        self.assertEqual(self.post(payload)[0], 200)
        self.assertEqual((self.grants(user), self.row(payload, "status")), (1, "processed"))
        self.assert_sound()


if __name__ == "__main__":
    unittest.main()
