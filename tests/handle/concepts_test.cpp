// SPDX-License-Identifier: MIT
//
// The concepts: what models them, and that each expression of their tables is needed.
//
// Array<Self>, SharedArray<Self>, ... have every expression right; Untyped... lack the types. In a test, MODELS and
// FLAWED derive a `Type` from one of them, and what stands last in the macro hides a member of the base:
//
//   Wrong size;                lacks the expression
//   Wrong size() const;        its result is of another type
//   std::size_t size();        not for const objects
#include <heaparray/concepts.hpp>
#include <heaparray/heaparray.hpp>

#include "support/allocators.hpp"
#include "support/catch.hpp"
#include "support/elements.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace heaparray;

namespace {

struct Wrong {};  // converts to nothing that a concept asks for
using Init = detail::InitProbe<int>;

// Nothing here is defined, and nothing is called.

template <class Self>
struct Untyped {
  std::size_t size() const;
  bool empty() const;
  const int* get(std::size_t) const;
  int* get_mut(std::size_t);
  std::optional<int> insert(std::size_t, int);
  static Self with_label(char, std::size_t, Init);
  static Self with_len(char, std::size_t);
  const char& label() const;
  char& label();
  char* label_mut();
  const int& unchecked(std::size_t) const;
  const int* data() const;
  std::span<const int> as_slice() const;
  std::span<int> as_slice_mut();
  int* into_raw() &&;
  explicit operator bool() const noexcept;
};

template <class Self>
struct Array : Untyped<Self> {
  using value_type = int;
  using label_type = char;
};

template <class Self>
struct NoLabelType : Untyped<Self> {
  using value_type = int;
};

template <class Self>
struct NoValueType : Untyped<Self> {
  using label_type = char;
};

template <class Self>
struct SharedArray : Array<Self> {
  std::optional<std::span<int>> as_slice_mut();
  bool ref_eq(const Self&) const;
  std::size_t use_count() const;
  bool is_unique() const;
};

template <class Self>
struct UntypedCell {
  std::unique_ptr<int> exchange(std::unique_ptr<int>);
  bool compare_exchange_strong(int*&, std::unique_ptr<int>&);
  bool compare_exchange_weak(int*&, std::unique_ptr<int>&);
};

template <class Self>
struct Cell : UntypedCell<Self> {
  using handle_type = std::unique_ptr<int>;
  using expected_type = int*;
};

template <class Self>
struct NoHandleType : UntypedCell<Self> {
  using expected_type = int*;
};

template <class Self>
struct NoExpectedType : UntypedCell<Self> {
  using handle_type = std::unique_ptr<int>;
};

template <class Self>
struct Counter {
  static constexpr bool thread_safe = false;
  void increment() noexcept;
  bool decrement() noexcept;
  bool is_unique() const noexcept;
  std::size_t use_count() const noexcept;
};

template <class Self>
struct IntThreadSafe : Counter<Self> {
  static constexpr int thread_safe = 1;
};

struct Part {
  Part() noexcept;
  explicit Part(std::size_t) noexcept;
};

template <class Self>
struct InHandle {
  using handle_part = Part;
  using block_part = Part;
  static constexpr std::size_t max_len = 100;
  static constexpr bool in_handle = true;
  static std::size_t get(const Part&) noexcept;
};

template <class Self>
struct UntypedInBlock {
  static constexpr std::size_t max_len = 100;
  static constexpr bool in_handle = false;
  template <class B>
  static std::size_t get(const B&, const char&) noexcept;
};

template <class Self>
struct InBlock : UntypedInBlock<Self> {
  using handle_part = Part;
  using block_part = Part;
};

template <class Self>
struct NoHandlePart : UntypedInBlock<Self> {
  using block_part = Part;
};

template <class Self>
struct NoBlockPart : UntypedInBlock<Self> {
  using handle_part = Part;
};

template <class Self>
struct IntMaxLen : InBlock<Self> {
  static constexpr int max_len = 100;
};

template <class Self>
struct IntInHandle : InBlock<Self> {
  static constexpr int in_handle = 0;
};

template <class P>
concept LengthPolicyWithChar = LengthPolicy<P, char>;

#define MODELS(Concept, Base, ...) \
  {                                \
    struct Type : Base<Type> {     \
      __VA_ARGS__                  \
    };                             \
    STATIC_REQUIRE(Concept<Type>); \
  }
#define FLAWED(Concept, Base, ...)       \
  {                                      \
    struct Type : Base<Type> {           \
      __VA_ARGS__                        \
    };                                   \
    STATIC_REQUIRE_FALSE(Concept<Type>); \
  }

using Uniques = std::tuple<HeapArray<int, char>, ThinPtrArray<std::string, std::string>, HeapArray<int>,
                           RcArray<int, char>::owner_type, TpArcArray<int>::owner_type>;
using Shareds = std::tuple<FpRcArray<int, char>, TpRcArray<int, char>, FpArcArray<int, char>,
                           TpArcArray<int, char>, RcArray<std::string>, ArcArray<std::string, std::string>>;

}  // namespace

