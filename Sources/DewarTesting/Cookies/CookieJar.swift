/// The cookies of a client.
///
/// As in Werkzeug's client, host and path decide which are sent; `Secure` does not, so that a
/// production's configuration can be tested without TLS.
struct CookieJar: Sendable {
    /// In the order in which they were first set, which is that in which they are sent.
    private(set) var cookies: [TestCookie] = []

    /// Takes what an answer sets.
    ///
    /// - Parameters:
    ///   - fields: The values of its `Set-Cookie` fields.
    ///   - url: What was asked for.
    mutating func take(_ fields: [String], from url: TestURL) {
        for field in fields {
            guard let cookie = TestCookie(field, from: url.hostName, path: url.wholePath) else {
                continue
            }
            set(cookie)
        }
    }

    /// Keeps a cookie, or forgets the one that it ends.
    mutating func set(_ cookie: TestCookie) {
        let index = cookies.firstIndex {
            $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path
        }
        switch (index, cookie.isDeletion) {
        case (let index?, true): cookies.remove(at: index)
        case (let index?, false): cookies[index] = cookie
        case (nil, true): break
        case (nil, false): cookies.append(cookie)
        }
    }

    /// Forgets a cookie.
    mutating func remove(_ name: String, domain: String, path: String) {
        cookies.removeAll { $0.name == name && $0.domain == domain && $0.path == path }
    }

    /// Forgets all cookies.
    mutating func removeAll() { cookies = [] }

    /// A cookie; nil when there is none.
    func cookie(_ name: String, domain: String, path: String) -> TestCookie? {
        cookies.first { $0.name == name && $0.domain == domain && $0.path == path }
    }

    /// The `Cookie` field of a request; nil when no cookie goes with it.
    func field(for url: TestURL) -> String? {
        let pairs = cookies.filter { $0.matches(host: url.hostName, path: url.wholePath) }
            .map(\.pair)
        return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
    }
}
