import Synchronization

/// What templates have in common: how they are written, where they are found, what they may use.
///
/// ```swift
/// let environment = TemplateEnvironment {
///     $0.loader = FileSystemLoader("templates")
///     $0.autoescape = .byExtension
/// }
/// let page = try environment.getTemplate("index.html").render(["user": "Ada"])
/// ```
///
/// An environment never changes; ``overlay(_:)`` makes another.
///
/// - SeeAlso: Jinja2 `Environment`.
public final class TemplateEnvironment: Sendable, TemplateLibrary {
    /// The options.
    public let options: TemplateOptions
    let settings: RenderSettings
    let globals: Context.Layer
    let delimiters: Delimiters
    /// The memory of outputs between renderings.
    let outputs: OutputPool
    /// How many bytes of it are kept now, ``TemplateOptions/keptOutputBytes`` at most.
    package var keptOutputBytes: Int { outputs.size }
    private let cache: Mutex<TemplateCache>

    /// Makes an environment with Jinja2's defaults.
    ///
    /// - Parameter configure: Changes options.
    public convenience init(_ configure: (inout TemplateOptions) -> Void = { _ in }) {
        var options = TemplateOptions()
        configure(&options)
        self.init(options)
    }

    /// Makes an environment with options.
    public init(_ options: TemplateOptions) {
        self.options = options
        settings = options.makeSettings()
        globals = Context.Layer(options.makeGlobals(), isShared: true)
        delimiters = Delimiters(options.syntax)
        outputs = OutputPool(capacity: options.keptOutputBytes)
        cache = Mutex(TemplateCache(capacity: options.cacheSize))
    }

    /// An environment with other options, that shares no loaded templates with this one.
    ///
    /// ```swift
    /// let environment = TemplateEnvironment { $0.loader = FileSystemLoader("templates") }
    /// let strict = environment.overlay { $0.undefined = .strict }
    /// ```
    ///
    /// - Parameter configure: Changes options.
    /// - Returns: A new environment.
    /// - SeeAlso: Jinja2 `Environment.overlay`.
    public func overlay(_ configure: (inout TemplateOptions) -> Void) -> TemplateEnvironment {
        var options = options
        configure(&options)
        return TemplateEnvironment(options)
    }

    // MARK: - Finding templates

    /// Loads a template.
    ///
    /// ```swift
    /// let environment = TemplateEnvironment { $0.loader = FileSystemLoader("templates") }
    /// let page = try environment.getTemplate("page.html", globals: [("site", "News")])
    /// ```
    ///
    /// - Parameters:
    ///   - name: As the loader knows it.
    ///   - parent: The name of the template that asks, for ``TemplateOptions/joinPath``.
    ///   - globals: Variables that the template has besides those of the environment, and so have
    ///     the templates it imports; those it includes see all it sees.
    /// - Returns: The template, compiled once as long as its source does not change.
    /// - Throws: ``TemplateError``: TemplateNotFound, or what is wrong with the source.
    /// - SeeAlso: Jinja2 `Environment.get_template`.
    public func getTemplate(
        _ name: String, parent: String? = nil, globals: [(name: String, value: TemplateValue)] = []
    ) throws -> Template {
        do {
            return try findTemplate(name, parent: parent, globals: globals)
        } catch var error as TemplateError where error.kind == .templateNotFound {
            error.suggestion = options.loader.flatMap {
                suggestion(for: error.templateNames.first ?? name, $0)
            }
            throw error
        }
    }

    private func findTemplate(
        _ name: String, parent: String?, globals: [(name: String, value: TemplateValue)] = []
    ) throws -> Template {
        let name = parent.flatMap { parent in options.joinPath.map { $0(name, parent) } } ?? name
        if let template = cached(name) { return try template.adding(globals) }
        guard let loader = options.loader else {
            throw TemplateError.type("no loader for this environment specified")
        }
        let source = try loader.source(named: name)
        let template = try compile(source.text, name: source.name ?? name, source: source)
        cache.withLock { $0.insert(template, for: name) }
        return try template.adding(globals)
    }

    private func cached(_ name: String) -> Template? {
        guard options.cacheSize != 0 else { return nil }
        guard let template = cache.withLock({ $0.template(for: name) }),
            !options.reloadsAutomatically || template.isUpToDate
        else { return nil }
        return template
    }

