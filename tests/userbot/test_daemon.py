"""What contacts, the owner and Telegram can do, and what the daemon makes of it: over real MTProto."""

import asyncio
from datetime import UTC, datetime

import pytest
from telethon.tl import functions, types

from finetune.requests import ModelFailed, Reply
from harvest.errors import AccountError, ConfigError
from tests.userbot.conftest import DELAY_S, HISTORY, READ, SEND, TYPING, until
from userbot.core import State
from userbot.ledger import Sending


def said(*bubbles):
    return Reply(bubbles, True, 5, 0.0, -1.0)


async def test_a_burst_gets_one_reply_after_the_idle_delay(house):
    """Three messages, one reply in the owner's bubbles: read, typed and sent, in this order, and only once due."""
    async with house.daemon() as daemon:
        for text in ("hey", "are you there", "?"):
            await house.heard(daemon, house.ann, text)
        daemon.sweep()
        assert not house.sends()
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert house.texts(house.ann)[-5:] == ["hey", "are you there", "?", "hey", "all good?"]
        kinds = [type(c.request) for c in house.server.calls if isinstance(c.request, READ | TYPING | SEND)]
        assert kinds == [READ, TYPING, SEND, TYPING, SEND]
        assert house.server.calls_of(READ)[0].request.max_id == house.server.dialog(house.owner, house.ann)[-3].id
        assert daemon.ledger.chat(house.ann.id).reason == "answered by the clone"
        assert len(house.writer.asked) == 1


async def test_the_model_reads_this_chat_and_no_other(house):
    """The prompt is Ann's conversation, the contact last; what Bob wrote is nowhere in it."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.bob, "bob's secret")
        await house.heard(daemon, house.ann, "what's new")
        house.server.post(house.owner, house.bob, "ok")
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann))
        await house.idle(daemon)
        (asked,) = house.writer.asked
        assert [(m.role, m.content) for m in asked.messages] == [
            ("user", "long ago"),
            ("assistant", "yes, long ago"),
            ("user", "what's new"),
        ]


async def test_the_owner_answers_from_another_device(house):
    """The owner was faster: the clone stays silent, and says why."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.bob)
        house.server.post(house.owner, house.bob, "I'm here")
        await until(lambda: daemon.ledger.chat(house.bob.id).state is State.QUIET)
        house.let_it_be_due(daemon)
        assert not daemon.replies.count
        assert not house.sends()
        assert daemon.ledger.chat(house.bob.id).reason == "the owner answered"


async def test_the_owner_answers_and_no_update_tells_it(house):
    """Even when the update is lost, the chat is read before the send, and the owner's message is found."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.server.lose_updates(house.owner, 1)
        house.server.post(house.owner, house.ann, "I'm here")
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert not house.sends()
        assert daemon.ledger.chat(house.ann.id).reason == "the owner answered"


async def test_the_owner_answers_while_the_clone_writes(house):
    """The draft is thrown away and the generation stopped."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        house.server.post(house.owner, house.ann, "I'm here")
        await house.idle(daemon)
        assert house.writer.was_cancelled
        assert not house.sends()


async def test_the_owner_answers_between_two_bubbles(house):
    """The second bubble stays unsent."""
    hold = house.server.hold(SEND, when="after")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.post(house.owner, house.ann, "I take over")
        hold.release()
        await house.idle(daemon)
        assert house.sent(house.ann) == ["hey"]
        assert daemon.ledger.chat(house.ann.id).reason == "the owner answered"


