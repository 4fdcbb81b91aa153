private import DewarText

/// Dates outside the years 1 to 9999, as the server writes them: `10000-01-01`, `0044-03-15 BC`.
enum FarDate {
    /// Writes a date.
    ///
    /// - Parameter day: Days since 1970-01-01.
    /// - Returns: Its text.
    static func text(day: Int) -> String {
        let (date, isBefore) = parts(day)
        return date + (isBefore ? " BC" : "")
    }

    /// Writes a date and a time.
    ///
    /// - Parameters:
    ///   - microseconds: Since 2000-01-01.
    ///   - isLocal: Whether it is in no time zone; otherwise in UTC.
    /// - Returns: Its text.
    static func text(microseconds: Int64, isLocal: Bool) -> String {
        let length: Int64 = 86_400_000_000
        var days = microseconds / length
        var rest = microseconds % length
        if rest < 0 {
            days -= 1
            rest += length
        }
        let (date, isBefore) = parts(Int(days) + Epoch.days)
        let seconds = Int(rest / 1_000_000), fraction = Int(rest % 1_000_000)
        var time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
            .joined(separator: ":")
        if fraction > 0 {
            var digits = padded(fraction, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            time += "." + digits
        }
        return "\(date) \(time)\(isLocal ? "" : "+00")\(isBefore ? " BC" : "")"
    }

    private static func parts(_ day: Int) -> (date: String, isBefore: Bool) {
        let fields = CivilDate.fields(ofDay: day)
        // There is no year 0: before 1 comes 1 BC.
        let year = fields.year > 0 ? fields.year : 1 - fields.year
        let date = "\(padded(year, 4))-\(padded(fields.month, 2))-\(padded(fields.day, 2))"
        return (date, fields.year <= 0)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
