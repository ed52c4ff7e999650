# SPDX-License-Identifier: MIT
"""heaparray in GDB and LLDB: prints arrays, with label, length and counts.

GDB:   source heaparray.py                     in ~/.gdbinit, or #include <heaparray/gdb.hpp> in the program
LLDB:  command script import heaparray.py      in ~/.lldbinit

Everything is computed from the debug information of the program, with the arithmetic of
detail/block/front.hpp. No function of the program is called, so core dumps are printed, too.
"""

import re


class Unknown(Exception):
    """Says why something cannot be shown."""


# What reading garbage may raise: a variable may be printed before it is constructed. Those of a debugger are in D.errors.
ERRORS = (Unknown, ArithmeticError, LookupError, TypeError, ValueError)


class Array:
    """What is printed of one object: a title, parts such as ("len", 3), then the elements."""

    def __init__(self, title):
        self.title = title
        self.parts = []
        self.element = None  # the type of an element
        self.first = 0  # the address of element 0
        self.length = 0
        self.columns = []  # of several arrays in one block: type, address, length


# The names that users write

NAMESPACE = r"heaparray::(?:v\d+_\d+_\d+[a-z]*::)?"
DEBUG_LEVEL = re.compile(r"heaparray::v\d+_\d+_\d+d")
KIND = re.compile("^" + NAMESPACE + r"(?:detail::)?(\w+)<")
DEFAULTS = re.compile(r"^std::(__\w+::)?(allocator|char_traits|default_delete|less|hash|equal_to)<")
STD_ALLOCATOR = re.compile(r"^std::(__\w+::)?allocator<")
PMR_ALLOCATOR = re.compile(r"^std::(__\w+::)?pmr::polymorphic_allocator<")
# W stands for std::size_t, U for std::uint32_t.
EVERYDAY = {
    ("BasicArray", "LengthInHandle", "NoCount"): "HeapArray",
    ("BasicArray", "LengthInHandle", "ExplicitCopy"): "UniqueArray",
    ("BasicArray", "LengthInHandle", "LocalCount<W>"): "UniqueRc",
    ("BasicArray", "LengthInHandle", "AtomicCount<W>"): "UniqueArc",
    ("BasicArray", "LengthInBlock<W>", "NoCount"): "ThinPtrArray",
    ("BasicArray", "LengthAndCapacity<W>", "NoCount"): "GrowingArray",
    ("BasicRcArray", "LengthInHandle", "LocalCount<W>"): "RcArray",
    ("BasicRcArray", "LengthInHandle", "AtomicCount<W>"): "ArcArray",
    ("BasicRcArray", "LengthInBlock<W>", "LocalCount<W>"): "TpRcArray",
    ("BasicRcArray", "LengthInBlock<W>", "AtomicCount<W>"): "TpArcArray",
    ("BasicRcArray", "LengthInBlock<U>", "LocalCount<U>"): "CompactRcArray",
    ("BasicRcArray", "LengthInBlock<U>", "AtomicCount<U>"): "CompactArcArray",
    ("BasicRcArray", "LengthAndCapacity<W>", "AtomicCount<W>"): "GrowingArcArray",
    ("BasicRcArray", "LengthInBlock<U>", "LocalCountWithWeak<U>"): "RcArrayWithWeak",
    ("BasicRcArray", "LengthInBlock<U>", "AtomicCountWithWeak<U>"): "ArcArrayWithWeak",
    ("BasicRcArray", "Terminated<LengthInBlock<U>>", "LocalCount<U>"): "RcText",
    ("BasicRcArray", "Terminated<LengthInBlock<U>>", "AtomicCount<U>"): "ArcText",
}


def kind_of(name):
    found = KIND.match(name)
    return found.group(1) if found else None


def clean(name):
    """The same spelling for all compilers, without the inline namespace."""
    name = re.sub(NAMESPACE, "heaparray::", name)
    name = re.sub(r"\b(long|short) (unsigned )?int\b", r"\2\1", name)
    name = re.sub(r"\blong (unsigned )?(long|short)\b", r"\1long \2", name)
    name = re.sub(r"\b(\d+)[uU]?[lL]{1,2}\b", r"\1", name)
    return re.sub(r"\s+>", ">", name)


def split(name):
    """'a<b, c<d>>' as ('a', ['b', 'c<d>']); no arguments if it is not of a template."""
    begin = name.find("<")
    if begin < 0 or not name.endswith(">"):
        return name, None
    arguments, depth, start = [], 0, begin + 1
    for i in range(start, len(name) - 1):
        if name[i] in "<({":
            depth += 1
        elif name[i] in ">)}" and name[i - 1] != "-":
            depth -= 1
            if depth < 0:  # 'a<b>::c<d>'
                return name, None
        elif name[i] == "," and depth == 0:
            arguments.append(name[start:i].strip())
            start = i + 1
    arguments.append(name[start:-1].strip())
    return name[:begin], [a for a in arguments if a]


def short(name):
    """A type as its users write it."""
    template, arguments = split(clean(name))
    if arguments is None:
        return template.replace("heaparray::", "")
    if template.startswith("heaparray::"):
        return everyday(template.replace("heaparray::", "").replace("detail::", ""), arguments)
    while len(arguments) > 1 and DEFAULTS.match(arguments[-1]):
        arguments.pop()
    result = "%s<%s>" % (template, ", ".join(short(a) for a in arguments))
    return re.sub(r"^std::(__\w+::)?basic_string<char>$", "std::string", result)


