# SPDX-License-Identifier: Apache-2.0
"""Makes ``docs.site`` importable: it is no part of the package, and the root of the repository is on no path."""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

if "docs" not in sys.modules:
    folder = Path(__file__).resolve().parents[2] / "docs"
    spec = ModuleSpec("docs", None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    sys.modules["docs"] = module_from_spec(spec)
