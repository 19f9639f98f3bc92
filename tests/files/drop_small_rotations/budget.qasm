// SPDX-License-Identifier: Apache-2.0
// case: smallest first
// pipeline: drop-small-rotations
// error: 0.008
qreg q[2];
rz(0.02) q[0];
rx(0.01) q[0];
cx q[0],q[1];
ry(0.005) q[1];
// becomes:
rz(0.02) q[0];
cx q[0],q[1];

// case: the pass may be given less than there is
// pipeline: drop-small-rotations{error=0.003}
// error: 0.5
qreg q[2];
rz(0.02) q[0];
ry(0.005) q[1];
// becomes:
rz(0.02) q[0];

// case: nothing without a budget
// pipeline: drop-small-rotations
qreg q[1];
rz(1e-6) q[0];
// becomes: itself