COLUMNS = {
    ("BasicColumns", "NoCount"): "HeapColumns",
    ("BasicRcColumns", "LocalCount<W>"): "RcColumns",
    ("BasicRcColumns", "AtomicCount<W>"): "ArcColumns",
}


def policy(name):
    return clean(name).replace("heaparray::", "")


def everyday(template, a):
    if template in ("BasicArray", "BasicRcArray"):
        if len(a) != 5:  # only declared in the debug information
            return template
        element, label, length, count, allocator = a
        result, prefix = [short(element)], ""
        words = [re.sub(r"\bunsigned int\b", "U", re.sub(r"\b%s\b" % D.word, "W", policy(p))) for p in (length, count)]
        name = EVERYDAY.get((template, words[0], words[1]))
        if name is None and D.word_size == 4:  # the same type
            name = EVERYDAY.get((template, words[0].replace("<W>", "<U>"), words[1].replace("<W>", "<U>")))
        fixed = re.match(r"FixedLength<(\d+)>$", words[0])
        aligned = re.match(r"heaparray::AlignedAllocator<(\d+), std::(?:__\w+::)?allocator<[^<>]*>>$", allocator)
        if fixed and template == "BasicArray" and words[1] == "NoCount":
            name = "FixedArray"
            result.append(fixed.group(1))
        elif name and name.endswith("Text"):
            result = [] if element == "char" else result
            name = name if element == "char" else None
        elif aligned and name == "HeapArray":
            name = "AlignedArray"
            result.append(aligned.group(1))
            allocator = "std::allocator<std::byte>"
        if PMR_ALLOCATOR.match(allocator) and name:
            prefix = "pmr::"
            allocator = "std::allocator<std::byte>"
        if name is None:
            name = template
            result += [short(label)] + [policy(p) for p in (length, count)]
        elif label != "heaparray::NoLabel" or not STD_ALLOCATOR.match(allocator):
            result.append(short(label))
        if not STD_ALLOCATOR.match(allocator):
            result.append(short(allocator))
        return "%s%s<%s>" % (prefix, name, ", ".join(result))
    if template in ("BasicColumns", "BasicRcColumns") and len(a) == 4:
        columns, label, count, allocator = a
        name = COLUMNS.get((template, re.sub(r"\b%s\b" % D.word, "W", policy(count))))
        result = [short(columns)]
        if label != "heaparray::NoLabel" or not name or not STD_ALLOCATOR.match(allocator):
            result.append(short(label))
        if not name:
            result.append(policy(count))
        if not STD_ALLOCATOR.match(allocator):
            result.append(short(allocator))
        return "%s<%s>" % (name or template, ", ".join(result))
    if template == "AtomicColumns":
        return "Atomic" + short(a[0]) if short(a[0]).startswith("ArcColumns<") else "AtomicColumns<%s>" % short(a[0])
    if template == "BasicAtomicArcArray":
        handle = short(a[0])
        for whole, part in (("TpArcArray<", "AtomicArcArray<"), ("CompactArcArray<", "AtomicCompactArray<")):
            if handle.startswith(whole):
                return part + handle[len(whole) :]
        return "BasicAtomicArcArray<%s>" % handle
    if template in ("AtomicPtrArray", "StaticArray"):
        a = [x for x in a if not STD_ALLOCATOR.match(x) and x != "heaparray::NoLabel"]
    if template == "Borrowed":
        a = a[:1]
    if template == "MemBlock":
        a = a[:2]
    if template == "Column":
        a = a[:2] if a[2:] == ["1"] else a
    return "%s<%s>" % (template, ", ".join(short(x) for x in a))


# Where the parts of a block are: detail/block/front.hpp, MemBlock


def round_up(size, alignment):
    return (size + alignment - 1) & ~(alignment - 1)


def integer(name):
    """Size and alignment of an unsigned integer, by its name."""
    sizes = {"unsigned char": 1, "unsigned short": 2, "unsigned int": 4, "unsigned long long": 8}
    size = D.word_size if name == D.word else sizes.get(name, D.word_size)
    return size, D.scalar_alignment(size)


def is_empty(t):
    return D.is_class(t) and D.size(t) <= 1 and all(f.is_base and is_empty(f.type) for f in D.fields(t))


def alignment_of(t):
    inner = D.array_element(t)
    if inner is not None:
        return alignment_of(inner)
    size = D.size(t)
    if not D.is_class(t):
        return max(D.alignof(t), D.scalar_alignment(size))
    if re.match(r"std::(__\w+::)?atomic<", D.name(t)) and size in (1, 2, 4, 8, 16):
        return size
    fields = D.fields(t)
    result = max([D.alignof(t)] + [alignment_of(f.type) for f in fields])
    end = max([f.offset + D.size(f.type) for f in fields] + [1])
    while round_up(end, result) < size:  # alignas, which not every debugger tells
        result *= 2
    return result


def begins_with(t, other):
    """Whether an object of type `other` is at the address of every `t`."""
    if D.name(t) == D.name(other):
        return True
    inner = D.array_element(t)
    if inner is not None:
        return begins_with(inner, other)
    return D.is_class(t) and any(f.offset == 0 and begins_with(f.type, other) for f in D.fields(t))


