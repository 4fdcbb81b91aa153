import DewarHTTP
import DewarText
import HTTPTypes

extension HTTPCases {
    /// Steps on collections.
    static let scripts: [String: Function] = [
        "headers_script": { args in
            var headers = Headers()
            try headers.extend(texts(args["initial"]))
            let results = (args["steps"]?.array ?? []).map { step in
                result { try headersStep(step, &headers) }
            }
            let fields = headers.map { ($0.name, JSON.string($0.value)) }
            return ["results": .array(results), "headers": pairs(fields)]
        },
        "multidict_script": { args in
            var dict = MultiDict<JSON>(values(args["initial"]))
            let results = (args["steps"]?.array ?? []).map { step in
                result { try multiDictStep(step, &dict) }
            }
            return [
                "results": .array(results), "items": pairs(dict.pairs.map { ($0.key, $0.value) }),
            ]
        },
    ]

    private static func result(_ step: () throws -> JSON) -> JSON {
        do {
            return try step()
        } catch let error as HTTPError {
            return ["error": .int(error.status.code)]
        } catch {
            return ["error": "invalid"]
        }
    }

    private static func values(_ json: JSON?) -> [(String, JSON)] {
        (json?.array ?? []).map { ($0[0]?.string ?? "", $0[1] ?? nil) }
    }

    private static func texts(_ json: JSON?) -> [(String, String)] {
        values(json).map { ($0, TypedValue.text($1)) }
    }

    private static func headersStep(_ step: JSON, _ headers: inout Headers) throws -> JSON {
        let name = step[1]?.string ?? ""
        let value = TypedValue.text(step[2] ?? nil)
        switch step[0]?.string {
        case "add":
            let parameters = options(step[3]).map {
                ($0.name.replacing("_", with: "-"), $0.value)
            }
            try headers.add(
                name, parameters.isEmpty ? value : OptionsHeader.text(value, parameters))
        case "set", "setitem": try headers.set(name, value)
        case "get": return text(headers[name] ?? step[2]?.string)
        case "getlist": return .array(headers.all(name).map { .string($0) })
        case "setlist":
            try headers.setAll(name, (step[2]?.array ?? []).map(TypedValue.text))
        case "setdefault": return .string(try headers.setDefault(name, value))
        case "remove": headers.remove(name)
        case "pop": return text(headers.remove(name))
        case "extend": try headers.extend(texts(step[1]))
        case "update": try headers.update(texts(step[1]))
        case "contains": return .bool(headers.contains(name))
        case "len": return .int(headers.count)
        case "clear": headers.removeAll()
        default: throw CaseError.unsupported("\(step)")
        }
        return nil
    }

    private static func multiDictStep(_ step: JSON, _ dict: inout MultiDict<JSON>) throws -> JSON {
        let key = step[1]?.string ?? ""
        let value = step[2] ?? nil
        switch step[0]?.string {
        case "get":
            guard let found = dict[key] else { return value }
            return convert(found, step[3]?.string) ?? value
        case "getitem": return try dict.require(key)
        case "getlist": return .array(dict.all(key).compactMap { convert($0, value.string) })
        case "add": dict.add(key, value)
        case "setitem": dict[key] = .some(value)
        case "setlist": dict.setAll(key, value.array ?? [])
        case "setdefault":
            dict.setDefault(key, value)
            return try dict.require(key)
        case "setlistdefault": return .array(dict.setDefaults(key, value.array ?? []))
        case "pop":
            if !dict.contains(key), let fallback = step[2] { return fallback }
            defer { dict.remove(key) }
            return try dict.require(key)
        case "poplist": return .array(dict.removeAll(key))
        case "update": dict.update(values(step[1]))
        case "contains": return .bool(dict.contains(key))
        case "len": return .int(dict.count)
        case "keys": return .array(dict.keys.map { .string($0) })
        case "values": return .array(dict.items.map(\.value))
        case "items": return pairs(dict.items.map { ($0.key, $0.value) })
        case "to_dict_flat": return ["$dict": pairs(dict.items.map { ($0.key, $0.value) })]
        case "to_dict_lists":
            return ["$dict": pairs(dict.lists.map { ($0.key, .array($0.values)) })]
        case "clear": dict.removeAll()
        default: throw CaseError.unsupported("\(step)")
        }
        return nil
    }

    /// A value as a type of Python's; nil when it is no such value.
    private static func convert(_ value: JSON, _ type: String?) -> JSON? {
        let dict: MultiDict<String> = ["value": TypedValue.text(value)]
        switch type {
        case "int": return dict.get("value", as: Int.self).map { .int($0) }
        case "float":
            return dict.get("value", as: Double.self).map {
                ["$float": .string(FloatText.text(of: $0))]
            }
        case "str": return .string(TypedValue.text(value))
        default: return value
        }
    }
}
