package import FoundationEssentials

/// A date and a time of day, in no time zone: what a clock on the wall shows.
public struct LocalDateTime: Sendable, Hashable, Comparable {
    /// The date.
    public var date: LocalDate
    /// The time of day.
    public var time: LocalTime

    /// Makes one of its parts.
    ///
    /// ```swift
    /// if let date = LocalDate(year: 2024, month: 2, day: 29), let time = LocalTime(hour: 12, minute: 0) {
    ///     print(LocalDateTime(date: date, time: time))  // 2024-02-29 12:00:00.000000
    /// }
    /// ```
    ///
    /// - SeeAlso: Python `datetime.datetime.combine`.
    public init(date: LocalDate, time: LocalTime) {
        self.date = date
        self.time = time
    }

    /// Makes the date and time that an instant is in UTC, the first or last day for what lies
    /// outside the years 1 to 9999.
    package init(nearest instant: Date) {
        let found = InstantText.microseconds(of: instant).flatMap { Self(microseconds: $0) }
        let isEarly = instant < Date(timeIntervalSinceReferenceDate: 0)
        self =
            found ?? Self(date: LocalDate(nearestDay: isEarly ? .min : .max), time: .midnight)
    }

    /// Microseconds since 1970-01-01 00:00, as if in UTC.
    package var microseconds: Int64 { Int64(date.days) * LocalTime.day + time.microseconds }

    /// Makes one of microseconds since 1970-01-01 00:00; nil outside the years 1 to 9999.
    package init?(microseconds: Int64) {
        var days = microseconds / LocalTime.day
        var rest = microseconds % LocalTime.day
        if rest < 0 {
            days -= 1
            rest += LocalTime.day
        }
        guard let date = LocalDate(days: Int(days)), let time = LocalTime(microseconds: rest)
        else { return nil }
        self.init(date: date, time: time)
    }

    /// Tells whether one is the earlier.
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension LocalDateTime: LosslessStringConvertible {
    /// Reads `2026-11-22 16:43:46.5`, with a space or a `T`; nil for everything else.
    public init?(_ description: String) {
        var reader = DigitReader(description)
        guard let value = reader.dateTime(), reader.isAtEnd else { return nil }
        self = value
    }

    /// The date and the time as `2026-11-22 16:43:46.000000`.
    public var description: String {
        var text = DigitWriter()
        text.append(dateTime: self)
        return text.text
    }
}
