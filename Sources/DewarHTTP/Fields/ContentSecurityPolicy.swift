import DewarText

/// What a page may load and do.
///
/// ```swift
/// response.contentSecurityPolicy.defaultSrc = "'self'"
/// response.contentSecurityPolicy["trusted-types"] = "none"
/// ```
///
/// - SeeAlso: Werkzeug `ContentSecurityPolicy`; W3C Content Security Policy Level 3.
public struct ContentSecurityPolicy: Sendable, CustomStringConvertible {
    private var pairs = OrderedPairs<String>()

    /// Makes an empty policy.
    public init() {}

    /// Reads a field; directives without a value are left out.
    ///
    /// - Parameter value: The value of the field; nil for an empty policy.
    /// - SeeAlso: Werkzeug `parse_csp_header`.
    public init(parsing value: String?) {
        guard let value else { return }
        for directive in TextBytes(value).pieces(between: UInt8(ascii: ";")) {
            let (name, sources) = directive.trimmed.cut(at: UInt8(ascii: " "))
            guard let sources else { continue }
            pairs.set(name.trimmed.text, sources.trimmed.text)
        }
    }

    /// The directives and their values, in order.
    public var items: [(name: String, value: String)] { pairs.items }

    /// Whether there is no directive.
    public var isEmpty: Bool { pairs.items.isEmpty }

    /// The value of a directive, or nil when it is not there; setting nil removes it.
    ///
    /// ```swift
    /// var policy = ContentSecurityPolicy(parsing: "default-src 'self'; img-src *")
    /// policy["img-src"] = nil
    /// policy.description  // "default-src 'self'"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `ContentSecurityPolicy`, which is a `dict`.
    public subscript(directive: String) -> String? {
        get { pairs.value(of: directive) }
        set {
            if let newValue { pairs.set(directive, newValue) } else { pairs.remove(directive) }
        }
    }

    /// The value of a field.
    public var description: String {
        items.map { "\($0.name) \($0.value)" }.joined(separator: "; ")
    }
}
