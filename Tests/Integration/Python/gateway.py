"""What the suites of metered calls share: a database each, the providers' upstream, people with credits, calls byte by
byte, and what a call has to cost, reckoned apart from Thin."""

import asyncio
import base64
import contextlib
import dataclasses
import decimal
import hashlib
import hmac
import json
import os
import time
import unittest
import urllib.parse

from model_answers import USAGES
from model_upstream import KEYS, ModelUpstream
from payments import load, make_database, template
from support import Service, sql, until

# US dollars a million tokens; a credit for each token would be dear, but whole numbers are easily looked through.
RATES = {"input": 2, "cached": "0.5", "written_5m": "2.5", "written_1h": 4, "output": 8, "reasoning": 12}
CREDITS_PER_USD = 10000
MODELS = {
    "chat": "gpt-4o-mini", "responses": "gpt-4o-mini", "embeddings": "text-embedding-3-small",
    "messages": "claude-sonnet-4-5", "generate": "gemini-2.5-flash", "array": "gemini-2.5-flash",
    "embed": "gemini-embedding-001"}
PROVIDERS = {
    "chat": "openai", "responses": "openai", "embeddings": "openai", "messages": "anthropic", "generate": "google",
    "array": "google", "embed": "google"}
FLOWS = ("chat", "responses", "messages", "generate")
# Enough for the estimate to be above what the upstream says that it has read.
PADDING = "The quick brown fox jumps over the lazy dog. " * 80
CREDENTIALS = {
    "openai": lambda key: {"Authorization": f"Bearer {key}"}, "anthropic": lambda key: {"x-api-key": key},
    "google": lambda key: {"x-goog-api-key": key}}

SETUP = f"""
insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens, may_reason) values
    ('openai', 'gpt-4o-mini', 'text', 128000, 16384, true),
    ('openai', 'text-embedding-3-small', 'embedding', 8192, null, false),
    ('anthropic', 'claude-sonnet-4-5', 'text', 200000, 64000, true),
    ('google', 'gemini-2.5-flash', 'text', 1048576, 65536, true),
    ('google', 'gemini-embedding-001', 'embedding', 2048, null, false)
on conflict (provider, model) do update
set max_input_tokens = excluded.max_input_tokens, max_output_tokens = excluded.max_output_tokens,
    may_reason = excluded.may_reason, is_enabled = true;
alter table ai.prices disable trigger user;
delete from ai.prices;
alter table ai.prices enable trigger user;
insert into ai.prices (provider, model, rates, effective)
select m.provider, m.model,
    ('({",".join(str(rate) for rate in list(RATES.values())[:4])},' ||
        case when m.kind = 'text' then '{RATES["output"]},{RATES["reasoning"]}' else ',' end || ',)')::ai.rates,
    tstzrange(date_trunc('day', now()), null)
from ai.models m
where m.model in ({", ".join(f"'{model}'" for model in sorted(set(MODELS.values())))});
update ai.settings set credits_per_usd = {CREDITS_PER_USD};
"""


def base64url(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def token(user, **claims):
    """A token as Thin's own sessions have it, without a session."""
    content = {"sub": user, "role": "authenticated", "aud": "authenticated", "exp": int(time.time()) + 3600, **claims}
    text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, content))
    mark = hmac.digest(os.environ["THIN_JWT_SECRET"].encode(), text.encode(), hashlib.sha256)
    return f"{text}.{base64url(mark)}"


def cost(usage, flow):
    """What a call has to cost, in credits: rounded up at four decimals."""
    counts = dataclasses.asdict(usage)
    match PROVIDERS[flow]:
        case "openai":
            counts["written_5m"] += counts.pop("written_1h")
        case "anthropic":
            # It doesn't tell them apart.
            counts["output"] += counts.pop("reasoning")
        case "google":
            counts["written_5m"] = counts["written_1h"] = 0
    if flow in ("embeddings", "embed"):
        counts = {"input": counts["input"]}
    dollars = sum(decimal.Decimal(RATES[kind]) * count for kind, count in counts.items()) / 10**6
    return (dollars * CREDITS_PER_USD).quantize(decimal.Decimal("0.0001"), decimal.ROUND_CEILING)


