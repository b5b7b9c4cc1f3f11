"""Metered calls and a service that dies, stops or loses its database in the middle of them."""

import asyncio
import time
import unittest

from gateway import FLOWS, Metered, cost, true, usage_of
from support import sql, until


class Crash(Metered):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sql("update ai.settings set abandoned_after = '5 seconds'; "
            "update ops.jobs set every = '1 second', next_run_at = now() where name = 'model_calls'")

    async def under_way(self, service, people, until_byte=2600):
        """Calls whose streams stand still in the middle, or before anything came."""
        marks, calls = [], []
        for number, (_, key) in enumerate(people):
            case, mark = self.upstream.make(
                until=0 if number % 5 == 0 else until_byte, then="wait", words=["planted words "] * 40)
            marks.append((case, mark))
            calls.append(asyncio.create_task(self.call(FLOWS[number % 4], key, mark, True, service=service)))
        for case, _ in marks:
            await true(lambda: case.reached.acquire(blocking=False))
        return marks, calls

    def test_killed_with_50_streams_open(self):
        """Charged for what was last known of them, released where nothing was, by another one; and it says so."""
        people = self.people(50)
        dying, _ = self.serve(), self.service

        async def run():
            marks, calls = await self.under_way(dying, people)
            # What came of each is noted when it comes.
            users = ", ".join(f"'{user}'" for user, _ in people)
            await asyncio.to_thread(until, lambda: sql(
                f"select count(*) from ai.calls where user_id in ({users}) and has_output") == "40", 20)
            dying.kill()
            replies = await asyncio.gather(*calls)
            for case, _ in marks:
                case.go.set()
            return replies

        replies = asyncio.run(run())
        self.assertFalse(any(reply.is_whole for reply in replies))
        begun = time.monotonic()
        receipts = self.receipts(*(user for user, _ in people))
        self.assertLess(time.monotonic() - begun, 30)
        self.assertEqual({receipt["outcome"] for receipt in receipts}, {"abandoned"})
        by_output = {True: [], False: []}
        for receipt in receipts:
            by_output[receipt["has_output"]].append(receipt)
        self.assertEqual((len(by_output[True]), len(by_output[False])), (40, 10))
        for receipt in by_output[True]:
            self.assertEqual(receipt["basis"], "estimated")
            self.assertGreater(receipt["charge"], 0)
            self.assertLess(receipt["charge"], receipt["hold"])
        self.assertEqual({receipt["charge"] for receipt in by_output[False]}, {0})
        self.assert_nothing_held()

    def test_asked_to_stop_it_finishes_what_runs(self):
        people = self.people(8)
        stopping = self.serve()

        async def run():
            marks, calls = await self.under_way(stopping, people)
            stopping.process.terminate()
            await asyncio.sleep(0.5)
            for case, _ in marks:
                case.go.set()
            return await asyncio.gather(*calls)

        replies = asyncio.run(run())
        self.assertTrue(all(reply.is_whole for reply in replies))
        self.assertEqual(stopping.process.wait(), 0)
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual({(receipt["outcome"], receipt["basis"]) for receipt in receipts}, {("completed", "actual")})

    def test_the_database_hangs_up_meanwhile(self):
        """The answers go on, and are settled once it is back."""
        people = self.people(12)

        async def run():
            marks, calls = await self.under_way(self.service, people)
            await asyncio.to_thread(
                sql, "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                "where usename = 'authenticator' and datname = current_database()")
            for case, _ in marks:
                case.go.set()
            return await asyncio.gather(*calls)

        replies = asyncio.run(run())
        self.assertEqual({reply.status for reply in replies}, {200})
        self.assertTrue(all(reply.is_whole for reply in replies))
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual({(receipt["outcome"], receipt["basis"]) for receipt in receipts}, {("completed", "actual")})

    def test_many_clients_leave_at_once(self):
        people = self.people(50)

        async def run():
            marks, calls = await self.under_way(self.service, people)
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            await asyncio.sleep(0.5)
            for case, _ in marks:
                case.go.set()

        asyncio.run(run())
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual(
            [(receipt["outcome"], receipt["basis"]) for receipt in receipts], [("client_gone", "actual")] * 50)
        self.assertEqual(
            {receipt["charge"] for receipt in receipts}, {cost(usage_of("text"), flow) for flow in FLOWS})


if __name__ == "__main__":
    unittest.main()
