// SPDX-License-Identifier: MIT
// needs: <cereal/cereal.hpp>
// package: libcereal-dev
//
// Labelled arrays to and from bytes, with cereal: one pair of functions for every handle. What is read is built in the block.
#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/string.hpp>
#include <cstdio>
#include <heaparray/heaparray.hpp>
#include <sstream>
#include <string>
#include <utility>

namespace cereal {

template <class Archive, heaparray::LabelledArray A>
void save(Archive& archive, const A& array) {
  archive(make_size_tag(static_cast<size_type>(array.size())), array.label());
  for (const auto& element : array) archive(element);
}

template <class Archive, heaparray::LabelledArray A>
void load(Archive& archive, A& array) {
  size_type n = 0;
  typename A::label_type label{};
  archive(make_size_tag(n), label);
  array = A::with_label(std::move(label), static_cast<std::size_t>(n), [&](std::size_t) {
    typename A::value_type element{};
    archive(element);
    return element;
  });
}

}  // namespace cereal

struct Series {
  std::string name;
  int year = 0;
  bool operator==(const Series&) const = default;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(name, year);
  }
};

int main() {
  using Measured = heaparray::ArcArray<double, Series>;
  using Table = heaparray::ThinPtrArray<Measured, std::string>;  // arrays in arrays
  const Measured rain = Measured::with_elements(Series{"rain", 2026}, 0.5, 1.0, 2.5);
  const Table table = Table::with_elements("tables", rain, Measured::filled(Series{}, 2, 7.0));

  std::stringstream bytes;
  cereal::PortableBinaryOutputArchive{bytes}(table, rain);
  std::printf("two arrays and a table of them: %zu bytes\n", bytes.str().size());

  Table same_table;
  Measured same_rain;
  cereal::PortableBinaryInputArchive{bytes}(same_table, same_rain);
  return same_table == table && same_rain == rain ? 0 : 1;
}