    /// Loads the first of several templates that exists.
    ///
    /// ```swift
    /// let environment = TemplateEnvironment { $0.loader = FileSystemLoader("templates") }
    /// let page = try environment.selectTemplate(["news/today.html", "news.html"])
    /// ```
    ///
    /// - Parameters:
    ///   - names: As the loader knows them.
    ///   - parent: The name of the template that asks, for ``TemplateOptions/joinPath``.
    /// - Returns: The template.
    /// - Throws: ``TemplateError``: TemplatesNotFound if there is none.
    /// - SeeAlso: Jinja2 `Environment.select_template`.
    public func selectTemplate(_ names: [String], parent: String? = nil) throws -> Template {
        var folders: [String] = []
        for name in names {
            do {
                // Without looking for names near this one: another may be there.
                return try findTemplate(name, parent: parent)
            } catch let error as TemplateError where error.kind == .templateNotFound {
                folders = error.searchedFolders
            }
        }
        var error = TemplateError.templatesNotFound(names)
        error.searchedFolders = folders
        throw error
    }

    /// Makes a template of its source.
    ///
    /// ```swift
    /// let template = try TemplateEnvironment().fromString("Hello {{ name }}!")
    /// print(try template.render(["name": "Ada"]))  // Hello Ada!
    /// ```
    ///
    /// - Parameters:
    ///   - source: The text of the template.
    ///   - globals: Variables that the template has besides those of the environment.
    /// - Returns: A template without a name.
    /// - Throws: ``TemplateError`` if something is wrong with the source.
    /// - SeeAlso: Jinja2 `Environment.from_string`.
    public func fromString(
        _ source: String, globals: [(name: String, value: TemplateValue)] = []
    ) throws -> Template {
        try compile(source, name: nil, source: nil).adding(globals)
    }

    /// The names of all templates.
    ///
    /// ```swift
    /// let environment = TemplateEnvironment { $0.loader = FileSystemLoader("templates") }
    /// let pages = try environment.listTemplates(extensions: ["html"])
    /// ```
    ///
    /// - Parameter extensions: What has to stand after the last dot; nil: anything.
    /// - Returns: Names, as the loader sorts them.
    /// - Throws: ``TemplateError`` of kind TypeError if the loader cannot tell.
    /// - SeeAlso: Jinja2 `Environment.list_templates`.
    public func listTemplates(extensions: [String]? = nil) throws -> [String] {
        let names = try options.loader?.templateNames() ?? []
        guard let extensions else { return names }
        return names.filter { name in
            guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
            return extensions.contains(String(name[name.utf8.index(after: dot)...]))
        }
    }

    func template(named name: String, parent: String?) throws -> Template {
        try getTemplate(name, parent: parent)
    }

    // MARK: - Compiling

    /// Parses a template.
    func parse(_ source: TemplateSource) throws -> [Statement] {
        if let problem = options.syntax.problem { throw TemplateError(.assertionError, problem) }
        var parser = try Parser(source, delimiters: delimiters, options: options.parserOptions)
        return try parser.parse()
    }

    /// The source as the lexer reads it.
    func makeSource(_ text: String, name: String?) throws -> TemplateSource {
        TemplateSource(
            try Parser.preprocessed(text, name: name, options.tags), name: name,
            keepsTrailingNewline: options.syntax.keepsTrailingNewline)
    }

    private func compile(
        _ text: String, name: String?, source loaded: LoadedSource?
    ) throws -> Template {
        let source = try makeSource(text, name: name)
        do {
            let unit = try compile(try parse(source), source)
            return Template(environment: self, unit: unit, source: loaded)
        } catch var error as TemplateError {
            if error.sourceLine == nil, let line = error.line {
                error.sourceLine = source.line(line)
            }
            throw error
        }
    }

    /// Makes code of parsed statements.
    func compile(
        _ statements: [Statement], _ source: TemplateSource
    ) throws -> TemplateUnit {
        let unit = TemplateUnit(
            source, autoescape: options.autoescape.applies(to: source.name))
        let compiler = Compiler(unit, settings: settings, optimizes: options.isOptimized)
        // Constants that would take too much are left to the rendering, which says so.
        try MemoryMeter(limit: settings.limits.memoryBytes).run { try compiler.compile(statements) }
        return unit
    }
}
