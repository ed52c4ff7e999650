// SPDX-License-Identifier: MIT
//
// Several arrays in one block, next to who does it by hand: a struct with the arrays behind it, in the style of C; a
// vector for each array; and, for the pass and the sort, a vector of structs. Compiled with -O3, with which g++ 12
// vectorises the pass.
#include <heaparray/columns.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "support/operations.hpp"

namespace {

using namespace bench;

// ---- a node: n operands, n / 2 uses, and a name of 8 characters --------------------------------------------

struct Use {
  std::uint32_t line, column;
};
struct Parts {
  std::vector<void*> operands;
  std::vector<Use> uses;
  std::vector<char> name;

  explicit Parts(std::size_t n) : operands(n), uses(n / 2, Use{3, 4}), name(8, 'n') {}
};

struct OurNode : Named<"HeapColumns", "unique"> {
  struct Header {
    std::uint32_t operands, uses, name;
  };
  template <auto Get, class T>
  using In = heaparray::Column<T, heaparray::LengthFromLabel<Get>>;
  using node = heaparray::HeapColumns<
      heaparray::Arrays<In<&Header::operands, void*>, In<&Header::uses, Use>, In<&Header::name, char>>,
      Header>;
  static node make(const Parts& p) {
    const Header header{static_cast<std::uint32_t>(p.operands.size()),
                        static_cast<std::uint32_t>(p.uses.size()), static_cast<std::uint32_t>(p.name.size())};
    return node::with_label(header, p.operands, p.uses, p.name);
  }
  static std::uint64_t read(const node& x) {
    std::uint64_t sum = x.size<0>();
    for (const Use& use : x.column<1>()) sum = sum * 31 + use.line;
    for (const char c : x.column<2>()) sum = sum * 31 + static_cast<unsigned char>(c);
    return sum;
  }
};

struct NodeByHand : Named<"trailing_by_hand", "unique"> {
  struct Header {
    std::uint32_t operands, uses, name;

    char* behind() { return reinterpret_cast<char*>(this + 1) + 4; }  // to a multiple of 8
    void** first_operand() { return reinterpret_cast<void**>(behind()); }
    Use* first_use() { return reinterpret_cast<Use*>(behind() + operands * sizeof(void*)); }
    char* first_character() { return behind() + operands * sizeof(void*) + uses * sizeof(Use); }
  };
  struct Free {
    void operator()(Header* h) const { ::operator delete(h); }
  };
  using node = std::unique_ptr<Header, Free>;
  static node make(const Parts& p) {
    const std::size_t bytes =
        sizeof(Header) + 4 + p.operands.size() * sizeof(void*) + p.uses.size() * sizeof(Use) + p.name.size();
    auto* const h = ::new (::operator new(bytes))
        Header{static_cast<std::uint32_t>(p.operands.size()), static_cast<std::uint32_t>(p.uses.size()),
               static_cast<std::uint32_t>(p.name.size())};
    if (!p.operands.empty())
      std::memcpy(h->first_operand(), p.operands.data(), p.operands.size() * sizeof(void*));
    if (!p.uses.empty()) std::memcpy(h->first_use(), p.uses.data(), p.uses.size() * sizeof(Use));
    if (!p.name.empty()) std::memcpy(h->first_character(), p.name.data(), p.name.size());
    return node(h);
  }
  static std::uint64_t read(const node& x) {
    std::uint64_t sum = x->operands;
    for (const Use *use = x->first_use(), *last = use + x->uses; use != last; ++use)
      sum = sum * 31 + use->line;
    for (const char *c = x->first_character(), *last = c + x->name; c != last; ++c)
      sum = sum * 31 + static_cast<unsigned char>(*c);
    return sum;
  }
};

struct NodeOfVectors : Named<"three_vectors", "unique"> {
  using node = std::unique_ptr<Parts>;
  static node make(const Parts& p) { return std::make_unique<Parts>(p); }
  static std::uint64_t read(const node& x) {
    std::uint64_t sum = x->operands.size();
    for (const Use& use : x->uses) sum = sum * 31 + use.line;
    for (const char c : x->name) sum = sum * 31 + static_cast<unsigned char>(c);
    return sum;
  }
};

using Nodes = List<OurNode, NodeByHand, NodeOfVectors>;

template <class C>
struct MakeNode {
  Parts parts;
  typename C::node last;

  explicit MakeNode(std::size_t n) : parts(n) {}
  void step() {
    last = C::make(parts);
    benchmark::DoNotOptimize(last);
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return C::read(last); }
};
template <class C>
struct ReadNode {
  typename C::node node;
  std::uint64_t sum = 0;

