// SPDX-License-Identifier: Apache-2.0
// case: all qubits measured
// pipeline: remove-diagonals-before-measure
qreg q[2];
creg c[2];
h q[0];
t q[0];
cz q[0],q[1];
rz(0.5) q[1];
measure q[0] -> c[0];
measure q[1] -> c[1];
// becomes:
h q[0];
measure q[0] -> c[0];
measure q[1] -> c[1];

// case: one of the qubits is not
// pipeline: remove-diagonals-before-measure
qreg q[2];
creg c[2];
cz q[0],q[1];
measure q[0] -> c[0];
// becomes: itself

// case: used again
// pipeline: remove-diagonals-before-measure
qreg q[1];
creg c[1];
t q[0];
measure q[0] -> c[0];
h q[0];
// becomes: itself

// case: through the control of a cx
// pipeline: remove-diagonals-before-measure
qreg q[2];
creg c[2];
h q[0];
t q[0];
cx q[0],q[1];
measure q[0] -> c[0];
measure q[1] -> c[1];
// becomes:
h q[0];
cx q[0],q[1];
measure q[0] -> c[0];
measure q[1] -> c[1];
