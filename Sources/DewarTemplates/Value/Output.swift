/// Where rendering writes: UTF-8 that grows.
struct Output {
    /// The UTF-8 written so far.
    private(set) var bytes: [UInt8] = []
    /// The lists and dictionaries whose elements are being printed: what holds itself is printed
    /// as `[...]`.
    private var open: [AnyObject] = []

    init() {}

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    var count: Int { bytes.count }

    /// Appends one ASCII byte.
    @inline(__always)
    mutating func append(ascii byte: UInt8) {
        bytes.append(byte)
    }

    /// Appends bytes that are UTF-8.
    @inline(__always)
    mutating func append(utf8 other: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: other)
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
        guard scalar.value >= 0x80 else { return bytes.append(UInt8(scalar.value)) }
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    mutating func append(_ byte: UInt8, count: Int) {
        bytes.append(contentsOf: repeatElement(byte, count: max(count, 0)))
    }

    mutating func append(_ scalar: Unicode.Scalar, count: Int) {
        for _ in 0..<max(count, 0) { append(scalar) }
    }

    /// Appends an integer in decimal.
    mutating func append(_ integer: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var index = 20
            var rest = integer.magnitude
            repeat {
                index &-= 1
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                digits[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest > 0
            if integer < 0 { bytes.append(UInt8(ascii: "-")) }
            append(utf8: UnsafeBufferPointer(rebasing: digits[index..<20]))
        }
    }

    /// Forgets what was written after the first `count` bytes, which end a code point.
    mutating func truncate(to count: Int) {
        bytes.removeLast(bytes.count - min(count, bytes.count))
    }

    /// Takes back what was written after the first `start` bytes, which end a code point.
    mutating func take(from start: Int) -> Text {
        let text = bytes.withUnsafeBufferPointer {
            Text(utf8: UnsafeBufferPointer(rebasing: $0[min(start, $0.count)...]))
        }
        truncate(to: start)
        return text
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// What was written, as text.
    var text: Text { Text(utf8: bytes) }

    /// What was written, as a string.
    var string: String { String(decoding: bytes, as: UTF8.self) }

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
