// SPDX-License-Identifier: MIT
//
// Hashes, over all kinds of handles.
#include <heaparray/array_operators.hpp>
#include <heaparray/heap_array.hpp>
#include <heaparray/rc_array.hpp>

#include "support/catch.hpp"

#include <concepts>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_set>

// Before 1.81 it derives from std::unary_function, which libc++ has not had in C++20 for long.
#if __has_include(<boost/version.hpp>)
#include <boost/version.hpp>
#endif
#if defined(BOOST_VERSION) && !(defined(_LIBCPP_VERSION) && BOOST_VERSION < 108100)
#define TESTS_BOOST_HASH
#include <boost/container_hash/hash.hpp>
#endif

using namespace heaparray;

namespace {

template <class T, class Label = NoLabel>
using AllKinds = std::tuple<HeapArray<T, Label>, ThinPtrArray<T, Label>, FpRcArray<T, Label>,
                            TpRcArray<T, Label>, FpArcArray<T, Label>, TpArcArray<T, Label>>;
using AllOfTexts = AllKinds<std::string, int>;

template <class A>
std::size_t hash_of(const A& a) {
  return std::hash<A>()(a);
}

/// Whether arrays of every kind, made by `make.operator()<A>()`, have the same hash.
template <class T, class Label, class Make>
bool all_hash_the_same(Make make) {
  const auto hashes = [&]<class... A>(std::type_identity<std::tuple<A...>>) {
    return std::set<std::size_t> { hash_of(make.template operator()<A>())... };
  };
  return hashes(std::type_identity<AllKinds<T, Label>>()).size() == 1;
}

struct Unhashable {};

struct Node {
  int value = 0;
  HeapArray<Node> kids;
  bool operator==(const Node&) const = default;
};

}  // namespace

TEST_CASE("hash: the same for every kind", "[array_hash]") {
  CHECK(all_hash_the_same<int, NoLabel>([]<class A>() { return A{1, 2, 3}; }));
  CHECK(all_hash_the_same<std::string, NoLabel>([]<class A>() { return A{"a", "b"}; }));
  CHECK(all_hash_the_same<char, int>([]<class A>() { return A::filled(7, 2, 'a'); }));
  CHECK(all_hash_the_same<int, int>([]<class A>() { return A(); }));
}

TEMPLATE_LIST_TEST_CASE("hash: equal arrays have equal hashes, and different ones mostly not", "[array_hash]",
                        AllKinds<int>) {
  std::set<std::size_t> hashes;
  std::size_t made = 0;
  const auto add = [&](const TestType& a, const TestType& same) {
    CHECK(hash_of(a) == hash_of(same));
    hashes.insert(hash_of(a));
    ++made;
  };
  add(TestType(), TestType());
  for (std::size_t n = 0; n != 50; ++n) add(TestType(n), TestType(n));  // zeros: only the length differs
  for (int i = 1; i != 500; ++i) add(TestType{i}, TestType{i});
  for (int i = 1; i != 50; ++i) add(TestType{i, 50 - i, 7}, TestType{i, 50 - i, 7});
  add(TestType{1, 2, 3}, TestType{1, 2, 3});
  add(TestType{3, 2, 1}, TestType{3, 2, 1});
  CHECK(hashes.size() == made);
}

TEST_CASE("hash: elements hashed one by one tell order, length and place", "[array_hash]") {
  using A = HeapArray<std::string>;
  CHECK(hash_of(A{"a", "b"}) == hash_of(A{"a", "b"}));
  CHECK(hash_of(A{"a", "b"}) != hash_of(A{"b", "a"}));
  CHECK(hash_of(A{"a", "b"}) != hash_of(A{"ab"}));
  CHECK(hash_of(A{"a"}) != hash_of(A{"a", ""}));
  CHECK(hash_of(A{}) != hash_of(A{""}));
}

TEST_CASE("hash: depends on the label", "[array_hash]") {
  using A = HeapArray<int, std::string>;
  CHECK(hash_of(A::with_len("a", 2)) == hash_of(A::with_len("a", 2)));
  CHECK(hash_of(A::with_len("a", 2)) != hash_of(A::with_len("b", 2)));
  CHECK(hash_of(A::with_len("a", 2)) != hash_of(A::with_len("a", 3)));
}

TEST_CASE("hash: zeros of both signs are equal, so they hash the same", "[array_hash]") {
  CHECK((HeapArray<double>{0.0} == HeapArray<double>{-0.0}));
  CHECK(hash_of(HeapArray<double>{0.0}) == hash_of(HeapArray<double>{-0.0}));
  CHECK(hash_of(HeapArray<int, double>::with_len(0.0, 1)) ==
        hash_of(HeapArray<int, double>::with_len(-0.0, 1)));
}

