/// What a template finds where nothing is.
///
/// - SeeAlso: `jinja2.runtime.Undefined` and its three subclasses.
final class Undefined: Container, @unchecked Sendable {
    /// The behaviour, chosen once for an environment.
    enum Kind: String, Sendable {
        case standard = "Undefined"
        case strict = "StrictUndefined"
        case chainable = "ChainableUndefined"
        case debug = "DebugUndefined"
    }

    /// The behaviour, and who is told of every use.
    struct Style: Sendable {
        let kind: Kind
        /// Is given the message, and whether the use is an error; nil: nobody is told.
        var observer: (@Sendable (_ message: String, _ isError: Bool) -> Void)?

        /// Plain behaviour, of which nobody is told.
        static let standard = Style(kind: .standard)
    }

    /// The behaviour.
    var kind: Kind { style.kind }
    private let style: Style
    /// What is used instead of a sentence made of the other two.
    let hint: String?
    /// What was searched, as `object_type_repr` names it; nil for a variable.
    let owner: String?
    /// What was searched for: a text, or the `repr` of another key.
    let name: Name
    /// What was searched; nil for a variable, or if it does not matter.
    // Changed at its end only, hence the unchecked Sendable.
    @exclusivity(unchecked) private(set) var searched: Value?
    /// What is thrown on use.
    let errorKind: TemplateError.Kind

    enum Name: Sendable {
        case none
        case text(Text)
        case key(repr: String)
    }

    init(
        _ style: Style, hint: String? = nil, owner: String? = nil, name: Name = .none,
        searched: Value? = nil, errorKind: TemplateError.Kind = .undefinedError
    ) {
        self.style = style
        self.searched = searched
        self.hint = hint
        self.owner = owner
        self.name = name
        self.errorKind = errorKind
        super.init()
        MemoryMeter.didMake(self, size: size)
    }

    override func takeChildren() -> [Value] {
        defer { searched = nil }
        return searched.map { [$0] } ?? []
    }

    deinit {
        MemoryMeter.willEnd(self, size: size)
        guard let searched, Reclaimer.mayNest(searched) else { return }
        var values = takeChildren()
        Reclaimer.reclaim(&values)
    }

    /// About how many bytes it takes.
    private var size: Int {
        var size = 96 + (hint?.utf8.count ?? 0) + (owner?.utf8.count ?? 0)
        if case .key(let repr) = name { size += repr.utf8.count }
        return size
    }

    /// The error of using it.
    var error: TemplateError {
        style.observer?(message, true)
        var error = TemplateError(errorKind, message)
        if hint == nil { error.undefined = self }
        return error
    }

    /// Printing it, going through it, asking for its truth.
    ///
    /// - Throws: ``error`` if it is strict.
    @inline(__always)
    func use() throws {
        if kind == .strict { throw error }
        style.observer?(message, false)
    }

    /// The same without what was searched, of which it may itself be a part.
    var detached: Undefined {
        Undefined(style, hint: hint, owner: owner, name: name, errorKind: errorKind)
    }

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
        try use()
        switch kind {
        case .standard, .chainable, .strict: return ""
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
