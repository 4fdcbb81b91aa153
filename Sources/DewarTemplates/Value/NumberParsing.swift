/// Numbers in text, as Python's `int` and `float` read them.
enum NumberParsing {
    /// Python's `int(text, base)`, which takes the base of a prefix for 0; throws ValueError.
    static func integer(_ text: Text, base: Int = 10) throws -> Value {
        guard base == 0 || (2...36).contains(base) else {
            throw TemplateError.value("int() base must be >= 2 and <= 36, or 0")
        }
        guard let trimmed = trimmed(text), let result = try readInteger(trimmed, base) else {
            throw TemplateError.value(
                "invalid literal for int() with base \(base): \(text.repr)")
        }
        return Value(result)
    }

    private static func readInteger(_ text: Text, _ wanted: Int) throws -> BigInteger? {
        var characters = ASCIIDigits.translate(text)[...]
        let isNegative = characters.first == UInt8(ascii: "-")
        if isNegative || characters.first == UInt8(ascii: "+") { characters.removeFirst() }
        var base = wanted
        let hasPrefix = takePrefix(&characters, &base)
        if hasPrefix, characters.first == UInt8(ascii: "_") { characters.removeFirst() }
        guard let digits = digits(characters, base), !digits.isEmpty else { return nil }
        // `int("010", 0)` is no octal number any more.
        if wanted == 0, !hasPrefix, digits.first == 0, digits.contains(where: { $0 != 0 }) {
            return nil
        }
        if base & (base - 1) != 0, digits.count > BigInteger.maximalDigits {
            throw TemplateError.value(
                "Exceeds the limit (\(BigInteger.maximalDigits) digits) for integer string"
                    + " conversion: value has \(digits.count) digits; use"
                    + " sys.set_int_max_str_digits() to increase the limit")
        }
        guard digits.count <= BigInteger.maximalBitWidth / 6 else {
            throw TemplateError.value("integer of more than \(BigInteger.maximalBitWidth) bits")
        }
        return BigInteger(
            isNegative: isNegative, magnitude: Magnitude.parse(digits, base: base))
    }

    private static func takePrefix(_ characters: inout ArraySlice<UInt8>, _ base: inout Int) -> Bool
    {
        guard characters.first == UInt8(ascii: "0"), let letter = characters.dropFirst().first
        else {
            if base == 0 { base = 10 }
            return false
        }
        let named: Int
        switch letter | 0x20 {
        case UInt8(ascii: "x"): named = 16
        case UInt8(ascii: "o"): named = 8
        case UInt8(ascii: "b"): named = 2
        default: named = 0
        }
        if named != 0, base == 0 || base == named {
            base = named
            characters = characters.dropFirst(2)
            return true
        }
        if base == 0 { base = 10 }
        return false
    }

    /// The values of digits, between which single underscores may stand.
    private static func digits(_ characters: ArraySlice<UInt8>, _ base: Int) -> [UInt8]? {
        var digits: [UInt8] = []
        var mayBeUnderscore = false
        for character in characters {
            if character == UInt8(ascii: "_") {
                guard mayBeUnderscore else { return nil }
                mayBeUnderscore = false
                continue
            }
            guard let digit = ASCIIDigits.value(character), digit < base else { return nil }
            digits.append(digit)
            mayBeUnderscore = true
        }
        return mayBeUnderscore || digits.isEmpty ? digits : nil
    }

    /// Python's `float(b)`.
    ///
    /// - Throws: ValueError.
    static func float(_ bytes: Bytes) throws -> Double {
        if let text = text(of: bytes), let value = readFloat(ASCIIDigits.translate(text)) {
            return value
        }
        throw TemplateError.value(
            "could not convert string to float: \(try Value.object(bytes).repr())")
    }

    /// Python's `int(b)`.
    ///
    /// - Throws: ValueError.
    static func integer(_ bytes: Bytes) throws -> Value {
        if let text = text(of: bytes), let result = try readInteger(text, 10) {
            return Value(result)
        }
        throw TemplateError.value(
            "invalid literal for int() with base 10: \(try Value.object(bytes).repr())")
    }

    /// The text of bytes that have nothing but ASCII.
    private static func text(of bytes: Bytes) -> Text? {
        guard bytes.bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        return trimmed(bytes.bytes.withUnsafeBufferPointer { Text(utf8: $0) })
    }

