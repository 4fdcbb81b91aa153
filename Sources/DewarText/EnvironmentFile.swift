/// Reads files of environment variables, as `.env`: `NAME=value`, a line each.
///
/// ```swift
/// EnvironmentFile.read("PORT=5000 # ours\nURL=\"http://h:${PORT}/\"\n", environment: [:])
/// // [("PORT", "5000"), ("URL", "http://h:5000/")]
/// ```
/// Values may stand in quotation marks and go over several lines; `${NAME}` and `${NAME:-else}` in
/// them are other variables, those of the file before those of the environment. A line that is none
/// of this is passed over; a name without a value is taken back.
///
/// - SeeAlso: python-dotenv, as Flask uses it.
package struct EnvironmentFile {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - text: What it holds.
    ///   - environment: The variables around it.
    /// - Returns: Names and values, each name once, where it came last.
    package static func read(
        _ text: String, environment: [String: String]
    ) -> [(name: String, value: String)] {
        var file = EnvironmentFile(text)
        var found: [(name: String, value: String)] = []
        var known = environment
        while file.index < file.scalars.count {
            guard let (name, raw) = file.readLine() else { continue }
            let value = raw.map { resolved($0, known) }
            known[name] = value ?? ""
            found.removeAll { $0.name.hasSameBytes(as: name) }
            if let value { found.append((name, value)) }
        }
        return found
    }

    private init(_ text: String) {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        // As Python opens text: every line break is one character.
        self.scalars = scalars.map { $0 == "\r" ? "\n" : $0 }
    }

    // MARK: Lines

    /// Reads a line, or more than one within quotation marks.
    ///
    /// - Returns: A name, and its value if it has one; nil for a line that names nothing.
    private mutating func readLine() -> (name: String, value: String?)? {
        skip(while: Self.isSpace)
        guard index < scalars.count else { return nil }
        skipExport()
        guard let name = readName() else {
            skipLine()
            return nil
        }
        skip(while: Self.isBlank)
        var value: String?
        if peek == "=" {
            index += 1
            skip(while: Self.isBlank)
            guard let read = readValue() else {
                skipLine()
                return nil
            }
            value = read
        }
        guard endsHere() else {
            skipLine()
            return nil
        }
        return name.isEmpty ? nil : (name, value)
    }

    private mutating func skipExport() {
        let word: [Unicode.Scalar] = ["e", "x", "p", "o", "r", "t"]
        let end = index + word.count
        guard end < scalars.count, scalars[index..<end].elementsEqual(word),
            Self.isBlank(scalars[end])
        else { return }
        index = end
        skip(while: Self.isBlank)
    }

    /// Reads a name; an empty one is that of a comment.
    private mutating func readName() -> String? {
        if peek == "#" { return "" }
        if peek == "'" {
            let start = index + 1
            guard let end = scalars[start...].firstIndex(of: "'"), end > start else { return nil }
            index = end + 1
            return text(start..<end)
        }
        let start = index
        skip { $0 != "=" && $0 != "#" && !Self.isSpace($0) }
        return index > start ? text(start..<index) : nil
    }

    private mutating func readValue() -> String? {
        switch peek {
        case "'": return readQuoted("'")
        case "\"": return readQuoted("\"")
        default:
            let start = index
            skip { $0 != "\n" }
            return Self.withoutComment(scalars[start..<index])
        }
    }

    private mutating func readQuoted(_ mark: Unicode.Scalar) -> String? {
        let start = index + 1
        var end = start
        while end < scalars.count, scalars[end] != mark || scalars[end - 1] == "\\" && end > start {
            end += 1
        }
        if end == scalars.count {
            // A backslash before the last mark of all is none that takes it away.
            guard let last = scalars[start...].lastIndex(of: mark) else { return nil }
            end = last
        }
        index = end + 1
        return Self.withoutEscapes(scalars[start..<end], mark)
    }

    /// Whether nothing but a comment is left on the line, which is then behind.
    private mutating func endsHere() -> Bool {
        skip(while: Self.isBlank)
        if peek == "#" { skip { $0 != "\n" } }
        guard peek == "\n" || index >= scalars.count else { return false }
        index += 1
        return true
    }

    private mutating func skipLine() {
        skip { $0 != "\n" }
        index += 1
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func skip(while isSkipped: (Unicode.Scalar) -> Bool) {
        while index < scalars.count, isSkipped(scalars[index]) { index += 1 }
    }

    private func text(_ range: Range<Int>) -> String { Self.text(scalars[range]) }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && isSpace(scalar)
    }

    /// What Python's `\s` matches.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(scalar)
    }
}

extension EnvironmentFile {
    // MARK: Values

    /// A value without what begins with a number sign behind white space.
    private static func withoutComment(_ value: ArraySlice<Unicode.Scalar>) -> String {
        var end = value.endIndex
        for place in value.indices.dropFirst()
        where value[place] == "#" && isSpace(value[place - 1]) {
            end = place
            break
        }
        while end > value.startIndex, isSpace(value[end - 1]) { end -= 1 }
        return text(value[..<end])
    }

    private static func withoutEscapes(
        _ value: ArraySlice<Unicode.Scalar>, _ mark: Unicode.Scalar
    ) -> String {
        var result = String.UnicodeScalarView()
        var rest = value
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.first, let meant = escape(next, mark) else {
                result.append(scalar)
                continue
            }
            rest.removeFirst()
            result.append(meant)
        }
        return String(result)
    }

    /// What a character behind a backslash stands for; nil where both stay as they are.
    private static func escape(
        _ scalar: Unicode.Scalar, _ mark: Unicode.Scalar
    ) -> Unicode.Scalar? {
        switch scalar {
        case "\\", "'": scalar
        case _ where mark == "'": nil
        case "\"": scalar
        case "a": "\u{07}"
        case "b": "\u{08}"
        case "f": "\u{0C}"
        case "n": "\n"
        case "r": "\r"
        case "t": "\t"
        case "v": "\u{0B}"
        default: nil
        }
    }

    /// A value with the variables that it names.
    private static func resolved(_ value: String, _ known: [String: String]) -> String {
        let scalars = Array(value.unicodeScalars)
        var result = ""
        var index = 0
        while index < scalars.count {
            if scalars[index...].starts(with: ["$", "{"]), let variable = variable(scalars, index) {
                result += known[variable.name] ?? variable.standard
                index = variable.end
            } else {
                result.unicodeScalars.append(scalars[index])
                index += 1
            }
        }
        return result
    }

    /// The name and the default of `${NAME}` or `${NAME:-else}`; nil for what is neither.
    private static func variable(
        _ scalars: [Unicode.Scalar], _ start: Int
    ) -> (name: String, standard: String, end: Int)? {
        let inner = scalars[(start + 2)...]
        guard let nameEnd = inner.firstIndex(where: { $0 == "}" || $0 == ":" }) else { return nil }
        let name = text(inner[..<nameEnd])
        if scalars[nameEnd] == "}" { return (name, "", nameEnd + 1) }
        let rest = scalars[(nameEnd + 1)...]
        guard rest.first == "-", let end = rest.firstIndex(of: "}") else { return nil }
        return (name, text(rest[(nameEnd + 2)..<end]), end + 1)
    }
}
