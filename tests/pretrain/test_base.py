"""The shipped base, as a fresh machine finds it."""

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

import finetune

EMBEDDED = Path(finetune.__file__).parent / "embedded"

# The same invented sentences in three languages, in the order en, ru, uk.
PARALLEL = (
    "Hi! Are you coming tonight? We are meeting at seven by the station, and I can wait for you for ten minutes. "
    "Bring something warm, it gets cold in the evening. I don't know what we will do later, maybe go to the cinema.",
    "Привет! Ты придёшь сегодня вечером? Мы встречаемся в семь у вокзала, я могу подождать тебя десять минут. "
    "Возьми что-нибудь тёплое, вечером холодно. Не знаю, что будем делать потом, может, пойдём в кино.",
    "Привіт! Ти прийдеш сьогодні ввечері? Ми зустрічаємося о сьомій біля вокзалу, я можу почекати тебе десять хвилин. "
    "Візьми щось тепле, ввечері холодно. Не знаю, що робитимемо потім, може, підемо в кіно.",
)


EXCHANGES = (("hi, how are you?", "I'm fine, thanks"), ("как дела?", "все хорошо"), ("як справи?", "все добре"))
TEXTS = (
    "don't  double   spaces ",
    "Ёж їсть п'ять ґудзиків — «так»…",
    "👩‍👩‍👧 🇺🇦 ❤️",
    "one\n\tfolded\nnext",
    "<|me|> typed",
)


@pytest.fixture(scope="module")
def tokenizer():
    return AutoTokenizer.from_pretrained(EMBEDDED)


@pytest.fixture(scope="module")
def model():
    return AutoModelForCausalLM.from_pretrained(EMBEDDED).eval()


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_comes_back_as_it_was_typed(tokenizer, text: str):
    """Byte-level tokens lose nothing, and a typed control token stays text."""
    ids = tokenizer(text, split_special_tokens=True).input_ids
    assert tokenizer.decode(ids) == text
    assert not set(ids) & set(tokenizer.all_special_ids)


def test_cyrillic_costs_at_most_three_tenths_more_than_english(tokenizer):
    """Tokens a character in Russian and Ukrainian are at most 1.3 times those in English."""
    english, *others = (len(tokenizer(text).input_ids) / len(text) for text in PARALLEL)
    assert [round(cost / english, 2) <= 1.3 for cost in others] == [True, True]


def test_the_template_is_the_chat_format_of_the_product(tokenizer):
    """Roles and ends are control tokens, nothing stands between turns, a system message is left out."""
    chat = [
        {"role": "system", "content": "ignored"},
        {"role": "user", "content": "hi\nyou there?"},
        {"role": "assistant", "content": "yes"},
        {"role": "user", "content": "good"},
    ]
    rendered = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    assert rendered == "<|them|>hi\nyou there?<|end|><|me|>yes<|end|><|them|>good<|end|><|me|>"
    assert tokenizer.eos_token == "<|end|>" and tokenizer.pad_token == "<|pad|>"


def test_the_base_loads_by_the_ordinary_path_and_fits_the_repository(model):
    """10 to 30 million parameters, tied embeddings, 512 tokens or more, no custom code, 40 MB in all."""
    config = json.loads((EMBEDDED / "config.json").read_text())
    assert 10e6 < model.num_parameters() < 30e6
    assert config["tie_word_embeddings"] and config["max_position_embeddings"] >= 512 and "auto_map" not in config
    assert sum(file.stat().st_size for file in EMBEDDED.iterdir()) <= 40_000_000


def test_the_base_has_learnt_to_talk(model, tokenizer):
    """In each language it finds an answer to a greeting far likelier than the same words in reverse."""
    for greeting, answer in EXCHANGES:
        backwards = " ".join(reversed(answer.split()))
        assert nll(model, tokenizer, greeting, answer) < nll(model, tokenizer, greeting, backwards) - 1


def nll(model, tokenizer, prompt: str, reply: str) -> float:
    chat = [{"role": "user", "content": prompt}, {"role": "assistant", "content": reply}]
    ids = torch.tensor([tokenizer(tokenizer.apply_chat_template(chat, tokenize=False)).input_ids])
    with torch.inference_mode():
        logp = model(ids).logits[0, :-1].float().log_softmax(-1)
    return -float(logp.gather(-1, ids[0, 1:, None]).sum())
