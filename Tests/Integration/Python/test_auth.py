"""The auth surface through PyPI's supabase client, each feature once, as its documentation shows."""

import os
import unittest

from postgrest.exceptions import APIError
from supabase_auth.errors import AuthApiError, AuthWeakPasswordError

from support import PASSWORD, address, client, mail_to, sql


class Confirmed(unittest.TestCase):
    """Addresses count at once."""

    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = true, mail_pause_seconds = 0")

    def setUp(self):
        self.client = client()
        self.email = address()

    def sign_up(self):
        return self.client.auth.sign_up({"email": self.email, "password": PASSWORD})

    def sign_in(self, other=None):
        return (other or client()).auth.sign_in_with_password({"email": self.email, "password": PASSWORD})

    def refused(self, status, code, call, *arguments):
        with self.assertRaises(AuthApiError) as caught:
            call(*arguments)
        self.assertEqual((caught.exception.status, caught.exception.code), (status, code))
        return caught.exception

    def test_sign_up_opens_a_session(self):
        answer = self.client.auth.sign_up(
            {"email": self.email, "password": PASSWORD, "options": {"data": {"nickname": "ada"}}})
        self.assertEqual(answer.user.email, self.email)
        self.assertEqual(answer.user.user_metadata["nickname"], "ada")
        self.assertEqual(answer.user.app_metadata["provider"], "email")
        self.assertEqual(answer.session.token_type, "bearer")
        self.assertIsNotNone(answer.user.email_confirmed_at)
        self.refused(422, "user_already_exists", self.sign_up)

    def test_weak_password(self):
        with self.assertRaises(AuthWeakPasswordError) as caught:
            self.client.auth.sign_up({"email": self.email, "password": "short"})
        self.assertIn("length", caught.exception.reasons)

    def test_sign_in_and_read_under_row_level_security(self):
        self.sign_up()
        user = self.sign_in(self.client).user
        rows = self.client.table("balance").select("user_id,available").execute().data
        self.assertEqual(rows, [{"user_id": user.id, "available": 0}])
        error = self.refused(
            400, "invalid_credentials", client().auth.sign_in_with_password,
            {"email": self.email, "password": "something else"})
        self.assertEqual(error.message, "Invalid login credentials")

    def test_refresh(self):
        first = self.sign_up().session
        second = self.client.auth.refresh_session().session
        self.assertNotEqual(first.refresh_token, second.refresh_token)
        self.assertEqual(second.user.email, self.email)
        self.refused(400, "refresh_token_not_found", client().auth.refresh_session, "0" * 64)
        self.refused(400, "validation_failed", client().auth.refresh_session, "abcdefghijkl")

    def test_get_session_after_a_restart(self):
        token = self.sign_up().session.access_token
        other = client()
        other.auth._storage = self.client.auth._storage
        other.auth.initialize()
        self.assertEqual(other.auth.get_session().access_token, token)

    def test_listeners_are_told(self):
        events = []
        subscription = self.client.auth.on_auth_state_change(lambda event, session: events.append(event))
        self.sign_up()
        self.client.auth.refresh_session()
        self.client.auth.update_user({"data": {"nickname": "ada"}})
        self.client.auth.sign_out()
        subscription.unsubscribe()
        self.assertEqual(
            [event for event in events if event != "INITIAL_SESSION"],
            ["SIGNED_IN", "TOKEN_REFRESHED", "USER_UPDATED", "SIGNED_OUT"])

    def test_identities(self):
        user = self.sign_up().user
        identity, = self.client.auth.get_user_identities().identities
        self.assertEqual((identity.provider, identity.user_id), ("email", user.id))
        self.assertEqual(identity.identity_data["email"], self.email)

    def test_nothing_that_counts_is_set_by_a_user(self):
        self.client.auth.sign_up({"email": self.email, "password": PASSWORD, "options": {"data": {"role": "admin"}}})
        self.refused(403, "not_admin", self.client.auth.update_user, {"app_metadata": {"role": "admin"}})
        user = self.client.auth.get_user().user
        self.assertEqual((user.role, user.app_metadata), ("authenticated", {"provider": "email", "providers": ["email"]}))
        self.refused(403, "not_admin", self.client.auth.admin.list_users)
        self.assertEqual(self.client.table("balance").select("available").execute().data, [{"available": 0}])

    def test_anonymous(self):
        self.refused(422, "anonymous_provider_disabled", self.client.auth.sign_in_anonymously)
        sql("update identity.settings set allows_anonymous = true")
        self.addCleanup(sql, "update identity.settings set allows_anonymous = false")
        user = self.client.auth.sign_in_anonymously({"options": {"data": {"nickname": "ada"}}}).user
        self.assertTrue(user.is_anonymous)
        self.assertTrue(self.client.auth.get_claims()["claims"]["is_anonymous"])
        self.assertEqual(self.client.table("balance").select("available").execute().data, [{"available": 0}])
        self.client.auth.update_user({"email": self.email})
        code, _ = mail_to(self.email, "email_change")
        same = self.client.auth.verify_otp({"email": self.email, "token": code, "type": "email_change"}).user
        self.assertEqual((same.id, same.email, same.is_anonymous), (user.id, self.email, False))

    def test_get_and_update_user(self):
        self.sign_up()
        self.assertEqual(self.client.auth.get_user().user.email, self.email)
        changed = self.client.auth.update_user({"data": {"plan": "free"}}).user
        self.assertEqual(changed.user_metadata["plan"], "free")
        self.assertEqual(self.client.auth.get_claims()["claims"]["email"], self.email)
        self.client.auth.update_user({"password": PASSWORD + "!"})
        self.refused(400, "invalid_credentials", self.sign_in)

    def test_set_session(self):
        session = self.sign_up().session
        other = client()
        other.auth.set_session(session.access_token, session.refresh_token)
        self.assertEqual(other.auth.get_user().user.email, self.email)

    def test_sign_out_here(self):
        self.sign_up()
        other = client()
        self.sign_in(other)
        token = self.client.auth.get_session().access_token
        self.client.auth.sign_out({"scope": "local"})
        self.refused(403, "session_not_found", client().auth.get_user, token)
        self.assertEqual(other.auth.get_user().user.email, self.email)

    def test_sign_out_others(self):
        self.sign_up()
        token = self.sign_in().session.access_token
        self.client.auth.sign_out({"scope": "others"})
        self.refused(403, "session_not_found", client().auth.get_user, token)
        self.assertEqual(self.client.auth.get_user().user.email, self.email)

    def test_sign_out_everywhere_is_seen_by_rest(self):
        self.sign_up()
        other = client()
        self.sign_in(other)
        self.assertEqual(len(other.table("balance").select("*").execute().data), 1)
        self.client.auth.sign_out()
        with self.assertRaises(APIError) as caught:
            other.table("balance").select("*").execute()
        self.assertEqual(caught.exception.code, "TH401")

    def test_recover(self):
        self.sign_up()
        other = client()
        self.sign_in(other)
        self.client.auth.reset_password_for_email(self.email, {"redirect_to": "http://localhost:3000/reset"})
        client().auth.reset_password_for_email(address())
        code, link = mail_to(self.email, "recovery")
        self.assertTrue(link.startswith(os.environ["THIN_URL"] + "/auth/v1/verify?token="), link)
        self.refused(
            403, "otp_expired", client().auth.verify_otp,
            {"email": self.email, "token": "000000" if code != "000000" else "111111", "type": "recovery"})
        fresh = client()
        fresh.auth.verify_otp({"email": self.email, "token": code, "type": "recovery"})
        fresh.auth.update_user({"password": "another " + PASSWORD})
        self.refused(400, "invalid_credentials", self.sign_in)
        self.refused(403, "session_not_found", client().auth.get_user, other.auth.get_session().access_token)
        self.refused(
            403, "otp_expired", client().auth.verify_otp, {"email": self.email, "token": code, "type": "recovery"})

    def test_one_time_password(self):
        self.client.auth.sign_in_with_otp({"email": self.email})
        code, _ = mail_to(self.email, "signup")
        session = self.client.auth.verify_otp({"email": self.email, "token": code, "type": "email"}).session
        self.assertEqual(session.user.email, self.email)
        self.client.auth.sign_in_with_otp({"email": self.email})
        code, _ = mail_to(self.email, "magiclink")
        self.assertIsNotNone(
            client().auth.verify_otp({"email": self.email, "token": code, "type": "email"}).session)
        self.refused(
            422, "otp_disabled", client().auth.sign_in_with_otp,
            {"email": address(), "options": {"should_create_user": False}})

    def test_reauthenticate(self):
        self.sign_up()
        self.client.auth.reauthenticate()
        self.assertIsNotNone(mail_to(self.email, "reauthentication")[0])

    def test_expired_token(self):
        self.refused(403, "bad_jwt", self.client.auth.get_user, "not.a.token")


