// SPDX-License-Identifier: MIT
//
// A program, two shared libraries that it is linked with, and one that it loads, with one cell in common:
// whoever borrows keeps the block alive, whoever takes it out of the cell.
//
//   main <path of the library to load> [own]
//
// With `own`, the libraries have slots of their own, since a linker was told to bind their symbols within:
// then whoever borrows also takes out.

#include <dlfcn.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include "library.hpp"

extern "C" Module* make_module_one();
extern "C" Module* make_module_two();

namespace {

int failures = 0;

void expect(bool ok, const char* what, std::size_t reader, std::size_t writer) {
  if (ok) return;
  std::printf("FAILED: %s (reader %zu, writer %zu)\n", what, reader, writer);
  ++failures;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) return 2;
  const bool own = argc == 3 && std::strcmp(argv[2], "own") == 0;
  void* const library = ::dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("%s\n", ::dlerror());
    return 2;
  }
  // SAFETY: what POSIX has dlsym() for.
  const auto make_loaded_module = reinterpret_cast<Module* (*)()>(::dlsym(library, "make_loaded_module"));

  std::atomic<int> alive = 0;
  {
    Cell cell;
    const std::array<std::unique_ptr<Module>, 4> modules = {
        std::make_unique<ThisModule>(), std::unique_ptr<Module>(make_module_one()),
        std::unique_ptr<Module>(make_module_two()), std::unique_ptr<Module>(make_loaded_module())};
    for (std::size_t r = 0; r != modules.size(); ++r) {
      for (std::size_t w = 0; w != modules.size(); ++w) {
        if (own && r != w) continue;
        Module& reader = *modules[r];
        Module& writer = *modules[w];
        const auto value = static_cast<int>(10 * r + w);
        writer.store(cell, value, alive);
        reader.borrow(cell);
        std::thread([&] { writer.store(cell, -1, alive); }).join();
        expect(alive == 2, "the block is alive while it is borrowed", r, w);
        expect(reader.read() == value, "the guard reads it", r, w);
        reader.let_go();
        expect(alive == 1, "the block is destroyed when the guard lets go", r, w);
        expect(reader.borrows_at_once(cell), "the slots are found without a call", r, w);
      }
    }
  }
  expect(alive == 0, "nothing is left", 0, 0);
  if (failures == 0) std::puts(own ? "a registry each" : "one registry");
  return failures == 0 ? 0 : 1;
}
