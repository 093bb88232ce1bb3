"""Fetches uv's wheel without pip, which a bare Debian python3 does not have.

usage: fetch_uv.py UV_LOCK TARGET_DIR: reads version and hashes from uv.lock, downloads the wheel that fits this
machine from the package index that PIP_INDEX_URL names, checks its SHA-256, and unpacks it into TARGET_DIR/bin.
"""
import hashlib
import html
import io
import os
import platform
import re
import sys
import urllib.parse
import urllib.request
import zipfile


def wanted_tags():
    """Platform tags of the wheel, best first; each is a pattern on the file's name."""
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    if sys.platform == "win32":
        return ["win_arm64" if machine == "aarch64" else "win_amd64"]
    if sys.platform == "darwin":
        return [r"macosx_\w*arm64" if machine == "aarch64" else r"macosx_\w*x86_64"]
    glibc = platform.libc_ver()[0] == "glibc"
    return [r"manylinux\w*[._]%s" % machine if glibc else r"musllinux\w*_%s" % machine]


def main(lock_path, target):
    with open(lock_path, encoding="utf-8") as file:
        lock = file.read()
    version = re.search(r"^uv==([\w.]+)", lock, re.M).group(1)
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    index = os.environ["PIP_INDEX_URL"].rstrip("/") + "/uv/"
    request = urllib.request.Request(index, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read().decode("utf-8")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+\.whl[^"]*)"', page)]
    for tag in wanted_tags():
        pattern = re.compile(r"/uv-%s-py3-none-[\w.]*%s[\w.]*\.whl" % (re.escape(version), tag))
        for link in links:
            if pattern.search(link):
                return unpack(urllib.parse.urljoin(index, link.split("#")[0]), hashes, target)
    sys.exit("uv %s has no wheel for %s %s" % (version, sys.platform, platform.machine()))


def unpack(url, hashes, target):
    with urllib.request.urlopen(url, timeout=120) as answer:
        wheel = answer.read()
    if hashlib.sha256(wheel).hexdigest() not in hashes:
        sys.exit("the downloaded uv is not the one that uv.lock names: " + url)
    os.makedirs(os.path.join(target, "bin"), exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for name in archive.namelist():
            if re.search(r"\.data/scripts/uv(\.exe)?$", name):
                path = os.path.join(target, "bin", os.path.basename(name))
                with open(path, "wb") as file:
                    file.write(archive.read(name))
                os.chmod(path, 0o755)


try:
    main(*sys.argv[1:])
except OSError as error:  # no network, no right, no room: one line, which our own message quotes
    sys.exit(str(error))
