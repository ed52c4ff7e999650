// SPDX-License-Identifier: MIT
//
// layout_viewer: what lies where in a block, byte by byte; and whose the counts of a block in an atomic cell are.
//
//   layout_viewer                   every picture, as text
//   layout_viewer NAME...           these
//   layout_viewer --svg NAME        one of them, as an SVG file on stdout
//   layout_viewer --html            a page with more types, to choose from
//
// To see types of your own, add a picture to `all_pictures` below. Nothing here is drawn from a table: objects of the
// real types are made with an allocator that remembers what it gave out, the parts are found at their addresses,
// pointers by looking through the bytes of handle and blocks for addresses of blocks, and what belongs to no part
// is what is lost.

#include <heaparray/growing_array.hpp>
#include <heaparray/heaparray.hpp>
#include <heaparray/weak_array.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/layout_page.hpp"

// ---- looking ----------------------------------------------------------------------------------------------------

struct Part {
  std::string name;
  char mark;  // in text; also the colour in a picture
  std::size_t begin, size;
  std::size_t each;  // bytes of one element, if the part is elements; otherwise 0
};

struct Bytes {  // of one object or allocation
  std::string name;
  std::uintptr_t address;
  std::vector<std::byte> content;
  std::vector<Part> parts;

  std::size_t lost() const {
    std::size_t used = 0;
    for (const Part& part : parts) used += part.size;
    return content.size() - used;
  }
  bool holds(std::uintptr_t pointer) const { return pointer - address < content.size(); }
};

struct Sight {
  std::string name;
  std::vector<Bytes> bytes;  // the handle, then the blocks in the order of their allocation
};

struct Arrow {
  std::size_t from, from_offset, to, to_offset;
};

/// What was allocated and not yet described.
inline std::vector<std::pair<void*, std::size_t>>& allocations() {
  static std::vector<std::pair<void*, std::size_t>> list;
  return list;
}

/// The blocks that were allocated and not yet freed.
inline std::size_t& blocks_alive() {
  static std::size_t n = 0;
  return n;
}

/// As std::allocator, without a state, and on the record.
template <class T>
struct Recorder {
  using value_type = T;
  Recorder() = default;
  template <class U>
  Recorder(const Recorder<U>&) noexcept {}
  T* allocate(std::size_t n) {
    T* const memory = std::allocator<T>().allocate(n);
    std::memset(static_cast<void*>(memory), 0, n * sizeof(T));  // padding too is read below
    allocations().emplace_back(memory, n * sizeof(T));
    ++blocks_alive();
    return memory;
  }
  void deallocate(T* memory, std::size_t n) noexcept {
    --blocks_alive();
    std::allocator<T>().deallocate(memory, n);
  }
  // Blocks are asked for by the byte, as from std::allocator.
  void* allocate_bytes(std::size_t bytes, std::size_t alignment) {
    void* const memory = ::operator new(bytes, std::align_val_t(alignment));
    std::memset(memory, 0, bytes);
    allocations().emplace_back(memory, bytes);
    ++blocks_alive();
    return memory;
  }
  void deallocate_bytes(void* memory, std::size_t, std::size_t alignment) noexcept {
    --blocks_alive();
    ::operator delete(memory, std::align_val_t(alignment));
  }
  friend bool operator==(const Recorder&, const Recorder&) = default;
};

/// One with a state, which has to live somewhere.
template <class T>
struct StatefulRecorder : Recorder<T> {
  void* state = nullptr;
  StatefulRecorder() = default;
  template <class U>
  StatefulRecorder(const StatefulRecorder<U>& other) noexcept : state(other.state) {}
  friend bool operator==(const StatefulRecorder&, const StatefulRecorder&) = default;
};

Bytes look_at(std::string name, const void* object, std::size_t size) {
  Bytes bytes{std::move(name), reinterpret_cast<std::uintptr_t>(object), std::vector<std::byte>(size), {}};
  std::memcpy(bytes.content.data(), object, size);
  return bytes;
}

/// A part before it is known where it belongs.
struct Found {
  std::string name;
  char mark;
  std::uintptr_t address;
  std::size_t size, each = 0;
};

