"""Metered calls and money: who has none is told so as the provider would, nobody spends more than there is, and tries
of one call share its hold."""

import asyncio
import collections
import contextlib
import decimal
import json
import unittest

from gateway import FLOWS, PADDING, PROVIDERS, Metered, cost, exchange, gathered, request, token, true, usage_of
from model_answers import Usage
from support import sql, until
from test_gateway_sdks import SDKCase, through

CALLS = {"chat": "openai", "responses": "openai", "messages": "anthropic", "generate": "google"}
# What an SDK raises, and the name that a provider has for it.
REFUSALS = {
    402: {"openai": ("APIStatusError", None), "anthropic": ("APIStatusError", "billing_error"),
          "google": ("ClientError", "RESOURCE_EXHAUSTED")},
    429: {"openai": ("RateLimitError", None), "anthropic": ("RateLimitError", "rate_limit_error"),
          "google": ("ClientError", "RESOURCE_EXHAUSTED")},
    503: {"openai": ("InternalServerError", None), "anthropic": ("InternalServerError", "overloaded_error"),
          "google": ("ServerError", "UNAVAILABLE")}}


class InTheProvidersShape(SDKCase):
    def setUp(self):
        self.upstream.forget()

    def each(self, key, prompt="Hello", options={}, **arguments):
        """The answer of every SDK to a call of each kind, asked for all at once."""
        asked = [
            (version, call, sdk.ask(self.through, key, call, prompt, options, **arguments))
            for version, sdk in self.sdks.items() for call in CALLS]
        for version, call, answer in asked:
            yield self.under(call, answer(), version=version, call=call)

    def check(self, call, answer, status, code):
        error = answer.get("error")
        self.assertIsNotNone(error, answer)
        kind, name = REFUSALS[status][CALLS[call]]
        self.assertEqual(error["status"], status, error)
        self.assertIn(kind, error["classes"])
        self.assertIn(code, json.dumps(error), "the code that Thin has for it can be read")
        if CALLS[call] == "anthropic":
            self.assertEqual(error["body"]["error"]["type"], name)
            self.assertEqual(error["body"]["type"], "error")
        elif CALLS[call] == "google":
            self.assertEqual(error["code"], name)

    @contextlib.contextmanager
    def changed(self, statement, back):
        sql(statement)
        try:
            yield
        finally:
            sql(back)

    def test_without_credits_there_is_one_try(self):
        _, key = self.person(credits=0)
        for stream in (False, True):
            for each in self.each(key, stream=stream):
                with each as (call, answer):
                    self.check(call, answer, 402, "TH402")
                    self.assertEqual(answer["tries"], 1)
        self.assertEqual(self.upstream.requests, [])

    def test_switched_off_there_is_one_try(self):
        _, key = self.person()
        with self.changed("update ai.settings set is_enabled = false", "update ai.settings set is_enabled = true"):
            for each in self.each(key):
                with each as (call, answer):
                    self.check(call, answer, 503, "TH503")
                    self.assertEqual(answer["tries"], 1)
        service = self.serve(AI_ENABLED="false")
        asked = [(call, sdk.ask(through(service), key, call, "Hello")) for sdk in self.sdks.values() for call in CALLS]
        for call, answer in asked:
            with self.subTest(call=call):
                answer = answer()
                self.check(call, answer, 503, "TH503")
                self.assertEqual(answer["tries"], 1)
        self.assertEqual(self.upstream.requests, [])
        for each in self.each(key):
            with each as (call, answer):
                self.assertNotIn("error", answer)

    def test_too_many_are_told_when_to_come_again(self):
        _, key = self.person()
        with self.changed(
                "update ops.rates set requests = 1, period = '1 hour' where class = 'model_calls'",
                "update ops.rates set requests = 1000000, period = '1 minute' where class = 'model_calls'"):
            def is_limited():
                return asyncio.run(self.call("chat", key)).status == 429
            until(is_limited, 20)
            reply = asyncio.run(self.call("messages", key))
            self.assertEqual(reply.status, 429)
            self.assertGreater(int(reply.header("retry-after")), 0)
            self.upstream.forget()
            for each in self.each(key, options={"max_retries": 0}):
                with each as (call, answer):
                    self.check(call, answer, 429, "TH429")
        self.assertEqual(self.upstream.requests, [])

    def test_a_budget_is_402_as_well(self):
        people = self.people(1)
        [(user, key)] = people
        with self.changed(
                f"insert into ai.budgets (user_id, period, amount) values ('{user}', 'day', 0)",
                f"delete from ai.budgets where user_id = '{user}'"):
            for each in self.each(key):
                with each as (call, answer):
                    self.assertEqual(answer["error"]["status"], 402, answer)
                    self.assertIn("TH451", json.dumps(answer["error"]))
                    self.assertEqual(answer["tries"], 1)
        self.assertEqual(self.upstream.requests, [])

    def test_what_stays_refused_is_tried_once(self):
        """Unknown models, what can't be priced, inputs that are too large, keys of nobody."""
        user, key = self.person()
        narrow = sql(f"select (identity.create_api_key('{user}', 'y', '{{credits:read}}')).key")
        asked = []
        for version, sdk in self.sdks.items():
            for call in CALLS:
                asked += [
                    (call, 404, "TH404", sdk.ask(self.through, key, call, "Hello", model="planted-words-model")),
                    (call, 403, "TH403", sdk.ask(self.through, narrow, call, "Hello")),
                    (call, 401, "TH408", sdk.ask(self.through, "thin_0123456789ab_" + "0" * 32, call, "Hello")),
                    (call, 401, "", sdk.ask(self.through, "anything", call, "Hello"))]
        for call, status, code, answer in asked:
            with self.subTest(call=call, code=code):
                answer = answer()
                self.assertEqual(answer["error"]["status"], status, answer)
                self.assertIn(code, json.dumps(answer["error"]))
                self.assertEqual(answer["tries"], 1)
        sql("update ai.models set max_input_tokens = 100 where model = 'gpt-4o-mini'")
        try:
            answer = self.sdks["new"].ask(self.through, key, "chat", PADDING)()
            self.assertEqual(answer["error"]["status"], 413)
            self.assertIn("TH421", json.dumps(answer["error"]))
        finally:
            sql("update ai.models set max_input_tokens = 128000 where model = 'gpt-4o-mini'")
        self.assertEqual(self.upstream.requests, [])

    def test_a_stream_that_breaks_raises(self):
        """A stream that just ends would pass for a whole answer."""
        matrix = [
            (version, call, place) for version in self.sdks for call in CALLS
            for place in ({"pieces_before": 12}, {"until": 2605})]
        people, asked = self.people(len(matrix)), []
        for (version, call, place), (user, key) in zip(matrix, people, strict=True):
            _, mark = self.upstream.make(**place, words=["planted words "] * 40)
            asked.append((call, place, user, self.sdks[version].ask(self.through, key, call, mark, stream=True)))
        for call, place, user, answer in asked:
            with self.subTest(call=call, **place):
                answer = answer()
                self.assertIn("error", answer)
                self.assertNotIn("unexpected", answer["error"], answer)
                # In the middle of an event some can't read what they have of it.
                self.assertIn(answer["error"]["class"], (
                    "APIError", "APIStatusError", "InternalServerError", "ServerError", "UnknownApiResponseError",
                    *(["JSONDecodeError"] if "until" in place else [])))
                receipt = self.receipt(user)
                self.assertEqual((receipt["outcome"], receipt["basis"]), ("cut", "estimated"))
                self.assertGreater(receipt["charge"], 0)
                self.assertEqual(self.compensated(user), receipt["charge"])

    def test_what_the_provider_says_passes_and_costs_nothing(self):
        people = self.people(2 * len(CALLS) * 4)
        numbers, asked = iter(range(len(people))), []
        for version, sdk in self.sdks.items():
            for call in CALLS:
                for status in (400, 429, 500, 529):
                    user, key = people[next(numbers)]
                    _, mark = self.upstream.make(status=status, headers={"retry-after-ms": "1"})
                    asked.append((call, status, user, mark, [
                        sdk.ask(base, keys, call, mark, stream=status == 500)
                        for base, keys in ((self.directly, self.keys), (self.through, key))]))
        for call, status, user, mark, answers in asked:
            with self.subTest(call=call, status=status):
                direct, metered = (answer() for answer in answers)
                for one in (direct, metered):
                    one["error"].pop("text")
                self.assertEqual(metered["error"], direct["error"])
                self.assertEqual(metered["tries"], direct["tries"])
                self.assertEqual(len(self.upstream.of(mark)), 2 * direct["tries"])
                receipts = self.receipts(user)
                self.assertEqual({receipt["charge"] for receipt in receipts}, {0})
                self.assertEqual({receipt["outcome"] for receipt in receipts}, {"refused"})

    @property
    def keys(self):
        return self.upstream.keys


