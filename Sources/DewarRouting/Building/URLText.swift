import DewarText

/// The text of a URL while it is put together: on the stack while it is short, then on the heap.
///
/// Memory is asked for once for a piece of text and not for a byte, and the string is made at the
/// end.
struct URLText: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private var isOnHeap = false
    /// The number of bytes so far.
    private(set) var count = 0

    /// How long a text can be that needs no memory of the heap.
    private static let shortLength = 256

    private init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        self.memory = memory
    }

    deinit {
        if isOnHeap { memory.deallocate() }
    }

    /// Puts a text together.
    ///
    /// - Parameter body: Appends the pieces.
    /// - Returns: What the closure makes of the text.
    @inline(__always)
    static func with<Result>(_ body: (inout URLText) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: shortLength) { memory in
            var text = URLText(memory)
            return body(&text)
        }
    }

    /// The text so far.
    var string: String {
        String(decoding: UnsafeBufferPointer(rebasing: memory[..<count]), as: UTF8.self)
    }

    /// Whether the text begins with one slash, and not with two.
    var beginsWithOneSlash: Bool {
        count > 0 && memory[0] == UInt8(ascii: "/")
            && !(count > 1 && memory[1] == UInt8(ascii: "/"))
    }

    /// Makes room for so many bytes more.
    @inline(__always)
    private mutating func reserve(_ number: Int) {
        if memory.count - count < number { grow(by: number) }
    }

    @inline(never)
    private mutating func grow(by number: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(memory.count * 2, count + number))
        _ = larger.update(fromContentsOf: memory[..<count])
        if isOnHeap { memory.deallocate() }
        memory = larger
        isOnHeap = true
    }

    /// Appends a character of ASCII.
    mutating func append(ascii byte: UInt8) {
        reserve(1)
        memory[count] = byte
        count += 1
    }

    /// Appends bytes that are encoded.
    mutating func append(encoded bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        guard let source = bytes.baseAddress, let start = memory.baseAddress else { return }
        (start + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    /// Appends text that is encoded.
    mutating func append(encoded text: String) {
        var text = text
        text.withUTF8 { append(encoded: $0) }
    }

    /// Appends text, encoded.
    ///
    /// - Parameters:
    ///   - text: Decoded text.
    ///   - kept: Bytes that stay; a space among them becomes `+`.
    mutating func append(_ text: String, keeping kept: ASCIISet) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable {
            append($0, keeping: kept)
        }
        if isWritten == nil { append(Array(text.utf8), keeping: kept) }
    }

    /// Appends bytes, encoded.
    mutating func append(_ bytes: [UInt8], keeping kept: ASCIISet) {
        bytes.withUnsafeBufferPointer { append($0, keeping: kept) }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, keeping kept: ASCIISet) {
        // No byte becomes more than three.
        reserve(bytes.count * 3)
        guard var next = memory.baseAddress else { return }
        let start = next
        next += count
        for byte in bytes {
            if kept.contains(byte) {
                next[0] = byte == 0x20 ? UInt8(ascii: "+") : byte
                next += 1
            } else {
                next[0] = UInt8(ascii: "%")
                next[1] = Self.hexadecimalDigit(byte >> 4)
                next[2] = Self.hexadecimalDigit(byte & 0xF)
                next += 3
            }
        }
        count = next - start
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10)
    }

    /// Appends a number in decimal digits, after a `-` if it is negative.
    mutating func append(_ number: Int) {
        // No 64 bits make more than 20 digits, for which there is no power of ten any more.
        reserve(21)
        var rest = UInt64(number.magnitude)
        var (length, limit) = (1, UInt64(10))
        while rest >= limit {
            length += 1
            guard length < 20 else { break }
            limit *= 10
        }
        if number < 0 {
            memory[count] = UInt8(ascii: "-")
            count += 1
        }
        for index in stride(from: count + length - 1, through: count, by: -1) {
            memory[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    /// Takes off what was appended last.
    mutating func removeLast() {
        if count > 0 { count -= 1 }
    }
}