def member_type(t, name):
    """The type of a member, which may be one of a base or of an unnamed union; None if there is no such member."""
    fields = D.fields(t) if D.is_class(t) else []
    for f in fields:
        if f.name == name and not f.is_base:
            return f.type
    for f in fields:
        if f.is_base or not f.name:
            found = member_type(f.type, name)
            if found is not None:
                return found
    return None


def field_at(t, offset):
    """The type of the number, or of the object with a number, at this offset."""
    for f in D.fields(t):
        if f.offset <= offset < f.offset + D.size(f.type) and not is_empty(f.type):
            return field_at(f.type, offset - f.offset) if f.offset < offset or f.is_base else f.type
    raise Unknown("no member at offset %d" % offset)


def derives_from(t, name):
    return policy(D.name(t)) == name or (
        D.is_class(t) and any(f.is_base and derives_from(f.type, name) for f in D.fields(t))
    )


def first_number(v):
    """The number in `v`, or in its first member that is not empty."""
    for _ in range(9):
        if not D.is_class(D.type(v)):
            return D.number(v)
        fields = [f for f in D.fields(D.type(v)) if not is_empty(f.type)]
        if not fields:
            break
        v = D.at(D.address(v) + fields[0].offset, fields[0].type)
    raise Unknown("no number in %s" % short(D.name(D.type(v))))


class Block:
    """The block of a handle with these policies."""

    def __init__(self, element, label, length=None, count=None, allocator=None, link=None, has_canary=False):
        self.has_canary = has_canary
        self.element, self.label_type = element, label
        self.has_label = policy(D.name(label)) != "NoLabel"
        self.length_name = policy(length or "")
        while self.length_name.startswith("Terminated<"):
            self.length_name = self.length_name[len("Terminated<") : -1]
        self.count_type, self.count_name = count, policy(D.name(count)) if count is not None else ""
        self.length_full = length
        self.allocator, self.link = allocator, link
        self.places = None

    def prepare(self, elements=0):
        """Computes the offsets, unless that has been done. Raises Unknown if a type is incomplete."""
        if self.places:
            return
        D.complete(self.label_type)
        D.complete(self.element)
        end, alignment, places = 0, 1, {}
        for name, part in (
            ("allocator", self.allocator_part()),
            ("count", self.count_part()),
            ("length", self.length_part()),
            ("link", self.link_part()),
            ("canary", (2 * D.word_size, D.scalar_alignment(D.word_size)) if self.has_canary else None),
        ):
            if part:
                places[name] = round_up(end, part[1])
                end = places[name] + part[0]
                alignment = max(alignment, part[1])
        wanted = re.match(r"heaparray::AlignedAllocator<(\d+)", clean(D.name(self.allocator)) if self.allocator else "")
        of_elements = max(alignment_of(self.element), int(wanted.group(1)) if wanted else 1)
        of_label = alignment_of(self.label_type)
        takes_bytes = not is_empty(self.label_type) or (end == 0 and begins_with(self.element, self.label_type))
        # A debugger that does not tell about alignas is wrong if the block would not begin at a multiple of its
        # alignment.
        for more in range(5 if D.guesses_alignment else 1):
            places["label"] = round_up(end, of_label) if takes_bytes else 0
            begin = places["label"] + D.size(self.label_type) if takes_bytes else end
            places["elements"] = round_up(begin, of_elements << more)
            if (elements - places["elements"]) % max(alignment, of_label, of_elements << more) == 0:
                break
        self.places = places

    def link_part(self):
        if not self.link:
            return None
        size = D.word_size * (2 if self.link.endswith("true>") else 1)
        count = self.count_part()
        if count and size <= count[0] and D.word_size <= count[1] and "WithWeak" not in self.count_name:
            return None  # it takes the place of the count
        return size, D.word_size

    def allocator_part(self):
        if self.allocator is None or STD_ALLOCATOR.match(D.name(self.allocator)):
            return None
        name = D.name(self.allocator)
        arena = D.find(name + "::deallocates_nothing")
        equal = D.find(name + "::is_always_equal")
        if arena is not None and "true" in D.name(arena):
            return None
        if is_empty(self.allocator) and (equal is None or "true" in D.name(equal)):
            return None
        return D.size(self.allocator), alignment_of(self.allocator)

    def count_part(self):
        template, arguments = split(self.count_name)
        if template in ("", "NoCount", "ExplicitCopy", "CountFromLabel"):
            return None
        if template in ("LocalCount", "AtomicCount", "LocalCountWithWeak", "AtomicCountWithWeak"):
            size, alignment = integer(arguments[0])
            parts = 2 if "Weak" in template else 1
            return size * parts, size * parts if "Atomic" in template else alignment
        if template == "IsolatedCount":
            return int(arguments[1]), int(arguments[1])
        if derives_from(self.count_type, "NoCount"):
            return None
        return D.size(self.count_type), alignment_of(self.count_type)

    def length_part(self):
        template, arguments = split(self.length_name)
        if template in ("", "LengthInHandle", "FixedLength", "LengthFromLabel"):
            return None
        if template in ("LengthInBlock", "LengthAndCapacity"):
            size, alignment = integer(arguments[0])
            return size * (2 if template == "LengthAndCapacity" else 1), alignment
        own = D.find(self.length_full + "::block_part")
        if own is None:
            raise Unknown("%s is not in the debug information" % self.length_name)
        return None if is_empty(own) else (D.size(own), alignment_of(own))

    def address_of(self, part, elements):
        self.prepare(elements)
        return elements - self.places["elements"] + self.places[part]

    def label(self, elements):
        return D.at(self.address_of("label", elements), self.label_type)

    def member_of_label(self, elements, name):
        """What a policy such as LengthFromLabel<&Header::count> reads; LLDB says LengthFromLabel<2>, the offset."""
        label = self.label(elements)
        found = re.match(r"\w+<&?\s*\(?&?\s*(?:.*::)?(\w+)\)?>$", name)
        if found and found.group(1).isdigit():
            place = field_at(self.label_type, int(found.group(1)))
            return D.at(D.address(label) + int(found.group(1)), place)
        if not found or member_type(self.label_type, found.group(1)) is None:
            raise Unknown("computed by a function")
        return D.member(label, found.group(1))

    def length(self, elements):
        template, arguments = split(self.length_name)
        if template == "FixedLength":
            return int(arguments[0])
        if template == "LengthFromLabel":
            return first_number(self.member_of_label(elements, self.length_name))
        if template in ("LengthInBlock", "LengthAndCapacity"):
            return D.read(self.address_of("length", elements), integer(arguments[0])[0])
        part = D.find(self.length_full + "::block_part")
        return first_number(D.at(self.address_of("length", elements), part))

    def capacity(self, elements):
        template, arguments = split(self.length_name)
        if template != "LengthAndCapacity":
            return None
        size = integer(arguments[0])[0]
        return D.read(self.address_of("length", elements) + size, size)

    def counts(self, elements):
        """The number of owners, and of weak handles or None."""
        template, arguments = split(self.count_name)
        if template == "CountFromLabel":
            return first_number(self.member_of_label(elements, self.count_name)), None
        at = self.address_of("count", elements)
        if template in ("LocalCount", "AtomicCount", "IsolatedCount"):
            return D.read(at, integer(arguments[0])[0]), None
        if template in ("LocalCountWithWeak", "AtomicCountWithWeak"):
            size = integer(arguments[0])[0]
            if template == "LocalCountWithWeak":
                owners, holders = D.read(at, size), D.read(at + size, size)
            else:
                word = D.read(at, 2 * size)
                owners, holders = word & ((1 << (8 * size)) - 1), word >> (8 * size)
            return owners, holders - 1 if owners else holders
        return first_number(D.at(at, self.count_type)), None


