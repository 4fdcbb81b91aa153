extension Request {
    /// The number that tells this request from all others, if the web server gives one.
    ///
    /// Dewar's configuration of nginx passes its `$request_id` on as `REQUEST_ID`; it stands in
    /// nginx's log, in the application's, and in the answer's `X-Request-ID`.
    ///
    /// - SeeAlso: nginx, `ngx_http_core_module`, `$request_id`.
    public var id: String? {
        // What a client sends does not come by this name: it would be HTTP_REQUEST_ID.
        guard let id = parameters.text(of: "REQUEST_ID"), !id.isEmpty, id.utf8.count <= 128,
            id.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        return id
    }
}
