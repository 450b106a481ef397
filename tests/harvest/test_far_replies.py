"""An answer to something said long ago is read together with what it answers."""

from harvest.far_replies import with_far_replies
from harvest.messages import Entity
from tests.harvest.said import DAY, HOUR, from_ann, from_owner


def read(*messages, **more):
    known = {message.id: message for message in messages}
    return [(m.is_out, m.text) for m in with_far_replies(messages, known.get, DAY, **more)]


def test_an_old_question_comes_once_more_before_the_owners_answer():
    """Asked on Monday, answered on Thursday: the example of Thursday begins with the question."""
    asked, answer = from_ann(1, "dinner on friday?"), from_owner(2, "yes, at 8", 3 * DAY, reply_to=1)
    assert read(asked, answer) == [(False, "dinner on friday?"), (False, "dinner on friday?"), (True, "yes, at 8")]


def test_what_is_in_sight_is_not_repeated():
    """The same answer an hour later needs no reminder; after twenty other messages it does."""
    asked = from_ann(1, "dinner?")
    assert read(asked, from_owner(2, "yes", HOUR, reply_to=1)) == [(False, "dinner?"), (True, "yes")]
    chatter = [from_ann(n, "and", n * 60.0) for n in range(2, 23)]
    assert read(asked, *chatter, from_owner(30, "yes", HOUR, reply_to=1))[-2:] == [(False, "dinner?"), (True, "yes")]


def test_a_contact_who_answers_quotes():
    """Their words are never learnt, so the quote stands in their own bubble; marks move with the text."""
    said = from_owner(1, "call  me\nsoon")
    answer = from_ann(2, "5550100", 2 * DAY, reply_to=1, entities=(Entity("phone", 0, 7),))
    *_, found = with_far_replies([said, answer], {1: said}.get, DAY)
    assert found.text == "> call me soon\n5550100"
    (mark,) = found.entities
    assert found.text[mark.start : mark.start + mark.length] == "5550100"


def test_nothing_is_brought_forward_for_words_that_are_not_the_owners():
    """Forwards, the clone's messages, answers to oneself and to what is not stored stay alone."""
    asked, own = from_ann(1, "well?"), from_owner(2, "note")
    later = [
        from_owner(3, "a post", 3 * DAY, reply_to=1, is_borrowed=True),
        from_owner(4, "the clone's", 3 * DAY, reply_to=1),
        from_owner(5, "as I said", 3 * DAY, reply_to=2),
        from_owner(6, "lost", 3 * DAY, reply_to=99),
    ]
    assert len(read(asked, own, *later, not_own=frozenset({4}))) == 6
