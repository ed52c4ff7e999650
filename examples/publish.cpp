// SPDX-License-Identifier: MIT
//
// publish.cpp: settings that change while many threads read them, without a lock and without a torn read.
//
//   publish [--seconds N] [--readers N] [--borrow] [FILE]
//
// A table of settings is one heap block: version, count and checksum in front, the text of all settings behind. One
// thread watches a file and publishes every good version of it in an AtomicArcArray; the readers never wait for it,
// and a table lives as long as one of them still looks at it. Readers own what they load; with --borrow, the first half of
// the time they own it, and in the second they borrow it, which writes to nothing that they share.

#include <heaparray/heaparray.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/edited_copy.hpp"
#include "support/settings_file.hpp"

#ifndef HEAPARRAY_SOURCE_DIR
#define HEAPARRAY_SOURCE_DIR "."
#endif

namespace {

using Clock = std::chrono::steady_clock;

// ---- The table --------------------------------------------------------------------------------------------

struct Header {
  std::uint32_t version = 0;
  std::uint32_t settings = 0;
  std::uint64_t checksum = 0xcbf29ce484222325;  // FNV-1a of the bytes

  void add(char byte) { checksum = (checksum ^ static_cast<unsigned char>(byte)) * 0x100000001b3; }
};

// [owners][length][version, settings, checksum] n a m e \0 v a l u e \0 n a m e \0 ...
using Table = heaparray::TpArcArray<char, Header>;
using Cell = heaparray::AtomicArcArray<char, Header>;
using example::Settings;

/// The header is updated while the bytes are put in behind it.
Table make_table(std::uint32_t version, const Settings& settings) {
  std::string text;
  for (const auto& [name, value] : settings) text.append(name).append(1, '\0').append(value).append(1, '\0');
  return Table::with_label(Header{version, static_cast<std::uint32_t>(settings.size())}, text.size(),
                           [&](Header& filled, std::size_t i) {
                             filled.add(text[i]);
                             return text[i];
                           });
}

/// Whether the bytes are those that were put in with this header. A `Table`, or a `Borrowed<Table>`.
bool is_whole(const auto& table) {
  Header again;
  for (const char byte : table) again.add(byte);
  return again.checksum == table.label().checksum;
}

Settings settings_of(const Table& table) {
  Settings settings;
  std::string_view rest(table.data(), table.size());
  const auto next = [&rest] {
    const std::string_view word = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(word.size() + 1);
    return std::string(word);
  };
  while (!rest.empty()) {
    std::string name = next();
    settings[std::move(name)] = next();
  }
  return settings;
}

// ---- Readers ----------------------------------------------------------------------------------------------

struct Seen {
  std::uint64_t loads = 0, torn = 0, versions = 0;
  std::uint32_t first_version = 0, last_version = 0;

  void look_at(const auto& table) {
    const std::uint32_t version = table.label().version;
    ++loads;
    if (!is_whole(table) || version < last_version) ++torn;
    if (version != last_version) ++versions;
    if (first_version == 0) first_version = version;
    last_version = version;
  }
};

enum class How { load, borrow };

/// Reads the cell once: `look` gets a table that stays as it is, whatever is published meanwhile.
void read_once(const Cell& cell, How how, auto&& look) {
  if (how == How::borrow)
    look(cell.borrow());
  else
    look(cell.load());
}

/// What one reader saw while it loaded, and while it borrowed.
struct SeenBy {
  Seen load, borrow;
};

SeenBy read_until(const Cell& cell, const std::atomic<How>& how, const std::atomic<bool>& done) {
  SeenBy seen;
  while (!done) {
    const How now = how;
    Seen& mine = now == How::borrow ? seen.borrow : seen.load;
    read_once(cell, now, [&](const auto& table) { mine.look_at(table); });
  }
  return seen;
}

// ---- The writer -------------------------------------------------------------------------------------------

void print_changes(const Table& before, const Table& now) {
  const Settings old = settings_of(before), settings = settings_of(now);
  std::cout << "version " << now.label().version << ": " << now.label().settings << " settings in "
            << now.size() << " bytes\n";
  if (!before) return;
  for (const auto& [name, value] : settings) {
    const auto was = old.find(name);
    if (was == old.end())
      std::cout << "  + " << name << " = " << value << '\n';
    else if (was->second != value)
      std::cout << "  ~ " << name << " = " << value << "  (was " << was->second << ")\n";
  }
  for (const auto& [name, value] : old)
    if (!settings.contains(name)) std::cout << "  - " << name << '\n';
}

/// Publishes what is in the file, whenever that is new and good.
class Writer {
 public:
  Writer(Cell& cell, std::filesystem::path path) : cell_(cell), path_(std::move(path)) {}

  std::uint32_t versions() const { return version_; }

  void look() {
    // The text is compared, not the time of the last change: two changes may have the same.
    std::optional<std::string> text = example::read_file(path_);
    if (text == text_ && version_ != 0) return;
    text_ = std::move(text);
    if (!text_) std::cerr << "publish: cannot read '" << path_.string() << '\'' << std::endl;
    if (const std::optional<Settings> settings =
            text_ ? example::parse_settings(path_, *text_) : std::nullopt) {
      const Table table = make_table(++version_, *settings);
      print_changes(cell_.exchange(table), table);
    } else if (version_ != 0) {
      std::cout << "version " << version_ << " stays\n";
    }
    std::cout.flush();
  }

