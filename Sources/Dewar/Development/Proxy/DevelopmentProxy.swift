import Glibc
import Synchronization

/// A private nginx in front of an application that was started from a terminal.
///
/// It uses no file of the machine's nginx, needs no rights, and ends with this process.
/// ```swift
/// let proxy = try DevelopmentProxy(host: nil, port: 5000)
/// // listen on proxy.socketPath, then
/// let urls = try proxy.start { error in print(error) }
/// defer { proxy.stop() }
/// ```
package final class DevelopmentProxy: Sendable {
    /// Where the application shall listen before ``start(log:onUnexpectedEnd:)``.
    package let socketPath: String

    /// Where the supervisor of an application that is developed shall listen.
    package var supervisorPath: String { folder.path + "/supervisor.sock" }

    /// The configuration that nginx gets; its addresses and port are set at the start.
    private let configuration: NginxConfiguration
    private let folder: PrivateFolder
    /// Tells other processes that the folder is in use.
    private let claim: FolderClaim
    private let host: String?
    private let port: Int
    private let searchPath: String
    /// Changes nginx's configuration, in a test.
    private let adjust: @Sendable (String) -> String

    private struct State {
        var nginx: ChildProcess?
        var reason: String?
        /// Whether the end of nginx is what we want, or is told by who waits for the start.
        var isEndExpected = true
    }

    private let state = Mutex(State())

    /// Makes the folder of the new nginx; nothing listens yet.
    ///
    /// Folders of processes that were killed are removed.
    ///
    /// - Parameters:
    ///   - host: The address to listen on, or a name for it; nil or `localhost`: 127.0.0.1, and
    ///     ::1 where the machine has IPv6.
    ///   - port: The port; 0: any that is free.
    ///   - socketPath: The application's socket; nil: one in the new folder.
    ///   - staticFolder: Files for nginx to send by itself.
    ///   - searchPath: Where to look for nginx, folders with `:` between them; nil: PATH and the
    ///     folders that only root has in it.
    ///   - isSupervised: Whether there is a supervisor, which listens at ``supervisorPath``.
    ///   - isGuarded: Whether it answers only what is asked of this machine by its own names, and
    ///     of `host`.
    ///   - adjust: Changes the configuration before nginx reads it.
    /// - Throws: ``DevelopmentProxyError`` when the folder cannot be made.
    package init(
        host: String? = nil, port: Int, socketPath: String? = nil,
        staticFolder: NginxConfiguration.StaticFolder? = nil, searchPath: String? = nil,
        isSupervised: Bool = false, isGuarded: Bool = false,
        adjust: @escaping @Sendable (String) -> String = { $0 }
    ) throws(DevelopmentProxyError) {
        guard 0...65535 ~= port else { throw .noPort(port) }
        FolderClaim.removeStaleFolders(in: PrivateFolder.parent)
        (folder, claim) = try FolderClaim.makeFolder()
        self.host = host == "localhost" ? nil : host
        self.adjust = adjust
        self.port = port
        self.socketPath = socketPath ?? folder.path + "/app.sock"
        self.searchPath =
            searchPath
            ?? (getenv("PATH").map { String(cString: $0) } ?? "") + ":/usr/sbin:/usr/local/sbin"
        var configuration = NginxConfiguration()
        configuration.installation = .folder(folder.path)
        configuration.upstream = .unixSocket(self.socketPath)
        configuration.staticFolder = staticFolder
        // Somebody may sit in front of a debugger.
        configuration.timeouts.answer = .seconds(3600)
        if isSupervised { configuration.supervisorPath = folder.path + "/supervisor.sock" }
        if isGuarded { configuration.onlyHosts = [host].compactMap(\.self) }
        self.configuration = configuration
    }

    deinit {
        stop()
    }

    /// Starts nginx and waits until it takes connections.
    ///
    /// - Parameters:
    ///   - log: Takes the lines that nginx writes once it runs: warnings and errors, such as why
    ///     an answer became a 502.
    ///   - onUnexpectedEnd: Called, once, when nginx ends without ``stop()``.
    /// - Returns: URLs that reach the application, best first, each with a final slash.
    /// - Throws: ``DevelopmentProxyError``; then nothing runs.
    package func start(
        log: @escaping @Sendable (String) -> Void = { _ in },
        onUnexpectedEnd: @escaping @Sendable (DevelopmentProxyError) -> Void = { _ in }
    ) throws(DevelopmentProxyError) -> [String] {
        guard let program = findNginx() else { throw .nginxMissing() }
        var tries = 20
        while true {
            do throws(DevelopmentProxyError) {
                let (addresses, port) = try freeAddresses()
                try launch(program, addresses, port, log, onUnexpectedEnd)
                return urls(addresses, port)
            } catch {
                // A port that was any free one may be taken until nginx comes to it.
                tries -= 1
                guard port == 0, error.kind == .portTaken, tries > 0 else { throw error }
            }
        }
    }

    /// Ends nginx and removes its folder; does nothing the second time.
    ///
    /// Requests under way are cut off: let the application finish them first.
    package func stop() {
        let nginx = state.withLock { state in
            state.isEndExpected = true
            defer { state.nginx = nil }
            return state.nginx
        }
        nginx?.terminate()
        folder.remove()
    }
}

