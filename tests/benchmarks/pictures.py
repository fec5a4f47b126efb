"""Which library draws pictures, and where: `python -m tests.benchmarks.pictures` installs each into an environment of its own
(some 300 MB, thrown away) and prints the table of docs/decisions/0014."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.painters import PAINTERS

PACKAGES = {"resvg-py": "resvg-py", "vl-convert": "vl-convert-python", "Pillow": "pillow", "matplotlib": "matplotlib"}
SCRIPT = Path(__file__).with_name("painters.py")
RUNS = 5


def size(folder: Path) -> float:
    """MB of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def environment(folder: Path, package: str) -> tuple[Path, float]:
    """The Python of a new environment with the package, and what that takes on the disk in MB."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    bare = size(folder)
    install = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", package]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return folder / "bin" / "python", size(folder) - bare


def as_a_process(python: Path, name: str) -> tuple[float, float]:
    """A painter from its start to its end: milliseconds, the median; and its memory at most, in MiB."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([python, "-I", "-OO", SCRIPT, name, "--once"], check=True, stdout=subprocess.DEVNULL)
        took.append(1000 * (time.perf_counter() - began))
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    told = subprocess.run(
        [sys.executable, "-c", code, python, "-I", "-OO", SCRIPT, name, "--once"], check=True, stdout=subprocess.PIPE
    )
    return sorted(took)[RUNS // 2], int(told.stdout) / 1024


def main() -> None:
    head = ("", "installed", "in the bot: grows by", "first", "later", "own process", "its memory", "file")
    print(("{:24}" + "{:>22}" * 7).format(*head))
    with tempfile.TemporaryDirectory() as folder:
        pythons = {key: environment(Path(folder, key), package) for key, package in PACKAGES.items()}
        for name in PAINTERS:
            python, installed = pythons[name.partition(",")[0]]
            told = subprocess.run([python, "-OO", SCRIPT, name], check=True, stdout=subprocess.PIPE)
            figures = json.loads(told.stdout)
            whole, most = as_a_process(python, name)
            print(
                f"{name:24}{installed:19.1f} MB{figures['grows']:8.1f} to {figures['grows later']:5.1f} MiB"
                f"{1000 * figures['first']:19.0f} ms{1000 * figures['later']:19.0f} ms{whole:19.0f} ms{most:18.1f} MiB"
                f"{figures['bytes'] / 1000:19.0f} kB"
            )


if __name__ == "__main__":
    main()
