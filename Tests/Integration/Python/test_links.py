"""Links in mails, through PyPI's supabase client: with a code challenge, without one, and made by an administrator."""

import unittest
import urllib.error
import urllib.parse
import urllib.request

from supabase_auth.errors import AuthApiError, AuthImplicitGrantRedirectError

from support import PASSWORD, address, client, mail_to, sql

SITE = "https://app.example.com/in"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *arguments):
        return None


def follow(link):
    """Where a link leads."""
    try:
        urllib.request.build_opener(Stay).open(link)
    except urllib.error.HTTPError as answer:
        return answer.status, answer.headers["Location"]
    raise AssertionError("it leads nowhere")


def part(url, name):
    """One value of a URL's query."""
    return urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)[name][0]


class Links(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = false, mail_pause_seconds = 0, "
            "redirect_urls = '{https://app.example.com/*}'")

    def setUp(self):
        self.email = address()
        self.admin = client("SERVICE_KEY").auth.admin

    def create(self):
        return self.admin.create_user({"email": self.email, "password": PASSWORD, "email_confirm": True}).user

    def sign_up(self, person):
        person.auth.sign_up(
            {"email": self.email, "password": PASSWORD, "options": {"email_redirect_to": SITE}})
        return mail_to(self.email, "signup")[1]

    def test_a_link_and_its_challenge(self):
        person = client(flow_type="pkce")
        link = self.sign_up(person)
        self.assertTrue(part(link, "token").startswith("pkce_"))
        status, target = follow(link)
        self.assertEqual(status, 303)
        self.assertTrue(target.startswith(SITE + "?code="), target)
        code = part(target, "code")
        with self.assertRaises(AuthApiError) as caught:
            client(flow_type="pkce").auth.exchange_code_for_session(
                {"auth_code": code, "code_verifier": "somebody-else-s"})
        self.assertEqual((caught.exception.status, caught.exception.code), (400, "bad_code_verifier"))
        # Kept, since there is one chance only in this client.
        verifier = person.auth._storage.get_item(f"{person.auth._storage_key}-code-verifier")
        self.assertEqual(person.auth.exchange_code_for_session({"auth_code": code}).user.email, self.email)
        with self.assertRaises(AuthApiError) as caught:
            client().auth.exchange_code_for_session({"auth_code": code, "code_verifier": verifier})
        self.assertEqual((caught.exception.status, caught.exception.code), (404, "flow_state_not_found"))

    def test_a_link_without_a_challenge(self):
        person = client(flow_type="implicit")
        link = self.sign_up(person)
        status, target = follow(link)
        self.assertEqual(status, 303)
        self.assertTrue(target.startswith(SITE + "#"), target)
        with self.assertRaises(AuthImplicitGrantRedirectError) as caught:
            client().auth.initialize_from_url(follow(link)[1].replace("#", "?"))
        self.assertEqual(caught.exception.details["code"], "otp_expired")
        # A page reads the fragment; this client reads queries.
        person.auth.initialize_from_url(target.replace("#", "?"))
        self.assertEqual(person.auth.get_user().user.email, self.email)
        self.assertIsNotNone(person.auth.refresh_session().session)

    def test_a_link_never_leads_elsewhere(self):
        person = client(flow_type="implicit")
        person.auth.sign_up({
            "email": self.email, "password": PASSWORD, "options": {"email_redirect_to": "https://evil.example.com/"}})
        link = mail_to(self.email, "signup")[1]
        for changed in (link, link + "&redirect_to=https%3A%2F%2Fevil.example.com"):
            self.assertNotIn("evil", follow(changed)[1])

    def test_a_new_address_is_confirmed_at_both(self):
        self.create()
        person = client()
        person.auth.sign_in_with_password({"email": self.email, "password": PASSWORD})
        new = address()
        self.assertEqual(person.auth.update_user({"email": new}).user.new_email, new)
        client().auth.resend({"type": "email_change", "email": self.email})
        first, _ = mail_to(new, "email_change")
        second, _ = mail_to(self.email, "email_change")
        half = person.auth.verify_otp({"email": new, "token": first, "type": "email_change"})
        self.assertIsNone(half.session)
        self.assertEqual(person.auth.get_user().user.email, self.email)
        whole = person.auth.verify_otp({"email": self.email, "token": second, "type": "email_change"})
        self.assertEqual(whole.user.email, new)
        self.assertEqual(
            client().auth.sign_in_with_password({"email": new, "password": PASSWORD}).user.email, new)

    def test_links_of_an_administrator(self):
        self.create()
        for kind in ("recovery", "magiclink"):
            link = self.admin.generate_link(
                {"type": kind, "email": self.email, "options": {"redirect_to": SITE}}).properties
            self.assertEqual((link.verification_type, link.redirect_to), (kind, SITE))
            self.assertTrue(follow(link.action_link)[1].startswith(SITE + "#access_token="))
            link = self.admin.generate_link({"type": kind, "email": self.email}).properties
            session = client().auth.verify_otp(
                {"email": self.email, "token": link.email_otp, "type": kind}).session
            self.assertEqual(session.user.email, self.email)
        link = self.admin.generate_link(
            {"type": "email_change_new", "email": self.email, "new_email": address()})
        self.assertEqual(link.properties.verification_type, "email_change_new")


if __name__ == "__main__":
    unittest.main()
