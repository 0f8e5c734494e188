"""Measures the GPU of a machine that has Python and neither Node nor a package registry: unpacks what
`npm run device` packed beside the checkout, brings a Vulkan loader where the machine has none, and runs
`spice device`. Arguments go on to it: python3 src/cli/device/start.py --out results"""

import ctypes.util
import glob
import json
import lzma
import os
import shutil
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
PACK = os.environ.get("SPICE_PACK", os.path.join(ROOT, ".cache", "device"))
# Where drivers put their manifests beside the loader's own places.
MANIFESTS = [
    "/usr/share/vulkan/icd.d/*.json",
    "/etc/vulkan/icd.d/*.json",
    "/usr/local/share/vulkan/icd.d/*.json",
    "/usr/local/*/share/vulkan/icd.d/*.json",
    "/usr/local/*/vulkan/icd.d/*.json",
    "/opt/*/share/vulkan/icd.d/*.json",
]
# Libraries that are a Vulkan driver by themselves where no manifest names them.
DRIVERS = ["libGLX_nvidia.so.0", "libEGL_nvidia.so.0"]


def unpack(folder):
    """The program as it lies beside node_modules, with Node and Dawn unpacked."""
    shutil.copytree(PACK, folder, dirs_exist_ok=True)
    for path in glob.glob(os.path.join(folder, "**", "*.xz"), recursive=True):
        with lzma.open(path) as packed, open(path[: -len(".xz")], "wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        os.chmod(path[: -len(".xz")], 0o755)
        os.remove(path)


def found(library):
    try:
        ctypes.CDLL(library)
        return True
    except OSError:
        return False


def environment(folder):
    env = dict(os.environ, SPICE_ROOT=ROOT)
    paths = [env["LD_LIBRARY_PATH"]] if env.get("LD_LIBRARY_PATH") else []
    if not found("libvulkan.so.1"):
        paths.append(os.path.join(folder, "libraries"))
    if paths:
        env["LD_LIBRARY_PATH"] = os.pathsep.join(paths)
    if env.get("VK_DRIVER_FILES") or env.get("VK_ICD_FILENAMES"):
        return env
    standard = [path for pattern in MANIFESTS[:3] for path in glob.glob(pattern)]
    others = [path for pattern in MANIFESTS[3:] for path in sorted(glob.glob(pattern))]
    if not standard and not others:
        named = next((library for library in DRIVERS if found(library)), None)
        if named is not None:
            own = os.path.join(folder, "icd.json")
            with open(own, "w") as file:
                json.dump({"file_format_version": "1.0.0", "ICD": {"library_path": named, "api_version": "1.3.0"}}, file)
            others = [own]
    if not standard and others:
        env["VK_DRIVER_FILES"] = env["VK_ICD_FILENAMES"] = os.pathsep.join(others)
    print(f"Vulkan drivers: {', '.join(standard or others) or 'none found'}", file=sys.stderr)
    return env


def main():
    if not os.path.exists(os.path.join(PACK, "node.xz")):
        sys.exit(f"There is nothing packed in {PACK}: run `npm run device` where Node is, and bring that folder along.")
    began = time.monotonic()
    folder = tempfile.mkdtemp(prefix="spice-device-")
    unpack(folder)
    env = environment(folder)
    node = os.path.join(folder, "node")
    print(f"unpacked in {time.monotonic() - began:.0f} s into {folder}", file=sys.stderr, flush=True)
    os.execve(node, [node, os.path.join(folder, "bundle", "main.js"), "device", "--python", sys.executable, *sys.argv[1:]], env)


main()
