"""Packs that are bought again by themselves, by two services at once, from a Stripe that hangs, declines and dies."""

import collections
import unittest

from postgrest.exceptions import APIError

from payments import KEY, Payments
from support import sql, until

INTENTS = "/v1/payment_intents"


class TopUps(Payments):
    # It takes no top-ups: the tests' own services do.
    service_settings = {"STRIPE_SECRET_KEY": None}

    def setUp(self):
        super().setUp()
        # Of those who are left from other tests.
        sql("update billing.top_up_settings set is_enabled = false; "
            "update billing.top_ups set status = 'declined', settled_at = now() where status = 'pending'")

    def serve_here(self, **settings):
        service = self.serve(**settings)
        self.addCleanup(service.kill)
        return service

    def savers(self, count):
        """People without credits, who agreed to packs of 1,000 for 10 dollars below 100."""
        return sql(f"select tests.a_saver() from generate_series(1, {count})").split()

    def saver(self):
        return self.savers(1)[0]

    def succeeded(self, users):
        return int(sql(
            "select count(*) from billing.top_ups where status = 'succeeded' "
            f"and user_id = any('{{{','.join(users)}}}')"))

    def of(self, user):
        return sql(
            "select coalesce(string_agg(concat_ws(' ', status, decline_code, attempts), ', ' order by created_at), '') "
            f"from billing.top_ups where user_id = '{user}'")

    def settings(self, user):
        return sql(
            "select is_enabled, declines, next_attempt_at > now() + interval '23 hours' from billing.top_up_settings "
            f"where user_id = '{user}'")

    def claimed_again(self):
        """As if the five minutes were over."""
        sql("update billing.top_ups set next_attempt_at = now() where status = 'pending'")

    def asked(self):
        """Keys by user, of every request, also of those that weren't answered."""
        keys = collections.defaultdict(list)
        for request in self.stub.of(INTENTS):
            keys[request.parameters["metadata"]["user_id"]].append(request.key)
        return keys

    def assert_paid_once(self, users):
        keys = self.asked()
        self.assertEqual(set(keys), set(users))
        self.assertEqual({len(set(keys[user])) for user in users}, {1})
        self.assertEqual(self.grants(*users), [1] * len(users))
        payments = collections.Counter(intent["metadata"]["user_id"] for intent in self.stub.intents.values())
        self.assertEqual(payments, collections.Counter(users))
        self.assert_sound()

    def test_two_services_and_32_users_of_whom_some_wait(self):
        users = self.savers(32)
        self.stub.tell(INTENTS, "hang", "hang", "lose", 500, 409, "drop", "hang", 429, "garbage")
        services = [self.serve_here(), self.serve_here()]
        self.assertTrue(self.stub.under_way.wait(120))
        # Those who are claimed together don't wait for each other.
        until(lambda: self.succeeded(users) > 0)
        self.stub.may_answer.set()

        def all_paid():
            self.claimed_again()
            return self.succeeded(users) == len(users)

        until(all_paid)
        for service in services:
            self.assertEqual(service.stop(), 0)
        self.assert_paid_once(users)
        asked = next(
            request for request in self.stub.of(INTENTS) if request.parameters["metadata"]["user_id"] == users[0])
        top_up = sql(f"select id from billing.top_ups where user_id = '{users[0]}'")
        self.assertEqual(asked.parameters, {
            "amount": "1000", "currency": "usd", "off_session": "true", "confirm": "true", "payment_method": "pm_1",
            "customer": sql(f"select stripe_customer_id from billing.customers where user_id = '{users[0]}'"),
            "metadata": {"user_id": users[0], "top_up_id": top_up}})
        self.assertEqual(asked.headers["authorization"], f"Bearer {KEY}")
        # Stripe tells of each again, by its event.
        for intent in list(self.stub.intents.values())[:5]:
            self.assertEqual(self.received("payment_intent.succeeded", intent), "processed")
        self.assert_paid_once(users)

    def test_a_service_that_is_killed_leaves_its_payments_to_the_next(self):
        users = self.savers(4)
        self.stub.tell(INTENTS, "hang", "hang", "hang", "hang")
        service = self.serve_here()
        until(lambda: len(self.stub.requests) == 4)
        service.kill()
        # Paid, but nobody was told.
        self.stub.may_answer.set()
        until(lambda: len(self.stub.intents) == 4)
        self.assertEqual({self.of(user) for user in users}, {"pending 1"})
        marker = self.saver()
        self.serve_here()
        until(lambda: self.of(marker) == "succeeded 1")
        # As long as the first may be alive they are its own.
        self.assertEqual({self.of(user) for user in users}, {"pending 1"})
        self.claimed_again()
        until(lambda: {self.of(user) for user in users} == {"succeeded 2"})
        self.assert_paid_once([*users, marker])

    def test_a_card_that_is_declined_is_left_alone_for_a_day(self):
        user, other = self.savers(2)
        self.stub.tell_about(user, "decline")
        self.stub.tell_about(other, {"status": "requires_action"})
        self.serve_here()
        until(lambda: self.of(user).startswith("declined") and self.of(other).startswith("declined"))
        self.assertEqual(
            (self.of(user), self.of(other)), ("declined insufficient_funds 1", "declined requires_action 1"))
        self.assertEqual((self.settings(user), self.settings(other)), ("t|1|t", "t|1|t"))
        # As if a day were over for one of them.
        sql(f"update billing.top_up_settings set next_attempt_at = now() where user_id = '{user}'")
        until(lambda: self.of(user) == "declined insufficient_funds 1, succeeded 1")
        # It is another payment, under another key.
        self.assertEqual((len(set(self.asked()[user])), len(self.asked()[other])), (2, 1))
        self.assertEqual((self.grants(user), self.settings(user)), (1, "t|0|f"))
        self.assertEqual((self.grants(other), self.settings(other)), (0, "t|1|t"))

    def test_answers_that_say_nothing_settle_nothing(self):
        """Neither is what was paid for something else taken for it."""
        faults = (401, ("redirect", 302), {"amount_received": 1, "amount": 1}, {"currency": "eur"}, {"metadata": {}},
                  {"status": "processing"}, "in use", "garbage", "large", {"amount_received": "planted"}, 403, 429,
                  {"client_secret": "\0"})
        users = self.savers(len(faults))
        for user, fault in zip(users, faults, strict=True):
            self.stub.tell_about(user, *[fault] * 3)
        self.serve_here()
        until(lambda: len(self.asked()) == len(users))
        # Its turn comes when all of the others are over.
        marker = self.saver()
        until(lambda: self.of(marker) == "succeeded 1")
        for user, fault in zip(users, faults, strict=True):
            self.assertEqual((self.of(user), self.grants(user)), ("pending 1", 0), fault)
        self.assertEqual([request for request in self.stub.requests if request.path == "/stolen"], [])
        self.stub.faults.clear()
        self.claimed_again()
        until(lambda: self.succeeded(users) == len(users))
        self.assert_paid_once([*users, marker])

    def test_from_consent_to_ceiling(self):
        buyer = self.serve_here()
        one, user = self.signed_in(buyer)
        consent = {"pack": "small", "threshold": 500, "ceiling": 1000, "consents": True}
        with self.assertRaises(APIError) as caught:
            one.rpc("set_top_up", consent).execute()
        self.assertEqual(caught.exception.code, "TH418")
        one.rpc("create_checkout", {"pack": "small", "saves_payment_method": True}).execute()
        session, intent = self.stub.pay(next(iter(self.stub.sessions)))
        self.assertEqual(intent["setup_future_usage"], "off_session")
        self.assertEqual(self.received("payment_intent.succeeded", intent), "processed")
        self.assertEqual(self.received("checkout.session.completed", session), "processed")
        with self.assertRaises(APIError) as caught:
            one.rpc("set_top_up", consent | {"consents": False}).execute()
        self.assertEqual(caught.exception.code, "TH001")
        self.assertTrue(one.rpc("set_top_up", consent).execute().data["is_enabled"])

        def spend(credits):
            sql(f"select credits.confirm('{user}', (credits.reserve('{user}', {credits}, 'job')).id)")

        spend(600)
        until(lambda: self.of(user) == "succeeded 1")
        self.assertIn("1400 available", self.money(user))
        bought = list(self.stub.intents.values())[-1]
        self.assertEqual((bought["payment_method"], bought["amount"]), ("pm_planted", 1000))
        for _ in range(2):
            self.assertEqual(self.received("payment_intent.succeeded", bought), "processed")
        self.assertIn("1400 available", self.money(user))
        # The ceiling of the month is reached.
        spend(1000)
        marker = self.saver()
        until(lambda: self.of(marker) == "succeeded 1")
        self.assertEqual(self.of(user), "succeeded 1")
        self.assertIn("400 available", self.money(user))
        self.assert_sound()

    def test_who_has_stopped_is_charged_no_more(self):
        one, user = self.signed_in()
        sql(f"select tests.a_checkout('{user}', 'small')")
        sql("update billing.customers set payment_method_id = 'pm_1', payment_method_at = now() "
            f"where user_id = '{user}'")
        one.rpc("set_top_up", {"pack": "small", "threshold": 500, "ceiling": 2000, "consents": True}).execute()
        self.assertFalse(one.rpc("stop_top_up", {}).execute().data["is_enabled"])
        self.serve_here()
        marker = self.saver()
        until(lambda: self.of(marker) == "succeeded 1")
        self.assertEqual(self.of(user), "")
        self.assertEqual(set(self.asked()), {marker})

    def test_a_service_that_is_stopped_finishes_its_payment(self):
        user = self.saver()
        self.stub.tell(INTENTS, "hang")
        service = self.serve_here()
        self.assertTrue(self.stub.under_way.wait(120))
        service.process.terminate()
        self.stub.may_answer.set()
        self.assertEqual(service.process.wait(), 0)
        self.assertEqual(self.of(user), "succeeded 1")

    def test_without_a_key_nobody_is_charged(self):
        user = self.saver()
        service = self.serve_here(STRIPE_SECRET_KEY=None)
        one, _ = self.signed_in(service)
        self.assertEqual(one.table("balance").select("available").execute().data, [{"available": 0}])
        self.assertEqual((self.of(user), self.stub.requests), ("", []))


if __name__ == "__main__":
    unittest.main()
