# Read by ./run and ./test, in the checkout: `set_up app` or `set_up dev` makes .venv with the locked versions.
# Needs only git's own company: a POSIX shell and Python 3.11 or newer, perhaps without its venv package, pip, or root.
# shellcheck shell=sh

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

# ./test fetches its browser meanwhile: apt-get refuses to run twice at once.
debian_install() (
    command -v apt-get >/dev/null 2>&1 && as_root true || return 1
    if command -v flock >/dev/null 2>&1; then exec 8>.cache/apt.lock && flock 8; fi
    for attempt in 1 2; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
            </dev/null >.cache/apt.log 2>&1 && return 0
        [ $attempt = 1 ] && as_root apt-get update -qq </dev/null >>.cache/apt.log 2>&1
    done
    return 1
)

find_python() {
    seen=none
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        python=$(command -v "$name")
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
        seen=$version
    done
    [ $seen = none ] && stop "Hometeam needs Python 3.11 or newer, and this machine has none; on Debian or Ubuntu: apt-get install python3"
    stop "Hometeam needs Python 3.11 or newer, and this machine has $seen; on Debian or Ubuntu: apt-get install python3.11"
}

check_folder() {
    mkdir -p .cache 2>/dev/null && (: >.cache/writable) 2>/dev/null ||
        stop "This folder cannot be written to: $PWD; move the checkout to a place of your own, or make it writable."
}

in_venv() { .venv/bin/python "$@"; }

fingerprint() {
    printf '%s ' "$(cat requirements/app.lock requirements/dev.lock pyproject.toml | cksum)"
    in_venv -c 'import sys; print(sys.version)' 2>/dev/null | head -n 1
}

# An environment with the developers' tools is good enough to run with, too.
is_ready() {
    [ -x .venv/bin/hometeam ] && [ -s .venv/ready ] || return 1
    now=$(fingerprint)
    [ "$(cat .venv/ready)" = "dev $now" ] || [ "$(cat .venv/ready)" = "$1 $now" ]
}

# apt-get with lists and downloads of its own, which needs no right over the machine's.
apt_here() {
    apt-get -o "Dir::State::lists=$PWD/lists" -o "Dir::Cache=$PWD" -o Debug::NoLocking=1 -o APT::Sandbox::User= -qq "$@"
}

pip_wheel() {
    for wheel in /usr/share/python-wheels/pip-*.whl .cache/apt/usr/share/python-wheels/pip-*.whl; do
        [ -f "$wheel" ] && return
    done
    return 1
}

fetch_pip_wheel() (
    mkdir -p .cache/apt/lists/partial .cache/apt/archives/partial && cd .cache/apt || exit 1
    apt_here update && apt_here download python3-pip-whl && dpkg-deb -x python3-pip-whl_*.deb .
)

pip_of_debian() {
    pip_wheel || { fetch_pip_wheel </dev/null >.cache/apt.log 2>&1; pip_wheel; } || return 1
    pip="in_venv $wheel/pip"
}

make_venv() {
    pip="in_venv -m pip"
    [ -x .venv/bin/python ] && $pip --version >/dev/null 2>&1 && return
    rm -rf .venv
    "$python" -m venv .venv >.cache/venv.log 2>&1 && return
    say "Python's venv package is not complete here; looking for pip elsewhere."
    rm -rf .venv
    "$python" -m venv --without-pip .venv >.cache/venv.log 2>&1 || stop "Python cannot make a virtual environment: $(tail -n 1 .cache/venv.log)"
    pip="$python -m pip --python .venv/bin/python"
    $pip --version >/dev/null 2>&1 && return
    if debian_install "python${version}-venv" || debian_install python3-venv; then
        "$python" -m venv --clear .venv >.cache/venv.log 2>&1 && pip="in_venv -m pip" && return
        "$python" -m venv --without-pip .venv >.cache/venv.log 2>&1
    fi
    pip_of_debian || stop "Hometeam cannot find pip; ask whoever looks after this machine for: apt-get install python3-venv"
}

pip_install() {
    $pip install --quiet --disable-pip-version-check --no-input --require-hashes "$@" </dev/null
}

uv_here() { VIRTUAL_ENV=$PWD/.venv .venv/bin/uv --quiet --system-certs "$@" </dev/null; }

install() {
    sed -n '/^uv==/,/[^\\]$/p' "requirements/$1.lock" >.cache/uv.lock
    if pip_install --requirement .cache/uv.lock 2>.cache/pip.log && .venv/bin/uv --version >/dev/null 2>&1; then
        # Translated now, once: where PYTHONDONTWRITEBYTECODE is set, every process would do it for itself.
        uv_here pip sync --compile-bytecode --require-hashes "requirements/$1.lock" >.cache/uv.log 2>&1 && return
    fi
    pip_install --requirement "requirements/$1.lock" ||
        stop "The libraries could not be installed; the lines above say why. Is this machine online? Then start again."
}

set_up() {
    check_folder
    is_ready "$1" && return
    find_python
    # Two set-ups at once would get into each other's way; the second waits, then finds everything done.
    if command -v flock >/dev/null 2>&1; then exec 9>.cache/set-up.lock && flock 9; fi
    if ! is_ready "$1"; then
        say "Setting up Hometeam in .venv: about a minute, this once."
        [ -e .venv/unfinished ] && rm -rf .venv
        rm -f .venv/ready
        make_venv
        : >.venv/unfinished
        install "$1"
        install_ourselves
        printf '%s %s\n' "$1" "$(fingerprint)" >.venv/ready
        rm -f .venv/unfinished
    fi
    if command -v flock >/dev/null 2>&1; then exec 9>&-; fi
}

install_ourselves() {
    if .venv/bin/uv --version >/dev/null 2>&1; then
        uv_here pip install --offline --no-deps --no-build-isolation --editable .
    else
        $pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
    fi || stop "Hometeam itself could not be installed into .venv; the lines above say why."
}
