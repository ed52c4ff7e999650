#!/usr/bin/env bash
# cmake/matrix.sh list        every cell of the matrix, a line each
# cmake/matrix.sh trixie      both commands of the README in a bare trixie
# cmake/matrix.sh sid         the newest g++ and clang++ of sid, C++20 and C++26: all unit tests, all examples
# cmake/matrix.sh all         every cell: hours
# cmake/matrix.sh <cell>...   these, or a pattern: 'gcc16*'
# cmake/matrix.sh resume ...  of these, those without a result: goes on where a run was stopped
#
# Builds and tests this tree with compilers and libraries that are younger than the machine's own, in Debian's trixie
# and sid. Each is a folder that debootstrap fills once, and that later runs use again: $HEAPARRAY_MATRIX_DIR, or
# ~/.cache/heaparray-matrix. Packages come from the mirror that this machine's apt uses. Needs root, for chroot.
#
# At the end stands a table, which build/matrix/table.md has too; build/matrix/<cell>.log is all that a cell said, and
# build/matrix/<cell>.row its line of the table.
# build/matrix/counts: how many tests passed and failed. A cell fails if a test does, or does not build; with
# HEAPARRAY_WERROR=ON also if the compiler warns. The exit code is 0 if none failed.
set -uo pipefail

tree=$(cd "$(dirname "$0")/.." && pwd) || exit
store=${HEAPARRAY_MATRIX_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/heaparray-matrix}
out=$tree/build/matrix
cores=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

say() { printf '== %s\n' "$*" >&2; }
stop() { printf 'matrix.sh: %s\n' "$*" >&2; exit 2; }

# ---- What there is

# A compiler and a library, each a line: name, folder, compiler, flags, packages. Where two have packages that exclude
# each other (libc++-x-dev), the second one's take the place of the first one's.
toolchains=(
  "gcc13          trixie g++-13     -              g++-13"
  "gcc14          trixie g++-14     -              g++-14"
  "clang19        trixie clang++-19 -              clang-19,libclang-rt-19-dev"
  "clang19-libc++ trixie clang++-19 -stdlib=libc++ clang-19,libclang-rt-19-dev,libc++-19-dev,libc++abi-19-dev"
  "gcc15          sid    g++-15     -              g++-15"
  "gcc16          sid    g++-16     -              g++-16"
  "clang21        sid    clang++-21 -              clang-21,libclang-rt-21-dev"
  "clang21-libc++ sid    clang++-21 -stdlib=libc++ clang-21,libclang-rt-21-dev,libc++-21-dev,libc++abi-21-dev"
  "clang22        sid    clang++-22 -              clang-22,libclang-rt-22-dev"
  "clang22-libc++ sid    clang++-22 -stdlib=libc++ clang-22,libclang-rt-22-dev,libc++-22-dev,libc++abi-22-dev"
  "clang23        sid    clang++-23 -              clang-23,libclang-rt-23-dev"
  "clang23-libc++ sid    clang++-23 -stdlib=libc++ clang-23,libclang-rt-23-dev,libc++-23-dev,libc++abi-23-dev"
)
standards=(20 23 26)
optimisations=(O0 O2 O3 LTO)
hardenings=(hardened plain)
checks=(none sanitized checked)  # ASan and UBSan; the assertions of the standard library

declare -A flags_of=(
  [O0]=-O0 [O2]=-O2 [O3]=-O3 [LTO-g]="-O2 -flto=auto" [LTO-clang]="-O2 -flto=thin -fuse-ld=lld -Wno-unused-command-line-argument"
  [hardened]="" [plain]=-DHEAPARRAY_HARDENING=0
  [none]="" [sanitized]="-g1 -fsanitize=address,undefined -fno-sanitize-recover=all"
  [checked-libstdc++]=-D_GLIBCXX_DEBUG
  [checked-libc++]=-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_DEBUG
)

