"""The `finetune` command: its subcommands, one file each in finetune.commands."""

from finetune.commands import blind, chat, download, eval, export, leaks, listing, train
from harvest.door import new_app

app = new_app("From a training set to an adapter that writes like you.")
app.command("download")(download.download)
app.command("train")(train.train)
app.command("eval")(eval.eval_)
app.command("leaks")(leaks.leaks)
app.command("blind")(blind.blind)
app.command("score")(blind.score)
app.command("export")(export.export)
app.command("list")(listing.list_runs)
app.command("chat")(chat.chat)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
