# SPDX-License-Identifier: Apache-2.0
"""``qcompile batch`` and ``qcompile cache``."""

from __future__ import annotations

import json
import signal
import time

from .conftest import Command

BELL = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q[0];\ncx q[0],q[1];\ncx q[0],q[1];\n'
BAD = "OPENQASM 2.0;\nqreg q[2]\n"


def lines(qcompile: Command, name: str = "out/manifest.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in (qcompile.folder / name).read_text().splitlines()]


def test_folders_are_compiled_and_the_bad_files_told_at_the_end(qcompile: Command) -> None:
    qcompile.write("in/a.qasm", BELL)
    qcompile.write("in/b/c.qasm")
    qcompile.write("in/bad.qasm", BAD)
    qcompile.write("in/notes.txt", "nothing")
    run = qcompile("batch", "in", "-o", "out", "-t", "line:5", "-j", "2")
    assert 3 == run.status
    assert "" == run.out
    assert "error[QC113]" in run.err
    assert "2 compiled, 1 failed" in run.err
    assert "cx" not in (qcompile.folder / "out/a.qasm").read_text()
    alone = qcompile("compile", "in/b/c.qasm", "-t", "line:5").out
    assert alone == (qcompile.folder / "out/b/c.qasm").read_text()
    assert ["a.qasm", "b/c.qasm", "bad.qasm"] == [line["path"] for line in lines(qcompile)]
    assert ["compiled", "compiled", "failed"] == [line["status"] for line in lines(qcompile)]
    assert {"code": "QC113", "exit": 3} == {
        key: lines(qcompile)[2]["error"][key]  # type: ignore[index]
        for key in ("code", "exit")
    }


def test_resuming_does_what_is_left_and_what_changed(qcompile: Command) -> None:
    for name in "abc":
        qcompile.write(f"in/{name}.qasm", BELL)
    words = ("batch", "in", "-o", "out", "-O", "1")
    assert 0 == qcompile(*words).status
    (qcompile.folder / "out/a.qasm").unlink()
    qcompile.write("in/b.qasm", BELL + "x q[0];\n")
    manifest = qcompile.folder / "out/manifest.jsonl"
    manifest.write_text(manifest.read_text() + '{"path": "torn')
    run = qcompile(*words, "--resume")
    assert "2 compiled, 0 failed, 1 done before" in run.err
    assert 3 == len(lines(qcompile))
    assert "3 compiled, 0 failed, 0 done before" in qcompile(*words, "--resume", "--seed", "4").err


def test_parts_are_disjoint_and_whole(qcompile: Command) -> None:
    for name in "abcde":
        qcompile.write(f"in/{name}.qasm", BELL)
    for part in ("1/2", "2/2"):
        assert 0 == qcompile("batch", "in", "-o", "out", "--shard", part).status
    parts = [lines(qcompile, f"out/manifest-{k}-of-2.jsonl") for k in (1, 2)]
    assert [["a", "c", "e"], ["b", "d"]] == [[str(x["path"])[0] for x in part] for part in parts]
    run = qcompile("batch", "in", "-o", "out", "--shard", "3/2")
    assert (2, True) == (run.status, "QC402" in run.err)


def test_what_cannot_be_is_refused_before_any_work(qcompile: Command) -> None:
    qcompile.write("in/a.qasm", BELL)
    qcompile.write("in/a.quil", "H 0")
    for words, code, status in (
        (("nowhere", "-o", "out"), "QC503", 5),
        (("in", "-o", "in"), "QC407", 2),
        (("in", "-o", "out", "--to", "qasm3"), "QC407", 2),
    ):
        run = qcompile("batch", *words)
        assert (status, True) == (run.status, code in run.err), run
    assert ["in", "in.qasm"] == qcompile.files()


def test_stopped_in_the_middle_leaves_whole_files(qcompile: Command) -> None:
    text = BELL + "".join(f"rx(0.{k + 1}) q[{k % 2}];\ncx q[0],q[1];\n" for k in range(60))
    for k in range(200):
        qcompile.write(f"in/{k:03}.qasm", text)
    running = qcompile.start("batch", "in", "-o", "out", "-t", "ibm-heron-r1", "--verify", "off")
    manifest = qcompile.folder / "out/manifest.jsonl"
    for _ in range(600):
        if manifest.exists() and manifest.stat().st_size:
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert 130 == running.returncode
    done = [line["path"] for line in lines(qcompile)]
    left = sorted(path.name for path in (qcompile.folder / "out").iterdir())
    assert 0 < len(done) < 200
    assert not [name for name in left if name.endswith(".tmp")]
    for name in left[:-1]:
        assert (qcompile.folder / "out" / name).read_text().startswith("OPENQASM")
    assert len(left) - 2 <= len(done) <= len(left) - 1


def test_results_are_kept_and_found_again(qcompile: Command) -> None:
    qcompile.environment["QCOMPILE_CACHE_DIR"] = str(qcompile.folder / "kept")
    qcompile.write("in/a.qasm", BELL)
    assert f"{qcompile.folder}/kept\n" == qcompile("cache", "dir").out
    assert qcompile("cache", "info").out.startswith("0 entries")
    assert ["in", "in.qasm"] == qcompile.files()
    first = qcompile("batch", "in", "-o", "out", "-v", "--cache")
    assert "cache: 0 found, 1 made" in first.err
    assert "cache: 1 found, 0 made" in qcompile("batch", "in", "-o", "out", "-v", "--cache").err
    assert qcompile("cache", "info").out.startswith("1 entries")
    assert "1 entries forgotten" in qcompile("cache", "clear").err
    assert qcompile("cache", "info").out.startswith("0 entries")