    /// What is between the white space; nil with one of the separators U+001C to U+001F, which are
    /// white space in texts, but not around numbers.
    private static func trimmed(_ text: Text) -> Text? {
        text.withBytes { $0.contains { (0x1C...0x1F).contains($0) } } ? nil : text.trimmed()
    }

    /// Python's `float(text)`.
    ///
    /// - Throws: ValueError.
    static func float(_ text: Text) throws -> Double {
        if let trimmed = trimmed(text), let value = readFloat(ASCIIDigits.translate(trimmed)) {
            return value
        }
        throw TemplateError.value("could not convert string to float: \(text.repr)")
    }

    private static func readFloat(_ characters: [UInt8]) -> Double? {
        var rest = characters[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        switch String(decoding: rest.map { $0 | 0x20 }, as: UTF8.self) {
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        guard let plain = withoutUnderscores(rest), isDecimalNumber(plain) else { return nil }
        let magnitude = Double(String(decoding: plain, as: UTF8.self)) ?? .infinity
        return isNegative ? -magnitude : magnitude
    }

    private static func withoutUnderscores(_ characters: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var previous: UInt8 = 0
        for (index, character) in zip(characters.indices, characters) {
            if character == UInt8(ascii: "_") {
                let next = index + 1 < characters.endIndex ? characters[index + 1] : 0
                guard isDigit(previous), isDigit(next) else { return nil }
            } else {
                result.append(character)
            }
            previous = character
        }
        return result
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte < 58 }

    /// Whether bytes are `digits[.digits][e[sign]digits]`, with digits on one side of the point.
    private static func isDecimalNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        var digits = rest.prefix(while: isDigit).count
        rest = rest.drop(while: isDigit)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += rest.prefix(while: isDigit).count
            rest = rest.drop(while: isDigit)
        }
        guard digits > 0 else { return false }
        guard let letter = rest.first else { return true }
        guard letter | 0x20 == UInt8(ascii: "e") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }
}

/// Digits of all scripts as those of ASCII.
enum ASCIIDigits {
    /// The text with ASCII digits for others; what else is not ASCII becomes a byte that no number
    /// has.
    static func translate(_ text: Text) -> [UInt8] {
        if text.isASCII { return text.withBytes { Array($0) } }
        return text.scalars.map { scalar in
            if let digit = scalar.decimalValue { return UInt8(48 + digit) }
            return scalar.value < 0x80 ? UInt8(scalar.value) : 0xFF
        }
    }

    /// The value of a digit or letter, or nil.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...90: byte - 55
        case 97...122: byte - 87
        default: nil
        }
    }
}

extension Value {
    /// Python's `int(x)`, without a base.
    ///
    /// - Throws: TypeError, ValueError, OverflowError.
    func convertedToInteger() throws -> Value {
        switch self {
        case .int, .integer: return self
        case .bool(let value): return .int(value ? 1 : 0)
        case .float(let value):
            if value.isNaN { throw TemplateError.value("cannot convert float NaN to integer") }
            if value.isInfinite {
                throw TemplateError.overflow("cannot convert float infinity to integer")
            }
            if let int = Int(exactly: value.rounded(.towardZero)) { return .int(int) }
            return Value(BigInteger(truncating: value))
        case .string(let text), .markup(let text): return try NumberParsing.integer(text)
        case .undefined(let undefined): throw undefined.error
        default:
            if case .object(let object) = self, let bytes = object as? Bytes {
                return try NumberParsing.integer(bytes)
            }
            throw TemplateError.type(
                "int() argument must be a string, a bytes-like object or a real number, not"
                    + " '\(typeName)'")
        }
    }

    /// Python's `float(x)`.
    ///
    /// - Throws: TypeError, ValueError, OverflowError.
    func convertedToFloat() throws -> Double {
        switch self {
        case .float(let value): return value
        case .int(let value): return Double(value)
        case .bool(let value): return value ? 1 : 0
        case .integer(let value):
            if let double = value.double { return double }
            throw TemplateError.overflow("int too large to convert to float")
        case .string(let text), .markup(let text): return try NumberParsing.float(text)
        case .undefined(let undefined): throw undefined.error
        default:
            if case .object(let object) = self, let bytes = object as? Bytes {
                return try NumberParsing.float(bytes)
            }
            throw TemplateError.type(
                "float() argument must be a string or a real number, not '\(typeName)'")
        }
    }
}
