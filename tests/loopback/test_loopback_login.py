"""Coming in: with a ready session, by code, with a password, by QR code; and being thrown out."""

import asyncio
import stat

import pytest
from telethon import events, types
from telethon.crypto import rsa as client_rsa
from telethon.errors import (
    AuthKeyNotFound,
    AuthKeyUnregisteredError,
    PasswordHashInvalidError,
    PhoneCodeInvalidError,
    SessionPasswordNeededError,
)
from telethon.sessions import SQLiteSession, StringSession
from telethon.tl.functions.account import GetAuthorizationsRequest, ResetAuthorizationRequest
from telethon.tl.functions.auth import AcceptLoginTokenRequest
from telethon.tl.functions.messages import GetHistoryRequest
from telethon.tl.functions.updates import GetStateRequest

from harvest.loopback import LoopbackServer

PATIENCE_S = 10


@pytest.fixture
def trusted(server):
    """What a client has to know before a handshake: the server's public key."""
    client_rsa.add_key(server.public_key_pem, old=False)


async def test_a_ready_session_needs_no_login(server, owner, device):
    """One string, and the client is the owner."""
    client = await device(owner)
    me = await client.get_me()
    assert (me.id, me.first_name, me.phone) == (owner.id, "Olga", owner.phone)


async def test_a_session_file_is_ready_and_private(server, owner, device, tmp_path):
    """0600 from the start, in place of what stood there, with no entity in it."""
    path = tmp_path / "account.session"
    path.write_text("something else")
    path.chmod(0o644)
    server.session_file(owner, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    session = SQLiteSession(str(path))
    assert (session.server_address, session.port) == ("127.0.0.1", server.port)
    assert session._execute("select count(*) from entities") == (0,)
    session.close()
    client = await device(owner, session=str(path))
    assert (await client.get_me()).id == owner.id


def test_a_session_file_that_telethon_would_rename_is_refused(server, owner, tmp_path):
    """Telethon adds .session to any other name, and would open another file."""
    with pytest.raises(ValueError, match=r"\.session"):
        server.session_file(owner, tmp_path / "account.sqlite")


def test_a_session_needs_a_port(tmp_path):
    """So there is none before the server has started."""
    server = LoopbackServer()
    with pytest.raises(RuntimeError, match="start the server first"):
        server.session_string(server.add_user("Olga"))


@pytest.mark.parametrize("host", ["0.0.0.0", "localhost", "::1", ""])
def test_only_this_machine_can_be_listened_on(host):
    """Whoever can connect is let in, so nobody else may."""
    with pytest.raises(ValueError, match="127"):
        LoopbackServer(host)


async def test_a_login_by_code(server, owner, device, trusted):
    """The whole way: handshake, code, account; a wrong code is refused first."""
    client = await device(None)
    assert await client.get_me() is None
    await client.send_code_request("+" + owner.phone)
    with pytest.raises(PhoneCodeInvalidError):
        await client.sign_in("+" + owner.phone, "00000")
    assert (await client.sign_in("+" + owner.phone, server.login_code)).id == owner.id
    assert await client.is_user_authorized()


async def test_a_login_with_a_password(server, device, trusted):
    """The second factor, by SRP: the server never sees it, and a wrong one does not do."""
    careful = server.add_user("Careful", password="correct horse")
    client = await device(None)
    await client.send_code_request(careful.phone)
    with pytest.raises(SessionPasswordNeededError):
        await client.sign_in(careful.phone, server.login_code)
    with pytest.raises(PasswordHashInvalidError):
        await client.sign_in(password="wrong horse")
    assert (await client.sign_in(password="correct horse")).id == careful.id


async def test_a_login_by_qr_code(server, owner, device, trusted):
    """The phone scans what the new device shows."""
    phone, fresh = await device(owner), await device(None)
    code = await fresh.qr_login()
    scanned = asyncio.create_task(code.wait(PATIENCE_S))
    accepted = await phone(AcceptLoginTokenRequest(code.token))
    assert (await scanned).id == owner.id
    assert accepted.hash in [login.hash for login in server.authorizations(owner)]


async def test_a_login_by_qr_code_with_a_password(server, device, trusted):
    """Scanning is not enough for an account that has one."""
    careful = server.add_user("Careful", password="correct horse")
    fresh = await device(None)
    code = await fresh.qr_login()
    scanned = asyncio.create_task(code.wait(PATIENCE_S))
    await asyncio.wait([scanned], timeout=0)  # it listens from its first step on
    server.accept_login_token(careful, code.token)
    with pytest.raises(SessionPasswordNeededError):
        await scanned
    assert (await fresh.sign_in(password="correct horse")).id == careful.id


async def test_a_new_login_is_told_to_the_owners_other_devices(server, owner, device, hear, trusted):
    """777000 writes the code and then of the login; the devices get an update of its own kind."""
    telegram = server.add_user("Telegram", user_id=777000, is_contact=False)
    phone = await device(owner)
    warned, written = hear(phone, events.Raw(types.UpdateNewAuthorization)), hear(phone)
    fresh = await device(None, device_model="Stranger's laptop")
    await fresh.send_code_request(owner.phone)
    code = await written.next()
    assert (code.sender_id, server.login_code in code.raw_text) == (telegram.id, True)
    await fresh.sign_in(owner.phone, server.login_code)
    assert (await warned.next()).device == "Stranger's laptop"
    assert "Stranger's laptop" in (await written.next()).raw_text


async def test_devices_are_listed_and_can_be_ended(server, owner, device):
    """The asking one is current; another one is thrown out by its hash."""
    here, there = await device(owner, device_model="Here"), await device(owner, device_model="There")
    listed = (await here(GetAuthorizationsRequest())).authorizations
    assert [(login.device_model, login.current) for login in listed] == [("Here", True), ("There", False)]
    await here(ResetAuthorizationRequest(listed[1].hash))
    with pytest.raises(AuthKeyUnregisteredError):
        await there(GetStateRequest())


async def test_logging_out_ends_the_session(server, owner, device):
    """The server forgets whose it was."""
    client = await device(owner)
    assert len(server.authorizations(owner)) == 1
    await client.log_out()
    assert server.authorizations(owner) == []


async def test_a_revoked_session_is_refused(server, owner, ann, device):
    """AUTH_KEY_UNREGISTERED for every request, and a client that connects anew is nobody."""
    session = server.session_string(owner)
    client = await device(owner)
    peer = await client.get_input_entity(ann.id)
    server.revoke(owner)
    with pytest.raises(AuthKeyUnregisteredError):
        await client(GetHistoryRequest(peer, 0, None, 0, 10, 0, 0, 0))
    assert await client.get_me() is None
    assert await (await device(owner, session=StringSession(session))).get_me() is None


async def test_a_forgotten_key_is_not_even_read(server, owner, device):
    """The bare -404 of the transport: Telethon gives up the connection."""
    client = await device(owner)
    server.revoke(owner, forget_keys=True)
    with pytest.raises(AuthKeyNotFound):
        await client.get_me()


async def test_stopping_ends_every_connection(owner, server, device):
    """And may be done twice."""
    client = await device(owner, auto_reconnect=False)
    await server.stop()
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await client.get_me()
    await server.stop()
