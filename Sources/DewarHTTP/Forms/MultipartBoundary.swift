#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The delimiter between the parts of a multipart body: `--` and the boundary, on its own line.
///
/// Found by the rarest of its bytes, which the C library looks for many bytes at a time.
///
/// - SeeAlso: RFC 2046, section 5.1.1.
struct MultipartBoundary {
    /// `--` and the boundary.
    private let delimiter: [UInt8]
    /// The place of the byte that is looked for.
    private let probeOffset: Int
    /// For each beginning of the delimiter, how long a shorter one is that it ends with.
    private let borders: [Int]

    /// What follows a delimiter, and so what it is.
    enum Ending: Equatable {
        /// It is no delimiter, but data.
        case none
        /// Too few bytes are there; of a line break that may have two bytes only the first is.
        case undecided(isSplitLineBreak: Bool)
        /// A part begins at this place.
        case part(Int)
        /// The body ends: what comes from this place on is not looked at.
        case closing(Int)
    }

    /// Makes a delimiter.
    ///
    /// - Parameter boundary: The boundary as the header names it.
    init(_ boundary: some Sequence<UInt8>) {
        let bytes = [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
        delimiter = bytes
        probeOffset =
            bytes.indices.min { Self.frequency(bytes[$0]) < Self.frequency(bytes[$1]) } ?? 0
        borders = Self.borders(of: bytes)
    }

    /// The number of bytes of a delimiter.
    var count: Int { delimiter.count }

    /// Finds the next line that begins with the delimiter's bytes.
    ///
    /// The bytes are compared only behind a line break, and never beyond the next: so each of them
    /// once, whatever boundary and data are.
    ///
    /// - Parameters:
    ///   - bytes: Where to look.
    ///   - start: The first place to look at.
    ///   - lineStart: The first place that may hold the line break.
    /// - Returns: The place of the first `-`, and of the line break; nil when it is nowhere as a
    ///   whole.
    func findLine(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, after lineStart: Int
    ) -> (place: Int, lineBreak: Int)? {
        delimiter.withUnsafeBufferPointer { delimiter in
            guard let base = bytes.baseAddress, let wanted = delimiter.baseAddress else {
                return nil
            }
            let probe = Int32(delimiter[probeOffset])
            let end = bytes.count - (delimiter.count - 1 - probeOffset)
            var index = start + probeOffset
            while index < end {
                guard let hit = memchr(base + index, probe, end - index) else { return nil }
                let found = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
                let place = found - probeOffset
                if let lineBreak = LineBreak.start(before: place, in: bytes, from: lineStart),
                    memcmp(base + place, wanted, delimiter.count) == 0
                {
                    return (place, lineBreak)
                }
                index = found + 1
            }
            return nil
        }
    }

    /// Finds the first delimiter, which may stand anywhere in what comes before the parts.
    ///
    /// Each byte is looked at twice at most, whatever boundary and bytes are: what has been seen
    /// of the delimiter is never forgotten.
    ///
    /// - Parameters:
    ///   - bytes: Where to look.
    ///   - start: The first place to look at.
    ///   - isLast: Whether no more bytes come.
    /// - Returns: The place of the first `-`, and what follows the delimiter, but for
    ///   ``Ending/none``; nil when it is nowhere as a whole.
    /// - SeeAlso: Knuth, Morris, Pratt, "Fast pattern matching in strings" (1977).
    func findFirst(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool
    ) -> (place: Int, ending: Ending)? {
        var seen = 0
        var index = start
        while index < bytes.count {
            while seen > 0, bytes[index] != delimiter[seen] { seen = borders[seen - 1] }
            if bytes[index] == delimiter[seen] { seen += 1 }
            index += 1
            guard seen == count else { continue }
            let ending = ending(in: bytes, at: index, isLast: isLast)
            if ending != .none { return (index - count, ending) }
            seen = borders[seen - 1]
        }
        return nil
    }

    private static func borders(of delimiter: [UInt8]) -> [Int] {
        var borders = [Int](repeating: 0, count: delimiter.count)
        var seen = 0
        for index in delimiter.indices.dropFirst() {
            while seen > 0, delimiter[index] != delimiter[seen] { seen = borders[seen - 1] }
            if delimiter[index] == delimiter[seen] { seen += 1 }
            borders[index] = seen
        }
        return borders
    }

    /// Tells what follows a delimiter.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - index: The place behind the delimiter.
    ///   - isLast: Whether no more bytes come.
    /// - Returns: What it is; blanks may come before the line's end.
    func ending(
        in bytes: UnsafeBufferPointer<UInt8>, at index: Int, isLast: Bool
    ) -> Ending {
        let missing = isLast ? Ending.none : .undecided(isSplitLineBreak: false)
        guard index < bytes.count else { return missing }
        if bytes[index] == UInt8(ascii: "-") {
            guard index + 1 < bytes.count else { return missing }
            guard bytes[index + 1] == UInt8(ascii: "-") else { return .none }
            let end = Self.skipBlanks(in: bytes, from: index + 2)
            return .closing(end + LineBreak.length(in: bytes, at: end))
        }
        let end = Self.skipBlanks(in: bytes, from: index)
        guard end < bytes.count else { return missing }
        let length = LineBreak.length(in: bytes, at: end)
        if LineBreak.mayGoOn(in: bytes, at: end) && !isLast {
            return .undecided(isSplitLineBreak: true)
        }
        return length == 0 ? .none : .part(end + length)
    }

    /// Finds the end of what is data for sure: a delimiter's beginning may follow.
    ///
    /// - Parameters:
    ///   - bytes: Data in which ``findLine(in:from:after:)`` finds nothing.
    ///   - start: The first place that may count.
    /// - Returns: The place of a line break after which only a delimiter's beginning comes, or the
    ///   number of bytes.
    func partialStart(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = max(start, bytes.count - count - 1)
        while index < bytes.count {
            let after = index + LineBreak.length(in: bytes, at: index)
            if after > index {
                let rest = UnsafeBufferPointer(rebasing: bytes[after...])
                if rest.count < count, delimiter.starts(with: rest) { return index }
            }
            index += 1
        }
        return bytes.count
    }

    /// Skips blanks of a line: all white space of ASCII but line breaks.
    private static func skipBlanks(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        var index = start
        while index < bytes.count, [0x20, 0x09, 0x0B, 0x0C].contains(bytes[index]) { index += 1 }
        return index
    }

    /// How common a byte is in what people upload, roughly: less for rarer ones.
    private static func frequency(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 2
        case UInt8(ascii: "-"), UInt8(ascii: " "): 4
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 3
        default: 0
        }
    }
}
