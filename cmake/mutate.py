#!/usr/bin/env python3
"""Mutation testing: does a test fail if a header is changed in one small place?

    python3 cmake/mutate.py list [<header>...]     every mutant, a line each
    python3 cmake/mutate.py reach                  which test runs which line; the other commands do this first
    python3 cmake/mutate.py run [--sample N] [--seed S] [--tests T] [--minutes M] [--jobs J] [<header>...]
    python3 cmake/mutate.py report                 the score of each kind, and what survived

A mutant is one change: another comparison, another sign, a number that is one more, a condition turned round, a statement,
check, move or forward left out, a memory order that is weaker. It is killed by a test that does not compile, fails, or takes too
long, with AddressSanitizer and UndefinedBehaviorSanitizer on. Tried are the tests that run the changed line, the quick ones
first; of code that runs at compile time only, those named like the header, and a few that have most kinds. For the orders of
the cells relacy's programs are tried, if relacy-dev is installed. A mutant with which every_member.cpp does not compile is
no program, and not counted. With --tests, no more than so many are tried, so that the score is a lower bound: a line that
all tests run takes half an hour otherwise.

Results are kept in build/mutants/results.tsv: a later run goes on with those that have none. Headers are named as in
`#include`, from heaparray/ on, and may be patterns: 'detail/block/*'. tests/mutants.txt has, with a reason for each,
mutants that are the same program. Needs clang++ (CXX names another) and its llvm-profdata and llvm-cov.
"""
import argparse
import concurrent.futures
import fnmatch
import hashlib
import json
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
OUT = ROOT / "build" / "mutants"
CXX = os.environ.get("CXX", "clang++")
SANITIZERS = ["-O0", "-g0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
BROAD = ["heap_array_test", "rc_array_test", "concepts_test", "label_test", "sizes_test", "convert_test", "columns_test"]
MODELS = ["handles", "weak", "loan_cell", "lock_cell", "cell_reader", "borrow_loan_cell", "borrow_lock_cell",
          "borrow_one_sided"]


# ---- The mutants

def blanked(text):
    """The text with comments and what is in quotes made spaces."""
    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group())
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', spaces, text, flags=re.S)


