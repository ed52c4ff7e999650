// SPDX-License-Identifier: MIT
//
// every_member.hpp: every public member of every public type, used as a user's file would use it.
//
// For programs that ask what a user sees of our headers: warnings (tests/warnings), macros with our names. It includes
// nothing else of ours. No name in it is one that a macro of the field takes, and no parameter or variable has the name of
// a global that such a program defines.
//
//   const std::size_t sum = test::every_member::use_all();   // the same number whenever it is called
//   const std::size_t more = test::every_member::use_more_kinds();
#ifndef HEAPARRAY_TESTS_SUPPORT_EVERY_MEMBER_HPP
#define HEAPARRAY_TESTS_SUPPORT_EVERY_MEMBER_HPP

#include <heaparray/cell_reader.hpp>
#include <heaparray/columns.hpp>
#include <heaparray/format.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace test::every_member {

using heaparray::ArcArray, heaparray::HeapArray, heaparray::RcArray;
using heaparray::ThinPtrArray, heaparray::TpArcArray, heaparray::TpRcArray;

/// An aggregate with an order, a hash and a text.
struct Point {
  int x = 0;
  int y = 0;

  friend auto operator<=>(const Point&, const Point&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Point& point) {
    return out << point.x << '|' << point.y;
  }
};

/// An aggregate some of whose members may be left out.
struct Settings {
  int level = 1;
  double weight = 0.5;
  std::string title;
};

/// A class with constructors.
class Title {
 public:
  Title() = default;
  explicit Title(std::string text, int rank = 0) : text_(std::move(text)), rank_(rank) {}

  const std::string& text() const { return text_; }
  int rank() const { return rank_; }

  friend auto operator<=>(const Title&, const Title&) = default;

 private:
  std::string text_;
  int rank_ = 0;
};

/// Has the length of its array.
struct Header {
  std::uint16_t kind = 0;
  std::uint16_t elements = 0;

  std::size_t number_of_elements() const noexcept { return elements; }
  friend auto operator<=>(const Header&, const Header&) = default;
};
inline std::size_t elements_of_header(const Header& header) noexcept { return header.elements; }

/// Has the count of its array.
struct Counted {
  std::atomic<std::uint32_t> owners{0};
  int weight = 7;
};
struct CountedByUs {
  heaparray::LocalCount<> owners;
  int weight = 7;
};

/// Says that it synchronises itself.
struct Synchronised {
  int number = 3;
};

/// A tree, of arrays of a type that is not complete yet.
struct Node {
  int weight = 0;
  ArcArray<Node> children = {};
};
struct ThinNode {
  int weight = 0;
  TpArcArray<ThinNode> children = {};
};
struct UniqueNode {
  int weight = 0;
  HeapArray<UniqueNode> children = {};
  ThinPtrArray<UniqueNode, int> more = {};
};
struct SlicedNode {
  int weight = 0;
  RcArray<SlicedNode> children = {};
};

/// An array type of the user's own.
class OwnArray : public heaparray::ArrayOperators {
 public:
  using value_type = int;
  using label_type = int;

  explicit OwnArray(int start) : numbers_{start, start + 1, start + 2} {}

  std::size_t size() const { return numbers_.size(); }
  bool empty() const { return false; }
  const int& label() const { return mark_; }
  std::span<const int> as_slice() const { return std::span<const int>(numbers_); }

 private:
  std::array<int, 3> numbers_;
  int mark_ = 5;
};

/// An allocator with a state.
template <class T>
class Numbered {
 public:
  using value_type = T;

  explicit Numbered(int number = 0) : number_(number) {}
  template <class U>
  Numbered(const Numbered<U>& source) noexcept : number_(source.number()) {}

  T* allocate(std::size_t wanted) { return std::allocator<T>().allocate(wanted); }
  void deallocate(T* memory, std::size_t wanted) noexcept { std::allocator<T>().deallocate(memory, wanted); }
  int number() const noexcept { return number_; }

  template <class U>
  friend bool operator==(const Numbered& x, const Numbered<U>& y) noexcept {
    return x.number() == y.number();
  }

 private:
  int number_;
};

}  // namespace test::every_member

template <>
inline constexpr bool heaparray::enable_shared_mutation<test::every_member::Synchronised> = true;
template <>
inline constexpr std::string_view heaparray::array_name<test::every_member::OwnArray> = "OwnArray";

template <>
struct std::hash<test::every_member::Point> {
  std::size_t operator()(const test::every_member::Point& point) const {
    return std::hash<int>()(point.x) ^ std::hash<int>()(point.y);
  }
};
template <>
struct std::hash<test::every_member::OwnArray> : heaparray::ArrayHash<test::every_member::OwnArray> {};
#if defined(__cpp_lib_format)
template <>
struct std::formatter<test::every_member::OwnArray>
    : heaparray::ArrayFormatter<test::every_member::OwnArray> {};
#endif

namespace test::every_member {

// What is read is added up, so that nothing is left out as unused. For a number that does not depend on addresses or on the
// standard library, pointers count whether they are null, and hashes whether they are equal.

inline std::size_t number_of(unsigned x) { return x; }
inline std::size_t number_of(int x) { return number_of(static_cast<unsigned>(x)); }
inline std::size_t number_of(unsigned long x) { return x; }
inline std::size_t number_of(unsigned long long x) { return static_cast<std::size_t>(x); }
inline std::size_t number_of(std::uint16_t x) { return x; }
inline std::size_t number_of(char x) { return static_cast<unsigned char>(x); }
inline std::size_t number_of(bool x) { return x ? 1 : 0; }
inline std::size_t number_of(std::byte x) { return std::to_integer<std::size_t>(x); }
inline std::size_t number_of(double x) { return static_cast<std::size_t>(x); }
inline std::size_t number_of(float x) { return static_cast<std::size_t>(x); }
inline std::size_t number_of(const std::string& x) { return x.size(); }
inline std::size_t number_of(const Point& x) { return number_of(x.x) + number_of(x.y); }
inline std::size_t number_of(const Settings& x) { return number_of(x.level) + number_of(x.title); }
inline std::size_t number_of(const Title& x) { return number_of(x.text()) + number_of(x.rank()); }
inline std::size_t number_of(const Header& x) { return number_of(x.kind) + number_of(x.elements); }
inline std::size_t number_of(const Counted& x) { return number_of(x.weight); }
inline std::size_t number_of(const CountedByUs& x) { return number_of(x.weight); }
inline std::size_t number_of(const Synchronised& x) { return number_of(x.number); }
inline std::size_t number_of(const heaparray::NoLabel&) { return 1; }
inline std::size_t number_of(const std::atomic<int>& x) { return number_of(x.load()); }
inline std::size_t number_of(const std::unique_ptr<int>& x) { return x ? number_of(*x) : 9; }
inline std::size_t number_of(std::nullptr_t) { return 0; }
template <class T>
std::size_t number_of(T* pointer) {
  return pointer != nullptr ? 1 : 0;
}
template <class T>
std::size_t number_of(const std::optional<T>& maybe) {
  return maybe ? 1 : 0;
}
template <class T, std::size_t Extent>
std::size_t number_of(std::span<T, Extent> elements) {
  std::size_t sum = elements.size();
  for (const auto& element : elements) sum += number_of(element);
  return sum;
}
template <class A>
  requires heaparray::SliceArray<A> && (!std::is_same_v<A, std::string>)
std::size_t number_of(const A& array) {
  std::size_t sum = array.size();
  for (const auto& element : array) sum += number_of(element);
  return sum;
}

/// The `which`-th element.
template <class T>
T element(std::size_t which) {
  if constexpr (std::is_same_v<T, std::string>)
    return std::string(which + 1, 'x');
  else if constexpr (std::is_same_v<T, Point>)
    return Point{static_cast<int>(which), 2};
  else if constexpr (std::is_same_v<T, Title>)
    return Title("title", static_cast<int>(which));
  else if constexpr (std::is_same_v<T, std::unique_ptr<int>>)
    return std::make_unique<int>(static_cast<int>(which));
  else
    return static_cast<T>(which);
}

// ---- Reading ------------------------------------------------------------------------------------------------

template <class A>
std::size_t read_any(const A& array) {
  std::size_t sum = array.size() + number_of(array.empty()) + number_of(static_cast<bool>(array));
  sum += number_of(array.data());
  for (const auto& element : array) sum += number_of(element);
  for (auto it = array.begin(); it != array.end(); ++it) sum += number_of(*it);
  for (auto it = array.cbegin(); it != array.cend(); ++it) sum += number_of(*it);
  for (auto it = array.rbegin(); it != array.rend(); ++it) sum += number_of(*it);
  for (auto it = array.crbegin(); it != array.crend(); ++it) sum += number_of(*it);
  for (std::size_t which = 0; which != array.size(); ++which)
    sum += number_of(array[which]) + number_of(array.at(which)) + number_of(array.unchecked(which));
  sum += number_of(array.get(0)) + number_of(array.get(1)) + number_of(array.get(99));
  if (!array.empty()) {
    sum += number_of(array[0]) + number_of(array[0u]) + number_of(array[0L]) + number_of(array.at(0)) +
           number_of(array.unchecked(0)) + number_of(array.front()) + number_of(array.back());
    sum += number_of(array.slice(0, 1)) + number_of(array.slice(1, array.size()));
  }
  if (array) sum += number_of(array.label()) + number_of(array.as_slice());
  if constexpr (requires { array.as_string_view(); }) sum += array.as_string_view().size();
  return sum;
}

template <class A>
std::size_t read_handle(const A& array) {
  std::size_t sum = read_any(array);
  if (array) sum += number_of(array.get_allocator() == array.get_allocator());
  sum += number_of(A::max_len() != 0) + A::max_len_for(4096);
  if constexpr (requires { array.use_count(); })
    sum += array.use_count() + number_of(array.is_unique()) + number_of(array.ref_eq(array));
  return sum;
}

template <class A>
std::size_t compare(const A& x, const A& y) {
  std::size_t sum = number_of(x == y) + number_of(x != y);
  if constexpr (std::three_way_comparable<typename A::value_type> &&
                std::three_way_comparable<typename A::label_type>)
    sum += number_of(x < y) + number_of(x <= y) + number_of(x > y) + number_of(x >= y) +
           number_of(std::is_eq(x <=> y));
  if constexpr (requires { std::hash<A>()(x); })
    sum += number_of(std::hash<A>()(x) == std::hash<A>()(y)) +
           number_of(heaparray::ArrayHash<A>()(x) == std::hash<A>()(x));
  return sum;
}

template <class A>
std::size_t print(const A& array) {
  std::ostringstream out;
  out << array << '\n' << heaparray::shortened(array, 2) << '\n';
  std::size_t sum = out.str().size() + heaparray::array_name<A>.size();
#if defined(__cpp_lib_format)
  sum += number_of(std::format("{}\n{:.2}\n", array, array) == out.str());
#else
  sum += 1;
#endif
  return sum;
}

/// A range that can be read once, and whose length nobody knows.
class Letters {
 public:
  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;

