/// A value for a template: what Python would have.
///
/// ```swift
/// let context: TemplateValue = ["title": "News", "tags": ["swift", "web"], "views": 3]
/// ```
public struct TemplateValue: Sendable {
    /// The value.
    let value: DewarTemplates.Value

    /// Wraps a value.
    init(_ value: DewarTemplates.Value) {
        self.value = value
    }

    /// Python's `None`.
    public static let none = TemplateValue(.none)

    /// Text that is HTML already.
    ///
    /// ```swift
    /// let link = TemplateValue.markup("<a href=/>home</a>")
    /// ```
    ///
    /// - SeeAlso: `markupsafe.Markup`.
    public static func markup(_ html: String) -> TemplateValue {
        TemplateValue(.markup(Text(html)))
    }

    /// Text.
    ///
    /// ```swift
    /// let name = TemplateValue.string("<Ada>")
    /// ```
    ///
    /// - SeeAlso: Python `str`.
    public static func string(_ text: String) -> TemplateValue {
        TemplateValue(.string(Text(text)))
    }

    /// A number without a fraction.
    ///
    /// ```swift
    /// let count = TemplateValue.int(3)
    /// ```
    ///
    /// - SeeAlso: Python `int`.
    public static func int(_ number: Int) -> TemplateValue { TemplateValue(.int(number)) }

    /// A number without a fraction, of any size.
    ///
    /// ```swift
    /// let big = TemplateValue.integer(decimal: "340282366920938463463374607431768211456")
    /// ```
    ///
    /// - Parameter decimal: An optional sign and decimal digits.
    /// - Returns: nil for other text.
    /// - SeeAlso: Python `int`.
    public static func integer(decimal: String) -> TemplateValue? {
        BigInteger(decimal: decimal).map { TemplateValue(DewarTemplates.Value($0)) }
    }

    /// A number with a fraction.
    ///
    /// ```swift
    /// let price = TemplateValue.float(9.5)
    /// ```
    ///
    /// - SeeAlso: Python `float`.
    public static func float(_ number: Double) -> TemplateValue { TemplateValue(.float(number)) }

    /// A truth value.
    ///
    /// ```swift
    /// let isNew = TemplateValue.bool(true)
    /// ```
    ///
    /// - SeeAlso: Python `bool`.
    public static func bool(_ truth: Bool) -> TemplateValue { TemplateValue(.bool(truth)) }

    /// Python's `bytes`.
    ///
    /// ```swift
    /// let raw = TemplateValue.bytes([0x68, 0x69])  // b'hi'
    /// ```
    ///
    /// - SeeAlso: Python `bytes`.
    public static func bytes(_ bytes: [UInt8]) -> TemplateValue {
        TemplateValue(.object(Bytes(bytes)))
    }

    /// Python's `list`.
    ///
    /// ```swift
    /// let tags = TemplateValue.list(["swift", 3])
    /// ```
    ///
    /// - SeeAlso: Python `list`.
    public static func list(_ elements: [TemplateValue]) -> TemplateValue {
        TemplateValue(.list(elements.map(\.value)))
    }

    /// Python's `tuple`.
    ///
    /// ```swift
    /// let pair = TemplateValue.tuple(["x", 1])
    /// ```
    ///
    /// - SeeAlso: Python `tuple`.
    public static func tuple(_ elements: [TemplateValue]) -> TemplateValue {
        TemplateValue(.tuple(elements.map(\.value)))
    }

    /// Python's `dict`, in this order; of equal keys the last counts.
    ///
    /// ```swift
    /// let days = try TemplateValue.dict([(key: 1, value: "Monday"), (key: 2, value: "Tuesday")])
    /// ```
    ///
    /// - Throws: ``TemplateError`` of kind TypeError for a key that cannot be hashed.
    /// - SeeAlso: Python `dict`.
    public static func dict(
        _ pairs: some Sequence<(key: TemplateValue, value: TemplateValue)>
    ) throws -> TemplateValue {
        let dict = Dict()
        for pair in pairs { try dict.set(pair.key.value, to: pair.value.value) }
        return TemplateValue(.dict(dict))
    }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A number without a fraction.
    public init(integerLiteral value: Int) { self = .int(value) }

    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .float(value) }

    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Python's `None`.
    public init(nilLiteral: ()) { self = .none }

    /// Python's `list`.
    public init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }

    /// Python's `dict` with text keys.
    public init(dictionaryLiteral elements: (String, TemplateValue)...) {
        let dict = Dict(capacity: elements.count)
        // Text can be a key, and a literal is not too long.
        for (key, value) in elements { try? dict.set(Text(key), to: value.value) }
        self.init(.dict(dict))
    }
}

