"""The processes that run visitors' SQL, as the server has them: started when needed, replaced when they end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from typing import NamedTuple

from gongbao.site.visitors.line import AGAIN, Line
from gongbao.site.visitors.refusals import Busy
from gongbao.site.visitors.worker import LENGTH
from gongbao.site.wording.languages import t

BEGIN = "import sys; sys.path[:] = sys.argv[2:]; from gongbao.site.visitors.worker import main; main(int(sys.argv[1]))"
PIECE = 262_144
LATE = 5.0  # seconds after which a worker is killed whose own alarm did not


class Told(NamedTuple):
    """What a worker answered, None where it ended over the question, and the seconds that it took."""

    answer: memoryview | None
    seconds: float


class Worker:
    """A process with the socket that it answers over."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", "-S", "-c", BEGIN, str(theirs.fileno()), *sys.path]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        self.socket.setblocking(False)
        self.loop.add_reader(self.socket.fileno(), self._read)
        self.parts, self.size, self.wanted = list[bytes](), 0, -1
        self.answer: asyncio.Future[memoryview | None] | None = None
        self.alive = True

    async def ask(self, question: bytes, seconds: float) -> Told:
        """Return the answer to a question that may take some seconds. Who stops waiting for it ends the worker."""
        begun = time.perf_counter()
        return Told(await self._ask(question, seconds), time.perf_counter() - begun)

    async def _ask(self, question: bytes, seconds: float) -> memoryview | None:
        self.parts, self.size, self.wanted = [], 0, -1
        self.answer = self.loop.create_future()
        timer = self.loop.call_later(seconds + LATE, self.end)
        try:
            await self._send(LENGTH.pack(len(question)) + question)
            return await self.answer
        except OSError:
            self.end()
            return None
        finally:
            timer.cancel()
            if not self.answer.done() or self.answer.cancelled():
                self.end()
            self.answer, self.parts = None, []

    async def _send(self, message: bytes) -> None:
        try:
            sent = self.socket.send(message)
        except BlockingIOError:
            sent = 0
        if sent < len(message):
            await self.loop.sock_sendall(self.socket, message[sent:])

    def _read(self) -> None:
        try:
            part = self.socket.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            part = b""
        if not part:
            self.end()
            return
        self.parts.append(part)
        self.size += len(part)
        if self.wanted < 0 and self.size >= LENGTH.size:
            self.wanted = LENGTH.size + LENGTH.unpack_from(b"".join(self.parts))[0]
        if self.size == self.wanted and self.answer is not None and not self.answer.done():
            self.answer.set_result(memoryview(b"".join(self.parts))[LENGTH.size :])

    def end(self) -> None:
        """Kill the process; whoever waits for its answer gets None."""
        if not self.alive:
            return
        self.alive = False
        with contextlib.suppress(RuntimeError):  # its loop is closed
            self.loop.remove_reader(self.socket.fileno())
        self.socket.close()
        self.process.kill()
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(None)
        if self.loop.is_closed():
            self.process.wait()
        else:
            self.loop.call_later(0.1, self.process.wait)


class Pool:
    """At most `size` workers, and a line of those who wait for one."""

    def __init__(self, size: int, waiting: int) -> None:
        self.size, self.line = size, Line(waiting)
        self.idle: list[Worker] = []
        self.workers: set[Worker] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, question: bytes, seconds: float, client: str) -> Told:
        """Return what a worker answers; raises Busy where none can be had."""
        self._move()
        worker = await self._take(client)
        try:
            return await worker.ask(question, seconds)
        finally:
            self._give(worker)

    def _move(self) -> None:
        """Begin anew in another event loop: sockets belong to the loop that reads them."""
        loop = asyncio.get_running_loop()
        if loop is not self.loop:
            self.close()
            self.loop, self.line = loop, Line(self.line.most)

    async def _take(self, client: str) -> Worker:
        if self.idle:
            return self.idle.pop()
        if len(self.workers) < self.size:
            return self._start()
        place = self.line.join(client)
        try:
            worker: Worker = await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give(place.result())
            self.line.leave(client, place)
            raise
        return worker

    def _start(self) -> Worker:
        try:
            worker = Worker()
        except OSError:
            raise Busy(t("The server has too much to do. Ask again in a few seconds."), AGAIN) from None
        self.workers.add(worker)
        return worker

    def _give(self, worker: Worker) -> None:
        """Hand a worker, or another in the place of one that ended, to whoever is next."""
        if worker not in self.workers:  # of a pool that was closed meanwhile
            return
        try:
            if not worker.alive:
                self.workers.discard(worker)
                worker = self._start()
        except Busy as fault:
            if place := self.line.next():
                place.set_exception(fault)
            return
        place = self.line.next()
        if place:
            place.set_result(worker)
        else:
            self.idle.append(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.end()
        self.workers, self.idle = set(), []
