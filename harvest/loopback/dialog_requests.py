"""The list of chats, what stands at the top of each, and what was begun in them."""

from typing import Any

from telethon.tl import types
from telethon.tl.functions import messages

from harvest.loopback.accounts import TL, Box, server_time
from harvest.loopback.api import Asker, handles

PAGE = 100
ARCHIVE = 1  # the folder; nothing is ever in it


@handles(messages.GetDialogsRequest)
def get_dialogs(asker: Asker, request: Any) -> TL:
    """The chats with messages, the latest first, those older than the offset's date and id."""
    box = asker.me.box
    tops = [chat[-1] for chat in list(box.chats.values()) if chat and request.folder_id != ARCHIVE]
    tops.sort(key=_recency, reverse=True)
    rest = [top for top in tops if not request.offset_id or _recency(top) < _offset(request)]
    page = rest[: min(request.limit or PAGE, PAGE)]
    dialogs = [_dialog(box, top.peer_id.user_id) for top in page]
    people = asker.exchange.people(asker.me, page)
    if len(page) == len(tops):
        return types.messages.Dialogs(dialogs, page, [], people)
    return types.messages.DialogsSlice(len(tops), dialogs, page, [], people)


def _recency(message: TL) -> tuple[float, int]:
    return message.date.timestamp(), message.id


def _offset(request: Any) -> tuple[float, int]:
    date = request.offset_date.timestamp() if request.offset_date else 0
    return date or float("inf"), request.offset_id


@handles(messages.GetPeerDialogsRequest)
def get_peer_dialogs(asker: Asker, request: Any) -> TL:
    """One dialog for each that is asked for, in that order; without messages its top message is 0."""
    box = asker.me.box
    peers = [asker.user(wanted.peer) for wanted in request.peers]
    tops = [top for peer in peers if (top := box.top(peer.id))]
    state = types.updates.State(box.pts, 0, server_time(), 0, 0)
    people = asker.exchange.people(asker.me, tops, *(peer.id for peer in peers))
    return types.messages.PeerDialogs([_dialog(box, peer.id) for peer in peers], tops, [], people, state)


def _dialog(box: Box, peer_id: int) -> TL:
    top = box.top(peer_id)
    return types.Dialog(
        peer=types.PeerUser(peer_id),
        top_message=top.id if top else 0,
        read_inbox_max_id=box.read_in[peer_id],
        read_outbox_max_id=box.read_out[peer_id],
        unread_count=box.unread(peer_id),
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=types.PeerNotifySettings(),
        unread_mark=peer_id in box.marked_unread,
        draft=box.drafts.get(peer_id),
    )


@handles(messages.MarkDialogUnreadRequest)
def mark_dialog_unread(asker: Asker, request: Any) -> TL:
    peer = asker.user(request.peer.peer)
    change = asker.me.box.marked_unread.add if request.unread else asker.me.box.marked_unread.discard
    change(peer.id)
    return True


@handles(messages.SaveDraftRequest)
def save_draft(asker: Asker, request: Any) -> TL:
    asker.exchange.set_draft(asker.me, asker.user(request.peer), request.message, asker.origin)
    return True


@handles(messages.GetAllDraftsRequest)
def get_all_drafts(asker: Asker, request: Any) -> TL:
    drafts = asker.me.box.drafts.items()
    return asker.updates(*(types.UpdateDraftMessage(types.PeerUser(peer_id), draft) for peer_id, draft in drafts))


@handles(messages.GetDialogFiltersRequest)
def get_folders(asker: Asker, request: Any) -> TL:
    """All chats first, then those the owner made."""
    return types.messages.DialogFilters([types.DialogFilterDefault(), *asker.me.box.folders.values()])


@handles(messages.UpdateDialogFilterRequest)
def update_folder(asker: Asker, request: Any) -> TL:
    asker.exchange.set_folder(asker.me, request.id, request.filter, asker.origin)
    return True
