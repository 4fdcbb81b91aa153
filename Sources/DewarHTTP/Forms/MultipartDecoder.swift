/// Takes the parts of a multipart body as they are found.
package protocol MultipartHandler {
    /// Begins a part.
    ///
    /// - Parameter headers: Its header lines, valid during the call.
    /// - Returns: Whether it is a field, whose size is limited.
    /// - Throws: ``MultipartError/malformed`` when there is no such part.
    mutating func beginPart(_ headers: PartHeaderLines) throws -> Bool

    /// Takes bytes of the part that has begun.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes, valid during the call; perhaps none.
    ///   - isEnd: Whether these are the part's last.
    /// - Throws: When they cannot be kept.
    mutating func takeData(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) throws
}

/// A body that is no multipart form; the form is then empty.
package enum MultipartError: Error {
    /// A delimiter, a header or the end is missing, or a header is not UTF-8.
    case malformed
}

/// Finds the parts of a multipart body, which comes piece by piece.
///
/// The parts don't depend on how the body is cut: it is looked at in pieces of one size, and what
/// may be a delimiter that goes on in the next piece waits for it. No more is kept of it than such
/// a beginning, or the headers of one part.
///
/// Line breaks may be CR LF, LF or CR. What comes before the first delimiter and after the last
/// is dropped.
///
/// - SeeAlso: RFC 7578; RFC 2046, section 5.1; Werkzeug `MultipartDecoder`.
package struct MultipartDecoder<Handler: MultipartHandler> {
    /// Takes the parts.
    package private(set) var handler: Handler

    private let boundary: MultipartBoundary
    private let limits: RequestLimits
    /// What was received and not consumed, from `start` on.
    private var buffer: [UInt8] = []
    private var start = 0
    /// Where the data of the part begins, unless it lies before the buffer.
    private var dataStart = 0
    /// How many of the bytes in `buffer` belong to the piece that is not complete yet.
    private var pieceCount = 0
    private var state = State.preamble
    /// The first place that was not searched yet.
    private var searchStart = 0
    private var partCount = 0
    private var isField = false
    private var meter: MultipartMeter

    private enum State { case preamble, headers, dataStart, data, epilogue }

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - boundary: The boundary as the header names it.
    ///   - limits: How much is taken.
    ///   - expectedCount: The number of bytes of the body, if that is known.
    ///   - handler: Takes the parts.
    package init(
        boundary: some Sequence<UInt8>, limits: RequestLimits, expectedCount: Int? = nil,
        handler: Handler
    ) {
        self.boundary = MultipartBoundary(boundary)
        self.limits = limits
        self.handler = handler
        meter = MultipartMeter(limit: limits.maxFormMemorySize, window: self.boundary.count + 2)
        buffer.reserveCapacity(min(limits.pieceSize + 256, expectedCount ?? limits.pieceSize))
    }

    /// Takes the next bytes of the body.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Throws: ``MultipartError``; ``RequestBodyError`` beyond a limit; what the handler throws.
    package mutating func receive(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = min(rest.count, limits.pieceSize - pieceCount)
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: rest.prefix(count)))
            pieceCount += count
            rest = UnsafeBufferPointer(rebasing: rest.dropFirst(count))
            if pieceCount == limits.pieceSize { try takePiece() }
        }
    }

    /// Looks at the bytes of a piece that is not complete, because no more come.
    ///
    /// - Throws: As ``receive(_:)``.
    package mutating func takeRest() throws {
        if pieceCount > 0 { try takePiece() }
    }

    /// Ends the body.
    ///
    /// - Throws: As ``receive(_:)``; ``MultipartError/malformed`` when the last delimiter did not
    ///   come.
    package mutating func finish() throws {
        try takeRest()
        try advance(isLast: true)
        guard state == .epilogue else { throw MultipartError.malformed }
    }

    private mutating func takePiece() throws {
        try meter.begin(pieceCount)
        pieceCount = 0
        try advance(isLast: false)
        buffer.removeSubrange(..<start)
        meter.drop(start)
        searchStart -= start
        dataStart -= start
        start = 0
    }

    // MARK: Steps

    /// Goes on as far as the bytes allow.
    private mutating func advance(isLast: Bool) throws {
        // The buffer is lent out, so that the handler may read it while this value changes.
        let bytes = buffer
        buffer = []
        defer { buffer = bytes }
        try bytes.withUnsafeBufferPointer { bytes in
            while try step(bytes, isLast) {}
            if !isLast { try meter.end(bytes, isData: state == .data, isField: isField) }
        }
    }

    /// Takes one step.
    ///
    /// - Returns: Whether another may follow; else more bytes are needed.
    private mutating func step(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
    ) throws -> Bool {
        switch state {
        case .preamble: try skipPreamble(bytes, isLast)
        case .headers: try takeHeaders(bytes)
        case .dataStart: skipLineBreak(bytes, isLast)
        case .data: try takeData(bytes, isLast)
        case .epilogue: dropAll(bytes)
        }
    }

    private mutating func skipPreamble(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
    ) throws -> Bool {
        let found = boundary.findFirst(in: bytes, from: searchStart, isLast: isLast)
        switch found?.ending ?? .none {
        case .none:
            start = max(start, bytes.count - boundary.count + 1)
            searchStart = start
            return false
        case .undecided(let isSplitLineBreak):
            if isSplitLineBreak { meter.waitInLineBreak(at: bytes.count) }
            return try wait(at: found?.place ?? start, bytes)
        case .part(let end): beginHeaders(at: end)
        case .closing(let end): beginEpilogue(at: end)
        }
        return true
    }

    private mutating func takeHeaders(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Bool {
        guard let blank = LineBreak.blankLine(in: bytes, from: searchStart) else {
            searchStart = max(start, bytes.count - 3)
            return false
        }
        let lines = UnsafeBufferPointer(rebasing: bytes[start..<blank.start])
        isField = try PartHeaderLines.withLines(of: lines) { try handler.beginPart($0) }
        partCount += 1
        if let limit = limits.maxFormParts, partCount > limit {
            throw RequestBodyError.tooManyParts(limit: limit)
        }
        // The blank line is the line break before the data, which a delimiter may begin with.
        start = blank.dataStart
        searchStart = start
        state = .dataStart
        return true
    }

    private mutating func skipLineBreak(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
    ) -> Bool {
        if LineBreak.mayGoOn(in: bytes, at: start) && !isLast {
            meter.waitInLineBreak(at: bytes.count)
            return false
        }
        dataStart = start + LineBreak.length(in: bytes, at: start)
        meter.beginData(at: dataStart)
        state = .data
        return true
    }

    private mutating func takeData(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
    ) throws -> Bool {
        while let (found, lineStart) = boundary.findLine(
            in: bytes, from: searchStart, after: start)
        {
            searchStart = found + 1
            switch boundary.ending(in: bytes, at: found + boundary.count, isLast: isLast) {
            case .none: continue
            case .undecided(let isSplitLineBreak):
                if isSplitLineBreak { meter.waitInLineBreak(at: bytes.count) }
                try emit(bytes, upTo: lineStart, isEnd: false)
                searchStart = found
                return try wait(at: lineStart, bytes)
            case .part(let end):
                try emit(bytes, upTo: lineStart, isEnd: true)
                beginHeaders(at: end)
                return true
            case .closing(let end):
                try emit(bytes, upTo: lineStart, isEnd: true)
                beginEpilogue(at: end)
                return true
            }
        }
        let end = boundary.partialStart(in: bytes, from: start)
        try emit(bytes, upTo: end, isEnd: false)
        start = max(start, end)
        searchStart = start
        return false
    }

    /// Gives the handler data up to a place.
    private mutating func emit(
        _ bytes: UnsafeBufferPointer<UInt8>, upTo end: Int, isEnd: Bool
    ) throws {
        let begin = max(start, dataStart)
        if isEnd, isField { try meter.endField(at: end) }
        guard isEnd || begin < end else { return }
        let data = UnsafeBufferPointer(rebasing: bytes[begin..<max(begin, end)])
        try handler.takeData(data, isEnd: isEnd)
    }

    /// Waits for the bytes that tell whether a delimiter is one.
    ///
    /// - Throws: When blanks beyond every limit follow it.
    private mutating func wait(
        at index: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws -> Bool {
        start = max(start, index)
        // What comes before goes: a search from there would begin in front of the buffer.
        searchStart = max(searchStart, start)
        let limit = limits.maxFormMemorySize ?? RequestLimits().maxFormMemorySize ?? 0
        if bytes.count - start > max(limit, limits.pieceSize) + boundary.count {
            throw RequestBodyError.formTooLarge(limit: limit)
        }
        return false
    }

    private mutating func beginHeaders(at index: Int) {
        state = .headers
        start = index
        searchStart = index
        meter.beginKept(at: index)
    }

    private mutating func beginEpilogue(at index: Int) {
        state = .epilogue
        start = index
        meter.beginKept(at: index)
    }

    private mutating func dropAll(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        start = bytes.count
        return false
    }
}
