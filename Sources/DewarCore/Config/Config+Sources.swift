import DewarHTTP
import DewarText
import Glibc

extension Config {
    /// Sets the values of a JSON file.
    ///
    /// ```swift
    /// try app.config.load(json: "config.json")
    /// try app.config.load(json: "local.json", isOptional: true)  // what it says counts
    /// ```
    ///
    /// - Parameters:
    ///   - path: The file, which holds one object; a name that is not in capitals is left out.
    ///   - isOptional: Whether it may be missing.
    /// - Throws: ``ConfigError`` when the file cannot be read or is no JSON object.
    /// - SeeAlso: Flask `Config.from_file`.
    public func load(json path: String, isOptional: Bool = false) throws(ConfigError) {
        guard let bytes = try Self.contents(of: path, isOptional: isOptional) else { return }
        let value: JSON
        do {
            value = try JSONReader.read(bytes)
        } catch {
            throw .invalidFile(path, "\(error)")
        }
        guard case .object(let object) = value else {
            throw .invalidFile(path, "it holds no object")
        }
        update(object, from: path)
    }

    /// Sets the values of a TOML file.
    ///
    /// ```swift
    /// try app.config.load(toml: "config.toml")
    /// ```
    /// A table becomes an object, a date text.
    ///
    /// - Parameters:
    ///   - path: The file; a name at its top that is not in capitals is left out.
    ///   - isOptional: Whether it may be missing.
    /// - Throws: ``ConfigError`` when the file cannot be read or is no TOML; it names the line.
    /// - SeeAlso: Flask `Config.from_file` with `tomllib`.
    public func load(toml path: String, isOptional: Bool = false) throws(ConfigError) {
        guard let bytes = try Self.contents(of: path, isOptional: isOptional) else { return }
        do throws(TOMLError) {
            update(try TOMLReader.read(bytes), from: path)
        } catch {
            throw .invalidFile(path, "\(error)")
        }
    }

    /// Sets values from the environment: `PREFIX_NAME` becomes `NAME`.
    ///
    /// A value that is JSON is taken as such, every other one as text. Two underscores lead into an
    /// object: `PREFIX_STORE__PATH=/srv` sets the member `PATH` of `STORE`.
    /// ```swift
    /// app.config.loadEnvironment(
    ///     prefix: "SHOP", from: ["SHOP_PAGE_SIZE": "50", "SHOP_STORE__PATH": "/srv"])
    /// app.config["PAGE_SIZE"]?.int              // 50
    /// app.config["STORE"]?["PATH"]?.string      // "/srv"
    /// ```
    ///
    /// - Parameters:
    ///   - prefix: What the variables' names begin with, before an underscore.
    ///   - environment: Names and values; nil for the process's own.
    /// - SeeAlso: Flask `Config.from_prefixed_env`.
    public func loadEnvironment(
        prefix: String = "DEWAR", from environment: [String: String]? = nil
    ) {
        let environment = environment ?? Self.processEnvironment()
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) {
            take(name, text, prefix, from: "the environment's \(name)")
        }
    }

    /// Sets values from a file of environment variables, as `.env`: `PREFIX_NAME=value`, a line each.
    ///
    /// They are taken as those of ``loadEnvironment(prefix:from:)``. What the environment has itself
    /// is left out, so that it always counts before a file; of several files the last one does:
    /// ```swift
    /// try app.config.load(dotenv: ".dewarenv", isOptional: true)   // everybody's
    /// try app.config.load(dotenv: ".env", isOptional: true)        // this machine's, kept secret
    /// app.config.loadEnvironment()
    /// ```
    /// Values may stand in quotation marks and name other variables: `URL="http://${HOST}/"`.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - prefix: What the variables' names begin with, before an underscore.
    ///   - environment: The variables around it; nil for the process's own.
    ///   - isOptional: Whether it may be missing.
    /// - Returns: All that the file says, for what is no configuration; names and values, those of
    ///   the environment where it has them.
    /// - Throws: ``ConfigError`` when the file cannot be read or is not UTF-8.
    /// - SeeAlso: Flask `load_dotenv`; python-dotenv.
    @discardableResult
    public func load(
        dotenv path: String, prefix: String = "DEWAR", environment: [String: String]? = nil,
        isOptional: Bool = false
    ) throws(ConfigError) -> [String: String] {
        guard let bytes = try Self.contents(of: path, isOptional: isOptional) else { return [:] }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalidFile(path, "it is no UTF-8")
        }
        let environment = environment ?? Self.processEnvironment()
        var found: [String: String] = [:]
        for (name, value) in EnvironmentFile.read(text, environment: environment) {
            found[name] = environment[name] ?? value
            if environment[name] == nil { take(name, value, prefix, from: "\(path): \(name)") }
        }
        return found
    }

    /// Sets the value of a variable whose name has a prefix.
    private func take(_ name: String, _ text: String, _ prefix: String, from source: String) {
        guard name.hasPrefix(prefix + "_") else { return }
        let key = String(name.dropFirst(prefix.count + 1))
        let value = (try? JSONReader.read(text)) ?? .string(text)
        set(key.split(separator: "__", omittingEmptySubsequences: false), value, from: source)
    }

    private static func contents(
        of path: String, isOptional: Bool
    ) throws(ConfigError) -> [UInt8]? {
        do {
            let file = try OpenFile(path: path)
            guard file.count <= largestFile else {
                throw ConfigError.invalidFile(path, "it has more than \(largestFile) bytes")
            }
            return try file.bytes(at: 0, upTo: file.count)
        } catch let error as ConfigError {
            throw error
        } catch {
            if isOptional, access(path, F_OK) != 0 { return nil }
            throw .unreadable(path, "\(error)")
        }
    }

    /// No configuration is longer: a wrong path may be anything.
    private static let largestFile = 1 << 20

    private static func processEnvironment() -> [String: String] {
        var found: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let split = text.firstIndex(of: "=") {
                found[String(text[..<split])] = String(text[text.index(after: split)...])
            }
            next += 1
        }
        return found
    }
}

/// A configuration that cannot be loaded.
public struct ConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence: which file, and what is wrong with it.
    public let description: String

    static func unreadable(_ path: String, _ reason: String) -> ConfigError {
        ConfigError(description: "configuration file '\(path)' cannot be read: \(reason)")
    }

    static func invalidFile(_ path: String, _ reason: String) -> ConfigError {
        ConfigError(description: "configuration file '\(path)' is no configuration: \(reason).")
    }
}
