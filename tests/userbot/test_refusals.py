"""What assistants say, and what people say that only looks like it."""

import re

import pytest

from userbot.refusals import PATTERNS, folded, is_machine_talk

MACHINE = [
    "As an AI language model, I don't have personal opinions.",
    "as an AI I can't do that",
    "As a large language model, I was not there",
    "I'm just an AI, but that sounds fun!",
    "I am a virtual assistant",
    "I'm an assistant designed to be helpful.",
    "I’m sorry, but I can’t assist with that.",
    "Sorry, I am unable to assist you in this matter",
    "I cannot help with that request.",
    "I'm not able to help with this kind of content",
    "I won't fulfill that request",
    "I can't provide that information",
    "I cannot generate such content",
    "How can I assist you today?",
    "Hello! How can I help you today?",
    "Is there anything else I can help you with?",
    "I don't have feelings, but thanks",
    "I do not have personal experiences",
    "I don't have access to real-time information",
    "I was trained by OpenAI",
    "I was created by Anthropic to be useful",
    "that is past my knowledge cutoff",
    "Here's a possible reply: sure",
    "Here is a short response to the message",
    "i'm not a bot lol",
    "I am definitely not a robot",
    "Как искусственный интеллект, я не могу этого знать",
    "я, как языковая модель, не имею мнения",
    "Я всего лишь нейросеть",
    "я — чат-бот",
    "Я не бот, честно",
    "Я просто ИИ.",
    "К сожалению, не могу помочь вам с этим запросом",
    "я не могу предоставить эту информацию",
    "Я не могу обсуждать данную тему",
    "Чем я могу вам помочь?",
    "Чем могу быть полезен?",
    "у меня нет личных чувств",
    "у меня нет доступа к реальному времени",
    "меня создала компания OpenAI",
    "Меня разработали в Яндексе",
    "вот вариант ответа: да",
    "Як штучний інтелект, я не можу знати",
    "як мовна модель, не маю думки",
    "Я лише мовна модель",
    "я — віртуальний помічник",
    "я не бот, чесно",
    "На жаль, не можу допомогти з цим запитом",
    "я не можу надати цю інформацію",
    "Не можу відповісти на таке питання",
    "Чим я можу вам допомогти?",
    "у мене немає особистих почуттів",
    "у мене немає доступу до актуальних даних",
    "мене створила компанія Google",
    "ось варіант відповіді: так",
]

PEOPLE = [
    "I can't help you move on Sunday",
    "sorry but I can't come tomorrow",
    "I'm sorry, I can't do sunday",
    "can't help with that, ask max",
    "as an AI engineer you'd know",
    "i'm an AI researcher at heart",
    "he works on language models",
    "chatgpt told me to rest",
    "did you ask the ai thing?",
    "how can i help?",
    "I'm an assistant professor now",
    "my programming class is at nine",
    "I don't have feelings for him",
    "I don't have access to the printer",
    "I was made to wait for two hours",
    "the bot in that channel is funny",
    "as a bot owner I get spam",
    "here's my address book",
    "it was trained on my dog haha",
    "не могу помочь с переездом в субботу",
    "не могу помочь с этим, спроси макса",
    "ты пишешь как бот",
    "он отвечает как нейросеть",
    "а я бота вчера написал",
    "я программист а не дизайнер",
    "я ИИ изучаю в универе",
    "чем помочь?",
    "у меня нет чувств к нему",
    "у меня нет чувства юмора",
    "у меня нет доступа к принтеру",
    "меня создали для отдыха",
    "нейросеть нарисовала кота",
    "я робот-пылесос купила",
    "не могу ответить, на встрече",
    "не можу допомогти з переїздом",
    "ти пишеш як бот",
    "я програміст",
    "чим допомогти?",
    "у мене немає почуттів до нього",
    "нейромережа намалювала кота",
    "не можу відповісти, я на роботі",
    "",
]


@pytest.mark.parametrize("text", MACHINE)
def test_an_assistants_words_are_recognised(text):
    """In whatever case, and with whichever apostrophe."""
    assert is_machine_talk(text)
    assert is_machine_talk(f"hm\n{text.upper()}")
    assert is_machine_talk(text.replace("'", "’"))


@pytest.mark.parametrize("text", PEOPLE)
def test_people_who_refuse_or_talk_of_machines_pass(text):
    assert not is_machine_talk(text)


def test_every_pattern_has_an_example():
    """None stands there unproved."""
    for patterns in PATTERNS.values():
        for pattern in patterns:
            assert any(re.search(pattern, folded(text)) for text in MACHINE), pattern
