import DewarFastCGI
package import Logging

/// Serves an application that is being written, from outside of it: what `dewar run --debug` does.
///
/// The same supervisor as that of `run(debug: true)`, but for its beginning: the program need not be
/// built, and need not build.
package struct DevelopmentRun {
    /// The package.
    package var package: SwiftPackage
    /// The address that nginx listens on; nil for 127.0.0.1 and ::1.
    package var host: String?
    /// The port that nginx listens on.
    package var port = 5000
    /// What to watch besides the package, and what not.
    package var watched: [String] = []
    package var ignored: [String] = []
    /// Whether others may reach the pages.
    package var exposes = false

    /// Takes a package.
    package init(_ package: SwiftPackage) { self.package = package }

    /// Serves until the process is told to end.
    ///
    /// - Throws: ``DevelopmentError``, ``DevelopmentProxyError`` or an error of the transport when it
    ///   cannot start.
    package func serve(logger: Logger = Logger(label: "dewar")) throws -> Never {
        guard exposes || host.map(ListenAddress.isLoopback) ?? true else {
            throw DevelopmentError.exposed("others can reach \(host ?? "")")
        }
        var rules = WatchRules(root: package.root)
        rules.extra = watched
        rules.ignored = ignored + [package.scratchFolder].compactMap { $0 }
        var plan = DevelopmentServer.Plan(
            package: package, rules: rules, program: package.program,
            arguments: [package.product, "run", "--debug"])
        plan.buildsFirst = true
        let proxy = try DevelopmentProxy(
            host: host, port: port, isSupervised: true, isGuarded: !exposes)
        try DevelopmentServer(plan, proxy: proxy, logger: logger).run()
    }
}

extension ListenAddress {
    /// Whether all addresses of a host are this machine's own, which nobody else can reach.
    static func isLoopback(_ host: String) -> Bool {
        let addresses = (try? all(of: host)) ?? []
        return !addresses.isEmpty
            && addresses.allSatisfy { address in
                AddressRange.loopback.contains { $0.contains(address.text) }
            }
    }
}
