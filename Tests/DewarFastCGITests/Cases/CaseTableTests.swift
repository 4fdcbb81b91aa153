import DewarTesting
import Testing

/// Every case of the table, in every way: kept and not, whole, cut around 8192 bytes, byte by byte.
///
/// After each, the process lives, answers the next request, and has the descriptors that it had.
@Suite(.timeLimit(.minutes(3)))
struct CaseTableTests {
    @Test func theTableHasEveryCase() {
        // 77 to 82 are those of processes, 86 is that of mutants.
        let numbers = Set((CaseTable.all + CaseTable.deadlines).map(\.number))
        // 15 is the first case as a whole, 76 what two of 73 tell the web server's log.
        #expect(numbers == Set(1...76).union(83...85).subtracting([15, 76]))
    }

    @Test(arguments: CaseTable.all.filter { !$0.needsSocket })
    func theTableHoldsInMemory(_ line: TransportCase) async throws {
        await CaseRun.everyWay(of: line, at: try MemoryServer())
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func theTableHoldsOverSockets(_ kind: FastCGIHarness.Kind) async throws {
        try await onOwnThread {
            let server = try ServerProcess(.cases, over: kind)
            for line in CaseTable.all { await CaseRun.everyWay(of: line, at: server) }
        }
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func theTableHoldsForTheExample(_ kind: FastCGIHarness.Kind) async throws {
        try await onOwnThread {
            let server = try ServerProcess(.hello, over: kind)
            for line in CaseTable.all where line.views == .hello {
                await CaseRun.everyWay(of: line, at: server)
            }
        }
    }

    /// Where libfcgi will not be replaced: what it is known to do wrong is left out.
    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func whatLibfcgiCanDoAloneHoldsWithoutUs(_ kind: FastCGIHarness.Kind) async throws {
        let numbers = Set(
            Array(1...10) + [12, 13, 14, 17, 22, 23] + Array(36...45) + [73, 74, 75])
        try await onOwnThread {
            let server = try ServerProcess(.cases, over: kind, isPlain: true)
            for line in CaseTable.all where numbers.contains(line.number) {
                await CaseRun.everyWay(of: line, at: server)
            }
        }
    }

    /// 61, with many: whoever sends half a request holds nothing that others need.
    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func twoHundredHalfSentRequestsHoldNobody(_ kind: FastCGIHarness.Kind) async throws {
        let server = try ServerProcess(.cases, over: kind)
        let request = TransportCase.get(true).bytes
        do {
            let lines = try (0..<200).map { _ in try server.open() }
            for (index, line) in lines.enumerated() {
                try await line.send(
                    Array(request.prefix([7, 16, 50][index % 3])), inPiecesOf: .max)
            }
            for _ in 0..<20 { #expect(try server.takeLog() != nil) }
        }
        try server.waitUntilQuiet()
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func deadlinesAreKept(_ kind: FastCGIHarness.Kind) async throws {
        try await onOwnThread {
            let server = try ServerProcess(.cases, over: kind, deadline: 50)
            for line in CaseTable.deadlines {
                await CaseRun.everyWay(of: line, at: server, isSplit: false)
            }
        }
    }
}
