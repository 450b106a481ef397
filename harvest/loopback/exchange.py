"""What happens between accounts: a message, an edit, a read receipt changes both boxes and tells both sides.

Knows nothing of connections: `tell` brings updates to an account's devices.
"""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telethon.tl import types

from harvest.loopback.accounts import TL, Box, User, named_in, server_time

FIRST_FOLDER = 2  # 0 and 1 are all chats and the archive
# tell(user, updates, skip): skip is the connection whose answer says it already
Tell = Callable[[User, list[TL], object], None]


@dataclass(slots=True)
class Exchange:
    """users: by id. Every id of a message is one in the box of the user named first."""

    tell: Tell
    users: dict[int, User] = field(default_factory=dict)
    _letters: Any = field(default_factory=lambda: itertools.count(1))

    def people(self, viewer: User, things: Iterable[TL], *others: int) -> list[TL]:
        """Everybody named in messages and updates, the viewer first, as the viewer sees them."""
        ids = dict.fromkeys((viewer.id, *others, *named_in(list(things))))
        return [self.users[user_id].seen_by(viewer) for user_id in ids if user_id in self.users]

    def post(
        self,
        sender: User,
        receiver: User,
        text: str,
        *,
        sent_at: datetime | None = None,
        reply_to: int | None = None,
        push: bool = True,
        origin: object = None,
        random_id: int | None = None,
        **extras: Any,
    ) -> TL:
        """A copy in each box, or the one of Saved Messages. extras: further fields of the message. The sender's copy.

        push=False: it was always there. It counts in no pts, and nobody is told.
        """
        letter = next(self._letters)
        answered = sender.box.letters.get(reply_to or 0)
        sent_at = (sent_at or server_time()).replace(microsecond=0)
        for owner, peer in dict.fromkeys(((sender, receiver), (receiver, sender))):
            message = types.Message(
                owner.box.next_id(),
                types.PeerUser(peer.id),
                date=sent_at,
                message=text,
                out=owner is sender,
                reply_to=_reply_header(owner.box, answered),
                **extras,
            )
            owner.box.put(letter, message)
            if push:
                self._announce(owner, message, origin, random_id if owner is sender else None)
        copy = sender.box.by_id[sender.box.ids[letter]]
        if random_id:
            sender.box.sent[random_id] = copy.id
        return copy

    def post_service(self, sender: User, receiver: User, action: TL, sent_at: datetime | None = None) -> TL:
        """A line without words, such as a phone call."""
        letter = next(self._letters)
        sent_at = (sent_at or server_time()).replace(microsecond=0)
        for owner, peer in dict.fromkeys(((sender, receiver), (receiver, sender))):
            message = types.MessageService(
                owner.box.next_id(), types.PeerUser(peer.id), date=sent_at, out=owner is sender, action=action
            )
            owner.box.put(letter, message)
            self._announce(owner, message, None, None)
        return sender.box.by_id[sender.box.ids[letter]]

    def _announce(self, owner: User, message: TL, origin: object, random_id: int | None) -> None:
        aside = [types.UpdateMessageID(message.id, random_id)] if random_id else []
        update = owner.box.count(lambda pts: types.UpdateNewMessage(message, pts, 1), aside=aside)
        self.tell(owner, [update], origin)

    def edit(
        self, user: User, message_id: int, text: str, entities: list[TL] | None = None, origin: object = None
    ) -> TL:
        """The new text in every copy. Returns the user's own update."""
        letter = user.box.letters[message_id]
        own: TL = None
        for holder, copy in self._copies(letter):
            copy.message, copy.entities, copy.edit_date = text, entities, server_time()
            update = _edition(holder.box, copy)
            self.tell(holder, [update], origin)
            own = update if holder is user else own
        return own

    def delete(self, user: User, message_ids: list[int], *, revoke: bool, origin: object = None) -> int:
        """Out of the user's box, with `revoke` out of everybody's. Returns how many went from the user's."""
        letters = {user.box.letters[number] for number in message_ids if number in user.box.letters}
        for holder in self.users.values() if revoke else [user]:
            ids = sorted(holder.box.ids[letter] for letter in letters if letter in holder.box.ids)
            for number in ids:
                holder.box.take_out(number)
            if ids:
                self.tell(holder, [_deletion(holder.box, ids)], origin)
        return len(letters)

    def _copies(self, letter: int) -> list[tuple[User, TL]]:
        holders = [user for user in self.users.values() if letter in user.box.ids]
        return [(user, user.box.by_id[user.box.ids[letter]]) for user in holders]

    def read(self, reader: User, peer: User, max_id: int = 0, origin: object = None) -> bool:
        """The reader has seen the chat up to max_id (0: all of it); the peer learns of it. False: nothing was new."""
        top = reader.box.top(peer.id)
        max_id = min(max_id or 2**31, top.id if top else 0)
        reader.box.marked_unread.discard(peer.id)
        if max_id <= reader.box.read_in[peer.id]:
            return False
        reader.box.read_in[peer.id] = max_id
        unread = reader.box.unread(peer.id)
        seen = reader.box.count(
            lambda pts: types.UpdateReadHistoryInbox(types.PeerUser(peer.id), max_id, unread, pts, 1)
        )
        self.tell(reader, [seen], origin)
        self._receipt(reader, peer, max_id)
        return True

    def _receipt(self, reader: User, peer: User, max_id: int) -> None:
        """Tell the peer how far their messages were read: the newest one of theirs at or below the reader's max_id."""
        read = reader.box.chats[peer.id][: reader.box.position(peer.id, max_id + 1)]
        newest = next((message for message in reversed(read) if not message.out), None)
        copy_id = peer.box.ids.get(reader.box.letters[newest.id], 0) if newest else 0
        if reader is peer or copy_id <= peer.box.read_out[reader.id]:
            return
        peer.box.read_out[reader.id] = copy_id
        receipt = peer.box.count(lambda pts: types.UpdateReadHistoryOutbox(types.PeerUser(reader.id), copy_id, pts, 1))
        self.tell(peer, [receipt], None)

    def type(self, sender: User, receiver: User, action: TL = None) -> None:
        self.tell(receiver, [types.UpdateUserTyping(sender.id, action or types.SendMessageTypingAction())], None)

    def set_draft(self, user: User, peer: User, text: str, origin: object = None) -> None:
        """What the user began to write; "" takes it back. The user's other devices see it."""
        draft = types.DraftMessage(text, server_time()) if text else types.DraftMessageEmpty(date=server_time())
        user.box.drafts[peer.id] = draft
        self.tell(user, [types.UpdateDraftMessage(types.PeerUser(peer.id), draft)], origin)

    def put_into_folder(self, user: User, title: str, people: list[User]) -> None:
        """What the user's other devices are told is the whole folder."""
        known = (number for number, folder in user.box.folders.items() if folder.title.text == title)
        number = next(known, max(user.box.folders, default=FIRST_FOLDER - 1) + 1)
        peers = [types.InputPeerUser(person.id, person.access_hash_for(user)) for person in people]
        title_text = types.TextWithEntities(title, [])
        self.set_folder(user, number, types.DialogFilter(number, title_text, [], peers, []) if people else None)

    def set_folder(self, user: User, number: int, folder: TL, origin: object = None) -> None:
        if folder is None:
            user.box.folders.pop(number, None)
        else:
            user.box.folders[number] = folder
        self.tell(user, [types.UpdateDialogFilter(number, folder)], origin)


def _reply_header(box: Box, letter: int | None) -> TL:
    answered = box.ids.get(letter) if letter else None
    return types.MessageReplyHeader(reply_to_msg_id=answered) if answered else None


def _edition(box: Box, message: TL) -> TL:
    return box.count(lambda pts: types.UpdateEditMessage(message, pts, 1))


def _deletion(box: Box, ids: list[int]) -> TL:
    return box.count(lambda pts: types.UpdateDeleteMessages(ids, pts, len(ids)), pts_count=len(ids))
