import DewarCore
package import DewarHTTP
import DewarText

extension FailurePage {
    /// What may have been meant by a name that a view asked for and that did not come.
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - request: The request, whose form was read.
    /// - Returns: One sentence each; none when nothing is like it.
    /// - SeeAlso: Flask `DebugFilesKeyError`, which knows the first case alone.
    package static func hints(missing key: String, _ request: Request) -> [String] {
        let form = (try? request.form) ?? MultiDict()
        let files = (try? request.files) ?? MultiDict()
        let type = request.mimeType
        var hints: [String] = []
        if let value = form[key] {
            // Whoever finds a field of the form missing has not looked there.
            hints.append(
                type == "multipart/form-data"
                    ? "'\(key)' came as a field of the form: request.form has it."
                    : """
                    '\(key)' came as a field of the form, '\(Secrets.masked(key, LogText.excerpt(value)))', and \
                    not as a file: the type of the request is '\(type)'. A form that sends files needs \
                    enctype="multipart/form-data".
                    """)
        }
        if files[key] != nil { hints.append("'\(key)' came as a file: request.files has it.") }
        if request.args[key] != nil {
            hints.append("'\(key)' came in the URL: request.args has it.")
        }
        if type.hasSuffix("json"), form.isEmpty {
            hints.append("The body is JSON, and no form: request.json has it.")
        }
        guard hints.isEmpty else { return hints }
        let names =
            unique(form.pairs.map(\.key) + files.pairs.map(\.key))
            + unique(request.args.pairs.map(\.key))
        if let near = Similarity.closest(to: key, in: names) {
            hints.append("Did you mean '\(near)'?")
        } else if !names.isEmpty {
            let list = names.prefix(20).map { "'\(LogText.excerpt($0))'" }.joined(separator: ", ")
            hints.append("What came: \(list)\(names.count > 20 ? ", …" : "").")
        } else {
            hints.append("Nothing came: neither the URL nor the body has any name.")
        }
        return hints
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
