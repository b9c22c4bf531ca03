#!/bin/sh
# Installs the system packages that are missing if it may, and otherwise prints the line to type.
# The doctor knows which they are. "--tests" adds what only the tests need.
set -eu
cd "$(dirname "$0")/.."

missing() { .venv/bin/python -m digit_recognizer.doctor --apt "$@"; }

packages=$(missing "$@")
[ -n "$packages" ] || exit 0

install="apt-get install --no-install-recommends $packages"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing system packages: $packages"
    export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
    # shellcheck disable=SC2086 # the packages are meant to be split
    if apt-get update -qq && apt-get install -qq -o Dpkg::Use-Pty=0 --yes --no-install-recommends \
        $packages >/dev/null; then
        exit 0
    fi
fi
echo "System packages are missing. On Debian and Ubuntu type: sudo $install" >&2

# The tests can skip what needs their own packages, but nothing of Qt loads without its libraries.
[ -z "$(missing)" ]
