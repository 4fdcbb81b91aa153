/// What the runtime printed of a crash: why, and where.
///
/// - SeeAlso: Swift's `docs/Backtracing.rst`.
package struct CrashTrace {
    /// Why, as `Fatal error: Index out of range`; nil when nothing was said.
    package private(set) var reason: String?
    /// The thread that crashed, innermost first.
    package private(set) var frames: [StackFrame] = []
    /// What was printed before, and the reason.
    package private(set) var output: [String] = []

    /// Reads what a program printed last.
    ///
    /// - Parameter lines: Its last lines.
    package init(_ lines: [String]) {
        // Of a thread: `Thread 3 "dewar-1" crashed:`, then frames until an empty line.
        let start = lines.lastIndex { $0.hasPrefix("Thread ") && $0.hasSuffix(" crashed:") }
        let end = lines.firstIndex { $0.hasPrefix("*** ") } ?? lines.endIndex
        output = Array(lines[..<end])
        reason = lines[..<end].last { $0.contains("Fatal error") || $0.contains("Precondition") }
            .map(Self.withoutPlace)
        guard let start else { return }
        for line in lines[(start + 1)...] {
            if let frame = Self.frame(of: line) {
                frames.append(frame)
            } else if !frames.isEmpty, line.isEmpty {
                break
            }
        }
        // Those that only say that it is over.
        frames.removeAll { $0.function.contains("_assertionFailure") }
    }

    /// Reads `  3 [ra] 0x000055da show(_:) + 93 in Shop at /shop/App.swift:12:8`.
    private static func frame(of line: String) -> StackFrame? {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let number = words.first, number.allSatisfy(\.isNumber), words.count == 2 else {
            return nil
        }
        var rest = words[1].drop { $0 == " " }
        while rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            rest = rest[rest.index(after: end)...].drop { $0 == " " }
        }
        guard rest.hasPrefix("0x"), let space = rest.firstIndex(of: " ") else { return nil }
        rest = rest[space...].drop { $0 == " " }
        var frame = StackFrame(function: String(rest))
        if let at = rest.ranges(of: " at /").last {
            let place = rest[rest.index(at.lowerBound, offsetBy: 4)...]
                .split(separator: ":", omittingEmptySubsequences: false)
            if place.count >= 2, let line = Int(place[1]) {
                frame.file = String(place[0])
                frame.line = line
                frame.column = place.count > 2 ? Int(place[2]) : nil
            }
            rest = rest[..<at.lowerBound]
        }
        // The image, and the distance from the function's beginning, say little.
        if let image = rest.ranges(of: " in ").last,
            !rest[image.upperBound...].contains(" ")
        {
            rest = rest[..<image.lowerBound]
        }
        if let plus = rest.ranges(of: " + ").last,
            rest[plus.upperBound...].allSatisfy(\.isNumber)
        {
            rest = rest[..<plus.lowerBound]
        }
        frame.function = String(rest)
        return frame
    }

    /// `Shop/App.swift:12: Fatal error: no` is told without its place, which a frame tells better.
    private static func withoutPlace(_ line: String) -> String {
        for word in ["Fatal error", "Precondition failed"] {
            if let found = line.firstRange(of: word) { return String(line[found.lowerBound...]) }
        }
        return line
    }
}
