/// A name that a template spells out, with all that look-ups want to know of it in advance.
struct ConstantKey: Sendable {
    let text: Text
    /// The hash in a dictionary.
    let hash: Int
    /// The method of that name, if a built-in type has one.
    let method: MethodName?
    /// The types that have it.
    let owners: MethodOwners
    /// Whether it begins with `_`.
    let isPrivate: Bool

    init(_ text: Text) {
        self.text = text
        hash = text.dictionaryHash
        let known = MethodName.known[text]
        method = known?.name
        owners = known?.owners ?? []
        isPrivate = text.withBytes { $0.first == UInt8(ascii: "_") }
    }

    /// The key as a value.
    var value: Value { .string(text) }

    /// Whether neither a method nor an attribute of Python's can be meant.
    var isPlain: Bool { method == nil && !isPrivate }
}

/// The built-in types that have a method.
struct MethodOwners: OptionSet, Sendable {
    let rawValue: UInt8

    static let string = MethodOwners(rawValue: 1)
    static let markup = MethodOwners(rawValue: 2)
    static let list = MethodOwners(rawValue: 4)
    static let tuple = MethodOwners(rawValue: 8)
    static let dict = MethodOwners(rawValue: 16)
    static let integer = MethodOwners(rawValue: 32)
    static let float = MethodOwners(rawValue: 64)

    /// The type of a value; empty for those that have their own attributes.
    init(of value: Value) {
        switch value {
        case .string: self = .string
        case .markup: self = .markup
        case .list: self = .list
        case .tuple: self = .tuple
        case .dict: self = .dict
        case .int, .integer, .bool: self = .integer
        case .float: self = .float
        case .none, .undefined, .object: self = []
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The types that have a method of this name.
    init(_ name: MethodName) {
        self = []
        if StringMethods.names.contains(name) { formUnion([.string, .markup]) }
        if MarkupMethods.names.contains(name) { insert(.markup) }
        if ListMethods.names.contains(name) { insert(.list) }
        if name == .count || name == .index { insert(.tuple) }
        if DictMethods.names.contains(name) { insert(.dict) }
        if NumberMethods.integerNames.contains(name) { insert(.integer) }
        if NumberMethods.floatNames.contains(name) { insert(.float) }
    }
}

extension MethodName {
    /// The methods by name, with the types that have them.
    static let known: [Text: (name: MethodName, owners: MethodOwners)] = {
        var known: [Text: (name: MethodName, owners: MethodOwners)] = [:]
        for name in allCases { known[Text(name.rawValue)] = (name, MethodOwners(name)) }
        return known
    }()
}
