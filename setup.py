# SPDX-License-Identifier: Apache-2.0
"""What pyproject.toml cannot say: the list of packages, and which wheels are for one version of Python alone.

``passes/`` and ``grammar/`` stand at the top of the repository and are installed as
``qcompile.passes`` and ``qcompile.grammar``; discovery by pattern cannot rename a folder.
"""

from sysconfig import get_config_var

from setuptools import find_packages, setup

inside = find_packages(include=["qcompile", "qcompile.*"])
mapped = [f"qcompile.{name}" for name in find_packages(include=["passes*", "grammar*"])]
# One wheel for CPython 3.10 and all later versions, but where there is no interpreter lock: the stable interface
# does not reach there yet, and the wheel is for one version.
stable = {} if get_config_var("Py_GIL_DISABLED") else {"bdist_wheel": {"py_limited_api": "cp310"}}
setup(packages=inside + mapped, options=stable)
