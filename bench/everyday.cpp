// SPDX-License-Identifier: MIT
//
// What everybody does with an array, next to the same with std::vector or std::string. The report shows a row for each.
//
// An operation is written once for both where they have the same interface. It is a template over one of these:
//
//   Ours        HeapArray<T>; ArrayBuilder where elements are added
//   Standard    std::vector<T>
//
// The test parity_everyday counts the instructions of each with callgrind, and fails if ours takes more than 1.1 times
// those of the twin.
//
// Two twins check what ours check, as without a check these would do less: `slice` that the end is neither before the
// beginning nor behind the array, and `write` that the index is one. (Where the twin checks nothing, Clang's code takes 1.30
// times the instructions for `slice`: it cannot know that `i + 4` does not wrap. And 1.11 times for `write`.)
#include <heaparray/format.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/text.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/texts.hpp"
#if HEAPARRAY_BENCH_COUNTED
#include "support/counted.hpp"
#else
#include "support/operations.hpp"
#endif

namespace {

using namespace bench;

struct Ours : Named<"heaparray", "unique"> {
  static constexpr bool is_ours = true;
  template <class T>
  using array = heaparray::HeapArray<T>;
  template <class T>
  using builder = heaparray::ArrayBuilder<array<T>>;
  using text = heaparray::ArcText<>;

  template <class T>
  static array<T> filled(std::size_t n, T value) {
    return array<T>::filled(n, value);
  }
  template <class R>
  static auto from_range(const R& range) {
    return array<typename R::value_type>::from_range(range);
  }
  template <class T>
  static builder<T> reserved(std::size_t n) {
    return builder<T>(n);
  }
  template <class T>
  static array<T> finish(builder<T>&& b) {
    return std::move(b).finish();
  }
  template <class T>
  static void append(builder<T>& b, std::span<const T> values) {
    b.append(values);
  }
  static text make_text(std::string_view chars) { return text::from_text(chars); }
};

struct Standard : Named<"standard_twin", "unique"> {
  static constexpr bool is_ours = false;
  template <class T>
  using array = std::vector<T>;
  template <class T>
  using builder = std::vector<T>;
  using text = std::string;

  template <class T>
  static array<T> filled(std::size_t n, T value) {
    return array<T>(n, value);
  }
  template <class R>
  static auto from_range(const R& range) {
    return array<typename R::value_type>(range.begin(), range.end());
  }
  template <class T>
  static builder<T> reserved(std::size_t n) {
    builder<T> b;
    b.reserve(n);
    return b;
  }
  template <class T>
  static array<T> finish(builder<T>&& b) {
    b.shrink_to_fit();
    return std::move(b);
  }
  template <class T>
  static void append(builder<T>& b, std::span<const T> values) {
    b.insert(b.end(), values.begin(), values.end());
  }
  static text make_text(std::string_view chars) { return text(chars); }
};

template <class T>
std::vector<T> source(std::size_t n) {
  std::vector<T> v(n);
  for (std::size_t i = 0; i != n; ++i) {
    if constexpr (std::is_same_v<T, std::string>)
      v[i] = name(i);
    else
      v[i] = static_cast<T>(i * 37 % 101);
  }
  return v;
}

template <class A>
std::uint64_t hash_all(const A& a) {
  std::uint64_t hash = a.size();
  for (const auto& x : a) {
    if constexpr (requires { x.size(); })
      hash = hash * 31 + hash_of(x);
    else
      hash = hash * 31 + static_cast<std::uint64_t>(x);
  }
  return hash;
}

/// The compiler may know nothing about what is there.
template <class A>
void seen(A& a) {
  auto* data = a.data();
  benchmark::DoNotOptimize(data);
  benchmark::ClobberMemory();
}

// Making. Each is a function that makes an array; a step makes and destroys one.

template <class C, class Make>
struct Making {
  Make make;
  std::uint64_t hash = 0;

