"""The three providers of models on one port: answers as they were recorded, and every way in which one fails.

What a request gets is decided by `case:NAME` in its body, of the cases that a test has made; without one it is answered
as it should be. All that arrives is kept, so that a test can say what may have been sent."""

import asyncio
import collections
import dataclasses
import json
import random
import re
import socket
import string
import struct
import sys
import threading

from model_answers import USAGES, WORDS, Anthropic, Google, OpenAI, Usage

KEYS = {
    "openai": "sk-known0123456789openai", "anthropic": "sk-ant-known0123456789anthropic",
    "google": "AIzaknown0123456789google"}
PROVIDERS = {"openai": OpenAI, "anthropic": Anthropic, "google": Google}
BODY_MAX = 64 << 20


@dataclasses.dataclass
class Request:
    method: str
    target: str
    headers: list
    body: bytes
    provider: str = ""
    case: str = ""
    # Set once the one who asked has hung up before all was sent.
    left: threading.Event = dataclasses.field(default_factory=threading.Event)

    def header(self, name):
        """All values, since one that comes twice is a way in."""
        return [value for key, value in self.headers if key == name]

    @property
    def json(self):
        return json.loads(self.body)


@dataclasses.dataclass
class Case:
    """How a request is answered. Times are in seconds, places in bytes of the answer's body."""

    kind: str = "text"
    words: list = None
    usage: Usage = None
    has_usage: bool = True
    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)
    # Instead of an answer's body: pieces of it.
    pieces: list = None
    # Changes the answer's pieces.
    change: object = None
    # Instead of everything: these bytes, on the wire as they are.
    raw: bytes = None
    content_type: str = None
    first_byte: float = 0
    pause: float = 0
    piece_size: int = None
    # From this place on: nothing more ("hang"), the end ("close"), a reset ("reset"), or, once `go` is set, the rest
    # ("wait").
    until: int = None
    # The same place, as how many pieces come before it.
    pieces_before: int = None
    then: str = "close"
    go: threading.Event = dataclasses.field(default_factory=threading.Event)
    reached: threading.Semaphore = dataclasses.field(default_factory=lambda: threading.Semaphore(0))
    # One after another, for tries that follow each other; the last one stays.
    tries: list = None


