import DewarHTTP
import DewarTemplates

/// `request.args`, `request.form` and their like in templates.
///
/// - SeeAlso: Werkzeug `ImmutableMultiDict`.
struct MultiDictValue: TemplateMapping {
    private let values: MultiDict<String>
    /// What Werkzeug calls its type.
    private let type: String

    init(_ values: MultiDict<String>, _ type: String) {
        self.values = values
        self.type = type
    }

    var templateKeys: [TemplateValue] { values.keys.map { .string($0) } }

    func templateItem(_ key: TemplateValue) -> TemplateValue? {
        key.string.flatMap { values[$0] }.map { .string($0) }
    }

    func templateMember(_ name: String) -> TemplateValue? {
        switch name {
        case "getlist": .function("key") { (key: String) in values.all(key) }
        case "lists":
            .function { () in
                TemplateValue.list(
                    values.lists.map { key, values in
                        .tuple([.string(key), .list(values.map { .string($0) })])
                    })
            }
        case "items": .function(.optional("multi", false), body: items)
        case "to_dict": .function(.optional("flat", true), body: dictionary)
        default: nil
        }
    }

    private func items(_ multi: Bool) -> TemplateValue {
        Self.tuples(multi ? values.pairs : values.items)
    }

    private func dictionary(_ flat: Bool) throws -> TemplateValue {
        if flat { return try .dict(values.items.map { (.string($0.key), .string($0.value)) }) }
        return try .dict(
            values.lists.map { (.string($0.key), .list($0.values.map { .string($0) })) })
    }

    var templateDescription: String {
        get throws { "\(type)(\(try Self.tuples(values.pairs).printed()))" }
    }

    private static func tuples(_ pairs: [(key: String, value: String)]) -> TemplateValue {
        .list(pairs.map { .tuple([.string($0.key), .string($0.value)]) })
    }
}

/// `request.headers` of templates: names in any case; what goes through it has pairs.
///
/// - SeeAlso: Werkzeug `EnvironHeaders`.
struct HeadersValue: TemplateMapping {
    let headers: Headers

    var templateKeys: [TemplateValue] { headers.map { .string($0.name) } }

    var templateElements: [TemplateValue] {
        headers.map { .tuple([.string($0.name), .string($0.value)]) }
    }

    func templateItem(_ key: TemplateValue) -> TemplateValue? {
        key.string.flatMap { headers[$0] }.map { .string($0) }
    }

    func templateMember(_ name: String) -> TemplateValue? {
        switch name {
        case "getlist", "get_all": .function("key") { (key: String) in headers.all(key) }
        default: nil
        }
    }

    var templateDescription: String {
        headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
    }
}

/// `request.files` of templates.
struct FilesValue: TemplateMapping {
    let files: MultiDict<UploadedFile>

    var templateKeys: [TemplateValue] { files.keys.map { .string($0) } }

    func templateItem(_ key: TemplateValue) -> TemplateValue? {
        key.string.flatMap { files[$0] }.map { FileValue(file: $0).templateValue }
    }

    func templateMember(_ name: String) -> TemplateValue? {
        guard name == "getlist" else { return nil }
        return .function("key") { (key: String) in
            TemplateValue.list(files.all(key).map { FileValue(file: $0).templateValue })
        }
    }

    private struct FileValue: TemplateObject {
        let file: UploadedFile

        func templateMember(_ name: String) throws -> TemplateValue? {
            switch name {
            case "name": try file.name.templateValue
            case "filename": .string(file.filename)
            case "content_type": try file.contentType.templateValue
            case "mimetype": .string(file.mimeType)
            case "content_length": .int(file.size)
            default: nil
            }
        }

        var templateDescription: String {
            get throws {
                let name = try TemplateValue.string(file.filename).repr()
                let type = try TemplateValue.string(file.contentType ?? "").repr()
                return "<FileStorage: \(name) (\(type))>"
            }
        }
    }
}
