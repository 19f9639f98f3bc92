# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from inspect import getsource
from pathlib import Path
from random import Random
from threading import Thread

import pytest

import qcompile as qc
from qcompile.caching import Cache, as_cache
from qcompile.caching.cache import default_folder
from qcompile.caching.disk import FILE, Disk
from qcompile.caching.memory import Memory
from qcompile.contract import Context, Pass
from qcompile.errors import FileError, PipelineError

DEVICE = "line:4"


def circuit(seed: int = 0) -> qc.Circuit:
    rng = Random(seed)
    c = qc.Circuit(3, 1, name=f"number {seed}")
    for _ in range(5):
        a, b = rng.sample(range(3), 2)
        c.cx(a, b).h(a).rx(rng.uniform(-3, 3), b)
    return c.measure(0, 0)


def test_what_is_found_is_what_was_made(tmp_path: Path) -> None:
    fresh = qc.compile(circuit(), target=DEVICE)
    for cache in (Cache(), Cache(tmp_path), Cache(tmp_path)):
        qc.compile(circuit(), target=DEVICE, cache=cache)
        found = qc.compile(circuit(), target=DEVICE, cache=cache)
        assert fresh.circuit.to_bytes() == found.circuit.to_bytes()
        assert fresh.report.before == found.report.before
        assert fresh.report.after == found.report.after
        assert fresh.layout == found.layout
        assert fresh.target == found.target
        assert fresh.report.verified is not None
        assert found.report.verified is not None
        assert fresh.report.verified.verdict == found.report.verified.verdict
        mine, theirs = fresh.report.to_dict(), found.report.to_dict()
        assert mine["options"] == theirs["options"]
        assert [p["name"] for p in mine["passes"]] == [p["name"] for p in theirs["passes"]]
    assert (2, 0) == (cache.hits, cache.misses)


@pytest.mark.parametrize(
    "other",
    [
        {"level": 1},
        {"seed": 1},
        {"objective": "depth"},
        {"target": "line:5"},
        {"target": None},
        {"verify": "off"},
        {"layout": [2, 1, 0]},
        {"passes": "decompose", "target": "line:4"},
    ],
)
def test_what_differs_in_an_option_is_another(other: dict[str, object]) -> None:
    cache = Cache()
    usual: dict[str, object] = {"target": DEVICE}
    qc.compile(circuit(), cache=cache, **usual)  # type: ignore[arg-type]
    qc.compile(circuit(), cache=cache, **(usual | other))  # type: ignore[arg-type]
    assert (0, 2) == (cache.hits, cache.misses)
    qc.compile(circuit(1), cache=cache, **usual)  # type: ignore[arg-type]
    assert (0, 3) == (cache.hits, cache.misses)


def test_sources_are_of_the_asker_and_results_of_nobody_else() -> None:
    from qcompile.report import Source

    cache = Cache()
    one = qc.compile(circuit(), target=DEVICE, cache=cache, source=Source("a.qasm"))
    one.circuit.x(0)
    two = qc.compile(circuit(), target=DEVICE, cache=cache, source=Source("b.qasm"))
    assert two.report.source == Source("b.qasm")
    assert len(one.circuit) == len(two.circuit) + 1


def test_parameters_are_the_askers_own() -> None:
    cache = Cache()
    for _ in range(2):
        a, b = qc.Parameter("a"), qc.Parameter("b")
        c = qc.Circuit(2).rx(2 * a + b, 0).cx(0, 1).rz(a / 3, 1)
        out = qc.compile(c, target=DEVICE, cache=cache).circuit
        assert qc.compile(c, target=DEVICE).circuit == out
        out.rx(a, 0)  # another of the name would be refused
    assert (1, 1) == (cache.hits, cache.misses)
    tpl = qc.template(c, DEVICE, cache=cache)
    assert qc.equivalent(
        c.bind({"a": 0.3, "b": 1.0}), tpl.circuit_at([0.3, 1.0]), relation="layout"
    )


def test_damaged_entries_are_made_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    fresh = qc.compile(circuit(), target=DEVICE, cache=cache)
    with sqlite3.connect(tmp_path / FILE) as file:
        ((key, entry),) = file.execute("SELECT key, entry FROM entries").fetchall()
        wrong = entry[:-1] + bytes([entry[-1] ^ 1])
        file.execute("UPDATE entries SET entry = ? WHERE key = ?", (wrong, key))
    file.close()
    again = Cache(tmp_path)
    assert fresh.circuit == qc.compile(circuit(), target=DEVICE, cache=again).circuit
    assert (0, 1, 1) == (again.hits, again.misses, again.damaged)
    assert "1 damaged and replaced" in again.summary()
    third = Cache(tmp_path)
    assert fresh.circuit == qc.compile(circuit(), target=DEVICE, cache=third).circuit
    assert 1 == third.hits


def test_an_entry_under_another_key_is_damaged() -> None:
    cache = Cache()
    cache.put("a", b"x")
    cache._memory.put("b", cache._memory.get("a") or b"")
    assert (b"x", None) == (cache.get("a"), cache.get("b"))