Found found(std::string name, char mark, const void* address, std::size_t size, std::size_t each = 0) {
  return {std::move(name), mark, reinterpret_cast<std::uintptr_t>(address), size, each};
}

/// An empty object takes no byte.
template <class T>
Found found(std::string name, char mark, const T& object) {
  return found(std::move(name), mark, std::addressof(object), std::is_empty_v<T> ? 0 : sizeof(T));
}

/// What was allocated since the last time, and the parts of it, and of the handle.
Sight look(std::string name, const void* handle, std::size_t handle_size, const std::vector<Found>& parts) {
  Sight sight{std::move(name), {look_at("handle", handle, handle_size)}};
  for (const auto& [memory, size] : allocations()) sight.bytes.push_back(look_at("block", memory, size));
  allocations().clear();
  for (const Found& part : parts) {
    if (part.size == 0) continue;
    const auto in = std::ranges::find_if(sight.bytes, [&](const Bytes& b) { return b.holds(part.address); });
    if (in == sight.bytes.end()) throw std::logic_error(part.name + " is in no block");
    const std::size_t begin = part.address - in->address;
    if (begin + part.size > in->content.size()) throw std::logic_error(part.name + " ends outside");
    in->parts.push_back({part.name, part.mark, begin, part.size, part.each});
  }
  for (Bytes& bytes : sight.bytes) {
    std::ranges::sort(bytes.parts, {}, &Part::begin);
    for (std::size_t i = 1; i < bytes.parts.size(); ++i)
      if (bytes.parts[i - 1].begin + bytes.parts[i - 1].size > bytes.parts[i].begin)
        throw std::logic_error(bytes.parts[i].name + " overlaps " + bytes.parts[i - 1].name);
  }
  return sight;
}

/// An array of ours of `n` elements.
template <class A>
Sight look_at_array(std::string name, std::size_t n) {
  using T = typename A::value_type;
  using Block = typename A::block_type;
  using Front = typename Block::Front;
  const A array = A::with_len(heaparray::label_args(), n);
  T* const data = const_cast<T*>(array.data());  // SAFETY: nobody writes through it
  const auto* const start = reinterpret_cast<const std::byte*>(data) - Block::elements_offset;
  const auto part = [&](const char* part_name, char mark, const auto& place) {
    return found(part_name, mark, start + place.begin, place.end - place.begin);
  };
  const auto* const handle = reinterpret_cast<const std::byte*>(std::addressof(array));
  Sight sight =
      look(std::move(name), handle, sizeof array,
           {part("allocator", 'a', Front::allocator), part("count", 'c', Front::count),
            part("length", 'n', Front::length), found("label", 'L', array.label()),
            found("elements", '0', data, n * sizeof(T), sizeof(T)), found("data", '*', handle, sizeof data),
            found("size", 'n', handle + sizeof data, sizeof array - sizeof data)});
  // What the constants say is what was seen.
  const Bytes& block = sight.bytes.at(1);
  if (block.content.size() != Block::memory_layout(n).size ||
      reinterpret_cast<std::uintptr_t>(data) - block.address != Block::elements_offset)
    throw std::logic_error("the constants of MemBlock do not fit the block");
  return sight;
}

/// The second word of a shared_ptr leads to the control block, which the library puts before the object or behind it.
/// How it ends is the library's affair: it is all that is left there.
template <class T>
Found control_block(const std::shared_ptr<T>& pointer, const std::pair<void*, std::size_t>& block) {
  std::array<std::uintptr_t, 2> words{};
  static_assert(sizeof words == sizeof pointer);
  std::memcpy(&words, static_cast<const void*>(std::addressof(pointer)), sizeof words);
  const auto object = reinterpret_cast<std::uintptr_t>(pointer.get());
  const std::uintptr_t end =
      words[1] < object ? object : reinterpret_cast<std::uintptr_t>(block.first) + block.second;
  return {"control block", 'c', words[1], end - words[1]};
}

