# SPDX-License-Identifier: MIT
"""Makes the page, the tables of the documentation and the chart of the README from the numbers of report.py."""
from html import escape

NAMES = {
    "c_flexible_array": "C: malloc, flexible array", "vector": "std::vector<T>",
    "pair_vector": "std::pair<L, std::vector<T>>", "unique_ptr_array": "std::unique_ptr<T[]>, length",
    "make_shared_array": "std::make_shared<T[]>, length", "shared_ptr_vector": "std::shared_ptr<std::vector<T>>",
    "shared_ptr_pair_vector": "std::shared_ptr<std::pair<L, std::vector<T>>>",
    "boost_make_shared_array": "boost::make_shared<T[]>, length",
    "boost_local_shared_array": "boost::local_shared_ptr<T[]>, length",
    "boost_intrusive_flexible": "boost::intrusive_ptr, flexible array",
    "atomic_shared_ptr": "std::atomic<std::shared_ptr>", "boost_atomic_shared_ptr": "boost::atomic_shared_ptr",
    "mutex_shared_ptr": "std::mutex, std::shared_ptr", "shared_mutex_shared_ptr": "std::shared_mutex, std::shared_ptr",
    "AtomicArcArray_borrow": "AtomicArcArray, borrow()", "AtomicArcArray_reader": "AtomicArcArray, CellReader",
    "ArcArray_isolated": "ArcArray, IsolatedCount",
    "std_string": "std::string", "standard_twin": "the standard twin", "shared_ptr_string": "std::shared_ptr<const std::string>",
    "boost_flyweight": "boost::flyweight<std::string>",
    "arc_with_weak": "ArcArrayWithWeak", "weak_ptr": "std::weak_ptr<T[]>", "boost_weak_ptr": "boost::weak_ptr<T[]>",
    "trailing_by_hand": "trailing arrays by hand", "three_vectors": "three std::vectors",
    "vector_of_structs": "a std::vector of structs", "boost_small_vector_0": "boost::container::small_vector<T, 0>",
    "segment_by_hand": "a struct with an array, by hand", "segment_shared_ptr_vector": "Boost's shared_ptr<vector>",
}
KINDS = {"unique": "one owner", "shared": "shared among threads", "local": "shared on one thread", "cell": "",
         "segment": "shared among processes"}
