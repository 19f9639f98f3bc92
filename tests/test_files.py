# SPDX-License-Identifier: Apache-2.0
"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from qcompile.errors import FileError
from qcompile.files import read_bytes, remove_unfinished, whole_file, write_whole


def test_new_file_gets_the_permissions_of_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        write_whole(tmp_path / "new", "x")
    finally:
        os.umask(old)
    assert 0o600 == stat.S_IMODE((tmp_path / "new").stat().st_mode)


def test_existing_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert ("new", 0o640) == (path.read_text(), stat.S_IMODE(path.stat().st_mode))


def test_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert "new" == (tmp_path / "real").read_text()


@pytest.mark.parametrize(
    "failure", [ValueError("x"), KeyboardInterrupt(), OSError(28, "No space left")]
)
def test_failure_leaves_the_old_bytes_and_nothing_else(
    tmp_path: Path, failure: BaseException
) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(BaseException), whole_file(path) as file:  # noqa: B017, PT012
        file.write(b"half")
        raise failure
    assert "old" == path.read_text()
    assert ["file"] == os.listdir(tmp_path)


@pytest.mark.parametrize("step", ["write", "flush", "fsync", "replace", "chmod"])
def test_each_step_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_text("old")
    if hasattr(os, step) and step != "write":
        monkeypatch.setattr(os, step, fail)
        writes = lambda: write_whole(path, "new")  # noqa: E731
    else:

        def writes() -> None:
            with whole_file(path) as file:
                file.write(b"half")
                fail()

    with pytest.raises(FileError, match="no space left") as caught:
        writes()
    assert "QC502" == caught.value.code
    assert ("old", ["file"]) == (path.read_text(), os.listdir(tmp_path))


def test_device_is_written_and_not_replaced() -> None:
    write_whole("/dev/null", "gone")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_where_a_file_cannot_be(tmp_path: Path) -> None:
    for path, code in [
        (tmp_path, "QC504"),
        (tmp_path / "no" / "file", "QC502"),
        ("nul\0", "QC502"),
    ]:
        with pytest.raises(FileError) as caught:
            write_whole(path, "x")
        assert code == caught.value.code
    with pytest.raises(FileError) as caught:
        read_bytes(tmp_path / "none")
    assert "QC503" == caught.value.code


def test_name_of_the_greatest_length(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), "x")
    with pytest.raises(FileError):
        write_whole(tmp_path / ("x" * 4000), "x")


def test_what_an_interrupt_leaves_between_two_steps_is_removed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    under_way = whole_file(tmp_path / "file")
    under_way.__enter__()
    assert 2 == len(list(tmp_path.iterdir()))
    remove_unfinished()
    assert ["file"] == [path.name for path in tmp_path.iterdir()]
    remove_unfinished()  # nothing left, no complaint
    assert not under_way.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "old" == (tmp_path / "file").read_text()
