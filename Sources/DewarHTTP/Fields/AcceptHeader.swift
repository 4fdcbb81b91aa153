import DewarText

/// What a client prefers, in order: the values of an `Accept…` field with their qualities.
///
/// ```swift
/// switch try request.accept.mimeTypes.bestMatch(["text/html", "application/json"]) {
/// case "application/json": …
/// }
/// request.accept.languages.bestMatch(["ko", "en"]) ?? "en"
/// ```
/// The most specific values come first, of equally specific ones those of the best quality.
///
/// - SeeAlso: Werkzeug `Accept`; RFC 9110, section 12.
public protocol AcceptHeader: Sendable, CustomStringConvertible {
    /// What a question that makes no sense throws; `Never` where every question does.
    associatedtype Failure: Error

    /// The values with their qualities from 0 to 1, the preferred ones first.
    var items: [AcceptItem] { get }

    /// Whether the client sent the field: without it, anything will do.
    var isProvided: Bool { get }

    /// Makes a list of values in the order in which they were sent.
    init(unordered items: [AcceptItem], isProvided: Bool)

    /// How specific a value is: one truth for each of its parts.
    static func specificity(of value: String) -> [Bool]

    /// Tells whether a value of the server is what a value of the client stands for.
    static func matches(_ value: String, _ item: String) throws(Failure) -> Bool

    /// Finds the value that the client likes best.
    ///
    /// - Parameter values: What the server has.
    /// - Returns: The first of the values that the client likes best; nil when it likes none.
    /// - Throws: ``HeaderError`` for a media type that is none.
    func bestMatch(_ values: [String]) throws(Failure) -> String?
}

/// One value of an `Accept…` field.
public struct AcceptItem: Sendable {
    /// The value, with its parameters but without `q`.
    public let value: String
    /// How much the client likes it: 0 (not at all) to 1.
    public let quality: Double
}

extension AcceptHeader {
    /// Reads a field.
    ///
    /// Values whose quality is no number from 0 to 1 are left out.
    ///
    /// - Parameter value: The value of the field; nil or empty when there is none.
    /// - SeeAlso: Werkzeug `parse_accept_header`.
    public init(parsing value: String?) {
        guard let value, !value.isEmpty else {
            self.init(unordered: [], isProvided: false)
            return
        }
        self.init(unordered: AcceptParser.items(value), isProvided: true)
    }

    /// The value that the client likes best; nil when there is none.
    public var best: String? { items.first?.value }

    /// The values, the preferred ones first.
    public var values: [String] { items.map(\.value) }

    /// How much the client likes a value: 0 to 1, and 0 for a value that it doesn't name.
    public func quality(of value: String) throws(Failure) -> Double {
        guard let index = try index(of: value) else { return 0 }
        return items[index].quality
    }

    /// Tells whether the client names a value, even with a quality of 0.
    public func contains(_ value: String) throws(Failure) -> Bool {
        try index(of: value) != nil
    }

    /// The place of the first of the client's values that stands for a value; nil without one.
    public func index(of value: String) throws(Failure) -> Int? {
        for (index, item) in items.enumerated() where try Self.matches(value, item.value) {
            return index
        }
        return nil
    }

    /// Finds the value that the client likes best.
    ///
    /// - Parameters:
    ///   - values: What the server has.
    ///   - default: What is given when the client likes none.
    /// - Returns: One of the values, or the default.
    /// - Throws: ``HeaderError`` for a media type that is none.
    public func bestMatch(_ values: [String], default: String) throws(Failure) -> String {
        try bestMatch(values) ?? `default`
    }

    /// Finds the value that the client likes best; of equally liked ones the first.
    public func bestMatch(_ values: [String]) throws(Failure) -> String? {
        try bestDirectMatch(values)
    }

    /// The search that all kinds share.
    func bestDirectMatch(_ values: [String]) throws(Failure) -> String? {
        var result: String?
        var best: (quality: Double, specificity: [Bool]) = (-1, [])
        for value in values {
            guard let index = try index(of: value) else { continue }
            let item = items[index]
            guard item.quality > 0, item.quality >= best.quality else { continue }
            let specificity = Self.specificity(of: item.value)
            if item.quality > best.quality || AcceptParser.precedes(best.specificity, specificity) {
                result = value
                best = (item.quality, specificity)
            }
        }
        return result
    }

    /// The value of a field.
    public var description: String {
        items.map { item in
            item.quality == 1 ? item.value : "\(item.value);q=\(FloatText.text(of: item.quality))"
        }.joined(separator: ",")
    }

    /// Puts values in the order of preference.
    static func ordered(_ items: [AcceptItem]) -> [AcceptItem] {
        guard items.count > 1 else { return items }
        let keyed = items.enumerated().map { index, item in
            (index: index, specificity: Self.specificity(of: item.value), item: item)
        }
        return keyed.sorted { left, right in
            if left.specificity != right.specificity {
                return AcceptParser.precedes(right.specificity, left.specificity)
            }
            if left.item.quality != right.item.quality {
                return left.item.quality > right.item.quality
            }
            return left.index < right.index
        }.map(\.item)
    }
}

/// Reads the values of `Accept…` fields.
enum AcceptParser {
    static func items(_ text: String) -> [AcceptItem] {
        HeaderText.list(TextBytes(text)).compactMap { item in
            guard item.contains(UInt8(ascii: ";")) else {
                return AcceptItem(value: item.trimmed.text, quality: 1)
            }
            var header = OptionsHeader(item.text)
            var quality = 1.0
            if let text = header.remove("q") {
                guard let number = self.quality(text) else { return nil }
                quality = number
            }
            let value =
                header.options.isEmpty
                ? header.value
                : OptionsHeader.text(header.value, header.options.map { ($0.name, $0.value) })
            return AcceptItem(value: value, quality: quality)
        }
    }

    /// Reads `0.5`: digits, and digits after a point.
    private static func quality(_ text: String) -> Double? {
        let digits = TextBytes(text).trimmed
        var rest = digits
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: \.isASCIIDigit)
        let fraction = rest[whole.endIndex...]
        guard !whole.isEmpty else { return nil }
        if !fraction.isEmpty {
            guard fraction.first == UInt8(ascii: "."), fraction.count > 1,
                fraction.dropFirst().allSatisfy(\.isASCIIDigit)
            else { return nil }
        }
        guard let number = Double(digits.text), (0...1).contains(number) else { return nil }
        return number
    }

    /// Tells whether one list comes before another, as Python orders tuples of booleans.
    static func precedes(_ left: [Bool], _ right: [Bool]) -> Bool {
        for (left, right) in zip(left, right) where left != right { return right }
        return left.count < right.count
    }
}
