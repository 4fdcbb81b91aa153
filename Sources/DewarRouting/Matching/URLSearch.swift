import DewarText

/// One search of the tree.
///
/// The buffers are those of two `String`s for the time of the search: paths are compared where they
/// lie, and text is copied only for the values of the rule that is found.
struct URLSearch: ~Copyable {
    /// Where a descent ended.
    enum Step {
        case nothing
        case rule(Int)
        /// A rule would match with a slash more.
        case slashMissing
    }

    private let matcher: URLMatcher
    private let domain: UnsafeBufferPointer<UInt8>
    private let path: UnsafeBufferPointer<UInt8>
    /// The method's number; -1 for one that no rule names.
    private let method: Int
    private let isWebSocket: Bool

    /// The places of the variables' texts, those of the domain first.
    private var values: TextPlaces
    private var domainValues = 0
    /// Rules that would match with another method.
    private(set) var refusing: [Int] = []
    /// Whether a rule would match but for WebSocket or not.
    private(set) var hasWebSocketMismatch = false

    init(
        _ matcher: URLMatcher, domain: UnsafeBufferPointer<UInt8>,
        path: UnsafeBufferPointer<UInt8>, method: Int, isWebSocket: Bool,
        memory: UnsafeMutableBufferPointer<Range<Int>>
    ) {
        self.matcher = matcher
        self.domain = domain
        self.path = path
        self.method = method
        self.isWebSocket = isWebSocket
        values = TextPlaces(memory)
    }

    /// Looks for the rule of the domain and the path.
    ///
    /// - Parameter top: The node behind the domain as text, if there is one.
    /// - Returns: Where the search ended.
    mutating func run(from top: Int?) -> Step {
        if let top {
            let step = descend(from: top, at: 0)
            guard case .nothing = step else { return step }
        }
        let node = matcher.nodes[0]
        for index in node.firstEdge..<node.endOfEdges {
            let edge = matcher.edges[index]
            // A pattern that takes everything leaves nothing for the path, so no rule.
            if edge.isFinal { continue }
            let pattern = matcher.patterns[index]
            if case .match = pattern.match(domain, 0..<domain.count, values: &values) {
                domainValues = values.count
                let step = descend(from: edge.child, at: 0)
                guard case .nothing = step else { return step }
            }
            values.keep(0)
            domainValues = 0
        }
        return .nothing
    }

    /// The arguments of the found rule.
    ///
    /// - Parameter plan: The rule's.
    /// - Returns: As ``RouteMatch/arguments`` gives them; nil when a converter refuses a text.
    func arguments(by plan: ArgumentPlan) -> [RouteArgument]? {
        let count = values.count
        var isRefused = false
        let arguments = [RouteArgument](
            unsafeUninitializedCapacity: count + plan.others.count
        ) { memory, filled in
            for index in 0..<count {
                let variable = plan.variables[index]
                let bytes = (index < domainValues ? domain : path).part(values[index])
                guard let value = variable.value(of: bytes) else {
                    isRefused = true
                    return
                }
                memory.initializeElement(
                    at: filled,
                    to: RouteArgument(name: variable.name, value: variable.preset ?? value))
                filled += 1
            }
            for other in plan.others {
                memory.initializeElement(at: filled, to: other)
                filled += 1
            }
        }
        return isRefused ? nil : arguments
    }

    /// Goes on from a node.
    ///
    /// - Parameters:
    ///   - place: The node's.
    ///   - start: Where the next part begins; nil when there is none left.
    /// - Returns: What was found below the node.
    private mutating func descend(from place: Int, at start: Int?) -> Step {
        guard let start else { return finish(at: place) }
        let node = matcher.nodes[place]
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        let next = end < path.count ? end + 1 : nil
        if node.hasTexts, let child = matcher.texts.child(of: place, path, start..<end) {
            let step = descend(from: child, at: next)
            guard case .nothing = step else { return step }
        }
        let mark = values.count
        for index in node.firstEdge..<node.endOfEdges {
            let edge = matcher.edges[index]
            let range = start..<(edge.isFinal ? path.count : end)
            let rest: Int?
            switch match(edge, index, range) {
            case .none:
                values.keep(mark)
                continue
            case .match: rest = edge.isFinal ? nil : next
            case .matchBeforeSlash: rest = path.count
            }
            let step = descend(from: edge.child, at: rest)
            guard case .nothing = step else { return step }
            values.keep(mark)
        }
        // Only a slash is left: rules that don't insist take it or leave it.
        guard start == path.count else { return .nothing }
        for index in node.firstRule..<node.endOfRules {
            let rule = Int(matcher.rules[index])
            if !matcher.filters[rule].isStrict, accepts(rule) { return .rule(rule) }
        }
        return .nothing
    }

    /// Matches one part of the path, or with a final edge all that is left of it.
    @inline(__always) private mutating func match(
        _ edge: URLMatcher.PatternEdge, _ index: Int, _ range: Range<Int>
    ) -> PartPattern.Result {
        switch edge.shape {
        case .segment:
            guard !range.isEmpty else { return .none }
            values.append(range)
            return .match
        case .digits:
            var end = range.lowerBound
            while end < range.upperBound, path[end] &- UInt8(ascii: "0") < 10 { end += 1 }
            if end == range.upperBound {
                guard !range.isEmpty else { return .none }
                values.append(range)
                return .match
            }
            // Digits of other scripts are digits as well.
            if path[end] < 0x80 { return .none }
        case .other: break
        }
        return matcher.patterns[index].match(path, range, values: &values)
    }

    /// Chooses among the rules of the node where the path ends.
    private mutating func finish(at place: Int) -> Step {
        let node = matcher.nodes[place]
        for index in node.firstRule..<node.endOfRules {
            let rule = Int(matcher.rules[index])
            if accepts(rule) { return .rule(rule) }
        }
        guard node.behindSlash >= 0 else { return .nothing }
        let behind = matcher.nodes[node.behindSlash]
        for index in behind.firstRule..<behind.endOfRules {
            let rule = Int(matcher.rules[index])
            let filter = matcher.filters[rule]
            if filter.isWebSocket == isWebSocket, matcher.answers(rule, method) {
                return filter.isStrict ? .slashMissing : .rule(rule)
            }
        }
        return .nothing
    }

    /// Tells whether a rule takes the request, and remembers why not.
    private mutating func accepts(_ rule: Int) -> Bool {
        if !matcher.answers(rule, method) {
            refusing.append(rule)
        } else if matcher.filters[rule].isWebSocket != isWebSocket {
            hasWebSocketMismatch = true
        } else {
            return true
        }
        return false
    }
}
