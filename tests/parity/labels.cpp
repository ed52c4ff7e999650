// SPDX-License-Identifier: MIT
//
// The same operations by hand and by this library, to be counted by callgrind: arrays whose length, and whose count, is a
// field of the label. They are what a cache and a status of a key-value store are made of.
//
// Where ours may take more, and what for:
//
// why[insert_evict]: the length is compared with the label when both are there, and may be 0
// why[make_status]: no elements are not copied, as their address may be null
// why[copy_status]: the elements are behind the address of the block
// why[assign_status]: the same, for two blocks
// why[assign_other_status]: the same
// why[find_entry]: a null handle has no elements and no label
// bound[insert_evict]: Clang=106
// bound[assign_status]: Clang=110
#include <heaparray/heaparray.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include "hand.hpp"
#include "harness.hpp"

namespace {

using parity::escape;

constexpr std::size_t entries = 16;
constexpr std::string_view texts[] = {"disk", "the file is gone", "the file is here", "not so"};

namespace by_hand {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"  // the flexible array member
/// An entry of a cache, which is in a list; its owners are counted under a lock of the cache.
struct Entry {
  Entry* next;
  void* value;
  std::uint32_t key_len, hash, refs;
  char key[];
};
/// A failure: its text, and a code in front.
struct Failure {
  std::uint32_t len;
  std::uint32_t code;
  char text[];
};
#pragma GCC diagnostic pop

Entry* make_entry(std::string_view key, std::uint32_t hash, void* value) {
  if (key.size() > UINT32_MAX) hand::fail("too long");
  auto* const e = static_cast<Entry*>(::operator new(offsetof(Entry, key) + key.size()));
  e->next = nullptr;
  e->value = value;
  e->key_len = static_cast<std::uint32_t>(key.size());
  e->hash = hash;
  e->refs = 1;
  if (!key.empty()) std::memcpy(e->key, key.data(), key.size());  // a null address must not be copied from
  return e;
}
void ref(Entry* e) {
  if (e == nullptr) return;
  if (e->refs == UINT32_MAX) hand::fail("too many owners");
  ++e->refs;
}
void unref(Entry* e) {
  if (e != nullptr && --e->refs == 0) hand::free_bytes(e, offsetof(Entry, key) + e->key_len);
}

/// As Status in key-value stores: null if there was no failure.
class Status {
 public:
  Status() = default;
  [[gnu::noinline]] Status(std::uint32_t code, std::string_view text) {
    if (text.size() > UINT32_MAX) hand::fail("too long");
    failure_ = static_cast<Failure*>(::operator new(sizeof(Failure) + text.size()));
    failure_->len = static_cast<std::uint32_t>(text.size());
    failure_->code = code;
    if (!text.empty()) std::memcpy(failure_->text, text.data(), text.size());
  }
  Status(const Status& other) : failure_(other.failure_ != nullptr ? copy(*other.failure_) : nullptr) {}
  Status(Status&& other) noexcept : failure_(std::exchange(other.failure_, nullptr)) {}
  Status& operator=(const Status& other) {
    if (this == &other) return *this;
    if (failure_ != nullptr && other.failure_ != nullptr && failure_->len == other.failure_->len)
      std::memcpy(failure_, other.failure_, bytes(*failure_));
    else
      Status(other).swap(*this);
    return *this;
  }
  Status& operator=(Status&& other) noexcept {
    Status(std::move(other)).swap(*this);
    return *this;
  }
  ~Status() {
    if (failure_ != nullptr) hand::free_bytes(failure_, bytes(*failure_));
  }
  void swap(Status& other) noexcept { std::swap(failure_, other.failure_); }

  bool ok() const { return failure_ == nullptr; }
  std::uint32_t code() const { return ok() ? 0 : failure_->code; }
  std::string_view text() const {
    return ok() ? std::string_view() : std::string_view(failure_->text, failure_->len);
  }

 private:
  static std::size_t bytes(const Failure& f) { return sizeof(Failure) + f.len; }
  static Failure* copy(const Failure& f) {
    auto* const result = static_cast<Failure*>(::operator new(bytes(f)));
    std::memcpy(result, &f, bytes(f));
    return result;
  }

  Failure* failure_ = nullptr;
};

}  // namespace by_hand

namespace ours {

struct Entry {
  char* next;
  void* value;
  std::uint32_t key_len, hash;
  heaparray::LocalCount<std::uint32_t> refs;
};
using EntryRef = heaparray::BasicRcArray<char, Entry, heaparray::LengthFromLabel<&Entry::key_len>,
                                         heaparray::CountFromLabel<&Entry::refs>>;

struct Failure {
  std::uint32_t len;
  std::uint32_t code;
};
class Status {
 public:
  Status() = default;
  [[gnu::noinline]] Status(std::uint32_t code, std::string_view text)
      : failure_(Array::from_range(Failure{static_cast<std::uint32_t>(text.size()), code}, text)) {}

  bool ok() const { return failure_ == nullptr; }
  std::uint32_t code() const { return ok() ? 0 : failure_.label().code; }
  std::string_view text() const { return std::string_view(failure_.data(), failure_.size()); }

