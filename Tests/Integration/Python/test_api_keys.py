"""Keys for programs, in the place of the anon and service keys of a Supabase project."""

import os
import unittest

from postgrest.exceptions import APIError
from supabase import ClientOptions, create_client

from support import PASSWORD, address, client, sql


def with_key(key):
    return create_client(os.environ["THIN_URL"], key, options=ClientOptions(schema="api"))


class APIKeys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = true")

    def test_a_servers_key(self):
        server = client("SERVICE_KEY")
        made = server.rpc("create_api_key", {"name": "worker", "scopes": ["credits:spend", "credits:read"]}).execute().data
        self.assertTrue(made["key"].startswith(made["prefix"]))
        worker = with_key(made["key"])
        self.assertIsInstance(worker.table("balance").select("*").execute().data, list)
        with self.assertRaises(APIError) as failure:
            worker.rpc("verify", {}).execute()
        self.assertEqual((failure.exception.code, failure.exception.details), ("TH403", "scope"))
        listed = server.table("api_keys").select("*").eq("id", made["id"]).single().execute().data
        self.assertEqual(listed["scopes"], ["credits:read", "credits:spend"])
        self.assertNotIn("key", listed)
        server.rpc("revoke_api_key", {"id": made["id"]}).execute()
        with self.assertRaises(APIError) as failure:
            worker.table("balance").select("*").execute()
        self.assertEqual(failure.exception.code, "TH408")

    def test_a_users_key(self):
        person = client()
        user = person.auth.sign_up({"email": address(), "password": PASSWORD}).user
        made = person.rpc("create_api_key", {"name": "mine", "scopes": ["credits:read"]}).execute().data
        mine = with_key(made["key"])
        self.assertEqual(mine.table("balance").select("user_id").execute().data, [{"user_id": user.id}])
        rotated = person.rpc("rotate_api_key", {"id": made["id"], "overlap": "1 hour"}).execute().data
        self.assertNotEqual(rotated["key"], made["key"])
        for key in (made["key"], rotated["key"]):
            self.assertEqual(len(with_key(key).table("balance").select("user_id").execute().data), 1)


if __name__ == "__main__":
    unittest.main()
