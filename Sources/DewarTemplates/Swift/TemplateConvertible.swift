/// A type whose values templates have a form for.
///
/// Numbers, texts, truth values, lists, dictionaries and optionals of such types conform, and for
/// an `Encodable` type one word is enough:
/// ```swift
/// struct Post: Encodable, TemplateConvertible {
///     var title: String
///     var tags: [String]
/// }
/// let page = try template.render(["post": Post(title: "News", tags: ["swift"])])
/// ```
/// For members that are computed only when a template names them there is ``TemplateObject``.
public protocol TemplateConvertible: SendableMetatype {
    /// The value as a template sees it.
    ///
    /// - Throws: What the encoding of an `Encodable` type throws.
    var templateValue: TemplateValue { get throws }

    /// The values of a list, where they have something to do with each other.
    ///
    /// ```swift
    /// struct Row: TemplateConvertible {
    ///     var number: Int
    ///     var templateValue: TemplateValue { .int(number) }
    ///
    ///     static func templateValues(of rows: [Row]) -> [TemplateValue]? {
    ///         rows.map { .int($0.number * rows.count) }
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter values: The elements of the list.
    /// - Returns: A value for each; nil, unless said otherwise, for ``templateValue`` of each.
    /// - Throws: What ``templateValue`` may throw.
    /// - SeeAlso: nothing in Jinja2: it is for rows of a database that load together.
    static func templateValues(of values: [Self]) throws -> [TemplateValue]?
}

extension TemplateConvertible {
    /// Nothing: each has a value of its own.
    public static func templateValues(of values: [Self]) throws -> [TemplateValue]? { nil }
}

extension TemplateConvertible where Self: Encodable {
    /// A dictionary of the members, as the type encodes itself.
    public var templateValue: TemplateValue {
        get throws { TemplateValue(try ValueEncoder.encode(self)) }
    }
}

extension TemplateValue {
    /// Makes a template's value of a Swift value.
    ///
    /// - Parameter value: Anything that templates have a form for.
    /// - Throws: What the encoding of an `Encodable` type throws.
    public init(_ value: some TemplateConvertible) throws {
        self = try value.templateValue
    }
}

/// The variables of a rendering.
///
/// A literal may mix everything that templates have a form for:
/// ```swift
/// let page = try template.render(["title": title, "page": 3, "next": nil as String?])
/// ```
public struct TemplateContext: ExpressibleByDictionaryLiteral {
    /// A name and its value: no tuple, which the runtime would copy element by element.
    private struct Variable {
        let name: String
        let value: any TemplateConvertible
    }

    private let variables: [Variable]

    /// Makes a context of a literal; of equal names the last counts.
    public init(dictionaryLiteral elements: (String, any TemplateConvertible)...) {
        variables = elements.map { Variable(name: $0.0, value: $0.1) }
    }

    /// Makes a context of names and values; of equal names the last counts.
    public init(_ pairs: some Sequence<(String, any TemplateConvertible)>) {
        variables = pairs.map { Variable(name: $0.0, value: $0.1) }
    }

    /// Makes a context of the members of a value.
    ///
    /// ```swift
    /// struct Card: Encodable, TemplateConvertible { var title: String }
    ///
    /// let context = try TemplateContext(members: Card(title: "News"))  // {{ title }} prints News
    /// ```
    ///
    /// - Parameter value: What becomes a dictionary: an `Encodable` value, or a dictionary.
    /// - Throws: ``TemplateError`` of kind TypeError for a value that becomes none; what the
    ///   encoding of an `Encodable` type throws.
    /// - SeeAlso: Jinja2 `Template.render(**members)`.
    public init(members value: some TemplateConvertible) throws {
        let value = try value.templateValue
        guard case .dict(let dict) = value.value else {
            throw TemplateError.type(
                "'\(value.value.typeName)' object is not a dictionary of variables")
        }
        variables = dict.live.compactMap { entry in
            entry.key.text.map { Variable(name: $0.string, value: TemplateValue(entry.value)) }
        }
    }

    /// The variables as a dictionary.
    ///
    /// - Parameter others: Further variables; those here come before them.
    /// - Returns: A dictionary.
    /// - Throws: What the encoding of an `Encodable` type throws.
    package func makeValue(over others: [TemplateContext] = []) throws -> TemplateValue {
        let dict = Dict(capacity: others.reduce(variables.count) { $0 + $1.variables.count })
        for context in others { try context.addVariables(to: dict) }
        try addVariables(to: dict)
        return TemplateValue(.dict(dict))
    }

    private func addVariables(to dict: Dict) throws {
        for variable in variables {
            try dict.set(Text(variable.name), to: variable.value.templateValue.value)
        }
    }
}
