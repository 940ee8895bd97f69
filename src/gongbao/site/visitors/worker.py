"""A process that runs visitors' SQL, one statement after another, until the server hangs up or kills it.

It holds databases read-only, may do nothing but read (`bounds`), and has an alarm that ends it where a statement
overstays its time inside one function, which SQLite cannot interrupt. It imports little, so that another stands in its
place at once. Questions and answers are tuples in Python's own notation (marshal) after their length;
an empty answer says that it is ready.
"""

from __future__ import annotations

import marshal
import resource
import signal
import socket
import sqlite3
import sys
import time
from struct import Struct
from typing import Any, Final

from gongbao.site.search.sql_functions import register
from gongbao.site.visitors import bounds

LENGTH: Final = Struct("<I")
FRAME: Final = Struct("<Id")  # before an answer: its length, and the seconds that it took
_PLAIN = 2  # the notation without references, so that rows can be put together
STEPS = 1000  # of SQLite's machine between two looks at the clock
OPEN = 16  # databases that are kept open
ROWS, INTERRUPTED, FAULT = "rows", "interrupted", "fault"
TOO_LARGE = "the answer is larger than allowed"
NO_MEMORY = "out of memory: the query needs more than it may use"


def main(number: int) -> None:
    """Answer questions that come over the socket of a file number."""
    be_small()
    connections: dict[str, sqlite3.Connection] = {}
    with socket.socket(fileno=number) as server:
        server.sendall(FRAME.pack(0, 0.0))  # ready
        while question := receive(server):
            path, sql, parameters, seconds, rows = marshal.loads(question)
            begun = time.perf_counter()
            try:
                connection = connection_to(connections, path)
                signal.setitimer(signal.ITIMER_REAL, seconds + bounds.GRACE)
                answer = run(connection, sql, parameters, seconds, rows)
            except MemoryError:
                connections.clear()
                answer = fault_told(FAULT, NO_MEMORY)
            except sqlite3.Error as fault:  # no statement's, but the database's own
                answer = fault_told(FAULT, str(fault))
            signal.setitimer(signal.ITIMER_REAL, 0)
            server.sendall(FRAME.pack(len(answer), time.perf_counter() - begun) + answer)


def be_small() -> None:
    """Be the first to go where memory is short, and be bound in memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.SPACE, bounds.SPACE))
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as handle:
            handle.write("1000")
    except OSError:  # another system than Linux
        return


def receive(server: socket.socket) -> bytes:
    """Return the next question; nothing where the server has hung up."""
    head = receive_all(server, LENGTH.size)
    return receive_all(server, LENGTH.unpack(head)[0]) if head else b""


def receive_all(server: socket.socket, size: int) -> bytes:
    """Return so many bytes, or nothing where the server hangs up."""
    parts = bytearray()
    while len(parts) < size:
        part = server.recv(size - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def connection_to(connections: dict[str, sqlite3.Connection], path: str) -> sqlite3.Connection:
    """Return a connection to a database, by the end of its URI; it can read and nothing else."""
    if path not in connections:
        if len(connections) >= OPEN:
            connections.pop(next(iter(connections))).close()
        connection = sqlite3.connect(f"file:{path}", uri=True, isolation_level=None)
        connection.text_factory = lambda text: str(text, "utf-8", "replace")
        connection.execute(f"pragma hard_heap_limit = {bounds.HEAP}")
        connection.execute("pragma temp_store = memory")
        connection.execute("pragma query_only = 1")
        register(connection)
        bounds.bind(connection, bounds.LIMITS | bounds.NARROWER)
        connection.set_authorizer(bounds.permit)
        connections[path] = connection
    return connections[path]


def run(connection: sqlite3.Connection, sql: str, parameters: Any, seconds: float, most: int) -> bytes:
    """Return the answer to a statement: at most `most` rows and whether there were more, all where it is negative."""
    deadline = time.perf_counter() + seconds
    try:
        connection.set_progress_handler(lambda: time.perf_counter() >= deadline, STEPS)
        cursor = connection.execute(sql, parameters)
        try:
            return told(cursor, most)
        finally:
            cursor.close()
    except sqlite3.OperationalError as fault:
        if str(fault) == INTERRUPTED:
            return fault_told(INTERRUPTED, "")
        return fault_told(FAULT, str(fault))
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as fault:
        return fault_told(FAULT, str(fault))


def fault_told(kind: str, message: str) -> bytes:
    """Return the answer that there is none."""
    return head_of(kind, message) + marshal.dumps([], _PLAIN)


def head_of(*told: Any) -> bytes:
    """Return the beginning of an answer."""
    head = marshal.dumps(told, _PLAIN)
    return LENGTH.pack(len(head)) + head


def told(cursor: sqlite3.Cursor, most: int) -> bytes:
    """Return the rows of a cursor, written one by one, so that none is held twice and the whole stays bounded."""
    columns = [line[0] for line in cursor.description or ()]
    parts: list[bytes] = []
    beside, size, more = bounds.CELL * len(columns), 0, False
    for row in cursor:
        if len(parts) == most:
            more = True
            break
        part = marshal.dumps(row, _PLAIN)
        size += len(part) + beside
        if size > bounds.ANSWER:
            return fault_told(FAULT, TOO_LARGE)
        parts.append(part)
    return b"".join((head_of(ROWS, columns, more), b"[", LENGTH.pack(len(parts)), *parts))


if __name__ == "__main__":
    main(int(sys.argv[1]))
