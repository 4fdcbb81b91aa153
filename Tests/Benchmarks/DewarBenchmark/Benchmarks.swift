import DewarText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is measured, by name.
enum Benchmarks {
    /// Runs a benchmark.
    ///
    /// - Parameter order: `name`, `count` (how often to do it), and what the benchmark needs.
    /// - Returns: `ns`: nanoseconds of one; `check`: what came out, to be compared with the other
    ///   side's.
    /// - Throws: ``BenchmarkError`` for a name that is none; what the benchmark throws.
    static func run(_ order: JSON) throws -> JSON {
        let name = order["name"]?.string ?? ""
        if let result = try RoutingBenchmarks.run(name, order) { return result }
        if let result = try ParsingBenchmarks.run(name, order) { return result }
        if let result = try UploadBenchmarks.run(name, order) { return result }
        throw BenchmarkError(description: "there is no benchmark '\(name)'")
    }

    /// Measures a closure.
    ///
    /// - Parameters:
    ///   - order: Says by `count` how often to call it.
    ///   - show: Makes text of a result.
    ///   - body: What is measured.
    /// - Returns: What ``run(_:)`` answers.
    /// - Throws: What the closure throws.
    static func measure<Result>(
        _ order: JSON, showing show: (Result) -> String, _ body: () throws -> Result
    ) throws -> JSON {
        let count = order["count"]?.int ?? 1
        let clock = ContinuousClock()
        var start = clock.now
        let first = try body()
        // What takes long is not done once more to warm up.
        if count > 1 {
            start = clock.now
            for _ in 0..<count { keep(try body()) }
        }
        let time = start.duration(to: clock.now) / count
        let check = show(first)
        let (seconds, attoseconds) = time.components
        return [
            "ns": .double(Double(seconds) * 1e9 + Double(attoseconds) / 1e9),
            "check": .string(check),
        ]
    }

    /// Takes a value, so that the compiler cannot leave out what made it.
    @inline(never) static func keep<Value>(_ value: Value) {
        withExtendedLifetime(value) {}
    }

    /// Sends on what was printed.
    static func flush() {
        fflush(nil)
    }
}

/// A benchmark that cannot be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
}
