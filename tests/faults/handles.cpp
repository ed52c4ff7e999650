// SPDX-License-Identifier: MIT
//
// The guarantees of what is done with an array: copies, writing, comparing, printing, giving away,
// converting.
#include "support/handles.hpp"
#include "table.hpp"

#include <heaparray/convert.hpp>
#include <heaparray/ostream.hpp>
#include <heaparray/shared_ptr.hpp>
#include <heaparray/text.hpp>
#include <heaparray/weak_array.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace faults {
namespace {

template <class A>
auto one() {
  return std::tuple(some<A>());
}
template <class A>
auto null() {
  return std::tuple(A());
}
/// Two handles: of one block if they share, otherwise of two equal arrays.
template <class A>
auto two() {
  A a = some<A>();
  A b = a;
  return std::tuple(std::move(a), std::move(b));
}

/// A stream whose every write may fail.
class FailingBuffer : public std::streambuf {
 protected:
  int overflow(int c) override {
    fault_point();
    return c == traits_type::eof() ? 0 : c;
  }
  std::streamsize xsputn(const char*, std::streamsize n) override {
    fault_point();
    return n;
  }
};
class FailingStream : FailingBuffer, public std::ostream {
 public:
  FailingStream() : std::ostream(static_cast<FailingBuffer*>(this)) { exceptions(std::ios::badbit); }
};

template <class A>
void add_reading(Table& table) {
  table.strong("ArrayReader::at", one<A>,
               [](auto& w) { return std::as_const(std::get<0>(w)).at(index()).value() == 2; });
  table.strong("operator==", two<A>, [](auto& w) { return std::get<0>(w) == std::get<1>(w); });
  table.strong("operator==", one<A>, [](auto& w) { return std::get<0>(w) == std::array<Item, 3>{1, 2, 3}; });
  table.strong("operator<=>", two<A>, [](auto& w) { return std::is_eq(std::get<0>(w) <=> std::get<1>(w)); });
  table.strong("operator<=>", one<A>,
               [](auto& w) { return std::is_eq(std::get<0>(w) <=> std::array<Item, 3>{1, 2, 3}); });
  table.strong("ArrayHash::operator()", one<A>,
               [](auto& w) { static_cast<void>(heaparray::ArrayHash<A>()(std::get<0>(w))); });
  table.strong("hash_value", one<A>, [](auto& w) { static_cast<void>(hash_value(std::get<0>(w))); });

  table.basic("operator<<", one<A>, [](auto& w) { FailingStream() << std::get<0>(w); }, unchanged);
  table.basic(
      "Shortened::operator<<", one<A>,
      [](auto& w) { FailingStream() << heaparray::shortened(std::get<0>(w), 2); }, unchanged);
  table.basic(
      "PrintTo", one<A>,
      [](auto& w) {
        FailingStream os;
        PrintTo(std::get<0>(w), &os);
      },
      unchanged);
}

template <class A>
void add_converting(Table& table) {
  using Fat = heaparray::HeapArray<Item, Tag, Pool<>>;
  using Thin = heaparray::TpArcArray<Item, Tag, Pool<>>;
  using Vector = std::vector<Item>;
  using Array = std::array<Item, 3>;
  const std::string convert_to = "convert_to";
  const auto to = [&]<class Target>() {
    table.basic(
        convert_to, one<A>, [](auto& w) { return heaparray::convert_to<Target>(std::get<0>(w)); }, unchanged);
    if constexpr (!heaparray::same_block_layout<A, Target> ||
                  test::is_shared_handle<A>)  // otherwise the block stays
      table.basic(
          convert_to, two<A>,
          [](auto& w) { return heaparray::convert_to<Target>(std::move(std::get<0>(w))); },
          [](auto& w, const Look&) { return !std::get<0>(w) && std::get<1>(w)[2].value() == 3; });
  };
  to.template operator()<Fat>();
  to.template operator()<Thin>();
  to.template operator()<Vector>();
  table.basic(
      convert_to, one<A>, [](auto& w) { return heaparray::convert_to<Array>(std::get<0>(w)); }, unchanged);
  table.basic(
      convert_to, one<A>, [](auto& w) { return std::get<0>(w) | heaparray::convert_to<Vector>(); },
      unchanged);

  table.basic(
      "to_shared_ptr", two<A>, [](auto& w) { return heaparray::to_shared_ptr(std::get<0>(w)); }, unchanged,
      Fault::global_new);
  table.basic(
      "to_shared_ptr", one<A>, [](auto& w) { return heaparray::to_shared_ptr(std::move(std::get<0>(w))); },
      first_is_null, Fault::global_new);
  table.basic(
      "to_shared_ptr", one<A>,
      [](auto& w) {
        auto& a = std::get<0>(w);
        if (!a) return;
        auto* const label = &std::as_const(a).label();
        static_cast<void>(heaparray::to_shared_ptr(std::move(a), label));
      },
      first_is_null, Fault::global_new);
}

template <class Kind>
void add_unique(Table& table, std::string kind) {
  using A = typename Kind::template of<Item, Tag, Pool<>>;
  table.next(std::move(kind));
  add_reading<A>(table);
  add_converting<A>(table);

  table.strong("ArrayWriter::at", one<A>, [](auto& w) { return std::get<0>(w).at(index()).value() == 2; });
  table.strong("BasicArray::BasicArray", one<A>, [](auto& w) { return A(std::get<0>(w)); });
  table.strong("BasicArray::BasicArray", one<A>, [](auto& w) { return A(std::get<0>(w), Pool<>()); });
  table.strong("BasicArray::clone", one<A>, [](auto& w) { return std::get<0>(w).clone(); });
  table.strong("BasicArray::try_clone", one<A>, [](auto& w) { return std::get<0>(w).try_clone(); });

  const auto assign = [](auto& w) { std::get<0>(w) = std::get<1>(w); };
  const std::string assignment = "BasicArray::operator=";
  for (const std::size_t n : {std::size_t{0}, std::size_t{2}, std::size_t{4}})
    table.basic(assignment, [n] { return std::tuple(some<A>(n), some<A>()); }, assign, unchanged);
  table.basic(assignment, [] { return std::tuple(A(), some<A>()); }, assign, unchanged);
  // In place: the label, then elements from the first.
  table.basic(
      assignment,
      [] {
        return std::tuple(some<A>(), A::with_label(label_args(6), 3, [](std::size_t i) {
                            return Item(static_cast<int>(i) + 11);
                          }));
      },
      assign,
      [](auto& w, const Look&) {
        const auto& [a, b] = w;
        int assigned = a.label().value() == 6 ? 1 : 0;
        for (std::size_t i = 0; i != 3; ++i) {
          const bool is_new = a[i].value() == b[i].value();
          if (is_new && assigned != static_cast<int>(i) + 1) return false;
          if (is_new) ++assigned;
        }
        return b.label().value() == 6 && b[2].value() == 13;
      });

  // To another allocator.
  using Checked = test::CheckedAllocator<std::byte>;
  using M = typename Kind::template of<Item, Tag, Checked>;
  table.basic(
      "BasicArray::BasicArray(BasicArray&& other, const Allocator& allocator)",
      [] {
        return std::tuple(M::with_label(
            label_args(5), 3, [](std::size_t i) { return Item(static_cast<int>(i) + 1); }, Checked(pool())));
      },
      [](auto& w) { return M(std::move(std::get<0>(w)), Checked(second_pool())); },
      [](auto& w, const Look& before) {
        const std::string at = std::to_string(reinterpret_cast<std::uintptr_t>(std::get<0>(w).data()));
        return std::get<0>(w).size() == 3 && before.places.starts_with(at);
      });

  table.basic(
      "ArrayWriter::insert", one<A>, [](auto& w) { return std::get<0>(w).insert(1, Item(50)); },
      [](auto& w, const Look&) {
        const A& a = std::get<0>(w);
        return a.size() == 3 && a.label().value() == 5 && a[0].value() == 1 && a[2].value() == 3;
      });
  table.basic(
      "ArrayWriter::copy_from", [] { return std::tuple(some<A>(), std::vector<Item>{11, 12, 13}); },
      [](auto& w) { std::get<0>(w).copy_from(std::get<1>(w)); },
      [](auto& w, const Look&) {
        const A& a = std::get<0>(w);
        bool assigning = true;
        for (int i = 0; i != 3; ++i) {
          assigning = assigning && a[i].value() == i + 11;
          if (!assigning && a[i].value() != i + 1) return false;
        }
        return !assigning && a.label().value() == 5;
      });
}

template <class Kind>
void add_shared(Table& table, std::string kind) {
  using A = typename Kind::template of<Item, Tag, Pool<>>;
  table.next(std::move(kind));
  add_reading<A>(table);
  add_converting<A>(table);

  table.strong("BasicRcArray::clone", two<A>, [](auto& w) { return std::get<0>(w).clone(); });
  table.strong("BasicRcArray::try_clone", two<A>, [](auto& w) { return std::get<0>(w).try_clone(); });
  table.strong("BasicRcArray::make_mut", two<A>,
               [](auto& w) { static_cast<void>(std::get<0>(w).make_mut()); });
  table.strong("BasicRcArray::make_owned", two<A>,
               [](auto& w) { return std::move(std::get<0>(w)).make_owned(); });
  table.strong("BasicRcArray::into_iter", two<A>,
               [](auto& w) { return std::move(std::get<0>(w)).into_iter(); });
  table.basic(
      "BasicRcArray::insert", one<A>, [](auto& w) { return std::get<0>(w).insert(1, Item(50)); },
      [](auto& w, const Look&) {
        const A& a = std::get<0>(w);
        return a.size() == 3 && a.label().value() == 5 && a[0].value() == 1 && a[2].value() == 3;
      });
  if constexpr (requires { requires A::count_policy::counts_weak; }) {
    const auto with_weak = [] {
      A a = some<A>();
      auto weak = a.downgrade();
      return std::tuple(std::move(a), std::move(weak));
    };
    table.basic(
        "BasicRcArray::into_inner", with_weak,
        [](auto& w) { static_cast<void>(std::move(std::get<0>(w)).into_inner()); },
        [](auto& w, const Look&) { return !std::get<0>(w) && std::get<1>(w).expired(); });

    using Weak = heaparray::WeakArray<A>;
    const auto element = [](const Weak& self, std::size_t i) {
      const Weak copy = self;
      return each(i + (copy.expired() ? 0 : 10));
    };
    table.strong("make_cyclic", sources,
                 [&](Sources& s) { return heaparray::make_cyclic<A>(s.label, length(), element); });
    table.strong("make_cyclic", sources, [&](Sources&) {
      return heaparray::make_cyclic<A>([](const Weak&) { return Tag(5); }, length(), element);
    });
    table.strong("make_cyclic", sources, [&](Sources&) { return heaparray::make_cyclic<A>(length(), each); });
    // Weak handles outlive what was not made.
    table.strong("make_cyclic", sources, [&](Sources& s) {
      std::vector<Weak> kept;
      kept.reserve(3);
      return heaparray::make_cyclic<A>(s.label, length(), [&](const Weak& self, std::size_t i) {
        kept.push_back(self);
        return each(i);
      });
    });
  }
}

}  // namespace

