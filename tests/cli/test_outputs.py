# SPDX-License-Identifier: Apache-2.0
"""Where output goes, and that a failed run leaves the old bytes and nothing else."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import ADDER, Command

OLD = "the old bytes\n"


def test_standard_output_by_default_and_by_name(qcompile: Command) -> None:
    plain = qcompile("in.qasm")
    assert plain.out == qcompile("in.qasm", "-o", "-").out
    assert plain.out == qcompile("-", input=ADDER).out
    assert plain.out.startswith("OPENQASM 2.0;\n")


def test_format_by_option_then_by_name_then_as_it_came(qcompile: Command) -> None:
    assert qcompile("in.qasm", "--to", "qasm3").out.startswith("OPENQASM 3")
    qcompile("in.qasm", "-o", "out.json")
    assert (qcompile.folder / "out.json").read_text().startswith("{")
    qcompile("in.qasm", "-o", "out.json", "--to", "qasm2")
    assert (qcompile.folder / "out.json").read_text().startswith("OPENQASM 2.0;")
    qcompile("in.qasm", "-o", "noname")
    assert (qcompile.folder / "noname").read_text().startswith("OPENQASM 2.0;")


def test_several_circuits_go_to_a_folder(qcompile: Command) -> None:
    qcompile.write("sub/b.qasm")
    assert 0 == qcompile("in.qasm", "sub/b.qasm", "-o", "out/", "-j2").status
    assert ["b.qasm", "in.qasm"] == sorted(os.listdir(qcompile.folder / "out"))
    assert 0 == qcompile("in.qasm", "sub/b.qasm", "-o", "out", "--to", "json").status
    assert ["b.json", "b.qasm", "in.json", "in.qasm"] == sorted(os.listdir(qcompile.folder / "out"))


def test_in_place(qcompile: Command) -> None:
    assert 0 == qcompile("in.qasm", "-o", "in.qasm").status
    assert ["in.qasm"] == qcompile.files()
    assert "h q[0]" not in (qcompile.folder / "in.qasm").read_text()


def test_devices_are_written_and_not_replaced(qcompile: Command) -> None:
    assert 0 == qcompile("in.qasm", "-o", "/dev/null").status
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_symbolic_link_is_followed_and_stays(qcompile: Command) -> None:
    target = qcompile.write("real.qasm", OLD)
    link = qcompile.folder / "link.qasm"
    link.symlink_to("real.qasm")
    qcompile("in.qasm", "-o", "link.qasm")
    assert link.is_symlink()
    assert target.read_text().startswith("OPENQASM")


def test_umask_is_kept(qcompile: Command) -> None:
    qcompile(
        "in.qasm", "-o", "out.qasm", "--report", "out.json", preexec_fn=lambda: os.umask(0o077)
    )
    for name in ("out.qasm", "out.json"):
        assert 0o600 == stat.S_IMODE((qcompile.folder / name).stat().st_mode)


def _survives(qcompile: Command, status: int, got: int) -> None:
    assert status == got
    assert OLD == (qcompile.folder / "out.qasm").read_text()
    assert ["in.qasm", "out.qasm"] == qcompile.files()


def test_file_size_limit_leaves_the_old_bytes(qcompile: Command) -> None:
    qcompile.write("out.qasm", OLD)
    qcompile.write("in.qasm", ADDER + "x q[0];\nz q[0];\nh q[0];\n" * 5000)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # noqa: E731
    done = qcompile("in.qasm", "-O0", "-o", "out.qasm", preexec_fn=limit)
    _survives(qcompile, 5, done.status)


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("failure", "status"),
    [("OSError(28, 'No space left on device')", 5), ("KeyboardInterrupt()", 130)],
)
def test_every_step_of_writing_may_fail(
    qcompile: Command, step: str, failure: str, status: int
) -> None:
    qcompile.write("out.qasm", OLD)
    broken = f"""
import os
real = os.{step}
def fail(*args, **kwargs):
    if {step == "open"} and not os.path.basename(args[0]).startswith(".qcompile-"):
        return real(*args, **kwargs)
    raise {failure}
os.{step} = fail
"""
    done = qcompile.after(broken, "compile", "in.qasm", "-o", "out.qasm")
    _survives(qcompile, status, done.status)


def test_full_disk_leaves_the_old_bytes(qcompile: Command, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    try:
        (disk / "out.qasm").write_text(OLD)
        qcompile.write("in.qasm", ADDER + "x q[0];\nz q[0];\nh q[0];\n" * 5000)
        done = qcompile("in.qasm", "-O0", "-o", str(disk / "out.qasm"))
        assert (5, OLD, ["out.qasm"]) == (
            done.status,
            (disk / "out.qasm").read_text(),
            os.listdir(disk),
        )
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_at_any_moment_leaves_old_or_new(qcompile: Command, number: int) -> None:
    qcompile.write("in.qasm", ADDER + "x q[0];\nz q[1];\nh q[0];\ncx q[0],q[2];\n" * 3000)
    qcompile.write("out.qasm", OLD)
    assert 0 == qcompile("in.qasm", "-O1", "-o", "new.qasm").status
    new = (qcompile.folder / "new.qasm").read_text()
    seen = set()
    for moment in range(12):
        process = qcompile.start("in.qasm", "-O1", "-o", "out.qasm")
        time.sleep(0.02 * moment)
        process.send_signal(number)
        process.send_signal(number)
        process.communicate(timeout=20)
        seen.add(process.returncode)
        assert (qcompile.folder / "out.qasm").read_text() in (OLD, new)
        assert ["in.qasm", "new.qasm", "out.qasm"] == qcompile.files()
    # Before the command has started, Python's own handlers decide: minus the signal's number, or 1.
    assert seen <= {0, 1, 128 + number, -number}


def test_two_processes_one_output(qcompile: Command) -> None:
    processes = [qcompile.start("in.qasm", "-o", "out.qasm") for _ in range(4)]
    for process in processes:
        process.communicate(timeout=60)
    assert [0] * 4 == [process.returncode for process in processes]
    assert qcompile("in.qasm").out == (qcompile.folder / "out.qasm").read_text()
    assert ["in.qasm", "out.qasm"] == qcompile.files()


def test_same_bytes_whatever_the_number_of_jobs(qcompile: Command) -> None:
    names = [f"{i}.qasm" for i in range(6)]
    for i, name in enumerate(names):
        qcompile.write(name, ADDER + f"rx(0.{i + 1}) q[0];\n")
    for jobs in ("1", "4"):
        assert 0 == qcompile(*names, "-o", f"out{jobs}/", "-j", jobs).status
    for name in names:
        assert (qcompile.folder / "out1" / name).read_bytes() == (
            qcompile.folder / "out4" / name
        ).read_bytes()