 private:
  Cell& cell_;
  const std::filesystem::path path_;
  std::optional<std::string> text_;
  std::uint32_t version_ = 0;
};

// ---- The command line -------------------------------------------------------------------------------------

struct Options {
  std::optional<std::filesystem::path> file;
  unsigned seconds = 2, readers = 3;
  bool borrow = false;
};

struct Totals {
  std::uint64_t loads = 0, torn = 0, versions = 0;

  void add(const Seen& seen) {
    loads += seen.loads;
    torn += seen.torn;
    versions = std::max(versions, seen.versions);
  }
  void print(const char* what, unsigned readers, double seconds) const {
    std::cout << std::fixed << std::setprecision(2) << readers << " readers, " << seconds
              << " s: " << static_cast<double>(loads) / seconds / 1e6 << " million " << what
              << " per second, each checked\n";
  }
};

/// Returns the exit code.
int run(const Options& options) {
  std::optional<example::EditedCopy> demo;  // somebody edits it, once without due care
  if (!options.file)
    demo.emplace(HEAPARRAY_SOURCE_DIR "/examples/data/settings.conf",
                 std::vector<example::Edit>{{"= 4\n", "= 8\n"},
                                            {"= info", "info"},
                                            {"info", "= debug"},
                                            {"= no\n", "= yes\n"},
                                            {"log.file", "#"}});
  Cell cell;
  Writer writer(cell, demo ? demo->path() : *options.file);
  writer.look();
  if (writer.versions() == 0) return 1;

  std::atomic<bool> done = false;
  std::atomic<How> how = How::load;
  std::vector<std::future<SeenBy>> readers;
  struct AtExit {  // also when something is thrown, or the readers would be waited for in vain
    std::atomic<bool>& flag;
    ~AtExit() { flag = true; }
  };
  const Clock::time_point begin = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  double loading = 0;  // seconds
  {
    const AtExit at_exit{done};
    for (unsigned i = 0; i < options.readers; ++i)
      readers.push_back(
          std::async(std::launch::async, read_until, std::cref(cell), std::cref(how), std::cref(done)));
    while (elapsed() < options.seconds || (demo && demo->edits_left() != 0)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (demo) demo->edit(elapsed() / options.seconds);
      writer.look();
      if (options.borrow && how == How::load && elapsed() >= options.seconds / 2.0) {
        loading = elapsed();
        how = How::borrow;
      }
    }
  }
  const double seconds = elapsed();
  Totals load, borrow;
  std::uint64_t versions = 0;
  for (auto& reader : readers) {
    const SeenBy seen = reader.get();
    load.add(seen.load);
    borrow.add(seen.borrow);
    // A version that was there when the reader changed over was seen twice.
    versions = std::max(versions, seen.load.versions + seen.borrow.versions -
                                      (seen.load.last_version == seen.borrow.first_version ? 1 : 0));
  }
  load.print("loads", options.readers, options.borrow ? loading : seconds);
  if (options.borrow) borrow.print("borrows", options.readers, seconds - loading);
  const std::uint64_t torn = load.torn + borrow.torn;
  std::cout << "versions seen: " << versions << " of " << writer.versions() << "\ntorn reads: " << torn
            << '\n';
  return torn == 0 ? 0 : 1;
}

constexpr const char* help =
    "usage: publish [--help] [--seconds N] [--readers N] [--borrow] [FILE]\n"
    "\n"
    "Publishes the settings in FILE (lines \"name = value\"; those that begin with # are skipped)\n"
    "to N threads (3) for N seconds (2), and again whenever FILE changes. A version with a bad\n"
    "line is reported, and the one before it stays. Without FILE it edits a copy of its own.\n"
    "Readers load(); with --borrow, in the second half of the time they borrow().\n"
    "\n"
    "Exit code: 0, 1 if there was nothing to publish or a read was torn, 2 for a wrong option.\n";

struct WrongOption : std::runtime_error {
  using std::runtime_error::runtime_error;
};

unsigned number(std::string_view option, const char* text) {
  const std::string_view digits = text == nullptr ? "" : text;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 1 || value > 1000)
    throw WrongOption(std::string(option) + " needs a number from 1 to 1000");
  return value;
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::cout << help;
      return 0;
    }
    if (argument == "--seconds") {
      options.seconds = number(argument, argv[++i]);
    } else if (argument == "--readers") {
      options.readers = number(argument, argv[++i]);
    } else if (argument == "--borrow") {
      options.borrow = true;
    } else if (argument.starts_with('-') || options.file) {
      throw WrongOption("unexpected '" + std::string(argument) + '\'');
    } else {
      options.file = argument;
    }
  }
  return run(options);
} catch (const WrongOption& wrong) {
  std::cerr << "publish: " << wrong.what() << " (--help tells more)\n";
  return 2;
} catch (const std::exception& error) {
  std::cerr << "publish: " << error.what() << '\n';
  return 1;
}
