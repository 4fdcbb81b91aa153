/// Reads JSON text as Python's `json.loads` does.
///
/// The order of members is kept, integers may have ``maximalDigits``, of a repeated key the last
/// value counts, and `NaN`, `Infinity` and `-Infinity` are numbers. A surrogate without its
/// partner, which Swift text cannot hold, becomes U+FFFD.
///
/// - SeeAlso: RFC 8259; Python `json.loads`.
public struct JSONReader {
    /// The deepest nesting of arrays and objects that is read; deeper text is refused.
    public static let maximalDepth = 500

    /// The longest integer that is read, in digits: CPython's own limit.
    ///
    /// Numbers with a fraction or an exponent have none.
    public static let maximalDigits = NumberText.maximalDigits

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var depth = 0

    /// Reads one value.
    ///
    /// ```swift
    /// try JSONReader.read(#"{"tags": ["swift", "web"]}"#)["tags"]?[1]?.string  // "web"
    /// ```
    ///
    /// - Parameter text: JSON, with white space before and after the value at most.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` at the first byte that is not JSON, or deeper than
    ///   ``maximalDepth``.
    /// - SeeAlso: Python `json.loads`.
    public static func read(_ text: String) throws(JSONError) -> JSON {
        try read(Array(text.utf8))
    }

    /// Reads one value.
    ///
    /// ```swift
    /// try JSONReader.read(Array("[1, 2.0]".utf8)).description  // "[1,2.0]"
    /// ```
    ///
    /// - Parameter bytes: UTF-8; what is not becomes U+FFFD within strings and is refused
    ///   elsewhere.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` at the first byte that is not JSON, or deeper than
    ///   ``maximalDepth``.
    /// - SeeAlso: Python `json.loads`.
    public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(bytes: buffer)
            return try reader.readDocument()
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func readDocument() throws(JSONError) -> JSON {
        skipSpace()
        let value = try readValue()
        skipSpace()
        guard index == bytes.count else { throw error("extra data") }
        return value
    }

    private mutating func readValue() throws(JSONError) -> JSON {
        guard index < bytes.count else { throw error("a value was expected") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try readObject()
        case UInt8(ascii: "["): return try readArray()
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        case UInt8(ascii: "-"):
            return take("-Infinity") ? .double(-.infinity) : try readNumber()
        default:
            if take("null") { return .null }
            if take("true") { return .bool(true) }
            if take("false") { return .bool(false) }
            if take("NaN") { return .double(.nan) }
            if take("Infinity") { return .double(.infinity) }
            throw error("a value was expected")
        }
    }

    private mutating func readObject() throws(JSONError) -> JSON {
        try enter()
        var object = JSONObject()
        if take("}") { return leave(.object(object)) }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw error("a key in double quotes was expected")
            }
            let key = try readString()
            skipSpace()
            guard take(":") else { throw error("':' was expected") }
            skipSpace()
            object[key] = try readValue()
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("',' or '}' was expected") }
        return leave(.object(object))
    }

    private mutating func readArray() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if take("]") { return leave(.array(elements)) }
        repeat {
            skipSpace()
            elements.append(try readValue())
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("',' or ']' was expected") }
        return leave(.array(elements))
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= Self.maximalDepth else {
            throw error("nested deeper than \(Self.maximalDepth)")
        }
        index += 1
        skipSpace()
    }

    private mutating func leave(_ value: JSON) -> JSON {
        depth -= 1
        return value
    }

    private mutating func readNumber() throws(JSONError) -> JSON {
        let start = index
        var isInteger = true
        _ = take("-")
        if !take("0") { try skipDigits() }
        if index < bytes.count, bytes[index] == UInt8(ascii: "."), isDigit(at: index + 1) {
            isInteger = false
            index += 1
            try skipDigits()
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            let hasSign =
                index + 1 < bytes.count
                && (bytes[index + 1] == UInt8(ascii: "+") || bytes[index + 1] == UInt8(ascii: "-"))
            if isDigit(at: index + (hasSign ? 2 : 1)) {
                isInteger = false
                index += hasSign ? 2 : 1
                try skipDigits()
            }
        }
        let digits = index - start - (bytes[start] == UInt8(ascii: "-") ? 1 : 0)
        if isInteger, digits > Self.maximalDigits {
            throw error("an integer has more than \(Self.maximalDigits) digits")
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger { return Int(text).map { .int($0) } ?? .integer(text) }
        guard let value = Double(text) else { throw error("a number was expected") }
        return .double(value)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard isDigit(at: index) else { throw error("a digit was expected") }
        while isDigit(at: index) { index += 1 }
    }

    private func isDigit(at index: Int) -> Bool {
        index < bytes.count && bytes[index] >= UInt8(ascii: "0")
            && bytes[index] <= UInt8(ascii: "9")
    }

    private mutating func readString() throws(JSONError) -> String {
        index += 1
        var text = ""
        while true {
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
                bytes[index] != UInt8(ascii: "\\"), bytes[index] >= 0x20
            {
                index += 1
            }
            text += String(decoding: bytes[start..<index], as: UTF8.self)
            guard index < bytes.count else { throw error("the string has no end") }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return text
            case UInt8(ascii: "\\"): text.unicodeScalars.append(try readEscape())
            default: throw error("a control character in a string must be escaped")
            }
        }
    }

    private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
        index += 1
        guard index < bytes.count else { throw error("the string has no end") }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default:
            index -= 1
            throw error("no such escape")
        }
    }

    private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let unit = try readFourDigits()
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        let afterLead = index
        guard take("\\u") else { return "\u{FFFD}" }
        let trail = try readFourDigits()
        guard UTF16.isTrailSurrogate(trail) else {
            index = afterLead
            return "\u{FFFD}"
        }
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }

    private mutating func readFourDigits() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard index < bytes.count, let digit = PercentCoding.hexadecimalValue(bytes[index])
            else { throw error("four hexadecimal digits were expected") }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                index += 1
            default: return
            }
        }
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard bytes.count - index >= length else { return false }
        for offset in 0..<length where bytes[index + offset] != word.utf8Start[offset] {
            return false
        }
        index += length
        return true
    }

    private func error(_ reason: String) -> JSONError {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSONError(reason: reason, line: line, column: before.count - lineStart + 1)
    }
}