# What a cell builds. `some` is what a cell of many flags can afford, and holds without hardening too: the tests of all
# kinds of handles and elements take most of the time, and are in the cells that have all. `few`: where GCC takes minutes
# for a program.
some=(adl_test atomic_arc_array_test borrowed_test columns_rows_test exception_safety_test fancy_pointer_test
  heap_array_test label_test mem_block_test pmr_test threads_test two_tu)
few=(atomic_arc_array_test columns_rows_test heap_array_test threads_test two_tu)
declare -A programs_are=(
  [all]="unit tests and examples" [some]="${#some[@]} programs of the unit tests"
  [few]="${#few[@]} programs of the unit tests"
  [quick]="${#some[@]} programs of the unit tests, and all examples"
  [without]="tests/no_exceptions, examples that neither throw nor catch, and warnings of all members"
  [processor]="tests of label processor" [threads]="tests of label threads"
  [memcheck]="${#some[@]} programs of the unit tests, under valgrind" [readme]="both commands of the README"
)

# Combinations of which any two values that go together stand in at least one: a greedy search, always with the same
# end. Prints a line "toolchain standard optimisation hardening check" each.
pairwise() {
  local -A missing=()
  local -a candidates=()
  local t s o h c i j row best best_row gain
  for t in "${toolchains[@]%% *}"; do for s in "${standards[@]}"; do for o in "${optimisations[@]}"; do
    for h in "${hardenings[@]}"; do for c in "${checks[@]}"; do
      [[ $t-$s != gcc13-26 ]] || continue  # it does not know -std=c++26
      candidates+=("$t $s $o $h $c")
      local v=("$t" "$s" "$o" "$h" "$c")
      for i in 0 1 2 3; do for ((j = i + 1; j < 5; ++j)); do missing["$i${v[i]} $j${v[j]}"]=1; done; done
    done; done
  done; done; done
  while ((${#missing[@]})); do
    best=0
    for row in "${candidates[@]}"; do
      read -ra v <<<"$row"
      gain=0
      for i in 0 1 2 3; do for ((j = i + 1; j < 5; ++j)); do
        [[ -z ${missing["$i${v[i]} $j${v[j]}"]-} ]] || ((++gain))
      done; done
      if ((gain > best)); then best=$gain best_row=$row; fi
      ((best < 10)) || break
    done
    read -ra v <<<"$best_row"
    for i in 0 1 2 3; do for ((j = i + 1; j < 5; ++j)); do unset "missing[$i${v[i]} $j${v[j]}]"; done; done
    echo "$best_row"
  done
}

# Every cell, a line each: name, toolchain, standard, flags (joined by commas), programs.
cells() {
  echo "readme-gcc - 20 - readme"
  echo "readme-clang - 20 - readme"
  local compiler standard row t s o h c library
  for compiler in gcc clang; do for standard in 20 26; do
    echo "sid-$compiler-$standard newest-$compiler $standard O2 all"
    echo "quick-$compiler-$standard newest-$compiler $standard O2 quick"
  done; done
  for row in "${toolchains[@]}"; do
    echo "${row%% *}-20-without-exceptions ${row%% *} 20 O2,-fno-exceptions,-fno-rtti without"
  done
  while read -r t s o h c; do
    echo "$t-$s-$o-$h-$c $t $s $o,$h,$c $([[ $o == LTO || $c == sanitized ]] && echo few || echo some)"
  done < <(pairwise)
  for t in aarch64 riscv64 s390x i386 mingw; do echo "$t $t 20 O0 processor"; done
  # Strict aliasing, races, and what is read before it is written.
  echo "types clang23 20 -O1,-g1,-fsanitize=type some"
  echo "threads clang23 20 -O1,-g1,-fsanitize=thread threads"
  echo "memcheck memcheck 20 -O1,-g1 memcheck"
  echo "memory memory 20 -O1,-g1 some"
}

# ---- The folders

# The mirror, as apt knows it: of what it has updated from, or else the first one in its sources.
mirror() {
  local found
  found=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n 's/^Debian Debian //p' | head -n 1)
  [[ $found ]] || found=$(sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -m 1 '/debian/*$')
  echo "$found"
}

# enter <folder> <command>...: in a mount namespace of its own, so that nothing stays mounted, whatever happens.
# Packages that were downloaded once are kept next to the folder.
enter() {
  local folder=$1 archives=$store/archives-$suite
  shift
  mkdir -p "$archives/partial"
  unshare --mount sh -c '
    mount -t proc proc "$1/proc" || echo "matrix.sh: cannot mount /proc: tests that read it will fail" >&2
    mount --bind "$2" "$1/var/cache/apt/archives"
    folder=$1
    shift 2
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
      CMAKE_BUILD_PARALLEL_LEVEL='"$cores"' CTEST_PARALLEL_LEVEL='"$cores"' chroot "$folder" "$@"
    ' enter "$folder" "$archives" "$@"
}

# A mirror that stands still is as good: its lists of packages are signed, but their time may be over. There is no terminal.
apt_settings() {
  echo 'Acquire::Check-Valid-Until "false";'
  echo 'Dpkg::Use-Pty "false";'
  apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy ' || true
}

make_folder() {  # make_folder <suite> <folder>
  local uri settings=$2/etc/apt/apt.conf.d/heaparray
  [[ ! -e $settings ]] || return 0
  if [[ -x $2/usr/bin/apt-get && ! -d $2/debootstrap ]]; then  # one that someone else has made, and whole
    apt_settings >"$settings"
    return 0
  fi
  uri=$(mirror)
  [[ $uri ]] || stop "there is no Debian mirror in this machine's apt sources, so no $1 can be installed"
  command -v debootstrap >/dev/null || { apt-get update -q=2; apt-get install -q=2 -y debootstrap >/dev/null; } ||
    stop "debootstrap is not here, and cannot be installed: apt-get install debootstrap"
  say "debootstrap $1"
  rm -rf "$2"
  mkdir -p "$2"
  debootstrap --variant=minbase "$1" "$2" "$uri" >"$out/debootstrap-$1.log" 2>&1 ||
    stop "debootstrap $1 failed, most likely for want of a network: see build/matrix/debootstrap-$1.log"
  apt_settings >"$settings"
}

# install <folder> <package>...: those that are not there
install() {
  local folder=$1 script='
    for package; do
      dpkg-query -W -f "\${db:Status-Status}\n" "$package" 2>/dev/null | grep -qx installed || set -- "$@" +"$package"
    done
    missing=
    for package; do case $package in +*) missing="$missing ${package#+}" ;; esac; done
    [ -n "$missing" ] || exit 0
    echo "installing$missing"
    apt-get update -q=2 &&
      apt-get install -o DPkg::Lock::Timeout=600 -q=2 -y --no-install-recommends $missing >/dev/null'
  shift
  enter "$folder" sh -c "$script" install "$@"
}

# The sources of Catch2: for flags that its package was not built with, and for other processors.
catch2_source() {  # catch2_source <folder>
  [[ ! -e $1/src/catch2/extras/catch_amalgamated.cpp ]] || return 0
  enter "$1" sh -c '
    echo "deb-src $1 $2 main" >/etc/apt/sources.list.d/heaparray-source.list &&
      mkdir -p /src/catch2 && cd /src && apt-get update -q=2 &&
      apt-get source -q=2 --download-only catch2 &&
      tar -xf catch2_*.orig.tar.* -C catch2 --strip-components=1' source "$(mirror)" "$suite"
}

# MemorySanitizer must see every write, also those in the standard library: libc++, built with it. Minutes, once.
memory_library() {  # memory_library <folder> <version of clang>
  [[ ! -e $1/src/memory/lib/libc++abi.so ]] || return 0
  enter "$1" sh -c '
    set -e
    rm -rf /src/llvm && mkdir -p /src/llvm && cd /src/llvm
    echo "deb-src $1 $2 main" >/etc/apt/sources.list.d/heaparray-source.list && apt-get update -q=2
    apt-get source -q=2 --download-only --tar-only "llvm-toolchain-$3"
    tar -xf llvm-toolchain-*.orig.tar.* --strip-components=1 --wildcards "*/runtimes/*" "*/libcxx/*" "*/libcxxabi/*" \
      "*/cmake/*" "*/llvm/utils/llvm-lit/*"
    cmake -G Ninja -S runtimes -B /src/memory -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER="clang-$3" \
      -DCMAKE_CXX_COMPILER="clang++-$3" -DLLVM_ENABLE_RUNTIMES="libcxx;libcxxabi" \
      -DLLVM_USE_SANITIZER=MemoryWithOrigins -DLIBCXXABI_USE_LLVM_UNWINDER=OFF -DLIBCXX_INCLUDE_BENCHMARKS=OFF \
      -DLIBCXX_INCLUDE_TESTS=OFF -DLIBCXXABI_INCLUDE_TESTS=OFF -DLLVM_INCLUDE_TESTS=OFF
    cmake --build /src/memory --target cxx cxxabi
    rm -rf /src/llvm' library "$(mirror)" "$suite" "$2"
}

put_tree() {  # put_tree <folder>: a copy without what was built
  mkdir -p "$1"
  tar -C "$tree" --exclude=./.git --exclude='./build*' -cf - . | tar -C "$1" -xf -
}

# ---- One cell

newest() {  # newest <prefix>: of the packages in sid named <prefix><number>
  enter "$store/sid" apt-cache pkgnames "$1" | grep -xE "${1//+/[+]}[0-9]+" | sort -V | tail -n 1
}

# Sets suite, compiler, flags, packages and options of the toolchain.
look_up() {
  local name folder row version
  flags="" options=() package_list=() suite=trixie own_catch2=no
  case $1 in
    newest-gcc | newest-clang)
      suite=sid
      make_folder sid "$store/sid" && enter "$store/sid" apt-get update -q=2
      if [[ $1 == newest-gcc ]]; then
        compiler=$(newest g++-)
        package_list=("$compiler")
      else
        version=$(newest clang-)
        compiler=clang++-${version#clang-}
        package_list=("$version" "${version/-/-tools-}")  # which looks for imports
      fi
      ;;
    aarch64 | riscv64 | s390x)
      compiler=$1-linux-gnu-g++-14
      package_list=("g++-14-$1-linux-gnu" qemu-user)
      options=(-DCMAKE_SYSTEM_NAME=Linux "-DCMAKE_SYSTEM_PROCESSOR=$1"
        "-DCMAKE_CROSSCOMPILING_EMULATOR=qemu-$1;-L;/usr/$1-linux-gnu")
      own_catch2=yes
      ;;
    i386)
      compiler=g++-14
      flags="-m32 -idirafter/usr/include/x86_64-linux-gnu"
      package_list=(g++-14-multilib)
      own_catch2=yes
      ;;
    memcheck)
      compiler=g++-14
      package_list=(g++-14 valgrind)
      # CMake has a name for what a program is run by only where it compiles for another machine. The tests have their
      # own operator new: it is not replaced.
      options=(-DCMAKE_SYSTEM_NAME=Linux "-DCMAKE_SYSTEM_PROCESSOR=$(uname -m)"
        "-DCMAKE_CROSSCOMPILING_EMULATOR=valgrind;-q;--leak-check=full;--error-exitcode=9;--fair-sched=yes;\
--soname-synonyms=somalloc=nouserintercepts")
      ;;
    memory)
      compiler=clang++-19
      flags="-fsanitize=memory -fsanitize-memory-track-origins -stdlib=libc++ -nostdinc++ \
-isystem/src/memory/include/c++/v1 -Wno-unused-command-line-argument"
      package_list=(clang-19 libclang-rt-19-dev python3 xz-utils)
      options=("-DCMAKE_EXE_LINKER_FLAGS=-L/src/memory/lib -Wl,-rpath,/src/memory/lib")
      own_catch2=yes
      ;;
    mingw)
      compiler=x86_64-w64-mingw32-g++-posix
      flags="-Wa,-mbig-obj"
      package_list=(g++-mingw-w64-x86-64-posix wine wine64)
      options=(-DCMAKE_SYSTEM_NAME=Windows -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_CROSSCOMPILING_EMULATOR=wine)
      own_catch2=yes
      ;;
    *)
      for row in "${toolchains[@]}"; do
        read -r name suite compiler flags folder <<<"$row"
        [[ $name != "$1" ]] || break
      done
      [[ $flags != - ]] || flags=""
      IFS=, read -ra package_list <<<"$folder"
      # The package is made for a library that is not this one, or by a g++ that is younger.
      [[ $1 != *libc++ && $1 != gcc13 ]] || own_catch2=yes
      ;;
  esac
}

