// SPDX-License-Identifier: MIT
//
// What a newcomer types first: arrays without a label and from their elements, nullptr, parts, bytes in and out, and other
// types of the standard library.
#include <heaparray/array_builder.hpp>
#include <heaparray/convert.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/shared_ptr.hpp>
#include <heaparray/shared_slice.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <list>
#include <memory>
#include <memory_resource>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/faults.hpp"
#include "support/handles.hpp"
#include "support/objects.hpp"

namespace {

using heaparray::ArcArray;
using heaparray::ArrayBuilder;
using heaparray::FixedArray;
using heaparray::HeapArray;
using heaparray::NoLabel;
using heaparray::RcArray;
using heaparray::ThinPtrArray;
using heaparray::TpArcArray;

using Everyday = test::HandleKinds;

TEMPLATE_LIST_TEST_CASE("First use: arrays without a label", "", Everyday) {
  using A = typename TestType::template of<int>;
  CHECK(A::filled(3, 7) == A{7, 7, 7});
  CHECK(A::with_len(3) == A{0, 0, 0});
  CHECK(A::for_overwrite(3).size() == 3);
  CHECK(A::from_range({1, 2, 3}) == A{1, 2, 3});
  CHECK(A(5, 7) == A{7, 7, 7, 7, 7});
  CHECK(A::try_filled(3, 7).value() == A{7, 7, 7});
  CHECK(A::try_with_len(3).value() == A{0, 0, 0});
  CHECK(A::try_for_overwrite(3).value().size() == 3);
  CHECK(A::try_from_range({1, 2}).value() == A{1, 2});
  CHECK_FALSE(A::try_with_len(A::max_len() + 1).has_value());
  CHECK_THROWS_AS(A::filled(A::max_len() + 1, 7), std::length_error);
}

struct NoDefault {
  explicit NoDefault(int n) : number(n) {}
  int number;
};

TEMPLATE_LIST_TEST_CASE("First use: a label and no elements", "", Everyday) {
  using A = typename TestType::template of<NoDefault, std::string>;
  const A a = A::with_label("label");
  CHECK(a);
  CHECK(a.empty());
  CHECK(a.label() == "label");
  CHECK(A::try_with_label("label").value().label() == "label");
  ArrayBuilder<A> builder("builder");
  builder.emplace_back(3);
  const A built = std::move(builder).finish();
  CHECK(built.label() == "builder");
  CHECK(built[0].number == 3);
}

TEMPLATE_LIST_TEST_CASE("First use: arrays of their elements, which are forwarded", "", Everyday) {
  using Strings = typename TestType::template of<std::string, int>;
  std::string moved(100, 'm');
  const std::string copied(100, 'c');
  const Strings a = Strings::with_elements(4, std::move(moved), copied, "literal");
  CHECK(a.label() == 4);
  CHECK(a.size() == 3);
  CHECK(moved.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  CHECK(a[0] == std::string(100, 'm'));
  CHECK(a[1] == copied);
  CHECK(a[2] == "literal");
  CHECK(Strings::try_with_elements(4).value().empty());

  using Pointers = typename TestType::template of<std::unique_ptr<int>>;
  const Pointers p = Pointers::of(std::make_unique<int>(5), nullptr);
  CHECK(*p[0] == 5);
  CHECK(p[1] == nullptr);
  CHECK(Pointers::of().empty());
  CHECK(Pointers::try_of(nullptr).value().size() == 1);
}

TEST_CASE("First use: a throw at any point while the elements of a list are made") {
  using A = HeapArray<test::Throwing, test::ThrowingLabel>;
  bool fired = true;
  for (int step = 1; fired; ++step) {
    test::ObjectScope objects;
    test::FailAt fault(step);
    try {
      const A a = A::with_elements(1, 1, 2, 3);
      CHECK(a.size() == 3);
    } catch (const test::Boom&) {
    }
    fired = fault.fired();
  }
}

TEST_CASE("First use: fixed arrays count their lists when they are compiled") {
  using Three = FixedArray<int, 3>;
  CHECK(Three{1, 2, 3}[2] == 3);
  CHECK(Three::of(1, 2, 3)[0] == 1);
  CHECK(Three({1, 2, 3}, std::allocator<std::byte>())[1] == 2);
  CHECK(FixedArray<int, 3, int>::from_range(7, {1, 2, 3}).label() == 7);
  CHECK(FixedArray<std::string, 2>{"a", "b"}[1] == "b");
  CHECK(FixedArray<char, 2>{1, 2}[1] == 2);
  CHECK(FixedArray<int, 1>{5}[0] == 5);
  CHECK(FixedArray<int, 2>(2, [](std::size_t i) { return static_cast<int>(i); })[1] == 1);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<FixedArray<int, 2>, double, double>);
  using Shared = test::FixedArc3::of<int>;
  const Shared shared = {1, 2, 3};
  CHECK(shared[2] == 3);
}

TEMPLATE_LIST_TEST_CASE("First use: nullptr and reset", "", Everyday) {
  using A = typename TestType::template of<int>;
  A a = nullptr;
  CHECK((a == nullptr && nullptr == a));
  a = {1, 2, 3};
  CHECK(a != nullptr);
  a = nullptr;
  CHECK_FALSE(a);
  a = A(3);
  a.reset();
  CHECK_FALSE(a);
  CHECK_FALSE(A(nullptr));
  CHECK_FALSE(A{});
  const A empty({});
  CHECK(empty);
  CHECK(empty.empty());
  using Pointers = typename TestType::template of<int*>;
  const Pointers of_one{nullptr};
  CHECK(of_one.size() == 1);
  const Pointers none = nullptr;
  CHECK_FALSE(none);
}

struct Resets {
  HeapArray<Resets>* owner = nullptr;
  ~Resets() {
    if (owner != nullptr) owner->reset();
  }
};

TEST_CASE("First use: an element may reset the handle that destroys it by reset()") {
  HeapArray<Resets> a(2);
  a[0].owner = &a;
  a[1].owner = &a;
  a.reset();
  CHECK_FALSE(a);
}

TEMPLATE_LIST_TEST_CASE("First use: parts as std::span has them", "", Everyday) {
  using A = typename TestType::template of<int>;
  A a{1, 2, 3, 4};
  const A& c = a;
  CHECK(c.first(2).size() == 2);
  CHECK(c.first(0).empty());
  CHECK(c.last(1)[0] == 4);
  CHECK(c.last(4).data() == c.data());
  CHECK(c.subspan(1).size() == 3);
  CHECK(c.subspan(1, 2)[1] == 3);
  CHECK(c.subspan(4).empty());
  if constexpr (!TestType::is_shared) {
    a.first(1)[0] = 9;
    a.last(1)[0] = 8;
    a.subspan(1, 1)[0] = 7;
    a.slice_mut(2, 3)[0] = 6;
    CHECK(a == A{9, 7, 6, 8});
    a.copy_from(std::vector<int>{4, 3, 2, 1});
    CHECK(a == A{4, 3, 2, 1});
  } else {
    const auto part = a.share_slice(1, 3);
    CHECK(part.size() == 2);
    CHECK(part[0] == 2);
    CHECK(part != nullptr);
    CHECK(a.use_count() == 2);
  }
}

TEST_CASE("First use: a unique array with a count, by a name, and what data() gives") {
  heaparray::UniqueArc<int, int> unique = heaparray::UniqueArc<int, int>::with_elements(7, 1, 2);
  const int* const data = unique.data();
  const ArcArray<int, int> shared = std::move(unique);
  CHECK(shared.data() == data);
  CHECK(ArcArray<int, int>::retain_raw(shared.data(), shared.size()).use_count() == 2);
  const heaparray::UniqueRc<int> local{1};
  CHECK(local.size() == 1);
  STATIC_REQUIRE(std::is_same_v<heaparray::UniqueRc<int>, RcArray<int>::owner_type>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<ArcArray<int>, HeapArray<int>>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<HeapArray<int>, ArcArray<int>>);
}

struct Header {
  std::uint32_t kind;
  std::uint32_t size;
};

TEST_CASE("First use: received into a builder, sent as bytes") {
  ArrayBuilder<HeapArray<char, Header>> builder(Header{1, 5}, 16);
  CHECK(builder.spare().size() == 16);
  std::memcpy(builder.spare().data(), "hello", 5);
  builder.commit(5);
  CHECK(builder.size() == 5);
  CHECK(builder.spare().size() == 11);
  HeapArray<char, Header> message = std::move(builder).finish();
  CHECK(message.as_string_view() == "hello");

  const auto bytes = message.as_bytes();
  REQUIRE(bytes.size() == sizeof(Header) + 5);
  CHECK(std::memcmp(bytes.data(), &message.label(), sizeof(Header)) == 0);
  CHECK(std::memcmp(bytes.data() + sizeof(Header), "hello", 5) == 0);
  message.as_bytes_mut()[sizeof(Header)] = std::byte{'H'};
  CHECK(message[0] == 'H');
  const ArcArray<int> plain{1, 2};
  CHECK(plain.as_bytes().size() == 2 * sizeof(int));
}

TEST_CASE("First use: to and from the standard library") {
  const std::vector<int> source{1, 2, 3};
  const auto a = source | heaparray::convert_to<ArcArray<int>>();
  CHECK(a == ArcArray<int>{1, 2, 3});
  CHECK((a | heaparray::convert_to<std::list<int>>()).size() == 3);
  CHECK(heaparray::convert_to<std::array<int, 3>>(a)[2] == 3);
  CHECK_THROWS_AS((heaparray::convert_to<std::array<int, 4>>(a)), std::length_error);

  auto elements = heaparray::to_shared_ptr(a);
  STATIC_REQUIRE(std::is_same_v<decltype(elements), std::shared_ptr<const int[]>>);
  CHECK(elements[1] == 2);
  CHECK(a.use_count() == 2);
  elements.reset();
  CHECK(a.use_count() == 1);
  auto labelled = TpArcArray<int, Header>::with_len(Header{1, 2}, 3);
  const std::shared_ptr<const Header> header = heaparray::to_shared_ptr(labelled, &labelled.label());
  labelled.reset();
  CHECK(header->size == 2);
  const auto owned = heaparray::to_shared_ptr(HeapArray<std::string>{"a", "b"});
  owned[1] = "c";
  CHECK(owned[1] == "c");
  CHECK(heaparray::to_shared_ptr(ArcArray<int>()) == nullptr);
}

TEST_CASE("First use: cells on a stream") {
  std::ostringstream out;
  const heaparray::AtomicArcArray<int> cell(TpArcArray<int>{1, 2});
  heaparray::AtomicPtrArray<int> unique;
  out << unique;
  CHECK(out.str() == "AtomicPtrArray { null }");
  unique.store(ThinPtrArray<int>{1});
  out.str("");
  out << cell;
  CHECK(out.str().find("elements: [1, 2]") != std::string::npos);
  out.str("");
  out << unique;
  CHECK(out.str().find("AtomicPtrArray { ") == 0);
  const int* const seen = unique.peek();
  heaparray::ThinPtrArray<int> other{2};
  CHECK(unique.compare_exchange_strong(seen, other, std::memory_order_acq_rel, std::memory_order_relaxed));
  CHECK_FALSE(
      unique.compare_exchange_weak(seen, other, std::memory_order_acq_rel, std::memory_order_acquire));
}

}  // namespace

#if !defined(__clang__) || __clang_major__ >= 19  // deduction through aliases
TEST_CASE("first use: the element type follows from a list, also through the aliases") {
  const heaparray::HeapArray numbers{1, 2, 3};
  STATIC_REQUIRE(std::is_same_v<decltype(numbers), const heaparray::HeapArray<int>>);
  CHECK(numbers.size() == 3);
  const heaparray::ArcArray shared{1.5, 2.5};
  STATIC_REQUIRE(std::is_same_v<decltype(shared), const heaparray::ArcArray<double>>);
  CHECK(shared.size() == 2);
  const heaparray::TpArcArray thin{'a', 'b'};
  STATIC_REQUIRE(std::is_same_v<decltype(thin), const heaparray::TpArcArray<char>>);
  CHECK(thin[1] == 'b');
}
#endif
