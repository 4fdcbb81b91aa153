import DewarTemplates
import DewarText
import Logging

/// Finds templates in the application's folder, then in those of its blueprints, in the order of
/// their registration.
///
/// - SeeAlso: Flask `DispatchingJinjaLoader`.
struct TemplateFolders: TemplateLoader {
    /// What has templates.
    struct Owner: Sendable {
        /// `application`, or `blueprint 'blog'`.
        let name: String
        /// Where it has them.
        let loader: any TemplateLoader
        /// The folders that the loader looks into; none for a loader of the application's own.
        let folders: [String]
    }

    let owners: [Owner]
    /// Whether each search is told in the log: `EXPLAIN_TEMPLATE_LOADING`.
    let explains: Bool
    let logger: Logger

    func source(named name: String) throws -> LoadedSource {
        var found: LoadedSource?
        var attempts: [(owner: Owner, source: LoadedSource?)] = []
        for owner in owners {
            do {
                let source = try owner.loader.source(named: name)
                guard explains else { return source }
                found = found ?? source
                attempts.append((owner, source))
            } catch let error as TemplateError where error.kind == .templateNotFound {
                attempts.append((owner, nil))
            }
        }
        if explains { explain(name, attempts) }
        if let found { return found }
        var error = TemplateError.notFound(name)
        error.searchedFolders = owners.flatMap(\.folders)
        throw error
    }

    func templateNames() throws -> [String] {
        let names = try owners.flatMap { try $0.loader.templateNames() }
        return Set(names.map { ByteKey($0) }).map(\.text)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Tells who was asked and who had the template.
    ///
    /// - SeeAlso: Flask `explain_template_loading_attempts`.
    private func explain(_ name: String, _ attempts: [(owner: Owner, source: LoadedSource?)]) {
        var text = "looking for template '\(LogText.escaped(name))':"
        for (number, attempt) in attempts.enumerated() {
            text += "\n  \(number + 1). \(attempt.owner.name)"
            text += attempt.owner.folders.map { "\n     in \($0)" }.joined()
            switch attempt.source {
            case nil: text += "\n     not there"
            case let source?: text += "\n     found" + (source.file.map { ": \($0)" } ?? "")
            }
        }
        let count = attempts.count { $0.source != nil }
        if count == 0 { text += "\n  Nobody has it." }
        if count > 1 { text += "\n  \(count) have it: the first one counts." }
        if count != 1, let blueprint = Context.running?.routing?.endpoint?.blueprints.first {
            text += "\n  The view lies in blueprint '\(blueprint)', but its folder comes last: "
            text += "a folder in it of the blueprint's name keeps names apart."
        }
        logger.info("\(text)")
    }
}
