"""Mail from the outbox to a real mail server."""

import datetime
import email.policy
import ipaddress
import os
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.request
import uuid

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from test_auth import sql


def certificate(folder):
    """A certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256()))
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


class Mailbox:
    """Keeps what arrives; refuses whoever it is told to."""

    def __init__(self):
        self.mails = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((session.ssl is not None, envelope))
        return "250 OK"


def controller(mailbox, folder, **options):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def accept(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"thin", b"p@ss/word"))

    server = Controller(
        mailbox, hostname="127.0.0.1", port=0, tls_context=context, authenticator=accept, **options)
    server.start()
    port = server.server.sockets[0].getsockname()[1]
    return server, port


class Mail(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        certificate(self.folder)
        self.mailbox = Mailbox()
        self.service = None
        # Whatever other tests have left unsent isn't this one's.
        sql("update ops.outbox set failed_at = now() where sent_at is null and failed_at is null")

    def tearDown(self):
        if self.service:
            self.service.terminate()
            self.service.wait()
        if hasattr(self, "server"):
            self.server.stop()

    def serve(self, url, **settings):
        environment = dict(
            os.environ, THIN_PORT="0", SMTP_URL=url, MAIL_FROM="Thin <no-reply@example.org>",
            DATABASE_URL=os.environ["THIN_DATABASE"].replace("user=postgres", "user=authenticator"), **settings)
        log = self.folder / "log"
        with log.open("w") as output:
            self.service = subprocess.Popen(
                [".build/release/thin", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=output)
        port = re.compile(r"port=(\d+) .*serving|serving.*port=(\d+)")
        self.until(lambda: port.search(log.read_text()))
        return "http://127.0.0.1:" + max(port.search(log.read_text()).groups(), key=bool)

    def post(self, subject="Hello", body="Your code is 123456\n"):
        recipient = f"{uuid.uuid4().hex[:12]}@example.com"
        sql(
            "insert into ops.outbox (kind, recipient, subject, body) "
            f"values ('signup', '{recipient}', '{subject}', $body${body}$body$)")
        return recipient

    def state(self, recipient):
        return sql(
            "select (sent_at is not null)::text || '|' || attempts || '|' || coalesce(last_error, '') "
            f"|| '|' || body from ops.outbox where recipient = '{recipient}'")

    def until(self, condition, seconds=15):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.05)
        self.fail("it did not come to pass in time")

    def test_starttls_with_a_password(self):
        self.server, port = controller(self.mailbox, self.folder, auth_required=True, require_starttls=True)
        self.serve(f"smtp://thin:p%40ss%2Fword@127.0.0.1:{port}?starttls=required&ca={self.folder}/cert.pem")
        body = "Grüße\n.\n" + "https://example.org/" + "x" * 1500 + "\n"
        recipient = self.post("Grüße aus Köln, " + "ein langer Betreff " * 4, body)
        self.until(lambda: self.mailbox.mails)
        encrypted, envelope = self.mailbox.mails[0]
        self.assertTrue(encrypted)
        self.assertEqual((envelope.mail_from, envelope.rcpt_tos), ("no-reply@example.org", [recipient]))
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.assertEqual(mail["Subject"], ("Grüße aus Köln, " + "ein langer Betreff " * 4).rstrip())
        self.assertEqual(mail["From"], "Thin <no-reply@example.org>")
        self.assertEqual(mail["To"], recipient)
        self.assertEqual(mail.get_content().replace("\r\n", "\n").rstrip("\n"), body.rstrip("\n"))
        self.assertTrue(all(len(line) <= 998 for line in envelope.content.splitlines()))
        self.assertIsNotNone(mail["Message-ID"])
        self.assertLess(abs(mail["Date"].datetime.timestamp() - time.time()), 60)
        self.until(lambda: self.state(recipient) == "true|1||")
        time.sleep(2.5)
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_a_server_that_cannot_prove_who_it_is_gets_nothing(self):
        self.server, port = controller(self.mailbox, self.folder)
        self.serve(f"smtp://thin:p%40ss%2Fword@127.0.0.1:{port}?starttls=required")
        recipient = self.post()
        self.until(lambda: self.state(recipient).startswith("false|1|"))
        self.until(lambda: self.state(recipient).split("|")[2])
        self.assertEqual(self.mailbox.mails, [])

    def test_a_server_without_encryption_gets_nothing_where_it_is_required(self):
        server = Controller(self.mailbox, hostname="127.0.0.1", port=0)
        server.start()
        self.server = server
        port = server.server.sockets[0].getsockname()[1]
        self.serve(f"smtp://127.0.0.1:{port}?starttls=required")
        recipient = self.post()
        self.until(lambda: self.state(recipient).split("|")[2])
        self.assertEqual(self.mailbox.mails, [])

    def test_one_refused_address_keeps_no_other_mail_back(self):
        server = Controller(self.mailbox, hostname="127.0.0.1", port=0)
        server.start()
        self.server = server
        port = server.server.sockets[0].getsockname()[1]
        recipients = [self.post() for _ in range(25)]
        self.mailbox.refused.add(recipients[3])
        self.serve(f"smtp://127.0.0.1:{port}")
        self.until(lambda: len(self.mailbox.mails) == 24)
        self.until(lambda: "550" in self.state(recipients[3]))
        self.assertEqual(
            sorted(envelope.rcpt_tos[0] for _, envelope in self.mailbox.mails),
            sorted(set(recipients) - {recipients[3]}))
        self.assertTrue(self.state(recipients[3]).startswith("false|1|"))

    def test_a_silent_server_stops_nobody_from_being_served(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = self.serve(f"smtp://127.0.0.1:{silent.getsockname()[1]}", THIN_POOL_SIZE="1")
            self.post()
            connection, _ = silent.accept()
            begin = time.monotonic()
            urllib.request.urlopen(url + "/health/ready").read()
            self.assertLess(time.monotonic() - begin, 2)
            connection.close()


if __name__ == "__main__":
    unittest.main()
