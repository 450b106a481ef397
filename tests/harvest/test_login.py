"""Logging in, asked by a terminal that has its answers ready."""

import pytest
from telethon.crypto import rsa
from telethon.sessions import SQLiteSession

from harvest import login
from harvest.account import know_the_account
from harvest.client import open_client
from harvest.errors import UserError
from harvest.loopback.server import DC


class Answers:
    """A terminal.Terminal. on_link: what happens once a code is shown."""

    def __init__(self, *answers, on_link=None):
        self.answers, self.asked, self.links, self.on_link = list(answers), [], [], on_link

    def ask(self, question):
        self.asked.append(question)
        return self.answers.pop(0)

    ask_secret = ask

    def show_link(self, link):
        self.links.append(link)
        if self.on_link:
            self.on_link(link)


@pytest.fixture
async def client(server, data, settings_with):
    """A client that knows where the server is, and nothing else yet."""
    rsa.add_key(server.public_key_pem, old=False)
    data.session.touch(mode=0o600)
    session = SQLiteSession(str(data.session))
    session.set_dc(DC, server.host, server.port)
    session.save()
    session.close()
    client = open_client(settings_with(), data, receives_updates=True, flood_sleep_s=0)
    await client.connect()
    yield client
    await client.disconnect()


def scanned_by(server, user):
    """Their phone scans whatever code is shown."""
    import asyncio
    from base64 import urlsafe_b64decode

    def scan(link):
        token = link.removeprefix("tg://login?token=")
        whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        asyncio.get_running_loop().call_later(0.01, server.accept_login_token, user, whole)

    return scan


async def test_a_scanned_code_logs_in(client, server, owner, archive):
    terminal = Answers(on_link=scanned_by(server, owner))
    await login.by_code(client, terminal)
    assert (await know_the_account(client, archive)).id == owner.id
    assert terminal.asked == []


async def test_a_scanned_code_may_still_need_the_password(client, server, archive):
    """The second factor is asked for after the scan; a wrong one may be given again."""
    careful = server.add_user("Careful", password="hunter2")
    terminal = Answers("hunter1", "hunter2", on_link=scanned_by(server, careful))
    await login.by_code(client, terminal)
    assert (await know_the_account(client, archive)).id == careful.id
    assert len(terminal.asked) == 2


async def test_a_phone_number_and_its_code_log_in(client, server, owner, archive):
    terminal = Answers("+" + owner.phone, "99999", server.login_code)
    await login.by_phone(client, terminal)
    assert (await know_the_account(client, archive)).id == owner.id


async def test_a_phone_login_asks_for_the_password(client, server, archive):
    careful = server.add_user("Careful", password="hunter2")
    await login.by_phone(client, Answers("+" + careful.phone, server.login_code, "hunter2"))
    assert (await know_the_account(client, archive)).id == careful.id


async def test_three_wrong_codes_are_enough(client, owner):
    with pytest.raises(UserError, match="harvest login --phone"):
        await login.by_phone(client, Answers("+" + owner.phone, "1", "2", "3"))


async def test_a_number_that_is_none_is_one_line(client):
    with pytest.raises(UserError, match="no phone number"):
        await login.by_phone(client, Answers("seventeen"))
