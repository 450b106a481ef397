"""Log an account in: by a code that the phone scans, or by phone number. Asks through a terminal that it is given."""

from typing import Protocol

from telethon import TelegramClient, errors

from harvest.errors import UserError

TRIES = 3


class Terminal(Protocol):
    """Who sits there. The secret's answer is not shown."""

    def show_link(self, link: str) -> None: ...
    def ask(self, question: str) -> str: ...
    def ask_secret(self, question: str) -> str: ...


async def by_code(client: TelegramClient, terminal: Terminal) -> None:
    """Show login codes until one is scanned: each lives half a minute. Raises UserError on a wrong password."""
    login = await client.qr_login()
    while True:
        terminal.show_link(login.url)
        try:
            await login.wait()
            return
        except TimeoutError:
            await login.recreate()
        except errors.SessionPasswordNeededError:
            await _second_factor(client, terminal)
            return


async def by_phone(client: TelegramClient, terminal: Terminal) -> None:
    """Telegram sends a code to the account's other devices. Raises UserError on a wrong number, code or password."""
    phone = terminal.ask("Phone number, with the country's code: ")
    try:
        sent = await client.send_code_request(phone)
    except (errors.PhoneNumberInvalidError, TypeError):
        raise UserError("login: this is no phone number that Telegram knows. Write it as +1 555 0100.") from None
    for _ in range(TRIES):
        try:
            await client.sign_in(
                phone, terminal.ask("The code Telegram sent you: "), phone_code_hash=sent.phone_code_hash
            )
            return
        except errors.SessionPasswordNeededError:
            await _second_factor(client, terminal)
            return
        except (errors.PhoneCodeInvalidError, errors.PhoneCodeEmptyError, ValueError):
            continue
        except errors.PhoneCodeExpiredError:
            break
    raise UserError("login: the code was wrong or too old. Run harvest login --phone again for a new one.")


async def _second_factor(client: TelegramClient, terminal: Terminal) -> None:
    for _ in range(TRIES):
        try:
            await client.sign_in(password=terminal.ask_secret("Your two-step verification password: "))
            return
        except (errors.PasswordHashInvalidError, ValueError):
            continue
    raise UserError("login: wrong password, three times. Nothing was logged in; run harvest login again.")
