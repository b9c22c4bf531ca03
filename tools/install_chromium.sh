#!/bin/sh
# Installs Chromium and its driver if they are missing and it may, else prints the line to type.
set -eu

command -v chromium >/dev/null && command -v chromedriver >/dev/null && exit 0

install="apt-get install --no-install-recommends chromium chromium-driver"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && $install -qq --yes >/dev/null && exit 0
fi
echo "Chromium is missing. On Debian type: sudo $install" >&2
exit 1
