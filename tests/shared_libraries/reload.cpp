// SPDX-License-Identifier: MIT
//
// A program that loads a library more often than there are numbers for types of handle, has it borrow on its
// main thread, and unloads it: it is gone each time.
//
//   reload <path of the library to load>

#include <dlfcn.h>

#include <cstdio>

#include "library.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const heaparray::AtomicArcArray<int> cell{{1, 2}};
  static_cast<void>(cell.borrow());  // the slots are those of the program
  for (int round = 0; round != 4200; ++round) {
    void* const library = ::dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      std::printf("%s\n", ::dlerror());
      return 2;
    }
    // SAFETY: what POSIX has dlsym() for.
    const auto use_plugin = reinterpret_cast<bool (*)()>(::dlsym(library, "use_plugin"));
    if (!use_plugin()) {
      std::printf("FAILED: the guard of the plugin, round %d\n", round);
      return 1;
    }
    ::dlclose(library);
    if (::dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) != nullptr) {
      std::printf("FAILED: the plugin is still there, round %d\n", round);
      return 1;
    }
  }
  std::puts("unloaded");
  return 0;
}
