// SPDX-License-Identifier: MIT
//
// pmr.hpp, and who is given the allocator of an array: labels and elements that use one.
// (Stateful allocators in general: allocator_test.)
#include <heaparray/array_builder.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/weak_array.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"
#include "support/handles.hpp"
#include "support/ranges.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <optional>
#include <scoped_allocator>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace pmr = heaparray::pmr;
using heaparray::label_args;
using std::pmr::memory_resource;
using test::HandleKinds;

constexpr const char* text = "a text that is too long for the string itself";

/// An arena, a default resource that must not be asked, and where things are from.
struct Resources {
  test::Ledger ledger;
  test::Ledger default_ledger;
  test::CheckedResource arena{ledger};
  test::CheckedResource default_resource{default_ledger};
  memory_resource* before = std::pmr::set_default_resource(&default_resource);

  ~Resources() { std::pmr::set_default_resource(before); }
};

template <class String>
bool from(const String& s, const memory_resource& resource) {
  return s.get_allocator().resource() == &resource;
}

template <class A>
bool all_from(const A& a, const memory_resource& resource) {
  for (const auto& s : a)
    if (!from(s, resource)) return false;
  return from(a.label(), resource) && a.get_allocator().resource() == &resource;
}

/// Uses an allocator that it is given first, and cannot be moved.
struct Pinned {
  using allocator_type = std::pmr::polymorphic_allocator<std::byte>;
  memory_resource* resource = nullptr;

  Pinned() = default;
  Pinned(std::allocator_arg_t, const allocator_type& a) : resource(a.resource()) {}
  Pinned(std::allocator_arg_t, const allocator_type& a, int) : resource(a.resource()) {}
  explicit Pinned(int) {}
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
};

template <class T>
using Scoped = std::scoped_allocator_adaptor<test::CheckedAllocator<T>>;

}  // namespace

TEST_CASE("pmr: every alias has the allocator, and the size of its namesake") {
  using std::is_same_v;
  using Bytes = std::pmr::polymorphic_allocator<std::byte>;
  STATIC_REQUIRE(is_same_v<pmr::allocator, Bytes>);
  STATIC_REQUIRE(is_same_v<pmr::HeapArray<int, char>, heaparray::HeapArray<int, char, Bytes>>);
  STATIC_REQUIRE(is_same_v<pmr::FatPtrArray<int>, pmr::HeapArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::ThinPtrArray<int>, heaparray::ThinPtrArray<int, heaparray::NoLabel, Bytes>>);
  STATIC_REQUIRE(is_same_v<pmr::RcArray<int>, pmr::FpRcArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::ArcArray<int>, pmr::FpArcArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::FpArcArray<int>::allocator_type, Bytes>);
  STATIC_REQUIRE(is_same_v<pmr::TpRcArray<int>::count_policy, heaparray::LocalCount<>>);
  STATIC_REQUIRE(is_same_v<pmr::GrowingArray<int>::length_policy, heaparray::LengthAndCapacity<>>);
  STATIC_REQUIRE(is_same_v<pmr::GrowingArcArray<int>::allocator_type, Bytes>);
  STATIC_REQUIRE(is_same_v<pmr::RcArrayWithWeak<int>::count_policy, heaparray::LocalCountWithWeak<>>);
  STATIC_REQUIRE(is_same_v<pmr::ArcArrayWithWeak<int>::allocator_type, Bytes>);
  STATIC_REQUIRE(is_same_v<pmr::AtomicArcArray<int>::handle_type, pmr::TpArcArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::AtomicCompactArray<int>::handle_type, pmr::CompactArcArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::AtomicPtrArray<int>::handle_type, pmr::ThinPtrArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::BasicArray<int>, pmr::HeapArray<int>>);
  STATIC_REQUIRE(is_same_v<pmr::BasicRcArray<int>, pmr::ArcArray<int>>);
  STATIC_REQUIRE(sizeof(pmr::CompactRcArray<int>) == sizeof(void*));
  STATIC_REQUIRE(sizeof(pmr::FixedArray<int, 3>) == sizeof(void*));
  STATIC_REQUIRE(
      is_same_v<pmr::AlignedArray<int, 64>::allocator_type, heaparray::AlignedAllocator<64, Bytes>>);
}