# Operation: title, what is done, and what n is.
OPERATIONS = {
    "make_drop": ("Make and drop", "Copies of n ints that lie somewhere else. C calls malloc itself, all others operator new.",
                  "ints"),
    "make_drop_labelled": ("Make and drop, with a label", "The same, with 8 bytes of the user's in front.", "ints"),
    "make_drop_strings": ("Make and drop strings", "Copies of n short std::strings.", "strings"),
    "fill_drop": ("Fill from a function", "n ints, each from what a function returns for its index; dropped.", "ints"),
    "iterate": ("Iterate", "The sum of n ints, in the cache.", "ints"),
    "index_checked": ("Index, checked", "The same by a[i], as hardening, at() or hand-written code checks it.", "ints"),
    "index_unchecked": ("Index, unchecked", "The same without a check.", "ints"),
    "copy_drop": ("Copy and drop a handle, one thread",
                  "Before any thread is started, std::shared_ptr of libstdc++ counts without atomic operations.", "ints"),
    "copy_drop_threads": ("Copy and drop a handle", "In a program that has started a thread.", "ints"),
    "copy_on_write": ("Copy on write, one thread", "Copy a handle, write to one element of the copy.", "ints"),
    "copy_on_write_threads": ("Copy on write", "The same in a program that has started a thread.", "ints"),
    "read_beside_copies_threads": ("Read while another thread copies",
                                   "The sum of n ints, while another thread copies and drops handles.", "ints"),
    "sort_handles": ("Sort handles", "n handles by a number made of their first element.", "handles"),
    "grow_vector": ("Grow a vector of handles", "n handles moved into a vector that grows.", "handles"),
    "walk": ("Random walk, fresh heap",
             "One visit of n arrays of 8 ints; each says where to go next. Allocated one after the other.", "arrays"),
    "walk_aged": ("Random walk, aged heap", "The same among other blocks, of which half have gone.", "arrays"),
    "text_make_drop": ("Make and drop a text", "Of n characters. A flyweight finds the one that is there.", "characters"),
    "text_copy_drop": ("Copy and drop a text", "In a program that has started a thread.", "characters"),
    "text_equal": ("Compare two equal texts", "Each made for itself. Two flyweights are then the same.", "characters"),
    "text_find": ("Find a text by its characters", "In a table of n names.", "names"),
    "weak_downgrade": ("Make and drop a weak handle", "In a program that has started a thread.", "ints"),
    "weak_upgrade": ("Upgrade a weak handle", "And drop the owner that it gives.", "ints"),
    "weak_upgrade_expired": ("Upgrade an expired weak handle", "Which gives null.", "ints"),
    "weak_make_drop": ("Make and drop an array with a weak handle", "The array, then the weak handle.", "ints"),
    "weak_upgrade_threads": ("Upgrade beside another thread", "While another thread upgrades all the time.", "ints"),
    "grow_push": ("Push", "n ints, one by one, into an array without room.", "ints"),
    "grow_push_reserved": ("Push into reserved room", "The same, with room for n.", "ints"),
    "grow_push_strings": ("Push strings", "n short std::strings.", "strings"),
    "grow_insert_middle": ("Insert in the middle", "The last of n ints is put into the middle.", "ints"),
    "node_make_drop": ("Make and drop a node", "n operands, n / 2 uses and a name, copied from vectors.", "operands"),
    "node_read": ("Read a node", "The uses and the name, in the cache.", "operands"),
    "columns_pass": ("A pass over two columns of three", "n particles fall. Compiled with -O3.", "particles"),
    "columns_sort": ("Sort a table", "n rows of three columns, copied and sorted by one.", "rows"),
    "segment_make_drop": ("Make and drop in shared memory", "n numbers in a segment of Boost.Interprocess, and on the heap.", "numbers"),
    "segment_copy_drop": ("Copy and drop in shared memory", "One more owner.", "numbers"),
    "segment_read": ("Read in shared memory", "The sum of n numbers.", "numbers"),
    "load": ("Load from an atomic cell", "Take a share of the array in a cell, read two elements, drop it.", "threads"),
    "load_beside_writer": ("Load while a writer publishes", "The same, with a new array every millisecond.", "threads"),
    "store": ("Store to an atomic cell", "Put another array in, drop the old one.", "threads"),
    "compare_exchange": ("Compare and exchange", "One attempt.", "threads"),
}
# bench.everyday_gcc and bench.everyday_clang: what is done, with 100 elements, and what the twin is.
EVERYDAY = {
    "filled": ("construct, filled", "vector(n, value)"),
    "list": ("construct from a list of 8 ints", "vector{...}"),
    "range": ("construct from a contiguous range", "vector(first, last)"),
    "iterators": ("construct from a linked list", "vector(first, last)"),
    "strings": ("construct from strings", "vector(first, last)"),
    "copy": ("copy", "vector"),
    "move": ("move there and back, 16 times", "vector"),
    "destroy": ("make and destroy 16 arrays in a vector", "vector"),
    "index": ("sum by index", "vector, unchecked"),
    "sum": ("sum by range-for", "vector"),
    "find": ("std::find", "vector"),
    "slice": ("25 slices of 4", "span::subspan, checked before"),
    "equal_ints": ("== of ints", "vector"),
    "equal_strings": ("== of strings", "vector"),
    "order_bytes": ("<=> of unsigned char", "vector"),
    "order_chars": ("<=> of char", "vector"),
    "order_ints": ("<=> of int", "vector"),
    "order_doubles": ("<=> of double", "vector"),
    "order_strings": ("<=> of strings", "vector"),
    "order_texts": ("< of texts", "string"),
    "hash_texts": ("hash of a text", "string"),
    "push_ints": ("ArrayBuilder: push_back ints", "reserve, push_back"),
    "push_strings": ("ArrayBuilder: push_back strings", "reserve, push_back"),
    "emplace_strings": ("ArrayBuilder: emplace_back strings", "reserve, emplace_back"),
    "grow": ("ArrayBuilder that grows, finish()", "push_back, shrink_to_fit"),
    "append": ("ArrayBuilder: append 8 ints at a time", "insert at the end"),
    "sort": ("std::sort of ints", "vector"),
    "write": ("make_mut() of one owner, 16 times", "shared_ptr<vector>, use_count(), index checked"),
    "move_out": ("into_iter() of strings", "vector, move from each"),
    "print": ("print to an ostringstream", "a loop over a vector"),
}
# What stands at the top: title, operation, n or threads (the first that was measured), ours, theirs.
HEADLINES = [
    ("Make and drop 16 ints, one owner", "make_drop", [16], "HeapArray", ["unique_ptr_array", "vector"]),
    ("Make and drop 16 ints, shared", "make_drop", [16], "ArcArray", ["make_shared_array", "shared_ptr_vector"]),
    ("Copy and drop a shared handle", "copy_drop_threads", [8], "TpArcArray",
     ["make_shared_array", "shared_ptr_vector"]),
    ("Visit one of many arrays, aged heap", "walk_aged", [1 << 20, 1 << 16], "TpArcArray",
     ["make_shared_array", "shared_ptr_vector"]),
    ("Read a cell, one thread", "load", [1], "AtomicArcArray", ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Read a cell, two threads", "load", [2], "AtomicArcArray", ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Read a cell, eight threads", "load", [8], "AtomicArcArray", ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Borrow from a cell, one thread", "load", [1], "AtomicArcArray_borrow", ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Borrow from a cell, two threads", "load", [2], "AtomicArcArray_borrow", ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Read a cell again and again, one thread", "load", [1], "AtomicArcArray_reader",
     ["atomic_shared_ptr", "mutex_shared_ptr"]),
    ("Read a cell again and again, two threads", "load", [2], "AtomicArcArray_reader",
     ["atomic_shared_ptr", "mutex_shared_ptr"]),
]
# Of these, what the chart of the README shows.
CHART = {"Make and drop 16 ints, one owner", "Make and drop 16 ints, shared", "Copy and drop a shared handle",
         "Visit one of many arrays, aged heap", "Read a cell, two threads", "Borrow from a cell, two threads"}


