"""What a model server can do wrong, over real sockets; nothing of it is more than one line without words."""

import asyncio
import json
import math
from contextlib import asynccontextmanager

import pytest

from finetune.context import context_line
from finetune.rendering import Renderer
from finetune.requests import ModelFailed, ReplyRequest
from harvest.examples import ChatMessage
from harvest.reply_settings import ServerSettings
from tests.finetune.tiny import chat, tiny_tokenizer
from userbot.lookalikes import broken
from userbot.served import LONGEST_ANSWER, ServedModel, read_answer, served_turns

ASK = ReplyRequest(chat("hi, my pin is secret-word"), max_new_tokens=7, temperature=0.5, top_p=0.9, seed=2**31 + 5)
HELLO = {
    "choices": [
        {
            "message": {"role": "assistant", "content": "hello\nthere\n\tyou"},
            "finish_reason": "stop",
            "logprobs": {"content": [{"token": "a", "logprob": -1.0}, {"token": "b", "logprob": -3.0}]},
        }
    ],
    "usage": {"completion_tokens": 2},
}


def http(status, body=b"", **headers):
    """A whole answer; its length is told truly unless said otherwise."""
    told = {"Content-Length": len(body), "Connection": "close", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return b"".join(
        [f"HTTP/1.1 {status} X\r\n".encode(), *(f"{k}: {v}\r\n".encode() for k, v in told.items()), b"\r\n", body]
    )


class RawServer:
    """Answers each request with the next of its answers, the last one for ever; remembers what was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []
        self.heard, self.hung_up = asyncio.Event(), asyncio.Event()

    async def talk(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(next(v for k, v in self.headers(head) if k == "content-length"))
            self.asked.append((dict(self.headers(head)), json.loads(await reader.readexactly(length))))
            self.heard.set()
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if answer is None:
                await reader.read()
                self.hung_up.set()
                return
            for piece in answer if not isinstance(answer, bytes) else [answer]:
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            self.hung_up.set()
        finally:
            writer.close()

    @staticmethod
    def headers(head):
        lines = head.decode().split("\r\n")[1:]
        return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines) if name]


@asynccontextmanager
async def serving(*answers, **settings):
    raw = RawServer(*answers)
    listening = await asyncio.start_server(raw.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    model = ServedModel(ServerSettings(url=f"http://127.0.0.1:{port}/v1", model="clone", **settings))
    try:
        yield model, raw
    finally:
        await model.close()
        listening.close()


async def test_a_reply_has_its_bubbles_its_end_and_its_sureness():
    """And the request has everything that the local model is given."""
    async with serving(http(200, json.dumps(HELLO).encode()), api_key="k3y") as (model, raw):
        reply = await model.reply(ASK, deadline_s=60)
    assert reply.bubbles == ("hello", "there\nyou")
    assert (reply.is_finished, reply.tokens, reply.mean_logprob) == (True, 2, -2.0)
    headers, body = raw.asked[0]
    assert headers["authorization"] == "Bearer k3y"
    assert body == {
        "model": "clone",
        "messages": [{"role": "user", "content": "hi, my pin is secret-word"}],
        "max_tokens": 7,
        "temperature": 0.5,
        "top_p": 0.9,
        "seed": 5,
        "stream": False,
        "logprobs": True,
        "top_logprobs": 1,
    }


async def test_thinking_can_be_switched_off():
    async with serving(http(200, json.dumps(HELLO).encode()), disable_thinking=True) as (model, raw):
        await model.reply(ASK, deadline_s=60)
    assert raw.asked[0][1]["chat_template_kwargs"] == {"enable_thinking": False}


async def test_a_server_without_probabilities_is_asked_for_none():
    """Once it has refused them and then answered, it is not asked again."""
    fine = http(200, json.dumps(HELLO).encode())
    async with serving(http(400), fine, fine) as (model, raw):
        await model.reply(ASK, deadline_s=60)
        await model.reply(ASK, deadline_s=60)
    assert ["logprobs" in body for _, body in raw.asked] == [True, False, False]


def completion(**changed):
    return json.dumps({"choices": [{**HELLO["choices"][0], **changed}]}).encode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (http(500, b"secret-word"), "the model server failed (500)"),
        (http(503), "the model server failed (503)"),
        (http(401), "the model server refused the key (401)"),
        (http(404), "the model server knows no such model, or no such address (404)"),
        (http(429), "the model server is busy (429)"),
        (http(400), "the model server failed (400)"),
        (http(307, Location="http://127.0.0.1:1/v1"), "the model server sends elsewhere (307): name that address"),
        (http(200, b"secret-word"), "the model server's answer is no chat completion"),
        (http(200, b""), "the model server's answer is no chat completion"),
        (http(200, b'{"choices": "secret-word"}'), "the model server's answer is no chat completion"),
        (http(200, b'{"choices": []}'), "the model server's answer holds no reply"),
        (http(200, completion(message={"content": None})), "the model server's answer holds no reply"),
        (http(200, b"\xff\xfe" * 9), "the model server's answer is no chat completion"),
        (http(200, b"x", Content_Encoding="gzip"), "the model server packed its answer, unasked"),
        (http(200, b'{"choi', Content_Length=99), "could not be reached, or hung up (RemoteProtocolError)"),
        (b"secret-word\r\n\r\n", "could not be reached, or hung up (RemoteProtocolError)"),
        (b"", "could not be reached, or hung up ("),
        ([http(200, Content_Length=2**40), *[b" " * 2**16] * (LONGEST_ANSWER // 2**16 + 1)], "answer has no end"),
    ],
)
async def test_every_wrong_answer_is_one_line(answer, words):
    """Neither the contact's words nor the server's are in it."""
    async with serving(answer) as (model, _):
        with pytest.raises(ModelFailed) as failed:
            await model.reply(ASK, deadline_s=60)
    line = str(failed.value)
    assert words in line
    assert "\n" not in line
    assert "secret-word" not in line


async def test_a_server_that_is_not_there():
    """Refused at once; the next reply tries again."""
    async with serving(b"") as (model, _):
        url = model._settings.url
    model = ServedModel(ServerSettings(url=url, model="clone"))
    with pytest.raises(ModelFailed, match=r"could not be reached, or hung up \(ConnectError\)"):
        await model.reply(ASK, deadline_s=60)
    await model.close()


async def test_a_server_that_is_silent_is_left():
    """After the deadline, with the connection closed; it may answer the next."""
    async with serving(None, http(200, json.dumps(HELLO).encode())) as (model, raw):
        with pytest.raises(ModelFailed, match=r"^the model server took longer than 0\.2 s$"):
            await model.reply(ASK, deadline_s=0.2)
        await asyncio.wait_for(raw.hung_up.wait(), 10)
        assert (await model.reply(ASK, deadline_s=60)).is_finished


async def test_a_reply_that_nobody_waits_for_is_taken_back():
    """Cancelled, it hangs up, so that the server may stop."""
    async with serving(None) as (model, raw):
        waiting = asyncio.create_task(model.reply(ASK, deadline_s=60))
        await asyncio.wait_for(raw.heard.wait(), 10)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wait_for(raw.hung_up.wait(), 10)


async def test_the_environments_proxy_hears_nothing(monkeypatch):
    """Private words go to the address that the owner named."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with serving(http(200, json.dumps(HELLO).encode())) as (model, _):
        assert (await model.reply(ASK, deadline_s=60)).is_finished


@pytest.mark.parametrize(
    ("changed", "is_finished", "bubbles"),
    [
        ({"finish_reason": "length"}, False, ("hello", "there\nyou")),
        ({"finish_reason": None}, False, ("hello", "there\nyou")),
        ({"finish_reason": "content_filter"}, False, ("hello", "there\nyou")),
        ({"message": {"content": ""}}, True, ()),
        ({"message": {"content": "hm", "reasoning_content": "she wants"}}, True, ("hm",)),
    ],
)
def test_only_a_stop_is_an_end(changed, is_finished, bubbles):
    """Nothing before a stop is the clone's silence; what it thought is left out."""
    reply = read_answer(completion(**changed), 1.0)
    assert (reply.is_finished, reply.bubbles) == (is_finished, bubbles)


@pytest.mark.parametrize("logprobs", [None, {}, {"content": None}, {"content": []}, {"tokens": ["a"]}, [1], "x"])
def test_without_probabilities_sureness_is_unknown(logprobs):
    """Told in no shape, or in another server's own."""
    assert math.isnan(read_answer(completion(logprobs=logprobs), 1.0).mean_logprob)


def contents(turns):
    return [turn["content"] for turn in turns]


def test_the_newest_exchanges_are_sent():
    """Whole ones, from the contact's turn on; of a last turn that is too long the end stays."""
    talk = ReplyRequest(chat("a" * 50, "b" * 50, "c" * 30, "d" * 30, "e" * 30))
    assert [c[0] for c in contents(served_turns(talk, 1000, None))] == ["a", "b", "c", "d", "e"]
    assert [c[0] for c in contents(served_turns(talk, 90, None))] == ["c", "d", "e"]
    assert contents(served_turns(talk, 89, None)) == ["e" * 30]
    assert contents(served_turns(ReplyRequest(chat("abcdef")), 3, None)) == ["def"]


def test_neighbours_of_one_side_are_one_turn():
    """As the renderer has it, with an opening where the owner began."""
    talk = ReplyRequest((ChatMessage("assistant", "hey"), *chat("a", "b"), ChatMessage("user", "c"), *chat("d")))
    turns = served_turns(talk, 1000, None)
    assert [(turn["role"], turn["content"]) for turn in turns] == [
        ("user", "[start]"),
        ("assistant", "hey"),
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c\nd"),
    ]
    with pytest.raises(ModelFailed, match="nothing to answer"):
        served_turns(ReplyRequest(chat("a", "b")), 1000, None)


def test_the_context_line_heads_the_first_turn_that_is_sent():
    """Where the clone was trained with one."""
    talk = ReplyRequest(chat("a" * 50, "b" * 50, "c"), chat_id=1000, started_at=0.0)
    line = context_line(1000, 0.0, "UTC")
    assert contents(served_turns(talk, 20, "UTC")) == [f"{line}\nc"]
    assert contents(served_turns(talk, 1000, "UTC"))[0] == f"{line}\n{'a' * 50}"
    assert contents(served_turns(talk, 20, None)) == ["c"]


LOOKALIKES = [
    "<|im_start|>",
    "<|im_end|>",
    "<start_of_turn>",
    "</s>",
    "<think>",
    "<｜User｜>",
    "<|turn>",
    "<turn|>",
    "<<SYS>>",
    "<</SYS>>",
    "[INST]",
    "[/INST]",
    "[TOOL_CALLS]",
    "[gMASK]",
    "<0x0A>",
    "<|begin_of_text|>",
    "<|start_header_id|>",
]


@pytest.mark.parametrize("name", LOOKALIKES)
def test_no_control_token_comes_out_of_what_people_type(name):
    """A tokenizer that knows it, and takes it wherever it stands, finds none; the words stay."""
    tokenizer = tiny_tokenizer(control=["<|end|>", name, "<|pad|>"])
    assert tokenizer.convert_tokens_to_ids(name) in tokenizer(f"hi{name}there")["input_ids"]
    safe = broken(f"hi{name}there {name}{name}")
    assert Renderer(tokenizer).control_tokens.isdisjoint(tokenizer(safe)["input_ids"])
    assert safe.replace(" ", "") == f"hi{name}there{name}{name}"
    assert broken(safe) == safe


@pytest.mark.parametrize(
    "text",
    ["<3", "a < b > c", "[photo]", "[voice 0:12]", "[EMAIL_1]", "[start]", "|x|", "ok :)", "x -> y", "<>"],
)
def test_what_people_type_is_left_as_it_is(text):
    """So is what the clone learned: placeholders of media and of redaction."""
    assert broken(text) == text
