/// A search for many bytes, whose time grows with the text and not with the product of both.
///
/// - SeeAlso: Knuth, Morris and Pratt, Fast Pattern Matching in Strings, 1977.
struct LongSearch {
    private let needle: [UInt8]
    /// For every length, how much of a beginning is also its end.
    private let borders: [Int]
    private let fromEnd: Bool

    /// Prepares a search; `fromEnd` reads needle and text backwards, and counts offsets so.
    init(_ needle: UnsafeBufferPointer<UInt8>, fromEnd: Bool) {
        self.needle = fromEnd ? needle.reversed() : Array(needle)
        self.fromEnd = fromEnd
        var borders = [0]
        var length = 0
        for byte in self.needle.dropFirst() {
            while length > 0, byte != self.needle[length] { length = borders[length - 1] }
            if byte == self.needle[length] { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    /// The offset of the first place at or after `start`, or nil.
    func offset(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var length = 0
        var index = start
        while index < bytes.count {
            let byte = bytes[fromEnd ? bytes.count - 1 - index : index]
            while length > 0, byte != needle[length] { length = borders[length - 1] }
            if byte == needle[length] { length += 1 }
            index += 1
            if length == needle.count { return index - length }
        }
        return nil
    }
}