class Unconfirmed(unittest.TestCase):
    """Addresses count once they are confirmed."""

    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = false, mail_pause_seconds = 0")

    def setUp(self):
        self.client = client()
        self.email = address()

    def test_sign_up_waits_for_the_mail(self):
        answer = self.client.auth.sign_up({"email": self.email, "password": PASSWORD})
        self.assertIsNone(answer.session)
        self.assertEqual(len(answer.user.identities), 1)
        with self.assertRaises(AuthApiError) as caught:
            self.client.auth.sign_in_with_password({"email": self.email, "password": PASSWORD})
        self.assertEqual(caught.exception.code, "email_not_confirmed")
        self.client.auth.resend({"type": "signup", "email": self.email})
        code, _ = mail_to(self.email, "signup")
        self.assertIsNotNone(
            self.client.auth.verify_otp({"email": self.email, "token": code, "type": "signup"}).session)
        self.assertEqual(
            client().auth.sign_in_with_password({"email": self.email, "password": PASSWORD}).user.email, self.email)

    def test_somebody_who_is_known_gets_the_same_answer(self):
        self.client.auth.sign_up({"email": self.email, "password": PASSWORD})
        code, _ = mail_to(self.email, "signup")
        self.client.auth.verify_otp({"email": self.email, "token": code, "type": "signup"})
        again = client().auth.sign_up({"email": self.email, "password": PASSWORD})
        self.assertIsNone(again.session)
        self.assertEqual(again.user.identities, [])


