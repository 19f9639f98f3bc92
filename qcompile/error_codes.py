# SPDX-License-Identifier: Apache-2.0
"""The table of error codes: what each means, an input that shows it, and what to do about it.

``python -m qcompile.error_codes`` prints the page `docs/errors.md`. A program meets the codes as
``error.code``; they are never reused.
"""

from __future__ import annotations

from typing import NamedTuple

from .error_cures import CURES


class ErrorCode(NamedTuple):
    """One row of the table."""

    code: str
    #: Class in `qcompile.errors`, or ``"warning"``.
    kind: str
    exit: int
    meaning: str
    #: An OpenQASM text, an API call or a command line that shows it.
    example: str
    #: What to do about it, whatever the input was.
    cure: str


_HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'

_ROWS = [
    # ---- syntax
    ("QC100", "something else is expected at this place", _HEAD + "qreg q[2];\ncx q[0],,q[1];"),
    ("QC101", "the version line is missing", "qreg q[1];"),
    ("QC102", "a version line that is not the first statement", "OPENQASM 2.0;\nOPENQASM 2.0;"),
    ("QC103", "a version this reader does not know", "OPENQASM 2.1;"),
    ("QC104", "a character that begins nothing in the language", _HEAD + "qreg q[1];\nx $0;"),
    ("QC105", "a string without its closing quote", 'OPENQASM 2.0;\ninclude "qelib1.inc;\n'),
    ("QC106", "a reserved word where a name is expected", _HEAD + "qreg measure[1];"),
    ("QC107", "a name that does not start with a lower-case letter", _HEAD + "qreg Q[1];"),
    ("QC108", "syntax of OpenQASM 3 in a file of version 2.0", _HEAD + "qubit[2] q;"),
    ("QC109", "a block comment, which version 2.0 does not have", "OPENQASM 2.0;\n/* no */"),
    ("QC110", "the file is not text", "a gzip or PNG file called circuit.qasm"),
    ("QC111", "bytes that are not UTF-8", "the byte FF outside a comment"),
    ("QC112", "a semicolon is missing", _HEAD + "qreg q[1];\nh q[0]\nh q[0];"),
    ("QC113", "the text ends inside a statement", _HEAD + "qreg q[1"),
    ("QC114", "a statement that may not stand here", _HEAD + "gate g a { gate k b { } }"),
    ("QC115", "a `// qcompile:` comment that cannot be understood", _HEAD + "// qcompile: phase x"),
    ("QC116", "a number with a leading zero or that is no whole number", _HEAD + "qreg q[2.0];"),
    ("QC120", "the text is in no format qcompile reads", "loads('hello')"),
    ("QC121", "a file that holds no array of numbers", "qcompile synth unitary notes.txt"),
    # ---- meaning
    ("QC200", "the circuit is not valid", "see the message"),
    ("QC201", "a gate got the wrong number of qubits", _HEAD + "qreg q[3];\ncx q[0],q[1],q[2];"),
    ("QC202", "a gate got the wrong number of angles", _HEAD + "qreg q[1];\nrx q[0];"),
    ("QC203", "a gate that is not defined before its use", "OPENQASM 2.0;\nqreg q[1];\nh q[0];"),
    ("QC204", "a name that is taken already", _HEAD + "qreg q[1];\ncreg q[1];"),
    ("QC205", "a register that is not declared", _HEAD + "h q[0];"),
    ("QC206", "an index beyond the register", _HEAD + "qreg q[2];\nx q[2];"),
    ("QC207", "one qubit given twice to an operation", _HEAD + "qreg q[2];\ncx q[0],q[0];"),
    ("QC208", "registers of different sizes side by side", _HEAD + "qreg a[2];\nqreg b[3];\ncx a,b;"),
    ("QC209", "a bit where a qubit is expected, or the other way round", _HEAD + "creg c[1];\nx c[0];"),
    ("QC210", "a register of size zero", "OPENQASM 2.0;\nqreg q[0];"),
    ("QC211", "an unknown name in an expression", _HEAD + "qreg q[1];\nrx(theta) q[0];"),
    ("QC212", "an expression without a finite real value", _HEAD + "qreg q[1];\nrx(1/0) q[0];"),
    ("QC213", "two arguments of a definition share a name", _HEAD + "gate g a,a { x a; }"),
    ("QC214", "not a qubit argument of this definition", _HEAD + "gate g(a) q { x a; }"),
    ("QC215", "an included file that is not found", 'OPENQASM 2.0;\ninclude "no.inc";'),
    ("QC216", "an include outside the allowed folders", 'OPENQASM 2.0;\ninclude "../../x";'),
    ("QC217", "files that include each other in a circle", 'OPENQASM 2.0;\ninclude "itself.qasm";'),
    ("QC218", "an include that is no regular file", 'OPENQASM 2.0;\ninclude "folder";'),
    ("QC219", "a name that is no gate, used as one", _HEAD + "qreg q[1];\nq q[0];"),
    ("QC220", "a layout comment that does not fit the circuit", _HEAD + "// qcompile: layout initial 0 0 final 0 0"),
    ("QC221", "an angle so large that its value modulo 2 pi is lost", _HEAD + "qreg q[1];\nrz(1e300) q[0];"),
    ("QC230", "a wrong argument to a method of a circuit", "Circuit(1).gate('nosuch')"),
    ("QC231", "joining circuits on the wrong number of wires", "a.compose(b, [0])"),
    ("QC232", "a qubit or bit that is missing or repeated", "Circuit(1).cx(0, 0)"),
    ("QC233", "two different parameters of one name", "a.compose(b)"),
    ("QC234", "an operation that has no inverse", "Circuit(1, 1).measure(0, 0).inverse()"),
    ("QC235", "an expression that has no value once bound", "circuit.bind({'a': 0})"),
    ("QC236", "a matrix that is not unitary", "Circuit(1).unitary([[1, 1], [0, 1]], [0])"),
    ("QC237", "an array of numbers of the wrong shape or kind", "synthesize([[1, 0, 0], [0, 1, 0], [0, 0, 1]])"),
    ("QC238", "a vector that is no state: its norm is not 1", "prepare_state([1, 1])"),
    ("QC239", "a number that is not finite", "prepare_state([1, nan])"),
    # ---- warnings
    ("QC240", "something in another package's circuit that has no equivalent", "a Qiskit circuit with `add_var`"),
    ("QC241", "parameters where a template does not reach them", "template(circuit) with one inside an `if_` block"),
    ("QC242", "a name that is none of a circuit's parameters, or a missing one", "template(c, parameters=['nosuch'])"),
    ("QC243", "values that leave a template's pattern of special angles", "tpl.specialise(x).bind(x + 0.1)"),
    ("QC244", "a parameter that is not frozen", "tpl.thaw(['theta'])"),
    ("QC245", "numbers of a quantum function whose gradients cannot be kept", "a trained matrix, with a target"),
    ("QC246", "a second derivative that is not known", "the Hessian of a template with merged runs"),
    ("QC247", "a gateset of Cirq's none of whose gates the library has", "cirq.Gateset(cirq.FSimGate)"),
    ("QC248", "values at which a merged block of a template is not the block", "none known; bindings are measured"),
    ("QC249", "a direction in which merged angles have no derivative", "tpl.vjp of a deep ansatz at all zeros"),
    ("QC250", "a comparison that can never be true", _HEAD + "qreg q[1];\ncreg c[1];\nif(c==2) x q[0];"),
    ("QC251", "bytes in a comment that are not UTF-8", "the byte FF in a comment"),
    ("QC252", "something the other format does not keep", "qcompile convert in.qasm --to json"),
    ("QC253", "a quantum function that has to be run for each call", "a QNode that branches on an angle"),
    ("QC260", "a qubit that decoheres faster than its T1 allows: T2 above 2 T1", "t1_ns = 1, t2_ns = 3"),
    ("QC261", "a calibration older than the limit", "qcompile target validate old.json"),
    ("QC262", "a device in parts that no coupling joins", "couplings = [[0, 1], [2, 3]]"),
    ("QC263", "a figure that is possible but hardly meant", "every error rate 0, a two-qubit gate in 0 ns"),
    ("QC264", "a gate of another package's device that a target cannot hold", "Target.from_pytket(info) with a TK2"),
    # ---- noise and mitigation
    ("QC270", "a noise scale or a way to fold that is none", "mitigation.fold(circuit, 0.5)"),
    ("QC271", "a gate whose inverse the target's gates do not have", "a cu3 limited to angles above 0"),
    ("QC272", "a probability or time of a noise model that cannot be", '{"gates": {"cx": {"depolarizing": 1.5}}}'),
    ("QC273", "a noise model that cannot be understood", '{"qcompile_noise": 1, "gaets": {}}'),
    ("QC274", "something that cannot be twirled", "mitigation.twirl(circuit, seed=0, count=0)"),
    # ---- target
    ("QC300", "the circuit cannot run on the target", "see the message"),
    ("QC301", "an operation the basis cannot express", "qcompile in.qasm --basis cx,rz"),
    ("QC302", "more qubits than the target has", "qcompile big.qasm -t line:3"),
    ("QC303", "two qubits that are not coupled", "qcompile in.qasm -t line:5 --verbatim"),
    ("QC304", "an angle outside the range of a native gate", "rzz(3) with -t ibm-heron-r2 --verbatim"),
    ("QC305", "an opaque gate the target does not have", "opaque g a; and g q[0]; with -t line:5"),
    ("QC306", "an angle that is no multiple of pi/4", "--basis clifford+t"),
    ("QC307", "an operation whose duration the target does not tell", "qcompile in.qasm --passes schedule"),
    ("QC308", "qubits that have to meet fit on no part of the target", "qcompile in.qasm -t islands.json"),
    ("QC309", "an operation the device refuses", "a reset with -t aqt-ibex"),
    ("QC310", "a mapped circuit that fits nowhere on the target", "qcompile replace ring.qasm --target line:5"),
    # ---- usage
    ("QC400", "what was asked cannot be done", "see the message"),
    ("QC401", "an unknown option or command", "qcompile compile --nosuch"),
    ("QC402", "a value an option cannot have", "qcompile in.qasm -O 9"),
    ("QC403", "an unknown pass", "qcompile in.qasm --passes nosuch"),
    ("QC404", "a pass whose needs are not met", "qcompile toffoli.qasm --passes basis-translation"),
    ("QC405", "a configuration file that is wrong", "[tool.qcompile]\nlevle = 2"),
    ("QC406", "an unknown target or native gate", "qcompile in.qasm -t ibm-hero"),
    ("QC407", "options that contradict each other", "qcompile in.qasm -O 2 --passes route"),
    ("QC408", "an unknown format", "qcompile convert in.qasm --to docx"),
    ("QC409", "something the format cannot express", "qcompile convert in.qasm --to qasm2"),
    ("QC410", "a circuit used by two threads at once", "two kernels on one circuit"),
    ("QC411", "an optional package that is not installed", "from_qiskit(circuit)"),
    ("QC412", "a pass of the user's own that raised", "compile(circuit, passes=Pipeline([MyPass()]))"),
    ("QC413", "a pipeline that is malformed", 'qcompile in.qasm --passes "a,,b"'),
    ("QC414", "a registered pass that is none, or whose name is taken", "two packages, one name"),
    ("QC415", "an operation without a T-count where T gates are to be counted", "qcompile in.qasm --objective t-count"),
    ("QC416", "a device file that cannot be understood", '{"qcompile_target": 1, "qbits": 5}'),
    ("QC417", "a figure of a device that cannot be", "an error rate of 1.5, a duration below 0"),
    ("QC418", "a qubit, pair or gate's place that a device does not have", "couplings = [[3, 3]]"),
    ("QC419", "one place of a device with two different figures", "cz on [0, 1] and [1, 0], errors 0.01 and 0.02"),
    ("QC420", "gates of a device that cannot express a circuit", "a device with cz and nothing on one qubit"),
    ("QC425", "an objective or health the target has no figures for", "-t line:3 --objective fidelity"),
    ("QC430", "a line of a baseline that cannot be understood", "qcompile check"),
    ("QC431", "a line of a baseline that was changed by hand", "qcompile check"),
    ("QC432", "a baseline with an unresolved merge conflict", "<<<<<<< HEAD in qcompile-baseline.json"),
    ("QC433", "a baseline of a later version", '[{"schema": 99, ...}'),
    ("QC434", "no baseline yet", "qcompile check"),
    ("QC435", "two rows for one circuit in a baseline", "qcompile check"),
    ("QC436", "nothing to check", "qcompile check, without `include` or `entry-points` in the configuration"),
    ("QC437", "an entry point that is not there", 'entry-points = ["nosuch:build"]'),
    ("QC438", "an entry point that raised, or returned no circuits", 'entry-points = ["ansatz:build"]'),
    ("QC439", "a name that no circuit of the project has", "qcompile check --accept nosuch"),
    ("QC440", "two circuits of one name", 'entry-points = ["ansatz:build", "ansatz:build"]'),
    ("QC441", "a revision that git does not have, or no repository", "qcompile check --base nosuch"),
    ("QC455", "an assertion that could never fail, or never hold", "assert_count(circuit, 'cxx', at_most=3)"),
    ("QC456", "two snapshots of one name in a run of pytest", "qcompile(circuit).snapshot('qft') in two tests"),
    ("QC457", "a test with a budget that returns no circuit", "@pytest.mark.circuit_budget(depth=9), and no `return`"),
    ("QC460", "a width, a number of layers or columns that a drawing cannot have", "qcompile draw in.qasm --layers 0"),
    ("QC461", "times of operations that no target tells", "qcompile draw in.qasm --columns times -t line:3"),
    ("QC462", "a target that has no map", "qcompile draw --map -t all:5000"),
    ("QC463", "a circuit that is not on the device it is drawn on", "qcompile draw in.qasm --map -t line:5"),
    ("QC465", "a circuit to be reduced that does not fail", "qcompile reduce sound.qasm"),
    ("QC466", "a command that cannot be run", "qcompile reduce in.qasm --check nosuch"),
    ("QC467", "a circuit that fails at one time and not at another", "qcompile reduce in.qasm --check ./flaky.sh"),
    ("QC468", "a pass that is not in the pipeline", "qcompile explain in.qasm -O0 --pass merge-rotations"),
    ("QC469", "a line of the source without an operation", "qcompile explain in.qasm --line 1"),
    # ---- files
    ("QC500", "a file could not be read or written", "see the message"),
    ("QC501", "the file cannot be read", "qcompile unreadable.qasm"),
    ("QC502", "the file cannot be written", "qcompile in.qasm -o /no/such/folder/out.qasm"),
    ("QC503", "there is no such file", "qcompile nosuch.qasm"),
    ("QC504", "a folder where a file is expected", "qcompile folder"),
    ("QC505", "a folder that no cache can be kept in", "compile(circuit, cache='/proc/cache')"),
    ("QC506", "a file that is no template, or a damaged one", "qcompile bind notes.txt --params values.json"),
    # ---- limits
    ("QC600", "a limit was reached", "see the message"),
    ("QC601", "an operation is too large for a pass", "a unitary on 20 qubits"),
    ("QC602", "too many bytes of input", "--limit bytes=1000"),
    ("QC603", "too many qubits or bits", "qreg q[99999999999];"),
    ("QC604", "too many operations once expanded", "--limit operations=10"),
    ("QC605", "nesting too deep", "rx((((((...0...)))))) q[0];"),
    ("QC606", "an expression with too many terms", "rx(1+1+1+...) q[0];"),
    ("QC607", "an operation with too many operands", "barrier q[0],q[0],..."),
    ("QC608", "includes nested too deeply", "65 files, each including the next"),
    ("QC609", "a name that is too long", "qreg aaaa...[1];"),
    ("QC610", "a matrix or vector too large to synthesise", "synthesize(a matrix of 4096 rows)"),
    ("QC611", "no circuit found within the limits of a search", "search(matrix, most=1)"),
    # ---- verification
    ("QC701", "the circuits are not equivalent", "qcompile verify a.qasm b.qasm"),
    ("QC702", "whether the circuits are equivalent stayed open", "qcompile verify a.qasm b.qasm"),
    ("QC703", "different results from the same inputs", "qcompile check"),
    ("QC704", "another result than the baseline's from the same inputs", "qcompile check"),
    # ---- ours
    ("QC900", "a fault of qcompile", "please report it"),
]  # fmt: skip