def closing(text, opening):
    """The position of the parenthesis that closes the one at `opening`."""
    depth = 0
    for i in range(opening, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    return -1


COMPARISONS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SIGNS = {"+": "-", "-": "+", "*": "/", "/": "*", "+=": "-=", "-=": "+="}
ORDERS = {"acquire": ["relaxed"], "release": ["relaxed"], "acq_rel": ["acquire", "release"], "seq_cst": ["acq_rel"]}
STATEMENT = re.compile(r"^ +(?:(?:\+\+|--)?[A-Za-z_][\w:]*(?:<[^;=]*>)?(?:(?:\.|->)\w+)*\(.*\)"
                       r"|[\w.\[\]*>()-]+ [-+|&]?= (?!default|delete|0;).*|(?:\+\+|--)[\w.>-]+);$")
NOT_CODE = re.compile(r"^\s*(?:#|template <|requires|using |typedef |static_assert|concept |friend |namespace |struct |class )")


def mutants_of(header):
    """Yields (line, kind, position, length, replacement) of each mutant."""
    text = (INCLUDE / header).read_text()
    code = blanked(text)
    begin = 0
    before = ""
    for number, line in enumerate(code.split("\n"), 1):
        # What is above: a name for a type, a condition of a template or an assertion may go over several lines.
        inside = before and not re.search(r"[;{}:]\s*$", before)
        skipped = NOT_CODE.match(line) or "operator" in line or (inside and NOT_CODE.match(before))
        if not skipped:
            found = []
            for m in re.finditer(r" (==|!=|<=|>=|<|>) ", line):
                found.append(("comparison", m.start(1), len(m[1]), COMPARISONS[m[1]]))
            for m in re.finditer(r" ([-+*/]|[-+]=) ", line):
                found.append(("sign", m.start(1), len(m[1]), SIGNS[m[1]]))
            for m in re.finditer(r"(\+\+|--)(?=\w)", line):
                found.append(("sign", m.start(1), 2, "--" if m[1] == "++" else "++"))
            for m in re.finditer(r"(?<![\w.])(\d+)(?=u?\b(?![\w.']))", line):
                found.append(("number", m.start(1), len(m[1]), str(int(m[1]) + 1)))
            for m in re.finditer(r" [-+] 1\b", line):
                found.append(("number", m.start(), len(m[0]), ""))
            for m in re.finditer(r" (&&|\|\|) ", line):
                found.append(("condition", m.start(1), 2, "||" if m[1] == "&&" else "&&"))
            for m in re.finditer(r"(?<![\w=])!(?=[\w(])", line):
                found.append(("condition", m.start(), 1, ""))
            for m in re.finditer(r"\b(?:if|while) \(", line):
                end = closing(code, begin + m.end() - 1)
                if end > 0:
                    inner = text[begin + m.end():end]
                    found.append(("branches", m.end(), len(inner), f"!({inner})"))
            for m in re.finditer(r"\breturn (true|false);", line):
                found.append(("result", m.start(1), len(m[1]), "false" if m[1] == "true" else "true"))
            for m in re.finditer(r"memory_order_(acquire|release|acq_rel|seq_cst)\b", line):
                for weaker in ORDERS[m[1]]:
                    found.append(("order", m.start(1), len(m[1]), weaker))
            for m in re.finditer(r"\bstd::(?:move|forward<[^()]*>)\(", line):
                end = closing(code, begin + m.end() - 1)
                if end > 0:
                    found.append(("forward", m.start(), end + 1 - begin - m.start(), "(" + text[begin + m.end():end] + ")"))
            if not inside and STATEMENT.match(line) and not re.match(r" +(?:return|throw|co_)\b", line):
                first = len(line) - len(line.lstrip())
                found.append(("statement", first, len(line) - 1 - first, ""))
            for kind, at, length, replacement in found:
                yield number, kind, begin + at, length, replacement
        if line.strip():
            before = line
        begin += len(line) + 1


def name_of(header, text, mutant):
    """A name that stays while the line and those above it stay: header, line, kind, and what is there and comes there."""
    number, kind, at, length, replacement = mutant
    column = at - text.rfind("\n", 0, at)
    return f"{header}:{number}:{column} {kind} " + " ".join(f"`{text[at:at + length]}` -> `{replacement}`".split())


def all_mutants(patterns):
    headers = sorted(str(p.relative_to(INCLUDE)) for p in (INCLUDE / "heaparray").rglob("*.hpp"))
    wanted = [h for h in headers if not patterns
              or any(fnmatch.fnmatch(h.removeprefix("heaparray/"), p.removeprefix("heaparray/")) for p in patterns)]
    for header in wanted:
        text = (INCLUDE / header).read_text()
        for mutant in mutants_of(header):
            yield header, name_of(header, text, mutant), mutant


# ---- The tests

def tests():
    """The unit tests, by name: source, flags of its own, and the sources of helpers."""
    result = {}
    for source in sorted((ROOT / "tests").glob("*/*_test.cpp")):
        text = source.read_text()
        flags = re.search(r"^// flags: (.*)$", text, re.M)
        helpers = [ROOT / "tests" / "support" / f"{name}.cpp"
                   for name in re.findall(r'#include "support/(\w+)\.hpp"', text)]
        result[source.stem] = (source, flags[1].split() if flags else [], [h for h in helpers if h.exists()])
    return result


def compile_test(test, include, program, flags):
    source, own, helpers = test
    return [CXX, "-std=c++20", "-w", *flags, *own, f"-I{include}", f"-I{ROOT}/tests", str(source),
            str(OUT / ("main.o" if "-fprofile-instr-generate" not in flags else "main_reach.o")),
            *map(str, helpers), "-pthread", "-o", str(program)]


def run_quietly(command, seconds, **more):
    """0 if all is well; anything else if not, or if it takes longer."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **more)
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return -1


def environment():
    return {**os.environ, "HEAPARRAY_TEST_EFFORT": "0.1",
            "ASAN_OPTIONS": "detect_stack_use_after_return=1:allocator_may_return_null=1"}


def tool(name):
    """llvm-cov of the compiler's version."""
    version = subprocess.run([CXX, "-dumpversion"], capture_output=True, text=True, check=True).stdout.split(".")[0]
    return shutil.which(f"{name}-{version}") or shutil.which(name) or sys.exit(f"mutate.py: there is no {name}-{version}")


def main_objects():
    for name, flags in (("main.o", SANITIZERS), ("main_reach.o", ["-O0", "-g0"])):
        if not (OUT / name).exists():
            subprocess.run([CXX, "-std=c++20", "-w", *flags, f"-I{ROOT}/tests", "-c", str(ROOT / "tests" / "main.cpp"),
                            "-o", str(OUT / name)], check=True)


def reach_of(name, test):
    """Which lines of which headers a test runs, and the seconds that it takes to compile and to run. Without the seconds of
    sanitizers, of which most tests need as many more."""
    program, profile = OUT / f"reach-{name}", OUT / f"{name}.profile"
    flags = ["-O0", "-g0", "-fprofile-instr-generate", "-fcoverage-mapping"]
    begun = time.monotonic()
    if run_quietly(compile_test(test, INCLUDE, program, flags), 900):
        return None
    compiled = time.monotonic()
    failed = run_quietly([str(program)], 900, env={**environment(), "LLVM_PROFILE_FILE": str(profile)})
    ended = time.monotonic()
    lines = {}
    if not failed:
        merged = f"{profile}.merged"
        subprocess.run([tool("llvm-profdata"), "merge", "-sparse", str(profile), "-o", merged], check=True)
        lcov = subprocess.run([tool("llvm-cov"), "export", "-format=lcov", f"-instr-profile={merged}", str(program)],
                              capture_output=True, text=True, check=True).stdout
        header = None
        for line in lcov.splitlines():
            if line.startswith("SF:"):
                path = pathlib.Path(line[3:])
                header = str(path.relative_to(INCLUDE)) if INCLUDE in path.parents else None
            elif header and line.startswith("DA:"):
                number, times = line[3:].split(",")[:2]
                if int(times) > 0:
                    lines.setdefault(header, []).append(int(number))
        os.remove(merged)
        os.remove(profile)
    program.unlink(missing_ok=True)
    return None if failed else {"lines": lines, "seconds": [compiled - begun, ended - compiled]}


def reach(jobs):
    """What the tests reach, measured again where the headers or a test have changed."""
    OUT.mkdir(parents=True, exist_ok=True)
    main_objects()
    headers = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(INCLUDE.rglob("*.hpp")))).hexdigest()
    file = OUT / "reach.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    stale = {}
    for name, test in tests().items():
        key = hashlib.sha256((headers + test[0].read_text()).encode()).hexdigest()
        if known.get(name, {}).get("key") != key:
            stale[name] = (test, key)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(reach_of, name, test): (name, key) for name, (test, key) in stale.items()}
        for done in concurrent.futures.as_completed(waiting):
            name, key = waiting[done]
            if done.result() is None:
                print(f"{name}: does not pass as it is, and is left out", file=sys.stderr)
                known.pop(name, None)
            else:
                known[name] = {"key": key, **done.result()}
                file.write_text(json.dumps(known))
    return {name: known[name] for name in tests() if name in known}