def shown(name):
    return NAMES.get(name, name)


def is_ours(name):
    return name not in NAMES or "ArcArray_" in name


def ns(value):
    """A time of `value` nanoseconds with three digits."""
    for unit in ("ns", "µs", "ms"):
        if value < 1000 or unit == "ms":
            return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
        value /= 1000


def rounded(value):
    """Two digits, and no zeros behind the point."""
    step = 1
    while value >= 100 * step:
        step *= 10
    return f"{value:.2g}" if value < 10 else str(int(value / step + 0.5) * step)


def rounded_ns(value):
    for unit in ("ns", "µs"):
        if value < 1000:
            return f"{rounded(value)} {unit}"
        value /= 1000
    return f"{rounded(value)} ms"


def size(times):
    return times["n"] or times["threads"]


class Results:
    def __init__(self, report):
        self.report = report
        self.times = {(t["operation"], size(t), t["contender"]): t for t in report["times"]}

    def get(self, operation, n, contender):
        return self.times.get((operation, n, contender))

    def operations(self):
        return [o for o in OPERATIONS if any(t["operation"] == o for t in self.report["times"])]

    def sizes(self, operation):
        return sorted({size(t) for t in self.report["times"] if t["operation"] == operation})

    def contenders(self, operation, kind):
        names = dict.fromkeys(t["contender"] for t in self.report["times"]
                              if t["operation"] == operation and t["kind"] == kind)
        return sorted(names, key=lambda name: not is_ours(name))

    def kinds(self, operation):
        return [k for k in KINDS if self.contenders(operation, k)]

    def best_other(self, operation, n, kind):
        others = [t for t in self.report["times"] if t["operation"] == operation and size(t) == n
                  and t["kind"] == kind and not is_ours(t["contender"])]
        return min(others, key=lambda t: t["ns"], default=None)

    def headlines(self):
        """(title, ours, [theirs]) of those that were measured."""
        for title, operation, sizes, ours, theirs in HEADLINES:
            for n in sizes:
                mine = self.get(operation, n, ours)
                others = [t for name in theirs if (t := self.get(operation, n, name))]
                if mine and others:
                    yield title, mine, others
                    break

    def memory(self, n):
        return {m["name"]: m["handle"] + m["heap"] for m in self.report["memory"] if m["n"] == n}


