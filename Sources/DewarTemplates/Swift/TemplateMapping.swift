/// A Swift value that a template sees as a dictionary, whose entries are looked up when named.
///
/// ```swift
/// struct Prices: TemplateMapping {
///     var templateKeys: [TemplateValue] { ["apple", "pear"] }
///
///     func templateItem(_ key: TemplateValue) throws -> TemplateValue? {
///         key.string == "apple" ? 3 : key.string == "pear" ? 4 : nil
///     }
/// }
/// ```
/// A template writes `prices.apple`, `prices['apple']`, `prices.get('fig', 0)`, `'pear' in prices`,
/// `prices|length`, `for name in prices` and `for name, price in prices.items()`.
public protocol TemplateMapping: TemplateObject {
    /// The keys in order; asked for when a template goes through them or counts them.
    var templateKeys: [TemplateValue] { get throws }

    /// The value of a key, or nil if there is none.
    ///
    /// ```swift
    /// struct Capitals: TemplateMapping {
    ///     var templateKeys: [TemplateValue] { ["Korea"] }
    ///
    ///     func templateItem(_ key: TemplateValue) -> TemplateValue? {
    ///         key.string == "Korea" ? "Seoul" : nil
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter key: What stands between the brackets, or behind the dot.
    /// - Returns: The value; a template sees nil as undefined.
    /// - Throws: What stops the rendering.
    /// - SeeAlso: Python `Mapping.__getitem__`.
    func templateItem(_ key: TemplateValue) throws -> TemplateValue?

    /// What a loop goes through; the keys if nothing is said.
    var templateElements: [TemplateValue] { get throws }
}

extension TemplateMapping {
    /// Nothing: entries are items, and the methods of dictionaries are there in any case.
    public func templateMember(_ name: String) throws -> TemplateValue? { nil }

    /// The keys.
    public var templateElements: [TemplateValue] { get throws { try templateKeys } }

    /// The entries, as a dictionary prints them.
    public var templateDescription: String {
        get throws { try TemplateValue(.dict(SwiftMapping.entries(of: self))).printed() }
    }

    /// Whether there is an entry.
    public var isTemplateTrue: Bool { get throws { try !templateKeys.isEmpty } }

    /// The object, whose entries are looked up when a template names them.
    public var templateValue: TemplateValue { TemplateValue(.object(SwiftMapping(self))) }
}

/// A Swift value that is a mapping in a template.
final class SwiftMapping: SwiftObject {
    private let mapping: any TemplateMapping

    init(_ mapping: any TemplateMapping) {
        self.mapping = mapping
        super.init(mapping)
    }

    /// All entries now.
    static func entries(of mapping: any TemplateMapping) throws -> Dict {
        let keys = try mapping.templateKeys
        let dict = Dict(capacity: keys.count)
        for key in keys {
            if let value = try mapping.templateItem(key) {
                try dict.set(key.value, to: value.value)
            }
        }
        return dict
    }

    override var isMapping: Bool { true }

    override func mappingKeys() throws -> [Value] { try mapping.templateKeys.map(\.value) }

    override func length() throws -> Int? { try mapping.templateKeys.count }

    override func makeIterator() throws -> ValueIterator? {
        ValueIterator(try mapping.templateElements.map(\.value))
    }

    override func contains(_ value: Value) throws -> Bool? {
        try mapping.templateItem(TemplateValue(value)) != nil
    }

    override func item(_ key: Value) throws -> Value? {
        if let value = try mapping.templateItem(TemplateValue(key)) { return value.value }
        throw TemplateError.key(try key.repr().string)
    }

    override func attribute(_ name: Text) throws -> Value? {
        let name = name.string
        if let member = try mapping.templateMember(name) { return member.value }
        switch name {
        case "get": return .object(Function("get", get))
        case "items", "keys", "values", "copy": return method(name)
        default: return nil
        }
    }

    private func method(_ name: String) -> Value? {
        guard let method = MethodName(rawValue: name) else { return nil }
        return .object(
            Function(name) { [mapping] arguments, state in
                try DictMethods.call(
                    method, of: try Self.entries(of: mapping), arguments, state)
            })
    }

    private static let getSignature = Signature(
        "get", "key", "default", required: 1, leading: 0)

    private var get: Function.Body {
        { [mapping] arguments, _ in
            let bound = try Self.getSignature.bind(arguments)
            guard let key = bound[0] else { return .none }
            return try mapping.templateItem(TemplateValue(key))?.value ?? bound[1] ?? .none
        }
    }

    override func plainValue() throws -> Value? { .dict(try Self.entries(of: mapping)) }
}
