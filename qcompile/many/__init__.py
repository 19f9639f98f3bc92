# SPDX-License-Identifier: Apache-2.0
"""Many circuits for one target.

``` text
circuits --> run       one after the other, each with a result or an error of its own
              -> workers   threads that each compute alone; results in order, a bounded number ahead
              -> skeleton  what circuits that differ in their angles alone have in common
              -> family    those of one skeleton: compiled once and bound, where nothing is lost
```

`Compiler` is the same as a value that pickles, for other people's schedulers.
"""

from .compiler import Compiler
from .item import Item
from .run import compile_many

__all__ = ["Compiler", "Item", "compile_many"]
