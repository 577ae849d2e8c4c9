"""The browser for the tests: Chromium and a font with Chinese letters."""

import os
import shutil
import subprocess
from pathlib import Path

from dev import debian
from linli.launch.speech import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PACKAGES = {"chromium": Path("/usr/bin/chromium"), "fonts-noto-cjk": Path("/usr/share/fonts/opentype/noto")}


def ready() -> str:
    """The path of a browser, installed by Debian's packages where we may; empty if there is none to be had.

    Without one the browser tests fail and say so; the others need none.
    """
    given = os.environ.get("LINLI_CHROMIUM")
    if given:
        return given
    missing = [package for package, sign in PACKAGES.items() if not sign.exists()]
    if missing and debian.may_install():
        say(f"安装 {' '.join(missing)}", "Installing the browser for the tests")
        try:
            debian.install(missing)
        except subprocess.CalledProcessError:
            say("安装失败", "They could not be installed")
    return _installed()


def _installed() -> str:
    found = [place for place in PLACES if os.access(place, os.X_OK)]
    found += [path for path in map(shutil.which, NAMES) if path is not None]
    if not found:
        say("没有找到 Chromium，浏览器测试将失败", "No Chromium here: the browser tests will fail")
    return next(iter(found), "")
