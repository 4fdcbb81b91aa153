import CLinux
// `environ` is imported as a mutable global; it is read here as any C program reads it.
@preconcurrency package import Glibc

/// Starts programs beside a server: its workers, and what a developer has in front of them.
package enum ProgramStart {
    /// Starts a program.
    ///
    /// By `posix_spawn`: other threads may be running here, and would be missing in a fork. What
    /// this process has done to signals is its own. And in a process group of its own the program
    /// does not hear the Ctrl-C that this process hears and acts on.
    ///
    /// - Parameters:
    ///   - program: Its path, or a name to look for in PATH.
    ///   - arguments: All arguments, the name first.
    ///   - environment: Variables to set besides those of this process.
    ///   - output: What becomes its standard output and error; its standard input is empty.
    ///   - descriptors: Says which other descriptors it has, besides those that are open in all
    ///     programs.
    /// - Returns: An error number, 0 for none, and the process id.
    package static func start(
        _ program: String, _ arguments: [String], environment: [String: String], output: Int32,
        descriptors: (inout posix_spawn_file_actions_t) -> Void
    ) -> (code: Int32, identifier: Int32) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        descriptors(&actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var identifier: pid_t = 0
        let code = withCStrings(arguments) { arguments in
            withCStrings(variables(adding: environment)) { variables in
                posix_spawnp(&identifier, program, &actions, &attributes, arguments, variables)
            }
        }
        return (code, identifier)
    }

    private static func variables(adding added: [String: String]) -> [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if added[String(text.prefix { $0 != "=" })] == nil { variables.append(text) }
            next += 1
        }
        return variables + added.map { "\($0)=\($1)" }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