class ColumnsBlock(Block):
    """The block of several arrays: `bytes` is a handle to it, as an array of bytes."""

    def __init__(self, columns, bytes):
        element, _, length, count, allocator = [D.arg(bytes, i) for i in range(5)]
        has_canary = DEBUG_LEVEL.search(D.name(bytes)) is not None
        super().__init__(element, D.arg(columns, 1), D.name(length), count, allocator, link_of(bytes), has_canary)
        self.columns, kept = [], 0  # element type, policy or None, place of the length or None, alignment
        name, of_columns = split(clean(D.name(D.arg(columns, 0))))
        for i, column in enumerate(of_columns):
            policy_name = "SameLength" if i and name == "heaparray::Columns" else "LengthInBlock<%s>" % D.word
            template, arguments = split(column)
            alignment = 1
            if template == "heaparray::Column":
                column, policy_name, alignment = arguments[0], policy(arguments[1]), int(arguments[2])
            element = D.find(column) or D.find(short(column))
            if element is None:
                raise Unknown("%s is not in the debug information" % short(column))
            place = None
            template, arguments = split(policy_name)
            if template == "LengthInBlock":
                size, of_part = integer(arguments[0])
                place = round_up(kept, of_part), size
                kept = place[0] + size
            elif template not in ("SameLength", "FixedLength", "LengthFromLabel"):
                raise Unknown("%s is not known" % policy_name)
            self.columns.append((element, policy_name, place, max(alignment, alignment_of(element))))
        self.kept = kept

    def length_part(self):
        alignment = max([integer(split(c[1])[1][0])[1] for c in self.columns if c[2]] + [1])
        return (round_up(self.kept, alignment), alignment) if self.kept else None

    def arrays(self, elements):
        """Type, address and length of each array."""
        result, n = [], 0
        start = elements - self.places["elements"]
        end = elements
        for element, policy_name, place, alignment in self.columns:
            if place:
                n = D.read(start + self.places["length"] + place[0], place[1])
            elif policy_name.startswith("FixedLength<"):
                n = int(split(policy_name)[1][0])
            elif policy_name.startswith("LengthFromLabel<"):
                n = first_number(self.member_of_label(elements, policy_name))
            begin = start + round_up(end - start, alignment)
            result.append((element, begin, n))
            end = begin + n * D.size(element)
        return result


def link_of(t):
    """The type of the link of the blocks of `t`, a handle or a block; None if they have none."""
    for member in ("owner_", "held_", "block"):
        t = member_type(t, member) or t
    for f in D.fields(t):
        if f.is_base and kind_of(D.name(f.type)) == "MemBlock":
            link = split(split(clean(D.name(f.type)))[1][2])[1][3]
            return None if link == "void" else link
    return None


