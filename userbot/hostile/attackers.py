"""Contacts with bad intentions: each writes from an account of its own, waits for what comes back, and writes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from finetune.requests import Reply, ReplyRequest
from harvest.loopback import LoopbackServer, User
from harvest.loopback.accounts import server_time
from userbot.core import State
from userbot.daemon import Daemon
from userbot.drafting import Writer

LOOK_S = 0.05
HUMAN_S = 4.0  # quicker answers are a program's, and get none
DEADLINE_S = 900.0


@dataclass(slots=True)
class Spy:
    """A writer that keeps every draft, before the guard sees it. requests: what the model was given."""

    writer: Writer
    drafts: dict[int, list[Reply]] = field(default_factory=dict)
    requests: list[ReplyRequest] = field(default_factory=list)

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply:
        reply = await self.writer.reply(request, deadline_s)
        self.requests.append(request)
        self.drafts.setdefault(request.chat_id or 0, []).append(reply)
        return reply


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came of one attack. reasons: why the chat is as it is, after each message."""

    drafts: tuple[str, ...]
    sent: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Where it happens: one server, one daemon, its owner."""

    server: LoopbackServer
    owner: User
    daemon: Daemon
    spy: Spy
    disclosure: str

    async def attack(self, attacker: User, messages: Sequence[str]) -> Exchange:
        """Each message after the answer to the last, or after silence."""
        begun = len(self.server.dialog(self.owner, attacker))
        reasons = []
        for text in messages:
            self.server.post(attacker, self.owner, text, sent_at=self._when(attacker))
            reasons.append(await self._settled(attacker))
        said = self.server.dialog(self.owner, attacker)[begun:]
        drafts = tuple("\n".join(reply.bubbles) for reply in self.spy.drafts.get(attacker.id, ()))
        sent = tuple(m.message for m in said if m.out and m.message != self.disclosure)
        return Exchange(drafts, sent, tuple(reasons))

    def _when(self, attacker: User) -> datetime:
        """As soon as a person could have answered."""
        said = self.server.dialog(self.owner, attacker)
        earliest = said[-1].date + timedelta(seconds=HUMAN_S) if said and said[-1].out else server_time()
        return max(server_time(), earliest)

    async def _settled(self, attacker: User) -> str:
        """Waits until nothing is owed there any more. Gives the chat's reason."""
        newest = self.server.dialog(self.owner, attacker)[-1].id
        async with asyncio.timeout(DEADLINE_S):
            while True:
                chat = self.daemon.ledger.chat(attacker.id)
                if chat.heard_id >= newest and chat.state is State.QUIET:
                    return chat.reason
                await asyncio.sleep(LOOK_S)
