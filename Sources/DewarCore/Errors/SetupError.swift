/// Everything that is wrong with an application's set-up, found before its first request.
public struct SetupError: Error, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// One sentence or two: what was found, what was wanted, where.
        public let description: String
    }

    /// What is wrong, in the order in which it was declared.
    public let problems: [Problem]

    /// The problems, a line each.
    public var description: String {
        problems.count == 1
            ? problems[0].description
            : "\(problems.count) problems in the application's set-up:\n"
                + problems.map { "- \($0.description)" }.joined(separator: "\n")
    }
}

extension SetupError.Problem {
    static func parameterCount(
        _ rule: String, variables: [String], function: String, types: [String]
    ) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                route '\(rule)': the rule has \(counted(variables.count, "variable"))\
                \(listed(variables)), but \(function) takes \(counted(types.count, "parameter"))\
                \(listed(types)).
                """)
    }

    static func parameterType(
        _ rule: String, position: Int, variable: String, converter: String, gives: String,
        parameter: String, takes: String
    ) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                route '\(rule)': variable \(position) '\(variable)' (\(converter)) gives \
                \(gives), but \(parameter) is \(takes).
                """)
    }

    static func rule(_ sentence: String) -> SetupError.Problem {
        SetupError.Problem(description: sentence)
    }

    static func routeRepeated(_ rule: String, methods: [String]) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                route '\(rule)': declared twice for \(methods.joined(separator: ", ")). \
                Give one of the two another rule or other methods.
                """)
    }

    static func routeHidden(
        _ rule: String, by first: String, methods: [String]
    ) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                route '\(rule)': hidden by '\(first)', which takes the same paths for \
                \(methods.joined(separator: ", ")).
                """)
    }

    static func endpointRepeated(_ name: String, _ rules: [String]) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                endpoint '\(name)': two views have this name, for the rules \
                \(rules.map { "'\($0)'" }.joined(separator: " and ")).
                """)
    }

    static func noView(_ rule: String, endpoint: String) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                route '\(rule)': it has no view, and no other rule of its endpoint '\(endpoint)' \
                has one.
                """)
    }

    static func noFunction(_ type: String, _ rule: String, method: String) -> SetupError.Problem {
        SetupError.Problem(
            description: "view '\(type)': it has no function for \(method) of route '\(rule)'.")
    }

    static func functionRepeated(_ type: String, method: String) -> SetupError.Problem {
        SetupError.Problem(description: "view '\(type)': it has two functions for \(method).")
    }

    static func methodsTwice(_ rule: String, _ method: String) -> SetupError.Problem {
        let name = method.lowercased()
        return SetupError.Problem(
            description: """
                route '\(rule)': '\(name)' says its method already; with 'methods:' it is \
                'route'.
                """)
    }

    static func blueprintRepeated(_ name: String) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                blueprint '\(name)': registered twice under one name. Give one of the two \
                another: register(…, name: "…").
                """)
    }

    static func blueprintWithinItself(_ name: String) -> SetupError.Problem {
        SetupError.Problem(description: "blueprint '\(name)': registered on itself.")
    }

    static func invalidBlueprintName(_ name: String) -> SetupError.Problem {
        SetupError.Problem(
            description: name.isEmpty
                ? "blueprint: the name is empty."
                : "blueprint '\(name)': a dot in a name is for what lies within a blueprint.")
    }

    static func extensionRepeated(_ type: String) -> SetupError.Problem {
        SetupError.Problem(description: "extension '\(type)': installed twice.")
    }

    static func invalidMount(_ prefix: String) -> SetupError.Problem {
        SetupError.Problem(
            description: "mount '\(prefix)': wanted a path as '/prefix', without a final slash.")
    }

    static func mountRepeated(_ prefix: String) -> SetupError.Problem {
        SetupError.Problem(description: "mount '\(prefix)': two applications have this path.")
    }

    static func mountWithinItself(_ prefix: String) -> SetupError.Problem {
        SetupError.Problem(description: "mount '\(prefix)': the application lies within itself.")
    }

    static func mounted(_ prefix: String, _ problem: SetupError.Problem) -> SetupError.Problem {
        SetupError.Problem(description: "mount '\(prefix)': \(problem.description)")
    }

    static func thrown(_ place: String, _ error: String) -> SetupError.Problem {
        SetupError.Problem(description: "\(place): its set-up threw: \(error)")
    }

    static func configuration(
        _ key: String, _ value: String, wanted: String, source: String?
    ) -> SetupError.Problem {
        let place = source.map { " (from \($0))" } ?? ""
        return SetupError.Problem(
            description: "configuration: \(key) is \(value), wanted \(wanted)\(place).")
    }

    static func tooLate(_ what: String) -> SetupError.Problem {
        SetupError.Problem(
            description: """
                '\(what)' was declared after the application was built: declare everything \
                before 'run' or the first request.
                """)
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count == 0 ? "no" : "\(count)") \(noun)s"
    }

    private static func listed(_ names: [String]) -> String {
        names.isEmpty ? "" : " (" + names.joined(separator: ", ") + ")"
    }
}
