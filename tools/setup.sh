#!/bin/sh
# Builds .venv from requirements.lock, with nothing but Python and pip to start from.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "Python 3.11 or newer is needed, and ${PYTHON:-python3} is not." \
        "Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

python=$(find_python)

if ! .venv/bin/python -c '' 2>/dev/null; then
    # Debian ships venv without ensurepip; the pip outside can then fill the environment.
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv --clear .venv
    else
        "$python" -m venv --clear --without-pip .venv
    fi
fi

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    pip() { .venv/bin/python -m pip "$@"; }
elif "$python" -m pip --version >/dev/null 2>&1; then
    pip() { "$python" -m pip --python .venv/bin/python "$@"; }
else
    echo "pip is needed and $python has none. On Debian and Ubuntu type: apt-get install python3-pip" >&2
    exit 1
fi

echo "Installing the pinned packages into .venv (some 300 MB the first time)."
pip install --disable-pip-version-check --quiet --no-compile --require-hashes --no-deps \
    --only-binary :all: --requirement requirements.lock
pip install --disable-pip-version-check --quiet --no-compile --no-deps --no-build-isolation --editable .
# pip would compile on one core, and the packages' own tests too. Some packages bring templates that
# are no Python and do not compile; they never did.
.venv/bin/python -m compileall -qq -j 0 -x '/tests/' .venv/lib src || true
