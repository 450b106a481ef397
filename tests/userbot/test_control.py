"""The owner's control from Saved Messages, over real MTProto: what a user does and sees."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telethon.tl import functions

from finetune.requests import ModelFailed, Reply
from harvest.clone_written import sent_ids
from tests.userbot.conftest import DELAY_S, SEND, TYPING, until
from userbot.control.paper import MARK
from userbot.core import State

DELETE = functions.messages.DeleteMessagesRequest
DRAFT = functions.messages.SaveDraftRequest


def said(*bubbles):
    return Reply(bubbles, True, 5, 0.0, -1.0)


def notes(house):
    return [note.removeprefix(f"{MARK} ") for note in house.notes()]


def say(house, text, **more):
    """The owner writes to themselves. The message's id."""
    return house.server.post(house.owner, house.owner, text, **more).id


async def tell(house, text, **more):
    """The owner writes to themselves, and this comes back."""
    before = len(notes(house))
    say(house, text, **more)
    await until(lambda: len(notes(house)) > before, f"an answer to {text}")
    return notes(house)[-1]


def newest_note(house):
    """The id of the newest message in Saved Messages."""
    return house.server.dialog(house.owner, house.owner)[-1].id


async def proposed(house, daemon, person=None, text="coming?"):
    """A proposal for that contact stands in Saved Messages. Its message id."""
    person = person or house.ann
    await house.heard(daemon, person, text)
    before = len(notes(house))
    house.let_it_be_due(daemon)
    await until(lambda: len(notes(house)) > before, "the proposal")
    await until(lambda: (found := daemon.ledger.notebook.proposal_of(person.id)) and found.note_id, "its id")
    await house.idle(daemon)
    return newest_note(house)


async def test_off_in_mid_typing_ends_it(house):
    """The kill switch stops what is being typed, at once; nothing is sent until `resume`, then all that is owed."""
    async with house.daemon(max_typing_s=600, typing_chars_per_s=0.01) as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.server.calls_of(TYPING))
        assert await tell(house, "off") == "Off. Nothing is sent until you write: resume"
        await house.idle(daemon)  # within seconds, though the typing had ten minutes to go
        assert house.sent(house.ann) == []
        assert daemon.ledger.chat(house.ann.id).reason == "stopped by the owner; still owed"
        await house.heard(daemon, house.bob)
        house.let_it_be_due(daemon)
        assert daemon.replies.count == 0
    async with house.daemon() as daemon:  # a restart does not forget it
        daemon.sweep()
        assert daemon.replies.count == 0
        assert await tell(house, "resume") == "On again."
        await until(lambda: len(house.sent(house.ann)) == len(house.sent(house.bob)) == 2)
        await house.idle(daemon)


async def test_off_while_the_model_writes(house):
    """The generation is cancelled, not waited for."""
    house.writer.gate = asyncio.Event()
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.writer.asked)
        say(house, "стоп")
        await house.idle(daemon)
        assert house.writer.was_cancelled
        assert house.sent(house.ann) == []
        await until(lambda: notes(house) == ["Выключено. Ничего не отправляю, пока не напишешь: продолжай"])


async def test_off_while_telegram_answers_nothing_else(house):
    """An undo that hangs on the network does not hold up the kill switch."""
    async with house.daemon(max_typing_s=600, typing_chars_per_s=0.01) as daemon:
        await reply_to(house, daemon, house.bob, typing=False)
        hold = house.server.hold(DELETE, when="before")
        say(house, "undo")
        await asyncio.wait_for(hold.reached.wait(), 15)
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: daemon.replies.count)
        say(house, "off")
        await house.idle(daemon)
        assert house.sent(house.ann) == []
        hold.release()
        await until(lambda: any("deleted" in note for note in notes(house)))


async def reply_to(house, daemon, person, *, typing=True):
    """The clone has answered this contact. The bubbles that stand."""
    if not typing:
        settings = daemon.manners.settings.model_copy(update={"max_typing_s": 0.0})
        object.__setattr__(daemon.manners, "settings", settings)
    await house.heard(daemon, person)
    house.let_it_be_due(daemon)
    await until(lambda: len(house.sent(person)) == 2)
    await house.idle(daemon)
    if not typing:
        settings = daemon.manners.settings.model_copy(update={"max_typing_s": 600.0})
        object.__setattr__(daemon.manners, "settings", settings)
    return house.texts(person)[-2:]


