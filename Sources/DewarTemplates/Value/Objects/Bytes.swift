/// Python's `bytes`.
final class Bytes: Object {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let encodeSignature = Signature("encode", "encoding", "errors", leading: 0)
    private static let decodeSignature = Signature("decode", "encoding", "errors", leading: 0)

    /// An encoding of text.
    private enum Encoding {
        case utf8, ascii, latin1

        /// - Throws: LookupError for encodings that are not known here.
        init(_ name: String) throws {
            switch name.lowercased() {
            case "utf-8", "utf8", "u8", "utf_8", "utf": self = .utf8
            case "ascii", "us-ascii", "646": self = .ascii
            case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1", "latin_1": self = .latin1
            default: throw TemplateError(.lookupError, "unknown encoding: \(name)")
            }
        }

        /// The code points below it are bytes.
        var limit: UInt32 { self == .latin1 ? 0x100 : 0x80 }

        /// The name in messages.
        var name: String {
            switch self {
            case .utf8: "utf-8"
            case .ascii: "ascii"
            case .latin1: "latin-1"
            }
        }
    }

    /// `str.encode`.
    ///
    /// - Throws: LookupError for encodings other than UTF-8, ASCII and Latin-1; ValueError for text
    ///   that these have no bytes for.
    static func encode(_ text: Text, _ arguments: Arguments) throws -> Value {
        let bound = try encodeSignature.bind(arguments)
        let encoding = try Encoding(bound.text(0)?.string ?? "utf-8")
        if encoding == .utf8 { return .object(Bytes(text.withBytes { Array($0) })) }
        let errors = try bound.text(1)?.string ?? "strict"
        var bytes: [UInt8] = []
        for scalar in text.scalars {
            if scalar.value < encoding.limit {
                bytes.append(UInt8(scalar.value))
            } else {
                bytes += try replacement(for: scalar, errors, encoding.name)
            }
        }
        return .object(Bytes(bytes))
    }

    /// `bytes.decode`.
    ///
    /// - Throws: LookupError for encodings and handlers of errors that are not known here;
    ///   ValueError for bytes that are no text.
    func decoded(_ arguments: Arguments) throws -> Text {
        let bound = try Self.decodeSignature.bind(arguments)
        let encoding = try Encoding(bound.text(0)?.string ?? "utf-8")
        let errors = try bound.text(1)?.string ?? "strict"
        var output = Output(capacity: bytes.count)
        guard encoding == .utf8 else {
            for (index, byte) in bytes.enumerated() {
                if UInt32(byte) < encoding.limit {
                    output.append(Unicode.Scalar(byte))
                } else {
                    try appendReplacement(of: index..<index + 1, errors, encoding, to: &output)
                }
            }
            return output.text
        }
        var parser = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        var index = 0
        while true {
            switch parser.parseScalar(from: &source) {
            case .emptyInput: return output.text
            case .valid(let units):
                output.append(UTF8.decode(units))
                index += units.count
            case .error(let length):
                try appendReplacement(of: index..<index + length, errors, encoding, to: &output)
                index += length
            }
        }
    }

    private func appendReplacement(
        of range: Range<Int>, _ errors: String, _ encoding: Encoding, to output: inout Output
    ) throws {
        switch errors {
        case "ignore": break
        case "replace": output.append("\u{FFFD}" as Unicode.Scalar)
        case "backslashreplace":
            for byte in bytes[range] { output.appendEscape(of: Unicode.Scalar(byte)) }
        case "strict":
            throw TemplateError.value(
                "'\(encoding.name)' codec can't decode byte 0x\(String(bytes[range.lowerBound], radix: 16))"
                    + " in position \(range.lowerBound)")
        default: throw TemplateError(.lookupError, "unknown error handler name '\(errors)'")
        }
    }

    private static func replacement(
        for scalar: Unicode.Scalar, _ errors: String, _ encoding: String
    ) throws -> [UInt8] {
        switch errors {
        case "ignore": return []
        case "replace": return [UInt8(ascii: "?")]
        case "xmlcharrefreplace": return Array("&#\(scalar.value);".utf8)
        case "backslashreplace":
            var output = Output()
            output.appendEscape(of: scalar)
            return output.withBytes { Array($0) }
        default:
            throw TemplateError.value(
                "'\(encoding)' codec can't encode character \(Text(scalar).repr)")
        }
    }

    override var typeName: String { "bytes" }
    override func isTrue() throws -> Bool { !bytes.isEmpty }
    override func length() throws -> Int? { bytes.count }
    override var hasItems: Bool { true }

    override func makeIterator() throws -> ValueIterator? {
        ValueIterator(bytes.map { .int(Int($0)) })
    }

    override func makeReversedIterator() throws -> ValueIterator? {
        ValueIterator(bytes.reversed().map { .int(Int($0)) })
    }

    override func item(_ key: Value) throws -> Value? {
        try Value.list(bytes.map { .int(Int($0)) }).item(key)
    }

    override func slice(_ slice: Slice) throws -> Value? {
        let (start, step, count) = try slice.resolve(count: bytes.count)
        return .object(Bytes((0..<count).map { bytes[start &+ $0 &* step] }))
    }

    override func attribute(_ name: Text) throws -> Value? {
        guard let method = MethodName.known[name]?.name, BytesMethods.names.contains(method) else {
            return nil
        }
        let bytes = bytes
        return .object(
            Function(name.string) { arguments, state in
                try BytesMethods.call(method, of: Bytes(bytes), arguments, state)
            })
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard case .object(let object) = other, let other = object as? Bytes else { return false }
        return bytes == other.bytes
    }

    override func hash() throws -> Int { bytes.withUnsafeBufferPointer { TextHash.hash($0) } }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        let hasQuote = bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\""))
        let quote = hasQuote ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        output.write("b")
        output.append(ascii: quote)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): output.write("\\\\")
            case UInt8(ascii: "\n"): output.write("\\n")
            case UInt8(ascii: "\r"): output.write("\\r")
            case UInt8(ascii: "\t"): output.write("\\t")
            case quote:
                output.write("\\")
                output.append(ascii: byte)
            case 0x20..<0x7F: output.append(ascii: byte)
            default: output.appendEscape(of: Unicode.Scalar(byte))
            }
        }
        output.append(ascii: quote)
    }
}
