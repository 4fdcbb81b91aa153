import DewarRouting
import DewarText

/// Reads and writes the typed values of `conformance/HTTP.md`.
enum TypedValue {
    /// What Python's `str` makes of a value.
    static func text(_ json: JSON) -> String { RouteCaseReader.value(json).description }

    /// The bytes of base64 text.
    static func bytes(_ json: JSON?) -> [UInt8]? {
        json?.string.flatMap { Base64.decode($0.utf8) }
    }

    /// The real number that `$float` stands for.
    static func float(_ json: JSON) -> Double? { json["$float"]?.string.flatMap { Double($0) } }

    /// The moment of a number of seconds, or of a `$datetime`; fractions are cut off.
    static func date(_ json: JSON) throws -> HTTPDate? {
        if let seconds = json.int { return try date(seconds: seconds) }
        if let seconds = float(json) {
            let rounded = (seconds * 1e6).rounded(.toNearestOrEven) / 1e6
            guard abs(rounded) < 1e15 else { throw CaseError.invalid }
            return try date(seconds: Int(rounded.rounded(.down)))
        }
        return try json["$datetime"]?.string.map(date)
    }

    private static func date(seconds: Int) throws -> HTTPDate {
        let date = HTTPDate(secondsSince1970: seconds)
        guard date.secondsSince1970 == seconds else { throw CaseError.invalid }
        return date
    }

    /// Reads `2024-02-29T12:30:00.5+09:00`.
    private static func date(iso text: String) throws -> HTTPDate {
        let bytes = Array(text.utf8)
        let place = String(decoding: bytes.prefix(10), as: UTF8.self).split(separator: "-")
        let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")
        guard place.count == 3, bytes.count >= 19, let month = Int(place[1]) else {
            throw CaseError.invalid
        }
        let time = String(decoding: bytes[11..<19], as: UTF8.self)
        let zone = String(
            decoding: bytes[19...].drop { $0 == 46 || $0.isASCIIDigit }, as: UTF8.self)
        // Years below 100 have only one text that is read: the seconds are shifted by 400 years.
        let isEarly = Int(place[0]) ?? 0 < 100
        let year = isEarly ? String((Int(place[0]) ?? 0) + 400) : String(place[0])
        let padded = String(repeating: "0", count: 4 - year.utf8.count) + year
        let shift = isEarly ? 146_097 * 86_400 : 0
        guard
            let date = HTTPDate("Mon, \(place[2]) \(months[month - 1]) \(padded) \(time) GMT")
        else { throw CaseError.invalid }
        return try self.date(
            seconds: date.secondsSince1970 - shift - (zone.isEmpty ? 0 : offset(zone)))
    }

    /// Reads `+09:00`.
    private static func offset(_ zone: String) -> Int {
        let parts = zone.dropFirst().split(separator: ":").compactMap { Int($0) }
        let seconds = parts[0] * 3600 + parts[1] * 60
        return zone.hasPrefix("-") ? -seconds : seconds
    }

    /// Writes JSON as a typed value.
    static func typed(_ json: JSON) -> JSON {
        switch json {
        case .integer(let digits): ["$int": .string(digits)]
        case .double(let number): ["$float": .string(FloatText.text(of: number))]
        case .array(let elements): .array(elements.map(typed))
        case .object(let object):
            ["$dict": .array(object.map { [.string($0.key), typed($0.value)] })]
        default: json
        }
    }

    /// The JSON that Python's encoder would make of a typed value, in Flask's provider.
    static func encodable(_ json: JSON, sortsKeys: Bool) throws -> JSON {
        switch json {
        case .array(let elements):
            return .array(try elements.map { try encodable($0, sortsKeys: sortsKeys) })
        case .object(let object):
            guard let (kind, content) = object.first else { return json }
            switch kind {
            case "$int": return .integer(content.string ?? "")
            case "$float": return .double(float(json) ?? .nan)
            case "$uuid", "$markup": return content
            case "$datetime": return .string(try date(json)?.description ?? "")
            case "$tuple": return try encodable(content, sortsKeys: sortsKeys)
            case "$dict": return try dictionary(content, sortsKeys: sortsKeys)
            default: throw CaseError.invalid
            }
        default: return json
        }
    }

    private static func dictionary(_ pairs: JSON, sortsKeys: Bool) throws -> JSON {
        var pairs = pairs.array ?? []
        if sortsKeys {
            let numbers = pairs.compactMap {
                $0[0].flatMap { $0.int.map(Double.init) ?? float($0) }
            }
            if numbers.count == pairs.count {
                pairs = zip(numbers, pairs).sorted { $0.0 < $1.0 }.map(\.1)
            } else if !pairs.allSatisfy({ $0[0]?.string != nil }) && pairs.count > 1 {
                throw CaseError.invalid
            }
        }
        return .object(
            JSONObject(
                try pairs.map { pair in
                    (try key(pair[0] ?? nil), try encodable(pair[1] ?? nil, sortsKeys: sortsKeys))
                }))
    }

    private static func key(_ json: JSON) throws -> String {
        switch json {
        case .string(let text): return text
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        default:
            if let number = float(json) { return FloatText.text(of: number) }
            if let markup = json["$markup"]?.string { return markup }
            throw CaseError.invalid
        }
    }
}

/// Why a case gives no value.
enum CaseError: Error {
    /// The call is refused, as Python would by an exception.
    case invalid
    /// There is no such function.
    case unsupported(String)
}
