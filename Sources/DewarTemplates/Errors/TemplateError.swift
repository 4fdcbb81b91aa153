/// What went wrong with a template, in Jinja2's terms, and where.
///
/// ```
/// TemplateAssertionError: No filter named 'uper'. (in posts/show.html:12). Did you mean 'upper'?
///    12 | <h1>{{ post.title|uper }}</h1>
///       |                   ^
///   included from page.html:3
/// ```
public struct TemplateError: Error, Sendable, CustomStringConvertible {
    /// The class of an error, named as Jinja2 or Python name it.
    public enum Kind: String, Sendable, Hashable {
        /// The source does not follow the grammar.
        case templateSyntaxError = "TemplateSyntaxError"
        /// The source names a filter or test that there is not, or defines a block twice.
        case templateAssertionError = "TemplateAssertionError"
        /// No loader knows the template.
        case templateNotFound = "TemplateNotFound"
        /// No loader knows any of several templates.
        case templatesNotFound = "TemplatesNotFound"
        /// The template asks for something that cannot be done.
        case templateRuntimeError = "TemplateRuntimeError"
        /// An undefined value was used.
        case undefinedError = "UndefinedError"
        /// The sandbox forbids it.
        case securityError = "SecurityError"
        /// A filter does not take this argument.
        case filterArgumentError = "FilterArgumentError"
        /// A value of the wrong kind.
        case typeError = "TypeError"
        /// A value without such an attribute.
        case attributeError = "AttributeError"
        /// A value of the right kind that will not do.
        case valueError = "ValueError"
        /// A position beyond the ends.
        case indexError = "IndexError"
        /// A key that is not there.
        case keyError = "KeyError"
        /// A division by zero.
        case zeroDivisionError = "ZeroDivisionError"
        /// A number too large.
        case overflowError = "OverflowError"
        /// An assertion of a filter.
        case assertionError = "AssertionError"
        /// A lookup that found nothing.
        case lookupError = "LookupError"
        /// A result larger than is allowed.
        case memoryError = "MemoryError"
        /// Values or calls nested deeper than is allowed.
        case recursionError = "RecursionError"
        /// Another error of Python's own.
        case runtimeError = "RuntimeError"
        /// An iterator that has no more elements.
        case stopIteration = "StopIteration"
        /// A rendering that crossed one of the ``TemplateLimits``.
        case limitError = "TemplateLimitError"

        /// Whether Python's `except LookupError` would catch it.
        var isLookupError: Bool {
            switch self {
            case .indexError, .keyError, .lookupError, .templateNotFound, .templatesNotFound: true
            default: false
            }
        }
    }

    /// One step of the way from the first template to the error.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        /// How the template came in, as `included from`, or `in macro 'field', called from`.
        public var relation: String
        /// The template's name; nil for one made from a string.
        public var template: String?
        /// The line, from 1.
        public var line: Int

        /// Makes a step.
        ///
        /// ```swift
        /// let step = TemplateError.Step(relation: "included from", template: "page.html", line: 3)
        /// print(step)  // included from page.html:3
        /// ```
        ///
        /// - SeeAlso: Jinja2 `debug.rewrite_traceback_stack`.
        public init(relation: String, template: String?, line: Int) {
            self.relation = relation
            self.template = template
            self.line = line
        }

        /// The relation and the place: `included from page.html:3`.
        public var description: String { "\(relation) \(template ?? "<string>"):\(line)" }
    }

    /// A variable that the failing template could name.
    public struct Variable: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its type, as Python would call it: `str`, `list`; of Swift's own objects their type.
        public var type: String
        /// The value in short: a text's beginning in quotes, a list's length, a dictionary's first
        /// keys; nothing is called for it, and of an object it is empty.
        public var value: String
    }

    /// The class of the error.
    public var kind: Kind
    /// Jinja2's message, without a place.
    public var message: String
    /// The name of the template that failed; nil for one made from a string, or if unknown.
    public var template: String?
    /// The line of the template, from 1; nil if unknown.
    public var line: Int?
    /// The column where it begins, in code points, from 1; nil if unknown.
    public var column: Int?
    /// The template's line as it stands in the source; nil if unknown.
    public var sourceLine: String?
    /// A known name near the one that was not found.
    public var suggestion: String?
    /// How the failing template was reached, innermost first.
    public var chain: [Step] = []
    /// The names that were looked for, for the two errors about templates that do not exist.
    public var templateNames: [String] = []
    /// The folders in which a template was looked for, for these errors; empty if unknown.
    public var searchedFolders: [String] = []
    /// The variables that the template could name where it failed, sorted by name.
    ///
    /// Empty unless ``TemplateOptions/showsVariables`` asks for them; ``description`` leaves them
    /// out.
    public var variables: [Variable] = []
    /// What a Swift function threw, when a template called it.
    public var underlying: (any Error)?

    /// What was used and is undefined, until the error has its place.
    var undefined: Undefined?
    /// How the failing piece of a template was reached, until it is known from where.
    var openRelation: String?
    /// Whether the statement that it passes next says where it is.
    var isOpen: Bool { line == nil || openRelation != nil }

    /// More variables are not told of.
    static let mostVariables = 200

    /// Of a longer chain only the ends are printed, so many steps of each.
    private static let printedSteps = 8

    /// Makes an error.
    ///
    /// ```swift
    /// throw TemplateError(.valueError, "a price is never negative")
    /// ```
    ///
    /// - Parameters:
    ///   - kind: Its class.
    ///   - message: Jinja2's message, without a place.
    /// - SeeAlso: `jinja2.exceptions`.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The class, the message and the place; then the source line with a caret, and the chain.
    public var description: String {
        var text = "\(kind.rawValue): \(message)"
        if let line {
            text += " (in \(template ?? "<string>"):\(line))"
        }
        if let suggestion {
            text += text.hasSuffix(".") ? "" : "."
            text += " Did you mean '\(suggestion)'?"
        }
        if let line, let sourceLine {
            let number = String(line)
            let margin = String(repeating: " ", count: max(5 - number.count, 0))
            text += "\n\(margin)\(number) | \(sourceLine)"
            if let column {
                let pad = sourceLine.unicodeScalars.prefix(max(column - 1, 0))
                    .map { $0 == "\t" ? "\t" : " " }.joined()
                text += "\n\(String(repeating: " ", count: max(number.count, 5))) | \(pad)^"
            }
        }
        if !searchedFolders.isEmpty {
            text += "\n  looked in \(searchedFolders.joined(separator: ", "))"
        }
        for step in chain.prefix(Self.printedSteps) { text += "\n  \(step)" }
        let omitted = chain.count - 2 * Self.printedSteps
        if omitted > 0 { text += "\n  … \(omitted) more" }
        let rest = max(Self.printedSteps, chain.count - Self.printedSteps)
        for step in chain.dropFirst(rest) { text += "\n  \(step)" }
        return text
    }
}
