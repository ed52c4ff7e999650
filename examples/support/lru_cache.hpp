// SPDX-License-Identifier: MIT
//
// lru_cache.hpp: a cache as databases have it. An entry is one block: a header with its links, and its key behind it. It
// is found by its key in a hash table, and it is in one of two lists: entries that somebody uses, which stay, and entries
// that only the cache holds, of which the one unused for longest makes room.
//
//     buckets   [ . | . | . ]           an entry:  [chain newer older value hash refs length ...] "key"
//                     |                             `------------------ label ---------------'  elements
//                     +-> entry -> entry
//
// All links hold the address of a label, as a hand-written header would be linked. From a label, the library finds the
// key and counts the owners.
#ifndef HEAPARRAY_EXAMPLES_LRU_CACHE_HPP
#define HEAPARRAY_EXAMPLES_LRU_CACHE_HPP

#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace example {

struct Entry {
  using shared_mutation = std::true_type;  // who has an entry may relink it: all use is under the user's lock
  using Drop = void (*)(const Entry&);

  Entry* chain = nullptr;  // the next one in the same bucket
  Entry* newer = this;     // in its list; null if the cache has let go of it
  Entry* older = this;
  void* value = nullptr;
  Drop drop = nullptr;  // called for the last time that this entry is seen
  std::size_t hash = 0;
  std::uint32_t refs = 0;
  const std::uint32_t length = 0;

  std::string_view key() const;
  ~Entry() {
    if (drop != nullptr) drop(*this);  // the key is still there: characters have no destructor
  }
};
using Entries = heaparray::BasicRcArray<char, Entry, heaparray::LengthFromLabel<&Entry::length>,
                                        heaparray::CountFromLabel<&Entry::refs>>;

// Nothing lies between the header and the key, as behind `char key[];` by hand.
static_assert(Entries::elements_offset == sizeof(Entry));

inline std::string_view Entry::key() const {
  const auto elements = Entries::elements_of(*this);
  return std::string_view(elements.data(), elements.size());
}

/// \threads one at a time
class LruCache {
 public:
  explicit LruCache(std::size_t capacity) : capacity_(capacity), buckets_(16) {}
  LruCache(const LruCache&) = delete;
  LruCache& operator=(const LruCache&) = delete;
  /// \pre every entry was given back
  ~LruCache() {
    while (idle_.newer != &idle_) remove(*idle_.newer);
  }

  /// A new entry, in place of one with this key. To be given back by `release`.
  Entry* insert(std::string_view key, void* value, Entry::Drop drop) {
    const std::size_t hash = std::hash<std::string_view>()(key);
    Entry& entry = Entries::label_of(
        Entries::from_range(heaparray::label_from([&] {
                              return Entry{.value = value,
                                           .drop = drop,
                                           .hash = hash,
                                           .length = static_cast<std::uint32_t>(key.size())};
                            }),
                            key)
            .into_raw());
    if (Entry* const old = *find_slot(key, hash)) remove(*old);
    Entry** const slot = find_slot(key, hash);
    *slot = &entry;
    retain(entry);
    append(used_, entry);
    if (++size_ > buckets_.size()) grow();
    while (size_ > capacity_ && idle_.newer != &idle_) remove(*idle_.newer);
    return &entry;
  }

  /// The entry with this key, to be given back by `release`; null if there is none.
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
    Entries::release(Entries::elements_of(*entry).data());
  }

  std::size_t size() const { return size_; }

 private:
  static void retain(Entry& entry) { Entries::retain(Entries::elements_of(entry).data()); }

  /// Where the address of the entry with this key is, or would be.
  Entry** find_slot(std::string_view key, std::size_t hash) {
    Entry** slot = &buckets_[hash & (buckets_.size() - 1)];
    while (*slot != nullptr && ((*slot)->hash != hash || (*slot)->key() != key)) slot = &(*slot)->chain;
    return slot;
  }

  /// Lets go of an entry. Who uses it keeps it.
  void remove(Entry& entry) {
    Entry** slot = &buckets_[entry.hash & (buckets_.size() - 1)];
    while (*slot != &entry) slot = &(*slot)->chain;
    *slot = entry.chain;
    unlink(entry);
    entry.newer = nullptr;
    --size_;
    Entries::release(Entries::elements_of(entry).data());
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

  static void append(Entry& list, Entry& entry) {
    entry.newer = &list;
    entry.older = list.older;
    entry.older->newer = entry.newer->older = &entry;
  }
  static void unlink(Entry& entry) {
    entry.newer->older = entry.older;
    entry.older->newer = entry.newer;
  }

  std::size_t capacity_, size_ = 0;
  std::vector<Entry*> buckets_;
  Entry used_, idle_;  // each list begins and ends here
};

}  // namespace example

#endif
