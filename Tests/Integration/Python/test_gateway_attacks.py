"""Metered calls of those who want them for nothing, or elsewhere; and providers that fail in every way."""

import asyncio
import gzip
import json
import pathlib
import socket
import threading
import unittest

from gateway import FLOWS, PROVIDERS, Metered, cost, exchange, gathered, request, token, usage_of
from model_answers import Anthropic, Google, compact, pretty
from model_upstream import KEYS, ModelUpstream
from support import sql


class Elsewhere:
    """Listens, and keeps whether anybody came."""

    def __init__(self):
        self.visits = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                connection, address = self.socket.accept()
            except OSError:
                return
            self.visits.append(address)
            connection.close()

    def close(self):
        self.socket.close()


class Attacks(Metered):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = Elsewhere()
        cls.addClassCleanup(cls.elsewhere.close)
        cls.user, cls.key = cls().person()

    def setUp(self):
        self.upstream.forget()

    def ask(self, path, body, headers=None, method="POST"):
        return asyncio.run(exchange(
            self.service.url, path, body if isinstance(body, bytes) else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.key}"} if headers is None else headers, method=method))

    def shaped(self, reply, provider):
        """Whether an error is in the provider's shape."""
        error = reply.json["error"]
        if provider == "anthropic":
            self.assertEqual(reply.json["type"], "error")
        self.assertTrue(error["message"])
        self.assertNotIn(KEYS[provider], reply.body.decode())

    def test_nobody_goes_elsewhere(self):
        away = f"127.0.0.1:{self.elsewhere.port}"
        bad = [
            f"http://{away}/", f"@{away}", f"..%2f..%2f{away}", "../../../etc/passwd", "..", ".", "%2e%2e", "a/b",
            "a%2Fb", "a?x=y", "a#b", "gemini-2.5-flash%00", "gemini-2.5-flash\\..\\x", f"x:generateContent@{away}",
            "", "a" * 300, "gemini-2.5-flash%0d%0aHost:%20" + away, "tunedModels%2fx",
            "ge\u0301mini".encode().decode("latin-1")]
        for name in bad:
            for operation in ("generateContent", "streamGenerateContent?alt=sse", "countTokens", "embedContent"):
                path = f"/ai/google/v1beta/models/{name}:{operation}"
                with self.subTest(path=path):
                    reply = self.ask(path, request("generate", "Hello")[1])
                    self.assertIn(reply.status, (400, 404, 405), reply.body)
        for name in bad[:-1]:
            for flow in ("chat", "responses", "messages", "embeddings"):
                with self.subTest(model=name, flow=flow):
                    path, body = request(flow, "Hello", model=name)
                    reply = self.ask(f"/ai/{PROVIDERS[flow]}{path}", body)
                    self.assertIn(reply.status, (400, 404), reply.body)
                    self.shaped(reply, PROVIDERS[flow])
        self.assertEqual(self.upstream.requests, [])
        more = dict.fromkeys(("base_url", "api_base", "endpoint", "url", "host", "upstream"), f"http://{away}/")
        told = {
            "Host": away, "X-Forwarded-Host": away, "X-Forwarded-Proto": "https", "Forwarded": f"host={away}",
            "X-Base-Url": f"http://{away}", "X-Original-URL": f"http://{away}/", "X-Rewrite-Url": "/v1/files",
            "X-HTTP-Method-Override": "DELETE", "Authorization": f"Bearer {self.key}"}
        for flow in FLOWS:
            path, body = request(flow, "Hello", **more)
            self.ask(f"/ai/{PROVIDERS[flow]}{path}", body)
            path, body = request(flow, "Hello")
            self.ask(f"/ai/{PROVIDERS[flow]}{path}", body, told)
            self.ask(f"http://{away}/ai/{PROVIDERS[flow]}{path}", body)
            self.ask(f"/ai/{PROVIDERS[flow]}//{away}{path}", body)
            self.ask(f"/ai/{away}{path}", body)
        for one in self.upstream.requests:
            self.assertEqual(one.method, "POST")
            self.assertIn(f"http://{one.header('host')[0]}", (self.upstream.url,))
            self.assertEqual(one.header("x-forwarded-host") + one.header("x-http-method-override"), [])
        self.assertEqual(self.elsewhere.visits, [])

    def test_other_paths_of_the_providers_are_closed(self):
        for path in (
                "/ai/openai/v1/files", "/ai/openai/v1/fine_tuning/jobs", "/ai/openai/v1/images/generations",
                "/ai/openai/v1/chat/completions/../../files", "/ai/openai/v1/chat/completions/x",
                "/ai/openai/v1/batches", "/ai/openai/v1/responses/resp_1",
                "/ai/openai/v1/responses/resp_1/input_items", "/ai/openai/chat/completions",
                "/ai/anthropic/v1/messages/batches", "/ai/anthropic/v1/files",
                "/ai/anthropic/v1/organizations/api_keys",
                "/ai/google/v1beta/cachedContents", "/ai/google/v1beta/files", "/ai/google/upload/v1beta/files",
                "/ai/google/v1beta/models/gemini-2.5-flash:predict",
                "/ai/google/v1beta/models/gemini-2.5-flash:batchGenerateContent",
                "/ai/google/v1alpha/models/gemini-2.5-flash:generateContent", "/ai/other/v1/x", "/ai", "/ai/"):
            with self.subTest(path=path):
                reply = self.ask(path, b"{}")
                self.assertIn(reply.status, (404, 405), reply.body)
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            for flow in FLOWS:
                with self.subTest(method=method, flow=flow):
                    path, body = request(flow, "Hello")
                    reply = self.ask(f"/ai/{PROVIDERS[flow]}{path}", b"", method=method)
                    self.assertEqual(reply.status, 405, reply.body)
                    self.assertIn("POST", reply.header("allow"))
        self.assertEqual(self.upstream.requests, [])

    def test_who_one_is_can_not_be_smuggled(self):
        stranger, other = self.person()
        path, body = request("chat", "Hello")
        for headers in (
                {}, {"Authorization": "Bearer"}, {"Authorization": f"Basic {self.key}"},
                {"Authorization": f"Bearer {self.key}", "x-api-key": other},
                {"x-goog-api-key": other, "x-api-key": self.key},
                {"Authorization": f"Bearer {KEYS['openai']}"}, {"x-api-key": KEYS["anthropic"]},
                {"Authorization": f"Bearer {token(self.user)[:-2]}xx"},
                {"Authorization": f"Bearer {token(self.user, exp=1)}"},
                {"Authorization": f"Bearer {token(self.user, role='service_role')}"},
                {"Authorization": f"Bearer {token(None, role='anon')}"},
                {"Authorization": f"Bearer {token('00000000-0000-0000-0000-000000000000')}"},
                {"Authorization": f"Bearer {token('planted words')}"},
                {"Cookie": f"token={self.key}"}, {"apikey": "x"}):
            with self.subTest(headers=list(headers)):
                reply = self.ask(f"/ai/openai{path}", body, headers)
                self.assertIn(reply.status, (401, 402, 403, 404), reply.body)
                self.shaped(reply, "openai")
        path, body = request("generate", "x")
        reply = self.ask(f"/ai/google{path}?key={other}&key={self.key}", body, {})
        self.assertEqual(reply.status, 401)
        self.assertEqual((self.upstream.requests, self.receipts(stranger)), ([], []))

    def test_headers_that_change_whose_account_or_what_is_counted_stay_here(self):
        planted = {
            name: "planted-words" for name in (
                "OpenAI-Organization", "OpenAI-Project", "x-goog-user-project", "X-Goog-FieldMask", "x-goog-quota-user",
                "Cookie", "X-Forwarded-For", "X-Real-IP", "Forwarded", "Proxy-Authorization", "Idempotency-Key",
                "x-server-timeout", "Referer", "Origin", "traceparent")}
        for flow in FLOWS:
            path, body = request(flow, "Hello", True)
            joint = "&" if "?" in path else "?"
            reply = self.ask(
                f"/ai/{PROVIDERS[flow]}{path}{joint}fields=candidates&$fields=candidates&%24fields=x&prettyPrint=false"
                "&quotaUser=x&api_key=y&access_token=z&callback=f",
                body, {**planted, "Authorization": f"Bearer {self.key}", "Accept-Encoding": "gzip, br"})
            with self.subTest(flow=flow):
                self.assertEqual(reply.status, 200, reply.body)
                sent = self.upstream.requests[-1]
                self.assertNotIn("planted", str(sent.headers))
                self.assertIn(sent.target.partition("?")[2], ("", "alt=sse"))
                self.assertIn(sent.header("accept-encoding"), ([], ["identity"]))
                # Not what is about Thin's own account either.
                self.assertNotIn("planted", str(reply.headers))
                self.assertNotIn(KEYS[PROVIDERS[flow]], str(reply.headers) + reply.body.decode())
                self.assertIsNone(reply.header("set-cookie"))
        self.assertNotIn(self.key, " ".join(str(one.headers) + one.target for one in self.upstream.requests))
        self.upstream.forget()
        path, body = request("generate", "Hello")
        for query in ("alt=proto", "$alt=proto", "%24alt=media", "alt=sse&alt=media"):
            self.assertEqual(self.ask(f"/ai/google{path}?{query}", body).status, 400)
        self.assertEqual(self.upstream.requests, [])

    def test_caps_can_not_be_smuggled(self):
        """A member twice, spelled otherwise or in another place; whatever passes is capped."""
        sql("insert into ai.model_limits (plan, provider, max_output_tokens) "
            "select p.id, v.name, 100 from billing.plans p, (values ('openai'), ('anthropic'), ('google')) v (name)")
        self.addCleanup(sql, "delete from ai.model_limits")
        huge = 5_000_000
        texts = {
            "chat": [
                '"max_tokens":5000000', '"max_completion_tokens":5000000',
                '"max_tokens":5000000,"max_completion_tokens":1',
                '"max_tokens":1,"max_completion_tokens":5000000', '"max_tokens":1,"max_tokens":5000000',
                '"m\\u0061x_tokens":5000000', '"max_tokens":1,"max_t\\u006fkens":5000000', '"max_tokens":null',
                '"max_tokens":"5000000"', '"max_tokens":5e6', '"max_tokens":-1', '"max_tokens":1.5',
                '"max_tokens":1e999', '"max_completion_tokens":{"a":1}', '"n":128', '"n":0', '"n":-3', '"n":"2"',
                '"n":1e9', '"n":1,"n":128', '"stream":true,"stream":false',
                '"x":{"max_tokens":1}', '"model":"gpt-4o-mini"', '"mod\\u0065l":"gpt-4o"', '"service_tier":"scale"'],
            "responses": [
                '"max_output_tokens":5000000', '"max_output_tokens":1,"max_output_tokens":5000000', '"background":true',
                '"previous_response_id":"resp_1"', '"conversation":"conv_1"', '"tools":[{"type":"web_search"}]',
                '"tools":[{"type":"code_interpreter","container":{"type":"auto"}}]',
                '"tools":[{"type":"image_generation"}]',
                '"tools":[{"type":"mcp","server_url":"http://127.0.0.1/"}]', '"prompt":{"id":"pmpt_1"}'],
            "messages": [
                '"max_tokens":5000000,"thinking":{"type":"enabled","budget_tokens":4000000}',
                '"max_tokens":1,"max_tokens":5000000', '"speed":"fast"', '"inference_geo":"us"',
                '"tools":[{"type":"web_search_20250305","name":"web_search"}]',
                '"tools":[{"type":"code_execution_20250522","name":"x"}]', '"container":"container_1"',
                '"mcp_servers":[{"type":"url","url":"http://127.0.0.1/","name":"x"}]'],
            "generate": [
                '"generationConfig":{"maxOutputTokens":5000000}', '"generation_config":{"max_output_tokens":5000000}',
                '"generationConfig":{"maxOutputTokens":1},"generation_config":{"max_output_tokens":5000000}',
                '"generationConfig":{"maxOutputTokens":1,"max_output_tokens":5000000}',
                '"generationConfig":{"maxOutputTokens":1},"generationConfig":{"maxOutputTokens":5000000}',
                '"generationConfig":null', '"generationConfig":[]', '"generationConfig":{"candidateCount":8}',
                '"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}',
                '"generationConfig":{"responseModalities":["IMAGE"]}', '"cachedContent":"cachedContents/x"',
                '"tools":[{"googleSearch":{}}]', '"tools":[{"google_search":{}}]', '"tools":[{"codeExecution":{}}]',
                '"tools":[{"urlContext":{}}]', '"model":"models/gemini-3-ultra"']}
        beginnings = {
            "chat": '"messages":[{"role":"user","content":"x"}],"model":"gpt-4o-mini"',
            "responses": '"input":"x","model":"gpt-4o-mini"',
            "messages": '"messages":[{"role":"user","content":"x"}],"model":"claude-sonnet-4-5"',
            "generate": '"contents":[{"parts":[{"text":"x"}]}]'}
        passed = []
        for flow, parts in texts.items():
            path, _ = request(flow, "")
            for part in parts:
                for body in (f"{{{part},{beginnings[flow]}}}", f"{{{beginnings[flow]},{part}}}"):
                    with self.subTest(flow=flow, body=body):
                        self.upstream.forget()
                        reply = self.ask(f"/ai/{PROVIDERS[flow]}{path}", body.encode())
                        self.assertIn(reply.status, (200, 400, 404), reply.body)
                        if reply.status != 200:
                            self.assertEqual(self.upstream.requests, [])
                            self.shaped(reply, PROVIDERS[flow])
                            continue
                        passed.append(part)
                        [sent] = self.upstream.requests
                        pairs = self.members(sent.body)
                        names = [name for name, _ in pairs]
                        self.assertEqual(len(names), len(set(names)), sent.body)
                        self.assertNotIn(str(huge).encode(), sent.body)
                        caps = [value for name, value in pairs if "max" in name]
                        self.assertTrue(
                            caps and all(isinstance(cap, int) and 0 < cap <= 100 for cap in caps), sent.body)
                        receipt = self.receipts(self.user)[-1]
                        count = dict(pairs).get("n") or dict(pairs).get("generationConfig.candidateCount") or 1
                        self.assertGreaterEqual(receipt["output_max"], max(caps) * count)
        # Some of it is what people may well ask for.
        self.assertIn('"max_tokens":5000000', passed)
        self.assertIn('"n":128', passed)
        for part in ('"background":true', '"previous_response_id":"resp_1"', '"tools":[{"googleSearch":{}}]'):
            self.assertNotIn(part, passed)

    def members(self, body):
        """Names and values of the object and of generationConfig, duplicates too."""
        found = []

        def pairs(items):
            return items

        for name, value in json.loads(body, object_pairs_hook=pairs):
            if name in ("generationConfig", "generation_config"):
                found.append((name, None))
                found += [(f"{name}.{inner}", deep) for inner, deep in value or []]
            else:
                found.append((name, value))
        return found

    def test_bodies_that_are_none(self):
        path, good = request("chat", "Hello")
        for body in (
                b"", b"null", b"[]", b"{", good[:-1], good + b"x", b"\xff\xfe", good.replace(b"Hello", b"\xc3\x28"),
                b"[" * 100000, b'{"a":' * 100000, b'{"model":1,"messages":[]}', b"NaN",
                good.replace(b'"Hello"', b"NaN"),
                b"\xef\xbb\xbf" + good, b'{"model":"gpt-4o-mini"}' * 2):
            with self.subTest(body=body[:40]):
                reply = self.ask(f"/ai/openai{path}", body)
                self.assertEqual(reply.status, 400, reply.body)
                self.shaped(reply, "openai")
        for headers, statuses in (
                ({"Content-Encoding": "gzip"}, (400, 415)), ({"Content-Encoding": "br"}, (400, 415)),
                ({"Content-Length": str(1 << 40)}, (413, 400))):
            with self.subTest(headers=headers):
                body = gzip.compress(good) if "Content-Encoding" in headers else good
                reply = self.ask(f"/ai/openai{path}", body, {"Authorization": f"Bearer {self.key}", **headers})
                self.assertIn(reply.status, statuses, reply.body)
        self.assertEqual(self.upstream.requests, [])

    def test_two_lengths_of_one_body_are_refused(self):
        path, good = request("chat", "Hello")
        for lines in (
                f"Content-Length: {len(good)}\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n", "Transfer-Encoding: xchunked\r\n"):
            place = ("127.0.0.1", int(self.service.url.rpartition(":")[2]))
            with self.subTest(lines=lines), socket.create_connection(place) as one:
                one.settimeout(20)
                head = f"POST /ai/openai{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n{lines}\r\n"
                one.sendall(head.encode() + b"0\r\n\r\n" + good)
                answer = one.recv(65536)
                self.assertNotIn(b" 200 ", answer.split(b"\r\n")[0])
        self.assertEqual(self.upstream.requests, [])

    def test_what_a_model_says_is_not_usage(self):
        """Whoever makes a model write a usage object would pay by it."""
        planted = {
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "input_tokens": 0, "output_tokens": 0},
            "usageMetadata": {"promptTokenCount": 0, "candidatesTokenCount": 0}, "type": "message_stop",
            "choices": [], "response": {"usage": {"input_tokens": 0, "output_tokens": 0}}}
        words = [compact(planted), "\n\ndata: [DONE]\n\n", f"data: {compact(planted)}\n\n", "event: message_stop\n\n"]
        used = usage_of("text")
        for flow in FLOWS:
            for stream in (False, True):
                with self.subTest(flow=flow, stream=stream):
                    user, key = self.person()
                    _, mark = self.upstream.make(words=words)
                    asyncio.run(self.call(flow, key, mark, stream))
                    self.assertEqual(self.charge(user), cost(used, flow))
        # In an answer that isn't streamed an object that a model wrote is an object indeed.
        wholes = {
            "messages": [
                {"id": "msg_1", "type": "message", "role": "assistant", "model": "x", "content": [
                    {"type": "tool_use", "id": "t", "name": "x", "input": planted}], "stop_reason": "tool_use",
                 "stop_sequence": None, "usage": Anthropic.usage(used)}],
            "generate": [
                {"candidates": [{"content": {"parts": [{"functionCall": {"name": "x", "args": planted}}]},
                                 "finishReason": "STOP"}], "usageMetadata": Google.usage(used)}]}
        for flow, [whole] in wholes.items():
            for order in (whole, dict(reversed(whole.items()))):
                with self.subTest(flow=flow, first=next(iter(order))):
                    user, key = self.person()
                    _, mark = self.upstream.make(pieces=pretty(order))
                    asyncio.run(self.call(flow, key, mark))
                    self.assertEqual(self.charge(user), cost(used, flow))

    def test_the_log_is_silent(self):
        """The keys of the providers and what was asked and answered."""
        reply = asyncio.run(self.call("chat", self.key, "planted words of a prompt"))
        self.assertEqual(reply.status, 200)
        text = pathlib.Path(self.service.log).read_text()
        for secret in (*KEYS.values(), self.key, "planted words", "Grüße"):
            self.assertNotIn(secret, text)