  explicit Making(std::size_t n) : make(n) {}
  void step() {
    auto made = make.template operator()<C>();
    seen(made);
  }
  std::uint64_t result() const {
    const auto made = const_cast<Make&>(make).template operator()<C>();
    return hash_all(made);
  }
};

struct FilledMake {
  std::size_t n;
  explicit FilledMake(std::size_t count) : n(count) {}
  template <class C>
  auto operator()() {
    return C::filled(n, 7);
  }
};
struct ListMake {
  int first = 1;
  explicit ListMake(std::size_t) {}
  template <class C>
  auto operator()() {
    benchmark::DoNotOptimize(first);
    return typename C::template array<int>{first, 2, 3, 4, 5, 6, 7, 8};
  }
};
template <class Range>
struct RangeMake {
  Range range;
  explicit RangeMake(std::size_t n) {
    for (const auto& x : source<typename Range::value_type>(n)) range.push_back(x);
  }
  template <class C>
  auto operator()() {
    return C::from_range(range);
  }
};
template <class T>
struct PushMake {
  std::vector<T> from;
  explicit PushMake(std::size_t n) : from(source<T>(n)) {}
  template <class C>
  auto operator()() {
    auto b = C::template reserved<T>(from.size());
    for (const T& x : from) b.push_back(x);
    return C::template finish<T>(std::move(b));
  }
};
struct EmplaceMake {
  std::size_t n;
  explicit EmplaceMake(std::size_t count) : n(count) {}
  template <class C>
  auto operator()() {
    auto b = C::template reserved<std::string>(n);
    for (std::size_t i = 0; i != n; ++i) b.emplace_back(i % 16, 'x');
    return C::template finish<std::string>(std::move(b));
  }
};
struct GrowMake {
  std::vector<int> from;
  explicit GrowMake(std::size_t n) : from(source<int>(n)) {}
  template <class C>
  auto operator()() {
    auto b = C::template reserved<int>(0);
    for (const int x : from) b.push_back(x);
    return C::template finish<int>(std::move(b));
  }
};
struct AppendMake {
  std::vector<int> from;
  explicit AppendMake(std::size_t n) : from(source<int>(n)) {}
  template <class C>
  auto operator()() {
    auto b = C::template reserved<int>(from.size());
    for (std::size_t i = 0; i + 8 <= from.size(); i += 8)
      C::template append<int>(b, std::span<const int>(from).subspan(i, 8));
    C::template append<int>(b, std::span<const int>(from).subspan(b.size()));
    return C::template finish<int>(std::move(b));
  }
};

template <class C>
using Filled = Making<C, FilledMake>;
template <class C>
using FromList = Making<C, ListMake>;
template <class C>
using FromRange = Making<C, RangeMake<std::vector<int>>>;
template <class C>
using FromIterators = Making<C, RangeMake<std::list<int>>>;
template <class C>
using FromStrings = Making<C, RangeMake<std::vector<std::string>>>;
template <class C>
using PushInts = Making<C, PushMake<int>>;
template <class C>
using PushStrings = Making<C, PushMake<std::string>>;
template <class C>
using EmplaceStrings = Making<C, EmplaceMake>;
template <class C>
using Grow = Making<C, GrowMake>;
template <class C>
using Append = Making<C, AppendMake>;

// Copies and moves

template <class C>
struct Copy {
  typename C::template array<int> a;
  explicit Copy(std::size_t n) : a(C::from_range(source<int>(n))) {}
  void step() {
    auto copy = a;
    seen(copy);
  }
  std::uint64_t result() const { return hash_all(a); }
};

template <class C>
struct Move {
  typename C::template array<int> a;
  explicit Move(std::size_t n) : a(C::from_range(source<int>(n))) {}
  void step() {
    for (int i = 0; i != 16; ++i) {
      auto moved = std::move(a);
      seen(moved);
      a = std::move(moved);
    }
  }
  std::uint64_t result() const { return hash_all(a); }
};

/// Sixteen handles are destroyed; to make them costs the same for both.
template <class C>
struct DestroyMany {
  std::size_t n;
  explicit DestroyMany(std::size_t count) : n(count) {}
  void step() {
    std::vector<typename C::template array<int>> many;
    many.reserve(16);
    for (int i = 0; i != 16; ++i) many.push_back(C::filled(n, i));
    benchmark::DoNotOptimize(many.data());
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return n; }
};

// Reading: `Read(a)` of one array, `Read(a, b)` of two that are equal except for the last element.

template <class C, class T, class Read, bool Equal = false>
struct Reading {
  typename C::template array<T> a, b;
  std::uint64_t sum = 0;

