"""Metered calls byte by byte: what passes is what was sent, and whoever hangs up, wherever, pays for what was made."""

import asyncio
import re
import unittest

from gateway import (
    FLOWS, PADDING, PROVIDERS, Metered, cost, digest, exchange, gathered, request, true, usage_of)
from support import until

KINDS = ("text", "tools", "reasoning", "cache")
WORDS = ["ü你🙂"]
WIDTH = 24


class Bytes(Metered):
    service_settings = {"AI_SILENCE_TIMEOUT": "5"}

    def test_answers_pass_as_they_are(self):
        async def both(flow, kind, stream, key, more):
            _, mark = self.upstream.make(kind=kind, **more)
            prompt = f"{mark} {PADDING}"
            return await self.directly(flow, prompt, stream), await self.call(flow, key, prompt, stream)

        asked = [
            (flow, kind, stream, more)
            for flow in (*FLOWS, "array", "embeddings", "embed") for kind in KINDS
            for stream in {"array": (True,), "embeddings": (False,), "embed": (False,)}.get(flow, (False, True))
            for more in ({}, {"piece_size": 7})]
        people = self.people(len(asked))
        answers = asyncio.run(gathered(
            [both(flow, kind, stream, key, more)
             for (flow, kind, stream, more), (_, key) in zip(asked, people, strict=True)]))
        for (flow, kind, stream, more), (user, _), (direct, metered) in zip(asked, people, answers, strict=True):
            with self.subTest(flow=flow, kind=kind, stream=stream, **more):
                self.assertEqual((direct.status, direct.is_whole), (200, True))
                self.assertEqual((metered.status, metered.is_whole), (200, True))
                self.assertEqual(digest(metered.body), digest(direct.body))
                self.assertEqual(metered.header("content-type"), direct.header("content-type"))
                charge = self.receipt(user)
                if flow == "embed":
                    self.assertEqual(charge["basis"], "estimated")
                else:
                    self.assertEqual((charge["basis"], charge["charge"]), ("actual", cost(usage_of(kind), flow)))

    def test_the_chunk_that_thin_asked_for_is_all_that_is_missing(self):
        user, key = self.person()
        _, mark = self.upstream.make()
        asked = asyncio.run(self.directly("chat", mark, True)).body
        metered = asyncio.run(self.call("chat", key, mark, True, more={"stream_options": None}))
        events = asked.split(b"\n\n")
        self.assertIn(b'"choices":[]', events[-3])
        self.assertEqual(metered.body, b"\n\n".join(events[:-3] + events[-2:]))
        self.assertEqual(self.charge(user), cost(usage_of("text"), "chat"))

    def test_bodies_pass_as_they_are_when_there_is_nothing_to_change(self):
        _, key = self.person()
        spaced = {
            "chat":
                b'{ "max_completion_tokens" : 25, "stream":false,\n"messages":[{"content":"\\u0068i %b",'
                b'"role":"user"}], "model":"gpt-4o-mini"}\r\n',
            "responses":
                b'\t{"input":"\\ud83d\\ude00 %b","max_output_tokens":25,"model":"gpt-4o-mini","x_unknown":[1e400]}',
            "messages":
                b'{"model":"claude-sonnet-4-5","max_tokens":25,"messages":[{"role":"user","content":"%b \\/"}]} ',
            "generate":
                b'{"contents":[{"parts":[{"text":"%b"}]}],"generationConfig":{"maxOutputTokens":25,"topK":1.50}}'}
        for flow, body in spaced.items():
            with self.subTest(flow=flow):
                _, mark = self.upstream.make()
                body = body.replace(b"%b", mark.encode())
                path, _ = request(flow, "")
                reply = asyncio.run(exchange(
                    self.service.url, f"/ai/{PROVIDERS[flow]}{path}", body, {"Authorization": f"Bearer {key}"}))
                self.assertEqual(reply.status, 200, reply.body)
                [sent] = self.upstream.of(mark)
                self.assertEqual(digest(sent.body), digest(body))
        for flow, body in spaced.items():
            with self.subTest("above the cap", flow=flow):
                _, mark = self.upstream.make()
                # The mark has digits of its own.
                body = body.replace(b"25", b"999999999").replace(b"%b", mark.encode())
                path, _ = request(flow, "")
                reply = asyncio.run(exchange(
                    self.service.url, f"/ai/{PROVIDERS[flow]}{path}", body, {"Authorization": f"Bearer {key}"}))
                self.assertEqual(reply.status, 200, reply.body)
                [sent] = self.upstream.of(mark)
                before, after = body.split(b"999999999")
                self.assertTrue(sent.body.startswith(before) and sent.body.endswith(after), sent.body)
                self.assertIn(int(sent.body[len(before):-len(after)]), (16384, 64000, 65536))

    def length(self, flow):
        return len(asyncio.run(self.directly(flow, self.short(flow)[1], True)).body)

    def short(self, flow, **fields):
        """A case whose stream has few bytes, but an event of each sort that counts."""
        def change(pieces):
            if flow != "responses":
                return pieces
            return [piece for piece in pieces if re.match(rb"event: response\.(completed|\w+\.delta)\n", piece)]
        return self.upstream.make(words=WORDS, change=change, **fields)

    def at_places(self, flow, step, call):
        """Does it at each place in a stream, or some, several at a time; what each answered, and its receipt."""
        length, found = -(-self.length(flow) // step), {}
        people = self.people(WIDTH, 100_000_000)

        async def some(number):
            # One after another, which is the order of the user's receipts.
            for at in range(number, length, WIDTH):
                found[at] = await call(at * step, people[number][1])

        async def all_of_them():
            await asyncio.gather(*map(some, range(WIDTH)))

        asyncio.run(all_of_them())
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual(len(receipts), length)
        for number, (user, _) in enumerate(people):
            mine = [receipt for receipt in receipts if receipt["user_id"] == user]
            for at, receipt in zip(range(number, length, WIDTH), mine, strict=True):
                found[at] = found[at], receipt
        self.assert_nothing_held()
        return [found[at] for at in range(length)]

    def test_the_client_hangs_up_at_every_byte(self):
        """The provider goes on to its end, and its own count is what is charged."""
        for flow in FLOWS:
            # What follows an answer's proper end comes once it was charged, so after the rest.
            last = self.length(flow) - 20

            async def leave(at, key):
                # While the rest is kept back nobody can have it all.
                case, mark = self.short(flow, until=at if at <= last else None, then="wait")
                return await self.call(
                    flow, key, mark, True, leave_after=at, on_leaving=case.go.set, reset=at % 2 == 1)

            with self.subTest(flow=flow):
                found = self.at_places(flow, 1, leave)
                self.assertEqual([len(reply.body) for reply, _ in found], list(range(len(found))))
                full = cost(usage_of("text"), flow)
                self.assertEqual([
                    (place, len(reply.body), receipt) for place, (reply, receipt) in enumerate(found)
                    if receipt["charge"] != full], [])
                outcomes = {receipt["outcome"] for _, receipt in found}
                self.assertLessEqual(outcomes, {"client_gone", "completed"})
                self.assertIn("client_gone", outcomes)

    def test_the_provider_hangs_up_anywhere(self):
        """Charged for what came by an estimate, and that is given back; nothing for what never began."""
        for flow in FLOWS:
            async def cut(at, key):
                _, mark = self.short(flow, until=at, then=("close", "reset")[at % 2])
                return await self.call(flow, key, mark, True)

            with self.subTest(flow=flow):
                found = self.at_places(flow, 7, cut)
                for place, (reply, receipt) in enumerate(found):
                    with self.subTest(flow=flow, place=place):
                        self.assertLessEqual(receipt["charge"], receipt["hold"])
                        self.assertIn(receipt["outcome"], ("cut", "unreachable", "refused", "garbled", "completed"))
                        # Whoever has some of it is told that it isn't all.
                        if reply.status == 200 and receipt["outcome"] != "completed":
                            self.assertIn(b"error", reply.body[-600:])
                receipts = [receipt for _, receipt in found]
                self.assertEqual(receipts[0]["charge"], 0)
                self.assertGreater(receipts[-1]["charge"], 0)
                charged = sum(receipt["charge"] for receipt in receipts if receipt["outcome"] != "completed")
                self.assertEqual(self.compensated(*{receipt["user_id"] for receipt in receipts}), charged)

    def test_the_client_hangs_up_and_the_provider_never_goes_on(self):
        people = self.people(len(FLOWS) * 12)

        async def leave(flow, part, key):
            case, mark = self.short(flow, until=self.lengths[flow] * part // 12, then="hang")
            return await self.call(flow, key, mark, True, leave_after=case.until)

        self.lengths = {flow: self.length(flow) for flow in FLOWS}

        async def leave_all():
            return await gathered(
                [leave(flow, part, people[index * 12 + part][1])
                 for index, flow in enumerate(FLOWS) for part in range(12)], 64)

        asyncio.run(leave_all())
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual(len(receipts), len(people))
        self.assertLessEqual({receipt["outcome"] for receipt in receipts}, {"client_gone", "timed_out"})
        self.assertTrue(all(receipt["charge"] <= receipt["hold"] for receipt in receipts))
        until(lambda: self.upstream.open_now < len(people) // 2)

    def test_whole_answers_and_a_client_that_leaves(self):
        people = self.people(len(FLOWS) * 2)

        async def leave(flow, at, key):
            case, mark = self.upstream.make(until=at, then="wait")
            call = asyncio.create_task(self.call(flow, key, mark, reset=at > 0))
            await true(lambda: case.reached.acquire(blocking=False))
            call.cancel()
            await asyncio.sleep(0.3)
            case.go.set()

        async def leave_all():
            return await gathered(
                [leave(flow, at, people[index * 2 + (at > 0)][1])
                 for index, flow in enumerate(FLOWS) for at in (0, 30)])

        asyncio.run(leave_all())
        receipts = self.receipts(*(user for user, _ in people))
        self.assertEqual(
            [(receipt["outcome"], receipt["basis"]) for receipt in receipts], [("client_gone", "actual")] * len(people))
        self.assert_nothing_held()

    def test_an_answer_comes_while_it_is_made(self):
        """A chunk is passed on as soon as it came, while the provider waits with the next one."""
        for flow in FLOWS:
            with self.subTest(flow=flow):
                _, key = self.person()
                length = self.length(flow)
                for part in range(1, 6):
                    case, mark = self.short(flow, until=length * part // 6, then="wait")
                    # What it waits with can only come once this much arrived.
                    reply = asyncio.run(asyncio.wait_for(
                        self.call(flow, key, mark, True, leave_after=case.until, on_leaving=case.go.set), 20))
                    self.assertEqual(len(reply.body), case.until)


if __name__ == "__main__":
    unittest.main()
