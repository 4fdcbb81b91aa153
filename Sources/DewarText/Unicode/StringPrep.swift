/// Prepares labels of international host names.
///
/// - SeeAlso: RFC 3491; RFC 3454; Python `encodings.idna.nameprep`.
enum StringPrep {
    /// Folds case and width and composes characters.
    ///
    /// - Parameter label: A label.
    /// - Returns: nil when it holds a character that names cannot have, or mixes directions.
    static func prepared(_ label: String) -> String? {
        var folded = ""
        for scalar in label.unicodeScalars where !isLeftOut(scalar) { folded += fold(scalar) }
        let result = Normalization.compatibilityComposed(folded)
        let scalars = Array(result.unicodeScalars)
        guard !scalars.contains(where: isProhibited) else { return nil }
        let directions = scalars.map {
            UnicodeMappings.contains($0, in: UnicodeMappings.shared.rightToLeft)
        }
        guard directions.contains(true) else { return result }
        let mixes = scalars.contains {
            UnicodeMappings.contains($0, in: UnicodeMappings.shared.leftToRight)
        }
        return mixes || directions.first != true || directions.last != true ? nil : result
    }

    /// Folds a character, and again what normalisation makes of it (table B.2).
    private static func fold(_ scalar: Unicode.Scalar) -> String {
        let folded = foldCase(scalar)
        let normal = Normalization.compatibilityComposed(folded)
        let again = Normalization.compatibilityComposed(
            normal.unicodeScalars.map(foldCase).joined())
        return normal.hasSameBytes(as: again) ? folded : again
    }

    private static func foldCase(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII { return scalar.properties.lowercaseMapping }
        return UnicodeMappings.shared.foldings[scalar.value] ?? scalar.properties.lowercaseMapping
    }

    /// Characters that are mapped to nothing (table B.1).
    private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x1806, 0x180B...0x180D, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF:
            true
        default: false
        }
    }

    /// Spaces, controls, private and unassigned places (tables C.1.2 to C.9).
    private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        switch scalar.value {
        case 0x6DD, 0x70F, 0x180E, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060...0x2063,
            0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFD, 0x1D173...0x1D17A, 0x2FF0...0x2FFB, 0x340,
            0x341, 0x200E, 0x200F, 0x202A...0x202E, 0xE0001, 0xE0020...0xE007F:
            return true
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .control, .privateUse, .surrogate, .spaceSeparator: true
        default: scalar.properties.isNoncharacterCodePoint
        }
    }
}
