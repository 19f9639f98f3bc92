# SPDX-License-Identifier: Apache-2.0
"""Every rule of a check: what passes, what fails, and why."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from qcompile.errors import PipelineError
from qcompile.regression import Cause, Check, Standing

from .conftest import HEAD, Folder, chain


def standings(made: Check) -> dict[str, str]:
    return {entry.id: entry.standing.value for entry in made.entries}


def test_no_baseline_yet_says_how_to_make_one(folder: Folder) -> None:
    with pytest.raises(PipelineError, match="there is no baseline yet") as caught:
        folder.check()
    assert ("QC434", 2) == (caught.value.code, caught.value.exit_code)
    assert "--update" in str(caught.value.help)


def test_update_then_nothing_to_say(folder: Folder) -> None:
    first = folder.check(update=True)
    assert {"circuits/a.qasm": "new", "circuits/b.qasm": "new"} == standings(first)
    assert (True, 0, 2) == (first.passed, first.exit_code, len(first.accepted))
    again = folder.check()
    assert {"circuits/a.qasm": "same", "circuits/b.qasm": "same"} == standings(again)
    assert (True, (), ()) == (again.passed, again.reasons, again.notes)
    assert [{}, {}] == [entry.times for entry in again.entries], "from the cache"
    anew = folder.check(recompile=True)
    assert ["compiling took"] == [note[:14] for note in anew.notes]
    assert 3 == again.entries[0].after.metrics["two_qubit"]  # type: ignore[union-attr]


def test_worse_fails_and_names_metric_and_cause(folder: Folder) -> None:
    folder.check(update=True)
    folder.write("circuits/a.qasm", chain(4))
    made = folder.check()
    assert (False, 1) == (made.passed, made.exit_code)
    entry = made.entries[0]
    assert (Standing.WORSE, [Cause.SOURCE]) == (entry.standing, list(entry.causes))
    assert "circuits/a.qasm: two_qubit 3 -> 4, allowed no change" in made.reasons
    assert 1 == made.count(Standing.SAME)


def test_better_passes_with_a_note_and_fails_when_strict(folder: Folder) -> None:
    folder.check(update=True)
    folder.write("circuits/b.qasm", chain(2))
    made = folder.check()
    assert (True, "better") == (made.passed, standings(made)["circuits/b.qasm"])
    assert "1 better: `qcompile check --update` locks that in" == made.notes[0]
    strict = folder.check(strict=True)
    assert (1, ("circuits/b.qasm: better, and the baseline does not have it yet",)) == (
        strict.exit_code,
        strict.reasons,
    )
    folder.configure("[check]\nstrict = true")
    assert 1 == folder.check().exit_code
    assert 0 == folder.check(strict=False).exit_code


def test_new_and_removed_pass_and_are_listed(folder: Folder) -> None:
    folder.check(update=True)
    folder.write("circuits/c.qasm", chain(1))
    os.unlink(folder.path / "circuits/a.qasm")
    made = folder.check()
    assert {"circuits/a.qasm": "removed", "circuits/b.qasm": "same", "circuits/c.qasm": "new"} == (
        standings(made)
    )
    assert made.passed
    assert "1 new, 1 removed: `qcompile check --update` locks that in" == made.notes[0]
    assert 1 == folder.check(strict=True).exit_code
    folder.check(update=True)
    assert {"circuits/b.qasm": "same", "circuits/c.qasm": "same"} == standings(folder.check())


def test_accept_touches_one_line(folder: Folder) -> None:
    folder.check(update=True)
    before = folder.baseline.splitlines()
    folder.write("circuits/a.qasm", chain(4))
    folder.write("circuits/b.qasm", chain(6))
    made = folder.check(accept=["a"])
    assert 1 == made.exit_code, "b was not accepted"
    assert ["circuits/b.qasm"] == sorted({reason.partition(":")[0] for reason in made.reasons})
    after = folder.baseline.splitlines()
    assert [1] == [n for n, (x, y) in enumerate(zip(before, after, strict=True)) if x != y]
    assert 0 == folder.check(accept=["circuits/*"]).exit_code
    assert 0 == folder.check().exit_code


def test_accept_takes_a_removed_circuit_out(folder: Folder) -> None:
    folder.check(update=True)
    os.unlink(folder.path / "circuits/a.qasm")
    folder.check(accept=["circuits/a.qasm"])
    assert "a.qasm" not in folder.baseline


def test_accept_of_no_circuit_is_an_error_with_a_suggestion(folder: Folder) -> None:
    folder.check(update=True)
    with pytest.raises(PipelineError, match=r"QC439.*did you mean `circuits/a.qasm`"):
        folder.check(accept=["circuits/aa.qasm"])


@pytest.mark.parametrize(
    ("tolerance", "passes"),
    [
        ("two_qubit = 0", False),
        ("two_qubit = '+1'", True),
        ("two_qubit = '+34%'", True),
        ("two_qubit = '+33%'", False),
        ("two_qubit = '+1% or +1'", True),
        ("swaps = 0", True),
        ("two_qubit = 'any'", True),
        ("gates = 0", False),
    ],
)
def test_tolerance(folder: Folder, tolerance: str, passes: bool) -> None:
    folder.configure(f"[check.tolerance]\n{tolerance}")
    folder.check(update=True)
    folder.write("circuits/a.qasm", chain(4))
    assert passes is folder.check().passed


def test_the_set_as_a_whole(folder: Folder) -> None:
    folder.configure("[check.tolerance]\ntwo_qubit = 'any'\n[check.aggregate]\ntwo_qubit = '+11%'")
    folder.check(update=True)
    folder.write("circuits/a.qasm", chain(4))  # (4 + 1) / (3 + 1) over two circuits: 1.118
    made = folder.check()
    assert (1, "two_qubit over 2 circuits: x1.118 by the geometric mean, allowed +11%") == (
        made.exit_code,
        made.reasons[0],
    )
    folder.configure("[check.tolerance]\ntwo_qubit = 'any'\n[check.aggregate]\ntwo_qubit = '+12%'")
    assert 0 == folder.check().exit_code


@pytest.mark.parametrize("name", ["circuits/b.qasm", "b", "circuits/*", "**/b.qasm"])
def test_budgets_need_no_baseline(folder: Folder, name: str) -> None:
    folder.configure(f'[budget."{name}"]\ntwo_qubit = 4')
    made = folder.check(fail_on="budget")
    assert (1, ("circuits/b.qasm: two_qubit 5, budget 4",)) == (made.exit_code, made.reasons)
    assert "over budget" == standings(made)["circuits/b.qasm"]


def test_of_several_budgets_the_strictest_counts_unless_the_id_is_named(folder: Folder) -> None:
    folder.configure('[budget."*"]\ntwo_qubit = 4\n[budget."b*"]\ntwo_qubit = 9')
    assert 1 == folder.check(fail_on="budget").exit_code
    folder.configure('[budget."*"]\ntwo_qubit = 4\n[budget."circuits/b.qasm"]\ntwo_qubit = 9')
    assert 0 == folder.check(fail_on="budget").exit_code


@pytest.mark.parametrize(
    ("fail_on", "worse", "better", "over"),
    [("regression", 1, 0, 1), ("any-change", 1, 1, 1), ("budget", 0, 0, 1), ("never", 0, 0, 0)],
)
def test_fail_on(folder: Folder, fail_on: str, worse: int, better: int, over: int) -> None:
    folder.check(update=True)
    folder.write("circuits/a.qasm", chain(4))
    assert worse == folder.check(fail_on=fail_on).exit_code
    folder.write("circuits/a.qasm", chain(2))
    assert better == folder.check(fail_on=fail_on).exit_code
    folder.configure(f'[check]\nfail-on = "{fail_on}"\n[budget.a]\ntwo_qubit = 1')
    folder.check(accept=["a"])
    assert over == folder.check().exit_code


@pytest.mark.parametrize(
    ("change", "causes"),
    [
        ({"seed": 3}, [Cause.SETTINGS]),
        ({"level": 1}, [Cause.SETTINGS]),
        ({"basis": "cz,rz,sx,x"}, [Cause.SETTINGS]),
        ({"target": "line:3"}, [Cause.TARGET]),
        ({"verify": "off"}, []),
    ],
    ids=str,
)
def test_settings_and_target_are_told_apart(
    folder: Folder, change: dict[str, Any], causes: list[Cause]
) -> None:
    folder.check(update=True)
    assert causes == list(folder.check(options=change).entries[0].causes)


def test_a_device_file_that_changes_is_another_target(folder: Folder) -> None:
    chip = '{"qcompile_target": 1, "name": "chip", "qubits": %d, "gates": {"rz": {}, "sx": {}, "cz": {}}}'
    folder.write("qcompile.toml", 'include = ["circuits/*.qasm"]\ntarget = "./chip.json"')
    folder.write("chip.json", chip % 3)
    folder.check(update=True)
    assert 0 == folder.check().exit_code
    folder.write("chip.json", chip % 4)
    made = folder.check()
    assert ([Cause.TARGET], "chip") == (list(made.entries[0].causes), made.target)
    assert {"target": "chip.json"} == made.settings


def test_another_tool(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.check(update=True)
    monkeypatch.setattr("qcompile.regression.listing.TOOL", "qcompile 99")
    monkeypatch.setattr("qcompile.regression.measuring.TOOL", "qcompile 99")
    assert [Cause.TOOL] == list(folder.check().entries[0].causes)
    assert '"tool":"qcompile 0' in folder.baseline
    folder.write("circuits/a.qasm", chain(4))
    folder.check(accept=["a"])
    assert 1 == folder.baseline.count('"tool":"qcompile 99"'), "in the row, not in the header"
    folder.check(update=True)
    assert 1 == folder.baseline.count('"tool":"qcompile 99"'), "in the header, in no row"


def test_one_bad_circuit_does_not_stop_the_others(folder: Folder) -> None:
    folder.check(update=True)
    folder.write("circuits/a.qasm", HEAD + "cx q[0],q[9];")
    made = folder.check()
    assert {"circuits/a.qasm": "failed", "circuits/b.qasm": "same"} == standings(made)
    error = made.entries[0].error
    assert error is not None
    assert ("QC206", 4, 3) == (error.code, error.span.line, made.exit_code)  # type: ignore[union-attr]
    assert 3 == folder.check(fail_on="never").exit_code, "a circuit without a result is no verdict"
    kept = folder.baseline
    assert 3 == folder.check(update=True).exit_code
    assert kept == folder.baseline, "it keeps the row it had"


def test_the_exit_status_is_that_of_the_first_circuit_without_a_result(folder: Folder) -> None:
    folder.configure('[circuit.b]\ntarget = "line:2"')
    folder.check(update=True, options={})
    folder.write("circuits/a.qasm", chain(4))
    assert 4 == folder.check().exit_code, "a regression in a, no place for b"
    folder.write("circuits/a.qasm", "qreg")
    assert 3 == folder.check().exit_code


def test_an_include_that_changes_is_a_changed_source(folder: Folder) -> None:
    folder.write("circuits/a.qasm", HEAD + 'include "parts/own.inc";\nown q[0],q[1];')
    folder.write("circuits/parts/own.inc", 'include "deep.inc";\ngate own a,b { deep a,b; }\n')
    folder.write("circuits/parts/deep.inc", "gate deep a,b { cx a,b; }\n")
    folder.check(update=True)
    assert 0 == folder.check(only_changed=True).exit_code
    folder.write("circuits/parts/deep.inc", "gate deep a,b { cx a,b; h a; cx a,b; }\n")
    made = folder.check(only_changed=True)
    assert (1, [Cause.SOURCE]) == (made.exit_code, list(made.entries[0].causes))


def test_only_changed_compiles_only_that(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from qcompile.regression import measuring

    folder.check(update=True)
    compiled = []
    real = measuring.compiled

    def counting(listed: Any, cache: Any = None) -> Any:
        compiled.append(listed.id)
        return real(listed, cache)

    monkeypatch.setattr(measuring, "compiled", counting)
    made = folder.check(only_changed=True)
    assert ([], {"same"}) == (compiled, set(standings(made).values()))
    assert "2 of 2 circuits were not compiled" in made.notes[0]
    folder.write("circuits/b.qasm", chain(6))
    assert 1 == folder.check(only_changed=True).exit_code
    assert ["circuits/b.qasm"] == compiled
    folder.configure("seed = 5")
    folder.check(only_changed=True)
    assert ["circuits/b.qasm", "circuits/a.qasm", "circuits/b.qasm"] == compiled


def test_the_same_bytes_whatever_the_number_of_threads(folder: Folder) -> None:
    for k in range(6):
        folder.write(f"circuits/more_{k}.qasm", chain(k + 1))
    texts = set()
    for jobs in (1, 2, 5):
        folder.check(update=True, jobs=jobs, recompile=True)
        texts.add(folder.baseline)
    assert 1 == len(texts)


def test_names_choose_and_removed_is_not_said_of_the_rest(folder: Folder) -> None:
    folder.check(update=True)
    assert ["circuits/b.qasm"] == [entry.id for entry in folder.check(names=["b"]).entries]
    with pytest.raises(PipelineError, match="QC439"):
        folder.check(names=["c"])


def test_overrides_of_one_circuit_and_the_command_line_over_them(folder: Folder) -> None:
    folder.configure('[circuit."*"]\nseed = 1\n[circuit."circuits/b.qasm"]\nlevel = 1\nseed = 2')
    rows = {entry.id: entry.after for entry in folder.check(update=True).entries}
    seen = [(row.level, row.seed) for row in rows.values() if row is not None]
    assert [(2, 1), (1, 2)] == seen
    made = folder.check(options={"seed": 9})
    assert [9, 9] == [entry.after.seed for entry in made.entries if entry.after is not None]
    explicit = folder.check(options={"passes": "decompose"})
    assert {None} == {entry.after.level for entry in explicit.entries if entry.after is not None}


def test_exclude(folder: Folder) -> None:
    folder.configure('exclude = ["circuits/b*"]')
    assert ["circuits/a.qasm"] == list(standings(folder.check(update=True)))


def test_nothing_to_check(folder: Folder) -> None:
    folder.configure(include="[]")
    with pytest.raises(PipelineError, match="QC436"):
        folder.check(update=True)
    folder.configure(include='["nosuch/*.qasm"]')
    with pytest.raises(PipelineError, match="QC436"):
        folder.check(update=True)


def test_patterns_that_mean_nothing_are_said(folder: Folder) -> None:
    folder.configure('[budget.z]\ndepth = 1\n[circuit."y*"]\nseed = 1', '["circuits/*", "no/*"]')
    notes = folder.check(update=True).notes
    assert "`include` has `no/*`, and no file is called so" in notes
    assert "`budget` has `z`, and no circuit is called so" in notes
    assert "`circuit` has `y*`, and no circuit is called so" in notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[check]\nbaselin = 'x'", "did you mean `baseline`?"),
        ("[check]\nbaseline = 3", "`check.baseline` takes a text"),
        ("[check]\nstrict = 'yes'", "`check.strict` takes true or false"),
        ("[check]\nfail-on = 'worse'", "`check.fail-on` is one of regression"),
        ("[check]\ntolerance = 3", "`check.tolerance` takes a table"),
        ("[check.tolerance]\ntwo_qbit = 0", "did you mean `two_qubit`?"),
        ("[check.tolerance]\ndepth = '2 %'", "`depth` takes"),
        ("[check.tolerance]\ndepth = '-2%'", "write `+2%`, got `-2%`"),
        ("[check.tolerance]\nfidelity_estimate = '+1%'", "write `-1%`"),
        ("[check.tolerance]\ndepth = true", "`depth` takes"),
        ("[check.aggregate]\nseconds = '+1%'", "there is no metric `seconds`"),
        ("[budget.a]\ntwo_qubit = -1", "a number from 0 on, got `-1`"),
        ("[budget]\na = 3", "`budget.a` takes a table"),
        ("[circuit.a]\njobs = 3", "`jobs` is not an option of one circuit"),
        ("[circuit.a]\nlevle = 3", "did you mean `level`?"),
        ("[circuit]\na = 3", "`circuit.a` takes a table"),
        ("exclude = [3]", "`exclude` takes a list of texts"),
        ("entry-points = 'a:b'", "`entry-points` takes a list"),
    ],
)
def test_mistakes_in_the_configuration(folder: Folder, text: str, said: str) -> None:
    folder.configure(text)
    with pytest.raises(PipelineError) as caught:
        folder.check()
    assert "QC405" == caught.value.code
    assert said in str(caught.value)


def test_times_are_kept_aside_and_gate_only_when_asked(folder: Folder) -> None:
    folder.check(update=True)
    path = folder.path / "qcompile-times.json"
    said = json.loads(path.read_text())
    assert {"circuits/a.qasm", "circuits/b.qasm"} == said["circuits"].keys()
    assert "seconds" not in folder.baseline
    for own in said["circuits"].values():
        own["seconds"] = 1e-9
    path.write_text(json.dumps(said))
    made = folder.check(recompile=True)
    assert made.passed
    assert None is made.entries[0].change("seconds")
    assert made.entries[0].times["seconds"] > 0
    folder.configure("[check.tolerance]\nseconds = '+50%'")
    made = folder.check(recompile=True)
    assert (1, "circuits/a.qasm: seconds 1e-09 -> ") == (made.exit_code, made.reasons[0][:34])
    folder.configure("[check.tolerance]\nseconds = '+1000'")
    assert 0 == folder.check(recompile=True).exit_code
    for broken in ("{", "[]", '{"schema": 1, "circuits": 3}', '{"schema": 7}', "\udcff"):
        path.write_text(broken, errors="surrogateescape")
        assert 0 == folder.check().exit_code, "figures of one machine: nothing to fail for"


@pytest.mark.parametrize("objective", ["t-count", "two-qubit"])
def test_the_metric_of_the_objective_gates(folder: Folder, objective: str) -> None:
    folder.configure()
    folder.write("circuits/a.qasm", HEAD + "t q[0];\nh q[0];\n")
    os.unlink(folder.path / "circuits/b.qasm")
    options = {"basis": "clifford+t", "objective": objective}
    folder.check(update=True, options=options)
    folder.write("circuits/a.qasm", HEAD + "t q[0];\nh q[0];\nt q[0];\n")
    reasons = folder.check(options=options).reasons
    worse = [reason for reason in reasons if "t_count 1 -> 2" in reason]
    assert (objective == "t-count") is bool(worse)


def test_line_ends_are_no_change(folder: Folder) -> None:
    folder.check(update=True)
    for path in [*(folder.path / "circuits").iterdir(), folder.path / "qcompile-baseline.json"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    made = folder.check(fail_on="any-change")
    assert [()] * 2 == [tuple(entry.causes) for entry in made.entries]
    assert made.passed


def test_cache_and_jobs_of_the_file(folder: Folder) -> None:
    folder.configure("jobs = 1\ncache = false")
    folder.check(update=True)
    assert not (folder.path.parent / "cache").exists()
    folder.configure("jobs = 2")
    assert 0 == folder.check().exit_code
    assert (folder.path.parent / "cache").exists()
