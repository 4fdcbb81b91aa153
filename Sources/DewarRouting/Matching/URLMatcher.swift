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
        /// The edges that are patterns, best first.
        var patterns: [PatternEdge] = []
        /// The rules that end here, in the order of the map.
        var rules: [Int] = []
        /// Whether there are edges that are texts.
        var hasTexts = false
        /// The node behind an empty text, so behind a slash at the path's end.
        var behindSlash: Int?
    }

    /// An edge that is a pattern.
    struct PatternEdge: Sendable {
        var pattern: PartPattern
        var isFinal: Bool
        var child: Int
    }

    /// What the search needs to know of a rule.
    struct Leaf: Sendable {
        /// The methods' numbers in ``methodNames``; nil for all.
        var methods: [Int]?
        var isWebSocket: Bool
        var isStrict: Bool
    }

    /// What decides at once whether a rule takes a request.
    struct Filter: Sendable {
        /// A bit for each of the first methods of ``methodNames`` that the rule answers.
        var methods: UInt64
        var isWebSocket: Bool
    }

    let nodes: [Node]
    let texts: StaticEdges
    /// The paths without a variable as a whole: each leads to a place in ``wholeRules``.
    let wholePaths: StaticEdges
    /// The rules of each whole path in the order of the map, each list with a -1 at its end.
    let wholeRules: [Int32]
    let filters: [Filter]
    let leaves: [Leaf]
    /// Every method that some rule names.
    let methodNames: [String]
    /// Whether a path without a rule is tried again with repeated slashes made one.
    let mergesSlashes: Bool

    /// Makes the tree.
    ///
    /// - Parameters:
    ///   - rules: All rules of the map; those that only build are left out.
    ///   - mergesSlashes: Whether repeated slashes are made one for a second attempt.
    init(_ rules: [CompiledRule], mergesSlashes: Bool) {
        self.mergesSlashes = mergesSlashes
        var growth = Growth()
        var names: [String] = []
        leaves = rules.map { rule in
            let methods = rule.methods?.map { method in
                if let index = names.firstIndex(where: { $0.hasSameBytes(as: method) }) {
                    return index
                }
                names.append(method)
                return names.count - 1
            }
            return Leaf(
                methods: methods, isWebSocket: rule.rule.isWebSocket, isStrict: rule.isStrict)
        }
        for (index, rule) in rules.enumerated() where !rule.rule.isBuildOnly {
            growth.add(rule.parts, rule: index)
        }
        let nodes = growth.finishedNodes()
        self.nodes = nodes
        texts = StaticEdges(growth.edges)
        methodNames = names
        filters = leaves.map { Filter($0) }
        var wholeRules: [Int32] = []
        wholePaths = StaticEdges(
            growth.wholes.map { key, node in
                defer { wholeRules += nodes[node].rules.map { Int32($0) } + [-1] }
                return (key.node, key.text, wholeRules.count)
            })
        self.wholeRules = wholeRules
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
            nodes[node].rules.append(rule)
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
            nodes[node].patterns.append(
                PatternEdge(
                    pattern: PartPattern(pieces, isSuffixed: part.isSuffixed),
                    isFinal: part.isFinal, child: child))
            weights[node].append(part.weight)
            return child
        }

        private mutating func newNode() -> Int {
            nodes.append(Node())
            weights.append([])
            return nodes.count - 1
        }

        /// The nodes, their pattern edges in order of weight; of equal weight the first comes first.
        func finishedNodes() -> [Node] {
            nodes.indices.map { index in
                var node = nodes[index]
                let weights = weights[index]
                node.patterns = weights.indices.sorted { left, right in
                    weights[left] == weights[right]
                        ? left < right : weights[left].lexicographicallyPrecedes(weights[right])
                }.map { node.patterns[$0] }
                return node
            }
        }
    }
}

extension URLMatcher.Filter {
    init(_ leaf: URLMatcher.Leaf) {
        isWebSocket = leaf.isWebSocket
        methods = leaf.methods.map { $0.reduce(0) { $0 | Self.bit(of: $1) } } ?? .max
    }

    /// The bit of a method's number; none for those that are too many, and for unknown ones.
    static func bit(of method: Int) -> UInt64 {
        method >= 0 && method < 63 ? 1 << UInt64(method) : 0
    }
}

extension URLMatcher {
    /// The number of a method in ``methodNames``; -1 for one that no rule names.
    func number(ofMethod method: String) -> Int {
        for index in methodNames.indices where methodNames[index].hasSameBytes(as: method) {
            return index
        }
        return -1
    }

    /// The rule of a path that is text throughout, if it takes the request.
    ///
    /// It is the one that ``find(domain:path:method:isWebSocket:rules:)`` finds: text comes first.
    ///
    /// - Parameters:
    ///   - domain: The subdomain or the host.
    ///   - path: Decoded.
    ///   - method: In upper case.
    ///   - isWebSocket: Whether the request asks for WebSocket.
    /// - Returns: nil when there is none; others may match.
    func wholeRule(domain: String, path: String, method: String, isWebSocket: Bool) -> Int? {
        var (domain, path) = (domain, path)
        let found = domain.withUTF8 { domain in path.withUTF8 { wholePath(domain, $0) } }
        guard var place = found else { return nil }
        while wholeRules[place] >= 0 {
            let rule = Int(wholeRules[place])
            let filter = filters[rule]
            if filter.isWebSocket == isWebSocket {
                // A rule of all methods has every bit: the method need not be looked for.
                if filter.methods == .max { return rule }
                let bit = Filter.bit(of: number(ofMethod: method))
                if filter.methods & bit != 0 { return rule }
            }
            place += 1
        }
        return nil
    }

    private func wholePath(
        _ domain: UnsafeBufferPointer<UInt8>, _ path: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        // Slashes at the start are made one before a path is looked for.
        guard path.count < 2 || path[1] != UInt8(ascii: "/"),
            let top = texts.child(of: 0, domain, 0..<domain.count)
        else { return nil }
        return wholePaths.child(of: top, path, 0..<path.count)
    }
}