  explicit ReadNode(std::size_t n) : node(C::make(Parts(n))) {}
  void step() {
    benchmark::DoNotOptimize(node);
    sum = C::read(node);
    benchmark::DoNotOptimize(sum);
  }
  std::uint64_t result() const { return sum; }
};

// ---- particles ----------------------------------------------------------------------------------------------

struct Particle {
  float height, speed;
  std::uint32_t kind;
};
float first_height(std::size_t i) { return static_cast<float>(i * 7919 % 10007); }
std::uint32_t kind_of(std::size_t i) { return static_cast<std::uint32_t>(i * 7919 % 10007); }
void fall(float* heights, float* speeds, std::size_t n) {
  for (std::size_t i = 0; i != n; ++i) {
    speeds[i] -= 1.0f;
    heights[i] += speeds[i];
  }
}

struct OurParticles : Named<"HeapColumns", "unique"> {
  heaparray::HeapColumns<heaparray::AlignedColumns<64, float, float, std::uint32_t>> all;

  explicit OurParticles(std::size_t n) : all(n, first_height, [](std::size_t) { return 0.0f; }, kind_of) {}
  void pass() {
    const auto heights = all.column<0>();
    fall(heights.data(), all.column<1>().data(), heights.size());
  }
  void sort() {
    std::ranges::sort(all, {}, [](const auto& row) { return std::get<2>(row); });
  }
  float height(std::size_t i) const { return all.column<0>()[i]; }
};
struct ParticlesByHand : Named<"trailing_by_hand", "unique"> {
  std::size_t n;
  std::unique_ptr<char, void (*)(void*)> block;

  static std::size_t column(std::size_t n) { return (n * 4 + 63) / 64 * 64; }
  explicit ParticlesByHand(std::size_t len)
      : n(len), block(static_cast<char*>(std::aligned_alloc(64, column(len) * 3)), std::free) {
    for (std::size_t i = 0; i != n; ++i) heights()[i] = first_height(i), speeds()[i] = 0;
  }
  float* heights() const { return reinterpret_cast<float*>(block.get()); }
  float* speeds() const { return reinterpret_cast<float*>(block.get() + column(n)); }
  void pass() { fall(heights(), speeds(), n); }
  float height(std::size_t i) const { return heights()[i]; }
};
struct ParticlesInVectors : Named<"three_vectors", "unique"> {
  std::vector<float> heights, speeds;
  std::vector<std::uint32_t> kinds;

  explicit ParticlesInVectors(std::size_t n) : heights(n), speeds(n), kinds(n) {
    for (std::size_t i = 0; i != n; ++i) heights[i] = first_height(i), kinds[i] = kind_of(i);
  }
  void pass() { fall(heights.data(), speeds.data(), heights.size()); }
  // As it is done by hand: an index, and each vector made anew in its order.
  void sort() {
    std::vector<std::uint32_t> order(heights.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return kinds[a] < kinds[b]; });
    const auto put = [&](auto& column) {
      auto sorted = column;
      for (std::size_t i = 0; i != order.size(); ++i) sorted[i] = column[order[i]];
      column = std::move(sorted);
    };
    put(heights), put(speeds), put(kinds);
  }
  float height(std::size_t i) const { return heights[i]; }
};
struct VectorOfStructs : Named<"vector_of_structs", "unique"> {
  std::vector<Particle> all;

  explicit VectorOfStructs(std::size_t n) {
    for (std::size_t i = 0; i != n; ++i) all.push_back({first_height(i), 0, kind_of(i)});
  }
  void pass() {
    for (Particle& p : all) {
      p.speed -= 1.0f;
      p.height += p.speed;
    }
  }
  void sort() {
    std::ranges::sort(all, {}, [](const auto& p) { return p.kind; });
  }
  float height(std::size_t i) const { return all[i].height; }
};

template <class C>
std::uint64_t sum_of(const C& c, std::size_t n) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != n; ++i)
    sum = sum * 31 + static_cast<std::uint64_t>(static_cast<std::int64_t>(c.height(i)));
  return sum;
}
template <class C>
struct Pass {
  C particles;
  std::size_t n;

  explicit Pass(std::size_t len) : particles(len), n(len) {}
  void step() {
    particles.pass();
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return sum_of(particles, n); }
};
/// With a copy of what is not sorted.
template <class C>
struct Sort {
  C unsorted, particles;
  std::size_t n;

  explicit Sort(std::size_t len) : unsorted(len), particles(unsorted), n(len) {}
  void step() {
    particles = unsorted;
    particles.sort();
    benchmark::ClobberMemory();
  }
  std::uint64_t result() const { return sum_of(particles, n); }
};

}  // namespace

void add_operations() {
  add<MakeNode>("node_make_drop", Nodes(), {4, 100});
  add<ReadNode>("node_read", Nodes(), {4, 100});
  add<Pass>("columns_pass", List<OurParticles, ParticlesByHand, ParticlesInVectors, VectorOfStructs>(),
            {1000, 100000});
  add<Sort>("columns_sort", List<OurParticles, ParticlesInVectors, VectorOfStructs>(), {1000});
}
