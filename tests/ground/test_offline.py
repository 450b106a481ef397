"""What refuses every connection but this machine's would catch one: otherwise the demo's silence proves nothing."""

import os
import socket
import subprocess
import sys
import textwrap

import pytest

from tests.offline import alone, can_unshare, environment

TRYING = {
    "a connection": "import socket; socket.create_connection(('192.0.2.1', 80), 2)",
    "a connection over IPv6": "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
    "a name": "import socket; socket.getaddrinfo('telemetry.invalid', 443)",
    "a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "asyncio": "import asyncio; asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
    "httpx2": "import httpx2; httpx2.get('http://192.0.2.1/', trust_env=False)",
    "a child that is not waited for": "import subprocess, sys; subprocess.run([sys.executable, '-c', "
    "'import socket; socket.socket().connect((\"192.0.2.1\", 80))'])",
    "one whose failure is swallowed": "import contextlib, socket\n"
    "with contextlib.suppress(OSError): socket.socket().connect(('192.0.2.1', 80))",
}
HERE = """
    import asyncio

    async def main():
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()

    asyncio.run(main())
"""


def python(program, tries, *, is_alone=False):
    command = [sys.executable, "-c", textwrap.dedent(program)]
    env = environment(tries, os.environ)
    return subprocess.run(alone(command) if is_alone else command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("how", TRYING)
def test_each_way_out_is_refused_and_written_down(how, tmp_path):
    """Also by a child, and where the error is swallowed."""
    done = python(TRYING[how], tmp_path / "tries")
    told = (tmp_path / "tries").read_text()
    assert "192.0.2.1" in told or "telemetry.invalid" in told or "2001:db8::1" in told, done.stderr


@pytest.mark.parametrize("is_alone", [False, True])
def test_this_machine_can_still_be_reached(tmp_path, is_alone):
    """Or the demo could not run at all."""
    done = python(HERE, tmp_path / "tries", is_alone=is_alone)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tries").read_text() == ""


@pytest.mark.skipif(not can_unshare(), reason="this machine permits no network namespaces")
def test_in_a_network_of_its_own_nobody_else_is_there():
    """For what is not Python, too: the kernel has no way to anybody."""
    program = "import socket; socket.socket().connect(('192.0.2.1', 80))"
    done = subprocess.run(alone([sys.executable, "-c", program]), capture_output=True, text=True, timeout=60)
    assert "Network is unreachable" in done.stderr
    assert socket.if_nameindex()  # while this process still has its own network
