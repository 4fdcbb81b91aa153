/// Text as Python's `str`: a sequence of code points, compared and ordered by them.
///
/// One reference to immutable UTF-8 with its two lengths, so that copies are cheap and ASCII text
/// is indexed without a search.
struct Text: @unchecked Sendable {
    // Never changed once `init` returns, hence the unchecked Sendable.
    fileprivate let storage: Storage

    fileprivate struct Header {
        let byteCount: Int
        let count: Int
    }

    fileprivate final class Storage: ManagedBuffer<Header, UInt8> {}

    /// The empty text.
    static let empty = Text(utf8: UnsafeBufferPointer(start: nil, count: 0))

    /// Copies bytes that are UTF-8.
    init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        self.init(byteCount: bytes.count) { target in
            _ = target.initialize(fromContentsOf: bytes)
        }
    }

    /// Makes text of bytes written by `fill`, which initializes them all, as UTF-8.
    init(byteCount: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        var count = byteCount
        let buffer = Storage.create(minimumCapacity: byteCount) { buffer in
            buffer.withUnsafeMutablePointerToElements { start in
                let target = UnsafeMutableBufferPointer(start: start, count: byteCount)
                fill(target)
                count -= UTF8Scan.continuationBytes(in: UnsafeBufferPointer(target))
            }
            return Header(byteCount: byteCount, count: count)
        }
        // `create` of a subclass makes an instance of that subclass.
        storage = unsafeDowncast(buffer, to: Storage.self)
    }

    /// Makes text of pieces that `fill` appends, `byteCount` bytes of UTF-8 in all.
    @inline(__always)
    init(byteCount: Int, appending fill: (inout Pieces) -> Void) {
        self.init(byteCount: byteCount) { target in
            var pieces = Pieces(target)
            fill(&pieces)
            pieces.finish()
        }
    }

    /// Where the pieces of a text are put, one after the other.
    struct Pieces {
        private let target: UnsafeMutableBufferPointer<UInt8>
        private var count = 0

        fileprivate init(_ target: UnsafeMutableBufferPointer<UInt8>) { self.target = target }

        /// Appends bytes; those for which there is no room are left out.
        @inline(__always)
        mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard let start = target.baseAddress, let source = bytes.baseAddress else { return }
            let number = min(bytes.count, target.count &- count)
            (start + count).initialize(from: source, count: number)
            count &+= number
        }

        @inline(__always)
        mutating func append(_ text: Text) { text.withBytes { append($0) } }

        /// Makes spaces of what was promised and not appended.
        fileprivate mutating func finish() {
            guard count < target.count else { return }
            target[count...].initialize(repeating: UInt8(ascii: " "))
        }
    }

    fileprivate init(_ unretained: Unmanaged<Storage>) {
        storage = unretained.takeUnretainedValue()
    }

    /// Makes text of a Swift string.
    init(_ string: String) {
        var string = string
        self = string.withUTF8 { Text(utf8: $0) }
    }

    /// Makes text of bytes that are UTF-8.
    init(utf8 bytes: [UInt8]) {
        self = bytes.withUnsafeBufferPointer { Text(utf8: $0) }
    }

    /// The two lengths, read without asking who else looks at them: they never change.
    private var header: Header {
        @inline(__always) get { storage.withUnsafeMutablePointerToHeader { $0.pointee } }
    }

    /// The number of code points.
    var count: Int { header.count }

    /// The number of bytes.
    var byteCount: Int { header.byteCount }

    /// Whether every code point is one byte.
    var isASCII: Bool { header.count == header.byteCount }

    /// Whether there is nothing.
    var isEmpty: Bool { header.byteCount == 0 }

    /// Calls `body` with the UTF-8.
    @inline(__always)
    func withBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try storage.withUnsafeMutablePointers { header, start in
            try body(UnsafeBufferPointer(start: start, count: header.pointee.byteCount))
        }
    }

    /// The text without a reference to it.
    @inline(__always)
    var unretained: UnretainedText { UnretainedText(storage: .passUnretained(storage)) }

    /// Whether both are the same object in memory.
    static func === (left: Text, right: Text) -> Bool { left.storage === right.storage }

    /// The text as a Swift string.
    var string: String { withBytes { String(uncheckedUTF8: $0) } }
}

/// A text without a reference of one's own to it; see ``UnretainedValue``.
struct UnretainedText {
    fileprivate let storage: Unmanaged<Text.Storage>

    /// The text, with a reference of one's own.
    var text: Text { Text(storage) }

    /// Calls `body` with the UTF-8.
    @inline(__always)
    func withBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try storage._withUnsafeGuaranteedRef { storage in
            try storage.withUnsafeMutablePointers { header, start in
                try body(UnsafeBufferPointer(start: start, count: header.pointee.byteCount))
            }
        }
    }
}

extension String {
    /// Copies bytes that are UTF-8, without a look at whether they are.
    init(uncheckedUTF8 bytes: UnsafeBufferPointer<UInt8>) {
        self = String(copying: UTF8Span(unchecked: bytes.span))
    }
}

extension Text: Hashable {
    static func == (left: Text, right: Text) -> Bool {
        if left === right { return true }
        guard left.byteCount == right.byteCount else { return false }
        return left.withBytes { left in
            right.withBytes { right in UTF8Scan.areEqual(left, right) }
        }
    }

    func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// The hash of dictionaries: quick, and different in every process.
    var dictionaryHash: Int { withBytes { TextHash.hash($0) } }
}

extension Text: Comparable {
    // The order of UTF-8 bytes is the order of code points.
    static func < (left: Text, right: Text) -> Bool {
        left.withBytes { left in
            right.withBytes { right in UTF8Scan.isLess(left, right) }
        }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { Text(utf8: $0) }
    }

    var description: String { string }
}
