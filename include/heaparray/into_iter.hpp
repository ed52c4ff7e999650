// SPDX-License-Identifier: MIT
//
// into_iter.hpp: the elements of an array, moved out one by one.
//
//   for (std::string&& line : std::move(lines).into_iter()) queue.push(std::move(line));
#ifndef HEAPARRAY_INTO_ITER_HPP
#define HEAPARRAY_INTO_ITER_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

#include "config.hpp"
#include "fwd.hpp"  // IWYU pragma: export

HEAPARRAY_NAMESPACE_BEGIN

/// An input range over the elements of an array that it owns, each given out once, as an rvalue. What was not
/// taken is destroyed with it, and so are the label, the moved-from elements and the block.
///
/// Every iterator is a view of the same position: the range is single-pass.
/// \threads as for a container
template <class Owner>
class IntoIter {
 public:
  using value_type = typename Owner::value_type;

  /// An input iterator: each increment is seen by all iterators of the range.
  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = typename Owner::value_type;
    using difference_type = std::ptrdiff_t;

    iterator() = default;

    /// The next element, to be moved from. \pre not at the end; not checked
    value_type&& operator*() const noexcept { return std::move(range_->array_.unchecked(range_->next_)); }
    iterator& operator++() noexcept {
      ++range_->next_;
      return *this;
    }
// As std::weakly_incrementable allows: there is no former position to return.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Weffc++"
#endif
    void operator++(int) noexcept { ++*this; }
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

    friend bool operator==(const iterator& it, std::default_sentinel_t) noexcept {
      return it.range_->empty();
    }

   private:
    friend IntoIter;
    explicit iterator(IntoIter& range) noexcept : range_(std::addressof(range)) {}

    IntoIter* range_ = nullptr;
  };

  /// Owns what `array` owned, which is null afterwards.
  explicit IntoIter(Owner&& array) noexcept : array_(std::move(array)) {}
  /// Takes over the rest of the elements of `other`, which has none afterwards.
  IntoIter(IntoIter&& other) noexcept
      : array_(std::move(other.array_)), next_(std::exchange(other.next_, 0)) {}
  IntoIter& operator=(IntoIter&& other) noexcept {
    array_ = std::move(other.array_);
    next_ = std::exchange(other.next_, 0);
    return *this;
  }

  iterator begin() noexcept { return iterator(*this); }
  std::default_sentinel_t end() const noexcept { return {}; }

  /// How many elements are left.
  [[nodiscard]] std::size_t size() const noexcept { return array_.size() - next_; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

 private:
  Owner array_;
  std::size_t next_ = 0;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_INTO_ITER_HPP
