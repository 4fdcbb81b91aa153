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
    private var templates: [Text: (template: Template, lastUse: Int)] = [:]
    private var clock = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func template(for name: Text) -> Template? {
        guard let found = templates[name] else { return nil }
        clock += 1
        templates[name]?.lastUse = clock
        return found.template
    }

    mutating func insert(_ template: Template, for name: Text) {
        guard capacity != 0 else { return }
        clock += 1
        templates[name] = (template, clock)
        guard capacity > 0, templates.count > capacity else { return }
        if let oldest = templates.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            templates[oldest.key] = nil
        }
    }
}