template <class T, class Label>
Sight look_at_shared_vector(std::string name, std::size_t n) {
  using Vector = std::vector<T, Recorder<T>>;
  struct Labelled {
    Label label;
    Vector vector;
  };
  const auto shared = std::allocate_shared<Labelled>(Recorder<Labelled>(), Labelled{Label(), Vector(n)});
  // The vector came first, and moved into the block of the pointer.
  std::ranges::reverse(allocations());
  return look(std::move(name), std::addressof(shared), sizeof shared,
              {found("pointer, control", '*', shared), control_block(shared, allocations().at(0)),
               found("label", 'L', shared->label), found("begin, end, capacity", 'v', shared->vector),
               found("elements", '0', shared->vector.data(), n * sizeof(T), sizeof(T))});
}

template <class T>
Sight look_at_shared_array(std::string name, std::size_t n) {
  const auto shared = std::allocate_shared<T[]>(Recorder<T>(), n);
  return look(std::move(name), std::addressof(shared), sizeof shared,
              {found("pointer, control", '*', shared), control_block(shared, allocations().at(0)),
               found("elements", '0', shared.get(), n * sizeof(T), sizeof(T))});
}

/// The words of handle and blocks that are addresses in a block.
std::vector<Arrow> arrows_of(const Sight& sight) {
  std::vector<Arrow> arrows;
  for (std::size_t from = 0; from != sight.bytes.size(); ++from) {
    const std::vector<std::byte>& content = sight.bytes[from].content;
    for (std::size_t offset = 0; offset + sizeof(std::uintptr_t) <= content.size();
         offset += sizeof(std::uintptr_t)) {
      std::uintptr_t word = 0;
      std::memcpy(&word, content.data() + offset, sizeof word);
      for (std::size_t to = 1; to != sight.bytes.size(); ++to)
        if (to != from && sight.bytes[to].holds(word))
          arrows.push_back({from, offset, to, word - sight.bytes[to].address});
    }
  }
  return arrows;
}

// ---- what there is to see ---------------------------------------------------------------------------------------

struct Picture {
  std::string title;
  std::vector<Sight> sights;
};

struct Header {  // 12 bytes
  std::uint32_t id, kind, flags;
};

struct Counted {  // a label that tells the length
  std::uint32_t kind = 0, count = 5;
};

template <class T, class Label = heaparray::NoLabel, class Length = heaparray::LengthInHandle>
using Unique = heaparray::BasicArray<T, Label, Length, heaparray::NoCount, Recorder<std::byte>>;
template <class T, class Label = heaparray::NoLabel, class Length = heaparray::LengthInHandle,
          class Count = heaparray::AtomicCount<>, class Allocator = Recorder<std::byte>>
using Shared = heaparray::BasicRcArray<T, Label, Length, Count, Allocator>;
using InBlock = heaparray::LengthInBlock<>;
using Small = heaparray::LengthInBlock<std::uint32_t>;
using SmallCount = heaparray::AtomicCount<std::uint32_t>;
using NoLabel = heaparray::NoLabel;

std::map<std::string, Picture> all_pictures() {
  using I = std::int32_t;
  using L = std::uint64_t;
  std::map<std::string, Picture> all;
  all["why"] = {"Five 32-bit integers, shared, and 8 bytes that describe them",
                {look_at_shared_vector<I, L>("std::shared_ptr of a struct { Label; std::vector<int>; }", 5),
                 look_at_shared_array<I>("std::make_shared<int[]>, without the label", 5),
                 look_at_array<Shared<I, L>>("heaparray::ArcArray<int, Label>", 5)}};
  all["handles"] = {
      "The handles: five 32-bit integers, and a label of 8 bytes",
      {look_at_array<Unique<I, L>>("HeapArray<int, Label>", 5),
       look_at_array<Unique<I, L, InBlock>>("ThinPtrArray<int, Label>", 5),
       look_at_array<Shared<I, L>>("ArcArray<int, Label>, RcArray<int, Label>", 5),
       look_at_array<Shared<I, L, InBlock>>("TpArcArray<int, Label>, TpRcArray<int, Label>", 5)}};
  all["policies"] = {
      "What policies add: five 32-bit integers",
      {look_at_array<Unique<I>>("BasicArray<int>: nothing", 5),
       look_at_array<Unique<I, NoLabel, heaparray::FixedLength<5>>>("FixedLength<5>", 5),
       look_at_array<Unique<I, Counted, heaparray::LengthFromLabel<&Counted::count>>>(
           "LengthFromLabel<&Counted::count>", 5),
       look_at_array<Unique<I, NoLabel, Small>>("LengthInBlock<std::uint32_t>", 5),
       look_at_array<Shared<I>>("AtomicCount<>", 5),
       look_at_array<Shared<I, NoLabel, Small, SmallCount>>(
           "LengthInBlock<std::uint32_t>, AtomicCount<std::uint32_t>", 5),
       look_at_array<Shared<I, NoLabel, InBlock, heaparray::AtomicCount<>, StatefulRecorder<std::byte>>>(
           "LengthInBlock<>, AtomicCount<>, a stateful allocator", 5)}};
  all["padding"] = {
      "Where bytes are lost: a label of 12 bytes",
      {look_at_array<Unique<std::uint64_t, Header>>("HeapArray<std::uint64_t, Header>", 3),
       look_at_array<Unique<std::uint32_t, Header>>("HeapArray<std::uint32_t, Header>", 3),
       look_at_array<Shared<char, Header>>("ArcArray<char, Header>", 3),
       look_at_array<Shared<char, Header, Small, SmallCount>>("32-bit length and count, char, Header", 3)}};
  return all;
}

