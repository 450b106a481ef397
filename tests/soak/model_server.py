"""A model server that speaks OpenAI's chat completions over loopback, and never writes the same reply twice."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field

from harvest.loopback import Hold

VOWELS, CONSONANTS = "aeiou", "bdfgklmnprstvz"


def word(number: int) -> str:
    """Another made-up word for each number."""
    made = ""
    while number or not made:
        number, letter = divmod(number, len(CONSONANTS))
        number, vowel = divmod(number, len(VOWELS))
        made += CONSONANTS[letter] + VOWELS[vowel]
    return made


@dataclass
class ModelServer:
    """Each answer is two bubbles that share a word no other answer has. thinks_s: before each answer."""

    thinks_s: float = 0.0
    asked: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))
    _holds: list[Hold] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> "ModelServer":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    def hold(self, when: str) -> Hold:
        """The next request waits: before it is answered, or in the midst of its answer."""
        self._holds.append(Hold(when))
        return self._holds[-1]

    def forget_holds(self) -> None:
        self._holds.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        self.asked += 1
        hold = self._holds.pop(0) if self._holds else None
        await asyncio.sleep(self.thinks_s)
        if hold and hold.when == "before":
            await hold.wait()
        body = _completion(word(next(self._numbers)))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
        writer.write(body[:40])
        await writer.drain()
        if hold and hold.when == "after":
            await hold.wait()
        writer.write(body[40:])
        await writer.drain()


def _completion(made: str) -> bytes:
    message = {"role": "assistant", "content": f"{made} then\nyes {made}"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"object": "chat.completion", "choices": [choice], "usage": {"completion_tokens": 5}}).encode()
