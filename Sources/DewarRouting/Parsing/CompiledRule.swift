import DewarText

/// A rule with its pattern parsed and the map's defaults filled in.
final class CompiledRule: Sendable {
    /// A variable's name and what was found for it.
    struct Variable: Sendable {
        var name: String
        var converterName: String
        var arguments: String
        var converter: any RouteConverter
    }

    /// A piece of the pattern as it was written, by which rules are told apart.
    struct TracePiece: Sendable, Hashable {
        var isVariable: Bool
        var text: ByteKey
    }

    /// The most parts a rule can have: the matcher descends one level per part.
    static let maximalParts = 256

    let rule: Rule
    /// Upper case, with HEAD where GET is; nil for all.
    let methods: [String]?
    let isStrict: Bool
    let mergesSlashes: Bool
    let isWebSocket: Bool
    let hasDefaults: Bool
    /// Those of the domain first.
    let variables: [Variable]
    let parts: [RulePart]
    let domainTrace: [TracePiece]
    let pathTrace: [TracePiece]
    /// The names of variables and defaults, each once.
    let argumentNames: Set<ByteKey>
    /// The names of the variables, then those of the defaults.
    let takenNames: [String]
    /// The names of the variables without a default.
    let requiredNames: [String]
    let builder: RuleBuilder
    let plan: ArgumentPlan

    /// Parses a rule.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - options: The map's.
    ///   - converters: By name.
    /// - Throws: ``RoutingError`` with the rule's pattern.
    convenience init(
        _ rule: Rule, options: URLMap.Options,
        converters: [ByteKey: any RouteConverter.Type]
    ) throws(RoutingError) {
        do {
            try self.init(parsing: rule, options, converters)
        } catch {
            throw error.inRule(rule.pattern)
        }
    }

    private init(
        parsing rule: Rule, _ options: URLMap.Options,
        _ converters: [ByteKey: any RouteConverter.Type]
    ) throws(RoutingError) {
        guard rule.pattern.utf8.first == UInt8(ascii: "/") else { throw .noSlash }
        self.rule = rule
        isStrict = rule.isStrict ?? options.isStrict
        mergesSlashes = rule.mergesSlashes ?? options.mergesSlashes
        isWebSocket = rule.isWebSocket
        hasDefaults = !rule.defaults.isEmpty
        methods = rule.methods.map(Self.allMethods)
        let domain = try Self.parse(
            options.matchesHosts ? rule.host ?? "" : rule.subdomain ?? options.defaultSubdomain,
            converters)
        let path = try Self.parse(
            mergesSlashes ? SlashMerging.merge(rule.pattern) : rule.pattern, converters)
        domainTrace = domain.trace
        pathTrace = path.trace
        parts = domain.parts + path.parts
        variables = domain.variables + path.variables
        argumentNames = Set((variables.map(\.name) + rule.defaults.names).map { ByteKey($0) })
        takenNames = variables.map(\.name) + rule.defaults.names
        requiredNames = variables.map(\.name).filter { rule.defaults[$0] == nil }
        plan = ArgumentPlan(variables, rule.defaults)
        builder = try RuleBuilder(
            domain: domain.trace, path: path.trace, variables: variables, defaults: rule.defaults)
        try check()
    }

    /// What a pattern was parsed into.
    private struct Parsed {
        var parts: [RulePart] = []
        var variables: [Variable] = []
        var trace: [TracePiece] = []
    }

    private static func parse(
        _ pattern: String, _ converters: [ByteKey: any RouteConverter.Type]
    ) throws(RoutingError) -> Parsed {
        var builder = RulePartBuilder()
        var parsed = Parsed()
        for token in try RuleParser.parse(pattern) {
            switch token {
            case .slash:
                builder.addSlash()
                parsed.trace.append(TracePiece(isVariable: false, text: "/"))
            case .text(let text):
                builder.add(text: text)
                parsed.trace.append(TracePiece(isVariable: false, text: ByteKey(text)))
            case .variable(let name, let converterName, let arguments):
                let variable = try variable(
                    name, converterName ?? "default", arguments, converters)
                builder.add(variable.converter)
                parsed.variables.append(variable)
                parsed.trace.append(TracePiece(isVariable: true, text: ByteKey(name)))
            }
        }
        builder.finish()
        parsed.parts = builder.parts
        return parsed
    }

