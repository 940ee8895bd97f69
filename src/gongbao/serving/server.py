"""The server: Datasette's application over a package, on an address of this computer."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import uvicorn

from gongbao.errors import ServeError
from gongbao.resources import SITE
from gongbao.serving.databases import databases_of, make_app
from gongbao.serving.log_lines import Logged
from gongbao.serving.newest import marks_of
from gongbao.serving.place import ROOT, Place
from gongbao.serving.switching import Switching
from gongbao.serving.typed_addresses import TypedAddresses

HOST, PORT = "127.0.0.1", 8001


def serve(
    root: Path, *, host: str = HOST, port: int = PORT, site: Path = SITE, place: Place = ROOT, log: bool = False
) -> None:
    """Say the address and answer until interrupted; with `log`, a line for every answer. Raises ServeError when it
    cannot start."""
    databases_of(root)
    require_free(host, port)
    application = Switching(lambda: make_app(root, site=site, place=place), lambda: marks_of(root))
    print(f"serving 网站地址: http://{host}:{port}{place.path}  (stop with Ctrl+C 按Ctrl+C停止)", flush=True)
    uvicorn.run(
        Logged(application) if log else application,
        host=host,
        port=port,
        http=TypedAddresses,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def require_free(host: str, port: int) -> None:
    """Raise ServeError, in one line with a remedy, unless `port` of `host` can be listened on."""
    another = "choose another with --port (make serve PORT=8002)"
    if not 1 <= port <= 65535:
        raise ServeError(f"port {port} does not exist (1 to 65535): {another}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise ServeError(_tell(fault, host, port, another)) from None


def _tell(fault: OSError, host: str, port: int, another: str) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is already in use: stop that server or {another}"
    if fault.errno == errno.EACCES:
        return f"port {port} on {host} is reserved for the system: {another}"
    return f"{host} is no address of this computer ({fault.strerror}): leave --host out to serve on {HOST}"
