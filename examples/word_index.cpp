// SPDX-License-Identifier: MIT
//
// word_index: where every word of some text files stands, how often it occurs, and what such an index costs.
//
//   word_index [FILE...]
//
// Every distinct word is one heap block: its hash and its count in front, its bytes behind. The places where
// it stands are a second block, labelled with a handle of the first. The index is a third kind of block, an
// array of those, made by one thread and then read by several. The same index is made once more from
// std::string, std::vector and std::shared_ptr: the two must agree in every word, and their memory is
// compared.

#include <heaparray/heaparray.hpp>
#include <heaparray/text.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <clocale>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "support/counting_allocator.hpp"
#include "support/terminal.hpp"

/// What is known of a word besides its bytes.
class WordLabel {
 public:
  explicit WordLabel(std::size_t hash) noexcept : hash_(hash) {}

  std::size_t hash() const noexcept { return hash_; }

  // Relaxed: it is a number and announces nothing else. Reader threads are started when all is counted.
  void count_one() noexcept { occurrences_.fetch_add(1, std::memory_order_relaxed); }
  std::size_t occurrences() const noexcept { return occurrences_.load(std::memory_order_relaxed); }

 private:
  const std::size_t hash_;  // kept, so that no table has to read the bytes again
  std::atomic<std::size_t> occurrences_{0};
};

// A shared array reads as const, since others may be reading it too. A WordLabel looks after itself (one
// member never changes, the other is atomic), and this line says so: the label of a shared word may be
// written to.
template <>
inline constexpr bool heaparray::enable_shared_mutation<WordLabel> = true;

namespace {

// ---- The index, made of labelled arrays -------------------------------------------------------------------

struct Position {
  std::uint32_t file, line, column;  // files count from 0, lines and columns (of bytes) from 1

  friend bool operator==(const Position&, const Position&) = default;
};

struct Summary {
  std::size_t tokens = 0;  // words in the texts, each as often as it occurs
};

struct OfArrays {
  static inline example::Usage usage;
};
using ArrayAllocator = example::CountingAllocator<std::byte, OfArrays>;

// [owners][length][hash, occurrences] b y t e s \0
using Word = heaparray::ArcText<WordLabel, ArrayAllocator>;
// [length][word] position position ...
using Postings = heaparray::ThinPtrArray<Position, Word, ArrayAllocator>;
// [owners][summary] postings postings ...
using Index = heaparray::ArcArray<Postings, Summary, ArrayAllocator>;

std::string_view text_of(std::string_view text) { return text; }  // a Word converts to one
WordLabel& label_of(const Word& word) { return word.label(); }

Word make_word(std::string_view text, std::size_t hash) {
  // An atomic cannot be moved, so label_args says what to construct the label from, right in its block.
  return Word::from_text(heaparray::label_args(hash), text);
}

// ---- The same information, made of the standard library ---------------------------------------------------
//
// Without a handicap: allocate_shared puts a word and its counts of owners into one allocation, a short text
// needs none of its own, and `positions` gets its final size at once: two allocations for a short word, as
// above. Text, label and positions are the same. What differs is what holds them together: here (libstdc++) a
// shared_ptr (16 bytes), its counts (16), a string (32, with room for 15 bytes of text) and a vector (24);
// above, the counts and lengths in the two blocks (16) and two handles (16).

struct OfStd {
  static inline example::Usage usage;
};
template <class T>
using StdAllocator = example::CountingAllocator<T, OfStd>;

struct StdWord {
  StdWord(std::string_view t, std::size_t hash) : label(hash), text(t) {}

  WordLabel label;
  std::basic_string<char, std::char_traits<char>, StdAllocator<char>> text;
  std::vector<Position, StdAllocator<Position>> positions;
};
using StdWordPtr = std::shared_ptr<StdWord>;

struct StdIndex {
  Summary summary;
  std::vector<StdWordPtr, StdAllocator<StdWordPtr>> words;
};

std::string_view text_of(const StdWordPtr& word) { return word->text; }
WordLabel& label_of(const StdWordPtr& word) { return word->label; }

StdWordPtr make_std_word(std::string_view text, std::size_t hash) {
  return std::allocate_shared<StdWord>(StdAllocator<StdWord>(), text, hash);
}

// ---- From texts to words, for either ----------------------------------------------------------------------

/// A word is a run of letters, digits, apostrophes and bytes beyond ASCII (UTF-8), in lower case.
constexpr bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || byte >= 0x80;
}

