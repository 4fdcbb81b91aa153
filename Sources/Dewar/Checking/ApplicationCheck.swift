package import DewarCore
import DewarText

/// Everything that can be said of an application without a request: what `check` prints.
package struct ApplicationCheck: Sendable {
    /// What was looked at, and what was found there.
    package struct Area: Sendable, Hashable {
        /// The area's title: `Templates`.
        package var title: String
        /// How much was looked at: `12 templates`; empty where there is nothing to count.
        package var extent: String
        /// What was found; nothing is good.
        package var findings: [CheckFinding]
    }

    /// The areas, in the order in which they are read.
    package private(set) var areas: [Area] = []

    /// Looks at an application, and at those that are mounted in it.
    ///
    /// - Parameter application: The application, in whose context it is called.
    package init(of application: Application) async {
        let setUp = Self.setUp(of: application)
        areas = [setUp]
        areas += Self.ownAreas(of: application, path: "")
        for check in application.checks {
            areas.append(
                Area(title: check.area, extent: "", findings: await Self.findings(of: check)))
        }
    }

    private static func ownAreas(of application: Application, path: String) -> [Area] {
        var areas = [
            templates(of: application), configuration(of: application), secrets(of: application),
        ].compactMap(\.self)
        if !path.isEmpty {
            for index in areas.indices { areas[index].title += " of \(path)" }
        }
        return areas
            + application.mounted.flatMap { ownAreas(of: $0.application, path: path + $0.prefix) }
    }

    /// Rules, blueprints, extensions, and values of the wrong type.
    private static func setUp(of application: Application) -> Area {
        do {
            let count = try application.rules().count { !$0.isBuildOnly }
            return Area(
                title: "Routes", extent: "\(count) \(count == 1 ? "rule" : "rules")", findings: [])
        } catch {
            return Area(
                title: "Set-up", extent: "",
                findings: error.problems.map { .fault($0.description) })
        }
    }

    private static func findings(of check: DeclaredCheck) async -> [CheckFinding] {
        do {
            return try await check.run()
        } catch {
            return [.fault("\(error)")]
        }
    }

    // MARK: What came of it

    /// How many findings there are of a kind.
    package func count(_ kind: CheckFinding.Kind) -> Int {
        areas.reduce(0) { $0 + $1.findings.count { $0.kind == kind } }
    }

    /// For a person: a line for each area, and below it what was found.
    package var text: String {
        var text = ""
        for area in areas {
            let extent = area.extent.isEmpty ? "" : ": \(area.extent)"
            text += "\(area.mark) \(area.title)\(extent)\n"
            for finding in area.findings {
                let mark = finding.kind == .fault ? "✗" : "!"
                text += "    \(mark) \(finding.text.replacing("\n", with: "\n      "))\n"
            }
        }
        return text + "\n\(summary)\n"
    }

    private var summary: String {
        func counted(_ count: Int, _ one: String, _ many: String) -> String {
            count == 1 ? "1 \(one)" : "\(count == 0 ? "no" : "\(count)") \(many)"
        }
        return """
            \(counted(count(.fault), "fault", "faults")), \
            \(counted(count(.advice), "piece of advice", "pieces of advice"))
            """
    }

    /// For programs: each area with its findings.
    package var json: JSON {
        let areas = areas.map { area -> JSON in
            let findings = area.findings.map { finding -> JSON in
                ["kind": .string(finding.kind.rawValue), "text": .string(finding.text)]
            }
            return [
                "title": .string(area.title), "extent": .string(area.extent),
                "findings": .array(findings),
            ]
        }
        return [
            "areas": .array(areas), "faults": .int(count(.fault)),
            "advice": .int(count(.advice)),
        ]
    }
}

extension ApplicationCheck.Area {
    fileprivate var mark: String {
        if findings.contains(where: { $0.kind == .fault }) { return "✗" }
        return findings.isEmpty ? "✓" : "!"
    }
}
