"""What no client library sends: broken, endless, smuggled and half-sent requests, written to the socket byte by byte.

Each is refused or cut off, with a status below 500 where there is an answer at all, and who asks properly meanwhile is
answered.
"""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from support.nginx import free_port
from support.servers import running

PATIENCE = 10  # seconds for an answer or the end of a connection
END = b"\r\n\r\n"
HOST = b"Host: 127.0.0.1\r\n"
REFUSED = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "a line of another protocol": b"EHLO example\r\n",
    "no version": b"GET /\r\n\r\n",
    "a version that does not exist": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a null byte in the address": b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a space in the address": b"GET /gongbao/pro jects HTTP/1.1\r\n" + HOST + b"\r\n",
    "a control character in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: \x01\x02" + END,
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"nothing" + END,
    "a header that is continued": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: 1\r\n\tcontinued" + END,
    "two lengths": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "a length that is no number": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\nabc",
    "a length and chunks": b"POST / HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0"
    + END,
    "chunks without a size": b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc" + END,
    "an unknown method": b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address of 200,000 characters": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header of 200,000 characters": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 200_000 + END,
    "a way out of the folder": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "an encoded way out of the folder": b"GET /data/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes that are no UTF-8": b"GET /search?words=%ff%fe%c0%af HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes that are no UTF-8, not even encoded": b"GET /search?words=\xff\xc0\xaf HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header in Chinese": "GET / HTTP/1.1\r\nX-A: 专利\r\n".encode() + HOST + b"\r\n",
    "an address with a host": b"GET http://example.org/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "a foreign host with markup": b'GET / HTTP/1.1\r\nHost: "><script>alert(1)</script>\r\n\r\n',
    "ten thousand headers": b"GET / HTTP/1.1\r\n"
    + HOST
    + b"".join(b"X-%d: a\r\n" % n for n in range(10_000))
    + b"\r\n",
}


@pytest.fixture(scope="module")
def server(package: Path) -> Iterator[tuple[int, int]]:
    """The port of a server and the number of its process."""
    port = free_port()
    with running(package, port) as process:
        yield port, process


def send(port: int, request: bytes, *, ended: bool = True) -> bytes:
    """Return all that comes back until the server ends the connection; `ended` says that no more requests follow."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line,
        suppress(ConnectionError, TimeoutError),
    ):
        line.sendall(request)
        if ended:
            line.shutdown(socket.SHUT_WR)
        while piece := line.recv(1 << 16):
            answer += piece
    return answer


def well(port: int) -> bool:
    """Tell whether an honest visitor is answered."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/gongbao/units.json?_size=1", timeout=PATIENCE) as answer:
        return bool(answer.status == 200)


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_request(name: str, server: tuple[int, int]) -> None:
    port, _ = server
    answer = send(port, REFUSED[name])
    if answer:
        assert answer.startswith(b"HTTP/1.1 "), name
        assert int(answer.split(b" ")[1]) < 500
    assert b"Traceback" not in answer
    assert b"root:x:" not in answer
    assert b"<script>alert" not in answer
    assert well(port)


def test_an_address_as_people_type_it_into_curl(server: tuple[int, int]) -> None:
    """Not encoded; the answer is that to the encoded address."""
    port, _ = server
    typed, encoded = (
        send(
            port,
            f"GET /search.json?words={words} HTTP/1.1\r\nConnection: close\r\n".encode() + HOST + b"\r\n",
            ended=False,
        )
        for words in ("专利", "%E4%B8%93%E5%88%A9")
    )
    assert typed.startswith(b"HTTP/1.1 200")
    assert typed.partition(END)[2] == encoded.partition(END)[2]
    assert b"patent" in typed


def test_two_requests_in_one_breath(server: tuple[int, int]) -> None:
    """Both are answered, each with its own answer and nothing of the other."""
    port, _ = server
    one = b"GET /gongbao/units/%s.json HTTP/1.1\r\n" + HOST
    answer = send(port, one % b"percent" + b"\r\n" + one % b"yuan" + b"Connection: close" + END, ended=False)
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.index(b'"percent"') < answer.rindex(b"HTTP/1.1 200") < answer.index(b'"yuan"')


def test_who_sends_half_keeps_nobody_waiting(server: tuple[int, int]) -> None:
    """Hundreds of connections that never finish their request, some of them a byte at a time."""
    port, process = server
    with ExitStack() as held:
        for number in range(300):
            line = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            line.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"X-A: "[: number % 5])
        assert all(well(port) for _ in range(5))
        assert memory(process) < 400
    assert well(port)


def test_who_takes_nothing_of_the_answer_keeps_nobody_waiting(server: tuple[int, int]) -> None:
    """Requests for long answers, by clients that never read: what waits for them is bounded."""
    port, process = server
    before = memory(process)
    with ExitStack() as held:
        for _ in range(100):
            line = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(b"GET /gongbao/observations?_size=max HTTP/1.1\r\n" + HOST + b"\r\n")
        assert all(well(port) for _ in range(5))
        assert memory(process) - before < 200
    assert well(port)


def memory(process: int) -> float:
    """Return how much memory a process holds, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / 1e6
