// law: error
// pipeline: O0
// from: parameters seed=2026 index=18683
// basis: rzz,rz,rx
OPENQASM 3.0;
include "stdgates.inc";
pragma qcompile parameter theta_0 theta[0]
pragma qcompile parameter theta_2 theta[2]
pragma qcompile parameter theta_1 theta[1]
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
gate ryy(a) q0, q1 {
  sx q0;
  sx q1;
  rzz(a) q0, q1;
  inv @ sx q0;
  inv @ sx q1;
}
gate siswapdg q0, q1 {
  rxx(pi/4) q0, q1;
  ryy(pi/4) q0, q1;
}
gate gpi2(a) q0 {
  rz(-a) q0;
  rx(pi/2) q0;
  rz(a) q0;
}
input float theta_0;
input float theta_2;
input float theta_1;
qubit[7] q;
u3(0, -2*theta_0 + 2.0943951023931953, theta_0 * theta_0) q[0];
ctrl(3) @ sx q[0], q[4], q[6], q[5];
rx(pi/2) q[6];
ctrl(4) @ x q[4], q[5], q[6], q[2], q[0];
siswapdg q[3], q[5];
ccx q[5], q[4], q[6];
u2(0, 0) q[1];
cu(pi/2, 7*pi/5, 1.0, 0) q[5], q[2];
p(theta_1 - 1.5668752446141339) q[0];
gpi2(0) q[0];
gpi2(0) q[4];
