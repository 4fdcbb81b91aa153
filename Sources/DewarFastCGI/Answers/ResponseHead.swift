import DewarHTTP
import HTTPTypes

/// The first part of an answer: status and header fields, as CGI has them.
///
/// - SeeAlso: RFC 3875, section 6.2.
struct ResponseHead {
    /// The block with its empty line.
    let bytes: [UInt8]
    /// The number of body bytes that it announces.
    let announcedLength: Int?

    /// What nginx takes unless it is told otherwise: one page of memory, 4 or 8 KiB.
    ///
    /// - SeeAlso: nginx, `fastcgi_buffer_size`.
    static let usualLimit = 8192

    /// Writes the head of a response.
    ///
    /// Fields that are the web server's business are left out: `Status`, `Connection`,
    /// `Keep-Alive`, `Transfer-Encoding`, `Upgrade`.
    ///
    /// - Parameter response: The response; `Content-Length` is added when its length is known.
    /// - Throws: ``InvalidHead``: what would break the block, or let an application's input
    ///   end it early.
    init(of response: Response) throws(InvalidHead) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        try Self.append(response.status, to: &bytes)
        var length: Int?
        for field in response.headers {
            switch field.name.lowercased() {
            case "status", "connection", "keep-alive", "transfer-encoding", "upgrade": continue
            case "content-length":
                if response.status.code < 200 || response.status == .noContent { continue }
                guard length == nil, let value = Self.length(field.value) else {
                    throw InvalidHead(reason: "its Content-Length is '\(field.value.prefix(40))'")
                }
                length = value
            default: break
            }
            try Self.append(field, to: &bytes)
        }
        if length == nil, !response.status.forbidsBody, let known = response.body.length {
            length = known
            bytes += "Content-Length: ".utf8
            bytes.append(decimal: known)
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        self.bytes = bytes
        announcedLength = length
    }

    private static func append(
        _ status: HTTPResponse.Status, to bytes: inout [UInt8]
    ) throws(InvalidHead) {
        if status.code == 200 {
            bytes += "Status: 200 OK\r\n".utf8
            return
        }
        guard (100...999).contains(status.code) else {
            throw InvalidHead(reason: "its status code is \(status.code)")
        }
        let phrase = status.phrase
        guard phrase.utf8.allSatisfy(isValueByte) else {
            throw InvalidHead(reason: "the reason phrase of its status holds a control character")
        }
        bytes += "Status: \(status.code) \(phrase)\r\n".utf8
    }

    private static func append(
        _ field: Headers.Field, to bytes: inout [UInt8]
    ) throws(InvalidHead) {
        let name = field.name
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else {
            throw InvalidHead(reason: "the name of a header is no token")
        }
        bytes += name.utf8
        bytes += ": ".utf8
        bytes += field.value.utf8
        guard field.value.utf8.allSatisfy(isValueByte) else {
            throw InvalidHead(reason: "the header '\(name)' holds a control character")
        }
        bytes += "\r\n".utf8
    }

    /// Whether a byte may stand in a field's value: nginx refuses control characters, CR and LF
    /// would begin another field.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
    }

    /// Whether a byte may stand in a field's name, of which the rest was checked when it was made.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: ":")
    }

    private static func length(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? Int(text) : nil
    }
}

extension [UInt8] {
    /// Appends a number that is not negative, in digits.
    fileprivate mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

/// A response that cannot be sent.
struct InvalidHead: Error, Sendable, Hashable {
    /// What is wrong with it, as the end of a sentence.
    let reason: String
}
