/// Rules of some filters and extensions.
///
/// - SeeAlso: Jinja2 `Environment.policies`.
public struct TemplatePolicies: Sendable {
    /// The policies as filters have them.
    var policies = Policies()

    /// Jinja2's defaults.
    public init() {}

    /// `urlize.rel`: link relations, separated by spaces; nil for none.
    public var urlizeRel: String? {
        get { policies.urlizeRel?.string }
        set { policies.urlizeRel = newValue.map { Text($0) } }
    }

    /// `urlize.target`: where links open; nil for no attribute.
    public var urlizeTarget: String? {
        get { policies.urlizeTarget?.string }
        set { policies.urlizeTarget = newValue.map { Text($0) } }
    }

    /// `urlize.extra_schemes`: further beginnings of links, such as `tel:`.
    public var urlizeExtraSchemes: [String] {
        get { policies.urlizeExtraSchemes.map(\.string) }
        set { policies.urlizeExtraSchemes = newValue.map { Text($0) } }
    }

    /// `truncate.leeway`: code points by which a text may exceed the length.
    public var truncateLeeway: Int {
        get { policies.truncateLeeway }
        set { policies.truncateLeeway = newValue }
    }

    /// `ext.i18n.trimmed`: whether translations are trimmed unless they say otherwise.
    public var trimsTranslations: Bool {
        get { policies.i18nTrimmed }
        set { policies.i18nTrimmed = newValue }
    }

    /// `json.dumps_function`: writes JSON instead of the engine; nil: the engine does.
    ///
    /// `tojson` makes the text safe in HTML afterwards, and has no use for the options below.
    public var writeJSON: (@Sendable (TemplateValue) throws -> String)? {
        get {
            guard let write = policies.jsonFunction else { return nil }
            return { value in try write(value.value).string }
        }
        set {
            guard let write = newValue else {
                policies.jsonFunction = nil
                return
            }
            policies.jsonFunction = { value in Text(try write(TemplateValue(value))) }
        }
    }

    /// `json.dumps_kwargs["sort_keys"]`: whether `tojson` sorts keys.
    public var sortsJSONKeys: Bool {
        get { policies.jsonOptions.sortsKeys }
        set { policies.jsonOptions.sortsKeys = newValue }
    }

    /// `json.dumps_kwargs["ensure_ascii"]`: whether `tojson` escapes all but ASCII.
    public var escapesJSONNonASCII: Bool {
        get { policies.jsonOptions.escapesNonASCII }
        set { policies.jsonOptions.escapesNonASCII = newValue }
    }

    /// `json.dumps_kwargs["indent"]`: what `tojson` indents each level with; nil: one line.
    public var jsonIndentation: String? {
        get { policies.jsonOptions.indentation?.string }
        set { policies.jsonOptions.indentation = newValue.map { Text($0) } }
    }

    /// `json.dumps_kwargs["separators"]`: what stands between items and after keys.
    public var jsonSeparators: (item: String, key: String)? {
        get { policies.jsonOptions.separators.map { ($0.item.string, $0.key.string) } }
        set { policies.jsonOptions.separators = newValue.map { (Text($0.item), Text($0.key)) } }
    }
}
