/// What an environment is made with.
///
/// - SeeAlso: the parameters of Jinja2's `Environment`.
public struct TemplateOptions: Sendable {
    /// Which templates' output is escaped.
    public enum Autoescape: Sendable {
        /// All.
        case on
        /// None.
        case off
        /// As a function says, that is given the name; nil for templates made from strings.
        case byName(@Sendable (String?) -> Bool)

        /// Those whose name ends in `.html`, `.htm`, `.xml`, `.xhtml` or `.svg`, and those made
        /// from strings, as in Flask.
        public static let byExtension = Autoescape.byName { name in
            guard let name else { return true }
            return [".html", ".htm", ".xml", ".xhtml", ".svg"].contains { name.hasSuffix($0) }
        }

        /// Whether a template's output is escaped.
        func applies(to name: String?) -> Bool {
            switch self {
            case .on: true
            case .off: false
            case .byName(let decide): decide(name)
            }
        }
    }

    /// What a name that does not exist is.
    public enum UndefinedBehavior: String, Sendable, CaseIterable {
        /// Empty when printed; an error when its attributes are asked for.
        case standard = "Undefined"
        /// An error whatever is done with it but asking whether it is defined.
        case strict = "StrictUndefined"
        /// Empty when printed, its attributes too.
        case chainable = "ChainableUndefined"
        /// Printed as it stands in the template.
        case debug = "DebugUndefined"
    }

    /// How templates are written.
    public var syntax = TemplateSyntax()
    /// Where templates are found; nil: nowhere.
    public var loader: (any TemplateLoader)?
    /// Which templates' output is escaped.
    public var autoescape = Autoescape.off
    /// What a name that does not exist is.
    public var undefined = UndefinedBehavior.standard
    /// Is told whenever an undefined value is printed, looped over or asked for its truth, and when
    /// its use is an error; nil: nobody is.
    ///
    /// ```swift
    /// var options = TemplateOptions()
    /// options.onUndefined = { use in
    ///     print("Template variable \(use.isError ? "error" : "warning"): \(use.message)")
    /// }
    /// ```
    /// - SeeAlso: Jinja2 `make_logging_undefined`, which tells of attributes as errors, and of
    ///   calls and operators nothing.
    public var onUndefined: (@Sendable (UndefinedUse) -> Void)?
    /// What is added to the language.
    public var extensions: Set<TemplateExtension> = []
    /// Statements of one's own; of equal names the first counts.
    public var tags: [any TemplateTag] = []
    /// The functions of the extension `i18n`; nil: none are there.
    public var translations: TemplateTranslations?
    /// Variables that all templates have, besides Jinja2's; of equal names the last counts.
    public var globals: [(name: String, value: TemplateValue)] = []
    /// What every printed value goes through first; nil: nothing.
    public var finalize: (@Sendable (TemplateValue) throws -> TemplateValue)?
    /// Whether constant expressions are evaluated when a template is compiled.
    public var isOptimized = true
    /// How many compiled templates are kept; 0: none, negative: all.
    public var cacheSize = 400
    /// How many bytes of memory are kept from one rendering for the outputs of the next; 0: none.
    public var keptOutputBytes = 4 << 20
    /// Whether a template is loaded again when its source changed.
    public var reloadsAutomatically = true
    /// Makes the name of a template of what a statement says and the name of the template it is
    /// in; nil: the former.
    public var joinPath: (@Sendable (_ name: String, _ parent: String) -> String)?
    /// Rules of some filters and extensions.
    public var policies = TemplatePolicies()
    /// What templates of strangers may not do; nil: everything is allowed.
    public var sandbox: TemplateSandbox?
    /// Whether the errors of renderings tell the variables of the template that failed.
    ///
    /// For developers, and never for users: ``TemplateError/variables``.
    public var showsVariables = false
    /// How much a rendering may use; nil: ``TemplateLimits/standard``, or
    /// ``TemplateLimits/strict`` in a sandbox.
    public var limits: TemplateLimits?
    /// Filters besides Jinja2's.
    var filters: [Text: Filter] = [:]
    /// Tests besides Jinja2's.
    var tests: [Text: Test] = [:]

