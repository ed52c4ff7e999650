// SPDX-License-Identifier: MIT
//
// The cache of examples/support/lru_cache.hpp next to the same by hand: the same results, the same bytes, and the
// instructions.
//
// bound[hit]: 102
// bound[miss]: 102
// bound[insert_evict]: 102
// bound[replace_used]: 102
#include "../../examples/support/lru_cache.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lru_cache_by_hand.hpp"
#include "twins.hpp"

namespace {

/// Keys of 1 to 40 characters.
const std::vector<std::string>& keys() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (std::size_t i = 0; i != 512; ++i) made.push_back(std::to_string(i) + std::string(i % 38, 'k'));
    return made;
  }();
  return all;
}

std::size_t dropped = 0;
template <class Entry>
void drop(const Entry& entry) {
  dropped = 31 * dropped + entry.key().size() + reinterpret_cast<std::uintptr_t>(entry.value);
}

template <class Cache>
struct Client {
  using Entry = std::remove_pointer_t<decltype(std::declval<Cache&>().find(""))>;

  static Cache& cache() {
    static Cache full = Cache(64);
    return full;
  }
  // A call, with all that it does in it: the count is of that, and not of what the compiler takes for worth inlining.
  [[gnu::noinline, gnu::flatten]] static Entry* insert(std::string_view key, std::size_t value) {
    return cache().insert(key, reinterpret_cast<void*>(value), drop<Entry>);
  }

  /// One of the 64 that are there, but for what others have inserted.
  static std::size_t hit(std::size_t round) {
    Entry* const entry = cache().find(keys()[round % 16]);
    if (entry == nullptr) {
      cache().release(insert(keys()[round % 16], round % 16));
      return 1;
    }
    const auto value = reinterpret_cast<std::uintptr_t>(entry->value);
    cache().release(entry);
    return value;
  }
  static std::size_t miss(std::size_t round) {
    return cache().find(keys()[round % 512].substr(1)) == nullptr;
  }
  /// The one unused for longest makes room.
  static std::size_t insert_evict(std::size_t round) {
    dropped = 0;
    cache().release(insert(keys()[round % 512], round));
    return dropped + cache().size();
  }
  /// The old entry stays as long as somebody has it.
  static std::size_t replace_used(std::size_t round) {
    dropped = 0;
    Entry* const first = insert(keys()[round % 512], round);
    Entry* const second = insert(keys()[round % 512], round + 1);
    const std::size_t before = dropped;
    cache().release(first);
    cache().release(second);
    return 7 * before + dropped;
  }
};
using Hand = Client<by_hand::LruCache>;
using Ours = Client<example::LruCache>;

constexpr twins::Operation operations[] = {
    {"insert_evict", Hand::insert_evict, Ours::insert_evict},
    {"hit", Hand::hit, Ours::hit},
    {"miss", Hand::miss, Ours::miss},
    {"replace_used", Hand::replace_used, Ours::replace_used},
};

}  // namespace

int main() {
  static_cast<void>(keys());
  static_cast<void>(Hand::cache());
  static_cast<void>(Ours::cache());
  return twins::compare(operations);
}
