"""What PyPI's localstripe makes of customers, payments, subscriptions, invoices and refunds, and the events that it
signs and sends by itself. It knows no checkout and sends nothing about refunds: that is the stub's."""

import json
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

from payments import KEY, SECRET, Payments
from stripe_stub import StripeStub
from support import sql, until

# Its own command listens on every network and keeps its objects in a file that all who run it share.
LAUNCH = """
import logging, socket
from aiohttp import web
from localstripe import resources, server
resources.Store.dump_to_disk = lambda store: None
logging.basicConfig(level=logging.INFO)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
web.run_app(server.app, sock=listener, print=None)
"""
GOOD_CARD, CARD_THAT_IS_DECLINED_LATER = "4242424242424242", "4000000000000341"


class LocalStripe(Payments):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.kill()
        # Not where the logs are searched: it says what it likes.
        cls.log = tempfile.TemporaryFile(dir="/tmp")
        cls.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH], stdout=subprocess.PIPE, stderr=cls.log, text=True)
        cls.addClassCleanup(cls.process.wait)
        cls.addClassCleanup(cls.process.kill)
        cls.addClassCleanup(cls.process.stdout.close)
        cls.local = f"http://127.0.0.1:{cls.process.stdout.readline().strip()}"
        cls.stub.close()
        cls.stub = StripeStub(behind=cls.local)
        cls.addClassCleanup(cls.stub.close)
        cls.service = cls.serve()
        cls.at_local("POST", "/_config/webhooks/thin", json.dumps(
            {"url": cls.service.url + "/webhooks/stripe", "secret": SECRET}).encode())
        cls.at_local("POST", "/v1/plans", {
            "id": "basic_monthly", "amount": 900, "currency": "usd", "interval": "month", "product[name]": "Basic"})

    @classmethod
    def at_local(cls, method, path, form=None):
        body = urllib.parse.urlencode(form).encode() if isinstance(form, dict) else form
        request = urllib.request.Request(
            cls.local + path, body, {"Authorization": f"Bearer {KEY}"} | (
                {"Content-Type": "application/json"} if isinstance(form, bytes) else {}), method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def customer(self, user):
        return sql(f"select stripe_customer_id from billing.customers where user_id = '{user}'")

    def card(self, user, number=GOOD_CARD):
        """A payment method of a user's customer, which invoices are paid with."""
        card = self.at_local("POST", "/v1/payment_methods", {
            "type": "card", "card[number]": number, "card[exp_month]": 12, "card[exp_year]": 2040, "card[cvc]": "123",
            "billing_details[email]": "buyer@example.com", "billing_details[name]": "planted words"})["id"]
        self.at_local("POST", f"/v1/payment_methods/{card}/attach", {"customer": self.customer(user)})
        self.at_local(
            "POST", f"/v1/customers/{self.customer(user)}", {"invoice_settings[default_payment_method]": card})
        return card

    def checkout(self, one, **offer):
        """What is offered, and its session at the stub."""
        answer = one.rpc("create_checkout", offer).execute().data
        return next(
            session for session in self.stub.sessions.values() if session["metadata"]["checkout_id"] == answer["id"])

    def taken(self, kind, about):
        """What came of localstripe's event about an object, once it is there."""
        return until(lambda: sql(
            "select concat_ws(' ', status, reason, error) from billing.stripe_events "
            f"where type = '{kind}' and payload #>> '{{data,object,id}}' = '{about}'"))

    def metadata(self, session):
        return {f"metadata[{name}]": value for name, value in session["metadata"].items()}

    def tearDown(self):
        """All that localstripe sent to where it belongs was received."""
        self.assert_sound()
        self.log.seek(0)
        log = self.log.read().decode()
        self.assertNotRegex(log, 'webhook "(?!product.created).*" failed')
        self.assertEqual(
            sql("select string_agg(type, ' ') from billing.stripe_events where status in ('failed', 'refused')"), "")

    def test_a_pack_and_its_refund(self):
        one, user = self.signed_in()
        session = self.checkout(one, pack="small")
        customer = self.customer(user)
        self.assertEqual(self.taken("customer.created", customer), "ignored")
        self.assertEqual(self.at_local("GET", f"/v1/customers/{customer}")["metadata"], {"user_id": user})
        paid = self.at_local("POST", "/v1/payment_intents", {
            "amount": 1000, "currency": "usd", "customer": customer, "payment_method": self.card(user),
            "confirm": "true",
            **self.metadata(session)})
        self.assertEqual(paid["status"], "succeeded")
        self.assertIn(self.taken("payment_intent.succeeded", paid["id"]), ("processed", "ignored", "unmatched"))
        # Neither is a payment alone a purchase.
        self.assertEqual(self.grants(user), 0)
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": paid["id"]}
        self.assertEqual(self.received("checkout.session.completed", session), "processed")
        self.assertEqual(one.table("balance").select("available").execute().data, [{"available": 1000}])
        self.at_local("POST", "/v1/refunds", {"payment_intent": paid["id"], "amount": 400})
        charge = self.at_local("GET", f"/v1/charges/{paid['latest_charge']['id']}")
        self.assertEqual(charge["amount_refunded"], 400)
        self.assertEqual(self.received("charge.refunded", charge), "processed")
        self.assertEqual(self.money(user), "pack partly_refunded 1000 400 0; 600 available, 0 held, 0 owed")

    def test_a_subscription_from_its_checkout_to_its_end(self):
        one, user = self.signed_in()
        session = self.checkout(one, plan="basic", cycle="monthly")
        self.card(user)
        made = self.at_local("POST", "/v1/subscriptions", {
            "customer": self.customer(user), "items[0][plan]": "basic_monthly", **self.metadata(session)})
        self.assertEqual(made["status"], "active")
        session |= {"status": "complete", "payment_status": "paid", "subscription": made["id"]}
        self.assertEqual(self.received("checkout.session.completed", session), "processed")
        invoice = self.at_local("GET", f"/v1/invoices/{made['latest_invoice']}")
        for kind, about in (
            ("customer.subscription.created", made["id"]), ("invoice.payment_succeeded", invoice["id"]),
            ("payment_intent.succeeded", invoice["payment_intent"])):
            self.assertIn(self.taken(kind, about), ("processed", "unmatched"))
        until(lambda: self.money(user).startswith("subscription paid 900 0 0; basic monthly active 900 "))
        self.assertEqual(
            one.table("purchases").select("kind,amount,status").execute().data,
            [{"kind": "subscription", "amount": 900, "status": "paid"}])
        self.assertEqual(
            one.table("subscriptions").select("plan,status").execute().data, [{"plan": "basic", "status": "active"}])
        self.at_local("POST", "/v1/refunds", {"payment_intent": invoice["payment_intent"]})
        charge = self.at_local("GET", f"/v1/charges/{invoice['charge']['id']}")
        self.assertEqual(self.received("charge.refunded", charge), "processed")
        self.at_local("DELETE", f"/v1/subscriptions/{made['id']}")
        self.assertEqual(self.taken("customer.subscription.deleted", made["id"]), "processed")
        self.assertRegex(self.money(user), "^subscription refunded 900 900 0; basic monthly canceled 900 ")

    def test_top_ups_with_a_good_card_and_with_one_that_is_declined(self):
        for number, status in ((GOOD_CARD, "succeeded"), (CARD_THAT_IS_DECLINED_LATER, "declined")):
            one, user = self.signed_in()
            self.checkout(one, pack="small")
            card = self.card(user, number)
            sql(f"update billing.customers set payment_method_id = '{card}', payment_method_at = now() "
                f"where user_id = '{user}'")
            one.rpc("set_top_up", {"pack": "small", "threshold": 5, "ceiling": 1000, "consents": True}).execute()
            until(lambda: sql(f"select status from billing.top_ups where user_id = '{user}'") == status)
            kind = "payment_intent.succeeded" if status == "succeeded" else "payment_intent.payment_failed"
            until(lambda: sql(
                "select status from billing.stripe_events where type = '%s' "
                "and payload #>> '{data,object,metadata,user_id}' = '%s'" % (kind, user)) == "processed")
            paid = status == "succeeded"
            self.assertEqual(self.grants(user), int(paid))
            self.assertEqual(
                sql(f"select declines from billing.top_up_settings where user_id = '{user}'"), "0" if paid else "1")

    def test_a_signature_of_another_secret(self):
        """The same event, sent to an endpoint that doesn't know its secret."""
        before = sql("select count(*) from billing.stripe_events")
        other = self.serve(STRIPE_WEBHOOK_SECRET="whsec_of0another0endpoint", STRIPE_SECRET_KEY=None)
        self.at_local("POST", "/_config/webhooks/thin", json.dumps(
            {"url": other.url + "/webhooks/stripe", "secret": SECRET, "events": ["product.created"]}).encode())
        try:
            self.at_local("POST", "/v1/products", {"name": "planted words"})
            until(lambda: "refused" in other.log.read_text())
        finally:
            self.at_local("POST", "/_config/webhooks/thin", json.dumps(
                {"url": self.service.url + "/webhooks/stripe", "secret": SECRET}).encode())
        self.assertEqual(sql("select count(*) from billing.stripe_events"), before)


if __name__ == "__main__":
    unittest.main()
