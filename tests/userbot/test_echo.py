"""What only says again what the model was told."""

import pytest

from userbot.echo import echoes, holds_template


@pytest.mark.parametrize(
    ("bubbles", "heard"),
    [
        (["are you coming to the party tonight"], ["Are you coming to the party tonight?"]),
        (["haha are you coming to the party", "hm"], ["are you coming to the party"]),
        (["are you coming to the party"], ["hey so are you coming to the party or what"]),
        (["hey", "are you there my friend"], ["hey", "are you there", "my friend"]),
        (["What time?"], ["what time?"]),
        (["when"], ["when?"]),
        (["ты придёшь сегодня вечером к нам"], ["ТЫ ПРИДЕШЬ СЕГОДНЯ ВЕЧЕРОМ К НАМ??"]),
        (["how are you"], ["how are you"]),
    ],
)
def test_the_contacts_own_words_are_no_answer(bubbles, heard):
    """Whole, in parts, over bubbles, in another case."""
    assert echoes(bubbles, heard)


@pytest.mark.parametrize(
    ("bubbles", "heard"),
    [
        (["hi"], ["hi"]),
        (["good night"], ["Good night!"]),
        (["haha"], ["haha"]),
        (["what time?", "at nine?"], ["what time?"]),
        (["yes at the station at nine then"], ["so at the station at nine?"]),
        (["?"], ["?"]),
        (["ok"], []),
        (["coming to the party"], ["are you coming to the party"]),
    ],
)
def test_people_mirror_and_take_up_words(bubbles, heard):
    """A greeting is answered by itself; a few words taken up are no echo."""
    assert not echoes(bubbles, heard)


TEMPLATE = [
    "ok<|im_end|>",
    "<|im_start|>assistant",
    "<｜end▁of▁sentence｜>",
    "[INST] hello [/INST]",
    "<<SYS>> be kind",
    "<start_of_turn>user",
    "<think>she wants to know",
    "</think> hey",
    "hey</s>",
    "hey<eos>",
    "User: hi",
    "sure\nAssistant: hello",
    "**assistant**: hello",
    "ассистент: привет",
    "Користувач: привіт",
    "ok\nMe:\nsure",
    "Them: ",
    "### Response:\nhi",
    "hey {{name}}",
    "{% if x %}",
    "a<0x0A>b",
    "Ġhello",
    "<|turn>model",
]
ORDINARY = [
    "<3",
    "a < b > c",
    "me: on a diet\nalso me: pizza",
    "them: so you see",
    "the user: nobody",
    "he said: hi",
    "model: bmw".replace("model", "the model"),
    "|| spoiler ||",
    "{ok}",
    "#party",
    "in the system, as usual",
    "note: bring cake",
    "<- there",
]


@pytest.mark.parametrize("text", TEMPLATE)
def test_the_prompts_frame_is_recognised(text):
    assert holds_template(["hm", text])


@pytest.mark.parametrize("text", ORDINARY)
def test_signs_that_people_type_are_no_frame(text):
    assert not holds_template([text])
