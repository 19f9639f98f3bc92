# SPDX-License-Identifier: Apache-2.0
"""The grammars of the input languages, as Lark files; `qcompile.frontends` reads them."""
