import DewarText

/// The rules as a tree, each level a part of the path, the first the domain.
///
/// Rules with the same beginning share nodes. A node's edges that are texts are found in a table,
/// those that are patterns are tried in the order of their weight; so the work depends on the
/// path, not on the number of rules.
///
/// - SeeAlso: Werkzeug `StateMachineMatcher`.
final class URLMatcher: Sendable {
    /// A place in the tree.
    struct Node: Sendable {
        /// The edges that are patterns, best first: a range of ``edges``.
        var firstEdge = 0
        var endOfEdges = 0
        /// The rules that end here, in the order of the map: a range of ``rules``.
        var firstRule = 0
        var endOfRules = 0
        /// Whether there are edges that are texts.
        var hasTexts = false
        /// The node behind an empty text, so behind a slash at the path's end; -1 without one.
        var behindSlash = -1
    }

    /// An edge that is a pattern.
    struct PatternEdge: Sendable {
        var shape: PartPattern.Shape
        var isFinal: Bool
        var child: Int
    }

    /// What decides at once whether a rule takes a request.
    struct Filter: Sendable {
        /// A bit for each of the first methods of ``methodNames`` that the rule answers; every bit
        /// when it answers all.
        var methods: UInt64
        var isWebSocket: Bool
        var isStrict: Bool
    }

    let nodes: FlatTable<Node>
    let edges: FlatTable<PatternEdge>
    /// The pattern of each edge.
    let patterns: [PartPattern]
    let rules: FlatTable<Int32>
    let texts: StaticEdges
    /// The paths without a variable as a whole: each leads to a place in ``wholeRules``.
    let wholePaths: StaticEdges
    /// The rules of each whole path in the order of the map, each list with a -1 at its end.
    let wholeRules: FlatTable<Int32>
    let filters: FlatTable<Filter>
    /// The methods of each rule by their numbers in ``methodNames``; nil for all.
    let leaves: [[Int]?]
    /// Every method that some rule names.
    let methodNames: [String]
    /// How each rule's arguments are made.
    let plans: [ArgumentPlan]
    /// The arguments of each rule that are no variables.
    let fixedArguments: [[RouteArgument]]
    /// The number of variables of the rule that has the most.
    let mostVariables: Int
    /// Whether a path without a rule is tried again with repeated slashes made one.
    let mergesSlashes: Bool
    /// The same of each rule.
    let rulesMergingSlashes: [Bool]

    /// Makes the tree.
    ///
    /// - Parameters:
    ///   - rules: All rules of the map; those that only build are left out.
    ///   - mergesSlashes: Whether repeated slashes are made one for a second attempt.
    init(_ rules: [CompiledRule], mergesSlashes: Bool) {
        self.mergesSlashes = mergesSlashes
        rulesMergingSlashes = rules.map(\.mergesSlashes)
        plans = rules.map(\.plan)
        fixedArguments = rules.map(\.plan.others)
        mostVariables = rules.map(\.variables.count).max() ?? 0
        var names: [String] = []
        let leaves = rules.map { rule in
            rule.methods?.map { method in
                if let index = names.firstIndex(where: { $0.hasSameBytes(as: method) }) {
                    return index
                }
                names.append(method)
                return names.count - 1
            }
        }
        self.leaves = leaves
        methodNames = names
        filters = FlatTable(zip(rules, leaves).map { Filter($0, methods: $1) })
        var growth = Growth()
        for (index, rule) in rules.enumerated() where !rule.rule.isBuildOnly {
            growth.add(rule.parts, rule: index)
        }
        let flat = growth.flattened()
        nodes = FlatTable(flat.nodes)
        edges = FlatTable(flat.edges)
        patterns = flat.patterns
        self.rules = FlatTable(flat.rules)
        texts = StaticEdges(growth.edges)
        var wholeRules: [Int32] = []
        wholePaths = StaticEdges(
            growth.wholes.map { key, node in
                defer { wholeRules += growth.rules[node].map { Int32($0) } + [-1] }
                return (key.node, key.text, wholeRules.count)
            })
        self.wholeRules = FlatTable(wholeRules)
    }

    /// The tree while rules are added.
    private struct Growth {
        struct TextKey: Hashable {
            var node: Int
            var text: [UInt8]
        }

