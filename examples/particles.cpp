// SPDX-License-Identifier: MIT
//
// Particles in columns: a pass over two of the three numbers of each reads only these, and the compiler makes it a loop over
// vector registers (g++ 12 from -O3 on). Prints bytes and time next to three vectors and to a vector of structs.
//
//   particles [number of particles]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <heaparray/columns.hpp>
#include <span>
#include <tuple>
#include <vector>

enum : std::size_t { height, speed, kind };  // the columns
// One block behind one word; each column begins at a multiple of 64. The label is the time.
using Particles = heaparray::HeapColumns<heaparray::AlignedColumns<64, float, float, std::uint32_t>, double>;

struct Vectors {
  std::vector<float> height, speed;
  std::vector<std::uint32_t> kind;
};
struct Particle {
  float height, speed;
  std::uint32_t kind;
};

constexpr float step = 1.0f / 1024;
float first_height(std::size_t i) { return static_cast<float>(i * 7 % 1000); }

void fall(std::span<float> heights, std::span<float> speeds) {
  float* const h = heights.data();
  float* const s = speeds.data();
  for (std::size_t i = 0, n = heights.size(); i != n; ++i) {
    s[i] -= 9.81f * step;
    h[i] += s[i] * step;
  }
}

template <class Pass>
double nanoseconds_each(std::size_t n, Pass pass) {
  double best = 1e9;
  for (int round = 0; round != 20; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    pass();
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count() / static_cast<double>(n));
  }
  return best;
}

int main(int argc, char** argv) {
  const std::size_t n = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  auto particles = Particles::with_label(
      0.0, n, first_height, [](std::size_t) { return 0.0f; },
      [](std::size_t i) { return static_cast<unsigned>(i % 3); });
  Vectors vectors{std::vector<float>(n), std::vector<float>(n), std::vector<std::uint32_t>(n)};
  std::vector<Particle> structs(n);
  for (std::size_t i = 0; i != n; ++i)
    structs[i].height = vectors.height[i] = first_height(i), structs[i].speed = 0,
    structs[i].kind = particles.column<kind>()[i];

  const double ours =
      nanoseconds_each(n, [&] { fall(particles.column<height>(), particles.column<speed>()); });
  const double three = nanoseconds_each(n, [&] { fall(vectors.height, vectors.speed); });
  const double one = nanoseconds_each(n, [&] {
    for (Particle& p : structs) p.speed -= 9.81f * step, p.height += p.speed * step;
  });
  std::printf("columns:           %zu bytes, 1 block,  %.2f ns for each particle\n",
              Particles::memory_layout({n, n, n}).size, ours);
  std::printf("three vectors:     %zu bytes, 3 blocks, %.2f ns\n", sizeof(Vectors) + n * 12, three);
  std::printf("vector of structs: %zu bytes, 1 block,  %.2f ns\n",
              sizeof(std::vector<Particle>) + n * sizeof(Particle), one);
  for (std::size_t i = 0; i != n; ++i)
    if (std::abs(std::get<height>(particles[i]) - structs[i].height) > 0.01f) return 1;

  // The table is a range of rows, and sorts: by kind, then by height.
  std::ranges::sort(particles, {},
                    [](const auto& row) { return std::tuple(std::get<kind>(row), std::get<height>(row)); });
  for (auto [h, s, k] : particles) s = k == 0 ? 0 : s;
  return std::ranges::is_sorted(particles.column<kind>()) ? 0 : 1;
}
