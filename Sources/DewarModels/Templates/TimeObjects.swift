import DewarORM
import DewarTemplates

/// A date and time in a template, as Python's `datetime`.
struct DateTimeObject: TemplateObject, Hashable, Comparable {
    let value: LocalDateTime
    /// Whether it says that it is in UTC.
    let isUTC: Bool

    init(_ value: LocalDateTime, isUTC: Bool) {
        self.value = value
        self.isUTC = isUTC
    }

    static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    var templateMemberNames: [String] {
        DateObject.members + TimeObject.members + ["date", "time", "timestamp"]
    }

    func templateMember(_ name: String) -> TemplateValue? {
        switch name {
        case "date": .function { DateObject(value.date) }
        case "time": .function { TimeObject(value.time) }
        case "timestamp":
            .function { Double(value.microseconds) / 1_000_000 }
        case "isoformat":
            .function { (separator: String?) in isoText(separator ?? "T") }
        case "strftime":
            .function { (format: String) in
                TimeFormat(date: value.date, time: value.time, isUTC: isUTC).text(format)
            }
        default:
            DateObject(value.date).field(name) ?? TimeObject(value.time).field(name)
        }
    }

    /// `2026-11-22 16:43:46.500000+00:00`.
    var templateDescription: String { isoText(" ") }

    private func isoText(_ separator: String) -> String {
        "\(value.date)\(separator)\(TimeObject(value.time).templateDescription)"
            + (isUTC ? "+00:00" : "")
    }
}

/// A date in a template, as Python's `date`.
struct DateObject: TemplateObject, Hashable, Comparable {
    let value: LocalDate

    init(_ value: LocalDate) {
        self.value = value
    }

    static let members = ["year", "month", "day", "weekday", "isoweekday", "isoformat", "strftime"]

    static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    var templateMemberNames: [String] { Self.members }

    func templateMember(_ name: String) -> TemplateValue? {
        switch name {
        case "isoformat": .function { value.description }
        case "strftime":
            .function { (format: String) in
                TimeFormat(date: value, time: .midnight, isUTC: false).text(format)
            }
        default: field(name)
        }
    }

    /// What a date and time has of the date.
    func field(_ name: String) -> TemplateValue? {
        switch name {
        case "year": .int(value.year)
        case "month": .int(value.month)
        case "day": .int(value.day)
        case "weekday": .function { value.weekday }
        case "isoweekday": .function { value.weekday + 1 }
        default: nil
        }
    }

    var templateDescription: String { value.description }
}

/// A time of day in a template, as Python's `time`.
struct TimeObject: TemplateObject, Hashable, Comparable {
    let value: LocalTime

    init(_ value: LocalTime) {
        self.value = value
    }

    static let members = ["hour", "minute", "second", "microsecond", "isoformat", "strftime"]

    static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    var templateMemberNames: [String] { Self.members }

    func templateMember(_ name: String) -> TemplateValue? {
        switch name {
        case "isoformat": .function { templateDescription }
        case "strftime":
            .function { (format: String) in
                TimeFormat(date: .pythonEpoch, time: value, isUTC: false).text(format)
            }
        default: field(name)
        }
    }

    /// What a date and time has of the time.
    func field(_ name: String) -> TemplateValue? {
        switch name {
        case "hour": .int(value.hour)
        case "minute": .int(value.minute)
        case "second": .int(value.second)
        case "microsecond": .int(value.microsecond)
        default: nil
        }
    }

    /// `16:43:46`, with microseconds if there are some.
    var templateDescription: String {
        let whole = value.description
        return value.microsecond == 0 ? String(whole.prefix(8)) : whole
    }
}

extension LocalDate {
    /// 1900-01-01, by which Python writes times.
    fileprivate static var pythonEpoch: LocalDate { LocalDate(nearestDay: -25_567) }

    /// The day of the week, from 0 for Monday.
    var weekday: Int {
        // 1970-01-01 was a Thursday.
        let rest = (Int(days) + 3) % 7
        return rest < 0 ? rest + 7 : rest
    }

    /// The day of the year, from 1.
    var dayOfYear: Int {
        let first = LocalDate(year: year, month: 1, day: 1) ?? self
        return Int(days) - Int(first.days) + 1
    }
}
