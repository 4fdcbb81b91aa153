/// JSON in bytes of one of the encodings that Python's `json.loads` takes.
public enum JSONText {
    /// Reads one value.
    ///
    /// ```swift
    /// try JSONText.read([0xFF, 0xFE, 0x37, 0x00]).int  // 7: UTF-16
    /// ```
    ///
    /// - Parameter bytes: UTF-8, UTF-16 or UTF-32, which the first bytes tell apart.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` for what is no JSON, or no text of the encoding.
    /// - SeeAlso: Python `json.detect_encoding`.
    public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        switch encoding(of: bytes) {
        case .utf8(let mark): return try readUTF8(Array(bytes.dropFirst(mark)))
        case .utf16(let isBig, let mark):
            let units = units(bytes.dropFirst(mark), UInt16.self, isBig: isBig)
            guard let units, let text = String(validating: units, as: UTF16.self) else {
                throw JSONError(reason: "the text is no UTF-16", line: 1, column: 1)
            }
            return try JSONReader.read(text)
        case .utf32(let isBig, let mark):
            let units = units(bytes.dropFirst(mark), UInt32.self, isBig: isBig)
            guard let units, let text = String(validating: units, as: UTF32.self) else {
                throw JSONError(reason: "the text is no UTF-32", line: 1, column: 1)
            }
            return try JSONReader.read(text)
        }
    }

    private static func readUTF8(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        guard bytes.withUnsafeBufferPointer(UTF8Text.isValid) else {
            throw JSONError(reason: "the text is no UTF-8", line: 1, column: 1)
        }
        return try JSONReader.read(bytes)
    }

    private enum Encoding {
        case utf8(mark: Int)
        case utf16(isBig: Bool, mark: Int)
        case utf32(isBig: Bool, mark: Int)
    }

    /// Looks for a byte order mark, then at which of the first bytes are 0: the first two
    /// characters of JSON are ASCII.
    private static func encoding(of bytes: [UInt8]) -> Encoding {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32(isBig: false, mark: 4) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32(isBig: true, mark: 4) }
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16(isBig: false, mark: 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return .utf16(isBig: true, mark: 2) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8(mark: 3) }
        if bytes.count >= 4 {
            if bytes[0] == 0 {
                return bytes[1] == 0 ? .utf32(isBig: true, mark: 0) : .utf16(isBig: true, mark: 0)
            }
            if bytes[1] == 0 {
                return bytes[2] == 0 && bytes[3] == 0
                    ? .utf32(isBig: false, mark: 0) : .utf16(isBig: false, mark: 0)
            }
        } else if bytes.count == 2 {
            if bytes[0] == 0 { return .utf16(isBig: true, mark: 0) }
            if bytes[1] == 0 { return .utf16(isBig: false, mark: 0) }
        }
        return .utf8(mark: 0)
    }

    private static func units<Unit: FixedWidthInteger>(
        _ bytes: ArraySlice<UInt8>, _ type: Unit.Type, isBig: Bool
    ) -> [Unit]? {
        let width = Unit.bitWidth / 8
        guard bytes.count % width == 0 else { return nil }
        return stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { start in
            let unit = bytes[start..<(start + width)].reduce(Unit(0)) { $0 << 8 | Unit($1) }
            return isBig ? unit : unit.byteSwapped
        }
    }
}
