# SPDX-License-Identifier: Apache-2.0
"""A device file that says a little of everything, and how to read one that does not stand on a disk."""

from __future__ import annotations

import io

from qcompile import Target

CHIP = """{
  "qcompile_target": 1,
  "name": "chip",
  "source": "invented",
  "qubits": 3,
  "couplings": [[0, 1], [1, 2]],
  "gates": {
    "rz": {},
    "sx": {},
    "x": {"qubits": [0, 2]},
    "cz": {},
    "ecr": {"pairs": [[1, 0]]},
    "rzz": {"range": [0, 1.5707963267948966]}
  },
  "excluded": [2],
  "forbids": ["barrier"],
  "calibration": {
    "date": "2025-11-01",
    "qubits": {
      "measure_ns": 700,
      "at": [
        {"on": 0, "t1_ns": 100000, "t2_ns": 90000},
        {"on": 1, "t1_ns": 100000, "readout_error": 0.02}
      ]
    },
    "gates": {
      "sx": {"error": 0.001, "duration_ns": 32},
      "cz": {
        "duration_ns": 68,
        "at": [
          {"on": [0, 1], "error": 0.01},
          {"on": [2, 1], "error": 0.02}
        ]
      },
      "ecr": {"error": 0.03}
    }
  }
}
"""


def read(text: str, name: str = "chip.json") -> Target:
    """Read a device file that does not stand on a disk."""
    file = io.BytesIO(text.encode())
    file.name = name
    return Target.from_file(file)