def block_of(t):
    """The blocks of `t`, which is a handle, an ArrayBlock or a MemBlock."""
    if kind_of(D.name(t)) == "MemBlock":
        return Block(D.arg(t, 1), D.arg(t, 0))
    has_canary = DEBUG_LEVEL.search(D.name(t)) is not None
    if kind_of(D.name(t)) == "AtomicPtrArray":
        handle = D.find(D.name(t) + "::handle_type")
        link = link_of(handle) if handle is not None else None
        return Block(D.arg(t, 0), D.arg(t, 1), "LengthInBlock<%s>" % D.word, None, D.arg(t, 2), link, has_canary)
    element, label, length, count, allocator = [D.arg(t, i) for i in range(5)]
    return Block(element, label, D.name(length), count, allocator, link_of(t), has_canary)


# What each kind of object holds


def fill(a, block, elements, length=None, count=False, loans=None):
    """Writes down what is in the block whose element 0 is at `elements`. `length` is None if the block knows it."""
    if elements == 0:
        a.parts.append("null")
        return a
    weak = None
    if count:
        counts = known(lambda: block.counts(elements))
        owners, weak = (counts, None) if isinstance(counts, Unknown) else counts
        if loans is not None and not isinstance(owners, Unknown):
            owners -= 0xFFFE - loans - 1  # the cell counts that many in advance
        if owners == 0:
            a.parts += ["expired", ("weak_count", weak)]
            return a
    if block.has_label:
        a.parts.append(("label", known(lambda: D.fetched(block.label(elements)))))
    a.length = length if length is not None else known(lambda: block.length(elements))
    a.parts.append(("len", a.length))
    capacity = known(lambda: block.capacity(elements))
    if capacity is not None and not isinstance(capacity, Unknown):
        a.parts.append(("capacity", capacity))
    if count:
        a.parts.append(("use_count", owners))
    if weak is not None:
        a.parts.append(("weak_count", weak))
    if isinstance(a.length, Unknown):
        a.length = 0
    else:
        a.first, a.element = elements, block.element
    return a


def known(read):
    """What `read()` returns, or why it cannot be read."""
    try:
        return read()
    except ERRORS + D.errors as error:
        return Unknown(str(error))


def from_held(a, v, t, count=False):
    held = D.member(v, "held_")
    elements = D.number(D.member(D.member(held, "block"), "elements_"))
    block = block_of(t)
    length = None
    if member_type(D.type(held), "part") is not None:
        length = first_number(D.member(held, "part")) if elements else 0
    return fill(a, block, elements, length, count)


def show_array(a, v, t):
    return from_held(a, v, t)


def show_rc(a, v, t):
    return from_held(a, D.member(v, "owner_"), t, count=True)


def show_weak(a, v, t):
    return from_held(a, v, D.arg(t, 0), count=True)


def show_slice(a, v, t):
    whole = describe(D.member(v, "handle_"))
    first = D.number(D.member(v, "data_"))
    a.parts = whole.parts
    if first and whole.element is not None:
        a.first, a.element, a.length = first, whole.element, D.number(D.member(v, "size_"))
        a.parts = [("len", a.length) if p[0] == "len" else p for p in whole.parts]
        at = (first - whole.first) // D.size(a.element)
        a.parts.append(("elements", "%d to %d of %d" % (at, at + a.length, whole.length)))
    return a


def show_ptr_cell(a, v, t):
    return in_cell(a, block_of(t), first_number(D.member(v, "data_")))


def show_arc_cell(a, v, t):
    block = block_of(D.arg(t, 0))
    word, loans = word_of(v, block)
    return in_cell(a, block, word, count=True, loans=loans)


def word_of(v, block):
    """The address of element 0 in a cell, and how many more owners the cell counts in advance."""
    cell = D.member(v, "cell_")
    word = first_number(D.member(cell, "word_"))
    loans = None
    if "LoanCell" in D.name(D.type(cell)):
        loans = word >> 48
        word &= (1 << 48) - 1
    word &= ~3  # the mark and the lock
    if word:
        block.prepare()
        word += block.places["elements"] % 4
    return word, loans


def in_cell(a, block, elements, **more):
    if elements:
        a.parts.append("at %#x" % elements)
    return fill(a, block, elements, **more)


def in_columns(a, block, elements, **more):
    """As fill(), of several arrays."""
    if elements == 0:
        return fill(a, block, elements)
    block.prepare(elements)
    arrays = known(lambda: block.arrays(elements))
    if isinstance(arrays, Unknown):
        lengths = arrays
    else:
        is_table = all(c[1] == "SameLength" for c in block.columns[1:])
        lengths = arrays[0][2] if is_table else ", ".join(str(n) for _, _, n in arrays)
    fill(a, block, elements, lengths, **more)
    a.length, a.element, a.columns = 0, None, [] if isinstance(arrays, Unknown) else arrays
    return a


def show_columns(a, v, t, count=False):
    bytes = D.member(v, "bytes_")
    elements = D.number(D.member(D.member(D.member(bytes, "held_"), "block"), "elements_"))
    return in_columns(a, ColumnsBlock(t, D.type(bytes)), elements, count=count)


def show_rc_columns(a, v, t):
    return show_columns(a, D.member(v, "owner_"), t, count=True)


