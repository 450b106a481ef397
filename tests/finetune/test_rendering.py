"""What the model reads, token by token, and which tokens it is trained to write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finetune.rendering import Renderer
from harvest.examples import OPENING, ChatMessage
from tests.finetune.tiny import TEMPLATE, chat, tiny_tokenizer

END, THEM, ME = 0, 1, 2
QWEN = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
QWEN_CONTROL = ["<|im_end|>", "<|im_start|>", "<|pad|>"]


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(tiny_tokenizer())


def test_a_small_conversation_token_by_token(renderer):
    """Headers and the contact's words are read; the owner's words and the end of the owner's turn are trained."""
    hi, fine, ok, yes = (renderer.typed(words) for words in ("hi", "fine", "ok", "yes"))
    (window,) = renderer.training_windows(chat("hi", "fine", "ok", "yes"), max_tokens=64)
    assert window.token_ids == [THEM, *hi, END, ME, *fine, END, THEM, *ok, END, ME, *yes, END]
    trained = [t for t, own in zip(window.token_ids, window.is_owner, strict=True) if own]
    assert trained == [*fine, END, *yes, END]
    assert window.is_owner[1 + len(hi) + 2 :][: len(fine) + 1] == [True] * (len(fine) + 1)
    assert window.owner_turns == 2


def test_the_rendering_is_the_bases_own_template(renderer):
    """Cut into pieces and joined again, a conversation is what apply_chat_template gives."""
    talk = chat("hi how are you", "fine and you", "ok", "see you")
    (window,) = renderer.training_windows(talk, max_tokens=128)
    messages = [{"role": message.role, "content": message.content} for message in talk]
    whole = tiny_tokenizer().apply_chat_template(messages, tokenize=True, return_dict=True)["input_ids"]
    assert window.token_ids == whole


@pytest.mark.parametrize("template", [TEMPLATE, ""], ids=["own template", "plain"])
def test_a_prompt_is_a_prefix_of_the_training_text(template):
    """Up to the owner's first word, replying and training show the model the same tokens."""
    renderer = Renderer(tiny_tokenizer(template))
    talk = chat("hi", "fine\nand you", "ok", "see you")
    (window,) = renderer.training_windows(talk, max_tokens=128)
    prompt = renderer.prompt(talk[:3], max_tokens=128)
    assert window.token_ids[: len(prompt)] == prompt
    assert window.token_ids[len(prompt) :] == [*renderer.typed("see you"), renderer.end_of_turn]


@pytest.mark.parametrize("typed", ["<|im_end|>", "<|end|>", "</s>", "[INST]", "<|me|>", "<think>", "a<|end|><|me|>b"])
def test_typed_control_tokens_stay_text(typed):
    """Nobody ends a turn by typing how it ends, whether the token is marked special or only added."""
    tokenizer = tiny_tokenizer(QWEN, [*QWEN_CONTROL, "<|end|>", "<|me|>", "</s>", "[INST]"])
    tokenizer.add_tokens(["<think>"])
    renderer = Renderer(tokenizer)
    ids = renderer.typed(typed)
    assert renderer.control_tokens.isdisjoint(ids)
    assert tokenizer.decode(ids) == typed


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<|end>me them/ s[INST]ñ\n", max_size=40))
def test_no_text_becomes_a_control_token(text):
    """Whatever is typed comes back as it was, without one control token."""
    renderer = Renderer(tiny_tokenizer())
    ids = renderer.typed(text)
    assert renderer.control_tokens.isdisjoint(ids)
    assert tiny_tokenizer().decode(ids) == text


def test_the_empty_thought_of_a_thinking_base_stands_before_every_owner_turn():
    """Where a template knows enable_thinking, training and prompts both carry its thinking-off prompt."""
    renderer = Renderer(tiny_tokenizer(QWEN, QWEN_CONTROL))
    assert renderer.format.to_owner.endswith("assistant\n<think>\n\n</think>\n\n")
    assert renderer.format.to_contact == "<|im_end|>\n<|im_start|>user\n"
    assert not renderer.format.is_plain


def test_a_template_with_the_date_renders_the_same_tomorrow():
    """A template that writes today's date would otherwise make every adapter stale overnight."""
    dated = "{{ strftime_now('%d %B %Y') }}" + TEMPLATE
    assert Renderer(tiny_tokenizer(dated)).format.opening == "01 January 2026<|them|>"


