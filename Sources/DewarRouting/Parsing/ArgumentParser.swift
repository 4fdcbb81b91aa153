import DewarText

/// Reads a converter's arguments as Werkzeug does, peculiarities included.
///
/// An argument is a value up to a comma, perhaps after `name =`. A value is a word, a number, or
/// text in quotes. Where several readings are possible the first of these wins:
///
/// 1. `True` or `False`
/// 2. digits, any one character, digits: so `2,3` is *one* value
/// 3. digits and any one character
/// 4. digits
/// 5. letters, digits, `_` and `.`
/// 6. text in quotes, perhaps after one of `u U r R`
///
/// - SeeAlso: Werkzeug `parse_converter_args`.
struct ArgumentParser {
    private let scalars: [Unicode.Scalar]

    /// Reads arguments.
    ///
    /// - Parameter text: What stands between the parentheses.
    /// - Returns: The values, as Python would read them: numbers, `True`, `None`, else text.
    /// - Throws: ``RoutingError`` when something before an argument is none. What follows the last
    ///   argument is passed over.
    static func parse(_ text: String) throws(RoutingError) -> ConverterArguments {
        try ArgumentParser(scalars: Array(text.unicodeScalars) + [","]).parse()
    }

    private struct Argument {
        var name: String?
        var value: RouteValue
        var end: Int
    }

    private func parse() throws(RoutingError) -> ConverterArguments {
        var result = ConverterArguments()
        var position = 0
        var start = 0
        while start < scalars.count {
            guard let argument = argument(at: start) else {
                start += 1
                continue
            }
            guard start == position else {
                throw .malformedArguments(text(position, start))
            }
            if let name = argument.name {
                result.named[name] = argument.value
            } else {
                result.positional.append(argument.value)
            }
            position = argument.end
            start = position
        }
        return result
    }

    private func argument(at start: Int) -> Argument? {
        let first = skip(from: start, NumberText.isSpace)
        let nameEnd = skip(from: first, Self.isWord)
        let equals = skip(from: nameEnd, NumberText.isSpace)
        if nameEnd > first, equals < scalars.count, scalars[equals] == "=" {
            let valueStart = skip(from: equals + 1, NumberText.isSpace)
            if let (value, end) = value(at: valueStart) {
                return Argument(name: text(first, nameEnd), value: value, end: end)
            }
        }
        guard let (value, end) = value(at: first) else { return nil }
        return Argument(name: nil, value: value, end: end)
    }

    /// The value at a place and the place after its comma.
    private func value(at start: Int) -> (RouteValue, Int)? {
        for word in ["True", "False"] where has(word, at: start) {
            let end = start + word.unicodeScalars.count
            if let next = comma(after: end) { return (.bool(word == "True"), next) }
        }
        for end in numberEnds(from: start) + [skip(from: start, Self.isWordOrPoint)]
        where end > start {
            if let next = comma(after: end) { return (Self.value(of: text(start, end)), next) }
        }
        return quoted(at: start)
    }

    /// Where a value that begins with digits may end, in order of preference.
    private func numberEnds(from start: Int) -> [Int] {
        let digitsEnd = skip(from: start, Self.isDigit)
        let count = digitsEnd - start
        guard count > 0 else { return [] }
        var ends: [Int] = []
        let hasOther = digitsEnd < scalars.count && scalars[digitsEnd] != "\n"
        if hasOther {
            let end = skip(from: digitsEnd + 1, Self.isDigit)
            if end > digitsEnd + 1 { ends.append(end) }
        }
        // The character between may itself be one of the digits.
        if count >= 3 { ends.append(digitsEnd) }
        if hasOther { ends.append(digitsEnd + 1) }
        ends.append(digitsEnd)
        return ends
    }

    private func quoted(at start: Int) -> (RouteValue, Int)? {
        var index = start
        guard index < scalars.count else { return nil }
        if ["u", "r", "U", "R"].contains(scalars[index]) { index += 1 }
        guard index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" else {
            return nil
        }
        let quote = scalars[index]
        let close = skip(from: index + 1) { $0 != quote }
        guard close < scalars.count, let next = comma(after: close + 1) else { return nil }
        return (.string(text(index + 1, close)), next)
    }

    private func comma(after index: Int) -> Int? {
        let index = skip(from: index, NumberText.isSpace)
        return index < scalars.count && scalars[index] == "," ? index + 1 : nil
    }

    private func skip(from start: Int, _ isPassed: (Unicode.Scalar) -> Bool) -> Int {
        var index = start
        while index < scalars.count, isPassed(scalars[index]) { index += 1 }
        return index
    }

    private func has(_ word: String, at start: Int) -> Bool {
        scalars[min(start, scalars.count)...].starts(with: word.unicodeScalars)
    }

    private func text(_ start: Int, _ end: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<end])
        return text
    }

    /// The value that Python would take a word for.
    private static func value(of word: String) -> RouteValue {
        switch word {
        case "None": .null
        case "True": true
        case "False": false
        default:
            NumberText.integer(word) ?? NumberText.double(word).map { .double($0) }
                ?? .string(word)
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        NumberText.digit(scalar) != nil
    }

    private static func isWordOrPoint(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || isWord(scalar)
    }

    /// Tells whether Python's `\w` matches a character.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "_" { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default: return scalar.properties.numericType != nil
        }
    }
}
