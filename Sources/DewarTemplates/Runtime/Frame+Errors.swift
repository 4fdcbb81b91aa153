import DewarText

extension Frame {
    /// The error with its place, or with one more step of how it was reached.
    ///
    /// - Parameters:
    ///   - error: What was thrown.
    ///   - line: The line of the statement or expression that failed.
    ///   - offset: Where that begins in the source, in bytes; nil if it is not known.
    /// - Returns: The error to throw on.
    func locate(_ error: TemplateError, line: Int, offset: Int?) -> TemplateError {
        if let relation = error.openRelation {
            var error = error
            error.openRelation = nil
            error.chain.append(
                TemplateError.Step(relation: relation, template: unit.name, line: line))
            return error
        }
        var error = error.located(template: unit.name, line: line)
        error.sourceLine = unit.source.line(line)
        if state.settings.showsVariables { error.variables = shownVariables }
        if let undefined = error.undefined {
            error.undefined = nil
            error.suggestion = suggestion(for: undefined)
            error.column = undefined.column(in: error.sourceLine)
        }
        if error.column == nil, let offset {
            let place = unit.source.place(of: offset)
            // Of an expression over several lines the line is known and not the place in it.
            if place.line == error.sourceLine { error.column = place.column }
        }
        return error
    }

    /// A name that exists near one that does not.
    private func suggestion(for undefined: Undefined) -> String? {
        guard let name = undefined.searchedName else { return nil }
        let names = undefined.searched?.memberNames ?? variableNames
        return Similarity.closest(to: name, in: names.filter { $0 != name })
    }

    /// What the template can name here and has a value; not what all templates have.
    private var shownVariables: [TemplateError.Variable] {
        var values: [String: Value] = [:]
        for (key, value) in context.given { values[key] = value }
        for (name, value) in named where !context.isGlobal(name, value) { values[name] = value }
        return values.filter { !$0.value.isUndefined }.sorted { $0.key < $1.key }
            .prefix(TemplateError.mostVariables)
            .map {
                TemplateError.Variable(
                    name: $0.key, type: $0.value.typeName, value: $0.value.outline)
            }
    }

    /// The names of the variables that are visible, and of those that the template sets anywhere.
    private var variableNames: [String] {
        let visible = (try? context.all())?.live.compactMap(\.key.text?.string) ?? []
        return Set(visible).union(unit.variableNames).filter { $0.utf8.first != UInt8(ascii: "_") }
            .sorted().prefix(Value.mostSuggestions).map { $0 }
    }
}

extension Undefined {
    /// The name that was looked for, if it is one.
    fileprivate var searchedName: String? {
        if case .text(let text) = name { text.string } else { nil }
    }

    /// The column of the name in a line, from 1, if it stands there exactly once.
    fileprivate func column(in line: String?) -> Int? {
        guard let line, let name = searchedName, !name.isEmpty else { return nil }
        let scalars = Array(line.unicodeScalars)
        let wanted = Array(name.unicodeScalars)
        guard scalars.count >= wanted.count else { return nil }
        func isWord(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index].isWordCharacter
        }
        let places = (0...scalars.count - wanted.count).filter { start in
            scalars[start..<start + wanted.count].elementsEqual(wanted) && !isWord(start - 1)
                && !isWord(start + wanted.count)
        }
        return places.count == 1 ? places[0] + 1 : nil
    }
}

extension Value {
    /// No more names than these are compared for a suggestion.
    fileprivate static let mostSuggestions = 500

    /// The names of what `value.name` finds.
    fileprivate var memberNames: [String] {
        var names: [String] = []
        switch self {
        case .dict(let dict): names = dict.live.compactMap(\.key.text?.string)
        case .object(let object): names = object.attributeNames
        case .tuple(let tuple): names = tuple.names.map(\.string)
        default: break
        }
        let methods = MethodName.allCases.map(\.rawValue)
            .filter { Methods.has(ConstantKey(Text($0)), self) }
        return Array((names + methods).prefix(Self.mostSuggestions))
    }
}
