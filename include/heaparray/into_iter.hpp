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

/// An input range over the elements of an array that it owns. Each element is returned once, as an rvalue.
/// The destructor destroys all elements, those that were moved from too, then the label, and frees the block.
///
/// All iterators share one position: the range is single-pass.
/// \threads as for a container
template <class Owner>
class IntoIter {
 public:
  using value_type = typename Owner::value_type;

  /// An input iterator. All iterators of the range see each increment.
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
// Returns void, as std::weakly_incrementable allows, because there is no former position.
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

  /// Takes the block of `array`, which is null afterwards.
  explicit IntoIter(Owner&& array) noexcept : array_(std::move(array)) {}
  /// Takes over the remaining elements of `other`, which has none afterwards.
  IntoIter(IntoIter&& other) noexcept
      : array_(std::move(other.array_)), next_(std::exchange(other.next_, 0)) {}
  /// Destroys what is left, and takes over the remaining elements of `other`.
  IntoIter& operator=(IntoIter&& other) noexcept {
    array_ = std::move(other.array_);
    next_ = std::exchange(other.next_, 0);
    return *this;
  }

  /// The next element. An input iterator: reading goes on from where it stopped.
  iterator begin() noexcept { return iterator(*this); }
  /// The end, when no element is left.
  std::default_sentinel_t end() const noexcept { return {}; }

  /// The number of elements that are left.
  [[nodiscard]] std::size_t size() const noexcept { return array_.size() - next_; }
  /// Whether no element is left.
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

 private:
  Owner array_;
  std::size_t next_ = 0;
};

HEAPARRAY_NAMESPACE_END

#endif  // HEAPARRAY_INTO_ITER_HPP