// ---- how a cell lends and pays ----------------------------------------------------------------------------------

/// Whose counts of a block there are, after a step.
struct Step {
  std::string what, then;
  std::uint64_t count, lent,
      share;  // of the block; by the cell, if it holds the block; what the cell has left
  unsigned readers, debts;
  bool borrowed, freed;
};

/// Everything is read from the block and from the word of the cell, except for the handles, which are ours.
std::vector<Step> steps_of_a_cell() {
  using Array = heaparray::TpArcArray<int, heaparray::NoLabel, Recorder<std::byte>>;
  using Cell = heaparray::BasicAtomicArcArray<Array, heaparray::detail::LockFreeCell>;
  using Count = typename Array::count_policy;
  static_assert(sizeof(Cell) == sizeof(std::uint64_t));
  std::vector<Step> steps;
  Cell cell;
  std::uint64_t bias = 0;
  const int* data = nullptr;
  std::size_t alive = 0;
  const auto look = [&](std::string what, std::string then, unsigned readers, bool borrowed,
                        bool freed = false) {
    Step step{std::move(what), std::move(then), 0, 0, 0, readers, 0, borrowed, freed};
    if (freed && blocks_alive() != alive - 1) throw std::logic_error(step.what + ": the block is not freed");
    alive = blocks_alive();
    if (!freed) {
      using Front = typename Array::block_type::Front;
      const auto* const start = reinterpret_cast<const std::byte*>(data) - Array::elements_offset;
      std::size_t count = 0;
      static_assert(sizeof(Count) == sizeof count);
      std::memcpy(&count, start + Front::count.begin, sizeof count);
      step.count = count;
      std::uint64_t word = 0;
      std::memcpy(&word, static_cast<const void*>(std::addressof(cell)), sizeof word);
      const std::uint64_t address = word << 16 >> 16 & ~std::uint64_t{3};
      if (address == reinterpret_cast<std::uintptr_t>(data)) {
        step.lent = word >> 48;
        if (bias == 0) bias = count;
        step.share = bias - step.lent;
      }
      if (step.count < step.share + readers) throw std::logic_error(step.what + ": a count is missing");
      step.debts = static_cast<unsigned>(step.count - step.share - readers);
    }
    steps.push_back(std::move(step));
  };

  Array array = {1, 2, 3};
  data = array.data();
  look("An array, and one handle", "", 1, false);
  cell.store(std::move(array));
  look("store(): the cell counts many readers in advance", "", 0, false);
  Array first = cell.load();
  look("load(): the word says that one count is lent", "the count of the block does not change", 1, false);
  Array second = cell.load();
  look("Another load()", "", 2, false);
  first.reset();
  look("The first reader is done", "its handle drops one count, as every handle does", 1, false);
  cell.store(Array{4, 5});
  look("store() of another array", "the cell drops what it has not lent", 1, false);
  second.reset();
  look("The second reader is done", "", 0, false, true);
  if constexpr (HEAPARRAY_BORROW_SLOTS) {
    array = {6, 7};
    data = array.data();
    cell.store(std::move(array));
    look("Borrowing: store() of a third array", "", 0, false);
    auto guard = cell.borrow();
    look("borrow(): a slot of the thread names the block", "no count changes", 0, true);
    cell.store(nullptr);
    look("store() finds the slot, and pays", "it leaves one count there, as a debt", 0, true);
    guard.reset();
    look("The guard is gone", "it takes the debt, and drops it", 0, false, true);
  }
  allocations().clear();
  return steps;
}

