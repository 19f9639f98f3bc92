# SPDX-License-Identifier: Apache-2.0
"""Names, angles and words as LaTeX. Everything a user named is escaped here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import Angle

#: Gates whose formula is not their name.
_FORMULAS = {
    "id": "I",
    "sdg": r"S^\dagger",
    "tdg": r"T^\dagger",
    "sx": r"\sqrt{X}",
    "sxdg": r"\sqrt{X}^\dagger",
    "iswap": r"\mathrm{iSWAP}",
    "iswapdg": r"\mathrm{iSWAP}^\dagger",
    "siswap": r"\sqrt{\mathrm{iSWAP}}",
    "siswapdg": r"\sqrt{\mathrm{iSWAP}}^\dagger",
}
_ROTATION = re.compile(r"r([xyz]{1,2})")
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi "
    "rho sigma tau upsilon phi chi psi omega"
).split()
_GREEK = frozenset(
    [*_GREEK_NAMES, *"Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()]
)
_GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξπρστυφχψω", _GREEK_NAMES, strict=True))
_FUNCTIONS = frozenset("sin cos tan exp ln log sqrt arcsin arccos arctan".split())
_SPECIAL = {
    **{character: f"\\{character}" for character in "{}$&#_%"},
    "\\": r"\textbackslash{}",
    # Accents stand over what follows, and some fonts have no such characters: mathematics has them all.
    "^": r"$\wedge$",
    "~": r"$\sim$",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",
    "`": r"\textquoteleft{}",
    "\N{RIGHTWARDS ARROW}": r"$\rightarrow$",
    "…": r"\ldots{}",
    "†": r"$^\dagger$",
    "√": r"$\surd$",
    "⟩": r"$\rangle$",
    **{letter: rf"$\{name}$" for letter, name in _GREEK_LETTERS.items()},
}
#: Letters every font of LaTeX's has.
_ACCENTED = frozenset(map(chr, range(0xC0, 0x100))) - frozenset("×÷ÐðÞþ")  # noqa: RUF001
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?P<name>[^\W\d]\w*)(?P<index>\[\d+\])?"
    r"|(?P<power>\*\*)|(?P<times>\*)|(?P<rest>\s+|.)"
)


def words(text: str) -> str:
    r"""Return text for LaTeX's text mode, whatever is in it.

    Examples
    --------
    >>> print(words("50% of $x_1$"))
    50\% of \$x\_1\$
    """
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isprintable() and (character.isascii() or character in _ACCENTED):
        return character
    # Without a font for it LaTeX stops; what it is can be said all the same.
    return f"[U+{ord(character):04X}]" if character.isprintable() else " "


def formula(name: str, kind: str, angles: Sequence[Angle | float]) -> str:
    r"""Return what stands in a gate's box, for LaTeX's math mode.

    Examples
    --------
    >>> print(formula("Rz", "rz", [0.5]), formula("my_gate", "", []))
    R_{z}(0.5) \text{my\_gate}
    """
    rotation = _ROTATION.fullmatch(kind)
    if kind in _FORMULAS:
        base = _FORMULAS[kind]
    elif rotation:
        base = f"R_{{{rotation[1]}}}"
    elif kind and name.isascii() and len(name) == 1:
        base = name
    else:
        base = rf"\text{{{words(name)}}}"
    return f"{base}({','.join(map(angle, angles))})" if angles else base


def angle(value: Angle | float) -> str:
    r"""Return an angle for LaTeX's math mode.

    Examples
    --------
    >>> from qcompile import Angle
    >>> print(angle(Angle.pi(-3, 4)), angle(2 * Angle.symbol("theta[3]")))
    -3\pi/4 2\,\theta_{3}
    """
    said = labels.shortened(labels.angle(value), 80)
    return "".join(map(_token, _TOKEN.finditer(said)))


def _token(found: re.Match[str]) -> str:
    if found["name"]:
        index = f"_{{{found['index'][1:-1]}}}" if found["index"] else ""
        return _name(found["name"]) + index
    if found["number"]:
        mantissa, e, exponent = found["number"].partition("e")
        return rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if e else mantissa
    if found["power"]:
        return "^"
    if found["times"]:
        return r"\,"
    text = found["rest"]
    if text in "+-/()=, ":
        return text
    return _SPECIAL_MATH.get(text) or rf"\text{{{words(text)}}}"


_SPECIAL_MATH = {"…": r"\ldots "}


def _name(name: str) -> str:
    if name in _GREEK or name in _FUNCTIONS:
        return rf"\{name} " if name in _FUNCTIONS else rf"\{name}"
    if all(letter in _GREEK_LETTERS for letter in name):
        return "".join(rf"\{_GREEK_LETTERS[letter]}" for letter in name)
    return name if len(name) == 1 and name.isascii() else rf"\text{{{words(name)}}}"
