"""Words on the machine and what is installed, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "doctor_mousaic": "Mousaic {version}, Python {python}, {system}",
    "doctor_packages": "Packages: {packages}",
    "doctor_install": "A package is missing or too old: pip install {packages}",
    "doctor_device": "Device: {device} ({name})",
    "doctor_no_device": "The device computes wrongly or not at all: use --device cpu, or mend its driver.",
    "doctor_threads": "Threads: {threads} of {cores} processors",
    "doctor_many_threads": (
        "More threads than processors wait for each other: set OMP_NUM_THREADS to {cores} or fewer, or use --threads."
    ),
    "doctor_memory": "Memory: {free:.1f} GB free",
    "doctor_memory_unknown": "Memory: the system does not say how much is free",
    "doctor_little_memory": "Under 2 GB of memory are free: close other programs, or use a smaller --size.",
    "doctor_disk": "Disk: {free:.0f} GB free in {folder}",
    "doctor_no_writing": "Disk: nothing can be written in {folder}",
    "doctor_other_folder": "Runs need a folder that can be written: work in another, or give mousaic train --out one.",
    "doctor_little_disk": "Under 1 GB of disk is free: free some, or write to another disk.",
    "doctor_cache": "Compiled code is kept",
    "doctor_cache_missing": "Compiled code cannot be kept: each run compiles anew, for some seconds",
    "doctor_cache_folder": "Name a folder that can be written in the environment variable NUMBA_CACHE_DIR.",
    "doctor_no_compiler": "Without numba: the same results, slower",
    "doctor_trying": "Training on images made for it",
    "doctor_tried": "Self-test: two small trainings in {seconds:.0f} s, of the same bytes",
    "doctor_slow": "The self-test took over a minute: is the machine busy, or are there too few processors?",
    "doctor_failed": "Self-test: a small training ended with {why}",
    "doctor_other_bytes": "Self-test: the same training twice gave different bytes",
    "doctor_learns_nothing": "Self-test: held-out r is {r:.3f}, no better than the mean image's {mean:.3f}",
    "doctor_reinstall": (
        "The installation does not compute as it should: install Mousaic anew, with the versions of constraints.txt."
    ),
    "doctor_well": "All is well.",
}
