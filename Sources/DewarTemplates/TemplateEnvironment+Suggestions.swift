import DewarText

extension TemplateEnvironment {
    /// A name near one that no loader knows.
    func suggestion(for name: String, _ loader: any TemplateLoader) -> String? {
        guard let names = try? loader.templateNames() else { return nil }
        return Similarity.closest(to: name, in: names)
    }
}

/// Compiled templates by name, those used least recently being forgotten.
struct TemplateCache {
    /// How many templates are kept; negative: all.
    private let capacity: Int
    private var templates: [ByteKey: Kept] = [:]
    private var clock = 0

    /// A template, by reference: looking for one changes no dictionary.
    private final class Kept {
        let template: Template
        /// Changed only by the cache.
        var lastUse: Int

        init(_ template: Template, lastUse: Int) {
            self.template = template
            self.lastUse = lastUse
        }
    }

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func template(for name: String) -> Template? {
        guard let found = templates[ByteKey(name)] else { return nil }
        clock += 1
        found.lastUse = clock
        return found.template
    }

    mutating func insert(_ template: Template, for name: String) {
        guard capacity != 0 else { return }
        clock += 1
        templates[ByteKey(name)] = Kept(template, lastUse: clock)
        guard capacity > 0, templates.count > capacity else { return }
        if let oldest = templates.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            templates[oldest.key] = nil
        }
    }
}
