import ArgumentParser
import DewarCore
import DewarRouting
import DewarText

/// `routes`: lists the application's rules.
struct RoutesCommand: ParsableCommand, ApplicationTask {
    /// By what rules are sorted.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case endpoint, methods, rule, match
    }

    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "List the rules, their methods and endpoints.")

    @Option(help: "By what to sort; 'match': in the order of declaration.")
    var sort = Order.endpoint

    @Flag(help: "For programs: a list of objects.")
    var json = false

    @Flag(help: "Also the methods HEAD and OPTIONS.")
    var allMethods = false

    func run(_ application: Application) throws {
        let rows = sorted(try application.rules().map(row))
        if json {
            let values = rows.map { row -> JSON in
                [
                    "endpoint": .string(row.endpoint),
                    "methods": .array(row.methods.map { .string($0) }), "rule": .string(row.rule),
                ]
            }
            return print(JSONWriter(isCompact: false, indentation: 2).text(of: .array(values)))
        }
        print(Table(["Endpoint", "Methods", "Rule"], rows.map(\.cells)).text)
    }

    /// One rule, as it is shown.
    private struct Row {
        var endpoint: String
        var methods: [String]
        var rule: String
        var cells: [String] { [endpoint, methods.joined(separator: ", "), rule] }
    }

    private func row(_ rule: Rule) -> Row {
        let hidden = allMethods ? [] : ["HEAD", "OPTIONS"]
        // The host or subdomain belongs to the rule, as Flask shows it.
        let place = rule.host ?? rule.subdomain.map { $0.isEmpty ? "" : "\($0)." } ?? ""
        // Whatever answers GET answers HEAD.
        let own = rule.methods ?? []
        let methods = Set(own + (own.contains("GET") ? ["HEAD"] : []))
        return Row(
            endpoint: rule.endpoint ?? "", methods: methods.subtracting(hidden).sorted(),
            rule: place + rule.pattern)
    }

    private func sorted(_ rows: [Row]) -> [Row] {
        switch sort {
        case .match: rows
        case .endpoint: rows.sorted { $0.endpoint < $1.endpoint }
        case .methods: rows.sorted { $0.methods.lexicographicallyPrecedes($1.methods) }
        case .rule: rows.sorted { $0.rule < $1.rule }
        }
    }
}

/// A command that needs the application.
protocol ApplicationTask {
    /// Does what it is asked for.
    func run(_ application: Application) throws
}