# ---- One mutant

def candidates(header, mutant, reached):
    """The tests to try: those that run a changed line, quick ones first."""
    text = (INCLUDE / header).read_text()
    number, _, at, length, _ = mutant
    lines = set(range(number, number + text.count("\n", at, at + length) + 1))
    chosen = [name for name, known in reached.items() if lines & set(known["lines"].get(header, []))]
    stem = pathlib.Path(header).stem
    if not chosen:
        chosen = [name for name in reached if name.startswith(stem) or name in BROAD]
    return sorted(chosen, key=lambda name: (not name.startswith(stem), sum(reached[name]["seconds"])))


def try_mutant(header, mutant, reached, include, most):
    """no program, killed by <test>, or survived <number of tests tried> of <number that run the line>."""
    number, kind, at, length, replacement = mutant
    text = (INCLUDE / header).read_text()
    changed = include / header
    changed.write_text(text[:at] + replacement + text[at + length:])
    try:
        def not_compiled_by(test):
            every = str(ROOT / "tests" / "warnings" / "every_member.cpp")
            if run_quietly([CXX, "-std=c++20", "-w", "-fsyntax-only", f"-I{include}", f"-I{ROOT}/tests", every], 120):
                return "no program"
            return f"killed by {test}, which does not compile"

        tried = 0
        if kind == "order" and pathlib.Path("/usr/include/relacy").exists():
            for model in MODELS:
                tried += 1
                program = include.parent / "model"
                if run_quietly([CXX, "-std=c++20", "-w", "-O1", "-Wno-inline-new-delete", f"-I{include}", f"-I{ROOT}/tests",
                                str(ROOT / "tests" / "relacy" / f"{model}.cpp"), "-o", str(program)], 300):
                    return not_compiled_by(f"relacy.{model}")
                if run_quietly([str(program)], 600):
                    return f"killed by relacy.{model}"
        known = tests()
        chosen = candidates(header, mutant, reached)
        some = chosen[:most or None]
        for name in some:
            tried += 1
            program = include.parent / "test"
            if run_quietly(compile_test(known[name], include, program, SANITIZERS), 900):
                return not_compiled_by(name)
            if run_quietly([str(program)], 60 + 20 * reached[name]["seconds"][1], env=environment()):
                return f"killed by {name}"
        return f"survived {tried} of {tried + len(chosen) - len(some)}"
    finally:
        changed.write_text(text)


