# SPDX-License-Identifier: Apache-2.0
"""The documentation: short pages, and what builds them as a site (`site`)."""
