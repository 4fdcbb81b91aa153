/// A time of day, in no time zone, to the microsecond.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// Microseconds since midnight.
    package let microseconds: Int64
    /// 00:00.
    package static let midnight = LocalTime()
    /// How many microseconds a day has.
    package static let day: Int64 = 86_400_000_000

    private init() { microseconds = 0 }

    /// Makes a time of its microsecond of the day; nil outside the day.
    package init?(microseconds: Int64) {
        guard (0..<Self.day).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    /// Makes a time; nil for one that no day has.
    ///
    /// ```swift
    /// print(LocalTime(hour: 16, minute: 43)?.description ?? "none")  // 16:43:00.000000
    /// ```
    ///
    /// - Parameters:
    ///   - hour: 0 to 23.
    ///   - minute: 0 to 59.
    ///   - second: 0 to 59.
    ///   - microsecond: 0 to 999,999.
    /// - SeeAlso: Python `datetime.time`.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return nil }
        let seconds = Int64((hour * 60 + minute) * 60 + second)
        microseconds = seconds * 1_000_000 + Int64(microsecond)
    }

    /// The hour, from 0 to 23.
    public var hour: Int { Int(microseconds / 3_600_000_000) }
    /// The minute, from 0 to 59.
    public var minute: Int { Int(microseconds / 60_000_000 % 60) }
    /// The second, from 0 to 59.
    public var second: Int { Int(microseconds / 1_000_000 % 60) }
    /// The microsecond of the second.
    public var microsecond: Int { Int(microseconds % 1_000_000) }

    /// Tells whether a time is the earlier one.
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension LocalTime: LosslessStringConvertible {
    /// Reads `16:43`, `16:43:46` and `16:43:46.5` with up to six digits; nil for everything else.
    public init?(_ description: String) {
        var reader = DigitReader(description)
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        self = time
    }

    /// The time as `16:43:46.000000`.
    public var description: String {
        var text = DigitWriter()
        text.append(time: self)
        return text.text
    }
}