std::string with_commas(std::uint64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

void print_text(std::ostream& out, const std::vector<Step>& steps) {
  out << "How a cell lends and pays: the count of a block, and whose it is\n\n";
  for (const Step& step : steps) {
    out << "  " << step.what << (step.then.empty() ? "" : "; ") << step.then << "\n    ";
    if (step.freed)
      out << "freed\n";
    else
      out << step.count << " = " << step.share << " of the cell, which has lent " << step.lent << ", + "
          << step.readers << " of handles, + " << step.debts << " of debts"
          << (step.borrowed ? "; borrowed" : "") << "\n";
  }
  out << "\n";
}

// ---- as text ----------------------------------------------------------------------------------------------------

std::string words(std::size_t bytes) {
  const std::size_t n = bytes / sizeof(void*);
  return std::to_string(n) + (n == 1 ? " word" : " words");
}

std::string summary(const Sight& sight) {
  std::size_t block_bytes = 0, lost = 0;
  for (std::size_t i = 1; i != sight.bytes.size(); ++i) {
    block_bytes += sight.bytes[i].content.size();
    lost += sight.bytes[i].lost();
  }
  const std::size_t blocks = sight.bytes.size() - 1;
  return "per copy: " + words(sight.bytes[0].content.size()) + "; total: " + std::to_string(block_bytes) +
         " bytes in " + std::to_string(blocks) + (blocks == 1 ? " block, " : " blocks, ") +
         std::to_string(lost) + " lost";
}

/// One character for each byte: the mark of its part, the digit of its element, a dot where it is lost.
std::string marks_of(const Bytes& bytes) {
  std::string marks(bytes.content.size(), '.');
  for (const Part& part : bytes.parts)
    for (std::size_t i = 0; i != part.size; ++i)
      marks[part.begin + i] = part.each == 0 ? part.mark : static_cast<char>('0' + i / part.each % 10);
  return marks;
}

void print_text(std::ostream& out, const Picture& picture) {
  constexpr std::size_t row = 48;
  out << picture.title << "\n";
  for (const Sight& sight : picture.sights) {
    out << "\n  " << sight.name << "\n  " << summary(sight) << "\n";
    for (std::size_t b = 1; b != sight.bytes.size(); ++b) {
      const std::string marks = marks_of(sight.bytes[b]);
      out << "\n";
      for (std::size_t i = 0; i < marks.size(); i += row) {
        std::string offset = std::to_string(i);
        out << std::string(8 - std::min<std::size_t>(8, offset.size()), ' ') << offset << "  ";
        for (std::size_t j = i; j != std::min(i + row, marks.size()); j += 1)
          out << (j != i && j % 8 == 0 ? " " : "") << marks[j];
        out << "\n";
      }
      std::size_t end = 0;
      const auto line = [&](std::size_t begin, std::size_t size, char mark, const std::string& name) {
        char text[64];
        std::snprintf(text, sizeof text, "    %6zu %5zu  %c ", begin, size, mark);
        out << text << name << "\n";
      };
      for (const Part& part : sight.bytes[b].parts) {
        if (part.begin != end) line(end, part.begin - end, '.', "lost");
        line(part.begin, part.size, part.mark,
             part.each == 0 ? part.name
                            : part.name + ", " + std::to_string(part.each) +
                                  (part.each == 1 ? " byte each" : " bytes each"));
        end = part.begin + part.size;
      }
      if (end != marks.size()) line(end, marks.size() - end, '.', "lost");
    }
  }
  out << "\n";
}

// ---- as a picture -----------------------------------------------------------------------------------------------

class Svg {
 public:
  explicit Svg(const Picture& picture) {
    y_ = 8;
    lines("title", picture.title, 44, 20);
    for (const Sight& sight : picture.sights) draw(sight);
    y_ += 6;
    lines("note", "Offsets in bytes; hatched: lost (" + platform() + ").", 60, 16);
    lines("note", "Drawn by examples/layout_viewer.cpp from real objects.", 60, 16);
    y_ += 8;
  }

  explicit Svg(const std::vector<Step>& steps) {
    y_ = 8;
    lines("title", "How a cell lends and pays: the count of a block, and whose it is", 44, 20);
    for (const Step& now : steps) draw(now);
    y_ += 6;
    lines("note", "Counts that were read from the block and from the word of the cell (" + platform() + ").",
          60, 16);
    lines("note", "Drawn by examples/layout_viewer.cpp from real objects.", 60, 16);
    y_ += 8;
  }

  static std::string platform() {
    return std::to_string(sizeof(void*) * 8) +
#ifdef _LIBCPP_VERSION
           "-bit, libc++";
#else
           "-bit, libstdc++";
#endif
  }

  void write(std::ostream& out) const {
    out << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " << width << ' ' << y_ << "' width='"
        << width << "' height='" << y_
        << "' font-family='system-ui, sans-serif' font-size='12'>\n"
           "<style>\n"
           "  .bg { fill: #ffffff } text { fill: #1f2328 } .title { font-size: 15px; font-weight: 600 }\n"
           "  .name { font-size: 13px; font-weight: 600 } .note, .offset { fill: #59636e }\n"
           "  rect.part, rect.frame { stroke: #59636e; stroke-width: 1 } rect.frame { fill: url(#lost) }\n"
           "  .hatch { stroke: #a0a8b0; stroke-width: 1.5 } .p0 { fill: #cfe6ff } .pL { fill: #ffe2a8 }\n"
           "  .pc { fill: #f6c9d0 } .pn { fill: #cdeccf } .pa { fill: #e0d3f5 } .pv { fill: #e3e6ea }\n"
           "  .ps { fill: #ffffff } .arrow { stroke: #59636e; fill: none; stroke-width: 1.5 } .head { fill: "
           "#59636e }\n"
           "  @media (prefers-color-scheme: dark) {\n"
           "    .bg { fill: #0d1117 } text { fill: #e6edf3 } .note, .offset { fill: #9198a1 }\n"
           "    .p0 { fill: #123a66 } .pL { fill: #5c4308 } .pc { fill: #632430 } .pn { fill: #1c4a26 }\n"
           "    .pa { fill: #412d66 } .pv { fill: #30363d } .ps { fill: #161b22 } .hatch { stroke: #59636e "
           "}\n"
           "  }\n"
           "</style>\n"
           "<defs>\n"
           "  <pattern id='lost' width='6' height='6' patternUnits='userSpaceOnUse' "
           "patternTransform='rotate(45)'>"
           "<line class='hatch' x1='0' y1='0' x2='0' y2='6'/></pattern>\n"
           "  <marker id='head' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7' markerHeight='7' "
           "orient='auto'>"
           "<path class='head' d='M0 0 L8 4 L0 8 z'/></marker>\n"
           "</defs>\n"
           "<rect class='bg' width='100%' height='100%'/>\n"
        << body_.str() << "</svg>\n";
  }

 private:
  // As wide as the text of a phone, so that nothing shrinks there.
  static constexpr std::size_t width = 390, left = 6, scale = 5, height = 28, step = 74;

  /// Broken between words into lines of about `most` characters.
  void lines(std::string_view type, std::string_view value, std::size_t most, std::size_t line_height) {
    while (!value.empty()) {
      std::size_t end = value.size();
      if (end > most) {
        end = value.rfind(' ', most);
        if (end == std::string_view::npos) end = std::min(value.find(' '), value.size());
      }
      y_ += line_height;
      text(left, y_, type, value.substr(0, end));
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  void text(std::size_t x, std::size_t y, std::string_view type, std::string_view value,
            std::string_view anchor = "start") {
    body_ << "<text class='" << type << "' x='" << x << "' y='" << y << "' text-anchor='" << anchor << "'>";
    for (const char c : value) {
      if (c == '<')
        body_ << "&lt;";
      else if (c == '>')
        body_ << "&gt;";
      else if (c == '&')
        body_ << "&amp;";
      else
        body_ << c;
    }
    body_ << "</text>\n";
  }

  void rect(std::string_view type, std::size_t x, std::size_t y, std::size_t bytes) {
    body_ << "<rect class='" << type << "' x='" << x << "' y='" << y << "' width='" << bytes * scale
          << "' height='" << height << "'/>\n";
  }

  void draw(const Sight& sight) {
    y_ += 8;
    lines("name", sight.name, 48, 17);
    lines("note", summary(sight), 60, 16);
    y_ += 9;
    for (std::size_t i = 0; i != sight.bytes.size(); ++i) draw(sight.bytes[i], y_ + i * step, i != 0);
    for (const Arrow& arrow : arrows_of(sight)) {
      const std::size_t x = left + arrow.from_offset * scale + 4 * scale, y = y_ + arrow.from * step + height;
      const std::size_t to_x = left + arrow.to_offset * scale + 4, to_y = y_ + arrow.to * step - 2;
      const std::size_t middle = (y + to_y) / 2 + 4;
      body_ << "<path class='arrow' marker-end='url(#head)' d='M" << x << ' ' << y << " C" << x << ' '
            << middle << ' ' << to_x << ' ' << middle << ' ' << to_x << ' ' << to_y << "'/>\n";
    }
    y_ += sight.bytes.size() * step - 14;
  }

  /// A strip: the share of the cell, then each handle and debt; on the right, the sum.
  void draw(const Step& now) {
    y_ += 8;
    lines("name", now.what, 52, 17);
    if (!now.then.empty()) lines("note", now.then, 60, 16);
    y_ += 7;
    std::size_t x = left;
    const auto box = [&](std::string_view kind, std::size_t bytes, const std::string& name) {
      rect(kind, x, y_, bytes);
      text(x + bytes * scale / 2, y_ + 18, "part", name, "middle");
      x += bytes * scale + 4;
    };
    if (now.share != 0)
      box("part pL", 28,
          "cell: " + with_commas(now.share) + (now.lent == 0 ? "" : ", lent " + std::to_string(now.lent)));
    for (unsigned i = 0; i != now.readers; ++i) box("part p0", 12, "handle");
    for (unsigned i = 0; i != now.debts; ++i) box("part pc", 12, "debt");
    if (now.borrowed) box("part ps", 12, "slot");
    text(width - left, y_ + 18, "part", now.freed ? "freed" : "count " + with_commas(now.count), "end");
    y_ += height + 2;
  }

  void draw(const Bytes& bytes, std::size_t y, bool offsets) {
    rect("frame", left, y, bytes.content.size());
    for (const Part& part : bytes.parts) {
      const std::size_t x = left + part.begin * scale;
      const std::size_t each = part.each == 0 ? part.size : part.each;
      for (std::size_t i = 0; i * each < part.size; ++i) {
        const char kind = part.mark == '*' || !offsets ? 's' : part.mark;
        rect(std::string("part p") + kind, x + i * each * scale, y, each);
        if (part.each != 0 && each >= 4)
          text(x + i * each * scale + each * scale / 2, y + 18, "element", '[' + std::to_string(i) + ']',
               "middle");
      }
      if (part.each == 0) {
        // A name that does not fit is cut to its first word, or abbreviated.
        const auto fits = [&](std::string_view name) { return name.size() * 6 <= part.size * scale + 4; };
        std::string_view name = part.name;
        if (!fits(name)) name = name.substr(0, name.find_first_of(", "));
        if (!fits(name)) name = name == "count" ? "cnt" : name.substr(0, fits("alloc") ? 5 : 3);
        if (fits(name)) text(x + part.size * scale / 2, y + 18, "part", name, "middle");
      }
      if (offsets) text(x, y + height + 13, "offset", std::to_string(part.begin));
    }
    if (offsets)
      text(left + bytes.content.size() * scale, y + height + 13, "offset",
           std::to_string(bytes.content.size()), "middle");
  }

  std::ostringstream body_;
  std::size_t y_ = 0;
};

// ---- as a page --------------------------------------------------------------------------------------------------

struct alignas(16) Vector {
  float x = 0, y = 0, z = 0, w = 0;
};

/// Every kind of handle, of each element type, with each label.
class Page {
 public:
  Page() {
    elements<char>("char");
    elements<std::int32_t>("int, 4 bytes");
    elements<double>("double");
    elements<Vector>("16 bytes, aligned to 16");
  }

  void write(std::ostream& out) const {
    out << layout_page_head << "<p class=\"note\">Drawn by examples/layout_viewer.cpp from real objects ("
        << Svg::platform() << ").</p>\n<script>\nconst seen = [\n"
        << seen_.str() << "];" << layout_page_tail;
  }

 private:
  template <class T>
  void elements(const char* name) {
    labels<T, NoLabel>(name, "none");
    labels<T, std::uint32_t>(name, "4 bytes");
    labels<T, std::uint64_t>(name, "8 bytes");
    labels<T, Header>(name, "12 bytes: three 32-bit integers");
  }

  template <class T, class Label>
  void labels(const char* element, const char* label) {
    const auto add = [&](const char* handle, const Sight& sight) {
      seen_ << "[\"" << handle << "\",\"" << element << "\",\"" << label << "\"";
      for (const Bytes& bytes : sight.bytes) {
        seen_ << "," << bytes.content.size() << ",[";
        for (std::size_t i = 0; i != bytes.parts.size(); ++i)
          seen_ << (i == 0 ? "" : ",") << "[\"" << bytes.parts[i].name << "\"," << bytes.parts[i].begin << ","
                << bytes.parts[i].size << "," << bytes.parts[i].each << "]";
        seen_ << "]";
      }
      seen_ << "],\n";
    };
    using heaparray::AtomicCountWithWeak, heaparray::LengthAndCapacity, heaparray::FixedLength;
    add("HeapArray", look_at_array<Unique<T, Label>>("", 5));
    add("ThinPtrArray", look_at_array<Unique<T, Label, InBlock>>("", 5));
    add("FixedArray", look_at_array<Unique<T, Label, FixedLength<5>>>("", 5));
    add("GrowingArray", look_at_array<Unique<T, Label, LengthAndCapacity<>>>("", 5));
    add("RcArray, ArcArray", look_at_array<Shared<T, Label>>("", 5));
    add("TpRcArray, TpArcArray", look_at_array<Shared<T, Label, InBlock>>("", 5));
    add("CompactRcArray, CompactArcArray", look_at_array<Shared<T, Label, Small, SmallCount>>("", 5));
    add("RcArrayWithWeak, ArcArrayWithWeak",
        look_at_array<Shared<T, Label, Small, AtomicCountWithWeak<>>>("", 5));
  }

  std::ostringstream seen_;
};

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::map<std::string, Picture> all = all_pictures();
  const auto find = [&](const std::string& name) -> const Picture& {
    if (const auto it = all.find(name); it != all.end()) return it->second;
    std::string names;
    for (const auto& [known, picture] : all) names += " " + known;
    names += " lending";
    throw std::runtime_error("no picture \"" + name + "\"; there are:" + names);
  };
  if (arguments.empty()) {
    for (const auto& [name, picture] : all) print_text(std::cout, picture);
    print_text(std::cout, steps_of_a_cell());
  } else if (arguments[0] == "--svg" && arguments.size() == 2) {
    (arguments[1] == "lending" ? Svg(steps_of_a_cell()) : Svg(find(arguments[1]))).write(std::cout);
  } else if (arguments[0] == "--html" && arguments.size() == 1) {
    Page().write(std::cout);
  } else if (arguments[0].starts_with("-")) {
    const bool asked = arguments[0] == "--help" && arguments.size() == 1;
    (asked ? std::cout : std::cerr)
        << "usage: layout_viewer [NAME...]\n       layout_viewer --svg NAME\n       layout_viewer --html\n";
    return asked ? 0 : 2;
  } else {
    for (const std::string& name : arguments)
      name == "lending" ? print_text(std::cout, steps_of_a_cell()) : print_text(std::cout, find(name));
  }
  return std::cout.flush() ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "layout_viewer: " << error.what() << "\n";
  return 1;
}