// ---- our handles ------------------------------------------------------------------------------------------

TEMPLATE_LIST_TEST_CASE("a unique handle: models all but what sharing means", "[concepts]", Uniques) {
  STATIC_REQUIRE(Container<TestType>);
  STATIC_REQUIRE(CopyMap<TestType>);
  STATIC_REQUIRE(MakeArray<TestType>);
  STATIC_REQUIRE(ReadableArray<TestType>);
  STATIC_REQUIRE(LabelledArray<TestType>);
  STATIC_REQUIRE(LabelledArrayMut<TestType>);
  STATIC_REQUIRE(DefaultLabelledArray<TestType>);
  STATIC_REQUIRE(SliceArray<TestType>);
  STATIC_REQUIRE(SliceArrayMut<TestType>);
  STATIC_REQUIRE(BaseArrayRef<TestType>);
  STATIC_REQUIRE(UnsafeArrayRef<TestType>);

  STATIC_REQUIRE_FALSE(LabelledArrayRefMut<TestType>);
  STATIC_REQUIRE_FALSE(SliceArrayRef<TestType>);
  STATIC_REQUIRE_FALSE(ArrayRef<TestType>);
  STATIC_REQUIRE_FALSE(AtomicArrayRef<TestType>);
  STATIC_REQUIRE_FALSE(RefCounter<TestType>);
  STATIC_REQUIRE_FALSE(LengthPolicy<TestType>);
}

TEMPLATE_LIST_TEST_CASE("a shared handle: models all but what writing at any time means", "[concepts]",
                        Shareds) {
  STATIC_REQUIRE(Container<TestType>);
  STATIC_REQUIRE(CopyMap<TestType>);
  STATIC_REQUIRE(MakeArray<TestType>);
  STATIC_REQUIRE(ReadableArray<TestType>);
  STATIC_REQUIRE(LabelledArray<TestType>);
  STATIC_REQUIRE(LabelledArrayRefMut<TestType>);
  STATIC_REQUIRE(DefaultLabelledArray<TestType>);
  STATIC_REQUIRE(SliceArray<TestType>);
  STATIC_REQUIRE(SliceArrayRef<TestType>);
  STATIC_REQUIRE(BaseArrayRef<TestType>);
  STATIC_REQUIRE(ArrayRef<TestType>);
  STATIC_REQUIRE(UnsafeArrayRef<TestType>);

  STATIC_REQUIRE_FALSE(LabelledArrayMut<TestType>);
  STATIC_REQUIRE_FALSE(SliceArrayMut<TestType>);
  STATIC_REQUIRE_FALSE(AtomicArrayRef<TestType>);
  STATIC_REQUIRE_FALSE(RefCounter<TestType>);
  STATIC_REQUIRE_FALSE(LengthPolicy<TestType>);
}

TEST_CASE("a shared handle: has a mutable label if that synchronises itself", "[concepts]") {
  STATIC_REQUIRE(LabelledArrayMut<ArcArray<int, std::atomic<int>>>);
  STATIC_REQUIRE(LabelledArrayMut<ArcArray<int, std::mutex>>);
  STATIC_REQUIRE_FALSE(SliceArrayMut<ArcArray<std::atomic<int>>>);
}

TEST_CASE("a handle: cannot be made from a length without a default label", "[concepts]") {
  struct NoDefault {
    explicit NoDefault(int);
  };
  STATIC_REQUIRE_FALSE(MakeArray<HeapArray<int, NoDefault>>);
  STATIC_REQUIRE_FALSE(MakeArray<ArcArray<int, NoDefault>>);
  STATIC_REQUIRE(LabelledArray<HeapArray<int, NoDefault>>);
  STATIC_REQUIRE(LabelledArray<ArcArray<int, NoDefault>>);
}

