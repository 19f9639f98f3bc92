# SPDX-License-Identifier: Apache-2.0
"""Compiled results kept, by what they were made from.

``` text
circuit, target, options, version --keys--> key
circuit, report --entries--> bytes with a checksum --cache--> memory (least recently used go first)
                                                          --> disk: one SQLite file, for processes at once
```

Nothing is unpickled: an entry is the circuit's own serialisation and JSON, which the engine and the JSON reader check.
"""

from .cache import Cache, Source, as_cache
from .entries import pack, unpack
from .keys import key_of
from .symbols import anonymous

__all__ = ["Cache", "Source", "anonymous", "as_cache", "key_of", "pack", "unpack"]
