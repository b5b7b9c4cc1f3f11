"""Keys of users' tokens, from the shared secret to asymmetric keys and their rotation."""

import base64
import json
import unittest
import urllib.request

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from supabase_auth.errors import AuthApiError

from support import PASSWORD, Service, address, client, sql


def number(value):
    size = (value.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(value.to_bytes(size, "big")).rstrip(b"=").decode()


def elliptic(name):
    secret = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = secret.public_numbers
    coordinate = lambda value: base64.urlsafe_b64encode(value.to_bytes(32, "big")).rstrip(b"=").decode()
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": name, "x": coordinate(point.x),
            "y": coordinate(point.y), "d": coordinate(secret.private_value)}


def rivest(name):
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()
    return {"kty": "RSA", "alg": "RS256", "kid": name, "n": number(secret.public_numbers.n),
            "e": number(secret.public_numbers.e), "d": number(secret.d), "p": number(secret.p), "q": number(secret.q)}


def public(key):
    return {name: value for name, value in key.items() if name not in ("d", "p", "q")}


class Keys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = true, mail_pause_seconds = 0")

    def serve(self, *keys):
        service = Service(THIN_JWT_KEYS=json.dumps(keys) if keys else "")
        self.addCleanup(service.stop)
        return service.url

    def header(self, token):
        part = token.split(".")[0]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))

    def sign_up(self, url):
        person = client(url=url)
        person.auth.sign_up({"email": address(), "password": PASSWORD})
        return person

    def is_taken(self, url, token):
        """Whether both surfaces take a token."""
        request = urllib.request.Request(
            url + "/rest/v1/balance?select=available", headers={"Authorization": f"Bearer {token}"})
        try:
            rest = json.load(urllib.request.urlopen(request)) == [{"available": 0}]
        except urllib.error.HTTPError as error:
            self.assertEqual(error.code, 401)
            rest = False
        try:
            auth = client(url=url).auth.get_user(token) is not None
        except AuthApiError as error:
            self.assertEqual((error.status, error.code), (403, "bad_jwt"))
            auth = False
        self.assertEqual(rest, auth)
        return rest

    def test_rotation(self):
        first, second = elliptic("first"), rivest("second")
        shared = self.sign_up(self.serve()).auth.get_session().access_token
        self.assertEqual(self.header(shared), {"alg": "HS256", "typ": "JWT"})

        url = self.serve(first)
        person = self.sign_up(url)
        elliptic_token = person.auth.get_session().access_token
        self.assertEqual(self.header(elliptic_token), {"alg": "ES256", "typ": "JWT", "kid": "first"})
        # The client checks the signature itself, by the keys that are shown.
        self.assertEqual(person.auth.get_claims()["claims"]["role"], "authenticated")
        self.assertTrue(self.is_taken(url, shared))

        url = self.serve(second, public(first))
        person = self.sign_up(url)
        rivest_token = person.auth.get_session().access_token
        self.assertEqual(self.header(rivest_token), {"alg": "RS256", "typ": "JWT", "kid": "second"})
        self.assertEqual(person.auth.get_claims()["claims"]["role"], "authenticated")
        for token in (shared, elliptic_token, rivest_token):
            self.assertTrue(self.is_taken(url, token))

        url = self.serve(second)
        self.assertFalse(self.is_taken(url, elliptic_token))
        self.assertTrue(self.is_taken(url, rivest_token))

    def test_only_public_parts_are_shown(self):
        first, second = elliptic("first"), rivest("second")
        secret = {"kty": "oct", "kid": "third", "alg": "HS256", "k": number(7 << 250)}
        url = self.serve(first, second, secret)
        answer = urllib.request.urlopen(url + "/auth/v1/.well-known/jwks.json")
        self.assertIn("max-age", answer.headers["Cache-Control"])
        shown = json.load(answer)["keys"]
        self.assertEqual([key["kid"] for key in shown], ["first", "second"])
        for key, original in zip(shown, (first, second)):
            self.assertEqual(key, dict(public(original), use="sig", key_ops=["verify"]))


if __name__ == "__main__":
    unittest.main()
