// SPDX-License-Identifier: Apache-2.0
// case: neighbours
// pipeline: cancel-inverses
qreg q[2];
h q[0];
h q[0];
cx q[0],q[1];
t q[1];
// becomes:
cx q[0],q[1];
t q[1];

// case: a control commutes with diagonal gates, a target with x
// pipeline: cancel-inverses
qreg q[3];
t q[0];
x q[1];
cx q[0],q[1];
cx q[0],q[2];
cx q[2],q[1];
tdg q[0];
x q[1];
// becomes:
cx q[0],q[1];
cx q[0],q[2];
cx q[2],q[1];

// case: a pair that a cancelled pair stood between
// pipeline: cancel-inverses
qreg q[2];
cx q[0],q[1];
h q[1];
cz q[1],q[0];
cz q[0],q[1];
h q[1];
cx q[0],q[1];
// becomes:

// case: what stands between does not commute
// pipeline: cancel-inverses
qreg q[3];
cx q[0],q[1];
cx q[1],q[2];
cx q[0],q[1];
// becomes: itself

// case: measurements and barriers are fences
// pipeline: cancel-inverses
qreg q[1];
creg c[1];
z q[0];
barrier q[0];
z q[0];
measure q[0] -> c[0];
z q[0];
// becomes: itself

// case: a condition is a fence for its own qubits only
// pipeline: cancel-inverses
qreg q[2];
creg c[1];
h q[0];
x q[1];
if(c==1) x q[1];
h q[0];
x q[1];
// becomes:
x q[1];
if(c==1) x q[1];
x q[1];

// case: half a turn twice is a phase
// pipeline: cancel-inverses
qreg q[1];
rz(pi) q[0];
rz(pi) q[0];
// becomes: phase 1
