/// Python's `pprint.pformat`: sorted dictionaries, and lines of 80 columns where possible.
///
/// - SeeAlso: CPython `Lib/pprint.py`.
struct PrettyPrinter: ~Copyable {
    private static let width = 80
    private var output = Output()

    static func text(of value: Value) throws -> Text {
        var printer = PrettyPrinter()
        try printer.write(value, indent: 0, allowance: 0, level: 0)
        return printer.output.text
    }

    private mutating func write(
        _ value: Value, indent: Int, allowance: Int, level: Int
    ) throws {
        try Value.checkDepth(level, "while printing")
        let line = try Self.line(value, level)
        guard line.count > Self.width - indent - allowance else { return output.append(line) }
        switch value {
        case .dict(let dict):
            try enter(dict) { printer in
                try printer.write(dict, indent: indent, allowance: allowance + 1, level: level + 1)
            }
        case .list(let list):
            try enter(list) { printer in
                printer.output.write("[")
                try printer.write(
                    list.elements, indent: indent, allowance: allowance + 1, level: level + 1)
                printer.output.write("]")
            }
        case .tuple(let tuple) where tuple.names.isEmpty:
            try enter(tuple) { printer in
                let end: Text = tuple.elements.count == 1 ? ",)" : ")"
                printer.output.write("(")
                try printer.write(
                    tuple.elements, indent: indent, allowance: allowance + end.count,
                    level: level + 1)
                printer.output.append(end)
            }
        case .string(let text):
            try write(text, indent: indent, allowance: allowance, level: level + 1)
        default: output.append(line)
        }
    }

    private mutating func enter(
        _ container: AnyObject, _ body: (inout PrettyPrinter) throws -> Void
    ) throws {
        output.beginPrinting(container)
        try body(&self)
        output.endPrinting()
    }

    private mutating func write(
        _ dict: Dict, indent: Int, allowance: Int, level: Int
    ) throws {
        output.write("{")
        let entries = try Self.sorted(dict)
        for (index, entry) in entries.enumerated() {
            if index > 0 { breakLine(indent + 1) }
            let key = try Self.line(entry.key, level)
            output.append(key)
            output.write(": ")
            try write(
                entry.value, indent: indent + key.count + 3,
                allowance: index == entries.count - 1 ? allowance : 1, level: level)
        }
        output.write("}")
    }

    private mutating func write(
        _ elements: [Value], indent: Int, allowance: Int, level: Int
    ) throws {
        for (index, element) in elements.enumerated() {
            if index > 0 { breakLine(indent + 1) }
            try write(
                element, indent: indent + 1,
                allowance: index == elements.count - 1 ? allowance : 1, level: level)
        }
    }

    private mutating func breakLine(_ indent: Int) {
        output.write(",\n")
        output.append(UInt8(ascii: " "), count: indent)
    }

    /// Writes a long text as several literals, cut after white space.
    private mutating func write(
        _ text: Text, indent: Int, allowance: Int, level: Int
    ) throws {
        let isOutermost = level == 1
        let indent = isOutermost ? indent + 1 : indent
        let allowance = isOutermost ? allowance + 1 : allowance
        let chunks = try Self.chunks(text, width: Self.width - indent, allowance: allowance)
        guard chunks.count > 1 else { return output.append(repr: text) }
        if isOutermost { output.write("(") }
        for (index, chunk) in chunks.enumerated() {
            if index > 0 {
                output.write("\n")
                output.append(UInt8(ascii: " "), count: indent)
            }
            output.append(repr: chunk)
        }
        if isOutermost { output.write(")") }
    }

    private static func chunks(_ text: Text, width: Int, allowance: Int) throws -> [Text] {
        var chunks: [Text] = []
        let lines = try text.lines(keepingEnds: true)
        for (index, line) in lines.enumerated() {
            let isLastLine = index == lines.count - 1
            if Text(line.repr).count <= width - (isLastLine ? allowance : 0) {
                chunks.append(line)
                continue
            }
            let words = words(line)
            var current = Text.empty
            for (position, word) in words.enumerated() {
                let isLast = isLastLine && position == words.count - 1
                let candidate = (try? current.appending(word)) ?? current
                if Text(candidate.repr).count > width - (isLast ? allowance : 0) {
                    if !current.isEmpty { chunks.append(current) }
                    current = word
                } else {
                    current = candidate
                }
            }
            if !current.isEmpty { chunks.append(current) }
        }
        return chunks
    }

    /// Words with the white space after them.
    private static func words(_ line: Text) -> [Text] {
        var words: [Text] = []
        let scalars = line.scalars
        var start = 0
        for index in scalars.indices.dropFirst()
        where !scalars[index].isPythonSpace && scalars[index - 1].isPythonSpace {
            words.append(Text(scalars[start..<index]))
            start = index
        }
        words.append(Text(scalars[start...]))
        return words
    }

    // MARK: One line

    private static func line(_ value: Value, _ level: Int) throws -> Text {
        var output = Output()
        try append(value, to: &output, level)
        return output.text
    }

    /// What `repr` gives, with dictionaries sorted.
    private static func append(_ value: Value, to output: inout Output, _ level: Int) throws {
        try Value.checkDepth(level, "while printing")
        switch value {
        case .dict(let dict) where dict.count > 0:
            guard !output.isPrinting(dict) else { return appendRecursion("dict", &output) }
            output.beginPrinting(dict)
            output.write("{")
            for (index, entry) in try sorted(dict).enumerated() {
                if index > 0 { output.write(", ") }
                try append(entry.key, to: &output, level + 1)
                output.write(": ")
                try append(entry.value, to: &output, level + 1)
            }
            output.write("}")
            output.endPrinting()
        case .list(let list):
            guard !output.isPrinting(list) else { return appendRecursion("list", &output) }
            output.beginPrinting(list)
            output.write("[")
            try append(list.elements, to: &output, level)
            output.write("]")
            output.endPrinting()
        case .tuple(let tuple) where tuple.names.isEmpty:
            output.write("(")
            try append(tuple.elements, to: &output, level)
            output.append(string: tuple.elements.count == 1 ? ",)" : ")")
        default: try value.appendRepr(to: &output, depth: level)
        }
    }

    private static func append(
        _ elements: [Value], to output: inout Output, _ level: Int
    ) throws {
        for (index, element) in elements.enumerated() {
            if index > 0 { output.write(", ") }
            try append(element, to: &output, level + 1)
        }
    }

    private static func appendRecursion(_ name: String, _ output: inout Output) {
        output.append(string: "<Recursion on \(name)>")
    }

    /// The entries by key; keys without an order, by the names of their types.
    private static func sorted(_ dict: Dict) throws -> [Dict.Entry] {
        try dict.live.sorted { left, right in
            do {
                return try Value.compare(left.key, .less, right.key)
            } catch let error as TemplateError where error.kind == .typeError {
                return left.key.typeName < right.key.typeName
            }
        }
    }
}
