/// Reads TOML 1.0.
///
/// ```swift
/// let settings = try TOMLReader.read("PORT = 5000\n[STORE]\nPATH = \"/srv\"\n")
/// // {"PORT": 5000, "STORE": {"PATH": "/srv"}}
/// ```
/// Tables become objects in the order in which they are begun, dates and times text as they stand.
/// What nests deeper than ``maximalDepth`` is refused, and so is an integer beyond 64 bits.
///
/// - SeeAlso: TOML 1.0.0; Python `tomllib`.
public struct TOMLReader {
    /// The deepest nesting of tables, inline tables and lists that is read.
    public static let maximalDepth = 100

    let bytes: [UInt8]
    var index = 0
    /// How deep the value that is being read lies.
    var depth = 0
    private let root = TOMLTable()
    /// Where keys go: the table of the last header, and how deep it lies.
    private var current: (table: TOMLTable, depth: Int)
    /// Tables that keys with dots made since the last header.
    private var dotted: [TOMLTable] = []

    /// Reads a document.
    ///
    /// ```swift
    /// try TOMLReader.read("a.b = 0x10")["a"]    // {"b": 16}
    /// ```
    ///
    /// - Parameter text: TOML.
    /// - Returns: Its tables and values.
    /// - Throws: ``TOMLError`` at the first byte that is not TOML.
    /// - SeeAlso: Python `tomllib.loads`.
    public static func read(_ text: String) throws(TOMLError) -> JSONObject {
        try read(Array(text.utf8))
    }

    /// Reads a document.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: Its tables and values.
    /// - Throws: ``TOMLError`` at the first byte that is not TOML.
    public static func read(_ bytes: [UInt8]) throws(TOMLError) -> JSONObject {
        var reader = TOMLReader(bytes)
        guard bytes.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw reader.error("the text is no UTF-8")
        }
        try reader.readDocument()
        return reader.root.object
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        current = (root, 0)
    }

    // MARK: Lines

    private mutating func readDocument() throws(TOMLError) {
        while true {
            skipSpace()
            guard let byte = peek() else { return }
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): break
            case UInt8(ascii: "["): try readHeader()
            default: try readPair()
            }
            skipSpace()
            try skipComment()
            guard peek() == nil || takeLineBreak() else { throw error("the line has no end here") }
        }
    }

    private mutating func readHeader() throws(TOMLError) {
        for table in dotted { table.isExplicit = true }
        dotted = []
        index += 1
        let isList = take(UInt8(ascii: "["))
        skipSpace()
        let start = index
        let keys = try readKeys()
        skipSpace()
        guard take(UInt8(ascii: "]")), !isList || take(UInt8(ascii: "]")) else {
            throw error("'\(isList ? "]]" : "]")' was expected")
        }
        guard keys.count <= Self.maximalDepth else { throw tooDeep() }
        var table = root
        for key in keys.dropLast() {
            switch table.node(key) {
            case nil: table = table.addTable(key)
            case .table(let inner): table = inner
            case .tables(let list): table = list.last ?? table
            case .value: throw error("'\(key)' is no table", at: start)
            }
        }
        guard let last = keys.last else { return }
        switch (table.node(last), isList) {
        case (nil, false): table = table.addTable(last)
        case (nil, true), (.tables, true): table = table.appendTable(last)
        case (.table(let inner), false) where !inner.isExplicit: table = inner
        default: throw error("'\(keys.joined(separator: "."))' is there already", at: start)
        }
        table.isExplicit = true
        current = (table, keys.count)
    }

    private mutating func readPair() throws(TOMLError) {
        depth = current.depth
        let made = try readPair(into: current.table) { $0.isExplicit }
        dotted += made
        depth = 0
    }

    /// Reads a key and its value.
    ///
    /// - Parameters:
    ///   - table: Takes them.
    ///   - isClosed: Whether a table that is there takes no keys with dots.
    /// - Returns: The tables that a key with dots led through.
    /// - Throws: ``TOMLError``, also for a key that is there already.
    mutating func readPair(
        into table: TOMLTable, isClosed: (TOMLTable) -> Bool
    ) throws(TOMLError) -> [TOMLTable] {
        let start = index
        let keys = try readKeys()
        skipSpace()
        guard take(UInt8(ascii: "=")) else { throw error("'=' was expected") }
        skipSpace()
        guard depth + keys.count <= Self.maximalDepth else { throw tooDeep() }
        depth += keys.count
        let value = try readValue()
        depth -= keys.count
        var inner = table
        var passed: [TOMLTable] = []
        for key in keys.dropLast() {
            switch inner.node(key) {
            case nil: inner = inner.addTable(key)
            case .table(let table) where !isClosed(table): inner = table
            default: throw error("'\(key)' takes no more keys", at: start)
            }
            passed.append(inner)
        }
        guard let last = keys.last, inner.node(last) == nil else {
            throw error("'\(keys.joined(separator: "."))' is there already", at: start)
        }
        inner.add(last, .value(value))
        return passed
    }

    // MARK: Keys

    private mutating func readKeys() throws(TOMLError) -> [String] {
        var keys: [String] = []
        repeat {
            skipSpace()
            keys.append(try readKey())
            skipSpace()
        } while take(UInt8(ascii: "."))
        return keys
    }

    private mutating func readKey() throws(TOMLError) -> String {
        switch peek() {
        case UInt8(ascii: "\""): return try readBasicString()
        case UInt8(ascii: "'"): return try readLiteralString()
        default:
            let start = index
            while let byte = peek(), Self.isKeyByte(byte) { index += 1 }
            guard index > start else { throw error("a key was expected") }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    // MARK: Bytes

    func peek(_ offset: Int = 0) -> UInt8? {
        index + offset < bytes.count ? bytes[index + offset] : nil
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard bytes.count - index >= count else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] {
            return false
        }
        index += count
        return true
    }

    mutating func skipSpace() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            index += 1
        }
    }

    mutating func takeLineBreak() -> Bool { take("\n") || take("\r\n") }

    mutating func skipComment() throws(TOMLError) {
        guard take(UInt8(ascii: "#")) else { return }
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { return }
            guard Self.isText(byte) else { throw error("a control character in a comment") }
            index += 1
        }
    }

    /// Whether a byte may stand in text: no control character but the tab.
    static func isText(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t")
    }

    func tooDeep() -> TOMLError { error("nested deeper than \(Self.maximalDepth)") }

    func error(_ reason: String, at place: Int? = nil) -> TOMLError {
        let before = bytes[..<min(place ?? index, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return TOMLError(reason: reason, line: line, column: before.count - lineStart + 1)
    }
}
