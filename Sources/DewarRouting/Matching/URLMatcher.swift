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

    let nodes: [Node]
    let texts: StaticEdges
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
        nodes = growth.finishedNodes()
        texts = StaticEdges(growth.edges)
        methodNames = names
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
        var patternChildren: [PatternKey: Int] = [:]
        /// The weights of each node's pattern edges.
        var weights: [[[Int]]] = [[]]

        mutating func add(_ parts: [RulePart], rule: Int) {
            var node = 0
            for part in parts {
                node =
                    switch part.content {
                    case .text(let text): child(of: node, text)
                    case .pattern(let pieces): child(of: node, part, pieces)
                    }
            }
            nodes[node].rules.append(rule)
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
