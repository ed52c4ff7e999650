// SPDX-License-Identifier: MIT
//
// The cache of examples/support/lru_cache.hpp by hand, as one writes it with a flexible array member, malloc's sizes and
// a count of one's own. With the same guarantees: a key whose length does not fit is refused, nothing is copied from an
// empty key, whose address may be null, and a count does not wrap.
#ifndef HEAPARRAY_TESTS_CLIENTS_LRU_CACHE_BY_HAND_HPP
#define HEAPARRAY_TESTS_CLIENTS_LRU_CACHE_BY_HAND_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace by_hand {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail() { std::abort(); }

struct Links {
  struct Entry* chain = nullptr;
  Links* newer = this;
  Links* older = this;
};

struct Entry : Links {
  using Drop = void (*)(const Entry&);

  void* value;
  Drop drop;
  std::size_t hash;
  std::uint32_t refs;
  std::uint32_t length;

  const char* text() const { return reinterpret_cast<const char*>(this + 1); }
  std::string_view key() const { return std::string_view(text(), length); }
};

class LruCache {
 public:
  explicit LruCache(std::size_t capacity) : capacity_(capacity), buckets_(16) {}
  LruCache(const LruCache&) = delete;
  LruCache& operator=(const LruCache&) = delete;
  ~LruCache() {
    while (idle_.newer != &idle_) remove(*static_cast<Entry*>(idle_.newer));
  }

  Entry* insert(std::string_view key, void* value, Entry::Drop drop) {
    const std::size_t hash = std::hash<std::string_view>()(key);
    if (key.size() > UINT32_MAX) [[unlikely]]
      fail();
    void* const memory = ::operator new(sizeof(Entry) + key.size());
    auto& entry = *::new (memory) Entry{{}, value, drop, hash, 1, static_cast<std::uint32_t>(key.size())};
    if (!key.empty()) [[likely]]
      std::memcpy(static_cast<char*>(memory) + sizeof(Entry), key.data(), key.size());
    if (Entry* const old = *find_slot(key, hash)) remove(*old);
    Entry** const slot = find_slot(key, hash);
    *slot = &entry;
    retain(entry);
    append(used_, entry);
    if (++size_ > buckets_.size()) grow();
    while (size_ > capacity_ && idle_.newer != &idle_) remove(*static_cast<Entry*>(idle_.newer));
    return &entry;
  }

  Entry* find(std::string_view key) {
    Entry* const entry = *find_slot(key, std::hash<std::string_view>()(key));
    if (entry == nullptr) return nullptr;
    unlink(*entry);
    append(used_, *entry);
    retain(*entry);
    return entry;
  }

  void release(Entry* entry) {
    if (entry->newer != nullptr && entry->refs == 2) {
      unlink(*entry);
      append(idle_, *entry);
    }
    unref(*entry);
  }

  std::size_t size() const { return size_; }

 private:
  static void retain(Entry& entry) {
    if (entry.refs == UINT32_MAX) [[unlikely]]
      fail();
    ++entry.refs;
  }
  static void unref(Entry& entry) {
    if (--entry.refs != 0) return;
    if (entry.drop != nullptr) entry.drop(entry);
#ifdef __cpp_sized_deallocation
    ::operator delete(static_cast<void*>(&entry), sizeof(Entry) + entry.length);
#else
    ::operator delete(static_cast<void*>(&entry));
#endif
  }

  Entry** find_slot(std::string_view key, std::size_t hash) {
    Entry** slot = &buckets_[hash & (buckets_.size() - 1)];
    while (*slot != nullptr && ((*slot)->hash != hash || (*slot)->key() != key)) slot = &(*slot)->chain;
    return slot;
  }

  void remove(Entry& entry) {
    Entry** slot = &buckets_[entry.hash & (buckets_.size() - 1)];
    while (*slot != &entry) slot = &(*slot)->chain;
    *slot = entry.chain;
    unlink(entry);
    entry.newer = nullptr;
    --size_;
    unref(entry);
  }

  void grow() {
    std::vector<Entry*> old(2 * buckets_.size());
    old.swap(buckets_);
    for (Entry* first : old)
      while (Entry* const entry = first) {
        first = entry->chain;
        Entry*& bucket = buckets_[entry->hash & (buckets_.size() - 1)];
        entry->chain = std::exchange(bucket, entry);
      }
  }

  static void append(Links& list, Links& entry) {
    entry.newer = &list;
    entry.older = list.older;
    entry.older->newer = entry.newer->older = &entry;
  }
  static void unlink(Links& entry) {
    entry.newer->older = entry.older;
    entry.older->newer = entry.newer;
  }

  std::size_t capacity_, size_ = 0;
  std::vector<Entry*> buckets_;
  Links used_, idle_;
};

}  // namespace by_hand

#endif
