# SPDX-License-Identifier: Apache-2.0
"""Builds these pages as a site: ``python -m docs.site`` from the root of the repository, or ``make docs``.

``` text
gather      the short pages, CONTRIBUTING and the like, with their links; pages of error codes, examples, changes
api         which public name stands on which page; unimported: those about packages that may be missing
pass_pages  a page for each pass, with pictures: what it does to a small circuit
crosslinks  links that nobody writes: names in backticks, codes of errors, names of passes
links       what is built leads somewhere
```
"""