    explicit iterator(Letters& letters) : letters_(&letters) {}

    const char& operator*() const { return letters_->text_.front(); }
    iterator& operator++() {
      letters_->text_.remove_prefix(1);
      return *this;
    }
    iterator operator++(int) { return ++*this; }

    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.at_end(); }

   private:
    bool at_end() const { return letters_->text_.empty(); }

    Letters* letters_;
  };

  explicit Letters(std::string_view text) : text_(text) {}

  auto begin() { return iterator(*this); }
  auto end() const { return std::default_sentinel; }

 private:
  std::string_view text_;
};

// ---- Making -------------------------------------------------------------------------------------------------

template <class A>
std::size_t make_with_default_label() {
  using T = typename A::value_type;
  const typename A::allocator_type memory;
  const auto by_position = [](std::size_t which) { return element<T>(which); };
  std::size_t sum = 0;
  sum += number_of(A());
  if constexpr (!heaparray::ArrayRef<A>) sum += number_of(A(memory).empty());
  sum += number_of(A(3, by_position)) + number_of(A(3, by_position, memory));
  sum += number_of(A(3)) + number_of(A(3, memory));
  if constexpr (std::is_copy_constructible_v<T>) {
    sum += number_of(A{element<T>(1), element<T>(2), element<T>(3)});
    sum += number_of(A({element<T>(1), element<T>(2), element<T>(3)}, memory));
    const std::vector<T> contiguous = {element<T>(1), element<T>(2), element<T>(3)};
    const std::forward_list<T> linked(contiguous.begin(), contiguous.end());
    sum += number_of(A::from_range(contiguous)) + number_of(A::from_range(contiguous, memory));
    sum += number_of(A::from_range(linked)) + number_of(A::from_range(linked, memory));
    sum += number_of(A::try_from_range(contiguous)) + number_of(A::try_from_range(linked, memory));
    std::vector<T> given = contiguous;
    sum += number_of(A::from_range(heaparray::moved(given)));
  }
  if constexpr (std::is_same_v<T, char>) {
    sum += number_of(A::from_range(Letters("xyz"))) + number_of(A::try_from_range(Letters("xyz")));
  }
  return sum;
}

/// With each of the factories, and with a label that `make_label()` gives.
template <class A, class MakeLabel>
std::size_t make_with_label(MakeLabel make_label) {
  using T = typename A::value_type;
  using Label = typename A::label_type;
  const typename A::allocator_type memory;
  const auto by_position = [](std::size_t which) { return element<T>(which); };
  const auto by_both = [](Label& mark, std::size_t which) {
    static_cast<void>(mark);
    return element<T>(which);
  };
  std::size_t sum = 0;
  sum += number_of(A::with_label(make_label(), 3, by_position));
  sum += number_of(A::with_label(make_label(), 3, by_both, memory));
  sum += number_of(A::try_with_label(make_label(), 3, by_position));
  sum += number_of(A::try_with_label(make_label(), 3, by_both, memory));
  sum += number_of(A::with_len(make_label(), 3)) + number_of(A::with_len(make_label(), 3, memory));
  sum += number_of(A::try_with_len(make_label(), 3)) + number_of(A::try_with_len(make_label(), 3, memory));
  A raw = A::with_label_for_overwrite(make_label(), 3);
  sum += raw.size() + A::with_label_for_overwrite(make_label(), 3, memory).size();
  sum += number_of(A::try_with_label_for_overwrite(make_label(), 3));
  sum += number_of(A::try_with_label_for_overwrite(make_label(), 3, memory));
  if constexpr (std::is_copy_constructible_v<T>) {
    sum += number_of(A::filled(make_label(), 3, element<T>(4)));
    sum += number_of(A::filled(make_label(), 3, element<T>(4), memory));
    sum += number_of(A::try_filled(make_label(), 3, element<T>(4)));
    sum += number_of(A::try_filled(make_label(), 3, element<T>(4), memory));
    std::vector<T> contiguous = {element<T>(1), element<T>(2), element<T>(3)};
    sum += number_of(A::from_range(make_label(), contiguous));
    sum += number_of(A::from_range(make_label(), contiguous, memory));
    sum += number_of(A::try_from_range(make_label(), contiguous));
    sum += number_of(A::try_from_range(make_label(), contiguous, memory));
    sum += number_of(A::from_range(make_label(), {element<T>(1), element<T>(2), element<T>(3)}));
    sum += number_of(A::from_range(make_label(), {element<T>(1), element<T>(2), element<T>(3)}, memory));
    sum += number_of(A::try_from_range(make_label(), {element<T>(1), element<T>(2), element<T>(3)}));
    sum += number_of(A::try_from_range(make_label(), {element<T>(1), element<T>(2), element<T>(3)}, memory));
    sum += number_of(A::from_range(make_label(), heaparray::moved(contiguous)));
  }
  return sum;
}

/// Each of the factories again, without a length.
template <class A, class MakeLabel>
std::size_t make_without_length(MakeLabel make_label) {
  using T = typename A::value_type;
  const typename A::allocator_type memory;
  const auto by_position = [](std::size_t which) { return element<T>(which); };
  std::size_t sum = 0;
  sum += number_of(A::with_label(make_label(), by_position));
  sum += number_of(A::with_label(make_label(), by_position, memory));
  sum += number_of(A::try_with_label(make_label(), by_position));
  sum += number_of(A::try_with_label(make_label(), by_position, memory));
  sum += number_of(A::with_len(make_label())) + number_of(A::with_len(make_label(), memory));
  sum += number_of(A::try_with_len(make_label())) + number_of(A::try_with_len(make_label(), memory));
  sum += A::with_label_for_overwrite(make_label()).size();
  sum += A::with_label_for_overwrite(make_label(), memory).size();
  sum += number_of(A::try_with_label_for_overwrite(make_label()));
  sum += number_of(A::try_with_label_for_overwrite(make_label(), memory));
  sum += number_of(A::filled(make_label(), element<T>(4)));
  sum += number_of(A::filled(make_label(), element<T>(4), memory));
  sum += number_of(A::try_filled(make_label(), element<T>(4)));
  sum += number_of(A::try_filled(make_label(), element<T>(4), memory));
  return sum;
}

// ---- Writing and giving away --------------------------------------------------------------------------------

template <class A>
A three() {
  using T = typename A::value_type;
  return A::with_label(heaparray::label_args(), 3, [](std::size_t which) { return element<T>(which); });
}