void add_handles(Table& table) {
  add_unique<test::Fat>(table, "HeapArray");
  add_unique<test::Thin>(table, "ThinPtrArray");
  add_unique<test::TpArcOwner>(table, "UniqueArc");
  add_shared<test::TpRc>(table, "TpRcArray");
  add_shared<test::FpArc>(table, "ArcArray");
  add_shared<test::ArcWeak>(table, "ArcArrayWithWeak");

  table.next("length in the label");
  using InLabel = heaparray::BasicArray<Item, Sized, heaparray::LengthFromLabel<LengthOfSized{}>,
                                        heaparray::NoCount, Pool<>>;
  table.strong(
      "BasicArray::update_label", [] { return std::tuple(InLabel::with_len(label_args(3))); },
      [](auto& w) {
        std::get<0>(w).update_label([](Sized& label) {
          fault_point();
          if (fault_due()) label = Sized(4);
        });
      });
  table.strong("ArrayFactories::with_label", sources,
               [](Sources&) { return InLabel::with_label(Sized(3), each); });
  table.strong("ArrayFactories::with_label", sources,
               [](Sources&) { return InLabel::with_label(label_args(3), length(), each); });

  table.next("ArcText");
  using Text = heaparray::ArcText<Tag, Pool<>>;
  table.basic(
      "operator<<", [] { return std::tuple(Text::from_text(label_args(5), "some text")); },
      [](auto& w) { FailingStream() << std::get<0>(w); }, unchanged);
  table.basic(
      "PrintTo", [] { return std::tuple(Text::from_text(label_args(5), "some text")); },
      [](auto& w) {
        FailingStream os;
        PrintTo(std::get<0>(w), &os);
      },
      unchanged);

  table.next("from elsewhere");
  using Fat = heaparray::HeapArray<Item, Tag, Pool<>>;
  table.basic(
      "convert_to", sources, [](Sources& s) { return heaparray::convert_to<Fat>(s.items); }, unchanged);
  table.basic(
      "convert_to", [] { return std::tuple(std::vector<Item>{1, 2, 3}); },
      [](auto& w) {
        // Of a copy, which is lost.
        return heaparray::convert_to<Fat>(std::vector<Item>(std::get<0>(w)));
      },
      unchanged);
  table.basic(
      "convert_to", [] { return std::tuple(); },
      [](auto&) {
        auto elements = std::make_unique<Item[]>(3);
        return heaparray::convert_to<Fat>(std::move(elements), 3);
      },
      unchanged);
  table.strong("moved", sources, [](Sources&) {
    const SizedInput range;
    static_cast<void>(heaparray::moved(range));
  });
}

}  // namespace faults
