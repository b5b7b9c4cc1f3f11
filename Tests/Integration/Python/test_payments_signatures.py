"""Who may tell of payments: Thin and PyPI's stripe, which signs and judges, have to say the same."""

import hashlib
import hmac
import json
import time
import unittest

import stripe

from payments import OLD_SECRET, SECRET, Payments, ask, event, signature
from support import sql


def signed(payload, secret=SECRET, at=None, scheme="v1"):
    """Of bytes that the SDK doesn't sign."""
    at = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + payload, hashlib.sha256).hexdigest()
    return f"t={at},{scheme}={digest}"


def construct(payload, header):
    """What the SDK says to any of the secrets that are valid now."""
    def accepts(secret):
        try:
            stripe.Webhook.construct_event(payload, header, secret)
        except (stripe.SignatureVerificationError, TypeError, ValueError):
            return False
        return True
    return any(accepts(secret) for secret in (SECRET, OLD_SECRET))


class Signatures(Payments):
    service_settings = {"STRIPE_SECRET_KEY": None}

    def setUp(self):
        super().setUp()
        self.kept = self.rows()
        self.addCleanup(lambda: self.assertEqual(self.rows(), self.kept, "what is refused leaves nothing behind"))

    def rows(self):
        return int(sql("select count(*) from billing.stripe_events"))

    def judge(self, payload, header):
        """Whether Thin takes it."""
        headers = {"Content-Type": "application/json"} | ({} if header is None else {"Stripe-Signature": header})
        status, _, text = ask(self.service.url, "POST", "/webhooks/stripe", payload, headers)
        self.assertIn(status, (200, 400), text)
        self.kept += status == 200
        return status == 200

    def an_event(self, **fields):
        return event("payment_intent.created", {"object": "payment_intent", "description": "planted words"}, **fields)

    def test_what_is_right_is_taken(self):
        now = int(time.time())
        for name, header in {
            "one signature": signature,
            "the older secret": lambda body: signature(body, OLD_SECRET),
            "four minutes old": lambda body: signature(body, at=now - 240),
            "the second of two": lambda body: f"t={now},v1={'0' * 64},v1=" + signature(body, at=now).split("v1=")[1],
            "the first of two": lambda body: signature(body, at=now) + ",v1=" + "0" * 64,
            "between other schemes": lambda body: signature(body, at=now).replace("v1=", "v0=cafe,v1=") + ",v2=cafe",
            "an empty one before it": lambda body: signature(body, at=now).replace("v1=", "v1=,v1="),
        }.items():
            with self.subTest(name):
                payload = self.an_event()
                self.assertTrue(construct(payload, header(payload)))
                self.assertTrue(self.judge(payload.encode(), header(payload)))

    def test_what_the_sdk_refuses_is_refused(self):
        now = int(time.time())
        right = lambda body: signature(body, at=now)
        digest = lambda body: right(body).split("v1=")[1]
        for name, header in {
            "another secret": lambda body: signature(body, "whsec_another0123456789"),
            "an empty secret": lambda body: signed(body.encode(), ""),
            "a second too old": lambda body: signature(body, at=now - 302),
            "a year old": lambda body: signature(body, at=now - 31_536_000),
            "before time began": lambda body: signature(body, at=-1),
            "no header": lambda body: None,
            "an empty header": lambda body: "",
            "another body": lambda body: right(body + " "),
            "another time": lambda body: right(body).replace(f"t={now}", f"t={now - 1}"),
            "v0 only": lambda body: right(body).replace("v1=", "v0="),
            "v1 in capitals": lambda body: right(body).replace("v1=", "V1="),
            "no t": lambda body: "v1=" + digest(body),
            "t that is no number": lambda body: right(body).replace(f"t={now}", "t=now"),
            "an empty t": lambda body: right(body).replace(f"t={now}", "t="),
            "t beyond any number": lambda body: right(body).replace(f"t={now}", "t=" + "9" * 40),
            "an empty t before it": lambda body: "t=," + right(body),
            "a bare t before it": lambda body: "t," + right(body),
            "a bare v1 before it": lambda body: "v1," + right(body),
            "a time written in another way": lambda body: signed(body.encode(), at=f"0{now}"),
            "a signed time": lambda body: signed(body.encode(), at=f"+{now}"),
            "no signature": lambda body: f"t={now}",
            "an empty signature": lambda body: f"t={now},v1=",
            "half a signature": lambda body: right(body)[:-32],
            "more than a signature": lambda body: right(body) + "00",
            "a signature in capitals": lambda body: f"t={now},v1={digest(body).upper()}",
            "no hexadecimal": lambda body: f"t={now},v1=" + "z" * 64,
            "base64": lambda body: f"t={now},v1=SGVsbG8=",
            "garbage": lambda body: "garbage",
            "commas": lambda body: ",,,,",
            "signs of equality": lambda body: "=,=,=",
            "ten thousand signatures": lambda body: f"t={now}" + ",v1=" + "0" * 8 + ",v1=0" * 1000,
            "a space after the comma": lambda body: right(body).replace(",v1", ", v1"),
            "a space before all": lambda body: f"t={now};v1={digest(body)}",
            "the first of two times": lambda body: "t=1," + right(body),
            "letters beyond ASCII": lambda body: f"t={now},v1=" + "\u00e9" * 32,
        }.items():
            with self.subTest(name):
                payload = self.an_event()
                self.assertFalse(construct(payload, header(payload)))
                self.assertFalse(self.judge(payload.encode(), header(payload)))

    def test_a_changed_byte_anywhere_is_refused(self):
        payload = self.an_event().encode()
        header = signature(payload)
        for place in range(0, len(payload), 41):
            changed = payload[:place] + bytes([payload[place] ^ 1]) + payload[place + 1:]
            self.assertFalse(construct(changed, header))
            self.assertFalse(self.judge(changed, header))
        for changed in (payload[:-1], payload + b"\n", b" " + payload, payload.replace(b"  ", b" "), b""):
            self.assertFalse(construct(changed, header))
            self.assertFalse(self.judge(changed, header))
        self.assertTrue(self.judge(payload, header))

    def test_what_is_signed_and_no_event_is_refused(self):
        """Thin refuses more than the SDK does: what is JSON but no event, and what it can't keep."""
        for name, payload in {
            "nothing": b"", "no JSON": b"planted words", "half of one": self.an_event().encode()[:-9],
            "two": (self.an_event() * 2).encode(),
            "no UTF-8": self.an_event().replace("planted", "\u00e9").encode("latin1"),
            "a NUL": self.an_event().encode() + b"\x00planted words",
            "a number that is none": b'{"id": NaN-}',
        }.items():
            with self.subTest(name):
                self.assertFalse(construct(payload, signed(payload)))
                self.assertFalse(self.judge(payload, signed(payload)))
        for name, payload in {
            "an array": b"[1]", "null": b"null", "a word": b'"planted words"', "an empty object": b"{}",
            "no type": json.dumps({"id": "evt_1", "object": "event", "created": 1, "data": {"object": {}}}).encode(),
            "no id": self.an_event().replace('"id": "evt_', '"id": "nothing_').encode(),
            "an escaped NUL": self.an_event().replace("planted", "planted\\u0000").encode(),
            "half a pair of surrogates": self.an_event().replace("planted", "planted\\ud800").encode(),
            "a time beyond time": self.an_event(second=10 ** 30).encode(),
            "too deep": (b"[" * 20000 + b"]" * 20000),
        }.items():
            with self.subTest(name):
                self.assertFalse(self.judge(payload, signed(payload)))

    def test_a_time_to_come_is_refused(self):
        """The SDK has no bound for it; a clock that runs ahead by minutes is as wrong as one that runs behind."""
        payload = self.an_event()
        header = signature(payload, at=int(time.time()) + 3600)
        self.assertTrue(construct(payload, header))
        self.assertFalse(self.judge(payload.encode(), header))
        header = signature(payload, at=int(time.time()) + 120)
        self.assertTrue(self.judge(payload.encode(), header))

    def test_only_so_much_is_read(self):
        room = 256 * 1024 - len(self.an_event(padding=""))
        for length, expected in ((room, 200), (room + 1, 413), (10_000_000, 413)):
            payload = self.an_event(padding="x" * length).encode()
            with self.subTest(len(payload)):
                self.assertEqual(self.post(payload)[0], expected)
                self.kept += expected == 200
        # Who doesn't say how long it is isn't trusted with more.
        parts = [b"x" * 65536] * 8
        status, _, _ = ask(
            self.service.url, "POST", "/webhooks/stripe", iter(parts),
            {"Stripe-Signature": signed(b"".join(parts))})
        self.assertEqual(status, 413)

    def test_only_events_are_taken_there(self):
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            self.assertIn(ask(self.service.url, method, "/webhooks/stripe")[0], (404, 405))

    def test_the_log_says_so_without_the_body(self):
        payload = self.an_event(account="acct_planted")
        header = signature(payload, "whsec_another0123456789")
        self.assertFalse(self.judge(payload.encode(), header))
        log = self.service.log.read_text()
        self.assertRegex(log, r"(?i)stripe.*(signature|refused)|(signature|refused).*stripe")
        for hidden in ("planted", json.loads(payload)["id"], header.split("v1=")[1], SECRET, OLD_SECRET):
            self.assertNotIn(hidden, log)

    def test_without_a_secret_nothing_is_taken(self):
        for secret in (None, ""):
            service = self.serve(STRIPE_WEBHOOK_SECRET=secret)
            for key in (SECRET, ""):
                payload = self.an_event().encode()
                status, text = self.post(payload, signed(payload, key), service=service)
                self.assertEqual((status, json.loads(text)["code"]), (503, "TH503"))
                self.assertIn("STRIPE_WEBHOOK_SECRET", text)


if __name__ == "__main__":
    unittest.main()
