"""Chats over HTTP: what is streamed, resumed, stopped, charged, and who may what."""

import concurrent.futures
import json
import os
import threading
import time
import unittest

import httpx

from gateway import MODELS, Metered, cost, token, usage_of
from model_answers import WORDS
from support import sql, until

TEXT = "".join(WORDS)


class Events:
    """A stream of server-sent events, read in a thread of its own."""

    def __init__(self, method, url, **options):
        self.found, self.comments, self.response, self.error = [], 0, None, None
        self.begun, self.leaving = threading.Event(), False
        self.thread = threading.Thread(target=self._read, args=(method, url, options), daemon=True)
        self.thread.start()
        assert self.begun.wait(60)

    def _read(self, method, url, options):
        try:
            with httpx.Client(timeout=90) as client, client.stream(method, url, **options) as response:
                self.response = response
                if response.status_code != 200:
                    response.read()
                    return
                self.begun.set()
                fields = {}
                for line in response.iter_lines():
                    if line.startswith(":"):
                        self.comments += 1
                    elif line:
                        name, _, value = line.partition(": ")
                        fields[name] = value
                    elif fields:
                        self.found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
                        fields = {}
                    if self.leaving:
                        return
        except httpx.HTTPError as error:
            self.error = error
        finally:
            self.begun.set()

    @property
    def status(self):
        return self.response.status_code

    def all(self):
        self.thread.join(90)
        assert not self.thread.is_alive()
        return self.found

    def until(self, count):
        until(lambda: len(self.found) >= count, 60)
        return self.found

    def leave(self):
        self.leaving = True

    @property
    def text(self):
        return "".join(data["text"] for _, name, data in self.found if name == "delta")


