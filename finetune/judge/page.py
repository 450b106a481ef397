"""The verdict as a page that stands alone: tables and charts, nothing to load, nobody's words."""

from html import escape

from finetune.judge.verdict import CLONE, Interval, Verdict
from finetune.plots import bar_chart

STYLE = "body{font:16px sans-serif;max-width:44em;margin:2em auto}td,th{padding:.2em .8em;text-align:right}"


def page(verdict: Verdict) -> str:
    names = verdict.contenders
    habits = {
        habit: {name: verdict.style[name][habit] for name in reversed(names)} | {"owner": verdict.floor[habit]}
        for habit in verdict.floor
    }
    contents = list(next(iter(verdict.content.values())))
    parts = [
        f"<h1>{escape(verdict.first_line)}</h1>",
        f"<p>Run {escape(verdict.run)}, {verdict.contexts} held-out contexts. Intervals hold 95 %.</p>",
        _table("Loss on held-out turns, nats a token", {name: [_interval(verdict.loss[name])] for name in names}),
        _table(
            "Told apart from the owner by a machine: AUC, 0.5 is a guess",
            {name: [_interval(verdict.auc[name])] for name in names},
        ),
        _table(
            "Against the real reply",
            {name: [f"{verdict.content[name][what]:.3f}" for what in contents] for name in names},
            contents,
        ),
        _table(
            "Longest repetition of what only other contacts' chats hold, in words",
            {name: [str(verdict.overlap[name])] for name in names},
        ),
        _table(
            "How often nothing was replied",
            {name: [f"{share:.0%}" for share in verdict.silence[name].values()] for name in verdict.silence},
            list(next(iter(verdict.silence.values()), {})),
        ),
        bar_chart(habits, "Distance from the owner's style, 0 to 1"),
        _table(
            "What is left of the base's distance: 0 as near as the owner's earlier turns, 1 as far as the base",
            {habit: [f"{share:.2f}"] for habit, share in verdict.normalised_style.get(CLONE, {}).items()},
        ),
        _table(
            "Loss by contact",
            {chat: [f"{verdict.loss_of_contact[name][chat]:.3f}" for name in names] for chat in _chats(verdict)},
            names,
        ),
    ]
    head = f'<!doctype html><meta charset="utf-8"><title>Verdict</title><style>{STYLE}</style>'
    return head + "\n".join(parts) + "\n"


def _chats(verdict: Verdict) -> list[str]:
    return list(verdict.loss_of_contact[CLONE])


def _table(title: str, rows: dict[str, list[str]], columns: list[str] | None = None) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns or [])
    body = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for name, cells in rows.items()
    )
    return f"<h2>{escape(title)}</h2><table>{f'<tr><th></th>{head}</tr>' if head else ''}{body}</table>"


def _interval(value: Interval) -> str:
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
