#!/usr/bin/env bash
# Finds a Chromium for the tests, or installs the distribution's with apt-get where that is allowed;
# nginx for the tests of the documented reverse proxy likewise.
# PYTHON is the virtual environment's: tests/support/browser.py alone knows what is good enough.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=$1

found() { "$python" -m tests.support.browser; }
chinese_font() { [[ -n "$(fc-list :lang=zh family 2>/dev/null)" ]]; }

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }
}

install() {
    echo "Installing $* ..."
    as_root apt-get update -qq >/dev/null || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

if ! found && may_install; then
    # Ubuntu names the package chromium-browser.
    install chromium || install chromium-browser || true
    found || true
fi
if ! chinese_font && may_install; then
    install fontconfig fonts-noto-cjk || echo "No Chinese font: pictures of pages will lack characters."
fi
if ! command -v nginx >/dev/null && [[ ! -x /usr/sbin/nginx ]] && may_install; then
    install nginx-light || true
    # The tests start their own: the one that the package starts is not wanted.
    as_root systemctl disable --now nginx >/dev/null 2>&1 || true
fi
if ! command -v nginx >/dev/null && [[ ! -x /usr/sbin/nginx ]]; then
    echo "No nginx: the tests of the reverse proxy are left out (apt install nginx-light)."
fi
if ! found >/dev/null; then
    echo "The tests need Chromium. Please install it (apt install chromium fonts-noto-cjk)," \
        "or set CHROMIUM to a Chromium or Google Chrome program." >&2
    exit 1
fi
