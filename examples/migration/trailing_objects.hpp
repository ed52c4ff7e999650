// SPDX-License-Identifier: MIT
//
// llvm::TrailingObjects: a node of a syntax tree with its operands behind it. What the template of LLVM does is written
// out here.
#ifndef HEAPARRAY_EXAMPLES_MIGRATION_TRAILING_OBJECTS_HPP
#define HEAPARRAY_EXAMPLES_MIGRATION_TRAILING_OBJECTS_HPP

#include <cstddef>
#include <cstdint>
#include <heaparray/heaparray.hpp>
#include <memory>
#include <new>
#include <span>

namespace trailing_objects::before {

class Call {
 public:
  static Call* create(std::uint32_t callee, std::span<const std::uint64_t> arguments) {
    void* const memory = ::operator new(sizeof(Call) + arguments.size() * sizeof(std::uint64_t));
    Call* const call = ::new (memory) Call(callee, static_cast<std::uint32_t>(arguments.size()));
    std::uninitialized_copy(arguments.begin(), arguments.end(), call->trailing());
    return call;
  }
  static void destroy(Call* call) {
    call->~Call();
    ::operator delete(call);
  }

  std::uint32_t callee() const { return callee_; }
  std::span<const std::uint64_t> arguments() const { return {trailing(), count_}; }

 private:
  Call(std::uint32_t callee, std::uint32_t count) : callee_(callee), count_(count) {}
  std::uint64_t* trailing() { return reinterpret_cast<std::uint64_t*>(this + 1); }
  const std::uint64_t* trailing() const { return reinterpret_cast<const std::uint64_t*>(this + 1); }

  std::uint32_t callee_, count_;
};

}  // namespace trailing_objects::before

namespace trailing_objects::after {

struct Head {
  std::uint32_t callee, count;
};
/// The operands are the elements; the destructor is that of the handle.
using Call = heaparray::BasicArray<std::uint64_t, Head, heaparray::LengthFromLabel<&Head::count>>;

inline Call create(std::uint32_t callee, std::span<const std::uint64_t> arguments) {
  return Call::from_range(Head{callee, static_cast<std::uint32_t>(arguments.size())}, arguments);
}

}  // namespace trailing_objects::after

#endif
