// SPDX-License-Identifier: MIT
//
// The list of a user interface, with undo. The window shows a copy of the list, and the history holds one for each step:
// copies are one word and share the block. A change copies the list only if somebody still looks at it, with room for what
// is added.
#include <heaparray/growing_array.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct Task {
  std::string text;
  bool is_done = false;
};
struct View {
  std::size_t selected = 0;
};
using Tasks = heaparray::GrowingArcArray<Task, View>;

class List {
 public:
  const Tasks& now() const { return tasks_; }

  void add(std::string text) {
    remember();
    auto& tasks = tasks_.make_mut(1);  // the list to write to, and room for one more
    tasks.push_back(Task{std::move(text)});
    tasks.label().selected = tasks.size() - 1;
  }
  void remove(std::size_t i) {
    remember();
    auto& tasks = tasks_.make_mut();
    tasks.erase_at(i);
    tasks.label().selected = i == 0 ? 0 : i - 1;
  }
  void finish(std::size_t i) {
    remember();
    tasks_.make_mut()[i].is_done = true;
  }
  void undo() {
    if (history_.empty()) return;
    tasks_ = std::move(history_.back());
    history_.pop_back();
  }

 private:
  void remember() { history_.push_back(tasks_); }  // a word, and one more owner

  Tasks tasks_ = Tasks::with_label(View());
  std::vector<Tasks> history_;
};

void show(std::string_view when, const Tasks& tasks) {
  std::cout << when << ':';
  for (std::size_t i = 0; i != tasks.size(); ++i)
    std::cout << (i == tasks.label().selected ? " > " : "   ") << (tasks[i].is_done ? "[x] " : "[ ] ")
              << tasks[i].text;
  std::cout << '\n';
}

}  // namespace

int main() {
  List list;
  list.add("buy milk");
  list.add("write a letter");
  const Tasks shown = list.now();  // what a window draws, while the list goes on
  list.finish(0);
  list.add("sleep");
  list.remove(1);
  show("shown ", shown);
  show("now   ", list.now());
  list.undo();
  list.undo();
  list.undo();
  show("undone", list.now());
  const bool shared = list.now().ref_eq(shown);  // undo brought the same block back
  std::cout << (shared ? "the window shows the list, and not a copy of it\n" : "the window shows a copy\n");
  return shared ? 0 : 1;
}
