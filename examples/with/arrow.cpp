// SPDX-License-Identifier: MIT
//
// An array given to Apache Arrow, or to anything that takes Arrow's C data interface, without a copy: the receiver reads
// the block, and gives its share back by the release callback, on any thread. The struct is that of the interface's
// specification; a program with Arrow includes <arrow/c/abi.h>, and describes its column by an ArrowSchema "i" as well.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <thread>

extern "C" struct ArrowArray {
  std::int64_t length, null_count, offset, n_buffers, n_children;
  const void** buffers;
  ArrowArray **children, *dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

// The list of buffers that Arrow wants lies in the block to which it points: no validity bitmap, and the values.
struct Buffers {
  mutable const void* list[2];
};
using Column = heaparray::TpArcArray<std::int32_t, Buffers>;

/// Gives one share of the column away. \pre `column` is not null
ArrowArray exported(Column column) {
  ArrowArray out = {};
  out.length = static_cast<std::int64_t>(column.size());
  out.n_buffers = 2;
  out.buffers = column.label().list;
  out.private_data = std::move(column).into_raw();  // the share is the receiver's now
  out.release = [](ArrowArray* array) {
    Column::release(static_cast<std::int32_t*>(array->private_data));
    array->release = nullptr;  // as the specification asks
  };
  return out;
}

std::int64_t sum_and_release(ArrowArray array) {  // what a receiver does
  const auto* values = static_cast<const std::int32_t*>(array.buffers[1]) + array.offset;
  std::int64_t sum = 0;
  for (std::int64_t i = 0; i != array.length; ++i) sum += values[i];
  array.release(&array);
  return sum;
}

int main() {
  Column::owner_type made = Column::owner_type::with_label(
      Buffers{}, 1000, [](std::size_t i) { return static_cast<std::int32_t>(i); });
  made.label().list[1] = made.data();
  const Column column = std::move(made);

  std::int64_t sums[2] = {};
  std::thread other([&sums, array = exported(column)] { sums[0] = sum_and_release(array); });
  sums[1] = sum_and_release(exported(column));
  other.join();
  std::printf("%lld, and %zu owner is left\n", static_cast<long long>(sums[1]), column.use_count());
  return sums[0] == 499500 && sums[1] == 499500 && column.use_count() == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
