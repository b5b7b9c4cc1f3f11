"""What Supabase's client offers and Thin doesn't: refused in a way that the client understands."""

import unittest

from supabase_auth.errors import AuthApiError

from support import PASSWORD, address, client, sql


class Absent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = true, mail_pause_seconds = 0")

    def refused(self, status, code, call, *arguments):
        with self.assertRaises(AuthApiError) as caught:
            call(*arguments)
        self.assertEqual((caught.exception.status, caught.exception.code), (status, code))

    def test_telephone(self):
        auth = client().auth
        number = {"phone": "+4912345678", "password": PASSWORD}
        self.refused(400, "phone_provider_disabled", auth.sign_up, number)
        self.refused(400, "phone_provider_disabled", auth.sign_in_with_password, number)
        self.refused(400, "phone_provider_disabled", auth.sign_in_with_otp, {"phone": number["phone"]})
        self.refused(400, "phone_provider_disabled", auth.resend, {"type": "sms", "phone": number["phone"]})
        self.refused(
            400, "phone_provider_disabled", auth.verify_otp,
            {"phone": number["phone"], "token": "123456", "type": "sms"})

    def test_other_providers(self):
        auth = client().auth
        self.refused(
            400, "invalid_credentials", auth.sign_in_with_id_token, {"provider": "google", "token": "a.b.c"})
        with self.assertRaises(AuthApiError) as caught:
            auth.sign_in_with_sso({"domain": "example.com"})
        self.assertEqual(caught.exception.status, 404)
        auth.sign_up({"email": address(), "password": PASSWORD})
        with self.assertRaises(AuthApiError) as caught:
            auth.link_identity({"provider": "github"})
        self.assertEqual(caught.exception.status, 404)
        with self.assertRaises(AuthApiError) as caught:
            auth.unlink_identity(auth.get_user_identities().identities[0])
        self.assertEqual(caught.exception.status, 404)

    def test_second_factors(self):
        auth = client().auth
        user = auth.sign_up({"email": address(), "password": PASSWORD}).user
        self.assertEqual(auth.mfa.list_factors().all, [])
        level = auth.mfa.get_authenticator_assurance_level()
        self.assertEqual((level.current_level, level.next_level), ("aal1", "aal1"))
        with self.assertRaises(AuthApiError) as caught:
            auth.mfa.enroll({"factor_type": "totp"})
        self.assertEqual(caught.exception.status, 404)
        with self.assertRaises(AuthApiError) as caught:
            client("SERVICE_KEY").auth.admin.mfa.list_factors({"user_id": user.id})
        self.assertEqual(caught.exception.status, 404)


if __name__ == "__main__":
    unittest.main()
