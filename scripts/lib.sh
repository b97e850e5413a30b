# Shared by the other scripts; to be sourced, not run. Needs bash, coreutils, Maven and a JDK 25: no root, nothing else.
#
#   etclane_find_jdk            finds a JDK 25 and sets ETCLANE_JAVA_HOME; else one sentence on standard error, return 1.
#                               Looked at, in this order: ETCLANE_JAVA_HOME, JAVA_HOME, javac and java on PATH,
#                               /usr/lib/jvm/*, /opt/*jdk*, /opt/java/*, ~/.sdkman/candidates/java/*, ~/.jdks/*
#   etclane_find_mvn            finds Maven (PATH, MAVEN_HOME, M2_HOME) and sets ETCLANE_MVN; else one sentence, return 1
#   etclane_mvn ARGS...         runs Maven in the project's folder on the found JDK
#   etclane_build               builds jars and class path (simulators/target/lib) when a source, resource or pom is newer than
#                               the last build; prints nothing when nothing changed. Progress goes to standard error.
#   etclane_java MAIN ARGS...   replaces the script by java MAIN ARGS...; more options for the JVM: the array
#                               ETCLANE_JVM=(...) set by the script, and the environment variable ETCLANE_JAVA_OPTS.
#                               Jars in the folder drivers/ are on the class path behind ours (device drivers of others)
#
# Sets ETCLANE_ROOT, the project's folder. Exit codes of the functions: 0 done, 1 something is missing or the build failed.

ETCLANE_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
ETCLANE_LIB=$ETCLANE_ROOT/simulators/target/lib
ETCLANE_STAMP=$ETCLANE_ROOT/simulators/target/.built
ETCLANE_JVM=()

_etclane_say() {
    printf '%s\n' "$*" >&2
}

# true when the folder $1 holds a JDK (not only a JRE) of version 25
_etclane_is_jdk25() {
    [[ -n $1 && -x $1/bin/javac && -x $1/bin/java ]] || return 1
    local line version=
    if [[ -r $1/release ]]; then
        while IFS= read -r line; do
            [[ $line == JAVA_VERSION=* ]] && version=${line#JAVA_VERSION=} && version=${version//\"/}
        done <"$1/release"
    fi
    if [[ -z $version ]]; then
        line=$("$1/bin/javac" -version 2>&1) || return 1
        version=${line#javac }
    fi
    [[ $version == 25 || $version == 25[.+-]* ]]
}

# the JDK folder that a program on PATH belongs to, links followed
_etclane_home_of() {
    local program
    program=$(type -P "$1") || return 1
    program=$(readlink -f -- "$program") || return 1
    dirname -- "$(dirname -- "$program")"
}

etclane_find_jdk() {
    local home on_path_javac on_path_java
    on_path_javac=$(_etclane_home_of javac) || on_path_javac=
    on_path_java=$(_etclane_home_of java) || on_path_java=
    for home in "${ETCLANE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path_javac" "$on_path_java" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
            "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        if _etclane_is_jdk25 "$home"; then
            ETCLANE_JAVA_HOME=$home
            return 0
        fi
    done
    _etclane_say "No JDK 25 found: looked at JAVA_HOME (${JAVA_HOME:-not set}), at java on PATH (${on_path_java:-none})," \
        "in /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks; install one, for example with \"apt install temurin-25-jdk\" or" \
        "\"apt install openjdk-25-jdk\", or unpack one from https://adoptium.net and set JAVA_HOME to its folder."
    return 1
}

etclane_find_mvn() {
    local candidate
    for candidate in "$(type -P mvn)" "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" "${M2_HOME:+$M2_HOME/bin/mvn}"; do
        if [[ -x $candidate ]]; then
            ETCLANE_MVN=$candidate
            return 0
        fi
    done
    _etclane_say "No Maven found: looked for mvn on PATH, in MAVEN_HOME (${MAVEN_HOME:-not set}) and M2_HOME" \
        "(${M2_HOME:-not set}); install it, for example with \"apt install maven\"."
    return 1
}

etclane_mvn() {
    etclane_find_jdk && etclane_find_mvn || return 1
    (cd "$ETCLANE_ROOT" && JAVA_HOME=$ETCLANE_JAVA_HOME exec "$ETCLANE_MVN" "$@")
}

# true when nothing that goes into the jars is newer than the stamp; a deleted file makes its folder newer
_etclane_up_to_date() {
    [[ -f $ETCLANE_STAMP && -d $ETCLANE_LIB ]] || return 1
    local restore file changed=0
    restore=$(shopt -p globstar nullglob dotglob)
    shopt -s globstar nullglob
    shopt -u dotglob
    for file in "$ETCLANE_ROOT"/pom.xml "$ETCLANE_ROOT"/*/pom.xml "$ETCLANE_ROOT"/.mvn/* "$ETCLANE_ROOT"/*/src/main/**; do
        if [[ $file -nt $ETCLANE_STAMP ]]; then
            changed=1
            break
        fi
    done
    eval "$restore"
    ((changed == 0))
}

# one build at a time: the folder is made by one of them, the others wait for it or find its maker gone
_etclane_lock() {
    local lock=$ETCLANE_ROOT/simulators/target/.building owner told=0
    mkdir -p "$ETCLANE_ROOT/simulators/target"
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/pid" 2>/dev/null) || owner=
        # its maker is gone, or was killed before it could say who it is
        if [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null || [[ -z $owner ]] && ((told > 20)); then
            rm -rf "$lock"
            continue
        fi
        ((told++)) || _etclane_say "Another build is running (process ${owner:-unknown}); waiting for it."
        sleep 0.5
    done
    printf '%s\n' "$$" >"$lock/pid"
}

_etclane_unlock() {
    rm -rf "$ETCLANE_ROOT/simulators/target/.building"
}

etclane_build() {
    etclane_find_jdk || return 1
    _etclane_up_to_date && return 0
    etclane_find_mvn || return 1
    _etclane_lock
    if _etclane_up_to_date; then
        _etclane_unlock
        return 0
    fi
    _etclane_say "Building (first time or sources changed) ..."
    local log=$ETCLANE_ROOT/simulators/target/build.log started=$SECONDS status=0
    # the stamp carries the time before the build: what is edited meanwhile is built the next time
    : >"$ETCLANE_STAMP.new"
    rm -rf "$ETCLANE_LIB"
    etclane_mvn -B -q -Dmaven.test.skip=true package >"$log" 2>&1 </dev/null || status=1
    if ((status == 0)); then
        mv -f "$ETCLANE_STAMP.new" "$ETCLANE_STAMP"
        _etclane_say "Built in $((SECONDS - started)) s."
    else
        rm -f "$ETCLANE_STAMP.new"
        tail -n 40 "$log" >&2
        _etclane_say "The build failed; its whole output is in $log"
    fi
    _etclane_unlock
    return "$status"
}

etclane_java() {
    etclane_find_jdk || return 1
    local extra=()
    # shellcheck disable=SC2206  # options separated by blanks, as in JAVA_OPTS everywhere
    extra=(${ETCLANE_JAVA_OPTS:-})
    exec "$ETCLANE_JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 \
        "${ETCLANE_JVM[@]}" "${extra[@]}" -cp "$ETCLANE_LIB/*:$ETCLANE_ROOT/drivers/*" "$@"
}
