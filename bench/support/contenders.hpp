// SPDX-License-Identifier: MIT
//
// contenders.hpp: arrays of `T` behind a label of type `L`, of this library and of others, all made and read in one way.
//
// A contender is a type with
//
//   name, kind                      in the name of a benchmark; "unique", "shared" or "local" (shared on one thread)
//   handle                          what a user holds
//   copies(label, source, n)        a handle to a new array with copies of n elements
//   generates(label, n, f)          with f(0), f(1), ...
//   data(h), size(h), label(h)      what is read from a `const handle&`
//   at(h, i), unchecked(h, i)       element i, with the check that its users get, and without
//
// and the lists at the end say who takes part. A contender whose headers are missing is left out.
#ifndef HEAPARRAY_BENCH_CONTENDERS_HPP
#define HEAPARRAY_BENCH_CONTENDERS_HPP

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if __has_include(<boost/smart_ptr/make_shared.hpp>)
#define HEAPARRAY_BENCH_BOOST 1
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/make_local_shared.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#endif

namespace bench {

/// The label of a labelled array; heaparray::NoLabel stands for none.
struct Label {
  std::uint64_t key = 0;
};
using heaparray::NoLabel;

template <class L>
inline constexpr bool labelled = !std::is_same_v<L, NoLabel>;

template <std::size_t N>
struct Text {
  char chars[N];
  constexpr Text(const char (&s)[N]) { std::copy_n(s, N, chars); }
};

template <Text Name, Text Kind>
struct Named {
  static constexpr const char* name = Name.chars;
  static constexpr const char* kind = Kind.chars;
};

/// What the check of an index does when it fails, where a contender has none of its own.
[[noreturn, gnu::cold, gnu::noinline]] inline void out_of_range() { std::abort(); }

/// Reading by pointer and length, which `Self` has.
template <class Self>
struct ByPointer {
  template <class H>
  static decltype(auto) at(const H& h, std::size_t i) {
    if (i >= Self::size(h)) out_of_range();
    return Self::data(h)[i];
  }
  template <class H>
  static decltype(auto) unchecked(const H& h, std::size_t i) {
    return Self::data(h)[i];
  }
};

// This library

template <class A, Text Name, Text Kind>
struct Ours : Named<Name, Kind> {
  using T = typename A::value_type;
  using L = typename A::label_type;
  using handle = A;

  static A copies(L label, const T* source, std::size_t n) {
    return A::from_range(label, std::span<const T>(source, n));
  }
  template <class F>
  static A generates(L label, std::size_t n, F f) {
    return A::with_label(label, n, f);
  }
  static const T* data(const A& a) { return a.data(); }
  static std::size_t size(const A& a) { return a.size(); }
  static L label(const A& a) { return a.label(); }
  static const T& at(const A& a, std::size_t i) { return a[i]; }
  static const T& unchecked(const A& a, std::size_t i) { return a.unchecked(i); }
  /// Element 0 is written to, in a block that nobody else owns.
  static void write_alone(A& a, T value)
    requires requires { a.make_mut(); }
  {
    a.make_mut()[0] = std::move(value);
  }
};

// C: a struct with a flexible array member from malloc. For elements that are bytes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // the flexible array member, which is the point
template <class T, class L>
struct FlexibleArray {
  std::size_t size;
  [[no_unique_address]] L label;
  T elements[];

  static FlexibleArray* allocate(L label, std::size_t n) {
    void* const memory = std::malloc(sizeof(FlexibleArray) + n * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return ::new (memory) FlexibleArray{n, label};
  }
};
template <class T, class L>
struct CountedFlexibleArray {
  mutable std::atomic<std::size_t> owners;
  std::size_t size;
  [[no_unique_address]] L label;
  T elements[];

