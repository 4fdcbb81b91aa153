#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment, to the second, as header fields and cookies write it.
///
/// ```swift
/// HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT")?.secondsSince1970  // 784111777
/// HTTPDate(secondsSince1970: 0).description                    // Thu, 01 Jan 1970 00:00:00 GMT
/// HTTPDate.now + .seconds(60)
/// ```
///
/// - SeeAlso: RFC 9110, section 5.6.7; Werkzeug `http_date` and `parse_date`.
public struct HTTPDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since the beginning of 1970 in UTC, without leap seconds.
    public let secondsSince1970: Int

    /// The seconds of the years 1 to 9999, which four digits can write.
    package static let writable = -62_135_596_800...253_402_300_799

    /// Makes a date.
    ///
    /// - Parameter secondsSince1970: Seconds; cut to the years 1 to 9999.
    public init(secondsSince1970: Int) {
        self.secondsSince1970 = min(
            max(secondsSince1970, Self.writable.lowerBound), Self.writable.upperBound)
    }

    /// Makes a date of seconds that lie anywhere near the years that can be written: a moment of
    /// year 1 in a zone east of Greenwich is one of year 0.
    init(unclampedSeconds: Int) {
        secondsSince1970 = unclampedSeconds
    }

    /// The present moment.
    public static var now: HTTPDate { HTTPDate(secondsSince1970: time(nil)) }

    /// Tells which date is earlier.
    public static func < (left: HTTPDate, right: HTTPDate) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The date some time later, to the second.
    public static func + (date: HTTPDate, duration: Duration) -> HTTPDate {
        let seconds = Int(clamping: duration.components.seconds)
        return HTTPDate(
            secondsSince1970: date.secondsSince1970.addingReportingOverflow(seconds).overflow
                ? (seconds < 0 ? .min : .max) : date.secondsSince1970 + seconds)
    }

    /// The text of a header field: `Sun, 06 Nov 1994 08:49:37 GMT`.
    public var description: String {
        let days = Self.floorDivision(secondsSince1970, 86_400)
        let second = secondsSince1970 - days * 86_400
        let (year, month, day) = CivilDate.fields(ofDay: days)
        let weekday = days - Self.floorDivision(days + 3, 7) * 7 + 3
        return String(unsafeUninitializedCapacity: 29) { buffer in
            var writer = Writer(buffer: buffer)
            writer.append(CivilDate.weekdayNames.utf8Start + weekday * 3, 3)
            writer.append(", ")
            writer.append(day, digits: 2)
            writer.append(" ")
            writer.append(CivilDate.monthNames.utf8Start + (month - 1) * 3, 3)
            writer.append(" ")
            writer.append(year, digits: 4)
            writer.append(" ")
            writer.append(second / 3600, digits: 2)
            writer.append(":")
            writer.append(second / 60 % 60, digits: 2)
            writer.append(":")
            writer.append(second % 60, digits: 2)
            writer.append(" GMT")
            return writer.count
        }
    }

    private static func floorDivision(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    /// Writes ASCII into memory that was made large enough for the one text it writes.
    private struct Writer {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
            for index in 0..<length {
                buffer[count] = bytes[index]
                count += 1
            }
        }

        mutating func append(_ text: StaticString) {
            append(text.utf8Start, text.utf8CodeUnitCount)
        }

        mutating func append(_ number: Int, digits: Int) {
            var rest = number
            for index in (0..<digits).reversed() {
                buffer[count + index] = UInt8(48 + rest % 10)
                rest /= 10
            }
            count += digits
        }
    }
}

/// Days and their places in the Gregorian calendar, without a limit at its beginning.
package enum CivilDate {
    static let weekdayNames: StaticString = "MonTueWedThuFriSatSun"
    static let monthNames: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// The days from 1970 to a day, which is not checked.
    ///
    /// Years are counted from March, in eras of 400 years, so that leap days come last.
    package static func day(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// Year, month and day of the month, counted from 1.
    package static func fields(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The number of days of a month.
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