class Administered(unittest.TestCase):
    """What a service key may do."""

    def setUp(self):
        self.admin = client("SERVICE_KEY").auth.admin
        self.email = address()

    def create(self):
        return self.admin.create_user(
            {"email": self.email, "password": PASSWORD, "email_confirm": True,
             "app_metadata": {"roles": ["editor"]}, "user_metadata": {"nickname": "ada"}}).user

    def test_users(self):
        user = self.create()
        self.assertEqual(user.app_metadata["roles"], ["editor"])
        self.assertEqual(self.admin.get_user_by_id(user.id).user.email, self.email)
        self.assertIn(user.id, [listed.id for listed in self.admin.list_users()])
        self.assertEqual(len(self.admin.list_users(page=1, per_page=1)), 1)
        changed = self.admin.update_user_by_id(user.id, {"user_metadata": {"nickname": "bob"}}).user
        self.assertEqual(changed.user_metadata["nickname"], "bob")
        self.admin.delete_user(user.id)
        with self.assertRaises(AuthApiError) as caught:
            self.admin.get_user_by_id(user.id)
        self.assertEqual((caught.exception.status, caught.exception.code), (404, "user_not_found"))

    def test_deleting_softly_ends_sessions(self):
        user = self.create()
        person = client()
        person.auth.sign_in_with_password({"email": self.email, "password": PASSWORD})
        self.admin.delete_user(user.id, should_soft_delete=True)
        for call in (person.auth.get_user, lambda: client().auth.sign_in_with_password(
                {"email": self.email, "password": PASSWORD})):
            self.assertRaises(AuthApiError, call)
        with self.assertRaises(APIError) as caught:
            person.table("balance").select("*").execute()
        self.assertEqual(caught.exception.code, "TH401")

    def test_ban(self):
        user = self.create()
        person = client()
        person.auth.sign_in_with_password({"email": self.email, "password": PASSWORD})
        self.admin.update_user_by_id(user.id, {"ban_duration": "24h"})
        for call in (
            lambda: person.auth.refresh_session(),
            lambda: client().auth.sign_in_with_password({"email": self.email, "password": PASSWORD}),
        ):
            with self.assertRaises(AuthApiError) as caught:
                call()
            self.assertEqual(caught.exception.code, "user_banned")

    def test_users_are_not_for_users(self):
        with self.assertRaises(AuthApiError) as caught:
            client().auth.admin.list_users()
        self.assertEqual((caught.exception.status, caught.exception.code), (403, "not_admin"))

    def test_generate_link_and_invite(self):
        link = self.admin.generate_link({"type": "signup", "email": self.email, "password": PASSWORD})
        self.assertEqual(link.user.email, self.email)
        self.assertEqual(link.properties.verification_type, "signup")
        session = client().auth.verify_otp({"token_hash": link.properties.hashed_token, "type": "signup"}).session
        self.assertEqual(session.user.email, self.email)
        guest = address()
        self.assertEqual(self.admin.invite_user_by_email(guest).user.email, guest)
        self.assertIsNotNone(mail_to(guest, "invite")[1])

    def test_sign_out(self):
        self.create()
        person = client()
        token = person.auth.sign_in_with_password({"email": self.email, "password": PASSWORD}).session.access_token
        self.admin.sign_out(token, "global")
        with self.assertRaises(AuthApiError) as caught:
            person.auth.get_user()
        self.assertEqual(caught.exception.code, "session_not_found")


if __name__ == "__main__":
    unittest.main()