async def test_a_pause_ends_by_itself(house):
    """What came meanwhile is answered then."""
    async with house.daemon() as daemon:
        assert (await tell(house, "pause 30m")).startswith("Paused until ")
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        assert daemon.replies.count == 0
        house.clock.jumped_s += 1800
        daemon.sweep()
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert (await tell(house, "status")).startswith("On.")


async def test_the_status_names_and_links_who_waits(house):
    """Ann's name in the note leads to Ann's chat."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        answer = await tell(house, "status")
        assert answer.split("\n")[1].startswith("Replies to come:")
        assert "• Ann: " in answer
        await until(lambda: newest_note(house))
        (link,) = house.server.dialog(house.owner, house.owner)[-1].entities
        text = house.server.dialog(house.owner, house.owner)[-1].message.encode("utf-16-le")
        assert text[2 * link.offset : 2 * (link.offset + link.length)].decode("utf-16-le") == "Ann"
        user_id = link.user_id if isinstance(link.user_id, int) else link.user_id.user_id
        assert user_id == house.ann.id


async def test_a_proposal_is_asked_for_and_approved(house):
    """Nothing reaches Ann until the owner's +; then it goes as typed by the clone, whatever the hour."""
    async with house.daemon(mode="ask", quiet_hours=["00:00-24:00"]) as daemon:
        daemon.manners.contacts.clear()
        await house.heard(daemon, house.ann, "coming?")
        daemon.sweep()
        assert house.sends() == []
    async with house.daemon(mode="ask") as daemon:
        house.let_it_be_due(daemon)
        await until(lambda: daemon.ledger.notebook.proposals())
        await until(lambda: daemon.ledger.notebook.proposals()[0].note_id)
        shown = notes(house)[-1].split("\n")
        assert shown[:5] == ["Ann writes:", "› coming?", "The clone would answer:", "• hey", "• all good?"]
        assert house.sends() == []
        assert await tell(house, "+", reply_to=newest_note(house)) == "Ann: it goes out."
        daemon.sweep()
        await until(lambda: house.sent(house.ann) == ["hey", "all good?"])
        await house.idle(daemon)
        assert daemon.ledger.chat(house.ann.id).reason == "answered by the clone"
        assert daemon.ledger.notebook.proposals() == []


async def test_a_proposal_is_edited(house):
    """The owner's own words go in its place, a message a line."""
    async with house.daemon(mode="ask") as daemon:
        note_id = await proposed(house, daemon)
        assert await tell(house, "not today\nsorry", reply_to=note_id) == "Ann: your words go out."
        daemon.sweep()
        await until(lambda: house.sent(house.ann) == ["not today", "sorry"])
        await house.idle(daemon)


async def test_a_proposal_is_skipped(house):
    async with house.daemon(mode="ask") as daemon:
        note_id = await proposed(house, daemon)
        assert await tell(house, "skip", reply_to=note_id) == "Ann: not sent, the chat is yours."
        house.let_it_be_due(daemon)
        assert daemon.replies.count == 0
        assert house.sends() == []
        assert "you skipped the proposal" in await tell(house, "why @ann")


async def test_a_bare_yes_is_enough_for_one_proposal(house):
    async with house.daemon(mode="ask") as daemon:
        await proposed(house, daemon)
        assert await tell(house, "ok") == "Ann: it goes out."
        daemon.sweep()
        await until(lambda: house.sent(house.ann) == ["hey", "all good?"])
        await house.idle(daemon)


async def test_an_approved_reply_discloses_nothing_and_the_next_one_does(house):
    """What the owner approved is the owner's word; the first reply sent unasked still says who is writing."""
    async with house.daemon(mode="ask", disclosure="first", disclosure_text="my stand-in") as daemon:
        await proposed(house, daemon)
        await tell(house, "ok")
        daemon.sweep()
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert "my stand-in" not in house.sent(house.ann)
        await tell(house, "mode @ann auto")
        await house.heard(daemon, house.ann, "and then?")
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 5)
        await house.idle(daemon)
        assert house.sent(house.ann)[2] == "my stand-in"