template <class A>
std::size_t into_raw_and_back(A array) {
  using T = typename A::value_type;
  if constexpr (A::length_policy::in_handle) {
    const std::size_t elements = array.size();
    const auto& label = array.label();
    const auto block = array.block();
    std::size_t sum = number_of(A::elements_of(label, elements).size()) + A::elements_offset;
    T* const data = std::move(array).into_raw();
    array = A::from_raw(data, elements);
    sum += number_of(A::label_of(std::as_const(array).data())) + number_of(std::move(array).into_raw());
    array = A::from_label(label, elements);
    static_cast<void>(std::move(array).into_raw());
    return sum + number_of(A::from_block(block, elements));
  } else {
    const auto& label = array.label();
    const auto block = array.block();
    std::size_t sum = number_of(A::elements_of(label).size()) + A::elements_offset;
    T* const data = std::move(array).into_raw();
    array = A::from_raw(data);
    sum += number_of(A::label_of(std::as_const(array).data())) + number_of(std::move(array).into_raw());
    array = A::from_label(label);
    static_cast<void>(std::move(array).into_raw());
    return sum + number_of(A::from_block(block));
  }
}

/// Writing that is the same for all unique handles.
template <class A>
std::size_t write_unique() {
  using T = typename A::value_type;
  A array = three<A>();
  for (T& each : array) each = element<T>(5);
  for (auto it = array.rbegin(); it != array.rend(); ++it) *it = element<T>(6);
  array[0] = element<T>(1);
  array.at(1) = element<T>(2);
  array.unchecked(2) = element<T>(3);
  array.front() = element<T>(4);
  array.back() = element<T>(5);
  *array.data() = element<T>(6);
  if (T* const place = array.get_mut(1)) *place = element<T>(7);
  std::size_t sum = number_of(array.get_mut(3)) + number_of(array.get_mut(2));
  array.as_slice_mut()[0] = element<T>(8);
  sum += number_of(array.insert(0, element<T>(1))) + number_of(array.insert(2, element<T>(2)));
  sum += number_of(array.insert(3, element<T>(3))) + number_of(array.insert(99, element<T>(4)));
  sum += number_of(array.label());
  sum += read_handle(array);

  A second = three<A>();
  array.swap(second);
  swap(array, second);
  A moved_to(std::move(array));
  array = std::move(moved_to);
  sum += number_of(array) + into_raw_and_back(three<A>());
  for (T&& each : three<A>().into_iter()) sum += number_of(T(std::move(each)));
  auto rest = three<A>().into_iter();
  ++rest.begin();
  rest.begin()++;
  auto rest_moved = std::move(rest);
  rest = std::move(rest_moved);
  sum += rest.size() + number_of(rest.empty()) + number_of(rest.begin() == rest.end());
  if constexpr (!std::is_same_v<typename A::count_policy, heaparray::NoCount>)
    sum += number_of(three<A>().share());
  return sum;
}

template <class A>
std::size_t copy_unique() {
  A array = three<A>();
  A copy = array;
  A empty_one;
  A another_empty_one;
  std::size_t sum = number_of(copy) + number_of(array.clone()) + number_of(array.try_clone());
  const typename A::allocator_type memory = array.get_allocator();
  sum += number_of(A(array, memory)) + number_of(A(A(array), memory));
  copy = array;
  array = copy;
  copy = empty_one;
  empty_one = another_empty_one;
  another_empty_one = A();
  copy = array;
  const A& itself = copy;
  copy = itself;
  sum += number_of(copy) + compare(copy, array) + compare(copy, empty_one) + compare(empty_one, copy);
  return sum;
}

template <class A>
std::size_t share_and_write() {
  using T = typename A::value_type;
  A array = three<A>();
  A second = array;
  A third(std::move(second));
  second = third;
  std::size_t sum = read_handle(array) + number_of(array.get_mut(0)) + number_of(array.label_mut()) +
                    number_of(array.as_slice_mut()) + number_of(array.to_mut()) +
                    number_of(std::move(third).to_owned());
  A last = array;
  sum += number_of(std::move(last).into_inner()) + number_of(array.first(1)) + number_of(array.last(1)) +
         number_of(array.subspan(0)) + number_of(array.share_slice(0, 1));
  last = nullptr;
  last.reset();
  sum += number_of(last == nullptr);
  sum += number_of(array.insert(0, element<T>(7)));
  sum += number_of(array == second) + number_of(array.ref_eq(second));
  if constexpr (std::is_copy_constructible_v<T>) {
    sum += number_of(array.clone()) + number_of(array.try_clone());
    array.make_mut()[0] = element<T>(9);
    A fourth = array;
    sum += number_of(std::move(fourth).make_owned());
    fourth = array;
    for (T&& each : std::move(fourth).into_iter()) sum += number_of(T(std::move(each)));
    sum += compare(array, second);
  } else {
    array = three<A>();
  }
  if (T* const place = array.get_mut(0)) *place = element<T>(1);
  sum += number_of(array.get_mut(3)) + number_of(array.label_mut());
  if (auto elements = array.as_slice_mut()) (*elements)[1] = element<T>(2);
  sum += number_of(array.insert(2, element<T>(3))) + number_of(array.insert(3, element<T>(3)));
  if (auto* const owner = array.to_mut()) (*owner)[0] = element<T>(4);
  array.swap(second);
  swap(array, second);
  sum += into_raw_and_back(array);
  if constexpr (A::length_policy::in_handle) {
    sum += number_of(A::retain_raw(const_cast<T*>(array.data()), array.size())) +
           number_of(A::retain_label(array.label(), array.size()));
    A::retain(array.data(), array.size());
    sum += number_of(A::release(array.data(), array.size()));
  } else {
    sum += number_of(A::retain_raw(const_cast<T*>(array.data()))) + number_of(A::retain_label(array.label()));
    A::retain(array.data());
    sum += number_of(A::release(array.data()));
  }
  if (std::optional<typename A::owner_type> owner = std::move(array).to_owned()) {
    sum += number_of(*owner);
    array = std::move(*owner).share();
  }
  typename A::owner_type unique = three<typename A::owner_type>();
  A from_owner(std::move(unique));
  return sum + number_of(from_owner) + number_of(array);
}

template <class A>
std::size_t map_it() {
  using T = typename A::value_type;
  A array = three<A>();
  const auto larger = [](const T& each) { return static_cast<double>(number_of(each)) + 1.0; };
  const auto same_size = [](const T& each) noexcept { return static_cast<unsigned>(number_of(each)); };
  std::size_t sum = number_of(array.map(larger)) + number_of(array.map(same_size));
  sum += number_of(three<A>().map(larger)) + number_of(three<A>().map(same_size));
  if constexpr (requires { array.try_map(larger); }) {
    sum += number_of(array.try_map(larger)) + number_of(array.try_map(same_size));
    sum += number_of(three<A>().try_map(larger)) + number_of(three<A>().try_map(same_size));
  }
  return sum;
}

template <class To, class From>
std::size_t convert_one() {
  using heaparray::convert_to;
  From array = three<From>();
  std::size_t sum = number_of(convert_to<To>(array)) + number_of(convert_to<To>(three<From>()));
  sum += number_of(convert_to<To>(array, typename To::allocator_type()));
  sum += number_of(convert_to<To>(three<From>(), typename To::allocator_type()));
  sum += number_of(convert_to<To>(From())) + number_of(heaparray::same_block_layout<From, To>);
  return sum;
}

template <class A>
std::size_t convert_all() {
  using heaparray::convert_to;
  using T = typename A::value_type;
  std::size_t sum = convert_one<HeapArray<T>, A>() + convert_one<ThinPtrArray<T>, A>() +
                    convert_one<RcArray<T>, A>() + convert_one<TpArcArray<T>, A>() +
                    convert_one<HeapArray<double>, A>();
  A array = three<A>();
  auto copy = convert_to<std::vector<T>>(array);
  auto given = convert_to<std::vector<T>>(std::move(array));
  sum += copy.size() + given.size();
  sum += number_of(convert_to<A>(copy)) + number_of(convert_to<A>(std::move(given)));
  auto pointer = convert_to<std::unique_ptr<T[]>>(three<A>());
  sum += number_of(convert_to<A>(std::move(pointer), 3));
  return sum;
}

// ---- Builders -----------------------------------------------------------------------------------------------

template <class A>
std::size_t build() {
  using heaparray::ArrayBuilder;
  using T = typename A::value_type;
  ArrayBuilder<A> builder(heaparray::label_args(), 2);
  builder.push_back(element<T>(1));
  const T second = element<T>(2);
  builder.push_back(second);
  builder.emplace_back(element<T>(3));
  const std::array<T, 2> more = {element<T>(4), element<T>(5)};
  builder.append(more);
  builder.append_range(std::vector<T>{element<T>(6)});
  builder.append_range(std::forward_list<T>{element<T>(7)});
  builder.reserve(9);
  std::size_t sum = builder.size() + number_of(builder.capacity() >= 9) + number_of(builder.try_reserve(10)) +
                    number_of(builder.empty()) + number_of(static_cast<bool>(builder));
  sum += number_of(builder.label()) + number_of(std::as_const(builder).label());
  sum += number_of(builder.as_slice()) + number_of(builder.as_slice_mut());
  sum += number_of(builder.get_allocator() == builder.get_allocator());
  sum += number_of(ArrayBuilder<A>::max_len() != 0);
  ArrayBuilder<A> moved_to(std::move(builder));
  sum += number_of(std::move(moved_to).finish());

  ArrayBuilder<A> exact(1);
  exact.push_back(element<T>(1));
  A array = std::move(exact).finish();
  sum += number_of(array);
  // Used after finish(): null, with no element.
  sum += exact.size() + exact.capacity() + number_of(static_cast<bool>(exact)) + exact.as_slice().size();

  if (auto maybe = ArrayBuilder<A>::try_make(3)) {
    maybe->push_back(element<T>(1));
    sum += number_of(std::move(*maybe).try_finish());
  }
  if (auto maybe = ArrayBuilder<A>::try_make(heaparray::label_args(), 1)) {
    maybe->push_back(element<T>(1));
    sum += number_of(std::move(*maybe).try_finish()) + maybe->size();
  }
  ArrayBuilder<A> dropped(4);
  dropped.push_back(element<T>(1));
  return sum;
}

