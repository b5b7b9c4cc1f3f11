"""The asynchronous client of PyPI's supabase."""

import asyncio
import os
import unittest

from supabase import AsyncClientOptions, acreate_client
from supabase_auth.errors import AuthApiError

from support import PASSWORD, address, sql


class Asynchronous(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        sql("update identity.settings set confirms_automatically = true, mail_pause_seconds = 0")

    async def asyncSetUp(self):
        # Loops of tests are in debug mode, in which whatever takes longer than 0.1 s is printed.
        asyncio.get_running_loop().slow_callback_duration = 60

    async def client(self):
        return await acreate_client(
            os.environ["THIN_URL"], os.environ["ANON_KEY"], options=AsyncClientOptions(schema="api"))

    async def test_from_signing_up_to_signing_out(self):
        person = await self.client()
        email = address()
        first = await person.auth.sign_up({"email": email, "password": PASSWORD})
        rows = await person.table("balance").select("user_id,available").execute()
        self.assertEqual(rows.data, [{"user_id": first.user.id, "available": 0}])
        await person.auth.refresh_session()
        token = (await person.auth.get_session()).access_token
        await person.auth.sign_out()
        with self.assertRaises(AuthApiError) as caught:
            await person.auth.get_user(token)
        self.assertEqual(caught.exception.code, "session_not_found")

    async def test_many_at_the_same_time(self):
        people = await asyncio.gather(*(self.client() for _ in range(32)))
        emails = [address() for _ in people]
        await asyncio.gather(
            *(person.auth.sign_up({"email": email, "password": PASSWORD}) for person, email in zip(people, emails)))
        users = await asyncio.gather(*(person.auth.get_user() for person in people))
        self.assertEqual([answer.user.email for answer in users], emails)


if __name__ == "__main__":
    unittest.main()