TEST_CASE("a handle of immovable elements: has no insert, and the rest", "[concepts]") {
  using Unique = HeapArray<test::Immovable, test::InPlaceLabel>;
  using Shared = TpArcArray<test::Immovable, test::InPlaceLabel>;
  STATIC_REQUIRE_FALSE(CopyMap<Unique>);
  STATIC_REQUIRE_FALSE(CopyMap<Shared>);
  STATIC_REQUIRE(LabelledArrayMut<Unique>);
  STATIC_REQUIRE(SliceArrayMut<Unique>);
  STATIC_REQUIRE(ArrayRef<Shared>);
  STATIC_REQUIRE(SliceArrayRef<Shared>);
}

TEST_CASE("a handle whose allocator has no default: may be asked for its concepts", "[concepts]") {
  using Unique = HeapArray<int, char, test::CheckedAllocator<std::byte>>;
  using Shared = TpArcArray<int, char, test::CheckedAllocator<std::byte>>;
  STATIC_REQUIRE(SliceArrayMut<Unique>);
  STATIC_REQUIRE(CopyMap<Unique>);
  STATIC_REQUIRE(UnsafeArrayRef<Unique>);
  STATIC_REQUIRE(ArrayRef<Shared>);
  // What follows makes one without naming an allocator. To ask is no error.
  STATIC_REQUIRE_FALSE(MakeArray<Unique>);
  STATIC_REQUIRE_FALSE(LabelledArray<Unique>);
  STATIC_REQUIRE_FALSE(DefaultLabelledArray<Unique>);
  STATIC_REQUIRE_FALSE(MakeArray<Shared>);
  STATIC_REQUIRE_FALSE(LabelledArray<Shared>);
}

TEST_CASE("policies: model their concept and no other", "[concepts]") {
  STATIC_REQUIRE(RefCounter<LocalCount<>>);
  STATIC_REQUIRE(RefCounter<LocalCount<std::uint8_t>>);
  STATIC_REQUIRE(RefCounter<AtomicCount<>>);
  STATIC_REQUIRE(RefCounter<AtomicCount<std::uint32_t>>);
  STATIC_REQUIRE_FALSE(RefCounter<NoCount>);
  STATIC_REQUIRE_FALSE(RefCounter<int>);
  STATIC_REQUIRE_FALSE(RefCounter<std::atomic<int>>);
  STATIC_REQUIRE_FALSE(RefCounter<LengthInHandle>);
  STATIC_REQUIRE(LengthPolicy<LengthInHandle>);
  STATIC_REQUIRE(LengthPolicy<LengthInBlock<>>);
  STATIC_REQUIRE(LengthPolicy<LengthInBlock<std::uint16_t>, std::string>);
  STATIC_REQUIRE_FALSE(LengthPolicy<int>);
  STATIC_REQUIRE_FALSE(LengthPolicy<NoCount>);
  STATIC_REQUIRE_FALSE(LengthPolicy<AtomicCount<>>);
}

TEST_CASE("the standard's containers: are containers, and nothing that has a label", "[concepts]") {
  using Vector = std::vector<int>;
  STATIC_REQUIRE(Container<Vector>);
  STATIC_REQUIRE(Container<std::string>);
  STATIC_REQUIRE(Container<std::array<int, 3>>);
  STATIC_REQUIRE_FALSE(Container<int>);
  STATIC_REQUIRE_FALSE(Container<void>);
  STATIC_REQUIRE_FALSE(Container<int[3]>);
  STATIC_REQUIRE_FALSE(CopyMap<Vector>);
  STATIC_REQUIRE_FALSE(ReadableArray<Vector>);
  STATIC_REQUIRE_FALSE(LabelledArray<Vector>);
  STATIC_REQUIRE_FALSE(SliceArray<Vector>);
  STATIC_REQUIRE_FALSE(BaseArrayRef<Vector>);
  STATIC_REQUIRE_FALSE(ArrayRef<std::shared_ptr<int[]>>);
  STATIC_REQUIRE_FALSE(AtomicArrayRef<std::atomic<int*>>);
}

// ---- one flaw at a time -----------------------------------------------------------------------------------