extension TemplateValue {
    /// The text of `str` and `Markup`, else nil.
    public var string: String? { value.text?.string }

    /// An integer of at most 64 bits, else nil.
    public var int: Int? {
        if case .int(let number) = value { number } else { nil }
    }

    /// A number with or without a fraction, else nil.
    public var double: Double? {
        switch value {
        case .float(let number): number
        case .int(let number): Double(number)
        case .integer(let number): number.double
        default: nil
        }
    }

    /// `True` or `False`, else nil.
    public var bool: Bool? {
        if case .bool(let truth) = value { truth } else { nil }
    }

    /// The elements of a list or tuple, else nil.
    public var elements: [TemplateValue]? {
        switch value {
        case .list(let list): list.elements.map { TemplateValue($0) }
        case .tuple(let tuple): tuple.elements.map { TemplateValue($0) }
        default: nil
        }
    }

    /// The entries of a dictionary in order, else nil.
    public var entries: [(key: TemplateValue, value: TemplateValue)]? {
        guard case .dict(let dict) = value else { return nil }
        return dict.live.map { (TemplateValue($0.key), TemplateValue($0.value)) }
    }

    /// The value of a dictionary's text key, or nil.
    ///
    /// ```swift
    /// let page: TemplateValue = ["title": "News"]
    /// print(page["title"]?.string ?? "")  // News
    /// ```
    ///
    /// - SeeAlso: Python `dict.get`.
    public subscript(key: String) -> TemplateValue? {
        guard case .dict(let dict) = value else { return nil }
        return dict.lookup(Text(key)).map { TemplateValue($0) }
    }

    /// Whether it is Python's `None`.
    public var isNone: Bool { value.isNone }

    /// Whether the template named something that does not exist.
    public var isUndefined: Bool { value.isUndefined }

    /// Whether it is text that is HTML already.
    public var isMarkup: Bool { value.isMarkup }

    /// Whether it is a number with a fraction.
    package var isFloat: Bool {
        if case .float = value { true } else { false }
    }

    /// Whether it is Python's `tuple`.
    package var isTuple: Bool {
        if case .tuple = value { true } else { false }
    }

    /// What Python's `type(x).__name__` gives.
    package var typeName: String { value.typeName }

    /// What Python's `repr` gives.
    package func repr() throws -> String { try value.repr().string }

    /// Python's `is`.
    package func isSame(as other: TemplateValue) -> Bool { value.isSame(as: other.value) }

    /// What a template prints, not escaped.
    ///
    /// ```swift
    /// print(try TemplateValue.list(["a", 1.5]).printed())  // ['a', 1.5]
    /// ```
    ///
    /// - Throws: ``TemplateError`` for a strict undefined value.
    /// - SeeAlso: Python `str`.
    public func printed() throws -> String { try value.printed().string }

    /// Whether Python takes it for true.
    ///
    /// ```swift
    /// let isEmpty = try !TemplateValue.list([]).isTrue()  // true
    /// ```
    ///
    /// - Throws: ``TemplateError`` for a strict undefined value.
    /// - SeeAlso: Python `bool`.
    public func isTrue() throws -> Bool { try value.isTrue() }

    /// The elements of anything that a template can loop over.
    ///
    /// ```swift
    /// let letters = try TemplateValue.string("abc").iterated().count  // 3
    /// ```
    ///
    /// - Throws: ``TemplateError`` of kind TypeError if it cannot be looped over.
    /// - SeeAlso: Python `iter`.
    public func iterated() throws -> [TemplateValue] {
        try value.elements().map { TemplateValue($0) }
    }
}
