"""A listener between a service and the database."""

import contextlib
import os
import socket
import tempfile
import threading


class Listener:
    """Passes on what a service and the database say to each other, but no answer to what holds certain words. Without
    `passes_on` the database doesn't get those either: it hangs up on them."""

    def __init__(self, words, passes_on=True):
        settings = dict(part.split("=") for part in os.environ["THIN_DATABASE"].split())
        self.server = f"{settings['host']}/.s.PGSQL.{settings.get('port', '5432')}"
        self.words, self.passes_on = words.encode(), passes_on
        self.heard = threading.Event()
        folder = tempfile.mkdtemp()
        self.conninfo = f"host={folder} port=5432 user=authenticator dbname={settings['dbname']}"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(f"{folder}/.s.PGSQL.5432")
        self.socket.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.socket.close()

    def accept(self):
        while True:
            try:
                client = self.socket.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.server)
            answers = threading.Event()
            answers.set()
            for source, sink, hears in ((client, server, True), (server, client, False)):
                threading.Thread(target=self.copy, args=(source, sink, hears, answers), daemon=True).start()

    def copy(self, source, sink, hears, answers):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if hears and self.words in data:
                    answers.clear()
                    self.heard.set()
                    if not self.passes_on:
                        break
                if not hears and not answers.is_set():
                    return
                sink.sendall(data)
        # Both ends hear that it is over, also where an answer was kept back.
        for end in (source, sink):
            if hears or answers.is_set():
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
