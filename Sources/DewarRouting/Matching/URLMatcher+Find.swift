import DewarText

extension URLMatcher {
    /// What was found for a path.
    enum Finding {
        /// A rule, and its arguments.
        case rule(Int, [RouteArgument])
        /// The path that would match: with a slash more, or with repeated slashes made one.
        case path(String)
        /// Rules, but for other methods: these, sorted.
        case methods([String])
        case webSocketMismatch
        case nothing
    }

    /// Looks for a path.
    ///
    /// - Parameters:
    ///   - domain: The subdomain or the host.
    ///   - path: Decoded; but for the empty path it is taken as if it had one slash at the start.
    ///   - method: In either case.
    ///   - isWebSocket: Whether the request asks for WebSocket.
    /// - Returns: What is there; the domain and the method decide as much as the path.
    func find(domain: String, path: String, method: String, isWebSocket: Bool) -> Finding {
        var request = Request(method: number(ofMethod: method), isWebSocket: isWebSocket)
        switch attempt(domain, path, &request) {
        case .rule(let rule, let arguments):
            // A value that its converter refuses ends the search: no other rule is tried.
            guard let arguments else { return miss(request) }
            return .rule(rule, arguments)
        case .slashMissing: return .path(path + "/")
        case .notRooted:
            return find(
                domain: domain, path: "/" + path.droppingSlashes(), method: method,
                isWebSocket: isWebSocket)
        case .nothing: break
        }
        guard mergesSlashes, SlashMerging.hasRepeated(path) else { return miss(request) }
        let merged = SlashMerging.merge(path)
        switch attempt(domain, merged, &request) {
        case .rule(let rule, _) where rulesMergingSlashes[rule]: return .path(merged)
        case .slashMissing: return .path(merged + "/")
        case .rule, .nothing, .notRooted: return miss(request)
        }
    }

    /// What is looked for besides the path, and what stood in its way.
    private struct Request {
        let method: Int
        let isWebSocket: Bool
        var refusing: [Int] = []
        var hasWebSocketMismatch = false
    }

    private enum Result {
        case nothing
        case rule(Int, arguments: [RouteArgument]?)
        case slashMissing
        /// The path has no slash at its start, or several.
        case notRooted
    }

    private func attempt(_ domain: String, _ path: String, _ request: inout Request) -> Result {
        // Nearly every text lies in one piece, and need not be held while it is looked at.
        let result = domain.utf8.withContiguousStorageIfAvailable { domain in
            path.utf8.withContiguousStorageIfAvailable { attempt(domain, $0, &request) }
        }
        if let result = result ?? nil { return result }
        var (domain, path) = (domain, path)
        return domain.withUTF8 { domain in
            path.withUTF8 { path in attempt(domain, path, &request) }
        }
    }

    private func attempt(
        _ domain: UnsafeBufferPointer<UInt8>, _ path: UnsafeBufferPointer<UInt8>,
        _ request: inout Request
    ) -> Result {
        let slash = UInt8(ascii: "/")
        if path.count > 0, path[0] != slash || path.count > 1 && path[1] == slash {
            return .notRooted
        }
        let top = texts.child(of: 0, domain, 0..<domain.count)
        if let top, let rule = wholeRule(top, path, request.method, request.isWebSocket) {
            return .rule(rule, arguments: fixedArguments[rule])
        }
        return withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: mostVariables) {
            search(from: top, domain, path, &request, memory: $0)
        }
    }

    private func search(
        from top: Int?, _ domain: UnsafeBufferPointer<UInt8>, _ path: UnsafeBufferPointer<UInt8>,
        _ request: inout Request, memory: UnsafeMutableBufferPointer<Range<Int>>
    ) -> Result {
        var search = URLSearch(
            self, domain: domain, path: path, method: request.method,
            isWebSocket: request.isWebSocket, memory: memory)
        let step = search.run(from: top)
        if case .rule(let rule) = step {
            let arguments = search.arguments(by: plans[rule])
            if arguments != nil { return .rule(rule, arguments: arguments) }
        }
        if !search.refusing.isEmpty { request.refusing += search.refusing }
        if search.hasWebSocketMismatch { request.hasWebSocketMismatch = true }
        switch step {
        case .nothing: return .nothing
        case .rule(let rule): return .rule(rule, arguments: nil)
        case .slashMissing: return .slashMissing
        }
    }

    /// The rule of a path that is text throughout, if it takes the request.
    ///
    /// It is the one that a search would find: text comes first.
    ///
    /// - Parameters:
    ///   - top: The node behind the domain.
    ///   - path: Decoded; empty or with one slash at the start.
    ///   - method: The method's number.
    ///   - isWebSocket: Whether the request asks for WebSocket.
    /// - Returns: nil when there is none; others may match.
    private func wholeRule(
        _ top: Int, _ path: UnsafeBufferPointer<UInt8>, _ method: Int, _ isWebSocket: Bool
    ) -> Int? {
        guard var place = wholePaths.child(of: top, path, 0..<path.count) else { return nil }
        while wholeRules[place] >= 0 {
            let rule = Int(wholeRules[place])
            if filters[rule].isWebSocket == isWebSocket, answers(rule, method) { return rule }
            place += 1
        }
        return nil
    }

    /// Tells whether a rule answers a method, given by its number.
    @inline(__always) func answers(_ rule: Int, _ method: Int) -> Bool {
        let methods = filters[rule].methods
        if methods == .max || methods & Filter.bit(of: method) != 0 { return true }
        return method >= Filter.bits && leaves[rule]?.contains(method) ?? true
    }

    /// What to answer when nothing matches.
    private func miss(_ request: Request) -> Finding {
        guard request.refusing.isEmpty else {
            let methods = Set(request.refusing.flatMap { leaves[$0] ?? [] })
            return .methods(
                methods.map { methodNames[$0] }.sorted { $0.precedesByCodePoint($1) })
        }
        return request.hasWebSocketMismatch ? .webSocketMismatch : .nothing
    }

    /// The number of a method in ``methodNames``; -1 for one that no rule names.
    private func number(ofMethod method: String) -> Int {
        if methodNames.isEmpty { return -1 }
        for index in methodNames.indices where methodNames[index].hasSameBytes(as: method) {
            return index
        }
        // Nearly every request has it in upper case already.
        let upperCase = method.uppercased()
        for index in methodNames.indices where methodNames[index].hasSameBytes(as: upperCase) {
            return index
        }
        return -1
    }
}
