import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.conversations import conversations, fold, unfold
from harvest.examples import OPENING, chat_messages
from harvest.messages import Entity, Media, Message, Peer, spoken, unwanted

HOUR = 3600.0
ANN = 7


def said(id, at_h, text, *, out=False, **more):
    return Message(chat_id=ANN, id=id, sent_at=at_h * HOUR, is_out=out, text=text, **more)


def test_a_burst_is_one_turn_that_keeps_its_bubbles():
    """Three messages in a row are one turn of three bubbles; a line break inside one is no new bubble."""
    dialog = [
        said(1, 0, "hi"),
        said(2, 0.1, "two\nlines"),
        said(3, 0.2, "yo", out=True),
        said(4, 0.3, "what", out=True),
    ]
    (conversation,) = conversations(dialog, 24 * HOUR)
    assert [turn.text for turn in conversation.turns] == ["hi\ntwo\n\tlines", "yo\nwhat"]
    assert [turn.is_owner for turn in conversation.turns] == [False, True]
    assert unfold("hi\ntwo\n\tlines") == ["hi", "two\nlines"]


def test_a_conversation_ends_with_a_day_of_silence():
    """The gap is measured between neighbours, and a gap of days and five minutes is no gap of five minutes."""
    dialog = [said(1, 0, "a"), said(2, 23.9, "b", out=True), said(3, 47.9, "c"), said(4, 47.9 + 72.1, "d", out=True)]
    found = list(conversations(dialog, 24 * HOUR))
    assert [[bubble.message_id for turn in c.turns for bubble in turn.bubbles] for c in found] == [[1, 2], [3], [4]]


def test_two_dialogs_are_never_one_conversation():
    """Nobody's question is answered by what the owner told somebody else."""
    other = Message(chat_id=8, id=2, sent_at=1.0, is_out=True, text="to Bob")
    with pytest.raises(ValueError, match="chats 7 and 8"):
        list(conversations([said(1, 0, "from Ann"), other], 24 * HOUR))


def test_media_keep_the_rhythm():
    """A voice note and a sticker break a burst like words do, and are read as short placeholders."""
    assert spoken(said(1, 0, "", media=Media("voice", duration_s=72))) == "[voice 1:12]"
    assert spoken(said(1, 0, "", media=Media("sticker", emoji="😂"))) == "😂"
    assert spoken(said(1, 0, "look", media=Media("photo"))) == "[photo]\nlook"
    dialog = [said(1, 0, "a"), said(2, 0.1, "", out=True, media=Media("voice", duration_s=3)), said(3, 0.2, "b")]
    (conversation,) = conversations(dialog, 24 * HOUR)
    assert len(conversation.turns) == 3


def test_the_owner_may_open_a_conversation():
    """A neutral turn stands before the owner's opening, so that the contact always comes first."""
    (conversation,) = conversations([said(1, 0, "hey", out=True), said(2, 0.1, "hi")], 24 * HOUR)
    messages = chat_messages(conversation)
    assert [(m.role, m.content) for m in messages] == [("user", OPENING), ("assistant", "hey"), ("user", "hi")]


def test_telegrams_own_findings_travel_with_the_bubble():
    """A phone number that Telegram marked stays marked, as words."""
    (conversation,) = conversations([said(1, 0, "call 555-0100 ok", entities=(Entity("phone", 5, 8),))], 24 * HOUR)
    assert conversation.turns[0].bubbles[0].hints == (("phone", "555-0100"),)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=30)))
def test_folding_loses_nothing(bubbles):
    """What was sent in bubbles comes back in the same bubbles, whatever was typed in them."""
    sent = [bubble.strip() for bubble in bubbles if bubble.strip()]
    assert unfold(fold(sent)) == sent


@pytest.mark.parametrize(
    "peer",
    [
        Peer(777000, "Telegram"),
        Peer(489000, "Verification"),
        Peer(1271266957, "Replies"),
        Peer(5, "Bot", is_bot=True),
        Peer(5, "Me", is_self=True),
        Peer(5, is_deleted=True),
        Peer(5, is_support=True),
    ],
)
def test_nobody_but_people(peer):
    """Bots, oneself, Telegram's service chats and deleted accounts are never harvested or answered."""
    assert unwanted(peer)
    assert unwanted(Peer(5, "Ann")) is None
