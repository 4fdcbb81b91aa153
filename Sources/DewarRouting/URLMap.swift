import DewarText

/// The rules of an application: finds the rule for a path and builds the path for an endpoint.
///
/// A map is made once and never changes:
/// ```swift
/// let map = try URLMap([
///     Rule("/", endpoint: "index"),
///     Rule("/posts/<int:id>", endpoint: "post.show"),
/// ])
/// let urls = try map.bind(serverName: "example.com")
/// urls.match("/posts/42")                      // .match(rule 1, id: 42)
/// try urls.build("post.show", ["id": 42])      // "/posts/42"
/// ```
/// Which rule wins does not depend on their order, but for rules that are written alike: text
/// comes before variables, numbers before text variables, these before paths.
///
/// - SeeAlso: Werkzeug `Map`.
public final class URLMap: Sendable {
    /// What holds for all rules, unless a rule says otherwise.
    public struct Options: Sendable, Hashable {
        /// The subdomain of rules that name none.
        public var defaultSubdomain = ""
        /// Whether a path without its rule's final slash is redirected, and one with a slash too
        /// many is not found.
        public var isStrict = true
        /// Whether paths with repeated slashes are redirected to those with single ones.
        public var mergesSlashes = true
        /// Whether a path is redirected to that of a rule whose defaults say the same.
        public var redirectsDefaults = true
        /// Whether rules are chosen by the whole host instead of the subdomain.
        public var matchesHosts = false
        /// Whether the query strings of built URLs are sorted by name.
        public var sortsParameters = false

        /// Werkzeug's defaults.
        public init() {}
    }

    /// The rules in the order they were given.
    public let rules: [Rule]
    /// What holds for all rules.
    public let options: Options

    let compiled: [CompiledRule]
    let matcher: URLMatcher
    /// Where in ``endpointRules`` each endpoint's rules are.
    private let endpoints: StaticEdges
    /// The rules of each endpoint, those first that URLs are best built by.
    private let endpointRules: [[Int]]
    /// For each rule the rules that may say the same by their defaults.
    let defaultRules: [[Int]]
    /// For each rule whether its match may become a redirect.
    let mayRedirect: [Bool]

    /// Makes a map.
    ///
    /// - Parameters:
    ///   - rules: The rules.
    ///   - options: What holds for all of them.
    ///   - converters: Converters by name, besides `string` (also called `default`), `int`,
    ///     `float`, `path`, `any` and `uuid`, which they may replace.
    /// - Throws: ``RoutingError`` that names the first rule that makes no sense.
    public init(
        _ rules: [Rule], options: Options = Options(),
        converters: [String: any RouteConverter.Type] = [:]
    ) throws(RoutingError) {
        var types = Self.standardConverters
        for (name, type) in converters { types[ByteKey(name)] = type }
        var compiled: [CompiledRule] = []
        for rule in rules {
            compiled.append(try CompiledRule(rule, options: options, converters: types))
        }
        self.rules = rules
        self.options = options
        self.compiled = compiled
        matcher = URLMatcher(compiled, mergesSlashes: options.mergesSlashes)
        let groups = Self.rulesByEndpoint(compiled)
        let named = groups.compactMap { key, rules in key.map { (Array($0.text.utf8), rules) } }
        endpoints = StaticEdges(named.enumerated().map { (0, $1.0, $0) })
        endpointRules = named.map(\.1)
        defaultRules = Self.defaultRules(compiled, groups)
        mayRedirect = zip(compiled, defaultRules).map { compiled, candidates in
            compiled.rule.redirectTarget != nil
                || options.redirectsDefaults && (compiled.rule.isAlias || !candidates.isEmpty)
        }
    }

    private static let standardConverters: [ByteKey: any RouteConverter.Type] = [
        "default": StringConverter.self, "string": StringConverter.self,
        "any": AnyConverter.self, "path": PathConverter.self, "int": IntegerConverter.self,
        "float": FloatConverter.self, "uuid": UUIDConverter.self,
    ]

