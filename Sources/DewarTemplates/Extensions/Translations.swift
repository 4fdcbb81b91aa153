/// The functions that translate, for the extension `i18n`.
///
/// - SeeAlso: Jinja2 `install_gettext_callables`; ``MessageCatalog``.
public struct TemplateTranslations: Sendable {
    /// Translates a text.
    public var gettext: @Sendable (_ message: String) throws -> String
    /// Translates one of two texts, by number.
    public var ngettext:
        @Sendable (_ singular: String, _ plural: String, _ number: TemplateValue) throws -> String
    /// Translates a text in a context.
    public var pgettext: @Sendable (_ context: String, _ message: String) throws -> String
    /// Translates one of two texts in a context, by number.
    public var npgettext:
        @Sendable (
            _ context: String, _ singular: String, _ plural: String, _ number: TemplateValue
        ) throws -> String
    /// Whether the functions put variables into the translation themselves.
    public var isNewStyle: Bool

    /// Takes the functions.
    ///
    /// ```swift
    /// options.translations = TemplateTranslations(
    ///     gettext: { $0 }, ngettext: { one, many, number in try number.equals(1) ? one : many },
    ///     pgettext: { _, text in text },
    ///     npgettext: { _, one, many, number in try number.equals(1) ? one : many })
    /// ```
    ///
    /// - SeeAlso: Jinja2 `install_gettext_callables`.
    public init(
        isNewStyle: Bool = false,
        gettext: @escaping @Sendable (String) throws -> String,
        ngettext: @escaping @Sendable (String, String, TemplateValue) throws -> String,
        pgettext: @escaping @Sendable (String, String) throws -> String,
        npgettext: @escaping @Sendable (String, String, String, TemplateValue) throws -> String
    ) {
        self.isNewStyle = isNewStyle
        self.gettext = gettext
        self.ngettext = ngettext
        self.pgettext = pgettext
        self.npgettext = npgettext
    }

    /// Functions that give every text back, the plural unless the number is 1.
    ///
    /// ```swift
    /// options.translations = TemplateTranslations.none(isNewStyle: true)
    /// ```
    ///
    /// - SeeAlso: Jinja2 `install_null_translations`.
    public static func none(isNewStyle: Bool = false) -> TemplateTranslations {
        TemplateTranslations(
            isNewStyle: isNewStyle, gettext: { $0 },
            ngettext: { try $2.equals(1) ? $0 : $1 }, pgettext: { $1 },
            npgettext: { try $3.equals(1) ? $1 : $2 })
    }

    /// The functions as globals.
    var globals: [(name: Text, value: Value)] {
        let (gettext, ngettext, pgettext, npgettext) = (gettext, ngettext, pgettext, npgettext)
        return [
            function("gettext", texts: 1, hasNumber: false) { texts, _ in try gettext(texts[0]) },
            function("ngettext", texts: 2, hasNumber: true) {
                try ngettext($0[0], $0[1], TemplateValue($1))
            },
            function("pgettext", texts: 2, hasNumber: false, hasContext: true) { texts, _ in
                try pgettext(texts[0], texts[1])
            },
            function("npgettext", texts: 3, hasNumber: true, hasContext: true) {
                try npgettext($0[0], $0[1], $0[2], TemplateValue($1))
            },
        ]
    }

    private func function(
        _ name: String, texts count: Int, hasNumber: Bool, hasContext: Bool = false,
        _ body: @escaping @Sendable ([String], Value) throws -> String
    ) -> (name: Text, value: Value) {
        let isNewStyle = isNewStyle
        let wanted = count + (hasNumber ? 1 : 0)
        let function = ContextFunction(name) { arguments, state in
            let texts = try (0..<count).map { index in
                guard let value = arguments[index] else {
                    throw TemplateError.type(
                        "\(name)() missing required positional arguments: \(arguments.count) of"
                            + " \(wanted) given")
                }
                return value
            }
            guard arguments.count <= wanted, isNewStyle || arguments.keywords.isEmpty else {
                throw TemplateError.type("\(name)() takes \(wanted) positional arguments")
            }
            let number = arguments[count]
            guard !hasNumber || number != nil else {
                throw TemplateError.type("\(name)() missing the number")
            }
            let result = Text(try body(try texts.map { try $0.printed().string }, number ?? .none))
            guard isNewStyle else { return .string(result) }
            let variables = Dict()
            for keyword in arguments.keywords {
                try variables.set(keyword.name, to: keyword.value)
            }
            if hasContext, variables.lookup(Text("context")) == nil {
                try variables.set(Text("context"), to: texts[0])
            }
            if hasNumber, variables.lookup(Text("num")) == nil, let number {
                try variables.set(Text("num"), to: number)
            }
            // Always a format, so that `%%` means the same with and without variables.
            return try Value.apply(
                .remainder, state.autoescape ? .markup(result) : .string(result),
                .dict(variables))
        }
        return (Text(name), .object(function))
    }

    /// `_`: whatever `gettext` is where it is called.
    static var alias: (name: Text, value: Value) {
        let function = ContextFunction("_") { arguments, state in
            let gettext = state.context?.resolve(ConstantKey("gettext"))
            return try state.call(gettext ?? state.undefined(name: "gettext"), arguments)
        }
        return ("_", .object(function))
    }
}

extension TemplateValue {
    /// Whether it equals a number, as Python sees it.
    ///
    /// ```swift
    /// let isOne = try TemplateValue.float(1.0).equals(1)  // true
    /// ```
    ///
    /// - Throws: ``TemplateError`` of kind UndefinedError if it is undefined and that is strict.
    /// - SeeAlso: Python `==`.
    public func equals(_ number: Int) throws -> Bool {
        try DewarTemplates.Value.areEqual(value, .int(number))
    }
}
