# SPDX-License-Identifier: Apache-2.0
"""``qcompile batch``: folders of circuits in, a folder of compiled ones out; parallel, resumed where it stopped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import FileError, PipelineError, QCompileError, quote
from . import options as table
from .compile import Compiled, compile_options, one
from .devices import chosen, named
from .manifest import Manifest, settings
from .outputs import SUFFIXES, make_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ, "to", "jobs", "cache")
#: What files with circuits are called.
CIRCUITS = (".qasm", ".qasm2", ".qpy", ".json", ".quil", ".stim")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "paths",
        metavar="DIR",
        nargs="+",
        help=f"a folder, searched with those in it for {' '.join(CIRCUITS)}, or a circuit file",
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder the circuits go to"
    )
    parser.add_argument(
        "--manifest",
        metavar="FILE",
        help="one JSON line for each file (default: manifest.jsonl in the output folder)",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="leave out what the manifest has as done, from the same bytes with the same options",
    )
    parser.add_argument(
        "--shard",
        metavar="I/N",
        type=_shard,
        default=(1, 1),
        help="only the I-th of N parts, 1/N to N/N, each with a manifest of its own",
    )


def run(options: Namespace, talk: Talk) -> int:
    """Compile all files; say at the end which could not be, and exit as the first of them says."""
    options.target = chosen(options.target)
    files = part_of(found(options.paths), *options.shard)
    outputs = destinations(files, options)
    manifest = Manifest(_manifest_path(options))
    target = None if options.target is None else _resolved(options)
    asked = settings({**compile_options(options), "to": options.to}, target)
    done = manifest.done(asked) if options.resume else {}
    todo = [file for file in files if not _is_done(file, outputs[file], done)]
    make_folder(options.output)
    faults: list[QCompileError] = []
    with talk.progress(len(todo)) as bar, manifest.open(keep=options.resume):
        for file, made in zip(todo, _each(todo, options), strict=True):
            bar.show(file[1])
            fault = _written(file, made, outputs[file], options, manifest, asked)
            if fault is not None:
                faults.append(fault)
            bar.advance()
    manifest.tidy(asked, files)
    for fault in faults:
        talk.error(fault)
    left = f", {len(files) - len(todo)} done before" if options.resume else ""
    talk.say(f"{len(todo) - len(faults)} compiled, {len(faults)} failed{left}; {manifest.path}")
    _tell_cache(options, talk)
    return faults[0].exit_code if faults else 0


def found(paths: list[str]) -> list[tuple[str, str]]:
    """Return the circuit files of folders and files, each with its name below the folder; sorted by that.

    Raises
    ------
    FileError
        QC503 for what is not there.
    PipelineError
        QC407 where there is no circuit at all.
    """
    files: list[tuple[str, str]] = []
    for path in paths:
        if os.path.isfile(path):
            files.append((path, os.path.basename(path)))
        elif not os.path.isdir(path):
            raise FileError(f"there is no folder or file `{quote(path)}`", code="QC503")
        for folder, _, names in os.walk(path):
            for name in names:
                if name.lower().endswith(CIRCUITS):
                    whole = os.path.join(folder, name)
                    files.append((whole, os.path.relpath(whole, path)))
    if not files:
        raise FileError(
            f"there are no circuits in `{quote(paths[0])}`",
            code="QC503",
            help=f"their names end in {', '.join(CIRCUITS)}",
        )
    return sorted(files, key=lambda file: (file[1], file[0]))


def part_of(files: list[tuple[str, str]], part: int, parts: int) -> list[tuple[str, str]]:
    """Return every so-manieth file, so that parts are alike in work."""
    return files[part - 1 :: parts]


def destinations(files: list[tuple[str, str]], options: Namespace) -> dict[tuple[str, str], str]:
    """Return where each circuit goes; QC407 where two would go to one file, or one over its own source."""
    outputs: dict[tuple[str, str], str] = {}
    taken: dict[str, str] = {}
    for file in files:
        path, name = file
        if options.to is not None:
            name = os.path.splitext(name)[0] + SUFFIXES[options.to]
        output = os.path.join(options.output, name)
        other = taken.setdefault(output, path)
        if other is not path:
            raise PipelineError(
                f"`{quote(other)}` and `{quote(path)}` would both be written to `{quote(output)}`",
                code="QC407",
                help="compile them to different folders",
            )
        if os.path.exists(output) and os.path.samefile(output, path):
            raise PipelineError(
                f"`{quote(path)}` would be written over itself",
                code="QC407",
                help="name another folder",
            )
        outputs[file] = output
    return outputs


def _each(files: list[tuple[str, str]], options: Namespace) -> Iterator[Compiled | QCompileError]:
    """Compile files, several at once; results come in order. They are written by whoever reads these."""
    from ..many.workers import in_order

    # The digest of each source is part of the manifest.
    yield from in_order(lambda file: one(file[0], options, digest=True), files, jobs=options.jobs)


def _written(
    file: tuple[str, str],
    made: Compiled | QCompileError,
    output: str,
    options: Namespace,
    manifest: Manifest,
    asked: str,
) -> QCompileError | None:
    """Write what was made, and a line about it; return what went wrong."""
    from ..emitters import dump

    if isinstance(made, QCompileError):
        manifest.failed(file, made, asked)
        return made
    try:
        make_folder(os.path.dirname(output))
        dump(made.circuit, output, options.to or made.given.format)
    except QCompileError as error:
        fault = made.given.place(error)
        manifest.failed(file, fault, asked)
        return fault
    manifest.compiled(file, output, made.report, asked)
    return None


def _is_done(file: tuple[str, str], output: str, done: dict[str, str | None]) -> bool:
    """Whether a file was compiled before, is as it was, and its result is there."""
    if file[1] not in done or not os.path.isfile(output):
        return False
    from hashlib import sha256

    from ..files import read_bytes

    return sha256(read_bytes(file[0])).hexdigest() == done[file[1]]


def _resolved(options: Namespace) -> object:
    target = options.target
    return named(target, options.basis) if isinstance(target, str) else target


def _manifest_path(options: Namespace) -> str:
    if options.manifest is not None:
        return str(options.manifest)
    part, parts = options.shard
    name = "manifest.jsonl" if parts == 1 else f"manifest-{part}-of-{parts}.jsonl"
    return os.path.join(options.output, name)


def _shard(text: str) -> tuple[int, int]:
    try:
        part, parts = (int(number) for number in text.split("/"))
    except ValueError:
        part, parts = 0, 0
    if not 1 <= part <= parts:
        raise PipelineError(
            f"`--shard` takes I/N with I from 1 to N, got `{quote(text)}`",
            code="QC402",
            help="such as 2/8",
        )
    return part, parts


def _tell_cache(options: Namespace, talk: Talk) -> None:
    if options.cache and options.verbose:
        from ..caching import as_cache

        cache = as_cache(True)
        if cache is not None:
            talk.say(cache.summary())
