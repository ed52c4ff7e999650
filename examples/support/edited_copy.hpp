// SPDX-License-Identifier: MIT
//
// edited_copy.hpp: a copy of a text file that is edited step by step, for programs that watch a file.
#ifndef HEAPARRAY_EXAMPLES_EDITED_COPY_HPP
#define HEAPARRAY_EXAMPLES_EDITED_COPY_HPP

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "settings_file.hpp"

namespace example {

/// The first `from` in the text becomes `to`.
struct Edit {
  std::string from, to;
};

/// In a folder of its own, which goes with it.
class EditedCopy {
 public:
  EditedCopy(const std::filesystem::path& original, std::vector<Edit> edits)
      : path_(folder_ / original.filename()), edits_(std::move(edits)) {
    std::optional<std::string> text = read_file(original);
    if (!text) throw std::runtime_error("cannot read '" + original.string() + '\'');
    text_ = std::move(*text);
    std::filesystem::create_directory(folder_);
    write();
  }
  EditedCopy(const EditedCopy&) = delete;
  EditedCopy& operator=(const EditedCopy&) = delete;
  ~EditedCopy() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }
  std::size_t edits_left() const { return edits_.size() - done_; }

  /// Makes the next edit, if it is due when `part`, from 0 to 1, of the time is over.
  void edit(double part) {
    if (edits_left() == 0 || part * static_cast<double>(edits_.size() + 1) < static_cast<double>(done_ + 1))
      return;
    const auto& [from, to] = edits_[done_++];
    text_.replace(text_.find(from), from.size(), to);
    write();
  }

 private:
  void write() const {
    if (!(std::ofstream(path_, std::ios::binary) << text_ << std::flush))
      throw std::runtime_error("cannot write '" + path_.string() + '\'');
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("heaparray_example_" + std::to_string(std::random_device()()));
  const std::filesystem::path path_;
  const std::vector<Edit> edits_;
  std::string text_;
  std::size_t done_ = 0;
};

}  // namespace example

#endif  // HEAPARRAY_EXAMPLES_EDITED_COPY_HPP
