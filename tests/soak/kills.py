"""SIGKILL between message and send, a thousand times: python -m tests.soak.kills --kills 1000

Real `userbot run` processes, a real ledger on disk, Telegram as the loopback server, words from a model server on
loopback. Each process is killed while one request of one kind is held, before or after the server has done it, or at a
random turn of its event loop, or at a random statement to its ledger; what it left owed is the next one's. In the end
every message must stand answered once.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from telethon.tl.functions import account, messages, updates, users

from harvest.datadir import DataDir, private_umask
from harvest.loopback import LoopbackServer
from tests.soak.model_server import ModelServer
from tests.soak.nursery import Nursery
from tests.userbot.conftest import until

POINTS = {
    "read the chat": messages.GetHistoryRequest,
    "ask for the tops": messages.GetPeerDialogsRequest,
    "mark as read": messages.ReadHistoryRequest,
    "type": messages.SetTypingRequest,
    "send": messages.SendMessageRequest,
    "catch up": updates.GetDifferenceRequest,
    "look people up": users.GetUsersRequest,
    "ask who is about": account.GetAuthorizationsRequest,
}
CONFIG = """
data_dir = "data"
[telegram]
api_id = 1
api_hash = "loopback"
[userbot]
contacts = {contacts}
idle_delay_s = 0.1
typing_chars_per_s = 200
mode = "auto"
auto_without_eval = true
only_if_inactive_minutes = 0.001
quiet_hours = []
disclosure = "off"
digest_at = ""
max_consecutive_replies = 1000000
max_replies_per_chat_per_day = 1000000
max_replies_per_day = 1000000
[userbot.server]
url = "{url}"
model = "scripted"
"""
PEOPLE = 24
MOST_TURNS, MOST_STATEMENTS = 330, 420  # about as many as a process needs from its start to the end of a reply
TOO_LATE = "not counted: nothing was under way any more"
SETTLE_EVERY = 10
SETTLE_WITHIN_S = 90.0


@dataclass
class Tally:
    kills: int = 0
    by_point: Counter = field(default_factory=Counter)
    asked: int = 0
    answered: int = 0
    owner_was_faster: int = 0
    doubles: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    over_the_owner: list = field(default_factory=list)
    silent: Counter = field(default_factory=Counter)

    def told(self) -> str:
        told = vars(self) | {"by_point": dict(self.by_point), "silent": dict(self.silent)}
        return json.dumps(told, ensure_ascii=False)


@dataclass
class Soak:
    server: LoopbackServer
    model: ModelServer
    nursery: Nursery
    data: DataDir
    chance: random.Random
    tally: Tally = field(default_factory=Tally)
    open: dict = field(default_factory=dict)  # person -> (length of the chat before the message, owner's words or None)

    async def run(self, kills: int) -> None:
        while self.tally.kills < kills:
            for _ in range(SETTLE_EVERY):
                await self._cycle()
            await self._settle()
            print(self.tally.told(), flush=True)

    async def _cycle(self) -> None:
        """One process from its start to its violent end, with a new message for it."""
        person = self.chance.choice([p for p in self.people if p not in self.open])
        is_before = self.chance.random() < 0.3
        if is_before:
            self._ask(person)
        point, hold, how = self._point()
        await self.nursery.start(how)
        if not is_before:
            await asyncio.sleep(self.chance.uniform(0, 0.3))
            self._ask(person)
        try:
            await asyncio.wait_for(hold.reached.wait() if hold else self.nursery.ended(), 6)
        except TimeoutError:
            point = TOO_LATE
        self.nursery.kill()
        self.tally.kills += point != TOO_LATE
        self.tally.by_point[point] += 1
        await self._gone()
        if hold is not None:
            hold.release()
        self.server._faults._holds.clear()
        self.model.forget_holds()
        if self.chance.random() < 0.1:
            self._owner_answers(person)

    def _point(self):
        """Its name, what is held, and what the process is told to do to itself."""
        if self.chance.random() < 0.4:
            kind, most = self.chance.choice([("turn", MOST_TURNS), ("statement", MOST_STATEMENTS)])
            return f"at a {kind}", None, f"{kind} {self.chance.randrange(most)}"
        name = self.chance.choice([*POINTS, "send", "ask the model"])
        when = self.chance.choice(["before", "after"])
        holder = self.model.hold(when) if name == "ask the model" else self.server.hold(POINTS[name], when)
        return f"{name}, {when}", holder, "whole"

    async def _gone(self) -> None:
        """The dead process's connections are closed by the kernel; its lock is free."""
        while True:
            try:
                with self.data.account_lock():
                    return
            except Exception:
                await asyncio.sleep(0.01)

    def _ask(self, person) -> None:
        self.open[person] = (len(self.server.dialog(self.owner, person)), None)
        self.server.post(person, self.owner, self.chance.choice(["hi", "you there", "what's new", "so?"]))
        self.tally.asked += 1

    def _owner_answers(self, person) -> None:
        before, _ = self.open[person]
        said = self.server.dialog(self.owner, person)[before + 1 :]
        self.open[person] = (before, len(said))
        self.server.post(self.owner, person, "it is me")
        self.tally.owner_was_faster += 1

    async def _settle(self) -> None:
        """One process is left alone until nothing is owed; then everybody's chat is looked at."""
        await self.nursery.start()
        with suppress(AssertionError):  # what is not settled by then is found below
            await until(self._is_settled, "settled chats", SETTLE_WITHIN_S)
        self.nursery.kill()
        await self._gone()
        for person in list(self.open):
            self._judge(person, *self.open.pop(person))

    def _is_settled(self) -> bool:
        with closing(self._ledger()) as db:
            rows = dict(db.execute("SELECT chat_id, max(heard_id, answered_id) FROM chat WHERE state='quiet'"))
        return all(rows.get(p.id, -1) >= self._newest_said(p) for p in self.open)

    def _newest_said(self, person) -> int:
        """The contact's last message, or the owner's own after it."""
        mine = {m.id for m in self.server.dialog(self.owner, person) if not m.out or m.message == "it is me"}
        return max(mine)

    def _ledger(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.data.ledger}?mode=ro", uri=True, timeout=10)

    def _judge(self, person, before: int, before_owner: int | None) -> None:
        said = [m.message for m in self.server.dialog(self.owner, person)[before + 1 :]]
        if len(set(said)) < len(said):
            self.tally.doubles.append(said)
        if before_owner is not None:
            after = said[before_owner + 1 :]
            if after:
                self.tally.over_the_owner.append(said)
            return
        words = {word for text in said for word in text.split()} - {"then", "yes"}
        if len(words) > 1 or len(said) > 2:
            self.tally.doubles.append(said)
        elif len(said) == 2:
            self.tally.answered += 1
        else:
            self._judge_silence(person, said)

    def _judge_silence(self, person, said: list[str]) -> None:
        with closing(self._ledger()) as db:
            query = "SELECT state, reason FROM chat WHERE chat_id=?"
            state, reason = db.execute(query, (person.id,)).fetchone()
        if state == "quiet" and reason != "answered by the clone":
            self.tally.silent[reason] += 1
        else:
            self.tally.lost.append([state, reason, said])


async def soak(kills: int, seed: int, folder: Path) -> Tally:
    private_umask()
    data = DataDir(folder / "data").prepare()
    config = folder / "config.toml"
    async with LoopbackServer() as server, ModelServer() as model:
        owner = server.add_user("Kit")
        people = [server.add_user(f"Person {number}") for number in range(PEOPLE)]
        for person in people:
            server.post(person, owner, "long ago", push=False)
        server.session_file(owner, data.session)
        config.write_text(CONFIG.format(contacts=[p.id for p in people], url=model.url))
        async with Nursery(str(config), str(folder / "log.txt")) as nursery:
            run = Soak(server, model, nursery, data, random.Random(seed))
            run.owner, run.people = owner, people
            await run.nursery.start()
            await asyncio.sleep(3)  # its first look, before anything is asked
            run.nursery.kill()
            await run.run(kills)
            return run.tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        began = time.monotonic()
        tally = asyncio.run(soak(asked.kills, asked.seed, Path(folder)))
        print(f"{tally.kills} kills in {time.monotonic() - began:.0f} s: {tally.told()}")
        raise SystemExit(1 if tally.doubles or tally.lost or tally.over_the_owner else 0)


if __name__ == "__main__":
    main()
