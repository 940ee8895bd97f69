"""nginx before a server, with the very configuration that docs/deploying/nginx.conf shows; on this computer only."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.paths import ROOT

CONFIGURATION = ROOT / "docs" / "deploying" / "nginx.conf"
PREFIX = "/data/gongbao"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MISSING = "nginx is not installed: unpack Debian's package nginx, as .ci/run does"
_AROUND = """daemon off;
{user}pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gongbao.conf;
}}
"""


def free_port() -> int:
    """Return a port of this computer that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Proxy:
    """A running nginx: the address of the site behind it, and whom it asks."""

    def __init__(self, folder: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self.folder, self.port, self.process = folder, port, process
        self.address = f"http://127.0.0.1:{port}{PREFIX}"

    def ask_another(self, behind: int) -> None:
        """Have the next requests answered by the server on another port, as after an update."""
        configure(self.folder, self.port, behind)
        self.process.send_signal(signal.SIGHUP)

    def errors(self) -> str:
        """Return what nginx complained of."""
        return (self.folder / "error.log").read_text(encoding="utf-8")


def configure(folder: Path, port: int, behind: int, *, taking_off: bool = False) -> None:
    """Write the configuration of the documentation with the ports of a test; nothing else of it is changed.

    With `taking_off` it hands on requests without the path of the site, as other proxies do.
    """
    text = CONFIGURATION.read_text(encoding="utf-8")
    text, listening = re.subn(r"(?m)^    listen 80;$", f"    listen 127.0.0.1:{port};", text)
    text, asking = re.subn(r"(?m)^    server 127\.0\.0\.1:8001;$", f"    server 127.0.0.1:{behind};", text)
    assert (listening, asking) == (1, 1), "docs/deploying/nginx.conf names its ports otherwise"
    if taking_off:
        text, taken = re.subn(r"(?m)^(        proxy_pass http://gongbao);$", r"\1/;", text)
        assert taken == 1
    (folder / "gongbao.conf").write_text(text, encoding="utf-8")


@contextmanager
def proxied(folder: Path, behind: int, port: int | None = None, *, taking_off: bool = False) -> Iterator[Proxy]:
    """Run nginx before the server on port `behind`, with all of its files in `folder`, until the block ends."""
    assert NGINX is not None, MISSING
    port = port or free_port()
    configure(folder, port, behind, taking_off=taking_off)
    user = "user root;\n" if os.geteuid() == 0 else ""  # its workers write below a folder of the test alone
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Proxy(folder, port, process)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, f"nginx ended with status {process.returncode}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")
