import DewarHTTP
import DewarText

extension HTTPCases {
    /// Cookies.
    static let cookies: [String: Function] = [
        "parse_cookie": { args in
            let field =
                TypedValue.bytes(args["header_b64"]) ?? Array((args["header"]?.string ?? "").utf8)
            let cookies = try MultiDict(parsingCookies: field)
            return pairs(cookies.pairs.map { ($0.key, .string($0.value)) })
        },
        "dump_cookie": { args in
            let value = try cookie(args).headerValue(
                now: HTTPDate(secondsSince1970: args["now"]?.int ?? 0),
                syncsExpires: args["sync_expires"]?.bool ?? true)
            return .string(value)
        },
        "delete_cookie": { args in
            var cookie = try cookie(args)
            let deletion = Cookie.deletion(of: cookie.name)
            (cookie.maxAge, cookie.expires) = (deletion.maxAge, deletion.expires)
            return .string(try cookie.headerValue())
        },
    ]

    private static func cookie(_ args: JSON) throws -> Cookie {
        var cookie = Cookie(args["key"]?.string ?? "", args["value"]?.string ?? "")
        if let age = args["max_age"], age != .null {
            let seconds = age.int ?? TypedValue.float(age).map { Int($0) }
            cookie.maxAge = seconds.map { .seconds($0) }
        }
        if let expires = args["expires"], expires != .null {
            cookie.expires =
                try expires.string.map { .text($0) }
                ?? TypedValue.date(expires).map { .date($0) }
        }
        if let path = args["path"] { cookie.path = path.string }
        cookie.domain = args["domain"]?.string
        cookie.isSecure = args["secure"]?.bool ?? false
        cookie.isHTTPOnly = args["httponly"]?.bool ?? false
        cookie.sameSite = try args["samesite"]?.string.map { try Cookie.SameSite(parsing: $0) }
        cookie.isPartitioned = args["partitioned"]?.bool ?? false
        return cookie
    }

    /// Accept headers, options and lists.
    static let lists: [String: Function] = [
        "parse_accept": { args in
            try accept(args) { list in
                let items = list.items.map { ($0.value, quality($0.quality)) }
                return [
                    "items": pairs(items), "best": text(list.best),
                    "header": .string(list.description),
                ]
            }
        },
        "accept_best_match": { args in
            let matches = (args["matches"]?.array ?? []).compactMap(\.string)
            return try accept(args) { text(try $0.bestMatch(matches) ?? args["default"]?.string) }
        },
        "accept_quality": { args in
            let key = args["key"]?.string ?? ""
            return try accept(args) { list in
                [
                    "quality": quality(try list.quality(of: key)),
                    "contains": .bool(try list.contains(key)),
                    "find": .int(try list.index(of: key) ?? -1),
                ]
            }
        },
        "accept_flags": { args in
            let list = MIMEAccept(parsing: args["header"]?.string)
            return [
                "html": .bool(list.acceptsHTML), "xhtml": .bool(list.acceptsXHTML),
                "json": .bool(list.acceptsJSON),
            ]
        },
        "parse_options_header": { args in
            let header = OptionsHeader(args["value"]?.string ?? "")
            return [
                .string(header.value), pairs(header.options.map { ($0.name, .string($0.value)) }),
            ]
        },
        "dump_options_header": { args in
            let options = options(args["options"]).map { ($0.name, $0.value) }
            return .string(OptionsHeader.text(args["header"]?.string, options))
        },
        "parse_list_header": { args in
            .array(HeaderText.list(args["value"]?.string ?? "").map { .string($0) })
        },
        "parse_dict_header": { args in pairs(HeaderText.pairs(args["value"]?.string ?? "")) },
        "parse_set_header": { args in
            let set = HeaderSet(parsing: args["value"]?.string)
            let probe = (args["probe"]?.array ?? []).compactMap(\.string)
            return [
                "items": .array(set.items.map { .string($0) }), "header": .string(set.description),
                "contains": .array(probe.map { .bool(set.contains($0)) }),
            ]
        },
        "dump_header": { args in
            if let items = args["items"]?.array {
                return .string(HeaderText.text(ofList: items.map(TypedValue.text)))
            }
            let pairs = options(args["pairs"]).map { ($0.name, $0.value) }
            return .string(HeaderText.text(ofPairs: pairs))
        },
        "quote_header_value": { args in
            let value = TypedValue.text(args["value"] ?? nil)
            return .string(
                HeaderText.quote(value, allowsToken: args["allow_token"]?.bool ?? true))
        },
        "unquote_header_value": { args in
            .string(HeaderText.unquote(args["value"]?.string ?? ""))
        },
    ]

    private static func quality(_ number: Double) -> JSON {
        ["$float": .string(FloatText.text(of: number))]
    }

    private static func accept(
        _ args: JSON, _ body: (any AcceptHeader) throws -> JSON
    ) throws -> JSON {
        let header = args["header"]?.string
        return switch args["type"]?.string {
        case "mime": try body(MIMEAccept(parsing: header))
        case "language": try body(LanguageAccept(parsing: header))
        case "charset": try body(CharsetAccept(parsing: header))
        default: try body(EncodingAccept(parsing: header))
        }
    }
}
