// SPDX-License-Identifier: MIT
//
// layout_page.hpp: the page of layout_viewer, around the list of what it has seen. It needs no server and no other file.
#ifndef HEAPARRAY_EXAMPLES_SUPPORT_LAYOUT_PAGE_HPP
#define HEAPARRAY_EXAMPLES_SUPPORT_LAYOUT_PAGE_HPP

inline constexpr const char* layout_page_head = R"page(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heaparray: blocks, byte by byte</title>
<style>
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --link: #0550ae;
  --elements: #cfe6ff; --label: #ffe2a8; --count: #f6c9d0; --length: #cdeccf; --data: #e3e6ea; --lost: #a0a8b0; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d;
  --link: #79b8ff; --elements: #123a66; --label: #5c4308; --count: #632430; --length: #1c4a26; --data: #30363d;
  --lost: #59636e; } }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5rem; margin: 0.5rem 0; } h2 { font-size: 1.1rem; margin: 1.2rem 0 0.4rem; }
a { color: var(--link); }
form { display: flex; flex-wrap: wrap; gap: 0.8rem; margin: 1rem 0; }
label { display: flex; flex-direction: column; font-size: 13px; color: var(--soft); flex: 1 1 11rem; }
select { font: inherit; font-size: 15px; color: var(--text); background: var(--back); border: 1px solid var(--soft);
  border-radius: 6px; padding: 0.35rem; min-width: 0; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.bytes { display: grid; grid-template-columns: 2.6rem repeat(8, minmax(0, 1fr)); gap: 2px; max-width: 30rem; }
.bytes > * { text-align: center; font: 13px/2 ui-monospace, "DejaVu Sans Mono", monospace; }
.at { color: var(--soft); text-align: right; padding-right: 0.4rem; }
.byte { border: 1px solid var(--soft); border-radius: 3px; }
.elements { background: var(--elements); } .label { background: var(--label); } .count { background: var(--count); }
.length, .size { background: var(--length); } .data { background: var(--data); }
.lost { background: repeating-linear-gradient(45deg, transparent 0 4px, var(--lost) 4px 6px); }
.first { border-top: 3px solid var(--text); }
.seen { outline: 2px solid var(--link); outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; max-width: 30rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: left; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: 1rem; height: 1rem; border: 1px solid var(--soft); border-radius: 3px;
  vertical-align: -2px; margin-right: 0.4rem; }
.note { color: var(--soft); font-size: 13px; }
</style>
</head>
<body>
<h1>Blocks, byte by byte</h1>
<p>Choose the types. The page shows what lies where in the block of an array of five elements, as the program
<code>examples/layout_viewer.cpp</code> has found it in real objects.</p>
<form onsubmit="return false">
<label>Handle <select id="handle"></select></label>
<label>Element <select id="element"></select></label>
<label>Label <select id="tag"></select></label>
</form>
<div aria-live="polite"><p id="summary"></p></div>
<h2>The handle</h2>
<div class="bytes" id="handle-bytes" aria-hidden="true"></div>
<h2>The block</h2>
<div class="bytes" id="block-bytes" aria-hidden="true"></div>
<p class="note">The handle is the address of the byte with the thick line. A digit is the index of an element. Hatched
bytes are lost.</p>
<h2>The parts of the block</h2>
<table><thead><tr><th scope="col">part</th><th scope="col" class="number">from byte</th>
<th scope="col" class="number">bytes</th></tr></thead><tbody id="parts"></tbody></table>
<noscript><p>This page needs JavaScript. <code>build/examples/layout_viewer</code> prints the same as text.</p></noscript>
)page";

inline constexpr const char* layout_page_tail = R"page(
const choices = ["handle", "element", "tag"].map(id => document.getElementById(id));
const unique = at => [...new Set(seen.map(s => s[at]))];
choices.forEach((choice, at) => unique(at).forEach(name => choice.add(new Option(name, name))));

// The parts, and between them what is lost.
function whole(size, parts) {
  const all = [];
  let end = 0;
  for (const [name, begin, bytes, each] of parts) {
    if (begin !== end) all.push(["lost", end, begin - end, 0]);
    all.push([name, begin, bytes, each]);
    end = begin + bytes;
  }
  if (end !== size) all.push(["lost", end, size - end, 0]);
  return all;
}
function draw(place, size, parts, first) {
  place.replaceChildren();
  const byte = (text, kind) => {
    const cell = document.createElement("div");
    cell.textContent = text;
    cell.className = kind;
    place.append(cell);
    return cell;
  };
  let at = 0;
  parts.forEach(([name, begin, bytes, each], part) => {
    for (let i = 0; i !== bytes; ++i, ++at) {
      if (at % 8 === 0) byte(at, "at");
      const cell = byte(each ? Math.floor(i / each) : name === "lost" ? "" : name === "label" ? "L" : name[0], "byte " + name);
      cell.dataset.part = part;
      if (at === first) cell.classList.add("first");
    }
  });
}
function show() {
  const found = seen.find(s => choices.every((choice, at) => s[at] === choice.value));
  const [, , , handle_size, handle_parts, size, block_parts] = found;
  const parts = whole(size, block_parts);
  const elements = parts.find(p => p[0] === "elements");
  const lost = parts.filter(p => p[0] === "lost").reduce((sum, p) => sum + p[2], 0);
  document.getElementById("summary").textContent = `Handle: ${handle_size} bytes. Block: ${size} bytes, of which ` +
    `${elements[2]} are elements and ${lost} are lost. Element 0 is at byte ${elements[1]}.`;
  draw(document.getElementById("handle-bytes"), handle_size, whole(handle_size, handle_parts), -1);
  const block = document.getElementById("block-bytes");
  draw(block, size, parts, elements[1]);
  const rows = document.getElementById("parts");
  rows.replaceChildren();
  parts.forEach(([name, begin, bytes, each], part) => {
    const row = rows.insertRow();
    row.tabIndex = 0;
    const first = row.insertCell();
    const key = document.createElement("span");
    key.className = "key " + name;
    first.append(key, each ? `${name}, ${each} ${each === 1 ? "byte" : "bytes"} each` : name);
    for (const number of [begin, bytes]) {
      const cell = row.insertCell();
      cell.className = "number";
      cell.textContent = number;
    }
    const mark = on => block.querySelectorAll(`[data-part="${part}"]`).forEach(b => b.classList.toggle("seen", on));
    row.onfocus = row.onmouseenter = () => mark(true);
    row.onblur = row.onmouseleave = () => mark(false);
  });
  history.replaceState(null, "", "#" + choices.map(choice => choice.selectedIndex).join("."));
}
// #4.1.2 is the fifth handle, with the second element and the third label.
function go() {
  (/^#[0-9]+\.[0-9]+\.[0-9]+$/.test(location.hash) ? location.hash : "#4.1.2").slice(1).split(".").forEach((index, at) => {
    if (Number(index) < choices[at].length) choices[at].selectedIndex = Number(index);
  });
  show();
}
choices.forEach(choice => choice.onchange = show);
onhashchange = go;
go();
</script>
</body>
</html>
)page";

#endif  // HEAPARRAY_EXAMPLES_SUPPORT_LAYOUT_PAGE_HPP