        struct PatternKey: Hashable {
            var node: Int
            var part: RulePart
        }

        var nodes = [Node()]
        /// The rules that end at each node.
        var rules: [[Int]] = [[]]
        /// The edges of each node that are patterns.
        var patterns: [[(edge: PatternEdge, pattern: PartPattern)]] = [[]]
        var edges: [(node: Int, text: [UInt8], child: Int)] = []
        var children: [TextKey: Int] = [:]
        /// Where paths without a variable end, by the node of their domain.
        var wholes: [TextKey: Int] = [:]
        var patternChildren: [PatternKey: Int] = [:]
        /// The weights of each node's pattern edges.
        var weights: [[[Int]]] = [[]]

        mutating func add(_ parts: [RulePart], rule: Int) {
            var node = 0
            var domain = 0
            var whole: [UInt8]? = []
            for (index, part) in parts.enumerated() {
                switch part.content {
                case .text(let text):
                    node = child(of: node, text)
                    whole? += (index > 1 ? [UInt8(ascii: "/")] : []) + (index > 0 ? text : [])
                case .pattern(let pieces):
                    node = child(of: node, part, pieces)
                    whole = nil
                }
                if index == 0 { domain = node }
            }
            rules[node].append(rule)
            if let whole { wholes[TextKey(node: domain, text: whole)] = node }
        }

        private mutating func child(of node: Int, _ text: [UInt8]) -> Int {
            let key = TextKey(node: node, text: text)
            if let child = children[key] { return child }
            let child = newNode()
            children[key] = child
            edges.append((node, text, child))
            nodes[node].hasTexts = true
            if text.isEmpty { nodes[node].behindSlash = child }
            return child
        }

        private mutating func child(
            of node: Int, _ part: RulePart, _ pieces: [PartPattern.Piece]
        ) -> Int {
            let key = PatternKey(node: node, part: part)
            if let child = patternChildren[key] { return child }
            let child = newNode()
            patternChildren[key] = child
            let pattern = PartPattern(pieces, isSuffixed: part.isSuffixed)
            let edge = PatternEdge(
                shape: part.isFinal ? .other : pattern.shape, isFinal: part.isFinal, child: child)
            patterns[node].append((edge, pattern))
            weights[node].append(part.weight)
            return child
        }

        private mutating func newNode() -> Int {
            nodes.append(Node())
            rules.append([])
            patterns.append([])
            weights.append([])
            return nodes.count - 1
        }

        /// The nodes with their rules and pattern edges in one list each; a node's edges are in
        /// order of weight, of equal weight the first comes first.
        func flattened() -> (
            nodes: [Node], edges: [PatternEdge], patterns: [PartPattern], rules: [Int32]
        ) {
            var edges: [PatternEdge] = []
            var allPatterns: [PartPattern] = []
            var allRules: [Int32] = []
            var nodes = nodes
            for index in nodes.indices {
                let weights = weights[index]
                let order = weights.indices.sorted { left, right in
                    weights[left] == weights[right]
                        ? left < right : weights[left].lexicographicallyPrecedes(weights[right])
                }
                nodes[index].firstEdge = edges.count
                edges += order.map { patterns[index][$0].edge }
                allPatterns += order.map { patterns[index][$0].pattern }
                nodes[index].endOfEdges = edges.count
                nodes[index].firstRule = allRules.count
                allRules += rules[index].map { Int32($0) }
                nodes[index].endOfRules = allRules.count
            }
            return (nodes, edges, allPatterns, allRules)
        }
    }
}

extension URLMatcher.Filter {
    /// The number of methods that have a bit; one is left, so that all of them are not every bit.
    static let bits = 63

    init(_ rule: CompiledRule, methods: [Int]?) {
        isWebSocket = rule.rule.isWebSocket
        isStrict = rule.isStrict
        self.methods = methods.map { $0.reduce(0) { $0 | Self.bit(of: $1) } } ?? .max
    }

    /// The bit of a method's number; none for those that are too many, and for unknown ones.
    static func bit(of method: Int) -> UInt64 {
        method >= 0 && method < bits ? 1 << UInt64(method) : 0
    }
}