  explicit Reading(std::size_t n) : a(C::from_range(source<T>(n))), b(C::from_range(source<T>(n))) {
    if constexpr (!Equal) b[n - 1] = T();
  }
  void step() {
    seen(a);
    seen(b);
    if constexpr (std::is_invocable_v<Read, decltype(std::as_const(a)), decltype(std::as_const(b))>)
      sum += Read()(std::as_const(a), std::as_const(b));
    else
      sum += Read()(std::as_const(a));
  }
  std::uint64_t result() const { return sum; }
};

using Index = decltype([](const auto& a) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != a.size(); ++i) sum += static_cast<unsigned>(a[i]);
  return sum;
});
using RangeFor = decltype([](const auto& a) {
  std::uint64_t sum = 0;
  for (const auto& x : a) sum += static_cast<unsigned>(x);
  return sum;
});
using FindLast = decltype([](const auto& a) {
  return static_cast<std::uint64_t>(std::find(a.begin(), a.end(), -1) - a.begin());
});
using AreEqual = decltype([](const auto& a, const auto& b) { return std::uint64_t{a == b}; });
using Order = decltype([](const auto& a, const auto& b) {
  return std::uint64_t{a < b} + 2 * std::uint64_t{(a <=> b) > 0};
});
template <class A>
auto slice_of(const A& a, std::size_t first, std::size_t last) {
  if constexpr (requires { a.slice(first, last); })
    return a.slice(first, last);
  else if (first <= last && last <= a.size()) [[likely]]
    return std::span(a).subspan(first, last - first);
  else
    std::abort();
}
using Slice = decltype([](const auto& a) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + 4 <= a.size(); i += 4) {
    const auto slice = slice_of(a, i, i + 4);
    sum += static_cast<unsigned>(slice[0] + slice[3]);
  }
  return sum;
});

template <class C>
using IndexLoop = Reading<C, int, Index>;
template <class C>
using Sum = Reading<C, int, RangeFor>;
template <class C>
using Find = Reading<C, int, FindLast>;
template <class C>
using EqualInts = Reading<C, int, AreEqual, true>;
template <class C>
using EqualStrings = Reading<C, std::string, AreEqual, true>;
template <class C>
using OrderBytes = Reading<C, unsigned char, Order>;
template <class C>
using OrderChars = Reading<C, char, Order>;
template <class C>
using OrderInts = Reading<C, int, Order>;
template <class C>
using OrderDoubles = Reading<C, double, Order>;
template <class C>
using OrderStrings = Reading<C, std::string, Order>;
template <class C>
using Slices = Reading<C, int, Slice>;

template <class C>
struct TextPair {
  std::string chars;
  typename C::text a, b;
  std::uint64_t sum = 0;
  explicit TextPair(std::size_t n)
      : chars(text_of_length(n)), a(C::make_text(chars)), b(C::make_text(chars + "x")) {}
};
template <class C>
struct OrderTexts : TextPair<C> {
  using TextPair<C>::TextPair;
  void step() {
    benchmark::ClobberMemory();
    this->sum += std::uint64_t{this->a < this->b} + 2 * std::uint64_t{this->b < this->a};
  }
  std::uint64_t result() const { return this->sum; }
};
template <class C>
struct HashTexts : TextPair<C> {
  using TextPair<C>::TextPair;
  void step() {
    benchmark::ClobberMemory();
    this->sum += std::hash<typename C::text>()(this->a);
  }
  std::uint64_t result() const { return this->sum; }
};

// Writing

template <class C>
struct Sort {
  std::vector<int> from;
  typename C::template array<int> a;
  explicit Sort(std::size_t n) : from(source<int>(n)), a(C::from_range(from)) {}
  void step() {
    std::copy(from.begin(), from.end(), a.begin());
    std::sort(a.begin(), a.end());
    seen(a);
  }
  std::uint64_t result() const { return hash_all(a); }
};

