"""A provider that costs next to nothing: chat completions, whole or in twenty chunks. Prints its URL.

A stream whose prompt says `wait` stands still after its first chunk until somebody posts to /release; one that says
`pause` does for 10 ms, the time that a fast model takes for a token."""

import asyncio
import json
import sys

import uvloop

FRAME = {"id": "chatcmpl-1", "created": 1753300000, "model": "gpt-4o-mini", "system_fingerprint": "fp_1"}
USAGE = {
    "prompt_tokens": 21, "completion_tokens": 40, "total_tokens": 61, "prompt_tokens_details": {"cached_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 0}}


def chunk(**fields):
    event = b"data: " + json.dumps(FRAME | {"object": "chat.completion.chunk", **fields}).encode() + b"\n\n"
    return b"%x\r\n%b\r\n" % (len(event), event)


def delta(reason=None, **fields):
    return chunk(choices=[{"index": 0, "delta": fields, "finish_reason": reason}], usage=None)


MESSAGE = {"role": "assistant", "content": "two tokens " * 20}
BODY = json.dumps(FRAME | {
    "object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop", "message": MESSAGE}],
    "usage": USAGE}).encode()
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKS = [delta(role="assistant", content="two tokens "), *[delta(content="two tokens ")] * 18, delta("stop")]
LAST = chunk(choices=[], usage=USAGE)
END = b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Provider(asyncio.Protocol):
    waiting = set()

    def connection_made(self, transport):
        self.transport, self.bytes = transport, b""

    def connection_lost(self, error):
        self.waiting.discard(self)

    def data_received(self, part):
        self.bytes += part
        while (head := self.bytes.find(b"\r\n\r\n")) >= 0:
            place = self.bytes[:head].lower().find(b"content-length:")
            length = int(self.bytes[place + 15:head].split(b"\r\n")[0]) if place >= 0 else 0
            if len(self.bytes) < head + 4 + length:
                return
            first, body = self.bytes[:head], self.bytes[head + 4:head + 4 + length]
            self.bytes = self.bytes[head + 4 + length:]
            self.answer(first, body)

    def answer(self, first, body):
        if first.startswith(b"POST /release"):
            for one in list(self.waiting):
                one.go_on()
            self.waiting.clear()
            self.transport.write(EMPTY)
        elif b'"stream":true' in body or b'"stream": true' in body:
            # Each chunk by itself, as a provider sends it.
            self.tells = b"include_usage" in body
            self.transport.write(HEAD)
            self.transport.write(CHUNKS[0])
            if b'"wait"' in body:
                self.waiting.add(self)
            elif b'"pause"' in body:
                asyncio.get_running_loop().call_later(0.01, self.go_on)
            else:
                self.go_on()
        else:
            self.transport.write(WHOLE)

    def go_on(self):
        for part in CHUNKS[1:]:
            self.transport.write(part)
        if self.tells:
            self.transport.write(LAST)
        self.transport.write(END)


async def serve(port):
    server = await asyncio.get_running_loop().create_server(Provider, "127.0.0.1", port, backlog=4096)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


uvloop.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
