# shellcheck shell=bash
# What `swift build` is told for a release; sourced by serve and build, read by the benchmarks.
#
# One file that needs no Swift on the server; system libraries stay shared, so that apt keeps them
# safe. The linker folds functions that became the same code and packs relocations, and leaves out
# the names that only plug-ins would look up: 16.4 MB become 15.1 (HelloServer, stripped). Optimised
# for size they are 14.8: through nginx that costs nothing (29,644 to 29,560 requests/s), over raw
# FastCGI an eighth (12.8 to 11.4 us of CPU a request).
# shellcheck disable=SC2034  # the scripts that source this use it
release=(
    -c release --static-swift-stdlib -Xswiftc -Osize
    -Xswiftc -use-ld=lld
    -Xlinker --icf=all
    -Xlinker -z -Xlinker pack-relative-relocs
    -Xlinker --no-export-dynamic
)
