import DewarTesting
import DewarText
import Glibc
import Testing

/// A real browser without a window, told what to do over a pair of pipes.
///
/// It keeps its files in a folder of the test, talks to this machine alone, and ends with the
/// object.
///
/// - SeeAlso: Chrome DevTools Protocol, `--remote-debugging-pipe`: JSON with a zero behind.
final class Browser {
    /// What the browser did not do.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let processID: Int32
    private let toBrowser: Int32
    private let fromBrowser: Int32
    private var received: [UInt8] = []
    private var lastCommand = 0
    private var session: String?

    /// Whether there is a browser on this machine.
    static var program: String? {
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
            .first { access($0, X_OK) == 0 }
    }

    /// Starts the browser with one empty page.
    ///
    /// - Parameter folder: Where it keeps its files.
    /// - Throws: ``Failure`` when it does not start.
    init(in folder: String) throws {
        let program = try #require(Self.program, "deploy/test installs chromium")
        var commands: [Int32] = [-1, -1]
        var answers: [Int32] = [-1, -1]
        try #require(pipe(&commands) == 0 && pipe(&answers) == 0)
        (toBrowser, fromBrowser) = (commands[1], answers[0])
        for end in [toBrowser, fromBrowser] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Away from the numbers that the browser has its pipes at.
        let input = fcntl(commands[0], F_DUPFD_CLOEXEC, 100)
        let output = fcntl(answers[1], F_DUPFD_CLOEXEC, 100)
        close(commands[0])
        close(answers[1])
        defer {
            close(input)
            close(output)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 3)
        posix_spawn_file_actions_adddup2(&actions, output, 4)
        for number in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
        }
        // Without its sandbox, which root and most containers cannot have: it sees this machine's
        // own pages alone.
        let arguments = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=\(folder)",
            "--remote-debugging-pipe", "about:blank",
        ]
        var identifier: pid_t = 0
        let variables = ["PATH=/usr/bin:/bin", "HOME=\(folder)", "LANG=C.UTF-8"]
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] =
            variables.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        let code = posix_spawn(&identifier, program, &actions, nil, &argv, &envp)
        try #require(code == 0, "chromium cannot be started: \(String(cString: strerror(code)))")
        processID = identifier
        let target = try call("Target.createTarget", ["url": "about:blank"])
        let attached = try call(
            "Target.attachToTarget",
            ["targetId": target["targetId"] ?? .null, "flatten": true])
        session = attached["sessionId"]?.string
        try call("Page.enable")
        try call("Runtime.enable")
    }

    deinit {
        kill(processID, SIGKILL)
        waitpid(processID, nil, 0)
        close(toBrowser)
        close(fromBrowser)
    }

    /// Goes to a page and waits until it is loaded.
    func open(_ url: String) throws {
        try call("Page.navigate", ["url": .string(url)])
        try wait(for: "document.readyState === 'complete'")
    }

    /// The value of an expression of JavaScript in the page.
    func value(of expression: String) throws -> JSON {
        let answer = try call(
            "Runtime.evaluate", ["expression": .string(expression), "returnByValue": true])
        return answer["result"]?["value"] ?? .null
    }

    /// The page's text as a reader sees it.
    var text: String { get throws { try value(of: "document.body.innerText").string ?? "" } }

    /// Waits until an expression is true, also through the loading of other pages.
    ///
    /// - Returns: How long that took.
    @discardableResult
    func wait(for expression: String, within limit: Duration = .seconds(30)) throws -> Duration {
        let start = ContinuousClock.now
        while true {
            // While a page is left there is none to ask.
            if (try? value(of: expression)) == true { return ContinuousClock.now - start }
            guard ContinuousClock.now - start < limit else {
                throw Failure(description: "never true: \(expression); the page says: \(try text)")
            }
            usleep(2_000)
        }
    }

    /// Waits until the page shows a text.
    @discardableResult
    func wait(forText text: String, within limit: Duration = .seconds(30)) throws -> Duration {
        let literal = JSONWriter().text(of: .string(text))
        return try wait(
            for: "!!document.body && document.body.innerText.includes(\(literal))", within: limit)
    }

    /// Stores what the page looks like.
    ///
    /// - Parameters:
    ///   - file: A path that ends in `.png`.
    ///   - width: Of the window.
    ///   - height: Of the window.
    ///   - isDark: Whether the reader's system is dark.
    /// - Throws: ``Failure`` when the browser does not, or the file cannot be written.
    func takePicture(
        _ file: String, width: Int = 1200, height: Int = 900, isDark: Bool = false
    ) throws {
        try resize(width: width, height: height)
        try call(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": .string(isDark ? "dark" : "light")]
                ]
            ])
        let answer = try call("Page.captureScreenshot", ["format": "png"])
        let data = try #require(answer["data"]?.string.flatMap { Base64.decode($0.utf8) })
        let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(descriptor >= 0, "cannot write \(file)")
        defer { close(descriptor) }
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count > 0)
            rest = rest.dropFirst(count)
        }
    }

    /// Gives the window another size.
    func resize(width: Int, height: Int = 900) throws {
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": .int(width), "height": .int(height), "deviceScaleFactor": 1, "mobile": false])
    }

    // MARK: The protocol

    @discardableResult
    private func call(_ method: String, _ parameters: JSON = [:]) throws -> JSON {
        lastCommand += 1
        var command: JSONObject = [
            "id": .int(lastCommand), "method": .string(method), "params": parameters,
        ]
        if let session { command["sessionId"] = .string(session) }
        var rest = Array(JSONWriter().text(of: .object(command)).utf8)[...] + [0]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(toBrowser, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(description: "the browser has ended") }
            rest = rest.dropFirst(count)
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let message = try next(before: deadline)
            // Events are between the answers.
            guard message["id"]?.int == lastCommand else { continue }
            if let error = message["error"]?["message"]?.string {
                throw Failure(description: "\(method): \(error)")
            }
            return message["result"] ?? .null
        }
    }

    private func next(before deadline: ContinuousClock.Instant) throws -> JSON {
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = Array(received[..<end])
                received.removeSubrange(...end)
                return try JSONReader.read(message)
            }
            var entry = pollfd(fd: fromBrowser, events: Int16(POLLIN), revents: 0)
            guard ContinuousClock.now < deadline else {
                throw Failure(description: "the browser does not answer")
            }
            guard poll(&entry, 1, 1000) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(fromBrowser, &buffer, buffer.count)
            guard count > 0 else { throw Failure(description: "the browser has ended") }
            received += buffer[..<count]
        }
    }
}
