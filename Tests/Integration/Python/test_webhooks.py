"""Webhooks to real servers, checked by the library of Standard Webhooks: servers that fail, hang, redirect, die."""

import datetime
import http.server
import json
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest
import urllib.request
import uuid

from standardwebhooks import Webhook, WebhookVerificationError

from support import Service, sql, until
from test_mail import certificate


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what arrives, and does with it what it is told to by the path."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = []
        self.statuses = {}
        self.under_way = threading.Event()
        self.may_answer = threading.Event()
        self.cut_off = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Clients that hang up are what some of these tests are about."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def of(self, path):
        return [request for request in self.requests if request[0] == path]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.requests.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        behaviour = self.path.split("/")[1]
        if behaviour == "hang":
            self.server.under_way.set()
            self.server.may_answer.wait()
        elif behaviour == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        elif behaviour == "noise":
            self.connection.sendall(b"\x00\xff" * 1000 + b"\r\n\r\n")
            return
        statuses = self.server.statuses.get(self.path) or [200]
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        if behaviour == "redirect":
            self.send_header("Location", f"{self.server.url}/stolen")
        if behaviour == "endless":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            except OSError:
                self.server.cut_off.set()
            return
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST


class Webhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A database of its own: the suite's service would take what is due.
        cls.shared = os.environ["THIN_DATABASE"]
        cls.addClassCleanup(lambda: os.environ.update(THIN_DATABASE=cls.shared))
        sql("drop database if exists thin_webhooks with (force)")
        sql("create database thin_webhooks")
        os.environ["THIN_DATABASE"] = cls.shared.replace("dbname=thin_python", "dbname=thin_webhooks")
        subprocess.run(
            [f"{os.environ['THIN_BUILD']}/migrator", "up", "--dir", "sql", "--role", "thin_owner", "--database",
             os.environ["THIN_DATABASE"]], check=True, capture_output=True)

    def setUp(self):
        sql("delete from ops.webhook_endpoints")
        sql("update ops.webhook_settings set allows_http = true, allows_private_addresses = true")
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        self.addCleanup(self.receiver.may_answer.set)

    def serve(self):
        service = Service()
        self.addCleanup(service.kill)
        return service

    def endpoint(self, path="/", url=None):
        """Adds an endpoint; answers its id and its secret."""
        return sql(
            "select id || ' ' || secret from ops.add_webhook_endpoint("
            f"'{url or self.receiver.url + path}')").split(" ")

    def post(self, data='{"used": 8.50}'):
        event = str(uuid.uuid4())
        sql(f"select ops.post_webhook('{event}', 'usage.alert', '{data}', now())")
        return event

    def state(self, endpoint):
        """Status, attempts, the server's last status, the last error."""
        return sql(
            "select status, attempts, coalesce(last_status::text, ''), coalesce(last_error, '') "
            f"from api.webhook_deliveries where endpoint_id = '{endpoint}'").split("|")

    def try_again_now(self):
        sql("update ops.webhook_deliveries set next_attempt_at = now() where delivered_at is null and failed_at is null")

    def test_an_alert_arrives_signed(self):
        self.serve()
        endpoint, secret = self.endpoint("/alerts")
        user = str(uuid.uuid4())
        sql("insert into usage.meters (id, name, unit) values ('calls', 'Calls', 'calls') on conflict do nothing")
        sql("insert into usage.limits (plan, meter, quantity) values ('free', 'calls', 10) on conflict do nothing")
        sql(f"insert into auth.users (id) values ('{user}')")
        sql(f"select usage.record('{user}', 'calls', 8.5, 'a')")
        until(lambda: self.state(endpoint)[0] == "delivered")
        [(_, headers, body)] = self.receiver.of("/alerts")
        message = Webhook(secret).verify(body, headers)
        self.assertEqual(message["type"], "usage.alert")
        self.assertEqual(
            {name: message["data"][name] for name in ("user_id", "meter", "per", "percent", "used", "allowed", "plan")},
            {"user_id": user, "meter": "calls", "per": "month", "percent": 80, "used": 8.5, "allowed": 10, "plan": "free"})
        datetime.datetime.fromisoformat(message["timestamp"].replace("Z", "+00:00"))
        alert = sql(f"select id from usage.alerts where user_id = '{user}'")
        self.assertEqual(headers["content-type"], "application/json")
        self.assertEqual(headers["webhook-id"], "msg_" + alert.replace("-", ""))
        with self.assertRaises(WebhookVerificationError):
            Webhook(secret).verify(body + b" ", headers)

    def test_two_secrets_sign_while_one_is_exchanged(self):
        self.serve()
        endpoint, first = self.endpoint("/rotated")
        second = sql(f"select secret from ops.rotate_webhook_secret('{endpoint}')")
        self.post()
        until(lambda: len(self.receiver.of("/rotated")) == 1)
        _, headers, body = self.receiver.of("/rotated")[0]
        for secret in (first, second):
            Webhook(secret).verify(body, headers)
        sql(f"update ops.webhook_endpoints set previous_secret_until = now() where id = '{endpoint}'")
        self.post()
        until(lambda: len(self.receiver.of("/rotated")) == 2)
        _, headers, body = self.receiver.of("/rotated")[1]
        Webhook(second).verify(body, headers)
        with self.assertRaises(WebhookVerificationError):
            Webhook(first).verify(body, headers)

    def test_a_server_that_fails_is_tried_again_under_the_same_id(self):
        self.serve()
        endpoint, secret = self.endpoint("/failing")
        self.receiver.statuses["/failing"] = [500, 429, 204]
        self.post()
        until(lambda: self.state(endpoint) == ["waiting", "1", "500", "the server answered 500"])
        self.try_again_now()
        until(lambda: self.state(endpoint)[:3] == ["waiting", "2", "429"])
        self.try_again_now()
        until(lambda: self.state(endpoint) == ["delivered", "3", "204", ""])
        requests = self.receiver.of("/failing")
        for _, headers, body in requests:
            Webhook(secret).verify(body, headers)
        self.assertEqual(len({body for _, _, body in requests}), 1)
        self.assertEqual(len({headers["webhook-id"] for _, headers, _ in requests}), 1)

    def test_a_redirect_is_not_followed(self):
        self.serve()
        for status in (301, 302, 307, 308):
            self.receiver.statuses[f"/redirect/{status}"] = [status]
        endpoints = [(self.endpoint(f"/redirect/{status}")[0], status) for status in (301, 302, 307, 308)]
        self.post()
        for endpoint, status in endpoints:
            until(lambda: self.state(endpoint)[:3] == ["waiting", "1", str(status)])
        self.assertEqual(self.receiver.of("/stolen"), [])

    def test_a_server_that_hangs_keeps_no_other_waiting(self):
        service = self.serve()
        hanging, _ = self.endpoint("/hang")
        endpoint, _ = self.endpoint("/quick")
        self.post()
        until(lambda: self.state(endpoint)[0] == "delivered")
        self.receiver.under_way.wait()
        self.assertEqual(urllib.request.urlopen(service.url + "/health/ready").status, 200)
        until(lambda: self.state(hanging) == ["waiting", "1", "", "the server took too long"])

    def test_an_answer_without_end_is_cut_off(self):
        self.serve()
        endpoint, _ = self.endpoint("/endless")
        self.post()
        until(lambda: self.state(endpoint)[:3] == ["delivered", "1", "200"])
        self.assertTrue(self.receiver.cut_off.wait(120))

    def test_servers_that_hang_up_talk_nonsense_or_are_gone(self):
        self.serve()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        dropping, noisy = self.endpoint("/drop")[0], self.endpoint("/noise")[0]
        dead = self.endpoint(url=f"http://127.0.0.1:{port}/")[0]
        unknown = self.endpoint(url="http://no-such-host.invalid/")[0]
        self.post()
        for endpoint in (dropping, noisy, dead, unknown):
            until(lambda: self.state(endpoint)[3])
            self.assertEqual(self.state(endpoint)[:3], ["waiting", "1", ""])
        self.assertEqual(self.state(dead)[3], "the server can't be reached")
        self.assertEqual(self.state(unknown)[3], "the host isn't known")

    def test_addresses_of_ones_own_network_are_not_posted_to(self):
        sql("update ops.webhook_settings set allows_private_addresses = false")
        self.serve()
        port = self.receiver.server_port
        hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]",
                 "[::ffff:127.0.0.1]", "[::ffff:7f00:1]")
        endpoints = [(host, self.endpoint(url=f"http://{host}:{port}/")[0]) for host in hosts]
        self.post()
        for host, endpoint in endpoints:
            until(lambda: self.state(endpoint)[3])
            # Some systems know no such host.
            self.assertIn(
                self.state(endpoint)[3], ("the host has an address that isn't public", "the host isn't known"), host)
        self.assertEqual(self.state(endpoints[0][1])[3], "the host has an address that isn't public")
        self.assertEqual(self.receiver.requests, [])

    def test_nothing_goes_out_unencrypted_once_an_operator_forbids_it(self):
        plain, _ = self.endpoint("/plain")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            encrypted, _ = self.endpoint(url=f"https://127.0.0.1:{taken.getsockname()[1]}/")
        self.post()
        sql("update ops.webhook_settings set allows_http = false")
        self.serve()
        until(lambda: self.state(encrypted)[3])
        self.assertEqual(self.state(plain)[:2], ["waiting", "0"])
        self.assertEqual(self.receiver.requests, [])

    def test_a_server_that_cannot_prove_who_it_is_gets_nothing(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.receiver.socket = context.wrap_socket(self.receiver.socket, server_side=True)
        self.serve()
        endpoint, _ = self.endpoint(url=f"https://127.0.0.1:{self.receiver.server_port}/")
        self.post()
        until(lambda: self.state(endpoint)[3])
        self.assertEqual(self.state(endpoint)[:3], ["waiting", "1", ""])
        self.assertEqual(self.receiver.requests, [])

    def test_a_killed_process_leaves_its_webhook_to_the_next(self):
        endpoint, secret = self.endpoint("/hang")
        service = self.serve()
        self.post()
        self.receiver.under_way.wait()
        # Claimed and taken, but nobody has said so.
        service.kill()
        self.receiver.may_answer.set()
        self.assertEqual(self.state(endpoint)[:2], ["waiting", "1"])
        self.serve()
        other, _ = self.endpoint("/other")
        self.post()
        until(lambda: self.state(other)[0] == "delivered")
        # As long as the first worker may be alive it is its own.
        first = f"endpoint_id = '{endpoint}' order by created_at limit 1"
        self.assertEqual(sql(f"select status || attempts from api.webhook_deliveries where {first}"), "waiting1")
        self.try_again_now()
        until(lambda: sql(f"select status || attempts from api.webhook_deliveries where {first}") == "delivered2")
        for _, headers, body in self.receiver.of("/hang"):
            Webhook(secret).verify(body, headers)

    def test_a_service_that_is_stopped_finishes_its_webhook(self):
        endpoint, _ = self.endpoint("/hang")
        service = self.serve()
        self.post()
        self.receiver.under_way.wait()
        service.process.terminate()
        self.receiver.may_answer.set()
        self.assertEqual(service.process.wait(), 0)
        self.assertEqual(self.state(endpoint)[:3], ["delivered", "1", "200"])

    def test_a_dead_letter_is_posted_again_when_an_operator_says_so(self):
        service = self.serve()
        endpoint, _ = self.endpoint("/dead")
        self.receiver.statuses["/dead"] = [503, 200]
        sql("begin; "
            "select ops.post_webhook(gen_random_uuid(), 'usage.alert', '{}', now()); "
            "update ops.webhook_deliveries set attempts = 11; commit")
        until(lambda: self.state(endpoint) == ["failed", "12", "503", "the server answered 503"])
        delivery = sql("select id from api.webhook_deliveries")
        key = os.environ["SERVICE_KEY"]
        request = urllib.request.Request(
            service.url + "/rest/v1/rpc/retry_webhook", json.dumps({"delivery_id": delivery}).encode(),
            {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        self.assertIn(urllib.request.urlopen(request).status, (200, 204))
        until(lambda: self.state(endpoint)[:3] == ["delivered", "1", "200"])

    def test_neither_secrets_nor_bodies_are_in_the_log(self):
        service = self.serve()
        endpoint, secret = self.endpoint("/failing/a-token-in-the-path")
        self.receiver.statuses["/failing/a-token-in-the-path"] = [500]
        self.post('{"note": "what-is-in-the-body"}')
        until(lambda: "webhook not sent" in service.log.read_text())
        for hidden in (secret, secret.removeprefix("whsec_"), "what-is-in-the-body", "a-token-in-the-path"):
            self.assertNotIn(hidden, service.log.read_text())
            self.assertNotIn(hidden, self.state(endpoint)[3])


if __name__ == "__main__":
    unittest.main()