def show_columns_cell(a, v, t):
    cell = D.member(v, "cell_")
    handle = D.arg(D.type(cell), 0)
    block = ColumnsBlock(D.arg(t, 0), handle)
    elements, loans = word_of(cell, block)
    if elements:
        a.parts.append("at %#x" % elements)
    return in_columns(a, block, elements, count=True, loans=loans)


def show_borrowed(a, v, t):
    return fill(a, block_of(D.arg(t, 0)), D.number(D.member(v, "data_")))


def show_unfinished(a, v, t):
    elements = D.number(D.member(D.member(v, "block_"), "elements_"))
    block = block_of(D.arg(t, 0))
    if elements and not D.number(D.member(v, "has_head_")):
        block.has_label = False
    built, slots = D.number(D.member(v, "built_")), D.number(D.member(v, "len_"))
    block.length_name = ""
    fill(a, block, elements, built)
    if elements:
        a.parts.append(("capacity", slots))
    return a


def show_builder(a, v, t):
    return show_unfinished(a, D.member(v, "block_"), D.type(D.member(v, "block_")))


def show_static(a, v, t):
    storage = D.member(v, "storage_")
    if policy(D.name(D.arg(t, 2))) != "NoLabel":
        if member_type(D.type(storage), "label_") is not None:
            a.parts.append(("label", D.member(storage, "label_")))
        else:
            a.parts.append(("label", D.at(D.address(storage), D.arg(t, 2))))
    a.length = int(split(clean(D.name(t)))[1][1])
    a.first, a.element = D.address(D.member(storage, "elements")), D.arg(t, 0)
    a.parts += [("len", a.length), ("share_count", first_number(D.member(storage, "count")) - 1)]
    return a


def show_reader(a, v, t):
    return describe(D.member(v, "handle_"), a.title)


def show_mapped_reader(a, v, t):
    return describe(D.member(D.member(v, "reader_"), "handle_"), a.title)


def show_into_iter(a, v, t):
    whole = describe(D.member(v, "array_"), a.title)
    done = D.number(D.member(v, "next_"))
    if whole.first:
        whole.first += done * D.size(whole.element)
        whole.length -= done
        whole.parts = [("len", whole.length) if p[0] == "len" else p for p in whole.parts]
    return whole


def show_block(a, v, t):
    elements = D.number(D.member(v, "elements_"))
    block = block_of(t)
    in_block = split(block.length_name)[0] not in ("", "LengthInHandle")
    in_cell(a, block, elements, length=None if in_block else 0)
    if not in_block:
        a.parts = [p for p in a.parts if p[0] != "len"]
    return a


KINDS = {
    "BasicArray": show_array,
    "BasicRcArray": show_rc,
    "BasicColumns": show_columns,
    "BasicRcColumns": show_rc_columns,
    "AtomicColumns": show_columns_cell,
    "WeakArray": show_weak,
    "SharedSlice": show_slice,
    "AtomicPtrArray": show_ptr_cell,
    "BasicAtomicArcArray": show_arc_cell,
    "Borrowed": show_borrowed,
    "ArrayBuilder": show_builder,
    "UnfinishedBlock": show_unfinished,
    "StaticArray": show_static,
    "CellReader": show_reader,
    "MappedCellReader": show_mapped_reader,
    "IntoIter": show_into_iter,
    "MemBlock": show_block,
    "ArrayBlock": show_block,
}


def describe(v, title=None):
    """What is printed of `v`. Never raises."""
    a = Array(title or "?")
    try:
        t = D.type(v)
        a.title = title or short(D.name(t))
        return KINDS[kind_of(D.name(t))](a, v, t)
    except ERRORS + D.errors as error:
        a.parts.append("<%s>" % error)
        a.length, a.columns = 0, []
        return a


CHARACTERS = ("char", "wchar_t", "char8_t", "char16_t", "char32_t")


def is_text(a):
    return a.element is not None and D.name(a.element) in CHARACTERS


def quoted(a, limit=200):
    """The characters of a text, as a literal."""
    size = D.size(a.element)
    try:
        data = b"".join(D.read(a.first + i * size, size).to_bytes(size, "little") for i in range(min(a.length, limit)))
    except ERRORS + D.errors as error:
        return "<%s>" % error
    text = data.decode({1: "utf-8", 2: "utf-16-le", 4: "utf-32-le"}[size], "backslashreplace")
    escapes = {'"': '\\"', "\n": "\\n", "\t": "\\t", "\0": "\\0"}
    text = "".join(escapes.get(c) or (c if c.isprintable() else "\\x%02x" % ord(c)) for c in text)
    return '"%s"%s' % (text, "..." if a.length > limit else "")


def headline(a, show):
    """The parts in one line. `show(value)` prints a value of the program."""

    said = set()

    def part(p):
        if isinstance(p, str):
            return p
        name, value = p
        if isinstance(value, Unknown):
            reason = "?" if str(value) in said else "<%s>" % value
            said.add(str(value))
        else:
            reason = None
        if name == "label":
            return "label = %s" % (reason or show(value))
        return "%s %s" % (name, reason or value)

    return ", ".join([part(p) for p in a.parts])


class Field:
    def __init__(self, name, type, offset, is_base):
        self.name, self.type, self.offset, self.is_base = name, type, offset, is_base


