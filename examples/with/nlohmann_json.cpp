// SPDX-License-Identifier: MIT
// needs: <nlohmann/json.hpp>
// package: nlohmann-json3-dev
//
// Labelled arrays to and from JSON, with nlohmann-json: one serializer for every handle.
#include <cstdio>
#include <cstdlib>
#include <heaparray/heaparray.hpp>
#include <nlohmann/json.hpp>
#include <string>

// An array is {"label": ..., "elements": [...]}, and a null handle is null.
template <heaparray::LabelledArray A>
struct nlohmann::adl_serializer<A> {
  static void to_json(json& j, const A& array) {
    if (!array) return void(j = nullptr);
    json elements = json::array();
    for (const auto& element : array) elements.push_back(element);
    j = {{"label", array.label()}, {"elements", std::move(elements)}};
  }
  static A from_json(const json& j) {
    if (j.is_null()) return A();
    const json& elements = j.at("elements");  // throws if there are none
    return A::with_label(j.at("label").template get<typename A::label_type>(), elements.size(),
                         [&](std::size_t i) { return elements[i].template get<typename A::value_type>(); });
  }
};

struct Series {
  std::string name;
  int year;
  bool operator==(const Series&) const = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Series, name, year)

void check(bool fact) {
  if (!fact) std::exit(1);
}

int main() try {
  using Measured = heaparray::ArcArray<double, Series>;
  const auto text = R"({"elements":[0.5,1.0,2.5],"label":{"name":"rain","year":2026}})";
  const auto rain = nlohmann::json::parse(text).get<Measured>();  // one block: count, label, elements
  check(rain.size() == 3 && rain.label() == Series{"rain", 2026} && rain[2] == 2.5);
  check(nlohmann::json(rain).dump() == text);

  // Arrays in arrays, null handles, and other handles.
  using Table = heaparray::HeapArray<Measured, std::string>;
  const auto table = Table::with_elements("tables", rain, Measured());
  const nlohmann::json written = table;
  std::puts(written.dump().c_str());
  check(written.get<Table>() == table && written["elements"][1].is_null());

  // What is no such array is refused.
  static_cast<void>(nlohmann::json::parse(R"({"label":1})").get<heaparray::ThinPtrArray<int, int>>());
  return 1;
} catch (const nlohmann::json::out_of_range& error) {
  std::puts(error.what());
}
