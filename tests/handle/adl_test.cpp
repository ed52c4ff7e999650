// SPDX-License-Identifier: MIT
//
// Argument-dependent lookup: nothing of a user's namespace takes part in what the library calls, but operators and swap.
#include <heaparray/heaparray.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/pmr.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace greedy {

// As good a match as any other, for every call that finds it: with and without template arguments.
#define GREEDY(name)              \
  template <class... Args>        \
  void name(Args&&...) = delete;  \
  template <class, class... Args> \
  void name(Args&&...) = delete

GREEDY(addressof);
GREEDY(allocate_bytes);
GREEDY(begin);
GREEDY(bytes_of);
GREEDY(call_init);
GREEDY(construct_at);
GREEDY(convert);
GREEDY(convert_handle);
GREEDY(convert_in_place);
GREEDY(convert_owned);
GREEDY(convert_to);
GREEDY(convert_to_new_block);
GREEDY(converted_allocator);
GREEDY(converted_label);
GREEDY(copy);
GREEDY(deallocate_bytes);
GREEDY(destroy_at);
GREEDY(destroy_elements);
GREEDY(elements_of);
GREEDY(end);
GREEDY(equal);
GREEDY(exchange);
GREEDY(first_element);
GREEDY(forward);
GREEDY(hash_combine);
GREEDY(is_null);
GREEDY(label_args);
GREEDY(make_element);
GREEDY(make_given);
GREEDY(make_label);
GREEDY(make_label_from);
GREEDY(make_label_given);
GREEDY(map_copied);
GREEDY(map_given_away);
GREEDY(map_in_place);
GREEDY(map_owned);
GREEDY(map_to_new_block);
GREEDY(move);
GREEDY(moved);
GREEDY(passed_on);
GREEDY(print_array);
GREEDY(print_value);
GREEDY(shortened);
GREEDY(size);
GREEDY(three_way);
GREEDY(to_address);
GREEDY(user_label);
GREEDY(with_elements);

/// An element or label, with an address of its own as far as `&` is asked.
struct Value {
  int value = 0;

  Value() = default;
  explicit Value(int v) : value(v) {}
  Value(const Value& other) : value(other.value) {}
  Value& operator=(const Value&) = default;
  void operator&() const = delete;
  template <class T>
  void operator,(T&&) const = delete;
  friend auto operator<=>(const Value& a, const Value& b) { return a.value <=> b.value; }
  friend bool operator==(const Value& a, const Value& b) { return a.value == b.value; }
  friend std::ostream& operator<<(std::ostream& os, const Value& v) { return os << v.value; }
};

/// Moved without a throw, and so mapped in place.
struct Quiet : Value {
  using Value::Value;
  Quiet(const Quiet& other) noexcept : Value(other.value) {}
  Quiet& operator=(const Quiet&) = default;
};

template <class T>
struct Allocator : std::allocator<T> {
  Allocator() = default;
  template <class U>
  Allocator(const Allocator<U>&) noexcept {}
  template <class U>
  struct rebind {
    using other = Allocator<U>;
  };
};

/// Read once.
struct Range {
  struct Iterator {
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;
    int i = 0;
    Value operator*() const { return Value(i); }
    Iterator& operator++() {
      ++i;
      return *this;
    }
    void operator++(int) { ++i; }
    bool operator==(const Iterator& other) const { return i == other.i; }
  };
  Iterator begin() const { return {}; }
  Iterator end() const { return {5}; }
};

/// Fills an array.
struct Init {
  Value operator()(Value& label, std::size_t i) const { return Value(label.value + static_cast<int>(i)); }
};

}  // namespace greedy

template <>
struct std::hash<greedy::Value> {
  std::size_t operator()(const greedy::Value& v) const { return static_cast<std::size_t>(v.value); }
};

namespace {

using greedy::Value;
using heaparray::convert_to;

template <class A>
void use(A a) {
  A b = a;
  A c = a.clone();
  c = b;
  c = std::move(b);
  swap(b, c);
  CHECK(a == b);
  const bool same_order = (a <=> b) == 0;
  CHECK(same_order);
  CHECK(std::hash<A>()(a) == std::hash<A>()(b));
  std::ostringstream out;
  out << a << heaparray::shortened(a, 1);
  CHECK(a[2].value == 9);
  const auto mapped = a.map([](const Value& v) { return Value(v.value + 1); });
  CHECK(mapped[2].value == 10);
  const auto moved = std::move(c).map([](const Value& v) noexcept { return greedy::Quiet(v.value); });
  CHECK_FALSE(c);
  CHECK(convert_to<A>(a) == a);
  const auto v = convert_to<std::vector<Value>>(a);
  CHECK(convert_to<A>(v).size() == a.size());
  CHECK(convert_to<A>(std::vector<Value>(v)).size() == a.size());
  CHECK(convert_to<std::unique_ptr<Value[]>>(a) != nullptr);
  CHECK(convert_to<heaparray::ThinPtrArray<Value, Value>>(b) == a);
  CHECK(A::from_range(Value(1), greedy::Range())[4].value == 4);
  CHECK(A::try_from_range(Value(1), greedy::Range()).value()[4].value == 4);
  CHECK(A::filled(Value(1), 3, Value(2))[1].value == 2);
  CHECK(A::with_len(1, 3)[1].value == 0);
  heaparray::ArrayBuilder<A> builder(Value(7), 1);
  builder.emplace_back(1);
  builder.push_back(Value(1));
  builder.append_range(greedy::Range());
  builder.append(a.as_slice());
  CHECK(std::move(builder).finish().size() == 10);
}

}  // namespace

TEST_CASE("ADL: greedy functions of a user's namespace are not called") {
  using namespace heaparray;
  use(HeapArray<Value, Value>::with_label(Value(7), 3, greedy::Init()));
  use(ThinPtrArray<Value, Value, greedy::Allocator<Value>>::with_label(Value(7), 3, greedy::Init()));
  use(RcArray<Value, Value>::with_label(Value(7), 3, greedy::Init()));
  use(CompactArcArray<Value, Value>::with_label(Value(7), 3, greedy::Init()));
  use(pmr::ArcArray<Value, Value>::with_label(Value(7), 3, greedy::Init()));
}

TEST_CASE("ADL: slices, fixed lengths, cells and blocks of greedy elements") {
  using namespace heaparray;
  using Thin = TpArcArray<Value, Value>;
  const Thin a = Thin::with_label(Value(7), 3, greedy::Init());
  SharedSlice slice(a, 0, 2);
  auto [front, back] = slice.split_at(1);
  CHECK(front.try_unsplit(std::move(back)));
  CHECK(front == slice);
  CHECK(convert_to<Thin>(slice).size() == 2);
  const auto p = FixedArray<Value, 2, Value>::with_label(Value(7), greedy::Init());
  const auto& [x, y] = p;
  CHECK(y.value == x.value + 1);
  AtomicArcArray<Value, Value> cell(a);
  CHECK(cell.load() == a);
  CHECK(cell.borrow() == a);
  cell.store(Thin());
  using Block = MemBlock<Value, Value>;
  const Block block = Block::create(greedy::Allocator<Value>(), Value(1), 3, greedy::Init());
  CHECK(block.element(2).value == 3);
  block.destroy(greedy::Allocator<Value>(), 3);
}
