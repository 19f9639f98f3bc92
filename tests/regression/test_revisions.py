# SPDX-License-Identifier: Apache-2.0
"""A repository with three commits, as teams have them; comparison with commits instead of a baseline."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from qcompile.errors import PipelineError
from qcompile.regression import Cause, Check, Standing, formats

from .conftest import Folder, chain


class Repository(Folder):
    """A project under git."""

    def git(self, *words: str) -> str:
        named = [
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        done = subprocess.run(
            ["git", *named, *words], cwd=self.path, check=True, capture_output=True, text=True
        )
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)


@pytest.fixture
def repository(folder: Folder) -> Repository:
    made = Repository(folder.path)
    made.git("init", "-q", "-b", "main")
    made.write(".gitignore", "qcompile-times.json\n")
    return made


def told(made: Check) -> dict[str, tuple[str, list[str]]]:
    return {e.id: (e.standing.value, [c.value for c in e.causes]) for e in made.entries}


def test_three_commits(repository: Repository) -> None:
    """Baseline, better, worse: exit statuses 0, 0, 1, and why."""
    repository.check(update=True)
    repository.commit("baseline")
    first = repository.check()
    assert 0 == first.exit_code

    repository.write("circuits/b.qasm", chain(4))
    second = repository.check()
    assert (0, ("better", ["source changed"])) == (
        second.exit_code,
        told(second)["circuits/b.qasm"],
    )
    repository.check(update=True)
    repository.commit("better")
    assert 0 == repository.check().exit_code

    repository.write("circuits/b.qasm", chain(6))
    repository.commit("worse")
    third = repository.check(history=True)
    assert 1 == third.exit_code
    assert ("worse", ["source changed"]) == told(third)["circuits/b.qasm"]
    assert ("same", []) == told(third)["circuits/a.qasm"]
    assert "circuits/b.qasm: two_qubit 4 -> 6, allowed no change" in third.reasons

    # The baseline's own history: two commits changed it.
    depths = [shot.rows["circuits/b.qasm"]["two_qubit"] for shot in third.history]
    assert [5, 4] == depths
    assert third.history[0].date <= third.history[1].date

    # The same by commits, without a baseline.
    os.unlink(repository.path / "qcompile-baseline.json")
    for base, status, before in (("HEAD~1", 1, 4), ("HEAD~2", 1, 5), ("HEAD", 0, 6)):
        made = repository.check(base=base)
        change = made.entries[1].change("two_qubit")
        assert change is not None
        assert "accept on purpose" not in formats.write(made, "table")
        assert (status, before, 6, base) == (
            made.exit_code,
            change.before,
            change.after,
            made.against,
        )
    assert ["main"] == repository.git("branch", "--format=%(refname:short)").split()
    assert "" == repository.git("worktree", "prune", "--verbose")
    assert " D qcompile-baseline.json\n" == repository.git("status", "--porcelain")


def test_the_commits_own_configuration_and_device(repository: Repository) -> None:
    chip = '{"qcompile_target": 1, "name": "chip", "qubits": %d, "gates": {"rz": {}, "sx": {}, "cz": {}}}'
    repository.write("qcompile.toml", 'include = ["circuits/*.qasm"]\ntarget = "./chip.json"')
    repository.write("chip.json", chip % 3)
    repository.commit("one")
    repository.write("chip.json", chip % 4)
    repository.commit("two")
    assert ("same", ["target changed"]) == told(repository.check(base="HEAD~1"))["circuits/a.qasm"]
    repository.write(
        "qcompile.toml", 'include = ["circuits/*.qasm"]\ntarget = "./chip.json"\nseed = 4'
    )
    assert ("same", ["settings changed"]) == told(repository.check(base="HEAD"))["circuits/a.qasm"]
    both = told(repository.check(base="HEAD~1"))["circuits/a.qasm"]
    assert ("same", ["target changed", "settings changed"]) == both
    assert ("same", []) == told(repository.check(base="HEAD", options={"seed": 9}))[
        "circuits/a.qasm"
    ]


def test_a_commit_from_before_the_configuration(repository: Repository) -> None:
    repository.git("add", "circuits")
    repository.git("commit", "-q", "-m", "circuits alone")
    repository.commit("configuration")
    made = repository.check(base="HEAD~1")
    assert {("same", ())} == {(standing, tuple(why)) for standing, why in told(made).values()}


def test_new_and_removed_since_a_commit(repository: Repository) -> None:
    repository.commit("one")
    os.rename(repository.path / "circuits/a.qasm", repository.path / "circuits/z.qasm")
    made = told(repository.check(base="HEAD"))
    assert {"circuits/a.qasm": "removed", "circuits/b.qasm": "same", "circuits/z.qasm": "new"} == {
        name: standing for name, (standing, _) in made.items()
    }


def test_only_what_differs_from_a_commit(repository: Repository) -> None:
    repository.commit("one")
    repository.write("circuits/a.qasm", chain(4))
    made = repository.check(base="HEAD", only_changed=True)
    assert {"circuits/a.qasm": ("worse", ["source changed"])} == told(made)
    assert "1 of 2 circuits were not compiled" in made.notes[0]


def test_entry_points_of_a_commit_run_in_its_files(repository: Repository) -> None:
    repository.configure('entry-points = ["pkg.ansatz:build"]', include="[]")
    source = "import qcompile as qc\nfrom pkg.rounds import ROUNDS\n\ndef build():\n    c = qc.Circuit(ROUNDS + 1)\n"
    source += "    for k in range(ROUNDS):\n        c.rx(0.3, k).cx(k, k + 1)\n    return c\n"
    repository.write("pkg/__init__.py", "")
    repository.write("pkg/ansatz.py", source)
    repository.write("pkg/rounds.py", "ROUNDS = 2\n")
    repository.commit("one")
    repository.write("pkg/rounds.py", "ROUNDS = 3\n")
    made = repository.check(base="HEAD")
    change = made.entries[0].change("two_qubit")
    assert change is not None
    assert (1, 2, 3) == (made.exit_code, change.before, change.after)
    assert [Cause.SOURCE] == list(made.entries[0].causes)


def test_the_commit_where_a_branch_began(repository: Repository) -> None:
    repository.commit("one")
    repository.git("checkout", "-q", "-b", "topic")
    repository.write("circuits/a.qasm", chain(4))
    repository.commit("topic")
    repository.git("checkout", "-q", "main")
    repository.write("circuits/b.qasm", chain(1))
    repository.commit("main goes on")
    repository.git("checkout", "-q", "topic")
    assert ["worse", "worse"] == [s for s, _ in told(repository.check(base="main")).values()]
    assert ["worse", "same"] == [s for s, _ in told(repository.check(base="main...")).values()]


def test_a_project_below_the_root_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QCOMPILE_CACHE_DIR", str(tmp_path / "cache"))
    top = Repository(tmp_path)
    top.git("init", "-q", "-b", "main")
    inner = Repository(tmp_path / "sub" / "project")
    inner.configure()
    inner.write("circuits/a.qasm", chain(2))
    top.commit("one")
    inner.write("circuits/a.qasm", chain(3))
    made = inner.check(base="HEAD")
    assert (1, "sub/project") == (made.exit_code, made.folder)


@pytest.mark.parametrize("base", ["nosuch", "--help", "", "main...nosuch", "nosuch...", "HEAD~99"])
def test_a_revision_that_git_does_not_have(repository: Repository, base: str) -> None:
    repository.commit("one")
    with pytest.raises(PipelineError) as caught:
        repository.check(base=base)
    assert ("QC441", 2) == (caught.value.code, caught.value.exit_code)


def test_no_repository_and_no_git(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.path.parent))
    with pytest.raises(PipelineError, match=r"QC441.*not a git repository"):
        folder.check(base="HEAD")
    folder.check(update=True)
    assert () == folder.check(history=True).history
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PipelineError, match="git cannot be run"):
        folder.check(base="HEAD")


def test_a_revision_has_no_baseline_to_write(repository: Repository) -> None:
    with pytest.raises(PipelineError, match="QC407"):
        repository.check(base="HEAD", update=True)


def test_history_skips_what_cannot_be_understood(repository: Repository) -> None:
    repository.check(update=True)
    repository.commit("one")
    good = repository.baseline
    repository.write("qcompile-baseline.json", "<<<<<<< oops\n")
    repository.commit("broken")
    repository.write("qcompile-baseline.json", good)
    repository.commit("mended")
    made = repository.check(history=True)
    assert [Standing.SAME] * 2 == [entry.standing for entry in made.entries]
    assert 2 == len(made.history)


def test_in_a_hook_git_is_at_work_elsewhere(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("one")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "/nosuch/place")
    assert 0 == repository.check(base="HEAD").exit_code


def test_a_package_below_src_is_that_of_the_commit(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for an editable install, which has today's files on the path."""
    repository.configure('entry-points = ["pkg.ansatz:build"]', include="[]")
    source = "import qcompile as qc\n\ndef build():\n    return qc.Circuit(2).cx(0, 1)\n"
    repository.write("src/pkg/ansatz.py", source)
    repository.commit("one")
    monkeypatch.syspath_prepend(str(repository.path / "src"))
    repository.write("src/pkg/ansatz.py", source.replace("(2).cx", "(3).cx(1, 2).cx"))
    made = repository.check(base="HEAD")
    change = made.entries[0].change("two_qubit")
    assert change is not None
    assert (1, 1, 2) == (made.exit_code, change.before, change.after)


def test_both_sides_share_the_cache(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from qcompile.caching import Cache

    repository.commit("one")
    repository.check(base="HEAD")
    puts: list[str] = []
    monkeypatch.setattr(Cache, "put", lambda self, key, entry: puts.append(key))
    monkeypatch.chdir(tmp_path)
    repository.check(base="HEAD")
    assert [] == puts
