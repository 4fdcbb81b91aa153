// What the scripts in Tests/Figures measure: `FigureServer` as any application, or
// `FigureServer bare NAME=MILLISECONDS …` with deadlines of its own and nothing around it.
import Dewar
import DewarFastCGI
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc
import Logging

let arguments = CommandLine.arguments.dropFirst()
guard arguments.first == "bare" else {
    // Without a master: what is measured is the process that answers.
    var configuration = ServerConfiguration()
    configuration.workers = 0
    app.run(configuration: configuration)
}

var configuration = FastCGIConfiguration()
for argument in arguments.dropFirst() {
    let halves = argument.split(separator: "=").map(String.init)
    guard halves.count == 2, let milliseconds = Int(halves[1]) else {
        fputs("FigureServer: wanted NAME=MILLISECONDS, got '\(argument)'.\n", stderr)
        exit(2)
    }
    let deadline = Duration.milliseconds(milliseconds)
    switch halves[0] {
    case "write": configuration.writeDeadline = deadline
    case "read": configuration.readDeadline = deadline
    case "idle": configuration.idleTimeout = deadline
    default:
        fputs("FigureServer: unknown deadline: '\(halves[0])'.\n", stderr)
        exit(2)
    }
}
let server = try FastCGIServer(
    configuration: configuration, sockets: [.inherited(descriptor: STDIN_FILENO)],
    responder: app.makeResponder())
try server.start()
await server.waitUntilStopped()