class Tries(SDKCase):
    service_settings = {"AI_FIRST_BYTE_TIMEOUT": "2"}

    def test_a_try_after_a_timeout_goes_on_with_the_hold(self):
        """The SDK gives up on its first try and asks again; one call, one hold, and both tries are paid for."""
        people, asked = self.people(4), []
        calls = [(version, call) for version in self.sdks for call in ("chat", "messages")]
        for (version, call), (user, key) in zip(calls, people, strict=True):
            case, mark = self.upstream.make()
            slow = type(case)(until=400, then="wait", words=["word "] * 40, go=case.go)
            case.tries = [slow, type(case)()]
            asked.append((call, user, case, mark, self.sdks[version].ask(
                self.through, key, call, mark, {"timeout": 1.5, "max_retries": 2})))
        for call, user, case, mark, answer in asked:
            with self.subTest(call=call):
                answer = answer()
                self.assertNotIn("error", answer)
                self.assertEqual(answer["tries"], 2)
                case.go.set()
                receipt = self.receipt(user)
                self.assertEqual(receipt["attempt"], 2)
                self.assertLessEqual(receipt["charge"], receipt["hold"])
                self.assertGreaterEqual(receipt["charge"], cost(usage_of("text"), call))
                self.assertEqual(sql(f"select count(*) from credits.all_reservations where user_id = '{user}'"), "1")

    def test_a_retry_is_known_by_its_number_and_its_body(self):
        user, key = self.person()

        async def two(same):
            case, mark = self.upstream.make(first_byte=0.5)
            first = asyncio.create_task(self.call("chat", key, mark))
            await asyncio.sleep(0.2)
            return await self.call(
                "chat", key, mark if same else mark + " other", headers={"x-stainless-retry-count": "1"}), await first

        for same, count in ((True, 1), (False, 3)):
            asyncio.run(two(same))
            self.assertEqual(len(self.receipts(user)), count)
        # Without a number it is another call, however alike.
        asyncio.run(self.call("chat", key, "again"))
        asyncio.run(self.call("chat", key, "again"))
        self.assertEqual(len(self.receipts(user)), 5)

    def test_a_retry_can_not_take_the_hold_of_another_user(self):
        (one, key), (other, stranger) = self.people(2)

        async def both():
            case, mark = self.upstream.make(first_byte=0.5)
            first = asyncio.create_task(self.call("chat", key, mark))
            await asyncio.sleep(0.2)
            await self.call("chat", stranger, mark, headers={"x-stainless-retry-count": "1"})
            await first

        asyncio.run(both())
        self.assertEqual([receipt["attempt"] for receipt in self.receipts(one, other)], [1, 1])

    def test_odd_numbers_of_tries_are_not_believed(self):
        people = self.people(5)
        for (user, key), number in zip(people, ("-1", "2147483648", "1e3", "x", "0"), strict=True):
            reply = asyncio.run(self.call("chat", key, headers={"x-stainless-retry-count": number}))
            self.assertIn(reply.status, (200, 400), number)