/// Calls visit(text, position) for every word, in order. \pre The texts are in lower case.
template <class Visit>
void for_each_word(const std::vector<std::string>& files, Visit visit) {
  for (std::size_t file = 0; file < files.size(); ++file) {
    const std::string_view text = files[file];
    std::uint32_t line = 1;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t first = i;
      while (i < text.size() && in_word(text[i])) ++i;
      if (i != first) {
        const auto column = static_cast<std::uint32_t>(first - line_start + 1);
        visit(text.substr(first, i - first), Position{static_cast<std::uint32_t>(file), line, column});
      } else if (text[i++] == '\n') {
        ++line;
        line_start = i;
      }
    }
  }
}

// A table of handles is searched by text without a handle being made (heterogeneous lookup), and finds the
// hash of a handle in its label.
struct WordHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  template <class Handle>
  std::size_t operator()(const Handle& word) const {
    return label_of(word).hash();
  }
};
struct SameWord {
  using is_transparent = void;
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    return text_of(a) == text_of(b);
  }
};

/// The texts as numbers of words, which count from 0 as they first appear.
template <class Handle, class Tag>
struct Scan {
  struct Token {
    std::uint32_t word;
    Position at;
  };
  std::vector<Handle, example::CountingAllocator<Handle, Tag>> words;
  std::vector<Token> tokens;
};

/// Makes each distinct word once, by make(text, hash), and counts how often it occurs.
template <class Handle, class Tag>
Scan<Handle, Tag> scan(const std::vector<std::string>& files, Handle (*make)(std::string_view, std::size_t)) {
  using Entry = std::pair<const Handle, std::uint32_t>;
  std::unordered_map<Handle, std::uint32_t, WordHash, SameWord, example::CountingAllocator<Entry, Tag>> table;
  Scan<Handle, Tag> result;
  for_each_word(files, [&](std::string_view text, const Position& at) {
    auto entry = table.find(text);
    if (entry == table.end()) {
      const auto number = static_cast<std::uint32_t>(table.size());
      entry = table.emplace(make(text, WordHash()(text)), number).first;
    }
    label_of(entry->first).count_one();  // the key is const, and shared, but its label may be counted in
    result.tokens.push_back({entry->second, at});
  });
  result.words.resize(table.size());
  for (const auto& [word, number] : table) {
    result.words[number] = word;  // one more owner, no copy of the word
  }
  return result;
}

/// The numbers of the words, in the order of their bytes.
template <class Words>
std::vector<std::size_t> sorted(const Words& words) {
  std::vector<std::size_t> order(words.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t number) { return text_of(words[number]); });
  return order;
}

// ---- Building ---------------------------------------------------------------------------------------------

Index build_index(const std::vector<std::string>& files) {
  const auto scanned = scan<Word, OfArrays>(files, make_word);
  const std::vector<std::size_t> order = sorted(scanned.words);
  std::vector<Position*> next(order.size());  // where the next position of each word is to be written

  // The label takes part while the array is filled: the summary adds up what goes into the index.
  using Draft = Index::owner_type;  // a handle of the same block that is its only owner, and may write
  Draft draft = Draft::with_label(Summary(), order.size(), [&](Summary& summary, std::size_t i) {
    const Word& word = scanned.words[order[i]];
    summary.tokens += word.label().occurrences();
    Postings postings = Postings::with_label_for_overwrite(word, word.label().occurrences());
    next[order[i]] = postings.data();  // stays true: a handle moves, its block does not
    return postings;
  });
  for (const auto& [word, at] : scanned.tokens) *next[word]++ = at;
  return std::move(draft).share();  // from now on nobody writes; the block stays where it is
}

