"""`thin stripe reconcile` against a Stripe with many pages."""

import datetime
import json
import os
import re
import socket
import subprocess
import unittest

from listener import Listener
from payments import KEY, Payments
from support import sql

CHARGES = "/v1/charges"


class Reconcile(Payments):
    def day(self, days):
        return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")

    def reconcile(self, *arguments, **settings):
        """Exit status, standard output, standard error."""
        settings = {
            "STRIPE_API_BASE": self.stub.url, "STRIPE_SECRET_KEY": KEY,
            "DATABASE_URL": os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator"), **settings}
        arguments = arguments or ("--since", self.day(-1), "--until", self.day(1))
        run = subprocess.run(
            [f"{os.environ['THIN_BUILD']}/thin", "stripe", "reconcile", *arguments],
            env=os.environ | {name: value for name, value in settings.items() if value is not None},
            capture_output=True, text=True)
        # Ids hold any digits.
        for hidden in (KEY, "planted", "@example", "_secret_", r"(?<![\w-])4242(?![\w-])"):
            self.assertNotRegex(run.stdout + run.stderr, hidden)
        return run.returncode, run.stdout, run.stderr

    def sell(self, count):
        """Packs that were bought and paid for; sessions and payment intents."""
        sold = []
        for _ in range(count):
            status, _, text = self.call("create_checkout", {"pack": "small", "user_id": self.user()})
            self.assertEqual(status, 200, text)
            session, intent = self.stub.pay(list(self.stub.sessions)[-1])
            self.assertEqual(self.received("checkout.session.completed", session), "processed")
            sold.append((session, intent))
        return sold

    def setUp(self):
        super().setUp()
        # Triggers forbid it otherwise.
        sql("set session_replication_role = replica; delete from billing.payments")

    def test_what_is_the_same_on_both_sides(self):
        self.stub.page_max = 3
        self.addCleanup(setattr, self.stub, "page_max", 100)
        self.sell(8)
        status, output, errors = self.reconcile()
        self.assertEqual((status, output), (0, ""), errors)
        pages = self.stub.of(CHARGES, "GET")
        self.assertEqual(len(pages), 3)
        self.assertEqual(len({page.parameters.get("starting_after") for page in pages}), 3)
        self.assertEqual({page.headers["stripe-version"] for page in pages}, {"2025-03-31.basil"})
        self.assertIn("8 charges compared, 0 differences", errors)

    def test_what_differs(self):
        self.stub.page_max = 2
        self.addCleanup(setattr, self.stub, "page_max", 100)
        sold = self.sell(6)
        lost, wrong, refunded, failed = (intent for _, intent in sold[:4])
        del self.stub.charges[lost["latest_charge"]]
        self.stub.charges[wrong["latest_charge"]] |= {"amount": 900, "amount_captured": 900}
        self.stub.refund(refunded, 300)
        unknown = self.stub.intent({"amount": "4711", "currency": "eur", "customer": "cus_x"})
        declined = self.stub.intent({"amount": "4712", "currency": "eur", "customer": "cus_x"})
        self.stub.charges[declined["latest_charge"]]["status"] = "failed"
        status, output, errors = self.reconcile("--since", self.day(-1), "--until", self.day(1), "--json")
        self.assertEqual(status, 1, errors)
        found = {(row["kind"], row["stripe_id"]): (row.get("theirs"), row.get("ours")) for row in json.loads(output)}
        self.assertEqual(found, {
            ("missing_there", lost["id"]): (None, "1000 usd"), ("missing_here", unknown["id"]): ("4711 eur", None),
            ("amount", wrong["id"]): ("900", "1000"), ("refunded", refunded["id"]): ("300", "0")})
        status, output, _ = self.reconcile()
        self.assertEqual(status, 1)
        self.assertEqual(
            sorted(line.split("\t")[0] for line in output.splitlines()),
            ["amount", "missing_here", "missing_there", "refunded"])
        # What is older or newer isn't looked for.
        status, output, errors = self.reconcile("--since", self.day(20), "--until", self.day(21))
        self.assertEqual((status, output), (0, ""), errors)
        # Nothing was changed.
        self.assertEqual(self.grants(sold[0][0]["client_reference_id"]), 1)
        self.assert_sound()

    def test_what_differs_of_older_charges_isn_t_told(self):
        """They are asked for as well, since they may have been paid later."""
        (_, intent), = self.sell(1)
        charge = self.stub.charges[intent["latest_charge"]]
        charge["created"] -= 5 * 86400
        self.stub.refund(intent, 300)
        status, output, errors = self.reconcile()
        self.assertIn("1 charges compared", errors)
        self.assertEqual((status, output), (0, ""), errors)
        status, output, errors = self.reconcile("--since", self.day(-6), "--until", self.day(1))
        self.assertEqual((status, output.split("\t")[0]), (1, "refunded"), errors)

    def test_a_database_that_dies_isn_t_taken_for_a_wrong_time(self):
        listener = Listener("extract(epoch", passes_on=False)
        self.addCleanup(listener.close)
        status, output, errors = self.reconcile(DATABASE_URL=listener.conninfo)
        self.assertEqual((status, output, errors), (2, "", "thin: PostgresError(08006)\n"))
        self.assertEqual(self.stub.of(CHARGES, "GET"), [])

    def test_a_stripe_that_doesn_t_answer_is_no_result(self):
        """Neither is half of a list."""
        self.sell(3)
        self.stub.page_max = 1
        self.addCleanup(setattr, self.stub, "page_max", 100)
        for faults in ([401], [500] * 3, ["garbage"], [("redirect", 302)] * 3, ["large"] * 3, [{"data": None}],
                       [{"data": [{"id": "ch_1"}]}], [{"has_more": None}], ["error"]):
            with self.subTest(faults):
                self.stub.tell(CHARGES, *faults)
                status, output, errors = self.reconcile()
                self.assertEqual((status, output), (2, ""), errors)
                self.stub.faults.clear()
        self.stub.tell(CHARGES, 500, "drop")
        self.assertEqual(self.reconcile()[0], 0)
        self.assertEqual([request for request in self.stub.requests if request.path == "/stolen"], [])
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        self.assertEqual(self.reconcile(STRIPE_API_BASE=f"http://127.0.0.1:{port}")[0], 2)

    def test_pages_without_end(self):
        """A server that says for ever that there is more, and gives nothing new."""
        self.sell(1)
        self.stub.tell(CHARGES, *[{"has_more": True, "data": []}] * 2)
        status, output, _ = self.reconcile()
        self.assertIn(status, (1, 2))

    def test_bad_arguments(self):
        for arguments in (("--since", "never"), ("--since", ""), ("--since", "2026-01-01", "--until", "nonsense"),
                          ("--since", "2026-13-01"), ("--since", "300000-01-01"), ("--since=-infinity",),
                          ("--since", "2026-01-01", "--until", "infinity")):
            with self.subTest(arguments):
                status, output, errors = self.reconcile(*arguments)
                self.assertEqual((status, output), (2, ""))
                self.assertIn("since and until are times", errors)
        status, output, _ = self.reconcile("--until", self.day(0))
        self.assertNotIn(status, (0, 1))
        self.assertEqual(output, "")
        status, output, errors = self.reconcile(STRIPE_SECRET_KEY=None)
        self.assertEqual((status, output), (2, ""))
        self.assertIn("STRIPE_SECRET_KEY", errors)
        self.assertNotIn(self.reconcile(DATABASE_URL="host=/nowhere user=authenticator")[0], (0, 1))
        self.assertEqual(self.stub.of(CHARGES, "GET"), [])


if __name__ == "__main__":
    unittest.main()