// ---- Parts --------------------------------------------------------------------------------------------------

template <class A>
std::size_t slice() {
  using Slice = heaparray::SharedSlice<A>;
  Slice whole(three<A>());
  Slice part(whole.handle(), 1, 3);
  Slice null_one;
  std::size_t sum = read_any(whole) + read_any(part) + read_any(null_one) + part.use_count();
  Slice copy = part;
  copy = whole;
  Slice moved_to = std::move(copy);
  copy = std::move(moved_to);
  sum += number_of(copy.share_slice(0, 2)) + number_of(Slice(copy).share_slice(1, 2));
  auto [front, rest] = copy.split_at(1);
  sum += number_of(front) + number_of(rest) + number_of(front.try_unsplit(std::move(rest)));
  auto halves = std::move(copy).split_at(2);
  sum += number_of(halves.second.try_unsplit(std::move(halves.first)));
  sum += compare(front, whole) + number_of(front == whole.handle());
  front.swap(part);
  swap(front, part);
  sum += print(part) + number_of(std::move(whole).into_handle());
  return sum;
}

// ---- One handle, with all of it -----------------------------------------------------------------------------

template <class A>
std::size_t unique_of_copyable() {
  return make_with_default_label<A>() + make_with_label<A>([] { return heaparray::NoLabel(); }) +
         write_unique<A>() + copy_unique<A>() + build<A>() + read_handle(A()) + compare(three<A>(), A()) +
         print(three<A>()) + print(A());
}

template <class A>
std::size_t shared_of_copyable() {
  return make_with_default_label<A>() + make_with_label<A>([] { return heaparray::NoLabel(); }) +
         share_and_write<A>() + build<A>() + slice<A>() + read_handle(A()) + compare(three<A>(), A()) +
         print(three<A>()) + print(A());
}

/// A few kinds with every member.
inline std::size_t each_handle() {
  return unique_of_copyable<HeapArray<int>>() + unique_of_copyable<ThinPtrArray<std::string>>() +
         shared_of_copyable<RcArray<Point>>() + shared_of_copyable<heaparray::CompactArcArray<double>>();
}

template <class A>
std::size_t numbers_of() {
  return map_it<A>() + convert_all<A>();
}

inline std::size_t move_only() {
  using Owned = std::unique_ptr<int>;
  return make_with_default_label<HeapArray<Owned>>() + make_with_default_label<TpArcArray<Owned>>() +
         write_unique<HeapArray<Owned>>() + write_unique<ThinPtrArray<Owned>>() +
         share_and_write<RcArray<Owned>>() + share_and_write<TpArcArray<Owned>>();
}

// ---- Labels -------------------------------------------------------------------------------------------------

template <template <class, class> class A>
std::size_t with_every_label() {
  using heaparray::label_args;
  std::size_t sum = 0;
  sum += make_with_label<A<int, int>>([] { return 17; });
  sum += make_with_label<A<int, unsigned>>([] { return 17u; });
  sum += make_with_label<A<char, std::string>>([] { return "a text"; });
  sum += make_with_label<A<double, std::string>>([] { return std::string("a text"); });
  sum += make_with_label<A<int, Point>>([] { return Point{1, 2}; });
  sum += make_with_label<A<int, Point>>([] { return label_args(1, 2); });
  sum += make_with_label<A<int, Point>>([] { return heaparray::label_from([] { return Point{1, 2}; }); });
  sum += make_with_label<A<int, Point>>([] { return label_args(1); });
  sum += make_with_label<A<int, Settings>>([] { return label_args(); });
  sum += make_with_label<A<int, Settings>>([] { return label_args(3); });
  sum += make_with_label<A<std::string, Settings>>([] { return label_args(3, 1.5); });
  sum += make_with_label<A<int, Settings>>([] { return label_args(3, 1.5, "title"); });
  sum += make_with_label<A<int, Title>>([] { return Title("title"); });
  sum += make_with_label<A<int, Title>>([] { return label_args("title"); });
  sum += make_with_label<A<Point, Title>>([] { return label_args("title", 2); });
  sum += make_with_label<A<int, std::atomic<int>>>([] { return label_args(5); });
  sum += make_with_default_label<A<int, Settings>>();
  A<int, Point> array = A<int, Point>::with_label(Point{1, 2}, 3, [](Point& mark, std::size_t which) {
    mark.x += static_cast<int>(which);
    return mark.x;
  });
  sum += number_of(array.label()) + compare(array, array) + print(array);
  return sum;
}

// Alias templates with a default argument are not yet templates with two parameters to all compilers.
template <class T, class Label>
using Thin = ThinPtrArray<T, Label>;
template <class T, class Label>
using FatArc = ArcArray<T, Label>;

inline std::size_t labels() {
  std::size_t sum = with_every_label<FatArc>();
  heaparray::LabelArgs<int, int> given = heaparray::label_args(3, 4);
  sum += std::get<0>(given.args) == 3;
  sum += number_of(HeapArray<int, Point>::with_label(given, 2, [](std::size_t) { return 1; }).label());
  sum += number_of(heaparray::NoLabel() == heaparray::NoLabel()) +
         number_of(heaparray::NoLabel() < heaparray::NoLabel());
#if !defined(__GLIBCXX__) || defined(_GLIBCXX_HAS_GTHREADS)
  sum += number_of(heaparray::enable_shared_mutation<std::mutex>);
#endif
  sum += number_of(heaparray::enable_shared_mutation<int>) +
         number_of(heaparray::enable_shared_mutation<heaparray::AtomicArcArray<int>>);

  // Labels and elements that synchronise themselves are written to through shared handles.
  const auto counters = ArcArray<std::atomic<int>, Synchronised>(3, [](std::size_t) { return 2; });
  counters[0].fetch_add(1);
  counters.at(1) = 4;
  counters.front().store(5);
  counters.back().store(6);
  for (std::atomic<int>& counter : counters) ++counter;
  *counters.begin() = 7;
  counters.label().number = 9;
  sum += number_of(counters) + number_of(counters.label());
  return sum;
}

// ---- Lengths in type and label ------------------------------------------------------------------------------

inline std::size_t fixed_lengths() {
  using heaparray::FixedArray, heaparray::FixedLength;
  using Fixed = FixedArray<int, 3>;
  using Labelled = FixedArray<int, 3, int>;
  using Shared = heaparray::BasicRcArray<int, heaparray::NoLabel, FixedLength<3>>;
  const auto by_position = [](std::size_t which) { return static_cast<int>(which); };
  std::size_t sum = make_with_default_label<Fixed>() + write_unique<Fixed>() + copy_unique<Fixed>() +
                    share_and_write<Shared>() + print(three<Fixed>()) +
                    make_without_length<Labelled>([] { return 17; }) +
                    make_without_length<Fixed>([] { return heaparray::label_args(); });
  Fixed array(by_position);
  array[2] = 8;
  auto& [x, y, z] = array;
  y = 5;
  sum += number_of(x + y + z) + number_of(get<0>(array)) + number_of(get<2>(std::as_const(array)));
  sum += number_of(get<1>(Fixed(by_position))) + std::tuple_size_v<Fixed>;
  static_assert(std::is_same_v<std::tuple_element_t<0, Fixed>, int>);
  Shared shared(by_position);
  const auto& [u, v, w] = shared;
  sum += number_of(u + v + w) + number_of(get<1>(shared)) + number_of(shared);
  sum += number_of(Fixed(by_position, std::allocator<std::byte>())) + number_of(map_it<Fixed>());
  return sum;
}

