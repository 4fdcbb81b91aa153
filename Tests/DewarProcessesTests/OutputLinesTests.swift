import DewarProcesses
import Testing

@Suite struct OutputLinesTests {
    @Test(arguments: [
        (["a\nb\n"], ["a", "b"]), (["a", "b\nc", "\n"], ["ab", "c"]), (["\n\n"], ["", ""]),
        (["no end"], ["no end"]), ([""], []),
    ])
    func piecesBecomeLines(pieces: [String], expected: [String]) {
        var lines = OutputLines()
        var found: [String] = []
        for piece in pieces {
            lines.append(piece.utf8) { found.append(String(decoding: $0, as: UTF8.self)) }
        }
        lines.finish { found.append(String(decoding: $0, as: UTF8.self)) }
        #expect(found == expected)
    }

    @Test func aLineWithoutEndIsCut() {
        var lines = OutputLines()
        var lengths: [Int] = []
        lines.append([UInt8](repeating: 65, count: 20_000)) { lengths.append($0.count) }
        lines.finish { lengths.append($0.count) }
        #expect(lengths == [OutputLines.longestLine, OutputLines.longestLine, 3616])
    }
}
