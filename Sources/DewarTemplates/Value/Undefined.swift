/// What a template finds where nothing is.
///
/// - SeeAlso: `jinja2.runtime.Undefined` and its three subclasses.
final class Undefined: Sendable {
    /// The behaviour, chosen once for an environment.
    enum Kind: String, Sendable {
        case standard = "Undefined"
        case strict = "StrictUndefined"
        case chainable = "ChainableUndefined"
        case debug = "DebugUndefined"
    }

    let kind: Kind
    /// What is used instead of a sentence made of the other two.
    let hint: String?
    /// What was searched, as `object_type_repr` names it; nil for a variable.
    let owner: String?
    /// What was searched for: a text, or the `repr` of another key.
    let name: Name
    /// What is thrown on use.
    let errorKind: TemplateError.Kind

    enum Name: Sendable {
        case none
        case text(Text)
        case key(repr: String)
    }

    init(
        _ kind: Kind, hint: String? = nil, owner: String? = nil, name: Name = .none,
        errorKind: TemplateError.Kind = .undefinedError
    ) {
        self.kind = kind
        self.hint = hint
        self.owner = owner
        self.name = name
        self.errorKind = errorKind
    }

    /// The error of using it.
    var error: TemplateError { TemplateError(errorKind, message) }

    var message: String {
        if let hint, !hint.isEmpty { return hint }
        guard let owner else { return "\(nameRepr) is undefined" }
        guard case .text = name else { return "\(owner) has no element \(nameRepr)" }
        return "\(Text(owner).repr) has no attribute \(nameRepr)"
    }

    /// What `str` gives.
    ///
    /// - Throws: ``error`` if it is strict.
    func printed() throws -> String {
        switch kind {
        case .standard, .chainable: return ""
        case .strict: throw error
        case .debug:
            if let hint, !hint.isEmpty { return "{{ undefined value printed: \(hint) }}" }
            guard let owner else { return "{{ \(nameText) }}" }
            return "{{ no such element: \(owner)[\(nameRepr)] }}"
        }
    }

    private var nameRepr: String {
        switch name {
        case .none: "None"
        case .text(let text): text.repr
        case .key(let repr): repr
        }
    }

    private var nameText: String {
        if case .text(let text) = name { text.string } else { nameRepr }
    }
}
