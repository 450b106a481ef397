"""Who is who, the account's own state, and what happened while a client was away."""

import inspect
from datetime import timedelta
from typing import Any

from telethon.tl import types
from telethon.tl.functions import account, contacts, help, updates, users

from harvest.loopback.accounts import TL, Event, User, server_time
from harvest.loopback.api import Asker, handles
from harvest.loopback.faults import RpcFailure

DC = 2


@handles(help.GetConfigRequest, before_login=True)
def get_config(asker: Asker, request: Any) -> TL:
    """Thirty fields are required, most of them limits nobody here asks for: 0."""
    parameters = inspect.signature(types.Config.__init__).parameters.values()
    limits = {p.name: 0 for p in parameters if p.annotation is int and p.default is p.empty}
    limits |= {"this_dc": DC, "caption_length_max": 1024, "message_length_max": 4096}
    return types.Config(
        **limits,
        date=server_time(),
        expires=server_time() + timedelta(hours=1),
        test_mode=False,
        dc_options=[types.DcOption(DC, asker.server.host, asker.server.port)],
        dc_txt_domain_name="",
        me_url_prefix="",
    )


@handles(users.GetUsersRequest)
def get_users(asker: Asker, request: Any) -> TL:
    return [_user_or_empty(asker, wanted) for wanted in request.id]


def _user_or_empty(asker: Asker, wanted: TL) -> TL:
    """A contact is found by the id alone, with access hash 0; everybody else needs the right hash."""
    user = asker.exchange.users.get(getattr(wanted, "user_id", 0))
    if user and user.is_contact and wanted.access_hash == 0:
        return user.seen_by(asker.me)
    try:
        return asker.user(wanted).seen_by(asker.me)
    except RpcFailure:
        return types.UserEmpty(wanted.user_id)


@handles(users.GetFullUserRequest)
def get_full_user(asker: Asker, request: Any) -> TL:
    user = asker.user(request.id)
    full = types.UserFull(user.id, types.PeerSettings(), types.PeerNotifySettings(), common_chats_count=0)
    return types.users.UserFull(full, [], [user.seen_by(asker.me)])


@handles(contacts.GetContactsRequest)
def get_contacts(asker: Asker, request: Any) -> TL:
    found = [user for user in asker.exchange.users.values() if user.is_contact and user is not asker.me]
    listed = [types.Contact(user.id, mutual=True) for user in found]
    return types.contacts.Contacts(listed, 0, [user.seen_by(asker.me) for user in found])


@handles(contacts.ResolveUsernameRequest)
def resolve_username(asker: Asker, request: Any) -> TL:
    wanted = request.username.lower()
    found = [user for user in asker.exchange.users.values() if (user.username or "").lower() == wanted]
    if not found:
        raise RpcFailure("USERNAME_NOT_OCCUPIED")
    return _resolved(asker, found[0])


@handles(contacts.ResolvePhoneRequest)
def resolve_phone(asker: Asker, request: Any) -> TL:
    user = asker.server.by_phone(request.phone)
    if user is None:
        raise RpcFailure("PHONE_NOT_OCCUPIED")
    return _resolved(asker, user)


def _resolved(asker: Asker, user: User) -> TL:
    return types.contacts.ResolvedPeer(types.PeerUser(user.id), [], [user.seen_by(asker.me)])


@handles(account.UpdateStatusRequest)
def update_status(asker: Asker, request: Any) -> TL:
    return True


@handles(account.InitTakeoutSessionRequest)
def init_takeout(asker: Asker, request: Any) -> TL:
    return types.account.Takeout(1)


@handles(account.FinishTakeoutSessionRequest)
def finish_takeout(asker: Asker, request: Any) -> TL:
    return True


@handles(updates.GetStateRequest)
def get_state(asker: Asker, request: Any) -> TL:
    return _state(asker.me, asker.me.box.pts)


@handles(updates.GetDifferenceRequest)
def get_difference(asker: Asker, request: Any) -> TL:
    """Everything after the client's pts, in slices or not at all if the server was told so."""
    box = asker.me.box
    missed = box.since(request.pts)
    if not missed:
        return types.updates.DifferenceEmpty(server_time(), 0)
    if 0 < asker.server.too_long_over < len(missed):
        return types.updates.DifferenceTooLong(box.pts)
    if 0 < asker.server.slice_over < len(missed):
        part = missed[: asker.server.slice_over]
        return types.updates.DifferenceSlice(*_missed(asker, part), _state(asker.me, part[-1].pts))
    return types.updates.Difference(*_missed(asker, missed), _state(asker.me, box.pts))


def _missed(asker: Asker, events: list[Event]) -> tuple[list[TL], list[TL], list[TL], list[TL], list[TL]]:
    """New messages (not those deleted since), none encrypted, other updates, no chats, the users named."""
    box = asker.me.box
    arrivals = [event.update.message for event in events if isinstance(event.update, types.UpdateNewMessage)]
    messages = [message for message in arrivals if message.id in box.by_id]
    others = [event.update for event in events if not isinstance(event.update, types.UpdateNewMessage)]
    others += [update for event in events for update in event.aside]
    return messages, [], others, [], asker.exchange.people(asker.me, messages + others)


def _state(user: User, pts: int) -> TL:
    return types.updates.State(pts, 0, server_time(), 0, 0)
