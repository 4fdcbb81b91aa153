/// The rules of filters that an environment may change.
///
/// - SeeAlso: `jinja2.Environment.policies`.
struct Policies: Sendable {
    /// `urlize.rel`: link relations, separated by spaces; nil for none.
    var urlizeRel: Text? = "noopener"
    /// `urlize.target`: where links open; nil for no attribute.
    var urlizeTarget: Text?
    /// `urlize.extra_schemes`: further beginnings of links, such as `tel:`.
    var urlizeExtraSchemes: [Text] = []
    /// `truncate.leeway`: code points by which a text may exceed the length.
    var truncateLeeway = 5
    /// `json.dumps_kwargs`: the keyword arguments of Python's `json.dumps`.
    var jsonOptions = JSONOptions()
    /// `json.dumps_function`: what writes JSON instead of the engine.
    var jsonFunction: (@Sendable (Value) throws -> Text)?
    /// `ext.i18n.trimmed`: whether `trans` blocks are trimmed unless they say otherwise.
    var i18nTrimmed = false
}

/// How `tojson` writes; the names are those of Python's `json.dumps`.
struct JSONOptions: Sendable {
    var sortsKeys = true
    var escapesNonASCII = true
    var skipsKeys = false
    var allowsNaN = true
    /// What each level is indented with; nil writes one line.
    var indentation: Text?
    /// What stands between items and after keys; nil: Python's defaults.
    var separators: (item: Text, key: Text)?
}
