/// International host names in ASCII.
public enum HostName {
    /// The longest label, in bytes.
    private static let longestLabel = 63

    /// Writes a host name in ASCII: `한글.kr` becomes `xn--bj0bj06e.kr`.
    ///
    /// Letters beyond ASCII are folded to lower case, `ß` to `ss`, full-width letters to ASCII;
    /// characters that join or separate invisibly are left out. Compatibility characters other
    /// than these, which registries don't allow, are not folded.
    ///
    /// - Parameter name: A host name without a port, perhaps with a point at its end.
    /// - Returns: ASCII text; nil when a label is empty or longer than 63 bytes, or holds a
    ///   character that host names cannot have.
    /// - SeeAlso: RFC 3490, section 4.1 (ToASCII); Python's codec `idna`.
    public static func ascii(_ name: String) -> String? {
        guard !name.isEmpty else { return name }
        let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
        var labels = name.unicodeScalars.split(omittingEmptySubsequences: false) {
            $0 == "." || !isASCII && ($0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}")
        }.map(String.init)
        let endsWithPoint = labels.last == ""
        if endsWithPoint { labels.removeLast() }
        var encoded: [String] = []
        for label in labels {
            guard let label = asciiLabel(label) else { return nil }
            encoded.append(label)
        }
        return encoded.joined(separator: ".") + (endsWithPoint ? "." : "")
    }

    private static func asciiLabel(_ label: String) -> String? {
        var result = label
        if !label.utf8.allSatisfy({ $0 < 0x80 }) {
            guard let prepared = prepared(label) else { return nil }
            result = prepared
            if !prepared.utf8.allSatisfy({ $0 < 0x80 }) {
                guard !prepared.hasPrefix("xn--"), let code = Punycode.encode(prepared) else {
                    return nil
                }
                result = "xn--" + code
            }
        }
        return (1...longestLabel).contains(result.utf8.count) ? result : nil
    }

    /// Folds case and width, and refuses what names cannot have.
    private static func prepared(_ label: String) -> String? {
        var result = ""
        for scalar in label.unicodeScalars where !isLeftOut(scalar) {
            switch scalar {
            case "\u{FF01}"..."\u{FF5E}":
                let narrow = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
                result += narrow.properties.lowercaseMapping
            case "\u{DF}", "\u{1E9E}": result += "ss"
            case "\u{3C2}": result += "\u{3C3}"
            default:
                guard !isProhibited(scalar) else { return nil }
                result += scalar.properties.lowercaseMapping
            }
        }
        return result
    }

    /// Characters that are mapped to nothing (RFC 3454, table B.1).
    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x1806, 0x180B...0x180D, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF:
            true
        default: false
        }
    }

    private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            true
        default:
            scalar.properties.isNoncharacterCodePoint || (0xFFF9...0xFFFD).contains(scalar.value)
                || (0x2FF0...0x2FFB).contains(scalar.value)
        }
    }
}
