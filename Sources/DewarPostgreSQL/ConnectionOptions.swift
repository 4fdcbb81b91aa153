private import CPostgreSQL
internal import DewarORM

/// What libpq is told when it connects: keywords and values, of which the last of a name counts.
struct ConnectionOptions: Sendable {
    let pairs: [(keyword: String, value: String)]

    /// Keywords that are Dewar's business.
    private static let own: [String: String] = [
        "client_encoding": "text is always UTF-8",
        "connect_timeout": "use connectTimeout of the configuration",
        "replication": "it is no connection for queries",
        "service": "write what the service says into the URL",
    ]

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - url: Of scheme `postgresql`.
    ///   - patience: How long the network may be silent while something is sent, at least.
    /// - Throws: ``DatabaseError`` of kind `invalidConfiguration`.
    init(_ url: DatabaseURL, patience: Duration) throws {
        var pairs: [(keyword: String, value: String)] = [
            ("fallback_application_name", "dewar"),
            // A host that is gone is noticed after a minute, and when something is sent sooner.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", String(max(1000, patience.milliseconds.doubled))),
        ]
        if !url.host.isEmpty {
            let (hosts, ports) = try Self.hosts(url.host)
            pairs += [("host", hosts), ("port", ports)]
        }
        if !url.user.isEmpty { pairs.append(("user", url.user)) }
        if let password = url.password { pairs.append(("password", password)) }
        if !url.path.isEmpty { pairs.append(("dbname", url.path)) }
        let known = Self.keywords
        for (name, value) in url.parameters {
            if let reason = Self.own[name] {
                throw DatabaseError.invalidConfiguration(
                    "the database URL cannot set '\(name)': \(reason).")
            }
            guard known.contains(name) else { throw DatabaseError.unknownParameter(name, known) }
            pairs.append((name, value))
        }
        pairs.append(("client_encoding", "UTF8"))
        self.pairs = pairs
    }

    /// Takes apart `h1:5432,[::1],/run/postgresql`.
    ///
    /// - Returns: Hosts and ports with `,` between them, an empty port for the usual one.
    static func hosts(_ text: String) throws -> (hosts: String, ports: String) {
        var hosts: [Substring] = []
        var ports: [Substring] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var host = part
            var port: Substring = ""
            if let colon = part.lastIndex(of: ":"), !part.hasSuffix("]") {
                let digits = part[part.index(after: colon)...]
                if (1...65535).contains(Int(digits) ?? 0), digits.allSatisfy(\.isASCII) {
                    host = part[..<colon]
                    port = digits
                } else if !part.hasPrefix("/") {
                    throw DatabaseError.invalidURL(reason: "a port is no number from 1 to 65535")
                }
            }
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            hosts.append(host)
            ports.append(port)
        }
        return (hosts.joined(separator: ","), ports.joined(separator: ","))
    }

    /// The keywords that libpq knows.
    private static let keywords: Set<String> = {
        guard let first = PQconndefaults() else { return [] }
        defer { PQconninfoFree(first) }
        var names: Set<String> = []
        var option = first
        while let keyword = option.pointee.keyword {
            names.insert(String(cString: keyword))
            option += 1
        }
        return names
    }()

    /// Calls libpq with the keywords and the values, each list with a null behind it.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>
        ) -> Result
    ) -> Result {
        var texts: [CChar] = []
        var starts: [Int] = []
        for text in pairs.map(\.keyword) + pairs.map(\.value) {
            starts.append(texts.count)
            texts += text.utf8CString
        }
        return texts.withUnsafeBufferPointer { buffer in
            func pointers(_ starts: ArraySlice<Int>) -> [UnsafePointer<CChar>?] {
                starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
            }
            return body(
                pointers(starts[..<pairs.count]), pointers(starts[pairs.count...]))
        }
    }
}

extension Int64 {
    fileprivate var doubled: Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: 2)
        // What libpq takes is an int.
        return overflow ? Int64(Int32.max) : Swift.min(product, Int64(Int32.max))
    }
}