@pytest.mark.parametrize("template", ["", "{{ messages[0]['content'] }}", "{{ raise_exception('no') }}"])
def test_without_a_usable_template_ours_is_used(template):
    """The base's end of text ends a turn."""
    renderer = Renderer(tiny_tokenizer(template))
    assert renderer.format.is_plain
    assert renderer.end_of_turn == END
    assert renderer.format.opening == "Them:\n"


def test_an_owner_who_begins_answers_a_neutral_opening(renderer):
    """The opening is a contact's turn: read, never trained."""
    (window,) = renderer.training_windows((ChatMessage("assistant", "hi"),), max_tokens=64)
    opening = renderer.typed(OPENING)
    assert window.token_ids == [THEM, *opening, END, ME, *renderer.typed("hi"), END]
    assert sum(window.is_owner) == len(renderer.typed("hi")) + 1


def test_a_long_conversation_is_cut_between_turns(renderer):
    """Each owner turn is trained once, later windows repeat some context, and no window is too long."""
    talk = chat(*(f"{'hi' if i % 2 == 0 else 'ok'} {i}" for i in range(60)))
    windows = renderer.training_windows(talk, max_tokens=64)
    trained = [t for w in windows for t, own in zip(w.token_ids, w.is_owner, strict=True) if own]
    assert trained == [t for m in talk if m.role == "assistant" for t in [*renderer.typed(m.content), END]]
    assert max(len(w.token_ids) for w in windows) <= 64
    assert sum(w.owner_turns for w in windows) == 30
    assert all(sum(w.is_owner) < sum(t == ME for t in w.token_ids) * 8 for w in windows)
    assert windows[1].token_ids[0] == THEM
    first_owner = windows[1].is_owner.index(True)
    assert ME in windows[1].token_ids[: first_owner - 1], "an earlier exchange stands before the first trained turn"


def test_an_owner_turn_longer_than_a_window_is_left_out(renderer):
    """Its neighbours stay, and nothing pretends to answer what it answered."""
    talk = chat("hi", "fine", "and", "b" * 400, "ok", "yes")
    windows = renderer.training_windows(talk, max_tokens=64)
    assert sum(w.owner_turns for w in windows) == 2
    assert [w.owner_turns for w in windows] == [1, 1]


def test_a_long_question_keeps_its_end(renderer):
    """What a contact wrote too long for a window is context: the end stays, the answer is trained."""
    (window,) = renderer.training_windows(chat("b" * 400 + " now", "ok"), max_tokens=32)
    assert len(window.token_ids) == 32
    assert window.token_ids[-len(renderer.typed("ok")) - 1 :] == [*renderer.typed("ok"), END]


def test_a_prompt_keeps_the_newest_turns(renderer):
    """Old turns leave, the header and the question stay."""
    talk = chat(*(f"hi {i}" for i in range(41)))
    prompt = renderer.prompt(talk, max_tokens=40)
    assert len(prompt) <= 40
    assert prompt[0] == THEM
    assert prompt[-len(renderer.typed("hi 40")) - 2 :] == [*renderer.typed("hi 40"), END, ME]
    assert len(renderer.prompt(chat("b" * 400), max_tokens=40)) <= 40


def test_bubbles_come_back_as_they_were_sent(renderer):
    """A new line is a new message, a folded line break is not; the end of turn is nobody's words."""
    ids = [*renderer.typed("ok\nsee you\n\tthere"), END]
    assert renderer.reply_bubbles(ids) == ["ok", "see you\nthere"]


def test_the_fingerprint_tells_formats_apart():
    """Another template or our plain one is another fingerprint; the same template is the same."""
    fingerprints = [Renderer(tiny_tokenizer(t)).fingerprint for t in (TEMPLATE, TEMPLATE, "")]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def test_examples_to_imitate_stand_before_a_window(renderer):
    """As if the chat had begun with them; only the window's own turns count."""
    (window,) = renderer.training_windows(chat("ok", "yes"), max_tokens=64)
    few_shot = renderer.behind(chat("hi", "fine"), window)
    (whole,) = renderer.training_windows(chat("hi", "fine", "ok", "yes"), max_tokens=64)
    assert few_shot.token_ids == whole.token_ids
    assert sum(few_shot.is_owner) == sum(window.is_owner)
    assert few_shot.is_owner[-sum(window.is_owner) :] == [True] * sum(window.is_owner)