def request(flow, prompt, stream=False, cap=256, **more):
    """A provider's path, and the body that asks a model something there."""
    model = MODELS[flow]
    text = {"role": "user", "content": prompt}
    match flow:
        case "chat":
            body = {"model": model, "messages": [text], "max_completion_tokens": cap}
            if stream:
                body |= {"stream": True, "stream_options": {"include_usage": True}}
            path = "/v1/chat/completions"
        case "responses":
            body = {"model": model, "input": prompt, "max_output_tokens": cap} | ({"stream": True} if stream else {})
            path = "/v1/responses"
        case "messages":
            body = {"model": model, "max_tokens": cap, "messages": [text]} | ({"stream": True} if stream else {})
            path = "/v1/messages"
        case "embeddings":
            body, path = {"model": model, "input": prompt}, "/v1/embeddings"
        case "embed":
            body, path = {"content": {"parts": [{"text": prompt}]}}, f"/v1beta/models/{model}:embedContent"
        case _:
            body = {"contents": [{"role": "user", "parts": [{"text": prompt}]}],
                    "generationConfig": {"maxOutputTokens": cap}}
            operation = "streamGenerateContent" if stream else "generateContent"
            path = f"/v1beta/models/{model}:{operation}" + ("?alt=sse" if stream and flow == "generate" else "")
    body |= more
    return path, json.dumps({key: value for key, value in body.items() if value is not None}).encode()


@dataclasses.dataclass
class Reply:
    status: int
    headers: list
    body: bytes
    # Whether it ended as HTTP ends an answer.
    is_whole: bool = False
    seconds: float = 0

    def header(self, name):
        return next((value for key, value in self.headers if key == name), None)

    @property
    def json(self):
        return json.loads(self.body)


async def exchange(url, path, body, headers={}, leave_after=None, method="POST", on_leaving=None, reset=False):
    """One request on a connection of its own, which is closed once so many bytes of the answer's body came."""
    begun = time.monotonic()
    host = urllib.parse.urlsplit(url)
    reader, writer = await asyncio.open_connection(host.hostname, host.port, limit=1 << 24)
    reply = Reply(0, [], b"")
    lines = {"Host": host.netloc, "Content-Type": "application/json", "Content-Length": len(body), **headers}
    head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "\r\n"]
    try:
        writer.write("\r\n".join(head).encode("latin-1") + body)
        await read(reply, reader, leave_after)
    except (asyncio.IncompleteReadError, ConnectionError):
        # What came before that is told.
        pass
    finally:
        reply.seconds = time.monotonic() - begun
        if on_leaving:
            on_leaving()
        (writer.transport.abort if reset else writer.close)()
    return reply


async def read(reply, reader, left):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    reply.status = int(head[0].split(" ")[1])
    reply.headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:-2])]
    length = reply.header("content-length")
    while left is None or left > 0:
        if length is None:
            size = int(await reader.readuntil(b"\r\n"), 16)
        else:
            size = int(length) - len(reply.body)
        if size == 0:
            reply.is_whole = True
            return
        parts = []
        while size and (left is None or left > 0):
            part = await reader.read(size if left is None else min(size, left))
            if not part:
                break
            parts.append(part)
            size -= len(part)
            left = None if left is None else left - len(part)
        reply.body += b"".join(parts)
        if size:
            return
        if length is None:
            await reader.readexactly(2)


