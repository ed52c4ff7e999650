// SPDX-License-Identifier: MIT
//
// settings_file.hpp: files of lines "name = value"; empty lines, and those that begin with #, say nothing.
#ifndef HEAPARRAY_EXAMPLES_SETTINGS_FILE_HPP
#define HEAPARRAY_EXAMPLES_SETTINGS_FILE_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace example {

using Settings = std::map<std::string, std::string, std::less<>>;

/// What is in a regular file, or nothing if it cannot be read.
inline std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// What is wrong with a line, or nothing: then its setting, if it has one, is in `settings`.
inline std::string parse_line(std::string_view line, Settings& settings) {
  line = trim(line);
  if (line.empty() || line.front() == '#') return {};
  if (line.find('\0') != line.npos) return "a zero byte";
  const std::size_t equals = line.find('=');
  if (equals == line.npos) return "no '=' in \"" + std::string(line) + '"';
  const std::string name(trim(line.substr(0, equals)));
  if (name.empty()) return "no name before the '='";
  if (name.find_first_of(" \t") != name.npos) return "a blank in the name \"" + name + '"';
  if (!settings.emplace(name, trim(line.substr(equals + 1))).second) return '"' + name + "\" is set twice";
  return {};
}

/// All settings, or nothing if there are none or a line is bad. Every bad line is reported.
inline std::optional<Settings> parse_settings(const std::filesystem::path& path, std::string_view text) {
  Settings settings;
  bool good = true;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (const std::string problem = parse_line(line, settings); !problem.empty()) {
      std::cerr << path.string() << ':' << number << ": " << problem << std::endl;
      good = false;
    }
  }
  if (settings.empty() && good) std::cerr << path.string() << ": no settings in it" << std::endl;
  return good && !settings.empty() ? std::optional(std::move(settings)) : std::nullopt;
}

}  // namespace example

#endif  // HEAPARRAY_EXAMPLES_SETTINGS_FILE_HPP
