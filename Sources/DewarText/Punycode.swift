/// Text in the letters, digits and hyphens of ASCII.
///
/// - SeeAlso: RFC 3492.
public enum Punycode {
    private static let base = 36
    private static let leastThreshold = 1
    private static let greatestThreshold = 26
    /// The longest text in characters, and the longest code in bytes.
    ///
    /// The work grows with their square; labels of host names have 63.
    private static let longest = 1024

    /// Encodes text: `bücher` becomes `bcher-kva`.
    ///
    /// ```swift
    /// Punycode.encode("bücher")  // "bcher-kva"
    /// ```
    ///
    /// - Parameter text: Any text; ASCII characters stay as they are.
    /// - Returns: ASCII text without the prefix `xn--`; nil for text of more than 1024 characters.
    /// - SeeAlso: RFC 3492, section 6.3; Python's codec `punycode`.
    public static func encode(_ text: String) -> String? {
        let scalars = text.unicodeScalars.map { Int($0.value) }
        guard scalars.count <= longest else { return nil }
        var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }

        var code = 0x80
        var delta = 0
        var bias = 72
        var handled = basicCount
        while handled < scalars.count {
            guard let next = scalars.filter({ $0 >= code }).min() else { return nil }
            let (step, overflow) = (next - code).multipliedReportingOverflow(by: handled + 1)
            guard !overflow, delta <= Int.max - step - scalars.count else { return nil }
            delta += step
            code = next
            for scalar in scalars {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                appendNumber(delta, bias: bias, to: &output)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes text: `bcher-kva` becomes `bücher`.
    ///
    /// ```swift
    /// Punycode.decode("bcher-kva".utf8)  // "bücher"
    /// ```
    ///
    /// - Parameter bytes: ASCII text without the prefix `xn--`.
    /// - Returns: nil for what is no encoded text, or longer than 1024 bytes.
    /// - SeeAlso: RFC 3492, section 6.2; Python's codec `punycode`.
    public static func decode(_ bytes: some Collection<UInt8>) -> String? {
        let bytes = Array(bytes)
        guard bytes.count <= longest, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
        var scalars = bytes[..<(hyphen ?? 0)].map { Int($0) }
        var digits = bytes[(hyphen.map { $0 + 1 } ?? 0)...]
        var code = 0x80
        var position = 0
        var bias = 72
        var isFirst = true
        while !digits.isEmpty {
            guard let delta = takeNumber(from: &digits, bias: bias) else { return nil }
            let (place, overflow) = position.addingReportingOverflow(delta)
            guard !overflow else { return nil }
            code += place / (scalars.count + 1)
            guard code <= 0x10FFFF else { return nil }
            position = place % (scalars.count + 1)
            scalars.insert(code, at: position)
            bias = adapted(delta, count: scalars.count, isFirst: isFirst)
            isFirst = false
            position += 1
        }
        var text = ""
        for scalar in scalars {
            // A half of a surrogate pair is no character of Swift's, nor of a name's.
            guard let scalar = Unicode.Scalar(UInt32(scalar)) else { return nil }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// Reads a number with digits whose weights depend on their place.
    private static func takeNumber(from digits: inout ArraySlice<UInt8>, bias: Int) -> Int? {
        var result = 0
        var weight = 1
        var place = base
        while let byte = digits.popFirst() {
            let digit: Int
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = Int(byte) - 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = Int(byte) - 65
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte) - 22
            default: return nil
            }
            let (product, overflow) = digit.multipliedReportingOverflow(by: weight)
            guard !overflow, result <= Int.max - product else { return nil }
            result += product
            let threshold = min(max(place - bias, leastThreshold), greatestThreshold)
            if digit < threshold { return result }
            let (next, isTooLarge) = weight.multipliedReportingOverflow(by: base - threshold)
            guard !isTooLarge else { return nil }
            weight = next
            place += base
        }
        return nil
    }

    /// Writes a number with digits whose weights depend on their place (RFC 3492, section 3.3).
    private static func appendNumber(_ number: Int, bias: Int, to output: inout [UInt8]) {
        var rest = number
        var place = base
        while true {
            let threshold = min(max(place - bias, leastThreshold), greatestThreshold)
            guard rest >= threshold else { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            place += base
        }
        output.append(digit(rest))
    }

    /// The bias for the next number (RFC 3492, section 3.4).
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var steps = 0
        while delta > (base - leastThreshold) * greatestThreshold / 2 {
            delta /= base - leastThreshold
            steps += base
        }
        return steps + (base - leastThreshold + 1) * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? value + 97 : value - 26 + 48)
    }
}
