import DewarFastCGI
import DewarTesting
import Testing

/// One way to take a case: over what, kept or not, in which pieces.
struct CaseRun {
    let line: TransportCase
    let server: any CaseServing
    let keep: Bool
    /// The largest number of bytes in one write; `.max` for everything at once.
    let pieceSize: Int

    /// Takes a case in every way there is.
    ///
    /// - Parameters:
    ///   - line: The case.
    ///   - server: Who answers.
    ///   - isSplit: Whether to send it in pieces too.
    static func everyWay(
        of line: TransportCase, at server: any CaseServing, isSplit: Bool = true
    ) async {
        for keep in [true, false] {
            let count = line.steps(keep).reduce(0) { $0 + $1.splitByteCount }
            var sizes = [Int.max]
            if isSplit, line.isSplit {
                sizes += [8191, 8192, 8193].filter { $0 < count }
                if count <= 65_536 { sizes.append(1) }
            }
            for size in sizes {
                await CaseRun(line: line, server: server, keep: keep, pieceSize: size).run()
            }
        }
    }

    private var name: String {
        let pieces = pieceSize == .max ? "whole" : "in pieces of \(pieceSize)"
        return
            "case \(line.testDescription) (\(server.name), \(keep ? "kept" : "not kept"), \(pieces))"
    }

    /// Takes the case, and looks at the server afterwards.
    func run() async {
        do {
            if line.growth != nil { server.forgetPeak() }
            let before = server.peak
            var log = try await takeSteps()
            try server.waitUntilQuiet()
            log += try await server.takeLog() ?? []
            try server.waitUntilQuiet()
            try check(log)
            if let growth = line.growth, let before, let after = server.peak,
                after > before + growth
            {
                throw CaseFailure("the memory grew by \((after - before) / 1024) KiB")
            }
        } catch {
            Issue.record("\(name): \(error)")
        }
    }

    /// - Returns: What was logged, as far as it was asked for.
    private func takeSteps() async throws -> [String] {
        var log: [String] = []
        var connection: (any CaseLine)? = try server.open()
        for (index, step) in line.steps(keep).enumerated() {
            guard let open = connection else { break }
            do {
                switch step {
                case .vanish:
                    _ = try open.receive()
                    connection = nil
                case .untilAsked:
                    while !log.contains(where: { $0.hasPrefix("asked: ") }) {
                        log += try await server.takeLog() ?? ["asked: ?"]
                    }
                case .droppedUnread: try server.waitUntilQuiet()
                default: try await take(step, over: open)
                }
            } catch {
                throw CaseFailure("step \(index + 1): \(error)")
            }
        }
        return log
    }

    private func take(_ step: Step, over connection: any CaseLine) async throws {
        let socket = (connection as? SocketLine)?.connection
        switch step {
        case .send(let bytes): await send(bytes, over: connection)
        case .sendFirst(let bytes): try socket?.sendBeforeReading(bytes)
        case .sendSlowly(let bytes):
            _ = try socket?.dribble(bytes, pause: .milliseconds(1))
        case .dribble(let bytes):
            guard try socket?.dribble(bytes, pause: .milliseconds(10)) == true else {
                throw CaseFailure("all \(bytes.count) bytes were taken")
            }
        case .sendInVain(let bytes):
            // As much as the kernel takes for a server that reads no more.
            try? socket?.sendBeforeReading(bytes)
        case .closeWriting: socket?.closeWriting()
        case .record(let expected):
            let record = try connection.receive()
            guard record == expected else {
                throw CaseFailure("got \(Self.text(record)) instead of \(Self.text(expected))")
            }
        case .answer(let expected): try receive(expected, over: connection)
        case .brokenAnswer(let expected): try receive(expected, isBroken: true, over: connection)
        case .closed:
            let count = try connection.waitForEnd()
            if count > 0 { throw CaseFailure("\(count) bytes came before the end") }
        case .ended: _ = try connection.waitForEnd()
        case .open:
            await send(CaseRun.next.bytes, over: connection)
            try receive(ExpectedAnswer(body: Array("사용자 이름: next".utf8)), over: connection)
            let count = try connection.waitForEnd()
            if count > 0 { throw CaseFailure("\(count) bytes came behind the next answer") }
        case .vanish, .untilAsked, .droppedUnread: break
        }
    }

    private static let next = FastCGIRequest("GET", "/user/next", keepConnection: false)

    /// Sends bytes; a server that closes the connection meanwhile is no failure of this step.
    private func send(_ bytes: [UInt8], over connection: any CaseLine) async {
        try? await connection.send(bytes, inPiecesOf: pieceSize)
    }

    private func receive(
        _ expected: ExpectedAnswer, isBroken: Bool = false, over connection: any CaseLine
    ) throws {
        var answer = FastCGIAnswer()
        while let record = try connection.receive() {
            answer.records.append(record)
            if record.kind == FastCGIRecord.Kind.endRequest.rawValue { break }
        }
        func check<Value: Equatable>(_ what: String, _ value: Value, _ wanted: Value) throws {
            if value != wanted { throw CaseFailure("\(what): \(value) instead of \(wanted)") }
        }
        try check("status", answer.status, expected.status)
        for (name, value) in expected.fields { try check(name, answer[name], value) }
        try check("errors", answer.errors, expected.errors)
        if let body = expected.body, answer.body != body {
            let wanted = body.count > 200 ? "\(body.count) bytes" : "\(body)"
            throw CaseFailure("body: '\(answer.text.prefix(200))' instead of \(wanted)")
        }
        try check("ends", answer.isComplete, !isBroken)
        guard !isBroken else { return }
        // What is last: the end of the errors if there are any, the end of the output, the end.
        try check("application's status", answer.applicationStatus, 0)
        try check("protocol's status", answer.protocolStatus, 0)
        let id = expected.requestID
        try check("numbers", Set(answer.records.map(\.requestID)), [id])
        let empty = answer.records.dropLast().filter(\.content.isEmpty).map(\.kind)
        try check("ends of streams", Set(empty), expected.errors.isEmpty ? [6] : [6, 7])
        try check("ends of streams", empty.count, expected.errors.isEmpty ? 1 : 2)
    }

    private func check(_ log: [String]) throws {
        let asked = log.filter { $0.hasPrefix("asked: ") }.map { String($0.dropFirst(7)) }
            .filter { $0 != "/user/next" }
        let lines = log.filter { !$0.hasPrefix("asked: ") && !$0.isEmpty }
        if let process = server as? ServerProcess, !process.isAskable { return }
        if let wanted = line.asked, asked.joined(separator: "\n") != wanted.joined(separator: "\n")
        {
            throw CaseFailure("asked for \(asked) instead of \(wanted)")
        }
        guard let wanted = line.logs else { return }
        let isAsWanted =
            lines.count == wanted.count && zip(lines, wanted).allSatisfy { $0.hasPrefix($1) }
        if !isAsWanted { throw CaseFailure("logged \(lines) instead of \(wanted)") }
    }

    private static func text(_ record: FastCGIRecord?) -> String {
        record.map { "type \($0.kind) of \($0.requestID): \($0.content)" } ?? "the end"
    }
}

extension Step {
    /// The number of bytes that are sent in pieces.
    fileprivate var splitByteCount: Int {
        if case .send(let bytes) = self { bytes.count } else { 0 }
    }
}