_KINDS = {
    "1": ("ParseError", 3),
    "2": ("SemanticError", 3),
    "3": ("TargetError", 4),
    "4": ("PipelineError", 2),
    "5": ("FileError", 5),
    "6": ("LimitError", 6),
    "7": ("VerificationError", 1),
    "9": ("InternalError", 70),
}


def _entry(code: str, meaning: str, example: str) -> ErrorCode:
    kind, status = _KINDS[code[2]]
    if code.startswith(("QC249", "QC25", "QC26")):
        kind, status = "warning", 0
    elif code == "QC702":
        status = 7
    return ErrorCode(code, kind, status, meaning, example, CURES.get(code, ""))


#: Every code, in order.
CODES: dict[str, ErrorCode] = {row[0]: _entry(*row) for row in _ROWS}


def page() -> str:
    """Return the page of all codes as Markdown."""
    lines = [
        "# Error codes",
        "",
        "Every error carries a code, a place where it has one, and a hint where there is one. Below each: its class,",
        "an input that shows it, and what helps whatever the input was.",
        "`--message-format full|short|json` chooses the form; the exit status depends on the code alone.",
    ]
    for entry in CODES.values():
        lines += ["", *entry_lines(entry)]
    return "\n".join(lines) + "\n"


def entry_lines(entry: ErrorCode) -> list[str]:
    """Return the section of a code as lines of Markdown."""
    return [
        *(f"## {entry.code}: {entry.meaning}", ""),
        *(f"`{entry.kind}`, exit status {entry.exit}.", ""),
        *("```text", entry.example, "```", ""),
        f"Cure: {entry.cure}.",
    ]


if __name__ == "__main__":
    print(page(), end="")
