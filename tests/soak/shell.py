"""The replies, the hearing and the ledger at length: python -m tests.soak.shell --stories 5000 [--first 0]"""

import argparse
import asyncio
import time
from collections import Counter

from loguru import logger

from tests.userbot.shell_stories import play
from userbot import pacing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    logger.remove()
    pacing.READING_S = pacing.GAP_S = 0.0
    began, happened, sent, broken = time.monotonic(), Counter(), 0, []
    for number in range(asked.first, asked.first + asked.stories):
        try:
            world = asyncio.run(play(number))
            happened.update(world.told)
            sent += len(world.own)
        except AssertionError as error:
            broken.append(number)
            print(f"story {number}: {error}", flush=True)
        if (number + 1) % 500 == 0:
            print(f"up to story {number}: {sent} bubbles, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{asked.stories} stories, {sent} bubbles sent, {len(broken)} broken; what happened: {dict(happened)}")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
