/// Text that is HTML already, and is written out as it stands.
///
/// A literal is trusted, because the programmer wrote it; what is interpolated into it is escaped,
/// because it came from somewhere else:
/// ```swift
/// let name = "<script>"
/// let greeting: Markup = "<b>\(name)</b>"  // <b>&lt;script&gt;</b>
/// ```
///
/// - SeeAlso: MarkupSafe `Markup`.
public struct Markup: Sendable, Hashable, CustomStringConvertible {
    /// The HTML source.
    public var html: String

    /// Declares text to be HTML, without looking at it.
    ///
    /// - Parameter html: HTML that was made safe elsewhere; never text from a request.
    public init(html: String) {
        self.html = html
    }

    /// Escapes text, so that a browser shows it character for character.
    ///
    /// - Parameter text: Any text.
    public init(escaping text: String) {
        html = HTMLEscaping.escape(text)
    }

    /// The HTML source.
    public var description: String { html }

    /// Joins two pieces of HTML.
    public static func + (left: Markup, right: Markup) -> Markup {
        Markup(html: left.html + right.html)
    }
}

extension Markup {
    /// Appends HTML.
    public static func += (left: inout Markup, right: Markup) {
        left.html += right.html
    }
}

extension Sequence where Element == Markup {
    /// Joins pieces of HTML.
    ///
    /// ```swift
    /// let items = names.map { name -> Markup in "<li>\(name)</li>" }
    /// let list: Markup = "<ul>\(items.joined())</ul>"
    /// ```
    ///
    /// - Parameter separator: What stands between them.
    /// - Returns: One piece.
    /// - SeeAlso: MarkupSafe `Markup.join`.
    public func joined(separator: Markup = "") -> Markup {
        Markup(html: map(\.html).joined(separator: separator.html))
    }
}

extension Markup: ExpressibleByStringInterpolation {
    /// Takes a literal as HTML.
    public init(stringLiteral value: String) {
        html = value
    }

    /// Takes an interpolated literal, whose interpolations were escaped on the way in.
    public init(stringInterpolation: StringInterpolation) {
        html = stringInterpolation.html
    }

    /// Collects a literal's HTML and escapes what is interpolated.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        /// The HTML so far.
        public private(set) var html: String

        /// Starts a literal.
        ///
        /// - Parameters:
        ///   - literalCapacity: Bytes of the literal's own text.
        ///   - interpolationCount: Number of interpolations.
        public init(literalCapacity: Int, interpolationCount: Int) {
            html = ""
            html.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Appends the programmer's own text: HTML.
        public mutating func appendLiteral(_ literal: String) {
            html += literal
        }

        /// Appends text, escaped.
        public mutating func appendInterpolation(_ text: String) {
            HTMLEscaping.append(text, to: &html)
        }

        /// Appends HTML as it stands.
        public mutating func appendInterpolation(_ markup: Markup) {
            html += markup.html
        }

        /// Appends a value's description, escaped.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            HTMLEscaping.append(value.description, to: &html)
        }
    }
}
