"""The processes that run visitors' SQL, as the server has them: started when needed, replaced when they end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from typing import NamedTuple

from gongbao.site.visitors import bounds
from gongbao.site.visitors.line import AGAIN, Line
from gongbao.site.visitors.refusals import Busy
from gongbao.site.visitors.worker import FRAME, LENGTH
from gongbao.site.wording.languages import t

BEGIN = "import sys; sys.path[:] = sys.argv[2:]; from gongbao.site.visitors.worker import main; main(int(sys.argv[1]))"
PIECE = 262_144
LATE = 5.0  # seconds after which a worker is killed whose own alarm did not
TIRED = 0.15  # seconds of a statement after which a worker stands back, then gives place to another, small and awake


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
        self.parts, self.size = list[bytes](), 0
        self.ready: asyncio.Future[None] = self.loop.create_future()
        self.answer: asyncio.Future[Told | None] | None = None
        self.alive = True

    async def ask(self, question: bytes, seconds: float) -> Told:
        """Return the answer to a question that may take some seconds. Who stops waiting for it ends the worker."""
        self.answer = self.loop.create_future()
        timers: list[asyncio.TimerHandle] = []
        try:
            await self.ready
            begun = time.perf_counter()
            timers = [self.loop.call_later(TIRED, self._stand_back), self.loop.call_later(seconds + LATE, self.end)]
            await self._send(LENGTH.pack(len(question)) + question)
            return await self.answer or Told(None, time.perf_counter() - begun)
        except OSError:
            self.end()
            return Told(None, 0.0)
        finally:
            for timer in timers:
                timer.cancel()
            if not self.answer.done() or self.answer.cancelled():
                self.end()
            self.answer, self.parts, self.size = None, [], 0

    async def _send(self, message: bytes) -> None:
        try:
            sent = self.socket.send(message)
        except BlockingIOError:
            sent = 0
        if sent < len(message):
            await self.loop.sock_sendall(self.socket, message[sent:])

    def _stand_back(self) -> None:
        """Let everything else on this computer go before a statement that takes long."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, bounds.NICE)

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
        if self.size < FRAME.size:
            return
        if len(self.parts[0]) < FRAME.size:
            self.parts = [b"".join(self.parts)]
        length, seconds = FRAME.unpack_from(self.parts[0])
        if self.size < FRAME.size + length:
            return
        if not self.ready.done():
            self.parts, self.size = [], 0
            self.ready.set_result(None)
        elif self.answer is not None and not self.answer.done():
            self.answer.set_result(Told(memoryview(b"".join(self.parts))[FRAME.size :], seconds))

    def end(self) -> None:
        """Kill the process; whoever waits for its answer gets None."""
        if not self.alive:
            return
        self.alive = False
        with contextlib.suppress(RuntimeError):  # its loop is closed
            self.loop.remove_reader(self.socket.fileno())
        self.socket.close()
        self.process.kill()
        if not self.ready.done() and not self.loop.is_closed():
            self.ready.set_result(None)
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
            told = await worker.ask(question, seconds)
            if told.seconds > TIRED:
                worker.end()
            return told
        finally:
            self._give(worker)

    def _move(self) -> None:
        """Begin anew in another event loop: sockets belong to the loop that reads them."""
        loop = asyncio.get_running_loop()
        if loop is not self.loop:
            self.close()
            self.loop, self.line = loop, Line(self.line.most)

    async def _take(self, client: str) -> Worker:
        while self.idle:
            worker = self.idle.pop()
            if worker.alive:
                return worker
            self.workers.discard(worker)
        if len(self.workers) < self.size:
            return self._start()
        place = self.line.join(client)
        try:
            waited: Worker = await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give(place.result())
            self.line.leave(client, place)
            raise
        return waited

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
