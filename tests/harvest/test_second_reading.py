from harvest.conversations import conversations
from harvest.messages import Message
from harvest.redact import Redactor
from harvest.second_reading import AT_RANDOM, LEAST_SURE, second_reading
from harvest.settings import RedactSettings


def talk(chat_id, *texts):
    messages = [Message(chat_id, n, 60.0 * n, n % 2 == 0, text) for n, text in enumerate(texts, 1)]
    return next(conversations(messages, 3600))


def test_what_was_taken_out_is_shown_in_its_sentence_and_masked():
    """The owner sees where a value stood and how long it was; nobody reads the value off the page."""
    said = talk(1, "my number is +44 20 7946 0958, and kit@example.org", "ok")
    reading = second_reading([said], Redactor(RedactSettings()))
    assert [(one.kind, one.before, one.value, one.after) for one in reading.at_random] == [
        ("PHONE", "my number is ", "+•• •• •••• ••••", ", and •••@•••••••.•••"),
        ("EMAIL", "my number is +•• •• •••• ••••, and ", "•••@•••••••.•••", ""),
    ]
    assert {one.kind for one in reading.least_sure} == {"PHONE", "EMAIL"}


def test_a_large_archive_is_shown_by_a_sample():
    """However much was taken out, the page stays readable, is the same each time, and the least sure come first."""
    said = [
        talk(chat, *(f"call +44 20 7946 0{chat:03}" for _ in range(5)), "password: wintermoth-42") for chat in range(99)
    ]
    first, again = (second_reading(said, Redactor(RedactSettings())) for _ in range(2))
    assert first == again
    assert len(first.at_random) == AT_RANDOM
    assert len(first.least_sure) == LEAST_SURE
    sureness = [one.sureness for one in first.least_sure]
    assert sureness == sorted(sureness)
    assert max(sureness) <= min(one.sureness for one in first.at_random)