# Charts. Colours are classes, so that a page and a picture can each choose them for light and dark.

def bars(rows, width, label_width):
    """Horizontal bars: rows of (label, value, low, high, text, ours). Without a label width, labels are above them."""
    bar = 14
    row, label_y = (24, 16) if label_width else (42, 14)
    bar_y = 5 if label_width else 20
    top = max(max(value, high) for _, value, _, high, _, _ in rows)
    scale = (width - label_width - 84) / top
    out = []
    for i, (label, value, low, high, text, ours) in enumerate(rows):
        y = i * row
        middle = y + bar_y + bar / 2
        kind = "ours" if ours else "other"
        w = max(1.5, value * scale)
        place = f'x="{label_width - 8}" text-anchor="end"' if label_width else 'x="0"'
        out.append(f'<text class="label {kind}" {place} y="{y + label_y}">{escape(label)}</text>'
                   f'<rect class="{kind}" x="{label_width}" y="{y + bar_y}" width="{w:.1f}" height="{bar}" rx="2"/>')
        if high > low:
            x1, x2 = label_width + low * scale, label_width + high * scale
            out.append(f'<path class="spread" d="M{x1:.1f} {middle}H{x2:.1f}M{x1:.1f} {middle - 3}v6M{x2:.1f} '
                       f'{middle - 3}v6"/>')
        x = label_width + max(w, high * scale) + 6
        out.append(f'<text class="value" x="{x:.1f}" y="{middle + 4:g}">{escape(text)}</text>')
    return "".join(out), len(rows) * row


def svg(body, width, height, title, style="", kind="", fixed=False):
    """As wide as there is room, or of a fixed size."""
    size_of_picture = f' width="{width}" height="{height:g}"' if fixed else ""
    return (f'<svg class="{kind}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}"{size_of_picture} '
            f'role="img" aria-label="{escape(title)}">{style}<title>{escape(title)}</title>{body}</svg>')


def figure(rows, caption):
    """A chart for wide screens and one for phones, of which the style sheet shows one."""
    wide, wide_height = bars(rows, 760, 330)
    narrow, narrow_height = bars(rows, 360, 0)
    return (f'<figure>{svg(wide, 760, wide_height, caption, kind="wide")}'
            f'{svg(narrow, 360, narrow_height, caption, kind="narrow")}<figcaption>{caption}</figcaption></figure>')


def time_rows(times):
    return [(shown(t["contender"]), t["ns"], t["q1"], t["q3"], ns(t["ns"]), is_ours(t["contender"])) for t in times]


PICTURE_STYLE = """<style>
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.title{font-size:13px;font-weight:600}.value{fill:#59636e;font-variant-numeric:tabular-nums}.label.other{fill:#59636e}
rect.back{fill:#fff}rect.ours{fill:#0969da}rect.other{fill:#afb8c1}.spread{stroke:#1f2328;stroke-opacity:.55;fill:none}
@media(prefers-color-scheme:dark){rect.back{fill:#0d1117}text{fill:#e6edf3}.value,.label.other{fill:#9198a1}
rect.ours{fill:#4493f8}rect.other{fill:#59636e}.spread{stroke:#e6edf3}}
</style>"""


def short(name):
    """A name that leaves room for its bar."""
    return shown(name).replace("std::", "").replace(", length", "")


def readme_chart(results):
    """As wide as the text of a phone, so that nothing shrinks there."""
    panels, y, width = ['<rect class="back" width="100%" height="100%"/>'], 4, 390
    for title, mine, others in results.headlines():
        if title not in CHART:
            continue
        rows = [(short(t["contender"]), t["ns"], t["q1"], t["q3"], rounded_ns(t["ns"]), is_ours(t["contender"]))
                for t in [mine] + others]
        body, height = bars(rows, width - 12, 170)
        panels.append(f'<g transform="translate(6 {y})"><text class="title" x="0" y="14">{escape(title)}</text>'
                      f'<g transform="translate(0 20)">{body}</g></g>')
        y += height + 34
    return svg("".join(panels), width, y, "Time per operation, less is better", PICTURE_STYLE, fixed=True)


