# SPDX-License-Identifier: Apache-2.0
"""A composite action run as GitHub's runner does: expressions put in, scripts by bash, other actions by a stand-in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .project import Project

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass
class Runner:
    """One job.

    Parameters
    ----------
    project : Project
        The checkout.
    action : dict
        What the action's file says.
    event : dict
        Of the webhook.
    """

    project: Project
    action: dict[str, Any]
    event: dict[str, Any] = field(default_factory=dict)
    #: Actions that were used, with their inputs.
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    #: What each step said, by its name.
    said: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    exit_code: int = 0

    def __post_init__(self) -> None:
        self.temp = self.project.home / "runner"
        self.temp.mkdir(exist_ok=True)
        self.summary = self.temp / "summary.md"
        self.summary.write_text("")
        self.extra: dict[str, str] = {}
        self.steps: dict[str, dict[str, str]] = {}

    def run(self, **inputs: str) -> Runner:
        """Run the steps; a failed one ends the job, as no step here runs always."""
        known = {name: str(said.get("default", "")) for name, said in self.action["inputs"].items()}
        assert inputs.keys() <= known.keys()
        self.inputs = {name: self.filled(value) for name, value in {**known, **inputs}.items()}
        for step in self.action["runs"]["steps"]:
            if "if" in step and not self.holds(step["if"]):
                continue
            if "uses" in step:
                self.used.append((step["uses"], self.all_filled(step.get("with", {}))))
            elif self.script(step):
                break
        said = self.action["outputs"]
        self.outputs = {name: self.filled(each["value"]) for name, each in said.items()}
        return self

    def script(self, step: dict[str, Any]) -> int:
        """Run a script; return its exit status."""
        file, output, env = (self.temp / name for name in ("script.sh", "output", "env"))
        # As on GitHub, an expression in a script would become part of its text here.
        file.write_text(self.filled(step["run"]))
        output.write_text("")
        env.write_text("")
        variables = {
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_WORKSPACE": str(self.project.folder),
            "GITHUB_REPOSITORY": "team/circuits",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_ENV": str(env),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temp),
            **self.extra,
            **self.all_filled(step.get("env", {})),
        }
        assert "bash" == step["shell"]
        cwd = self.project.folder / self.filled(step.get("working-directory", "."))
        done = self.project.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)], cwd=cwd, **variables
        )
        self.said[step["name"]] = done.stdout + done.stderr
        self.extra.update(pairs(env))
        if "id" in step:
            self.steps[step["id"]] = pairs(output)
        self.exit_code = done.returncode
        return done.returncode

    def all_filled(self, values: dict[str, Any]) -> dict[str, str]:
        return {name: self.filled(str(value)) for name, value in values.items()}

    def filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self.value(match[1]), text)

    def value(self, name: str) -> str:
        """Return what a name of the context stands for; an unknown one is an error, not the empty text."""
        room, _, rest = name.partition(".")
        if room == "inputs":
            return self.inputs[rest]
        if room == "steps":
            step, outputs, key = rest.split(".")
            assert "outputs" == outputs
            assert step in {each.get("id") for each in self.action["runs"]["steps"]}
            return self.steps.get(step, {}).get(key, "")
        if name.startswith("github.event."):
            found: Any = self.event
            for key in rest.split(".")[1:]:
                found = found.get(key, {})
            return str(found) if found else ""
        return {
            "github.action_path": str(Path(__file__).parents[2] / ".github" / "actions" / "check"),
            "github.token": "secret-token",
            "runner.os": "Linux",
        }[name]

    def holds(self, condition: str) -> bool:
        """Return whether a condition holds: names and comparisons with a text, joined by &&."""
        for part in condition.split("&&"):
            name, differs, text = part.strip().partition(" != ")
            value = self.value(name)
            if not (value != text.strip("'") if differs else value):
                return False
        return True


def pairs(file: Path) -> dict[str, str]:
    """Return the lines NAME=VALUE of a file."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())