extension DevelopmentProxy {
    private func findNginx() -> String? {
        searchPath.split(separator: ":").map { $0 + "/nginx" }
            .first { access($0, X_OK) == 0 }
    }

    /// The addresses to listen on, with a port that is free on all of them.
    private func freeAddresses() throws(DevelopmentProxyError) -> ([ListenAddress], Int) {
        guard let host else {
            let first = try ListenAddress.all(of: "127.0.0.1")
            let port = try check(first, port)
            let second = try ListenAddress.all(of: "::1")
            do throws(DevelopmentProxyError) {
                _ = try check(second, port)
                return (first + second, port)
            } catch {
                // No IPv6 here.
                guard error.kind == .hostElsewhere else { throw error }
                return (first, port)
            }
        }
        let addresses = try ListenAddress.all(of: host)
        return (addresses, try check(addresses, port))
    }

    private func check(
        _ addresses: [ListenAddress], _ wanted: Int
    ) throws(DevelopmentProxyError) -> Int {
        var port = wanted
        for address in addresses {
            switch address.tryPort(port) {
            case .free(let found): port = found
            case .error(EADDRINUSE):
                throw .portTaken(
                    port, at: address.text, by: .find(port: port, address: address.text))
            case .error(EACCES): throw .portRefused(port, first: Self.firstFreePort)
            case .error(let code):
                throw .hostElsewhere(
                    host ?? address.text, address: address.text, own: ListenAddress.ownAddresses,
                    code: code)
            }
        }
        return port
    }

    private func launch(
        _ program: String, _ addresses: [ListenAddress], _ port: Int,
        _ log: @escaping @Sendable (String) -> Void,
        _ onUnexpectedEnd: @escaping @Sendable (DevelopmentProxyError) -> Void
    ) throws(DevelopmentProxyError) {
        var configuration = configuration
        configuration.addresses = addresses.map(\.text)
        configuration.port = port
        let file = try folder.write("nginx.conf", adjust(configuration.text))

        state.withLock { $0 = State() }
        let nginx = try ChildProcess(
            [program, "-e", "stderr", "-p", folder.path, "-c", file],
            onLine: { [weak self] line in self?.take(line, log) },
            onEnd: { [weak self] ending in self?.end(ending, onUnexpectedEnd) })
        state.withLock { $0.nginx = nginx }

        let limit = Duration.seconds(10)
        let deadline = ContinuousClock.now + limit
        // Written once its sockets are open: while it still tries, another may answer at the port.
        let sign = folder.path + "/nginx.pid"
        for address in addresses {
            while true {
                if access(sign, F_OK) == 0,
                    let descriptor = address.connectedSocket(port: port)
                {
                    close(descriptor)
                    break
                }
                if nginx.wait(within: .milliseconds(2)) != nil {
                    throw died(addresses, port)
                }
                if ContinuousClock.now > deadline {
                    nginx.terminate()
                    throw .nginxSilent(at: address.text, port: port, after: limit)
                }
            }
        }
        // Somebody else may have taken the port in between, and answered.
        let ending = state.withLock { state in
            state.isEndExpected = nginx.ending != nil
            return nginx.ending
        }
        if ending != nil { throw died(addresses, port) }
    }

    private func died(_ addresses: [ListenAddress], _ port: Int) -> DevelopmentProxyError {
        let reason = state.withLock { $0.reason } ?? "it gave no reason"
        guard reason.contains("Address already in use"), let address = addresses.first else {
            return .nginxDied(reason: reason)
        }
        return .portTaken(port, at: address.text, by: .find(port: port, address: address.text))
    }

    /// Takes a line of nginx: before it serves, the first serious one is the reason of its end.
    private func take(_ line: String, _ log: (String) -> Void) {
        let message = NginxLogLine(line)
        let isServing = state.withLock { state in
            if message.isFatal, state.reason == nil || !state.isEndExpected {
                state.reason = message.text
            }
            return !state.isEndExpected
        }
        if isServing { log(message.text) }
    }

    private func end(
        _ ending: ChildProcess.Ending, _ onUnexpectedEnd: (DevelopmentProxyError) -> Void
    ) {
        let (isExpected, reason) = state.withLock { state in
            defer { state.isEndExpected = true }
            return (state.isEndExpected, state.reason)
        }
        if !isExpected { onUnexpectedEnd(.nginxEnded(ending, reason: reason)) }
    }

    private func urls(_ addresses: [ListenAddress], _ port: Int) -> [String] {
        // Browsers take port 80 from "http:".
        let suffix = port == 80 ? "/" : ":\(port)/"
        guard host != nil else {
            return ["http://127.0.0.1\(suffix)", "http://localhost\(suffix)"]
        }
        var texts: [String] = []
        for address in addresses {
            let text =
                switch address.text {
                case "0.0.0.0": "127.0.0.1"
                case "::": "::1"
                case let other: other
                }
            texts.append("http://\(text.bracketed)\(suffix)")
        }
        return texts
    }

    private static var firstFreePort: Int {
        let text = ProcFileSystem.text(of: "/proc/sys/net/ipv4/ip_unprivileged_port_start")
        return Int(text.prefix(while: \.isNumber)) ?? 1024
    }
}