 private:
  using Array = heaparray::BasicArray<char, Failure, heaparray::LengthFromLabel<&Failure::len>>;

  Array failure_;
};

}  // namespace ours

/// What the operations work on; their arguments, since nothing must be known while compiling.
struct Input {
  std::string_view key = "a key of some length";
  std::string_view text = texts[1];
  int first = 0;
  by_hand::Entry* hand_entries[entries] = {};
  by_hand::Status hand_status{3, texts[1]}, hand_statuses[entries], hand_other{5, texts[3]}, hand_ok;
  ours::EntryRef entries_[entries];
  ours::Status status{3, texts[1]}, statuses[entries], other{5, texts[3]}, ok;
};

namespace by_hand {

std::size_t insert_evict(Input& in) {
  Entry* e = make_entry(in.key, 7, &in);
  escape(e);
  unref(e);
  return 0;
}
std::size_t ref_unref(Input& in) {
  for (Entry* e : in.hand_entries) {
    ref(e);
    escape(e);
    unref(e);
  }
  return 0;
}
std::size_t find_entry(Input& in) {
  std::size_t found = 0;
  for (const Entry* e : in.hand_entries)
    if (e->hash == 7 && in.key == std::string_view(e->key, e->key_len)) ++found;
  return found;
}
std::size_t make_status(Input& in) {
  Status status(3, in.text);
  escape(&status);
  return status.code();
}
std::size_t copy_status(Input& in) {
  Status copy = in.hand_status;
  escape(&copy);
  return copy.code();
}
std::size_t assign_status(Input& in) {
  for (Status& s : in.hand_statuses) s = in.hand_status;  // all of one length, after the first round
  escape(&in);
  return in.hand_statuses[0].code();
}
std::size_t assign_other_status(Input& in) {
  in.hand_other = in.hand_status;
  escape(&in);
  in.hand_other = in.hand_ok;
  return in.hand_other.code();
}
[[gnu::noinline]] Status step(Input& in, int i) {
  escape(&in);
  if (i < 0) return Status(1, in.text);
  return Status();
}
std::size_t ok_path(Input& in) {
  Status status = step(in, in.first);
  if (status.ok()) status = step(in, 1);
  if (status.ok()) status = step(in, 2);
  if (status.ok()) status = step(in, 3);
  return status.code();
}

}  // namespace by_hand

namespace ours {

EntryRef make_entry(std::string_view key, std::uint32_t hash, void* value) {
  return EntryRef::from_range(
      heaparray::label_args(nullptr, value, static_cast<std::uint32_t>(key.size()), hash), key);
}

std::size_t insert_evict(Input& in) {
  EntryRef e = make_entry(in.key, 7, &in);
  escape(e.data());
  return 0;
}
std::size_t ref_unref(Input& in) {
  for (const EntryRef& e : in.entries_) {
    EntryRef copy = e;
    escape(copy.data());
  }
  return 0;
}
std::size_t find_entry(Input& in) {
  std::size_t found = 0;
  for (const EntryRef& e : in.entries_)
    if (e.label().hash == 7 && in.key == std::string_view(e.data(), e.size())) ++found;
  return found;
}
std::size_t make_status(Input& in) {
  Status status(3, in.text);
  escape(&status);
  return status.code();
}
std::size_t copy_status(Input& in) {
  Status copy = in.status;
  escape(&copy);
  return copy.code();
}
std::size_t assign_status(Input& in) {
  for (Status& s : in.statuses) s = in.status;
  escape(&in);
  return in.statuses[0].code();
}
std::size_t assign_other_status(Input& in) {
  in.other = in.status;
  escape(&in);
  in.other = in.ok;
  return in.other.code();
}
[[gnu::noinline]] Status step(Input& in, int i) {
  escape(&in);
  if (i < 0) return Status(1, in.text);
  return Status();
}
std::size_t ok_path(Input& in) {
  Status status = step(in, in.first);
  if (status.ok()) status = step(in, 1);
  if (status.ok()) status = step(in, 2);
  if (status.ok()) status = step(in, 3);
  return status.code();
}

}  // namespace ours

constexpr parity::Operation<Input> operations[] = {
    {"insert_evict", by_hand::insert_evict, ours::insert_evict},
    {"ref_unref", by_hand::ref_unref, ours::ref_unref},
    {"find_entry", by_hand::find_entry, ours::find_entry},
    {"make_status", by_hand::make_status, ours::make_status},
    {"copy_status", by_hand::copy_status, ours::copy_status},
    {"assign_status", by_hand::assign_status, ours::assign_status},
    {"assign_other_status", by_hand::assign_other_status, ours::assign_other_status},
    {"ok_path", by_hand::ok_path, ours::ok_path},
};

}  // namespace

int main() {
  Input in;
  for (by_hand::Entry*& e : in.hand_entries) e = by_hand::make_entry(in.key, 7, &in);
  for (ours::EntryRef& e : in.entries_) e = ours::make_entry(in.key, 7, &in);
  const int result = parity::run_all(operations, in);
  for (by_hand::Entry* e : in.hand_entries) by_hand::unref(e);
  return result;
}
