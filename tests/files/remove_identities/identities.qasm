// SPDX-License-Identifier: Apache-2.0
// case: whole turns, with their phases
// pipeline: remove-identities
qreg q[2];
id q[0];
rz(0) q[0];
rx(2*pi) q[0];
u3(0,pi/3,-pi/3) q[1];
cu1(2*pi) q[0],q[1];
crz(4*pi) q[0],q[1];
h q[0];
// becomes: phase 1
h q[0];

// case: what does something stays
// pipeline: remove-identities
qreg q[2];
crz(2*pi) q[0],q[1];
rz(1e-12) q[0];
u1(pi) q[0];
barrier q[0];
// becomes: itself
