# SPDX-License-Identifier: Apache-2.0
"""Circuits compiled once and bound many times, beside Qiskit."""