count() {  # count <junit file>: sets total, bad, skipped
  total=0 bad=0 skipped=0
  local name value
  while read -r name value; do
    case $name in tests) total=$value ;; failures) bad=$value ;; skipped) skipped=$value ;; esac
  done < <(head -n 8 "$1" 2>/dev/null | sed -nE 's/^\s(tests|failures|skipped)="([0-9]+)"$/\1 \2/p')
}

# add_row <cell> <compiler> <what> <built> <junit file> <warnings> <seconds>
add_row() {
  local total bad skipped failed result=ok
  count "$5"
  failed=$bad
  # A program that was not built is only "skipped" there.
  if ((total == 0)) || [[ $4 != yes ]]; then ((++failed)); fi
  # A later compiler may have new warnings: they are reported, and are no failure unless HEAPARRAY_WERROR is ON.
  if [[ ${HEAPARRAY_WERROR-} == ON ]] && (($6 > 0)); then ((++failed)); fi
  ((failed == 0)) || result=FAILED
  {
    echo "| $1 | $2 | $3 | $4 | $((total - bad - skipped)) | $bad | $skipped | $6 | $((($7 + 30) / 60)) min | $result |"
    echo "$((total - bad - skipped)) $failed"
  } >"$out/$1.row"
  say "$1: $result, $((total - bad - skipped)) passed, $bad failed, $skipped skipped, $6 warnings, $7 s"
}

