"""The `userbot` command. Each subcommand stands in its own file and imports what is heavy only when it runs."""

from harvest.door import new_app
from userbot.commands.alive import alive
from userbot.commands.audit import audit
from userbot.commands.check import check
from userbot.commands.demo import demo
from userbot.commands.install_service import install_service
from userbot.commands.run import run
from userbot.commands.status import status
from userbot.commands.stop import stop
from userbot.commands.why import why

app = new_app("Answer private Telegram chats in your own voice, or keep silent.")
app.command()(run)
app.command()(check)
app.command()(status)
app.command()(why)
app.command()(audit)
app.command()(alive)
app.command()(stop)
app.command("install-service")(install_service)
app.command()(demo)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
