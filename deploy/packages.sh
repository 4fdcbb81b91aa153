# shellcheck shell=bash
# Installs what is missing, and only that. Read by the other scripts with "source".

# Debian keeps servers in folders that users do not have in PATH.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# Ends the script with a sentence.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Tells whether a tool or library is there, whatever package it came from.
is_there() {
    case $1 in
        binutils) command -v strip >/dev/null ;;
        libfcgi-dev) pkg-config --exists fcgi 2>/dev/null ;;
        libfcgi-bin) command -v cgi-fcgi >/dev/null ;;
        systemd) command -v systemd-analyze >/dev/null ;;
        python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
        util-linux) command -v prlimit >/dev/null ;;
        libssl-dev) pkg-config --exists libcrypto 2>/dev/null ;;
        libsqlite3-dev) pkg-config --exists sqlite3 2>/dev/null ;;
        libpq-dev) pkg-config --exists libpq 2>/dev/null ;;
        postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        zlib1g-dev) pkg-config --exists zlib 2>/dev/null ;;
        ca-certificates) [[ -e /etc/ssl/certs/ca-certificates.crt ]] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# Installs those of the named Debian packages that are not there.
install_missing() {
    local package missing=() as_root=()
    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    local by_hand="sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null ||
        fail "missing: ${missing[*]}, and there is no apt-get here. Install what your system calls these Debian packages."
    if ((EUID != 0)); then
        # Without a terminal sudo cannot ask: then it works without a password or not at all.
        if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
            as_root=(sudo)
        else
            fail "missing: ${missing[*]}. Install it: $by_hand"
        fi
    fi

    echo "Installing ${missing[*]}"
    # A fresh system has no lists of packages. Another apt may be at work: wait for it.
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -qq -o DPkg::Lock::Timeout=300)
    if ! "${apt[@]}" update ||
        ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null; then
        fail "apt-get failed, see above. By hand: $by_hand"
    fi

    for package in "${missing[@]}"; do
        is_there "$package" || fail "$package was installed, but is still not to be found."
        if [[ $package == nginx ]]; then
            echo "Debian starts an nginx of its own on port 80, which is not needed here."
            echo "To be rid of it: sudo systemctl disable --now nginx"
        fi
    done
}

# The Swift toolchain comes from swift.org, not from Debian.
require_swift() {
    command -v swift >/dev/null ||
        fail "missing: swift. Install the toolchain (6.3 or later) and put it in PATH: https://www.swift.org/install/linux"
}