/// An array with one owner, or a vector that a std::shared_ptr with one owner holds, is written to.
template <class C>
struct WriteUnique {
  std::conditional_t<C::is_ours, heaparray::ArcArray<int>, std::shared_ptr<std::vector<int>>> a;
  explicit WriteUnique(std::size_t n) {
    if constexpr (C::is_ours)
      a = heaparray::ArcArray<int>::filled(n, 1);
    else
      a = std::make_shared<std::vector<int>>(n, 1);
  }
  void step() {
    for (std::size_t i = 0; i != 16; ++i) {
      benchmark::DoNotOptimize(&a);
      benchmark::ClobberMemory();
      if constexpr (C::is_ours) {
        ++a.make_mut()[i];
      } else {
        if (a.use_count() != 1) a = std::make_shared<std::vector<int>>(*a);
        std::atomic_thread_fence(std::memory_order_acquire);  // what former owners did comes first
        if (i >= a->size()) std::abort();
        ++(*a)[i];
      }
    }
  }
  std::uint64_t result() const {
    if constexpr (C::is_ours)
      return hash_all(a);
    else
      return hash_all(*a);
  }
};

/// The elements are moved out, one after the other, and what is left is freed.
template <class C>
struct MoveOut {
  std::vector<std::string> from;
  std::uint64_t sum = 0;
  explicit MoveOut(std::size_t n) : from(source<std::string>(n)) {}
  void step() {
    auto a = C::from_range(from);
    const auto use = [this](std::string s) { sum += s.size(); };
    if constexpr (C::is_ours)
      for (std::string&& s : std::move(a).into_iter()) use(std::move(s));
    else
      for (std::string& s : a) use(std::move(s));
  }
  std::uint64_t result() const { return sum; }
};

/// As "HeapArray { len: 3, elements: [1, 2, 3] }". The standard prints no vector in C++20, so the twin is a loop.
template <class C>
struct Print {
  typename C::template array<int> a;
  std::string text;
  explicit Print(std::size_t n) : a(C::from_range(source<int>(n))) {}
  void step() {
    std::ostringstream os;
    if constexpr (C::is_ours) {
      os << a;
    } else {
      os << "HeapArray { len: " << a.size() << ", elements: [";
      const char* separator = "";
      for (const int x : a) {
        os << separator << x;
        separator = ", ";
      }
      os << "] }";
    }
    text = std::move(os).str();
  }
  std::uint64_t result() const { return hash_of(text); }
};

#if HEAPARRAY_BENCH_COUNTED
const std::string compiler;
#elif defined(__clang__)
const std::string compiler = "everyday_clang_";
#else
const std::string compiler = "everyday_gcc_";
#endif

template <template <class> class Operation>
void add_twins(const char* operation) {
  add<Operation>(compiler + operation, List<Ours, Standard>(), {100});
}

}  // namespace

void add_operations() {
  add_twins<Filled>("filled");
  add_twins<FromList>("list");
  add_twins<FromRange>("range");
  add_twins<FromIterators>("iterators");
  add_twins<FromStrings>("strings");
  add_twins<Copy>("copy");
  add_twins<Move>("move");
  add_twins<DestroyMany>("destroy");
  add_twins<IndexLoop>("index");
  add_twins<Sum>("sum");
  add_twins<Find>("find");
  add_twins<Slices>("slice");
  add_twins<EqualInts>("equal_ints");
  add_twins<EqualStrings>("equal_strings");
  add_twins<OrderBytes>("order_bytes");
  add_twins<OrderChars>("order_chars");
  add_twins<OrderInts>("order_ints");
  add_twins<OrderDoubles>("order_doubles");
  add_twins<OrderStrings>("order_strings");
  add_twins<OrderTexts>("order_texts");
  add_twins<HashTexts>("hash_texts");
  add_twins<PushInts>("push_ints");
  add_twins<PushStrings>("push_strings");
  add_twins<EmplaceStrings>("emplace_strings");
  add_twins<Grow>("grow");
  add_twins<Append>("append");
  add_twins<Sort>("sort");
  add_twins<WriteUnique>("write");
  add_twins<MoveOut>("move_out");
  add_twins<Print>("print");
}
