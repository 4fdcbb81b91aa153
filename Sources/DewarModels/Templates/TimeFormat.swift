import DewarORM

/// Writes dates and times by the directives of `strftime`, in English, as Python does on Linux.
///
/// - SeeAlso: Python `datetime.strftime`; glibc `strftime`, for the flags `-`, `_`, `0` and `^`.
struct TimeFormat {
    let date: LocalDate
    let time: LocalTime
    let isUTC: Bool

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let days = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    /// Writes a text.
    ///
    /// - Parameter format: Text with directives; one that is unknown stays as it is.
    /// - Returns: The text with the values in it.
    func text(_ format: String) -> String {
        var result = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            var written = "%"
            var flag: Unicode.Scalar?
            while let next = rest.first, "-_0^".unicodeScalars.contains(next) {
                flag = next
                written.unicodeScalars.append(rest.removeFirst())
            }
            guard let directive = rest.popFirst() else { return result + written }
            written.unicodeScalars.append(directive)
            result += value(of: directive, flag) ?? written
        }
        return result
    }

    private func value(of directive: Unicode.Scalar, _ flag: Unicode.Scalar?) -> String? {
        if let (number, width) = number(of: directive) {
            return padded(number, flag == "_" ? " " : "0", flag == "-" ? 0 : width)
        }
        if let (number, width) = paddedWithSpace(directive) {
            return padded(number, flag == "0" ? "0" : " ", flag == "-" ? 0 : width)
        }
        guard let text = name(of: directive) ?? composition(of: directive) else { return nil }
        return flag == "^" ? text.uppercased() : text
    }

    /// The directives of numbers, and how many digits they have.
    private func number(of directive: Unicode.Scalar) -> (Int, Int)? {
        let sunday = (date.weekday + 1) % 7
        return switch directive {
        case "d": (date.day, 2)
        case "m": (date.month, 2)
        case "y": (date.year % 100, 2)
        case "C": (date.year / 100, 2)
        // Python leaves the year as it is: four digits are not made.
        case "Y": (date.year, 0)
        case "G": (isoWeek.year, 0)
        case "g": (isoWeek.year % 100, 2)
        case "V": (isoWeek.week, 2)
        case "H": (time.hour, 2)
        case "I": ((time.hour + 11) % 12 + 1, 2)
        case "M": (time.minute, 2)
        case "S": (time.second, 2)
        case "f": (time.microsecond, 6)
        case "j": (date.dayOfYear, 3)
        case "U": ((date.dayOfYear + 6 - sunday) / 7, 2)
        case "W": ((date.dayOfYear + 6 - date.weekday) / 7, 2)
        case "w": (sunday, 1)
        case "u": (date.weekday + 1, 1)
        default: nil
        }
    }

    private func paddedWithSpace(_ directive: Unicode.Scalar) -> (Int, Int)? {
        switch directive {
        case "e": (date.day, 2)
        case "k": (time.hour, 2)
        case "l": ((time.hour + 11) % 12 + 1, 2)
        default: nil
        }
    }

    private func name(of directive: Unicode.Scalar) -> String? {
        switch directive {
        case "a": String(Self.days[date.weekday].prefix(3))
        case "A": Self.days[date.weekday]
        case "b", "h": String(Self.months[date.month - 1].prefix(3))
        case "B": Self.months[date.month - 1]
        case "p": time.hour < 12 ? "AM" : "PM"
        case "P": time.hour < 12 ? "am" : "pm"
        case "z": isUTC ? "+0000" : ""
        case "Z": isUTC ? "UTC" : ""
        case "%": "%"
        case "n": "\n"
        case "t": "\t"
        default: nil
        }
    }

    private func composition(of directive: Unicode.Scalar) -> String? {
        switch directive {
        case "c": text("%a %b %e %H:%M:%S %Y")
        case "D", "x": text("%m/%d/%y")
        case "F": text("%Y-%m-%d")
        case "T", "X": text("%H:%M:%S")
        case "R": text("%H:%M")
        case "r": text("%I:%M:%S %p")
        default: nil
        }
    }

    private func padded(_ number: Int, _ fill: Character, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: fill, count: max(0, width - digits.count)) + digits
    }

    /// The week and its year: the week of a year's first Thursday is its first.
    private var isoWeek: (year: Int, week: Int) {
        let thursday = date.adding(days: 3 - date.weekday) ?? date
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }
}
