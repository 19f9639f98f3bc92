// SPDX-License-Identifier: Apache-2.0
// case: through hadamards
// pipeline: pauli-folding
qreg q[2];
t q[0];
h q[0];
cx q[1],q[0];
h q[0];
t q[0];
// becomes:
s q[0];
h q[0];
cx q[1],q[0];
h q[0];

// case: a rotation that does not commute keeps them apart
// pipeline: pauli-folding
qreg q[2];
t q[0];
h q[0];
t q[0];
h q[0];
t q[0];
// becomes: itself

// case: once that is gone they meet
// pipeline: pauli-folding
qreg q[2];
t q[0];
h q[0];
t q[0];
cx q[0],q[1];
tdg q[0];
cx q[0],q[1];
h q[0];
t q[0];
// becomes:
s q[0];
h q[0];
cx q[0],q[1];
cx q[0],q[1];
h q[0];

// case: about x, y and two qubits
// pipeline: pauli-folding
qreg q[2];
rx(pi/8) q[1];
s q[1];
ry(pi/8) q[1];
sdg q[1];
cx q[0],q[1];
rx(pi/4) q[1];
// becomes:
rx(pi/2) q[1];
s q[1];
sdg q[1];
cx q[0],q[1];