TEST_CASE("pmr: a resource is an allocator, in every alias") {
  test::Ledger ledger;
  test::CheckedResource arena(ledger);
  {
    const pmr::HeapArray<int> a(3, &arena);
    const pmr::FixedArray<int, 3> b([](std::size_t) { return 1; }, &arena);
    const pmr::AlignedArray<float, 64> c(3, &arena);
    pmr::AtomicArcArray<int> cell(pmr::TpArcArray<int>({1, 2, 3}, &arena));
    pmr::AtomicPtrArray<int, int> slot;
    CHECK(slot.initialize(7, 3, [](std::size_t) { return 1; }, &arena));
    CHECK(cell.load()[2] == 3);
    CHECK(ledger.live() == 5);
  }
  CHECK(ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("pmr: elements and labels are given the resource of their array", "", HandleKinds) {
  using String = std::pmr::string;
  using A = typename TestType::template of<String, String, pmr::allocator>;
  Resources r;
  const auto prvalue = [](std::size_t) { return String(text, std::pmr::new_delete_resource()); };
  const String value(text, std::pmr::new_delete_resource());
  const std::array<String, 2> source = {value, value};
  test::ForwardRange<String> forward({value, value});
  test::InputRange<String> input({value, value});
  const int copies_elsewhere = r.default_ledger.allocations();  // what the ranges are made of
  {
    CHECK(all_from(A(2, prvalue, &r.arena), r.arena));
    CHECK(all_from(A(2, [&](std::size_t) -> const String& { return value; }, &r.arena), r.arena));
    CHECK(all_from(A(2, [](std::size_t) { return text; }, &r.arena), r.arena));
    CHECK(all_from(A(2, &r.arena), r.arena));
    CHECK(all_from(A::with_label(value, 2, prvalue, &r.arena), r.arena));
    CHECK(all_from(A::with_label(text, 2, prvalue, &r.arena), r.arena));
    CHECK(all_from(A::with_label(label_args(50u, 'x'), 2, prvalue, &r.arena), r.arena));
    auto args = label_args(text);
    CHECK(all_from(A::with_label(args, 2, prvalue, &r.arena), r.arena));
    CHECK(all_from(A::with_len(value, 2, &r.arena), r.arena));
    CHECK(all_from(A::with_label_for_overwrite(value, 2, &r.arena), r.arena));
    CHECK(all_from(A::filled(value, 2, value, &r.arena), r.arena));
    CHECK(all_from(A::from_range(value, source, &r.arena), r.arena));
    CHECK(all_from(A::from_range(value, forward, &r.arena), r.arena));
    CHECK(all_from(A::try_with_label(value, 2, prvalue, &r.arena).value(), r.arena));
    CHECK(r.default_ledger.allocations() == copies_elsewhere);
    CHECK(all_from(A({value, value}, &r.arena), r.arena));            // copied into the list first
    CHECK(all_from(A::from_range(value, input, &r.arena), r.arena));  // gathered elsewhere first

    const A a = A::with_label(value, 2, prvalue, &r.arena);
    CHECK(a[1] == text);
    CHECK(all_from(a.clone(), r.default_resource));  // as the containers of std::pmr
  }
  CHECK(r.ledger.live() == 0);
}

TEMPLATE_LIST_TEST_CASE("pmr: a builder asks only the resource of its array, also when it grows", "",
                        HandleKinds) {
  using String = std::pmr::string;
  using A = typename TestType::template of<String, String, pmr::allocator>;
  Resources r;
  {
    const String value(text, &r.arena);
    heaparray::ArrayBuilder<A> b(text, 1, &r.arena);
    b.emplace_back(text);
    b.emplace_back(50u, 'x');
    b.push_back(value);
    b.push_back(String(text, &r.arena));
    b.push_back(b.as_slice()[0]);  // full: built before the others move
    b.append_range(std::array{text, text, text, text});
    b.append(std::span(&value, 1));
    CHECK(all_from(std::move(b).finish(), r.arena));
  }
  CHECK(r.ledger.live() == 0);
  CHECK(r.default_ledger.allocations() == 0);
}

TEST_CASE("pmr: a builder gives the resource to elements that cannot be moved") {
  Resources r;
  heaparray::ArrayBuilder<pmr::HeapArray<Pinned>> b(2, &r.arena);
  CHECK(b.emplace_back().resource == &r.arena);
  CHECK(b.emplace_back(1).resource == &r.arena);
}

TEST_CASE("pmr: map gives the resource to what it makes, and so does not keep the block") {
  Resources r;
  using A = pmr::HeapArray<std::pmr::string, std::pmr::string>;
  A a = A::filled(text, 2, text, &r.arena);
  const auto b = std::move(a).map(
      [](std::pmr::string&&) noexcept { return std::pmr::string("x", std::pmr::new_delete_resource()); });
  CHECK(all_from(b, r.arena));
  CHECK(b[1] == "x");
}

TEST_CASE("pmr: a copy says from where it is, with all that is in it") {
  using A = pmr::HeapArray<std::pmr::string, std::pmr::string>;
  Resources r;
  const A a = A::filled(text, 2, text, &r.arena);
  test::Ledger other_ledger;
  test::CheckedResource other(other_ledger);
  const int elsewhere = r.default_ledger.allocations();  // the value of the elements
  {
    const A b(a, &other);
    CHECK(all_from(b, other));
    CHECK(b == a);
    CHECK(r.default_ledger.allocations() == elsewhere);
  }
  CHECK(other_ledger.live() == 0);
}

TEST_CASE("pmr: pairs whose parts use the allocator, and what uses none") {
  using Pair = std::pair<int, std::pmr::string>;
  Resources r;
  const auto pairs = pmr::HeapArray<Pair, Pair>::with_label(
      Pair(1, "x"), 2, [](std::size_t i) { return Pair(static_cast<int>(i), "y"); }, &r.arena);
  CHECK(from(pairs[1].second, r.arena));
  CHECK(pairs[1].first == 1);
  CHECK(from(pairs.label().second, r.arena));
  // Built in place and not moved, as with every other allocator.
  const test::ObjectScope objects;
  const pmr::RcArray<test::Counted> counted(
      3, [](std::size_t i) { return test::Counted(static_cast<int>(i)); }, &r.arena);
  CHECK(objects.built() == 3);
}

TEST_CASE("pmr: elements that cannot be moved are built in place, and only there without the resource") {
  Resources r;
  const pmr::HeapArray<Pinned> by_init(2, [](std::size_t) { return Pinned(1); }, &r.arena);
  CHECK(by_init[1].resource == nullptr);
  const pmr::HeapArray<Pinned> by_length(2, &r.arena);
  CHECK(by_length[1].resource == &r.arena);
  const pmr::HeapArray<Pinned> from_numbers(2, [](std::size_t) { return 1; }, &r.arena);
  CHECK(from_numbers[1].resource == &r.arena);
}

TEST_CASE("pmr: a throw among elements that use the resource leaks nothing") {
  Resources r;
  using A = pmr::ArcArray<std::pmr::string, std::pmr::string>;
  for (int n = 1; n <= 4; ++n) {
    r.ledger.fail_on(n);  // the block, the label, the first element, the second
    CHECK_THROWS_AS(A::filled(text, 2, text, &r.arena), std::bad_alloc);
    CHECK(r.ledger.live() == 0);
  }
  r.ledger.fail_on(5);
  CHECK(A::filled(text, 2, text, &r.arena).size() == 2);
}

TEST_CASE("pmr: an allocator without `construct` hands nothing on, as in the containers of the standard") {
  using String = std::basic_string<char, std::char_traits<char>, test::CheckedAllocator<char>>;
  test::Ledger ledger;
  test::Ledger other;
  // Not const: clang++ 22 and 23 with libstdc++ 16 refuse std::make_obj_using_allocator<String>(allocator, const String&)
  // for an allocator that has no default constructor.
  String value(text, test::CheckedAllocator<char>(other));
  {
    const heaparray::HeapArray<String, heaparray::NoLabel, test::CheckedAllocator<std::byte>> a(
        2, [&](std::size_t) -> const String& { return value; }, test::CheckedAllocator<std::byte>(ledger));
    CHECK(&a[1].get_allocator().ledger() == &other);
  }
  // A scoped_allocator_adaptor around it does.
  {
    const auto a = heaparray::HeapArray<String, String, Scoped<std::byte>>::with_label(
        value, 2, [&](std::size_t) -> String& { return value; }, Scoped<std::byte>(ledger));
    CHECK(&a[1].get_allocator().ledger() == &ledger);
    CHECK(&a.label().get_allocator().ledger() == &ledger);
    CHECK(ledger.live() == 4);
  }
  CHECK(ledger.live() == 0);
}

template <class T>
struct OfItsOwn : std::pmr::polymorphic_allocator<T> {
  using Base = std::pmr::polymorphic_allocator<T>;
  OfItsOwn(std::pmr::memory_resource* resource, int* live) : Base(resource), live_(live) {}
  template <class U>
  OfItsOwn(const OfItsOwn<U>& other) : Base(other.resource()), live_(other.live_) {}
  T* allocate(std::size_t n) {
    ++*live_;
    return Base::allocate(n);
  }
  void deallocate(T* memory, std::size_t n) {
    --*live_;
    Base::deallocate(memory, n);
  }
  int* live_;
};

TEST_CASE("pmr: a class derived from the allocator, with an `allocate` of its own, is asked by that") {
  int live = 0;
  {
    using A = heaparray::HeapArray<int, heaparray::NoLabel, OfItsOwn<std::byte>>;
    const A a(3, OfItsOwn<std::byte>(std::pmr::get_default_resource(), &live));
    CHECK(a.size() == 3);
    CHECK(live == 1);
  }
  CHECK(live == 0);
}

TEST_CASE("pmr: arrays in containers of std::pmr") {
  Resources r;
  using A = pmr::HeapArray<int, int>;
  {
    std::pmr::vector<A> v(&r.arena);
    v.emplace_back(3, [](std::size_t i) { return static_cast<int>(i); });  // given the resource of the vector
    CHECK(v[0].get_allocator().resource() == &r.arena);
    const int* const data = v[0].data();
    v.reserve(100);  // moves the handle, and not the block: the resource is the same
    CHECK(v[0].data() == data);
    A elsewhere = A::filled(7, 2, 5);
    const int* const old = elsewhere.data();
    v.push_back(std::move(elsewhere));  // of another resource: moved into a block of this one
    CHECK_FALSE(elsewhere);
    CHECK(v[1].data() != old);
    CHECK(v[1].get_allocator().resource() == &r.arena);
    CHECK(v[1] == A::filled(7, 2, 5));
    v.push_back(A());
    v.resize(10);
    CHECK_FALSE(v[9]);

    // A shared handle shares its block, wherever that is from.
    const pmr::RcArray<int> shared(3);
    std::pmr::vector<pmr::RcArray<int>> owners(5, shared, &r.arena);
    CHECK(owners[4].ref_eq(shared));

    // Arrays of arrays, and of cells.
    const pmr::HeapArray<A> nested(2, [](std::size_t) { return A(3); }, &r.arena);
    CHECK(nested[1].get_allocator().resource() == &r.arena);
    const pmr::HeapArray<pmr::RcArray<int>> rows(2, [&](std::size_t) { return shared; }, &r.arena);
    CHECK(rows[1].ref_eq(shared));
    const pmr::HeapArray<pmr::AtomicArcArray<int>> cells(4, &r.arena);
    CHECK_FALSE(cells[3].load());
  }
  CHECK(r.ledger.live() == 0);
  CHECK(r.default_ledger.live() == 0);
}

TEST_CASE("pmr: move-only elements go to another resource one by one, and to an equal one with their block") {
  Resources r;
  using A = pmr::HeapArray<test::MoveOnly, test::MoveOnlyLabel>;
  const auto init = [](std::size_t i) { return test::MoveOnly(static_cast<int>(i)); };
  A a = A::with_label(test::MoveOnlyLabel(5), 3, init, &r.arena);
  const test::MoveOnly* const data = a.data();
  A same(std::move(a), &r.arena);
  CHECK(same.data() == data);
  {
    const A other(std::move(same), &r.default_resource);
    CHECK_FALSE(same);
    CHECK(other[2].value() == 2);
    CHECK(other.label().value() == 5);
    CHECK(r.ledger.live() == 0);
    CHECK(r.default_ledger.live() == 1);
  }
  CHECK_FALSE(A(A(), &r.arena));
  // Without memory, the source keeps its elements.
  A kept = A::with_label(test::MoveOnlyLabel(5), 3, init, &r.arena);
  r.default_ledger.fail_on(1);
  CHECK_THROWS_AS(A(std::move(kept), &r.default_resource), std::bad_alloc);
  CHECK(kept.size() == 3);
  CHECK(kept[2].value() == 2);
}

TEST_CASE("pmr: assignment moves blocks where a std::pmr container would move elements") {
  Resources r;
  using A = pmr::HeapArray<test::Counted>;
  using V = std::pmr::vector<test::Counted>;
  const auto init = [](std::size_t i) { return test::Counted(static_cast<int>(i)); };
  const test::ObjectScope objects;
  A a(3, init, &r.arena);
  A b(3, init, &r.default_resource);
  const test::Counted* const data = b.data();
  a = std::move(b);
  CHECK(objects.built() == 6);  // O(1): no element is touched
  CHECK(a.data() == data);
  CHECK(a.get_allocator().resource() == &r.default_resource);  // the block stays where it is from
  CHECK(r.ledger.live() == 0);

  V v(3, test::Counted(1), &r.arena);
  V w(3, test::Counted(1), &r.default_resource);
  const test::Counted* const old = w.data();
  v = std::move(w);
  CHECK(v.data() != old);
  CHECK(v.get_allocator().resource() == &r.arena);
  // Copies are alike: what is assigned to keeps its resource.
  A c(5, init, &r.arena);
  c = a;
  CHECK(c.get_allocator().resource() == &r.arena);
  CHECK(c == a);
}
