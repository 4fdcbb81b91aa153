/// Where rendering writes: UTF-8 that grows.
///
/// The memory is the value's own, hence neither copied nor shared; a plain array would ask at
/// every write whether it is.
struct Output: ~Copyable {
    /// The memory; ``count`` bytes of it are written.
    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// The bytes written so far.
    private(set) var count = 0
    /// The lists and dictionaries whose elements are being printed: what holds itself is printed
    /// as `[...]`.
    private var open: [AnyObject] = []

    /// How many bytes printed containers may make of it.
    var limit = Value.maximalSize

    /// The most bytes that one escaped byte becomes.
    private static let longestEscape = 5

    init() {
        self.init(capacity: 64)
    }

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        start = .allocate(capacity: self.capacity)
    }

    deinit {
        start.deallocate()
    }

    // MARK: - Room

    /// Makes room for so many bytes more.
    @inline(__always)
    private mutating func reserve(_ number: Int) {
        if capacity &- count < number { grow(by: number) }
    }

    @inline(never)
    private mutating func grow(by number: Int) {
        capacity = max(capacity * 2, count + number)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    // MARK: - Writing

    /// Appends one ASCII byte.
    @inline(__always)
    mutating func append(ascii byte: UInt8) {
        reserve(1)
        start[count] = byte
        count &+= 1
    }

    /// Appends bytes that are UTF-8.
    @inline(__always)
    mutating func append(utf8 other: UnsafeBufferPointer<UInt8>) {
        guard let source = other.baseAddress else { return }
        reserve(other.count)
        (start + count).update(from: source, count: other.count)
        count &+= other.count
    }

    @inline(__always)
    mutating func append(_ text: Text) {
        text.withBytes { append(utf8: $0) }
    }

    mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { append(utf8: $0) }
    }

    mutating func append(string: String) {
        var string = string
        string.withUTF8 { append(utf8: $0) }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        guard scalar.value >= 0x80 else { return append(ascii: UInt8(scalar.value)) }
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            append(ascii: unit)
        }
    }

    mutating func append(_ byte: UInt8, count number: Int) {
        guard number > 0 else { return }
        reserve(number)
        (start + count).update(repeating: byte, count: number)
        count += number
    }

    mutating func append(_ scalar: Unicode.Scalar, count: Int) {
        for _ in 0..<max(count, 0) { append(scalar) }
    }

    /// Appends an integer in decimal.
    @inline(__always)
    mutating func append(_ integer: Int) {
        if integer >= 0, integer < 10 {
            append(ascii: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: integer))
        } else {
            append(long: integer)
        }
    }

    private mutating func append(long integer: Int) {
        // A sign and 19 digits at most.
        reserve(20)
        var rest = integer.magnitude
        var digits = 1
        var bound: UInt = 10
        while digits < 20, rest >= bound {
            digits += 1
            let (product, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = product
        }
        if integer < 0 { append(ascii: UInt8(ascii: "-")) }
        var index = count + digits
        count = index
        repeat {
            index &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest > 0
    }

    /// Appends UTF-8, escaped for HTML.
    mutating func append(escapingUTF8 source: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(source)
        reserve(source.count + 16)
        var index = 0
        while index &+ 8 <= raw.count {
            // Room for eight bytes all of which are escaped.
            reserve(8 * Self.longestEscape)
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if Self.hasSpecial(word) {
                for offset in index..<index &+ 8 { appendUnchecked(escaping: source[offset]) }
            } else {
                UnsafeMutableRawPointer(start + count).storeBytes(of: word, as: UInt64.self)
                count &+= 8
            }
            index &+= 8
        }
        reserve(8 * Self.longestEscape)
        while index < source.count {
            appendUnchecked(escaping: source[index])
            index &+= 1
        }
    }

    /// Appends a byte, escaped; there is room.
    @inline(__always)
    private mutating func appendUnchecked(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): appendUnchecked("&amp;")
        case UInt8(ascii: "<"): appendUnchecked("&lt;")
        case UInt8(ascii: ">"): appendUnchecked("&gt;")
        case UInt8(ascii: "'"): appendUnchecked("&#39;")
        case UInt8(ascii: "\""): appendUnchecked("&#34;")
        default:
            start[count] = byte
            count &+= 1
        }
    }

    @inline(__always)
    private mutating func appendUnchecked(_ literal: StaticString) {
        (start + count).update(from: literal.utf8Start, count: literal.utf8CodeUnitCount)
        count &+= literal.utf8CodeUnitCount
    }

    /// Whether one of eight bytes is to be escaped.
    @inline(__always)
    private static func hasSpecial(_ word: UInt64) -> Bool {
        // A byte that is zero after the exclusive or sets its highest bit; pairs of characters
        // that differ in one bit, `&'` and `<>`, are found together.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let ampersand = (word | ones) ^ (ones &* 0x27)
        let angle = (word | (ones &* 0x02)) ^ (ones &* 0x3E)
        let found =
            (quote &- ones) & ~quote | (ampersand &- ones) & ~ampersand
            | (angle &- ones) & ~angle
        return found & (ones &* 0x80) != 0
    }

    // MARK: - Taking back

    /// Forgets what was written after the first `count` bytes, which end a code point.
    mutating func truncate(to count: Int) {
        self.count = min(self.count, max(count, 0))
    }

    /// Takes back what was written after the first `start` bytes, which end a code point.
    mutating func take(from start: Int) -> Text {
        let start = min(start, count)
        let text = Text(
            utf8: UnsafeBufferPointer(start: self.start + start, count: count - start))
        count = start
        return text
    }

    mutating func removeAll() {
        count = 0
    }

    /// The UTF-8 written so far.
    @inline(__always)
    func withBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try body(UnsafeBufferPointer(start: start, count: count))
    }

    /// What was written, as text.
    var text: Text { withBytes { Text(utf8: $0) } }

    /// What was written, as a string.
    var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    // MARK: - What holds itself

    /// Throws if printed containers made too much of it.
    func checkLimit() throws {
        guard count > limit else { return }
        if limit == Value.maximalSize { return try Value.checkSize(count) }
        throw TemplateError.limit("outputBytes", limit)
    }

    func isPrinting(_ container: AnyObject) -> Bool {
        open.contains { $0 === container }
    }

    mutating func beginPrinting(_ container: AnyObject) {
        open.append(container)
    }

    mutating func endPrinting() {
        open.removeLast()
    }
}
