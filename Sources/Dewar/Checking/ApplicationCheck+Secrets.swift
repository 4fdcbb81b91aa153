import DewarCore

extension ApplicationCheck {
    /// The keys that sign what users send back; no finding shows one.
    ///
    /// - Parameter application: The application.
    /// - Returns: What was found.
    static func secrets(of application: Application) -> Area {
        let config = application.config
        let key = config.secretKey
        var findings: [CheckFinding] = []
        if let key {
            findings += problems(of: key, called: "SECRET_KEY")
            if config.source(of: "SECRET_KEY") == nil { findings.append(written) }
        } else if application.sessionInterface == nil {
            findings.append(missing)
        }
        for fallback in config.secretKeyFallbacks {
            findings += problems(of: fallback, called: "One of SECRET_KEY_FALLBACKS")
            if fallback == key {
                findings.append(
                    .advice("SECRET_KEY_FALLBACKS has SECRET_KEY itself, which changes nothing."))
            }
        }
        return Area(title: "Secrets", extent: "", findings: findings)
    }

    private static var missing: CheckFinding {
        .advice(
            """
            SECRET_KEY is not set: a view that writes to the session fails. Make one, and set it \
            in the environment or in a file outside of the repository: openssl rand -hex 32
            """)
    }

    private static var written: CheckFinding {
        .advice(
            """
            SECRET_KEY stands in the program: whoever reads the source can write sessions. Take \
            it from the environment, app.config.loadEnvironment(), or from a file.
            """)
    }

    /// The fewest bytes that nobody can try out: half of what `openssl rand -hex 16` prints.
    private static let leastBytes = 16
    /// Sixteen random digits nearly always have more different ones than these.
    private static let leastCharacters = 6

    private static func problems(of key: String, called name: String) -> [CheckFinding] {
        let advice = "Whoever guesses it can write any session. Make one: openssl rand -hex 32"
        let plain = key.lowercased().filter { $0.isLetter || $0.isNumber }
        if wellKnown.contains(plain) {
            return [.fault("\(name) is a word that everybody tries first. \(advice)")]
        }
        if key.utf8.count < leastBytes {
            return [
                .fault(
                    "\(name) has \(key.utf8.count) bytes, and should have \(leastBytes). \(advice)")
            ]
        }
        if Set(key).count < leastCharacters {
            return [
                .fault(
                    "\(name) has \(Set(key).count) different characters again and again. \(advice)")
            ]
        }
        return []
    }

    /// Small letters and digits alone; those of documentation, Flask's and this one's, too.
    private static let wellKnown: Set<String> = [
        "dev", "devel", "development", "debug", "test", "testing", "secret", "secretkey",
        "supersecret", "supersecretkey", "mysecret", "mysecretkey", "password", "changeme",
        "changethis", "changemeinproduction", "key", "default", "flask", "dewar", "example",
        "alongrandomtext", "thisisasecret", "thisissecret", "yoursecretkey", "yoursecretkeyhere",
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "5y2lf4q8zì",
    ]
}
