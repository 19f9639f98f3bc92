# SPDX-License-Identifier: Apache-2.0
"""The list of packages, which pyproject.toml cannot say.

``passes/`` and ``grammar/`` stand at the top of the repository and are installed as
``qcompile.passes`` and ``qcompile.grammar``; discovery by pattern cannot rename a folder.
"""

from setuptools import find_packages, setup

inside = find_packages(include=["qcompile", "qcompile.*"])
mapped = [f"qcompile.{name}" for name in find_packages(include=["passes*", "grammar*"])]
setup(packages=inside + mapped)
