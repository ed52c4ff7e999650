// A variable of each kind. The debuggers stop in stop() and print the variables of main(). \see gdb.txt, lldb.txt
#if defined(EMBED)
#include <heaparray/gdb.hpp>
#endif
#include <heaparray/columns.hpp>
#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/pmr.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hidden.hpp"

using namespace heaparray;

struct Info {
  int id;
  std::string name;
};
struct Header {
  std::uint16_t kind, count;
  std::size_t twice() const { return count * std::size_t{2}; }
};
struct Counted : Header {
  std::uint32_t owners;
};
struct alignas(64) Line {
  int n;
};
struct Node;
template <>
inline constexpr bool heaparray::enable_iterative_drop<Node> = true;
struct Node {
  int n;
  HeapArray<Node> children;
};
struct Empty {};
enum class Color { red, green };

// Aligned more than its members say.
struct alignas(32) Wide {
  std::uint8_t n;
};

// An allocator with a state.
template <class T>
struct Pool {
  using value_type = T;
  int number = 42;

  explicit Pool(int n) : number(n) {}
  template <class U>
  Pool(const Pool<U>& other) : number(other.number) {}
  T* allocate(std::size_t n) { return static_cast<T*>(std::malloc(n * sizeof(T))); }
  void deallocate(T* p, std::size_t) { std::free(p); }
  friend bool operator==(const Pool&, const Pool&) = default;
};

[[gnu::noinline]] void stop() { __asm__ volatile("" ::: "memory"); }
template <class... Ts>
[[gnu::noinline]] void keep(Ts&...) {
  __asm__ volatile("" ::: "memory");
}

constinit StaticArray<int, 3, Color> constant{Color::green, {7, 8, 9}};

