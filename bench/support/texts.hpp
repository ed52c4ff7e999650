// SPDX-License-Identifier: MIT
//
// texts.hpp: texts of this library and of others, made and read in one way.
//
// A contender is a type with
//
//   name, kind                 in the name of a benchmark; "unique", "shared" or "local" (on one thread)
//   handle                     what a user holds
//   make(text)                 a handle to a new text with these characters; a flyweight finds the one there is
//   view(h), equal(a, b)       what is read from a `const handle&`
//   table, add(table, text)    a table of texts
//   find(table, text)          the characters of the one in the table that is equal to `text`
//
// and TextContenders says who takes part.
#ifndef HEAPARRAY_BENCH_TEXTS_HPP
#define HEAPARRAY_BENCH_TEXTS_HPP

#include <heaparray/text.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "contenders.hpp"

#if __has_include(<boost/flyweight.hpp>)
#define HEAPARRAY_BENCH_FLYWEIGHT 1
#include <boost/flyweight.hpp>
#endif

namespace bench {

inline std::string text_of_length(std::size_t n) {
  std::string text(n, ' ');
  for (std::size_t i = 0; i != n; ++i) text[i] = static_cast<char>('a' + i % 26);
  return text;
}

/// As long as the names in a program or a text are.
inline std::string name(std::size_t i) {
  return (i % 3 == 0 ? "the_name_of_a_member_" : i % 3 == 1 ? "name" : "a_function_") + std::to_string(i);
}

inline std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

/// A std::unordered_set that is searched by a view. `Self` has a handle and what is read from it.
template <class Self, class Handle>
struct InSet {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    std::size_t operator()(const Handle& h) const { return (*this)(Self::view(h)); }
  };
  struct Same {
    using is_transparent = void;
    bool operator()(const Handle& a, const Handle& b) const { return Self::view(a) == Self::view(b); }
    bool operator()(std::string_view a, const Handle& b) const { return a == Self::view(b); }
    bool operator()(const Handle& a, std::string_view b) const { return Self::view(a) == b; }
  };
  using handle = Handle;
  using table = std::unordered_set<Handle, Hash, Same>;

  static void add(table& t, std::string_view text) { t.insert(Self::make(text)); }
  static std::string_view find(const table& t, std::string_view text) { return Self::view(*t.find(text)); }
};

template <class A, Text Name, Text Kind>
struct OurText : Named<Name, Kind> {
  using handle = A;
  using table = std::unordered_set<A, heaparray::TextHash, heaparray::TextEqual>;

  static A make(std::string_view text) { return A::from_text(text); }
  static std::string_view view(const A& a) { return a; }
  static bool equal(const A& a, const A& b) { return a == b; }
  static void add(table& t, std::string_view text) { t.insert(make(text)); }
  static std::string_view find(const table& t, std::string_view text) { return *t.find(text); }
};

struct StdString : Named<"std_string", "unique">, InSet<StdString, std::string> {
  static std::string make(std::string_view text) { return std::string(text); }
  static std::string_view view(const std::string& s) { return s; }
  static bool equal(const std::string& a, const std::string& b) { return a == b; }
};

using SharedString = std::shared_ptr<const std::string>;
struct SharedPtrString : Named<"shared_ptr_string", "shared">, InSet<SharedPtrString, SharedString> {
  static SharedString make(std::string_view text) { return std::make_shared<const std::string>(text); }
  static std::string_view view(const SharedString& s) { return s != nullptr ? *s : std::string_view(); }
  static bool equal(const SharedString& a, const SharedString& b) { return *a == *b; }
};

#ifdef HEAPARRAY_BENCH_FLYWEIGHT
/// All that it does goes by its factory: a hash table under a mutex, which keeps each text once.
struct Flyweight : Named<"boost_flyweight", "shared"> {
  using handle = boost::flyweight<std::string>;
  using table = std::vector<handle>;  // keeps them in the factory

  static handle make(std::string_view text) { return handle(text.data(), text.size()); }
  static std::string_view view(const handle& h) { return h.get(); }
  static bool equal(const handle& a, const handle& b) { return a == b; }
  static void add(table& t, std::string_view text) { t.push_back(make(text)); }
  static std::string_view find(const table&, std::string_view text) { return make(text).get(); }
};
#endif

using TextContenders = List<OurText<heaparray::ArcText<>, "ArcText", "shared">,
                            OurText<heaparray::RcText<>, "RcText", "local">, StdString, SharedPtrString
#ifdef HEAPARRAY_BENCH_FLYWEIGHT
                            ,
                            Flyweight
#endif
                            >;

}  // namespace bench

#endif  // HEAPARRAY_BENCH_TEXTS_HPP
