"""A dry run: the whole daemon, and not one request that changes anything."""

from telethon.tl import functions

from tests.userbot.conftest import READ, SEND, TYPING
from userbot.dry import DryWire, copied_ledger
from userbot.ledger import Ledger

WRITES = SEND | READ | TYPING | functions.messages.SaveDraftRequest | functions.messages.DeleteMessagesRequest


async def test_a_dry_run_shows_the_reply_and_sends_nothing(house):
    """Ann is read, a reply is written and shown; Telegram saw no write of any kind, the ledger no trace."""
    said = []
    async with house.daemon() as daemon:
        pass
    ledger = Ledger.open(house.data.ledger)
    before = ledger.chats()
    ledger.close()
    with copied_ledger(house.data) as copy:
        async with house.daemon(ledger_path=copy, make_wire=lambda client: DryWire(client, said.append)) as daemon:
            await house.heard(daemon, house.ann)
            house.let_it_be_due(daemon)
            await house.idle(daemon)
            assert daemon.ledger.chat(house.ann.id).reason == "answered by the clone"
    assert said == [
        "would mark the chat with Ann as read",
        "would send to Ann: hey",
        "would send to Ann: all good?",
    ]
    assert not [call for call in house.server.calls if isinstance(call.request, WRITES)]
    assert not copy.exists()
    ledger = Ledger.open(house.data.ledger)
    assert ledger.chats() == before
    ledger.close()