run_readme() {  # run_readme <cell>: a bare folder each time
  local log=$out/$1.log start=$SECONDS folder=$store/bare-$$ cxx=() build=0 suite=trixie
  [[ $1 == readme-gcc ]] || cxx=(CXX=clang++-19)
  make_folder trixie "$store/trixie-bare"
  cp -a --reflink=auto "$store/trixie-bare/." "$folder" || return
  put_tree "$folder/src/heaparray"
  if ((${#cxx[@]})); then install "$folder" clang-19 >"$log" 2>&1 || build=1; else : >"$log"; fi
  local command seconds=()
  for command in "cmake/quickstart.sh" "cmake/quickstart.sh test"; do
    local begun=$SECONDS
    # shellcheck disable=SC2086  # words
    enter "$folder" env -C /src/heaparray "${cxx[@]}" sh $command >>"$log" 2>&1 || build=1
    seconds+=($((SECONDS - begun)))
  done
  cp "$folder/src/heaparray/build/junit.xml" "$out/$1.xml" 2>/dev/null || rm -f "$out/$1.xml"
  rm -rf "$folder"
  # A test that fails does so in the file of results; here is what did not come so far.
  if ((build)) && [[ ! -e $out/$1.xml ]]; then build="no"; else build="yes"; fi
  add_row "$1" "trixie, ${cxx[*]:-g++}" "both commands of the README: ${seconds[0]} s, ${seconds[1]} s" "$build" \
    "$out/$1.xml" "$(grep -c 'warning: ' "$log")" $((SECONDS - start))
}

run_cell() {  # run_cell <cell> <toolchain> <standard> <flags> <programs>
  local log=$out/$1.log start=$SECONDS suite compiler flags package_list options own_catch2 part names word
  look_up "$2"
  local folder=$store/$suite library=libstdc++
  [[ $flags != *libc++ ]] || library=libc++
  for part in ${4//,/ }; do
    case $part in
      -*) flags+=" $part" ;;
      checked) flags+=" ${flags_of[checked-$library]}"; [[ $library == libc++ ]] || own_catch2=yes ;;
      LTO)
        flags+=" ${flags_of[LTO-${compiler%%+*}]}"
        [[ $compiler != clang* ]] || package_list+=("lld-${compiler#clang++-}")
        ;;
      *) flags+=" ${flags_of[$part]}" ;;
    esac
  done
  local targets=() select
  case $5 in
    all) targets=(unit_tests examples) select="-L ^(unit|example|modules)$" ;;
    few) targets=("${few[@]}") select="-R ^($(IFS='|'; echo "${few[*]}"))$" ;;
    some | memcheck) targets=("${some[@]}") select="-R ^($(IFS='|'; echo "${some[*]}"))$" ;;
    quick) targets=("${some[@]}" examples) select="-R ^(example\..*|modules\..*|package\.module|$(IFS='|'; echo "${some[*]}"))$" ;;
    processor | threads) targets=("$5_tests") select="-L $5" ;;
    without)
      for names in "$tree"/tests/no_exceptions/*.cpp; do
        word=${names##*/}
        targets+=("no_exceptions.${word%.cpp}")
      done
      for names in "$tree"/examples/*.cpp; do  # and what they include of ours
        word=$(sed -nE "s|^#include \"([^\"]*)\"|$tree/examples/\1|p" "$names")
        # shellcheck disable=SC2086  # words
        ! grep -qE '\b(try|throw|catch)\b' "$names" $word || continue
        word=${names##*/}
        targets+=("${word%.cpp}")
      done
      select="-R ^warnings\.c|^(no_exceptions\.|example\.)?($(IFS='|'; echo "${targets[*]#no_exceptions.}"))$"
      ;;
  esac
  make_folder "$suite" "$folder"
  install "$folder" cmake ninja-build catch2 libc6-dev "${package_list[@]}" >"$log" 2>&1 ||
    say "$1: not all packages could be installed, see build/matrix/$1.log"
  if [[ $own_catch2 == yes ]]; then
    catch2_source "$folder" >>"$log" 2>&1 && options+=(-DHEAPARRAY_CATCH2_SOURCE=/src/catch2)
  fi
  [[ $2 != memory ]] || memory_library "$folder" 19 >>"$log" 2>&1 || say "$1: its libc++ could not be built"
  local work=/src/heaparray-$$
  put_tree "$folder$work"
  enter "$folder" env -C "$work" HEAPARRAY_TEST_EFFORT="${effort[$2]:-1}" WINEDEBUG=-all \
    ASAN_OPTIONS=detect_stack_use_after_return=1:allocator_may_return_null=1 sh -c '
    compiler=$1 standard=$2 flags=$3 targets=$4 select=$5
    shift 5
    echo "version: $("$compiler" -dumpfullversion 2>/dev/null || "$compiler" -dumpversion)"
    cmake -G Ninja -S . -B build/cell -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_STANDARD="$standard" \
      -DCMAKE_CXX_FLAGS="$flags -DCATCH_CONFIG_FAST_COMPILE" -DHEAPARRAY_MODEL_CHECK=OFF "$@" || exit
    cmake --build build/cell --target $targets -- -k 0
    # Where the kernel spreads addresses widely, ThreadSanitizer cannot lay out its shadow memory.
    setarch "$(uname -m)" -R true 2>/dev/null || setarch() { shift 2; "$@"; }
    setarch "$(uname -m)" -R ctest --test-dir build/cell --output-on-failure --no-tests=error --timeout 600 \
      --output-junit junit.xml $select' cell \
    "$compiler" "$3" "${flags## }" "${targets[*]}" "$select" "${options[@]}" >>"$log" 2>&1
  cp "$folder$work/build/cell/junit.xml" "$out/$1.xml" 2>/dev/null || rm -f "$out/$1.xml"
  rm -rf "${folder:?}$work"
  local version failed_to_build
  version=$(sed -n 's/^version: //p' "$log")
  failed_to_build=$(grep -c '^FAILED: ' "$log")
  add_row "$1" "$suite, $compiler ${version-}, $library" "C++$3${flags:+, \`${flags## }\`}: ${programs_are[$5]}" \
    "$( ((failed_to_build)) && echo "not $failed_to_build" || echo yes)" "$out/$1.xml" \
    "$(grep -c 'warning: ' "$log")" $((SECONDS - start))
}