# Tables

def ratio_class(ratio):
    return "good" if ratio >= 1.1 else "bad" if ratio <= 1 / 1.1 else "level"


def breakable(name):
    """A name that may be broken where a reader would break it."""
    return escape(shown(name)).replace("::", "::<wbr>").replace("&lt;", "&lt;<wbr>")


def card(title, ours, our_text, others):
    """`others` are (name, ratio, text)."""
    rows = "".join(f'<li><b class="{ratio_class(ratio)}">{ratio:.2f} ×</b> <span>{breakable(name)}</span>'
                   f'<small>{text}</small></li>' for name, ratio, text in others)
    return (f'<div class="card"><h3>{escape(title)}</h3><p><span>{breakable(ours)}</span><small>{our_text}</small>'
            f'</p><ul>{rows}</ul></div>')


def cards(results):
    out = [card(title, mine["contender"], ns(mine["ns"]),
                [(o["contender"], o["ns"] / mine["ns"], ns(o["ns"])) for o in others])
           for title, mine, others in results.headlines()]
    memory = results.memory(8)
    for ours in ("ArcArray", "TpArcArray", "CompactArcArray"):
        if ours in memory:
            out.append(card("Memory of 8 ints, with a handle", ours, f"{memory[ours]} B",
                            [(o, memory[o] / memory[ours], f"{memory[o]} B")
                             for o in ("make_shared_array", "shared_ptr_vector")]))
    return f'<div class="cards">{"".join(out)}</div>'


def operation_table(results, operation, kind):
    sizes, unit = results.sizes(operation), OPERATIONS[operation][2]
    head = "".join(f'<th class="n">{n:,} {unit if n != 1 else unit.rstrip("s")}</th>' for n in sizes)
    rows = []
    for name in results.contenders(operation, kind):
        cells = []
        for n in sizes:
            t, best = results.get(operation, n, name), results.best_other(operation, n, kind)
            if t is None:
                cells.append('<td class="n">–</td>')
                continue
            spread = (t["q3"] - t["q1"]) / 2 / t["ns"] if t["ns"] else 0
            ratio = best["ns"] / t["ns"] if best else 1
            shade = ratio_class(ratio) if is_ours(name) and best else ""
            cells.append(f'<td class="n"><b class="{shade}">{ratio:.2f} ×</b><br><small>{ns(t["ns"])} ± {spread:.0%}'
                         f'</small></td>')
        rows.append(f'<tr class="{"mine" if is_ours(name) else ""}"><th scope="row"><code>{escape(shown(name))}</code>'
                    f'</th>{"".join(cells)}</tr>')
    title = KINDS[kind]
    return (f'<div class="scroll"><table><thead><tr><th>{title}</th>{head}</tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table></div>')


def operation_section(results, operation):
    title, text, unit = OPERATIONS[operation]
    sizes = results.sizes(operation)
    n = next((n for n in (16, 256, 1 << 20, 2) if n in sizes), sizes[-1])
    rows = []
    for kind in results.kinds(operation):
        rows += [results.get(operation, n, name) for name in results.contenders(operation, kind)]
    rows = time_rows(sorted((r for r in rows if r), key=lambda t: t["ns"]))
    caption = f"{n:,} {unit if n != 1 else unit.rstrip('s')}: medians, and the middle half of the runs"
    tables = "".join(operation_table(results, operation, kind) for kind in results.kinds(operation))
    return (f'<section id="{operation}"><h2>{escape(title)}</h2><p>{escape(text)}</p>{figure(rows, caption)}'
            f'<details><summary>All numbers, against the best alternative of the same kind</summary>{tables}</details></section>')


