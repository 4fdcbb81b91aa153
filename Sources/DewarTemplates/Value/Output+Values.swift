import DewarText

extension Output {
    /// Appends a number as Python's `repr` prints it.
    mutating func append(_ value: Double) {
        // Within these bounds Swift and Python write the same digits in the same notation.
        if value.magnitude >= 1e-4 && value.magnitude < 1e15 || value == 0 {
            append(string: value.description)
        } else {
            append(string: FloatText.text(of: value))
        }
    }

    /// Appends text in quotes, as Python's `repr` prints it.
    mutating func append(repr text: Text) {
        text.withBytes { bytes in
            let quote = Self.quote(for: bytes)
            append(ascii: quote)
            var offset = 0
            while offset < bytes.count {
                let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
                append(repr: scalar, quote: quote)
                offset += width
            }
            append(ascii: quote)
        }
    }

    private static func quote(for bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\""))
            ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    }

    private mutating func append(repr scalar: Unicode.Scalar, quote: UInt8) {
        switch scalar {
        case "\\": write("\\\\")
        case "\n": write("\\n")
        case "\r": write("\\r")
        case "\t": write("\\t")
        case "'", "\"":
            if scalar.value == quote { append(ascii: UInt8(ascii: "\\")) }
            append(scalar)
        case "\u{20}"..."\u{7E}": append(ascii: UInt8(scalar.value))
        default:
            if scalar.isPrintable { append(scalar) } else { appendEscape(of: scalar) }
        }
    }

    /// Appends `\x…`, `\u…` or `\U…`.
    mutating func appendEscape(of scalar: Unicode.Scalar) {
        let (letter, digits): (StaticString, Int) =
            scalar.value < 0x100 ? ("\\x", 2) : scalar.value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
        write(letter)
        for shift in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(scalar.value >> UInt32(shift) & 0xF)
            append(ascii: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

extension Text {
    /// The text in quotes, as Python's `repr` prints it.
    var repr: String {
        var output = Output()
        output.append(repr: self)
        return output.text.string
    }
}