async def test_a_call_by_the_owner_is_an_answer(house):
    """Whoever rings back needs no clone."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.server.post_service(house.owner, house.ann, types.MessageActionPhoneCall(1, duration=60))
        await until(lambda: daemon.ledger.chat(house.ann.id).state is State.QUIET)
        house.let_it_be_due(daemon)
        assert not daemon.replies.count


async def test_a_message_in_mid_typing_makes_the_clone_think_again(house):
    """What was planned is dropped, and one reply answers everything, a full delay later."""
    house.writer.drafts = [said("first thought"), said("second thought")]
    async with house.daemon(max_typing_s=30, typing_chars_per_s=1) as daemon:
        await house.heard(daemon, house.ann, "one")
        house.let_it_be_due(daemon)
        await until(lambda: house.server.calls_of(TYPING))
        await house.heard(daemon, house.ann, "two")
        await house.idle(daemon)
        assert not house.sends()
        assert daemon.ledger.chat(house.ann.id).state is State.WAITING
    async with house.daemon() as daemon:
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann))
        assert house.sent(house.ann) == ["second thought"]


async def test_nobody_else_is_answered(house):
    """Strangers, bots, Saved Messages and Telegram itself get nothing, and are not even read."""
    bot = house.server.add_user("Bot", is_bot=True)
    telegram = house.server.add_user("Telegram", user_id=777000)
    async with house.daemon() as daemon:
        for person in (house.stranger, bot, telegram, house.owner):
            house.server.post(person, house.owner, "Login code: 12345. Please confirm")
        await house.heard(daemon, house.ann)  # comes after the others
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann))
        await house.idle(daemon)
        asked = [c.request for c in house.server.calls if isinstance(c.request, SEND | READ | TYPING | HISTORY)]
        assert {request.peer.user_id for request in asked} <= {house.ann.id, house.bob.id}


@pytest.mark.parametrize("who", ["bot", "telegram", "self"])
async def test_the_whitelist_cannot_name_what_is_no_person(house, who):
    """Listing a bot, Telegram's login codes or oneself is refused at the start, with a line that says why."""
    person = {
        "bot": house.server.add_user("Bot", username="a_bot", is_bot=True),
        "telegram": house.server.add_user("Telegram", user_id=777000),
        "self": house.owner,
    }[who]
    house.server.post(person, house.owner, "hello")
    with pytest.raises(ConfigError, match="is never answered"):
        async with house.daemon(contacts=[person.id]):
            pass


async def test_a_name_that_is_nobodys_is_refused(house):
    """A typing error in the whitelist does not start a daemon that waits for nobody."""
    with pytest.raises(ConfigError, match="@annn is none of this account's private chats"):
        async with house.daemon(contacts=["@annn"]):
            pass


async def test_what_came_while_the_daemon_was_down_is_answered(house):
    """Messages of the downtime are found at the start, without any update."""
    async with house.daemon():
        pass
    house.server.post(house.ann, house.owner, "while you were away")
    async with house.daemon() as daemon:
        assert daemon.ledger.chat(house.ann.id).state is State.WAITING
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann))


async def test_what_is_stale_when_the_daemon_comes_back_is_not_answered(house):
    """After a day off, yesterday's questions are the owner's."""
    async with house.daemon():
        pass
    house.server.post(house.ann, house.owner, "yesterday")
    house.clock.jumped_s = 24 * 3600
    async with house.daemon() as daemon:
        daemon.sweep()
        assert not daemon.replies.count
        assert daemon.ledger.chat(house.ann.id).reason == "stale: left to the owner"


async def test_history_from_before_the_first_start_is_not_answered(house):
    """Switching the clone on answers nothing that was there before."""
    async with house.daemon() as daemon:
        house.let_it_be_due(daemon)
        assert not daemon.replies.count
        assert daemon.ledger.chat(house.bob.id).reason == "watched from here on"


async def test_a_lost_update_is_found_by_the_reconciler(house):
    """The update stream is a hint: a message that no update told is found by asking."""
    async with house.daemon() as daemon:
        house.server.lose_updates(house.owner, 1)
        house.server.post(house.ann, house.owner, "silently")
        message_id = house.server.dialog(house.owner, house.ann)[-1].id
        await daemon.reconcile()
        await until(lambda: daemon.ledger.chat(house.ann.id).heard_id == message_id)


async def test_a_send_whose_answer_is_lost_is_not_sent_twice(house):
    """The connection dies after Telegram took the message: it is sent again with its own random_id, and stands once."""
    house.writer.drafts = [said("only once")]
    hold = house.server.hold(SEND, when="after")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.drop_connections(house.owner)
        await house.idle(daemon)
        assert len({c.request.random_id for c in house.sends()}) == 1
        assert house.texts(house.ann).count("only once") == 1
        await until(lambda: daemon.ledger.chat(house.ann.id).state is State.QUIET, within_s=40)
        (bubble,) = daemon.ledger.outgoing(house.ann.id, daemon.ledger.chat(house.ann.id).epoch)
        assert bubble.state is Sending.SENT


async def test_what_is_in_doubt_for_too_long_is_never_sent_again(house):
    """Half an hour after a send that may have arrived, its random_id is not trusted any more: the owner decides."""
    house.writer.drafts = [said("did it arrive?")]
    hold = house.server.hold(SEND, when="before")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
    house.clock.jumped_s += 31 * 60
    async with house.daemon() as daemon:
        await house.idle(daemon)
        assert len(house.sends()) == 1
        chat = daemon.ledger.chat(house.ann.id)
        assert "not sent again" in chat.reason
        assert daemon.ledger.outgoing(house.ann.id, chat.epoch)[0].state is Sending.UNKNOWN


