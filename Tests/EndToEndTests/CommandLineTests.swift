import Dewar
import DewarTesting
import Glibc
import Testing

/// The command line of applications and of `dewar`, as somebody at a terminal uses it.
@Suite struct CommandLineTests {
    /// Runs a program that the build left beside the tests.
    private func answer(_ program: String, _ arguments: String...) throws -> (Int32, String) {
        let (ending, output) = try run([SpawnedProgram.path(of: program)] + arguments)
        guard case .exit(let status)? = ending else { return (-1, output) }
        return (status, output)
    }

    @Test func routesAreListed() throws {
        let (status, output) = try answer("HelloServer", "routes")
        #expect(status == 0)
        let lines = output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("Endpoint          Methods  Rule") == true)
        #expect(lines.contains { $0.hasSuffix("GET      /user/<username>") })
        let (_, sorted) = try answer("HelloServer", "routes", "--sort", "rule", "--json")
        #expect(sorted.contains("\"rule\": \"/user/<username>\""))
        let (_, all) = try answer("HelloServer", "routes", "--all-methods")
        #expect(all.contains("GET, HEAD, OPTIONS"))
    }

    @Test func anApplicationsCommandHasItsOptionsAndTheContext() throws {
        #expect(try answer("ProcessServer", "greet", "kim") == (0, "hello kim from bench"))
        #expect(
            try answer("ProcessServer", "greet", "kim", "--loud") == (0, "HELLO KIM FROM BENCH"))
        let (status, output) = try answer("ProcessServer", "greet")
        #expect(status == 64)
        #expect(output.contains("Missing expected argument '<name>'"))
        #expect(try answer("ProcessServer", "help").1.contains("Greet somebody."))
    }

    @Test func aBlueprintsCommandsStandBelowItsName() throws {
        #expect(try answer("ProcessServer", "admin", "count") == (0, "two"))
        #expect(try answer("ProcessServer", "help").1.contains("Commands of blueprints: admin"))
        #expect(try answer("ProcessServer", "count").0 == 64)
    }

    @Test func aCommandThatThrowsFails() throws {
        let (status, output) = try answer("ProcessServer", "greet", "nobody")
        #expect(status == 1)
        #expect(output.contains("There is nobody."))
    }

    @Test func anApplicationIsChecked() throws {
        let (status, output) = try answer("HelloServer", "check")
        #expect(status == 0, "\(output)")
        #expect(output.contains("✓ Routes: "))
        #expect(output.contains("! SECRET_KEY is not set"))
        #expect(try answer("HelloServer", "check", "--strict").0 == 1)
        let (faulty, told) = try answer("ProcessServer", "check", "--json")
        #expect(faulty == 1)
        #expect(told.contains("\"faults\": 1"))
        #expect(told.contains("The bench has no chair."))
    }

    @Test(arguments: [
        ("HelloServer", "rotues", "Did you mean 'routes'?"),
        ("HelloServer", "x", "There are: run, "),
        ("ProcessServer", "gret", "Did you mean 'greet'?"), ("dewar", "nwe", "Did you mean 'new'?"),
    ])
    func anUnknownCommandIsTold(program: String, word: String, sentence: String) throws {
        let (status, output) = try answer(program, word)
        #expect(status == 64)
        #expect(output.hasPrefix("Error: There is no command '\(word)'."), "\(output)")
        #expect(output.contains(sentence), "\(output)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsAreToldWhatCanBeTyped(shell: String) throws {
        for (program, word) in [("HelloServer", "--log-format"), ("dewar", "doctor")] {
            let (status, script) = try answer(program, "--generate-completion-script", shell)
            #expect(status == 0)
            #expect(script.contains(shell == "fish" ? word.trimming("-") : word))
        }
    }

    @Test(arguments: ["run", "routes", "check", "nginx", "systemd"])
    func everyCommandHasItsHelp(command: String) throws {
        let (status, output) = try answer("HelloServer", "help", command)
        #expect(status == 0)
        #expect(output.hasPrefix("OVERVIEW: "))
        #expect(output.contains("USAGE: HelloServer \(command)"))
        // Every option says what it is for.
        let lines = output.split(separator: "\n").map(String.init)
        for (line, next) in zip(lines, lines.dropFirst() + [""]) where line.hasPrefix("  --") {
            #expect(line.dropFirst(26).contains(" ") || next.hasPrefix("    "), "\(line)")
        }
    }

    // MARK: Debug

    @Test(arguments: [
        ["--debug", "--host", "0.0.0.0", "--port", "0"], ["--debug", "--bind", "/tmp/none/a.sock"],
    ])
    func debugIsRefusedWhereOthersCouldSeeIt(arguments: [String]) throws {
        let (ending, output) = try run([SpawnedProgram.path(of: "HelloServer")] + arguments)
        #expect(ending == .exit(1))
        #expect(output.contains("debug refused: "))
        #expect(output.contains("--expose-debug-pages"))
    }

    @Test(arguments: [
        (["--watch", "a"], "go with --debug"), (["--ignore", "a"], "go with --debug"),
        (["--expose-debug-pages"], "go with --debug"),
        (["--debug", "--workers", "2", "--port", "0"], "go without --debug"),
        (["--debug", "--log-file", "/tmp/a", "--port", "0"], "go without --debug"),
    ])
    func optionsThatNothingMakesUseOfAreTold(arguments: [String], sentence: String) throws {
        let (ending, output) = try run([SpawnedProgram.path(of: "HelloServer")] + arguments)
        #expect(ending == .exit(64))
        #expect(output.contains(sentence), "\(output)")
    }

    // MARK: dewar

    @Test(arguments: ["Shop", "1shop", "shop-", "a--b", "../shop", ""])
    func namesThatNoPackageCanHaveAreRefused(name: String) throws {
        let (status, output) = try answer("dewar", "new", name)
        #expect(status == 64)
        #expect(output.contains("is no name for an application: it begins with a small letter"))
    }

    @Test(arguments: ["dewar", "dewar-core", "testing", "logging", "any"])
    func namesOfOtherModulesAreRefused(name: String) throws {
        let (status, output) = try answer("dewar", "new", name)
        #expect(status == 64)
        #expect(output.contains("it would be taken for a part of Swift or Dewar. Take another"))
    }

    @Test func anExistingFolderIsLeftAlone() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        #expect(try answer("dewar", "new", "shop", "--in", folder.path).0 == 0)
        let (status, output) = try answer("dewar", "new", "shop", "--in", folder.path)
        #expect(status == 1)
        #expect(output.contains("There is a folder \(folder.path)/shop already"))
    }

    @Test func aPlaceWithoutDewarLeavesNothingBehind() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (status, output) = try answer(
            "dewar", "new", "shop", "--in", folder.path, "--dewar", folder.path)
        #expect(status == 1)
        #expect(output.contains("Dewar is not at '\(folder.path)'."))
        #expect(access(folder.path + "/shop", F_OK) != 0)
    }

    @Test func whatIsMadeHasNamesOfItsOwn() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (status, output) = try answer("dewar", "new", "photo-album", "--in", folder.path)
        #expect(status == 0)
        #expect(output.contains("  swift run PhotoAlbumServer  # while you write"))
        let made = folder.path + "/photo-album"
        let linted = try run([
            "swift", "format", "lint", "--strict", "-r", made + "/Sources", made + "/Tests",
        ])
        #expect(linted.ending == .exit(0))
        for script in ["serve", "test"] {
            #expect(try run(["bash", "-n", made + "/deploy/" + script]).ending == .exit(0))
        }
        #expect(
            try answer("dewar", "check", made + "/templates") == (0, "2 templates, no problems"))
    }

    @Test func theDoctorReadsWhatNginxTells() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let whole = try folder.write("whole.conf", NginxConfiguration().text)
        let (status, output) = try answer("dewar", "doctor", "--nginx", whole)
        #expect(status == 0, "\(output)")
        #expect(output.contains("✓ PATH_INFO"))
        let poor = try folder.write("poor.conf", "fastcgi_param HTTPS $https;\n")
        let (bad, told) = try answer("dewar", "doctor", "--nginx", poor)
        #expect(bad == 1)
        #expect(told.contains("Add: fastcgi_param PATH_INFO $document_uri;"))
        #expect(told.contains("✓ HTTPS"))
    }

    @Test func outsideOfAPackageThereIsNothingToRun() throws {
        let (ending, output) = try run(
            ["sh", "-c", "cd / && \"$0\" run --debug", SpawnedProgram.path(of: "dewar")])
        #expect(ending == .exit(1))
        #expect(output.contains("no package: there is no Package.swift in '/'"))
    }
}

extension String {
    /// The text without a character at its beginning, however often it stands there.
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character })
    }
}
