/// Turns what comes over a connection into records that libfcgi can take.
///
/// libfcgi misreads padding, foreign requests and management records, trusts lengths, and waits
/// wherever a record is cut. It gets to see none of that: of a request it gets the beginning, the
/// parameters and the body, checked and without anything between, and only when they are there.
/// The rest is answered, dropped or refused here.
///
/// A function over bytes: it waits for nothing, and keeps nothing but numbers.
///
/// - SeeAlso: FastCGI 1.0, sections 3 to 5.
package struct RecordCanonicaliser: Sendable {
    /// What a peer may ask for.
    package struct Limits: Sendable, Hashable {
        /// Told to a web server that asks: `FCGI_MAX_CONNS`.
        package var connections = 16_384
        /// Told to a web server that asks: `FCGI_MAX_REQS`.
        package var requests = 4096
        /// The bytes of all names and values.
        package var parameterBytes = 128 * 1024
        /// The number of parameters.
        package var parameters = 1000
        /// The bytes of a name.
        package var nameBytes = 255
        /// The number of management records between two requests.
        package var managementRecords = 16_384

        /// Makes limits of defaults.
        package init() {}
    }

    /// What the bytes have come to, when it is worth stopping for.
    package enum Event: Sendable, Hashable {
        /// All parameters are there: libfcgi can begin the request.
        case parametersComplete
        /// The whole body is there.
        case bodyComplete
        /// The web server gives the request up, whose parameters were complete.
        case aborted
        /// It gives the request up before that: there is none. It was told so.
        case abandoned
        /// The parameters are over a limit: a request without any is in their place, to be
        /// answered with this, and nothing more is read.
        case refused(Refusal)
        /// Replies are to be sent before more is read.
        case repliesWaiting
        /// The connection is to be closed after the replies.
        case closing
        /// Another request begins, and waits for ``finishRequest()``.
        case nextRequest
        /// The connection is to be closed.
        case violation(RecordViolation)
    }

    /// How far a request has come.
    package struct Request: Sendable, Hashable {
        /// The number that the web server gave it.
        package let id: UInt16
        /// Whether the web server wants the connection kept.
        package let keepsConnection: Bool
        /// Whether all parameters have come.
        package internal(set) var hasParameters = false
        /// Whether the whole body has come.
        package internal(set) var hasBody = false
        /// Whether the web server has given it up.
        package internal(set) var isAborted = false
        /// The number of bytes of the body that have come.
        package internal(set) var bodyByteCount = 0
    }

    /// Where in a record the next byte stands.
    enum Place: Sendable { case header, content, padding }

    /// What becomes of the content of a record.
    enum Use: Sendable { case nothing, beginning, parameters, body, questions }

    let limits: Limits
    /// The request that is under way.
    package internal(set) var request: Request?

    /// Whether a request waits behind the one that is under way.
    package var hasNextRequest: Bool { waitingHeader != nil }

    /// Whether the next byte is the first of a record.
    package var isBetweenRecords: Bool {
        place == .header && headerByteCount == 0 && waitingHeader == nil
    }

    private var place = Place.header
    private var header: UInt64 = 0
    private var headerByteCount = 0
    private var waitingHeader: RecordHeader?
    private var missing = 0
    private var padding = 0
    private var use = Use.nothing
    /// Nothing more is taken: after a refusal or a violation.
    private var ending: Event?

    // What the contents leave behind; see `RecordCanonicaliser+Contents`.
    /// The content of the beginning of a request, the first byte highest.
    var beginning: UInt64 = 0
    var beginningID: UInt16 = 0
    var pairs = PairScanner()
    var parameterCount = 0
    var parameterByteCount = 0
    var questions = QuestionScanner()
    var managementCount = 0

    /// Makes a canonicaliser for one connection.
    ///
    /// - Parameter limits: What the peer may ask for.
    package init(limits: Limits) { self.limits = limits }

    /// Ends the request that is under way: another one may begin.
    package mutating func finishRequest() {
        request = nil
        managementCount = 0
    }

    /// Ends a request that the web server gave up, and that nobody has begun to answer.
    ///
    /// - Parameter replies: Gets the record that tells it so.
    /// - Returns: ``Event/abandoned``, or ``Event/closing`` if the connection is not to be kept.
    mutating func abandonRequest(_ replies: inout [UInt8]) -> Event {
        guard let request else { return .abandoned }
        replies.append(endOf: request.id, status: RecordHeader.ProtocolStatus.complete)
        self.request = nil
        if request.keepsConnection { return .abandoned }
        ending = .closing
        return .closing
    }

    /// Takes bytes, up to the next event.
    ///
    /// - Parameters:
    ///   - bytes: What has come; what is taken is removed from its beginning. After an event,
    ///     even an empty rest can lead to another one.
    ///   - records: Gets what is for libfcgi.
    ///   - replies: Gets what is to be sent: whole records.
    /// - Returns: The event; nil when all bytes are taken.
    package mutating func take(
        _ bytes: inout UnsafeRawBufferPointer, records: inout RecordBuffer,
        replies: inout [UInt8]
    ) -> Event? {
        if let ending {
            bytes = UnsafeRawBufferPointer(rebasing: bytes.suffix(0))
            return ending
        }
        let event = takeUntilEvent(&bytes, &records, &replies)
        switch event {
        case .violation, .refused, .closing: ending = event
        default: break
        }
        return event
    }

    private mutating func takeUntilEvent(
        _ bytes: inout UnsafeRawBufferPointer, _ records: inout RecordBuffer,
        _ replies: inout [UInt8]
    ) -> Event? {
        if let header = waitingHeader {
            guard request == nil else { return .nextRequest }
            waitingHeader = nil
            if let event = enter(header, &records, &replies) { return event }
        }
        while !bytes.isEmpty {
            switch place {
            case .header:
                // What speaks another protocol is told at its first byte.
                if headerByteCount == 0, bytes[0] != 1 { return .violation(.version(bytes[0])) }
                takeHeaderBytes(&bytes)
                guard headerByteCount == RecordHeader.size else { continue }
                headerByteCount = 0
                if let event = enter(RecordHeader(bits: header), &records, &replies) {
                    return event
                }
            case .content:
                let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(missing))
                bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(piece.count))
                missing -= piece.count
                if let event = takeContent(piece, for: use, &records) { return event }
                guard missing == 0 else { continue }
                place = padding > 0 ? .padding : .header
                if let event = endContent(of: use, isEmpty: false, &records, &replies) {
                    return event
                }
                if replies.count >= Self.repliesAtOnce { return .repliesWaiting }
            case .padding:
                let count = min(padding, bytes.count)
                bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count))
                padding -= count
                if padding == 0 { place = .header }
            }
        }
        return nil
    }

    /// Goes past the header of a record: into its content, or past that if it is empty.
    private mutating func enter(
        _ header: RecordHeader, _ records: inout RecordBuffer, _ replies: inout [UInt8]
    ) -> Event? {
        switch self.use(of: header, &replies) {
        case .event(.nextRequest):
            waitingHeader = header
            return .nextRequest
        case .event(let event):
            // What ends the request has no content to speak of; if it has, it means nothing.
            skip(header)
            return event
        case .use(let use):
            skip(header)
            self.use = use
        }
        if header.contentLength == 0 {
            let event = endContent(of: use, isEmpty: true, &records, &replies)
            if let event { return event }
        }
        return replies.count >= Self.repliesAtOnce ? .repliesWaiting : nil
    }

    private mutating func skip(_ header: RecordHeader) {
        (missing, padding, use) = (header.contentLength, header.paddingLength, .nothing)
        place = missing > 0 ? .content : padding > 0 ? .padding : .header
    }

    private mutating func takeHeaderBytes(_ bytes: inout UnsafeRawBufferPointer) {
        if headerByteCount == 0, bytes.count >= RecordHeader.size {
            header = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
            headerByteCount = RecordHeader.size
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(RecordHeader.size))
            return
        }
        while headerByteCount < RecordHeader.size, let byte = bytes.first {
            header = header << 8 | UInt64(byte)
            headerByteCount += 1
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        }
    }

    /// How many bytes of replies are gathered before they are sent.
    private static let repliesAtOnce = 16_384
}