async def test_a_proposal_that_ann_overtook_is_not_sent(house):
    """Ann wrote once more: the yes was to another question."""
    async with house.daemon(mode="ask") as daemon:
        note_id = await proposed(house, daemon)
        await house.heard(daemon, house.ann, "forget it, bring wine instead")
        assert await tell(house, "+", reply_to=note_id) == "Ann: the chat has moved on since; nothing is sent."
        assert house.sends() == []


async def test_a_proposal_that_the_owner_overtook_is_not_sent(house):
    """The owner answered Ann from the phone, and then said yes to the older proposal by mistake."""
    async with house.daemon(mode="ask") as daemon:
        note_id = await proposed(house, daemon)
        house.server.post(house.owner, house.ann, "I'm there")
        await until(lambda: daemon.ledger.chat(house.ann.id).reason == "the owner answered")
        assert await tell(house, "+", reply_to=note_id) == "Ann: the chat has moved on since; nothing is sent."
        assert house.sends() == []


async def test_a_proposal_approved_during_a_pause_waits(house):
    """It says so, and goes out after `resume`."""
    async with house.daemon(mode="ask") as daemon:
        note_id = await proposed(house, daemon)
        await tell(house, "off")
        assert await tell(house, "ok", reply_to=note_id) == "Ann: it goes out when the pause ends."
        daemon.sweep()
        assert daemon.replies.count == 0
        await tell(house, "resume")
        await until(lambda: house.sent(house.ann) == ["hey", "all good?"])
        await house.idle(daemon)


async def test_a_draft_is_left_in_the_chat(house):
    """In draft mode the words wait in Ann's input field; nothing is sent."""
    async with house.daemon() as daemon:
        assert await tell(house, "режим @ann черновик") == "Ann: режим черновик, задержка 2 мин."
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await until(lambda: house.server.calls_of(DRAFT))
        await house.idle(daemon)
        assert house.owner.box.drafts[house.ann.id].message == "hey\nall good?"
        assert house.sends() == []


async def test_a_draft_that_the_owner_sends_is_no_word_of_theirs(house):
    """Sent as it was left, it is the clone's in the ledger that harvest reads; sent changed, it is the owner's."""
    async with house.daemon(mode="draft") as daemon:
        for text, taken in (("hey\nall good?", 1), ("hey, all good with you?", 1)):
            await house.heard(daemon, house.ann, "coming?")
            house.let_it_be_due(daemon)
            await house.idle(daemon)
            house.server.post(house.owner, house.ann, text)
            await until(lambda: daemon.ledger.chat(house.ann.id).reason == "the owner answered")
            assert len(sent_ids(house.data.ledger)) == taken
        sent = next(m.id for m in house.server.dialog(house.owner, house.ann) if m.message == "hey\nall good?")
        assert sent_ids(house.data.ledger) == [(house.ann.id, sent)]
        assert daemon.ledger.replies_since(0) == 0


async def test_a_draft_of_the_owners_own_is_never_written_over(house):
    """What the owner has begun to write there stays."""
    async with house.daemon(mode="draft") as daemon:
        await house.heard(daemon, house.ann)
        house.server.lose_updates(house.owner, 1)
        house.server.set_draft(house.owner, house.ann, "hi Ann, I")
        house.let_it_be_due(daemon)
        await until(lambda: daemon.ledger.chat(house.ann.id).state is State.QUIET)
        await house.idle(daemon)
        assert house.owner.box.drafts[house.ann.id].message == "hi Ann, I"
        assert not house.server.calls_of(DRAFT)


async def test_undo_deletes_on_both_sides(house):
    """Bob's box loses the reply too; asked again, the one before goes."""
    async with house.daemon() as daemon:
        await reply_to(house, daemon, house.bob)
        assert (await tell(house, "last")).split("\n")[1:] == ["• hey", "• all good?"]
        assert await tell(house, "undo") == "Bob: deleted for both of you, messages: 2."
        assert house.texts(house.bob)[-1] == "hi"
        assert [m.message for m in house.server.dialog(house.bob, house.owner)][-1] == "hi"
        assert await tell(house, "undo @ann") == "There is no reply to undo."
        assert await tell(house, "undo") == "There is no reply to undo."
        house.let_it_be_due(daemon)
        assert daemon.replies.count == 0, "what was undone is not written again"


