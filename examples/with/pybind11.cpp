// SPDX-License-Identifier: MIT
// needs: <pybind11/embed.h> <numpy/ndarrayobject.h>
// pkg-config: python3-embed
// package: pybind11-dev python3-numpy python3-dev
//
// A shared array as a numpy array, without a copy: Python keeps one share of the block, and drops it when the last view of
// it is gone. The program runs Python inside itself; a module would have the same function.
#include <pybind11/embed.h>
#include <pybind11/numpy.h>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>

namespace py = pybind11;

struct Shape {
  py::ssize_t rows, cols;
};
using Matrix = heaparray::TpArcArray<double, Shape>;

/// A view of the block, read-only as every shared array is. \pre `matrix` is not null
py::array to_numpy(Matrix matrix) {
  const Shape shape = matrix.label();
  const double* const data = matrix.data();
  const py::capsule share(static_cast<void*>(std::move(matrix).into_raw()),
                          [](void* p) { Matrix::release(static_cast<double*>(p)); });
  py::array_t<double> view({shape.rows, shape.cols}, data, share);
  view.attr("flags").attr("writeable") = false;
  return view;
}

PYBIND11_EMBEDDED_MODULE(measure, module) {
  module.def("matrix", [](py::ssize_t rows, py::ssize_t cols) {
    return to_numpy(Matrix::with_label(Shape{rows, cols}, static_cast<std::size_t>(rows * cols),
                                       [](std::size_t i) { return static_cast<double>(i); }));
  });
}

int main() {
  const auto matrix = Matrix::filled(Shape{2, 3}, 6, 0.5);
  const py::scoped_interpreter python;
  auto scope = py::dict(py::arg("shared") = to_numpy(matrix));
  py::exec(R"(
import numpy, measure
assert shared.shape == (2, 3) and shared.sum() == 3 and not shared.flags.writeable
column = shared[:, 1]               # a view of the view keeps the block, too
own = measure.matrix(100, 10)[::2]
print(own.shape, own[-1, -1])
assert own[-1, -1] == 989
del shared)",
           scope);
  const bool address = scope["column"].cast<py::array_t<double>>().data() == matrix.data() + 1;
  const bool kept = matrix.use_count() == 2;
  scope.clear();
  std::printf("no copy: %d, kept by a view: %d, owners left: %zu\n", address, kept, matrix.use_count());
  return address && kept && matrix.use_count() == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
