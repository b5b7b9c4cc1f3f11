"""Checkouts and the customer portal: what Stripe is asked for, how often, and what comes of its answers."""

import json
import os
import socket
import threading
import unittest
import uuid

from postgrest.exceptions import APIError

from payments import KEY, Payments, ask, at_once, event
from stripe_stub import StripeStub
from support import sql, until

SITE = "http://localhost:3000"
CUSTOMERS, SESSIONS, PORTALS = "/v1/customers", "/v1/checkout/sessions", "/v1/billing_portal/sessions"


class Checkout(Payments):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sql("select tests.a_priced_plan('trial', 2000, 20000, 30, p_trial_days => 14)")
        cls.users = sql("select tests.a_user() from generate_series(1, 100)").split()
        cls.begin_to_hang()

    @classmethod
    def begin_to_hang(cls):
        """A checkout at a Stripe of its own, which never answers, so that others needn't wait until it is given up."""
        cls.hanging = StripeStub()
        cls.addClassCleanup(cls.hanging.close)
        cls.hanging.tell(SESSIONS, *["hang"] * 9)
        service, cls.waiting_user, cls.given_up = cls.serve(STRIPE_API_BASE=cls.hanging.url), cls.users.pop(), []
        body = json.dumps({"pack": "small", "user_id": cls.waiting_user}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['SERVICE_KEY']}"}
        cls.waiting = threading.Thread(target=lambda: cls.given_up.append(
            ask(service.url, "POST", "/rest/v1/rpc/create_checkout", body, headers)))
        cls.waiting.start()
        cls.addClassCleanup(cls.waiting.join)
        cls.addClassCleanup(cls.hanging.may_answer.set)

    def buy(self, user, service=None, **body):
        """As the service role, whose calls aren't counted: status and what it answered."""
        body = {"pack": "small", "user_id": user, **body}
        if body["pack"] is None:
            del body["pack"]
        status, _, text = self.call("create_checkout", body, service=service)
        return status, json.loads(text)

    def checkout(self, user):
        return sql(f"select status, stripe_session_id is null from billing.checkouts where user_id = '{user}'")

    def assert_bought(self, answer):
        status, body = answer
        self.assertEqual((status, set(body)), (200, {"id", "url"}), body)
        self.assertEqual(body["url"], next(
            session["url"] for session in self.stub.sessions.values()
            if session["metadata"]["checkout_id"] == body["id"]))

    def assert_failed(self, answer, user):
        self.assertEqual((answer[0], answer[1]["code"]), (502, "TH502"), answer)
        self.assertNotIn("planted", json.dumps(answer[1]))
        self.assertEqual(self.checkout(user), "prepared|t")

    def test_a_pack(self):
        one, user = self.signed_in()
        answer = one.rpc("create_checkout", {
            "pack": "small", "success_url": SITE + "/done", "cancel_url": SITE + "/no", "saves_payment_method": True,
        }).execute().data
        self.assert_bought((200, answer))
        customer, = self.stub.of(CUSTOMERS)
        session, = self.stub.of(SESSIONS)
        self.assertEqual(len(self.stub.requests), 2)
        for request in (customer, session):
            self.assertEqual(request.headers["authorization"], f"Bearer {KEY}")
            self.assertRegex(request.headers["stripe-version"], r"^20\d\d-\d\d-\d\d\.[a-z]+$")
            self.assertGreaterEqual(request.headers["stripe-version"], "2025-03-31.basil")
            self.assertEqual(request.headers["content-type"].split(";")[0], "application/x-www-form-urlencoded")
            self.assertTrue(1 <= len(request.key) <= 255)
        email = sql(f"select email from auth.users where id = '{user}'")
        self.assertEqual(customer.parameters, {"email": email, "metadata": {"user_id": user}})
        metadata = {"user_id": user, "checkout_id": answer["id"]}
        self.assertEqual(session.parameters, {
            "mode": "payment", "customer": next(iter(self.stub.customers)), "client_reference_id": user,
            "success_url": SITE + "/done", "cancel_url": SITE + "/no", "metadata": metadata,
            "payment_intent_data": {"metadata": metadata, "setup_future_usage": "off_session"},
            "line_items": {"0": {"quantity": "1", "price_data": {
                "currency": "usd", "unit_amount": "1000", "product_data": {"name": "Small"}}}}})
        # The second time the customer is known.
        one.rpc("create_checkout", {"pack": "medium"}).execute()
        self.assertEqual((len(self.stub.of(CUSTOMERS)), len(self.stub.of(SESSIONS))), (1, 2))
        self.assertEqual(self.stub.of(SESSIONS)[1].parameters["customer"], next(iter(self.stub.customers)))

    def test_a_plan_on_trial_and_the_one_before_it_is_closed(self):
        one, user = self.signed_in()
        first = one.rpc("create_checkout", {"plan": "pro", "cycle": "yearly"}).execute().data
        second = one.rpc("create_checkout", {"plan": "trial", "with_trial": True}).execute().data
        self.assertNotEqual(first["id"], second["id"])
        paths = [request.path for request in self.stub.requests]
        (old, _), = [(key, value) for key, value in self.stub.sessions.items() if value["status"] == "expired"]
        self.assertEqual(paths, [CUSTOMERS, SESSIONS, f"{SESSIONS}/{old}/expire", SESSIONS])
        yearly, trial = self.stub.of(SESSIONS)
        price = yearly.parameters["line_items"]["0"]["price_data"]
        self.assertEqual((price["unit_amount"], price["recurring"]), ("29000", {"interval": "year"}))
        self.assertEqual(trial.parameters["subscription_data"]["trial_period_days"], "14")
        self.assertEqual(
            sql(f"select string_agg(status, ' ' order by created_at) from billing.checkouts where user_id = '{user}'"),
            "expired open")

    def test_a_plan_that_was_paid_meanwhile(self):
        user = self.users.pop()
        self.assert_bought(self.buy(user, pack=None, plan="pro"))
        paid, = self.stub.sessions
        self.stub.sessions[paid]["status"] = "complete"
        status, body = self.buy(user, pack=None, plan="basic")
        self.assertEqual((status, body["code"]), (409, "TH417"))
        self.assertEqual(len(self.stub.sessions), 1)

    def test_a_page_that_stripe_doesn_t_close_isn_t_taken_for_paid(self):
        """Of a key that may not do it, Stripe says `invalid_request_error` as well."""
        for faults in ([401], [403], [429] * 3, [500] * 3, [{"metadata": "\0"}]):
            with self.subTest(faults):
                self.stub.forget()
                user = self.users.pop()
                self.assert_bought(self.buy(user, pack=None, plan="pro"))
                open_page, = self.stub.sessions
                self.stub.tell(f"{SESSIONS}/{open_page}/expire", *faults)
                status, body = self.buy(user, pack=None, plan="basic", idempotency_key="a")
                self.assertEqual((status, body["code"], body["details"]), (502, "TH502", "expire"), body)
                self.assertEqual(list(self.stub.sessions), [open_page])
                self.assert_bought(self.buy(user, pack=None, plan="basic", idempotency_key="a"))
                self.assertEqual([session["status"] for session in self.stub.sessions.values()], ["expired", "open"])

    def test_names_are_sent_as_they_are(self):
        name = "A&B=C [d] + 100% \u00e9\u4e2d \U0001f600"
        sql(f"insert into billing.packs (id, name, credits, unit_amount) values ('odd', '{name}', 5, 7)")
        user = self.users.pop()
        self.assert_bought(self.buy(user, pack="odd", success_url=SITE + "/a?b=c&d={CHECKOUT_SESSION_ID}"))
        sent = self.stub.of(SESSIONS)[0].parameters
        self.assertEqual(sent["line_items"]["0"]["price_data"]["product_data"]["name"], name)
        self.assertEqual(sent["success_url"], SITE + "/a?b=c&d={CHECKOUT_SESSION_ID}")

    def test_prices_are_the_database_s(self):
        one, user = self.signed_in()
        for body in ({"unit_amount": 1}, {"amount": 1}, {"amount_total": 1}, {"currency": "eur"}, {"price": 1},
                     {"credits": 1e9}, {"customer": "cus_1"}, {"metadata": {}}, {"line_items": []}):
            with self.assertRaises(APIError) as caught:
                one.rpc("create_checkout", {"pack": "small", **body}).execute()
            self.assertIn(caught.exception.code, ("PGRST202", "TH001"), body)
        self.assertEqual(self.stub.requests, [])
        sql("insert into billing.packs (id, name, credits, unit_amount, currency) "
            "values ('changing', 'Changing', 5, 700, 'usd')")
        self.assert_bought(self.buy(user, pack="changing"))
        sql("update billing.packs set unit_amount = 900, currency = 'eur' where id = 'changing'")
        self.assert_bought(self.buy(user, pack="changing"))
        prices = [request.parameters["line_items"]["0"]["price_data"] for request in self.stub.of(SESSIONS)]
        self.assertEqual(
            [(price["unit_amount"], price["currency"]) for price in prices], [("700", "usd"), ("900", "eur")])

    def test_what_the_database_refuses_never_reaches_stripe(self):
        user = self.users.pop()
        for body, code in (
            ({"pack": "none"}, "TH404"), ({"pack": None}, "TH001"), ({"plan": "pro"}, "TH001"),
            ({"pack": "small", "cycle": "monthly"}, "TH001"), ({"success_url": "https://evil.example.net/"}, "TH001"),
            ({"success_url": "javascript:alert(1)"}, "TH001"), ({"user_id": str(uuid.uuid4())}, "TH404"),
            ({"user_id": None}, "TH001"), ({"idempotency_key": ""}, "TH001"),
            ({"idempotency_key": "x" * 10_000}, "TH001"), ({"user_id": "planted words"}, "TH001"),
            ({"pack": "small\u0000"}, "TH001"), ({"with_trial": "NaN"}, "TH001"),
        ):
            status, answer = self.buy(user, **body)
            self.assertEqual(answer["code"], code, body)
            self.assertLess(status, 500)
        self.assertEqual(self.stub.requests, [])

    def test_for_whom(self):
        one, user = self.signed_in()
        _, other = self.signed_in()
        with self.assertRaises(APIError) as caught:
            one.rpc("create_checkout", {"pack": "small", "user_id": other}).execute()
        self.assertIn(caught.exception.code, ("PGRST202", "42501", "TH403"))
        with self.assertRaises(APIError) as caught:
            one.rpc("create_portal_session", {"user_id": other}).execute()
        self.assertIn(caught.exception.code, ("PGRST202", "42501", "TH403"))
        for token in (os.environ["ANON_KEY"], "planted.words.token"):
            for body in ({"pack": "small"}, {"pack": "small", "user_id": other}):
                self.assertIn(self.call("create_checkout", body, key=token)[0], (401, 403, 404))
        self.assertEqual(self.stub.requests, [])
        self.assert_bought(self.buy(other))
        self.assertEqual(self.stub.of(SESSIONS)[0].parameters["client_reference_id"], other)

    def test_internal_steps_are_nobody_s(self):
        """What Stripe answered is told by the service alone."""
        one, user = self.signed_in()
        for function in (
            "take_stripe_answer", "receive_stripe_event", "settle_top_up", "claim_top_ups", "prepare_checkout",
        ):
            with self.assertRaises(APIError) as caught:
                one.rpc(function, {}).execute()
            self.assertEqual(caught.exception.code, "PGRST202")

    def test_nothing_but_id_and_url_is_answered(self):
        """Whatever form of answer is asked for."""
        for query, headers in (
            ("?select=parameters,idempotency_key", {}), ("?select=id", {}), ("?id=is.null", {}), ("?limit=0", {}),
            ("?offset=1", {}), ("?order=id", {}), ("", {"Prefer": "return=minimal"}), ("", {"Prefer": "tx=rollback"}),
            ("", {"Prefer": "count=exact"}), ("", {"Range": "5-9"}), ("", {"Accept": "text/csv"}),
            ("", {"Accept": "application/vnd.pgrst.object+json"}), ("", {"Accept": "application/vnd.pgrst.plan+json"}),
            ("", {"Accept": "text/plain"}), ("", {"Accept": "application/octet-stream"}),
            ("", {"Content-Profile": "billing"}),
            ("", {"Prefer": "params=multiple-objects"}), ("", {"Prefer": "handling=strict, nonsense"}),
        ):
            with self.subTest(query=query, headers=headers):
                user = self.users.pop()
                status, _, text = self.call(
                    "create_checkout", {"pack": "small", "user_id": user}, query=query, headers=headers)
                self.assertLess(status, 500, text)
                for hidden in ("parameters", "idempotency_key", "/v1/"):
                    self.assertNotIn(hidden, text)
                if status == 200 and text.startswith("{"):
                    self.assertEqual(set(json.loads(text)), {"id", "url"})
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            status, _, text = ask(
                self.service.url, method, f"/rest/v1/rpc/create_checkout?pack=small&user_id={user}", None,
                {"Authorization": f"Bearer {os.environ['SERVICE_KEY']}"})
            self.assertIn(status, (400, 404, 405, 501), method)

    def test_a_batch_buys_nothing(self):
        """PostgREST takes the first of an array; in any case not one for each."""
        user = self.users.pop()
        self.call("create_checkout", [{"pack": "small", "user_id": user}] * 3)
        self.assertLessEqual(len(self.stub.sessions), 1)

    def test_what_may_come_again_is_asked_again_under_the_same_key(self):
        for faults in ([500, 500], [429, "lose"], ["in use", "drop"], [(400, {"Stripe-Should-Retry": "true"})]):
            with self.subTest(faults):
                self.stub.forget()
                user = self.users.pop()
                self.stub.tell(SESSIONS, *faults)
                self.assert_bought(self.buy(user))
                asked = self.stub.of(SESSIONS)
                self.assertEqual((len(asked), len({request.key for request in asked})), (len(faults) + 1, 1))
                self.assertEqual(len({request.body for request in asked}), 1)
                self.assertEqual((len(self.stub.sessions), len(self.stub.customers)), (1, 1))

    def test_what_fails_for_good_is_said_and_goes_on_when_it_is_tried_again(self):
        for faults, asked in (
            ([500] * 3, 3), (["drop"] * 3, 3), ([(500, {"Stripe-Should-Retry": "false"})], 1), (["error"], 1),
            (["decline"], 1), ([{"amount_total": 999}], 1), ([{"currency": "eur"}], 1), ([{"url": None}], 1),
            ([{"id": "cs_" + "x" * 9000}], 1),
            ([{"id": "sub_1"}], 1), ([{"metadata": {}}], 1), ([401], 1), ([{"amount_total": "planted"}], 1),
            ([{"amount_total": {}}], 1), ([{"url": "x" * 9000}], 1), ([403], 1), ([{"client_secret": "\0"}], 1),
            ([("redirect", 301)], 1), ([("redirect", 302)], 1), ([("redirect", 303)], 1), ([("redirect", 307)], 1),
            ([("redirect", 308)], 1),
        ):
            with self.subTest(faults):
                self.stub.forget()
                user = self.users.pop()
                self.stub.tell(SESSIONS, *faults)
                self.assert_failed(self.buy(user, idempotency_key="a"), user)
                self.assertEqual(len(self.stub.of(SESSIONS)), asked)
                self.assertEqual([request for request in self.stub.requests if request.path == "/stolen"], [])
                self.assert_bought(self.buy(user, idempotency_key="a"))
                keys = {request.key for request in self.stub.of(SESSIONS)}
                self.assertEqual((len(self.stub.sessions), len(keys)), (1, 1))

    def test_answers_that_are_none(self):
        """Whether it asks again doesn't matter, as long as it says in the end that it failed."""
        for fault in ("garbage", "no json at all", "large"):
            with self.subTest(fault):
                self.stub.forget()
                user = self.users.pop()
                self.stub.tell(SESSIONS, *[fault] * 3)
                self.assert_failed(self.buy(user), user)

    def test_the_customer_s_request_fails_alike(self):
        user = self.users.pop()
        self.stub.tell(CUSTOMERS, 500, 500)
        self.assert_bought(self.buy(user))
        keys = [request.key for request in self.stub.of(CUSTOMERS)]
        self.assertEqual((len(keys), len(set(keys))), (3, 1))
        user = self.users.pop()
        self.stub.tell(CUSTOMERS, "error")
        self.assert_failed(self.buy(user), user)
        self.assertEqual(sql(f"select count(*) from billing.customers where user_id = '{user}'"), "0")

    def test_the_customer_of_another_isn_t_taken(self):
        first = self.users.pop()
        self.assert_bought(self.buy(first))
        second = self.users.pop()
        self.stub.tell(CUSTOMERS, {"id": next(iter(self.stub.customers))})
        self.assert_failed(self.buy(second), second)

    def test_a_server_that_is_dead(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        service = self.serve(STRIPE_API_BASE=f"http://127.0.0.1:{port}")
        user = self.users.pop()
        self.assert_failed(self.buy(user, service=service), user)

    def test_a_server_that_hangs_holds_no_connection_to_the_database(self):
        service = self.serve(THIN_POOL_SIZE="1")
        one, user = self.signed_in()
        self.stub.tell(SESSIONS, *["hang"] * 9)
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.buy(user, service=service)))
        thread.start()
        self.assertTrue(self.stub.under_way.wait(120))
        for _ in range(5):
            self.assertEqual(ask(service.url, "GET", "/health/ready")[0], 200)
            self.assertEqual(self.call("admin_webhook_events", {}, service=service)[0], 200)
        self.assertEqual(
            sql("select count(*) from pg_stat_activity where datname = current_database() and state ~ 'transaction'"),
            "0")
        self.assertEqual(answers, [])
        self.stub.faults.clear()
        self.stub.may_answer.set()
        thread.join()
        self.assert_bought(answers[0])

    def test_without_an_answer_it_gives_up(self):
        self.waiting.join()
        (status, _, text), = self.given_up
        self.assert_failed((status, json.loads(text)), self.waiting_user)
        self.assertEqual(len({request.key for request in self.hanging.of(SESSIONS)}), 1)

    def test_a_repeat_gets_the_same_page(self):
        one, user = self.signed_in()
        first = one.rpc("create_checkout", {"pack": "small", "idempotency_key": "a"}).execute().data
        self.assertEqual(one.rpc("create_checkout", {"pack": "small", "idempotency_key": "a"}).execute().data, first)
        self.assertEqual((len(self.stub.of(SESSIONS)), len(self.stub.sessions)), (1, 1))
        with self.assertRaises(APIError) as caught:
            one.rpc("create_checkout", {"pack": "large", "idempotency_key": "a"}).execute()
        self.assertEqual(caught.exception.code, "TH409")
        # The key is the user's own.
        other, _ = self.signed_in()
        same_key = {"pack": "large", "idempotency_key": "a"}
        self.assertNotEqual(other.rpc("create_checkout", same_key).execute().data, first)
        session, _ = self.stub.pay(first["url"].split("/")[-1].split("#")[0])
        self.assertEqual(self.received("checkout.session.completed", session), "processed")
        with self.assertRaises(APIError) as caught:
            one.rpc("create_checkout", {"pack": "small", "idempotency_key": "a"}).execute()
        self.assertEqual(caught.exception.code, "TH417")

    def test_32_repeats_at_once_make_one_page(self):
        user = self.users.pop()
        other = self.serve()
        answers = at_once(32, lambda n: self.buy(user, idempotency_key="a", service=(self.service, other)[n % 2]))
        self.assertEqual({status for status, _ in answers}, {200}, answers)
        self.assertEqual(len({json.dumps(body) for _, body in answers}), 1)
        self.assertEqual((len(self.stub.sessions), len(self.stub.customers)), (1, 1))

    def test_16_plans_at_once_leave_one_page_open(self):
        self.leave_one_page_open(self.users.pop())

    def test_16_plans_of_a_known_customer_leave_one_page_open(self):
        """Nothing goes before the page, so that all ask Stripe for one."""
        user = self.users.pop()
        self.assertEqual(self.buy(user)[0], 200)
        self.leave_one_page_open(user)

    def leave_one_page_open(self, user):
        answers = at_once(16, lambda n: self.buy(user, pack=None, plan="pro" if n % 2 else "basic"))
        self.assertEqual({status for status, _ in answers} - {200, 409}, set(), answers)
        self.assertEqual(len(self.stub.customers), 1)
        # Closing ten of them may take longer than one request has.
        until(lambda: self.buy(user, pack=None, plan="pro")[0] == 200)
        self.assertEqual(
            [session["status"] for session in self.stub.sessions.values() if session["mode"] == "subscription"].count("open"), 1)
        self.assertEqual(
            sql("select count(*) from billing.checkouts where mode = 'subscription' "
                f"and user_id = '{user}' and status in ('prepared', 'open')"), "1")

    def test_who_buys_too_often_is_told_when_to_come_again(self):
        one, user = self.signed_in()
        token = one.auth.get_session().access_token
        # Time that passes lets more through.
        for count in range(100):
            status, headers, text = self.call("create_checkout", {"pack": "small", "idempotency_key": "a"}, key=token)
            if status == 429:
                break
            self.assertEqual(status, 200, text)
        self.assertEqual((status, json.loads(text)["code"]), (429, "TH429"))
        self.assertGreaterEqual(count, 5)
        self.assertGreaterEqual(int(headers["Retry-After"]), 1)
        self.assertEqual(self.call("create_portal_session", {}, key=token)[0], 429)
        self.assertEqual(len(self.stub.of(SESSIONS)), 1)
        # Who wants to be charged no more needn't wait.
        self.assertEqual(self.call("stop_top_up", {}, key=token)[0], 404)

    def test_without_a_key_everything_else_works(self):
        for key in (None, ""):
            service = self.serve(STRIPE_SECRET_KEY=key)
            one, user = self.signed_in(service)
            for function, body in (("create_checkout", {"pack": "small"}), ("create_portal_session", {})):
                token = one.auth.get_session().access_token
                status, headers, text = self.call(function, body, key=token, service=service)
                self.assertEqual((status, json.loads(text)["code"]), (503, "TH503"))
                self.assertIn("STRIPE_SECRET_KEY", text)
                self.assertEqual(headers["x-should-retry"], "false")
            self.assertEqual(one.table("packs").select("id", count="exact").execute().data[0].keys(), {"id"})
            self.assertEqual(one.table("balance").select("available").execute().data, [{"available": 0}])
            payload = event("capability.updated", {"object": "capability"})
            self.assertEqual(self.post(payload, service=service)[0], 200)
        self.assertEqual(self.stub.requests, [])

    def test_the_portal(self):
        one, user = self.signed_in()
        with self.assertRaises(APIError) as caught:
            one.rpc("create_portal_session", {}).execute()
        self.assertEqual((caught.exception.code, caught.exception.details), ("TH404", "customer"))
        self.assertEqual(self.stub.requests, [])
        self.assert_bought(self.buy(user))
        answer = one.rpc("create_portal_session", {"return_url": SITE + "/account"}).execute().data
        portal, = self.stub.portals.values()
        self.assertEqual(answer, {"url": portal["url"]})
        asked, = self.stub.of(PORTALS)
        self.assertEqual(
            asked.parameters, {"customer": next(iter(self.stub.customers)), "return_url": SITE + "/account"})
        self.assertEqual((asked.headers["authorization"], bool(asked.key)), (f"Bearer {KEY}", True))
        status, _, text = self.call("create_portal_session", {"user_id": user})
        self.assertEqual((status, set(json.loads(text))), (200, {"url"}))
        self.stub.tell(PORTALS, 500, "lose")
        self.assertEqual(self.call("create_portal_session", {"user_id": user})[0], 200)
        for fault in ("error", "garbage", ("redirect", 302), {"url": None}):
            self.stub.tell(PORTALS, *[fault] * 3)
            status, _, text = self.call("create_portal_session", {"user_id": user})
            self.assertEqual((status, json.loads(text)["code"]), (502, "TH502"), fault)
        self.assertEqual([request for request in self.stub.requests if request.path == "/stolen"], [])

    def test_all_of_it(self):
        """From the offer to the credits, and back."""
        one, user = self.signed_in()
        answer = one.rpc("create_checkout", {"pack": "small"}).execute().data
        session, intent = self.stub.pay(next(iter(self.stub.sessions)))
        self.assertEqual(self.received("checkout.session.completed", session), "processed")
        self.assertEqual(one.table("balance").select("available").execute().data, [{"available": 1000}])
        self.assertEqual(
            one.table("purchases").select("kind,pack,amount,currency,status").execute().data,
            [{"kind": "pack", "pack": "small", "amount": 1000, "currency": "usd", "status": "paid"}])
        self.assertEqual(self.received("charge.refunded", self.stub.refund(intent, 1000)), "processed")
        self.assertEqual(one.table("balance").select("available").execute().data, [{"available": 0}])
        self.assertEqual(sql(f"select status from billing.checkouts where id = '{answer['id']}'"), "completed")
        self.assert_sound()


if __name__ == "__main__":
    unittest.main()
