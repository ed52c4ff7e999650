// SPDX-License-Identifier: MIT
//
// The guarantees of cells, readers, blocks, labels, static arrays, allocators and formats.
#include "table.hpp"

#include <heaparray/aligned_allocator.hpp>
#include <heaparray/cell_reader.hpp>
#include <heaparray/detail/handle/formatter.hpp>
#include <heaparray/mem_block.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/static_array.hpp>

#include <cstddef>
#include <exception>
#include <memory_resource>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace faults {
namespace {

using Arc = heaparray::TpArcArray<Item, Tag, Pool<>>;
using Cell = heaparray::AtomicArcArray<Item, Tag, Pool<>>;
using Thin = heaparray::ThinPtrArray<Item, Tag, Pool<>>;
using PtrCell = heaparray::AtomicPtrArray<Item, Tag, Pool<>>;

struct OneCell {
  Cell cell;

  auto all() const { return std::tuple(cell.peek()); }
};

void add_cells(Table& table) {
  table.next("AtomicArcArray");
  const auto with_array = [] { return OneCell{some<Arc>()}; };
  table.strong("BasicAtomicArcArray::read", with_array, [](OneCell& w) {
    w.cell.read([](const auto& array) {
      fault_point();
      return array[0].value();
    });
  });
  table.strong("BasicAtomicArcArray::update", with_array, [](OneCell& w) {
    w.cell.update([](const Arc& current) {
      Arc changed = current.clone();
      changed.make_mut()[0] = 9;
      return changed;
    });
  });
  table.strong(
      "BasicAtomicArcArray::initialize", [] { return OneCell{Arc()}; },
      [](OneCell& w) { return w.cell.initialize(label_args(5), length(), each); });
  table.basic("operator<<", with_array, [](OneCell& w) { std::ostringstream() << w.cell; }, unchanged);

  struct OnePtrCell {
    PtrCell cell;

    auto all() const { return std::tuple(cell.peek()); }
  };
  table.next("AtomicPtrArray");
  table.strong(
      "AtomicPtrArray::initialize", [] { return OnePtrCell{PtrCell(Thin())}; },
      [](OnePtrCell& w) { return w.cell.initialize(label_args(5), length(), each); });

  // A function whose moves and calls may fail.
  struct Part {
    Part() = default;
    Part(Part&&) noexcept(false) { fault_point(); }
    const Tag& operator()(const Arc& array) const {
      fault_point();
      return array.label();
    }
  };
  struct Reading {
    Cell cell;
    heaparray::CellReader<Cell> reader{cell};
    heaparray::MappedCellReader<Cell, Part> mapped{reader, Part()};

    explicit Reading(Arc array) : cell(std::move(array)) { static_cast<void>(reader.get()); }
    auto all() const { return std::tuple(cell.peek()); }
  };
  table.next("CellReader");
  const auto reading = [] { return Reading(some<Arc>()); };
  table.strong("CellReader::map", reading, [](Reading& w) { static_cast<void>(w.reader.map(Part())); });
  table.strong("CellReader::map", reading,
               [](Reading& w) { static_cast<void>(heaparray::CellReader<Cell>(w.cell).map(Part())); });
  table.strong("MappedCellReader::MappedCellReader", reading,
               [](Reading& w) { heaparray::MappedCellReader<Cell, Part>(w.reader, Part()); });
  table.basic(
      "MappedCellReader::get", reading, [](Reading& w) { return w.mapped.get().value() == 5; }, unchanged);
}

void add_blocks(Table& table) {
  using Block = heaparray::MemBlock<Tag, Item>;
  table.next("MemBlock");
  table.strong("MemBlock::memory_layout", sources, [](Sources&) { Block::memory_layout(length()); });
  table.strong("MemBlock::allocate", sources,
               [](Sources&) { Block::allocate(Pool<>(), length()).deallocate(Pool<>(), 3); });
  table.strong("MemBlock::try_allocate", sources, [](Sources&) {
    const Block block = Block::try_allocate(Pool<>(), length());
    if (block) block.deallocate(Pool<>(), 3);
    return static_cast<bool>(block);
  });
  table.strong("MemBlock::create", sources,
               [](Sources& s) { Block::create(Pool<>(), s.label, length(), each).destroy(Pool<>(), 3); });
  table.strong("MemBlock::create_for_overwrite", sources, [](Sources& s) {
    Block::create_for_overwrite(Pool<>(), s.label, length()).destroy(Pool<>(), 3);
  });
  table.strong("MemBlock::begin", sources,
               [](Sources& s) { static_cast<void>(Block::begin(Pool<>(), s.label, length())); });
  table.strong("MemBlock::begin_at", sources, [](Sources& s) {
    alignas(Block::alignment) std::byte memory[Block::memory_layout(3).size];
    static_cast<void>(Block::begin_at(memory, s.label, 3));
  });
  table.strong(
      "UnfinishedBlock::emplace_back", [] { return std::tuple(Block::begin(Pool<>(), label_args(5), 4)); },
      [](auto& w) { std::get<0>(w).emplace_back(7); });

  // Trivially destructible, and its constructor may fail.
  struct Plain {
    int value;

    explicit Plain(int n) : value(n) { fault_point(); }
  };
  table.next("StaticArray");
  table.strong("StaticArray::StaticArray", sources, [](Sources&) {
    const heaparray::StaticArray<Plain, 3, Plain> array(label_args(5), {1, 2, 3});
    return array[2].value == 3;
  });

  // A function whose moves may fail.
  struct Make {
    Make() = default;
    Make(Make&&) noexcept(false) { fault_point(); }
    Tag operator()() const { return Tag(5); }
  };
  table.next("labels");
  table.strong("label_args", sources, [](Sources& s) { static_cast<void>(label_args(Item(1), s.value)); });
  table.strong("label_from", sources, [](Sources&) { static_cast<void>(heaparray::label_from(Make())); });

  table.next("AlignedAllocator");
  table.strong("AlignedAllocator::allocate", sources, [](Sources&) {
    heaparray::AlignedAllocator<64, Pool<Item>> allocator;
    allocator.deallocate(allocator.allocate(length()), 3);
  });
  table.strong("AlignedAllocator::construct", sources, [](Sources& s) {
    heaparray::AlignedAllocator<64, std::pmr::polymorphic_allocator<Item>> allocator;
    alignas(Item) std::byte memory[sizeof(Item)];
    Item* const item = static_cast<Item*>(static_cast<void*>(memory));
    allocator.construct(item, s.value);
    std::destroy_at(item);
  });
}

// ---- formats --------------------------------------------------------------------------------------------

/// A library for formatting, whose every function may fail. That of the standard library is not everywhere.
struct WrongFormat : std::exception {
  explicit WrongFormat(const char*) {}
};
struct Parsing {
  std::string_view text;