std::shared_ptr<const StdIndex> build_std_index(const std::vector<std::string>& files) {
  auto scanned = scan<StdWordPtr, OfStd>(files, make_std_word);
  for (const StdWordPtr& word : scanned.words) word->positions.reserve(word->label.occurrences());
  for (const auto& [word, at] : scanned.tokens) scanned.words[word]->positions.push_back(at);

  auto index = std::allocate_shared<StdIndex>(StdAllocator<StdIndex>());
  index->summary.tokens = scanned.tokens.size();
  index->words.reserve(scanned.words.size());
  for (std::size_t number : sorted(scanned.words)) index->words.push_back(std::move(scanned.words[number]));
  return index;
}

// ---- Reading ----------------------------------------------------------------------------------------------

/// The positions of a word, or null.
const Postings* find(const Index& index, std::string_view word) {
  const auto text = [](const Postings& postings) { return text_of(postings.label()); };
  const auto found = std::ranges::lower_bound(index, word, {}, text);
  return found != index.end() && text(*found) == word ? &*found : nullptr;
}

struct Answers {
  std::size_t words = 0, positions = 0;
};

/// What one reader does: looks up every `step`-th word of the other index, from `first` on, and counts those
/// where both agree.
Answers ask(const Index& index, const std::shared_ptr<const StdIndex>& other, std::size_t first,
            std::size_t step) {
  Answers same;
  for (std::size_t i = first; i < other->words.size(); i += step) {
    const StdWord& expected = *other->words[i];
    const Postings* const found = find(index, expected.text);
    if (found != nullptr && found->label().label().occurrences() == expected.label.occurrences() &&
        std::ranges::equal(*found, expected.positions)) {
      same.words += 1;
      same.positions += found->size();
    }
  }
  return same;
}

/// Shares the indexes with some threads. Returns whether they agree, word by word.
bool verify(const Index& index, const std::shared_ptr<const StdIndex>& other) {
  const std::size_t threads = std::clamp(std::thread::hardware_concurrency(), 2u, 8u);
  std::vector<std::future<Answers>> readers;
  for (std::size_t i = 0; i < threads; ++i) {
    // async copies its arguments: each thread has handles of its own, and those keep the indexes alive.
    readers.push_back(std::async(std::launch::async, ask, index, other, i, threads));
  }
  Answers total;
  for (auto& reader : readers) {
    const Answers part = reader.get();
    total.words += part.words;
    total.positions += part.positions;
  }
  std::cout << threads << " threads looked up " << other->words.size() << " words: both indexes agree in "
            << total.words << " words and " << total.positions << " positions\n\n";
  return total.words == index.size() && total.words == other->words.size() &&
         total.positions == index.label().tokens && total.positions == other->summary.tokens;
}

/// The words that occur most, at most `n`. These are handles, so they outlive the index.
std::vector<Word> most_frequent(const Index& index, std::size_t n) {
  std::vector<const Postings*> all;
  for (const Postings& postings : index) all.push_back(&postings);
  n = std::min(n, all.size());
  const auto by_frequency = [](const Postings* a, const Postings* b) {
    return a->size() != b->size() ? a->size() > b->size() : a < b;  // equals in the order of the index
  };
  std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(n), by_frequency);
  std::vector<Word> top;
  for (std::size_t i = 0; i < n; ++i) top.push_back(all[i]->label());
  return top;
}

// ---- Printing ---------------------------------------------------------------------------------------------

void print_chart(const std::vector<Word>& words, const example::Terminal& terminal) {
  if (words.empty()) return;
  std::vector<example::Shown> shown;
  std::size_t name_width = 0;
  for (const Word& word : words) {
    shown.push_back(example::shorten(text_of(word), terminal.width / 3, terminal));
    name_width = std::max(name_width, shown.back().columns);
  }
  const std::size_t most = words.front().label().occurrences();
  const std::size_t count_width = std::to_string(most).size();
  const std::size_t bar_width = terminal.width - name_width - count_width - 3;
  std::cout << '\n';
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t count = words[i].label().occurrences();
    std::cout << shown[i].text << std::string(name_width - shown[i].columns, ' ') << "  "
              << std::setw(static_cast<int>(count_width)) << count << ' '
              << example::bar(count, most, bar_width, terminal) << '\n';
  }
  std::cout << '\n';
}

