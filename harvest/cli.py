"""The `harvest` command: its subcommands, one file each in harvest.commands."""

from harvest.commands import build, decrypt, dialogs, forget, importing, login, logout, pull, report, scrub
from harvest.door import new_app

app = new_app("From your Telegram account, or an export of it, to a training set.")
app.command("login")(login.login)
app.command("logout")(logout.logout)
app.command("dialogs")(dialogs.dialogs)
app.command("pull")(pull.pull)
app.command("import")(importing.import_)
app.command("build")(build.build)
app.command("report")(report.report)
app.command("scrub")(scrub.scrub)
app.command("forget")(forget.forget)
app.command("purge")(forget.purge)
app.command("decrypt")(decrypt.decrypt)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
