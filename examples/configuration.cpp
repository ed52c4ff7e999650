// SPDX-License-Identifier: MIT
//
// Workers look at the same configuration for each request, while it is replaced now and then. A CellReader keeps what its
// worker saw last: most looks are one load and one compare. A view of a part gives a function the one thing that it needs.

#include <atomic>
#include <cstdio>
#include <heaparray/cell_reader.hpp>
#include <heaparray/heaparray.hpp>
#include <string>
#include <thread>
#include <vector>

// Behind the version and the limit, in the same block, are the hosts that may connect.
struct Settings {
  int version, limit;
};
using Configuration = heaparray::TpArcArray<std::string, Settings>;
using Cell = heaparray::AtomicArcArray<std::string, Settings>;

constexpr int versions = 5, workers = 3;

std::string host(int version) { return "host." + std::to_string(version); }

Configuration make(int version) {
  return Configuration::with_label(Settings{version, 10 * version}, 2,
                                   [&](std::size_t) { return host(version); });
}

// Knows nothing of the configuration: `limit.get()` is the limit that holds now.
bool allowed(auto& limit, int size) { return size < limit.get(); }

// Serves requests until it has seen the last version. Returns whether all that it saw was whole.
bool serve(const Cell& cell, std::atomic<int>& seen) {
  heaparray::CellReader reader(cell);
  auto limit = reader.map([](const Configuration& now) -> const int& { return now.label().limit; });
  bool whole = true;
  for (int version = 0; version != versions;) {
    const Configuration& now = reader.get();  // the same array until the next get()
    if (now.label().version != version) ++seen;
    version = now.label().version;
    whole = whole && now.back() == host(version) && allowed(limit, 9) && !allowed(limit, 10 * versions);
  }
  return whole;
}

int main() {
  Cell cell(make(1));
  std::atomic<int> seen = 0, whole = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t != workers; ++t) threads.emplace_back([&] { whole += serve(cell, seen); });
  for (int version = 2; version <= versions; ++version) {
    while (seen != workers * (version - 1)) std::this_thread::yield();  // until all have seen the one before
    cell.store(make(version));
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("%d workers, %d versions seen by each, %d times whole\n", workers, seen / workers,
              whole.load());
  return whole == workers ? 0 : 1;
}
