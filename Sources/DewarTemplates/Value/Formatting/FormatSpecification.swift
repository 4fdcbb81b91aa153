/// What stands after the colon of a replacement field: Python's format specification.
///
/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
///
/// - SeeAlso: CPython `Python/formatter_unicode.c`.
struct FormatSpecification {
    enum Alignment { case left, right, center, afterSign }

    var fill: Unicode.Scalar = " "
    var alignment: Alignment?
    var sign: Unicode.Scalar?
    var coercesNegativeZero = false
    var isAlternate = false
    var width: Int?
    var grouping: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    private static let alignments: [Unicode.Scalar: Alignment] = [
        "<": .left, ">": .right, "^": .center, "=": .afterSign,
    ]

    /// Reads a specification, for text or for a number; throws ValueError.
    init(_ text: Text, isForText: Bool = false) throws {
        let scalars = text.scalars
        var index = 0
        var hasFill = false
        func take(_ condition: (Unicode.Scalar) -> Bool) -> Unicode.Scalar? {
            guard index < scalars.count, condition(scalars[index]) else { return nil }
            index += 1
            return scalars[index - 1]
        }
        if scalars.count > 1, let alignment = Self.alignments[scalars[1]] {
            (fill, self.alignment, index) = (scalars[0], alignment, 2)
            hasFill = true
        } else if let first = scalars.first, let alignment = Self.alignments[first] {
            (self.alignment, index) = (alignment, 1)
        }
        sign = take { $0 == "+" || $0 == "-" || $0 == " " }
        coercesNegativeZero = take { $0 == "z" } != nil
        isAlternate = take { $0 == "#" } != nil
        if !hasFill, take({ $0 == "0" }) != nil {
            // A zero before the width fills with zeros, unless a fill was given.
            if alignment == nil, !isForText { alignment = .afterSign }
            fill = "0"
        }
        width = try Self.readNumber(scalars, &index)
        grouping = take { $0 == "," || $0 == "_" }
        if grouping != nil, let second = take({ $0 == "," || $0 == "_" }) {
            throw TemplateError.value(
                second == grouping
                    ? "Cannot specify '\(second)' with '\(second)'."
                    : "Cannot specify both ',' and '_'.")
        }
        if take({ $0 == "." }) != nil {
            precision = try Self.readNumber(scalars, &index)
            if precision == nil { throw TemplateError.value("Format specifier missing precision") }
        }
        type = take { _ in true }
        guard index == scalars.count else {
            throw TemplateError.value("Invalid format specifier")
        }
        try checkGrouping()
    }

    private static func readNumber(
        _ scalars: [Unicode.Scalar], _ index: inout Int
    ) throws -> Int? {
        var number: Int?
        while index < scalars.count, let digit = scalars[index].decimalValue {
            let (shifted, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(digit)
            guard !overflow, !carry else {
                throw TemplateError.value("Too many decimal digits in format string")
            }
            number = sum
            index += 1
        }
        return number
    }

    private func checkGrouping() throws {
        guard let grouping else { return }
        let allowed: Set<Unicode.Scalar> = ["d", "e", "f", "g", "E", "G", "%", "F"]
        let bases: Set<Unicode.Scalar> = ["b", "o", "x", "X"]
        if type.map({ allowed.contains($0) }) ?? true { return }
        if let type, grouping == "_", bases.contains(type) { return }
        throw TemplateError.value("Cannot specify '\(grouping)' with '\(type ?? " ")'.")
    }

    /// The error for a type letter that the value's type does not know.
    func unknownCode(_ typeName: String) -> TemplateError {
        .value(
            "Unknown format code '\(type.map { String($0) } ?? "")' for object of type"
                + " '\(typeName)'")
    }
}
