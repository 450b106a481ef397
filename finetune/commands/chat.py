"""`finetune chat`: write to the clone as a contact would, in the terminal or through a pipe, one line a message."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, can_ask, enter, guarded, out

RunArgument = Annotated[str, typer.Argument(help="A run's name, as `finetune list` shows it.")]


@guarded
def chat(run: RunArgument = "latest", config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Talk to the clone as its contact. Nothing is sent or stored. An empty line or Ctrl-D ends it."""
    from finetune.base import find_base
    from finetune.runs import check_stamp, find_run

    settings, data = enter("finetune", config, data_dir)
    chosen = find_run(data, run)
    check_stamp(chosen, find_base(settings.finetune))
    asyncio.run(_talk(config, data_dir, chosen.name))


async def _talk(config: Path | None, data_dir: Path | None, run: str) -> None:
    from finetune.process import ModelFailed, ModelProcess, ReplyRequest
    from harvest.conversations import fold
    from harvest.errors import UserError
    from harvest.examples import ChatMessage
    from harvest.settings import load_settings

    userbot = load_settings(config, data_dir).userbot
    process = ModelProcess(config, data_dir, run)
    said: list[ChatMessage] = []
    try:
        while line := (await asyncio.to_thread(_next_line)).strip():
            said.append(ChatMessage("user", line))
            request = ReplyRequest(
                tuple(said), userbot.max_new_tokens, userbot.temperature, userbot.top_p, seed=len(said)
            )
            reply = await process.reply(request, userbot.generation_deadline_s)
            for bubble in reply.bubbles:
                out.print(f"  {bubble}", markup=False, style="green")
            said.append(ChatMessage("assistant", fold(reply.bubbles)))
    except ModelFailed as failure:
        raise UserError(f"No reply: {failure}.") from None
    finally:
        await process.close()


def _next_line() -> str:
    if can_ask():
        out.print("> ", end="")
    return sys.stdin.readline()
