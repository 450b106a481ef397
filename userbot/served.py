"""A model server in the place of the local model: anything that speaks OpenAI's chat completions.

What holds of the prompt, compared with finetune.rendering: the same turns in the same roles and folding, the same
opening and context line, no system message of ours. The headers between the turns are the server's: with the template
that `finetune export` writes, those of training. With the base's own, a date is today's, a past turn's thoughts are the
template's to keep, and `disable_thinking` asks for the empty thought that training shows. With neither are the turns
tokenised apart from their headers, and the prompt is cut by characters, since no tokens are known here.
"""

import asyncio
import math
import time
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from finetune.context import context_line
from finetune.rendering import alternating
from finetune.requests import ModelFailed, Reply, ReplyRequest
from harvest.conversations import unfold
from harvest.examples import ChatMessage
from harvest.reply_settings import ServerSettings
from userbot.lookalikes import broken

if TYPE_CHECKING:
    import httpx2

AT_ONCE = 4  # requests; more wait here, where a chat that moves on takes its own back
LONGEST_ANSWER = 2**20  # bytes
REFUSED = (400, 422)  # what servers say to a field they don't know
MEANINGS = {
    401: "refused the key",
    403: "refused the key",
    404: "knows no such model, or no such address",
    413: "found the prompt too long",
    429: "is busy",
}


class ServedModel:
    """context_zone: time zone of the context line if the served clone was trained with one, else None.

    Says nothing of its own to anybody: no proxy or password of the environment is used, no redirect followed.
    """

    def __init__(self, settings: ServerSettings, context_zone: str | None = None) -> None:
        self._settings = settings
        self._context_zone = context_zone
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._client: httpx2.AsyncClient | None = None
        self._tells_logprobs = True

    @property
    def state(self) -> Literal["server"]:
        return "server"

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply:
        """deadline_s: from the moment the request goes out. Raises ModelFailed.

        The same seed gives the same reply as far as the server keeps to it. Cancelled, it hangs up.
        """
        prompt = served_turns(request, self._settings.max_prompt_chars, self._context_zone)
        async with self._turns:
            began_at = time.monotonic()
            try:
                async with asyncio.timeout(deadline_s):
                    answer = await self._ask(request, prompt)
            except TimeoutError:
                raise ModelFailed(f"the model server took longer than {deadline_s:g} s") from None
        return read_answer(answer, time.monotonic() - began_at)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _ask(self, request: ReplyRequest, prompt: list[dict[str, str]]) -> bytes:
        """Asks for probabilities until the server turns out to refuse that."""
        status, content = await self._post(self._body(request, prompt))
        if status in REFUSED and self._tells_logprobs:
            self._tells_logprobs = False
            status, content = await self._post(self._body(request, prompt))
            self._tells_logprobs = status != 200
        if status == 200:
            return content
        if 300 <= status < 400:
            raise ModelFailed(f"the model server sends elsewhere ({status}): name that address in userbot.server.url")
        raise ModelFailed(f"the model server {MEANINGS.get(status, 'failed')} ({status})")

    def _body(self, request: ReplyRequest, prompt: list[dict[str, str]]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": prompt,
            "max_tokens": request.max_new_tokens,
            "temperature": request.temperature,
            "top_p": request.top_p,
            "seed": request.seed & 0x7FFFFFFF,
            "stream": False,
        }
        if self._tells_logprobs:
            body |= {"logprobs": True, "top_logprobs": 1}  # llama-cpp-python tells the first only with the second
        if self._settings.disable_thinking:
            body["chat_template_kwargs"] = {"enable_thinking": False}
        return body

    async def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        import httpx2

        client = self._connected()
        try:
            async with client.stream("POST", f"{self._settings.url}/chat/completions", json=body) as response:
                if response.status_code != 200:
                    return response.status_code, b""
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise ModelFailed("the model server packed its answer, unasked")
                content = bytearray()
                async for piece in response.aiter_raw():
                    content += piece
                    if len(content) > LONGEST_ANSWER:
                        raise ModelFailed("the model server's answer has no end")
                return 200, bytes(content)
        except httpx2.ConnectTimeout:
            wait_s = self._settings.connect_timeout_s
            raise ModelFailed(f"the model server could not be reached within {wait_s:g} s") from None
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise ModelFailed(f"the model server could not be reached, or hung up ({type(error).__name__})") from None

    def _connected(self) -> "httpx2.AsyncClient":
        if self._client is None:
            import httpx2

            key = self._settings.api_key
            self._client = httpx2.AsyncClient(
                headers={"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})},
                timeout=httpx2.Timeout(None, connect=self._settings.connect_timeout_s),
                follow_redirects=False,
                trust_env=False,
            )
        return self._client


def served_turns(request: ReplyRequest, max_chars: int, context_zone: str | None) -> list[dict[str, str]]:
    """The newest exchanges that fit and the contact's last turn, of which the end stays. Raises ModelFailed."""
    turns = alternating(request.messages)
    if not turns or turns[-1].role != "user":
        raise ModelFailed("the contact has not spoken last: nothing to answer")
    kept = [ChatMessage("user", turns[-1].content[-max_chars:])]
    room = max_chars - len(kept[0].content)
    for contact, owner in zip(turns[-3::-2], turns[-2::-2], strict=True):
        room -= len(contact.content) + len(owner.content)
        if room < 0:
            break
        kept = [contact, owner, *kept]
    contents = [broken(turn.content.encode("utf-8", "replace").decode()) for turn in kept]
    if context_zone is not None and request.chat_id is not None and request.started_at is not None:
        contents[0] = f"{context_line(request.chat_id, request.started_at, context_zone)}\n{contents[0]}"
    return [{"role": turn.role, "content": content} for turn, content in zip(kept, contents, strict=True)]


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None
    logprobs: msgspec.Raw = msgspec.Raw(b"null")


class _Usage(msgspec.Struct):
    completion_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class _Token(msgspec.Struct):
    logprob: float


class _Logprobs(msgspec.Struct):
    content: list[_Token] | None = None


_completion = msgspec.json.Decoder(_Completion)
_logprobs = msgspec.json.Decoder(_Logprobs | None)


def read_answer(content: bytes, seconds: float) -> Reply:
    """Raises ModelFailed for what is no chat completion, whole and with words or the lack of them."""
    try:
        completion = _completion.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ModelFailed("the model server's answer is no chat completion") from None
    if not completion.choices or completion.choices[0].message.content is None:
        raise ModelFailed("the model server's answer holds no reply")
    choice = completion.choices[0]
    bubbles = tuple(unfold(choice.message.content or ""))
    tokens = completion.usage.completion_tokens if completion.usage else 0
    return Reply(bubbles, choice.finish_reason == "stop", tokens, seconds, mean_logprob(choice.logprobs))


def mean_logprob(told: msgspec.Raw) -> float:
    """In nats. NaN where the server tells none, or in a shape of its own."""
    try:
        logprobs = _logprobs.decode(told)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return math.nan
    tokens = logprobs.content if logprobs else None
    return sum(token.logprob for token in tokens) / len(tokens) if tokens else math.nan
