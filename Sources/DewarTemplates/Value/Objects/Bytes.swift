/// Python's `bytes`.
final class Bytes: Object {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let encodeSignature = Signature("encode", "encoding", "errors", leading: 0)

    /// `str.encode`.
    ///
    /// - Throws: LookupError for encodings other than UTF-8, ASCII and Latin-1; ValueError for text
    ///   that these have no bytes for.
    static func encode(_ text: Text, _ arguments: Arguments) throws -> Value {
        let bound = try encodeSignature.bind(arguments)
        let name = try bound.text(0)?.string.lowercased() ?? "utf-8"
        let limit: UInt32
        switch name {
        case "utf-8", "utf8", "u8", "utf_8", "utf": limit = .max
        case "ascii", "us-ascii", "646": limit = 0x80
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1", "latin_1": limit = 0x100
        default: throw TemplateError(.lookupError, "unknown encoding: \(name)")
        }
        if limit == .max { return .object(Bytes(text.withBytes { Array($0) })) }
        let errors = try bound.text(1)?.string ?? "strict"
        var bytes: [UInt8] = []
        for scalar in text.scalars {
            if scalar.value < limit {
                bytes.append(UInt8(scalar.value))
            } else {
                bytes += try replacement(for: scalar, errors, name)
            }
        }
        return .object(Bytes(bytes))
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
        guard name == "decode" else { return nil }
        let bytes = bytes
        return .object(
            Function("decode") { arguments, _ in
                _ = try Self.encodeSignature.bind(arguments)
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw TemplateError.value("'utf-8' codec can't decode bytes")
                }
                return .string(Text(text))
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
