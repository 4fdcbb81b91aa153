/// Where an environment finds the sources of templates.
public protocol TemplateLoader: Sendable {
    /// The source of a template.
    ///
    /// ```swift
    /// let text = try FileSystemLoader("templates").source(named: "page.html").text
    /// ```
    ///
    /// - Parameter name: As a template or the application wrote it.
    /// - Returns: The text and where it came from.
    /// - Throws: ``TemplateError`` of kind TemplateNotFound if there is none of this name.
    /// - SeeAlso: Jinja2 `BaseLoader.get_source`.
    func source(named name: String) throws -> LoadedSource

    /// The names of all templates, sorted.
    ///
    /// ```swift
    /// let names = FileSystemLoader("templates").templateNames()
    /// ```
    ///
    /// - Throws: ``TemplateError`` of kind TypeError if the loader cannot tell.
    /// - SeeAlso: Jinja2 `BaseLoader.list_templates`.
    func templateNames() throws -> [String]
}

extension TemplateLoader {
    /// Throws: a loader cannot tell unless it says so.
    public func templateNames() throws -> [String] {
        throw TemplateError.type("this loader cannot iterate over all templates")
    }
}

/// The source of a template.
public struct LoadedSource: Sendable {
    /// The text.
    public var text: String
    /// The file it came from; nil if it came from elsewhere.
    public var file: String?
    /// Whether the source has not changed since; nil: it never changes.
    public var isUpToDate: (@Sendable () -> Bool)?
    /// The name by which the template knows itself; nil: the one that was asked for.
    public var name: String?

    /// Makes a source.
    ///
    /// ```swift
    /// options.loader = FunctionLoader { name in
    ///     name == "hello" ? LoadedSource(text: "Hello!") : nil
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - file: The file it came from.
    ///   - isUpToDate: Whether the source has not changed since; nil: it never changes.
    ///   - name: The name by which the template knows itself; nil: the one that was asked for.
    /// - SeeAlso: Jinja2 `BaseLoader.get_source`, whose tuple this is.
    public init(
        text: String, file: String? = nil, isUpToDate: (@Sendable () -> Bool)? = nil,
        name: String? = nil
    ) {
        self.text = text
        self.file = file
        self.isUpToDate = isUpToDate
        self.name = name
    }
}

extension TemplateError {
    /// The error of a loader that does not know a template.
    ///
    /// ```swift
    /// throw TemplateError.notFound("page.html")
    /// ```
    ///
    /// - Parameter name: The name that was asked for.
    /// - Returns: An error of kind TemplateNotFound.
    /// - SeeAlso: Jinja2 `exceptions.TemplateNotFound`.
    public static func notFound(_ name: String) -> TemplateError { templateNotFound(name) }
}