    private static func variable(
        _ name: String, _ converterName: String, _ text: String,
        _ converters: [ByteKey: any RouteConverter.Type]
    ) throws(RoutingError) -> Variable {
        let arguments = try ArgumentParser.parse(text)
        guard let type = converters[ByteKey(converterName)] else {
            let known = converters.keys.map(\.text).sorted { $0.precedesByCodePoint($1) }
            throw .unknownConverter(converterName, known: known)
        }
        let converter: any RouteConverter
        do {
            converter = try type.init(arguments)
        } catch let error as RoutingError {
            throw error
        } catch {
            throw .converterFailed(converterName, error)
        }
        return Variable(
            name: name, converterName: converterName, arguments: text, converter: converter)
    }

    private func check() throws(RoutingError) {
        guard parts.count <= Self.maximalParts else {
            throw .tooManyParts(parts.count, limit: Self.maximalParts)
        }
        var seen: Set<String> = []
        for variable in variables {
            // Werkzeug can't have these either: they are Python's constants.
            guard !["None", "True", "False", "__debug__"].contains(variable.name) else {
                throw .reservedName(variable.name)
            }
            // With a default Werkzeug takes this, and gives other variables the wrong texts.
            guard seen.insert(variable.name).inserted else {
                throw .repeatedVariable(variable.name)
            }
        }
        if rule.isWebSocket, let methods {
            let others = methods.filter { !["GET", "HEAD", "OPTIONS"].contains($0) }
            guard others.isEmpty else { throw .webSocketMethods(others) }
        }
        if case .pattern(let target)? = rule.redirectTarget {
            for case .variable(let name) in RedirectText.pieces(of: target)
            where !variables.contains(where: { $0.name.hasSameBytes(as: name) }) {
                throw .unknownRedirectVariable(name)
            }
        }
    }

    private static func allMethods(_ methods: [String]) -> [String] {
        var all: [String] = []
        for method in methods.map({ $0.uppercased() }) where !all.contains(method) {
            all.append(method)
        }
        if all.contains("GET"), !all.contains("HEAD") { all.append("HEAD") }
        return all
    }

    /// Finds the values a URL is built of: all variables have one, and those with a default have
    /// the default's.
    ///
    /// - Parameters:
    ///   - values: What is given, without nulls.
    ///   - method: In upper case; nil for any.
    /// - Returns: Where the values are; nil when they don't suit, or the rule does not answer the
    ///   method.
    func places(in values: RouteValues, method: String?) -> ValuePlaces? {
        guard answers(method) else { return nil }
        var places = ValuePlaces()
        if hasDefaults {
            for (name, value) in rule.defaults {
                guard let place = values.position(of: name) else { continue }
                guard values.value(at: place).isSameDefault(as: value) else { return nil }
                places.take(place)
            }
        }
        for index in requiredNames.indices {
            // Nearly always values are given in the order of the variables.
            guard let place = values.position(of: requiredNames[index], near: index) else {
                return nil
            }
            places.set(index, to: place)
        }
        return places
    }

    /// Tells whether the rule answers a method; any does for nil.
    func answers(_ method: String?) -> Bool {
        guard let method, let methods else { return true }
        return methods.contains { $0.hasSameBytes(as: method) }
    }

    /// The variables without a default for which there is no value.
    func missingNames(in values: RouteValues) -> [String] {
        requiredNames.filter { values[$0] == nil }
    }

    /// Tells whether the two rules were written alike, but for converters.
    func hasSameTrace(as other: CompiledRule) -> Bool {
        domainTrace == other.domainTrace && pathTrace == other.pathTrace
    }
}

/// Makes one slash of several.
enum SlashMerging {
    /// The text with every run of slashes made one.
    static func merge(_ text: String) -> String {
        guard hasRepeated(text) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 where byte != UInt8(ascii: "/") || bytes.last != byte {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Tells whether two slashes follow each other anywhere.
    static func hasRepeated(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/"), last == byte { return true }
            last = byte
        }
        return false
    }
}
