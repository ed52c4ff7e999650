// SPDX-License-Identifier: MIT
//
// A tree of folders, each of which knows the folder that it is in. A folder is one block: its name and a weak handle to
// its parent in the label, its entries behind it. Parents own their children; the way back owns nothing, so dropping the
// root frees the tree, and a folder that somebody still holds then has no parent any more.
//
//   folders [<folder>]    the folder with the longest path in it; by default the headers of this library
#include <heaparray/weak_array.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#ifndef HEAPARRAY_SOURCE_DIR
#define HEAPARRAY_SOURCE_DIR "."
#endif

namespace {

struct Info;
struct Entry;
using Folder = heaparray::ArcArrayWithWeak<Entry, Info>;

struct Info {
  std::string name;
  heaparray::WeakArray<Folder> parent;  // null for the root
};
struct Entry {
  std::string name;
  Folder folder;  // null for a file
};

Folder read(const std::filesystem::path& path, heaparray::WeakArray<Folder> parent = {}) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(path)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  // The children are made while this folder is, and get `self` for their parent.
  return heaparray::make_cyclic<Folder>(
      Info{path.filename().string(), std::move(parent)}, found.size(),
      [&](const heaparray::WeakArray<Folder>& self, std::size_t i) {
        const bool is_folder = is_directory(found[i]) && !is_symlink(found[i]);
        return Entry{found[i].filename().string(), is_folder ? read(found[i], self) : Folder()};
      });
}

std::string path_of(const Folder& folder) {
  const Folder parent = folder.label().parent.upgrade();
  return (parent ? path_of(parent) + "/" : std::string()) + folder.label().name;
}

/// The folder with the longest path, of those in `folder` and itself.
Folder longest(const Folder& folder) {
  Folder best = folder;
  for (const Entry& entry : folder) {
    if (!entry.folder) continue;
    Folder candidate = longest(entry.folder);
    if (path_of(candidate).size() > path_of(best).size()) best = std::move(candidate);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::filesystem::path path = argc > 1 ? argv[1] : HEAPARRAY_SOURCE_DIR "/include";
    Folder root = read(path);
    const Folder deep = longest(root);
    std::cout << path_of(deep) << ": " << deep.size() << " entries\n";
    root.reset();  // all folders that nobody holds are gone, though their children know them
    std::cout << "without the root: " << path_of(deep) << '\n';
    return deep.label().parent.expired() || deep.label().name == path.filename() ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << "folders: " << e.what() << '\n';
    return 1;
  }
}
