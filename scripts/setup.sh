#!/bin/sh
# Installs what the build and the tests need from the system, where it is missing. Does nothing on a
# machine that has everything; elsewhere it needs apt (Debian, Ubuntu) and root or sudo.
set -eu

missing=""
need() { # need <package> <command that succeeds when it is there>
  package=$1
  shift
  if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}
has_file() { # has_file <name> <folder>…: is it in one of the folders, or in a multiarch folder below?
  name=$1
  shift
  for folder in "$@"; do
    for file in "$folder/$name" "$folder"/*-linux-*/"$name"; do
      [ -e "$file" ] && return 0
    done
  done
  return 1
}

need g++ command -v g++
need cmake command -v cmake
need ninja-build command -v ninja
need libssl-dev has_file libssl.a /usr/lib /usr/lib64 /usr/local/lib
need zlib1g-dev has_file libz.a /usr/lib /usr/lib64 /usr/local/lib
need libgtest-dev has_file gtest.h /usr/include/gtest
need default-jdk-headless command -v javac
need maven command -v mvn
need kcat command -v kcat
need supervisor command -v supervisord

[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: please install (Debian's names):$missing" >&2
  exit 1
fi
sudo=""
if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
echo "setup: installing$missing"
$sudo apt-get update -qq
# shellcheck disable=SC2086  # a list of package names
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing
