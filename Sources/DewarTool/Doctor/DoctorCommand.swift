import ArgumentParser

/// `doctor`: says what is missing on this machine, and what to do.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine lacks to build and serve applications.",
        discussion: "The exit status is 1 if something that is needed is missing.")

    @Option(
        help: ArgumentHelp(
            "Also look at this configuration of nginx: what it tells the application.",
            valueName: "file"))
    var nginx: String?

    func run() throws {
        var findings = Diagnosis.tools + Diagnosis.libraries + Diagnosis.limits
        if let nginx { findings += try NginxParameters(file: nginx).findings }
        let width = findings.map(\.subject.count).max() ?? 0
        for finding in findings {
            let pad = String(repeating: " ", count: width - finding.subject.count)
            print("\(finding.mark) \(finding.subject)\(pad)  \(finding.found)")
            if let advice = finding.advice { print("    \(advice)") }
        }
        if findings.contains(where: { $0.isNeeded && $0.isBad }) { throw ExitCode.failure }
    }
}

/// Something that was looked at.
struct Finding {
    /// What: `nginx`.
    var subject: String
    /// What was found: `1.22.1`.
    var found: String
    /// What to do about it; nil when all is well.
    var advice: String?
    /// Whether nothing works without it.
    var isNeeded = false

    var isBad: Bool { advice != nil }

    var mark: String { isBad ? (isNeeded ? "✗" : "!") : "✓" }
}