def test_an_entry_that_is_whole_and_nonsense_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcompile.caching.key_of", lambda *_: "key")
    for nonsense in (b"", b"\x02\x00\x00\x00{}", b"\xff\xff\xff\xff", b"\x00" * 40):
        cache = Cache()
        cache.put("key", nonsense)
        assert (
            qc.compile(circuit(), target=DEVICE, cache=cache).circuit
            == qc.compile(circuit(), target=DEVICE).circuit
        )
        assert 1 == cache.damaged


@pytest.mark.parametrize(
    "garbage", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_replaced(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / FILE).write_bytes(garbage)
    disk = Disk(str(tmp_path), 1000)
    assert disk.get("a") is None
    assert disk.put("a", b"1")
    assert b"1" == disk.get("a")


def test_least_recently_used_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("qcompile.caching.disk.time.time", lambda: now[0])
    disk = Disk(str(tmp_path), 100)
    for key in "abcd":
        now[0] += 1000
        assert disk.put(key, b"." * 25)
    now[0] += 1000
    assert disk.get("a")
    disk.put("e", b"." * 25)
    assert [True, False, True] == [disk.get(key) is not None for key in "abe"]
    assert (4, 100) == disk.held()
    assert not disk.put("f", b"." * 101)
    disk.put("e", b"." * 90)
    assert (1, 90) == disk.held()
    assert 1 == disk.clear()
    assert (0, 0) == disk.held()


def test_memory_is_bounded() -> None:
    memory = Memory(10)
    for key in "abc":
        memory.put(key, b"12345")
    assert [None, b"12345", b"12345"] == [memory.get(key) for key in "abc"]
    memory.get("b")
    memory.put("d", b"1")
    assert [b"12345", None, b"1"] == [memory.get(key) for key in "bcd"]
    memory.put("b", b"12345678901")
    assert memory.get("b") is None


def write(folder: str, worker: int) -> None:
    cache = Cache(folder, memory_bytes=0)
    for k in range(40):
        cache.put(f"{worker}-{k}", bytes([worker]) * 100)
        cache.put(f"shared-{k}", b"same")


def test_threads_and_processes_lose_nothing(tmp_path: Path) -> None:
    job = f"from qcompile.caching import Cache\n{getsource(write)}\nimport sys\n"
    job += "write(sys.argv[1], int(sys.argv[2]))"
    processes = [
        subprocess.Popen([sys.executable, "-P", "-c", job, str(tmp_path), str(k)]) for k in range(2)
    ]
    threads = [Thread(target=write, args=(str(tmp_path), k)) for k in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [0, 0] == [process.wait(timeout=60) for process in processes]
    cache = Cache(tmp_path, memory_bytes=0)
    assert (5 * 40, 4 * 40 * 132 + 40 * 36) == cache.held()
    for worker in range(4):
        for k in range(40):
            assert bytes([worker]) * 100 == cache.get(f"{worker}-{k}")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_a_connection_of_its_own(tmp_path: Path) -> None:
    disk = Disk(str(tmp_path), 1000)
    disk.put("a", b"1")
    child = os.fork()
    if child == 0:
        right = disk.get("a") == b"1" and disk.put("b", b"2")
        os._exit(0 if right else 1)
    assert 0 == os.waitpid(child, 0)[1]
    assert b"2" == disk.get("b")


def test_where_caches_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QCOMPILE_CACHE_DIR", str(tmp_path / "named"))
    assert str(tmp_path / "named") == default_folder()
    named = as_cache(True)
    assert named is not None
    assert named is as_cache(tmp_path / "named")
    assert 0o700 == (tmp_path / "named").stat().st_mode & 0o777
    assert as_cache(None) is None
    assert as_cache(False) is None
    assert named is as_cache(named)
    with pytest.raises(PipelineError):
        as_cache(3)  # type: ignore[arg-type]
    pytest.importorskip("platformdirs")
    monkeypatch.delenv("QCOMPILE_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder().endswith("qcompile")


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError) as caught:
        Cache(tmp_path / "file" / "cache")
    assert "QC505" == caught.value.code


def test_a_cache_pickles_as_its_folder(tmp_path: Path) -> None:
    cache = Cache(tmp_path, memory_bytes=5, disk_bytes=7)
    again = pickle.loads(pickle.dumps(cache))
    assert (str(tmp_path), 5, 7) == (again.folder, again._memory.limit, again._disk.limit)
    assert pickle.loads(pickle.dumps(Cache())).folder is None


class Own(Pass):
    name = "own"

    def run(self, circuit: qc.Circuit, context: Context) -> bool:
        return False


def test_nothing_is_kept_of_passes_of_ones_own() -> None:
    cache = Cache()
    qc.compile(circuit(), passes=qc.Pipeline([Own()]), cache=cache)
    assert (0, 0) == (cache.hits, cache.misses)


def test_equal_circuits_of_a_batch_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    items = list(qc.compile_many([circuit()] * 5, DEVICE, jobs=1, cache=cache))
    assert 1 == len({item.unwrap().circuit.to_bytes() for item in items})
    assert (4, 1) == (cache.hits, cache.misses)