TEST_CASE("Container: needs each of its expressions", "[concepts]") {
  MODELS(Container, Array)
  MODELS(Container, Array, unsigned short size() const; int empty() const;)
  FLAWED(Container, Array, Wrong size;)
  FLAWED(Container, Array, Wrong size() const;)
  FLAWED(Container, Array, std::size_t size();)
  FLAWED(Container, Array, Wrong empty;)
  FLAWED(Container, Array, Wrong empty() const;)
  FLAWED(Container, Array, bool empty();)
}

TEST_CASE("CopyMap: needs each of its expressions", "[concepts]") {
  MODELS(CopyMap, Array)
  MODELS(CopyMap, Array, int* get(std::size_t) const;)
  FLAWED(CopyMap, Array, Wrong size;)
  FLAWED(CopyMap, Untyped)
  FLAWED(CopyMap, Array, Wrong get;)
  FLAWED(CopyMap, Array, const int* get() const;)
  FLAWED(CopyMap, Array, const int& get(std::size_t) const;)
  FLAWED(CopyMap, Array, const long* get(std::size_t) const;)
  FLAWED(CopyMap, Array, const int* get(std::size_t);)
  FLAWED(CopyMap, Array, Wrong get_mut;)
  FLAWED(CopyMap, Array, const int* get_mut(std::size_t);)
  FLAWED(CopyMap, Array, std::optional<int> get_mut(std::size_t);)
  FLAWED(CopyMap, Array, Wrong insert;)
  FLAWED(CopyMap, Array, bool insert(std::size_t, int);)
  FLAWED(CopyMap, Array, int insert(std::size_t, int);)
  FLAWED(CopyMap, Array, std::optional<long> insert(std::size_t, int);)
  FLAWED(CopyMap, Array, std::optional<int> insert(std::size_t, int*);)
  FLAWED(CopyMap, Array, std::optional<int> insert(std::size_t, int&);)
}

TEST_CASE("MakeArray: needs each of its expressions", "[concepts]") {
  MODELS(MakeArray, Array, Type(std::size_t, Init);)
  MODELS(MakeArray, Array, explicit Type(std::size_t, const Init&, int = 0);)
  FLAWED(MakeArray, Array)
  FLAWED(MakeArray, Array, Type(std::size_t, Init); Wrong size;)
  FLAWED(MakeArray, Untyped, Type(std::size_t, Init);)
  FLAWED(MakeArray, Array, explicit Type(std::size_t);)
  FLAWED(MakeArray, Array, Type(std::size_t, int);)
  FLAWED(MakeArray, Array, Type(std::size_t, Init&);)
  FLAWED(MakeArray, Array, Type(Wrong, Init);)
  FLAWED(MakeArray, Array, private : Type(std::size_t, Init);)
}

TEST_CASE("ReadableArray: needs each of its expressions", "[concepts]") {
  MODELS(ReadableArray, Array)
  MODELS(ReadableArray, Array, char label() const;)
  MODELS(ReadableArray, Array, std::span<int> as_slice() const;)
  FLAWED(ReadableArray, Array, Wrong empty;)
  FLAWED(ReadableArray, NoValueType)
  FLAWED(ReadableArray, NoLabelType)
  FLAWED(ReadableArray, Array, Wrong label;)
  FLAWED(ReadableArray, Array, Wrong label() const;)
  FLAWED(ReadableArray, Array, char& label();)
  FLAWED(ReadableArray, Array, Wrong as_slice;)
  FLAWED(ReadableArray, Array, Wrong as_slice() const;)
  FLAWED(ReadableArray, Array, std::span<const long> as_slice() const;)
  FLAWED(ReadableArray, Array, std::span<const int> as_slice();)
}

