"""What the benchmarks share: the binary under test, a sandbox and its control calls, other people's clients, tables.

Counts come before times: calls, connections, system calls and instructions are the same on every machine and at every load.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
CLIENTS = ROOT / "tests" / "clients"


def options(about, runs):
    """Options that every benchmark has; the caller adds its own."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=runs, help=f"how often each is timed ({runs})")
    parser.add_argument("--wxmass", type=pathlib.Path, help="this binary, in place of building the release profile")
    parser.add_argument("--alone", action="store_true", help="wxmass alone: install nothing")
    return parser


def binary(chosen):
    """The binary under test; built in the release profile unless one is given."""
    if chosen.wxmass:
        return str(chosen.wxmass.resolve(strict=True))
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
    return str(pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "wxmass")


def place():
    """One line on where and when this was measured."""
    load = os.getloadavg()[0]
    day = time.strftime("%Y-%m-%d")
    print(f"{day}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, load {load:.1f}\n", flush=True)


class Folder:
    """A temporary folder, with an environment that knows no other home."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp())
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.path), "LC_ALL": "C.UTF-8"}
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)


class Sandbox:
    """`wxmass sandbox` in a world of its own."""

    def __init__(self, wxmass, home, *more):
        command = [wxmass, "sandbox", "--json", "--memory", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env={"HOME": str(home)}, text=True)
        text = ""
        while not text.rstrip().endswith("}"):
            line = self.process.stdout.readline()
            assert line, f"the sandbox did not start: {text}"
            text += line
        self.printed = json.loads(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def environment(self):
        """What makes wxmass and the other clients come here."""
        return {
            "WXMASS_API_BASE": self.printed["base_url"],
            "WXMASS_APPID": self.printed["appid"],
            "WXMASS_SECRET": self.printed["secret"],
        }

    def control(self, name, body=None):
        headers = {"x-sandbox-token": self.printed["control_token"]}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.printed['base_url']}/sandbox/{name}", data, headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def done(command, environment, **more):
    """Runs a command that has to succeed."""
    ended = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, **more)
    if ended.returncode:
        sys.exit(f"{command} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended


def times_of(command, environment):
    """CPU time and whole time, in milliseconds, of a command that has to succeed."""
    command = [str(part) for part in command]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    took = (time.perf_counter() - started) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    return (used.ru_utime + used.ru_stime) * 1000, took


def timed(commands, environment, runs, floor):
    """Of each command, in milliseconds: least CPU time, fastest and median; and the fastest as so many times that of `floor`.

    Taken in turn, so that a busy moment meets all of them.
    """
    times, cpu = {name: [] for name in commands}, {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            used, took = times_of(command, environment)
            cpu[name].append(used)
            times[name].append(took)
    least = min(times[floor])
    return {
        name: (f"{min(took) / least:.1f}", *map(ms, (min(cpu[name]), min(took), statistics.median(took))))
        for name, took in times.items()
    }


def instructions(command, environment):
    """Instructions that a command executes, counted by valgrind; `None` without it."""
    if not shutil.which("valgrind"):
        return None
    with tempfile.NamedTemporaryFile() as out:
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        said = done([*tool, *command], environment).stderr
    return int(re.search(r"Collected : (\d+)", said)[1])


def system_calls(command, environment):
    """How many system calls a command makes, with all its threads, and which files it opens; `None` without strace."""
    if not shutil.which("strace"):
        return None
    with tempfile.NamedTemporaryFile("r") as out:
        done(["strace", "-f", "-o", out.name, *command], environment)
        lines = out.read().splitlines()
    calls = [line for line in lines if re.match(r"\d+ +\w+\(", line)]
    opened = [match[1] for line in calls if (match := re.search(r'open(?:at)?\(.*?"([^"]+)".*\) = \d', line))]
    return len(calls), opened


def ms(value):
    return "not counted" if value is None else f"{value:.1f} ms"


class Weighed:
    """A running command and the most memory it has had, in KiB, by the kernel's own high-water mark (Linux alone)."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            [str(part) for part in command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.started = time.monotonic()
        self.most = 0
        self.watch = threading.Thread(target=self._watch)
        self.watch.start()

    def _watch(self):
        while True:
            try:
                status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
            except OSError:
                return
            found = re.search(r"VmHWM:\s+(\d+)", status)
            if not found:
                return
            self.most = int(found[1])
            time.sleep(0.002)

    def end(self):
        """Seconds, KiB and stdout of a command that has to succeed."""
        said, errors = self.process.communicate()
        whole = time.monotonic() - self.started
        self.watch.join()
        if self.process.returncode:
            sys.exit(f"{self.process.args} ended with {self.process.returncode}:\n{said}{errors}")
        return whole, self.most, said


def table(*cells):
    """One row of a table in Markdown, at once."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    table(*cells)
    table(*["---"] * len(cells))


def python_with(folder, requirements):
    """A Python that has these packages; `None`, and a word about it, where they cannot be installed."""
    python = folder / "python" / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "python"], check=True, capture_output=True)
        install = [python, "-m", "pip", "install", "-q", "-r", requirements]
        subprocess.run(install, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"not tried: {requirements.name} cannot be installed ({error})")
        return None
    return str(python)


def node_with(folder, package):
    """A folder where Node.js finds these packages; `None`, and a word about it, where they cannot be installed."""
    modules = folder / "node"
    modules.mkdir()
    try:
        shutil.copy(package, modules)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=modules, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"not tried: {package.relative_to(ROOT)} cannot be installed ({error})")
        return None
    return modules
