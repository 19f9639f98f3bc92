# SPDX-License-Identifier: Apache-2.0
"""What it costs to fit circuits to devices, beside Qiskit and tket; and who says that the results are right."""