async def test_undo_in_mid_reply_ends_the_reply(house):
    """The second bubble does not follow the first one that was taken back."""
    async with house.daemon(max_typing_s=600, typing_chars_per_s=1e6) as daemon:
        house.writer.drafts = [said("a", "b" * 900)]
        hold = house.server.hold(SEND, when="after")
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        await asyncio.wait_for(hold.reached.wait(), 15)
        typing = daemon.manners.settings.model_copy(update={"typing_chars_per_s": 0.01})
        object.__setattr__(daemon.manners, "settings", typing)
        hold.release()
        await until(lambda: len(house.server.calls_of(TYPING)) >= 2)
        assert await tell(house, "undo") == "Ann: deleted for both of you, messages: 1."
        await house.idle(daemon)
        assert house.texts(house.ann)[-1] == "hi"


async def test_an_undo_while_telegram_is_away(house):
    async with house.daemon() as daemon:
        await reply_to(house, daemon, house.bob)
        house.server.fail(DELETE, "INTERDC_CALL_ERROR", code=500, times=10)
        assert await tell(house, "undo") == "Telegram is out of reach just now; nothing was done."
        assert house.texts(house.bob)[-2:] == ["hey", "all good?"]


async def test_why_tells_the_story_of_a_reply(house):
    async with house.daemon() as daemon:
        await reply_to(house, daemon, house.ann)
        told = (await tell(house, "почему ann")).split("\n")
        assert told[0] == "Ann: режим авто, задержка 2 мин."
        assert [line.split(" ", 1)[1] for line in told[1:]] == [
            "слежу отсюда и дальше",
            "есть новое сообщение",
            "клон пишет",
            "ответ от клона",
        ][-len(told) + 1 :]


async def test_a_handover_is_told_with_its_reason(house):
    """Ann asks for money: no reply, and a note that says so."""
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann, "can you lend me 500?")
        house.let_it_be_due(daemon)
        await until(lambda: notes(house) == ["Ann waits for you: it is about money"])
        await house.idle(daemon)
        assert house.sends() == []
        status = await tell(house, "status")
        assert "Waiting for you:" in status
        assert "it is about money" in status


async def test_a_dead_model_does_not_silence_the_desk(house):
    """The owner hears of it, and every command works."""
    house.writer.drafts = [ModelFailed("it died")]
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        for _ in range(3):
            house.let_it_be_due(daemon)
            await house.idle(daemon)
        await until(lambda: any(note.startswith("The model failed several times") for note in notes(house)))
        assert (await tell(house, "status")).startswith("On.")


async def test_a_forward_that_an_update_tells_of_commands_nothing(house):
    """What Ann wrote stays Ann's word in Saved Messages."""
    async with house.daemon() as daemon:
        house.server.post(house.owner, house.owner, "off", forwarded_from=house.ann)
        assert (await tell(house, "status")).startswith("On.")
        assert daemon.ledger.choices.paused_until() == 0


async def test_a_contact_commands_nothing(house):
    """`off`, `/mode` or `undo` from Ann, in Ann's own chat, are just words; so is what the owner writes to Ann."""
    async with house.daemon() as daemon:
        for text in ("off", "/off", "pause 2h", "mode @bob auto", "undo", f"{MARK} Paused"):
            await house.heard(daemon, house.ann, text)
        house.server.post(house.owner, house.bob, "off")
        await house.heard(daemon, house.ann, "status")
        assert daemon.ledger.choices.paused_until() == 0
        house.let_it_be_due(daemon)
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)
        assert notes(house) == []


async def test_what_the_owner_forwards_to_themselves_commands_nothing(house):
    """Ann wrote "resume"; kept in Saved Messages it is Ann's word, also when it is read from the history."""
    async with house.daemon() as daemon:
        await tell(house, "off")
        house.server.lose_updates(house.owner, 1)
        house.server.post(house.owner, house.owner, "resume", forwarded_from=house.ann)
        await daemon.reconcile()
        house.server.post(house.owner, house.owner, "mode @ann draft", forwarded_from=house.ann)
        assert "Off." in await tell(house, "status")
        assert daemon.ledger.choices.mode(house.ann.id) is None


async def test_a_notebook_stays_a_notebook(house):
    """Shopping lists, links and plain words get no answer; the command after them does."""
    async with house.daemon():
        for text in ("buy milk", "/etc/passwd", "why not", "- eggs\n- flour", "ok", "+", "..."):
            say(house, text)
        assert (await tell(house, "help")).startswith("What I understand here:")
        assert len(notes(house)) == 1


