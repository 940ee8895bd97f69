"""The processes that run visitors' SQL, as the server has them: started when needed, replaced when they end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
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
        self.alive, self.given_up = True, False

    async def ask(self, question: bytes, seconds: float, tire: Callable[[], None]) -> Told:
        """Return the answer to a question that may take some seconds, and `tire` where it takes long. Who stops waiting
        for it ends the worker."""
        self.answer = self.loop.create_future()
        timers: list[asyncio.TimerHandle] = []
        try:
            await self.ready
            begun = time.perf_counter()
            timers = [self.loop.call_later(TIRED, tire), self.loop.call_later(seconds + LATE, self.end)]
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

    def stand_back(self) -> None:
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
    """At most `size` workers, all but one of them for any one visitor, and a line of those who wait for one.

    A statement that takes long stands aside, so that its place is free for others: as many as there are workers do.
    Where more take long and somebody waits, the oldest of the visitor who has most of them is given up.
    """

    def __init__(self, size: int, waiting: int) -> None:
        self.size, self.line = size, Line(waiting)
        self.idle: list[Worker] = []
        self.workers: set[Worker] = set()
        self.held: Counter[str] = Counter()
        self.tired: dict[Worker, str] = {}
        self.aside: dict[Worker, str] = {}
        self.loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, question: bytes, seconds: float, client: str) -> Told:
        """Return what a worker answers; raises Busy where none can be had, or it was given up for others."""
        self._move()
        worker = await self._take(client)
        try:
            told = await worker.ask(question, seconds, partial(self._tire, worker, client))
            if told.seconds > TIRED:
                worker.end()
        finally:
            self._give(worker, client)
        if worker.given_up:
            raise Busy(t("The server has too much to do. Ask again in a few seconds."), AGAIN)
        return told

    def _move(self) -> None:
        """Begin anew in another event loop: sockets belong to the loop that reads them."""
        loop = asyncio.get_running_loop()
        if loop is not self.loop:
            self.close()
            self.loop, self.line = loop, Line(self.line.most)

    def may(self, client: str) -> bool:
        """Tell whether a visitor may have a worker more; one is always left to others."""
        return self.held[client] < max(1, self.size - 1)

    async def _take(self, client: str) -> Worker:
        worker = self._at_hand() if self.may(client) else None
        if worker is not None:
            self.held[client] += 1
            return worker
        place = self.line.join(client)
        self._make_way()
        try:
            waited: Worker = await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give(place.result(), client)
            self.line.leave(client, place)
            raise
        return waited

    def _at_hand(self) -> Worker | None:
        """Return a worker that nobody holds; None where there is none."""
        while self.idle:
            worker = self.idle.pop()
            if worker.alive:
                return worker
            self.workers.discard(worker)
        return self._start() if len(self.workers) < self.size else None

    def _start(self) -> Worker:
        try:
            worker = Worker()
        except OSError:
            raise Busy(t("The server has too much to do. Ask again in a few seconds."), AGAIN) from None
        self.workers.add(worker)
        return worker

    def _tire(self, worker: Worker, client: str) -> None:
        worker.stand_back()
        if worker in self.workers:
            self.tired[worker] = client
            self._make_way()

    def _make_way(self) -> None:
        """Let statements that take long stand aside, where there is room or somebody waits."""
        while self.tired and (len(self.aside) < self.size or self.line.count):
            if len(self.aside) >= self.size:
                self._give_up_one()
            worker, client = next(iter(self.tired.items()))
            del self.tired[worker]
            self.workers.discard(worker)
            self.aside[worker] = client
            self._let_go(client)
            self._serve_next()

    def _give_up_one(self) -> None:
        most = Counter(self.aside.values()).most_common(1)[0][0]
        oldest = next(worker for worker, client in self.aside.items() if client == most)
        del self.aside[oldest]
        oldest.given_up = True
        oldest.end()

    def _give(self, worker: Worker, client: str) -> None:
        """Take a worker back from a visitor; another takes the place of one that ended."""
        self.tired.pop(worker, None)
        if self.aside.pop(worker, None) is not None:
            worker.end()
            self._make_way()
        if worker not in self.workers:  # it stood aside, or the pool was closed meanwhile
            return
        self._let_go(client)
        if worker.alive:
            self.idle.append(worker)
        else:
            self.workers.discard(worker)
            with contextlib.suppress(Busy):
                self.idle.append(self._start())
        self._serve_next()

    def _let_go(self, client: str) -> None:
        self.held[client] -= 1
        if self.held[client] <= 0:
            del self.held[client]

    def _serve_next(self) -> None:
        """Hand a worker to whoever is next, where one can be had."""
        if not self.idle and len(self.workers) >= self.size:
            return
        found = self.line.next(self.may)
        if found is None:
            return
        client, place = found
        try:
            worker = self._at_hand()
        except Busy as fault:
            place.set_exception(fault)
            return
        assert worker is not None  # a place was free
        self.held[client] += 1
        place.set_result(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in (*self.workers, *self.aside):
            worker.end()
        self.workers, self.idle, self.tired, self.aside = set(), [], {}, {}
        self.held.clear()
