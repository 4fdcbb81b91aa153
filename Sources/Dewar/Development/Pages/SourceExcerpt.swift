import Glibc

/// Some lines of a file around the one that matters.
package struct SourceExcerpt: Sendable, Hashable {
    /// The number of the first line, from 1.
    package var firstLine: Int
    /// The lines, without their ends.
    package var lines: [String]
    /// The line that matters, from 1.
    package var marked: Int
    /// Its column in code points, from 1.
    package var column: Int?

    /// Takes one line that is known by itself.
    package init(line: String, number: Int, column: Int?) {
        firstLine = number
        lines = [line]
        marked = number
        self.column = column
    }

    /// Larger files are not looked into: sources are smaller.
    private static let largestFile = 4 << 20

    /// Reads lines of a file; nil when there is no such file or line.
    ///
    /// - Parameters:
    ///   - file: Its absolute path.
    ///   - line: The line that matters, from 1.
    ///   - column: Its column in bytes, from 1, as the compiler counts.
    ///   - context: How many lines to have before and after it.
    package init?(file: String, line: Int, column: Int? = nil, context: Int = 5) {
        var status = stat()
        guard line > 0, stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= Self.largestFile
        else { return nil }
        let text = ProcFileSystem.text(of: file)
        self.init(text: text, line: line, column: column, context: context)
    }

    /// Takes lines of a text; the column is in bytes.
    package init?(text: String, line: Int, column: Int? = nil, context: Int = 5) {
        // One that ends in CR LF ends in one character.
        var all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        // What comes after the last line's end is no line.
        if all.count > line, all.last?.isEmpty == true { all.removeLast() }
        guard line > 0, line <= all.count else { return nil }
        let range = max(0, line - 1 - context)..<min(all.count, line + context)
        firstLine = range.lowerBound + 1
        lines = all[range].map(String.init)
        marked = line
        // What comes before it is counted anew, in code points.
        if let column, column > 0 {
            let before = String(decoding: all[line - 1].utf8.prefix(column - 1), as: UTF8.self)
            self.column = before.unicodeScalars.count + 1
        }
    }

    /// The line that matters in three pieces: before the column, the word or character there, and
    /// what comes after.
    package var pieces: (before: String, at: String, after: String)? {
        let line = lines[marked - firstLine].unicodeScalars
        guard let column, column > 0, column <= line.count else { return nil }
        let rest = line.dropFirst(column - 1)
        let word = rest.prefix { $0 == "_" || $0.properties.isXIDContinue }.count
        return (
            String(line.prefix(column - 1)), String(rest.prefix(max(1, word))),
            String(rest.dropFirst(max(1, word)))
        )
    }

    /// As a terminal shows it: numbers, a mark, and a caret below the column.
    package var text: String {
        var text = ""
        let width = String(firstLine + lines.count).count
        for (offset, line) in lines.enumerated() {
            let number = String(firstLine + offset)
            let pad = String(repeating: " ", count: width - number.count)
            let isMarked = firstLine + offset == marked
            text += "\(isMarked ? ">" : " ") \(pad)\(number) | \(line)\n"
            if isMarked, let caret = Self.caret(below: line, column) {
                text += "  \(String(repeating: " ", count: width)) | \(caret)\n"
            }
        }
        return text
    }

    /// What stands below a line to show a column.
    static func caret(below line: String, _ column: Int?) -> String? {
        guard let column, column > 0, column <= line.unicodeScalars.count + 1 else { return nil }
        // Hangul, kana and ideographs are two columns wide.
        let pad = line.unicodeScalars.prefix(column - 1).map {
            $0 == "\t" ? "\t" : $0.value >= 0x1100 ? "  " : " "
        }
        return pad.joined() + "^"
    }
}
