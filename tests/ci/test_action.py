# SPDX-License-Identifier: Apache-2.0
"""The GitHub action, step by step as a runner would run it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .actions import Runner
from .project import ROOT, Project

yaml = pytest.importorskip("yaml")
ACTION = yaml.safe_load((ROOT / ".github" / "actions" / "check" / "action.yml").read_text())
MARKER = "<!-- qcompile-report -->"
#: Keeps comments in files, as the service does; of others' there is one.
GH = """
echo "$GH_TOKEN $*" >> "$HOME/gh.log"
[ -e "$HOME/forbidden" ] && exit 1
case "$*" in
  *PATCH*) [ -e "$HOME/comment" ] && cp "$RUNNER_TEMP/qcompile-report/report.md" "$HOME/comment" ;;
  *POST*) cp "$RUNNER_TEMP/qcompile-report/report.md" "$HOME/comment" ;;
  *) if [ -e "$HOME/comment" ]; then printf '17\\n18\\n'; fi ;;
esac
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("action"))
    made.command("gh", GH)
    return made


def job(project: Project, what: str, number: int | None = 7, **inputs: str) -> Runner:
    project.become(what)
    for name in ("comment", "forbidden", "gh.log"):
        project.home.joinpath(name).unlink(missing_ok=True)
    event: dict[str, Any] = {} if number is None else {"pull_request": {"number": number}}
    return Runner(project, ACTION, event).run(**{"html": "false", **inputs})


@pytest.mark.parametrize(
    ("what", "status", "said"), [("better", "0", "1 better"), ("worse", "1", "1 regression")]
)
def test_better_passes_worse_fails_and_both_are_told(
    project: Project, what: str, status: str, said: str
) -> None:
    done = job(project, what, html="true")
    assert (status, int(status)) == (done.outputs["status"], done.exit_code)
    assert f"Circuit report: {said}" in done.summary.read_text()
    reports = Path(done.outputs["reports"])
    assert ["junit.xml", "report.html", "report.json", "report.md", "report.sarif"] == sorted(
        path.name for path in reports.iterdir()
    )
    assert reports.joinpath("report.md").read_text() == project.home.joinpath("comment").read_text()
    annotated = done.said["Check the circuits"]
    assert (what == "worse") is ("::error" in annotated)
    assert "file=circuits/chain.qasm" in annotated
    assert list(Path(done.extra["QCOMPILE_CACHE_DIR"]).iterdir())
    # The verdict comes last: everything before it has been said.
    assert "Pass or fail" == list(done.said)[-1]


def test_the_artefact_has_the_reports_unless_it_is_not_wanted(project: Project) -> None:
    done = job(project, "baseline", number=None)
    kept = dict(done.used)["actions/upload-artifact@v4"]
    assert ("qcompile-report", done.outputs["reports"]) == (kept["name"], kept["path"])


def test_the_artefact_can_be_left_out(project: Project, recorded: Path) -> None:
    used = job(project, "baseline", None, artifact="").used
    assert ["actions/cache@v4"] == [name for name, _ in used]


def test_one_comment_is_written_and_replaced(project: Project) -> None:
    job(project, "worse")
    log = project.home.joinpath("gh.log").read_text().splitlines()
    assert all(line.startswith("secret-token api ") for line in log)
    assert "-X POST repos/team/circuits/issues/7/comments -F body=@" in log[-1]
    comment = project.home / "comment"
    assert comment.read_text().startswith(MARKER)
    comment.write_text("old")
    project.become("better")
    Runner(project, ACTION, {"pull_request": {"number": 7}}).run(html="false")
    log = project.home.joinpath("gh.log").read_text().splitlines()
    assert "-X PATCH repos/team/circuits/issues/comments/17 -F body=@" in log[-1]
    assert "1 better" in comment.read_text()


@pytest.mark.parametrize(("comment", "status"), [("auto", 0), ("always", 1)])
def test_a_token_that_may_not_comment_fails_only_when_asked(
    project: Project, comment: str, status: int
) -> None:
    project.become("better")
    project.home.joinpath("forbidden").touch()
    done = Runner(project, ACTION, {"pull_request": {"number": 7}}).run(
        html="false", comment=comment
    )
    assert status == done.exit_code
    assert (status == 0) is ("::notice" in done.said["Comment on the pull request"])
    assert "1 better" in done.summary.read_text()


@pytest.mark.parametrize(("number", "comment"), [(None, "always"), (7, "never")])
def test_there_is_no_comment_without_a_pull_request_or_against_the_user(
    project: Project, number: int | None, comment: str
) -> None:
    done = job(project, "baseline", number, comment=comment)
    assert "Comment on the pull request" not in done.said
    assert not project.home.joinpath("gh.log").exists()


def test_a_commit_can_be_the_base(project: Project) -> None:
    assert 1 == job(project, "worse", **{"base-ref": project.base}).exit_code
    assert 2 == job(project, "baseline", **{"base-ref": "no-such-commit"}).exit_code


def test_what_fails_can_be_chosen(project: Project) -> None:
    assert 0 == job(project, "worse", **{"fail-on": "never"}).exit_code
    assert 1 == job(project, "better", **{"fail-on": "any-change"}).exit_code


