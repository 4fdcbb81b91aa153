/// One record of the FastCGI protocol, well-formed or not.
///
/// - SeeAlso: FastCGI 1.0, section 3.3.
public struct FastCGIRecord: Sendable, Hashable {
    /// What a record is.
    public enum Kind: UInt8, Sendable, Hashable {
        /// A request begins.
        case beginRequest = 1
        /// The web server gives a request up.
        case abortRequest
        /// A request has been answered.
        case endRequest
        /// A piece of the parameters; an empty one ends them.
        case parameters
        /// A piece of the body; an empty one ends it.
        case input
        /// A piece of the answer; an empty one ends it.
        case output
        /// A piece of what goes to the web server's log.
        case errors
        /// A piece of a filter's file.
        case data
        /// A question for what the application can do.
        case getValues
        /// The answer to that.
        case getValuesResult
        /// The answer to a management record of a kind that is not known.
        case unknownType
    }

    /// The protocol's version: 1, unless a test wants to break it.
    public var version: UInt8 = 1
    /// What the record is; any number can be sent.
    public var kind: UInt8
    /// The request that it belongs to; 0 for management records.
    public var requestID: UInt16
    /// What it carries, at most 65,535 bytes.
    public var content: [UInt8]
    /// The number of bytes behind the content that mean nothing.
    public var padding: UInt8
    /// A byte of the header that means nothing.
    public var reserved: UInt8 = 0

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - requestID: The request that it belongs to.
    ///   - content: What it carries, at most 65,535 bytes.
    ///   - padding: The number of bytes behind the content.
    public init(_ kind: Kind, requestID: UInt16 = 1, _ content: [UInt8] = [], padding: UInt8 = 0) {
        self.kind = kind.rawValue
        self.requestID = requestID
        self.content = content
        self.padding = padding
    }

    /// The record that begins a request.
    ///
    /// - Parameters:
    ///   - requestID: The request's number.
    ///   - role: 1 for a responder, 2 for an authorizer, 3 for a filter.
    ///   - flags: 1 keeps the connection; the other bits mean nothing.
    /// - Returns: The record.
    public static func begin(
        requestID: UInt16 = 1, role: UInt16 = 1, flags: UInt8
    ) -> FastCGIRecord {
        FastCGIRecord(
            .beginRequest, requestID: requestID,
            [UInt8(role >> 8), UInt8(role & 0xff), flags, 0, 0, 0, 0, 0])
    }

    /// The records of a stream: pieces of its bytes, and the empty record that ends it.
    ///
    /// - Parameters:
    ///   - kind: What the records are.
    ///   - requestID: The request that they belong to.
    ///   - bytes: The stream's bytes.
    ///   - size: The largest content of a record, 1 to 65,535.
    ///   - padding: The padding of every record; nil to fill each up to a multiple of 8.
    /// - Returns: At least the last, empty record.
    public static func stream(
        _ kind: Kind, requestID: UInt16 = 1, _ bytes: [UInt8], size: Int = 32_768,
        padding: UInt8? = nil
    ) -> [FastCGIRecord] {
        var records = stride(from: 0, to: bytes.count, by: size).map { start in
            let content = Array(bytes[start..<min(start + size, bytes.count)])
            return FastCGIRecord(
                kind, requestID: requestID, content,
                padding: padding ?? UInt8((8 - content.count % 8) % 8))
        }
        records.append(FastCGIRecord(kind, requestID: requestID))
        return records
    }

    /// A name and a value as parameters and management records hold them.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    ///   - longLengths: Whether the lengths take four bytes even where one would do.
    /// - Returns: Both lengths, the name, the value.
    /// - SeeAlso: FastCGI 1.0, section 3.4.
    public static func pair(
        _ name: String, _ value: String, longLengths: Bool = false
    ) -> [UInt8] {
        pair(Array(name.utf8), Array(value.utf8), longLengths: longLengths)
    }

    static func pair(_ name: [UInt8], _ value: [UInt8], longLengths: Bool = false) -> [UInt8] {
        length(name.count, isLong: longLengths) + length(value.count, isLong: longLengths)
            + name + value
    }

    /// The record's bytes: header, content, padding.
    public var bytes: [UInt8] {
        let length = UInt16(truncatingIfNeeded: content.count)
        return [
            version, kind, UInt8(requestID >> 8), UInt8(requestID & 0xff),
            UInt8(length >> 8), UInt8(length & 0xff), padding, reserved,
        ] + content + [UInt8](repeating: 0, count: Int(padding))
    }

    /// Takes the record at the beginning of bytes, and removes it there.
    ///
    /// - Parameter bytes: What came.
    /// - Returns: The record; nil when it is not there as a whole.
    package static func next(in bytes: inout [UInt8]) -> FastCGIRecord? {
        guard let record = FastCGIRecord(bytes[...]) else { return nil }
        bytes.removeFirst(record.wireLength)
        return record
    }

    /// Reads the record at the beginning of bytes.
    ///
    /// - Parameter bytes: What came; nil when the record is not there as a whole.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count >= 8 else { return nil }
        let length = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
        guard bytes.count >= 8 + length + Int(bytes[start + 6]) else { return nil }
        self.init(
            .output, requestID: UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3]),
            Array(bytes[(start + 8)..<(start + 8 + length)]), padding: bytes[start + 6])
        (version, kind, reserved) = (bytes[start], bytes[start + 1], bytes[start + 7])
    }

    /// The number of the record's bytes: header, content, padding.
    package var wireLength: Int { 8 + content.count + Int(padding) }

    private static func length(_ length: Int, isLong: Bool) -> [UInt8] {
        guard isLong || length > 127 else { return [UInt8(length)] }
        return [24, 16, 8, 0].map { shift in
            UInt8(length >> shift & 0xff) | (shift == 24 ? 0x80 : 0)
        }
    }
}
