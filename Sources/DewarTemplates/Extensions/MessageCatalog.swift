/// Translations of one language, from a gettext catalogue.
///
/// ```swift
/// let catalog = try MessageCatalog(po: source)
/// options.extensions = [.internationalization]
/// options.translations = catalog.translations()
/// ```
///
/// - SeeAlso: GNU gettext, "The Format of PO Files" and "The Format of GNU MO Files".
public struct MessageCatalog: Sendable {
    /// The headers of the catalogue, as `Language` or `Plural-Forms`.
    public internal(set) var headers: [String: String] = [:]
    /// The translations of each message, by plural form.
    private var messages: [Text: [String]] = [:]
    private var plural = PluralRule.germanic

    /// What stands between a context and a message.
    static let contextSeparator = "\u{4}"

    /// A catalogue that translates nothing.
    public init() {}

    /// Adds a translation; the one of the empty message is the header.
    mutating func add(
        _ message: String, context: String? = nil, _ translations: [String]
    ) throws {
        if message.isEmpty, context == nil, let header = translations.first {
            try readHeader(header)
            return
        }
        messages[Self.key(message, context)] = translations
    }

    private mutating func readHeader(_ header: String) throws {
        for line in header.split(separator: "\n") {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[line.utf8.index(after: colon)...]
            headers[String(line[..<colon])] = String(value.drop { $0 == " " })
        }
        if let forms = headers["Plural-Forms"] { plural = try PluralRule(forms) }
    }

    private static func key(_ message: String, _ context: String?) -> Text {
        Text(context.map { $0 + contextSeparator + message } ?? message)
    }

    // MARK: - Look-up

    /// The translation of a message; the message itself if there is none.
    ///
    /// ```swift
    /// let text = catalog.translate("Welcome!")
    /// ```
    ///
    /// - Parameters:
    ///   - message: The text in the template.
    ///   - context: What tells it from equal texts of another meaning.
    /// - Returns: Text that may hold placeholders, as the message does.
    /// - SeeAlso: Python `gettext.GNUTranslations.gettext`, `pgettext`.
    public func translate(_ message: String, context: String? = nil) -> String {
        messages[Self.key(message, context)]?.first ?? message
    }

    /// The translation for a number; one of the two texts if there is none.
    ///
    /// ```swift
    /// let text = catalog.translate("one file", plural: "%(num)s files", number: 3)
    /// ```
    ///
    /// - Parameters:
    ///   - singular: The text in the template for 1.
    ///   - plural: The text in the template for other numbers.
    ///   - number: How many there are.
    ///   - context: What tells them from equal texts of another meaning.
    /// - Returns: Text that may hold placeholders, as the messages do.
    /// - SeeAlso: Python `gettext.GNUTranslations.ngettext`, `npgettext`.
    public func translate(
        _ singular: String, plural: String, number: Int, context: String? = nil
    ) -> String {
        let forms = messages[Self.key(singular, context)] ?? []
        let form = self.plural.form(of: number)
        guard forms.indices.contains(form) else { return number == 1 ? singular : plural }
        return forms[form]
    }

    /// The functions that templates translate with.
    ///
    /// ```swift
    /// options.extensions.insert(.internationalization)
    /// options.translations = catalog.translations(isNewStyle: true)
    /// ```
    ///
    /// - Parameter isNewStyle: Whether the functions put variables into the translation.
    /// - Returns: What ``TemplateOptions/translations`` takes.
    /// - SeeAlso: Jinja2 `install_gettext_translations`.
    public func translations(isNewStyle: Bool = false) -> TemplateTranslations {
        TemplateTranslations(
            isNewStyle: isNewStyle,
            gettext: { translate($0) },
            ngettext: { translate($0, plural: $1, number: $2.wholeNumber) },
            pgettext: { translate($1, context: $0) },
            npgettext: { translate($1, plural: $2, number: $3.wholeNumber, context: $0) })
    }
}

extension TemplateValue {
    /// The number as one that chooses a plural form; what is none counts as 0.
    fileprivate var wholeNumber: Int {
        switch value {
        case .float(let number): Int(exactly: number.rounded(.towardZero)) ?? 0
        default: value.int ?? 0
        }
    }
}