template <auto Get>
std::size_t length_from_label() {
  using heaparray::LengthFromLabel, heaparray::BasicArray, heaparray::BasicRcArray;
  using Unique = BasicArray<int, Header, LengthFromLabel<Get>>;
  using Shared = BasicRcArray<int, Header, LengthFromLabel<Get>>;
  std::size_t sum =
      make_with_label<Unique>([] { return Header{1, 3}; }) +
      make_without_length<Unique>([] { return Header{1, 3}; }) +
      make_without_length<Shared>([] { return heaparray::label_args(std::uint16_t{1}, std::uint16_t{3}); });
  Unique array = Unique::filled(Header{1, 3}, 4);
  array.update_label([](Header& header) { header.kind = 9; });
  Unique copy = array;
  copy = array;
  array = Unique();
  copy = array;
  array = Unique::filled(Header{1, 2}, 4);
  sum += read_handle(array) + compare(array, copy) + number_of(copy) + number_of(array.insert(2, 5)) +
         number_of(array.insert(1, 5)) + number_of(array.label());
  Shared shared = Shared::filled(Header{1, 3}, 4);
  Shared second = shared;
  shared.make_mut()[0] = 2;
  shared.make_mut().update_label([](Header& header) { header.kind = 3; });
  sum +=
      number_of(shared) + number_of(second) + number_of(shared.label_mut()) + number_of(shared.insert(3, 1));
  return sum;
}

// ---- Counts in labels, and allocators -----------------------------------------------------------------------

inline std::size_t counts_from_labels() {
  using heaparray::BasicRcArray, heaparray::CountFromLabel, heaparray::LengthInBlock;
  using InAtomic = BasicRcArray<int, Counted, LengthInBlock<>, CountFromLabel<&Counted::owners>>;
  using InCount = BasicRcArray<int, CountedByUs, LengthInBlock<>, CountFromLabel<&CountedByUs::owners>>;
  const auto by_position = [](std::size_t which) { return static_cast<int>(which); };
  InAtomic array(3, by_position);
  InAtomic second = array;
  InCount local(3, by_position);
  InCount another = local;
  std::size_t sum =
      read_handle(array) + read_handle(local) + number_of(second.get_mut(1)) + number_of(another.get_mut(1));
  array = InAtomic();
  another = InCount();
  sum += number_of(second.get_mut(1)) + number_of(local.get_mut(1)) + number_of(local.insert(3, 4));
  return sum;
}

template <class A>
std::size_t with_allocator(const typename A::allocator_type& memory) {
  using T = typename A::value_type;
  const auto by_position = [](std::size_t which) { return element<T>(which); };
  A array(3, by_position, memory);
  A second(3, memory);
  second = array;
  A third(std::move(second), memory);
  A fourth(third, memory);
  std::size_t sum = read_handle(fourth) + number_of(array.insert(3, element<T>(1))) +
                    number_of(array.clone()) + number_of(array.get_allocator() == memory);
  heaparray::ArrayBuilder<A> builder(1, memory);
  builder.push_back(element<T>(1));
  builder.push_back(element<T>(2));
  return sum + number_of(std::move(builder).finish());
}

template <class A>
std::size_t shared_with_allocator(const typename A::allocator_type& memory) {
  using T = typename A::value_type;
  A array(3, [](std::size_t which) { return element<T>(which); }, memory);
  A second = array;
  second.make_mut()[0] = element<T>(5);
  return read_handle(array) + read_handle(second) + number_of(second.insert(3, element<T>(1)));
}

inline std::size_t allocators() {
  namespace pmr = heaparray::pmr;
  using Aligned = heaparray::AlignedAllocator<64>;
  std::array<std::byte, 1024> buffer;
  std::pmr::monotonic_buffer_resource arena(buffer.data(), buffer.size());
  const Numbered<std::byte> numbered(3);
  std::size_t sum = 0;
  sum += with_allocator<heaparray::HeapArray<int, heaparray::NoLabel, Numbered<std::byte>>>(numbered);
  sum +=
      with_allocator<heaparray::ThinPtrArray<std::string, heaparray::NoLabel, Numbered<std::byte>>>(numbered);
  sum += shared_with_allocator<heaparray::TpArcArray<int, heaparray::NoLabel, Numbered<std::byte>>>(numbered);
  sum += with_allocator<pmr::HeapArray<int>>(&arena) + pmr::ThinPtrArray<std::pmr::string>(2, &arena).size();
  sum += with_allocator<pmr::FatPtrArray<char>>(&arena) + with_allocator<pmr::ThinPtrArray<int>>(&arena);
  sum += with_allocator<pmr::AlignedArray<int, 64>>(&arena) + with_allocator<pmr::BasicArray<int>>(&arena);
  sum +=
      shared_with_allocator<pmr::FpRcArray<int>>(&arena) + shared_with_allocator<pmr::TpRcArray<int>>(&arena);
  sum += shared_with_allocator<pmr::FpArcArray<int>>(&arena) +
         shared_with_allocator<pmr::TpArcArray<int>>(&arena);
  sum += shared_with_allocator<pmr::RcArray<int>>(&arena) + shared_with_allocator<pmr::ArcArray<int>>(&arena);
  sum += shared_with_allocator<pmr::CompactRcArray<int>>(&arena);
  sum += shared_with_allocator<pmr::CompactArcArray<int>>(&arena);
  sum += shared_with_allocator<pmr::BasicRcArray<int>>(&arena);
  sum += pmr::FixedArray<int, 3>([](std::size_t which) { return static_cast<int>(which); }, &arena).size();
  pmr::AtomicArcArray<int> cell(pmr::TpArcArray<int>({1, 2}, &arena));
  pmr::AtomicCompactArray<int> compact_cell;
  pmr::AtomicPtrArray<int> owning_cell(pmr::ThinPtrArray<int>({1, 2, 3}, &arena));
  sum += number_of(cell.load()) + number_of(compact_cell.load()) + number_of(owning_cell.take());

  Aligned aligned;
  Aligned from_inner(aligned.inner_allocator());
  Aligned::rebind<int>::other of_int(aligned);
  heaparray::AlignedAllocator<64, std::allocator<int>>::pointer memory = of_int.allocate(3);
  of_int.deallocate(memory, 3);
  sum += number_of(aligned == from_inner) + number_of(aligned == of_int) + Aligned::element_alignment;
  sum += number_of(aligned.select_on_container_copy_construction() == aligned);
  std::vector<float, heaparray::AlignedAllocator<64, std::allocator<float>>> floats(3);
  sum += floats.size();
  std::pmr::vector<pmr::HeapArray<int>> rows(&arena);
  rows.emplace_back(2);
  rows.push_back(rows.front());
  return sum + rows.size();
}

// ---- Blocks -------------------------------------------------------------------------------------------------

template <class Label, class T>
std::size_t block_of(const Label& mark) {
  using Block = heaparray::MemBlock<Label, T>;
  const std::allocator<std::byte> memory;
  Block own = Block::create(memory, mark, 3, [](std::size_t which) { return element<T>(which); });
  Block same = Block::from_elements(own.elements());
  own.element(2) = element<T>(7);
  std::size_t sum = number_of(own.element(0)) + number_of(own.element(2)) + number_of(own.label()) +
                    number_of(own.elements()) + number_of(own == same) + number_of(static_cast<bool>(own)) +
                    number_of(own.label_address()) + number_of(Block() == own);
  sum += number_of(Block::from_label(own.label()) == own) + number_of(Block::from_start(own.start()) == own);
  own.destroy(memory, 3);
  Block none = Block::create_for_overwrite(memory, mark, 0);
  none.destroy(memory, 0);
  auto partly = Block::begin(memory, heaparray::label_from([&] { return Label(mark); }), 3);
  partly.emplace_back(element<T>(1));
  sum += partly.built() + partly.len() + number_of(partly.label()) + number_of(partly.elements());
  own = partly.finish();
  own.destroy(memory, 1, 3);
  alignas(Block::alignment) std::byte space[Block::memory_layout(1).size];
  heaparray::UnfinishedBlock<Block, heaparray::MemoryOfCaller> here = Block::begin_at(space, mark, 1);
  ::new (static_cast<void*>(here.elements())) T(element<T>(2));
  here.commit(1);
  here.finish().destroy_contents(1);
  Block raw = Block::allocate(memory, 5);
  raw.deallocate(memory, 5);
  Block maybe = Block::try_allocate(memory, 5);
  if (maybe) maybe.deallocate(memory, 5);
  sum += Block::alignment + Block::elements_offset + Block::max_len_for(4096) +
         number_of(Block::max_len() > 1000) + Block::memory_layout(4).size +
         Block::memory_layout(4).alignment;
  return sum;
}

inline std::size_t blocks() {
  std::size_t sum = block_of<int, double>(17) + block_of<std::string, char>("text") +
                    block_of<heaparray::NoLabel, int>(heaparray::NoLabel()) +
                    block_of<Point, std::string>(Point{1, 2});
  sum += heaparray::round_up(13, 8) + heaparray::elements_that_fit(100, 12, 8, 8) +
         number_of(heaparray::max_block_size > 1000);
  const heaparray::MemoryLayout layout = {16, 8};
  sum += number_of(layout == heaparray::MemoryLayout{16, 8}) + layout.size + layout.alignment;
  return sum;
}

// ---- Policies by themselves ---------------------------------------------------------------------------------