# For the tests that hammer: less in an emulator, and where CI has little time.
declare -A effort=([aarch64]=0.1 [riscv64]=0.1 [s390x]=0.1 [mingw]=0.1 [memcheck]=0.1 [memory]=0.1 [newest-gcc]=0.3 [newest-clang]=0.3)

# ---- All of it

main() {
  local line pattern found cell toolchain standard flags programs known wanted
  (($#)) || { sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2; exit 2; }
  mapfile -t known < <(cells)
  if [[ $1 == list ]]; then
    for line in "${known[@]}"; do
      read -r cell toolchain standard flags programs <<<"$line"
      printf '%-40s C++%s  %s\n' "$cell" "$standard" "${programs_are[$programs]}"
    done
    exit
  fi
  wanted=()
  local resume=no all_passed=0 all_failed=0 good bad
  if [[ $1 == resume ]]; then resume=yes; shift; (($#)) || set -- all; fi
  for pattern in "$@"; do
    case $pattern in all) pattern='*' ;; trixie) pattern='readme-*' ;; sid) pattern='sid-*' ;; esac
    found=no
    for line in "${known[@]}"; do
      # shellcheck disable=SC2053  # a pattern
      if [[ ${line%% *} == $pattern ]]; then
        found=yes
        [[ " ${wanted[*]%% *} " == *" ${line%% *} "* ]] || wanted+=("$line")
      fi
    done
    [[ $found == yes ]] || stop "there is no cell \"$pattern\": matrix.sh list"
  done
  (($(id -u) == 0)) || stop "without root there is no chroot, so nothing was built: run it as root, or with sudo"
  unshare --mount true 2>/dev/null || stop "this root may not mount anything (a container?), so nothing was built"

  mkdir -p "$out" "$store"
  trap 'rm -rf "$store/bare-$$" "$store"/*/src/heaparray-$$' EXIT
  trap 'exit 130' INT TERM
  for line in "${wanted[@]}"; do
    read -r cell toolchain standard flags programs <<<"$line"
    if [[ $resume == yes && -s $out/$cell.row ]]; then continue; fi
    rm -f "$out/$cell.row"
    say "$cell"
    if [[ $programs == readme ]]; then
      run_readme "$cell"
    else
      run_cell "$cell" "$toolchain" "$standard" "$flags" "$programs"
    fi
  done

  {
    echo '| cell | where | what | built | passed | failed | skipped | warnings | time | |'
    echo '|---|---|---|---|---|---|---|---|---|---|'
    for line in "${wanted[@]}"; do sed -n 1p "$out/${line%% *}.row"; done
  } | tee "$out/table.md"
  for line in "${wanted[@]}"; do
    read -r good bad < <(sed -n 2p "$out/${line%% *}.row")
    ((all_passed += good, all_failed += bad))
  done
  echo "$all_passed $all_failed" >"$out/counts"
  ((all_failed == 0))
}
main "$@"; exit  # on one line: the script may be edited while it runs
