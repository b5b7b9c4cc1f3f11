"""Measures streams as wrk can't: `first-token` prints ms to the first byte of the answer's body, p50 and p99, for URLs in
turns of 50 requests, since after one request to another program the processor's caches hold that one's; `open` keeps so
many streams open, and prints what a process then takes of memory.

Usage: calls_streams.py first-token <requests> <url> <tokens' file> [<url> <tokens' file>…]
       calls_streams.py open <count> <url> <tokens' file> <process id> <url to post to when done>"""

import asyncio
import json
import pathlib
import sys
import time
import urllib.parse

import uvloop


def request(url, token, prompt):
    address = urllib.parse.urlsplit(url)
    body = json.dumps({
        "model": "gpt-4o-mini", "stream": True, "max_completion_tokens": 100,
        "messages": [{"role": "user", "content": prompt}]}).encode()
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    return address.hostname, address.port, head.encode() + body


class Connection:
    """Kept open from one request to the next."""

    def __init__(self, url, tokens):
        self.url, self.tokens, self.count, self.streams = url, tokens, 0, None

    async def stream(self, prompt):
        """Seconds until the first byte of the body; the rest is read too."""
        host, port, text = request(self.url, self.tokens[self.count % len(self.tokens)], prompt)
        self.count += 1
        if self.streams is None:
            self.streams = await asyncio.open_connection(host, port)
        reader, writer = self.streams
        begun = time.perf_counter()
        writer.write(text)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"refused: {head} {await reader.read(1000)}")
        first = await reader.readexactly(1)
        seconds = time.perf_counter() - begun
        size = int(first + await reader.readuntil(b"\r\n"), 16)
        while size:
            await reader.readexactly(size + 2)
            size = int(await reader.readuntil(b"\r\n"), 16)
        await reader.readexactly(2)
        return seconds


async def first_token(count, *pairs):
    connections = [
        Connection(url, pathlib.Path(file).read_text().split())
        for url, file in zip(pairs[::2], pairs[1::2], strict=True)]
    times = [[] for _ in connections]
    for _ in range(-(-int(count) // 50)):
        for connection, seconds in zip(connections, times, strict=True):
            # The first few of a turn warm up.
            taken = [await connection.stream("pause") for _ in range(55)]
            seconds += [1000 * each for each in taken[5:]]
    for seconds in times:
        seconds.sort()
        print(f"{seconds[len(seconds) // 2]:.2f} {seconds[len(seconds) * 99 // 100]:.2f}")


def memory(process):
    """Resident MB, and how many of them aren't pages of the program and its libraries."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return " ".join(f"{int(status.split(name)[1].split()[0]) / 1024:.0f}" for name in ("VmRSS:", "RssAnon:"))


async def open_streams(count, url, file, process, release):
    tokens = pathlib.Path(file).read_text().split()
    before = memory(process)
    first, connections = asyncio.Semaphore(0), []

    async def one(number):
        host, port, text = request(url, tokens[number % len(tokens)], "wait")
        reader, writer = await asyncio.open_connection(host, port, limit=4096)
        connections.append(writer)
        writer.write(text)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"refused: {head}")
        await reader.readuntil(b"\r\n\r\n")
        first.release()
        while await reader.read(4096):
            pass

    tasks = []
    for number in range(int(count)):
        tasks.append(asyncio.create_task(one(number)))
        # As many at a time as a few callers would open.
        if number % 50 == 49:
            await asyncio.sleep(0.05)
    for _ in range(int(count)):
        await first.acquire()
    # The instance says of all what they used so far, more than once.
    await asyncio.sleep(5)
    print(before, memory(process))
    address = urllib.parse.urlsplit(release)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST /release HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 0\r\n\r\n".encode())
    await asyncio.sleep(3)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


uvloop.run({"first-token": first_token, "open": open_streams}[sys.argv[1]](*sys.argv[2:]))
