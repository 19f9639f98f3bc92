// SPDX-License-Identifier: Apache-2.0
// case: constant controls
// pipeline: known-state
// basis: h,s,t,x,z,cx
qreg q[3];
cx q[0],q[1];
x q[0];
cx q[0],q[1];
h q[2];
cx q[1],q[2];
ccx q[0],q[2],q[1];
// becomes:
x q[0];
x q[1];
h q[2];
cx q[2],q[1];

// case: a diagonal gate on a basis state is a phase
// pipeline: known-state
qreg q[2];
t q[0];
x q[1];
t q[1];
rz(pi/2) q[0];
// becomes: phase 0
x q[1];

// case: known again after a reset
// pipeline: known-state
qreg q[2];
h q[0];
cx q[0],q[1];
reset q[0];
cx q[0],q[1];
// becomes:
h q[0];
cx q[0],q[1];
reset q[0];

// case: nothing is known after a condition
// pipeline: known-state
qreg q[2];
creg c[1];
if(c==1) x q[0];
cx q[0],q[1];
// becomes: itself
