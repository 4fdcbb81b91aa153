/// A line that nginx wrote to its log or, before it has one, to standard error.
struct NginxLogLine {
    /// The message without time and process ids.
    let text: String

    /// Whether nginx ends because of it.
    let isFatal: Bool

    init(_ line: String) {
        var line = line[...]
        isFatal = ["[emerg]", "[alert]"].contains { line.contains($0) }
        // 2026/11/22 11:02:54 [emerg] 1234#1234: *5 message, or nginx: [emerg] message
        if let end = line.firstRange(of: "] ")?.upperBound { line = line[end...] }
        let words = line.split(separator: " ", maxSplits: 1)
        if words.count == 2, words[0].hasSuffix(":"), words[0].contains("#") { line = words[1] }
        text = String(line)
    }
}
