import DewarHTTP
import DewarText

extension HTTPCases {
    /// Ranges and conditions.
    static let ranges: [String: Function] = [
        "parse_if_range": { args in
            let value = IfRange(parsing: args["value"]?.string)
            var (tag, seconds): (JSON, JSON) = (nil, nil)
            switch value {
            case .etag(let text):
                tag = .string(text)
                _ = try ETag(text, isWeak: false).headerValue()
            case .date(let date): seconds = .int(date.secondsSince1970)
            case nil: break
            }
            return ["etag": tag, "date": seconds, "header": .string(value?.description ?? "")]
        },
        "parse_range": { args in
            guard let range = args["value"]?.string.flatMap({ RangeHeader($0) }) else { return nil }
            var result: JSONObject = [
                "units": .string(range.units),
                "ranges": .array(range.ranges.map { [number($0.begin), number($0.end)] }),
                "header": .string(range.description),
            ]
            if let lengths = args["lengths"]?.array {
                result["lengths"] = .array(
                    lengths.map { length in
                        let part = range.range(forLength: length.int)
                        return [
                            "range": part.map { [.int($0.lowerBound), .int($0.upperBound)] } ?? nil,
                            "content_range": text(
                                range.contentRange(forLength: length.int)?.description),
                        ]
                    })
            }
            return .object(result)
        },
        "parse_content_range": { args in
            guard let range = args["value"]?.string.flatMap({ ContentRange($0) }) else {
                return nil
            }
            return [
                "units": .string(range.units), "start": number(range.first),
                "stop": number(range.end), "length": number(range.whole),
                "header": .string(range.description),
            ]
        },
        "is_byte_range_valid": { args in
            .bool(
                ContentRange.isValid(
                    start: args["start"]?.int, stop: args["stop"]?.int, length: args["length"]?.int)
            )
        },
        "is_resource_modified": { args in
            let headers = (args["headers"]?.array ?? []).map { pair in
                let name = (pair[0]?.string ?? "").uppercased().replacing("-", with: "_")
                return ("HTTP_" + name, pair[1]?.string ?? "")
            }
            let request = try request([:], parameters: headers)
            var tag = args["etag"]?.string
            if let data = TypedValue.bytes(args["data_b64"]) {
                guard tag == nil else { throw CaseError.invalid }
                tag = ETag(of: data).value
            }
            let modified = try args["last_modified"].flatMap { value in
                try value.string.map { HTTPDate($0) } ?? TypedValue.date(value)
            }
            return .bool(
                ConditionalRequest(request).isModified(
                    eTag: tag, lastModified: modified ?? nil,
                    ignoresIfRange: args["ignore_if_range"]?.bool ?? true))
        },
    ]
}
