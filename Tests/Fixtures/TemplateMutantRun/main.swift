import DewarTemplates

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Damages sources of templates and gives them to the lexer, the parser, and the runtime if they
// still are templates:
//
//     TemplateMutantRun COUNT [SEED]
//
// The same seed gives the same sources. A trap ends the program; a source that takes longer than
// `patience` makes its exit status 1.

/// How long one source may take, all in all.
let patience = Duration.seconds(5)

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let seed = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? 1
var damager = Damager(state: seed &* 7919 &+ 1)
let environments = MutantEnvironments.all
var accepted = 0
var slow = 0
var slowest = Duration.zero
let clock = ContinuousClock()

for index in 0..<count {
    let source = damager.damage(MutantSeeds.all)
    let environment = environments[index % environments.count]
    let duration = clock.measure {
        guard let template = try? environment.fromString(source) else { return }
        accepted += 1
        _ = try? template.render(["x": [1, 2], "d": ["k": "v"], "y": "text", "n": 3])
    }
    slowest = max(slowest, duration)
    if duration > patience {
        slow += 1
        print("seed \(seed), source \(index) took \(duration): \(source.debugDescription)")
    }
}
print("seed \(seed): \(count) sources, \(accepted) of them templates; the slowest took \(slowest)")
exit(slow > 0 ? 1 : 0)
