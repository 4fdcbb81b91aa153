import DewarText

extension Response {
    /// Sets a cookie.
    ///
    /// ```swift
    /// try response.setCookie("theme", "dark", maxAge: .seconds(3600), sameSite: .lax)
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    ///   - maxAge: How long it lives; nil until the browser is closed.
    ///   - expires: When it ends; nil for what follows of `maxAge`.
    ///   - path: The path below which it is sent.
    ///   - domain: The domain to whose names it is sent; nil for this host alone.
    ///   - isSecure: Whether it is sent over HTTPS only.
    ///   - isHTTPOnly: Whether it is kept from scripts.
    ///   - sameSite: Whether it is sent with requests from other sites.
    ///   - isPartitioned: Whether other sites that embed this one have their own.
    /// - Throws: ``HeaderError``: a domain that has no form in ASCII, a name with a line break.
    /// - SeeAlso: Flask `response.set_cookie`.
    public mutating func setCookie(
        _ name: String, _ value: String = "", maxAge: Duration? = nil,
        expires: Cookie.Expiry? = nil, path: String? = "/", domain: String? = nil,
        isSecure: Bool = false, isHTTPOnly: Bool = false, sameSite: Cookie.SameSite? = nil,
        isPartitioned: Bool = false
    ) throws(HeaderError) {
        try setCookie(
            Cookie(
                name, value, maxAge: maxAge, expires: expires, path: path, domain: domain,
                isSecure: isSecure, isHTTPOnly: isHTTPOnly, sameSite: sameSite,
                isPartitioned: isPartitioned))
    }

    /// Sets a cookie.
    ///
    /// ```swift
    /// try response.setCookie(Cookie("theme", "dark", path: "/shop"))
    /// ```
    ///
    /// - Parameter cookie: The cookie.
    /// - Throws: ``HeaderError``: a domain that has no form in ASCII, a name with a line break.
    /// - SeeAlso: Flask `response.set_cookie`.
    public mutating func setCookie(_ cookie: Cookie) throws(HeaderError) {
        try headers.add("Set-Cookie", cookie.headerValue())
    }

    /// Checks that no cookie is one that browsers drop without a word.
    ///
    /// - Parameter limit: The greatest number of bytes of a `Set-Cookie` field; 0 for any.
    /// - Throws: ``HeaderError`` for the first that is larger.
    /// - SeeAlso: Werkzeug `dump_cookie`, which warns.
    package func checkCookieSizes(limit: Int) throws(HeaderError) {
        guard limit > 0 else { return }
        for field in headers
        where field.value.utf8.count > limit && field.name.equalsIgnoringCase("Set-Cookie") {
            let name = String(field.value.prefix { $0 != "=" })
            throw HeaderError(
                .cookieTooLarge(name: name, size: field.value.utf8.count, limit: limit))
        }
    }

    /// Makes the client forget a cookie.
    ///
    /// ```swift
    /// try response.deleteCookie("theme", path: "/shop")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - path: The path that it was set for.
    ///   - domain: The domain that it was set for.
    /// - Throws: ``HeaderError``: a domain that has no form in ASCII, a name with a line break.
    /// - SeeAlso: Flask `response.delete_cookie`.
    public mutating func deleteCookie(
        _ name: String, path: String? = "/", domain: String? = nil
    ) throws(HeaderError) {
        try setCookie(.deletion(of: name, path: path, domain: domain))
    }
}
