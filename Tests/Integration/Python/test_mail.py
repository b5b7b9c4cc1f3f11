"""Mail from the outbox to a real mail server."""

import asyncio
import datetime
import email.policy
import ipaddress
import logging
import pathlib
import socket
import ssl
import tempfile
import threading
import time
import unittest
import urllib.request

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support import Service, address, sql, until


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
    """Keeps what arrives; refuses whoever it is told to, and takes its time while it is told to."""

    def __init__(self):
        self.mails = []
        self.refused = set()
        self.under_way = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((session.ssl is not None, envelope))
        self.under_way.set()
        while not self.may_answer.is_set():
            await asyncio.sleep(0.01)
        return "250 OK"

    def message(self, position):
        return email.message_from_bytes(self.mails[position][1].content, policy=email.policy.default)


# Clients that hang up are what some of these tests are about.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class MailServer(Controller):
    """A server on any free port, unless it is told one."""

    def __init__(self, mailbox, port=0, **options):
        super().__init__(mailbox, hostname="127.0.0.1", port=port, ready_timeout=60, **options)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def encrypted(mailbox, folder, **options):
    """A server that offers STARTTLS and takes one password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def accept(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"thin", b"p@ss/word"))

    return MailServer(mailbox, tls_context=context, authenticator=accept, **options)


class Mail(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        certificate(self.folder)
        self.mailbox = Mailbox()
        # Whatever other tests have left unsent isn't this one's.
        sql("update ops.outbox set failed_at = now() where sent_at is null and failed_at is null")

    def listen(self, server=None):
        """Starts a mail server, a plain one unless told otherwise; answers its port."""
        server = server or MailServer(self.mailbox)
        server.start()
        self.addCleanup(server.stop)
        # A server that still answers can't be stopped.
        self.addCleanup(self.mailbox.may_answer.set)
        return server.port

    def serve(self, url, **settings):
        service = Service(SMTP_URL=url, MAIL_FROM="Thin <no-reply@example.org>", **settings)
        self.addCleanup(service.kill)
        return service

    def post(self, subject="Hello", body="Your code is 123456\n"):
        recipient = address()
        sql(
            "insert into ops.outbox (kind, recipient, subject, body) "
            f"values ('signup', '{recipient}', '{subject}', $body${body}$body$)")
        return recipient

    def state(self, recipient):
        """Whether it was sent, how often it was tried, and the last error."""
        return tuple(sql(
            "select (sent_at is not null)::text, attempts, coalesce(last_error, '') "
            f"from ops.outbox where recipient = '{recipient}'").split("|"))

    def try_again_now(self):
        sql("update ops.outbox set next_attempt_at = now() where sent_at is null and failed_at is null")

    def test_starttls_with_a_password(self):
        port = self.listen(encrypted(self.mailbox, self.folder, auth_required=True, require_starttls=True))
        self.serve(f"smtp://thin:p%40ss%2Fword@127.0.0.1:{port}?starttls=required&ca={self.folder}/cert.pem")
        body = "Grüße\n.\n" + "https://example.org/" + "x" * 1500 + "\n"
        subject = "Grüße aus Köln" + ", ein langer Betreff" * 4
        recipient = self.post(subject, body)
        until(lambda: self.mailbox.mails)
        is_encrypted, envelope = self.mailbox.mails[0]
        self.assertTrue(is_encrypted)
        self.assertEqual((envelope.mail_from, envelope.rcpt_tos), ("no-reply@example.org", [recipient]))
        mail = self.mailbox.message(0)
        self.assertEqual(mail["Subject"], subject)
        self.assertEqual(mail["From"], "Thin <no-reply@example.org>")
        self.assertEqual(mail["To"], recipient)
        self.assertEqual(mail.get_content().replace("\r\n", "\n").rstrip("\n"), body.rstrip("\n"))
        self.assertTrue(all(len(line) <= 998 for line in envelope.content.splitlines()))
        self.assertIsNotNone(mail["Message-ID"])
        written = sql(f"select extract(epoch from created_at) from ops.outbox where recipient = '{recipient}'")
        self.assertEqual(mail["Date"].datetime.timestamp(), int(float(written)))
        until(lambda: self.state(recipient) == ("true", "1", ""))
        self.assertEqual(sql(f"select body from ops.outbox where recipient = '{recipient}'"), "")
        # The next one goes out, and the first doesn't go out again.
        other = self.post()
        until(lambda: self.state(other) == ("true", "1", ""))
        self.assertEqual([envelope.rcpt_tos for _, envelope in self.mailbox.mails], [[recipient], [other]])

    def test_a_server_that_cannot_prove_who_it_is_gets_nothing(self):
        port = self.listen(encrypted(self.mailbox, self.folder))
        self.serve(f"smtp://thin:p%40ss%2Fword@127.0.0.1:{port}?starttls=required")
        recipient = self.post()
        until(lambda: self.state(recipient)[2])
        self.assertEqual(self.state(recipient)[:2], ("false", "1"))
        self.assertEqual(self.mailbox.mails, [])

    def test_a_server_without_encryption_gets_nothing_where_it_is_required(self):
        self.serve(f"smtp://127.0.0.1:{self.listen()}?starttls=required")
        recipient = self.post()
        until(lambda: self.state(recipient)[2])
        self.assertEqual(self.mailbox.mails, [])

    def test_a_wrong_password_is_not_in_the_log(self):
        port = self.listen(encrypted(self.mailbox, self.folder, auth_required=True, require_starttls=True))
        service = self.serve(f"smtp://thin:not-this-one@127.0.0.1:{port}?starttls=required&ca={self.folder}/cert.pem")
        recipient = self.post()
        until(lambda: self.state(recipient)[2])
        until(lambda: "mail not sent" in service.log.read_text())
        for secret in ("not-this-one", "123456", recipient):
            self.assertNotIn(secret, service.log.read_text())
            self.assertNotIn(secret, self.state(recipient)[2])

    def test_one_refused_address_keeps_no_other_mail_back(self):
        port = self.listen()
        recipients = [self.post() for _ in range(25)]
        self.mailbox.refused.add(recipients[3])
        self.serve(f"smtp://127.0.0.1:{port}")
        until(lambda: len(self.mailbox.mails) == 24)
        until(lambda: "550" in self.state(recipients[3])[2])
        self.assertEqual(
            sorted(envelope.rcpt_tos[0] for _, envelope in self.mailbox.mails),
            sorted(set(recipients) - {recipients[3]}))
        self.assertEqual(self.state(recipients[3])[:2], ("false", "1"))

    def test_mail_waits_for_a_dead_server(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        service = self.serve(f"smtp://127.0.0.1:{port}")
        recipient = self.post()
        until(lambda: self.state(recipient)[2])
        self.assertEqual(self.state(recipient)[:2], ("false", "1"))
        self.assertEqual(urllib.request.urlopen(service.url + "/health/ready").status, 200)
        self.listen(MailServer(self.mailbox, port))
        self.try_again_now()
        until(lambda: self.state(recipient)[:2] == ("true", "2"))
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_a_slow_server_stops_nobody_from_being_served(self):
        self.mailbox.may_answer.clear()
        service = self.serve(f"smtp://127.0.0.1:{self.listen()}", THIN_POOL_SIZE="1")
        recipient = self.post()
        self.mailbox.under_way.wait()
        self.assertEqual(urllib.request.urlopen(service.url + "/health/ready").status, 200)
        self.assertEqual(self.state(recipient), ("false", "1", ""))
        self.mailbox.may_answer.set()
        until(lambda: self.state(recipient) == ("true", "1", ""))

    def test_a_killed_process_leaves_its_mail_to_the_next(self):
        self.mailbox.may_answer.clear()
        port = self.listen()
        service = self.serve(f"smtp://127.0.0.1:{port}")
        recipient = self.post()
        self.mailbox.under_way.wait()
        # Claimed and taken, but nobody has said so.
        service.kill()
        self.mailbox.may_answer.set()
        self.assertEqual(self.state(recipient), ("false", "1", ""))
        self.serve(f"smtp://127.0.0.1:{port}")
        other = self.post()
        until(lambda: self.state(other)[0] == "true")
        # As long as the first worker may be alive its mail is its own.
        self.assertEqual(self.state(recipient), ("false", "1", ""))
        self.try_again_now()
        until(lambda: self.state(recipient) == ("true", "2", ""))
        mails = [position for position, (_, envelope) in enumerate(self.mailbox.mails)
                 if envelope.rcpt_tos == [recipient]]
        self.assertEqual(len(mails), 2)
        # So that whoever reads it is shown one.
        self.assertEqual(len({self.mailbox.message(position)["Message-ID"] for position in mails}), 1)

    def test_a_service_that_is_stopped_finishes_its_mail(self):
        self.mailbox.may_answer.clear()
        service = self.serve(f"smtp://127.0.0.1:{self.listen()}")
        recipient = self.post()
        self.mailbox.under_way.wait()
        service.process.terminate()
        self.mailbox.may_answer.set()
        self.assertEqual(service.process.wait(), 0)
        self.assertEqual(self.state(recipient), ("true", "1", ""))


if __name__ == "__main__":
    unittest.main()
