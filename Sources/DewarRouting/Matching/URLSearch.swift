import DewarText

/// One search of the tree.
///
/// The buffers are those of the matcher and of two `String`s for the time of the search: paths are compared where
/// they lie, and text is copied only for the values of the rule that is found.
struct URLSearch {
    /// Where a descent ended.
    enum Step {
        case nothing
        case rule(Int)
        /// A rule would match with a slash more.
        case slashMissing
    }

    private let matcher: URLMatcher
    /// The matcher's nodes, where they lie: looking at one does not hold on to them.
    private let nodes: UnsafeBufferPointer<URLMatcher.Node>
    private let domain: UnsafeBufferPointer<UInt8>
    private let path: UnsafeBufferPointer<UInt8>
    /// The method's number; -1 for one that no rule names.
    private let method: Int
    private let isWebSocket: Bool

    /// The places of the variables' texts, those of the domain first.
    private var values: [Range<Int>] = []
    private var domainValues = 0
    /// Rules that would match with another method.
    private(set) var refusing: [Int] = []
    /// Whether a rule would match but for WebSocket or not.
    private(set) var hasWebSocketMismatch = false

    init(
        _ matcher: URLMatcher, nodes: UnsafeBufferPointer<URLMatcher.Node>,
        domain: UnsafeBufferPointer<UInt8>, path: UnsafeBufferPointer<UInt8>, method: String,
        isWebSocket: Bool
    ) {
        self.matcher = matcher
        self.nodes = nodes
        values.reserveCapacity(4)
        self.domain = domain
        self.path = path
        self.method = matcher.number(ofMethod: method)
        self.isWebSocket = isWebSocket
    }

    /// Looks for the rule of the domain and the path.
    mutating func run() -> Step {
        let all = 0..<domain.count
        if let child = matcher.texts.child(of: 0, domain, all) {
            if let found = found(from: child, at: 0) { return found }
        }
        // A pattern that takes everything leaves nothing for the path, so no rule.
        for edge in nodes[0].patterns where !edge.isFinal {
            if case .match = edge.pattern.match(domain, all, values: &values) {
                domainValues = values.count
                if let found = found(from: edge.child, at: 0) { return found }
            }
            values.removeAll(keepingCapacity: true)
            domainValues = 0
        }
        return .nothing
    }

    /// The arguments of the found rule.
    ///
    /// - Parameter rule: The rule.
    /// - Returns: As ``RouteMatch/arguments`` gives them; nil when a converter refuses a text.
    func arguments(of rule: CompiledRule) -> [RouteArgument]? {
        let plan = rule.plan
        var arguments: [RouteArgument] = []
        arguments.reserveCapacity(values.count + plan.others.count)
        for index in values.indices {
            let bytes = index < domainValues ? domain : path
            let variable = plan.variables[index]
            guard
                let value = variable.value(of: UnsafeBufferPointer(rebasing: bytes[values[index]]))
            else { return nil }
            arguments.append(RouteArgument(name: variable.name, value: variable.preset ?? value))
        }
        arguments += plan.others
        return arguments
    }

    private mutating func found(from node: Int, at start: Int?) -> Step? {
        let step = descend(from: node, at: start)
        if case .nothing = step { return nil }
        return step
    }

    /// Goes on from a node.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - start: Where the next part begins; nil when there is none left.
    /// - Returns: What was found below the node.
    private mutating func descend(from node: Int, at start: Int?) -> Step {
        guard let start else { return finish(at: node) }
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        let next = end < path.count ? end + 1 : nil
        if nodes[node].hasTexts,
            let child = matcher.texts.child(of: node, path, start..<end),
            let found = found(from: child, at: next)
        {
            return found
        }
        let mark = values.count
        for edge in nodes[node].patterns {
            let range = start..<(edge.isFinal ? path.count : end)
            let rest: Int??
            switch edge.pattern.match(path, range, values: &values) {
            case .none: rest = nil
            case .match: rest = .some(edge.isFinal ? nil : next)
            case .matchBeforeSlash: rest = .some(path.count)
            }
            if let rest, let found = found(from: edge.child, at: rest) { return found }
            values.removeSubrange(mark...)
        }
        // Only a slash is left: rules that don't insist take it or leave it.
        guard start == path.count else { return .nothing }
        for rule in nodes[node].rules
        where !matcher.leaves[rule].isStrict && accepts(rule) {
            return .rule(rule)
        }
        return .nothing
    }

    /// Chooses among the rules of the node where the path ends.
    private mutating func finish(at node: Int) -> Step {
        for rule in nodes[node].rules where accepts(rule) { return .rule(rule) }
        guard let behindSlash = nodes[node].behindSlash else { return .nothing }
        for rule in nodes[behindSlash].rules {
            let leaf = matcher.leaves[rule]
            if leaf.isWebSocket == isWebSocket, leaf.methods?.contains(method) ?? true {
                return leaf.isStrict ? .slashMissing : .rule(rule)
            }
        }
        return .nothing
    }

    /// Tells whether a rule takes the request, and remembers why not.
    private mutating func accepts(_ rule: Int) -> Bool {
        let filter = matcher.filters[rule]
        if filter.methods != .max, !(matcher.leaves[rule].methods?.contains(method) ?? true) {
            refusing.append(rule)
        } else if filter.isWebSocket != isWebSocket {
            hasWebSocketMismatch = true
        } else {
            return true
        }
        return false
    }
}