int main() {
  auto int_to = [](std::size_t i) { return static_cast<int>(i) + 1; };
  const Info info{7, "seven"};

  // Unique
  HeapArray<int> null;
  HeapArray<int> none(0);
  HeapArray<int, Info> heap = HeapArray<int, Info>::with_label(info, 3, int_to);
  ThinPtrArray<int, Info> thin = ThinPtrArray<int, Info>::with_label(info, 3, int_to);
  UniqueArray<std::string> strings{"one", "two"};
  FixedArray<double, 2, int> fixed(2, 0.5);
  AlignedArray<float, 64, char> aligned = AlignedArray<float, 64, char>::with_label('x', 2, int_to);
  UniqueArc<short> unique_arc{1, 2};
  BasicArray<int, Header, LengthFromLabel<&Header::count>> by_label =
      BasicArray<int, Header, LengthFromLabel<&Header::count>>::with_len(Header{1, 2});
  BasicArray<int, Counted, LengthFromLabel<&Header::count>> by_base =
      BasicArray<int, Counted, LengthFromLabel<&Header::count>>::with_len(Counted{{1, 2}, 3});
  BasicArray<int, Header, LengthFromLabel<&Header::twice>> by_function =
      BasicArray<int, Header, LengthFromLabel<&Header::twice>>::with_len(Header{1, 2});
  ThinPtrArray<Line, char> lines =
      ThinPtrArray<Line, char>::with_label('l', 1, [](std::size_t) { return Line{5}; });
  ThinPtrArray<char, Wide> wide =
      ThinPtrArray<char, Wide>::with_label(Wide{3}, 2, [](std::size_t) { return 'w'; });
  ThinPtrArray<Empty, Empty> empty(2);
  ThinPtrArray<int, Hidden> hidden(2);
  BasicArray<int, long, LengthInBlock<std::uint8_t>> odd =
      BasicArray<int, long, LengthInBlock<std::uint8_t>>::with_label(-1L, 2, int_to);
  ThinPtrArray<int, char, Pool<std::byte>> pool =
      ThinPtrArray<int, char, Pool<std::byte>>::with_label('p', 2, int_to, Pool<std::byte>(9));
  pmr::ThinPtrArray<int> pmr_thin{1, 2};
  GrowingArray<int, int> growing = GrowingArray<int, int>::with_label(4, 2, int_to);
  growing.push_back(3);
  HeapArray<HeapArray<int, int>> nested(1, [&](std::size_t) { return HeapArray<int, int>::with_len(1, 2); });
  HeapArray<std::byte, bool> bytes = HeapArray<std::byte, bool>::with_len(true, 2);
  ThinPtrArray<Node> tree(1, [](std::size_t) { return Node{1, HeapArray<Node>(1)}; });

  // Shared
  RcArray<int> rc{1, 2};
  RcArray<int> rc_copy = rc;
  TpRcArray<int, Info> tp_rc = TpRcArray<int, Info>::with_label(info, 1, int_to);
  ArcArray<int> arc{1, 2, 3};
  TpArcArray<char, std::uint8_t> tp_arc = TpArcArray<char, std::uint8_t>::from_text(9, "a\n\"\xC3\xA9\xFF");
  CompactArcArray<int> compact{1};
  BasicRcArray<int, Counted, LengthFromLabel<&Header::count>, CountFromLabel<&Counted::owners>> counted =
      BasicRcArray<int, Counted, LengthFromLabel<&Header::count>, CountFromLabel<&Counted::owners>>::with_len(
          Counted{{1, 2}, 0});
  BasicRcArray<int, int, LengthInHandle, IsolatedCount<>> isolated =
      BasicRcArray<int, int, LengthInHandle, IsolatedCount<>>::with_len(6, 1);
  ArcText<> text = ArcText<>::from_text("hello");
  ArcText<int> labelled_text = ArcText<int>::from_text(3, "");
  GrowingArcArray<int> growing_arc{1, 2};
  ArcArrayWithWeak<int, Info> with_weak = ArcArrayWithWeak<int, Info>::with_label(info, 2, int_to);
  WeakArray<ArcArrayWithWeak<int, Info>> weak = with_weak.downgrade();
  WeakArray<RcArrayWithWeak<int>> expired = RcArrayWithWeak<int>{1, 2}.downgrade();
  SharedSlice<ArcArray<int>> slice = arc.share_slice(1, 3);
  TpArcArray<int, Color> of_static = constant.share();

  // Several arrays in one block
  HeapColumns<Columns<int, double>> table(
      2, [](std::size_t i) { return static_cast<int>(i) + 1; },
      [](std::size_t i) { return static_cast<double>(i) / 2; });
  using Parts = Arrays<Column<char, LengthInBlock<std::uint8_t>>, short, Column<Line, FixedLength<1>>>;
  ArcColumns<Parts, Info> parts = ArcColumns<Parts, Info>::with_label(
      info, {3, 2}, std::string_view("abc"), int_to, [](std::size_t) { return Line{5}; });
  using Said = HeapColumns<Columns<Column<int, LengthFromLabel<&Header::count>>, double>, Header>;
  Said said = Said::with_len(Header{1, 1});
  AtomicArcColumns<Parts, Info> parts_cell(parts);
  RcColumns<Columns<int, double>> no_table;

  // Cells and those that read them
  AtomicPtrArray<int, int> ptr_cell(ThinPtrArray<int, int>::with_label(8, 2, int_to));
  AtomicArcArray<int, Info> arc_cell(TpArcArray<int, Info>::with_label(info, 2, int_to));
  TpArcArray<int, Info> loaded = arc_cell.load();
  AtomicCompactArray<char> chars_cell(CompactArcArray<char>{'c', 'd'});
  AtomicArcArray<int, Info> null_cell;
  Borrowed<TpArcArray<int, Info>> borrowed = arc_cell.borrow();

  // Being built, and being taken apart
  ArrayBuilder<TpArcArray<int, Info>> builder(info, 4);
  builder.push_back(1);
  ArrayBuilder<HeapArray<int>> finished(1);
  finished.push_back(1);
  HeapArray<int> was_built = std::move(finished).finish();
  auto into_iter = HeapArray<int>{1, 2, 3}.into_iter();
  ++into_iter.begin();
  std::optional<HeapArray<int>> optional(HeapArray<int>{5});
  std::vector<ThinPtrArray<int>> vector;
  vector.push_back(ThinPtrArray<int>{6});
  const HeapArray<int>& reference = none;

  const auto all = [&](auto&&... more) {
    keep(null, none, heap, thin, strings, fixed, aligned, unique_arc, by_label, by_base, by_function, lines,
         wide, empty, hidden, odd, pool, pmr_thin, growing, nested, bytes, tree, rc, rc_copy, tp_rc, arc,
         tp_arc, compact, counted, isolated, text, labelled_text, growing_arc, with_weak, weak, expired,
         slice, of_static, table, parts, said, parts_cell, no_table, ptr_cell, arc_cell, loaded, chars_cell,
         null_cell, borrowed, builder, finished, was_built, into_iter, optional, vector, reference, constant,
         more...);
  };
  all();
  stop();
  all();
}
