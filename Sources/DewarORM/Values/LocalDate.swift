private import DewarText

/// A date of the Gregorian calendar, in no time zone: a birthday.
///
/// ```swift
/// let date = LocalDate("2026-11-22")
/// let weekLater = date?.adding(days: 7)  // 2026-11-29
/// ```
public struct LocalDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package let days: Int32
    /// The first and the last day: of the years 1 and 9999.
    package static let bounds: ClosedRange<Int32> = -719_162...2_932_896

    /// Makes the date of a day, the first or last one for what lies outside ``bounds``.
    package init(nearestDay day: Int) {
        days = Int32(min(max(day, Int(Self.bounds.lowerBound)), Int(Self.bounds.upperBound)))
    }

    /// Makes a date of its day; nil outside ``bounds``.
    package init?(days: Int) {
        guard let days = Int32(exactly: days), Self.bounds.contains(days) else { return nil }
        self.days = days
    }

    /// Makes a date; nil for a day that does not exist.
    ///
    /// ```swift
    /// print(LocalDate(year: 2024, month: 2, day: 29)?.description ?? "none")  // 2024-02-29
    /// ```
    ///
    /// - Parameters:
    ///   - year: 1 to 9999.
    ///   - month: 1 to 12.
    ///   - day: 1 to 31.
    /// - SeeAlso: Python `datetime.date`.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.length(ofMonth: month, year: year)
        else { return nil }
        self.init(days: CivilDate.day(year: year, month: month, day: day))
    }

    /// The year, from 1 to 9999.
    public var year: Int { CivilDate.fields(ofDay: Int(days)).year }
    /// The month, from 1.
    public var month: Int { CivilDate.fields(ofDay: Int(days)).month }
    /// The day of the month, from 1.
    public var day: Int { CivilDate.fields(ofDay: Int(days)).day }

    /// Tells whether a date is the earlier one.
    public static func < (left: LocalDate, right: LocalDate) -> Bool { left.days < right.days }

    /// The date some days later.
    ///
    /// ```swift
    /// print(LocalDate(year: 2024, month: 2, day: 28)?.adding(days: 2)?.description ?? "none")  // 2024-03-01
    /// ```
    ///
    /// - Parameter days: Any number, also negative.
    /// - Returns: nil after the year 9999 or before 1.
    /// - SeeAlso: Python `datetime.timedelta`.
    public func adding(days: Int) -> LocalDate? {
        let (sum, overflow) = Int(self.days).addingReportingOverflow(days)
        return overflow ? nil : LocalDate(days: sum)
    }
}

extension LocalDate: LosslessStringConvertible {
    /// Reads `2026-11-22`; nil for everything else.
    public init?(_ description: String) {
        var reader = DigitReader(description)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let day = reader.number(2), reader.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date as `2026-11-22`.
    public var description: String {
        let fields = CivilDate.fields(ofDay: Int(days))
        var text = DigitWriter()
        text.append(date: (fields.year, fields.month, fields.day))
        return text.text
    }
}