    /// Jinja2's defaults.
    public init() {}
}

/// A use of a value that is undefined.
public struct UndefinedUse: Sendable, Hashable {
    /// What is undefined, in Jinja2's words: `'user' is undefined`.
    public var message: String
    /// Whether the use is an error; else nothing is printed, or what ``TemplateOptions/undefined``
    /// says.
    public var isError: Bool
}

/// What templates of strangers may not do.
///
/// - SeeAlso: Jinja2 `SandboxedEnvironment`, `ImmutableSandboxedEnvironment`.
public struct TemplateSandbox: Sendable {
    /// Whether lists and dictionaries may not be changed.
    public var isImmutable: Bool
    /// The signs of operators between two values that ``intercept`` computes: `+`, `**` ….
    public var interceptedBinaries: Set<String> = []
    /// The signs before values that ``intercept`` computes: `+`, `-`.
    public var interceptedUnaries: Set<String> = []
    /// Computes intercepted operators, given the sign and one or two values.
    public var intercept: (@Sendable (String, [TemplateValue]) throws -> TemplateValue)?

    /// Makes a sandbox.
    ///
    /// ```swift
    /// options.sandbox = TemplateSandbox(isImmutable: true)
    /// ```
    ///
    /// - Parameter isImmutable: Whether lists and dictionaries may not be changed.
    /// - SeeAlso: Jinja2 `ImmutableSandboxedEnvironment`.
    public init(isImmutable: Bool = false) {
        self.isImmutable = isImmutable
    }
}

extension TemplateOptions {
    /// What the parser has to know.
    var parserOptions: Parser.Options {
        Parser.Options(
            extensions: extensions, tags: tags, trimsTranslations: policies.trimsTranslations,
            usesNewStyleGettext: translations?.isNewStyle ?? false)
    }

    /// What renderings have to know.
    func makeSettings() -> RenderSettings {
        let limits = limits ?? (sandbox == nil ? .standard : .strict)
        var box: Sandbox?
        if let sandbox {
            var made = Sandbox(isImmutable: sandbox.isImmutable)
            made.maximalRange = limits.rangeSize ?? made.maximalRange
            if let intercept = sandbox.intercept {
                made.interceptedBinaries = sandbox.interceptedBinaries
                made.interceptedUnaries = sandbox.interceptedUnaries
                made.interceptor = { sign, values in
                    try intercept(sign, values.map { TemplateValue($0) }).value
                }
            }
            box = made
        }
        var finalizer: (@Sendable (Value) throws -> Value)?
        if let finalize { finalizer = { try finalize(TemplateValue($0)).value } }
        return RenderSettings(
            filters: BuiltinFilters.table.merging(filters) { $1 },
            tests: BuiltinTests.table.merging(tests) { $1 }, policies: policies.policies,
            undefined: makeUndefined(), sandbox: box,
            newlineSequence: Text(syntax.newlineSequence), limits: limits,
            showsVariables: showsVariables, finalize: finalizer)
    }

    private func makeUndefined() -> Undefined.Style {
        var style = Undefined.Style(kind: .init(rawValue: undefined.rawValue) ?? .standard)
        if let onUndefined {
            style.observer = { onUndefined(UndefinedUse(message: $0, isError: $1)) }
        }
        return style
    }

    /// The variables that all templates have.
    func makeGlobals() -> Dict {
        let values = Dict()
        func set(_ name: Text, _ value: Value) {
            // Text can always be a key.
            try? values.set(name, to: value)
        }
        for (name, value) in BuiltinGlobals.table { set(name, value) }
        if extensions.contains(.internationalization) {
            let alias = TemplateTranslations.alias
            set(alias.name, alias.value)
            for global in translations?.globals ?? [] { set(global.name, global.value) }
        }
        for global in globals { set(Text(global.name), global.value.value) }
        return values
    }
}