    private static func rulesByEndpoint(_ rules: [CompiledRule]) -> [ByteKey?: [Int]] {
        let groups = Dictionary(grouping: rules.indices) { index in
            rules[index].rule.endpoint.map { ByteKey($0) }
        }
        return groups.mapValues { group in
            group.sorted { left, right in
                let (first, second) = (order(rules[left]), order(rules[right]))
                return first == second ? left < right : first < second
            }
        }
    }

    /// Aliases last; before them those with many arguments and many defaults first.
    private static func order(_ rule: CompiledRule) -> (Int, Int, Int) {
        (rule.rule.isAlias ? 1 : 0, -rule.argumentNames.count, -rule.rule.defaults.count)
    }

    private static func defaultRules(
        _ rules: [CompiledRule], _ groups: [ByteKey?: [Int]]
    ) -> [[Int]] {
        var result = Array(repeating: [Int](), count: rules.count)
        for group in groups.values {
            var candidates: [Int] = []
            for index in group {
                result[index] = candidates.filter {
                    rules[$0].argumentNames == rules[index].argumentNames
                        && !rules[$0].hasSameTrace(as: rules[index])
                }
                if !rules[index].rule.isBuildOnly, !rules[index].rule.defaults.isEmpty {
                    candidates.append(index)
                }
            }
        }
        return result
    }

    /// The variables of a rule, in the order of their values in ``RouteMatch/arguments``.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/posts/<int(min=1):id>")])
    /// map.variables(ofRuleAt: 0).map { "\($0.name): \($0.converter)(\($0.arguments))" }
    /// // ["id: int(min=1)"]
    /// ```
    ///
    /// - Parameter ruleIndex: The rule's place in ``rules``.
    /// - Returns: The variables of the domain before those of the path; none if there is no rule.
    /// - SeeAlso: Werkzeug `Rule._converters`.
    public func variables(ofRuleAt ruleIndex: Int) -> [RuleVariable] {
        guard compiled.indices.contains(ruleIndex) else { return [] }
        return compiled[ruleIndex].variables.map {
            RuleVariable(
                name: $0.name, converter: $0.converterName, arguments: $0.arguments,
                valueKind: $0.converter.valueKind)
        }
    }

    /// The methods of a rule.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/posts", methods: ["get"])])
    /// map.methods(ofRuleAt: 0)  // ["GET", "HEAD"]
    /// ```
    ///
    /// - Parameter ruleIndex: The rule's place in ``rules``.
    /// - Returns: In upper case, with HEAD where GET is; nil for all, and if there is no rule.
    /// - SeeAlso: Werkzeug `Rule.methods`.
    public func methods(ofRuleAt ruleIndex: Int) -> [String]? {
        compiled.indices.contains(ruleIndex) ? compiled[ruleIndex].methods : nil
    }

    /// The rules of an endpoint, in the order in which they are tried when a URL is built.
    ///
    /// ```swift
    /// let map = try URLMap([
    ///     Rule("/posts/", endpoint: "posts"), Rule("/posts/<int:page>", endpoint: "posts"),
    /// ])
    /// map.ruleIndices(of: "posts")  // [1, 0]: the one with more variables first
    /// ```
    ///
    /// - Parameter endpoint: A name.
    /// - Returns: Places in ``rules``; none for an unknown name.
    /// - SeeAlso: Werkzeug `Map.iter_rules`.
    public func ruleIndices(of endpoint: String) -> [Int] {
        var endpoint = endpoint
        let place = endpoint.withUTF8 { endpoints.child(of: 0, $0, 0..<$0.count) }
        return place.map { endpointRules[$0] } ?? []
    }

    /// Tells whether some rule of an endpoint takes a value of this name, as variable or default.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/<lang>/about", endpoint: "about")])
    /// map.isExpecting("lang", endpoint: "about")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Map.is_endpoint_expecting`.
    public func isExpecting(_ name: String, endpoint: String) -> Bool {
        ruleIndices(of: endpoint).contains { compiled[$0].argumentNames.contains(ByteKey(name)) }
    }
}
