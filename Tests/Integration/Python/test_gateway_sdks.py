"""Metered calls by the providers' own SDKs, new and old: what they get through Thin is what they get directly."""

import decimal
import json
import os
import subprocess
import threading
import unittest
import uuid

from gateway import PADDING, Metered, cost, token, usage_of
from model_upstream import KEYS

SDKS = ("new", "old")
STREAMED = ("chat", "responses", "messages", "generate")
FREE = ("openai_models", "anthropic_models", "google_models", "count_tokens", "google_count")


class SDK:
    """A process that calls with SDKs of a version; calls run beside each other."""

    def __init__(self, version):
        # No proxy or key of whoever runs the tests.
        own = {
            name: value for name, value in os.environ.items() if not name.upper().endswith(("_PROXY", "_API_KEY"))}
        self.process = subprocess.Popen(
            [f".venv/sdks-{version}/bin/python", "-W", "ignore", "Tests/Integration/Python/sdk_calls.py"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own)
        self.answers, self.arrived = {}, threading.Condition()

    def read(self):
        self.versions = json.loads(self.process.stdout.readline())["versions"]
        for line in self.process.stdout:
            answer = json.loads(line)
            with self.arrived:
                self.answers[answer["id"]] = answer
                self.arrived.notify_all()

    def start(self):
        threading.Thread(target=self.read, daemon=True).start()
        return self

    def ask(self, base, key, call, prompt, options={}, **arguments):
        """Begins a call; answers what waits for its end."""
        identifier = uuid.uuid4().hex
        keys = key if isinstance(key, dict) else dict.fromkeys(("openai", "anthropic", "google"), key)
        with self.arrived:
            self.process.stdin.write(json.dumps({
                "id": identifier, "base": base, "key": keys, "call": call, "prompt": prompt, "arguments": arguments,
                "options": options}) + "\n")
            self.process.stdin.flush()

        def answer():
            with self.arrived:
                if not self.arrived.wait_for(lambda: identifier in self.answers, 120):
                    raise AssertionError(f"no answer to {call}")
                return self.answers.pop(identifier)
        return answer

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def through(service):
    return {"openai": f"{service.url}/ai/openai/v1", "anthropic": f"{service.url}/ai/anthropic",
            "google": f"{service.url}/ai/google"}


class SDKCase(Metered):
    """Started once for a class, beside making its database."""

    @classmethod
    def setUpClass(cls):
        cls.sdks = {version: SDK(version).start() for version in SDKS}
        for sdk in cls.sdks.values():
            cls.addClassCleanup(sdk.stop)
        super().setUpClass()
        cls.through = through(cls.service)
        cls.directly = {"openai": f"{cls.upstream.url}/v1", "anthropic": cls.upstream.url, "google": cls.upstream.url}


class Results(SDKCase):
    def matrix(self):
        """Call, kind of answer, arguments."""
        for call in STREAMED:
            for kind in ("text", "tools", "reasoning", "cache"):
                for stream in (False, True):
                    # This one is said again in its answer.
                    cap = {"max_output_tokens": 512} if call == "responses" else {}
                    yield call, kind, {"stream": stream, "tools": kind == "tools", **cap}
        yield "chat", "text", {"stream": True, "stream_options": {"include_usage": True}}
        yield "chat", "text", {"stream": True, "stream_options": {"include_usage": False}}
        yield "chat", "text", {"n": 2, "max_tokens": 100}
        yield "chat", "reasoning", {"stream": True, "n": 2, "max_completion_tokens": 300}
        yield "message_helper", "cache", {}
        yield "embeddings", "text", {}
        yield "embeddings", "text", {"encoding_format": "float"}
        yield "embed", "text", {}
        for call in FREE:
            yield call, "free", {}

    def compare(self, version):
        sdk, asked = self.sdks[version], []
        matrix = list(self.matrix())
        people = self.people(len(matrix))
        for (call, kind, arguments), (user, key) in zip(matrix, people, strict=True):
            _, mark = self.upstream.make(kind=kind if kind != "free" else "text")
            prompt = f"{mark} {PADDING if kind == 'cache' else 'Hello.'}"
            if call == "messages" and kind == "cache":
                arguments = arguments | {"system": [
                    {"type": "text", "text": PADDING, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]}
            asked.append((call, kind, arguments, user, key, mark, [
                sdk.ask(base, with_key, call, prompt, **arguments)
                for base, with_key in ((self.directly, KEYS), (self.through, key))]))
        for call, kind, arguments, user, key, mark, answers in asked:
            with self.subTest(version=version, call=call, kind=kind, **arguments):
                direct, metered = (answer() for answer in answers)
                self.assertNotIn("error", direct)
                self.assertEqual(metered.get("error"), None)
                self.assertEqual(metered["result"], direct["result"])
                self.assertEqual(metered["tries"], 1)
                self.check_receipt(call, kind, user)

    def check_receipt(self, call, kind, user):
        if call in FREE:
            self.assertEqual(self.receipts(user), [])
            return
        flow = {"message_helper": "messages"}.get(call, call)
        receipt = self.receipt(user)
        self.assertEqual(receipt["outcome"], "completed")
        self.assertLessEqual(receipt["charge"], receipt["hold"])
        self.assertFalse(receipt["is_capped"], receipt)
        if call == "embed":
            # Google doesn't say what it counted.
            self.assertEqual(receipt["basis"], "estimated")
            self.assertEqual(receipt["charge"], receipt["hold"])
        else:
            self.assertEqual(receipt["basis"], "actual", receipt)
            self.assertEqual(decimal.Decimal(receipt["charge"]), cost(usage_of(kind), flow))

    def test_results_by_the_new_ones_equal_those_of_the_provider(self):
        self.compare("new")

    def test_results_by_the_old_ones_equal_those_of_the_provider(self):
        self.compare("old")

    def test_only_the_providers_key_goes_upstream(self):
        user, key = self.person()
        bearer = token(user)
        for version, sdk in self.sdks.items():
            for call in STREAMED:
                for credential in (key, bearer):
                    with self.subTest(version=version, call=call):
                        _, mark = self.upstream.make()
                        answer = sdk.ask(self.through, credential, call, mark)()
                        self.assertNotIn("error", answer)
                        [request] = self.upstream.of(mark)
                        self.assertNotIn(credential, str(request.headers) + request.target + request.body.decode())
                        keys = [value.removeprefix("Bearer ") for _, value in request.headers]
                        self.assertEqual(keys.count(KEYS[request.provider]), 1)

    def test_what_is_sent_is_what_the_sdk_sent_but_for_the_cap(self):
        _, key = self.person()
        caps = {"chat": "max_completion_tokens", "responses": "max_output_tokens", "messages": "max_tokens"}
        for version, sdk in self.sdks.items():
            for call in STREAMED:
                with self.subTest(version=version, call=call):
                    _, mark = self.upstream.make()
                    for base, with_key in ((self.directly, KEYS), (self.through, key)):
                        self.assertNotIn("error", sdk.ask(base, with_key, call, mark, stream=True)())
                    direct, metered = self.upstream.of(mark)
                    sent = metered.json
                    if call == "chat":
                        self.assertEqual(sent.pop("stream_options"), {"include_usage": True})
                    capped = sent.get("generationConfig", {}) if call == "generate" else sent
                    name = caps.get(call, "maxOutputTokens")
                    self.assertGreater(capped[name], 0)
                    asked = direct.json
                    if call != "messages":
                        del capped[name]
                        if call == "generate" and "generationConfig" not in asked:
                            del sent["generationConfig"]
                    self.assertEqual(sent, asked)
                    names = {name for name, _ in metered.headers} - {name for name, _ in direct.headers}
                    self.assertLessEqual(names, {"x-api-key", "accept-encoding", "content-length"})


if __name__ == "__main__":
    unittest.main()
