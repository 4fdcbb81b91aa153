import DewarHTTP
import HTTPTypes

extension TestClient {
    /// Follows an answer to where it leads.
    ///
    /// - Parameters:
    ///   - first: The answer, a redirect or not.
    ///   - start: What was asked for.
    /// - Returns: The first answer that is no redirect.
    /// - Throws: ``TestClientError``: the redirects go round, do not end, or leave the host.
    /// - SeeAlso: Werkzeug `Client.resolve_redirect`.
    func follow(_ first: TestAnswer, from start: TestURL) async throws -> TestAnswer {
        var (answer, url) = (first, start)
        var history: [TestAnswer] = []
        var followed: Set<String> = []
        while answer.isRedirect, let location = answer.location {
            let code = answer.status.code
            guard followed.insert("\(code) \(location)").inserted else {
                throw TestClientError.redirectLoop(code, to: location)
            }
            guard history.count < Self.maximalRedirects else {
                throw TestClientError.tooManyRedirects(Self.maximalRedirects)
            }
            answer.history = history
            history.append(answer)
            let next = url.resolve(location)
            try check(next, from: url)
            let request = answer.request.redirected(to: next, by: code)
            url = next
            answer = try await exchange(request, at: next)
        }
        answer.history = history
        return answer
    }

    /// Only the host of the first request is ours to ask.
    private func check(_ next: TestURL, from url: TestURL) throws(TestClientError) {
        guard next.hostName != url.hostName else { return }
        guard followsSubdomains, next.hostName.hasSuffix("." + url.hostName) else {
            throw .otherHost(next.hostName, from: url.hostName)
        }
    }
}

extension TestAnswer {
    /// Whether the answer leads elsewhere.
    fileprivate var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status.code) }
}

extension TestRequest {
    /// The request that a redirect leads to.
    ///
    /// 307 and 308 keep it as it is; the others make it a GET without a body, but for a HEAD.
    ///
    /// - SeeAlso: RFC 9110, section 15.4.
    fileprivate func redirected(to url: TestURL, by code: Int) -> TestRequest {
        var request = self
        request.target = url.text
        request.query = [:]
        request.headers["Host"] = nil
        if code != 307, code != 308 {
            if method != .head { request.method = .get }
            request.body = nil
            for name in ["Content-Type", "Content-Length", "Transfer-Encoding"] {
                request.headers[name] = nil
            }
        }
        return request
    }
}
