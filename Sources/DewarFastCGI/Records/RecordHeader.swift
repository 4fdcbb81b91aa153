/// The first eight bytes of every record, in one number as they stand on the wire.
///
/// - SeeAlso: FastCGI 1.0, section 3.3; fastcgi.h, `FCGI_Header`.
struct RecordHeader: Sendable, Hashable {
    static let size = 8
    /// The largest content of a record that needs no padding.
    static let largestContent = 65_528

    /// What a record is.
    enum Kind {
        static let beginRequest: UInt8 = 1
        static let abortRequest: UInt8 = 2
        static let endRequest: UInt8 = 3
        static let parameters: UInt8 = 4
        static let input: UInt8 = 5
        static let output: UInt8 = 6
        static let data: UInt8 = 8
        static let getValues: UInt8 = 9
        static let getValuesResult: UInt8 = 10
        static let unknownType: UInt8 = 11
    }

    /// How a request ended, in the record that ends it.
    enum ProtocolStatus {
        static let complete: UInt8 = 0
        static let cannotMultiplex: UInt8 = 1
        static let unknownRole: UInt8 = 3
    }

    private let bits: UInt64

    /// Takes a header from the wire.
    ///
    /// - Parameter bits: The eight bytes, the first one highest.
    init(bits: UInt64) { self.bits = bits }

    /// Makes the header of a record of our own, with the padding that fills it up to eight bytes.
    init(_ kind: UInt8, requestID: UInt16, contentLength: Int) {
        let padding = (8 - contentLength % 8) % 8
        bits =
            1 << 56 | UInt64(kind) << 48 | UInt64(requestID) << 32
            | UInt64(UInt16(truncatingIfNeeded: contentLength)) << 16 | UInt64(padding) << 8
    }

    /// Makes the header of a record without padding.
    init(clean kind: UInt8, requestID: UInt16, contentLength: UInt16) {
        bits =
            1 << 56 | UInt64(kind) << 48 | UInt64(requestID) << 32 | UInt64(contentLength) << 16
    }

    var kind: UInt8 { UInt8(truncatingIfNeeded: bits >> 48) }
    /// 0 for management records.
    var requestID: UInt16 { UInt16(truncatingIfNeeded: bits >> 32) }
    var contentLength: Int { Int(UInt16(truncatingIfNeeded: bits >> 16)) }
    var paddingLength: Int { Int(UInt8(truncatingIfNeeded: bits >> 8)) }

    /// The eight bytes, as memory has them.
    var wireBytes: UInt64 { bits.bigEndian }

    /// Appends the header to bytes that are going to be sent.
    func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: wireBytes) { bytes.append(contentsOf: $0) }
    }
}

extension [UInt8] {
    /// Appends a whole record, with padding.
    mutating func append(record kind: UInt8, requestID: UInt16, content: some Collection<UInt8>) {
        let header = RecordHeader(kind, requestID: requestID, contentLength: content.count)
        header.append(to: &self)
        append(contentsOf: content)
        append(contentsOf: repeatElement(0, count: header.paddingLength))
    }

    /// Appends the record that ends a request.
    mutating func append(endOf requestID: UInt16, status: UInt8) {
        append(
            record: RecordHeader.Kind.endRequest, requestID: requestID,
            content: [0, 0, 0, 0, status, 0, 0, 0])
    }
}