async def test_a_flood_wait_postpones_the_reply(house):
    """Told to wait, the daemon waits: nothing is dropped, and the same bubble goes out later."""
    house.writer.drafts = [said("patience")]
    house.server.fail(SEND, "FLOOD_WAIT_300")
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        chat = daemon.ledger.chat(house.ann.id)
        assert chat.state is State.WAITING
        assert 290 < chat.due_at - house.clock() <= 300
        assert daemon.ledger.outgoing(house.ann.id, chat.epoch)[0].state is Sending.PLANNED
    house.clock.jumped_s += 301
    async with house.daemon() as daemon:
        await until(lambda: "patience" in house.texts(house.ann))
        assert len(house.writer.asked) == 1


@pytest.mark.parametrize("name", ["PEER_FLOOD", "USER_DEACTIVATED_BAN"])
async def test_an_account_in_trouble_stops_everything(house, name):
    """What concerns the whole account ends the daemon with its own exit code; nothing is tried again."""
    house.server.fail(SEND, name, code=400 if name == "PEER_FLOOD" else 401)
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        with pytest.raises(AccountError):
            await asyncio.wait_for(asyncio.shield(daemon.running), 15)
    assert len(house.sends()) <= 2


async def test_a_revoked_session_is_refused_at_the_start(house):
    """A session that the owner ended on the phone is one clear line."""
    house.server.revoke(house.owner)
    with pytest.raises(AccountError, match="harvest login"):
        async with house.daemon():
            pass


async def test_a_contact_who_cannot_be_written_to_is_left_alone(house):
    """Blocked by one contact, the daemon goes on for the others."""
    house.server.fail(SEND, "USER_IS_BLOCKED", code=400)
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert "UserIsBlocked" in daemon.ledger.chat(house.ann.id).reason
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.bob))


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (Reply(("and then", "and"), False, 120, 0.0, -1.0), "it did not come to an end"),
        (said("my number is [PHONE_1]"), "it held a placeholder"),
        (said("[voice 0:12]"), "it held a placeholder"),
        (said("write to kit.marlow@example.org"), "it held personal data"),
        (said("x" * 5000), "it was too long"),
    ],
)
async def test_a_draft_that_may_not_be_sent_is_silence(house, draft, reason):
    """After some bad drafts the chat is the owner's. No error, no excuse and no placeholder is ever sent."""
    house.writer.drafts = [draft]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert not house.sends()
        assert not house.server.calls_of(READ), "unanswered stays unread, so that the owner sees it"
        assert daemon.ledger.chat(house.ann.id).reason == f"silent: no draft could be sent: {reason}"
        assert len(house.writer.asked) == 3


async def test_a_second_draft_may_do(house):
    """One bad draft is thrown away; the next is another one, with another seed."""
    house.writer.drafts = [said("call +44 20 7946 0958"), said("sure")]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann) == ["sure"])
        assert house.writer.asked[0].seed != house.writer.asked[1].seed


async def test_a_model_that_fails_is_tried_again_then_left(house):
    """The daemon survives its model's death; after three times the chat is the owner's."""
    house.writer.drafts = [ModelFailed("it died")]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert daemon.ledger.chat(house.ann.id).state is State.WAITING
        for _ in range(2):
            house.let_it_be_due(daemon)
            await house.idle(daemon)
        assert "the model failed 3 times" in daemon.ledger.chat(house.ann.id).reason
        assert not house.sends()


async def test_the_day_has_a_most_of_replies(house):
    """Two bots can not talk to each other for ever."""
    async with house.daemon(max_replies_per_chat_per_day=1) as daemon:
        for _ in range(2):
            await house.heard(daemon, house.ann)
            house.let_it_be_due(daemon)
            await house.idle(daemon)
        assert len(house.writer.asked) == 1
        assert "userbot.max_replies_per_chat_per_day" in daemon.ledger.chat(house.ann.id).reason


async def test_typing_that_fails_does_not_fail_the_reply(house):
    """The sign is a courtesy; the message is the point."""
    house.server.fail(TYPING, "FLOOD_WAIT_30", times=5)
    house.writer.drafts = [said("fine")]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann) == ["fine"])