class Outcomes(Metered):
    def outcomes(self, cases, flows=FLOWS, stream=True):
        """Each case with each flow, all at once: what to enter for flow, case's name, reply and receipt."""
        asked = [(flow, name) for flow in flows for name in cases]
        people = self.people(len(asked))
        made = [cases[name](flow) if callable(cases[name]) else cases[name] for flow, name in asked]
        marks = [self.upstream.make(**fields)[1] for fields in made]

        async def all_of_them():
            return await gathered(
                [self.call(flow, key, mark, stream)
                 for (flow, _), (_, key), mark in zip(asked, people, marks, strict=True)], 64)

        replies = asyncio.run(all_of_them())
        of = {receipt["user_id"]: receipt for receipt in self.receipts(*(user for user, _ in people))}
        for (flow, name), (user, _), reply in zip(asked, people, replies, strict=True):
            receipt = of[user]
            self.assertLessEqual(receipt["charge"], receipt["hold"])
            self.assertNotIn("known0123456789", reply.body.decode(errors="replace") + str(reply.headers))
            yield self.under(flow, name, reply, receipt, flow=flow, case=name, stream=stream)
        self.assert_nothing_held()


class Failures(Outcomes):
    service_settings = {"AI_FIRST_BYTE_TIMEOUT": "5", "AI_SILENCE_TIMEOUT": "4"}

    def test_before_anything_came(self):
        elsewhere = Elsewhere()
        self.addCleanup(elsewhere.close)
        away = f"http://127.0.0.1:{elsewhere.port}/stolen"
        cases = {
            "hangs": {"first_byte": 30}, "hangs after the head": {"until": 0, "then": "hang"},
            "hangs up": {"raw": b""}, "no HTTP": {"raw": b"planted words\r\n\r\n"},
            "half a head": {"raw": b"HTTP/1.1 200 OK\r\nContent-"}, "large head": {
                "raw": b"HTTP/1.1 200 OK\r\nX: " + b"x" * (1 << 20) + b"\r\n\r\n"},
            "resets": {"until": 0, "then": "reset"}, "redirects": {"status": 307, "headers": {"Location": away}},
            "redirects to another path": {"status": 302, "headers": {"Location": "/v1/stolen"}},
            "our key": {"status": 401}, "our account": {"status": 403}, "error": {"status": 500},
            "overloaded": {"status": 529},
            "bad request": {"status": 400}, "limit": {"status": 429, "headers": {"Retry-After": "7"}},
            "no such model": {"status": 404}}
        for each in self.outcomes(cases):
            with each as (flow, name, reply, receipt):
                self.assertEqual((receipt["charge"], receipt["has_output"]), (0, False))
                self.assertGreaterEqual(reply.status, 400 if name not in ("hangs after the head", "resets") else 200)
                match name:
                    case "hangs":
                        self.assertIn(reply.status, (502, 504))
                        self.assertEqual(receipt["outcome"], "timed_out")
                    case "bad request" | "error" | "overloaded" | "no such model" | "limit":
                        self.assertEqual((reply.status, receipt["outcome"]), (receipt["provider_status"], "refused"))
                        self.assertIn("The upstream says no.", reply.body.decode())
                        self.assertEqual(reply.header("retry-after"), "7" if name == "limit" else None)
                    case "our key" | "our account":
                        self.assertIn(reply.status, (502, 503))
                        self.assertNotIn("The upstream says no.", reply.body.decode())
                    case "redirects" | "redirects to another path":
                        self.assertEqual(reply.status, 502)
                        self.assertIsNone(reply.header("location"))
                    case "hangs up" | "no HTTP" | "half a head" | "large head":
                        self.assertEqual(reply.status, 502)
                        self.assertIn(receipt["outcome"], ("unreachable", "garbled", "refused"))
                if reply.body and reply.status >= 400:
                    self.assertTrue(reply.json["error"]["message"])
        self.assertEqual(elsewhere.visits, [])
        self.assertFalse([one for one in self.upstream.requests if "stolen" in one.target])

    def test_after_something_came(self):
        cases = {"hangs": {"until": 2600, "then": "hang"}, "hangs up": {"until": 2600},
                 "resets": {"until": 2600, "then": "reset"}}
        for one in cases.values():
            one["words"] = ["planted words "] * 60
        for each in self.outcomes(cases):
            with each as (flow, name, reply, receipt):
                self.assertEqual(reply.status, 200)
                self.assertIn(b"error", reply.body[2500:])
                self.assertEqual(receipt["outcome"], "timed_out" if name == "hangs" else "cut")
                self.assertEqual((receipt["basis"], receipt["has_output"]), ("estimated", True))
                self.assertGreater(receipt["charge"], 0)
                self.assertEqual(self.compensated(receipt["user_id"]), receipt["charge"])

    def test_whole_answers_that_break(self):
        cases = {
            "hangs": {"until": 60, "then": "hang"}, "hangs up": {"until": 60}, "resets": {"until": 60, "then": "reset"},
            "is no JSON": {"pieces": [b"<html>planted words</html>"], "content_type": "text/html"},
            "is empty": {"pieces": [b""]}, "is no object": {"pieces": [b"[1,2]"]},
            "is cut": {"pieces": [b'{"id":"x","choices":[{"message":{"content":"planted wor']}}
        for each in self.outcomes(cases, stream=False):
            with each as (flow, name, reply, receipt):
                is_all = reply.is_whole and name in ("hangs", "hangs up", "resets")
                self.assertNotEqual((reply.status, is_all), (200, True))
                self.assertNotEqual(receipt["outcome"], "completed")
                self.assertEqual(self.compensated(receipt["user_id"]), receipt["charge"])

    def test_a_trickle_is_no_silence(self):
        cases = {"by bytes": {"piece_size": 12, "pause": 0.03, "words": ["a"]}, "slow": {"first_byte": 1}}
        for each in self.outcomes(cases):
            with each as (flow, name, reply, receipt):
                self.assertEqual((reply.status, receipt["outcome"], receipt["basis"]), (200, "completed", "actual"))
                self.assertEqual(receipt["charge"], cost(usage_of("text"), flow))

    def test_garbage_for_a_stream(self):
        cases = {
            "binary": {"pieces": [bytes(range(256)) * 8, b"\x00" * 100]},
            "html": {"pieces": [b"<html>", b"planted words</html>"]},
            "no JSON": {"pieces": [b"data: {planted\n\n", b"data: words}\n\n"]},
            "nothing": {"pieces": [b"", b""]}, "comments": {"pieces": [b": planted\n\n", b": words\n\n"] * 20}}
        for each in self.outcomes(cases):
            with each as (flow, name, reply, receipt):
                self.assertNotEqual(receipt["outcome"], "completed")
                self.assertEqual(self.compensated(receipt["user_id"]), receipt["charge"])

    def test_usage_that_is_wrong(self):
        def told(usage):
            return lambda flow: {"change": lambda pieces: [self.with_usage(flow, piece, usage) for piece in pieces]}

        none = {"has_usage": False}
        cases = {
            "none": none, "negative": told(-5), "enormous": told(10**30), "large": told(5_000_000), "a text": told("9"),
            "a fraction": told(2.5), "null": told(None), "an object": told({})}
        for stream in (True, False):
            for each in self.outcomes(cases, stream=stream):
                with each as (flow, name, reply, receipt):
                    self.assertEqual(reply.status, 200)
                    self.assertGreater(receipt["charge"], 0, "an answer isn't free because its count is wrong")
                    if name in ("none", "a text", "null", "an object"):
                        self.assertEqual(receipt["basis"], "estimated")
                    if name == "large":
                        self.assertTrue(receipt["is_capped"])

    def with_usage(self, flow, piece, count):
        """Replaces each count of tokens in a piece."""
        def changed(value, inside=False):
            if isinstance(value, dict):
                return {
                    key: count if inside and isinstance(item, int) or (
                        key.endswith(("_tokens", "TokenCount")) and not key.startswith("max"))
                    else changed(item, inside or key in ("usage", "usageMetadata")) for key, item in value.items()}
            return [changed(item, inside) for item in value] if isinstance(value, list) else value

        text = piece.decode()
        head, brace, rest = text.partition("{")
        if not brace:
            return piece
        value, end = json.JSONDecoder().raw_decode(brace + rest)
        return (head + json.dumps(changed(value)) + (brace + rest)[end:]).encode()

    def test_usage_twice_counts_once(self):
        """The last one counts, since counts are of the whole."""
        used = usage_of("text")

        def twice(flow):
            def change(pieces):
                match flow:
                    case "chat":
                        return [*pieces[:-1], pieces[-2], pieces[-1]]
                    case "responses":
                        return [*pieces, pieces[-1]]
                    case "messages":
                        return [*pieces[:-1], pieces[-2], pieces[-1]]
                    case "generate":
                        return [*pieces, pieces[-1]]
            return {"change": change}

        for each in self.outcomes({"twice": twice}):
            with each as (flow, _, reply, receipt):
                self.assertEqual(reply.status, 200)
                self.assertEqual((receipt["basis"], receipt["charge"]), ("actual", cost(used, flow)))

    def test_a_model_that_does_not_stop_is_stopped(self):
        """The hold is what can be spent: what goes on beyond is cut, and the client is told so."""
        def endless(flow):
            return {"words": ["planted words, and more of them, without end. "] * 4000, "pause": 0.0001}

        for each in self.outcomes({"endless": endless}):
            with each as (flow, _, reply, receipt):
                self.assertEqual((reply.status, receipt["outcome"]), (200, "stopped"))
                self.assertLess(len(reply.body), 2 << 20)
                self.assertIn(b"error", reply.body[-800:])
                self.assertEqual(self.compensated(receipt["user_id"]), 0)

    def test_a_dead_provider(self):
        """Retryable, in the provider's shape, and for nothing."""
        dead = ModelUpstream()
        dead.close()
        service = self.serve(OPENAI_UPSTREAM=dead.url, ANTHROPIC_UPSTREAM=dead.url, GEMINI_UPSTREAM=dead.url)
        user, key = self.person()
        for flow in FLOWS:
            reply = asyncio.run(self.call(flow, key, service=service))
            self.assertEqual(reply.status, 502)
            self.assertTrue(reply.json["error"]["message"])
            self.assertNotEqual(reply.header("x-should-retry"), "false")
        self.assertEqual({(one["outcome"], one["charge"]) for one in self.receipts(user)}, {("unreachable", 0)})

    def test_a_provider_without_a_key_is_switched_off(self):
        service = self.serve(GEMINI_API_KEY=None)
        user, key = self.person()
        self.assertEqual(asyncio.run(self.call("generate", key, service=service)).status, 503)
        self.assertEqual(asyncio.run(self.call("chat", key, service=service)).status, 200)


if __name__ == "__main__":
    unittest.main()


class LongLines(Outcomes):
    """Reading them takes its time where nothing was optimised."""

    def test_lines_of_10_mb(self):
        """They pass, and don't stay."""
        before = self.memory()
        long = b"x" * (10 << 20)

        def with_line(line):
            return lambda flow: {"change": lambda pieces: [pieces[0], line, *pieces[1:]]}

        cases = {
            "a comment": with_line(b": %b\n\n" % long),
            "an event": with_line(b'data: {"type":"x","y":"%b"}\n\n' % long),
            "words": {"words": [long.decode()]}, "garbage": {"pieces": [b"data: ", long, b"\n\n"]},
            "no end": {"pieces": [b"data: {", *[long] * 3]}}
        for each in self.outcomes(cases, flows=("chat", "messages")):
            with each as (flow, name, reply, receipt):
                self.assertEqual(reply.status, 200)
                if name in ("a comment", "an event"):
                    self.assertEqual((reply.is_whole, receipt["outcome"]), (True, "completed"))
                    self.assertGreater(len(reply.body), len(long))
                    self.assertGreater(receipt["charge"], 0)
                else:
                    self.assertNotEqual((receipt["outcome"], receipt["basis"]), ("completed", "actual"))
        self.assertLess(self.memory() - before, 100, "MB")

    def memory(self):
        for line in pathlib.Path(f"/proc/{self.service.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) >> 10