TEST_CASE("hash: nested arrays, bytes, pointers and enumerations", "[array_hash]") {
  enum class Colour : unsigned char { red, green };
  int x = 0;
  CHECK(hash_of(HeapArray<RcArray<int>>{RcArray<int>{1}, RcArray<int>()}) ==
        hash_of(HeapArray<RcArray<int>>{RcArray<int>{1}, RcArray<int>()}));
  CHECK(hash_of(HeapArray<RcArray<int>>{RcArray<int>{1}}) !=
        hash_of(HeapArray<RcArray<int>>{RcArray<int>{2}}));
  CHECK(hash_of(HeapArray<std::byte>{std::byte{1}}) != hash_of(HeapArray<std::byte>{std::byte{2}}));
  CHECK(hash_of(HeapArray<int*>{&x}) != hash_of(HeapArray<int*>{nullptr}));
  CHECK(hash_of(HeapArray<Colour>{Colour::red}) != hash_of(HeapArray<Colour>{Colour::green}));
  CHECK(hash_of(HeapArray<bool>{true}) != hash_of(HeapArray<bool>{false}));
}

TEMPLATE_LIST_TEST_CASE("hash: arrays may be keys of an unordered set", "[array_hash]", AllOfTexts) {
  std::unordered_set<TestType> set;
  for (int i = 0; i != 50; ++i) {
    CHECK(set.insert(TestType::filled(i, 3, "x")).second);
    CHECK_FALSE(set.insert(TestType::filled(i, 3, "x")).second);
  }
  CHECK(set.size() == 50);
  CHECK(set.contains(TestType::filled(20, 3, "x")));
  CHECK_FALSE(set.contains(TestType::filled(20, 3, "y")));
  CHECK_FALSE(set.contains(TestType()));
}

TEST_CASE("hash: found by the name that other hash tables call", "[array_hash]") {
  const auto a = HeapArray<int, int>::with_len(3, 2);
  CHECK(hash_value(a) == hash_of(a));
  CHECK(hash_value(ArcArray<int>()) == 0);
  const auto has_value = []<class A>(std::type_identity<A>) {
    return requires(const A& b) { hash_value(b); };
  };
  CHECK(has_value(std::type_identity<TpArcArray<int>>()));
  CHECK_FALSE(has_value(std::type_identity<HeapArray<int, Unhashable>>()));
#ifdef TESTS_BOOST_HASH
  CHECK(boost::hash<HeapArray<int, int>>()(a) == hash_of(a));  // that of a range would not have the label
#endif
}

TEST_CASE("hash: disabled where an element or the label has none", "[array_hash]") {
  const auto has_hash = []<class A>(std::type_identity<A>) {
    return requires(const A& a) {
      { std::hash<A>()(a) } -> std::same_as<std::size_t>;
    };
  };
  const auto disabled = []<class A>(std::type_identity<A>) {
    return !std::is_default_constructible_v<std::hash<A>> && !std::is_copy_constructible_v<std::hash<A>>;
  };
  CHECK(has_hash(std::type_identity<HeapArray<int, std::string>>()));
  CHECK(has_hash(std::type_identity<HeapArray<int>>()));
  CHECK(has_hash(std::type_identity<TpArcArray<HeapArray<int>>>()));
  CHECK_FALSE(has_hash(std::type_identity<HeapArray<Unhashable>>()));
  CHECK_FALSE(has_hash(std::type_identity<HeapArray<int, Unhashable>>()));
  CHECK_FALSE(has_hash(std::type_identity<ArcArray<Unhashable>>()));
  CHECK_FALSE(has_hash(std::type_identity<HeapArray<HeapArray<Unhashable>>>()));
  CHECK(disabled(std::type_identity<HeapArray<Unhashable>>()));
  CHECK(disabled(std::type_identity<ArcArray<int, Unhashable>>()));
  CHECK_FALSE(disabled(std::type_identity<HeapArray<int>>()));
}

TEST_CASE("hash: of a recursive type, by a hash that its user writes", "[array_hash]") {
  struct Hash {
    std::size_t operator()(const Node& node) const {
      std::size_t hash = static_cast<std::size_t>(node.value);
      for (const Node& kid : node.kids) hash = hash * 31 + (*this)(kid);
      return hash;
    }
  };
  std::unordered_set<Node, Hash> set;
  set.insert(Node{1, {Node{2, {}}}});
  CHECK(set.contains(Node{1, {Node{2, {}}}}));
  CHECK_FALSE(set.contains(Node{1, {Node{3, {}}}}));
}
