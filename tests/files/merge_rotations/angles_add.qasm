// SPDX-License-Identifier: Apache-2.0
// case: through controls
// pipeline: merge-rotations
qreg q[2];
rz(0.25) q[0];
cx q[0],q[1];
rz(0.5) q[0];
// becomes:
rz(0.75) q[0];
cx q[0],q[1];

// case: names stay names
// pipeline: merge-rotations
qreg q[2];
t q[0];
cx q[0],q[1];
t q[0];
h q[1];
t q[1];
s q[1];
t q[1];
// becomes:
s q[0];
cx q[0],q[1];
h q[1];
z q[1];

// case: native rotations stay rotations
// pipeline: merge-rotations
// basis: cx,rz,sx,x
qreg q[1];
rz(pi/4) q[0];
rz(pi/4) q[0];
// becomes:
rz(pi/2) q[0];

// case: a controlled turn by two pi is not the identity
// pipeline: merge-rotations
qreg q[2];
crz(pi) q[0],q[1];
crz(pi) q[0],q[1];
// becomes:
crz(2*pi) q[0],q[1];

// case: by four pi it is
// pipeline: merge-rotations
qreg q[2];
crz(2*pi) q[0],q[1];
z q[1];
crz(2*pi) q[0],q[1];
// becomes:
z q[1];

// case: a turn by two pi leaves its sign
// pipeline: merge-rotations
qreg q[2];
rx(3*pi/2) q[1];
cx q[0],q[1];
rx(pi) q[1];
// becomes: phase 1
rx(pi/2) q[1];
cx q[0],q[1];

// case: phases and rotations mix
// pipeline: merge-rotations
qreg q[1];
u1(pi/3) q[0];
rz(pi/3) q[0];
// becomes: phase -0.16666666666666666
u1(2*pi/3) q[0];

// case: nothing to add
// pipeline: merge-rotations
qreg q[1];
rz(0.25) q[0];
h q[0];
rz(0.25) q[0];
// becomes: itself
