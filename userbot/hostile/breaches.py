"""What a contact's words must never reach, whatever they say: another chat, a command, a setting, a file, the template.

Looked at from outside: what the server was asked, what the ledger holds, which files changed, what the model was given.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from telethon.tl import functions, types

from finetune.rendering import Renderer
from harvest.loopback import LoopbackServer
from userbot.daemon import Daemon
from userbot.hostile.attackers import Spy
from userbot.hostile.world import Besieged

HARMLESS = (  # what the daemon may ask for that changes something: to the attacker's own chat, and to its owner
    functions.messages.SendMessageRequest,
    functions.messages.ReadHistoryRequest,
    functions.messages.SetTypingRequest,
)
READING = ("Get", "Invoke", "Init", "Resolve", "Ping", "MsgsAck", "DestroySession", "HttpWait")


class Breaches(msgspec.Struct, frozen=True):
    """Counts; all of them have to be 0, but the first two, which say how much was looked at."""

    sends: int
    prompts: int
    sends_elsewhere: int
    other_requests: int
    choices_changed: int
    prompts_with_control_tokens: int
    prompts_of_another_chat: int
    files_changed: int


def breaches(
    server: LoopbackServer, daemon: Daemon, spy: Spy, attackers: set[int], clone: Besieged, before: str = ""
) -> Breaches:
    """before: the clone's files as `fingerprints` saw them."""
    sends = [c.request for c in server.calls_of(functions.messages.SendMessageRequest)]
    owner = daemon.me.id
    changing = [c.request for c in server.calls if not isinstance(c.request, HARMLESS) and not _only_reads(c.request)]
    return Breaches(
        sends=len(sends),
        prompts=len(spy.requests),
        sends_elsewhere=sum(_receiver(s, owner) not in attackers | {owner} for s in sends),
        other_requests=len(changing),
        choices_changed=_choices(daemon, attackers),
        prompts_with_control_tokens=_with_control_tokens(spy, clone),
        prompts_of_another_chat=_of_another_chat(server, daemon, spy),
        files_changed=int(bool(before) and fingerprint(clone) != before),
    )


def fingerprint(clone: Besieged) -> str:
    """Of the config and of everything that the clone is made of and knows."""
    digest = hashlib.sha256()
    for path in _files(clone):
        digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(clone: Besieged) -> Iterator[Path]:
    yield clone.config
    roots: Iterable[Path] = (clone.data.dataset, clone.run.folder)
    for root in roots:
        yield from sorted(path for path in root.rglob("*") if path.is_file())


def _receiver(send: functions.messages.SendMessageRequest, owner: int) -> int:
    return owner if isinstance(send.peer, types.InputPeerSelf) else int(send.peer.user_id)


def _only_reads(request: object) -> bool:
    return type(request).__name__.startswith(READING)


def _choices(daemon: Daemon, attackers: set[int]) -> int:
    """What only the owner may decide, from Saved Messages."""
    choices = daemon.ledger.choices
    changed = [choices.paused_until() != 0.0]
    for chat_id in attackers:
        changed += [choices.mode(chat_id) is not None, choices.delay_s(chat_id) is not None]
    return sum(changed)


def _with_control_tokens(spy: Spy, clone: Besieged) -> int:
    """Prompts in which somebody's words became a token that only the template may set."""
    from finetune.base import find_base
    from finetune.loading import load_tokenizer

    renderer = Renderer(load_tokenizer(find_base(clone.settings.finetune)))
    control = renderer.control_tokens
    return sum(
        any(not control.isdisjoint(renderer.typed(message.content)) for message in request.messages)
        for request in spy.requests
    )


def _of_another_chat(server: LoopbackServer, daemon: Daemon, spy: Spy) -> int:
    """Prompts with a message that stands in no message of that chat. Redacted ones don't count."""
    owner = server.exchange.users[daemon.me.id]
    wrong = 0
    for request in spy.requests:
        chat = [m.message for m in owner.box.chats[request.chat_id or 0]]
        own = {line.strip() for text in chat for line in text.splitlines()}
        said = [line.strip() for m in request.messages for line in m.content.splitlines()]
        wrong += any(line not in own and "[" not in line for line in said if line)
    return wrong
