"""Many messages at once: python -m tests.soak.crowd [--messages 10000] [--chats 1000]

The real `userbot run`, Telegram as the loopback server, words from a model server on loopback. Tells the daemon's
memory when idle and around a burst in one chat, when each of many chats was decided, and how long its loop was blocked.
"""

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from telethon.tl import types
from telethon.tl.functions.messages import SendMessageRequest

from harvest.datadir import DataDir, private_umask
from harvest.loopback import LoopbackServer, User
from tests.soak.kills import CONFIG
from tests.soak.model_server import ModelServer
from tests.userbot.conftest import until

DELAY_S = 10
BURSTS = 3


class Crowd:
    def __init__(self, server, model, folder, chats):
        self.server, self.folder, self.data = server, folder, DataDir(folder / "data").prepare()
        self.owner = server.add_user("Kit")
        self.people = [server.add_user(f"Person {number}") for number in range(chats)]
        for person in self.people:
            server.post(person, self.owner, "long ago", push=False)
        server.session_file(self.owner, self.data.session)
        config = CONFIG.format(contacts=[p.id for p in self.people], url=model.url)
        config = config.replace("idle_delay_s = 0.1", f"idle_delay_s = {DELAY_S}")
        (folder / "config.toml").write_text(config.replace("only_if_inactive_minutes = 0.001\n", ""))

    async def __aenter__(self):
        words = ["-m", "tests.soak.watched", str(self.folder / "loop.json"), "run", "--config"]
        log = (self.folder / "log.txt").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *words, str(self.folder / "config.toml"), stdout=asyncio.subprocess.PIPE, stderr=log
        )
        began = time.monotonic()
        line = await self.process.stdout.readline()
        assert b"Watching" in line, (self.folder / "log.txt").read_text()[-2000:]
        print(f"watching {len(self.people)} chats after {time.monotonic() - began:.1f} s")
        return self

    async def __aexit__(self, *_):
        self.process.terminate()
        began = time.monotonic()
        code = await self.process.wait()
        print(f"SIGTERM: ended with {code} after {time.monotonic() - began:.1f} s")
        figures = json.loads((self.folder / "loop.json").read_text())
        print(
            f"loop: {figures['turns']} turns, {figures['over_100_ms']} over 100 ms,"
            f" {figures['over_100_ms_of_work']} over 100 ms of its own work; the longest:"
        )
        print(f"the longest garbage collection: {figures['longest_collection_s'] * 1000:.0f} ms")
        for took_s, worked_s, at_s, doing in figures["longest"][:5]:
            print(f"  {took_s * 1000:.0f} ms ({worked_s * 1000:.0f} of work), {at_s:.1f} s after the start: {doing}")

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def holds_torch(self) -> bool:
        return "libtorch" in Path(f"/proc/{self.process.pid}/maps").read_text()

    def ask(self, query, *values):
        with closing(sqlite3.connect(f"file:{self.data.ledger}?mode=ro", uri=True, timeout=10)) as db:
            return db.execute(query, values).fetchall()

    def sends(self):
        calls = self.server.calls_of(SendMessageRequest)
        return [c for c in calls if isinstance(c.request.peer, types.InputPeerUser)]


async def burst(messages: int, folder: Path) -> None:
    private_umask()
    async with LoopbackServer() as server, ModelServer() as model, Crowd(server, model, folder, 3) as crowd:
        await asyncio.sleep(5)
        print(f"idle: {crowd.memory_mb():.0f} MB resident, torch in it: {crowd.holds_torch()}")
        for ann in crowd.people[:BURSTS]:
            await _one_burst(crowd, ann, messages)
        print(f"{model.asked} requests to the model, {len(crowd.sends())} bubbles sent")


async def _one_burst(crowd: Crowd, ann: User, messages: int) -> None:
    """A wave after another, as fast as the daemon's line takes them."""
    before, began, sent = crowd.memory_mb(), time.monotonic(), len(crowd.sends())
    for number in range(messages):
        crowd.server.post(ann, crowd.owner, f"message {number}")
        if number % 50 == 0:
            await asyncio.sleep(0)
    newest = crowd.server.dialog(crowd.owner, ann)[-1].id
    query = "SELECT 1 FROM chat WHERE chat_id=? AND heard_id=?"
    await until(lambda: crowd.ask(query, ann.id, newest), "all to be heard", 300)
    print(f"{messages} messages heard after {time.monotonic() - began:.1f} s")
    heard = crowd.memory_mb()
    await until(lambda: len(crowd.sends()) >= sent + 2, "the reply", 120)
    await asyncio.sleep(15)
    after = crowd.memory_mb()
    print(f"memory, MB: {before:.0f} before, {heard:.0f} when all was heard, {after:.0f} after the reply")


async def crowd(chats: int, folder: Path) -> None:
    private_umask()
    thinking = ModelServer(thinks_s=0.05)
    async with LoopbackServer() as server, thinking as model, Crowd(server, model, folder, chats) as crowd:
        print(f"idle with {chats} chats: {crowd.memory_mb():.0f} MB")
        began = time.time()
        for person in crowd.people:
            server.post(person, crowd.owner, "are you there")
        query = "SELECT count(DISTINCT chat_id) FROM audit WHERE state='replying' AND at>?"
        await until(lambda: crowd.ask(query, began)[0][0] == chats, "all to be decided", 300)
        query = (
            "SELECT min(audit.at) - max(heard_at) FROM audit JOIN chat USING (chat_id)"
            " WHERE audit.state='replying' AND at>? GROUP BY chat_id"
        )
        late = sorted(after - DELAY_S for (after,) in crowd.ask(query, began))
        print(f"decided {len(late)}: {late[len(late) // 2]:.2f} s after due (half), {late[-1]:.2f} s (last)")
        await until(lambda: len(crowd.sends()) >= 2 * chats, "all to be answered", 600)
        print(f"all answered {time.time() - began:.0f} s after they wrote; {crowd.memory_mb():.0f} MB")
        people = {c.request.peer.user_id for c in crowd.sends()}
        print(f"{len(crowd.sends())} bubbles to {len(people)} people")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--chats", type=int, default=1000)
    asked = parser.parse_args()
    for work, number in ((burst, asked.messages), (crowd, asked.chats)):
        if number:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                asyncio.run(work(number, Path(folder)))


if __name__ == "__main__":
    main()
