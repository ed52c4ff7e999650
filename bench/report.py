#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs all benchmarks and writes report.html, report.json, report.md and chart.svg.

Usually through CMake: the targets bench_report and bench_report_quick. The contenders of an operation run in turns, in
random order, so that whatever else the machine does hits all of them alike; numbers are medians of the repetitions.
"""
import argparse
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import report_page

# Operation, program. The longest name that fits is the one that is meant.
PROGRAMS = {
    "make_drop": "making", "make_drop_labelled": "making", "make_drop_strings": "making", "fill_drop": "making",
    "iterate": "reading", "index_checked": "reading", "index_unchecked": "reading",
    "copy_drop": "sharing", "copy_on_write": "sharing", "sort_handles": "sharing", "grow_vector": "sharing",
    "copy_drop_threads": "sharing_threads", "copy_on_write_threads": "sharing_threads",
    "read_beside_copies_threads": "sharing_threads",
    "walk": "walking", "walk_aged": "walking",
    "text_make_drop": "texts", "text_copy_drop": "texts", "text_equal": "texts", "text_find": "texts",
    "weak_downgrade": "weak", "weak_upgrade": "weak", "weak_upgrade_expired": "weak", "weak_make_drop": "weak",
    "weak_upgrade_threads": "weak",
    "grow_push": "growing", "grow_push_reserved": "growing", "grow_push_strings": "growing", "grow_insert_middle": "growing",
    "node_make_drop": "columns", "node_read": "columns", "columns_pass": "columns", "columns_sort": "columns",
    "segment_make_drop": "shared_memory", "segment_copy_drop": "shared_memory", "segment_read": "shared_memory",
    **{f"everyday_{c}_{o}": f"everyday_{c}" for c in ("gcc", "clang") for o in report_page.EVERYDAY},
    "load": "cells", "load_beside_writer": "cells", "store": "cells", "compare_exchange": "cells",
}
QUICK_SIZES = {4, 8, 16, 24, 100, 256, 65536}


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def parse_name(name):
    """BM_<operation>_<contender>/<n>, or /real_time/threads:<threads>."""
    match = re.fullmatch(r"BM_([^/]+)(?:/(\d+))?(?:/real_time)?(?:/threads:(\d+))?", name)
    fitting = [o for o in PROGRAMS if match and match[1].startswith(o + "_")]
    if not fitting:
        sys.exit(f"report.py: what operation is {name}? Add it to PROGRAMS.")
    operation = max(fitting, key=len)
    return operation, match[1][len(operation) + 1:], int(match[2] or 0), int(match[3] or 0)


def find_groups(programs, quick):
    """{(program, operation, n, threads): [names]}: what is compared with each other."""
    groups = {}
    for program in sorted(set(PROGRAMS.values()), key=list(PROGRAMS.values()).index):
        if program.startswith("everyday_") and not (programs / f"bench.{program}").exists():
            continue  # of a compiler that is not there
        listed = subprocess.run([programs / f"bench.{program}", "--benchmark_list_tests"], check=True, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.split()
        for name in listed:
            operation, _, n, threads = parse_name(name)
            if quick and n and n not in QUICK_SIZES:
                continue
            if quick and threads > 2:
                continue
            groups.setdefault((program, operation, n, threads), []).append(name)
    return groups


def run_group(programs, key, names, repetitions, min_time):
    program, operation, n, threads = key
    pattern = "^(" + "|".join(map(re.escape, names)) + ")$"
    out = subprocess.run(
        [programs / f"bench.{program}", f"--benchmark_filter={pattern}", f"--benchmark_repetitions={repetitions}",
         f"--benchmark_min_time={min_time}", "--benchmark_enable_random_interleaving=true",
         "--benchmark_format=json"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if out.returncode != 0:
        sys.exit(f"\nreport.py: bench.{program} fails:\n{out.stderr}")
    samples, kinds = {}, {}
    for b in json.loads(out.stdout)["benchmarks"]:
        if b["run_type"] != "iteration":
            continue
        contender = parse_name(b["name"])[1]
        # Processor time where there is one thread: it does not count what others do with the core.
        samples.setdefault(contender, []).append(b["real_time" if threads else "cpu_time"])
        kinds[contender] = b["label"]
    results = []
    for contender, times in samples.items():
        quartiles = statistics.quantiles(times, n=4) if len(times) > 1 else [times[0]] * 3
        results.append({"operation": operation, "n": n, "threads": threads, "contender": contender,
                        "kind": kinds[contender], "ns": statistics.median(times), "q1": quartiles[0],
                        "q3": quartiles[2], "min": min(times), "repetitions": len(times)})
    return results


def run_times(programs, quick, repetitions, min_time):
    groups = find_groups(programs, quick)
    results = []
    begin = time.monotonic()
    for i, (key, names) in enumerate(groups.items()):
        program, operation, n, threads = key
        what = f"{threads} threads" if threads else f"{n:,}"
        passed = time.monotonic() - begin
        left = f", about {passed / i * (len(groups) - i):.0f} s left" if i else ""
        progress(f"[{i + 1}/{len(groups)}] {operation}, {what}: {len(names)} contenders{left}")
        # Where threads take turns on a core, a run must be longer than their turns.
        results += run_group(programs, key, names, repetitions, 10 * min_time if threads else min_time)
    return results


def run_memory(programs, quick, *what):
    program = programs / "bench.memory"
    if not program.exists():
        return []
    progress("memory")
    arrays = "10000" if quick else "1000000"
    return json.loads(subprocess.run([program, arrays, *what], check=True, text=True, stdout=subprocess.PIPE).stdout)


def run_compile(cxx, source_dir, out_dir, repetitions):
    names = ["standard", "included", "six_handles"]
    command = [cxx, "-std=c++20", "-O2", f"-I{source_dir}/include"]
    seconds = {name: [] for name in names}
    lines = {}
    for i in range(repetitions):
        progress(f"compiling, {i + 1} of {repetitions}")
        for name in names:
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(command + ["-c", f"{source_dir}/bench/compile/{name}.cpp", "-o", out_dir / "compile.o"],
                           check=True)
            seconds[name].append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    for name in names:
        text = subprocess.run(command + ["-E", "-P", f"{source_dir}/bench/compile/{name}.cpp"], check=True,
                              text=True, stdout=subprocess.PIPE).stdout
        lines[name] = text.count("\n")
    (out_dir / "compile.o").unlink()
    return [{"file": n, "seconds": statistics.median(seconds[n]), "lines": lines[n]} for n in names]


def run_object_sizes(cxx, source_dir, out_dir, quick):
    """Bytes of code and constants in the object files of the examples."""
    sources = sorted((source_dir / "examples").glob("*.cpp"))
    if quick:
        sources = [s for s in sources if s.stem in ("quickstart", "skip_list")]
    object_file = out_dir / "example.o"
    results = []
    for i, source in enumerate(sources):
        progress(f"object files of examples, {i + 1} of {len(sources)}")
        sizes = {}
        for level in ("-O2", "-Os"):
            subprocess.run([cxx, "-std=c++20", level, "-DNDEBUG", f"-I{source_dir}/include", f"-I{source_dir}/examples",
                            f'-DHEAPARRAY_SOURCE_DIR="{source_dir}"', "-c", source, "-o", object_file], check=True)
            sizes[level] = int(subprocess.run(["size", object_file], check=True, text=True, stdout=subprocess.PIPE)
                               .stdout.splitlines()[1].split()[0])
        results.append({"file": source.stem, **sizes})
    object_file.unlink()
    return results


def cpu_name():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, required=True, help="the folder with the programs bench.*")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--cxx", required=True, help="the compiler that has built them")
    parser.add_argument("--compiler", required=True, help="its name and version")
    parser.add_argument("--flags", required=True, help="the flags that it was given")
    parser.add_argument("--quick", action="store_true", help="few sizes and short runs: under a minute")
    parser.add_argument("--from-json", action="store_true", help="only write the page again, from report.json")
    parser.add_argument("--repetitions", type=int, default=9)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    json_file = args.out / "report.json"
    source_dir = Path(__file__).resolve().parent.parent

    if args.from_json:
        report = json.loads(json_file.read_text())
    else:
        report = {
            "machine": {
                "cpu": cpu_name(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}",
                "compiler": args.compiler, "flags": args.flags,
                "date": time.strftime("%Y-%m-%d"), "repetitions": args.repetitions, "quick": args.quick,
                "load": os.getloadavg()[0],
            },
            "compile": run_compile(args.cxx, source_dir, args.out, min(args.repetitions, 3 if args.quick else 9)),
            "object_sizes": run_object_sizes(args.cxx, source_dir, args.out, args.quick),
            "memory": run_memory(args.programs, args.quick),
            "memory_of_texts": run_memory(args.programs, args.quick, "texts"),
            "times": run_times(args.programs, args.quick, args.repetitions, 0.001 if args.quick else 0.02),
        }
        json_file.write_text(json.dumps(report, indent=1))
        progress("")
    for name, text in report_page.render(report).items():
        (args.out / name).write_text(text)
        print(args.out / name)
    print(json_file)


if __name__ == "__main__":
    main()