class ModelUpstream:
    """Listens on a thread of its own until it is closed."""

    def __init__(self, port=0, keys=KEYS, is_kept=True):
        self.keys = keys
        self.is_kept = is_kept
        self.cases = {}
        self.requests = []
        self.counts = collections.Counter()
        self.connections = 0
        self.open_now = 0
        self.loop = asyncio.new_event_loop()
        listening = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(port, listening), daemon=True)
        self.thread.start()
        listening.wait()

    def _run(self, port, listening):
        asyncio.set_event_loop(self.loop)
        self.server = self.loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", port, backlog=2048, limit=1 << 20))
        self.port = self.server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        listening.set()
        self.loop.run_forever()

    def close(self):
        for case in self.cases.values():
            case.go.set()

        def stop():
            self.server.close()
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            # Once they have ended.
            self.loop.call_later(0.1, self.loop.stop)

        self.loop.call_soon_threadsafe(stop)
        self.thread.join()

    def make(self, **fields):
        """A case, and what has to be in a request's text for it."""
        # Digits only, each of which may be a token, so that the estimates of all are the same.
        name = "".join(random.choices(string.digits, k=12))
        self.cases[name] = Case(**fields)
        return self.cases[name], f"case:{name}"

    def of(self, text):
        """What arrived for a case, or with a text."""
        return [request for request in self.requests if text.encode() in request.body]

    def forget(self):
        self.requests.clear()
        self.counts.clear()

    async def _serve(self, reader, writer):
        self.connections += 1
        self.open_now += 1
        try:
            while request := await self._read(reader):
                if not await self._answer(request, reader, writer):
                    break
        # What is cancelled ends here: the stream's own callback would print it.
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError, asyncio.CancelledError):
            pass
        finally:
            self.open_now -= 1
            writer.close()

    async def _read(self, reader):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = first.split(" ")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        request = Request(method, target, headers, b"")
        if request.header("transfer-encoding"):
            while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                request.body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readuntil(b"\r\n")
        elif length := request.header("content-length"):
            request.body = await reader.readexactly(min(int(length[0]), BODY_MAX))
        if found := re.search(rb"case:([0-9]{12})", request.body):
            request.case = found[1].decode()
        return request

    async def _answer(self, request, reader, writer):
        path, _, query = request.target.partition("?")
        request.provider, shape = self._shape(request, path, query)
        if self.is_kept:
            self.requests.append(request)
        case = self.cases.get(request.case) or Case()
        if case.tries:
            number = self.counts[request.case]
            self.counts[request.case] += 1
            case = case.tries[min(number, len(case.tries) - 1)]
        if case.first_byte:
            await asyncio.sleep(case.first_byte)
        if case.raw is not None:
            writer.write(case.raw)
            await writer.drain()
            return False
        provider = PROVIDERS[request.provider]
        if not self._is_known(request):
            case, pieces = Case(status=401), provider.error(401)
        elif case.pieces is not None:
            pieces = case.pieces
        elif case.status >= 400:
            pieces = provider.error(case.status)
        elif shape is None:
            case, pieces = Case(status=404), provider.error(404)
        else:
            pieces = self._pieces(request, case, shape)
        if case.change:
            pieces = case.change(pieces)
        return await self._send(request, case, pieces, shape, reader, writer)

    def _is_known(self, request):
        if not self.keys:
            return True
        given = [
            *(value.removeprefix("Bearer ") for value in request.header("authorization")),
            *request.header("x-api-key"), *request.header("x-goog-api-key")]
        return given == [self.keys[request.provider]]

    def _shape(self, request, path, query):
        """Whose request it is, and the function that answers it."""
        if re.match(r"/v1(beta)?/models(/[^:]*)?$", path) and request.method == "GET":
            for provider, is_asked in (
                    ("google", request.header("x-goog-api-key")), ("anthropic", request.header("anthropic-version"))):
                if is_asked:
                    return provider, lambda *_: PROVIDERS[provider].models()
            return "openai", lambda *_: OpenAI.models()
        if found := re.fullmatch(r"/v1(?:beta)?/models/([^/]+):(\w+)", path):
            shape = {
                "generateContent": Google.generate, "countTokens": Google.count, "embedContent": Google.embed,
                "batchEmbedContents": Google.embed_batch,
                "streamGenerateContent": Google.stream if "alt=sse" in query else Google.array}.get(found[2])
            return "google", shape
        if path.startswith("/v1/messages"):
            shapes = {"/v1/messages": Anthropic.messages, "/v1/messages/count_tokens": Anthropic.count}
            return "anthropic", shapes.get(path)
        shapes = {
            "/v1/chat/completions": OpenAI.chat, "/v1/responses": OpenAI.responses, "/v1/embeddings": OpenAI.embeddings}
        return "openai", shapes.get(path)

    STREAMS = {
        OpenAI.chat: OpenAI.chat_stream, OpenAI.responses: OpenAI.responses_stream,
        Anthropic.messages: Anthropic.messages_stream}

    def _pieces(self, request, case, shape):
        asked = request.json if request.body else {}
        if request.provider == "google" and request.body:
            asked["model"] = re.search(r"models/([^:]*)", request.target)[1]
        if asked.get("stream") is True:
            shape = self.STREAMS.get(shape, shape)
        usage = case.usage or USAGES[case.kind]
        return shape(asked, case.kind, usage if case.has_usage else None, case.words or WORDS)

    async def _send(self, request, case, pieces, shape, reader, writer):
        is_stream = case.status == 200 and (len(pieces) > 1 or shape is Google.stream)
        type_ = case.content_type or (
            "text/event-stream; charset=utf-8" if is_stream and shape is not Google.array
            else "application/json; charset=UTF-8")
        headers = {
            "Content-Type": type_, "Date": "Thu, 24 Jul 2025 09:00:00 GMT", **self._own_headers(request),
            **case.headers}
        length = sum(map(len, pieces))
        headers |= {"Transfer-Encoding": "chunked"} if is_stream else {"Content-Length": length}
        reason = {200: "OK", 529: "Site is overloaded"}.get(case.status, "Whatever")
        head = f"HTTP/1.1 {case.status} {reason}\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        writer.write(head.encode() + b"\r\n")
        if case.piece_size:
            whole = b"".join(pieces)
            pieces = [whole[at:at + case.piece_size] for at in range(0, length, case.piece_size)]
        until = case.until if case.pieces_before is None else sum(map(len, pieces[:case.pieces_before]))
        place = 0
        for piece in pieces:
            if until is not None and place <= until < place + len(piece):
                before, piece = piece[:until - place], piece[until - place:]
                if before:
                    writer.write(b"%x\r\n%b\r\n" % (len(before), before) if is_stream else before)
                await writer.drain()
                place = until
                case.reached.release()
                if not await self._stopped(request, case, reader, writer):
                    return False
            if not piece:
                continue
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if is_stream else piece)
            place += len(piece)
            # Nobody may be made to keep what hasn't been read.
            await writer.drain()
            if case.pause:
                await asyncio.sleep(case.pause)
            if writer.is_closing():
                request.left.set()
                return False
        if is_stream:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _stopped(self, request, case, reader, writer):
        """What happens at the place; whether the rest follows."""
        match case.then:
            case "close":
                return False
            case "reset":
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return False
            case "hang" | "wait":
                while not (case.then == "wait" and case.go.is_set()):
                    if reader.at_eof() or writer.is_closing():
                        request.left.set()
                        return False
                    await asyncio.sleep(0.02)
                return True

    @staticmethod
    def _own_headers(request):
        """What a client may see, and what is about the account that only Thin has."""
        match request.provider:
            case "openai":
                return {
                    "x-request-id": "req_7b6e1f0f", "openai-processing-ms": "312", "openai-version": "2020-10-01",
                    "openai-organization": "planted-words-organization", "x-ratelimit-remaining-requests": "9999",
                    "Set-Cookie": "__cf_bm=planted-words; path=/; HttpOnly"}
            case "anthropic":
                return {
                    "request-id": "req_011CSHoEeqs5C35K2UUqR7Fy",
                    "anthropic-organization-id": "planted-words-organization",
                    "anthropic-ratelimit-requests-remaining": "999", "Set-Cookie": "_cfuvid=planted-words; path=/"}
            case _:
                return {"Server-Timing": "gfet4t7; dur=512", "Vary": "Origin", "X-Vertex-AI-Project": "planted-words"}


if __name__ == "__main__":
    # For trying things by hand, without keys.
    upstream = ModelUpstream(int(sys.argv[1]) if len(sys.argv) > 1 else 0, keys=None, is_kept=False)
    print(upstream.url, flush=True)
    threading.Event().wait()