TEST_CASE("LabelledArray: needs each of its expressions", "[concepts]") {
  MODELS(LabelledArray, Array)
  MODELS(LabelledArray, Array, static Type with_label(const char&, std::size_t, const Init&, int = 0);)
  FLAWED(LabelledArray, Array, Wrong size;)
  FLAWED(LabelledArray, NoValueType)
  FLAWED(LabelledArray, NoLabelType)
  FLAWED(LabelledArray, Array, Wrong with_label;)
  FLAWED(LabelledArray, Array, static Wrong with_label(char, std::size_t, Init);)
  FLAWED(LabelledArray, Array, static std::optional<Type> with_label(char, std::size_t, Init);)
  FLAWED(LabelledArray, Array, static Type & with_label(char, std::size_t, Init);)
  FLAWED(LabelledArray, Array, static Type with_label(char&, std::size_t, Init);)
  FLAWED(LabelledArray, Array, static Type with_label(char, std::size_t);)
  FLAWED(LabelledArray, Array, static Type with_label(char, std::size_t, Wrong);)
  FLAWED(LabelledArray, Array, Type with_label(char, std::size_t, Init);)  // not static
  FLAWED(LabelledArray, Array, Wrong label;)
  FLAWED(LabelledArray, Array, Wrong label() const;)
  FLAWED(LabelledArray, Array, char& label();)
  FLAWED(LabelledArray, Array, Wrong unchecked;)
  FLAWED(LabelledArray, Array, Wrong unchecked(std::size_t) const;)
  FLAWED(LabelledArray, Array, const int* unchecked(std::size_t) const;)
  FLAWED(LabelledArray, Array, int& unchecked(std::size_t);)
}

TEST_CASE("LabelledArrayMut: needs each of its expressions", "[concepts]") {
  MODELS(LabelledArrayMut, Array)
  FLAWED(LabelledArrayMut, Array, Wrong unchecked;)
  FLAWED(LabelledArrayMut, Array, const char& label() const;)
  FLAWED(LabelledArrayMut, Array, const char& label() const; char label();)
  FLAWED(LabelledArrayMut, Array, const char& label() const; const char& label();)
  FLAWED(LabelledArrayMut, Array, const char& label() const; char* label();)
}

TEST_CASE("LabelledArrayRefMut: needs each of its expressions", "[concepts]") {
  MODELS(LabelledArrayRefMut, SharedArray)
  FLAWED(LabelledArrayRefMut, SharedArray, Wrong unchecked;)
  FLAWED(LabelledArrayRefMut, SharedArray, Wrong label_mut;)
  FLAWED(LabelledArrayRefMut, SharedArray, const char* label_mut();)
  FLAWED(LabelledArrayRefMut, SharedArray, char& label_mut();)
  FLAWED(LabelledArrayRefMut, SharedArray, std::optional<char> label_mut();)
}

TEST_CASE("DefaultLabelledArray: needs each of its expressions", "[concepts]") {
  MODELS(DefaultLabelledArray, Array)
  FLAWED(DefaultLabelledArray, Array, Wrong with_label;)
  FLAWED(DefaultLabelledArray, Array, Wrong with_len;)
  FLAWED(DefaultLabelledArray, Array, static Wrong with_len(char, std::size_t);)
  FLAWED(DefaultLabelledArray, Array, static Type with_len(char);)
  FLAWED(DefaultLabelledArray, Array, static Type with_len(char&, std::size_t);)
  FLAWED(DefaultLabelledArray, Array, Type with_len(char, std::size_t);)
}

TEST_CASE("SliceArray: needs each of its expressions", "[concepts]") {
  MODELS(SliceArray, Array)
  MODELS(SliceArray, Array, int* data() const;)
  FLAWED(SliceArray, Array, Wrong empty;)
  FLAWED(SliceArray, Untyped)
  FLAWED(SliceArray, Array, Wrong data;)
  FLAWED(SliceArray, Array, Wrong data() const;)
  FLAWED(SliceArray, Array, const void* data() const;)
  FLAWED(SliceArray, Array, const int* data();)
  FLAWED(SliceArray, Array, Wrong as_slice;)
  FLAWED(SliceArray, Array, const int* as_slice() const;)
  FLAWED(SliceArray, Array, std::span<const int> as_slice();)
}

TEST_CASE("SliceArrayMut: needs a span, always", "[concepts]") {
  MODELS(SliceArrayMut, Array)
  MODELS(SliceArrayMut, Array, std::span<int, 3> as_slice_mut();)
  FLAWED(SliceArrayMut, Array, std::span<const int, 3> as_slice_mut();)
  FLAWED(SliceArrayMut, Array, std::array<int, 3> as_slice_mut();)
  FLAWED(SliceArrayMut, Array, Wrong data;)
  FLAWED(SliceArrayMut, Array, Wrong as_slice_mut;)
  FLAWED(SliceArrayMut, Array, std::span<const int> as_slice_mut();)
  FLAWED(SliceArrayMut, SharedArray)
}

