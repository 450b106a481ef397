"""The systemd user unit as text: what it may do, when it is started again. Knows nothing of the disk."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

NAME = "understudy.service"
MARK = "# Written by `userbot install-service`; sum of the rest: "

TEMPLATE = """\
[Unit]
Description=Understudy: answers your Telegram chats when you don't
# It waits for the network by itself, and never gives up starting.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={command}
WorkingDirectory={working_directory}
# For secrets (UNDERSTUDY_TELEGRAM__API_HASH=...), if no keyring holds them; chmod 600 it.
EnvironmentFile=-{environment_file}

# 77: Telegram refuses the account. 78: the configuration is wrong. Trying again would make neither better.
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=77 78
TimeoutStartSec=300
WatchdogSec=90

# SIGTERM to the daemon alone: it ends the model's process itself, and what it owes stands in the ledger.
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec=15
# The model's process may run out of memory; the daemon goes on and starts another.
OOMPolicy=continue

# Nothing but the data directory can be written, nothing can be gained, and no core dump holds private words.
UMask=0077
LimitCORE=0
PrivateUsers=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={data_dir}
InaccessiblePaths=-%h/.ssh -%h/.gnupg
PrivateTmp={private_tmp}
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectHostname=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
# Not MemoryDenyWriteExecute: torch's kernels for the CPU are compiled as they are needed, and fail under it.
# Not PrivateDevices: it would hide the GPU.

[Install]
WantedBy=default.target
"""


def unit(command: Sequence[str], data_dir: Path, environment_file: Path, working_directory: Path) -> str:
    """All paths absolute. Raises ValueError for one that no unit file can hold."""
    text = TEMPLATE.format(
        command=" ".join(_argument(word) for word in command),
        working_directory=_path(working_directory),
        environment_file=_path(environment_file),
        data_dir=f'"{_escaped(str(data_dir))}"',
        private_tmp="no" if any(_is_in_tmp(word) for word in [*command, str(data_dir)]) else "yes",
    )
    return MARK + _sum(text) + "\n" + text


def is_as_written(text: str) -> bool:
    """Whether nobody changed the file since some `userbot install-service` wrote it."""
    first, _, rest = text.partition("\n")
    return first == MARK + _sum(rest)


def not_passed_on(environment: Mapping[str, str], prefix: str) -> list[str]:
    """Variables that settle something in this shell, and are unknown to a service."""
    return sorted(name for name in environment if name.startswith(prefix))


def _is_in_tmp(path: str) -> bool:
    """A /tmp of its own would hide it."""
    return Path(path).is_relative_to("/tmp") or Path(path).is_relative_to("/var/tmp")


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _argument(word: str) -> str:
    """In ExecStart a dollar would be a variable."""
    return '"' + _escaped(word).replace("$", "$$") + '"'


def _path(path: Path) -> str:
    """A line's only value, taken as it is to the line's end."""
    return _printable(str(path)).replace("%", "%%")


def _escaped(word: str) -> str:
    return _printable(word).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def _printable(word: str) -> str:
    if any(ord(sign) < 32 for sign in word):
        raise ValueError("a control character in a path")
    return word
