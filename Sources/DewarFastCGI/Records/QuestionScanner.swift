/// Finds out what a web server wants to know, in a management record of any length.
///
/// libfcgi answers each known name as often as it is asked, into 64 bytes of its stack.
///
/// - SeeAlso: FastCGI 1.0, section 4.1.
struct QuestionScanner: Sendable {
    private var pairs = PairScanner()
    private var name: [UInt8] = []
    private var nameLength = 0
    /// One bit for each of ``knownNames``.
    private var asked: UInt8 = 0

    private static let knownNames: [StaticString] = [
        "FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS",
    ]

    /// Takes a piece of the record.
    mutating func take(_ piece: UnsafeRawBufferPointer) {
        var rest = piece
        while let element = pairs.next(in: &rest) {
            switch element {
            case .pair(let name, _): ask(name)
            case .lengths(let name, _):
                nameLength = name
                self.name.removeAll(keepingCapacity: true)
            case .name(let bytes):
                guard nameLength <= Self.longestName else { continue }
                name += bytes
                if name.count == nameLength { ask(name) }
            case .value: break
            }
        }
    }

    private mutating func ask(_ name: some Sequence<UInt8>) {
        for (index, known) in Self.knownNames.enumerated()
        where name.elementsEqual(known.bytes) { asked |= 1 << index }
    }

    /// Appends the answer: each name that was asked for and is known, once.
    func appendAnswer(to replies: inout [UInt8], limits: RecordCanonicaliser.Limits) {
        var content: [UInt8] = []
        // One request at a time: multiplexing gains nothing that a second connection does not.
        for (index, value) in [limits.connections, limits.requests, 0].enumerated()
        where asked & 1 << index != 0 {
            let (name, text) = (Self.knownNames[index].bytes, String(value))
            content += [UInt8(name.count), UInt8(text.utf8.count)]
            content += name
            content += text.utf8
        }
        replies.append(
            record: RecordHeader.Kind.getValuesResult, requestID: 0, content: content)
    }

    private static let longestName = 15
}

extension StaticString {
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}