TEST_CASE("SliceArrayRef: needs an optional span", "[concepts]") {
  MODELS(SliceArrayRef, SharedArray)
  MODELS(SliceArrayRef, SharedArray, std::optional<std::span<int, 3>> as_slice_mut();)
  FLAWED(SliceArrayRef, SharedArray, std::optional<std::array<int, 3>> as_slice_mut();)
  FLAWED(SliceArrayRef, SharedArray, Wrong data;)
  FLAWED(SliceArrayRef, SharedArray, Wrong as_slice_mut;)
  FLAWED(SliceArrayRef, SharedArray, std::optional<std::span<const int>> as_slice_mut();)
  FLAWED(SliceArrayRef, Array)
}

TEST_CASE("BaseArrayRef: needs into_raw and moves that do not throw", "[concepts]") {
  MODELS(BaseArrayRef, Array)
  MODELS(BaseArrayRef, Array, Type(Type&&) noexcept; Type & operator=(Type&&) noexcept;)
  FLAWED(BaseArrayRef, Array, Wrong size;)
  FLAWED(BaseArrayRef, Untyped)
  FLAWED(BaseArrayRef, Array, Wrong into_raw;)
  FLAWED(BaseArrayRef, Array, const int* into_raw()&&;)
  FLAWED(BaseArrayRef, Array, Wrong into_raw()&&;)
  FLAWED(BaseArrayRef, Array, int* into_raw()&;)
  FLAWED(BaseArrayRef, Array, Type(Type&&); Type & operator=(Type&&) noexcept;)
  FLAWED(BaseArrayRef, Array, Type(Type&&) noexcept; Type & operator=(Type&&);)
  FLAWED(BaseArrayRef, Array, Type(Type&&) = delete; Type & operator=(Type&&) noexcept;)
  FLAWED(BaseArrayRef, Array, Type(Type&&) noexcept; Type & operator=(Type&&) = delete;)
}

TEST_CASE("ArrayRef: needs copies that do not throw, and each of its expressions", "[concepts]") {
  MODELS(ArrayRef, SharedArray)
  MODELS(ArrayRef, SharedArray, unsigned use_count() const;)
  FLAWED(ArrayRef, Array)
  FLAWED(ArrayRef, SharedArray, Wrong into_raw;)
  FLAWED(ArrayRef, SharedArray, Type(const Type&); Type(Type&&) noexcept; Type & operator=(Type&&) noexcept;)
  FLAWED(ArrayRef, SharedArray, Type(const Type&) = delete; Type(Type&&) noexcept;
         Type & operator=(Type&&) noexcept;)
  FLAWED(ArrayRef, SharedArray, Wrong ref_eq;)
  FLAWED(ArrayRef, SharedArray, int ref_eq(const Type&) const;)
  FLAWED(ArrayRef, SharedArray, bool ref_eq(Type&) const;)
  FLAWED(ArrayRef, SharedArray, bool ref_eq(const Type&);)
  FLAWED(ArrayRef, SharedArray, Wrong use_count;)
  FLAWED(ArrayRef, SharedArray, Wrong use_count() const;)
  FLAWED(ArrayRef, SharedArray, std::size_t use_count();)
  FLAWED(ArrayRef, SharedArray, Wrong is_unique;)
  FLAWED(ArrayRef, SharedArray, int is_unique() const;)
  FLAWED(ArrayRef, SharedArray, bool is_unique();)
}

TEST_CASE("UnsafeArrayRef: needs a null handle that does not throw, and a way to ask", "[concepts]") {
  MODELS(UnsafeArrayRef, Array)
  MODELS(UnsafeArrayRef, Array, Type() noexcept;)
  FLAWED(UnsafeArrayRef, Array, Wrong into_raw;)
  FLAWED(UnsafeArrayRef, Array, Type();)
  FLAWED(UnsafeArrayRef, Array, Type() = delete;)
  FLAWED(UnsafeArrayRef, Array, explicit Type(int);)
  FLAWED(UnsafeArrayRef, Array, explicit operator bool() const noexcept = delete;)
  FLAWED(UnsafeArrayRef, Array, explicit operator bool() const;)
}

