// SPDX-License-Identifier: MIT
//
// Macros that a program may have before it includes us. Each is something that no program can hold: where one is used, the
// compiler stops.
//
// cmake/check_names.awk reads the names from here and refuses them in our headers: a name without parameters anywhere, one
// with parameters in front of a parenthesis. Names that the standard containers have too are not in the list: who makes
// macros of these cannot use `std::vector` either.
#undef I  // what follows replaces these
#undef MAX
#undef MIN
#undef assert
#undef clrbit
#undef complex
#undef howmany
#undef i386
#undef isset
#undef linux
#undef major
#undef makedev
#undef minor
#undef noreturn
#undef powerof2
#undef roundup
#undef setbit
#undef unix

// Qt
#define slots @
#define signals @
#define emit @
#define foreach(variable, container) @
#define forever @

// windows.h and what it includes
#define min(a, b) @
#define max(a, b) @
#define near @
#define far @
#define NEAR @
#define FAR @
#define IN @
#define OUT @
#define OPTIONAL @
#define CONST @
#define VOID @
#define TRUE @
#define FALSE @
#define BOOL @
#define ERROR @
#define NO_ERROR @
#define DELETE @
#define IGNORE @
#define INFINITE @
#define ABSOLUTE @
#define RELATIVE @
#define DIFFERENCE @
#define OPAQUE @
#define TRANSPARENT @
#define STRICT @
#define PASCAL @
#define pascal @
#define cdecl @
#define CDECL @
#define CALLBACK @
#define WINAPI @
#define interface @
#define small @
#define hyper @
#define THIS @
#define THIS_ @
#define PURE @
#define DOMAIN @
#define OVERFLOW @
#define UNDERFLOW @
#define EMPTY @
#define Yield() @
#define GetObject @
#define GetMessage @
#define SendMessage @
#define GetCurrentTime() @
#define GetFreeSpace(reserved) @

// X11/Xlib.h
#define None @
#define Status @
#define Bool @
#define True @
#define False @
#define Success @
#define Always @
#define Above @
#define Below @
#define Unsorted @
#define Complex @
#define Convex @
#define AllValues @
#define AnyKey @
#define CurrentTime @
#define DestroyAll @
#define FocusIn @
#define FocusOut @
#define KeyPress @
#define KeyRelease @
#define Expose @
#define index(text, letter) @

// complex.h, stdnoreturn.h, stdalign.h, threads.h, assert.h, sys/param.h, sys/sysmacros.h, linux/netfilter
#define I @
#define complex @
#define imaginary @
#define noreturn @
#define assert(...) @
#define MIN(a, b) @
#define MAX(a, b) @
#define howmany(a, b) @
#define roundup(a, b) @
#define powerof2(a) @
#define isset(a, b) @
#define setbit(a, b) @
#define clrbit(a, b) @
#define major(device) @
#define minor(device) @
#define makedev(a, b) @
#define bytes(type) @

// what g++ -std=gnu++20 has, and what is said with -D
#define linux @
#define unix @
#define i386 @
#define arm @
#define clang @
#define gnu @
#define debug @
#define DEBUG @

// attributes and helpers of kernels and embedded systems, GLib
#define noinline @
#define always_inline @
#define forceinline @
#define cold @
#define hot @
#define unused @
#define packed @
#define section(name) @
#define visibility(kind) @
#define trivial_abi @
#define lifetimebound @
#define init_priority(number) @
#define restrict @
#define likely(condition) @
#define unlikely(condition) @
#define barrier() @
#define container_of(pointer, type, member) @
#define list_entry(pointer, type, member) @
#define ABS(a) @
#define CLAMP(value, low, high) @

// Arduino
#define abs(a) @
#define round(a) @
#define constrain(value, low, high) @
#define radians(angle) @
#define degrees(angle) @
#define sq(a) @
#define bit(number) @
#define bitRead(value, number) @
#define bitSet(value, number) @
#define word(...) @
#define lowByte(word) @
#define highByte(word) @
#define interrupts() @
#define F(text) @
#define B0 @
#define B1 @
#define HIGH @
#define LOW @
#define INPUT @
#define OUTPUT @
#define DEFAULT @
#define EXTERNAL @
#define INTERNAL @
#define PI @
#define SERIAL @

// AssertMacros.h, objc.h (macOS), logging and testing
#define check(condition) @
#define verify(condition) @
#define require(condition, label) @
#define nil @
#define Nil @
#define YES @
#define NO @
#define LOG(level) @
#define CHECK(...) @
#define REQUIRE(...) @
#define TEST(...) @
#define TEST_CASE(...) @
#define SECTION(...) @
#define EXPECT(...) @
#define ASSERT(...) @
#define INFO(...) @
#define WARN(...) @
#define FAIL(...) @

// Asio, PostgreSQL, GNU gettext
#define reenter(state) @
#define fork @
#define elog(...) @
#define Min(a, b) @
#define Max(a, b) @
#define Assert(...) @
#define gettext(text) @
#define _(text) @
#define N_(text) @