template <class Count>
std::size_t count_owners(Count& count) {
  count.increment();
  std::size_t sum = count.use_count() + number_of(count.is_unique()) + number_of(count.decrement());
  return sum + count.use_count() + number_of(Count::thread_safe) + number_of(Count::max_owners != 0);
}

inline std::size_t policies() {
  using heaparray::FixedLength, heaparray::LengthFromLabel, heaparray::LengthInBlock,
      heaparray::LengthInHandle;
  heaparray::LocalCount<> local;
  heaparray::AtomicCount<> atomic;
  heaparray::AtomicCount<std::uint32_t> atomic32;
  heaparray::IsolatedCount<> isolated;
  heaparray::IsolatedCount<std::uint32_t, 128> isolated32;
  std::size_t sum = count_owners(local) + count_owners(atomic) + count_owners(atomic32) +
                    count_owners(isolated) + count_owners(isolated32);
  atomic.increment(2);
  sum += number_of(atomic.decrement(2)) + alignof(heaparray::IsolatedCount<>);
  Counted counted;
  using InLabel = heaparray::CountFromLabel<&Counted::owners>;
  InLabel::start_in(counted);
  auto in_label = InLabel::in(counted);
  sum += in_label.use_count() + number_of(InLabel::thread_safe) + number_of(InLabel::in_label);

  const Header header{1, 3};
  sum += LengthInHandle::get(LengthInHandle::handle_part(3)) + LengthInHandle::handle_part().len +
         number_of(LengthInHandle::in_handle) + number_of(LengthInHandle::max_len != 0);
  sum += LengthInBlock<>::get(LengthInBlock<>::block_part(3), header) +
         LengthInBlock<std::uint16_t>::block_part(3).len + number_of(LengthInBlock<>::in_handle) +
         number_of(LengthInBlock<>::max_len != 0) + LengthInBlock<std::uint16_t>::max_len;
  sum += FixedLength<3>::get(FixedLength<3>::block_part(3), header) + FixedLength<3>::extent +
         FixedLength<3>::max_len + number_of(FixedLength<3>::in_handle);
  using FromLabel = LengthFromLabel<&Header::elements>;
  sum += FromLabel::get(FromLabel::block_part(3), header) + FromLabel::length_of(header) +
         number_of(FromLabel::in_handle) + number_of(FromLabel::max_len != 0);
  return sum;
}

// ---- In static storage --------------------------------------------------------------------------------------

inline constinit heaparray::StaticArray<int, 3> static_numbers{{1, 2, 3}};
inline constinit heaparray::StaticArray<std::string_view, 2, int> static_texts{17, {"one", "two"}};
inline constinit heaparray::StaticArray<int, 2, Point> static_points{heaparray::label_args(1), {3, 4}};
inline heaparray::StaticArray<std::atomic<int>, 2> static_counters{{5, 6}};

inline std::size_t static_storage() {
  TpArcArray<int> handle = static_numbers.share();
  TpArcArray<int> second = static_numbers;
  std::size_t sum = static_numbers.share_count() + read_any(static_numbers) + read_handle(handle);
  sum += number_of(handle == second) + number_of(static_numbers == handle) + number_of(handle.get_mut(0)) +
         number_of(handle.insert(0, 5));
  handle.make_mut()[2] = 9;
  sum += number_of(handle) + number_of(second) + print(static_numbers);
  sum += static_texts[1].size() + number_of(static_texts.label()) + static_texts.share().size();
  sum += number_of(static_points.label()) + number_of(static_points[1]);
  static_counters[1] = 7;
  static_counters.share()[0] = 8;
  sum += number_of(static_counters);
  return sum;
}

// ---- Cells --------------------------------------------------------------------------------------------------

inline std::size_t owning_cell() {
  using Array = ThinPtrArray<int, int>;
  using Cell = heaparray::AtomicPtrArray<int, int>;
  const auto make = [](int mark) { return Array::from_range(mark, {1, 2, 3}); };
  Cell cell;
  Cell full(make(1));
  std::size_t sum = number_of(Cell::is_always_lock_free) + number_of(full.is_lock_free());
  sum += number_of(cell.initialize(3, 2, [](std::size_t which) { return static_cast<int>(which); }));
  sum += number_of(cell.exchange(make(2))) + number_of(cell.exchange(make(2), std::memory_order_acq_rel));
  cell.store(make(3));
  cell.store(make(3), std::memory_order_release);
  Array desired = make(4);
  sum += number_of(cell.compare_exchange_strong(nullptr, desired));
  sum += number_of(cell.compare_exchange_strong(cell.peek(), desired, std::memory_order_acq_rel));
  while (!cell.compare_exchange_weak(cell.peek(), desired)) {
  }
  sum += number_of(desired) + number_of(cell.is_null()) + number_of(cell.peek(std::memory_order_relaxed)) +
         number_of(cell.is_null(std::memory_order_relaxed));
  sum += number_of(cell.take()) + number_of(full.take(std::memory_order_acquire));
  return sum;
}

template <class Cell>
std::size_t sharing_cell() {
  using Array = typename Cell::handle_type;
  const auto make = [](int start) { return Array{start, start + 1, start + 2}; };
  Cell cell;
  Cell null_cell(nullptr);
  Cell full(make(1));
  std::size_t sum = number_of(Cell::is_always_lock_free == full.is_lock_free());
  sum += number_of(
      cell.initialize(heaparray::label_args(), 2, [](std::size_t which) { return static_cast<int>(which); }));
  sum += number_of(full.load()) + number_of(full.load(std::memory_order_acquire));
  const Array converted = full;
  sum += number_of(converted);
  {
    const auto guard = full.borrow();
    auto second = full.borrow();
    sum += read_any(guard) + number_of(guard.retain()) + number_of(guard.ref_eq(converted));
    sum += number_of(guard == converted) + compare(guard, second) + print(guard);
    auto moved_to = std::move(second);
    second = std::move(moved_to);
    moved_to.swap(second);
    swap(moved_to, second);
    moved_to.reset();
    sum += number_of(moved_to) + number_of(second) + null_cell.borrow().size();
  }
  sum += full.read([](const auto& guard) { return guard.size(); });
  {
    heaparray::CellReader reader(full);
    heaparray::CellReader second = reader;
    second = std::move(reader);
    auto front = second.map([](const auto& array) -> const auto& { return array[0]; });
    auto label =
        heaparray::CellReader(full).map([](const auto& array) -> const auto& { return array.label(); });
    sum += number_of(second.get()) + number_of(front.get()) + sizeof(label.get()) * 0;
    sum += number_of(full.peek() == second.get().data()) +
           number_of(full.peek(std::memory_order_relaxed) != nullptr);
    second.reset();
    front.reset();
    heaparray::MappedCellReader by_name(second, [](const Array& array) -> const auto& { return array; });
    sum += number_of(by_name.get());
  }
  full.store(make(2));
  full.store(make(3), std::memory_order_release);
  full = make(4);
  null_cell = nullptr;
  sum += number_of(full.exchange(make(5))) + number_of(full.exchange(make(5), std::memory_order_acq_rel));
  Array link;
  full.exchange_into(link, make(5));
  sum += number_of(std::exchange(link, Array()));
  full.exchange_into(link, make(5), std::memory_order_acq_rel);
  Array expected = full.load();
  sum += number_of(full.compare_exchange_strong(expected, link)) +
         number_of(full.compare_exchange_weak(expected, link));
  expected = full.load();
  sum += number_of(full.compare_exchange_strong(expected, make(6)));
  sum += number_of(full.compare_exchange_strong(expected, make(7)));
  sum += number_of(
      full.compare_exchange_strong(expected, make(7), std::memory_order_acq_rel, std::memory_order_acquire));
  while (!full.compare_exchange_weak(expected, make(8))) {
  }
  while (
      !full.compare_exchange_weak(expected, make(9), std::memory_order_acq_rel, std::memory_order_acquire)) {
  }
  const Array before = full.update([](const Array& array) {
    Array next = array;
    next.make_mut()[0] += 1;
    return next;
  });
  full.wait(before);
  full.wait(before, std::memory_order_acquire);
  full.notify_one();
  full.notify_all();
  return sum + number_of(before) + number_of(full.load());
}

// ---- What a user writes -------------------------------------------------------------------------------------

// Constants where a compiler can see all of it: what it knows of the allocation, and what it believes of the length.
template <class A>
std::size_t constant_positions() {
  A array = {1, 2, 3};
  std::size_t sum = number_of(array.insert(0, 4)) + number_of(array.insert(3, 4)) +
                    number_of(array.insert(4, 4)) + number_of(array.insert(100, 4));
  sum += number_of(array.get(2)) + number_of(array.get(3)) + number_of(array.get(99));
  if (const auto* const place = array.get(3)) sum += number_of(*place);
  if (const auto* const place = array.get(9)) sum += number_of(*place);
  if (auto* const place = array.get_mut(3)) *place = 5;
  if (auto* const place = array.get_mut(12)) *place = 5;
  sum += number_of(array[0]) + number_of(array[1]) + number_of(array[2]) + number_of(array.at(2));
  if (array.size() > 3) sum += number_of(array[3]) + number_of(array.at(4));
  if (array.size() > 8) sum += number_of(array.unchecked(8));
  return sum;
}

