"""A deleted account: nothing that tells who it was is in a dump of the database, and Stripe is asked to forget it."""

import json
import os
import subprocess
import uuid

from payments import Payments
from support import sql, until


def dump():
    """The data of the database, as a backup would have it."""
    return subprocess.run(
        ["pg_dump", "--data-only", os.environ["THIN_DATABASE"]], check=True, capture_output=True, text=True).stdout


class Erasure(Payments):
    def test_nothing_is_left_in_a_dump(self):
        word = "planted" + uuid.uuid4().hex
        name = word + "@example.com"
        person = self.signed_in()[0]
        person.auth.sign_out()
        answer = person.auth.sign_up(
            {"email": name, "password": word + "Aa1!", "options": {"data": {"name": word}}})
        user, token = answer.user.id, answer.session.access_token
        sql("select tests.a_pack()")

        def mine(function, body={}):
            status, _, text = self.call(function, body, key=token, headers={"User-Agent": word, "X-Request-Id": word})
            self.assertEqual(status // 100, 2, text)
            return json.loads(text) if text else None

        for function, body in (
            ("grant_credits", {"amount": 100, "source": "purchase", "idempotency_key": word}),
            ("reserve", {"amount": 10, "job_type": "image", "job_id": word, "description": word, "metadata": {}}),
        ):
            status, _, text = self.call(function, {"user_id": user, **body}, headers={"User-Agent": word})
            self.assertEqual(status, 200, text)
        mine("create_api_key", {"name": word, "scopes": ["all"]})
        chat = mine("create_chat_session")["id"]
        mine("rename_chat_session", {"session_id": chat, "title": word})
        mine("create_checkout", {"pack": "planted", "idempotency_key": word})
        customer = sql(f"select stripe_customer_id from billing.customers where user_id = '{user}'")
        self.received("customer.updated", {"id": customer, "object": "customer", "name": word, "email": name})
        self.received("checkout.session.completed", {
            **json.loads(sql(
                f"select tests.stripe_session(id) from billing.checkouts where user_id = '{user}'")),
            "customer": customer, "customer_details": {"name": word},
            "id": sql(f"select stripe_session_id from billing.checkouts where user_id = '{user}'")})
        sql("select audit.seal() from generate_series(1, 3)")
        self.assertGreater(dump().count(word), 15)
        everything = json.dumps(mine("export_my_data"))
        self.assertGreater(everything.count(word), 5)

        mine("delete_my_account")
        self.assertEqual(self.call("export_my_data", {}, key=token)[0], 401)
        # An hour later.
        sql(f"select tests.let_erasure_age('{user}')")
        sql(f"update credits.reservations set expires_at = now() where user_id = '{user}'")
        until(lambda: sql(
            f"select tests.run_job('erasures') > 0 and finished_at is not null from ops.erasures where user_id = '{user}'"
        ) == "t" or None)
        left = [line for line in dump().splitlines() if word in line]
        self.assertEqual(left, [])
        sql("select audit.seal()")
        for proof in ("credits.verify()", "usage.verify()", "ai.verify()", "audit.verify()"):
            self.assertEqual(sql(f"select * from {proof}"), "", proof)

    def test_stripe_is_asked_to_forget(self):
        one, user = self.signed_in()
        sql("select tests.a_pack()")
        one.rpc("create_checkout", {"pack": "planted"}).execute()
        customer, session = sql(
            "select c.stripe_customer_id, o.stripe_session_id from billing.customers c "
            f"join billing.checkouts o on o.user_id = c.user_id where c.user_id = '{user}'").split("|")
        one.rpc("delete_my_account", {}).execute()
        until(lambda: sql(
            f"select count(*) from billing.stripe_errands where user_id = '{user}' and done_at is not null") == "2" or None)
        self.assertEqual(self.stub.of(f"/v1/customers/{customer}")[0].parameters["email"], "")
        self.assertEqual(self.stub.sessions[session]["status"], "expired")