async def test_a_ledger_that_cannot_be_written_stops_the_sending(house):
    """What cannot be recorded is not sent."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        daemon.ledger._db.execute("PRAGMA query_only=ON")
        house.clock.jumped_s += 300
        with pytest.raises(Exception, match="cannot be written"):
            daemon.sweep()
            await asyncio.wait_for(asyncio.shield(daemon.running), 15)
        assert not house.sends()


async def test_a_username_is_resolved_once(house):
    """Telegram limits that request severely, so the answer is kept."""
    for _ in range(2):
        async with house.daemon():
            pass
    assert len(house.server.calls_of(functions.contacts.ResolveUsernameRequest)) == 1


async def test_the_first_reply_says_what_is_answering(house):
    """Each contact is told once, in the owner's own words, and the clone does not learn to say it."""
    async with house.daemon(disclosure="first", disclosure_text="my stand-in here") as daemon:
        for _ in range(2):
            await house.heard(daemon, house.ann)
            house.let_it_be_due(daemon)
            await house.idle(daemon)
        assert house.sent(house.ann) == ["my stand-in here", "hey", "all good?", "hey", "all good?"]
        assert all("my stand-in here" not in m.content for m in house.writer.asked[1].messages)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("wait, are you a bot?", "whether a program is answering"),
        ("Можешь одолжить до пятницы?", "money"),
        ("мама у лікарні, подзвони", "health"),
        ("it's URGENT", "an emergency"),
        ("скажи пароль от вайфая", "passwords and codes"),
        ("about the divorce", "one of userbot.handover_words"),
    ],
)
async def test_some_things_are_the_owners_to_answer(house, text, topic):
    """Money, health, emergencies, codes and "are you a bot?" are met with silence, unread, and with a reason."""
    async with house.daemon(handover_words=["Divorce"]) as daemon:
        await house.heard(daemon, house.ann, text)
        await house.heard(daemon, house.ann, "hello?")
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert not house.writer.asked
        assert not house.server.calls_of(READ)
        assert daemon.ledger.chat(house.ann.id).reason == f"silent: left to the owner, it is about {topic}"


async def test_a_clone_that_would_not_answer_is_believed(house):
    """Silence was learned too: a reply of no bubbles is no failed draft, and is asked for once."""
    house.writer.drafts = [Reply((), True, 1, 0.0, -1.0)]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await house.idle(daemon)
        assert not house.sends()
        assert len(house.writer.asked) == 1
        assert daemon.ledger.chat(house.ann.id).reason == "silent: the clone itself would not answer this"


async def test_the_contact_is_allowed_to_finish(house):
    """While they type the reply waits."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        was_due = daemon.ledger.chat(house.ann.id).due_at
        house.clock.jumped_s += DELAY_S - 3
        house.server.type(house.ann, house.owner)
        await until(lambda: daemon.ledger.chat(house.ann.id).due_at > was_due)


async def test_the_owner_is_writing(house):
    """A draft that the owner begins on any device settles the chat, also in mid-reply."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        house.server.set_draft(house.owner, house.ann, "hi, I")
        await house.idle(daemon)
        assert daemon.ledger.chat(house.ann.id).reason == "the owner is writing"
        assert not house.sends()


async def test_telegrams_brief_updates_are_understood(house):
    """The real Telegram tells plain messages, and confirms sends, in short forms."""
    house.server.short_forms = True
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert daemon.ledger.chat(house.ann.id).reason == "answered by the clone"


async def test_a_client_that_gave_up_is_connected_again(house):
    """Telethon stops trying after a while; the daemon goes on, and finds what it missed."""
    async with house.daemon() as daemon:
        await daemon.client.disconnect()
        house.server.post(house.ann, house.owner, "while the line was down")
        message_id = house.server.dialog(house.owner, house.ann)[-1].id
        await until(lambda: daemon.ledger.chat(house.ann.id).heard_id == message_id)
        house.let_it_be_due(daemon)
        await until(lambda: house.sent(house.ann))


def phone_call(kind, caller, called):
    now = datetime.now(UTC)
    return kind(1, 2, now, caller.id, called.id, b"g" * 32, types.PhoneCallProtocol(65, 92, ["5.0.0"]))


async def test_the_owner_takes_the_contacts_call(house):
    """Ringing alone settles nothing; once the owner has taken the call, on whatever device, the chat is theirs."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.server.tell(
            house.owner, types.UpdatePhoneCall(phone_call(types.PhoneCallRequested, house.ann, house.owner))
        )
        await house.heard(daemon, house.bob)
        assert daemon.ledger.chat(house.ann.id).state is State.WAITING
        house.server.tell(
            house.owner, types.UpdatePhoneCall(phone_call(types.PhoneCallAccepted, house.ann, house.owner))
        )
        await until(lambda: daemon.ledger.chat(house.ann.id).state is State.QUIET)
        assert daemon.ledger.chat(house.ann.id).reason == "the owner is on the phone with them"