def everyday(results):
    """(what, twin, {compiler: (ours, theirs)}) of those that were measured."""
    for operation, (what, twin) in EVERYDAY.items():
        times = {c: [results.get(f"everyday_{c}_{operation}", 100, who) for who in ("heaparray", "standard_twin")]
                 for c in ("gcc", "clang")}
        times = {c: pair for c, pair in times.items() if all(pair)}
        if times:
            yield what, twin, times


def everyday_section(results):
    rows = []
    for what, twin, times in everyday(results):
        cells = "".join(
            f'<td class="n"><b class="{ratio_class(theirs["ns"] / ours["ns"])}">{ours["ns"] / theirs["ns"]:.2f}</b></td>'
            f'<td class="n">{ns(ours["ns"])}</td><td class="n">{ns(theirs["ns"])}</td>'
            if (pair := times.get(c)) and (ours := pair[0]) and (theirs := pair[1]) else '<td class="n" colspan="3">–</td>'
            for c in ("gcc", "clang"))
        rows.append(f'<tr><th scope="row">{escape(what)}</th><td><code>{escape(twin)}</code></td>{cells}</tr>')
    if not rows:
        return ""
    return ('<section id="everyday"><h2>Everyday operations</h2><p>With 100 elements, next to the same with the standard '
            'library. The time of ours divided by that of the twin: less is better here.</p><div class="scroll"><table>'
            '<thead><tr><th></th><th>twin</th><th class="n" colspan="3">GCC: ratio, ours, twin</th>'
            '<th class="n" colspan="3">Clang: ratio, ours, twin</th></tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table></div></section>')


def everyday_table(results):
    """The same for the documentation."""
    lines = ["", "| operation, 100 elements | twin | GCC | Clang |", "|---|---|---|---|"]
    for what, twin, times in everyday(results):
        cells = [f'{times[c][0]["ns"] / times[c][1]["ns"]:.2f}' if c in times else "–" for c in ("gcc", "clang")]
        lines.append(f"| {what} | `{twin}` | {cells[0]} | {cells[1]} |".replace("<=>", "`<=>`"))
    return lines if len(lines) > 3 else []


def memory_section(memory, section, title, n_chart, elements, what):
    if not memory:
        return ""
    lengths = sorted({m["n"] for m in memory})
    names = sorted(dict.fromkeys(m["name"] for m in memory), key=lambda name: not is_ours(name))
    cell = {(m["name"], m["n"]): m for m in memory}
    at_n = sorted(((m["handle"] + m["heap"], m) for m in memory if m["n"] == n_chart), key=lambda pair: pair[0])
    chart = figure([(shown(m["name"]), total, total, total, f"{total} B", is_ours(m["name"])) for total, m in at_n],
                   f"bytes for {n_chart} {elements}")
    rows = "".join(
        f'<tr class="{"mine" if is_ours(name) else ""}"><th scope="row"><code>{escape(shown(name))}</code></th>'
        f'<td class="n">{cell[name, n_chart]["handle"]}</td><td class="n">{cell[name, n_chart]["blocks"]}</td>'
        + "".join(f'<td class="n">{cell[name, n]["handle"] + cell[name, n]["heap"]}</td>' for n in lengths) + "</tr>"
        for name in names)
    return (f'<section id="{section}"><h2>{title}</h2><p>Bytes for each {what}: its handle, and what malloc takes '
            'for its blocks, the word in front of each included. One million of them.</p>'
            f'{chart}<details><summary>All numbers</summary>'
            '<div class="scroll"><table><thead><tr><th></th><th class="n">handle</th><th class="n">blocks</th>'
            + "".join(f'<th class="n">n = {n}</th>' for n in lengths)
            + f'</tr></thead><tbody>{rows}</tbody></table></div></details></section>')


def compile_section(results):
    what = {"standard": "<memory> <vector> <span> <atomic> <optional>", "included": "heaparray.hpp, nothing used",
            "six_handles": "heaparray.hpp, six handles used"}
    base = results.report["compile"][0]
    rows = "".join(f'<tr><th scope="row"><code>{escape(what[c["file"]])}</code></th>'
                   f'<td class="n">{c["lines"] / base["lines"]:.2f} ×</td><td class="n">{c["lines"]:,}</td>'
                   f'<td class="n">{c["seconds"] / base["seconds"]:.2f} ×</td><td class="n">{c["seconds"]:.2f} s</td></tr>'
                   for c in results.report["compile"])
    return ('<section id="compile"><h2>Compile time</h2><p>One file, optimised, user time.</p><div class="scroll"><table>'
            '<thead><tr><th>includes</th><th class="n" colspan="2">preprocessed lines</th><th class="n" colspan="2">'
            f'time</th></tr></thead><tbody>{rows}</tbody></table></div></section>')


