# SPDX-License-Identifier: Apache-2.0
"""``qcompile cache``: where compiled results are kept, how much there is, and away with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .talk import Talk

OPTIONS = ()
ACTIONS = ("dir", "info", "clear")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "action",
        metavar="dir|info|clear",
        choices=ACTIONS,
        help="print the folder, print how much is in it, or forget everything in it",
    )


def run(options: Namespace, talk: Talk) -> int:
    """Do one of the three; a folder that is not there is not made."""
    from ..caching.cache import DISK_BYTES, default_folder
    from ..caching.disk import Disk

    folder = default_folder()
    disk = Disk(folder, DISK_BYTES)
    if options.action == "dir":
        to_stdout(f"{folder}\n")
    elif options.action == "info":
        count, size = disk.held()
        to_stdout(f"{count} entries, {size / 2**20:.1f} of {DISK_BYTES / 2**20:.0f} MiB\n")
    else:
        talk.say(f"{disk.clear()} entries forgotten in {folder}")
    return 0