def test_a_fault_of_the_configuration_is_no_verdict(project: Project) -> None:
    done = job(project, "baseline", baseline="nosuch.json")
    assert (2, "2") == (done.exit_code, done.outputs["status"])
    assert "QC434" in done.said["Check the circuits"]


def test_a_project_may_be_a_folder_of_the_repository(project: Project) -> None:
    inner = project.folder / "inner"
    inner.joinpath("circuits").mkdir(parents=True)
    inner.joinpath("qcompile.toml").write_text('include = ["circuits/*.qasm"]\n')
    inner.joinpath("circuits/a.qasm").write_text("OPENQASM 2.0; qreg q[2]; CX q[0],q[1];")
    project.run(["qcompile", "check", "--update", "-q"], cwd=inner)
    done = job(project, "worse", **{"working-directory": "inner"})
    assert 0 == done.exit_code
    assert "1 same" in done.summary.read_text()


#: Writes its name and arguments down, between zero bytes.
RECORDER = """
printf '%s\\0' NAME "$@" >> "$HOME/called.log"
printf '\\1' >> "$HOME/called.log"
"""
NASTY = '"; touch pwned; echo "$(touch pwned)`touch pwned`'


@pytest.fixture
def recorded(project: Project) -> Iterator[Path]:
    """Put programs that write down what they are called with in the place of qcompile and Python."""
    path, log = project.bin / "qcompile", project.home / "called.log"
    known = path.read_text()
    log.unlink(missing_ok=True)
    project.command("qcompile", RECORDER.replace("NAME", "qcompile"))
    project.command("python", RECORDER.replace("NAME", "python"))
    yield log
    path.write_text(known)
    project.bin.joinpath("python").unlink()


def calls(log: Path) -> list[list[str]]:
    """Return the command lines in a log, word by word."""
    return [line.split("\0")[:-1] for line in log.read_text().split("\1")[:-1]]


def test_results_are_kept_by_tool_target_and_sources(project: Project, recorded: Path) -> None:
    def key(what: str, **inputs: str) -> tuple[str, str]:
        done = job(project, what, None, **inputs)
        cache = dict(done.used)["actions/cache@v4"]
        assert cache["path"] == done.extra["QCOMPILE_CACHE_DIR"]
        assert cache["key"].startswith(cache["restore-keys"])
        return cache["restore-keys"], cache["key"]

    tool, whole = key("baseline")
    assert (tool, whole) == key("baseline")
    assert tool not in key("baseline", target="line:6")
    project.become("worse")
    project.git("add", "-A")
    assert tool == key("worse")[0]
    assert whole != key("worse")[1]
    project.become("baseline")
    project.git("add", "-A")


@pytest.mark.parametrize("text", [NASTY, "--exit-zero", "a b", "*"])
def test_inputs_are_data(project: Project, recorded: Path, text: str) -> None:
    names = ("target", "baseline", "base-ref", "fail-on")
    done = job(project, "baseline", None, html=text, version="1", **dict.fromkeys(names, text))
    assert 0 == done.exit_code
    assert [] == list(project.home.rglob("pwned"))
    (checked,) = [call for call in calls(recorded) if call[1:2] == ["check"]]
    assert checked[2].startswith("--format=github,md=")
    options = [f"--{name}={text}" for name in ("target", "baseline", "fail-on", "base")]
    assert options == checked[3:]


def test_a_version_is_no_option(project: Project, recorded: Path) -> None:
    assert 2 == job(project, "baseline", version="--index-url=x").exit_code
    assert not recorded.exists()
    assert 0 == job(project, "baseline", version=NASTY).exit_code
    assert [] == list(project.home.rglob("pwned"))
    assert ["python", "-m", "pip", "install", "--quiet", "--", f"qcompile=={NASTY}"] == calls(
        recorded
    )[0]


def test_no_script_has_an_expression_in_it() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert 6 == len(scripts)
    assert [] == [script for script in scripts if "${{" in script]


@pytest.mark.parametrize(
    ("version", "installed"),
    [
        ("0.3.0", "-m pip install --quiet -- qcompile==0.3.0"),
        ("dist/qcompile-0.3.0.whl", "-m pip install --quiet -- dist/qcompile-0.3.0.whl"),
        ("", None),
    ],
)
def test_what_is_installed(
    project: Project, recorded: Path, version: str, installed: str | None
) -> None:
    assert 0 == job(project, "baseline", None, version=version).exit_code
    made = [" ".join(call[1:]) for call in calls(recorded) if call[0] == "python"]
    assert ([] if installed is None else [installed]) == made


def test_without_qcompile_the_action_s_own_source_is_installed(
    project: Project, recorded: Path
) -> None:
    path = project.bin / "qcompile"
    script = path.read_text()
    path.unlink()
    # What pip would do.
    put = f"cat > '{path}' <<'END'\n{script}END\nchmod +x '{path}'"
    project.command("python", RECORDER.replace("NAME", "python") + put)
    assert 0 == job(project, "baseline", None).exit_code
    assert ROOT == Path(calls(recorded)[0][-1]).resolve()
