# SPDX-License-Identifier: Apache-2.0
"""Makes ``docs.site`` importable: it is no part of the package, and the root of the repository is on no path."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs"

# Some packages install a `docs` of their own.
if str(FOLDER) not in getattr(sys.modules.get("docs"), "__path__", []):
    spec = spec_from_file_location(
        "docs", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules["docs"] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules["docs"])