D = None  # the debugger


def use_gdb():
    """Registers the printers with GDB."""
    import gdb
    import gdb.xmethod

    class Gdb:
        errors = (gdb.error, gdb.MemoryError, RuntimeError)
        guesses_alignment = False
        word_size = gdb.lookup_type("void").pointer().sizeof
        word = "unsigned long" if word_size == 8 else "unsigned int"

        def plain(self, t):
            t = t.strip_typedefs()
            if t.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
                t = t.target().strip_typedefs()
            return t.unqualified()

        def name(self, t):
            t = self.plain(t)
            return t.name or str(t)

        def arg(self, t, i):
            return self.plain(t).template_argument(i)

        def is_class(self, t):
            return self.plain(t).code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION)

        def complete(self, t):
            t = self.plain(t)
            if self.is_class(t) and t.sizeof == 0:
                raise Unknown("%s is not in the debug information" % short(self.name(t)))

        def size(self, t):
            return self.plain(t).sizeof

        def alignof(self, t):
            return getattr(self.plain(t), "alignof", 1) or 1

        def scalar_alignment(self, size):
            return min(size, 4 if self.word_size == 4 and "i386" in self.architecture() else 16)

        def architecture(self):
            return gdb.execute("show architecture", to_string=True)

        def array_element(self, t):
            t = self.plain(t)
            return t.target() if t.code == gdb.TYPE_CODE_ARRAY else None

        def fields(self, t):
            return [
                Field(f.name, f.type, f.bitpos // 8, f.is_base_class)
                for f in self.plain(t).fields()
                if hasattr(f, "bitpos")
            ]

        def find(self, name):
            try:
                return gdb.lookup_type(name)
            except gdb.error:
                return None

        def type(self, v):
            return self.plain(v.type)

        def member(self, v, name):
            return v[name]

        def address(self, v):
            if v.address is None:
                raise Unknown("in registers")
            return int(v.address)

        def number(self, v):
            return int(v)

        def at(self, address, t):
            return gdb.Value(address % 2 ** (8 * self.word_size)).cast(self.plain(t).pointer()).dereference()

        def read(self, address, size):
            order = "big" if "big" in gdb.execute("show endian", to_string=True) else "little"
            address %= 2 ** (8 * self.word_size)
            return int.from_bytes(bytes(gdb.selected_inferior().read_memory(address, size)), order)

        def fetched(self, v):
            v.fetch_lazy()
            return v

    global D
    D = Gdb()

    def text(v):
        return v.format_string(pretty_structs=False)

    class Printer:
        def __init__(self, v):
            self.a = describe(v)

        def to_string(self):
            return self.a.title + " " + headline(self.a, text) + (" = " + quoted(self.a) if is_text(self.a) else "")

        def children(self):
            a = self.a
            for i, (element, first, n) in enumerate(a.columns):
                most = min(n, max(1, 60000 // D.size(element)))  # GDB reads such values whole, and refuses larger ones
                name = "[%d]" % i if most == n else "[%d], the first %d" % (i, most)
                yield name, D.at(first, D.plain(element).array(most - 1))
            for i in range(0 if is_text(a) else a.length):
                yield "[%d]" % i, D.at(a.first + i * D.size(a.element), a.element)

        def display_hint(self):
            return "array" if (self.a.length or self.a.columns) and not is_text(self.a) else None

    class Lookup:
        name = "heaparray"
        enabled = True
        subprinters = None

        def __call__(self, v):
            t = v.type.strip_typedefs()
            if t.code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
                v = v.referenced_value()
            name = D.plain(v.type).name
            return Printer(v) if name and kind_of(name) in KINDS else None

    class LabelOf(gdb.Function):
        """$heaparray_label(array): the label, whose members may be named. For a null array, an error."""

        def __init__(self):
            super().__init__("heaparray_label")

        def invoke(self, v):
            for p in describe(v).parts:
                if p[0] == "label" and not isinstance(p[1], Unknown):
                    return p[1]
            raise gdb.GdbError("there is no label")

    class ElementOf(gdb.Function):
        """$heaparray_at(array, i): element i."""

        def __init__(self):
            super().__init__("heaparray_at")

        def invoke(self, v, i):
            a = describe(v)
            if not 0 <= int(i) < a.length:
                raise gdb.GdbError("there is no element %d: %s %s" % (int(i), a.title, headline(a, text)))
            return D.at(a.first + int(i) * D.size(a.element), a.element)

    LabelOf()
    ElementOf()

    where = gdb.current_objfile()
    printers = where.pretty_printers if where else gdb.pretty_printers
    printers[:] = [Lookup()] + [p for p in printers if getattr(p, "name", "") != "heaparray"]


try:
    import gdb as _
except ImportError:
    pass
else:
    if __name__ != "__main__":
        use_gdb()
    else:  # by `source`, among the names of other scripts: once more, as a module of its own
        import importlib.util as _util

        _spec = _util.spec_from_file_location("heaparray_printers", __file__)
        _spec.loader.exec_module(_util.module_from_spec(_spec))


# LLDB


def use_lldb(debugger, module):
    """Registers the formatters with LLDB."""
    import lldb

    class Lldb:
        errors = (AttributeError,)
        guesses_alignment = True
        target = None

        @property
        def word_size(self):
            return self.target.GetAddressByteSize()

        @property
        def word(self):
            return "unsigned long" if self.word_size == 8 else "unsigned int"

        def plain(self, t):
            t = t.GetCanonicalType()
            if t.IsReferenceType():
                t = t.GetDereferencedType().GetCanonicalType()
            return t.GetUnqualifiedType()

        def name(self, t):
            return self.plain(t).GetName()

        def arg(self, t, i):
            return self.plain(t).GetTemplateArgumentType(i)

        def is_class(self, t):
            kinds = lldb.eTypeClassClass | lldb.eTypeClassStruct | lldb.eTypeClassUnion
            return self.plain(t).GetTypeClass() & kinds != 0

        def complete(self, t):
            if not self.plain(t).IsTypeComplete() or self.plain(t).GetByteSize() == 0:
                raise Unknown("%s is not in the debug information" % short(self.name(t)))

        def size(self, t):
            return self.plain(t).GetByteSize()

        def alignof(self, t):
            return 1

        def scalar_alignment(self, size):
            return min(size, 4 if self.target.GetTriple().startswith(("i386", "i686")) else 16)

        def array_element(self, t):
            t = self.plain(t)
            return t.GetArrayElementType() if t.IsArrayType() else None

        def fields(self, t):
            t = self.plain(t)
            bases = [t.GetDirectBaseClassAtIndex(i) for i in range(t.GetNumberOfDirectBaseClasses())]
            fields = [t.GetFieldAtIndex(i) for i in range(t.GetNumberOfFields())]
            return [Field(f.GetName(), f.GetType(), f.GetOffsetInBytes(), True) for f in bases] + [
                Field(f.GetName(), f.GetType(), f.GetOffsetInBytes(), False) for f in fields
            ]

        def find(self, name):
            t = self.target.FindFirstType(name)
            return t if t.IsValid() else None

        def type(self, v):
            return self.plain(v.GetType())

        def member(self, v, name):
            found = v.GetNonSyntheticValue().GetChildMemberWithName(name)
            if not found.IsValid():
                raise Unknown("no member %s" % name)
            return found.GetNonSyntheticValue()

        def address(self, v):
            address = v.GetLoadAddress()
            if address == lldb.LLDB_INVALID_ADDRESS:
                raise Unknown("in registers")
            return address

        def number(self, v):
            error = lldb.SBError()
            number = v.GetValueAsUnsigned(error, 0)
            if error.Fail():
                raise Unknown(error.GetCString())
            return number

        def at(self, address, t, name="label"):
            address = lldb.SBAddress(address % 2 ** (8 * self.word_size), self.target)
            return self.target.CreateValueFromAddress(name, address, self.plain(t))

        def read(self, address, size):
            error = lldb.SBError()
            address %= 2 ** (8 * self.word_size)
            number = self.target.GetProcess().ReadUnsignedFromMemory(address, size, error)
            if error.Fail():
                raise Unknown(error.GetCString())
            return number

        def fetched(self, v):
            self.read(self.address(v), 1)
            return v

    global D
    D = Lldb()

    def text(v, depth=0):
        result = v.GetSummary() or v.GetValue()
        if result or depth == 4:
            return result or "..."
        children = [v.GetChildAtIndex(i) for i in range(min(v.GetNumChildren(), 20))]
        return "{%s}" % ", ".join("%s = %s" % (c.GetName(), text(c, depth + 1)) for c in children)

    def read(v):
        D.target = v.GetTarget()
        return describe(v.GetNonSyntheticValue())

    def summary(v, _):
        a = read(v)
        return a.title + " " + headline(a, text) + (" = " + quoted(a) if is_text(a) else "")

    class Children:
        def __init__(self, v, _):
            self.v = v
            self.update()

        def update(self):
            self.a = read(self.v)
            self.label = [p[1] for p in self.a.parts if p[0] == "label" and not isinstance(p[1], Unknown)]
            self.length = 0 if is_text(self.a) else len(self.a.columns) or min(self.a.length, 1 << 30)
            return False

        def has_children(self):
            return self.num_children() != 0

        def num_children(self):
            return len(self.label) + self.length

        def get_child_index(self, name):
            return 0 if name == "label" and self.label else int(name.strip("[]")) + len(self.label)

        def get_child_at_index(self, i):
            D.target = self.v.GetTarget()
            if i < len(self.label):
                label = self.label[0]
                return D.at(D.address(label), label.GetType())
            i -= len(self.label)
            if self.a.columns:
                element, first, n = self.a.columns[i]
                return D.at(first, D.plain(element).GetArrayType(n), "[%d]" % i)
            return D.at(self.a.first + i * D.size(self.a.element), self.a.element, "[%d]" % i)

    globals()["lldb_summary"], globals()["LldbChildren"] = summary, Children
    expression = "^heaparray::(v[0-9_]+[a-z]*::)?(detail::)?(%s)<.*>$" % "|".join(KINDS)
    for command in (
        "type summary add -w heaparray -e -x '%s' -F %s.lldb_summary" % (expression, module),
        "type synthetic add -w heaparray -x '%s' -l %s.LldbChildren" % (expression, module),
        "type category enable heaparray",
    ):
        debugger.HandleCommand(command)


def __lldb_init_module(debugger, _):
    use_lldb(debugger, __name__)
