import DewarFastCGI
import DewarTesting
import Glibc
import Testing
import TransportCases

/// Mutants of two valid requests, case 86: whatever comes, nothing traps, hangs, leaks or grows.
///
/// `DEWAR_FUZZ_COUNT` in the environment says how many go through memory, `DEWAR_FUZZ_SEED` which.
@Suite(.timeLimit(.minutes(60)))
struct RecordFuzzTests {
    private static func number(_ name: String, else usual: Int) -> Int {
        getenv(name).flatMap { Int(String(cString: $0)) } ?? usual
    }

    private static let count = number("DEWAR_FUZZ_COUNT", else: 100_000)
    private static let seed = UInt64(clamping: number("DEWAR_FUZZ_SEED", else: 1))

    /// Through the canonicaliser, libfcgi and the reader; each part in a process of its own.
    @Test(arguments: [0, 1])
    func mutantsAreSurvivedInMemory(_ part: UInt64) async throws {
        let (count, seed) = ("\(Self.count / 2)", "\(Self.seed &* 2 &+ part)")
        try await onOwnThread {
            let run = try FastCGIHarness(
                program: SpawnedProgram.path(of: "MutantRun"), arguments: [count, seed],
                environment: ServerProcess.sanitizing, patience: .seconds(3600))
            #expect(try run.program?.waitForExit() == 0, "MutantRun \(count) \(seed)")
        }
    }

    /// Through everything, from the socket on.
    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func mutantsAreSurvivedOverSockets(_ kind: FastCGIHarness.Kind) async throws {
        try await onOwnThread { try Self.sendMutants(over: kind) }
    }

    private static func sendMutants(over kind: FastCGIHarness.Kind) throws {
        let server = try ServerProcess(.cases, over: kind)
        var mutants = Mutants(seed: seed)
        server.forgetPeak()
        let before = server.peak
        for number in 1...max(1, Self.count / 40) {
            let mutant = mutants.next()
            let cut = Int.random(in: 1...max(1, mutant.count), using: &mutants.numbers)
            try server.connect { connection throws in
                // It may be closed while this is sent.
                try? connection.send(mutant, inPiecesOf: cut)
                connection.closeWriting()
                try connection.waitForEnd()
            }
            if number % 100 == 0 { _ = try server.takeLog() }
        }
        try server.waitUntilQuiet()
        _ = try server.takeLog()
        guard let before, let after = server.peak else { return }
        #expect(after < before + 8 << 20, "seed \(Self.seed)")
    }

    // MARK: What libfcgi gets

    /// Whether bytes are records that libfcgi reads as they were meant.
    static func areClean(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let header = Array(rest.prefix(8))
            guard header.count == 8, header[0] == 1, [1, 4, 5].contains(header[1]), header[6] == 0
            else { return false }
            let length = Int(header[4]) << 8 | Int(header[5])
            guard rest.count >= 8 + length else { return false }
            rest = rest.dropFirst(8 + length)
        }
        return true
    }

    @Test func mutantsComeOutCleanOrNotAtAll() {
        var mutants = Mutants(seed: Self.seed)
        for round in 0..<max(1, Self.count / 10) {
            let input = mutants.next()
            let whole = RecordCanonicaliserTests.run([input[...]])
            #expect(Self.areClean(whole.records), "seed \(Self.seed), round \(round)")
            #expect(whole.records.count <= input.count + 64)
            #expect(whole.replies.count <= 3 * input.count)
            // Where it was cut must make no difference but for the rest of a bad record.
            let split = Int.random(in: 0...input.count, using: &mutants.numbers)
            let parts = RecordCanonicaliserTests.run([input[..<split], input[split...]])
            #expect(parts.events == whole.events, "seed \(Self.seed), round \(round)")
            #expect(parts.replies == whole.replies)
        }
    }
}
