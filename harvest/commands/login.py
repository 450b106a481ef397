"""`harvest login`: open a session of the owner's account."""

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, can_ask, enter, guarded, out

if TYPE_CHECKING:
    from harvest.datadir import DataDir
    from harvest.messages import Peer
    from harvest.settings import Settings

BEFORE = """\
This opens a session of your own Telegram account, as a new phone or desktop app would.

- Telegram will write to you at once that there was a new login. That is this. You see it, and can end it, in
  Settings > Devices.
- Accounts that are new, have a virtual number or no official app logged in have been limited or banned after a first
  login through a library. Use an old account, keep its official app, set a two-step password, stay on one network.
- Whoever has the session file has your account. It lies in {session}, for you alone; never copy or share it.
- Telegram's terms forbid training on its data unless every user concerned agreed, each for their own chat. Ask first,
  then list them with the day they agreed in harvest.contacts; nobody else is read.
"""
PhoneOption = Annotated[bool, typer.Option("--phone", help="By phone number and code, instead of a QR code.")]


@guarded
def login(phone: PhoneOption = False, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Log in to your Telegram account. Asks, so it needs a terminal."""
    import asyncio

    from harvest.credentials import credentials
    from harvest.errors import UserError

    settings, data = enter("harvest", config, data_dir)
    if not can_ask():
        raise UserError("harvest login asks questions: run it in a terminal.")
    credentials(settings.telegram)
    out.print(BEFORE.format(session=data.session), markup=False, soft_wrap=True)
    with data.account_lock():
        owner = asyncio.run(_log_in(settings, data, by_phone=phone))
    out.print(f"This is {owner.name}, user id {owner.id}. Next: harvest dialogs", markup=False)


async def _log_in(settings: "Settings", data: "DataDir", *, by_phone: bool) -> "Peer":
    """A session that did not come about leaves no file."""
    from harvest import login
    from harvest.account import know_the_account
    from harvest.at_rest import open_archive
    from harvest.client import open_client, telegram_errors

    is_new, owner = not data.session.exists(), None
    client = open_client(settings, data, receives_updates=True, flood_sleep_s=0)
    try:
        with telegram_errors(), open_archive(settings, data) as archive:
            await client.connect()
            if not await client.is_user_authorized():
                await (login.by_phone if by_phone else login.by_code)(client, AtTerminal())
            owner = await know_the_account(client, archive)
    finally:
        await client.disconnect()
        if is_new and owner is None:
            data.session.unlink(missing_ok=True)
    return owner


class AtTerminal:
    """harvest.login.Terminal, for a person."""

    def show_link(self, link: str) -> None:
        import segno

        out.print("In Telegram on your phone: Settings > Devices > Link Desktop Device, then scan this:")
        segno.make(link, error="l").terminal(compact=True)
        out.print("It changes every half minute. No camera? Stop with Ctrl-C and run: harvest login --phone")

    def ask(self, question: str) -> str:
        return out.input(question).strip()

    def ask_secret(self, question: str) -> str:
        return getpass.getpass(question)
