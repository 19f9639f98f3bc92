// law: error
// pipeline: O0
// from: parameters seed=506 index=91
// basis: ecr,rz,sx,x
OPENQASM 3.0;
include "stdgates.inc";
pragma qcompile parameter theta_2 theta[2]
pragma qcompile parameter theta_1 theta[1]
pragma qcompile parameter theta_0 theta[0]
gate gpi2(a) q0 {
  rz(-a) q0;
  rx(pi/2) q0;
  rz(a) q0;
}
gate rzz(a) q0, q1 {
  cx q0, q1;
  rz(a) q1;
  cx q0, q1;
}
gate rxx(a) q0, q1 {
  h q0;
  h q1;
  rzz(a) q0, q1;
  h q0;
  h q1;
}
gate ms(a, b, c) q0, q1 {
  rz(-a) q0;
  rz(-b) q1;
  rxx(c) q0, q1;
  rz(a) q0;
  rz(b) q1;
}
input float theta_2;
input float theta_1;
input float theta_0;
qubit[7] q;
gpi2(0) q[6];
p(theta_2 * theta_2) q[3];
ctrl(4) @ x q[0], q[6], q[5], q[2], q[4];
swap q[2], q[6];
ctrl(4) @ x q[3], q[0], q[1], q[2], q[5];
cry(pi/2) q[5], q[0];
ctrl(3) @ x q[1], q[4], q[0], q[6];
ctrl(4) @ x q[5], q[4], q[2], q[1], q[6];
ms(0, 0, pi/2) q[4], q[3];
ry(pi/2) q[3];
u2(0, 0) q[1];
gpi2(0) q[6];
