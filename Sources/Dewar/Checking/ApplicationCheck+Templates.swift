import DewarCore
import DewarTemplates

extension ApplicationCheck {
    /// What can be told of templates without rendering them, and the URLs that they build.
    ///
    /// - Parameter application: The application.
    /// - Returns: nil when there are no templates.
    static func templates(of application: Application) -> Area? {
        let environment = application.templateEnvironment
        // A loader that cannot list its templates has none to look at.
        let names = ((try? environment.listTemplates()) ?? []).filter(isTemplate)
        guard !names.isEmpty else { return nil }
        let findings = names.flatMap { name -> [CheckFinding] in
            let problems = environment.problems(inTemplate: name).map {
                CheckFinding.fault("\($0)")
            }
            let calls = environment.calls(of: "url_for", inTemplate: name)
            return problems + calls.compactMap { finding(of: $0, in: application) }
        }
        return Area(
            title: "Templates",
            extent: names.count == 1 ? "1 template" : "\(names.count) templates",
            findings: findings)
    }

    /// What editors and file managers leave in a folder is no template.
    private static func isTemplate(_ name: String) -> Bool {
        let file = name.fileName
        return !file.hasPrefix(".") && !file.hasSuffix("~")
    }

    /// What is wrong with a URL whose endpoint stands in the template.
    private static func finding(of call: TemplateCall, in application: Application) -> CheckFinding?
    {
        guard let endpoint = call.positional.first ?? call.value(named: "endpoint") else {
            return nil
        }
        let names = call.named.map(\.name)
        // What is wrong with the routes is told elsewhere.
        guard let check = try? application.check(endpoint: endpoint, given: names) else {
            return nil
        }
        switch check {
        case .unknown(let suggestion):
            var error = call.place
            error.message = "url_for('\(endpoint)'): no route has this name."
            error.suggestion = suggestion
            return .fault(text(of: error))
        case .needs(let missing) where !call.hasOthers:
            var error = call.place
            let wanted = missing.map { "'\($0)'" }.joined(separator: " and ")
            error.message = "url_for('\(endpoint)'): its route needs \(wanted)."
            return .fault(text(of: error))
        default: return missingFile(call, endpoint, application)
        }
    }

    private static func missingFile(
        _ call: TemplateCall, _ endpoint: String, _ application: Application
    ) -> CheckFinding? {
        guard let file = call.value(named: "filename"),
            (try? application.hasStaticFile(file, of: endpoint)) == false
        else { return nil }
        var error = call.place
        error.message = "url_for('\(endpoint)'): there is no static file '\(file)'."
        return .advice(text(of: error))
    }

    /// The place and the line, without a class: Jinja2 knows none of these.
    private static func text(of error: TemplateError) -> String {
        let text = "\(error)"
        let prefix = "\(error.kind.rawValue): "
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }
}

extension TemplateCall {
    /// The literal that an argument has; nil for another value, and for none.
    fileprivate func value(named name: String) -> String? {
        named.first { $0.name == name }?.value
    }
}
