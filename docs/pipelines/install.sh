#!/usr/bin/env bash
# Installs plan403 for the steps that follow: a release, held against its
# checksums and, where cosign is installed, those against their signature; or this
# repository's own commit where PLAN403_VERSION is "source".
# usage: install.sh [RELEASES], the page of the releases; an argument and not of
# the environment, so that no variable of a job leads the download elsewhere.
set -euo pipefail

version=${PLAN403_VERSION:-latest}
releases=${1:-https://github.com/plan403/plan403/releases}
target=${RUNNER_TEMP:-$(mktemp -d)}/plan403-bin
mkdir -p "$target"

fail() {
  printf '::error title=plan403::%s\n' "$1"
  exit 1
}

fetch() { curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"; }

if [ "$version" = source ]; then
  command -v go >/dev/null || fail 'version "source" builds with Go: add actions/setup-go before this step'
  (cd "${PLAN403_ACTION:?}" && CGO_ENABLED=0 go build -trimpath -o "$target/" .)
else
  if [ "$version" = latest ]; then
    # The page of the latest release answers with a redirect to its tag.
    version=$(curl --fail --silent --show-error --location --retry 3 --output /dev/null --write-out '%{url_effective}' "$releases/latest") ||
      fail "cannot find the latest release at $releases"
    version=${version##*/}
  fi
  version=v${version#v}
  [[ $version =~ ^v[0-9]+\.[0-9]+\.[0-9]+[-.0-9A-Za-z]*$ ]] || fail "version $version is no release: want one such as v1.2.3, latest or source"
  case $(uname -s) in
  Linux) os=linux kind=tar.gz ;;
  Darwin) os=darwin kind=tar.gz ;;
  MINGW* | MSYS* | CYGWIN*) os=windows kind=zip ;;
  *) fail "no release for $(uname -s)" ;;
  esac
  case $(uname -m) in
  x86_64 | amd64) arch=amd64 ;;
  arm64 | aarch64) arch=arm64 ;;
  *) fail "no release for $(uname -m)" ;;
  esac
  archive=plan403_${version#v}_${os}_$arch.$kind
  scratch=$(mktemp -d)
  # Windows removes no folder that somebody stands in, and the status of the last
  # command here would be that of the step.
  trap 'cd / && rm -rf "$scratch" || true' EXIT
  cd "$scratch"
  fetch "$releases/download/$version/$archive" "$archive" || fail "cannot download $archive of $version"
  fetch "$releases/download/$version/checksums.txt" checksums.txt || fail "cannot download the checksums of $version"
  if command -v cosign >/dev/null; then
    fetch "$releases/download/$version/checksums.txt.sigstore.json" checksums.txt.sigstore.json || fail "cannot download the signature of $version"
    cosign verify-blob --bundle checksums.txt.sigstore.json \
      --certificate-identity "https://github.com/plan403/plan403/.github/workflows/release.yml@refs/tags/$version" \
      --certificate-oidc-issuer https://token.actions.githubusercontent.com checksums.txt ||
      fail "checksums.txt of $version is not signed by its release workflow; nothing is installed"
  else
    echo "cosign is not installed: checksums are compared, the signature is not"
  fi
  awk -v name="$archive" '$2 == name || $2 == "*" name' checksums.txt >wanted
  [ "$(wc -l <wanted)" -eq 1 ] || fail "checksums.txt of $version does not hold $archive"
  if command -v sha256sum >/dev/null; then
    sha256sum --check wanted
  else
    shasum -a 256 --check wanted # macOS
  fi || fail "$archive is not what checksums.txt of $version says; nothing is installed"
  case $kind in
  zip) unzip -q -o "$archive" plan403.exe -d "$target" ;;
  *) tar -xzf "$archive" -C "$target" plan403 ;;
  esac
fi

printf '%s\n' "$target" >>"${GITHUB_PATH:-/dev/null}"
"$target/plan403" --version
