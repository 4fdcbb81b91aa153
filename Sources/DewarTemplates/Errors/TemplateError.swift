/// What went wrong while a template was loaded, compiled or rendered.
///
/// - SeeAlso: `jinja2.exceptions`; CPython's built-in exceptions.
public struct TemplateError: Error, Sendable, Hashable {
    /// The class of an error, named as Jinja2 or Python name it.
    public enum Kind: String, Sendable, Hashable {
        /// The source does not follow the grammar.
        case templateSyntaxError = "TemplateSyntaxError"
        /// The source names a filter or test that there is not, or defines a block twice.
        case templateAssertionError = "TemplateAssertionError"
        /// No loader knows the template.
        case templateNotFound = "TemplateNotFound"
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

        /// Whether Python's `except LookupError` would catch it.
        var isLookupError: Bool {
            switch self {
            case .indexError, .keyError, .lookupError: true
            default: false
            }
        }
    }

    /// The class of the error.
    public let kind: Kind
    /// The sentence, in Jinja2's or Python's words.
    public let message: String

    /// Makes an error without a place.
    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension TemplateError {
    static func type(_ message: String) -> TemplateError { TemplateError(.typeError, message) }
    static func value(_ message: String) -> TemplateError { TemplateError(.valueError, message) }
    static func index(_ message: String) -> TemplateError { TemplateError(.indexError, message) }
    static func key(_ message: String) -> TemplateError { TemplateError(.keyError, message) }
    static func overflow(_ message: String) -> TemplateError {
        TemplateError(.overflowError, message)
    }
    static func division(_ message: String) -> TemplateError {
        TemplateError(.zeroDivisionError, message)
    }
    static func filterArgument(_ message: String) -> TemplateError {
        TemplateError(.filterArgumentError, message)
    }
    static func runtime(_ message: String) -> TemplateError {
        TemplateError(.templateRuntimeError, message)
    }
    static func attribute(_ typeName: String, _ name: String) -> TemplateError {
        TemplateError(.attributeError, "'\(typeName)' object has no attribute '\(name)'")
    }
}