class Metered(unittest.TestCase):
    """A database, an upstream and a service for each class."""

    service_settings = {}

    @classmethod
    def setUpClass(cls):
        shared = os.environ["THIN_DATABASE"]
        cls.addClassCleanup(lambda: os.environ.update(THIN_DATABASE=shared))
        make_database(f"thin_gateway_{cls.__name__.lower()}", template())
        # Who may connect isn't copied from a template.
        load("sql/platform/30_installation.sql")
        sql(SETUP)
        cls.upstream = ModelUpstream()
        cls.addClassCleanup(cls.upstream.close)
        cls.service = cls.serve(**cls.service_settings)

    @classmethod
    def serve(cls, **settings):
        """A service that asks the upstream; a setting that is None isn't set."""
        settings = {
            "OPENAI_API_KEY": KEYS["openai"], "ANTHROPIC_API_KEY": KEYS["anthropic"], "GEMINI_API_KEY": KEYS["google"],
            "OPENAI_UPSTREAM": cls.upstream.url, "ANTHROPIC_UPSTREAM": cls.upstream.url,
            "GEMINI_UPSTREAM": cls.upstream.url, "AI_FIRST_BYTE_TIMEOUT": "30", "AI_SILENCE_TIMEOUT": "30", **settings}
        service = Service(**{name: value for name, value in settings.items() if value is not None})
        cls.addClassCleanup(service.kill)
        return service

    def tearDown(self):
        for case in self.upstream.cases.values():
            case.go.set()

    @classmethod
    def tearDownClass(cls):
        """Whatever was done to it, the money adds up."""
        until(lambda: sql("select count(*) from ai.calls where settled_at is null") == "0", 60)
        for function in ("ai.verify", "credits.verify"):
            if violations := sql(f"select * from {function}()"):
                raise AssertionError(f"{function}: {violations}")
        cls.assert_nothing_held()

    @classmethod
    def assert_nothing_held(cls):
        held = sql("select count(*) from credits.all_reservations where status = 'reserved'")
        if held != "0":
            raise AssertionError(f"{held} holds are left")

    def people(self, count, credits=1000000):
        """Users with credits, each with a key that may call models."""
        rows = sql(
            f"select u.id, (identity.create_api_key(u.id, 'x', '{{ai:call}}')).key "
            f"from (select tests.a_user({credits}) as id from generate_series(1, {count}) offset 0) u")
        return [tuple(row.split("|")) for row in rows.splitlines()]

    def person(self, credits=1000000):
        return self.people(1, credits)[0]

    async def call(self, flow, key, prompt="Hello", stream=False, headers={}, service=None, more={}, **options):
        path, body = request(flow, prompt, stream, **more)
        provider = PROVIDERS[flow]
        return await exchange(
            (service or self.service).url, f"/ai/{provider}{path}", body,
            {**CREDENTIALS[provider](key), **headers}, **options)

    async def directly(self, flow, prompt="Hello", stream=False, more={}, **options):
        path, body = request(flow, prompt, stream, **more)
        provider = PROVIDERS[flow]
        return await exchange(self.upstream.url, path, body, CREDENTIALS[provider](KEYS[provider]), **options)

    def receipts(self, *users):
        """What is written of the calls of users, the oldest first, once all are settled."""
        among = ", ".join(f"'{user}'" for user in users)
        until(lambda: sql(
            f"select count(*) from ai.calls where user_id in ({among}) and settled_at is null") == "0", 60)
        rows = sql(
            "select coalesce(json_agg(to_jsonb(c) order by c.created_at), '[]') from ai.calls c "
            f"where c.user_id in ({among})")
        return json.loads(rows, parse_float=decimal.Decimal)

    def receipt(self, user):
        found = self.receipts(user)
        self.assertEqual(len(found), 1, found)
        return found[0]

    def charge(self, user):
        return decimal.Decimal(self.receipt(user)["charge"])

    @contextlib.contextmanager
    def under(self, *values, **names):
        """A test of its own about these values, when it is entered."""
        with self.subTest(**names):
            yield values

    def compensated(self, *users):
        among = ", ".join(f"'{user}'" for user in users)
        return decimal.Decimal(sql(
            f"select coalesce(sum(amount), 0) from credits.compensations where user_id in ({among})"))


async def true(condition, seconds=60):
    """Waits as `until` does, while other things go on."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to pass in time")
        await asyncio.sleep(0.02)


async def gathered(calls, width=16):
    """All of them, so many at a time, in order."""
    gate = asyncio.Semaphore(width)

    async def one(call):
        async with gate:
            return await call

    return await asyncio.gather(*map(one, calls))


def digest(text):
    return hashlib.sha256(text).hexdigest()


def usage_of(kind):
    return USAGES[kind]