template <class... Columns>
void print_row(const char* what, const Columns&... columns) {
  std::cout << std::left << std::setw(12) << what << std::right;
  ((std::cout << std::setw(15) << columns), ...);
  std::cout << '\n';
}

/// The memory of both. The positions take the same in either; without them one sees what there is to save.
void print_memory(std::size_t tokens) {
  const std::size_t positions = tokens * sizeof(Position);
  print_row("made of", "bytes", "w/o positions", "peak bytes", "allocations");
  for (const auto& [what, usage] :
       {std::pair("heaparray", &OfArrays::usage), std::pair("std types", &OfStd::usage)}) {
    print_row(what, usage->live, usage->live - positions, usage->peak, usage->allocations);
  }
}

// ---- The command line -------------------------------------------------------------------------------------

/// Reads a file whole, in lower case. Returns what went wrong; empty if nothing did.
std::string read_file(const std::string& path, std::string& text) {
  constexpr std::size_t limit = std::size_t{1} << 30;  // so that lines and columns fit, and /dev/zero ends
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  if (!file) return std::strerror(errno);
  std::array<char, 1 << 16> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), n);
    if (text.size() > limit) return "larger than 1 GiB";
  }
  if (std::ferror(file.get()) != 0) return std::strerror(errno);  // a folder opens, but cannot be read
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return {};
}

/// README.md and LICENSE of this folder or, if they are not here, of the library.
std::vector<std::string> default_files() {
  std::vector<std::string> paths = {"README.md", "LICENSE"};
#ifdef HEAPARRAY_SOURCE_DIR
  for (std::string& path : paths) {
    if (!std::filesystem::exists(path)) path = HEAPARRAY_SOURCE_DIR "/" + path;
  }
#endif
  return paths;
}

/// Returns the exit code.
int run(const std::vector<std::string>& paths) {
  int code = 0;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::string text;
    if (const std::string error = read_file(path, text); error.empty()) {
      files.push_back(std::move(text));
    } else {
      std::cerr << "word_index: cannot read '" << path << "': " << error << '\n';
      code = 1;
    }
  }
  if (files.empty()) return code;

  const Index index = build_index(files);
  const std::shared_ptr<const StdIndex> std_index = build_std_index(files);
  std::cout << index.label().tokens << " words, " << index.size()
            << " of them distinct, files: " << files.size() << '\n';
  print_chart(most_frequent(index, 20), example::look_at_terminal());
  if (!verify(index, std_index)) {
    std::cerr << "word_index: the two indexes differ\n";
    code = 1;
  }
  print_memory(index.label().tokens);
  return code;
}

constexpr const char* help =
    "usage: word_index [--help] [--] [FILE...]\n"
    "\n"
    "Counts the words in text files, shows the most frequent as a bar chart as wide as\n"
    "COLUMNS says, and compares the memory of the index with one made of std types.\n"
    "Without files it reads README.md and LICENSE.\n"
    "\n"
    "Exit code: 0, 1 if a file could not be read (the others are done), 2 for a wrong option.\n";

}  // namespace

int main(int argc, char** argv) try {
  std::setlocale(LC_CTYPE, "");  // what can be printed, and in which encoding
  std::vector<std::string> paths;
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!options || argument.empty() || argument.front() != '-') {
      paths.emplace_back(argument);
    } else if (argument == "--") {
      options = false;
    } else if (argument == "--help" || argument == "-h") {
      std::cout << help;
      return 0;
    } else {
      std::cerr << "word_index: unknown option '" << argument << "' (--help tells more)\n";
      return 2;
    }
  }
  const int code = run(paths.empty() ? default_files() : paths);
  if (!std::cout.flush()) {
    std::cerr << "word_index: cannot write the result\n";
    return 1;
  }
  return code;
} catch (const std::exception& error) {
  std::cerr << "word_index: " << error.what() << '\n';
  return 1;
}
