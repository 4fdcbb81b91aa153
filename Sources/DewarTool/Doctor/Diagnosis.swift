import Glibc

/// Looks at the machine.
enum Diagnosis {
    /// Programs, with the packages that have them.
    static var tools: [Finding] {
        [
            tool("swift", "swift --version 2>&1", advice: "https://www.swift.org/install/linux"),
            tool("nginx", "nginx -v 2>&1", package: "nginx"),
            tool("spawn-fcgi", "spawn-fcgi -v 2>&1", package: "spawn-fcgi", isNeeded: false),
            tool("setpriv", "setpriv --version 2>&1", package: "util-linux"),
            tool("pkg-config", "pkg-config --version 2>&1", package: "pkg-config"),
        ]
    }

    /// Libraries that applications are linked with.
    static var libraries: [Finding] {
        [
            library("libfcgi", "fcgi", package: "libfcgi-dev"),
            library("libcrypto", "libcrypto", package: "libssl-dev"),
            library("zlib", "zlib", package: "zlib1g-dev"),
        ]
    }

    /// What the kernel allows.
    static var limits: [Finding] {
        [descriptors, watches, queue, temporaryFolder]
    }

    // MARK: Programs and libraries

    private static func tool(
        _ name: String, _ command: String, package: String? = nil, advice: String? = nil,
        isNeeded: Bool = true
    ) -> Finding {
        let path = "PATH=\"$PATH:/usr/sbin:/usr/local/sbin\" "
        let isThere = (try? CommandOutput.text(["sh", "-c", "\(path) command -v \(name)"])) != nil
        guard isThere else {
            return Finding(
                subject: name, found: "missing",
                advice: advice ?? "sudo apt-get install \(package ?? name)", isNeeded: isNeeded)
        }
        let line = (try? CommandOutput.line(["sh", "-c", path + command])) ?? ""
        // "nginx version: nginx/1.22.1", "Apple Swift version 6.3.1 (…)"
        let version = line.firstRange(of: "version").map { line[$0.upperBound...] } ?? line[...]
        return Finding(
            subject: name, found: String(version.drop { ": ".contains($0) }), isNeeded: isNeeded)
    }

    private static func library(_ name: String, _ module: String, package: String) -> Finding {
        guard let version = try? CommandOutput.line(["pkg-config", "--modversion", module]) else {
            return Finding(
                subject: name, found: "missing", advice: "sudo apt-get install \(package)",
                isNeeded: true)
        }
        return Finding(subject: name, found: version, isNeeded: true)
    }

    // MARK: Limits

    private static var descriptors: Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = Int(clamping: limit.rlim_cur)
        return Finding(
            subject: "open files", found: "\(count)",
            advice: count < 1024 ? "Each connection is one: ulimit -n 65536" : nil)
    }

    private static var watches: Finding {
        let count = number(in: "/proc/sys/fs/inotify/max_user_watches")
        return Finding(
            subject: "watched folders", found: count.map(String.init) ?? "unknown",
            advice: count.map { $0 < 8192 } == true
                ? "Few for large packages: sudo sysctl fs.inotify.max_user_watches=524288" : nil)
    }

    private static var queue: Finding {
        let count = number(in: "/proc/sys/net/core/somaxconn")
        return Finding(
            subject: "waiting connections", found: count.map(String.init) ?? "unknown",
            advice: count.map { $0 < 1024 } == true
                ? "Bursts would be refused: sudo sysctl net.core.somaxconn=4096" : nil)
    }

    private static var temporaryFolder: Finding {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        return Finding(
            subject: "temporary files", found: folder,
            advice: access(folder, W_OK) == 0
                ? nil : "Nobody can write there: name another folder in TMPDIR.",
            isNeeded: true)
    }

    private static func number(in file: String) -> Int? {
        guard let bytes = try? InputFile.bytes(of: file) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" })
    }
}
