"""Put on PYTHONPATH by a test: this process and its children may talk to this machine only.

A refused try is recorded in the file that REFUSED_TRIES names, as what swallows the error would hide it.
"""

import os
import sys
from pathlib import Path

TRIES = os.environ.get("REFUSED_TRIES")
ADDRESSED = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.bind": 1}
LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")


def is_here(host: object) -> bool:
    """An address of this machine's, in figures: every name is a question to somebody."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host in (None, "", "::1") or (isinstance(host, str) and host.startswith("127.") and host.count(".") == 3)


def refuse(event: str, arguments: tuple) -> None:
    if event in ADDRESSED:
        address = arguments[ADDRESSED[event]]
        if not isinstance(address, tuple) or is_here(address[0]):  # others are files, and pairs of this machine's
            return
        host = address[0]
    elif event in LOOKUPS:
        host = arguments[0][0] if isinstance(arguments[0], tuple) else arguments[0]
        if is_here(host):
            return
    else:
        return
    with Path(TRIES).open("a") as file:
        file.write(f"{event} {host} by {sys.argv[:2]}\n")
    raise PermissionError(f"{event}: only this machine may be talked to here")


if TRIES:
    sys.addaudithook(refuse)
    with Path(TRIES + ".watched").open("a") as watched:
        watched.write(" ".join(sys.orig_argv) + "\n")
