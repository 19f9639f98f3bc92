# SPDX-License-Identifier: Apache-2.0
"""Same input, options, seed and version: same bytes, whatever the threads, the process and what ran before.

``` text
cases.py     circuits of the corpus, levels, devices
worker.py    one process: compiles the cases, prints the digests of texts and reports
runner.py    starts workers that differ in nothing that may matter, compares what they say
```
"""
