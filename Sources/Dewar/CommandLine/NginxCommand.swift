import ArgumentParser

/// `nginx`: prints a configuration for nginx.
struct NginxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nginx", abstract: "Print a complete configuration for nginx.")
}