template <class A>
std::size_t empty_ones() {
  A array;
  A second;
  array = second;
  second = std::move(array);
  A third(second);
  third = A(0);
  second = third;
  A of_none = A::from_range(std::vector<int>());
  second = of_none;
  of_none = A{1};
  second = of_none;
  std::size_t sum = array.size() + second.size() + third.size() + of_none.size();
  for (const auto each : third) sum += number_of(each);
  sum += number_of(third == second) + number_of(third.get(0)) + number_of(third.insert(0, 1));
  return sum;
}

// Owners that come and go, all in sight: a drop that is not the last frees nothing.
template <class A>
std::size_t owners() {
  A array = {1, 2, 3};
  A second = array;
  {
    A third = second;
    A fourth = std::move(third);
  }
  std::size_t sum = number_of(second[1]) + number_of(array[1]) + second.size();
  A changed = second;
  changed.make_mut()[0] = 7;
  A fifth = std::move(changed);
  array = A();
  sum += number_of(fifth[0]) + number_of(second[0]) + number_of(second.get_mut(0));
  auto [front, rest] = heaparray::SharedSlice<A>(std::move(second)).split_at(1);
  return sum + number_of(front[0]) + number_of(rest[1]);
}

template <class A>
std::size_t all_positions() {
  std::size_t sum = constant_positions<A>() + empty_ones<A>();
  if constexpr (heaparray::ArrayRef<A>) sum += owners<A>();
  return sum;
}

template <class T>
std::size_t positions() {
  return all_positions<HeapArray<T>>() + all_positions<ThinPtrArray<T>>() + all_positions<RcArray<T>>() +
         all_positions<TpRcArray<T>>() + all_positions<ArcArray<T>>() + all_positions<TpArcArray<T>>() +
         all_positions<heaparray::CompactRcArray<T>>() + all_positions<heaparray::CompactArcArray<T>>() +
         all_positions<heaparray::AlignedArray<T, 64>>() +
         all_positions<typename TpArcArray<T>::owner_type>() +
         all_positions<
             heaparray::BasicArray<T, heaparray::NoLabel, heaparray::LengthInBlock<std::uint16_t>>>();
}

// `init`, elements and labels of another number type than the array's.
inline std::size_t other_number_types() {
  const auto by_position = [](std::size_t which) { return which; };
  std::size_t sum = number_of(HeapArray<int>(3, by_position)) +
                    number_of(ThinPtrArray<char>(3, by_position)) +
                    number_of(ArcArray<unsigned>(3, [](std::size_t) { return 2L; })) +
                    number_of(RcArray<float>(3, [](std::size_t) { return 1.5; })) +
                    number_of(HeapArray<double>(3, by_position));
  sum += number_of(HeapArray<int, unsigned>::with_label(3, 2, by_position));
  sum += number_of(HeapArray<int, unsigned>::with_label(heaparray::label_args(3L), 2, by_position));
  const std::vector<long> wide = {1, 2, 3};
  sum += number_of(HeapArray<int>::from_range(wide)) + number_of(heaparray::convert_to<RcArray<char>>(wide));
  heaparray::ArrayBuilder<HeapArray<short>> builder(3);
  builder.emplace_back(1);
  builder.emplace_back(2u);
  builder.append_range(wide);
  sum +=
      builder.size() + number_of(heaparray::convert_to<ThinPtrArray<short>>(HeapArray<long>{1, 2, 3}).size());
  const HeapArray<long> of_long = {1, 2, 3};
  const ThinPtrArray<short> of_short = {1, 2, 3};
  sum += number_of(of_long == of_short) + number_of(std::is_eq(of_long <=> of_short));
  return sum;
}

inline std::size_t trees() {
  Node root{1, ArcArray<Node>(2, [](std::size_t which) { return Node{static_cast<int>(which), {}}; })};
  Node copy = root;
  ThinNode thin{1, TpArcArray<ThinNode>(2)};
  UniqueNode unique{1, HeapArray<UniqueNode>(2), {}};
  SlicedNode sliced{1, RcArray<SlicedNode>(2)};
  heaparray::SharedSlice<RcArray<SlicedNode>> part(sliced.children, 0, 1);
  return copy.children.size() + root.children.use_count() + thin.children.size() + unique.children.size() +
         unique.more.size() + part.size() + number_of(root.children[1].weight);
}

inline std::size_t own_arrays() {
  const OwnArray x(1);
  const OwnArray y(2);
  const auto same = HeapArray<int, int>::from_range(5, {1, 2, 3});
  return compare(x, y) + number_of(x == same) + number_of(std::is_eq(x <=> same)) + print(x);
}

/// Texts: arrays of characters, compared with and made from those of the standard library.
template <class A>
std::size_t texts_of() {
  const A made = A::from_text("abc");
  const std::string_view view = made;
  A joined = A::concat(made, '/', view, std::string("def"));
  std::size_t sum = joined.size() + view.size() + heaparray::TextHash()(made) * 0 +
                    number_of(heaparray::TextEqual()(made, "abc")) + A::try_from_text(view)->size() +
                    A::try_concat(made, view)->size() + A::concat({view, "def"}).size() +
                    A::try_concat({view, view})->size();
  sum += number_of(made == "abc") + number_of("abc" == made) + number_of(made != view) +
         number_of(std::string("abd") > made) + number_of(std::is_lt(made <=> "b")) +
         number_of(made == std::vector<char>{'a'}) + number_of(std::span<const char>(view) == made) +
         number_of(std::is_eq(made <=> std::array<char, 3>{'a', 'b', 'c'}));
  if constexpr (requires { made.c_str(); }) {
    std::ostringstream out;
    out << made;
    sum += number_of(made.c_str()[3] == 0) + out.str().size();
#if defined(__cpp_lib_format)
    sum += std::format("{}", made).size() * 0;
#endif
  }
  return sum;
}
template <class A>
std::size_t labelled_texts_of() {
  const A made = A::from_text(3, "abc");
  return made.size() + number_of(made.label()) + A::try_from_text(heaparray::label_args(4), "ab")->size() +
         number_of(A::concat(heaparray::label_args(5), made, 'x').label()) +
         number_of(A::try_concat(heaparray::label_args(6), made)->label()) +
         number_of(A::concat(7, {"a", "b"}).label()) + number_of(A::try_concat(8, {"a"})->label());
}
inline std::size_t texts() {
  using Pointers = heaparray::BasicArray<const char*, heaparray::NoLabel,
                                         heaparray::Terminated<heaparray::LengthInHandle>>;
  const Pointers pointers{"ls", "-l"};
  std::unordered_set<heaparray::ArcText<>, heaparray::TextHash, heaparray::TextEqual> table;
  table.insert(heaparray::ArcText<>::from_text("abc"));
  return texts_of<heaparray::ArcText<>>() + texts_of<heaparray::RcText<>>() + texts_of<HeapArray<char>>() +
         texts_of<ArcArray<char>>() + labelled_texts_of<heaparray::ArcText<int>>() +
         labelled_texts_of<heaparray::RcText<int>>() + labelled_texts_of<HeapArray<char, int>>() +
         heaparray::pmr::ArcText<>::from_text("abc").size() +
         heaparray::pmr::RcText<>::from_text("abc").size() + table.count("abc") +
         number_of(pointers.data()[2] == nullptr) +
         number_of(HeapArray<char16_t>::from_text(u"abc") == u"abc");
}

inline std::size_t versions() {
  return number_of(HEAPARRAY_VERSION_MAJOR) + number_of(HEAPARRAY_VERSION_MINOR) +
         number_of(HEAPARRAY_VERSION_PATCH) * 0 + number_of(HEAPARRAY_VERSION != 0) * 0 +
         number_of(HEAPARRAY_VERSION_STRING[0] == '0') * 0 + number_of(HEAPARRAY_HARDENING) * 0 +
         number_of(HEAPARRAY_HAS_EXCEPTIONS) + number_of(HEAPARRAY_LOCK_FREE_CELLS) * 0 +
         number_of(HEAPARRAY_BORROW_SLOTS) * 0;
}

// The concepts, as generic code asks for them.
static_assert(heaparray::Container<HeapArray<int>> && heaparray::CopyMap<HeapArray<int>>);
static_assert(heaparray::MakeArray<HeapArray<int>> && heaparray::ReadableArray<HeapArray<int>>);
static_assert(heaparray::LabelledArray<HeapArray<int, int>> &&
              heaparray::LabelledArrayMut<HeapArray<int, int>>);