# ---- All of them

def results():
    file = OUT / "results.tsv"
    return dict(line.split("\t") for line in file.read_text().splitlines()) if file.exists() else {}


def same_programs():
    """Mutants that are the same program, each with its reason: `<name without line and column> # <reason>`."""
    file = ROOT / "tests" / "mutants.txt"
    lines = file.read_text().splitlines() if file.exists() else []
    return {line.split(" # ")[0] for line in lines if line and not line.startswith("#")}


def without_place(name):
    place, rest = name.split(" ", 1)
    return f"{place.split(':')[0]} {rest}"


def run(arguments):
    reached = reach(arguments.jobs)
    everything = list(all_mutants(arguments.headers))
    random.Random(arguments.seed).shuffle(everything)
    if arguments.sample:
        everything = everything[:arguments.sample]
    known = results()
    todo = queue.SimpleQueue()
    for header, name, mutant in everything:
        if name not in known:
            todo.put((header, name, mutant))
    print(f"{len(everything)} mutants, {todo.qsize()} without a result", file=sys.stderr)
    end = time.monotonic() + 60 * arguments.minutes

    def work(number):
        include = OUT / f"worker-{number}" / "include"
        shutil.rmtree(include, ignore_errors=True)
        shutil.copytree(INCLUDE, include)
        while time.monotonic() < end:
            try:
                header, name, mutant = todo.get_nowait()
            except queue.Empty:
                return
            result = try_mutant(header, mutant, reached, include, arguments.tests)
            with open(OUT / "results.tsv", "a") as file:
                file.write(f"{name}\t{result}\n")
            print(f"{name}: {result}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(work, range(arguments.jobs)))
    return report(arguments)


def report(_):
    same = same_programs()
    table, survivors = {}, []
    for name, result in sorted(results().items()):
        if result == "no program":
            continue
        row = table.setdefault(name.split(" ")[1], [0, 0, 0])
        row[0] += 1
        if result.startswith("killed"):
            row[1] += 1
        elif without_place(name) in same:
            row[2] += 1
        else:
            survivors.append(f"{name}: {result}")
    print("| kind | mutants | killed | the same program | survived |\n|---|---|---|---|---|")
    for kind, (total, killed, equal) in sorted(table.items()):
        print(f"| {kind} | {total} | {killed} | {equal} | {total - killed - equal} |")
    total, killed, equal = (sum(row[i] for row in table.values()) for i in range(3))
    print(f"| all | {total} | {killed} | {equal} | {total - killed - equal} |")
    if total > equal:
        print(f"\n{100 * killed / (total - equal):.1f} % are killed")
    print("\n".join(survivors))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["list", "reach", "run", "report"])
    parser.add_argument("headers", nargs="*")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    if arguments.command == "list":
        for _, name, _ in all_mutants(arguments.headers):
            print(name)
        return 0
    if arguments.command == "reach":
        reach(arguments.jobs)
        return 0
    return (run if arguments.command == "run" else report)(arguments)


if __name__ == "__main__":
    sys.exit(main())
