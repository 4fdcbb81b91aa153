/// The classes of code points that Python's `str` asks for.
///
/// - SeeAlso: CPython `Objects/unicodectype.c`, `Tools/unicode/makeunicodedata.py`.
extension Unicode.Scalar {
    /// Whether `repr` shows it as it is.
    var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            false
        default: true
        }
    }

    /// `str.isspace`.
    var isPythonSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029,
            0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    /// Whether `str.splitlines` ends a line there.
    var endsLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// `str.isalpha`.
    var isPythonAlphabetic: Bool {
        if value < 0x80 {
            return value | 0x20 >= 0x61 && value | 0x20 <= 0x7A
        }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }

    /// `str.isdecimal`.
    var isPythonDecimal: Bool {
        if value < 0x80 { return value >= 0x30 && value <= 0x39 }
        return properties.numericType == .decimal
    }

    /// The value of a decimal digit of any script, or nil.
    var decimalValue: Int? {
        if value < 0x80 {
            return value >= 0x30 && value <= 0x39 ? Int(value) - 0x30 : nil
        }
        guard properties.numericType == .decimal else { return nil }
        return properties.numericValue.map { Int($0) }
    }

    /// `str.isdigit`.
    var isPythonDigit: Bool {
        if value < 0x80 { return isPythonDecimal }
        return switch properties.numericType {
        case .decimal, .digit: true
        default: false
        }
    }

    /// `str.isnumeric`.
    var isPythonNumeric: Bool {
        value < 0x80 ? isPythonDecimal : properties.numericType != nil
    }

    /// `str.isalnum`.
    var isPythonAlphanumeric: Bool { isPythonAlphabetic || isPythonNumeric }

    /// `\w` of regular expressions.
    var isWordCharacter: Bool { isPythonAlphanumeric || self == "_" }

    var isPythonUppercase: Bool {
        value < 0x80 ? value >= 0x41 && value <= 0x5A : properties.isUppercase
    }

    var isPythonLowercase: Bool {
        value < 0x80 ? value >= 0x61 && value <= 0x7A : properties.isLowercase
    }

    var isPythonTitlecase: Bool {
        value >= 0x80 && properties.generalCategory == .titlecaseLetter
    }
}
