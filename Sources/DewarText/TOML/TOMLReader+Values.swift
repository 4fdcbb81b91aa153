extension TOMLReader {
    mutating func readValue() throws(TOMLError) -> JSON {
        switch peek() {
        case UInt8(ascii: "\""):
            return .string(
                peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
                    ? try readLongBasicString() : try readBasicString())
        case UInt8(ascii: "'"):
            return .string(
                peek(1) == UInt8(ascii: "'") && peek(2) == UInt8(ascii: "'")
                    ? try readLongLiteralString() : try readLiteralString())
        case UInt8(ascii: "["): return try readList()
        case UInt8(ascii: "{"): return try readInlineTable()
        case UInt8(ascii: "t") where take("true"): return .bool(true)
        case UInt8(ascii: "f") where take("false"): return .bool(false)
        default: return try readNumber()
        }
    }

    private mutating func readList() throws(TOMLError) -> JSON {
        try enter()
        var elements: [JSON] = []
        while true {
            try skipLines()
            if take(UInt8(ascii: "]")) { break }
            elements.append(try readValue())
            try skipLines()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw error("',' or ']' was expected") }
            break
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func readInlineTable() throws(TOMLError) -> JSON {
        try enter()
        let table = TOMLTable()
        skipSpace()
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                _ = try readPair(into: table) { _ in false }
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw error("',' or '}' was expected") }
        }
        depth -= 1
        return .object(table.object)
    }

    private mutating func enter() throws(TOMLError) {
        depth += 1
        guard depth <= Self.maximalDepth else { throw tooDeep() }
        index += 1
    }

    /// Skips what may stand between the elements of a list.
    private mutating func skipLines() throws(TOMLError) {
        while true {
            skipSpace()
            try skipComment()
            guard takeLineBreak() else { return }
        }
    }
}
