extension HTTPDate {
    /// Reads a date as Python's `email.utils` does, which takes far more than HTTP allows: other
    /// zones, two-digit years, full month names, a missing weekday or second.
    ///
    /// Gives nil for what is no date, or no date of the years 1 to 9999.
    ///
    /// - Parameter text: The value of a header field.
    /// - SeeAlso: Werkzeug `parse_date`; RFC 5322, sections 3.3 and 4.3.
    public init?(_ text: String) {
        var text = text
        if let date = text.withUTF8(Self.usualDate) {
            self = date
            return
        }
        guard let fields = DateFields(text), let date = fields.date else { return nil }
        self = date
    }

    /// Reads the form that everybody sends: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func usualDate(_ bytes: UnsafeBufferPointer<UInt8>) -> HTTPDate? {
        guard bytes.count == 29, bytes[3] == UInt8(ascii: ","), bytes[4] == 0x20,
            bytes[7] == 0x20, bytes[11] == 0x20, bytes[16] == 0x20,
            bytes[19] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"), bytes[25] == 0x20,
            bytes[26] == UInt8(ascii: "G"), bytes[27] == UInt8(ascii: "M"),
            bytes[28] == UInt8(ascii: "T"),
            !bytes[0].isASCIISpace, !bytes[1].isASCIISpace, !bytes[2].isASCIISpace,
            bytes[0] < 0x80, bytes[1] < 0x80, bytes[2] < 0x80
        else { return nil }
        func number(_ start: Int, _ length: Int) -> Int? {
            var value = 0
            for index in start..<(start + length) {
                guard bytes[index].isASCIIDigit else { return nil }
                value = value * 10 + Int(bytes[index] - 48)
            }
            return value
        }
        let names = CivilDate.monthNames.utf8Start
        let month = (0..<12).first { month in
            (0..<3).allSatisfy { bytes[8 + $0] == names[month * 3 + $0] }
        }
        guard let month, let day = number(5, 2), let year = number(12, 4), year >= 100,
            let hour = number(17, 2), let minute = number(20, 2), let second = number(23, 2)
        else { return nil }
        return DateFields(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second
        ).date
    }
}

/// The parts of a date, as text gave them.
private struct DateFields {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    /// Seconds east of Greenwich.
    var offset = 0

    /// The moment; nil when the parts are none.
    var date: HTTPDate? {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...CivilDate.length(ofMonth: month, year: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (-86_399...86_399).contains(offset)
        else { return nil }
        let days = CivilDate.day(year: year, month: month, day: day)
        return HTTPDate(
            unclampedSeconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset)
    }
}

extension DateFields {
    /// Takes text apart in the way, and with the liberties, of Python's `email._parseaddr`.
    init?(_ text: String) {
        guard var words = Self.words(text), words.count >= 5 else { return nil }
        words = Array(words[..<5])
        var (day, monthName, year, time, zone) = (words[0], words[1], words[2], words[3], words[4])
        guard !day.isEmpty, !monthName.isEmpty, !year.isEmpty else { return nil }

        var month = Self.month(monthName)
        if month == nil {
            (day, monthName) = (monthName, day)
            month = Self.month(monthName)
        }
        guard let month else { return nil }
        if day.last == "," { day.removeLast() }
        if let colon = year.firstIndex(of: ":"), colon > year.startIndex {
            (year, time) = (time, year)
        }
        if year.last == "," {
            year.removeLast()
            if year.isEmpty { return nil }
        }
        // Without a time there is no last character, at which Python fails in another way.
        guard let first = year.first else { return nil }
        if !Self.isDigit(first) { (year, zone) = (zone, year) }
        guard let lastOfTime = time.last else { return nil }
        if lastOfTime == "," { time.removeLast() }
        guard let (hour, minute, second) = Self.time(time),
            var yearNumber = NumberText.int(String(year)),
            let dayNumber = NumberText.int(String(day))
        else { return nil }
        if yearNumber < 100 { yearNumber += yearNumber > 68 ? 1900 : 2000 }
        self.init(
            year: yearNumber, month: month, day: dayNumber, hour: hour, minute: minute,
            second: second, offset: Self.offset(zone))
    }

    /// The words of a date: day, month, year, time and, if there is one, zone.
    private static func words(_ text: String) -> [Substring.UnicodeScalarView]? {
        var words = text.unicodeScalars.split(whereSeparator: NumberText.isSpace)
        guard let first = words.first else { return nil }
        if first.last == "," || isWeekday(first) {
            words.removeFirst()
        } else if let comma = first.lastIndex(of: ",") {
            words[0] = first[first.index(after: comma)...]
        }
        if words.count == 3 {
            let parts = words[0].split(separator: "-", omittingEmptySubsequences: false)
            if parts.count == 3 { words.replaceSubrange(0..<1, with: parts) }
        }
        if words.count == 4 {
            let last = words[3]
            let sign = last.firstIndex(of: "+") ?? last.firstIndex(of: "-")
            if let sign, sign > last.startIndex {
                words[3] = last[..<sign]
                words.append(last[sign...])
            } else {
                words.append(Substring().unicodeScalars)
            }
        }
        return words
    }

    private static func isWeekday(_ word: Substring.UnicodeScalarView) -> Bool {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(String(word).lowercased())
    }

    private static func month(_ word: Substring.UnicodeScalarView) -> Int? {
        let names = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            "january", "february", "march", "april", "may", "june", "july", "august",
            "september", "october", "november", "december",
        ]
        return names.firstIndex(of: String(word).lowercased()).map { $0 % 12 + 1 }
    }

    /// What Python's `str.isdigit` takes: decimal digits, superscripts and the like.
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.numericType {
        case .decimal, .digit: true
        default: false
        }
    }

    private static func time(
        _ word: Substring.UnicodeScalarView
    ) -> (hour: Int, minute: Int, second: Int)? {
        var parts = word.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, word.contains(".") {
            parts = word.split(separator: ".", omittingEmptySubsequences: false)
        }
        guard (2...3).contains(parts.count) else { return nil }
        let numbers = parts.compactMap { NumberText.int(String($0)) }
        guard numbers.count == parts.count else { return nil }
        return (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
    }

    /// Seconds east of Greenwich; 0 for a zone that is none.
    private static func offset(_ word: Substring.UnicodeScalarView) -> Int {
        let name = String(word).uppercased()
        let zones = [
            "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "AST": -400, "ADT": -300, "EST": -500,
            "EDT": -400, "CST": -600, "CDT": -500, "MST": -700, "MDT": -600, "PST": -800,
            "PDT": -700,
        ]
        guard let number = zones[name] ?? NumberText.int(name) else {
            // Longer than 64 bits: no zone lies there.
            return NumberText.integerDigits(name) == nil ? 0 : .max
        }
        let magnitude = Int(min(number.magnitude, 1_000_000))
        let seconds = magnitude / 100 * 3600 + magnitude % 100 * 60
        return number < 0 ? -seconds : seconds
    }
}
