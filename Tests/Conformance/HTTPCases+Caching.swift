import DewarHTTP
import DewarText

extension HTTPCases {
    /// Caching, dates and entity tags.
    static let caching: [String: Function] = [
        "parse_cache_control": { args in
            let value = args["value"]?.string
            return args["type"]?.string == "request"
                ? requestCacheControl(RequestCacheControl(parsing: value))
                : responseCacheControl(ResponseCacheControl(parsing: value))
        },
        "dump_cache_control": { args in
            var control = ResponseCacheControl()
            for pair in args["set"]?.array ?? [] {
                try set(pair[0]?.string ?? "", to: pair[1] ?? nil, in: &control)
            }
            return ["items": items(control), "header": .string(control.description)]
        },
        "parse_csp": { args in
            let policy = ContentSecurityPolicy(parsing: args["value"]?.string)
            return [
                "items": pairs(policy.items.map { ($0.name, .string($0.value)) }),
                "header": .string(policy.description),
            ]
        },
        "parse_date": { args in
            let date = args["value"]?.string.flatMap { HTTPDate($0) }
            return date.map { .int($0.secondsSince1970) } ?? nil
        },
        "http_date": { args in
            guard let date = try TypedValue.date(args["value"] ?? nil) else {
                throw CaseError.invalid
            }
            return .string(date.description)
        },
        "parse_age": { args in args["value"]?.string.flatMap(Age.parse).map { .int($0) } ?? nil },
        "dump_age": { args in
            guard let value = args["value"], value != .null else { return nil }
            return .string(try Age.text(value.int ?? Int(TypedValue.float(value) ?? 0)))
        },
        "parse_etags": { args in
            let tags = ETags(parsing: args["value"]?.string)
            return [
                "strong": .array(tags.strong.map { .string($0) }),
                "weak": .array(tags.weak.map { .string($0) }), "star": .bool(tags.isAny),
                "bool": .bool(!tags.isEmpty),
                "probe": .array(
                    (args["probe"]?.array ?? []).compactMap(\.string).map { tag in
                        [
                            .bool(tags.contains(tag)), .bool(tags.containsWeak(tag)),
                            .bool(tags.containsRaw(tag)),
                        ]
                    }),
            ]
        },
        "quote_etag": { args in
            let tag = ETag(args["etag"]?.string ?? "", isWeak: args["weak"]?.bool ?? false)
            return .string(try tag.headerValue())
        },
        "unquote_etag": { args in
            guard let text = args["etag"]?.string, !text.isEmpty else { return [nil, nil] }
            let tag = ETag(parsing: text)
            return [.string(tag.value), .bool(tag.isWeak)]
        },
        "generate_etag": { args in .string(ETag(of: TypedValue.bytes(args["data_b64"]) ?? []).value)
        },
    ]

    private static func items(_ control: some CacheDirectives) -> JSON {
        pairs(control.directives.items)
    }

    private static func scope(_ value: CacheScope?) -> JSON {
        switch value {
        case .everything: true
        case .fields(let fields): .string(fields)
        case nil: nil
        }
    }

    private static func requestCacheControl(_ control: RequestCacheControl) -> JSON {
        let staleness: JSON =
            switch control.maxStale {
            case .any: true
            case .seconds: number(control.number(of: "max-stale"))
            case nil: nil
            }
        return [
            "items": items(control), "header": .string(control.description),
            "properties": [
                "no_store": .bool(control.noStore),
                "max_age": number(control.number(of: "max-age")),
                "no_transform": .bool(control.noTransform),
                "stale_if_error": number(control.number(of: "stale-if-error")),
                "no_cache": .bool(control.noCache), "max_stale": staleness,
                "min_fresh": number(control.number(of: "min-fresh")),
                "only_if_cached": .bool(control.onlyIfCached),
            ],
        ]
    }

    private static func responseCacheControl(_ control: ResponseCacheControl) -> JSON {
        [
            "items": items(control), "header": .string(control.description),
            "properties": [
                "no_store": .bool(control.noStore),
                "max_age": number(control.number(of: "max-age")),
                "no_transform": .bool(control.noTransform),
                "stale_if_error": number(control.number(of: "stale-if-error")),
                "no_cache": scope(control.noCache), "public": .bool(control.public),
                "private": scope(control.private),
                "must_revalidate": .bool(control.mustRevalidate),
                "proxy_revalidate": .bool(control.proxyRevalidate),
                "s_maxage": number(control.number(of: "s-maxage")),
                "immutable": .bool(control.immutable),
                "must_understand": .bool(control.mustUnderstand),
                "stale_while_revalidate": number(control.number(of: "stale-while-revalidate")),
            ],
        ]
    }

    /// Sets what Python's attribute of a name sets.
    private static func set(
        _ name: String, to value: JSON, in control: inout ResponseCacheControl
    ) throws {
        let isTrue = value != .null && value != false && value != 0 && value != ""
        switch name {
        case "no_store": control.noStore = isTrue
        case "no_transform": control.noTransform = isTrue
        case "public": control.public = isTrue
        case "must_revalidate": control.mustRevalidate = isTrue
        case "proxy_revalidate": control.proxyRevalidate = isTrue
        case "immutable": control.immutable = isTrue
        case "must_understand": control.mustUnderstand = isTrue
        case "no_cache": control.noCache = scope(of: value)
        case "private": control.private = scope(of: value)
        case "max_age": try setSeconds("max-age", \.maxAge, value, &control)
        case "stale_if_error": try setSeconds("stale-if-error", \.staleIfError, value, &control)
        case "s_maxage": try setSeconds("s-maxage", \.sharedMaxAge, value, &control)
        case "stale_while_revalidate":
            try setSeconds("stale-while-revalidate", \.staleWhileRevalidate, value, &control)
        default: throw CaseError.unsupported(name)
        }
    }

    private static func scope(of value: JSON) -> CacheScope? {
        switch value {
        case .null, false: nil
        case true: .everything
        default: .fields(TypedValue.text(value))
        }
    }

    private static func setSeconds(
        _ name: String, _ property: WritableKeyPath<ResponseCacheControl, Int?>, _ value: JSON,
        _ control: inout ResponseCacheControl
    ) throws {
        switch value {
        case .null, false: control[keyPath: property] = nil
        case true: control.directives.set(name)
        case .int(let seconds): control[keyPath: property] = seconds
        case .string(let text):
            guard let seconds = Int(fieldText: text) else { throw CaseError.invalid }
            control[keyPath: property] = seconds
        default:
            guard let number = TypedValue.float(value), abs(number) < 1e18 else {
                throw CaseError.invalid
            }
            control[keyPath: property] = Int(number)
        }
    }
}