  static CountedFlexibleArray* allocate(L label, std::size_t n) {
    void* const memory = ::operator new(sizeof(CountedFlexibleArray) + n * sizeof(T));
    return ::new (memory) CountedFlexibleArray{0, n, label};
  }
  friend void intrusive_ptr_add_ref(const CountedFlexibleArray* p) {
    p->owners.fetch_add(1, std::memory_order_relaxed);  // relaxed: the caller is an owner
  }
  friend void intrusive_ptr_release(const CountedFlexibleArray* p) {
    // acq_rel: what the owners did comes before the last one frees it.
    if (p->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
      ::operator delete(const_cast<CountedFlexibleArray*>(p));
  }
};
#pragma GCC diagnostic pop

template <class Self, class T, class L, class Block, class Handle>
struct Flexible : ByPointer<Self> {
  using handle = Handle;

  static handle copies(L label, const T* source, std::size_t n) {
    handle h(Block::allocate(label, n));
    if (n != 0) std::memcpy(h->elements, source, n * sizeof(T));
    return h;
  }
  template <class F>
  static handle generates(L label, std::size_t n, F f) {
    handle h(Block::allocate(label, n));
    for (std::size_t i = 0; i != n; ++i) h->elements[i] = f(i);
    return h;
  }
  static const T* data(const handle& h) { return h->elements; }
  static std::size_t size(const handle& h) { return h->size; }
  static L label(const handle& h) { return h->label; }
};

struct Free {
  void operator()(void* p) const noexcept { std::free(p); }
};
template <class T, class L>
struct C : Named<"c_flexible_array", "unique">,
           Flexible<C<T, L>, T, L, FlexibleArray<T, L>, std::unique_ptr<FlexibleArray<T, L>, Free>> {};

// The standard library

template <class T>
std::vector<T> generated_vector(std::size_t n, auto f) {
  std::vector<T> v;
  v.reserve(n);
  for (std::size_t i = 0; i != n; ++i) v.push_back(f(i));
  return v;
}

template <class T, class L>
struct Vector : Named<"vector", "unique"> {
  using handle = std::vector<T>;
  static handle copies(L, const T* source, std::size_t n) { return handle(source, source + n); }
  template <class F>
  static handle generates(L, std::size_t n, F f) {
    return generated_vector<T>(n, f);
  }
  static const T* data(const handle& h) { return h.data(); }
  static std::size_t size(const handle& h) { return h.size(); }
  static L label(const handle&) { return {}; }
  static const T& at(const handle& h, std::size_t i) { return h.at(i); }
  static const T& unchecked(const handle& h, std::size_t i) { return h[i]; }
};

template <class T, class L>
struct PairVector : Named<"pair_vector", "unique"> {
  using handle = std::pair<L, std::vector<T>>;
  static handle copies(L label, const T* source, std::size_t n) {
    return handle(label, std::vector<T>(source, source + n));
  }
  template <class F>
  static handle generates(L label, std::size_t n, F f) {
    return handle(label, generated_vector<T>(n, f));
  }
  static const T* data(const handle& h) { return h.second.data(); }
  static std::size_t size(const handle& h) { return h.second.size(); }
  static L label(const handle& h) { return h.first; }
  static const T& at(const handle& h, std::size_t i) { return h.second.at(i); }
  static const T& unchecked(const handle& h, std::size_t i) { return h.second[i]; }
};

/// A pointer to elements, and their number next to it.
template <class Pointer>
struct WithLength {
  Pointer elements;
  std::size_t length;
};

/// The number of owners, as standard and Boost pointers tell it.
template <class P>
auto owners(const P& p) {
  if constexpr (requires { p.local_use_count(); })
    return p.local_use_count();
  else
    return p.use_count();
}

/// `Make::uninitialized(n)` is such a pointer to n elements that are only default-initialised.
template <class Self, class T, class L, class Make>
struct PointerWithLength : ByPointer<Self> {
  using handle = WithLength<decltype(Make::uninitialized(1))>;
  static handle copies(L, const T* source, std::size_t n) {
    handle h{Make::uninitialized(n), n};
    std::copy_n(source, n, h.elements.get());
    return h;
  }
  template <class F>
  static handle generates(L, std::size_t n, F f) {
    handle h{Make::uninitialized(n), n};
    for (std::size_t i = 0; i != n; ++i) h.elements.get()[i] = f(i);
    return h;
  }
  static const T* data(const handle& h) { return h.elements.get(); }
  static std::size_t size(const handle& h) { return h.length; }
  static L label(const handle&) { return {}; }
  static void write_alone(handle& h, T value)
    requires std::is_copy_constructible_v<handle>
  {
    if (owners(h.elements) != 1) h = copies({}, data(h), size(h));
    h.elements[0] = std::move(value);
  }
};

template <class T>
struct MakeUnique {
  static auto uninitialized(std::size_t n) { return std::make_unique_for_overwrite<T[]>(n); }
};
template <class T, class L>
struct UniquePtr : Named<"unique_ptr_array", "unique">,
                   PointerWithLength<UniquePtr<T, L>, T, L, MakeUnique<T>> {};

template <class T>
struct MakeShared {
  static std::shared_ptr<T[]> uninitialized(std::size_t n) {
#ifdef __cpp_lib_smart_ptr_for_overwrite
    return std::make_shared_for_overwrite<T[]>(n);
#else
    return std::make_shared<T[]>(n);
#endif
  }
};
template <class T, class L>
struct SharedPtr : Named<"make_shared_array", "shared">,
                   PointerWithLength<SharedPtr<T, L>, T, L, MakeShared<T>> {};

template <class T, class L, class Inner, Text Name>
struct SharedPtrTo : Named<Name, "shared"> {
  using Value = typename Inner::handle;
  using handle = std::shared_ptr<Value>;
  static handle copies(L label, const T* source, std::size_t n) {
    if constexpr (labelled<L>)
      return std::make_shared<Value>(label, std::vector<T>(source, source + n));
    else
      return std::make_shared<Value>(source, source + n);
  }
  template <class F>
  static handle generates(L label, std::size_t n, F f) {
    return std::make_shared<Value>(Inner::generates(label, n, f));
  }
  static const T* data(const handle& h) { return Inner::data(*h); }
  static std::size_t size(const handle& h) { return Inner::size(*h); }
  static L label(const handle& h) { return Inner::label(*h); }
  static const T& at(const handle& h, std::size_t i) { return Inner::at(*h, i); }
  static const T& unchecked(const handle& h, std::size_t i) { return Inner::unchecked(*h, i); }
  static void write_alone(handle& h, T value)
    requires(!labelled<L>)
  {
    if (h.use_count() != 1) h = std::make_shared<Value>(*h);
    (*h)[0] = std::move(value);
  }
};
template <class T, class L>
using SharedPtrVector = SharedPtrTo<T, L, Vector<T, L>, "shared_ptr_vector">;
template <class T, class L>
using SharedPtrPair = SharedPtrTo<T, L, PairVector<T, L>, "shared_ptr_pair_vector">;

// Boost

#ifdef HEAPARRAY_BENCH_BOOST
template <class T>
struct BoostMakeShared {
  static auto uninitialized(std::size_t n) { return boost::make_shared_noinit<T[]>(n); }
};
template <class T, class L>
struct BoostShared : Named<"boost_make_shared_array", "shared">,
                     PointerWithLength<BoostShared<T, L>, T, L, BoostMakeShared<T>> {};

template <class T>
struct BoostMakeLocal {
  static auto uninitialized(std::size_t n) { return boost::make_local_shared_noinit<T[]>(n); }
};
template <class T, class L>
struct BoostLocal : Named<"boost_local_shared_array", "local">,
                    PointerWithLength<BoostLocal<T, L>, T, L, BoostMakeLocal<T>> {};

template <class T, class L>
struct BoostIntrusive : Named<"boost_intrusive_flexible", "shared">,
                        Flexible<BoostIntrusive<T, L>, T, L, CountedFlexibleArray<T, L>,
                                 boost::intrusive_ptr<CountedFlexibleArray<T, L>>> {};
#endif

// Who takes part

template <class... C>
struct List {};

template <class... A, class... B, class... More>
constexpr auto joined(List<A...>, List<B...>, More... more) {
  if constexpr (sizeof...(More) == 0)
    return List<A..., B...>();
  else
    return joined(List<A..., B...>(), more...);
}
template <class... Lists>
using Joined = decltype(joined(List<>(), Lists()...));

template <bool Condition, class... C>
using If = std::conditional_t<Condition, List<C...>, List<>>;

template <class T>
inline constexpr bool is_bytes = std::is_trivially_copyable_v<T>;

template <class T, class L = NoLabel>
using OurUnique = List<Ours<heaparray::HeapArray<T, L>, "HeapArray", "unique">,
                       Ours<heaparray::ThinPtrArray<T, L>, "ThinPtrArray", "unique">>;
template <class T, class L = NoLabel>
using OurShared = List<Ours<heaparray::ArcArray<T, L>, "ArcArray", "shared">,
                       Ours<heaparray::TpArcArray<T, L>, "TpArcArray", "shared">>;
template <class T, class L = NoLabel>
using OurLocal = List<Ours<heaparray::RcArray<T, L>, "RcArray", "local">,
                      Ours<heaparray::TpRcArray<T, L>, "TpRcArray", "local">>;

/// A 32-bit count and a 32-bit length.
template <class T, class L = NoLabel>
using OurCompact = List<Ours<heaparray::CompactArcArray<T, L>, "CompactArcArray", "shared">,
                        Ours<heaparray::CompactRcArray<T, L>, "CompactRcArray", "local">>;
/// A count in a cache line of its own.
template <class T>
using OurIsolated =
    List<Ours<heaparray::BasicRcArray<T, NoLabel, heaparray::LengthInHandle, heaparray::IsolatedCount<>>,
              "ArcArray_isolated", "shared">>;

template <class T, class L = NoLabel>
using UniqueContenders = Joined<OurUnique<T, L>, If<is_bytes<T>, C<T, L>>, If<labelled<L>, PairVector<T, L>>,
                                If<!labelled<L>, Vector<T, L>, UniquePtr<T, L>>>;
template <class T, class L = NoLabel>
using SharedContenders =
    Joined<OurShared<T, L>,
#ifdef HEAPARRAY_BENCH_BOOST
           If<!labelled<L>, BoostShared<T, L>>, If<is_bytes<T>, BoostIntrusive<T, L>>,
#endif
           If<labelled<L>, SharedPtrPair<T, L>>, If<!labelled<L>, SharedPtrVector<T, L>, SharedPtr<T, L>>>;
template <class T, class L = NoLabel>
using LocalContenders = Joined<OurLocal<T, L>
#ifdef HEAPARRAY_BENCH_BOOST
                               ,
                               If<!labelled<L>, BoostLocal<T, L>>
#endif
                               >;
template <class T, class L = NoLabel>
using AllContenders = Joined<UniqueContenders<T, L>, SharedContenders<T, L>, LocalContenders<T, L>>;

// Elements

/// Element i of every array that is made of `T`.
template <class T>
T element(std::size_t i) {
  if constexpr (std::is_same_v<T, std::string>)
    return std::to_string(1000 + i % 5000);  // short: no allocation of its own
  else
    return static_cast<T>(3 * i + 1);
}

template <class T>
std::vector<T> source_elements(std::size_t n) {
  return generated_vector<T>(n, element<T>);
}

inline std::uint64_t number(int i) { return static_cast<std::uint64_t>(i); }
inline std::uint64_t number(const std::string& s) { return s.size() + static_cast<unsigned char>(s.back()); }

/// The sum of the elements, by a pointer and an end.
template <class Contender>
std::uint64_t sum(const typename Contender::handle& h) {
  std::uint64_t total = 0;
  const auto* p = Contender::data(h);
  for (const auto* const end = p + Contender::size(h); p != end; ++p) total += number(*p);
  return total;
}

}  // namespace bench

#endif  // HEAPARRAY_BENCH_CONTENDERS_HPP