  const char* begin() const { return text.data(); }
  const char* end() const { return text.data() + text.size(); }
  void advance_to(const char* at) { text = text.substr(static_cast<std::size_t>(at - begin())); }
};
struct Writing {
  int* written;

  int* out() const { return written; }
  void advance_to(int* at) { written = at; }
};
template <class T>
struct FailingFormatter {
  const char* parse(Parsing& context) {
    fault_point();
    return context.end();
  }
  int* format(const T&, Writing& context) const {
    fault_point();
    return context.out();
  }
};
struct Library {
  template <class T>
  using Formatter = FailingFormatter<T>;
  using Error = WrongFormat;

  template <class T>
  static int* put(int* out, const T&) {
    fault_point();
    *out += 1;
    return out;
  }
};

void add_formats(Table& table) {
  using Formatter = heaparray::detail::ArrayFormatterFor<Library, Arc>;
  table.next("formats");
  table.basic(
      "ArrayFormatterFor::parse", sources,
      [](Sources&) {
        Parsing text{fault_due() ? ".x" : ".2n:x"};
        Formatter().parse(text);
      },
      unchanged);
  for (const char* const format : {"", "n", "n:x", ".2"})
    table.basic(
        "ArrayFormatterFor::format", [] { return std::tuple(some<Arc>()); },
        [format](auto& w) {
          int written = 0;
          Parsing text{format};
          Writing out{&written};
          Formatter formatter;
          formatter.parse(text);
          formatter.format(std::get<0>(w), out);
          return true;
        },
        unchanged);
}

}  // namespace

void add_others(Table& table) {
  add_cells(table);
  add_blocks(table);
  add_formats(table);
}

}  // namespace faults
