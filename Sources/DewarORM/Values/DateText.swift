private import DewarText
package import FoundationEssentials

/// Reads the digits of dates and times.
struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int? {
        guard let first = rest.first, first >= 48, first <= 57 else { return nil }
        rest.removeFirst()
        return Int(first) - 48
    }

    /// `16:43`, `16:43:46` or `16:43:46.5`.
    mutating func time() -> LocalTime? {
        guard let hour = number(2), take(":"), let minute = number(2) else { return nil }
        guard take(":") else { return LocalTime(hour: hour, minute: minute) }
        guard let second = number(2) else { return nil }
        var microsecond = 0
        if take(".") {
            guard let first = digit() else { return nil }
            microsecond = first * 100_000
            var unit = 10_000
            while unit > 0, let next = digit() {
                microsecond += next * unit
                unit /= 10
            }
        }
        return LocalTime(hour: hour, minute: minute, second: second, microsecond: microsecond)
    }

    /// `2026-11-22 16:43:46`, with a space or a `T`.
    mutating func dateTime() -> LocalDateTime? {
        guard let year = number(4), take("-"), let month = number(2), take("-"),
            let day = number(2), take(" ") || take("T"),
            let date = LocalDate(year: year, month: month, day: day), let time = time()
        else { return nil }
        return LocalDateTime(date: date, time: time)
    }

    /// `Z`, `+00`, `+0530` or `-05:30`; seconds east of Greenwich.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2) else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = take(":")
            guard let number = number(2) else { return nil }
            minutes = number
        }
        guard hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
}

/// Writes the digits of dates and times.
struct DigitWriter {
    private(set) var text = ""

    mutating func append(date: (year: Int, month: Int, day: Int)) {
        append(date.year, digits: 4)
        text += "-"
        append(date.month, digits: 2)
        text += "-"
        append(date.day, digits: 2)
    }

    mutating func append(time: LocalTime) {
        append(time.hour, digits: 2)
        text += ":"
        append(time.minute, digits: 2)
        text += ":"
        append(time.second, digits: 2)
        text += "."
        append(time.microsecond, digits: 6)
    }

    mutating func append(dateTime: LocalDateTime) {
        let fields = CivilDate.fields(ofDay: Int(dateTime.date.days))
        append(date: (fields.year, fields.month, fields.day))
        text += " "
        append(time: dateTime.time)
    }

    private mutating func append(_ number: Int, digits: Int) {
        let written = String(number)
        for _ in 0..<max(0, digits - written.utf8.count) { text += "0" }
        text += written
    }
}

/// Instants as databases write them.
package enum InstantText {
    /// Microseconds since 1970-01-01 00:00 UTC, rounded to the nearest.
    ///
    /// - Parameter date: Any instant.
    /// - Returns: nil outside the years 1 to 9999.
    package static func microseconds(of date: Date) -> Int64? {
        // Whole seconds apart, so that no digit is lost at dates far from 2001.
        let seconds = date.timeIntervalSinceReferenceDate
        guard abs(seconds) < 1e12 else { return nil }
        let whole = seconds.rounded(.down)
        let fraction = ((seconds - whole) * 1_000_000).rounded()
        let total = (Int64(whole) + referenceDate) * 1_000_000 + Int64(fraction)
        return LocalDateTime(microseconds: total) == nil ? nil : total
    }

    /// The instant of microseconds since 1970-01-01 00:00 UTC.
    ///
    /// - Parameter microseconds: Any number.
    /// - Returns: The instant; the nearest that `Date` holds.
    package static func date(microseconds: Int64) -> Date {
        let seconds = microseconds / 1_000_000 - referenceDate
        let rest = microseconds % 1_000_000
        return Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(rest) / 1_000_000)
    }

    /// Writes an instant as `2026-11-22 16:43:46.000000`, in UTC.
    ///
    /// - Parameter date: Any instant.
    /// - Returns: nil outside the years 1 to 9999.
    package static func text(of date: Date) -> String? {
        microseconds(of: date).flatMap(LocalDateTime.init(microseconds:))?.description
    }

    /// Reads an instant.
    ///
    /// - Parameter text: `2026-11-22 16:43:46.5`, with a space or a `T`, in UTC unless `Z` or an
    ///   offset from UTC as `+05:30` follows.
    /// - Returns: nil for anything else.
    package static func date(of text: String) -> Date? {
        var reader = DigitReader(text)
        guard let value = reader.dateTime() else { return nil }
        guard !reader.isAtEnd else { return date(microseconds: value.microseconds) }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return date(microseconds: value.microseconds - Int64(offset) * 1_000_000)
    }

    /// Seconds between 1970-01-01 and 2001-01-01.
    private static let referenceDate: Int64 = 978_307_200
}
