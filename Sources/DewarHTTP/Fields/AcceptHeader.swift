import DewarText

/// What a client prefers, in order: the values of an `Accept…` field with their qualities.
///
/// ```swift
/// let type = try request.accept.mimeTypes.bestMatch(["text/html", "application/json"])
/// let language = request.accept.languages.bestMatch(["ko", "en"], default: "en")
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
    ///
    /// ```swift
    /// EncodingAccept(unordered: [], isProvided: false).best  // nil: anything will do
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept.__init__`.
    init(unordered items: [AcceptItem], isProvided: Bool)

    /// How specific a value is.
    ///
    /// ```swift
    /// MIMEAccept.specificity(of: "text/*") < MIMEAccept.specificity(of: "text/html")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept._specificity`.
    static func specificity(of value: String) -> AcceptSpecificity

    /// Tells whether a value of the server is what a value of the client stands for.
    ///
    /// ```swift
    /// try MIMEAccept.matches("text/html", "text/*")  // true
    /// CharsetAccept.matches("utf8", "UTF-8")         // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept._value_matches`.
    static func matches(_ value: String, _ item: String) throws(Failure) -> Bool

    /// Finds the value that the client likes best.
    ///
    /// ```swift
    /// let accept = MIMEAccept(parsing: "text/html;q=0.5, application/json")
    /// try accept.bestMatch(["text/html", "application/json"])  // "application/json"
    /// try accept.bestMatch(["image/png"])                      // nil
    /// ```
    ///
    /// - Parameter values: What the server has.
    /// - Returns: The first of the values that the client likes best; nil when it likes none.
    /// - Throws: ``HeaderError`` for a media type that is none.
    /// - SeeAlso: Werkzeug `Accept.best_match`.
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
    ///
    /// ```swift
    /// try MIMEAccept(parsing: "text/*;q=0.5").quality(of: "text/html")  // 0.5
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept.quality`.
    public func quality(of value: String) throws(Failure) -> Double {
        guard let index = try index(of: value) else { return 0 }
        return items[index].quality
    }

    /// Tells whether the client names a value, even with a quality of 0.
    ///
    /// ```swift
    /// EncodingAccept(parsing: "gzip;q=0").contains("gzip")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept.__contains__`.
    public func contains(_ value: String) throws(Failure) -> Bool {
        try index(of: value) != nil
    }

    /// The place of the first of the client's values that stands for a value; nil without one.
    ///
    /// ```swift
    /// LanguageAccept(parsing: "ko, en;q=0.5").index(of: "en")  // 1
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Accept.find`.
    public func index(of value: String) throws(Failure) -> Int? {
        for (index, item) in items.enumerated() where try Self.matches(value, item.value) {
            return index
        }
        return nil
    }

    /// Finds the value that the client likes best.
    ///
    /// ```swift
    /// request.accept.languages.bestMatch(["ko", "de"], default: "en")
    /// ```
    ///
    /// - Parameters:
    ///   - values: What the server has.
    ///   - default: What is given when the client likes none.
    /// - Returns: One of the values, or the default.
    /// - Throws: ``HeaderError`` for a media type that is none.
    /// - SeeAlso: Werkzeug `Accept.best_match`.
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
        var best: (quality: Double, specificity: AcceptSpecificity) = (-1, AcceptSpecificity())
        for value in values {
            guard let index = try index(of: value) else { continue }
            let item = items[index]
            guard item.quality > 0, item.quality >= best.quality else { continue }
            let specificity = Self.specificity(of: item.value)
            if item.quality > best.quality || specificity > best.specificity {
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
        var ranks: [AcceptRank] = []
        ranks.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let rank = AcceptRank(
                specificity: Self.specificity(of: item.value), quality: item.quality, index: index)
            ranks.append(rank)
        }
        ranks.sort { $0.precedes($1) }
        return ranks.map { items[$0.index] }
    }
}

/// How specific a value of an `Accept…` field is: whether each of its parts is something else than
/// `*`.
///
/// Values are compared part by part, of two that are otherwise the same the longer one is more
/// specific. Of more than 63 parts the first count.
public struct AcceptSpecificity: Sendable, Comparable {
    /// Two bits a part, the first part highest: 2 for something else than `*`, 1 for `*`.
    private var parts: UInt128 = 0
    private var count = 0

    /// Makes the specificity of no parts.
    public init() {}

    /// Adds a part.
    ///
    /// ```swift
    /// var html = AcceptSpecificity()
    /// html.append(isAny: false)  // text
    /// html.append(isAny: false)  // html
    /// html == MIMEAccept.specificity(of: "text/html")  // true
    /// ```
    ///
    /// - Parameter isAny: Whether it is `*`.
    /// - SeeAlso: Werkzeug `Accept._specificity`.
    public mutating func append(isAny: Bool) {
        count += 1
        guard count < 64 else { return }
        parts |= (isAny ? 1 : 2) << UInt128(128 - 2 * count)
    }

    /// Tells which value is less specific.
    public static func < (left: AcceptSpecificity, right: AcceptSpecificity) -> Bool {
        left.parts < right.parts
    }
}

/// What decides the place of a value among others.
private struct AcceptRank {
    let specificity: AcceptSpecificity
    let quality: Double
    let index: Int

    func precedes(_ other: AcceptRank) -> Bool {
        if specificity != other.specificity { return specificity > other.specificity }
        if quality != other.quality { return quality > other.quality }
        return index < other.index
    }
}
