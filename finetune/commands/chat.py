"""`finetune chat`: write to the clone as a contact would, in the terminal or through a pipe, one line a message."""

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, can_ask, enter, guarded, out

if TYPE_CHECKING:
    from finetune.process import ModelProcess
    from harvest.datadir import DataDir
    from harvest.settings import Settings
    from harvest.userbot_settings import UserbotSettings

RunArgument = Annotated[str, typer.Argument(help="A run's name, as `finetune list` shows it.")]
AsOption = Annotated[str, typer.Option("--as", metavar="CONTACT", help="Be this contact: a user id or @username.")]


@guarded
def chat(
    run: RunArgument = "latest", as_: AsOption = "", config: ConfigOption = None, data_dir: DataDirOption = None
) -> None:
    """Talk to the clone as its contact. Nothing is sent or stored. An empty line or Ctrl-D ends it."""
    from finetune.base import find_base
    from finetune.process import ModelProcess
    from finetune.runs import check_stamp, find_run

    settings, data = enter("finetune", config, data_dir)
    chosen = find_run(data, run)
    check_stamp(chosen, find_base(settings.finetune))
    chat_id = _contact(settings, data, as_) if as_ else None
    if chat_id is not None and not chosen.stamp.origin.settings.get("context"):
        out.print("This run tells no contact from another: it was trained with finetune.context = false.", style="dim")
    asyncio.run(_talk(ModelProcess(config, data_dir, chosen.name), settings.userbot, chat_id))


def _contact(settings: "Settings", data: "DataDir", name: str) -> int:
    """The user id. Raises UserError for somebody who is not in the archive."""
    from harvest.at_rest import open_archive
    from harvest.errors import UserError

    if name.isdecimal():
        return int(name)
    wanted = name.removeprefix("@").casefold()
    if data.archive.is_file():
        with open_archive(settings, data) as archive:
            found = [peer.id for peer in archive.peers() if peer.username and peer.username.casefold() == wanted]
        if found:
            return found[0]
    raise UserError(f"--as {name}: nobody of that name in {data.archive}. `harvest dialogs` lists ids and @usernames.")


async def _talk(process: "ModelProcess", manner: "UserbotSettings", chat_id: int | None) -> None:
    from finetune.process import ModelFailed, ReplyRequest
    from harvest.conversations import fold
    from harvest.errors import UserError
    from harvest.examples import ChatMessage

    said: list[ChatMessage] = []
    began_at = time.time()
    try:
        while line := (await asyncio.to_thread(_next_line)).strip():
            said.append(ChatMessage("user", line))
            request = ReplyRequest(
                tuple(said), manner.max_new_tokens, manner.temperature, manner.top_p, len(said), chat_id, began_at
            )
            out.print("  ", end="")
            reply = await process.reply(request, manner.generation_deadline_s, _show)
            if reply.is_silence:
                out.print("(keeps silent)", style="dim", end="")
            out.print()
            if reply.bubbles:
                said.append(ChatMessage("assistant", fold(reply.bubbles)))
    except ModelFailed as failure:
        raise UserError(f"No reply: {failure}.") from None
    finally:
        await process.close()


def _show(text: str) -> None:
    """As it comes, each bubble on a line of its own."""
    out.print(text.replace("\n", "\n  "), end="", style="green", markup=False, highlight=False, soft_wrap=True)


def _next_line() -> str:
    if can_ask():
        out.print("> ", end="")
    return sys.stdin.readline()
