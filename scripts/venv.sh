#!/usr/bin/env bash
# Makes the virtual environment FOLDER with the first Python that is new enough.
set -euo pipefail
folder=$1

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if new_enough "$python"; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "Python cannot make virtual environments yet. Please run: apt install python3-venv" >&2
            exit 1
        fi
        exec "$python" -m venv "$folder"
    fi
done
echo "Python 3.11 or newer is needed. Please run: apt install python3 python3-venv" >&2
exit 1
