// SPDX-License-Identifier: Apache-2.0
// case: a parity met again on another wire
// pipeline: phase-folding
qreg q[2];
t q[0];
cx q[0],q[1];
cx q[1],q[0];
h q[0];
cx q[1],q[0];
t q[1];
cx q[1],q[0];
t q[1];
// becomes:
t q[0];
cx q[0],q[1];
cx q[1],q[0];
h q[0];
cx q[1],q[0];
s q[1];
cx q[1],q[0];

// case: a complement subtracts, and leaves its angle as phase
// pipeline: phase-folding
qreg q[2];
u1(pi/5) q[0];
cx q[0],q[1];
x q[0];
u1(pi/4) q[0];
// becomes: phase 0.25
u1(-pi/20) q[0];
cx q[0],q[1];
x q[0];

// case: the last may be kept
// pipeline: phase-folding{keep=last}
qreg q[2];
t q[0];
cx q[0],q[1];
tdg q[1];
t q[0];
// becomes:
cx q[0],q[1];
tdg q[1];
s q[0];

// case: native rotations stay rotations
// pipeline: phase-folding
// basis: cx,rz,sx,x
qreg q[2];
rz(pi/4) q[0];
cx q[0],q[1];
rz(pi/4) q[0];
sx q[0];
// becomes:
rz(pi/2) q[0];
cx q[0],q[1];
sx q[0];

// case: measured and conditioned wires keep their bit
// pipeline: phase-folding
qreg q[2];
creg c[1];
t q[0];
t q[1];
measure q[0] -> c[0];
if (c==1) z q[1];
t q[0];
t q[1];
// becomes:
s q[0];
s q[1];
measure q[0] -> c[0];
if (c==1) z q[1];

// case: fences hold
// pipeline: phase-folding
qreg q[1];
creg c[1];
t q[0];
barrier q[0];
t q[0];
reset q[0];
t q[0];
if (c==1) h q[0];
t q[0];
h q[0];
t q[0];
// becomes: itself
