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

    init() {
        self.init(capacity: 64)
    }

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        start = .allocate(capacity: self.capacity)
    }

    deinit {
        if capacity > 0 { start.deallocate() }
    }

    // MARK: - Memory of its own

    /// What an output writes to, while no output does.
    ///
    /// Unchecked Sendable: whoever has it is the only one.
    struct Memory: @unchecked Sendable {
        fileprivate let start: UnsafeMutablePointer<UInt8>
        let capacity: Int

        func deallocate() { start.deallocate() }
    }

    /// Makes an empty output of memory, which is its own from now on.
    init(_ memory: Memory) {
        start = memory.start
        capacity = memory.capacity
    }

    /// Gives its memory away, and what was written with it.
    mutating func takeMemory() -> Memory {
        let memory = Memory(start: start, capacity: capacity)
        capacity = 0
        count = 0
        return memory
    }

    // MARK: - Room

    /// Makes room for so many bytes more.
    @inline(__always)
    private mutating func reserve(_ number: Int) {
        if capacity &- count < number { grow(by: number) }
    }

    @inline(never)
    private mutating func grow(by number: Int) {
        let capacity = max(capacity * 2, count + number)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        if self.capacity > 0 { start.deallocate() }
        (start, self.capacity) = (larger, capacity)
    }

    // MARK: - Writing

    /// Calls `body` with where it is to write.
    ///
    /// It may write `number` bytes that count and up to eight after them that do not, and moves
    /// the pointer to the end of what counts. A pointer of its own spares it the loads and stores
    /// of this one's members at every step.
    @inline(__always)
    mutating func write(atMost number: Int, _ body: (inout UnsafeMutableRawPointer) -> Void) {
        reserve(number &+ 8)
        var target = UnsafeMutableRawPointer(start + count)
        body(&target)
        count = target - UnsafeMutableRawPointer(start)
    }

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
    var string: String { withBytes { String(uncheckedUTF8: $0) } }

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