TEST_CASE("AtomicArrayRef: needs each of its expressions", "[concepts]") {
  MODELS(AtomicArrayRef, Cell)
  FLAWED(AtomicArrayRef, NoHandleType)
  FLAWED(AtomicArrayRef, NoExpectedType)
  FLAWED(AtomicArrayRef, Cell, Wrong exchange;)
  FLAWED(AtomicArrayRef, Cell, void exchange(std::unique_ptr<int>);)
  FLAWED(AtomicArrayRef, Cell, std::unique_ptr<int> & exchange(std::unique_ptr<int>);)
  FLAWED(AtomicArrayRef, Cell, std::unique_ptr<int> exchange(std::unique_ptr<int>&);)
  FLAWED(AtomicArrayRef, Cell, Wrong compare_exchange_strong;)
  FLAWED(AtomicArrayRef, Cell, void compare_exchange_strong(int*&, std::unique_ptr<int>&);)
  FLAWED(AtomicArrayRef, Cell, bool compare_exchange_strong(int*&, std::unique_ptr<int>);)
  FLAWED(AtomicArrayRef, Cell, bool compare_exchange_strong(int*&&, std::unique_ptr<int>&);)
  FLAWED(AtomicArrayRef, Cell, Wrong compare_exchange_weak;)
  FLAWED(AtomicArrayRef, Cell, int compare_exchange_weak(int*&, std::unique_ptr<int>&);)
  FLAWED(AtomicArrayRef, Cell, bool compare_exchange_weak(int*&, std::unique_ptr<int>);)
}

TEST_CASE("RefCounter: needs each of its expressions, and that they do not throw", "[concepts]") {
  MODELS(RefCounter, Counter)
  MODELS(RefCounter, Counter, Type() noexcept; Type(const Type&) = delete;)
  MODELS(RefCounter, Counter, unsigned char use_count() const noexcept;)
  FLAWED(RefCounter, Counter, Type();)
  FLAWED(RefCounter, Counter, explicit Type(int) noexcept;)
  FLAWED(RefCounter, Counter, ~Type() noexcept(false);)
  FLAWED(RefCounter, Counter, Wrong increment;)
  FLAWED(RefCounter, Counter, void increment();)
  FLAWED(RefCounter, Counter, Wrong decrement;)
  FLAWED(RefCounter, Counter, bool decrement();)
  FLAWED(RefCounter, Counter, void decrement() noexcept;)
  FLAWED(RefCounter, Counter, int decrement() noexcept;)  // a count, most likely
  FLAWED(RefCounter, Counter, Wrong is_unique;)
  FLAWED(RefCounter, Counter, bool is_unique() const;)
  FLAWED(RefCounter, Counter, bool is_unique() noexcept;)
  FLAWED(RefCounter, Counter, int is_unique() const noexcept;)
  FLAWED(RefCounter, Counter, Wrong use_count;)
  FLAWED(RefCounter, Counter, std::size_t use_count() const;)
  FLAWED(RefCounter, Counter, std::size_t use_count() noexcept;)
  FLAWED(RefCounter, Counter, void thread_safe();)
  FLAWED(RefCounter, Counter, bool thread_safe;)
  FLAWED(RefCounter, IntThreadSafe)
}