static_assert(heaparray::LabelledArrayRefMut<RcArray<int, int>>);
static_assert(heaparray::DefaultLabelledArray<HeapArray<int, int>> && heaparray::SliceArray<HeapArray<int>>);
static_assert(heaparray::SliceArrayMut<HeapArray<int>> && heaparray::SliceArrayRef<RcArray<int>>);
static_assert(heaparray::BaseArrayRef<HeapArray<int>> && heaparray::ArrayRef<RcArray<int>>);
static_assert(heaparray::UnsafeArrayRef<RcArray<int>> && heaparray::RefCounter<heaparray::LocalCount<>>);
static_assert(heaparray::AtomicArrayRef<heaparray::AtomicArcArray<int>>);
static_assert(heaparray::LengthPolicy<heaparray::LengthInHandle>);

template <class A>
std::size_t weak_handles() {
  using W = heaparray::WeakArray<A>;
  A array = three<A>();
  W weak = array.downgrade();
  W second = weak;
  W third(std::move(second));
  second = third;
  const W& itself = second;
  second = itself;
  third = nullptr;
  const std::size_t sum =
      number_of(weak.upgrade() == array) + number_of(weak.expired()) + weak.use_count() + weak.weak_count() +
      number_of(static_cast<bool>(weak)) + number_of(weak.ref_eq(array)) + number_of(weak == second) +
      number_of(weak < second) + number_of(std::hash<W>()(weak) == std::hash<W>()(second));
  swap(weak, second);
  weak.reset();
  A inner = *std::move(array).into_inner();
  inner.make_mut()[0] = 7;
  const A cyclic = heaparray::make_cyclic<A>(
      2, [](const W& self, std::size_t at) { return self.expired() ? static_cast<int>(at) : 0; });
  const A named = heaparray::make_cyclic<A>(heaparray::label_args(), 2,
                                            [](std::size_t at) { return static_cast<int>(at); });
  return sum + inner.size() + cyclic.size() + number_of(cyclic == named);
}

template <class A>
std::size_t grow_and_shrink(A array) {
  using T = typename A::value_type;
  const T one = element<T>(1);
  array.push_back(one);
  array.push_back(element<T>(2));
  array.emplace_back(element<T>(3));
  array.reserve(20);
  array.make_room(2);
  array.append(std::span<const T>(&one, 1));
  array.append_range(std::list<T>(2, one));
  array.resize(9);
  array.resize(10, one);
  array.insert_at(0, element<T>(4));
  array.insert_range_at(1, std::list<T>(2, one));
  array.erase_at(0);
  array.erase_at(0, 2);
  array.pop_back();
  array.truncate(3);
  const A copy = array.clone_with_room(4);
  array.shrink_to_fit();
  heaparray::ArrayBuilder<A> builder(std::move(array));
  builder.push_back(one);
  array = std::move(builder).finish();
  const std::size_t sum = array.size() + copy.size() + number_of(array == copy);
  array.clear();
  return sum + array.size();
}

/// Several arrays in one block, as a handle of one or of several owners.
template <class A>
std::size_t several_arrays() {
  const auto number = [](std::size_t at) { return static_cast<int>(at); };
  const auto text = [](int& tag, std::size_t) { return std::to_string(++tag); };
  const std::vector<int> numbers = {3, 1, 2};
  const std::list<std::string> texts = {"c", "a", "b"};
  A a = A::from_ranges(1, numbers, texts), null = nullptr, b(2), c(3, number, texts);
  c = A::try_with_label(2, 3, numbers, text).value();
  b = A::with_len(heaparray::label_args(3), 2);
  std::size_t sum = A::with_label_for_overwrite(1, 2).size() + A::try_with_label_for_overwrite(1, 2)->size() +
                    A::try_with_len(1, 2)->size() + A::try_from_ranges(1, numbers, texts)->size() +
                    A::max_len_for(100) + A::template column_offset<1>({3, 3}) +
                    A::memory_layout({3, 3}).size;
  swap(b, null);
  b = a.clone();
  b = *a.try_clone();
  const A& read = a;
  sum += static_cast<std::size_t>(read == b) + static_cast<std::size_t>(read <= b) +
         static_cast<std::size_t>(b == nullptr) + std::hash<A>()(read) % 1 +
         read.template column<1>().size() + read.template size<0>() + read.size();
  for (const auto& row : read) sum += static_cast<std::size_t>(std::get<0>(row));
  sum += std::get<1>(read[0]).size() + std::get<1>(read.at(0)).size() +
         std::get<1>(read.unchecked(0)).size() + std::get<1>(read.front()).size() +
         std::get<1>(read.back()).size() + static_cast<std::size_t>(read.label());
  if constexpr (requires { a.make_mut(); }) {
    A shared = a;
    sum += shared.use_count() + static_cast<std::size_t>(shared.ref_eq(a)) +
           static_cast<std::size_t>(shared.is_unique());
    shared.make_mut().label() = 4;
    for (auto&& row : *shared.to_mut()) std::get<0>(row) += 1;
    std::ranges::sort(shared.make_mut());
    sum += std::move(*std::move(shared).into_inner()).share().size() + std::move(a).make_owned().size();
    sum += static_cast<std::size_t>(std::move(b).to_owned().has_value());
  } else {
    a[0] = std::tuple(9, std::string("z"));
    sum += std::get<1>(a.at(1)).size() + std::get<1>(a.unchecked(1)).size() + std::get<1>(a.front()).size() +
           std::get<1>(a.back()).size() + a.template column<1>().size();
    std::sort(a.begin(), a.end());
    a.label() = 3;
    b = a;
  }
  null = A::from_raw(std::move(c).into_raw());
  null.reset();
  sum += static_cast<std::size_t>(null.get_allocator() == std::allocator<std::byte>());
  return sum;
}

/// The same of more kinds of handles, elements and labels. A template: where it is not called, it costs nothing.
template <class Int = int>
std::size_t use_more_kinds() {
  using heaparray::AlignedArray, heaparray::BasicRcArray, heaparray::CompactArcArray,
      heaparray::CompactRcArray;
  using heaparray::IsolatedCount, heaparray::LengthInHandle, heaparray::NoLabel;
  std::size_t sum =
      unique_of_copyable<ThinPtrArray<Int>>() + unique_of_copyable<typename ArcArray<Int>::owner_type>() +
      unique_of_copyable<typename TpRcArray<Int>::owner_type>() + unique_of_copyable<AlignedArray<Int, 64>>();
  sum += shared_of_copyable<RcArray<Int>>() + shared_of_copyable<TpRcArray<Int>>() +
         shared_of_copyable<ArcArray<Int>>() + shared_of_copyable<TpArcArray<Int>>() +
         shared_of_copyable<CompactRcArray<Int>>() + shared_of_copyable<CompactArcArray<Int>>() +
         shared_of_copyable<BasicRcArray<Int, NoLabel, LengthInHandle, IsolatedCount<>>>();
  sum += unique_of_copyable<HeapArray<char>>() + unique_of_copyable<HeapArray<std::string>>() +
         unique_of_copyable<ThinPtrArray<double>>() + unique_of_copyable<ThinPtrArray<Point>>();
  sum += shared_of_copyable<TpRcArray<char>>() + shared_of_copyable<TpArcArray<std::string>>();
  return sum + with_every_label<Thin>();
}

/// Every member, with a few kinds of handles. The sum is the same for every compiler.
inline std::size_t use_all() {
  std::size_t sum = versions() + blocks() + policies() + labels() + fixed_lengths() + counts_from_labels() +
                    allocators() + static_storage() + trees() + own_arrays() + texts() +
                    other_number_types() + move_only();
  sum += each_handle();
  sum += numbers_of<HeapArray<int>>() + numbers_of<ThinPtrArray<int>>() + numbers_of<RcArray<char>>() +
         numbers_of<TpArcArray<int>>();
  sum += length_from_label<&Header::elements>() + length_from_label<&Header::number_of_elements>() +
         length_from_label<&elements_of_header>();
  sum += positions<int>() + positions<char>();
  sum += grow_and_shrink(heaparray::GrowingArray<int>()) +
         grow_and_shrink(heaparray::GrowingArray<std::string, int>());
  heaparray::GrowingArcArray<int> growing = {1, 2};
  const auto before_growth = growing;
  growing.make_mut(1).push_back(3);
  sum += growing.size() + before_growth.size();
  using Table = heaparray::Columns<int, std::string>;
  sum += several_arrays<heaparray::HeapColumns<Table, int>>() +
         several_arrays<heaparray::ArcColumns<Table, int>>();
  heaparray::AtomicArcColumns<Table, int> table;
  table.store(heaparray::ArcColumns<Table, int>::with_len(1, 2));
  sum += table.load().size() + table.borrow().size() + table.borrow().retain().size();
  sum += weak_handles<heaparray::ArcArrayWithWeak<int>>() + weak_handles<heaparray::RcArrayWithWeak<int>>();
  sum += owning_cell() + sharing_cell<heaparray::AtomicArcArray<int>>() +
         sharing_cell<heaparray::AtomicCompactArray<int>>();
  return sum;
}

}  // namespace test::every_member

#endif