def object_sizes_section(results):
    rows = "".join(f'<tr><th scope="row"><code>examples/{escape(e["file"])}.cpp</code></th>'
                   f'<td class="n">{e["-O2"]:,}</td><td class="n">{e["-Os"]:,}</td></tr>'
                   for e in results.report.get("object_sizes", []))
    return ('<section id="object_sizes"><h2>Object files</h2><p>Bytes of code and constants of the examples, with what each '
            'takes from the standard library. <code>ctest -R code_size</code> compares single functions with the same by '
            'hand.</p><div class="scroll"><table><thead><tr><th></th><th class="n">-O2</th><th class="n">-Os</th></tr>'
            f'</thead><tbody>{rows}</tbody></table></div></section>') if rows else ""


STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--dim:#59636e;--line:#d1d9e0;--tint:#f6f8fa;--ours:#0969da;
--other:#afb8c1;--good:#1a7f37;--bad:#cf222e;--mine:#ddf4ff66}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9198a1;--line:#3d444d;--tint:#151b23;
--ours:#4493f8;--other:#59636e;--good:#3fb950;--bad:#f85149;--mine:#388bfd1a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:60rem;background:var(--bg);color:var(--fg);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{line-height:1.2;margin:.5rem 0}h2{margin:0 0 .25rem;font-size:1.25rem}p{margin:.25rem 0 .75rem}
section{padding:1.25rem 0;border-top:1px solid var(--line)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:1rem 0;font-size:.9rem}
dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.25rem .9rem;font-size:.9rem;margin:1rem 0}a{color:var(--ours)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0;min-width:100%}
th,td{padding:.3rem .6rem;text-align:left;border-bottom:1px solid var(--line);font-weight:400;vertical-align:top}
thead th{color:var(--dim);white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody th{position:sticky;left:0;background:var(--bg)}tr.mine td{background:var(--mine)}
small{color:var(--dim)}b{font-weight:600}
.good{color:var(--good)}.bad{color:var(--bad)}td.good,td.bad,td.level{font-weight:600}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
figure{margin:.5rem 0}figcaption{color:var(--dim);font-size:.85rem}
svg{width:100%;height:auto}.wide{display:block}.narrow{display:none}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(17.5rem,1fr));gap:.75rem}
.card{border:1px solid var(--line);border-radius:.4rem;padding:.6rem .8rem;min-width:0}
.card h3{font-size:1rem;margin:0 0 .2rem}.card p{margin:0;display:flex;gap:.5rem}
.card ul{list-style:none;margin:.3rem 0 0;padding:0}.card li{display:flex;gap:.5rem;align-items:baseline}
.card b{flex:none;min-width:3.6rem;font-variant-numeric:tabular-nums}.card small{margin-left:auto;white-space:nowrap}.card p,.card li{align-items:baseline}
.card span{font-size:.9rem}
svg text{font-size:13px;fill:var(--fg)}svg .value,svg .label.other{fill:var(--dim)}
rect.ours{fill:var(--ours)}rect.other{fill:var(--other)}.spread{stroke:var(--fg);stroke-opacity:.55;fill:none}
summary{cursor:pointer;color:var(--dim);padding:.25rem 0}
.note{background:var(--tint);border:1px solid var(--line);border-radius:.4rem;padding:.6rem .9rem;font-size:.9rem}
@media(max-width:40rem){.wide{display:none}.narrow{display:block}body{font-size:15px}th,td{padding:.3rem .4rem}tbody th{max-width:11rem;overflow-wrap:anywhere}}
@media print{nav,summary{display:none}section{break-inside:avoid}body{max-width:none}.scroll{overflow:visible}
.wide{display:block}.narrow{display:none}}
"""

# Numbers that are folded away on a screen belong on paper.
SCRIPT = """
let opened=[];
addEventListener('beforeprint',()=>{opened=[...document.querySelectorAll('details:not([open])')];
opened.forEach(d=>d.open=true)});
addEventListener('afterprint',()=>opened.forEach(d=>d.open=false));
"""


def page(results):
    m = results.report["machine"]
    facts = {"Processor": f'{m["cpu"]}, {m["cores"]} cores', "System": m["system"],
             "Compiler": m["compiler"], "Flags": m["flags"],
             "Measured": f'{m["date"]}, {m["repetitions"]} repetitions of each, in random order; load of the machine '
                         f'before: {m["load"]:.1f}'}
    operations = results.operations()
    links = "".join(f'<a href="#{o}">{escape(OPERATIONS[o][0])}</a>' for o in operations)
    links = '<a href="#everyday">Everyday operations</a>' + links
    links += '<a href="#memory">Memory</a><a href="#memory_of_texts">Memory of texts</a><a href="#compile">Compile time</a>'
    links += '<a href="#object_sizes">Object files</a>' if results.report.get("object_sizes") else ""
    quick = ('<p class="note">A quick run: few sizes and short times. Its numbers say that everything works, and little '
             'more.</p>' if m["quick"] else "")
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width,initial-scale=1"><title>heaparray: benchmarks</title><style>{STYLE}</style>'
            f'</head><body><h1>heaparray: benchmarks</h1>{quick}'
            '<p>How many times the time of ours another takes: above 1 ×, ours is faster. All contenders do the same work, '
            'which each program checks before it measures.</p>'
            f'{cards(results)}'
            f'<dl>{"".join(f"<dt>{k}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items())}</dl><nav>{links}</nav>'
            + everyday_section(results) + "".join(operation_section(results, o) for o in operations)
            + memory_section(results.report["memory"], "memory", "Memory", 8, "ints", "array of n ints")
            + memory_section(results.report.get("memory_of_texts", []), "memory_of_texts", "Memory of texts", 16,
                             "characters", "text of n characters") + compile_section(results) + object_sizes_section(results)
            + f'<script>{SCRIPT}</script></body></html>\n')


def verdict(ratio, better, worse):
    """What ours is, next to what takes `ratio` times as much. Bold is a win; within 10 % nobody wins."""
    if 1 / 1.1 < ratio < 1.1:
        return "tie"
    return f"**{rounded(ratio)} × {better}**" if ratio > 1 else f"{rounded(1 / ratio)} × {worse}"


def documentation_tables(results):
    m = results.report["machine"]
    lines = ["| time per operation | ours is | heaparray | next to it |", "|---|---|---|---|"]
    for title, mine, others in results.headlines():
        ours = f'`{short(mine["contender"])}` {rounded_ns(mine["ns"])}'
        for o in others:
            lines.append(f'| {title} | {verdict(o["ns"] / mine["ns"], "faster", "slower")} | {ours} | '
                         f'`{short(o["contender"])}` {rounded_ns(o["ns"])} |')
            title = ours = ""
    memory = results.memory(8)
    if memory:
        lines += ["", "| bytes in total | ours is | heaparray | next to it |", "|---|---|---|---|"]
        title = "8 ints, shared, with one handle"
        for ours in ("TpArcArray", "CompactArcArray"):
            cell = f"`{ours}` {memory[ours]}"
            for name in ("make_shared_array", "shared_ptr_vector"):
                lines.append(f'| {title} | {verdict(memory[name] / memory[ours], "smaller", "larger")} | {cell} | '
                             f'`{short(name)}` {memory[name]} |')
                title = cell = ""
    lines += everyday_table(results)
    lines += ["", f'Measured on: {m["cpu"]}, {m["cores"]} cores; {m["compiler"]}, `{m["flags"]}`; medians of {m["repetitions"]} '
              'interleaved runs.']
    return "\n".join(lines) + "\n"


def render(report):
    """The texts of the files, by name."""
    results = Results(report)
    return {"report.html": page(results), "report.md": documentation_tables(results), "chart.svg": readme_chart(results) + "\n"}
