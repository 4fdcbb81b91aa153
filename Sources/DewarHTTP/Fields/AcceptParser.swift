import DewarText

/// Reads the values of `Accept…` fields.
///
/// - SeeAlso: Werkzeug `parse_accept_header`.
enum AcceptParser {
    /// Takes a field apart, in the order in which it was sent.
    static func items(_ text: String) -> [AcceptItem] {
        var text = text
        let plain = text.withUTF8 { bytes in
            bytes.contains(UInt8(ascii: "\"")) ? nil : plainItems(bytes)
        }
        return plain ?? HeaderText.list(TextBytes(text)).compactMap(item)
    }

    /// The values of a field without quotation marks, cut at its commas.
    private static func plainItems(_ bytes: UnsafeBufferPointer<UInt8>) -> [AcceptItem] {
        var items: [AcceptItem] = []
        items.reserveCapacity(8)
        var start = 0
        while start <= bytes.count {
            var end = start
            var semicolon: Int?
            while end < bytes.count, bytes[end] != UInt8(ascii: ",") {
                if semicolon == nil, bytes[end] == UInt8(ascii: ";") { semicolon = end }
                end += 1
            }
            if let item = plainItem(bytes, start, end, semicolon) {
                items.append(item)
            } else {
                let piece = TextBytes(bytes[start..<end]).trimmed
                if !piece.isEmpty, let item = item(piece) { items.append(item) }
            }
            start = end + 1
        }
        return items
    }

    /// A value of ASCII with nothing but a quality behind it, as nearly all are; nil for others.
    private static func plainItem(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ semicolon: Int?
    ) -> AcceptItem? {
        var (low, high) = (start, semicolon ?? end)
        while low < high, bytes[low] == 0x20 { low += 1 }
        while low < high, bytes[high - 1] == 0x20 { high -= 1 }
        guard low < high, isVisible(bytes[low]), isVisible(bytes[high - 1]) else { return nil }
        var quality = 1.0
        if let semicolon {
            guard let number = plainQuality(bytes, semicolon + 1, end) else { return nil }
            quality = number
        }
        let value = UnsafeBufferPointer(rebasing: bytes[low..<high])
        return AcceptItem(value: String(decoding: value, as: UTF8.self), quality: quality)
    }

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// Reads `q=0.8` with at most six digits, up to 1.
    private static func plainQuality(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Double? {
        var (low, high) = (start, end)
        while low < high, bytes[low] == 0x20 { low += 1 }
        while low < high, bytes[high - 1] == 0x20 { high -= 1 }
        guard high - low >= 3, high - low <= 9, bytes[low] | 0x20 == UInt8(ascii: "q"),
            bytes[low + 1] == UInt8(ascii: "="), bytes[low + 2].isASCIIDigit
        else { return nil }
        var number = Int(bytes[low + 2] - 48)
        var divisor = 1
        if high - low > 3 {
            guard bytes[low + 3] == UInt8(ascii: "."), high - low > 4 else { return nil }
            for index in (low + 4)..<high {
                guard bytes[index].isASCIIDigit else { return nil }
                number = number * 10 + Int(bytes[index] - 48)
                divisor *= 10
            }
        }
        // Both are whole: their quotient is the nearest number to the decimal fraction.
        return number <= divisor ? Double(number) / Double(divisor) : nil
    }

    /// Reads one value with whatever parameters.
    private static func item(_ piece: TextBytes) -> AcceptItem? {
        var header = OptionsHeader(piece.text)
        var quality = 1.0
        if let text = header.remove("q") {
            guard let number = self.quality(text) else { return nil }
            quality = number
        }
        guard !header.options.isEmpty else {
            return AcceptItem(value: header.value, quality: quality)
        }
        let parameters = header.options.map { ($0.name, Optional($0.value)) }
        return AcceptItem(value: OptionsHeader.text(header.value, parameters), quality: quality)
    }

    /// Reads digits, and digits after a point; nil for what is not from 0 to 1.
    private static func quality(_ text: String) -> Double? {
        let digits = TextBytes(text).trimmed
        var rest = digits
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: \.isASCIIDigit)
        let fraction = rest[whole.endIndex...]
        guard !whole.isEmpty else { return nil }
        if !fraction.isEmpty {
            guard fraction.first == UInt8(ascii: "."), fraction.count > 1,
                fraction.dropFirst().allSatisfy(\.isASCIIDigit)
            else { return nil }
        }
        guard let number = Double(digits.text), (0...1).contains(number) else { return nil }
        return number
    }
}
