// SPDX-License-Identifier: MIT
//
// ranges.hpp: ranges that hold their reader to the rules.
//
//   ForwardRange<T, Ref>        may be read again and again; no size
//   InputRange<T, Ref>          may be read once; its iterator cannot be copied
//   SizedForwardRange, SizedInputRange   the same with size(), which may lie: announce(n)
//
// `Ref` is what `*it` gives: `const T&` by default, `T&`, `T&&` (to move out), `T` (a prvalue),
// or ProxyRef<T>, which only converts to T. Any of them can throw on its way: throw_at(k).
// Reported as problems: a second begin() of a single-pass range, and reading or stepping past the end.
#ifndef HEAPARRAY_TESTS_SUPPORT_RANGES_HPP
#define HEAPARRAY_TESTS_SUPPORT_RANGES_HPP

#include "faults.hpp"
#include "problems.hpp"

#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

namespace test {

/// Stands in for a T, as std::vector<bool>::reference does for a bool.
template <class T>
class ProxyRef {
 public:
  explicit ProxyRef(const T& target) : target_(&target) {}
  operator T() const { return *target_; }

 private:
  const T* target_;
};

enum class Pass { single, multi };

template <class T, class Ref, Pass pass, bool sized>
class TestRange {
 public:
  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_concept =
        std::conditional_t<pass == Pass::multi, std::forward_iterator_tag, std::input_iterator_tag>;

    Iterator()
      requires(pass == Pass::multi)
    = default;
    Iterator(const Iterator&)
      requires(pass == Pass::multi)
    = default;
    Iterator& operator=(const Iterator&)
      requires(pass == Pass::multi)
    = default;
    Iterator(Iterator&&) = default;
    Iterator& operator=(Iterator&&) = default;

    Ref operator*() const { return range_->template read<Ref>(index_); }
    Iterator& operator++() {
      range_->step(index_);
      ++index_;
      return *this;
    }
    auto operator++(int) {
      if constexpr (pass == Pass::multi) {
        const Iterator before = *this;
        ++*this;
        return before;
      } else {
        ++*this;
      }
    }
    bool operator==(std::default_sentinel_t) const { return index_ == range_->values_.size(); }
    bool operator==(const Iterator& other) const
      requires(pass == Pass::multi)
    {
      return index_ == other.index_;
    }

   private:
    friend TestRange;
    explicit Iterator(TestRange& range) : range_(&range) {}

    TestRange* range_ = nullptr;
    std::size_t index_ = 0;
  };

  explicit TestRange(std::vector<T> values) : values_(std::move(values)), announced_(values_.size()) {}
  // Iterators point here.
  TestRange(const TestRange&) = delete;
  TestRange& operator=(const TestRange&) = delete;

  /// Makes size() say `n`, whatever there is.
  TestRange& announce(std::size_t n)
    requires sized
  {
    announced_ = n;
    return *this;
  }

  /// Makes reading the element at `k` throw Boom.
  TestRange& throw_at(std::size_t k) {
    throw_at_ = k;
    return *this;
  }

  Iterator begin() {
    if (++begins_ > 1 && pass == Pass::single) {
      report_problem("begin() for the second time on a single-pass range");
    }
    return Iterator(*this);
  }
  std::default_sentinel_t end() const { return {}; }
  std::size_t size() const
    requires sized
  {
    return announced_;
  }

  std::size_t begins() const { return begins_; }  // calls of begin()
  std::size_t reads() const { return reads_; }    // calls of *it
  const std::vector<T>& values() const { return values_; }

 private:
  template <class R>
  R read(std::size_t index) {
    if (index >= values_.size()) {
      report_problem("read of element %zu of a range of %zu", index, values_.size());
      index = 0;
      if (values_.empty()) {
        std::abort();
      }
    }
    ++reads_;
    if (index == throw_at_) {
      HEAPARRAY_TEST_THROW(Boom{});
    }
    return static_cast<R>(values_[index]);
  }

  void step(std::size_t index) {
    if (index >= values_.size()) {
      report_problem("step past the end of a range of %zu", values_.size());
    }
  }

  std::vector<T> values_;
  std::size_t announced_;
  std::size_t throw_at_ = std::numeric_limits<std::size_t>::max();
  std::size_t begins_ = 0;
  std::size_t reads_ = 0;
};

template <class T, class Ref = const T&>
using ForwardRange = TestRange<T, Ref, Pass::multi, false>;
template <class T, class Ref = const T&>
using SizedForwardRange = TestRange<T, Ref, Pass::multi, true>;
template <class T, class Ref = const T&>
using InputRange = TestRange<T, Ref, Pass::single, false>;
template <class T, class Ref = const T&>
using SizedInputRange = TestRange<T, Ref, Pass::single, true>;

}  // namespace test

#endif
