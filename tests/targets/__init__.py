# SPDX-License-Identifier: Apache-2.0
"""Targets: the model, its files, the devices that come with the package, and those of other SDKs."""
