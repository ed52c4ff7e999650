// SPDX-License-Identifier: MIT
//
// objects.hpp: a register of every live test object, and a log of what happened to them.
//
// Types that derive from Tracked<Self> (elements.hpp) enter their address here. Reported as problems:
// building over a live object or at a misaligned address, destroying twice or what was never built, reading
// or copying what is dead or moved from, and what an ObjectScope finds alive at its end.
//
// The register takes a lock, which orders threads: a test for ThreadSanitizer that must see a missing
// acquire needs plain elements such as int.
#ifndef HEAPARRAY_TESTS_SUPPORT_OBJECTS_HPP
#define HEAPARRAY_TESTS_SUPPORT_OBJECTS_HPP

#include "problems.hpp"
#include "quiet_allocator.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <new>
#include <unordered_set>
#include <vector>

namespace test {

class ObjectScope;

enum class What { defaulted, made, copied, moved, copy_assigned, move_assigned, destroyed };

struct Event {
  What what;
  int value;  // after the event; what it was, if destroyed; -1 for what was moved from
  const void* at;
};

namespace detail {

// Its address stands for the type, without RTTI. Not const, so that no linker folds two of them.
template <class T>
inline char type_tag = 0;

class Register {
 public:
  static Register& get() {
    // Never destroyed: static objects of other files may die later.
    static Register& instance = *::new (std::malloc(sizeof(Register))) Register;
    return instance;
  }

  void built(What what, int value, const void* at, const void* type, std::size_t alignment) {
    if (reinterpret_cast<std::uintptr_t>(at) % alignment != 0) {
      report_problem("object %d built at %p, which is not aligned to %zu", value, at, alignment);
    }
    const std::lock_guard lock(mutex_);
    if (!objects_.insert({at, type}).second) {
      report_problem("object %d built at %p on top of a live one", value, at);
    }
    log(what, value, at);
  }

  void destroyed(int value, const void* at, const void* type) {
    const std::lock_guard lock(mutex_);
    if (objects_.erase({at, type}) == 0) {
      report_problem("object at %p destroyed, but none is alive there (built never, or destroyed twice)", at);
      return;
    }
    log(What::destroyed, value, at);
  }

  void assigned(What what, int value, const void* at, const void* type) {
    check_alive("assigned to", at, type);
    const std::lock_guard lock(mutex_);
    log(what, value, at);
  }

  void check_alive(const char* verb, const void* at, const void* type) {
    const std::lock_guard lock(mutex_);
    if (!objects_.contains({at, type})) {
      report_problem("object at %p %s, but none is alive there", at, verb);
    }
  }

 private:
  friend class test::ObjectScope;

  struct Key {
    const void* at;
    const void* type;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<const void*>()(key.at) * 31 + std::hash<const void*>()(key.type);
    }
  };

  void log(What what, int value, const void* at) {
    if (scopes_ > 0) {
      events_.push_back({what, value, at});
    }
  }

  std::mutex mutex_;
  std::unordered_set<Key, Hash, std::equal_to<>, QuietAllocator<Key>> objects_;
  std::vector<Event, QuietAllocator<Event>> events_;  // kept while an ObjectScope is open
  int scopes_ = 0;
};

}  // namespace detail

/// Counts and orders what happens to tracked objects, of all types and threads, while it lives.
/// At its end, every object built since must be dead. Scopes nest.
class ObjectScope {
 public:
  ObjectScope() : register_(detail::Register::get()) {
    const std::lock_guard lock(register_.mutex_);
    ++register_.scopes_;
    first_ = register_.events_.size();
    live_before_ = register_.objects_.size();
  }
  ObjectScope(const ObjectScope&) = delete;
  ObjectScope& operator=(const ObjectScope&) = delete;
  ~ObjectScope() {
    if (const int left = live(); left != 0) {
      report_problem("%d more tracked objects alive at the end of an ObjectScope than at its start", left);
    }
    const std::lock_guard lock(register_.mutex_);
    if (--register_.scopes_ == 0) {
      register_.events_.clear();
    }
  }

