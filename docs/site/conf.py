# SPDX-License-Identifier: Apache-2.0
"""What Sphinx is told. `python -m docs.site` gathers the sources, then builds with this; nothing is fetched."""

import qcompile

project = "qcompile"
author = "The qcompile developers"
project_copyright = "The qcompile developers, Apache-2.0"
release = version = qcompile.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs.site.crosslinks",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
nitpicky = True

# Short pages are Markdown that GitHub shows as well.
myst_heading_anchors = 3
myst_enable_extensions = ["html_admonition"]

# Docstrings: names in single backticks are links where they name something, text where they do not.
default_role = "py:obj"
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
napoleon_custom_sections = ["Rewrites", "Guarantees", "Cost"]
python_use_unqualified_type_names = True
add_module_names = False
toc_object_entries_show_parents = "hide"
maximum_signature_line_length = 90

html_theme = "furo"
html_title = f"qcompile {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
highlight_language = "none"
pygments_style = "friendly"
pygments_dark_style = "github-dark"
