#!/bin/sh
# Builds mediasoup's worker from the npm package's own source and Debian's libraries, downloading nothing else.
# build.sh MEDIASOUP_PACKAGE_FOLDER OUTPUT_FILE     (needs the packages of packages.txt; about 14 CPU-minutes)
set -eu
package=$(realpath "$1") output=$(realpath -m "$2") here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
stop() { echo "media worker: $1" >&2; exit 1; }

cp -r "$package/worker" "$work/worker"
rm -rf "$work/worker/out" "$work/worker/prebuild"
cd "$work/worker"

# Meson takes a subproject's folder as it is when it exists; each .wrap file names its folder, with
# a version in it, so the name is read from there.
for overlay in "$here"/subprojects/*; do
  wrap=subprojects/$(basename "$overlay").wrap
  test -f "$wrap" || stop "this mediasoup has no $wrap; infra/media-worker/subprojects must be adapted"
  folder=subprojects/$(sed -n 's/^directory *= *//p' "$wrap")
  rm -rf "$folder"
  cp -r "$overlay" "$folder"
  test "$(basename "$overlay")" != libsrtp3 || srtp=$folder
done

# Debian builds libsrtp on NSS, which costs half as much again per packet. Its source package built
# with OpenSSL does not; without the source (no network, no source index) Debian's build must do.
fetch_libsrtp() {
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/source"
  for list in /etc/apt/sources.list.d/*.sources; do
    test ! -f "$list" || { sed 's/^Types:.*/Types: deb-src/' "$list"; echo; } >>"$work/apt/src.sources"
  done
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    test ! -f "$list" || sed -n 's/^deb /deb-src /p' "$list" >>"$work/apt/src.list"
  done
  cd "$work/source"
  for form in sources list; do
    test -s "$work/apt/src.$form" || continue
    set -- -qq -o "Dir::Etc::SourceList=$work/apt/src.$form" -o Dir::Etc::SourceParts=- \
      -o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache"
    apt-get "$@" update && apt-get "$@" --download-only source libsrtp2 && break
  done
  cd "$work/worker"
  set -- "$work"/source/libsrtp2_2.5*.orig.tar.*
  test -f "$1" || return 1
  mkdir subprojects/libsrtp2
  tar xf "$1" -C subprojects/libsrtp2 --strip-components=1
  mkdir "$srtp/include/srtp2"
  cp subprojects/libsrtp2/include/*.h subprojects/libsrtp2/crypto/include/*.h "$srtp/include/srtp2/"
}
if fetch_libsrtp; then
  echo "media worker: encrypts with OpenSSL (libsrtp from Debian's source package)"
else
  pkg-config --exists libsrtp2 || stop "the source of libsrtp2 2.5 could not be had; install libsrtp2-dev to build on Debian's own, slower build"
  echo "media worker: encrypts with NSS (Debian's libsrtp2; half as much CPU again)"
fi

# After a control call OpenSSL passes BIO_CB_RETURN | BIO_CB_CTRL, and the worker's callback, which
# compares with ==, answers 1 to every question. Debian's OpenSSL asks "kernel TLS?", believes it,
# leaves out its write buffer and crashes in the first handshake.
dtls=src/RTC/DtlsTransport.cpp
test "$(grep -c 'operationType == BIO_CB_RETURN)' $dtls)" = 1 ||
  stop "the line to mend in $dtls is not there; see whether this mediasoup still needs it"
sed -i 's/operationType == BIO_CB_RETURN)/operationType \& BIO_CB_RETURN)/' $dtls
# Nothing newer than Debian 12's Meson 1.0 is used.
sed -i "s/meson_version: '>= 1.1.0'/meson_version: '>= 1.0.0'/" meson.build

meson setup build --buildtype release -Db_ndebug=true --wrap-mode=nodownload
# Its build does not say that libwebrtc, too, includes headers generated here, and may compile it before.
ninja -C build fbs/FBS/notification.h
ninja -C build mediasoup-worker
install -D build/mediasoup-worker "$output"