  /// Objects alive now, less those alive when the scope was opened.
  int live() const {
    const std::lock_guard lock(register_.mutex_);
    return static_cast<int>(register_.objects_.size()) - static_cast<int>(live_before_);
  }

  int defaulted() const { return count(What::defaulted); }
  int made() const { return count(What::made); }  // from a value
  int copied() const { return count(What::copied); }
  int moved() const { return count(What::moved); }
  int built() const { return defaulted() + made() + copied() + moved(); }
  int assigned() const { return count(What::copy_assigned) + count(What::move_assigned); }
  int destroyed() const { return count(What::destroyed); }

  std::vector<Event> events() const {
    const std::lock_guard lock(register_.mutex_);
    return {register_.events_.begin() + static_cast<std::ptrdiff_t>(first_), register_.events_.end()};
  }

  /// Values in the order in which objects were built (however) and destroyed.
  std::vector<int> build_order() const { return values(false, nullptr, nullptr); }
  std::vector<int> destroy_order() const { return values(true, nullptr, nullptr); }

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuse-after-free"  // addresses are compared, also of blocks that are gone
#endif
  /// The same for objects at addresses in [first, last), to leave temporaries out.
  std::vector<int> build_order(const void* first, const void* last) const {
    return values(false, first, last);
  }
  std::vector<int> destroy_order(const void* first, const void* last) const {
    return values(true, first, last);
  }
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

 private:
  int count(What what) const {
    int n = 0;
    for (const Event& event : events()) {
      n += event.what == what ? 1 : 0;
    }
    return n;
  }

  std::vector<int> values(bool destroyed, const void* first, const void* last) const {
    const std::less<> before;  // a total order for pointers into different objects
    std::vector<int> result;
    for (const Event& event : events()) {
      const bool is_build = event.what <= What::moved;
      const bool wanted = destroyed ? event.what == What::destroyed : is_build;
      if (wanted && (last == nullptr || (!before(event.at, first) && before(event.at, last)))) {
        result.push_back(event.value);
      }
    }
    return result;
  }

  detail::Register& register_;
  std::size_t first_ = 0;
  std::size_t live_before_ = 0;
};

/// Base of the tracked types: an int whose every use is checked. `Self` is the class that derives from it.
template <class Self>
class Tracked {
 public:
  using is_test_element = void;

  Tracked() : Tracked(What::defaulted, 0) {}
  Tracked(int value) : Tracked(What::made, value) {}
  Tracked(const Tracked& other) : Tracked(What::copied, other.use("copied from")) {}
  Tracked(Tracked&& other) noexcept : Tracked(What::moved, other.use("moved from")) { other.leave(); }

  Tracked& operator=(const Tracked& other) {
    value_ = other.use("copied from");
    was_moved_from_ = false;
    all().assigned(What::copy_assigned, value_, this, &detail::type_tag<Self>);
    return *this;
  }
  Tracked& operator=(Tracked&& other) noexcept {
    const int value = other.use("moved from");
    other.leave();
    value_ = value;
    was_moved_from_ = false;
    all().assigned(What::move_assigned, value_, this, &detail::type_tag<Self>);
    return *this;
  }
  ~Tracked() { all().destroyed(value_, this, &detail::type_tag<Self>); }

  int value() const { return use("read"); }

  friend bool operator==(const Tracked& a, const Tracked& b) { return a.value() == b.value(); }
  friend std::strong_ordering operator<=>(const Tracked& a, const Tracked& b) {
    return a.value() <=> b.value();
  }

 private:
  static detail::Register& all() { return detail::Register::get(); }

  Tracked(What what, int value) : value_(value) {
    all().built(what, value, this, &detail::type_tag<Self>, alignof(Self));
  }

  int use(const char* verb) const {
    all().check_alive(verb, this, &detail::type_tag<Self>);
    if (was_moved_from_) {
      report_problem("object at %p %s after it was moved from", static_cast<const void*>(this), verb);
    }
    return value_;
  }

  void leave() {
    value_ = -1;
    was_moved_from_ = true;
  }

  int value_;
  bool was_moved_from_ = false;
};

}  // namespace test

#endif