class Chat(Metered):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sql("update chat.settings set system_prompt = 'planted words of the system'; "
            "update ops.rates set requests = 1000000")

    def setUp(self):
        sql(f"update chat.settings set provider = 'openai', model = '{MODELS['chat']}', title_model = null, "
            "abandoned_after = '60 seconds', history_tokens = 16000")
        self.user = sql("select tests.a_user(1000000)")
        self.token = token(self.user)

    def url(self, path, service=None):
        return (service or self.service).url + path

    def send(self, method, path, bearer=None, service=None, **options):
        headers = {"Authorization": f"Bearer {bearer or self.token}", **options.pop("headers", {})}
        return httpx.request(method, self.url(path, service), headers=headers, timeout=60, **options)

    def rpc(self, function, bearer=None, **arguments):
        return self.send("POST", f"/rest/v1/rpc/{function}", bearer, json=arguments)

    def session(self, bearer=None):
        answer = self.rpc("create_chat_session", bearer)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["id"]

    def say(self, session, content, bearer=None, service=None, headers={}, **more):
        return Events(
            "POST", self.url(f"/chat/v1/sessions/{session}/messages", service), json={"content": content, **more},
            headers={"Authorization": f"Bearer {bearer or self.token}", **headers})

    def follow(self, session, after=None, service=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        if after is not None:
            headers["Last-Event-ID"] = str(after)
        return Events("GET", self.url(f"/chat/v1/sessions/{session}/run", service), headers=headers)

    def messages(self, session):
        answer = self.send(
            "GET", f"/rest/v1/chat_messages?session_id=eq.{session}&order=ordinal&select=role,content,status,charge")
        return [tuple(row.values()) for row in answer.json()]

    def test_each_provider_answers(self):
        """The words come as they are, are kept as a message, and cost what the provider counted."""
        for flow, provider in (("chat", "openai"), ("messages", "anthropic"), ("generate", "google")):
            with self.subTest(provider):
                sql(f"update chat.settings set provider = '{provider}', model = '{MODELS[flow]}'")
                session = self.session()
                said = self.say(session, f"Hello {session}")
                events = said.all()
                self.assertEqual(said.status, 200, said.response.headers)
                self.assertEqual(said.response.headers["content-type"], "text/event-stream")
                self.assertEqual([number for number, _, _ in events], list(range(1, len(events) + 1)))
                self.assertEqual((events[0][1], events[-1][1], said.text), ("run", "done", TEXT))
                charge = float(cost(usage_of("text"), flow))
                self.assertEqual((events[-1][2]["status"], events[-1][2]["charge"]), ("finished", charge))
                self.assertEqual(
                    self.messages(session),
                    [("user", f"Hello {session}", "complete", None), ("assistant", TEXT, "complete", charge)])
                request, = self.upstream.of(session)
                body = request.json
                system = {
                    "openai": lambda: body["messages"][0]["content"], "anthropic": lambda: body["system"],
                    "google": lambda: body["systemInstruction"]["parts"][0]["text"]}[provider]()
                self.assertEqual(system, "planted words of the system")
                self.assertEqual(
                    sql(f"select title from chat.sessions where id = '{session}'"), f"Hello {session}"[:60])
        self.assertNotIn("planted words", json.dumps([event for event in events]))

    def test_answers_in_pieces_of_any_size(self):
        for flow, provider in (("chat", "openai"), ("messages", "anthropic"), ("generate", "google")):
            sql(f"update chat.settings set provider = '{provider}', model = '{MODELS[flow]}'")
            for size in (1, 2, 3, 7, 64):
                with self.subTest(f"{provider} {size}"):
                    _, mark = self.upstream.make(piece_size=size)
                    said = self.say(self.session(), mark)
                    self.assertEqual((said.all()[-1][1], said.text), ("done", TEXT))

    def test_reasoning_is_not_told(self):
        for flow, provider in (("chat", "openai"), ("messages", "anthropic"), ("generate", "google")):
            with self.subTest(provider):
                sql(f"update chat.settings set provider = '{provider}', model = '{MODELS[flow]}'")
                _, mark = self.upstream.make(kind="reasoning")
                said = self.say(self.session(), mark)
                events = said.all()
                self.assertEqual((events[-1][1], said.text), ("done", TEXT))
                self.assertEqual(events[-1][2]["charge"], float(cost(usage_of("reasoning"), flow)))

    def test_history_goes_along(self):
        session = self.session()
        self.say(session, "one").all()
        self.say(session, f"two {session}").all()
        request, = self.upstream.of(f"two {session}")
        self.assertEqual(
            [(message["role"], message["content"]) for message in request.json["messages"][1:]],
            [("user", "one"), ("assistant", TEXT), ("user", f"two {session}")])

    def test_nobody_says_what_a_system_says(self):
        """There is no way to say who one is, nor more than words and files."""
        session = self.session()
        path = f"/chat/v1/sessions/{session}/messages"
        for body, field in (
                ('{"content":"a","role":"system"}', "role"), ('{"content":"a","messages":[]}', "messages"),
                ('{"content":"a","model":"x"}', "model"), ('{"content":"a","system":"x"}', "system"),
                ('{"content":["a"]}', "content"), ('{"content":"a\\u0000"}', "content"), ('{"content":1}', "content"),
                ("{}", "content"), ('{"content":""}', "content"), ('{"content":"a","file_ids":"x"}', "file_ids"),
                ('{"content":"a","content":"b"}', "content")):
            with self.subTest(body):
                answer = self.send("POST", path, content=body)
                self.assertEqual((answer.status_code, answer.json()["code"]), (400, "TH001"), answer.text)
                self.assertEqual(answer.json()["details"], field)
        for body in ("", "[]", "a", '{"content":"a","file_ids":["x"]}', '{"content":"a","file_ids":[null]}',
                     '{"content":"a","file_ids":[[]]}'):
            self.assertEqual(self.send("POST", path, content=body).status_code, 400, body)
        self.assertEqual(self.messages(session), [])

    def test_strangers_get_nowhere(self):
        session = self.session()
        stranger = token(sql("select tests.a_user(100)"))
        for method, path, options in (
                ("POST", f"/chat/v1/sessions/{session}/messages", {"json": {"content": "Hello"}}),
                ("GET", f"/chat/v1/sessions/{session}/run", {}), ("DELETE", f"/chat/v1/sessions/{session}/run", {}),
                ("POST", f"/chat/v1/sessions/{session}/files?name=a",
                 {"headers": {"Content-Type": "text/plain"}, "content": b"a"}),
                ("GET", "/chat/v1/files/00000000-0000-4000-8000-000000000000", {})):
            with self.subTest(f"{method} {path}"):
                for bearer, status in ((stranger, 404), (token(self.user, role="anon"), 401), ("x", 401)):
                    self.assertEqual(self.send(method, path, bearer, **dict(options)).status_code, status)
                nobody = httpx.request(method, self.url(path), **options)
                self.assertEqual(nobody.status_code, 401, nobody.text)
                self.assertEqual(
                    self.send(method, path, os.environ["SERVICE_KEY"], **dict(options)).status_code, 403)
        for session in ("x", "%00", "00000000-0000-4000-8000-00000000000"):
            self.assertEqual(
                self.send("POST", f"/chat/v1/sessions/{session}/messages", json={"content": "Hello"}).status_code, 400)

    def test_one_at_a_time_and_stopped(self):
        """A second message waits for the answer to the first, which can be stopped: what came is kept and charged."""
        case, mark = self.upstream.make(until=900, then="wait", words=["word "] * 200)
        session = self.session()
        said = self.say(session, mark)
        said.until(2)
        second = self.send("POST", f"/chat/v1/sessions/{session}/messages", json={"content": "Hello"})
        self.assertEqual((second.status_code, second.json()["code"]), (409, "TH423"), second.text)
        self.assertEqual(self.rpc("delete_chat_session", session_id=session).status_code, 409)
        begun = time.monotonic()
        self.assertEqual(self.send("DELETE", f"/chat/v1/sessions/{session}/run").status_code, 204)
        events = said.all()
        self.assertLess(time.monotonic() - begun, 20)
        self.assertEqual((events[-1][1], events[-1][2]["status"]), ("done", "stopped"))
        self.assertGreater(events[-1][2]["charge"], 0)
        self.assertEqual(
            self.messages(session),
            [("user", mark, "complete", None), ("assistant", said.text, "partial", events[-1][2]["charge"])])
        self.assertEqual(self.receipt(self.user)["outcome"], "client_gone")
        self.assertEqual(self.send("DELETE", f"/chat/v1/sessions/{session}/run").status_code, 204)
        case.go.set()
        self.assertEqual(self.say(session, "Hello").all()[-1][1], "done")

    def test_who_comes_back_misses_nothing(self):
        """The run goes on without its client, who resumes at any event, here and on another instance."""
        other = self.serve()
        case, mark = self.upstream.make(until=2000, then="wait", words=[f"word{number} " for number in range(100)])
        session = self.session()
        said = self.say(session, mark)
        said.until(2)
        said.leave()
        time.sleep(1)
        followers = [
            (after, self.follow(session, after, service))
            for after in (None, 0, 1, 2) for service in (self.service, other)]
        case.go.set()
        whole = None
        for after, follower in followers:
            events = follower.all()
            self.assertEqual((follower.status, follower.error, events and events[-1][1]), (200, None, "done"), after)
            whole = whole or events
            self.assertEqual(events, [event for event in whole if event[0] > (after or 0)])
        self.assertEqual(whole[0][1], "run")
        self.assertEqual(
            "".join(data["text"] for _, name, data in whole if name == "delta"),
            "".join(f"word{number} " for number in range(100)))
        self.assertEqual(self.receipt(self.user)["outcome"], "completed")
        # What is over can be told again, from any event on; without one there is nothing to follow.
        self.assertEqual(self.follow(session, 2, other).all(), whole[2:])
        self.assertEqual(self.follow(session, whole[-1][0]).status, 204)
        self.assertEqual(self.follow(session).status, 204)
        self.assertEqual(
            self.send("GET", f"/chat/v1/sessions/{session}/run", headers={"Last-Event-ID": "x"}).status_code, 400)

    def test_keys_chat_within_their_scopes(self):
        def key(scopes):
            return sql(f"select (identity.create_api_key('{self.user}', 'x', '{{{scopes}}}')).key")

        session = self.session()
        path = f"/chat/v1/sessions/{session}"
        said = self.say(session, "Hello", key("chat:write,ai:call"))
        self.assertEqual(said.all()[-1][1], "done")
        for scopes, method, more in (
                ("chat:read,ai:call", "POST", "/messages"), ("chat:write", "POST", "/messages"),
                ("ai:call", "GET", "/run"), ("chat:read", "DELETE", "/run")):
            options = {"json": {"content": "Hello"}} if method == "POST" else {}
            answer = self.send(method, path + more, key(scopes), **options)
            self.assertEqual((answer.status_code, answer.json()["code"]), (403, "TH403"), f"{scopes} {method} {more}")
        self.assertEqual(len(self.messages(session)), 2)

    def test_many_at_once_one_answered(self):
        """Of many messages that come together, on two instances, one is answered; so is one that is sent many times."""
        other = self.serve()
        case, mark = self.upstream.make(until=0, then="wait")
        session = self.session()
        said = self.at_once(
            case, lambda number: self.say(session, mark, service=(self.service, other)[number % 2]))
        self.assertEqual(sorted(answer.status for answer in said), [200] + [409] * 15)
        self.assertEqual(len(self.messages(session)), 2)
        self.receipt(self.user)
        session = self.session()
        case.go.clear()
        said = self.at_once(case, lambda number: self.say(
            session, mark, service=(self.service, other)[number % 2], headers={"Idempotency-Key": "k"}))
        self.assertEqual({answer.status for answer in said}, {200})
        for answer in said:
            self.assertEqual(answer.found, said[0].found)
            self.assertEqual(answer.text, TEXT)
        self.assertEqual(len(self.receipts(self.user)), 2)

    def at_once(self, case, ask):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            said = list(pool.map(ask, range(16)))
        case.go.set()
        for answer in said:
            answer.all()
        return said

    def test_stopped_on_another_instance(self):
        other = self.serve()
        case, mark = self.upstream.make(until=900, then="wait", words=["word "] * 200)
        session = self.session()
        said = self.say(session, mark)
        said.until(2)
        self.assertEqual(self.send("DELETE", f"/chat/v1/sessions/{session}/run", service=other).status_code, 204)
        self.assertEqual(said.all()[-1][2]["status"], "stopped")

    def test_a_dead_service_frees_the_session(self):
        """What it had told is kept, whoever follows is told, and the next message is answered elsewhere."""
        sql("update chat.settings set abandoned_after = '5 seconds'; "
            "update ai.settings set abandoned_after = '5 seconds'; "
            "update ops.jobs set every = '1 second', next_run_at = now() where name in ('model_calls', 'chat_runs')")
        dying = self.serve()
        case, mark = self.upstream.make(until=900, then="wait", words=["word "] * 200)
        session = self.session()
        said = self.say(session, mark, service=dying)
        said.until(2)
        follower = self.follow(session, 0)
        # What comes is noted when it comes.
        until(lambda: sql(f"select has_output from ai.calls where user_id = '{self.user}'") == "t")
        dying.kill()
        events = follower.all()
        self.assertEqual((events[-1][1], events[-1][2]["code"]), ("error", "TH524"))
        self.assertTrue(follower.text.startswith("word "))
        until(lambda: sql(f"select charge > 0 from chat.runs where session_id = '{session}'") == "t", 60)
        self.assertEqual(self.messages(session)[1][:3], ("assistant", follower.text, "partial"))
        case.until = None
        self.assertEqual(self.say(session, "Hello").all()[-1][1], "done")

    def test_refused_leaves_nothing(self):
        """Without credits, or while models are switched off, the message can be sent again under the same key."""
        poor = token(sql("select tests.a_user(0)"))
        session = self.session(poor)
        said = self.say(session, "Hello", poor, headers={"Idempotency-Key": "k"})
        said.all()
        self.assertEqual((said.status, said.response.json()["code"]), (402, "TH402"), said.response.text)
        self.assertEqual(said.response.headers["x-should-retry"], "false")
        session = self.session()
        sql("update ai.settings set is_enabled = false")
        try:
            said = self.say(session, "Hello", headers={"Idempotency-Key": "k"})
            said.all()
            self.assertEqual((said.status, said.response.json()["code"]), (503, "TH503"))
        finally:
            sql("update ai.settings set is_enabled = true")
        self.assertEqual(self.messages(session), [])
        self.assertEqual(self.say(session, "Hello", headers={"Idempotency-Key": "k"}).all()[-1][1], "done")

    def test_asked_twice_answered_once(self):
        session = self.session()
        first = self.say(session, "Hello", headers={"Idempotency-Key": "k"}).all()
        self.assertEqual(self.say(session, "Hello", headers={"Idempotency-Key": "k"}).all(), first)
        self.assertEqual(len(self.messages(session)), 2)
        self.receipt(self.user)
        other = self.say(session, "Goodbye", headers={"Idempotency-Key": "k"})
        other.all()
        self.assertEqual((other.status, other.response.json()["code"]), (409, "TH409"))

    def test_a_provider_that_fails(self):
        """An error event, and the money back for what broke off; the session is free."""
        for fields, has_text in (
                ({"status": 500}, False), ({"status": 401}, False), ({"until": 600, "then": "close"}, True),
                ({"until": 600, "then": "reset"}, True), ({"raw": b"HTTP/1.1 200 OK\r\n\r\ngarbage"}, False)):
            with self.subTest(fields):
                case, mark = self.upstream.make(words=["word "] * 200, **fields)
                session = self.session()
                said = self.say(session, mark)
                events = said.all()
                self.assertEqual((events[-1][1], events[-1][2]["code"]), ("error", "TH502"), events)
                self.assertEqual(bool(said.text), has_text)
                self.assertEqual(
                    [message[2] for message in self.messages(session)],
                    ["complete", "partial"] if has_text else ["failed"])
                if not has_text:
                    self.assertEqual(events[-1][2]["charge"], 0)
                case.status, case.until, case.raw = 200, None, None
                self.assertEqual(self.say(session, "Hello").all()[-1][1], "done")

    def test_a_model_names_the_session(self):
        sql(f"update chat.settings set title_model = '{MODELS['chat']}'")
        session = self.session()
        self.say(session, f"Hello {session}").all()
        title = " ".join(TEXT.split())[:60].rstrip()
        until(lambda: sql(f"select titled_by from chat.sessions where id = '{session}'") == "model", 60)
        self.assertEqual(sql(f"select title from chat.sessions where id = '{session}'"), title)
        self.assertEqual(len(self.receipts(self.user)), 2)

    def test_files_are_kept_and_handed_out_safely(self):
        session = self.session()
        path = f"/chat/v1/sessions/{session}/files"
        text = self.send(
            "POST", f"{path}?name=caf%C3%A9%20list.txt", content="Grüße".encode(),
            headers={"Content-Type": "text/plain; charset=UTF-8"})
        self.assertEqual(text.status_code, 201, text.text)
        self.assertEqual((text.json()["name"], text.json()["size"]), ("café list.txt", 7))
        picture = os.urandom(10 * 1024 * 1024)
        image = self.send("POST", f"{path}?name=a.png", content=picture, headers={"Content-Type": "image/png"})
        self.assertEqual(image.status_code, 201, image.text)
        for file, content, type_ in (
                (text, "Grüße".encode(), "text/plain; charset=utf-8"), (image, picture, "image/png")):
            answer = self.send("GET", f"/chat/v1/files/{file.json()['id']}")
            self.assertEqual((answer.status_code, answer.content), (200, content))
            self.assertEqual(answer.headers["content-type"], type_)
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertTrue(answer.headers["content-security-policy"].startswith("sandbox;"))
            self.assertTrue(answer.headers["content-disposition"].startswith("attachment;"))
        for name, type_, content, status in (
                ("a.html", "text/html", b"<script>", 400), ("a.svg", "image/svg+xml", b"<svg>", 400),
                ("", "text/plain", b"a", 400), ("../a", "text/plain", b"a", 400), ("a%00", "text/plain", b"a", 400),
                ("a%0d%0aX:y", "text/plain", b"a", 400), ("a", "text/plain; charset=utf-16", b"a", 400),
                ("a", "text/plain", b"\xff\xfe", 400), ("a", "text/plain", b"", 400),
                ("a", "image/png", picture + b"a", 413)):
            answer = self.send("POST", f"{path}?name={name}", content=content, headers={"Content-Type": type_})
            self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(self.say(session, f"Read it {session}", file_ids=[text.json()["id"]]).all()[-1][1], "done")
        request, = self.upstream.of(f"Read it {session}")
        self.assertIn("Grüße", request.json["messages"][-1]["content"])
        refused = self.say(session, "And this", file_ids=[image.json()["id"]])
        refused.all()
        self.assertEqual((refused.status, refused.response.json()["details"]), (400, "file_ids"))

    def test_shared_and_withdrawn(self):
        session = self.session()
        self.say(session, "Hello").all()
        share = self.rpc("share_chat_session", session_id=session, ttl="1 hour").json()

        def look():
            return httpx.post(self.url("/rest/v1/rpc/shared_chat"), json={"token": share["token"]})

        self.assertEqual([message["content"] for message in look().json()["messages"]], ["Hello", TEXT])
        self.assertEqual(self.rpc("withdraw_share", id=share["id"]).status_code, 204)
        self.assertEqual(look().status_code, 404)

    def test_twenty_a_minute(self):
        """The class counts users, each by itself, and tells where they stand."""
        sql("update ops.rates set requests = 2 where class = 'chat'")
        try:
            time.sleep(1)
            sessions = [self.session() for _ in range(3)]
            answers = [self.say(session, "Hello") for session in sessions]
            for answer in answers:
                answer.all()
            self.assertEqual([answer.status for answer in answers], [200, 200, 429])
            self.assertTrue(answers[0].response.headers["ratelimit-policy"].startswith('"chat";q=2;w=60'))
            self.assertGreater(int(answers[2].response.headers["retry-after"]), 0)
        finally:
            sql("update ops.rates set requests = 1000000 where class = 'chat'")
        self.assertEqual(self.messages(sessions[2]), [])

    def test_stopping_the_service_ends_runs_in_order(self):
        """What runs comes to its end before the service does."""
        stopping = self.serve()
        case, mark = self.upstream.make(until=900, then="wait", words=["word "] * 200)
        session = self.session()
        said = self.say(session, mark, service=stopping)
        said.until(2)
        said.leave()
        stopping.process.terminate()
        time.sleep(1)
        case.go.set()
        self.assertEqual(stopping.process.wait(), 0)
        self.assertEqual(
            sql(f"select status from chat.runs where session_id = '{session}'"), "finished")


if __name__ == "__main__":
    unittest.main()