TEST_CASE("LengthPolicy: needs each of its expressions, and that they do not throw", "[concepts]") {
  MODELS(LengthPolicy, InHandle)
  MODELS(LengthPolicyWithChar, InHandle)
  MODELS(LengthPolicyWithChar, InBlock)
  FLAWED(LengthPolicy, InBlock)  // get() does not take a NoLabel

  struct NoDefault {
    explicit NoDefault(std::size_t) noexcept;
  };
  struct DefaultThrows {
    DefaultThrows();
    explicit DefaultThrows(std::size_t) noexcept;
  };
  struct NoLength {};
  struct LengthThrows {
    LengthThrows() noexcept;
    explicit LengthThrows(std::size_t);
  };
  struct NotTrivial {
    NotTrivial() noexcept;
    explicit NotTrivial(std::size_t) noexcept;
    NotTrivial(const NotTrivial&) noexcept;
  };
  FLAWED(LengthPolicyWithChar, NoHandlePart)
  FLAWED(LengthPolicyWithChar, InBlock, using handle_part = NoDefault;)
  FLAWED(LengthPolicyWithChar, InBlock, using handle_part = DefaultThrows;)
  FLAWED(LengthPolicyWithChar, InBlock, using handle_part = NoLength;)
  FLAWED(LengthPolicyWithChar, InBlock, using handle_part = LengthThrows;)
  FLAWED(LengthPolicyWithChar, InBlock, using handle_part = NotTrivial;)
  FLAWED(LengthPolicyWithChar, NoBlockPart)
  FLAWED(LengthPolicyWithChar, InBlock, using block_part = NoLength;)
  FLAWED(LengthPolicyWithChar, InBlock, using block_part = LengthThrows;)
  FLAWED(LengthPolicyWithChar, InBlock, void max_len();)
  FLAWED(LengthPolicyWithChar, InBlock, int max_len;)
  FLAWED(LengthPolicyWithChar, InBlock, std::size_t max_len;)
  FLAWED(LengthPolicyWithChar, IntMaxLen)
  FLAWED(LengthPolicyWithChar, InBlock, void in_handle();)
  FLAWED(LengthPolicyWithChar, InBlock, bool in_handle;)
  FLAWED(LengthPolicyWithChar, IntInHandle)

  FLAWED(LengthPolicyWithChar, InBlock, Wrong get;)
  FLAWED(LengthPolicyWithChar, InBlock, static std::size_t get(const Part&, const char&);)
  FLAWED(LengthPolicyWithChar, InBlock, static int get(const Part&, const char&) noexcept;)
  FLAWED(LengthPolicyWithChar, InBlock, static std::size_t get(Part&, const char&) noexcept;)
  FLAWED(LengthPolicyWithChar, InBlock, static std::size_t get(const Part&, char&) noexcept;)
  FLAWED(LengthPolicyWithChar, InBlock, static std::size_t get(const Part&) noexcept;)
  FLAWED(LengthPolicyWithChar, InBlock,
         std::size_t get(const Part&, const char&) const noexcept;)  // not static

  FLAWED(LengthPolicy, InHandle, Wrong get;)
  FLAWED(LengthPolicy, InHandle, static std::size_t get(const Part&);)
  FLAWED(LengthPolicy, InHandle, static int get(const Part&) noexcept;)
  FLAWED(LengthPolicy, InHandle, static std::size_t get(Part&) noexcept;)
  FLAWED(LengthPolicy, InHandle, static std::size_t get(const Part&, const NoLabel&) noexcept;)
  FLAWED(LengthPolicy, InHandle, std::size_t get(const Part&) const noexcept;)
}

// ---- generic code against the concepts --------------------------------------------------------------------

namespace {

template <LabelledArray A>
std::string how_made(const A&) {
  return "labelled";
}
template <LabelledArrayMut A>
std::string how_made(const A&) {
  return "labelled, mutable";
}
template <class A>
  requires LabelledArrayRefMut<A>
std::string how_made(const A&) {
  return "labelled, mutable if unshared";
}

/// A cell for one thread: atomic in interface only.
class ToyCell {
 public:
  using handle_type = ThinPtrArray<int>;
  using expected_type = int*;

  handle_type exchange(handle_type other) {
    std::swap(held_, other);
    return other;
  }
  bool compare_exchange_strong(int*& expected, handle_type& desired) {
    if (held_.data() != expected) {
      expected = held_.data();
      return false;
    }
    std::swap(held_, desired);
    desired = handle_type();
    return true;
  }
  bool compare_exchange_weak(int*& expected, handle_type& desired) {
    return compare_exchange_strong(expected, desired);
  }

 private:
  handle_type held_;
};

template <AtomicArrayRef C>
typename C::handle_type take(C& cell) {
  return cell.exchange(typename C::handle_type());
}

template <AtomicArrayRef C>
bool put_if_empty(C& cell, typename C::handle_type& desired) {
  typename C::expected_type expected{};
  return cell.compare_exchange_strong(expected, desired);
}

}  // namespace

TEST_CASE("LabelledArrayMut: is more constrained than LabelledArray", "[concepts]") {
  CHECK(how_made(HeapArray<int, int>()) == "labelled, mutable");
  CHECK(how_made(RcArray<int, int>()) == "labelled, mutable if unshared");
}

TEST_CASE("AtomicArrayRef: a toy cell is enough for generic code", "[concepts]") {
  STATIC_REQUIRE(AtomicArrayRef<ToyCell>);
  ToyCell cell;
  ThinPtrArray<int> one{1};
  ThinPtrArray<int> two{2};
  CHECK(put_if_empty(cell, one));
  CHECK_FALSE(static_cast<bool>(one));
  CHECK_FALSE(put_if_empty(cell, two));
  CHECK(two == ThinPtrArray<int>{2});  // the caller keeps it
  CHECK(take(cell) == ThinPtrArray<int>{1});
  CHECK_FALSE(static_cast<bool>(take(cell)));
}
