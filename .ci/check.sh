# The steps of ./evolve check; sourced by the launcher, which has set up packages and environment.
# shellcheck shell=bash disable=SC2154

failed_steps=0 passed=0 failed=0 summary=() complaints=()

# step NAME COMMAND…: runs it in the open and keeps a line with its wall time for the summary.
step() {
    local name=$1 began=$SECONDS code word=ok
    shift
    say "== $name"
    "$@" </dev/null
    code=$?
    ((code == 0)) || word="FAILED ($code)" failed_steps=$((failed_steps + 1))
    summary+=("$(printf '%-22s %5d s  %s' "$name" $((SECONDS - began)) "$word")")
    return "$code"
}

# build_all: the tool, the worker and the tests; of the output only warnings of ours, and its end when it fails.
build_all() {
    local output=$home/.build/debug-build.log code
    "$swift" build --package-path "$home" --build-tests >"$output" 2>&1
    code=$?
    grep -E "^$home/(Sources|Tests)/.*warning:" "$output" | sort -u >&2
    ((code == 0)) || grep -vE '^\[[0-9]+/[0-9]+\] ' "$output" | tail -n 60 >&2
    return "$code"
}

# count TESTS FAILURES: adds to the closing line.
count() {
    passed=$((passed + $1 - $2))
    failed=$((failed + $2))
}

# complain LOG PATTERN: keeps the lines that say which test failed and where, so that they close the output.
complain() {
    local line
    while IFS= read -r line; do complaints+=("$line"); done < <(grep -E "$2" "$1" | cut -c 1-600 | head -n 40)
}

# python_tests FOLDER: unittest in the trainer's own environment; its closing lines tell the counts.
python_tests() {
    local output=$home/.build/python-tests.log code tests=0 bad=0 number
    (cd "$home" && PYTHONPATH=$home/Sandboxes PYTHONDONTWRITEBYTECODE=1 \
        "$EVOLVE_PYTHON" -m unittest discover -s "$1" 2>&1) | tee "$output"
    code=${PIPESTATUS[0]}
    tests=$(sed -nE 's/^Ran ([0-9]+) tests? in .*/\1/p' "$output" | tail -n 1)
    for number in $(sed -nE '/^FAILED \(/p' "$output" | tail -n 1 | grep -oE '(failures|errors|successes)=[0-9]+' |
        grep -oE '[0-9]+'); do
        bad=$((bad + number))
    done
    # A failed import is an error without a test of its own; a crash leaves no line at all.
    ((code != 0 && bad == 0)) && bad=1
    ((${tests:-0} < bad)) && tests=$bad
    count "${tests:-0}" "$bad"
    complain "$output" '^(FAIL|ERROR|[A-Za-z.]*Error): '
    return "$code"
}

# swift_tests: Swift Testing writes its counts into an XML file.
swift_tests() {
    local results=$home/.build/swift-tests.xml output=$home/.build/swift-tests.log code file head number tests bad place
    place=$(mktemp -d) && chmod 755 "$place" || return
    rm -f "$home"/.build/swift-tests*.xml
    TMPDIR=$place "$swift" test --package-path "$home" --skip-build --disable-xctest --xunit-output "$results" 2>&1 |
        tee "$output"
    code=${PIPESTATUS[0]}
    rm -rf "$place"
    for file in "$home"/.build/swift-tests*.xml; do
        [[ -e $file ]] || continue
        head=$(grep -m 1 -oE '<testsuite [^>]*' "$file")
        tests=0 bad=0
        [[ $head =~ \ tests=\"([0-9]+) ]] && tests=${BASH_REMATCH[1]}
        for number in $(grep -oE ' (failures|errors)="[0-9]+' <<<"$head" | grep -oE '[0-9]+$'); do
            bad=$((bad + number))
        done
        count "$tests" "$bad"
    done
    ((code != 0 && failed == 0)) && count 1 1
    complain "$output" '^✘ Test .* recorded an issue|[Ff]atal error|error: Exited'
    return "$code"
}

# lint_python, lint_shell: only where the linter is installed; neither is a requirement.
lint_python() { (cd "$home" && ruff check Sandboxes Tests); }
lint_shell() { (cd "$home" && shellcheck -S warning evolve .ci/run .ci/check.sh); }

check() {
    local began=$SECONDS folder
    case "${1-}" in
    '') ;;
    --all) export EVOLVE_CHECK_ALL=1 ;;
    *) fail 64 "unknown word '$1' after check; only --all is known" ;;
    esac
    step "format" "$swift" format lint --strict -r -p "$home/Sources" "$home/Tests" "$home/Package.swift"
    [[ -n $(command -v shellcheck) ]] && step "shellcheck" lint_shell
    [[ -n $(command -v ruff) ]] && step "ruff" lint_python
    if step "build (debug)" build_all; then
        step "Swift tests" swift_tests
    else
        count 1 1
    fi
    for folder in "$home"/Tests/*/; do
        compgen -G "$folder/test_*.py" >/dev/null && step "Python tests: $(basename "$folder")" python_tests "$folder"
    done
    say "== summary"
    printf '%s\n' "${summary[@]}" "$(printf '%-22s %5d s' "all of it" $((SECONDS - began)))" >&2
    ((${#complaints[@]} == 0)) || printf 'evolve: %s\n' "== what failed" "${complaints[@]}" >&2
    # A step that failed without a test of its own must not close with "0 failed".
    ((failed_steps > 0 && failed == 0)) && failed=1
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0 && passed > 0))
}
