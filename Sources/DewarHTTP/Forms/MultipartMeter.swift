/// Counts what Werkzeug would keep in memory of a multipart body, and refuses too much.
///
/// `maxFormMemorySize` is a promise about Werkzeug's buffer: before each piece, what is not
/// consumed and the piece together must not exceed it, and neither must the data of a field. What
/// Dewar keeps is never more than that, so the count is the limit, and it depends on nothing but
/// the body and the size of the pieces.
///
/// Places are given in the decoder's buffer, which ``drop(_:)`` moves along the body.
///
/// - SeeAlso: Werkzeug `MultipartDecoder.receive_data`, `_last_partial_boundary_index`.
struct MultipartMeter {
    private let limit: Int?
    /// How far from the end a line break may lie that is kept because a delimiter may follow.
    private let window: Int
    /// Where in the body the buffer begins; all places below are in the body.
    private var base = 0
    /// How many bytes are kept after the last piece.
    private var keptCount = 0
    /// Where that begins of which nothing is consumed before its end is found.
    private var keptStart = 0
    /// Where the data of the part begins.
    private var dataStart = 0
    private var lastLineFeed = -1
    private var lastCarriageReturn = -1
    /// The end of a piece that cut the line break behind a delimiter or headers, which Werkzeug takes
    /// for whole.
    private var splitLineBreak: Int?

    /// Makes a meter.
    ///
    /// - Parameters:
    ///   - limit: The largest number of bytes; nil for no limit.
    ///   - window: The length of a line break and a delimiter.
    init(limit: Int?, window: Int) {
        self.limit = limit
        self.window = window
    }

    /// Begins a piece.
    ///
    /// - Parameter count: Its number of bytes.
    /// - Throws: ``RequestBodyError/formTooLarge(limit:)``.
    mutating func begin(_ count: Int) throws(RequestBodyError) {
        if let limit, keptCount + count > limit { throw .formTooLarge(limit: limit) }
    }

    /// Ends a piece.
    ///
    /// - Parameters:
    ///   - bytes: The buffer.
    ///   - isData: Whether it ends within the data of a part.
    ///   - isField: Whether that part is a field.
    /// - Throws: ``RequestBodyError/formTooLarge(limit:)``.
    mutating func end(
        _ bytes: UnsafeBufferPointer<UInt8>, isData: Bool, isField: Bool
    ) throws(RequestBodyError) {
        guard let limit else { return }
        let end = base + bytes.count
        if splitLineBreak == end {
            keptCount = 0
        } else if isData {
            keptCount = end - lastLineBreak(in: bytes)
            if isField, end - keptCount - dataStart > limit { throw .formTooLarge(limit: limit) }
        } else {
            keptCount = end - keptStart
        }
    }

    /// Follows the buffer, of which bytes were dropped.
    mutating func drop(_ count: Int) {
        base += count
    }

    /// Begins the headers of a part, or what comes after the last.
    mutating func beginKept(at index: Int) {
        keptStart = splitLineBreak ?? base + index
        splitLineBreak = nil
    }

    /// Begins the data of a part.
    mutating func beginData(at index: Int) {
        dataStart = base + index
        keptStart = dataStart
        splitLineBreak = nil
        (lastLineFeed, lastCarriageReturn) = (-1, -1)
    }

    /// Ends the data of a field.
    ///
    /// - Throws: ``RequestBodyError/formTooLarge(limit:)``.
    func endField(at index: Int) throws(RequestBodyError) {
        if let limit, base + index - dataStart > limit { throw .formTooLarge(limit: limit) }
    }

    /// Notes that the bytes end between the CR and what may be the LF of a delimiter's line, or of
    /// the blank line behind headers.
    mutating func waitInLineBreak(at index: Int) {
        splitLineBreak = base + index
    }

    /// The first of the last CR and the last LF, as far as they lie in the window; else the end.
    private mutating func lastLineBreak(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let end = base + bytes.count
        var index = max(0, dataStart - base, bytes.count - window)
        while index < bytes.count {
            if bytes[index] == LineBreak.lineFeed { lastLineFeed = base + index }
            if bytes[index] == LineBreak.carriageReturn { lastCarriageReturn = base + index }
            index += 1
        }
        return min(
            lastLineFeed >= end - window ? lastLineFeed : end,
            lastCarriageReturn >= end - window ? lastCarriageReturn : end)
    }
}
