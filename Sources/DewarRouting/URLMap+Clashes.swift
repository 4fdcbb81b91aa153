/// Two rules that take the same requests.
public struct RuleClash: Sendable, Hashable {
    /// The place in the map of the rule that answers.
    public let ruleIndex: Int
    /// The place in the map of the later rule, which gets none of these requests.
    public let hiddenRuleIndex: Int
    /// The methods both rules answer, sorted; nil for all.
    public let methods: [String]?
}

extension URLMap {
    /// The rules that are hidden, for some method at least, by an earlier rule for the same paths.
    ///
    /// Two rules are for the same paths when their patterns differ in nothing but the names of
    /// variables and bounds of numbers. Those that only build, and those whose methods do not
    /// overlap, don't clash.
    /// ```swift
    /// let map = try URLMap([Rule("/<name>"), Rule("/about"), Rule("/<slug>")])
    /// map.clashes().map { [$0.ruleIndex, $0.hiddenRuleIndex] }  // [[0, 2]]
    /// ```
    ///
    /// - Returns: One clash for each pair, in the order of the hidden rules.
    /// - SeeAlso: Werkzeug says nothing, and gives the first rule the request.
    public func clashes() -> [RuleClash] {
        var groups: [[RulePart]: [Int]] = [:]
        var clashes: [RuleClash] = []
        for (index, rule) in compiled.enumerated() where !rule.rule.isBuildOnly {
            for earlier in groups[rule.parts, default: []] {
                let other = compiled[earlier]
                guard rule.rule.isWebSocket == other.rule.isWebSocket else { continue }
                let shared = Self.shared(other.methods, rule.methods)
                if shared?.isEmpty ?? false { continue }
                clashes.append(
                    RuleClash(ruleIndex: earlier, hiddenRuleIndex: index, methods: shared))
            }
            groups[rule.parts, default: []].append(index)
        }
        return clashes
    }

    private static func shared(_ left: [String]?, _ right: [String]?) -> [String]? {
        guard let left, let right else { return (left ?? right)?.sorted() }
        return left.filter(right.contains).sorted()
    }
}