class Concurrently(Metered):
    def hold(self, flow="chat"):
        user, key = self.person()
        _, mark = self.upstream.make()
        asyncio.run(self.call(flow, key, mark))
        return decimal.Decimal(self.receipt(user)["hold"])

    def at_once(self, count, key, admitted, services=(None,)):
        """So many calls, none of which is answered before all but those that may be admitted were refused; how many
        there are of each status."""
        async def run():
            case, mark = self.upstream.make(until=0, then="wait")
            calls = [
                asyncio.create_task(self.call("chat", key, mark, service=services[number % len(services)]))
                for number in range(count)]
            await true(lambda: len(self.upstream.of(mark)) >= admitted)
            await true(lambda: sum(call.done() for call in calls) >= count - admitted)
            case.go.set()
            statuses = [reply.status for reply in await asyncio.gather(*calls)]
            self.assertEqual(len(self.upstream.of(mark)), admitted)
            return statuses

        return collections.Counter(asyncio.run(run()))

    def test_of_200_with_funds_for_k_k_are_admitted(self):
        hold = self.hold()
        for count in (7, 63):
            user, key = self.person(hold * count)
            self.assertEqual(self.at_once(200, key, count), {200: count, 402: 200 - count})
            receipts = self.receipts(user)
            self.assertEqual({receipt["charge"] for receipt in receipts}, {cost(usage_of("text"), "chat")})
            self.assertEqual(self.left(user), hold * count - sum(receipt["charge"] for receipt in receipts))

    def left(self, user):
        return decimal.Decimal(sql(
            f"select coalesce(sum(amount), 0) from credits.all_entries where user_id = '{user}'"))

    def test_a_budget_over_two_services(self):
        hold = self.hold()
        user, key = self.person()
        sql(f"insert into ai.budgets (user_id, period, amount) values ('{user}', 'day', {hold * 11})")
        self.assertEqual(self.at_once(60, key, 11, (self.service, self.serve())), {200: 11, 402: 49})

    def test_many_users_at_once_do_not_wait_for_one(self):
        people = self.people(40)

        async def run():
            case, mark = self.upstream.make(until=100, then="wait")
            stuck = asyncio.create_task(self.call("messages", people[0][1], mark, True))
            replies = await gathered([self.call("chat", key) for _, key in people[1:]], 40)
            self.assertEqual({reply.status for reply in replies}, {200})
            stuck.cancel()
            case.go.set()
            await asyncio.gather(stuck, return_exceptions=True)

        asyncio.run(run())

    def test_tokens_and_keys_are_the_same_person(self):
        user, key = self.person()
        for credential in (key, token(user)):
            for flow in FLOWS:
                for headers in ({"Authorization": f"Bearer {credential}"}, {"x-api-key": credential},
                                {"x-goog-api-key": credential}):
                    with self.subTest(flow=flow, headers=list(headers)):
                        path, body = request(flow, "Hello")
                        reply = asyncio.run(exchange(
                            self.service.url, f"/ai/{PROVIDERS[flow]}{path}", body, headers))
                        self.assertEqual(reply.status, 200, reply.body)
        path, body = request("generate", "Hello")
        reply = asyncio.run(exchange(self.service.url, f"/ai/google{path}?key={key}", body))
        self.assertEqual(reply.status, 200, reply.body)
        receipts = self.receipts(user)
        self.assertEqual(len(receipts), 25)
        self.assertEqual(len([one for one in receipts if one["api_key_id"]]), 13)

    def test_batches_of_the_dear_kinds(self):
        """What costs most of a kind is what is held: cache writes for an hour and reasoning."""
        usage = Usage(input=100, cached=200, written_5m=300, written_1h=400, output=50, reasoning=150)
        for flow in FLOWS:
            for stream in (False, True):
                with self.subTest(flow=flow, stream=stream):
                    user, key = self.person()
                    _, mark = self.upstream.make(usage=usage)
                    more = {}
                    if flow == "messages":
                        more = {"system": [{"type": "text", "text": PADDING,
                                            "cache_control": {"type": "ephemeral", "ttl": "1h"}}]}
                    asyncio.run(self.call(flow, key, mark + PADDING, stream, more=more))
                    self.assertEqual(self.charge(user), cost(usage, flow))


if __name__ == "__main__":
    unittest.main()
