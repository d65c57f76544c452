"""Runs Microsoft's own clients and published types against the simulator: `python3 run.py PATH_TO_KONTOR_SIM [WORK_FOLDER]`.

The packages are pinned and go into the work folder (by default `target/sim-clients`), once. Needs Python 3.11 with venv
(Debian: python3-venv) and Node.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCHEMA = HERE.parent / "schema"


def once(folder, inputs, make):
    """Makes `folder` anew unless it was completed from the same inputs."""
    mark = folder / "made-from"
    wanted = hashlib.sha256(b"".join(p.read_bytes() for p in inputs)).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        mark.write_text(wanted)
    return folder


def make_python(folder):
    venv.create(folder, with_pip=True)
    requirements = ["--requirement", HERE / "requirements.txt"]
    subprocess.run([folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", *requirements], check=True)


def make_node(folder):
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SCHEMA / name, folder)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)


def main():
    program = Path(sys.argv[1]).resolve()
    work = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else HERE.parents[3] / "target/sim-clients"
    python = once(work / "python", [HERE / "requirements.txt"], make_python) / "bin/python"
    node = once(work / "node", [SCHEMA / "package-lock.json"], make_node)
    environment = {**os.environ, "KONTOR_SIM": str(program), "KONTOR_SCHEMA_WORK": str(node), "NO_PROXY": "127.0.0.1"}
    # `requests` puts these above the certificate that a caller names.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        environment.pop(name, None)
    # A compiled copy of the SDK would be larger than what is run of it.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    for check in (SCHEMA / "check_graph.py", SCHEMA / "check_arm.py", HERE / "check_msal.py", HERE / "check_msgraph.py"):
        done = subprocess.run([python, check], env=environment, check=False)
        if done.returncode:
            sys.exit(f"{check.name} failed")


main()
