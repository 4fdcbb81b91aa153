/// Finds templates in a dictionary of names and sources.
public struct DictionaryLoader: TemplateLoader {
    private let sources: [Text: String]

    /// Takes the sources.
    ///
    /// - Parameter sources: Names and sources; names are compared code point by code point.
    public init(_ sources: [(name: String, source: String)]) {
        self.sources = Dictionary(sources.map { (Text($0.name), $0.source) }) { $1 }
    }

    /// Takes the sources.
    public init(_ sources: [String: String]) {
        self.init(sources.map { (name: $0.key, source: $0.value) })
    }

    /// The source of a template.
    public func source(named name: String) throws -> LoadedSource {
        guard let text = sources[Text(name)] else { throw TemplateError.templateNotFound(name) }
        return LoadedSource(text: text)
    }

    /// The names of all templates, sorted by code points.
    public func templateNames() -> [String] { sources.keys.sorted().map(\.string) }
}

/// Finds templates by a function.
public struct FunctionLoader: TemplateLoader {
    private let load: @Sendable (String) throws -> LoadedSource?

    /// Takes the function.
    ///
    /// - Parameter load: Gives the source of a name, or nil if there is none.
    public init(_ load: @escaping @Sendable (String) throws -> LoadedSource?) {
        self.load = load
    }

    /// The source of a template.
    public func source(named name: String) throws -> LoadedSource {
        guard let source = try load(name) else { throw TemplateError.templateNotFound(name) }
        return source
    }
}

/// Gives each of several loaders the names that begin with a prefix.
public struct PrefixLoader: TemplateLoader {
    private let loaders: [(prefix: String, loader: any TemplateLoader)]
    private let delimiter: String

    /// Takes the loaders.
    ///
    /// ```swift
    /// options.loader = PrefixLoader([("admin", FileSystemLoader("admin/templates"))])
    /// ```
    ///
    /// - Parameters:
    ///   - loaders: Prefixes, without the delimiter, and their loaders.
    ///   - delimiter: What stands between prefix and name.
    /// - SeeAlso: Jinja2 `loaders.PrefixLoader`.
    public init(
        _ loaders: [(prefix: String, loader: any TemplateLoader)], delimiter: String = "/"
    ) {
        self.loaders = loaders
        self.delimiter = delimiter
    }

    /// The source of a template.
    public func source(named name: String) throws -> LoadedSource {
        let text = Text(name)
        for (prefix, loader) in loaders {
            let start = Array((prefix + delimiter).utf8)
            let bytes = Array(name.utf8)
            guard bytes.starts(with: start), let end = Self.firstDelimiter(bytes, delimiter),
                end + delimiter.utf8.count == start.count
            else { continue }
            do {
                let name = String(decoding: bytes[start.count...], as: UTF8.self)
                var source = try loader.source(named: name)
                source.name = source.name ?? name
                return source
            } catch let error as TemplateError where error.kind == .templateNotFound {
                throw TemplateError.templateNotFound(text.string)
            }
        }
        throw TemplateError.templateNotFound(name)
    }

    private static func firstDelimiter(_ bytes: [UInt8], _ delimiter: String) -> Int? {
        let delimiter = Array(delimiter.utf8)
        guard !delimiter.isEmpty, bytes.count >= delimiter.count else { return nil }
        return (0...bytes.count - delimiter.count).first {
            bytes[$0..<$0 + delimiter.count].elementsEqual(delimiter)
        }
    }

    /// The names of all templates, with their prefixes.
    public func templateNames() throws -> [String] {
        try loaders.flatMap { prefix, loader in
            try loader.templateNames().map { prefix + delimiter + $0 }
        }
    }
}

/// Asks several loaders one after the other.
public struct ChoiceLoader: TemplateLoader {
    private let loaders: [any TemplateLoader]

    /// Takes the loaders.
    public init(_ loaders: [any TemplateLoader]) {
        self.loaders = loaders
    }

    /// The source of a template: of the first loader that knows it.
    public func source(named name: String) throws -> LoadedSource {
        for loader in loaders {
            do {
                return try loader.source(named: name)
            } catch let error as TemplateError where error.kind == .templateNotFound {
                continue
            }
        }
        throw TemplateError.templateNotFound(name)
    }

    /// The names of all templates, sorted by code points, each once.
    public func templateNames() throws -> [String] {
        let names = try loaders.flatMap { try $0.templateNames().map { Text($0) } }
        return Set(names).sorted().map(\.string)
    }
}