async def test_what_stood_there_before_is_no_command(house):
    """An `off` of last year, before the daemon was first started, is history."""
    say(house, "off", push=False)
    async with house.daemon() as daemon:
        await daemon.reconcile()
        assert daemon.ledger.choices.paused_until() == 0
        assert notes(house) == []


async def test_a_command_that_no_update_told_of_is_found(house):
    """The update is lost; the reconciler reads Saved Messages, and obeys once."""
    async with house.daemon() as daemon:
        house.server.lose_updates(house.owner, 1)
        say(house, "off")
        await daemon.reconcile()
        await daemon.reconcile()
        await until(lambda: len(notes(house)) == 1)
        assert daemon.ledger.choices.paused_until() == float("inf")


async def test_commands_given_while_the_daemon_was_away(house):
    """`off` counts however late it is heard; an old `resume` after it does not, and says so."""
    async with house.daemon():
        pass
    hours_ago = datetime.now(UTC) - timedelta(hours=3)
    say(house, "off", sent_at=hours_ago)
    say(house, "resume", sent_at=hours_ago + timedelta(minutes=5))
    async with house.daemon() as daemon:
        await until(lambda: len(notes(house)) == 2)
        assert notes(house)[0].startswith("Off.")
        assert notes(house)[1].startswith("I was away")
        assert daemon.ledger.choices.paused_until() == float("inf")


async def test_the_daemon_does_not_answer_itself(house):
    """Its own notes, told again by the reconciler or after a restart, are no commands and no replies."""
    async with house.daemon() as daemon:
        await tell(house, "status")
        await daemon.reconcile()
    async with house.daemon() as daemon:
        await daemon.reconcile()
        await tell(house, "status")
        assert len(notes(house)) == 2


async def test_a_note_whose_answer_is_lost_comes_once(house):
    """The connection goes while Telegram has the note already: sent again with its number, it stands there once."""
    async with house.daemon():
        hold = house.server.hold(SEND, when="after")
        say(house, "status")
        await asyncio.wait_for(hold.reached.wait(), 15)
        house.server.drop_connections()
        hold.release()
        await tell(house, "help")
        texts = [message.message for message in house.server.dialog(house.owner, house.owner)]
        assert sum(text.startswith(f"{MARK} On.") for text in texts) == 1


async def test_a_new_login_stops_everything_and_says_so(house):
    """Somebody logged in: nothing is sent until the owner says `resume`."""
    async with house.daemon() as daemon:
        login = house.server.logins.add(user=house.owner)
        login.device_model = "Pixel 9"
        house.server.announce_login(login, origin=None)
        await until(lambda: any(note.startswith("A new login to your account: Pixel 9") for note in notes(house)))
        await house.heard(daemon, house.ann)
        house.let_it_be_due(daemon)
        assert daemon.replies.count == 0
        await tell(house, "resume")
        await until(lambda: len(house.sent(house.ann)) == 2)
        await house.idle(daemon)


async def test_auto_is_refused_to_a_clone_that_did_not_pass(house):
    async with house.daemon(mode="ask", auto_without_eval=False) as daemon:
        object.__setattr__(daemon.clones, "unfit", lambda run: "was not judged yet")
        assert await tell(house, "mode @ann auto") == "Ann: auto needs a clone that passed: finetune eval"


async def test_a_delay_is_changed_for_what_waits(house):
    async with house.daemon() as daemon:
        await house.heard(daemon, house.ann)
        due_at = daemon.ledger.chat(house.ann.id).due_at
        assert await tell(house, "delay @ann 10m") == "Ann: mode auto, delay 10 min."
        assert daemon.ledger.chat(house.ann.id).due_at == due_at + 600 - DELAY_S


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
async def test_the_day_is_summed_up(house, language):
    """At the hour set, with what was sent and who waits, once."""
    async with house.daemon(language=language, digest_at="00:00", time_zone="UTC") as daemon:
        await until(lambda: daemon.ledger.choices.remembered("digest_day"))
        await reply_to(house, daemon, house.ann)
        house.clock.jumped_s += 86400
        daemon.sweep()
        daemon.sweep()
        await until(lambda: notes(house))
        (digest,) = notes(house)
        assert "Ann: hey / all good?" in digest
        assert not any(text.startswith(f"{MARK} ") for text in house.texts(house.ann))
