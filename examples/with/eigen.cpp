// SPDX-License-Identifier: MIT
// needs: <Eigen/Dense>
// pkg-config: eigen3
// package: libeigen3-dev
//
// A matrix whose shape is the label, and whose numbers are aligned for Eigen's vector instructions. Eigen::Map reads and
// writes the block itself; a shared matrix is read by all its owners, and copied by who writes.
#include <Eigen/Dense>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>

struct Shape {
  Eigen::Index rows, cols;
};
using Numbers = heaparray::ArcArray<double, Shape, heaparray::AlignedAllocator<64>>;
using ConstMap = Eigen::Map<const Eigen::MatrixXd, Eigen::Aligned64>;
using MutableMap = Eigen::Map<Eigen::MatrixXd, Eigen::Aligned64>;

Numbers zeros(Eigen::Index rows, Eigen::Index cols) {
  return Numbers::filled(Shape{rows, cols}, static_cast<std::size_t>(rows * cols), 0.0);
}

ConstMap matrix(const Numbers& a) { return ConstMap(a.data(), a.label().rows, a.label().cols); }

/// The same for writing; a copy is made if there are other owners.
MutableMap writable(Numbers& a) {
  const Shape shape = a.label();
  return MutableMap(a.make_mut().data(), shape.rows, shape.cols);
}

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() {
  Numbers a = zeros(3, 3);
  writable(a) << 2, 0, 0, 0, 3, 0, 1, 0, 4;

  const Numbers shared = a;  // another owner of the same block
  Numbers b = zeros(3, 1);
  writable(b) = matrix(a).colPivHouseholderQr().solve(Eigen::Vector3d(2, 6, 9));
  std::printf("x = (%g, %g, %g)\n", matrix(b)(0), matrix(b)(1), matrix(b)(2));
  check((matrix(a) * matrix(b)).isApprox(Eigen::Vector3d(2, 6, 9)));

  writable(a) *= 10;  // `shared` keeps the old numbers
  check(matrix(a)(2, 2) == 40 && matrix(shared)(2, 2) == 4);
  check(matrix(shared).data() == shared.data());  // no copy: Eigen reads the block
  return 0;
}
