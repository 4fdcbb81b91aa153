// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc

/// What a program says that has nothing to serve on.
enum Usage {
    /// Prints how the program is used, and ends it with status 2.
    static func exit() -> Never {
        fputs(text(program: CommandLine.arguments.first ?? "server"), stderr)
        Glibc.exit(2)
    }

    static func text(program path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return """
            \(name): nothing to serve on: standard input is no listening socket, systemd gave \
            none, no --bind names one, and nobody is at a terminal.

            Usage: \(name) [run] [--bind ADDRESS] [--workers NUMBER] [OPTIONS]

              under spawn-fcgi:         spawn-fcgi -s /run/app.sock -- \(path)
              on a socket of its own:   \(path) --bind /run/app.sock
              with an nginx in front:   \(path) --port 5000

            All options: \(path) help run

            """
    }
}
