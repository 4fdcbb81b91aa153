/// What the compiler, the linker or SwiftPM said of one place.
package struct CompilerMessage: Sendable, Hashable {
    /// How bad it is.
    package enum Severity: String, Sendable, Hashable {
        case error, warning, note
    }

    /// How bad it is.
    package var severity: Severity
    /// The first line, without place and severity.
    package var text: String
    /// The file, an absolute path; nil for what has no place.
    package var file: String?
    /// The line, from 1.
    package var line: Int?
    /// The column, from 1.
    package var column: Int?
    /// The lines that came after it: notes, and how the compiler shows the place.
    package var details: [String] = []
}

/// Reads what a build prints, line by line.
package struct BuildOutput: Sendable {
    /// What was said, each once: two targets that import a module say the same of it.
    package private(set) var messages: [CompilerMessage] = []
    /// The last step that was begun, as `[12/34] Compiling Shop App.swift`.
    package private(set) var progress: String?
    /// Everything that was printed, its last part.
    package private(set) var lines: [String] = []

    /// As many lines are kept.
    private static let longest = 2000

    /// Begins with nothing.
    package init() {}

    /// Takes a line.
    ///
    /// - Parameter line: Without its end.
    /// - Returns: Whether it tells of a step that was begun.
    @discardableResult
    package mutating func take(_ line: String) -> Bool {
        if lines.count == Self.longest { lines.removeFirst(Self.longest / 2) }
        lines.append(line)
        if Self.isProgress(line) {
            progress = line
            isInMessage = false
            return true
        }
        if let message = Self.message(of: line) {
            isInMessage = true
            if message.severity == .note, !messages.isEmpty {
                // A note belongs to what stands before it.
                messages[messages.count - 1].details.append(line)
            } else {
                messages.append(message)
            }
        } else if isInMessage, !messages.isEmpty {
            messages[messages.count - 1].details.append(line)
        }
        return false
    }

    /// The errors, each once; what has no place last.
    package var errors: [CompilerMessage] {
        var seen: Set<CompilerMessage> = []
        let errors = messages.filter { message in
            var place = message
            place.details = []
            return message.severity == .error && seen.insert(place).inserted
        }
        let placed = errors.filter { $0.file != nil }
        // "error: fatalError" and the like say nothing when places are there.
        return placed.isEmpty ? errors : placed
    }

    private var isInMessage = false

    /// `[3/7] Compiling …`, `Building for debugging...`, `Build complete!`.
    private static func isProgress(_ line: String) -> Bool {
        if line.hasPrefix("Building for ") || line.hasPrefix("Build complete!") { return true }
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return false }
        let inside = line[line.index(after: line.startIndex)..<end]
        return inside.contains("/") && inside.allSatisfy { $0.isNumber || $0 == "/" }
    }

    /// `/shop/App.swift:12:7: error: …`, or `error: …`.
    private static func message(of line: String) -> CompilerMessage? {
        for severity in [CompilerMessage.Severity.error, .warning, .note] {
            let word = "\(severity.rawValue): "
            if line.hasPrefix(word) {
                return CompilerMessage(
                    severity: severity, text: String(line.dropFirst(word.count)))
            }
            guard line.hasPrefix("/"), let found = line.firstRange(of: ": " + word) else {
                continue
            }
            let place = line[..<found.lowerBound].split(
                separator: ":", omittingEmptySubsequences: false)
            guard place.count >= 3, let row = Int(place[place.count - 2]),
                let column = Int(place[place.count - 1])
            else { continue }
            return CompilerMessage(
                severity: severity, text: String(line[found.upperBound...]),
                file: place.dropLast(2).joined(separator: ":"), line: row, column: column)
        }
        return nil
    }
}
