// SPDX-License-Identifier: MIT
//
// terminal.hpp: words and bars in as many columns as there are, in whatever encoding the locale has.
#ifndef HEAPARRAY_EXAMPLES_TERMINAL_HPP
#define HEAPARRAY_EXAMPLES_TERMINAL_HPP

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <string>
#include <string_view>

#if __has_include(<unistd.h>) && !defined(_WIN32)
#include <unistd.h>  // isatty; and <wchar.h> has wcwidth
#define HEAPARRAY_EXAMPLES_POSIX 1
#endif

namespace example {

struct Terminal {
  std::size_t width = 80;
  bool utf8 = false;    // by the locale
  bool blocks = false;  // draw with block characters: on a terminal that knows them
};

inline Terminal look_at_terminal() {
  Terminal result;
  if (const char* const columns = std::getenv("COLUMNS")) {
    std::from_chars(columns, columns + std::strlen(columns), result.width);
    result.width = std::clamp<std::size_t>(result.width, 40, 400);
  }
  wchar_t c{};
  std::mbstate_t state{};
  result.utf8 = std::mbrtowc(&c, "█", 3, &state) == 3 && c == L'█';
#ifdef HEAPARRAY_EXAMPLES_POSIX
  result.blocks = result.utf8 && isatty(STDOUT_FILENO) == 1;
#endif
  return result;
}

inline std::size_t columns_of(wchar_t c) {
#ifdef HEAPARRAY_EXAMPLES_POSIX
  return static_cast<std::size_t>(std::max(wcwidth(c), 0));
#else
  return c == L'\0' ? 0 : 1;
#endif
}

struct Shown {
  std::string text;
  std::size_t columns = 0;  // that it takes on the screen
};

/// A word as it can be shown in `width` columns: \xNN for what the locale cannot print, an ellipsis for what
/// is left out. Looks only at as much of the word as is shown.
inline Shown shorten(std::string_view word, std::size_t width, const Terminal& terminal) {
  const Shown ellipsis = terminal.utf8 ? Shown{"…", 1} : Shown{"...", 3};
  Shown all, cut;  // what we have, and as much of it as leaves room for the ellipsis
  for (std::size_t bytes = 0; !word.empty(); word.remove_prefix(bytes)) {
    wchar_t c{};
    std::mbstate_t state{};
    bytes = std::mbrtowc(&c, word.data(), word.size(), &state);
    Shown next;
    if (bytes >= 1 && bytes <= word.size() && std::iswprint(static_cast<std::wint_t>(c)) != 0) {
      next = {std::string(word.substr(0, bytes)), columns_of(c)};
    } else {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(word.front());
      next = {std::string("\\x") + digits[byte / 16u] + digits[byte % 16u], 4};
      bytes = 1;
    }
    all = {all.text + next.text, all.columns + next.columns};
    if (all.columns + ellipsis.columns <= width) cut = all;
    // Characters without a width (accents) could go on for a megabyte.
    if (all.columns > width || all.text.size() > 8 * width) {
      return {cut.text + ellipsis.text, cut.columns + ellipsis.columns};
    }
  }
  return all;
}

/// A bar of `value` / `most` of `width` columns, but never nothing. \pre `value <= most`
inline std::string bar(std::size_t value, std::size_t most, std::size_t width, const Terminal& terminal) {
  const auto rounded = [&](std::size_t steps) {
    return std::max<std::size_t>(1, (value * steps + most / 2) / most);
  };
  if (!terminal.blocks) return std::string(rounded(width), '#');
  constexpr std::array eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const std::size_t n = rounded(8 * width);
  std::string out;
  for (std::size_t i = 0; i < n / 8; ++i) out += "█";
  return out + eighths[n % 8];
}

}  // namespace example

#endif  // HEAPARRAY_EXAMPLES_TERMINAL_HPP
